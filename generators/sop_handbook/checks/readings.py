"""Values to write down: limits that can be kept to, and nothing asked for that says nothing."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import product

from sop_handbook.findings import Finding, Place
from sop_handbook.language.messages import messages
from sop_handbook.language.quantities import quantity_of
from sop_handbook.language.units import units_of
from sop_handbook.language.values import bounded, figure, reads
from sop_handbook.model import Handbook, Procedure, Quantity, Reading, Standard, Step, Value
from sop_handbook.model.readings import OPS
from sop_handbook.sources.places import Places

LOW, HIGH = ("at_least", "above"), ("at_most", "below")
_LIMITS = (*LOW, *HIGH)
# What a quantity must not be, by where it stands: at most what is at least so much turns it round.
_TURNED = {**dict.fromkeys(LOW, "le"), **dict.fromkeys(HIGH, "ge")}
_NO_LIMIT = {"contact", "schedule"}  # kinds of quantities
# The keys that say something, by the kind of reading.
_OF_KIND = {
    "number": {*_LIMITS, "unit", "decimals", "outside"},
    "time": {*_LIMITS, "outside"},
    "text": set[str](),
    "choice": {"options"},
}
_OPTIONAL = (*_LIMITS, "unit", "decimals", "options", "outside")
_PERSONAL = re.compile("姓名|名字|电话|手机|身份证|证件|床号|住址|地址|出生|病历号|住院号")
_UNIT = re.compile(r"[-−－+＋]?[0-9]+(?:\.([0-9]+))? ?(.*)")
_Find = Callable[[str], Place]
_Check = Callable[[Reading], Iterator[tuple[str, str, dict[str, str]]]]


def readings(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """What is written down has limits of its kind and unit, and of them only such as can be met."""
    words = messages(handbook.language)
    for procedure, _, reading, find in _all(handbook, places):
        odd = dict(_odd(reading, handbook.quantities_of(procedure)))
        for key, quantity in odd.items():
            args = {"label": reading.label, "key": key, "value": bounded(quantity, words)}
            args["quantity"] = quantity.label
            yield Finding(find(key), "limit-of-another-kind", args)
        for check in _CHECKS:
            for code, key, args in check(reading):
                if key not in odd:
                    yield Finding(find(key), code, {"label": reading.label, **args})


def personal(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """What tells who somebody is, is said to be personal."""
    for _, _, reading, find in _all(handbook, places):
        if not reading.personal and _PERSONAL.search(reading.label):
            yield Finding(find("label"), "personal-unmarked", {"label": reading.label})


def contradictions(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Nothing passes as a reading that a standard of the same name forbids at that step.

    A limit may be stricter than the standard.
    """
    words = messages(handbook.language)
    for procedure, step, reading, find in _all(handbook, places):
        for standard, (key, value) in product(procedure.standards, _given(reading.with_units())):
            if _is_of(standard, step, reading) and _laxer(reading, key, value, standard.value):
                shown = reads(replace(value, op=OPS[key]), words)
                args = {"label": reading.label, "value": shown, "metric": standard.metric}
                args["standard"] = reads(standard.value, words)
                yield Finding(find(key), "limit-contradicts", args)


def _is_of(standard: Standard, step: Step, reading: Reading) -> bool:
    """Whether a standard is about what a reading of a step is of, by name: 成人一般滴速, 滴速."""
    named = reading.label in standard.metric or standard.metric in reading.label
    return named and step.id in standard.steps


def _laxer(reading: Reading, key: str, limit: Value, standard: Value) -> bool:
    """Whether a limit lies beyond what a standard allows, or is the only one where that has two."""
    given, allowed = quantity_of(limit.literal), quantity_of(standard.literal)
    if not (given and allowed and given.unit == allowed.unit):
        return False
    range_ = standard.op == "eq" and not allowed.is_single()
    if range_ and not all(any(getattr(reading, one) for one in end) for end in (LOW, HIGH)):
        return True
    too_low = given.low < allowed.low and key in LOW
    too_high = given.high > allowed.high and key in HIGH
    return (too_low and (range_ or standard.op in {"ge", "gt"})) or (
        too_high and (range_ or standard.op in {"le", "lt"})
    )


def _all(handbook: Handbook, places: Places) -> Iterator[tuple[Procedure, Step, Reading, _Find]]:
    """Yield every reading with its procedure and step, and where its keys stand."""
    for procedure in handbook.procedures.values():
        for at, step in enumerate(procedure.steps):
            for index, reading in enumerate(step.readings):
                where = ("steps", at, "readings", index)
                yield procedure, step, reading, partial(_place, places, procedure.id, where)


def _odd(reading: Reading, known: Mapping[str, Quantity]) -> Iterator[tuple[str, Quantity]]:
    """Yield the keys whose quantity is nothing to compare with, or says the opposite."""
    for key, value in _given(reading):
        quantity = known.get(value.quantity or "")
        if quantity and (quantity.kind in _NO_LIMIT or quantity.op == _TURNED[key]):
            yield key, quantity


def _misfits(reading: Reading) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Keys that say nothing of a reading of this kind, and those that it lacks."""
    for key in _OPTIONAL:
        given = getattr(reading, key) not in (None, ())
        if given and key not in _OF_KIND[reading.kind]:
            yield "reading-misfit", key, {"key": key, "kind": reading.kind}
    if reading.kind == "choice" and not reading.options:
        yield "options-missing", "kind", {}
    limited = any(getattr(reading, key) for key in _LIMITS)
    if reading.outside and not limited and reading.kind in ("number", "time"):
        yield "outside-without-limit", "outside", {}


def _units(reading: Reading) -> Iterator[tuple[str, str, dict[str, str]]]:
    """A limit is of the reading's own unit, and no finer than what is written down."""
    for key, value in _given(reading):
        clock = ":" in value.literal or "：" in value.literal
        if reading.kind == "time" and not clock:
            yield "limit-other-unit", key, {"value": value.literal, "unit": "HH:MM"}
        if reading.kind != "number":
            continue
        found = _UNIT.fullmatch(value.literal)
        unit = found[2].strip() if found else ""
        if unit and not reading.unit and not clock:
            yield "unit-missing", key, {"value": value.literal, "unit": unit}
        elif clock or not found or (unit and not _same_unit(unit, reading.unit)):
            yield "limit-other-unit", key, {"value": value.literal, "unit": reading.unit or ""}
        if found and reading.decimals is not None and len(found[1] or "") > reading.decimals:
            args = {"value": value.literal, "decimals": str(reading.decimals)}
            yield "limit-too-fine", key, args


def _same_unit(one: str, other: str | None) -> bool:
    """Whether two units are one, whatever its spelling: ℃ and 摄氏度."""
    return units_of().of(one) == units_of().of(other or "")


def _bounds(reading: Reading) -> Iterator[tuple[str, str, dict[str, str]]]:
    """There is one lower and one upper limit at most, and something lies between them.

    Times from a later to an earlier one run over midnight: 22:00 to 06:00.
    """
    for one, other in (LOW, HIGH):
        if getattr(reading, one) and getattr(reading, other):
            yield "limit-twice", other, {"key": one, "other": other}
    given = dict(_given(reading))
    for low, high in product(LOW, HIGH):
        if low in given and high in given:
            least, most = figure(given[low].literal), figure(given[high].literal)
            both = low == "at_least" and high == "at_most"
            if (
                least is not None
                and most is not None
                and ((least > most and reading.kind != "time") or (least == most and not both))
            ):
                args = {"low": given[low].literal, "high": given[high].literal}
                yield "limits-cross", high, args


def _given(reading: Reading) -> Iterator[tuple[str, Value]]:
    for key in _LIMITS:
        if value := getattr(reading, key):
            yield key, value


def _place(places: Places, procedure: str, where: tuple[str | int, ...], key: str) -> Place:
    return places.procedure(procedure, *where, key)


_CHECKS: tuple[_Check, ...] = (_misfits, _units, _bounds)
