"""The limits of readings stand beside the standards, each with the steps where it is read."""

from dataclasses import replace

import pytest

from sop_handbook.language.messages import messages
from sop_handbook.language.quantities import key_of
from sop_handbook.language.values import reads
from sop_handbook.model import Procedure, Reading, Standard, Value
from sop_handbook.model.limits import standards_with_limits
from tests.foreign import foreign_examination
from tests.support import procedure


def _said(of: Procedure) -> list[tuple[str, str, tuple[str, ...]]]:
    zh = messages("zh")
    return [
        (one.metric, reads(one.value, zh), one.steps) for one in standards_with_limits(of, key_of)
    ]


def test_limits_follow_the_standards_each_with_its_step() -> None:
    cooling = foreign_examination().handbook.procedures["cooling"]
    assert _said(cooling) == [
        ("两段合计", "6小时内", ()),
        ("冰水读数", "-0.5~0.5℃", ("calibrate",)),
        ("中心温度", "不超过21℃", ("first",)),
        ("加热后温度", "不低于74℃", ("reheat",)),
        ("冷藏温度", "高于-2℃", ("second",)),
        ("冷藏温度", "低于5℃", ("second",)),
    ]


def test_what_a_standard_of_that_step_says_is_not_said_again() -> None:
    infusion = foreign_examination().handbook.procedures["infusion"]
    assert _said(infusion) == [("成人一般滴速", "40~60滴/分", ("rate",))]


def test_one_limit_at_several_steps_stands_once_and_a_standard_elsewhere_hides_nothing() -> None:
    warm = Reading(id="warm", label="温度", unit="℃", at_least=Value(literal="60", op="ge"))
    plain = procedure("a; b; c")
    steps = [replace(step, readings=(replace(warm, id=f"warm-{step.id}"),)) for step in plain.steps]
    standard = Standard(
        id="hot", metric="出餐温度", value=Value(literal="60℃", op="ge"), steps=("b",)
    )
    assert _said(replace(plain, steps=tuple(steps), standards=(standard,))) == [
        ("出餐温度", "不低于60℃", ("b",)),
        ("温度", "不低于60℃", ("a", "c")),
    ]


def test_one_amount_in_two_spellings_is_said_once() -> None:
    rest = Reading(id="rest", label="静置", unit="h", at_most=Value(literal="1", op="eq"))
    again = replace(rest, id="again", unit="min", at_most=Value(literal="60", op="eq"))
    plain = procedure("a; b; c")
    readings = [(rest,), (), (again,)]
    steps = [replace(s, readings=r) for s, r in zip(plain.steps, readings, strict=True)]
    within = Standard(
        id="w", metric="静置时间", value=Value(literal="60min", op="le"), steps=("a",)
    )
    assert _said(replace(plain, steps=tuple(steps))) == [("静置", "1小时内", ("a", "c"))]
    assert _said(replace(plain, steps=tuple(steps), standards=(within,))) == [
        ("静置时间", "60分钟内", ("a",)),
        ("静置", "60分钟内", ("c",)),
    ]


@pytest.mark.parametrize("unit", ["m²", "m2", "ml/m2", "℃"])
def test_a_limit_has_its_unit_once_whether_that_was_written_or_not(unit: str) -> None:
    for literal in ("10", f"10{unit}", "-0.5", f"-0.5{unit}"):
        bound = Value(literal=literal, op="eq")
        reading = Reading(id="area", label="面积", unit=unit, at_most=bound)
        (limit,) = reading.limits
        assert limit.literal == f"{literal.removesuffix(unit)}{unit}"
        assert reading.with_units().at_most == replace(limit, op="eq")
