"""What is due: the list in every form, the calendar file, and the page for maintainers."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.adapters.icalendar import LIMIT, Event, calendar
from sop_handbook.cli import sop
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from tests.conftest import MakeProject
from tests.promises import kept
from tests.sites import Built
from tests.states import GONE, STATES
from tests.support import PACKAGE

PAY, SERVE = "procedures/restaurant/pay.yaml", "procedures/restaurant/serve.yaml"
DAY = date(2026, 12, 1)
IN_FORCE = "status: current\napprover: waiter\neffective_from: 2025-11-20\n"
OTHER = "  - {id: porter, title: 传菜员, industry: restaurant, summary: 传菜。}\n"


def put(root: Path, name: str, old: str, new: str) -> None:
    path = root / "sop_sources" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def control(root: Path, name: str, lines: str) -> None:
    put(root, name, "goal:", f"{lines}goal:")


def reviews(root: Path, *args: str, day: date = DAY) -> Result:
    given = ["--root", str(root), "--lang", "zh", "--date", str(day), "reviews", *args]
    return CliRunner().invoke(sop, given)


def listed(root: Path, *args: str, day: date = DAY) -> list[dict[str, Any]]:
    result = reviews(root, "--format", "json", *args, day=day)
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    schema = json.loads((PACKAGE / "commands/support/reviews.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    return list(data["reviews"])


@pytest.fixture
def dated(make_project: MakeProject) -> Path:
    """Paying was to be reviewed on 20 November; serving takes effect on 20 December."""
    root = make_project().root
    control(root, PAY, "owner: {role: cashier, deputy: waiter}\n")
    control(root, PAY, f"{IN_FORCE}review_by: 2026-11-20\n")
    control(root, SERVE, "effective_from: 2026-12-20\nreview_by: 2027-12-20\n")
    put(root, "roles.yaml", "summary: 结账。", 'summary: 结账。\n    accounts: ["@li-si"]')
    return root


def test_a_handbook_without_dates_has_nothing_due(make_project: MakeProject) -> None:
    project = make_project()
    result = reviews(project.root, "--check")
    assert result.exit_code == 0
    assert "没有过期的复审" in result.output
    assert listed(project.root) == []
    assert not icalendar.Calendar.from_ical(reviews(project.root, "--format", "ics").stdout).events
    assert "没有过期的复审" in reviews(project.root, "--format", "markdown").stdout
    assert "maintain/reviews.ics" not in _made(project)


def test_what_is_overdue_comes_first_and_names_who_answers_for_it(dated: Path) -> None:
    lines = reviews(dated).output.splitlines()
    assert lines == [
        "已过期",
        "  2026-11-20  过期 11 天  复审  CY-02  结账  负责人：收银员（代理：服务员）",
        "60 天内",
        "  2026-12-20  还有 19 天  生效  CY-01  上菜  没有负责人",
    ]


def test_the_day_itself_is_not_too_late(dated: Path) -> None:
    on, after = date(2026, 11, 20), date(2026, 11, 21)
    assert next((one["days"], one["overdue"]) for one in listed(dated, day=on)) == (0, False)
    assert "今天" in reviews(dated, day=on).output
    assert next((one["days"], one["overdue"]) for one in listed(dated, day=after)) == (-1, True)
    assert reviews(dated, "--check", day=on).exit_code == 0
    assert reviews(dated, "--check", day=after).exit_code == 1
    assert reviews(dated, day=after).exit_code == 0


def test_the_days_ahead_can_be_chosen(dated: Path) -> None:
    def kinds(within: int) -> list[tuple[str, str]]:
        return [(x["procedure"], x["kind"]) for x in listed(dated, "--within", str(within))]

    assert kinds(0) == [("pay", "review")]
    assert kinds(18) == [("pay", "review")]
    assert kinds(19) == [("pay", "review"), ("serve", "effective")]
    assert kinds(400) == [("pay", "review"), ("serve", "effective"), ("serve", "review")]
    assert reviews(dated, "--within", "-1").exit_code == 2


def test_an_effective_date_is_spoken_of_until_it_has_come(dated: Path) -> None:
    assert "effective" in {x["kind"] for x in listed(dated, day=date(2026, 12, 19))}
    assert "effective" not in {x["kind"] for x in listed(dated, day=date(2026, 12, 20))}


def test_a_retired_procedure_needs_no_review(dated: Path) -> None:
    put(dated, PAY, "status: current", "status: retired")
    put(dated, SERVE, "    hands_over: pay\n", "")
    put(dated, PAY, "  - text: 菜已上齐\n    from: serve\n", "  - text: 菜已上齐\n")
    assert {one["procedure"] for one in listed(dated)} == {"serve"}


def test_a_role_sees_what_it_answers_for(dated: Path) -> None:
    assert {one["procedure"] for one in listed(dated, "--owner", "cashier")} == {"pay"}
    assert {one["procedure"] for one in listed(dated, "--owner", "waiter")} == {"pay"}  # as deputy
    put(dated, "roles.yaml", "roles:\n", f"roles:\n{OTHER}")
    assert listed(dated, "--owner", "porter") == []
    assert reviews(dated, "--owner", "porter", "--check").exit_code == 0
    unknown = reviews(dated, "--owner", "收银员")
    assert unknown.exit_code == 2
    assert "是不是“cashier”" in unknown.output


def test_what_an_industry_adopted_counts_for_its_procedures(make_project: MakeProject) -> None:
    root = make_project().root
    adoption = (
        "status: draft\n      owner: {role: waiter, deputy: cashier}\n      review_by: 2026-12-02"
    )
    put(root, "handbook.yaml", "堂食。", f"堂食。\n    adoption:\n      {adoption}")
    assert [(x["procedure"], x["owner"]["id"]) for x in listed(root)] == [
        ("serve", "waiter"), ("pay", "waiter"),
    ]  # fmt: skip


def test_sources_with_errors_give_no_list(dated: Path) -> None:
    put(dated, PAY, "role: cashier", "role: boss")
    result = reviews(dated, "--format", "markdown")
    assert result.exit_code == 1
    assert "[unknown-role]" in result.output


def test_in_an_issue_only_the_accounts_of_owners_are_called(dated: Path) -> None:
    put(dated, PAY, "title: 结账", "title: 结账|@all <b>www.x.test</b>#12")
    text = reviews(dated, "--format", "markdown").stdout
    row = next(line for line in text.splitlines() if "CY-02" in line)
    assert row.count("|") == 6
    assert "@li-si" in row
    assert "<b>" not in row
    for call in ("@all", "www.x.test", "#12"):
        assert call not in row.replace("&#124;", "")


# The calendar -----------------------------------------------------------------------------------


def test_the_calendar_holds_a_day_for_everything_that_is_due(dated: Path) -> None:
    found = icalendar.Calendar.from_ical(reviews(dated, "--format", "ics").stdout)
    events = {str(event["UID"]): event for event in found.events}
    assert list(events) == [
        "pay-review-2026-11-20@handbook.internal",
        "serve-effective-2026-12-20@handbook.internal",
    ]
    pay = events["pay-review-2026-11-20@handbook.internal"]
    assert pay["SUMMARY"] == "复审：CY-02 结账"
    assert pay["DESCRIPTION"] == "负责人：收银员（代理：服务员）"
    assert pay["URL"] == "https://handbook.internal/sop/handbook/restaurant/pay/"
    assert (pay.start, pay.end) == (date(2026, 11, 20), date(2026, 11, 21))
    assert pay.DTSTAMP.date() == date(2026, 11, 22)


def test_the_calendar_is_the_same_from_one_day_to_the_next(dated: Path) -> None:
    first, second = (
        reviews(dated, "--format", "ics", day=DAY + timedelta(days=n)).stdout_bytes for n in (0, 1)
    )
    assert first == second


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


@kept
@given(TEXTS, TEXTS)
def test_another_reader_finds_in_a_calendar_what_was_written(title: str, text: str) -> None:
    event = Event(id="x@y", day=DAY, revised=DAY, title=title, text=text)
    content = calendar(title, "zh", [event])
    assert content.endswith(b"\r\n")
    for line in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(line) <= LIMIT
        assert b"\n" not in line
        line.decode()  # no sign is cut in two
    (read,) = icalendar.Calendar.from_ical(content).events
    assert str(read["SUMMARY"]) == _plain(title)
    assert str(read.get("DESCRIPTION", "")) == _plain(text)


def _plain(text: str) -> str:
    """What a text may say in a calendar: lines, and no control characters."""
    lines = "\n".join(text.splitlines())
    return "".join(x for x in lines if x in "\n\t" or not (ord(x) < 32 or ord(x) == 127))


# The page ---------------------------------------------------------------------------------------


def _made(project: Project) -> dict[str, str]:
    artifacts = render_all(project, examine(project), _renderers()).artifacts
    return {one.path: one.content.decode() for one in artifacts}


def _renderers() -> Iterator[Any]:
    from sop_handbook.render.pages import render_pages
    from sop_handbook.render.reviews import render_reviews

    yield render_reviews
    yield render_pages


def test_the_page_for_maintainers_shows_the_same_and_links_the_calendar(dated: Path) -> None:
    made = _made(Project(root=dated, today=DAY))
    overdue, coming = made["maintain/worklist.md"].partition("{: #coming }")[::2]
    assert "复审 2026-11-20 · 负责人 收银员（代理：服务员）" in overdue
    assert "生效 2026-12-20" in coming
    assert "](reviews.ics)" in coming
    found = icalendar.Calendar.from_ical(made["maintain/reviews.ics"])
    assert len(found.events) == 3  # however far ahead


def test_a_handbook_in_every_state_lists_and_publishes_what_is_due(state_build: Built) -> None:
    found = listed(state_build.root, "--within", "400")
    state = {(one["procedure"], one["kind"]): one["overdue"] for one in found}
    names = {name: path.rpartition("/")[2] for name, path in STATES.items()}
    assert {key for key, late in state.items() if late} == {(names["overdue"], "review")}
    assert {one for one, kind in state if kind == "effective"} == {names["future"]}
    assert {names[gone] for gone in GONE}.isdisjoint(one for one, _ in state)
    content = (state_build.site / "handbook" / "maintain" / "reviews.ics").read_bytes()
    events = icalendar.Calendar.from_ical(content).events
    assert {str(event["SUMMARY"]) for event in events} >= {"复审：YY-03 开馆", "生效：WY-06 扫雪"}
    page = (state_build.site / "handbook/maintain/worklist/index.html").read_text("utf-8")
    assert 'href="../reviews.ics"' in page
