"""What a release means for what was printed before it: recall list, currency, news, comparison."""

import csv
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pypdfium2
import pytest

from tests.pages import parse_page
from tests.sites import Built, sop_here
from tests.states import FIRST, SECOND, States
from tests.support import PACKAGE

NS = {"a": "http://www.w3.org/2005/Atom"}

# What the checklist of the first release is worth now, and how soon it must go.
STANDINGS = {
    "keep-samples": ("minor", ""),
    "open-gate": ("minor", ""),  # a phrase reads otherwise; checklists print phrases where they can
    "light-stove": ("renew", "soon"),  # the same, but it is approved now
    "power-cut": ("renew", "soon"),
    "parcel": ("renew", "soon"),
    "lost-property": ("renew", "soon"),
    "receive-goods": ("superseded", "now"),
    "water-test": ("superseded", "now"),
    "rescue": ("superseded", "now"),
    "lost-child": ("superseded", "now"),
    "lift-trapped": ("withdrawn", "take-away"),
    "night-patrol": ("withdrawn", "take-away"),
}


def _ledger(built: Built) -> list[dict[str, Any]]:
    file = built.root / "sop_sources" / "editions.json"
    records: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))[1:]
    return records


@cache
def _answers(site: Path) -> dict[str, dict[str, Any]]:
    shards = (site / "handbook" / "currency").glob("?.json")
    return {
        code: answer
        for shard in shards
        for code, answer in json.loads(shard.read_text("utf-8")).items()
    }


def _code(built: Built, subject: str, day: str, kind: str = "checklist") -> str:
    (edition,) = (one for one in _ledger(built) if (one["subject"], one["date"]) == (subject, day))
    return str(edition["prints"][kind])


def _rows(built: Built) -> list[dict[str, str]]:
    text = (built.site / "handbook" / "recall.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", STANDINGS)
def test_a_code_of_the_first_release_is_answered_by_what_became_of_it(
    name: str, states: States
) -> None:
    answer = _answers(states.twice.site)[_code(states.twice, name, FIRST.isoformat())]
    assert (answer["standing"], answer.get("urgency", "")) == STANDINGS[name]
    withdrawn = answer["standing"] == "withdrawn"
    assert bool(answer.get("now")) != withdrawn
    assert bool(answer.get("successor")) == (name == "lift-trapped")
    assert bool(answer.get("since")) == (answer["standing"] in {"superseded", "renew", "withdrawn"})


def test_a_sheet_on_which_only_the_wording_is_finer_may_be_used_up(states: States) -> None:
    code = _code(states.twice, "open-gate", FIRST.isoformat(), "cards")
    assert _answers(states.twice.site)[code]["standing"] == "minor"
    assert code not in {row["旧编码"] for row in _rows(states.twice)}


def test_every_code_that_was_ever_printed_is_answered(state_build: Built) -> None:
    codes = {code for one in _ledger(state_build) for code in one.get("prints", {}).values()}
    answers = _answers(state_build.site)
    assert codes <= answers.keys()
    others = [answers[code] for code in answers.keys() - codes]  # Word files are not recorded
    assert {one["kind"] for one in others} <= {"Word 文档", "作废回收清单"}
    assert {one["standing"] for one in others} == {"current"}


def test_what_is_to_be_fetched_is_there(state_build: Built) -> None:
    for code, answer in _answers(state_build.site).items():
        if new := answer.get("now"):
            assert (state_build.site / "handbook" / new["file"]).is_file(), code
        page = state_build.site / "handbook" / answer.get("page", "")
        assert not answer.get("page") or (page / "index.html").is_file(), code


def test_nothing_is_recalled_before_anything_was_printed_twice(states: States) -> None:
    assert _rows(states.once) == []
    assert not (states.once.site / "handbook" / "prints" / "handbook-recall.pdf").exists()


def test_list_table_and_sheet_recall_the_same_codes_and_answers_agree(states: States) -> None:
    site = states.twice.site
    rows = {row["旧编码"]: row for row in _rows(states.twice)}
    article = parse_page((site / "handbook" / "recall" / "index.html").read_text("utf-8"))
    pdf = pypdfium2.PdfDocument((site / "handbook/prints/handbook-recall.pdf").read_bytes())
    printed = "".join(page.get_textpage().get_text_range() for page in pdf)
    answers = _answers(site)
    urgent = {"now": "立即收回", "take-away": "立即收回", "soon": "下次换新"}
    recalled = {code for code, one in answers.items() if one.get("urgency")}
    assert rows.keys() == recalled
    for code, row in rows.items():
        assert code in article.text
        assert code in printed
        assert row["缓急"] == urgent[answers[code]["urgency"]]
        assert row["作废日期"] == SECOND.isoformat()
        assert row["换成"]
        assert row["换成"] != code


def test_what_a_retired_procedure_never_printed_is_not_recalled(states: States) -> None:
    rows = Counter(row["编号"] for row in _rows(states.twice))
    kinds = next(one for one in _ledger(states.twice) if one["subject"] == "night-patrol")
    # What is printed in two ways is listed once.
    assert rows["WY-03"] == len(
        {kind.removesuffix("-single").removesuffix("-large") for kind in kinds["prints"]}
    )
    retired = [
        one for one in _ledger(states.once) if one["subject"] in {"lift-trapped", "night-patrol"}
    ]
    assert [one.get("prints", {}) for one in retired] == [{}, {}]


def test_news_tells_of_every_kind_of_change(states: States) -> None:
    page = parse_page((states.twice.site / "handbook/news/index.html").read_text("utf-8"))
    text = "".join(page.one("article").text.split())
    for kind in ("生效", "澄清", "做法", "安全", "新增"):
        assert kind in text, kind
    assert "已经批准，自2026-11-16起执行" in text
    assert "靠近溺水者之前先推浮具" in text


def test_feeds_need_an_address(states: States) -> None:
    feeds = sorted((states.twice.site / "handbook" / "news").glob("*.xml"))
    assert {"all.xml", "industry-pool.xml", "role-guard.xml"} <= {feed.name for feed in feeds}
    for feed in feeds:
        entries = ET.fromstring(feed.read_bytes()).findall("a:entry", NS)
        assert entries, feed.name
        assert len({entry.findtext("a:id", "", NS) for entry in entries}) == len(entries), feed.name
    assert list((states.once.site / "handbook" / "news").glob("*.xml")) == []


def test_only_those_whose_work_changed_must_learn_anew(states: States) -> None:
    page = parse_page((states.twice.site / "handbook/retraining/index.html").read_text("utf-8"))
    text = page.one("article").text
    for told in ("测泳池的水", "救溺水者", "验收食材", "救出电梯里的人", "扫雪"):
        assert told in text, told
    for untold in ("代收快递", "捡到顾客", "开馆", "开灶", "留存菜品样本"):
        assert untold not in text, untold


def test_a_comparison_tells_every_class_and_lists_the_prints(states: States) -> None:
    compare = ["diff", str(states.first), "--format"]
    run = sop_here(states.twice.root, *compare, "json")
    assert run.returncode == 0, run.stderr
    data = json.loads(run.stdout)
    schema = json.loads((PACKAGE / "change/diff.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    classes = {one["id"]: one["class"] for one in data["subjects"] if one["kind"] == "procedure"}
    assert classes == {
        "light-stove": "effective", "receive-goods": "procedural", "power-cut": "effective",
        "water-test": "procedural", "rescue": "safety", "open-gate": "editorial",
        "lost-child": "procedural", "keep-samples": "editorial",
        "lost-property": "clarification", "parcel": "clarification",
        "lift-trapped": "procedural", "night-patrol": "procedural",
        "lift-rescue": "safety", "snow": "safety",
    }  # fmt: skip
    actions = {(one["subject"], one["kind"]): one["action"] for one in data["prints"]}
    for name, (standing, urgency) in STANDINGS.items():
        expected = {"now": "replace", "soon": "renew"}.get(urgency)
        expected = {"withdrawn": "withdraw", "minor": "keep"}.get(standing, expected)
        assert actions.get((name, "checklist")) == expected, name
    assert actions["open-gate", "cards"] == "keep"
    assert actions["snow", "checklist"] == "print"


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_comparison_for_people_names_everything_in_chinese(form: str, states: States) -> None:
    run = sop_here(states.twice.root, "diff", str(states.first), "--format", form)
    assert run.returncode == 0, run.stderr
    for said in ("开灶", "生效", "代收快递", "澄清", "救溺水者", "安全", "值班电话", "物业"):
        assert said in run.stdout, said
    for code in (_code(states.twice, "rescue", day.isoformat()) for day in (FIRST, SECOND)):
        assert code in run.stdout
    for raw in ("duty-phone", "property", "front-desk", "lost-child", "water-log"):
        assert raw not in run.stdout, raw


def test_everything_is_kept_offline_once(state_build: Built) -> None:
    listed = json.loads((state_build.site / "offline/files.json").read_text("utf-8"))
    found = [path for files in listed.values() for path in files]
    assert len(found) == len(set(found))
    for name in ("property/night-patrol", "property/snow", "property/lost-property"):
        assert f"handbook/{name}/index.html" in found


def test_the_edition_for_sticks_holds_every_page(states: States, tmp_path: Path) -> None:
    done = sop_here(states.twice.root, "offline-zip", "--to", str(tmp_path / "stick.zip"))
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(tmp_path / "stick.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    pages = {
        path.relative_to(states.twice.site).as_posix() for path in states.twice.site.rglob("*.html")
    }
    missing = {page for page in pages if not any(name.endswith(page) for name in names)}
    assert missing <= {"404.html", "offline/index.html"}
