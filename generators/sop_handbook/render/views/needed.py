"""What a procedure asks for beside its work: what to have at hand first, what to write down."""

from collections.abc import Iterable
from typing import Any

from sop_handbook.editions.facts import fact_name, facts
from sop_handbook.language.messages import Messages
from sop_handbook.language.values import reads
from sop_handbook.language.wording import worded
from sop_handbook.model import Action, Before, Phrase, Reading, Text
from sop_handbook.model.before import TICKED, gravest_first
from sop_handbook.model.resolved import Ref, ResolvedStep
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.models import ActionView, BeforeView, Fact, PhraseView, ReadingView

_MANNER = ("schedule", "together", "repeat")


def beforehand_view(before: Before | None, messages: Messages) -> BeforeView | None:
    """Return what to know and to have at hand before the first step, worded; None if nothing is."""
    if before is None:
        return None
    parts = ((name, getattr(before, name)) for name in TICKED)
    return BeforeView(
        hazards=gravest_first(before.hazards),
        parts=tuple(
            (messages(f"page.before-parts.{name}"), texts) for name, texts in parts if texts
        ),
    )


def facts_view(told: ResolvedStep, messages: Messages) -> tuple[Fact, ...]:
    """Return what fields say beside their names, worded; texts stay texts."""
    return tuple(_fact(name, items, messages) for name, items in facts(told))


def manner_view(told: ResolvedStep, messages: Messages) -> tuple[Fact, ...]:
    """Return those facts that are good to know before one begins: how often, with what else."""
    return tuple(_fact(name, items, messages) for name, items in facts(told) if name in _MANNER)


def _fact(name: str, items: Iterable[Any], messages: Messages) -> Fact:
    texts = (one if isinstance(one, Text) else worded(one, messages) for one in items)
    return worded(fact_name(name), messages), tuple(texts)


def action_view(action: Action, doer: Ref | None) -> ActionView:
    """Return one thing to do; `doer` is who of the step does it, if that is said."""
    return ActionView(
        do=action.do,
        when=action.when,
        run=(action.run or "").rstrip("\n"),
        role=doer.title if doer else "",
    )


def phrase_view(phrase: Phrase, speaker: Ref | None) -> PhraseView:
    """Return words to say; `speaker` is who of the step says them, if that is said."""
    return PhraseView(
        say=phrase.say,
        when=phrase.when,
        origin=phrase.origin,
        role=speaker.title if speaker else "",
    )


def reading_view(reading: Reading, go: Link | None, messages: Messages) -> ReadingView:
    """Return a value to write down, worded; `go` is where work goes on if it is out of bounds."""
    limit = "、".join(reads(value, messages) for value in reading.limits)
    clock = messages("page.clock") if reading.kind == "time" else ""
    return ReadingView(reading=reading, limit=limit, asks=limit or reading.unit or clock, go=go)
