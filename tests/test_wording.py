"""What is hashed and what codes are made of holds no interface word: words may be put better."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sop_handbook.editions.content import canonical
from sop_handbook.language.messages import Messages, messages
from sop_handbook.language.wording import (
    Line,
    Numbered,
    Readable,
    listed,
    plain_fact,
    word,
    worded,
)
from sop_handbook.model import Handbook, Value
from sop_handbook.model.resolved import Ref, Target
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print import plan_prints
from tests.contexts import bare
from tests.states import lay_out_now
from tests.support import DAY, ROOT, text

WORDS = messages("zh")
TABLES = ("page", "print", "units", "operators", "schedules", "days")


class _PutBetter(Messages):
    """The same words, each another one."""

    def branch(self, key: str) -> Any:
        return _other(super().branch(key))


def _other(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _other(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_other(inner) for inner in value]
    return f"另{value}" if isinstance(value, str) else value


def _handbooks(folder: Path) -> Iterator[Handbook]:
    states = folder / "states"
    lay_out_now(states)
    for root in (ROOT, states):
        yield examine(Project(root=root, today=DAY)).handbook


@pytest.fixture(scope="module")
def other() -> Messages:
    return _PutBetter("zh", {name: WORDS.branch(name) for name in TABLES})


def test_words_put_better_leave_every_code_as_it_is(other: Messages, tmp_path: Path) -> None:
    here = bare()
    for handbook in _handbooks(tmp_path):
        before = {job.path: job for job in plan_prints(handbook, here)}
        after = {job.path: job for job in plan_prints(handbook, replace(here, messages=other))}
        assert {path: job.code for path, job in before.items()} == {
            path: job.code for path, job in after.items()
        }
        read = [worded(job.content, words) for job in before.values() for words in (WORDS, other)]
        assert all(one != two for one, two in zip(read[::2], read[1::2], strict=True))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (Value(literal="30min", op="le"), Value(literal="30min", op="ge")),
        (Value(literal="30min", op="le"), Value(literal="30h", op="le")),
        (Value(literal="3d", op="le"), Value(literal="3d", op="le", since=text("到货"))),
        (Ref("unspecified", ""), Ref("waiter", "服务员")),
        (word("page.done"), word("page.resume")),
        (word("page.step-count", count=2), word("page.step-count", count=3)),
        (Target(kind="step", id="a", number="1"), Target(kind="step", id="a", number="2")),
        (Target(kind="end", id="a", title="好"), Target(kind="end", id="a", over=Ref("b", "好"))),
        (Line(("1 ", word("page.done"))), Line(("2 ", word("page.done")))),
    ],
)
def test_facts_that_differ_give_other_hashes(one: object, two: object) -> None:
    assert canonical([one]) != canonical([two])


def test_ids_that_nobody_sees_change_no_hash() -> None:
    pairs: list[tuple[object, object]] = [
        (Target(kind="step", id="a", number="1"), Target(kind="step", id="b", number="1")),
        (Ref("a", "服务员"), Ref("b", "服务员")),
        (Value(literal="1h", op="le", quantity="a"), Value(literal="1h", op="le", quantity="b")),
    ]
    for one, two in pairs:
        assert canonical(one) == canonical(two)


def test_what_is_no_fact_cannot_be_hashed() -> None:
    with pytest.raises(TypeError, match="neither plain data nor a fact"):
        canonical({"step": object()})


def test_facts_are_worded_wherever_they_stand() -> None:
    step = Target(kind="step", id="a", number="2", title="签单")
    content = {
        "limit": Value(literal="30min", op="le", since=text("到货后")),
        "ways": [{"go": step}, {"go": Target(kind="resume", id="resume")}],
        "of": word("page.count-in-state", count=2, state=word("page.status.draft")),
        "plain": "文字",
    }
    assert worded(content, WORDS) == {
        "limit": "到货后30分钟内",
        "ways": [{"go": "第2步 签单"}, {"go": "回到原步骤继续"}],
        "of": "2份草案",
        "plain": "文字",
    }


def test_a_list_of_texts_is_a_text_and_a_list_with_facts_reads_as_one() -> None:
    limit: Readable = Value(literal="5min", op="le")
    assert listed("；", ["甲", "乙"]) == "甲；乙"
    assert worded(listed("；", ["甲", limit]), WORDS) == "甲；5分钟内"


def test_paper_says_the_number_of_what_is_handed_over_to_and_codes_do_not() -> None:
    over = Ref("other", "处理非标准情况", "DB-07")
    end = Target(kind="end", id="handed", title="医院不接收", over=over)
    assert worded(end, WORDS) == "转“处理非标准情况”（医院不接收）"
    assert worded([end], WORDS, on_paper=True) == ["转 DB-07“处理非标准情况”（医院不接收）"]
    bare_end = replace(end, over=replace(over, number=""))
    assert plain_fact(end) == plain_fact(bare_end)
    used = Numbered("DB-02", "核实会员")
    assert worded(used, WORDS, on_paper=True) == "DB-02 核实会员"
    assert plain_fact(used) == "核实会员"
    assert canonical({"use": used}) == canonical({"use": "核实会员"})
