"""Is the same thing said twice in different words."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations

from sop_handbook.adapters.source import KeyPath
from sop_handbook.findings import Finding
from sop_handbook.model import Handbook, Procedure, Text
from sop_handbook.model import texts as walk
from sop_handbook.sources.places import Places

MIN_LENGTH = 30  # shorter sentences are alike by nature
LIKENESS = 0.85
_GRAM = 10  # characters that two texts must share in a row to be compared at all
_COMMON = 8  # a run of characters found in more texts than this is a set phrase


def near_duplicates(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """No two procedures say nearly the same in a longer text; one may link to the other."""
    texts = [
        (procedure.id, path, str(text))
        for procedure in handbook.in_use
        for path, text in _long_texts(procedure)
    ]
    for first, second in sorted(_candidates([text for _, _, text in texts])):
        name, path, text = texts[first]
        other, other_path, other_text = texts[second]
        if name != other and _alike(text, other_text):
            place = places.procedure(other, *other_path)
            same = places.procedure(name, *path)
            yield Finding(place, "near-duplicate", {"first": str(same)})


def _alike(text: str, other: str) -> bool:
    # The quick ratios are upper bounds of the ratio, and rule out most pairs.
    match = SequenceMatcher(None, text, other)
    ratios = (match.real_quick_ratio, match.quick_ratio, match.ratio)
    return all(ratio() >= LIKENESS for ratio in ratios)


def copies(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """No procedure has the steps of another one, word by word: one of them would fall behind."""
    first: dict[object, str] = {}
    titles = Counter(map(_titles, handbook.in_use))
    for procedure in handbook.in_use:
        if titles[_titles(procedure)] == 1:  # so that few have to be read in full
            continue
        steps = tuple(
            (step.title, step.role, tuple(str(text) for _, text in walk.iter_texts(step)))
            for step in procedure.steps
        )
        name = first.setdefault(steps, procedure.id)
        if name != procedure.id:
            args = {"first": str(places.procedure(name, "steps"))}
            yield Finding(places.procedure(procedure.id, "steps"), "copied-procedure", args)


def _titles(procedure: Procedure) -> tuple[tuple[str, str], ...]:
    return tuple((step.title, step.role) for step in procedure.steps)


def _long_texts(procedure: Procedure) -> Iterator[tuple[KeyPath, Text]]:
    found: list[tuple[KeyPath, Text]] = [(("goal",), procedure.goal)]
    found += [(("principles", i), text) for i, text in enumerate(procedure.principles)]
    for i, step in enumerate(procedure.steps):
        found += [(("steps", i, "actions", j), item.do) for j, item in enumerate(step.actions)]
        found += [(("steps", i, "key_points", j), p.text) for j, p in enumerate(step.key_points)]
    for i, rule in enumerate(procedure.exceptions):
        found += [(("exceptions", i, "method"), rule.method)] if rule.method else []
    return ((path, text) for path, text in found if len(str(text)) >= MIN_LENGTH)


def _candidates(texts: list[str]) -> set[tuple[int, int]]:
    """Return the pairs that share an uncommon run of characters; comparing all would be square."""
    homes: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        for gram in {text[i : i + _GRAM] for i in range(len(text) - _GRAM + 1)}:
            homes.setdefault(gram, []).append(index)
    return {
        pair for found in homes.values() if len(found) <= _COMMON for pair in combinations(found, 2)
    }
