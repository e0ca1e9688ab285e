"""The door to deepdiff: two states of one part become a list of differences by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from generators.change.align import keys, likeness, moved, texts
from generators.change.classes import ORDERED, class_of_field, class_of_text, highest
from generators.change.disposition import class_of_status
from generators.change.paths import ItemKey, Key, Path, path_on
from generators.change.plain import Group, Items, Leaf, Node, class_of, headline
from generators.model import Class, Status

How = Literal["changed", "added", "removed", "moved", "reached", "renamed", "reused"]
_HOW: Mapping[str, How] = {
    "values_changed": "changed",
    "type_changes": "changed",
    "dictionary_item_added": "added",
    "dictionary_item_removed": "removed",
}
_Parts = dict[Key, tuple[Node, str]]  # what a part holds, and its name in the table of classes
RENAMED, REUSED = 0.75, 0.25  # how alike steps are that only changed ids, or only kept one


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One field that is not what it was; `old` and `new` as people read them.

    `reached`: the field itself is as before, a quantity named in it is not.
    """

    how: How
    path: Path
    rule: str
    class_: Class
    old: str = ""
    new: str = ""
    quantities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """One state in a form that deepdiff compares, and what stands at each path."""

    data: dict[Key, Any]
    nodes: dict[Path, Node]
    rules: dict[Path, str]


def compare(old: Group, new: Group) -> list[Difference]:
    """Return all differences between two states of one part, in the order of the new one."""
    from deepdiff import DeepDiff  # takes longer to load than most commands take to compare

    left, right = _Side({}, {}, {}), _Side({}, {}, {})
    found: list[Difference] = []
    renamed = _renamed_steps(old, new)
    _lay_out(old, new, (), left, right, found, renamed)
    for kind, levels in DeepDiff(left.data, right.data, view="tree").items():
        for level in levels:
            path = tuple(level.path(output_format="list"))
            found.append(_difference(_HOW[kind], path, left, right))
    found += _reached(left, right)
    found = [d for d in found if not (d.path[2:] == ("id",) and d.path[1] in renamed.values())]
    found += [
        Difference(
            how="renamed",
            path=("steps", key),
            rule="Step.id",
            class_="clarification",
            old=before,
            new=str(key.new),
        )
        for before, key in renamed.items()
    ]
    found += _reused(left, right)
    if all(_raw(side, "order") == "any" for side in (old, new)):
        found = [_loosened(difference) for difference in found]
    order = {path: index for index, path in enumerate([*right.nodes, *left.nodes][::-1])}
    return sorted(found, key=lambda d: (-order.get(d.path, 0), path_on(d.path, "new"), d.how))


def _loosened(difference: Difference) -> Difference:
    """Parts without an order may be told in another order."""
    if difference.how == "moved" and difference.rule == "Procedure.steps":
        return replace(difference, class_="clarification")
    return difference


def _raw(part: Group, name: str) -> str:
    inner = part.parts.get(name)
    return inner.raw if isinstance(inner, Leaf) else ""


def _lay_out(
    old: Node | None,
    new: Node | None,
    path: Path,
    left: _Side,
    right: _Side,
    found: list[Difference],
    renamed: Mapping[str, ItemKey],
) -> tuple[Any, Any]:
    """Fill both sides, items under the same key; note what moved. Returns the plain data."""
    if isinstance(old, Items) and isinstance(new, Items):
        theirs, ours = keys(old, new)
        if path == ("steps",):
            names = {**renamed, **{str(key.new): key for key in renamed.values()}}
            theirs, ours = ([names.get(str(key), key) for key in side] for side in (theirs, ours))
        found += _moves(new, theirs, ours, path)
        parts: tuple[_Parts, _Parts] = (_items(old, theirs), _items(new, ours))
    elif isinstance(old, Group) and isinstance(new, Group):
        parts = (_fields(old), _fields(new))
    else:
        return _alone(old, path, left), _alone(new, path, right)
    data: tuple[dict[Key, Any], dict[Key, Any]] = (left.data, right.data) if not path else ({}, {})
    for key in [*parts[1], *(key for key in parts[0] if key not in parts[1])]:
        here = (*path, key)
        for side, own in zip((left, right), parts, strict=True):
            if key in own:
                side.nodes[here], side.rules[here] = own[key]
        sides = [own[key][0] if key in own else None for own in parts]
        plain = _lay_out(sides[0], sides[1], here, left, right, found, renamed)
        for target, value, part in zip(data, plain, sides, strict=True):
            if part is not None:
                target[key] = value
    return data


def _items(part: Items, names: list[Key]) -> _Parts:
    return {key: (item, part.rule) for key, item in zip(names, part.parts, strict=True)}


def _fields(part: Group) -> _Parts:
    return {key: (inner, part.rules[key]) for key, inner in part.parts.items()}


def _alone(part: Node | None, path: Path, side: _Side) -> Any:
    """A part that has no counterpart, or a value."""
    if isinstance(part, Leaf):
        return part.raw
    if isinstance(part, Group):
        return {key: _alone(inner, (*path, key), side) for key, inner in part.parts.items()}
    return {str(i): _alone(inner, path, side) for i, inner in enumerate(part.parts)} if part else {}


def _moves(new: Items, theirs: list[Key], ours: list[Key], path: Path) -> Iterator[Difference]:
    by_key = dict(zip(ours, new.parts, strict=True))
    class_ = ORDERED.get(new.rule, "editorial")
    for key in sorted(moved(theirs, ours), key=ours.index):
        yield Difference(
            how="moved",
            path=(*path, key),
            rule=new.rule,
            class_=class_,
            old=str(theirs.index(key) + 1),
            new=f"{ours.index(key) + 1} {headline(by_key[key])}",
        )


def _difference(how: How, path: Path, left: _Side, right: _Side) -> Difference:
    old, new = left.nodes.get(path), right.nodes.get(path)
    rules = [side.rules[path] for side in (left, right) if path in side.rules]
    if isinstance(old, Leaf) and isinstance(new, Leaf):
        weigh = _of_text if old.text and new.text else _of_value
        class_ = highest(weigh(rule, old, new) for rule in rules)
    else:
        class_ = highest(
            class_of(part, side.rules[path])
            for part, side in ((old, left), (new, right))
            if part is not None
        )
    return Difference(
        how=how,
        path=path,
        rule=rules[-1],
        class_=class_,
        old=headline(old) if old else "",
        new=headline(new) if new else "",
        quantities=new.quantities if isinstance(new, Leaf) else (),
    )


def _of_text(rule: str, old: Leaf, new: Leaf) -> Class:
    return class_of_text(rule, old.shown, new.shown)


def _of_value(rule: str, old: Leaf, new: Leaf) -> Class:
    if rule in {"Control.status", "Control.retired"}:
        return class_of_status(Status(old.raw), Status(new.raw))
    return class_of_field(rule) if old.shown != new.shown else "editorial"


def _reached(left: _Side, right: _Side) -> Iterator[Difference]:
    """Fields that are written as before and read otherwise."""
    for path, new in right.nodes.items():
        old = left.nodes.get(path)
        if not (isinstance(old, Leaf) and isinstance(new, Leaf)):
            continue
        if old.raw == new.raw and old.shown != new.shown:
            yield replace(_difference("changed", path, left, right), how="reached")


def _renamed_steps(old: Group, new: Group) -> dict[str, ItemKey]:
    """Steps that are the same but for their id, by the old one."""
    before, after = _steps(old), _steps(new)
    gone = {name: texts(step) for name, step in before.items() if name not in after}
    come = {name: texts(step) for name, step in after.items() if name not in before}
    renamed: dict[str, ItemKey] = {}
    close = [(-likeness(a, b), x, y) for x, a in gone.items() for y, b in come.items()]
    for distance, name, now in sorted(close):
        taken = {key.new for key in renamed.values()}
        if -distance >= RENAMED and name not in renamed and now not in taken:
            renamed[name] = ItemKey(name, now)
    return renamed


def _reused(left: _Side, right: _Side) -> Iterator[Difference]:
    """Steps that kept nothing but their id: it now stands for another step."""
    for path, new in right.nodes.items():
        old = left.nodes.get(path)
        if len(path) != 2 or path[0] != "steps" or old is None:
            continue
        before, after = texts(old), texts(new)
        told = min(before.count("\n"), after.count("\n")) > 0  # a title alone says too little
        if told and likeness(before, after) < REUSED and headline(old) != headline(new):
            yield Difference(
                how="reused",
                path=path,
                rule="Step.id",
                class_="procedural",
                old=headline(old),
                new=headline(new),
            )


def _steps(part: Group) -> dict[str, Node]:
    steps = part.parts.get("steps")
    return dict(zip(steps.keys or (), steps.parts, strict=True)) if isinstance(steps, Items) else {}
