"""Parts of the model as a tree of plain values that can be compared, whatever fields there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from sop_handbook.change.rules import Rules
from sop_handbook.change.severity import Weight, class_of_field, heaviest, weight_of_text
from sop_handbook.language.quantities import key_of
from sop_handbook.language.units import units_of
from sop_handbook.model import (
    Control,
    Handbook,
    KeyPoint,
    Mention,
    Reading,
    ReadingMention,
    Reason,
    Step,
    Text,
    Value,
)
from sop_handbook.model.basics import as_written

# Plain strings that people read; all other strings are ids and codes.
_READ = {
    "title", "term", "metric", "label", "columns", "aliases", "not_covered", "part", "place",
    "record_of",
}  # fmt: skip
_CONTACT = "contact"  # the kind of quantity that is a number to dial, no amount
_KEYS = ("id", "flow", "procedure", "revision")
_DERIVED = {
    "Brand": {"picture"},
    "Family": {"forms"},
    "Procedure": {"family", "forms"},
    "Step": {"other_forms"},  # said with the first
    "Picture": {"width", "height"},
    "Clip": {"size"},  # their files have them
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value: as written, what it says, whether people read it as text.

    `says` is compared: texts as they read, values without words, such as `le 30min`. `value` is
    what reads otherwise than it is compared; `quantities` are those it names. An `amount` is
    compared by value and unit (see weighed), as far as the rules do so.
    """

    raw: str
    says: str
    text: bool = False
    quantities: tuple[str, ...] = ()
    value: Value | None = None
    amount: bool = False


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """A part with named fields, and for each of them its name in the table of classes.

    Both mappings have the same keys, the fields as in the sources: `parts` holds their contents,
    `rules` such names as `Step.role`.
    """

    parts: Mapping[str, "Node"]
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `keys` tell its items apart, None where not all carry something that does.

    `ids` are those that authors wrote on some of them, "" on the others.
    """

    parts: tuple["Node", ...]
    keys: tuple[str, ...] | None
    rule: str
    ids: tuple[str, ...] = ()


Node = Leaf | FieldGroup | Items


def subjects(handbook: Handbook) -> dict[tuple[str, str], Any]:
    """Return everything that changes by itself, by (kind, id), as it is in the model.

    ("handbook", "") is what belongs to the whole handbook, as a FieldGroup.
    """
    found: dict[tuple[str, str], Any] = {("handbook", ""): _settings(handbook)}
    shelves: Mapping[str, Mapping[str, Any]] = {
        "industry": handbook.industries,
        "role": handbook.roles,
        "term": handbook.terms,
        "family": handbook.families,
        "form": handbook.forms,
        "procedure": handbook.procedures,
    }
    for kind, shelf in shelves.items():
        found |= {(kind, name): thing for name, thing in shelf.items()}
    return found


def group(thing: Any, of: str = "") -> FieldGroup:
    """Return a dataclass of the model as a group; what is empty is left out.

    `of` is its name in the table of classes, "" for that of the dataclass. A group stays as it is.
    """
    if isinstance(thing, FieldGroup):
        return thing
    of = of or _name(thing)
    if isinstance(thing, Reading):
        thing = thing.with_units()
    parts: dict[str, Node] = {}
    rules: dict[str, str] = {}
    for field in fields(thing):
        value, key = getattr(thing, field.name), field.name.rstrip("_")
        if isinstance(thing, Step):
            value = _of_step(thing, key, value)
        if value is None or value is False or key in _DERIVED.get(of, ()):
            continue
        if isinstance(value, Control) and of == "Procedure":  # flat in the sources
            control = group(value)
            parts |= control.parts
            rules |= control.rules
            continue
        rules[key] = f"{of}.{key}"
        parts[key] = _field(thing, value, rules[key], of)
    if of == "Control" and thing.status == "retired":
        rules["status"] = "Control.retired"
    return FieldGroup(parts, rules)


def _field(thing: Any, value: Any, rule: str, of: str) -> Node:
    if rule == "Mark.at":
        return _spot(value)
    if rule == "RuleTable.rows":
        return _rows(value, thing.columns)
    dialled = rule == "Quantity.value" and thing.kind == "contact"
    return node(value, rule, _CONTACT if dialled else of)


def _of_step(step: Step, key: str, value: Any) -> Any:
    """A field of a step as it is compared: how often stands where it stood once, as its limit."""
    if key == "uses_form" and step.other_forms:
        return step.forms
    told = {"time_limit": step.timing, "schedule": step.also_scheduled}
    return told.get(key, value)


def node(value: Any, rule: str, of: str = "") -> Node:
    """Return any value of the model as a node; `rule` names its field, `of` what it is in.

    A value is a dataclass, a tuple, a Text, a Value, a date, a string, a number or a flag.
    """
    if isinstance(value, Text):
        return _text(value)
    if isinstance(value, Value):
        return _value(value)
    if isinstance(value, tuple):
        ids = tuple(getattr(part, "id", None) or "" for part in value)
        return Items(tuple(node(part, rule) for part in value), _keys(value, rule), rule, ids)
    if isinstance(value, Reason) and of == "CriticalPoint":
        return group(value, "CriticalReason")
    if is_dataclass(value):
        return group(value)
    shown = value.isoformat() if isinstance(value, date) else str(value)
    if value is True:
        return Leaf("true", "true")
    if rule in {"Reading.unit", "CriticalReading.unit"}:
        return Leaf(shown, shown, amount=True)
    if rule == "Quantity.value":
        amount = of != _CONTACT
        return Leaf(shown, shown, value=Value(literal=shown, op="eq"), amount=amount)
    return Leaf(shown, shown, text=rule.rpartition(".")[2] in _READ)


def weighed(rules: Rules, leaf: Leaf) -> str:
    """Return what a value is compared by: what it says, amounts by value and unit."""
    if not (leaf.amount and rules.units):
        return leaf.says
    if not (value := leaf.value):
        return units_of(rules.units).of(leaf.says).key
    return f"{_since(value)}{value.op} {key_of(value.literal, rules.units)}"


def weight_of(rules: Rules, part: Node, rule: str) -> Weight:
    """Return how serious it is that a part comes or goes as a whole: by its fields and its texts.

    A key point more that names a dose is another practice, as if it had named another one before.
    """
    found = [Weight(class_of_field(rules, rule))]
    for name, leaf in leaves(part, rule):
        found.append(Weight(class_of_field(rules, name)))
        if leaf.text:
            found.append(weight_of_text(rules, name, "", leaf.says))
    return heaviest(found)


def leaves(part: Node, rule: str) -> Iterator[tuple[str, Leaf]]:
    """Yield every value of a part with the name of its field, in order.

    `rule` is that of the part.
    """
    if isinstance(part, Leaf):
        yield rule, part
    elif isinstance(part, Items):
        for item in part.parts:
            yield from leaves(item, part.rule)
    else:
        for name, inner in part.parts.items():
            yield from leaves(inner, part.rules[name])


def _name(thing: Any) -> str:
    if isinstance(thing, KeyPoint) and (thing.critical or thing.kind == "safety"):
        return "CriticalPoint"
    if isinstance(thing, Reading) and thing.outside:
        return "CriticalReading"
    return type(thing).__name__


def _settings(handbook: Handbook) -> FieldGroup:
    names = ["title", "summary", "report_to", "base_url"]
    names += ["documents", "contacts", "repository", "origins", "synonyms", "emergencies"]
    names += ["brand"]
    values = {name: getattr(handbook, name) for name in names}
    rules = {name: f"Handbook.{name}" for name in names}
    parts = {
        name: node(tuple(value.values()) if isinstance(value, Mapping) else value, rules[name])
        for name, value in values.items()
        if value is not None
    }
    return FieldGroup(parts, rules)


def _spot(at: tuple[float, float]) -> Leaf:
    """Where a mark is: 42%、31% of the way across and down."""
    shown = "、".join(f"{share * 100:.6g}%" for share in at)
    return Leaf(shown, shown)


def _rows(rows: tuple[tuple[Text, ...], ...], columns: tuple[str, ...]) -> Items:
    """The rows of a table: a cell goes by the title of its column, wherever that stands."""
    rule, unique = "RuleTable.rows", len(set(columns)) == len(columns)
    keys = columns if unique else tuple(str(at) for at in range(1, len(columns) + 1))
    cells = (tuple(node(cell, rule) for cell in row) for row in rows)
    return Items(tuple(Items(row, keys, rule) for row in cells), None, rule)


def _text(value: Text) -> Leaf:
    """A telephone number stands as in the source: how we group it is no change of a procedure."""
    named = tuple(quantity.id for quantity in value.quantities)
    raw = "".join(map(as_written, value.parts))
    return Leaf(raw, "".join(map(_says, value.parts)), text=True, quantities=named)


def _says(part: str | Mention | ReadingMention) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, ReadingMention):
        return part.label  # where it was written down is no change of the text
    return part.quantity.value if part.quantity.kind == "contact" else part.reads


def _value(value: Value) -> Leaf:
    since = _since(value)
    says = f"{since}{value.op} {value.literal}"
    if value.quantity:
        raw = f"{since}{{{value.quantity}}}"
        return Leaf(raw, says, quantities=(value.quantity,), value=value, amount=True)
    return Leaf(says, says, value=value, amount=True)


def _since(value: Value) -> str:
    """From when a time limit counts, as it is compared."""
    if anchor := value.anchor:
        return f"{anchor.step} {anchor.at} {anchor.visit} "
    return str(value.since or "")


def _keys(items: tuple[Any, ...], rule: str) -> tuple[str, ...] | None:
    """Ids, or references and other short names that stand for themselves."""
    if all(isinstance(item, str) for item in items) and rule != "RuleTable.columns":
        names = [str(item) for item in items]
    else:
        names = [_key(item) for item in items]
    unique = len(set(names)) == len(names) and all(names)
    return tuple(names) if unique else None


def _key(item: Any) -> str:
    """What tells an item from its neighbours, if it has a field for that."""
    found = (str(getattr(item, name)) for name in _KEYS if getattr(item, name, None))
    return next(found, "")
