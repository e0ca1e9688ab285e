"""Where people stop to go through a checklist that nobody wrote by hand.

A pause asks two things, as a surgical team does (Gawande; the WHO checklist): whether what came
before it is done, and whether what the next steps must not go without holds. So a critical key
point, or a grave hazard, is asked for before its step begins and not once it is too late.

There is a reason to stop where the work changes hands, before a step that may do harm or cannot be
undone, and behind one whose result shows whether it went well: that this is the right patient, that
the line is free of air. Not every reason is worth a pause: several dangerous steps in a row share
the one before the first of them, and steps that go to and fro between roles share some. What is
cheapest wins:

- each pause costs, and a long one more than two short ones together, nine items at most;
- each hand-over without a pause costs, and most of all a precaution that is asked for steps ahead
  of its step, or of somebody who has nothing to do with it;
- so does a result of such a step that is looked at steps later only;
- a pause without a reason, between branches of which only one is gone, or between steps that are
  done at the same time, is for lists that would be too long otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

PAUSE = 16
HANDOVER = 9  # without a pause
EARLY = 10  # a precaution that is asked for one harmless step ahead; four times that for two
LATE = 20  # a result of a step that asks for care, seen a harmless step later; four times for two
STRANGER = 60  # a precaution that is asked of another role than takes it
REASONLESS = 60
BETWEEN_BRANCHES = 10_000
TOO_LONG = 100_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """What matters of a step for where to stop: who does it, how many precautions it asks for.

    One is `seen` whose result shows whether its precautions were taken. Steps of one `group` are
    done at the same time.
    """

    role: str
    precautions: int = 0
    seen: bool = False
    branch: bool = False
    group: str | None = None


def pauses(stages: Sequence[Stage], most: int) -> list[int]:
    """Return before which steps to stop, counted from 0, and at last the number of all steps.

    0 is among them if something is to be asked for before the first step. `most` is how many items
    a pause has at most; a step with more precautions than that gets them all the same.
    """
    # By where the last two pauses are: what all before the last costs, and where they are.
    best: dict[tuple[int, int], tuple[int, list[int]]] = {}
    total = len(stages)
    cost = _Cost(stages, most)
    for end in range(1, total + 1):
        for start in range(max(0, end - most), end):
            first = (cost.pause(0, 0, end), [0, end]) if start == 0 else None
            before = [first] if first else []
            for one in range(max(0, start - most), start):
                spent, places = best[one, start]
                before.append((spent + cost.pause(one, start, end), [*places, end]))
            best[start, end] = min(before)
    ends = ((best[start, total], start) for start in range(max(0, total - most), total))
    _, places = min((spent + cost.pause(start, total, total), at) for (spent, at), start in ends)
    return places if _precautions(stages[: places[1]]) else places[1:]


def _precautions(stages: Sequence[Stage]) -> int:
    return sum(stage.precautions for stage in stages)


@dataclass(frozen=True, slots=True)
class _Cost:
    stages: Sequence[Stage]
    most: int

    def pause(self, start: int, at: int, end: int) -> int:
        """What it costs to stop at a step, after the pause at `start` and before that at `end`."""
        items = at - start + _precautions(self.stages[at:end])
        if not items:
            return self._missed(at, end)
        spent = items**2 + PAUSE + TOO_LONG * ((items - 1) // self.most)
        kept = self._late(start, at) + self._early(at, end)
        return spent + self._place(at) + self._missed(at, end) + kept

    def _place(self, at: int) -> int:
        if at in (0, len(self.stages)):
            return 0
        before, after = self.stages[at - 1], self.stages[at]
        if before.group and before.group == after.group:
            return BETWEEN_BRANCHES
        if before.branch and after.branch:
            return BETWEEN_BRANCHES
        reason = before.role != after.role or after.precautions or before.seen
        return 0 if reason else REASONLESS

    def _missed(self, at: int, end: int) -> int:
        return HANDOVER * sum(a.role != b.role for a, b in pairwise(self.stages[at:end]))

    def _early(self, at: int, end: int) -> int:
        """How far ahead precautions are asked for: what is dangerous step by step is one thing."""
        spent = harmless = 0
        for stage in self.stages[at:end]:
            if not stage.precautions:
                harmless += 1
            else:
                stranger = stage.role != self.stages[at].role
                spent += stage.precautions * (EARLY * harmless**2 + STRANGER * stranger)
        return spent

    def _late(self, start: int, at: int) -> int:
        """How late results are looked at: steps that are dangerous one by one are one thing."""
        spent = harmless = 0
        for stage in reversed(self.stages[start:at]):
            if not stage.precautions:
                harmless += 1
            elif stage.seen:
                spent += LATE * harmless**2
        return spent
