"""What a procedure asks for beside its work: what to have at hand first, what to write down."""

from sop_handbook.editions.facts import fact_name, facts
from sop_handbook.language.messages import Messages
from sop_handbook.language.values import reads
from sop_handbook.language.wording import worded
from sop_handbook.model import Before, Reading, Text
from sop_handbook.model.before import TICKED, gravest_first
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.models import BeforeView, ReadingView


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


def facts_view(
    told: ResolvedStep, messages: Messages
) -> tuple[tuple[str, tuple[Text | str, ...]], ...]:
    """Return what fields say beside their names, worded; texts stay texts."""
    return tuple(
        (
            worded(fact_name(name), messages),
            tuple(one if isinstance(one, Text) else worded(one, messages) for one in items),
        )
        for name, items in facts(told)
    )


def reading_view(reading: Reading, go: Link | None, messages: Messages) -> ReadingView:
    """Return a value to write down, worded; `go` is where work goes on if it is out of bounds."""
    limit = "、".join(reads(value, messages) for value in reading.limits)
    clock = messages("page.clock") if reading.kind == "time" else ""
    return ReadingView(reading=reading, limit=limit, asks=limit or reading.unit or clock, go=go)
