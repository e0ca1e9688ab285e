"""Everything before rendering: collect, validate, assemble, check."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sop_handbook.adapters.store import Store
from sop_handbook.adapters.wanted import Check, still_wanted
from sop_handbook.change import declared
from sop_handbook.change.identity import check_ids, is_foreign, lost_ids
from sop_handbook.checks import CHECKS, NEED_ALL, STYLE_CHECKS
from sop_handbook.editions.ledger import Ledger, read_ledger
from sop_handbook.findings import CODES, ON_REQUEST, Finding, Place, Severity, in_order
from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook
from sop_handbook.project import Project
from sop_handbook.sources.assemble import assemble
from sop_handbook.sources.collect import SourceDocument, collect
from sop_handbook.sources.places import Places
from sop_handbook.sources.references import Known, Names, check_references, known
from sop_handbook.sources.schemas import Schemas
from sop_handbook.sources.trees import check_trees
from sop_handbook.sources.validate import validate
from sop_handbook.sources.waivers import waive


@dataclass(frozen=True)
class Examination:
    """What the sources say. With error findings the handbook is partial: do not publish it.

    `names` are all ids with their titles, by what they are of, such as role: also those of wrong
    files. `documents` are the sources that were read.
    """

    handbook: Handbook
    findings: tuple[Finding, ...]
    places: Places
    names: Mapping[str, Names]
    documents: tuple[SourceDocument, ...] = ()


def examine(
    project: Project,
    *,
    style: bool = False,
    store: Store | None = None,
    check: Check = still_wanted,
) -> Examination:
    """Read and check all sources; all findings of all files come at once.

    `style` asks for advice on wording and length, too. What sources waive is left out. `store`
    keeps what the files say; without one each is read anew, and nothing is written. `check` is
    called now and then; what it raises ends it.
    """
    found = collect(project, store)
    schemas = Schemas(project.schemas)
    all_ids = known(found.documents, found.unread)
    ledger = _ledger_of(project, found.documents, all_ids, schemas)
    lost = list(lost_ids(found.documents, all_ids, ledger.editions))
    all_ids.lost = {(one.kind, one.id, one.within) for one in lost}
    findings = [*found.findings, *check_trees(project), *(one.finding for one in lost)]
    findings += check_ids(found.documents, ledger.editions)
    for document in found.documents:
        check()
        findings += validate(document.source, document.kind, schemas)
        findings += check_references(document, all_ids, schemas)
    wrong = {
        f.place.file
        for f in findings
        if f.severity is Severity.ERROR and f.code not in declared.CODES
    }
    sound = [document for document in found.documents if document.source.file not in wrong]
    findings += ledger.findings
    handbook = replace(assemble(sound, messages(project.language)), editions=ledger.editions)
    places = Places(sound)
    handbook, wrong_files = _with_files(project, handbook, places, store, whole=not wrong)
    findings += wrong_files
    for rule in (*CHECKS, *(STYLE_CHECKS if style else ())):
        check()
        if not (wrong and rule in NEED_ALL):
            findings += rule(handbook, places, project.today)
    silent = CODES.keys() if wrong else frozenset() if style else ON_REQUEST
    findings, wrong_waivers = waive(findings, found.documents, silent)
    told = tuple(in_order([*findings, *wrong_waivers]))
    return Examination(handbook, told, places, all_ids.shared, tuple(found.documents))


def _with_files(
    project: Project, handbook: Handbook, places: Places, store: Store | None, *, whole: bool
) -> tuple[Handbook, list[Finding]]:
    """Return a handbook with its logo, pictures and clips, and what is wrong with those.

    What reads them is loaded where there are any: others do not need it.
    """
    findings: list[Finding] = []
    if handbook.brand.logo:
        from sop_handbook.pipeline.brand import with_logo

        handbook, findings = with_logo(project, handbook, places, store)
    if _has_media(project, handbook):
        from sop_handbook.pipeline.media import with_media

        handbook, more = with_media(project, handbook, places, store, whole=whole)
        findings = [*findings, *more]
    return handbook, findings


def _has_media(project: Project, handbook: Handbook) -> bool:
    procedures = handbook.procedures.values()
    steps = (step for one in procedures for step in one.steps)
    return (
        (project.sources / "media").exists()
        or any(one.pictures or one.clips for one in procedures)
        or any(step.pictures or step.clips for step in steps)
    )


def _ledger_of(
    project: Project, documents: list[SourceDocument], all_ids: Known, schemas: Schemas
) -> Ledger:
    """Read the ledger; one that is another handbook's is a finding, and has nothing to say here."""
    name = project.name(project.ledger)
    ledger = read_ledger(project.ledger, name, schemas)
    if not is_foreign(documents, all_ids, ledger.editions):
        return ledger
    count = len({one.subject for one in ledger.editions if one.of == "procedure"})
    return Ledger((), (Finding(Place(name), "foreign-ledger", {"count": str(count)}),))
