"""What a step says, line by line, as results of the search show it."""

from collections.abc import Iterator

from sop_handbook.editions.facts import fact_name, facts
from sop_handbook.language.messages import Messages
from sop_handbook.language.values import limit_name, reads
from sop_handbook.language.wording import worded
from sop_handbook.model import Action, ExceptionRule, Step
from sop_handbook.model.resolved import ResolvedProcedure
from sop_handbook.render.search.lines import readings, said, shown


def step_lines(told: ResolvedProcedure, step: Step, messages: Messages) -> Iterator[str]:
    """Yield all lines of a step but those that are loud, and what may go wrong at it."""
    yield from (line for action in step.actions for line in _action(action, messages))
    if step.timing:
        name = messages(f"page.{limit_name(step.timing)}")
        yield f"{name}：{reads(step.timing, messages)}"
    for point in step.key_points:
        if not point.critical:
            yield str(point.text)
        if point.reason:
            yield str(point.reason.text)
    for avoid in step.avoid:
        yield f"{messages('page.avoid')}：{avoid.text}"
        yield from said(avoid.instead)
    yield from readings(step, messages)
    if step.decision:
        answers = " / ".join(str(way.answer) for way in step.decision.outcomes)
        yield f"{step.decision.question} {answers}"
    yield from _beside(told, step, messages)
    for one in told.procedure.exceptions:
        if step.id in one.at:
            yield from exception(one)


def _action(action: Action, messages: Messages) -> Iterator[str]:
    """Yield what to do and, line by line, what to type."""
    yield f"{action.when}：{action.do}" if action.when else str(action.do)
    for typed in (action.run or "").splitlines():
        if typed.strip():
            yield f"{messages('page.run-this')}：{typed.strip()}"


def exception(one: ExceptionRule) -> Iterator[str]:
    """Yield what may go wrong, and what to do then."""
    yield "：".join(said(one.when, one.requirement))
    yield from said(one.method)


def _beside(told: ResolvedProcedure, step: Step, messages: Messages) -> Iterator[str]:
    """Yield what stands beside the work itself: tools, records, the sign that it is done."""
    yield from said(*step.tools, *step.records, *step.choices, *step.errors)
    yield from shown(step)
    for name, items in facts(told.step(step.id)):
        yield from (
            f"{worded(fact_name(name), messages)}：{worded(one, messages)}" for one in items
        )
    yield from said(*(item.item for item in step.receives))
    yield from (form.title for form in told.step(step.id).forms)
