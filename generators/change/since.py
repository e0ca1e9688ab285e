"""What became of a procedure since its last edition, told by the digests in the ledger alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generators.change.align import moved
from generators.change.classes import ORDER, highest
from generators.change.declared import Delta
from generators.change.levels import (
    WHOLE,
    difference,
    exact_of,
    gone,
    is_exactly,
    parts_of,
    same_sense,
)
from generators.change.rules import rules_of
from generators.model import Class, Edition, Handbook, Procedure


def since_release(
    handbook: Handbook, procedure: Procedure, newest: Iterable[Edition]
) -> Delta | None:
    """Return what became of a procedure since the newest of its editions, None if nothing did.

    Where two branches met there are several newest; what counts is the last revision of them. Of
    two with the same both count, since people hold sheets of either. Each is compared under the
    rules it was written by.
    """
    known = [
        (edition, rules)
        for edition in newest
        if edition.parts and (rules := rules_of(edition.scheme))
    ]
    if not known or any(
        is_exactly(exact_of(rules, handbook, procedure), edition.parts) for edition, rules in known
    ):
        return None
    last = max(edition.revision or 0 for edition, _ in known)
    deltas = [
        _delta(handbook, edition, parts_of(rules, handbook, procedure))
        for edition, rules in known
        if (edition.revision or 0) == last
    ]
    return _together(deltas)


def _together(deltas: list[Delta]) -> Delta:
    """Return what became of several editions of one revision: the most serious of each part."""
    first, *others = sorted(deltas, key=lambda delta: -ORDER.index(delta.class_))
    steps = dict(first.steps)
    for other in others:
        for name, class_ in other.steps.items():
            steps[name] = highest((class_, steps.get(name, "editorial")))
    whole = highest(delta.whole for delta in deltas)
    return replace(first, steps=steps, whole=whole)


def _delta(handbook: Handbook, edition: Edition, parts: Mapping[str, str]) -> Delta:
    before = edition.parts
    steps: dict[str, Class] = {}
    for name in parts.keys() & before.keys() - {WHOLE}:
        class_ = difference(before[name], parts[name])
        if class_ and class_ != "editorial":
            steps[name] = class_
    lost = [name for name in before if name not in parts]
    come = [name for name in parts if name not in before]
    renamed = dict(_renamed(before, parts, lost, come))
    for name in lost:
        steps[name] = gone(before[name])
    for name in come:
        steps[name] = gone(parts[name])
    for old, new in renamed.items():
        steps.pop(old)
        steps[new] = "clarification"
    if handbook.procedures[edition.subject].order == "sequence":
        for name in _moved(before, parts, renamed):
            steps[name] = highest((steps.get(name, "editorial"), "procedural"))
    whole = difference(before[WHOLE], parts[WHOLE]) or "editorial"
    ordered = {name: steps[name] for name in (*parts, *lost) if name in steps}
    return Delta(
        procedure=edition.subject,
        since=edition.date.isoformat(),
        revision=edition.revision or 0,
        class_=highest((whole, *steps.values())),
        whole=whole,
        steps=ordered,
        renamed=renamed,
        reused=tuple(_reused(handbook, edition, parts, come)),
    )


def _moved(
    before: Mapping[str, str], parts: Mapping[str, str], renamed: Mapping[str, str]
) -> set[str]:
    """Return the steps that left the order they were in; parts stand in the order of steps."""
    former = [renamed.get(name, name) for name in before if name != WHOLE]
    return {str(name) for name in moved(former, [name for name in parts if name != WHOLE])}


def _renamed(
    before: Mapping[str, str], parts: Mapping[str, str], lost: list[str], come: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield steps that say what a lost one said, under another id."""
    taken: set[str] = set()
    for old in lost:
        alike = (name for name in come if same_sense(before[old], parts[name]))
        new = next((name for name in alike if name not in taken), None)
        if new:
            taken.add(new)
            yield old, new


def _reused(
    handbook: Handbook, edition: Edition, parts: Mapping[str, str], come: list[str]
) -> Iterator[str]:
    """Yield new steps under an id that once, before the last edition, was another step's."""
    for name in come:
        former = [
            one.parts[name]
            for one in handbook.editions
            if (one.of, one.subject) == (edition.of, edition.subject)
            and one.scheme == edition.scheme
            and name in one.parts
        ]
        if former and not any(same_sense(old, parts[name]) for old in former):
            yield name
