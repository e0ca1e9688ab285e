"""What a newer engine draws otherwise is told apart from what was changed in the sources."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from sop_handbook.change.release import new_editions
from sop_handbook.editions.content import canonical, edition_code
from sop_handbook.editions.ledger import as_text, read_ledger
from sop_handbook.editions.print_rules import PRINT_RULES, redrawn
from sop_handbook.language.messages import Messages
from sop_handbook.model import Quantity, Value
from sop_handbook.model.before import Before, Hazard
from sop_handbook.model.readings import Reading
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import printed
from sop_handbook.project import Project
from sop_handbook.render.feeds import render_feeds
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.views.print_currency import PrintedCode, reasons
from sop_handbook.sources.schemas import Schemas
from tests.case_files import SCHEMAS
from tests.frozen import LEDGER, VERSIONS, Frozen, judged
from tests.support import procedure, text
from tests.test_release import edition

PLAIN = procedure("a; b")
HAZARD = Hazard(text=text("会烫伤"), level="caution")
DANGEROUS = replace(PLAIN, before=Before(hazards=(HAZARD,)))
LIMIT = Reading(id="core", label="温度", at_most=Value(op="le", literal="21℃"))
LIMITED = replace(PLAIN, steps=(replace(PLAIN.steps[0], readings=(LIMIT,)), *PLAIN.steps[1:]))
ANYTHING = Reading(id="note", label="备注", kind="text")
NOTED = replace(PLAIN, steps=(replace(PLAIN.steps[0], readings=(ANYTHING,)), *PLAIN.steps[1:]))


@pytest.mark.parametrize("kind", ["cards", "cards-single", "plate"])
def test_a_kind_that_only_tells_more_is_redrawn_where_there_is_more_to_tell(kind: str) -> None:
    assert redrawn(kind, 1, [PLAIN, NOTED]) == ""
    assert redrawn(kind, 1, [PLAIN, DANGEROUS]) == "safety"
    assert redrawn(kind, 1, [LIMITED]) == "safety"


def test_a_kind_that_is_laid_out_anew_is_redrawn_everywhere() -> None:
    for kind in ("checklist", "cards-small", "twi"):
        assert redrawn(kind, 1, [PLAIN]) == "layout"
        assert redrawn(kind, 1, [DANGEROUS]) == "safety"


def test_a_kind_that_tells_more_since_the_second_rules_is_changed_where_there_is_more() -> None:
    hotline = Quantity(id="hotline", label="值班电话", kind="contact", value="6100 2119")
    called = replace(PLAIN, quantities=(hotline,))
    timed = replace(
        PLAIN, steps=(replace(PLAIN.steps[0], time_limit=Value(op="le", literal="2h")),)
    )
    assert redrawn("plate", 2, [PLAIN, DANGEROUS]) == ""
    assert redrawn("plate", 2, [PLAIN, timed]) == "safety"
    assert [redrawn(one, 2, [called]) for one in ("checklist", "cards-small")] == ["safety"] * 2


@pytest.mark.parametrize("kind", ["checklist", "roleplay", "twi"])
def test_what_was_drawn_by_the_rules_of_today_is_not_redrawn(kind: str) -> None:
    assert redrawn(kind, PRINT_RULES, [DANGEROUS, LIMITED]) == ""


def test_a_ledger_of_the_first_rules_reads_as_before(tmp_path: Path) -> None:
    first = edition("serve", prints={"checklist": "K7M-2R4-X9P"})
    second = edition("serve", 2, first, prints={"checklist": "333-333-333"}, rules=2)
    path = tmp_path / "editions.json"
    path.write_text(as_text([first, second]), "utf-8")
    records = json.loads(path.read_text("utf-8"))[1:]
    assert ["rules" in record for record in records] == [False, True]
    ledger = read_ledger(path, LEDGER, Schemas(SCHEMAS))
    assert ledger.findings == ()
    assert [one.rules for one in ledger.editions] == [1, 2]


@pytest.fixture(params=VERSIONS)
def frozen(request: pytest.FixtureRequest) -> Frozen:
    return Frozen(request.param)


def _told(project: Project) -> tuple[list[PrintedCode], dict[str, dict[str, str]], str, Messages]:
    """Every printed code, what the page that checks codes answers, and the list to recall."""
    handbook, context, papers = judged(project)
    files = {one.path: one.content for one in render_feeds(handbook, context).artifacts}
    shards = (json.loads(one) for path, one in files.items() if path.startswith("currency/"))
    answers = {code: told for shard in shards for code, told in shard.items() if "-" in code}
    return list(papers), answers, files["recall.csv"].decode("utf-8-sig"), context.messages


def _other_checklists(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(job: Print) -> str:
        content = {"kind": job.edition or job.kind, **job.content}
        anew = {"layout": "new"} if job.kind == "checklist" else {}
        return edition_code(canonical(content | anew))

    monkeypatch.setattr(Print, "code", property(other))


def test_a_sheet_that_is_only_laid_out_anew_may_stay_and_says_why(
    frozen: Frozen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _other_checklists(monkeypatch)
    papers, answers, recall, messages = _told(frozen.lay_out(tmp_path / "project"))
    every = [p for p in papers if p.kind == "checklist" and p.code in frozen.codes and p.redrawn]
    mine = [paper for paper in every if paper.redrawn == "layout"]
    assert len(mine) > 5
    assert {p.redrawn for p in every if p.subject == "rescue"} == {"safety"}  # speaks of a number
    for paper in mine:
        assert (paper.redrawn, paper.becomes, paper.urgency) == ("layout", "renew", "soon")
        assert reasons(paper, messages) == ("内容没变，版式更新，方便时换新。",)
        assert answers[paper.code]["standing"] == "renew"
        assert answers[paper.code]["urgency"] == "redrawn-layout"
    words = json.loads(json.dumps(messages.branch("currency")))
    assert words["redrawn-layout"] == "内容没变，版式更新，方便时换新。"
    rows = {row["旧编码"]: row for row in csv.DictReader(io.StringIO(recall))}
    assert {rows[paper.code]["缓急"] for paper in mine} == {"下次换新"}


def test_a_sheet_that_lacks_what_may_do_harm_is_to_be_changed_and_says_why(
    frozen: Frozen, tmp_path: Path
) -> None:
    papers, answers, recall, messages = _told(frozen.lay_out(tmp_path / "project"))
    (paper,) = (p for p in papers if p.kind == "roleplay" and p.code in frozen.codes and p.redrawn)
    assert (paper.redrawn, paper.becomes, paper.urgency) == ("safety", "replace", "now")
    assert reasons(paper, messages) == ("补了安全内容，换新。",)
    assert answers[paper.code]["urgency"] == "redrawn-safety"
    assert messages("currency.redrawn-safety").startswith("补了安全内容，换新")
    assert "补了安全内容，换新。" in recall


def _reworded(project: Project) -> None:
    """Say the goal of a rescue in clearer words, under a revision of its own."""
    file = project.sources / "procedures" / "pool" / "rescue.yaml"
    entry = "  - {revision: 3, date: 2026-11-12, class: clarification, summary: 目标写得更清楚。}\n"
    source = file.read_text("utf-8").replace("revision: 2\n", "revision: 3\n", 1)
    source = source.replace("goal: 最快把人救上岸", "goal: 尽快把人救到岸上")
    file.write_text(source.replace("changes:\n", f"changes:\n{entry}"), "utf-8")


def test_a_sheet_whose_words_changed_too_still_says_what_it_lacks_for_safety(
    frozen: Frozen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _other_checklists(monkeypatch)
    project = frozen.lay_out(tmp_path / "project")
    _reworded(project)
    papers, answers, _, messages = _told(project)
    mine = {p.kind: p for p in papers if p.subject == "rescue" and p.code in frozen.codes if p.over}
    paper = mine["roleplay"]
    assert [one.change.class_ for one in paper.since][:1] == ["clarification"]
    assert (paper.redrawn, paper.becomes, paper.urgency) == ("safety", "replace", "now")
    assert reasons(paper, messages)[-1] == "补了安全内容，换新。"
    assert answers[paper.code]["urgency"] == "redrawn-safety"
    # It lacked whom to call.
    assert (mine["checklist"].redrawn, mine["checklist"].becomes) == ("safety", "replace")


def test_what_changed_in_the_sources_is_told_as_that(
    frozen: Frozen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _other_checklists(monkeypatch)
    papers, *_ = _told(frozen.lay_out(tmp_path / "project"))
    changed = [paper for paper in papers if paper.since or paper.beside]
    assert len(changed) > 5
    assert [paper.code for paper in changed if paper.redrawn] == []


def test_a_release_records_the_rules_where_a_print_is_another_and_only_there(
    frozen: Frozen, tmp_path: Path
) -> None:
    project = frozen.lay_out(tmp_path / "project")
    examination = examine(project)
    handbook, prints = examination.handbook, printed(project, examination)
    made = new_editions(handbook, prints, project.today)
    newest = {one.id: one for one in handbook.editions}
    assert {one.rules for one in made} == {PRINT_RULES}
    for one in made:
        (former,) = (newest[name] for name in one.after)
        assert former.prints != one.prints
        assert former.revision == one.revision
        if former.scheme == one.scheme:
            assert former.parts == one.parts
    again = replace(handbook, editions=(*handbook.editions, *made))
    assert new_editions(again, prints, project.today) == ()
