"""Values as amounts: what is one amount however it is written, and what units come to."""

import json
import re
from decimal import Decimal
from fractions import Fraction

import pint
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sop_handbook.language.quantities import key_of, quantity_of, side_by_side
from sop_handbook.language.schedules import is_schedule
from sop_handbook.language.units import UNITS, UnitOfMeasure, units_of
from tests.promises import kept
from tests.support import PACKAGE

TABLE = units_of()
UREG = pint.UnitRegistry(non_int_type=Decimal, cache_folder=None)
# What pint calls otherwise, or means otherwise by the same word; OWN is what it has not.
CALLED = {
    "°C": "degC", "°F": "degF", "%": "percent", "‰": "permille", "mmHg": "mmHg",
    "mcg": "microgram", "M": "molar", "kM": "kilomolar", "MM": "megamolar", "mM": "millimolar",
    "w": "week", "d": "day", "h": "hour", "cal": "calorie", "kcal": "kilocalorie",
    "mcal": "millicalorie", "Mcal": "megacalorie", "英寸": "inch", "Wh": "watt*hour",
    "kWh": "kilowatt*hour", "MWh": "megawatt*hour", "mWh": "milliwatt*hour",
    "mAh": "milliampere*hour",
    "m2": "meter**2", "cm2": "centimeter**2", "mm2": "millimeter**2", "km2": "kilometer**2",
    "m3": "meter**3", "cm3": "centimeter**3", "mm3": "millimeter**3", "km3": "kilometer**3",
    "dm3": "decimeter**3", "t": "metric_ton", "lx": "lux", "L": "liter", "ML": "ml", "Ml": "ml",
    **{f"{sign}G": f"{sign}g" for sign in ("", "k", "K", "m", "μ", "u", "n", "c", "d")},
    "KG": "kg", "Kg": "kg",
}  # fmt: skip
BASES = {
    "s": "second", "g": "gram", "ml": "milliliter", "m": "meter", "m2": "meter**2", "%": "percent",
    "Pa": "pascal", "V": "volt", "A": "ampere", "Ah": "ampere*hour", "W": "watt", "J": "joule",
    "Hz": "hertz", "N": "newton", "mol": "mole", "mol/ml": "mole/milliliter", "lx": "lux",
    "°C": "degC",
}  # fmt: skip
OWN = {
    "rpm",
    "dB",
    "IU",
    "working-day",
    "working-days",
    "months",
    "month",
    "ppb",
}  # what pint has not
WORDS = sorted(word for word in TABLE.known if word.isascii() or word in CALLED)
SCALED = sorted(word for word, unit in TABLE.known.items() if not unit.plus)
SCHEMA = json.loads((PACKAGE / "schemas" / "common.schema.json").read_text("utf-8"))
PATTERN = SCHEMA["$defs"]["value"]["pattern"]
CLOCK = re.compile("[:：∶]")
UNIT = re.compile(r"[^-−－+＋0-9.~～–—±至到 ][^-−－+＋.~～–—±至到 /]*")
TWO_UNITS = re.compile(r"[^-−－+＋0-9.~～–—±至到/ ] [^-−－+＋0-9.~～–—±至到/ ]")
NUMBERS = st.decimals(-99_999, 99_999, places=3, allow_nan=False)


@pytest.mark.parametrize("word", [word for word in WORDS if word not in OWN])
def test_a_unit_comes_to_what_pint_says(word: str) -> None:
    unit = TABLE.known[word]
    known = UREG.Quantity(Decimal(50), CALLED.get(word, word)).to(BASES[unit.base])
    assert float(unit.of(Fraction(50))) == pytest.approx(float(known.magnitude), rel=1e-12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("60min", "1h"), ("60分钟", "1小时"), ("1L", "1000ml"), ("1 升", "1000毫升"),
        ("22±2℃", "20~24℃"), ("22℃±2℃", "20至24℃"), ("-18℃", "－18℃"), ("−18℃", "-18°C"),
        ("＋5℃", "5摄氏度"), ("212℉", "100℃"), ("-40℉", "-40℃"), ("50±18℉", "0~20℃"),
        ("40~60滴/分", "50±10滴/min"), ("60ml/h", "1ml/min"), ("3次/日", "3次/天"),
        ("1:1000", "1：1000"), ("1:1000", "2∶2000"), ("3万元", "30000元"), ("5,000元", "5000块"),
        ("2 working days", "2个工作日"), ("1w", "7d"), ("1kg±50g", "950~1050g"), ("1斤", "500克"),
        ("3-5min", "180~300s"), ("1‰", "0.1%"), ("1M", "1mol/L"), ("37.0℃", "37℃"),
        ("30s~1min", "0.5~1min"), ("500ml~1L/h", "0.5~1L/h"), ("1季度", "3个月"),
        ("90分钟", "1.5h"),
        ("12m²", "12㎡"), ("1kWh", "3.6MJ"),
    ],
)  # fmt: skip
def test_values_are_one_amount_however_they_are_written(one: str, other: str) -> None:
    assert quantity_of(one) == quantity_of(other) is not None
    assert key_of(one) == key_of(other)
    assert side_by_side(one, other) is not None or one == other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5分钟", "5小时"), ("5分", "5分钟"), ("3桌", "3份"), ("1d", "1 working day"),
        ("8滴", "8次"),
        ("-18℃", "18℃"), ("22±2℃", "22℃"), ("20~24℃", "20~25℃"), ("1:1000", "1:100"),
        ("5mg", "5μg"), ("5元", "5美元"), ("1mM", "1MM"), ("5mW", "5MW"), ("1月", "1个月"),
        ("3日", "3天"), ("60~40滴/分", "40~60滴/分"), ("100g", "100ml"), ("90%", "90分"),
    ],
)  # fmt: skip
def test_what_is_another_amount_is_no_other_spelling(one: str, other: str) -> None:
    assert quantity_of(one) != quantity_of(other)
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(
    "literal",
    ["weekly", "weekly:monday", "7x24", "08:30", "1:30", "三天", "约5", "400-818-5050", "", "℃",
     "20℃~3kg", "1:0"],
)  # fmt: skip
def test_what_is_no_amount_is_compared_as_it_is_written(literal: str) -> None:
    assert quantity_of(literal) is None
    assert key_of(literal) == key_of(f" {literal} ")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("60min", "1h", ("3600 s", "3600 s", True)),
        ("5分钟", "5小时", ("300 s", "18000 s", False)),
        ("22±2℃", "20~24℃", ("20~24 °C", "20~24 °C", True)),
        ("22±2℃", "22±3℃", ("20~24 °C", "19~25 °C", False)),
        ("60ml/h", "1ml/min", ("60 ml/h", "60 ml/h", True)),
        ("74℃", "165℉", ("74 °C", "≈73.8889 °C", False)),
        ("0.5h", "-0.25h", None),
        ("5min", "8min", None),
        ("5min", "5kg", None),
        ("weekly", "daily", None),
        ("5min", "5min", None),
    ],
)
def test_two_values_are_told_in_one_unit_where_that_tells_more(
    old: str, new: str, told: tuple[str, str, bool] | None
) -> None:
    found = side_by_side(old, new)
    assert (found and (found.old, found.new, found.same)) == told


@kept
@given(NUMBERS, st.sampled_from(SCALED), st.sampled_from(SCALED))
def test_an_amount_reads_back_and_is_the_same_in_any_unit_of_its_kind(
    number: Decimal, word: str, other: str
) -> None:
    found = quantity_of(f"{number}{word}")
    assert found is not None
    if found.is_plain():
        assert quantity_of(found.shown()) == found
    there = TABLE.known[other]
    if there.base == found.unit:
        scaled = Fraction(number) * TABLE.known[word].times / there.times
        assert there.of(scaled) == found.low


@kept
@given(NUMBERS, NUMBERS, st.sampled_from(sorted(TABLE.known)))
def test_order_is_kept_and_a_range_holds_its_ends(one: Decimal, two: Decimal, word: str) -> None:
    low, high = sorted((one, two))
    ends = quantity_of(f"{low}{word}"), quantity_of(f"{high}{word}")
    span = quantity_of(f"{low}~{high}{word}")
    assert ends[0] and ends[1] and span
    assert (span.low, span.high) == (ends[0].low, ends[1].low)
    assert not span.reversed


@kept
@given(NUMBERS, st.decimals(0, 999, places=2, allow_nan=False), st.sampled_from(SCALED))
def test_a_tolerance_is_the_range_around_its_middle(
    middle: Decimal, off: Decimal, word: str
) -> None:
    span = quantity_of(f"{middle - off}~{middle + off}{word}")
    assert quantity_of(f"{middle}±{off}{word}") == span


@kept
@given(st.from_regex(re.compile(PATTERN), fullmatch=True))
def test_every_value_that_the_schema_allows_is_an_amount_or_says_why_not(literal: str) -> None:
    """What it says how often, may be a time of day, or runs from one kind of thing to another."""
    literal = literal.strip()
    assume(not TWO_UNITS.search(literal))  # 5小时 以内: words, as far as amounts go
    known = is_schedule(literal) or CLOCK.search(literal) or quantity_of(literal)
    assert known or len({TABLE.of(word).base for word in UNIT.findall(literal)}) > 1


@kept
@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_none_and_never_a_crash(text: str) -> None:
    found = quantity_of(text)
    assert found is None or isinstance(found.low, Fraction)
    assert key_of(text) == key_of(text)


def test_nothing_is_counted_in_a_word_that_means_something_else() -> None:
    """As 月 would be: 1月 is January, 1个月 a month."""
    for base in {unit.base for unit in TABLE.known.values()}:
        assert TABLE.of(base) == UnitOfMeasure(base), base


def test_a_table_that_is_not_there_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match=r"99\.yaml"):
        units_of(99)
    assert units_of(UNITS).knows("ml/h")
    assert not units_of(UNITS).knows("桌")
