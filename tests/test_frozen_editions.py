"""What 1.0 released is still the same: its ledger is read, its hashes are made as they were."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sop_handbook.adapters.store import Store
from sop_handbook.change.prints import Printed
from sop_handbook.change.release import new_editions
from sop_handbook.change.rules import SCHEME, SCHEMES, rules_of
from sop_handbook.change.severity_digests import parts_of
from sop_handbook.change.since import since_release
from sop_handbook.editions.ledger import heads, read_ledger
from sop_handbook.editions.print_rules import PRINT_RULES
from sop_handbook.model import Edition, Handbook
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.pipeline.program import maker
from sop_handbook.project import Project
from sop_handbook.sources.schemas import Schemas
from tests.case_files import SCHEMAS
from tests.frozen import (
    ADDED,
    HELP,
    LEDGER,
    REDRAWN,
    RELEASES,
    VERSIONS,
    WIDENED,
    Frozen,
    sheets,
)
from tests.schemes import RULES, fields_of, texts_of
from tests.sites import sop_here

NEW_RULES = (
    "Editions written under scheme {scheme} no longer have the digests that they were released "
    "with. Leave that scheme as it was: put the other rules into change/schemes/ under the next "
    "number, and where a hash is made in another way, make it in the old way for rules.scheme "
    f"{{scheme}}; {HELP}"
)
NEW_CODES = (
    "Prints bear other codes than they were released with. If they are to show something else, "
    f"name their kinds in tests/frozen.py, REDRAWN; {HELP}"
)
PATROL = "sop_sources/procedures/pool/open-gate.yaml"


@pytest.fixture(params=[(version, state) for version in VERSIONS for state in RELEASES])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    """A frozen handbook as it was on the day of each of its releases."""
    version, state = request.param
    return Frozen(version).lay_out(tmp_path / "project", state)


def _prints(project: Project, examination: Examination) -> list[Printed]:
    """The sheets of today; of kinds that are drawn otherwise by now, with the codes of before."""
    every = sheets(examination, context_of(project, examination))
    recorded = {
        kind
        for editions in heads(examination.handbook.editions).values()
        for edition in editions
        for kind in edition.prints
    }
    known = {
        (edition.of, edition.subject, kind): code
        for editions in heads(examination.handbook.editions).values()
        for edition in editions
        for kind, code in edition.prints.items()
    }
    found = {
        (one.of, one.subject, one.kind): one
        for one in every
        if one.kind in recorded or one.kind not in ADDED
    }
    return [
        replace(one, code=known.get(name, one.code)) if one.kind in REDRAWN else one
        for name, one in found.items()
        if one.kind not in WIDENED or name in known
    ]


def _told(found: Edition) -> str:
    return f"{found.of} {found.subject}"


def _unlike(handbook: Handbook) -> list[str]:
    """Parts of procedures of which the digest is not the one that was released."""
    unlike = []
    for edition in _newest(handbook):
        rules = rules_of(edition.scheme)
        assert rules, f"scheme {edition.scheme} is no longer known; {HELP}"
        now = parts_of(rules, handbook, handbook.procedures[edition.subject])
        names = sorted({*now, *edition.parts})
        differ = [name for name in names if now.get(name) != edition.parts.get(name)]
        unlike += [f"{edition.subject}/{name}" for name in differ]
    return unlike


def _newest(handbook: Handbook) -> Iterator[Edition]:
    for (of, _), editions in heads(handbook.editions).items():
        yield from editions if of == "procedure" else ()


def test_a_ledger_is_read_with_every_edition(project: Project) -> None:
    ledger = read_ledger(project.root / LEDGER, LEDGER, Schemas(SCHEMAS))
    assert ledger.findings == ()
    lines = (project.root / LEDGER).read_text("utf-8").splitlines()
    assert len(ledger.editions) == sum(line.startswith(",") for line in lines) > 20


def test_what_was_not_edited_did_not_change(project: Project) -> None:
    examination = examine(project, store=Store(project.cache, maker))
    handbook = examination.handbook
    assert [finding for finding in examination.findings if finding.severity == "error"] == []
    assert _unlike(handbook) == [], NEW_RULES.format(scheme=SCHEME)
    deltas = [
        name
        for (of, name), newest in heads(handbook.editions).items()
        if of == "procedure" and since_release(handbook, handbook.procedures[name], newest)
    ]
    assert deltas == [], NEW_RULES.format(scheme=SCHEME)
    prints = _prints(project, examination)
    shelves = {"form": handbook.forms, "industry": handbook.industries, "role": handbook.roles}
    released = {
        (of, subject, kind): code
        for (of, subject), editions in heads(handbook.editions).items()
        if subject in shelves.get(of, {subject})  # what is gone has no prints
        for kind, code in editions[-1].prints.items()
    }
    assert {(p.of, p.subject, p.kind): p.code for p in prints} == released, NEW_CODES
    again = new_editions(handbook, prints, project.today)
    assert [_told(one) for one in again] == [], NEW_RULES.format(scheme=SCHEME)


@pytest.mark.parametrize("version", VERSIONS)
def test_one_word_bumps_one_procedure(version: str, tmp_path: Path) -> None:
    root = Frozen(version).lay_out(tmp_path / "project").root
    file = root / PATROL
    text = file.read_text("utf-8")
    assert text.count("再开池边灯") == 1
    file.write_text(text.replace("再开池边灯", "再开池底灯"), "utf-8")
    done = sop_here(root, "bump")
    told = [line for line in done.stdout.splitlines() if "版次" in line]
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.partition("：")[0] for line in told] == [PATROL]
    filled = file.read_text("utf-8").replace("（待填）", "灯的名称改了。")
    file.write_text(filled, "utf-8")
    released = sop_here(root, "release")
    assert released.returncode == 0, released.stdout + released.stderr
    lines = [line for line in released.stdout.splitlines() if line.startswith("流程")]
    numbers = {line.split()[1] for line in lines}
    assert numbers >= {"YY-03"}
    # Of all others only prints that are drawn otherwise by now.
    ledger = read_ledger(root / LEDGER, LEDGER, Schemas(SCHEMAS))
    known = {one.id: one for one in ledger.editions}
    for one in ledger.editions:
        if one.number in numbers - {"YY-03"} and one.rules == PRINT_RULES:
            (former,) = (known[name] for name in one.after)
            assert one.revision == former.revision
            other = {kind for kind, code in one.prints.items() if code != former.prints.get(kind)}
            assert other <= REDRAWN | ADDED
            assert other & former.prints.keys() <= REDRAWN


@pytest.fixture
def a_newer_scheme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An engine that has given every text another weight, under the next number."""
    shutil.copytree(SCHEMES, tmp_path / "schemes")
    text = (SCHEMES / f"{SCHEME}.yaml").read_text("utf-8")
    assert "    KeyPoint: [critical]\n" in text
    newer = tmp_path / "schemes" / f"{SCHEME + 1}.yaml"
    other = text.replace("    KeyPoint: [critical]\n", "    KeyPoint: [critical, text]\n")
    newer.write_text(other, "utf-8")
    monkeypatch.setattr("sop_handbook.change.rules.SCHEMES", tmp_path / "schemes")
    monkeypatch.setattr("sop_handbook.change.rules.SCHEME", SCHEME + 1)
    rules_of.cache_clear()
    yield
    rules_of.cache_clear()


@pytest.mark.usefixtures("a_newer_scheme")
def test_another_number_of_rules_changes_nothing_that_was_released(project: Project) -> None:
    examination = examine(project, store=Store(project.cache, maker))
    assert _unlike(examination.handbook) == []
    prints = _prints(project, examination)
    assert new_editions(examination.handbook, prints, project.today) == ()


def test_every_scheme_stays_as_editions_were_written_by_it() -> None:
    frozen = {path.stem for path in RULES.glob("*.txt")}
    assert {path.stem for path in SCHEMES.iterdir()} == frozen, "run: python -m tests.freeze"
    assert str(SCHEME) in frozen
    for scheme in map(int, sorted(frozen)):
        kept = set((RULES / f"{scheme}.txt").read_text("utf-8").splitlines())
        # A field that is new changes no digest of what does not use it; all others stay.
        assert kept - fields_of(scheme) == texts_of(scheme), NEW_RULES.format(scheme=scheme)
