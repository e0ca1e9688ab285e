"""Lines of text from parts of a procedure, as results of the search show them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from sop_handbook.language.messages import Messages
from sop_handbook.model import ExceptionRule, Handbook, Hazard, Mention, Procedure, Role, Step, Text
from sop_handbook.model.before import gravest_first
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.model.texts import iter_texts
from sop_handbook.render.views.needed import reading_view


def hazards(items: Iterable[Hazard], messages: Messages) -> Iterator[str]:
    """Yield each hazard behind its level, the gravest first, and how to avoid it."""
    for item in gravest_first(tuple(items)):
        yield f"{messages(f'page.levels.{item.level}')}：{item.text}"
        if item.avoid:
            yield f"{messages('page.hazard-avoid')}：{item.avoid}"


def readings(step: Step, messages: Messages) -> Iterator[str]:
    """Yield what is to be written down, with bounds or options, and what to do out of bounds."""
    for reading in step.readings:
        view = reading_view(reading, None, messages)
        options = " / ".join(map(str, reading.options))
        asks = f"（{view.asks}）" if view.asks else ""
        label = f"{messages('page.readings')}：{reading.label}{asks}"
        yield f"{label}：{options}" if options else label
        if reading.outside:
            yield f"{messages('page.outside')}：{reading.outside.do}"


def loud(told: ResolvedStep, messages: Messages) -> tuple[str, ...]:
    """Return what of a step must not be missed: hazards, critical key points and words to say."""
    step = told.step
    critical = (str(point.text) for point in step.key_points if point.critical)
    spoken = (
        "：".join(said(who.title if who else None, phrase.when, f"“{phrase.say}”"))
        for phrase, who in zip(step.phrases, told.speakers, strict=True)
    )
    return (*hazards(step.hazards, messages), *critical, *spoken)


def calls(procedure: Procedure) -> dict[str, tuple[str, ...]]:
    """Return for each step, by id, whom it or what may go wrong at it says to call.

    Each comes with the number.
    """
    rules = [(rule.at, tuple(_contacts(rule))) for rule in procedure.exceptions]
    found = {}
    for step in procedure.steps:
        wrong = (named for at, named in rules if not at or step.id in at)
        found[step.id] = tuple(dict.fromkeys(chain(_contacts(step), *wrong)))
    return found


def reached(handbook: Handbook, role: Role, messages: Messages) -> Iterator[str]:
    """Yield how those of a role are reached by telephone, under the name and what else it is."""
    for contact in handbook.contacts.values():
        if contact.phone and role.id in contact.roles:
            label = contact.label
            who = label if role.title in label else f"{role.title} {label}"
            gap = " " if who[-1].isascii() else ""
            yield messages("page.reached", who=who, gap=gap, number=contact.phone)


def _contacts(of: Step | ExceptionRule) -> Iterator[str]:
    for _, text in iter_texts(of):
        for part in text.parts:
            if isinstance(part, Mention) and part.quantity.kind == "contact":
                yield f"{part.quantity.label} {part.reads}"


def rule(columns: Sequence[str], row: Sequence[Text]) -> str:
    """Return a row of a table: `雷雨：上岸`, or `院内费用，首期额度：5000元；自付：超出部分`."""
    lead, *cells = map(str, row)
    if len(cells) == 1:
        return f"{lead}：{cells[0]}"
    named = (f"{column}：{cell}" for column, cell in zip(columns[1:], cells, strict=True) if cell)
    return f"{lead}，{'；'.join(named)}"


def shown(owner: Procedure | Step) -> Iterator[str]:
    """Yield what pictures and clips show, with what is marked on them."""
    for picture in owner.pictures:
        yield str(picture.text)
        yield from (str(mark.text) for mark in picture.marks)
    yield from (str(clip.text) for clip in owner.clips)


def said(*texts: Text | str | None) -> tuple[str, ...]:
    """Return texts as they read, without those that are not there."""
    return tuple(str(text) for text in texts if text)


def remark(text: Text | None) -> str:
    """Return a text as it stands behind another one, between brackets."""
    return f"（{text}）" if text else ""
