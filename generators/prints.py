"""The prints of an examined handbook, without its site: which there are, and some of them made."""

from collections.abc import Collection

from generators.change.prints import Printed
from generators.examine import Examination
from generators.program import program
from generators.project import Project
from generators.render.base import Context, Rendered
from generators.render.print import plan_prints, print_some
from generators.schemas import Schemas
from generators.store import Store
from generators.words import words


def context_of(project: Project, examination: Examination) -> Context:
    """Return what every renderer is given besides the handbook."""
    return Context(
        words=words("zh"),
        today=project.today,
        findings=examination.findings,
        places=examination.places,
        schemas=Schemas(project.schemas).contents,
        store=Store(project.made, program()),
    )


def prints_of(
    project: Project, examination: Examination, subjects: Collection[str], kinds: Collection[str]
) -> Rendered:
    """Typeset the prints about some subjects, of some kinds or of all if none are named."""
    return print_some(examination.handbook, context_of(project, examination), subjects, kinds)


def printed(project: Project, examination: Examination) -> tuple[Printed, ...]:
    """Return every print of a sound handbook with its code, without typesetting any."""
    return tuple(
        Printed(path=job.path, kind=job.kind, of=job.of, subject=job.subject, code=job.code)
        for job in plan_prints(examination.handbook, context_of(project, examination))
    )
