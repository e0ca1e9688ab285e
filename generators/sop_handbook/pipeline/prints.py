"""The prints of an examined handbook, without its site: which there are, and some of them made."""

from collections.abc import Iterator
from dataclasses import replace

from sop_handbook.change.prints import Printed
from sop_handbook.language.messages import messages
from sop_handbook.pipeline.examine import Examination
from sop_handbook.pipeline.media_shelf import shelf_of
from sop_handbook.pipeline.program import store_of
from sop_handbook.project import Project
from sop_handbook.render.base import Context, Rendered, Selection
from sop_handbook.render.print import plan_prints, print_asked
from sop_handbook.render.print.typeset import Tell
from sop_handbook.render.views.repository import Edits
from sop_handbook.sources.schemas import Schemas

WORD = "docx"  # no print, but asked for like one


def context_of(project: Project, examination: Examination) -> Context:
    """Return what every renderer is given besides the handbook."""
    return Context(
        messages=messages(examination.handbook.language),
        today=project.today,
        findings=examination.findings,
        places=examination.places,
        schemas=Schemas(project.schemas).contents,
        store=store_of(project),
        edits=Edits(examination.handbook, examination.places, project.in_repository),
        media=shelf_of(project, examination.handbook),
    )


def prints_of(
    project: Project, examination: Examination, only: Selection, tell: Tell
) -> Iterator[Rendered]:
    """Make what is asked for and yield it bit by bit.

    `tell` is called before each print with its kind, what its subject is, and the subject's id.
    Word documents are among it only where their kind is named: they are no prints.
    """
    context = replace(context_of(project, examination), only=only)
    yield from print_asked(examination.handbook, context, tell)
    if WORD in only.kinds:
        from sop_handbook.render.office import render_office  # its pandoc takes long to load

        for procedure in context.wanted_in_use(examination.handbook):
            tell(WORD, "procedure", procedure.id)
        yield render_office(examination.handbook, context)


def printed(project: Project, examination: Examination) -> tuple[Printed, ...]:
    """Return every print of a sound handbook with its code, without typesetting any."""
    return tuple(
        Printed(path=job.path, kind=job.kind, of=job.of, subject=job.subject, code=job.code)
        for job in plan_prints(examination.handbook, context_of(project, examination))
    )
