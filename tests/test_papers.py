"""What the ledger gives: news, feeds, recall and retraining lists, answers to codes on paper."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest

from sop_handbook.adapters.store import Store
from sop_handbook.change.release import new_editions
from sop_handbook.editions.content import ALPHABET
from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook, Status
from sop_handbook.render.base import Context
from sop_handbook.render.feeds import ATOM, render_feeds
from sop_handbook.render.pages.editions import edition_pages
from sop_handbook.render.print.recall import render_recall
from sop_handbook.render.views.history import news
from sop_handbook.render.views.print_currency import PrintedCode, print_currency
from tests.histories import State, filled, medium, printed
from tests.hostile import ATTACKS, Attacker
from tests.stories import offering
from tests.support import DAY

FILE = "procedures/restaurant/restaurant-six-steps.yaml"
NAME = "restaurant-six-steps"
NS = {"a": ATOM}


def _state(*edits: tuple[str, str], entry: str = "") -> State:
    """The medium handbook with an address, edits to one procedure, and an entry for revision 2."""
    changes = [{"from": old, "to": new} for old, new in edits]
    if entry:
        changes.append({"from": "revision: 1\ngoal", "to": "revision: 2\ngoal"})
        changes.append({"from": "changes:\n", "to": f"changes:\n  - {{revision: 2, {entry}}}\n"})
    state = medium().edited({"in": FILE, "change": changes})
    address = {"from": "industries:\n", "to": "base_url: https://h.internal/sop/\nindustries:\n"}
    return state.edited({"in": "handbook.yaml", "change": [address]})


@cache
def _first() -> Handbook:
    handbook = _state().handbook()
    return replace(handbook, editions=new_editions(handbook, printed(handbook), DAY))


def _next(state: State, *, release: bool = True) -> Handbook:
    """A later state, with what the first release recorded, and perhaps a release of its own."""
    handbook = replace(state.handbook(), editions=_first().editions)
    if release:
        more = new_editions(handbook, printed(handbook), DAY + timedelta(days=10))
        handbook = replace(handbook, editions=(*handbook.editions, *more))
    return handbook


SAFETY = _state(
    ("切不可在老人或小孩身旁上菜", "切不可在老人、孕妇或小孩身旁上菜"),
    entry="date: 2026-12-01, class: safety, steps: [serve], summary: 避开孕妇。",
)
WORDS = _state(
    ("say: 早上好", "say: 您好"),
    entry="date: 2026-12-01, class: clarification, summary: 换了说法。",
)
TYPO = _state(("title: 结账，感谢光临", "title: 结帐，感谢光临"))
RETIRED = _state(
    ("changes:\n", "replaced_by: egl-daily\nchanges:\n"),
    entry="date: 2026-12-01, class: procedural, summary: 不再用。",
).edited(
    {
        "in": FILE,
        "change": [{"from": "revision: 2\ngoal", "to": "revision: 2\nstatus: retired\ngoal"}],
    }
)


def _old(handbook: Handbook) -> PrintedCode:
    """What became of the first checklist of the restaurant."""
    edition = next(e for e in _first().editions if e.subject == NAME)
    found = print_currency(handbook, offering(handbook))
    return next(paper for paper in found if paper.code == edition.prints["checklist"])


def _files(handbook: Handbook) -> dict[str, bytes]:
    rendered = render_feeds(handbook, offering(handbook))
    assert rendered.findings == ()
    return {artifact.path: artifact.content for artifact in rendered.artifacts}


def _answer(handbook: Handbook, code: str) -> dict[str, Any] | None:
    found: dict[str, Any] = json.loads(_files(handbook)[f"currency/{code[0]}.json"])
    return found.get(code)


def _page(handbook: Handbook, name: str) -> str:
    context = offering(handbook, DAY + timedelta(days=20))
    return _pages(handbook, context)[f"handbook/{name}.md"]


def _pages(handbook: Handbook, context: Context) -> dict[str, str]:
    return {page.route.source: page.text for page in edition_pages(handbook, context)}


@pytest.mark.parametrize(
    ("state", "standing", "hurry"),
    [(SAFETY, "superseded", "now"), (WORDS, "superseded", "soon"), (RETIRED, "withdrawn", "now")],
    ids=["safety", "words", "retired"],
)
@pytest.mark.parametrize("release", [True, False], ids=["released", "not released yet"])
def test_an_old_sheet_is_judged_by_what_changed_since(
    state: State, standing: str, hurry: str, release: bool
) -> None:
    paper = _old(_next(state, release=release))
    assert (paper.standing, paper.urgency) == (standing, hurry)
    assert [one.change.revision for one in paper.since] == [2]
    assert paper.gone == (DAY + timedelta(days=10) if release else date(2026, 12, 1))
    assert (paper.now is None) == (standing == "withdrawn")


def test_a_sheet_with_a_typo_may_be_used_up() -> None:
    paper = _old(_next(TYPO))
    assert (paper.standing, paper.since, paper.gone) == ("minor", (), None)
    assert paper.now is not None


def test_what_is_current_is_current_released_or_not() -> None:
    assert _old(_first()).standing == "current"
    fresh = _next(SAFETY, release=False)
    code = next(
        one.code for one in printed(fresh) if (one.subject, one.kind) == (NAME, "checklist")
    )
    answer = _answer(fresh, code)
    assert answer is not None
    assert answer["standing"] == "current"
    assert "released" not in answer


def test_every_code_ever_printed_has_an_answer_and_no_other() -> None:
    handbook = _next(SAFETY)
    codes = {code for edition in handbook.editions for code in edition.prints.values()}
    files = {p: c for p, c in _files(handbook).items() if p.startswith("currency/")}
    assert set(files) == {f"currency/{s}.json" for s in (*ALPHABET, "words")}
    answered = {code for sign in ALPHABET for code in json.loads(files[f"currency/{sign}.json"])}
    assert answered == codes


def test_an_answer_says_what_changed_for_whom_and_where_the_new_one_is() -> None:
    handbook = _next(SAFETY)
    answer = _answer(handbook, _old(handbook).code)
    assert answer is not None
    assert answer["since"] == [
        {
            "day": "2026-12-02", "class": "安全", "title": "接待堂食顾客", "revision": "第2版",
            "summary": "避开孕妇。", "roles": ["服务员"],
        }
    ]  # fmt: skip
    assert answer["now"]["file"] == f"prints/{NAME}-checklist.pdf"
    assert answer["page"] == f"restaurant/{NAME}/"


def test_who_holds_a_retired_sheet_is_told_what_to_use() -> None:
    handbook = _next(RETIRED)
    answer = _answer(handbook, _old(handbook).code)
    assert answer is not None
    assert answer["successor"]["page"] == "emergency/egl-daily/"
    assert "now" not in answer


def test_a_sheet_nobody_approved_says_so_though_it_is_the_newest() -> None:
    draft = _next(SAFETY)
    code = next(iter(draft.editions[-1].prints.values()))
    answer = _answer(draft, code)
    assert answer is not None
    assert (answer["standing"], answer["badge"]) == ("current", "草案 · 未批准")
    approved = {
        name: replace(one, control=replace(one.control, status=Status.CURRENT))
        for name, one in draft.procedures.items()
    }
    answer = _answer(replace(draft, procedures=approved), code)
    assert answer is not None
    assert "badge" not in answer


def test_a_shard_stays_small() -> None:
    """A code is answered with a few kilobytes, however large the handbook is."""
    sizes = [len(content) for path, content in _files(_next(SAFETY)).items() if "currency" in path]
    assert max(sizes) < 4000


def test_the_recall_list_is_a_table_that_spreadsheets_read() -> None:
    content = _files(_next(SAFETY))["recall.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    row = next(row for row in rows if "检查表" in row["种类"].split("、"))
    assert (row["编号"], row["缓急"], row["改了什么"]) == ("CY-01", "立即收回", "避开孕妇。")
    assert row["换成"] != row["旧编码"] == _old(_first()).code


def test_a_cell_is_never_a_formula() -> None:
    evil = _state(
        ("title: 接待堂食顾客", 'title: "=1+1"'),
        ("say: 早上好", "say: 您好"),
        entry='date: 2026-12-01, class: clarification, summary: "@SUM(A1)"',
    )
    handbook = replace(evil.handbook(), editions=_first().editions)
    retitled = tuple(replace(e, title="=1+1") for e in handbook.editions)
    content = _files(replace(handbook, editions=retitled))["recall.csv"].decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content)) for cell in row]
    assert "'=1+1" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_a_feed_is_sound_and_tells_industries_and_roles() -> None:
    files = _files(_next(SAFETY))
    for path, content in files.items():
        if not path.startswith("news/"):
            continue
        feed = ET.fromstring(content)
        for name in ("id", "title", "updated", "author/a:name"):
            assert feed.findtext(f"a:{name}", namespaces=NS), (path, name)
        assert [link.get("rel") for link in feed.findall("a:link", NS)] == ["self", "alternate"]
        entries = feed.findall("a:entry", NS)
        assert entries
        ids = [entry.findtext("a:id", namespaces=NS) for entry in entries]
        assert len(set(ids)) == len(ids)
        assert all(entry.find("a:link", NS) is not None for entry in entries)
        moments = [str(entry.findtext("a:updated", namespaces=NS)) for entry in entries]
        assert moments == sorted(moments, reverse=True)
        assert feed.findtext("a:updated", namespaces=NS) == moments[0]
    newest = ET.fromstring(files["news/all.xml"]).find("a:entry", NS)
    assert newest is not None
    terms = [category.get("term") for category in newest.findall("a:category", NS)]
    assert terms == ["industry:restaurant", "role:waiter"]
    assert {"news/industry-restaurant.xml", "news/role-waiter.xml"} <= files.keys()


def test_there_is_no_feed_without_an_address() -> None:
    files = _files(medium().handbook())
    assert not [path for path in files if path.startswith("news/")]


def test_news_lists_what_is_released_and_leaves_editing_out() -> None:
    told = _page(_next(SAFETY), "news")
    assert "避开孕妇" in told
    assert "2026-12-02" in told
    assert "避开孕妇" not in _page(_next(SAFETY, release=False), "news")
    assert [one.change.revision for one in news(_next(SAFETY), messages("zh"))][:1] == [2]
    editorial = _state(
        ("由门店规定。", "由各店规定。"),
        entry="date: 2026-12-01, class: editorial, summary: 顺了文字。",
    )
    assert "顺了文字" not in _page(_next(editorial), "news")


def test_the_retraining_list_names_roles_only_for_what_is_done_otherwise() -> None:
    page = _page(_next(SAFETY), "retraining")
    assert "[服务员](roles/waiter.md)" in page
    assert "roles/cashier.md" not in page
    assert "首次编入" not in page  # all was new then, and nothing is otherwise
    assert "没有要重新培训" in _page(_next(WORDS), "retraining")
    assert "还没有发布过" in _page(medium().handbook(), "retraining")


@pytest.mark.parametrize(("state", "heading"), [(SAFETY, "立即收回"), (WORDS, "下次换新")])
def test_the_recall_page_sorts_by_how_soon_a_sheet_must_go(state: State, heading: str) -> None:
    page = _page(_next(state), "recall")
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert [line.split()[1] for line in headings] == [heading]
    assert _old(_first()).code in page


def test_the_recall_page_says_when_there_is_nothing() -> None:
    assert "没有要收回" in _page(_first(), "recall")
    assert "还没有发布过" in _page(medium().handbook(), "recall")


def test_the_printed_recall_list_shows_every_code_and_box_it_needs(tmp_path: Path) -> None:
    handbook = _next(SAFETY)
    context = replace(offering(handbook), store=Store(tmp_path, str))
    (sheet,) = render_recall(handbook, context).artifacts
    pages = pypdf.PdfReader(io.BytesIO(sheet.content)).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    over = [p for p in print_currency(handbook, context) if p.standing == "superseded"]
    assert over
    for paper in over:
        assert paper.now is not None
        assert paper.now.offer is not None
        assert paper.code in text
        assert str(paper.now.offer.code) in text
    assert "避开孕妇。" in text
    offered = replace(context, offered=(*context.offered, sheet))
    page = _pages(handbook, offered)["handbook/recall.md"]
    assert f"({sheet.path})" in page
    assert render_recall(_first(), context).artifacts == ()


def test_files_about_editions_are_the_same_every_time() -> None:
    assert _files(_next(SAFETY)) == _files(_next(SAFETY))


def test_two_branches_that_met_leave_both_their_sheets_judged() -> None:
    one, two = _next(SAFETY), _next(WORDS)
    both = {edition.id: edition for edition in (*one.editions, *two.editions)}
    handbook = replace(two, editions=tuple(both.values()))
    standing: Mapping[str, str] = {
        paper.code: paper.standing
        for paper in print_currency(handbook, offering(handbook))
        if (paper.subject, paper.kind) == (NAME, "checklist")
    }
    assert sorted(standing.values()).count("current") == 1
    assert len(standing) == len({e.prints["checklist"] for e in both.values() if e.subject == NAME})


@pytest.mark.parametrize("attack", sorted(ATTACKS.values()))
def test_hostile_texts_stay_texts_in_everything_about_editions(attack: str) -> None:
    handbook = replace(filled(Attacker.of(attack)), base_url="https://h.internal/sop/")
    editions = new_editions(handbook, printed(handbook), DAY)
    aged = tuple(replace(e, prints=dict.fromkeys(e.prints, "222-222-222")) for e in editions)
    handbook = replace(handbook, editions=aged)
    for path, content in _files(handbook).items():
        if path.endswith(".xml"):
            ET.fromstring(content)
        elif path.endswith(".json"):
            json.loads(content)
    for page in _pages(handbook, offering(handbook)).values():
        assert "<script" not in page
        assert "<img" not in page
        assert "](javascript" not in page
