"""What comes first where somebody is in danger: procedures, and what may go wrong in them."""

from collections.abc import Iterable, Iterator

from sop_handbook.model.handbook import Handbook
from sop_handbook.model.procedure import ExceptionRule, Procedure, Step

_CALM = 3


def urgent_first(handbook: Handbook, procedures: Iterable[Procedure]) -> list[Procedure]:
    """Return them with those first that tell what to do in danger: these may lose no room.

    These are those of an industry for danger, then those named by a word of the handbook for it,
    which may only contain it: 发布前冒烟测试.
    """

    def calm(one: Procedure) -> tuple[bool, bool]:
        return not handbook.industries[one.industry].emergency, not is_named_urgent(handbook, one)

    return sorted(procedures, key=calm)


def is_named_urgent(handbook: Handbook, procedure: Procedure) -> bool:
    """Tell whether a word of the handbook for danger is in what a procedure is called."""
    return _speaks_of_danger(handbook, (procedure.title, *procedure.aliases))


def calmness(handbook: Handbook, procedure: Procedure, rule: ExceptionRule) -> int:
    """Return how calm one can be about an exception, 0 where there is danger to somebody.

    It is spoken of in words of the handbook for danger, or comes up at a step where somebody may
    die (1), or may come to harm otherwise (2).
    """
    told = (rule.when, rule.requirement, rule.method)
    if _speaks_of_danger(handbook, map(str, filter(None, told))):
        return 0
    met = (step for step in procedure.steps if step.id in rule.at)
    return min(map(step_calmness, met), default=_CALM)


def step_calmness(step: Step) -> int:
    """Return the same of something that comes up at a step."""
    return min(_of_step(step))


def _of_step(step: Step) -> Iterator[int]:
    yield _CALM
    yield from (1 if one.level == "danger" else 2 for one in step.hazards)
    yield from (2 for point in step.key_points if point.kind == "safety")


def _speaks_of_danger(handbook: Handbook, told: Iterable[str]) -> bool:
    words = [word for danger in handbook.emergencies for word in danger.words]
    return any(word in text for text in told for word in words)
