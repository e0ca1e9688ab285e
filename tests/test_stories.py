"""A year of changes: what is said before a release is what is said after it, by whoever says it."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from sop_handbook.change.affected_roles import concerned
from sop_handbook.change.labels import Labels
from sop_handbook.change.release import new_editions
from sop_handbook.commands.support.comparison.faces import as_lines, as_markdown
from sop_handbook.commands.support.comparison.record import Comparison, record
from sop_handbook.editions.ledger import heads
from sop_handbook.language.messages import messages
from sop_handbook.model import Edition, Handbook, Status
from sop_handbook.render.feeds import render_feeds
from sop_handbook.render.pages.editions import edition_pages
from sop_handbook.render.views.print_currency import print_currency
from sop_handbook.sources.schemas import Schemas
from tests.case_files import SCHEMAS
from tests.histories import EDITS, State, medium, printed
from tests.stories import LATER, Story, offering, raised, story, tell
from tests.support import DAY

# What a release refuses: a procedure or step under another id, a procedure that is gone.
PLAYED = [
    edit["name"]
    for edit in EDITS
    if not edit.keys() & {"rename", "delete"} and "renamed" not in edit.get("how", ())
]
# Together they meet every kind of difference, of sheet and of what becomes of one that any edit
# meets (a test says so); the others are played in check-slow. What is said of each edit without
# prints and pages, test_change asks of all of them.
USUAL = {
    "a character often mixed up in a title is editorial",
    "a word in a goal is a clarification",
    "a figure in an action is another practice",
    "actions in another order are another practice",
    "two steps swapped are another practice",
    "a key point made less than critical is a matter of safety",
    "an id that means another step now is another practice",
    "approval of a whole industry takes effect",
    "an outcome more is another practice",
    "a quantity reaches every text that names it",
    "a row of a rule table is another practice for those who use it",
    "a copy of a form goes elsewhere",
    "a role under another title is a clarification",
    "another definition is a clarification for those whose procedures name the term",
    "a member of staff writes to another address",
}
# These a release refuses: only the comparison is asked of them.
REFUSED = {
    "a file renamed is the same procedure under a new id",
    "a procedure gone is a matter of what was in it",
    "a new step id is seen as the same step",
}


def _played(names: Iterable[str]) -> list[Any]:
    usual = USUAL | REFUSED
    return [pytest.param(n, marks=() if n in usual else pytest.mark.slow) for n in names]


SIX = "procedures/restaurant/restaurant-six-steps.yaml"
FAMILY = "shared/guarantee-letter.yaml"


def _edit(file: str, *changes: tuple[str, str]) -> dict[str, Any]:
    return {"in": file, "change": [{"from": old, "to": new} for old, new in changes]}


@cache
def _told(name: str) -> Story:
    return tell([next(edit for edit in EDITS if edit["name"] == name)])


def _pages(one: Story) -> dict[str, str]:
    """The pages about editions, by their path below docs/."""
    return {p.route.source: p.text for p in edition_pages(one.after, one.context)}


def _record(one: Story) -> dict[str, Any]:
    comparison = Comparison(
        old=one.before, new=one.edited, changed=one.changed, prints=one.prints, findings=()
    )
    return record(comparison, Schemas(SCHEMAS).contents, messages("zh"))


# Every edit that there is -----------------------------------------------------------------------


def _kinds(name: str) -> set[tuple[object, ...]]:
    """What kinds of things an edit leads to."""
    one = _told(name)
    found: set[tuple[object, ...]] = {(p.sheet.kind, p.sheet.of, p.action) for p in one.prints}
    found |= {(p.kind, p.becomes, p.urgency) for p in one.papers}
    for changed in one.changed:
        found.add((changed.kind, changed.class_, changed.computed))
        found |= {(changed.kind, difference.how) for difference in changed.differences}
    return found


@pytest.mark.slow
def test_the_usual_edits_lead_to_every_kind_of_thing_that_some_edit_leads_to() -> None:
    kinds = {edit["name"]: _kinds(edit["name"]) for edit in EDITS}
    usual = set().union(*(kinds[name] for name in USUAL | REFUSED))
    assert {name: found - usual for name, found in kinds.items() if found - usual} == {}


@pytest.mark.parametrize("name", _played(PLAYED))
def test_raising_revisions_changes_nothing_in_the_list_of_prints(name: str) -> None:
    one = _told(name)
    before = {(p.sheet.path, p.action, p.old_code) for p in one.prints}
    assert before == {(p.sheet.path, p.action, p.old_code) for p in one.raised}


@pytest.mark.parametrize("name", _played(PLAYED))
def test_what_the_comparison_says_of_paper_the_pages_say_next_time(name: str) -> None:
    one = _told(name)
    said = {p.old_code: (p.sheet.path, p.action) for p in one.prints if p.old_code}
    found = {
        paper.code: (f"prints/{paper.subject}-{paper.kind}.pdf", paper.becomes)
        for paper in one.old_papers().values()
        if paper.becomes
    }
    assert {code: action for code, (_, action) in found.items()} == {
        code: action for code, (_, action) in said.items()
    }


@pytest.mark.parametrize("name", _played(PLAYED))
def test_the_entry_that_bump_writes_concerns_whom_the_comparison_tells(name: str) -> None:
    one = _told(name)
    for changed in one.changed:
        former = one.before.procedures.get(changed.was or changed.id)
        procedure = one.after.procedures.get(changed.id)
        if changed.kind != "procedure" or former is None or procedure is None:
            continue
        if procedure.revision == former.revision:
            continue  # nothing to declare
        assert set(concerned(procedure, procedure.changes[0])) == set(changed.informs)


@pytest.mark.parametrize("name", _played(PLAYED))
def test_list_table_page_and_currency_agree(name: str) -> None:
    one = _told(name)
    over = {paper.code: paper.urgency for paper in one.papers if paper.over}
    files = {a.path: a.content for a in render_feeds(one.after, one.context).artifacts}
    table = csv.DictReader(io.StringIO(files["recall.csv"].decode("utf-8-sig")))
    urgency = {"立即收回": "now", "下次换新": "soon"}
    assert {row["旧编码"]: urgency[row["缓急"]] for row in table} == over
    page = _pages(one)["handbook/recall.md"]
    assert {code for code in over if f"**{code}**" not in page} == set()
    answers = {
        code: answer
        for path, content in files.items()
        if path.startswith("currency/") and path != "currency/words.json"
        for code, answer in json.loads(content).items()
    }
    # Where nothing takes its place, a sheet that is to go now is to be taken away.
    gone = {paper.code for paper in one.papers if paper.urgency == "now" and paper.now is None}
    said = {code: "take-away" if code in gone else when for code, when in over.items()}
    assert {c: a["urgency"] for c, a in answers.items() if a.get("urgency")} == said


def _ids(one: Story) -> set[str]:
    """Ids that a reader could tell from words: those with a hyphen."""
    books = (one.before, one.edited)
    shelves = [s for b in books for s in (b.procedures, b.roles, b.terms, b.families, b.forms)]
    ids = {name for shelf in shelves for name in shelf}
    for procedure in (p for b in books for p in b.procedures.values()):
        ids |= {step.id for step in procedure.steps} | {q.id for q in procedure.quantities}
    for family in (f for b in books for f in b.families.values()):
        ids |= {q.id for q in family.quantities} | {table.id for table in family.rules}
    return {name for name in ids if "-" in name}


@pytest.mark.parametrize("name", _played(edit["name"] for edit in EDITS))
def test_no_line_of_a_comparison_shows_an_id(name: str) -> None:
    one = _told(name)
    data = _record(one)
    told_by_id = {
        d["new"] for s in data["subjects"] for d in s["differences"] if d["how"] == "renamed"
    }
    told_by_id |= {s["was"] for s in data["subjects"]}
    told_by_id |= {
        d["old"] for s in data["subjects"] for d in s["differences"] if d["how"] == "renamed"
    }
    lines = "\n".join(text for text, _ in as_lines(data, messages("zh")))
    text = lines + as_markdown(data, messages("zh")).replace("\\", "")
    assert {i for i in _ids(one) - told_by_id if i in text} == set()


# Stories ----------------------------------------------------------------------------------------


def _sheets(one: Story, subject: str) -> set[str | None]:
    return {paper.becomes for key, paper in one.old_papers().items() if key[1] == subject}


def test_a_draft_takes_effect() -> None:
    control = (
        "revision: 1\nstatus: current\nowner: {role: cashier, deputy: waiter}\napprover: cashier\n"
        "effective_from: 2026-12-01\nreview_by: 2027-12-01\n"
    )
    one = tell([_edit(SIX, ("revision: 1\ngoal", f"{control}goal"))])
    changed = next(c for c in one.changed if c.kind == "procedure")
    assert (changed.class_, changed.computed, changed.retrains) == ("effective", "editorial", ())
    assert set(changed.informs) == {"waiter", "cashier"}
    assert "[生效]" in "\n".join(text for text, _ in as_lines(_record(one), messages("zh")))
    assert one.after.procedures["restaurant-six-steps"].revision == 1
    assert _sheets(one, "restaurant-six-steps") == {"renew"}
    news = _pages(one)["handbook/news.md"]
    assert "生效" in news
    assert "自 2026-12-01 起执行" in news
    feed = next(
        a.content.decode()
        for a in render_feeds(_addressed(one), one.context).artifacts
        if a.path == "news/role-waiter.xml"
    )
    assert "restaurant-six-steps/status/" in feed


def _addressed(one: Story) -> Handbook:
    return replace(one.after, base_url="https://h.internal/")


def test_a_clarification_renews_and_a_practice_replaces() -> None:
    assert _sheets(tell([_edit(SIX, ("say: 早上好", "say: 您好"))]), "restaurant-six-steps") == {
        "renew"
    }
    one = tell([_edit(SIX, ("点完单，请顾客稍等", "点完单，请顾客稍等5分钟"))])
    assert _sheets(one, "restaurant-six-steps") == {"replace"}


def test_retired_is_printed_no_more_and_names_its_successor() -> None:
    entry = "  - {revision: 2, date: 2026-12-01, class: procedural, summary: 不再用。}\n"
    one = tell(
        [
            _edit(
                SIX,
                ("revision: 1\ngoal", "revision: 2\nstatus: retired\nreplaced_by: egl-daily\ngoal"),
                ("changes:\n", f"changes:\n{entry}"),
            )
        ]
    )
    assert one.after.procedures["restaurant-six-steps"].control.status is Status.RETIRED
    assert _sheets(one, "restaurant-six-steps") == {"withdraw"}
    known = {paper.code for paper in one.papers if paper.subject == "restaurant-six-steps"}
    first = {
        code
        for e in one.before.editions
        if e.subject == "restaurant-six-steps"
        for code in e.prints.values()
    }
    assert known == first  # nothing is listed that never left a printer
    files = {a.path: a.content for a in render_feeds(one.after, one.context).artifacts}
    rows = list(csv.DictReader(io.StringIO(files["recall.csv"].decode("utf-8-sig"))))
    mine = [row for row in rows if row["编号"] == "CY-01"]
    assert {row["换成"] for row in mine} == {"不再印；现在用 DB-06 做好日常沟通"}
    assert all(row["作废日期"] for row in mine)
    assert [row for row in rows if row["旧编码"] == row["换成"]] == []


def test_a_step_that_moved_to_another_procedure_is_told_as_such() -> None:
    text = medium().files[SIX]
    start, end = text.index("  - id: pay-and-farewell"), text.index("ends:")
    step = text[start:end]
    other = "procedures/emergency/egl-daily.yaml"
    target = medium().files[other]
    at = target.index("ends:") if "ends:" in target else target.index("sources:")
    files = {
        **medium().files,
        SIX: text[:start] + text[end:],
        other: target[:at] + step + target[at:],
    }
    one = story(medium(), State(files))
    told = {
        (d.how, d.old, d.new)
        for c in one.changed
        for d in c.differences
        if d.how in {"left", "came"}
    }
    assert {how for how, _, _ in told} == {"left", "came"}
    assert "DB-06 做好日常沟通" in str(next(new for how, _, new in told if how == "left"))
    assert "CY-01" in str(next(old for how, old, _ in told if how == "came"))


def test_a_number_shown_often_is_one_entry() -> None:
    one = tell([_edit(FAMILY, ('value: "4008185050"', 'value: "4008185051"'))])
    data = _record(one)
    assert [q["label"] for q in data["quantities"]] == ["联盟服务热线"]
    assert sum(len(place["texts"]) for place in data["quantities"][0]["places"]) >= 20
    assert [s["id"] for s in data["subjects"] if s["differences"]] == []
    lines = [text for text, _ in as_lines(data, messages("zh"))]
    assert sum("400-818-" in line for line in lines) == 1
    assert "400-818-[-5050-]{+5051+}" in "\n".join(lines)
    assert len(as_markdown(data, messages("zh")).encode()) < 13_000
    plates = {
        key[1] for key, paper in one.old_papers().items() if key[2] == "plate" and paper.becomes
    }
    assert {
        paper.becomes
        for key, paper in one.old_papers().items()
        if key[2] == "plate" and key[1] in plates
    } == {"replace"}


def test_another_title_of_a_role_renews_what_names_it() -> None:
    edit = next(e for e in EDITS if e["name"] == "a role under another title is a clarification")
    one = tell([edit])
    over = {key: paper.becomes for key, paper in one.old_papers().items() if paper.becomes}
    assert set(over.values()) == {"renew"}
    assert ("industry", "restaurant", "handbook") in over


def test_what_is_taken_back_before_a_release_leaves_nothing() -> None:
    one = tell(
        [_edit(SIX, ("say: 早上好", "say: 早晨好")), _edit(SIX, ("say: 早晨好", "say: 早上好"))]
    )
    assert (one.changed, one.prints) == ((), ())
    assert {paper.becomes for paper in one.papers} == {None}


def test_labels_name_what_no_field_holds(tmp_path: object) -> None:
    labels = Labels(medium().handbook(), Schemas(SCHEMAS).contents, messages("zh"))
    assert labels.place("procedure", "restaurant-six-steps", ("industry",)) == "行业"


def test_the_day_of_the_second_release_is_when_old_sheets_stopped_being_good() -> None:
    one = tell([_edit(SIX, ("say: 早上好", "say: 您好"))])
    gone = {paper.gone for paper in one.old_papers().values() if paper.over}
    assert gone == {LATER}


def _released(state: State, editions: tuple[Edition, ...], day: date) -> Handbook:
    handbook = replace(state.handbook(), editions=editions)
    more = new_editions(handbook, printed(handbook), day)
    return replace(handbook, editions=(*editions, *more))


def test_what_is_taken_back_after_a_release_withdraws_both_former_editions() -> None:
    first = medium()
    there = _edit(SIX, ("点完单，请顾客稍等", "点完单，请顾客稍等5分钟"))
    back = _edit(SIX, ("点完单，请顾客稍等5分钟", "点完单，请顾客稍等"))
    begun = _released(first, (), DAY)
    changed = replace(first.edited(there).handbook(), editions=begun.editions)
    second = raised(first.edited(there), changed)
    third = second.edited(back)
    after = _released(second, begun.editions, LATER)
    taken = replace(third.handbook(), editions=after.editions)
    final = _released(raised(third, taken, LATER), after.editions, LATER + timedelta(days=1))
    assert final.procedures["restaurant-six-steps"].revision == 3
    fates = {
        (paper.revision, paper.becomes)
        for paper in print_currency(final, offering(final))
        if (paper.subject, paper.kind) == ("restaurant-six-steps", "checklist")
    }
    assert fates == {(1, "replace"), (2, "replace"), (3, None)}


def test_two_branches_that_both_released_know_all_codes_and_lose_nothing() -> None:
    first = medium()
    begun = _released(first, (), DAY)
    one = _edit(SIX, ("say: 早上好", "say: 您好"))
    other = _edit(FAMILY, ('value: "4008185050"', 'value: "4008185051"'))
    branches = []
    for edit in (one, other):
        edited = first.edited(edit)
        changed = replace(edited.handbook(), editions=begun.editions)
        branches.append((raised(edited, changed), changed))
    lines = {
        edition.id: edition
        for state, _ in branches
        for edition in _released(state, begun.editions, LATER).editions
    }
    files = {**branches[0][0].files}
    files |= {n: t for n, t in branches[1][0].files.items() if t != first.files[n]}
    merged = State(files)
    final = _released(merged, tuple(lines.values()), LATER + timedelta(days=1))
    found = print_currency(final, offering(final))
    known = {code for edition in lines.values() for code in edition.prints.values()}
    assert known <= {paper.code for paper in found}
    # After one more release nothing new is to be told: each thing has one newest edition.
    assert all(len(newest) == 1 for newest in heads(final.editions).values())
    assert new_editions(final, printed(final), LATER + timedelta(days=2)) == ()
    fates = {p.subject: p.becomes for p in found if p.kind == "checklist" and p.becomes}
    assert fates["restaurant-six-steps"] == "renew"
    assert set(fates.values()) == {"renew", "replace"}


def test_to_retire_is_no_practice_to_learn() -> None:
    entry = "  - {revision: 2, date: 2026-12-01, class: procedural, summary: 不再用。}\n"
    retired = ("revision: 1\ngoal", "revision: 2\nstatus: retired\nreplaced_by: egl-daily\ngoal")
    one = tell([_edit(SIX, retired, ("changes:\n", f"changes:\n{entry}"))])
    pages = _pages(one)
    assert ">已作废</span> [接待堂食顾客]" in pages["handbook/news.md"]
    assert "接待堂食顾客" not in pages["handbook/retraining.md"]


def test_a_code_on_two_layouts_names_both() -> None:
    one = tell([_edit(SIX, ("say: 早上好", "say: 您好"))])
    cards = next(paper for paper in one.papers if paper.over and paper.kind == "cards")
    assert cards.also == ("cards-single",)
    page = _pages(one)["handbook/recall.md"]
    assert "双面打印）、培训卡（A6，单面打印后对折）" in page
