"""What the search finds and how its files are made; the script that reads them: tests/browser."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.language.messages import messages
from sop_handbook.model import Action, Control, Handbook, Status, Step
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render import search
from sop_handbook.render.search import NAME as LETTERS
from sop_handbook.render.search import index, render_search, stretches
from sop_handbook.render.search.index import (
    FIELDS,
    LEVEL_BITS,
    LEVELS,
    LINE,
    LINES,
    LOUD,
    NAME,
    SKIP,
    TITLE,
    blocks,
    chunks,
    levels,
    numbered,
)
from sop_handbook.render.search.record import FULL, GENERIC, RETIRED, Record
from sop_handbook.render.search.records import Records
from sop_handbook.render.search.stretches import joined, read
from sop_handbook.render.search.table import rare_table, sound_table
from sop_handbook.render.search.tokens import (
    SPLIT,
    Token,
    counts,
    folded,
    initials,
    pairs,
    runs,
    sounds,
)
from sop_handbook.site.handwritten import fill_pages
from sop_handbook.site.sections import sections
from tests.node import run_node
from tests.promises import kept
from tests.support import DAY, ROOT, THEME, text

Change = Callable[[tuple[Step, ...]], tuple[Step, ...]]

CASES = yaml.safe_load((ROOT / "tests/search/tokens.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


@pytest.fixture(scope="module")
def records(project: Project, handbook: Handbook) -> list[Record]:
    pages, _ = fill_pages(project, handbook)
    return list(Records(handbook, messages("zh"), DAY).all(sections(pages)[0]))


def _files(project: Project) -> dict[str, bytes]:
    rendered = render_all(project, examine(project), (render_search,))
    return {Path(artifact.path).stem: artifact.content for artifact in rendered.artifacts}


# Text to tokens ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"] or "nothing")
def test_a_text_is_read_in_units_and_numbers(case: dict[str, Any]) -> None:
    assert [" ".join(unit.text for unit in run) for run in runs(case["text"])] == case["runs"]
    units = {unit.text for run in runs(case["text"]) for unit in run}
    tokens = {token for run in runs(case["text"]) for _, token in pairs(run)}
    tokens |= {token for _, token in counts(case["text"])}
    assert {t for t in tokens - units if t[0] == "#"} == set(case.get("counts", []))


@kept
@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for run in runs(text):
        assert all(unit.text and unit.sound for unit in run)
        assert not any({SPLIT, "\n"} & {*unit.text, *unit.sound} for unit in run)
    for key, token in counts(text):
        assert token.startswith("#")
        assert key.endswith(" ")


@pytest.mark.parametrize(
    ("sound", "loosely"),
    [
        ("zhang", "zan"),
        ("shi", "si"),
        ("neng", "len"),
        ("ling", "lin"),
        ("hu", "hu"),
        ("xiong", "xiong"),
    ],
)
def test_sounds_that_many_do_not_tell_apart_are_one(sound: str, loosely: str) -> None:
    assert folded(sound) == loosely


def test_first_letters_are_those_of_the_right_reading() -> None:
    (run,) = runs("银行重点")
    assert [token for _, token in initials(run)] == ["yhzd", "yhz", "hzd"]


# Records -------------------------------------------------------------------------------------


def test_a_step_says_where_it_belongs_and_who_does_it(records: list[Record]) -> None:
    (serve,) = [r for r in records if r.anchor == "step-serve" and "restaurant" in r.page]
    assert (serve.page, serve.number) == ("handbook/restaurant/restaurant-six-steps", "4")
    assert (serve.title, serve.place, serve.role) == ("上菜", "接待堂食顾客", "服务员")
    assert serve.mark == "草案"
    assert "端菜" in serve.names
    assert "切不可在老人或小孩身旁上菜" in serve.loud
    assert any("鱼头朝向" in line for line in serve.lines)


def test_everything_with_a_name_can_be_found(records: list[Record], handbook: Handbook) -> None:
    found = {(record.kind, record.title) for record in records}
    for kind, named in {
        "role": handbook.roles, "form": handbook.forms, "industry": handbook.industries,
        "procedure": handbook.procedures, "family": handbook.families,
    }.items():  # fmt: skip
        assert {(kind, item.title) for item in named.values()} <= found  # type: ignore[attr-defined]
    assert {("term", term.term) for term in handbook.terms.values()} <= found
    assert ("rules", "首期担保额度") in found
    assert ("page", "标准登记表") in found


def test_a_row_of_rules_reads_as_a_sentence(records: list[Record]) -> None:
    rows = [line for record in records if record.kind == "rules" for line in record.lines]
    assert "身份，要求：核查有效身份证件；由谁核查：外派车辆人员到达现场后" in rows


def test_hand_written_pages_are_found_by_section(records: list[Record]) -> None:
    (part,) = [record for record in records if record.anchor == "service-promise"]
    assert (part.kind, part.page, part.place) == ("section", "reference/service-system", "服务承诺")
    assert any("不让客人等着没人管" in line for line in part.lines)


def test_pages_and_sections_that_want_no_readers_are_left_out(records: list[Record]) -> None:
    pages = {record.page for record in records}
    assert pages.isdisjoint({"index", "maintain/architecture", "maintain/writing"})
    assert not any(record.page == "usage" and record.anchor == "find" for record in records)


def test_what_is_general_or_retired_comes_after_the_rest(handbook: Handbook) -> None:
    general = next(p for p in handbook.procedures.values() if p.industry == "general")
    retired = replace(
        handbook.procedures["restaurant-six-steps"], control=Control(status=Status.RETIRED)
    )
    changed = replace(handbook, procedures={general.id: general, retired.id: retired})
    made = list(Records(changed, messages("zh"), DAY).all(()))
    assert {r.rank for r in made if general.id in r.page} == {GENERIC}
    old = [r for r in made if retired.id in r.page]
    assert {(r.rank, r.mark) for r in old} == {(RETIRED, "已作废")}


def test_prints_are_found_by_number_and_by_whose_work_it_is(handbook: Handbook) -> None:
    offered = {name: ["checklist", "poster"] for name in handbook.procedures}
    made = list(Records(handbook, messages("zh"), DAY, offered).all(()))
    files = {record.place: record for record in made if record.anchor == "files"}
    for procedure in handbook.procedures.values():
        record = files[procedure.title]
        named = [handbook.roles.get(step.role) for step in procedure.steps]
        doing = list(dict.fromkeys(role.title for role in named if role))
        helping = {handbook.roles[role].title for step in procedure.steps for role in step.with_}
        aliases = {name for role in named if role for name in role.aliases}
        assert record.role == "、".join(doing)
        assert {procedure.number, *doing} <= set(record.near)
        assert helping | aliases <= set(record.far)


def test_what_is_not_yet_in_force_says_so(handbook: Handbook) -> None:
    one = handbook.procedures["restaurant-six-steps"]
    control = Control(status=Status.CURRENT, effective_from=DAY + timedelta(days=1))
    early = replace(handbook, procedures={one.id: replace(one, control=control)})
    for day, mark in ((DAY, "未到生效日期"), (DAY + timedelta(days=1), "")):
        made = Records(early, messages("zh"), day).all(())
        assert {r.mark for r in made if one.id in r.page} == {mark}


# The index -----------------------------------------------------------------------------------


def test_a_token_counts_by_the_strongest_place_it_stands_in() -> None:
    record = Record(
        kind="step", page="p", title="上菜", names=("端菜口",), loud=("请慢用",),
        lines=("看准上菜位", "看准再走", "一次"),
    )  # fmt: skip
    found = {token: level for (_, token), level in levels(record).items()}
    assert found["上菜"] == found["^上"] == found["sc"] == TITLE
    assert found["端菜"] == NAME
    assert found["端口"] == SKIP
    assert found["慢用"] == LOUD
    assert found["看准"] == LINES
    assert found["菜位"] == found["#1次"] == LINE


def test_an_index_read_back_says_who_has_what() -> None:
    found = {f"a b{SPLIT}甲乙": "7,11", f"a c{SPLIT}甲丙": "22", f"a{SPLIT}啊": "3"}
    ((first, block),) = blocks(found, 1000)
    assert first == "a"
    read_back = json.loads(block)
    assert list(read_back) == ["a", "a b", "a c"]
    assert read_back == {"a": {"啊": [3]}, "a b": {"甲乙": [7, 11]}, "a c": {"甲丙": [22]}}


def _read_back(block: Mapping[str, Mapping[str, list[int]]]) -> Iterator[tuple[int, Token, int]]:
    """Yield record, token and level, as engine.js reads them."""
    for key, tokens in block.items():
        for token, numbers in tokens.items():
            record = 0
            for number in numbers:
                record += number >> LEVEL_BITS
                yield record, (key, token), number & (1 << LEVEL_BITS) - 1


@pytest.mark.parametrize("lengths", [[60], [1, 59], [7, 0, 20, 33], [1] * 60])
def test_stretches_put_together_say_what_each_record_holds(
    lengths: list[int], records: list[Record]
) -> None:
    some = [record if at % 7 else None for at, record in enumerate(records[:60])]
    ends = list(accumulate(lengths))
    parts = [read(some[end - length : end]) for length, end in zip(lengths, ends, strict=True)]
    cut = blocks(joined(parts), 400)
    wanted = {
        (at, token, level)
        for at, record in enumerate(some) if record
        for token, level in levels(record).items()
    }  # fmt: skip
    assert {one for _, block in cut for one in _read_back(json.loads(block))} == wanted


@pytest.mark.parametrize("size", [1, 400, 10_000])
def test_blocks_and_chunks_are_cut_without_loss(size: int, records: list[Record]) -> None:
    some = records[:60]
    table = joined([read(some)])
    cut = blocks(table, size)
    assert [first for first, _ in cut] == sorted(first for first, _ in cut)
    keys = {name.partition(SPLIT)[0] for name in table}
    assert [key for _, block in cut for key in json.loads(block)] == sorted(keys)
    parts = chunks(some, size)
    assert sum(count for count, _ in parts) == len(some)
    assert [entry[3] for _, part in parts for entry in json.loads(part)] == [r.title for r in some]


def test_characters_are_known_by_every_reading_they_have_here() -> None:
    table = sound_table(sounds(["银行", "行为", "重症"]))
    assert "行" in table["hang"]
    assert "行" in table["xing"]
    assert table["chong"] == ""  # a syllable one may type, with no character here
    rare = rare_table(table)
    assert "航" in rare["sounds"]["hang"]
    assert "行" not in rare["sounds"]["hang"]
    assert "銀银" in rare["simple"]


def test_files_are_named_after_what_they_hold(project: Project) -> None:
    files = _files(project)
    assert _files(project) == files
    table = json.loads(files["table"])
    parts = {name: content for name, content in files.items() if name not in {"table", "rare"}}
    assert "".join(parts) == table["names"]
    assert len(parts) == len(table["blocks"]) + len(table["chunks"])
    for name, content in parts.items():
        digest = base64.b32encode(hashlib.sha256(content).digest()).decode().lower()
        assert digest.startswith(name)


# The script that finds something in files as they were made, without a browser.
FIND = """
import { readFileSync } from "node:fs";
const [engine, folder, ...typed] = process.argv.slice(2);
const { Search } = await import(engine);
const search = new Search(async (name) => JSON.parse(readFileSync(`${folder}/${name}.json`)));
const found = [];
for (const words of typed) found.push(await search.find(words));
console.log(JSON.stringify(found));
"""
ASKED = ("上菜", "shangcai", "sc", "空降保证函", "着火了")


def _asked(folder: Path, files: dict[str, bytes]) -> Any:
    """What the script of the search finds in an index."""
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.json").write_bytes(content)
    (folder / "find.mjs").write_text(FIND, "utf-8")
    engine = (THEME / "docs" / "assets" / "search" / "engine.js").as_uri()
    run = run_node(folder / "find.mjs", engine, folder, *ASKED)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_the_script_reads_files_as_the_table_says_they_are_written(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever number or order is another one here, the script finds the same."""
    usual = _asked(tmp_path / "usual", _files(project))
    assert all(answer["results"] for answer in usual[:4])
    assert usual[4]["urgent"]
    monkeypatch.setattr(search, "NAME", LETTERS + 3)
    monkeypatch.setattr(stretches, "LEVEL_BITS", LEVEL_BITS + 2)
    for module in (search, index):
        monkeypatch.setattr(module, "LEVEL_BITS", LEVEL_BITS + 2)
        monkeypatch.setattr(module, "LEVELS", LEVELS[::-1])
        fields = [*list(FIELDS)[7::-1], *list(FIELDS)[:7:-1]]
        monkeypatch.setattr(module, "FIELDS", {name: FIELDS[name] for name in fields})
    for number, level in enumerate(LEVELS[::-1]):
        monkeypatch.setattr(index, level.upper(), number)
    changed = _files(replace(project, store=tmp_path / "made"))  # another program's
    assert len(json.loads(changed["table"])["names"]) % (LETTERS + 3) == 0
    assert _asked(tmp_path / "changed", changed) == usual
    monkeypatch.setattr(search, "FULL", 2 * FULL)
    lower = _files(replace(project, store=tmp_path / "made"))
    (half, *_), (whole, *_) = _asked(tmp_path / "rank", lower), usual
    assert half["results"][0]["score"] == pytest.approx(whole["results"][0]["score"] / 2)


def served(project: Project, handbook: Handbook) -> dict[str, bytes]:
    examination = replace(examine(project), handbook=handbook)
    rendered = render_all(project, examination, (render_search,))
    return {Path(artifact.path).stem: artifact.content for artifact in rendered.artifacts}


def with_steps(handbook: Handbook, name: str, steps: tuple[Step, ...]) -> Handbook:
    procedure = replace(handbook.procedures[name], steps=steps)
    return replace(handbook, procedures={**handbook.procedures, name: procedure})


def reworded(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    first, *rest = steps
    said = Action(do=text("先核对台号，再上凉菜"))
    return replace(first, actions=(*first.actions, said)), *rest


def one_more(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return (*steps[:2], replace(steps[0], id="one-more", title="递送热毛巾"), *steps[2:])


@pytest.mark.parametrize(
    ("change", "most"), [(reworded, 0.2), (one_more, 0.65)], ids=["reworded", "added"]
)
def test_two_handbooks_that_differ_in_a_step_share_most_files(
    change: Change, most: float, project: Project, handbook: Handbook
) -> None:
    fresh, after = fresh_files(change, project, handbook)
    assert 1 < fresh <= most * after


def fresh_files(change: Change, project: Project, handbook: Handbook) -> tuple[int, int]:
    """How many files are new after a change to one procedure, and how many there are."""
    name = "restaurant-six-steps"
    before = served(project, handbook)
    steps = change(handbook.procedures[name].steps)
    after = served(project, with_steps(handbook, name, steps))
    fresh = [part for part, content in after.items() if before.get(part) != content]
    assert "table" in fresh
    assert len(set(before) - set(after)) < len(fresh) + 3  # what nobody names any more is gone
    return len(fresh), len(after)


def test_a_step_more_leaves_the_others_their_numbers(handbook: Handbook) -> None:
    steps = handbook.procedures["restaurant-six-steps"].steps
    more = with_steps(handbook, "restaurant-six-steps", one_more(steps))
    before, after = (
        {
            (one.page, one.anchor): number
            for number, one in enumerate(numbered(Records(each, messages("zh"), DAY).all(())))
            if one
        }
        for each in (handbook, more)
    )
    assert len(after) == len(before) + 1
    assert {place: after[place] for place in before if "six-steps" not in place[0]} == {
        place: number for place, number in before.items() if "six-steps" not in place[0]
    }
    moved = [place for place in before if after[place] != before[place]]
    assert len(moved) <= 2


@pytest.mark.parametrize("more", [1, 30, 200])
def test_a_row_that_changes_in_one_place_is_cut_as_before_in_others(more: int) -> None:
    record = Record(kind="step", page="p", title="上菜", lines=("一二三四五",))
    rows = [replace(record, anchor=f"step-{number}") for number in range(300)]
    before = {part for _, part in chunks(rows, 1000)}
    fresh = []
    for place, row in enumerate(rows):
        longer = replace(row, lines=("上" * more,))
        after = {part for _, part in chunks([*rows[:place], longer, *rows[place + 1 :]], 1000)}
        fresh.append(len(after - before))
    assert len(before) >= 20
    assert max(fresh) <= 4
    assert mean(fresh) < 2.5


def test_what_every_query_needs_is_small(project: Project) -> None:
    files = _files(project)
    assert len(gzip.compress(files["table"])) < 8_000
    assert max(map(len, files.values())) < 20_000


def test_hostile_text_stays_text(attacked_site: Path) -> None:
    index = attacked_site / "handbook" / "search"
    table = json.loads((index / "table.json").read_bytes())
    names = re.findall("." * LETTERS, table["names"])[len(table["blocks"]) :]
    chunks_of_it = [json.loads((index / f"{name}.json").read_bytes()) for name in names]
    titles = [entry[3] for chunk in chunks_of_it for entry in chunk if entry]
    assert any("<script>" in title for title in titles)  # the script shows it as text
