"""A part of the handbook as digests, one a class: which digest differs tells how serious it is.

So the ledger can tell what a change means without the texts of former editions. Digests are made
by the rules of one scheme, and only those of one scheme are compared.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sop_handbook.change.comparison_tree import FieldGroup, Items, Leaf, Node, group, weighed
from sop_handbook.change.holders import FIELDS, WHOLE, holding, role_in
from sop_handbook.change.rules import Rules
from sop_handbook.change.severity import LEVELS, ORDER, class_of_field, trace
from sop_handbook.change.used import step_group, tables_of
from sop_handbook.editions.content import canonical, step_hash
from sop_handbook.model import Class, Handbook, Procedure

NOTHING = "-"
_HERE = "."  # stands for the id of the step itself
_BOOKKEEPING = {"revision", "changes"}
_EXACT, _LEVEL = 16, 8  # hexadecimal digits kept; enough to notice a change, not to sign with


def parts_of(rules: Rules, handbook: Handbook, procedure: Procedure) -> dict[str, str]:
    """Return the digests (see `digests`) of a procedure by its parts (change.holders).

    First all that is no step, under "", then every step by its id with the rule tables it uses and
    the exceptions and standards that name it, last what every role handles that has exceptions of
    its own, under `@` and its id.
    """
    exact = exact_of(rules, handbook, procedure)
    held = _Held(procedure)
    rest = replace(procedure, steps=(), **held.of(WHOLE))
    found = {WHOLE: digests(rules, _rest(rest), exact[WHOLE])}
    for step in procedure.steps:
        own = step_group(handbook, procedure, step)
        with_held = _joined(own, held.group(step.id))
        found[step.id] = digests(rules, with_held, exact[step.id])
    for part in held.of_roles:
        found[part] = digests(rules, held.group(part), exact[part])
    return found


def exact_of(rules: Rules, handbook: Handbook, procedure: Procedure) -> dict[str, str]:
    """Return the first digest of every part alone: all of it, as printed, in 16 hexadecimal digits.

    The keys are those of `parts_of`.
    """
    held = _Held(procedure)
    found = {WHOLE: _exact(rules, _whole(procedure))}
    for told in handbook.resolved(procedure).steps:
        used = tables_of(handbook, procedure, told.step)
        tables = _trace(rules, used, "", "editorial") if used else None
        names = [reading.id for reading in told.step.readings]  # of values in records
        more = [part for part in (tables, names) if part]
        own = step_hash(told)
        found[told.step.id] = _hash([own, *more], _EXACT) if more else own[:_EXACT]
    for part in held.of_roles:
        found[part] = _exact(rules, held.group(part))
    return found


def is_exactly(exact: Mapping[str, str], parts: Mapping[str, str]) -> bool:
    """Tell whether recorded digests are of exactly this.

    `exact` is what `exact_of` gives now, `parts` what `parts_of` gave then.
    """
    return exact == {name: word.partition(".")[0] for name, word in parts.items()}


def _whole(procedure: Procedure) -> FieldGroup:
    """A procedure without its steps, but with their order if it has one."""
    rest = _rest(procedure)
    names = [step.id for step in procedure.steps]
    ordered = names if procedure.order == "sequence" else sorted(names)
    order = Items(tuple(Leaf(name, name) for name in ordered), None, "Procedure.steps")
    return FieldGroup({**rest.parts, "steps": order}, rest.rules)


def _rest(procedure: Procedure) -> FieldGroup:
    """A procedure without its steps. Their order is that of the parts (change.since)."""
    tree = group(replace(procedure, steps=()))
    kept = {key: part for key, part in tree.parts.items() if key not in _BOOKKEEPING}
    return FieldGroup(kept, tree.rules)


class _Held:
    """What counts with the parts of a procedure (change.holders)."""

    def __init__(self, procedure: Procedure) -> None:
        self._procedure = procedure
        self._parts = holding(procedure)

    @property
    def of_roles(self) -> list[str]:
        """The parts of all roles that handle exceptions."""
        return sorted({part for parts in self._parts.values() for part in parts if role_in(part)})

    def of(self, part: str) -> dict[str, Any]:
        """Return the exceptions, standards and quantities of a part, by their fields."""
        here = self._procedure
        exceptions = (
            replace(rule, at=_seen_from(part, rule.at))
            for at, rule in enumerate(here.exceptions)
            if part in self._parts["exceptions", at]
        )
        standards = (
            replace(one, steps=_seen_from(part, one.steps))
            for one in here.standards
            if part in self._parts["standards", one.id]
        )
        quantities = (q for q in here.quantities if part in self._parts["quantities", q.id])
        return dict(zip(FIELDS, map(tuple, (exceptions, standards, quantities)), strict=True))

    def group(self, part: str) -> FieldGroup:
        """Return them as a group."""
        here = replace(self._procedure, steps=())  # they are not in what is kept, and many
        tree = group(replace(here, **self.of(part)))
        kept = {name: tree.parts[name] for name in FIELDS if name in tree.parts}
        return FieldGroup(kept, {name: tree.rules[name] for name in kept})


def _seen_from(part: str, steps: tuple[str, ...]) -> tuple[str, ...]:
    """What a part holds says the same when its step goes by another id."""
    return tuple(_HERE if step == part else step for step in steps)


def _joined(one: FieldGroup, other: FieldGroup) -> FieldGroup:
    return FieldGroup({**one.parts, **other.parts}, {**one.rules, **other.rules})


def digests(rules: Rules, part: Node, exact: str) -> str:
    """Return the digests of a part in one word: as printed, then one a class, rising.

    They are hexadecimal and parted by full stops; `-` stands for one of nothing.
    """
    if isinstance(part, FieldGroup):  # an id is what a part is found by, not what it says
        part = FieldGroup({k: v for k, v in part.parts.items() if k != "id"}, part.rules)
    traces = (_trace(rules, part, "", level) for level in LEVELS[1:])
    return ".".join([exact, *(_hash(found, _LEVEL) for found in traces)])


def of_group(rules: Rules, part: FieldGroup) -> str:
    """Return the digests of a part that has no hash of its own, such as a form."""
    return digests(rules, part, _exact(rules, part))


def _exact(rules: Rules, part: FieldGroup) -> str:
    return _hash(_trace(rules, part, "", "editorial"), _EXACT)


def difference(old: str | None, new: str | None) -> Class | None:
    """Return how serious the difference between two such words is; None if there is none.

    `old` or `new` is None for a part that is not there.
    """
    found: Class | None = None
    nothing = ".".join([NOTHING] * len(LEVELS))
    pairs = zip(LEVELS, (old or nothing).split("."), (new or nothing).split("."), strict=True)
    for level, before, after in pairs:
        found = level if before != after else found
    return found


def gone(old: str) -> Class:
    """Return how serious it is that a step of these digests is there no more."""
    return "safety" if old.split(".")[-1] != NOTHING else "procedural"


def same_sense(old: str, new: str) -> bool:
    """Tell whether two parts say the same, wording aside: all digests but the first are equal."""
    return old.split(".")[1:] == new.split(".")[1:]


def _hash(content: Any, digits: int) -> str:
    if not content:
        return NOTHING
    return hashlib.sha256(canonical(content)).hexdigest()[:digits]


def _trace(rules: Rules, part: Node, rule: str, level: Class) -> Any:
    """What of a part counts at a level, as plain data; empty if nothing does."""
    if isinstance(part, Leaf):
        if part.text:
            return trace(rules, rule, part.says, level)
        if not _counts(rules, rule, level):
            return ""
        return part.says if level == "editorial" else weighed(rules, part)
    if isinstance(part, FieldGroup):
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
