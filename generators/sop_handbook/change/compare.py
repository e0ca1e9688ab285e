"""Two states of one part become a list of differences by field."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sop_handbook.change.align import keys, likeness, moved, renamed, texts
from sop_handbook.change.comparison_tree import (
    FieldGroup,
    Items,
    Leaf,
    Node,
    weighed,
    weight_of,
)
from sop_handbook.change.disposition import class_of_status
from sop_handbook.change.headlines import headline
from sop_handbook.change.paths import ItemKey, Key, Path, path_on
from sop_handbook.change.rules import Rules
from sop_handbook.change.severity import Weight, class_of_field, heaviest, weight_of_text
from sop_handbook.change.used import USES
from sop_handbook.language.quantities import SideBySide, side_by_side
from sop_handbook.language.wording import Line, Readable
from sop_handbook.model import Class, Status

How = Literal[
    "changed", "added", "removed", "moved", "reached", "renamed", "reused", "left", "came"
]
_Parts = dict[Key, tuple[Node, str]]  # what a part holds, and its name in the table of classes
KEPT = 0.33  # of all that a list held then or now; with less of it in common, all of it changed
REUSED = 0.25  # how alike steps are that only kept an id


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One field that is not what it was; `old` and `new` as people read them.

    `rule` names the field in the table of classes, such as `Step.role`. `quantities` are the ids of
    those named in it. For `how`, `reached` means: the field itself is as before, a quantity or a
    rule table named in it is not. `reason` is why a text weighs what it weighs (severity.Weight),
    "" where its field says it all. `compared` are values in one unit, where that tells more than
    the values as they are written.
    """

    how: How
    path: Path
    rule: str
    class_: Class
    reason: str = ""
    old: Readable = ""
    new: Readable = ""
    quantities: tuple[str, ...] = ()
    compared: SideBySide | None = None


@dataclass(frozen=True, slots=True)
class _Side:
    """What stands at each path of one state, and its field."""

    nodes: dict[Path, Node]
    fields: dict[Path, str]


def compare(old: FieldGroup, new: FieldGroup, rules: Rules) -> list[Difference]:
    """Return all differences between two states of one part, in the order of the new one.

    [] if nothing differs.
    """
    comparer = _Comparer(rules, _renamed_steps(old, new))
    found = list(comparer.differences(old, new))
    if all(_raw(side, "order") in {"any", "one"} for side in (old, new)):
        found = [_loosened(difference) for difference in found]
    return comparer.in_order(found)


class _Comparer:
    """Lays two states out side by side, items under the same key, and weighs what differs."""

    def __init__(self, rules: Rules, renamed: Mapping[str, ItemKey]) -> None:
        self._rules = rules
        self._renamed = renamed
        self._left, self._right = _Side({}, {}), _Side({}, {})
        self._moved: list[Difference] = []

    def differences(self, old: FieldGroup, new: FieldGroup) -> Iterator[Difference]:
        found = list(self._compare(old, new, ()))
        yield from self._moved
        for how, path in found:
            if not self._only_id(path):
                yield self._difference("reached" if _in_table(path) else how, path)
        yield from self._reached()
        for before, key in self._renamed.items():
            yield Difference(
                how="renamed",
                path=("steps", key),
                rule="Step.id",
                class_="clarification",
                old=before,
                new=str(key.new),
            )
        yield from _reused(self._left, self._right)

    def in_order(self, found: Iterable[Difference]) -> list[Difference]:
        """Sort differences as their fields stand in the new state, then in the old one."""
        nodes = [*self._right.nodes, *self._left.nodes][::-1]
        order = {path: index for index, path in enumerate(nodes)}
        return sorted(found, key=lambda d: (-order.get(d.path, 0), path_on(d.path, "new"), d.how))

    def _only_id(self, path: Path) -> bool:
        """Whether a path is the id of a step that is the same but for it."""
        return path[2:] == ("id",) and path[1] in self._renamed.values()

    def _compare(self, old: Node, new: Node, path: Path) -> Iterator[tuple[How, Path]]:
        """Yield where two parts differ; fill both sides on the way, and note what moved."""
        if isinstance(old, Items) and isinstance(new, Items):
            theirs, ours = self._keys(old, new, path)
            self._moved += _moves(self._rules, new, theirs, ours, path)
            parts: tuple[_Parts, _Parts] = (_items(old, theirs), _items(new, ours))
        elif isinstance(old, FieldGroup) and isinstance(new, FieldGroup):
            parts = (_fields(old), _fields(new))
        else:
            if not (isinstance(old, Leaf) and isinstance(new, Leaf) and old.raw == new.raw):
                yield "changed", path
            return
        found = list(self._compare_parts(parts, path))
        if path and _replaced(*parts):
            yield ("changed" if all(parts) else "removed" if parts[0] else "added"), path
        else:
            yield from found

    def _compare_parts(
        self, parts: tuple[_Parts, _Parts], path: Path
    ) -> Iterator[tuple[How, Path]]:
        for key in dict.fromkeys([*parts[1], *parts[0]]):
            here = (*path, key)
            for side, own in zip((self._left, self._right), parts, strict=True):
                if key in own:
                    side.nodes[here], side.fields[here] = own[key]
            if key not in parts[0]:
                yield "added", here
            elif key not in parts[1]:
                yield "removed", here
            else:
                yield from self._compare(parts[0][key][0], parts[1][key][0], here)

    def _keys(self, old: Items, new: Items, path: Path) -> tuple[list[Key], list[Key]]:
        theirs, ours = keys(old, new)
        if path == ("steps",):
            again = self._renamed
        elif old.rule == new.rule == "Step.readings":
            again = _renamed(old, new)
        else:
            return theirs, ours
        names = {**again, **{str(key.new): key for key in again.values()}}
        return [names.get(str(key), key) for key in theirs], [
            names.get(str(key), key) for key in ours
        ]

    def _difference(self, how: How, path: Path) -> Difference:
        old, new = self._left.nodes.get(path), self._right.nodes.get(path)
        sides = [side for side in (self._left, self._right) if path in side.nodes]
        if isinstance(old, Leaf) and isinstance(new, Leaf):
            weight = heaviest(self._of_leaves(side.fields[path], old, new) for side in sides)
        else:
            weight = heaviest(
                weight_of(self._rules, side.nodes[path], side.fields[path]) for side in sides
            )
        return Difference(
            how=how,
            path=path,
            rule=sides[-1].fields[path],
            class_=weight.class_,
            reason=weight.reason,
            old=headline(old) if old else "",
            new=headline(new) if new else "",
            quantities=new.quantities if isinstance(new, Leaf) else (),
            compared=_compared(self._rules, old, new),
        )

    def _of_leaves(self, field: str, old: Leaf, new: Leaf) -> Weight:
        if field in {"Control.status", "Control.retired"}:
            return Weight(class_of_status(Status(old.raw), Status(new.raw)))
        if old.text and new.text:
            return weight_of_text(self._rules, field, old.says, new.says)
        if weighed(self._rules, old) == weighed(self._rules, new):
            return Weight("editorial")
        return Weight(class_of_field(self._rules, field))

    def _reached(self) -> Iterator[Difference]:
        """Fields that are written as before and read otherwise."""
        for path, new in self._right.nodes.items():
            old = self._left.nodes.get(path)
            if not (isinstance(old, Leaf) and isinstance(new, Leaf)):
                continue
            if old.raw == new.raw and old.says != new.says:
                yield self._difference("reached", path)


def _compared(rules: Rules, old: Node | None, new: Node | None) -> SideBySide | None:
    """Two values, or the one figure that two texts have otherwise, in one unit."""
    if not (isinstance(old, Leaf) and isinstance(new, Leaf)):
        return None
    if old.text and new.text:
        before, after = rules.senses.figures(old.says), rules.senses.figures(new.says)
        same = len(before) == len(after)
        pairs = [pair for pair in zip(before, after, strict=False) if pair[0] != pair[1]]
        return side_by_side(*pairs[0]) if same and len(pairs) == 1 else None
    if old.amount and new.amount and old.value and new.value:
        return side_by_side(old.value.literal, new.value.literal)
    return None


def _in_table(path: Path) -> bool:
    """Whether a path leads into a rule table that a step uses, which is written elsewhere."""
    return path[2:3] == (USES,) and len(path) > 4  # steps, id, field, table, place in it


def _loosened(difference: Difference) -> Difference:
    """Parts without an order may be listed in another order."""
    if difference.how == "moved" and difference.rule == "Procedure.steps":
        return replace(difference, class_="clarification")
    return difference


def _raw(part: FieldGroup, name: str) -> str:
    inner = part.parts.get(name)
    return inner.raw if isinstance(inner, Leaf) else ""


def _items(part: Items, names: list[Key]) -> _Parts:
    return {key: (item, part.rule) for key, item in zip(names, part.parts, strict=True)}


def _fields(part: FieldGroup) -> _Parts:
    return {key: (inner, part.rules[key]) for key, inner in part.parts.items()}


def _replaced(old: _Parts, new: _Parts) -> bool:
    """Tell whether so little is left of what a part held that it counts as one change."""
    every, shared = old.keys() | new.keys(), old.keys() & new.keys()
    return len(every) > 1 and len(shared) / len(every) < KEPT


def _moves(
    rules: Rules, new: Items, theirs: list[Key], ours: list[Key], path: Path
) -> Iterator[Difference]:
    by_key = dict(zip(ours, new.parts, strict=True))
    class_ = rules.ordered.get(new.rule, "editorial")
    for key in sorted(moved(theirs, ours), key=ours.index):
        yield Difference(
            how="moved",
            path=(*path, key),
            rule=new.rule,
            class_=class_,
            old=str(theirs.index(key) + 1),
            new=Line((f"{ours.index(key) + 1} ", headline(by_key[key]))),
        )


def _renamed_steps(old: FieldGroup, new: FieldGroup) -> dict[str, ItemKey]:
    """Steps that are the same but for their id, by the old one."""
    return _renamed(*(side.parts.get("steps") for side in (old, new)))


def _renamed(old: Node | None, new: Node | None) -> dict[str, ItemKey]:
    before, after = (
        {name: _told(part) for name, part in _by_key(items).items()} for items in (old, new)
    )
    return renamed(before, after)


def _reused(left: _Side, right: _Side) -> Iterator[Difference]:
    """Steps that kept nothing but their id: it now stands for another step."""
    for path, new in right.nodes.items():
        old = left.nodes.get(path)
        if len(path) != 2 or path[0] != "steps" or old is None:
            continue
        before, after = _told(old), _told(new)
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


def _told(step: Node) -> str:
    """What a step itself says: that several use one long table does not make them alike."""
    if not isinstance(step, FieldGroup):
        return texts(step)
    return texts(replace(step, parts={k: v for k, v in step.parts.items() if k != USES}))


def _by_key(items: Node | None) -> dict[str, Node]:
    return dict(zip(items.keys or (), items.parts, strict=True)) if isinstance(items, Items) else {}
