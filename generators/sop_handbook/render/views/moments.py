"""When people stop to go through a checklist, in words that pages and paper share."""

from collections.abc import Mapping

from sop_handbook.language.wording import Word, word
from sop_handbook.model.checklists import PausePoint


def moment_words(point: PausePoint, order: str, numbers: Mapping[str, str]) -> Word | str:
    """Return when a pause point is, by the `numbers` of steps, for a procedure in such an order.

    A step that a run may leave out does not tell when: nobody who left it out would stop.
    """
    if point.moment:
        return str(point.moment)
    done, ahead = ([numbers[step.id] for step in steps] for steps in (point.done, point.ahead))
    done = _telling(done, to_go_on=bool(ahead))
    if not done:
        one = ahead[0] == ahead[-1] or order == "sequence"
        return word(f"page.ticks.before-step{'' if one else 's'}", first=ahead[0], last=ahead[-1])
    what = {"sequence": "after", "any": "about", "one": "about"}[order]
    if done[0] == done[-1]:
        key, args = f"{what}-step", {"number": done[0]}
    else:
        key = "one-of-steps" if order == "one" else f"{what}-steps"
        args = {"first": done[0], "last": done[-1]}
    if not ahead:
        return word(f"page.ticks.{key}", **args)
    return word(f"page.ticks.{key}-before", next=ahead[0], **args)


def _telling(done: list[str], *, to_go_on: bool) -> list[str]:
    """Return the numbers that tell when: none of a branch at the beginning, or if all goes on."""
    always = [number for number in done if number[-1].isdigit()]
    if to_go_on:
        return always
    return done[done.index(always[0]) :] if always else done
