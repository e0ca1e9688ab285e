"""Everything before rendering: collect, validate, assemble, check."""

from dataclasses import dataclass

from generators.assemble import assemble
from generators.checks import CHECKS, NEED_ALL
from generators.collect import collect
from generators.findings import Finding, Severity, in_order
from generators.model import Handbook
from generators.places import Places
from generators.project import Project
from generators.references import check_ids, check_references, known
from generators.schemas import Schemas
from generators.validate import validate
from generators.words import words


@dataclass(frozen=True)
class Examination:
    """What the sources say. With error findings the handbook is partial: do not publish it."""

    handbook: Handbook
    findings: tuple[Finding, ...]


def examine(project: Project) -> Examination:
    """Read and check all sources; all findings of all files come at once."""
    found = collect(project)
    schemas = Schemas(project.schemas)
    all_ids = known(found.documents, found.unread)
    findings = [*found.findings, *check_ids(found.documents)]
    for document in found.documents:
        findings += validate(document.source, document.kind, schemas)
        findings += check_references(document, all_ids, schemas)
    wrong = {f.place.file for f in findings if f.severity is Severity.ERROR}
    sound = [document for document in found.documents if document.source.file not in wrong]
    handbook = assemble(sound, words("zh"))
    places = Places(sound)
    for check in CHECKS:
        if not (wrong and check in NEED_ALL):
            findings += check(handbook, places, project.today)
    return Examination(handbook, tuple(in_order(findings)))
