"""Everything before rendering: collect, validate, assemble, check."""

from dataclasses import dataclass

from generators.assemble import assemble
from generators.checks import CHECKS
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
    documents, findings = collect(project)
    schemas = Schemas(project.schemas)
    all_ids = known(documents)
    findings += check_ids(documents)
    for document in documents:
        findings += validate(document.source, document.kind, schemas)
        findings += check_references(document, all_ids, schemas)
    wrong = {f.place.file for f in findings if f.severity is Severity.ERROR}
    sound = [document for document in documents if document.source.file not in wrong]
    handbook = assemble(sound, words("zh"))
    places = Places(documents)
    for check in CHECKS:
        findings += check(handbook, places, project.today)
    return Examination(handbook, tuple(in_order(findings)))
