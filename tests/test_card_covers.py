"""The first card of a set says what holds for the whole, and in front whom to call."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sop_handbook.editions.print_rules import redrawn
from sop_handbook.model import Handbook, Procedure, Quantity, Standard, Value
from sop_handbook.render.print.cards import cards
from sop_handbook.render.print.typeset import typeset_all
from tests.contexts import bare
from tests.foreign import foreign_examination
from tests.ink import cells, leaves, lines
from tests.support import procedure, text

NUMBERS = ("6100 2119", "120", "400-818-5050", "021-5555 1234")
LIMITS = ("30min", "1h", "2h")
POINTER = "背面还有电话"


def _laden(procedure: Procedure, calls: int) -> Procedure:
    """The same with numbers to call and standards that are bound to no step."""
    numbers = (
        Quantity(id=f"call-{at}", label="值班的人", kind="contact", value=number)
        for at, number in enumerate(NUMBERS[:calls])
    )
    whole = (
        Standard(
            id=f"whole-{limit}",
            metric="全部用时",
            value=Value(literal=limit, op="le"),
            how=text("看打卡记录"),
        )
        for limit in LIMITS
    )
    return replace(
        procedure,
        quantities=(*procedure.quantities, *numbers),
        standards=(*procedure.standards, *whole),
    )


def _handbook(calls: int, address: str | None = None) -> Handbook:
    known = foreign_examination().handbook
    laden = {name: _laden(one, calls) for name, one in known.procedures.items()}
    return replace(known, procedures=laden, base_url=address)


def _covers(handbook: Handbook, kind: str, store: Path) -> Iterator[list[str]]:
    """The sides of each cover, front, back, front …, as text without blanks."""
    context = bare(store)
    jobs = [one for one in cards(handbook, context) if one.kind == f"{kind}-single"]
    made = typeset_all(jobs, handbook, context)
    assert made.findings == ()
    for one in made.artifacts:
        sides = [
            "".join("".join(lines(leaf, cell)).split())
            for leaf in leaves(bytes(one.content))
            for cell in cells(kind)
        ]
        parts = sides[0].partition("，共")[2][:1] if "第1张，共" in sides[0] else "1"
        yield sides[: 2 * int(parts)]


def test_standards_of_the_whole_stand_on_the_cover_with_how_they_are_measured(store: Path) -> None:
    for sides in _covers(_handbook(0), "cards", store):
        told = "".join(sides)
        found = ("30分钟内（看打卡记录）", "1小时内（看打卡记录）", "2小时内（看打卡记录）")
        assert [one for one in found if f"全部用时：{one}" not in told] == []


def test_a_pocket_cover_tells_standards_of_the_whole_or_says_where_they_are(store: Path) -> None:
    told = ["".join(sides) for sides in _covers(_handbook(0), "cards-small", store)]
    whole = [all(f"全部用时：{time}" in one for time in ("30分钟内", "1小时内")) for one in told]
    assert any(whole)
    for one, has_all in zip(told, whole, strict=True):
        assert has_all or ("另有标准" in one and "全文见" in one), one


@pytest.mark.parametrize("address", [None, "https://handbook.internal/sop/"])
def test_a_pocket_cover_gives_the_number_in_front_or_says_that_it_is_behind(
    address: str | None, store: Path
) -> None:
    fronts = 0
    for front, *others in _covers(_handbook(1, address), "cards-small", store):
        assert "".join((front, *others)).count("61002119") == 1
        assert ("61002119" in front) != (POINTER in front)
        fronts += "61002119" in front
    assert fronts >= 6


def test_of_several_numbers_the_first_stand_in_front_and_the_rest_right_behind(store: Path) -> None:
    for front, back, *_ in _covers(_handbook(4), "cards-small", store):
        told = "".join(NUMBERS).replace(" ", "")
        assert all(number.replace(" ", "") in front + back for number in NUMBERS)
        behind = [one for one in NUMBERS if f"的人{one}".replace(" ", "") in back]
        assert told.endswith("".join(behind).replace(" ", ""))
        assert bool(behind) == (POINTER in front)


def test_covers_that_lack_standards_of_the_whole_are_to_be_changed() -> None:
    plain = procedure("a; b")
    whole = replace(plain, standards=_laden(plain, 0).standards)
    for kind in ("cards", "cards-single", "cards-small"):
        assert redrawn(kind, 2, [whole]) == "safety"
    assert redrawn("cards", 2, [plain]) == ""
