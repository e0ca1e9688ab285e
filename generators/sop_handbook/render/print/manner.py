"""How a step is done: with which others at the same time, how often, from when its time counts."""

from collections.abc import Iterator
from typing import Any

from sop_handbook.language.messages import Messages
from sop_handbook.language.wording import word, worded
from sop_handbook.model.resolved import ResolvedStep

_MANNER = ("together", "repeat")  # facts


def on_front(shown: dict[str, Any], room: int, words: Messages) -> dict[str, Any]:
    """Return what the front of a card tells of it: `manner`, if there is any.

    What has more signs than there is `room` for stands on the back only.
    """
    found = manner(shown).get("manner", ())
    short = [fact for fact in found if len("".join(worded(fact["texts"], words))) <= room]
    return {"manner": short} if short else {}


def manner(shown: dict[str, Any]) -> dict[str, Any]:
    """Return what a sheet tells of it: `manner`, each with `name` and `texts`, if there is any."""
    found = [fact for fact in shown.get("facts", ()) if fact["field"] in _MANNER]
    told = [{"name": fact["name"], "texts": fact["texts"]} for fact in found]
    return {"manner": told} if told else {}


def minded(shown: dict[str, Any], told: ResolvedStep) -> Iterator[dict[str, Any]]:
    """Yield what a plate tells of it, as items of a plate."""
    item = {"standard": True, "manner": True, "spare": False}
    if told.step.timing and told.step.timing.anchor:
        yield {"metric": word("page.limit"), "text": shown["time_limit"]} | item
    for fact in shown.get("facts", ()):
        if fact["field"] in _MANNER:
            yield from ({"metric": fact["name"], "text": one} | item for one in fact["texts"])
