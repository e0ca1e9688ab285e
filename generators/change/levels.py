"""A part of the handbook as digests, one a class: which digest differs tells how serious it is.

So the ledger can tell what a change means without the texts of former editions. Digests are made
by the rules of one scheme, and only those of one scheme are compared.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generators.change.classes import LEVELS, ORDER, class_of_field, trace
from generators.change.plain import Group, Items, Leaf, Node, group
from generators.change.rules import Rules
from generators.editions import canonical, step_hash
from generators.model import Class, Handbook, Procedure

WHOLE = ""  # the part of a procedure that is no step
NOTHING = "-"
_BOOKKEEPING = {"revision", "changes"}
_EXACT, _LEVEL = 16, 8  # hexadecimal digits kept; enough to notice a change, not to sign with


def parts_of(rules: Rules, handbook: Handbook, procedure: Procedure) -> dict[str, str]:
    """Return the digests of a procedure: of every step by its id, and of all else under WHOLE."""
    exact = exact_of(rules, handbook, procedure)
    found = {WHOLE: digests(rules, _rest(procedure), exact[WHOLE])}
    for step in procedure.steps:
        found[step.id] = digests(rules, group(step), exact[step.id])
    return found


def exact_of(rules: Rules, handbook: Handbook, procedure: Procedure) -> dict[str, str]:
    """Return the first digest of every part alone: all of it, as printed."""
    found = {WHOLE: _hash(_trace(rules, _whole(procedure), "", "editorial"), _EXACT)}
    for step in procedure.steps:
        found[step.id] = step_hash(handbook, procedure, step)[:_EXACT]
    return found


def is_exactly(exact: Mapping[str, str], parts: Mapping[str, str]) -> bool:
    """Tell whether recorded digests are of exactly this."""
    return exact == {name: word.partition(".")[0] for name, word in parts.items()}


def _whole(procedure: Procedure) -> Group:
    """A procedure without its steps, but with their order if it has one."""
    rest = _rest(procedure)
    names = [step.id for step in procedure.steps]
    ordered = names if procedure.order == "sequence" else sorted(names)
    order = Items(tuple(Leaf(name, name) for name in ordered), None, "Procedure.steps")
    return Group({**rest.parts, "steps": order}, rest.rules)


def _rest(procedure: Procedure) -> Group:
    """A procedure without its steps. Their order is that of the parts (change.since)."""
    tree = group(replace(procedure, steps=()))
    kept = {key: part for key, part in tree.parts.items() if key not in _BOOKKEEPING}
    return Group(kept, tree.rules)


def digests(rules: Rules, part: Node, exact: str) -> str:
    """Return the digests of a part in one word: as printed, then one a class, rising."""
    if isinstance(part, Group):  # an id is what a part is found by, not what it says
        part = Group({k: v for k, v in part.parts.items() if k != "id"}, part.rules)
    traces = (_trace(rules, part, "", level) for level in LEVELS[1:])
    return ".".join([exact, *(_hash(found, _LEVEL) for found in traces)])


def of_group(rules: Rules, part: Group) -> str:
    """Return the digests of a part that has no hash of its own, such as a form."""
    return digests(rules, part, _hash(_trace(rules, part, "", "editorial"), _EXACT))


def difference(old: str, new: str) -> Class | None:
    """Return how serious the difference between two such words is; None if there is none."""
    found: Class | None = None
    for level, before, after in zip(LEVELS, old.split("."), new.split("."), strict=True):
        found = level if before != after else found
    return found


def gone(old: str) -> Class:
    """Return how serious it is that a step of these digests is there no more."""
    return "safety" if old.split(".")[-1] != NOTHING else "procedural"


def same_sense(old: str, new: str) -> bool:
    """Tell whether two parts say the same, wording aside."""
    return old.split(".")[1:] == new.split(".")[1:]


def _hash(content: Any, digits: int) -> str:
    if not content:
        return NOTHING
    return hashlib.sha256(canonical(content)).hexdigest()[:digits]


def _trace(rules: Rules, part: Node, rule: str, level: Class) -> Any:
    """What of a part counts at a level, as plain data; empty if nothing does."""
    if isinstance(part, Leaf):
        if part.text:
            return trace(rules, rule, part.shown, level)
        return part.shown if _counts(rules, rule, level) else ""
    if isinstance(part, Group):
        inner = {
            key: _part(rules, item, part.rules[key], level) for key, item in part.parts.items()
        }
        return {key: value for key, value in inner.items() if value is not None}
    items = [_part(rules, item, part.rule, level) for item in part.parts]
    kept = [item for item in items if item is not None]
    moving = rules.ordered.get(part.rule, "editorial")
    if ORDER.index(moving) >= ORDER.index(level):
        return kept
    return sorted(kept, key=canonical)


def _part(rules: Rules, part: Node, rule: str, level: Class) -> Any:
    """A field or item at a level; None if neither it nor anything in it counts."""
    found = _trace(rules, part, rule, level)
    if isinstance(part, Items):
        return found or None  # an empty list says as little as none
    return found if found or _counts(rules, rule, level) else None


def _counts(rules: Rules, rule: str, level: Class) -> bool:
    return ORDER.index(class_of_field(rules, rule)) >= ORDER.index(level)
