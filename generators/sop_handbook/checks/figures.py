"""Figures: written once, and quoted where they are needed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from sop_handbook.adapters.source import KeyPath
from sop_handbook.change.rules import current
from sop_handbook.findings import Finding, FindPlace
from sop_handbook.language.messages import Messages, messages
from sop_handbook.language.values import quantity_display
from sop_handbook.model import Family, Handbook, Procedure, Quantity, Text
from sop_handbook.model.texts import iter_texts
from sop_handbook.sources.places import Places

_MEASURE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(\D+)")


def typed_by_hand(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """No text spells out a figure that is registered as a quantity."""
    words = messages(handbook.language)
    for family in handbook.families.values():
        known = _patterns(family, words)
        for path, text in _quoting(family):
            yield from _typed(text, known, words, partial(places.family, family.id, *path))
    for procedure in handbook.procedures.values():
        shared = handbook.families.get(procedure.family or "")
        known = {**(_patterns(shared, words) if shared else {}), **_patterns(procedure, words)}
        for path, text in _quoting(procedure) if known else ():
            find = partial(places.procedure, procedure.id, *path)
            yield from _typed(text, known, words, find)


def _typed(
    text: Text,
    known: Mapping[Quantity, re.Pattern[str]],
    words: Messages,
    place: FindPlace,
) -> Iterator[Finding]:
    literal = [part for part in text.parts if isinstance(part, str)]
    for quantity, pattern in known.items():
        if any(pattern.search(part) for part in literal):
            shown = quantity_display(quantity, words)
            args = {"value": shown, "label": quantity.label, "id": quantity.id}
            yield Finding(place(), "typed-quantity", args)


def _patterns(owner: Family | Procedure, words: Messages) -> dict[Quantity, re.Pattern[str]]:
    """How each quantity reads; 5000元 is not found in 15000元."""
    return {
        quantity: re.compile(rf"(?<![0-9.])(?:{_typed_as(quantity, words)})(?![0-9])")
        for quantity in owner.quantities
        if re.search("[0-9]", quantity_display(quantity, words))
    }


def _typed_as(quantity: Quantity, words: Messages) -> str:
    """As it reads, or as it is written in the source: a telephone number has no groups there."""
    found = dict.fromkeys((quantity_display(quantity, words), quantity.value))
    return "|".join(_spaced(text) for text in found)


def _spaced(text: str) -> str:
    """A number with its unit in any spelling of that, with or without a blank before it.

    Words that count have no other spelling: 2个 are things, 2人 are not.
    """
    found = _MEASURE.fullmatch(text)
    units = current().senses.units
    if not (found and found[2] in units):
        return re.escape(text)
    same = {unit for unit in units if units[unit] == units[found[2]]}
    if not any(unit.isascii() for unit in same):
        same = {found[2]}
    spelled = "|".join(re.escape(unit) + _ends(unit, units) for unit in sorted(same))
    return rf"{re.escape(found[1])}[ \u00a0\u2009]?(?:{spelled})"


def _ends(unit: str, units: Iterable[str]) -> str:
    """Where a unit ends: 5分 is not in 5分钟, 3周 not in 3周岁, 5m not in 5m²."""
    others = (one for one in units if one.startswith(unit) and one != unit)
    longer = [re.escape(one.removeprefix(unit)) for one in others]
    if unit.isascii():
        longer += ["[A-Za-z²³]"]
    return f"(?!{'|'.join(sorted(longer))})" if longer else ""


def _quoting(owner: Family | Procedure) -> Iterator[tuple[KeyPath, Text]]:
    """The texts that may quote a quantity; histories and notes on the quantities do not."""
    skipped = {"quantities", "changes", "gaps", "waivers", "sources"}
    return ((path, text) for path, text in iter_texts(owner) if path[0] not in skipped)
