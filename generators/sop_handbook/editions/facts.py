"""What is said of a step with a name and nothing else, in every output alike."""

from collections.abc import Iterator
from typing import Any

from sop_handbook.language.wording import Line, Readable, Word, word
from sop_handbook.model import Value
from sop_handbook.model.conditions import ways_aside
from sop_handbook.model.flow import Transition
from sop_handbook.model.numbering import numbers
from sop_handbook.model.resolved import ResolvedStep, Target

Facts = tuple[tuple[str, tuple[Any, ...]], ...]


def facts(told: ResolvedStep) -> Facts:
    """Return pairs of a field and what it says: texts (model.Text) and facts still to be worded.

    How often, if that does not stand beside the role; what is done at the same time; how often the
    step is done again; and the texts that are marked so (model.procedure).
    """
    found: list[tuple[str, tuple[Any, ...]]] = [
        ("schedule", told.step.also_scheduled),
        ("together", told.together),
        ("repeat", tuple(repeated(told))),
        *told.facts,
    ]
    return tuple((name, said) for name, said in found if said)


def reached_by(told: ResolvedStep) -> list[Word | str]:
    """Return when a step comes to which no run comes if all goes well, shown as its conditions."""
    return list(dict.fromkeys(_reached(told, way) for way in ways_aside(told.procedure, told.step)))


def _reached(told: ResolvedStep, way: Transition) -> Word | str:
    if way.exception is not None:
        return str(told.procedure.exceptions[way.exception].when)
    number = numbers(told.procedure)[way.source]
    step = next(one for one in told.procedure.steps if one.id == way.source)
    if way.exhausted:
        most = str(step.repeat and step.repeat.most)
        return word("page.come-by.exhausted", number=number, count=most)
    label = next(one.label for one in step.readings if one.id == way.reading)
    return word("page.come-by.outside", number=number, label=label)


def fact_name(field: str) -> Word:
    """Return what readers call a field of a step that is shown with its name."""
    return word(f"page.step-facts.{field.replace('_', '-')}")


def readable(said: Any) -> Readable:
    """Return one of the things a field says as it stands in content: a text, or a fact."""
    return Line((said,)) if isinstance(said, Word | Target | Value) else str(said)


def repeated(told: ResolvedStep) -> Iterator[Word]:
    """Yield how often a step is done again, and for what."""
    repeat = told.step.repeat
    if repeat is None:
        return
    if repeat.times:
        yield word("page.repeat.times", count=str(repeat.times))
    if repeat.for_each:
        yield word("page.repeat.each", each=str(repeat.for_each))
    if repeat.most and told.instead:
        yield word("page.repeat.most", count=str(repeat.most), then=told.instead)
