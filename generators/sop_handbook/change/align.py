"""Which item of a list is which: by key, else by likeness; and which ones truly moved."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from sop_handbook.change.comparison_tree import Items, Leaf, Node, leaves
from sop_handbook.change.paths import ItemKey, Key

RENAMED = 0.75  # how alike things are that only changed their ids
ALIKE = 0.5  # from here on a text counts as edited, below as another one


def keys(old: Items, new: Items) -> tuple[list[Key], list[Key]]:
    """Return a key for every item on both sides, in their order; equal keys mean the same item.

    Items without ids are told apart by their places in both states.
    """
    if old.keys is not None and new.keys is not None:
        return list(old.keys), list(new.keys)
    pairs = _pair_items(old, new)
    former = {after: before for before, after in pairs.items()}
    theirs: list[Key] = [ItemKey(at, pairs.get(at)) for at in range(len(old.parts))]
    return theirs, [ItemKey(former.get(at), at) for at in range(len(new.parts))]


def _pair_items(old: Items, new: Items) -> dict[int, int]:
    """Pair what bears one id, written by an author, then all the rest by its texts."""
    places = {name: at for at, name in enumerate(new.ids) if name}
    pairs = {at: places[name] for at, name in enumerate(old.ids) if name in places}
    before = [at for at in range(len(old.parts)) if at not in pairs]
    after = [at for at in range(len(new.parts)) if at not in pairs.values()]
    alike = pair([texts(old.parts[at]) for at in before], [texts(new.parts[at]) for at in after])
    return pairs | {before[a]: after[b] for a, b in alike.items()}


def pair(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Pair old texts with new ones: equal ones first, in order, then the most alike.

    The result leads from places in `old` to places in `new`, from 0; what has no partner is not in
    it.
    """
    pairs: dict[int, int] = {}
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        pairs |= {a + index: b + index for index in range(size)}
    left = [index for index in range(len(old)) if index not in pairs]
    free = [index for index in range(len(new)) if index not in pairs.values()]
    close = [(-likeness(old[a], new[b]), abs(a - b), a, b) for a in left for b in free]
    for distance, _, a, b in sorted(close):
        if -distance >= ALIKE and a not in pairs and b not in pairs.values():
            pairs[a] = b
    return pairs


def renamed(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, ItemKey]:
    """Return what says the same under another id, by the old one: its key in both states.

    Both mappings hold the text of each item by its id.
    """
    gone = {name: text for name, text in old.items() if name not in new}
    come = {name: text for name, text in new.items() if name not in old}
    found: dict[str, ItemKey] = {}
    close = [(-likeness(a, b), x, y) for x, a in gone.items() for y, b in come.items()]
    for distance, name, now in sorted(close):
        taken = {key.new for key in found.values()}
        if -distance >= RENAMED and name not in found and now not in taken:
            found[name] = ItemKey(name, now)
    return found


def moved(old: Sequence[Key], new: Sequence[Key]) -> set[Key]:
    """Return the keys that left the order they shared: all but a longest common order.

    Keys that only one state has are not among them.
    """
    place = {key: index for index, key in enumerate(old)}
    common = [key for key in new if key in place]
    return set(common) - set(_longest_rise(common, [place[key] for key in common]))


def likeness(old: str, new: str) -> float:
    """Return how alike two texts are, from 0 (nothing in common) to 1 (equal)."""
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def texts(part: Node) -> str:
    """Return everything people read in a part, as one text; search words are not read."""
    if isinstance(part, Leaf):
        return part.says
    found = (leaf.says for rule, leaf in leaves(part, "") if leaf.text and "aliases" not in rule)
    return "\n".join(found)


def _longest_rise(items: Sequence[Key], places: Sequence[int]) -> list[Key]:
    """Return the longest run of items whose places rise (patience sorting)."""
    tops: list[int] = []  # smallest last place of a run, by length
    ends: list[int] = []  # the item that ends it
    before: list[int | None] = []
    for index, place in enumerate(places):
        length = bisect_left(tops, place)
        before.append(ends[length - 1] if length else None)
        tops[length : length + 1] = [place]
        ends[length : length + 1] = [index]
    run: list[Key] = []
    at = ends[-1] if ends else None
    while at is not None:
        run.append(items[at])
        at = before[at]
    return run[::-1]
