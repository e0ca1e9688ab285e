"""What can be said and shown of edited procedures before the whole handbook is read again."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from sop_handbook.adapters.yaml_file import read
from sop_handbook.checks import CHECKS, NEED_ALL
from sop_handbook.findings import CODES, Finding, has_errors, in_order
from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook
from sop_handbook.model.routes import generated
from sop_handbook.pipeline.build import eased
from sop_handbook.pipeline.examine import Examination
from sop_handbook.pipeline.media import with_media
from sop_handbook.pipeline.prints import context_of
from sop_handbook.pipeline.program import store_of
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact
from sop_handbook.render.pages import render_procedures
from sop_handbook.sources.assemble import assemble
from sop_handbook.sources.collect import SourceDocument
from sop_handbook.sources.places import Places
from sop_handbook.sources.references import check_references, known
from sop_handbook.sources.schemas import Schemas
from sop_handbook.sources.trees import oddity
from sop_handbook.sources.validate import validate
from sop_handbook.sources.waivers import waive

_MOST = 5  # files; more at once are no edit but another state of the handbook


def edited_procedures(
    project: Project, former: Examination, changed: Collection[Path]
) -> Mapping[Path, SourceDocument] | None:
    """Return which documents the changed files were; None if anything but procedures changed.

    `former` is a sound examination, since when nothing else has changed.
    """
    documents = {one.source.file: one for one in former.documents if one.kind == "procedure"}
    if not 0 < len(changed) <= _MOST:
        return None
    found: dict[Path, SourceDocument] = {}
    for path in sorted(changed):
        document = documents.get(project.name(path))
        if document is None or not path.is_file() or oddity(path):
            return None
        found[path] = document
    return found


def examine_edited(
    project: Project, former: Examination, edited: Mapping[Path, SourceDocument]
) -> Examination:
    """Examine edited procedures within a handbook that is otherwise as it was.

    The findings are those that these files alone can have: by their schema, by what they refer to,
    by rules over one procedure. With an error among them the handbook is the former one.
    """
    schemas = Schemas(project.schemas)
    fresh, findings = _read_again(edited)
    documents = [fresh.get(one.source.file, one) for one in former.documents]
    all_ids = known(documents)
    for document in fresh.values():
        findings += validate(document.source, "procedure", schemas)
        findings += check_references(document, all_ids, schemas)
    if has_errors(findings):
        told = tuple(in_order(findings))
        return replace(former, findings=told, names=all_ids.shared)
    few = [one for one in documents if one.kind != "procedure" or one.source.file in fresh]
    alone = replace(assemble(few, messages(project.language)), editions=former.handbook.editions)
    places = Places(few)
    alone, wrong_media = with_media(project, alone, places, store_of(project), whole=False)
    findings += (finding for finding in wrong_media if finding.place.file in fresh)
    for check in CHECKS:
        if check not in NEED_ALL:
            found = check(alone, places, project.today)
            findings += (finding for finding in found if finding.place.file in fresh)
    findings, wrong = waive(findings, fresh.values(), CODES)
    told = tuple(in_order(eased([*findings, *wrong])))
    handbook = _within(former.handbook, alone)
    return Examination(handbook, told, Places(documents), all_ids.shared, tuple(documents))


def _read_again(
    edited: Mapping[Path, SourceDocument],
) -> tuple[dict[str, SourceDocument], list[Finding]]:
    """Return what the files say now, by their names in findings, and what cannot be read."""
    fresh: dict[str, SourceDocument] = {}
    findings: list[Finding] = []
    for path, former in edited.items():
        source, problems = read(path, former.source.file)
        findings += problems
        if source is not None:
            fresh[source.file] = replace(former, source=source)
    return fresh, findings


def _within(handbook: Handbook, alone: Handbook) -> Handbook:
    """Put procedures in the place of what they were."""
    return replace(
        alone,
        brand=handbook.brand,  # with the logo, which is read with everything only
        procedures={**handbook.procedures, **alone.procedures},
        forms={**handbook.forms, **alone.forms},
    )


def pages_of_edited(
    project: Project,
    examination: Examination,
    edited: Mapping[Path, SourceDocument],
    offered: tuple[Artifact, ...],
) -> dict[str, str]:
    """Return the pages of edited procedures as Markdown, by their path below docs/.

    They link the files that are `offered`, those of the last build.
    """
    context = replace(context_of(project, examination), offered=offered, preview=True)
    names = [document.name for document in edited.values()]
    rendered = render_procedures(examination.handbook, context, names)
    return {generated(one.path).source: one.content.decode() for one in rendered.artifacts}
