"""What became of a procedure since its last edition, by the digests in the ledger alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sop_handbook.change.align import moved
from sop_handbook.change.declared import Delta, with_former_people
from sop_handbook.change.holders import WHOLE, is_step, role_in
from sop_handbook.change.rules import SCHEME, rules_of
from sop_handbook.change.severity import ORDER, highest
from sop_handbook.change.severity_digests import (
    difference,
    exact_of,
    gone,
    is_exactly,
    parts_of,
    same_sense,
)
from sop_handbook.model import Class, Edition, Handbook, Procedure


def since_release(
    handbook: Handbook, procedure: Procedure, newest: Iterable[Edition]
) -> Delta | None:
    """Return what became of a procedure since the newest of its editions.

    None if nothing did, or if none of them can be compared. Where two branches met there are
    several newest; what counts is the last revision of them. Of two with the same both count, since
    people hold sheets of either. Each is compared under the rules it was written by.
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
    steps, roles = dict(first.steps), dict(first.roles)
    for other in others:
        _raise(steps, other.steps)
        _raise(roles, other.roles)
    whole = highest(delta.whole for delta in deltas)
    return replace(first, steps=steps, roles=roles, whole=whole)


def _raise(classes: dict[str, Class], others: Mapping[str, Class]) -> None:
    for name, class_ in others.items():
        classes[name] = highest((class_, classes.get(name, "editorial")))


def _delta(handbook: Handbook, edition: Edition, parts: Mapping[str, str]) -> Delta:
    before, procedure = edition.parts, handbook.procedures[edition.subject]
    changed = dict(_changed(before, parts))
    steps = {name: class_ for name, class_ in changed.items() if is_step(name)}
    lost = [name for name in before if name not in parts and is_step(name)]
    come = [name for name in parts if name not in before and is_step(name)]
    renamed = dict(_renamed(before, parts, lost, come))
    for name in lost:
        steps[name] = gone(before[name])
    for name in come:
        steps[name] = gone(parts[name])
    for old, new in renamed.items():
        steps.pop(old)
        steps[new] = "clarification"
    if procedure.order == "sequence":
        for name in _moved(before, parts, renamed):
            steps[name] = highest((steps.get(name, "editorial"), "procedural"))
    roles = {role: changed[name] for name in sorted(changed) if (role := role_in(name))}
    whole = difference(before[WHOLE], parts[WHOLE]) or "editorial"
    ordered = {name: steps[name] for name in (*parts, *lost) if name in steps}
    return Delta(
        procedure=edition.subject,
        since=edition.date.isoformat(),
        revision=edition.revision or 0,
        class_=highest((whole, *steps.values(), *roles.values())),
        whole=whole,
        steps=ordered,
        roles=with_former_people(roles, steps, edition.steps, procedure, handbook),
        former=edition.steps,
        renamed=renamed,
        reused=tuple(_reused(handbook, edition, parts, come)),
        rules=str(edition.scheme) if edition.scheme < SCHEME else "",
    )


def _changed(before: Mapping[str, str], parts: Mapping[str, str]) -> Iterator[tuple[str, Class]]:
    """Yield the class of every step in both states, and of what every role handles."""
    for name in (before.keys() | parts.keys()) - {WHOLE}:
        class_ = difference(before.get(name), parts.get(name))
        alone = is_step(name) and not (name in before and name in parts)
        if class_ and class_ != "editorial" and not alone:
            yield name, class_


def _moved(
    before: Mapping[str, str], parts: Mapping[str, str], renamed: Mapping[str, str]
) -> set[str]:
    """Return the steps that left the order they were in; parts stand in the order of steps."""
    former = [renamed.get(name, name) for name in before if is_step(name)]
    return {str(name) for name in moved(former, [name for name in parts if is_step(name)])}


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
