"""What somebody in a role learns, and what first: what is for danger, then as work flows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sop_handbook.model.basics import Status, Text
from sop_handbook.model.handbook import Handbook, Role
from sop_handbook.model.procedure import Procedure, Step
from sop_handbook.model.resolved import ResolvedException, ResolvedProcedure, ResolvedStep
from sop_handbook.model.urgency import is_named_urgent

# Why something is learned first: it is for danger to people, something in it may harm somebody or
# must never go wrong.
Urgency = Literal["emergency", "risk", "usual"]
Why = Literal["one", "mixed", "emergency", "risk", "usual"]  # one urgency, if all have the same
Within = Literal["own", "approved"]  # what comes first among those of one urgency
Sequel = Literal["none", "flow", "listed"]  # as work flows from one to another, or as they are read
Group = tuple[int, bool, bool]  # the place of its urgency, whether it only helps, is unapproved
_RANKS: tuple[Urgency, ...] = ("emergency", "risk", "usual")
_GRAVE = ("danger", "warning")


@dataclass(frozen=True, kw_only=True, eq=False)
class Lesson:
    """What a role has to do with one procedure.

    `own` are the steps it does, `helped` those it helps others with, `met` what may go wrong in its
    own steps or is handled by it, `given` pairs of what others wait for from it and their step.
    `leads` tells that nobody does more steps of it.
    """

    resolved: ResolvedProcedure
    own: tuple[ResolvedStep, ...]
    helped: tuple[ResolvedStep, ...]
    met: tuple[ResolvedException, ...]
    given: tuple[tuple[Text, ResolvedStep], ...]
    leads: bool
    urgency: Urgency

    @property
    def procedure(self) -> Procedure:
        """The procedure."""
        return self.resolved.procedure

    @property
    def steps(self) -> tuple[ResolvedStep, ...]:
        """The steps it does or helps with, in their order."""
        mine = {*self.own, *self.helped}
        return tuple(told for told in self.resolved.steps if told in mine)


def lessons(handbook: Handbook, role: str) -> tuple[Lesson, ...]:
    """Return what a role, by its id, has to learn, in the order to learn it.

    That is what is for danger, then what may harm somebody or must never go wrong, then all else;
    within these, what it does before what it only helps with, and what is approved before what is
    not; then what hands over to another before that one, and as they are read otherwise.
    """
    found = [_lesson(handbook, role, one) for one in handbook.concerning.get(role, ())]
    told = [one for one in found if one.own or one.helped or one.met or one.given]
    groups = sorted({_group(one) for one in told})
    return tuple(one for group in groups for one in _as_it_flows(told, group, handbook))


def _group(one: Lesson) -> Group:
    approved = one.procedure.control.status is Status.CURRENT
    return _RANKS.index(one.urgency), not one.own, not approved


def why_in_this_order(found: Sequence[Lesson]) -> tuple[Why, tuple[Within, ...], Sequel]:
    """Return why lessons are learned in their order: by urgency, and by what within one of these.

    There is no order of one alone.
    """
    if len(found) == 1:
        return "one", (), "none"
    (only, *others) = {one.urgency for one in found}
    ids: dict[Group, set[str]] = {}
    for one in found:
        ids.setdefault(_group(one), set()).add(one.procedure.id)
    flow = any(_leads(one.procedure) & ids[_group(one)] for one in found)
    parted = [len({group[:until] for group in ids}) for until in (1, 2, 3)]
    within: list[Within] = ["own"] if parted[1] > parted[0] else []
    within += ["approved"] if parted[2] > parted[1] else []
    return "mixed" if others else only, tuple(within), "flow" if flow else "listed"


def learns(handbook: Handbook, role: str) -> bool:
    """Tell whether a role is a person who has something to learn."""
    return handbook.roles[role].kind == "person" and bool(lessons(handbook, role))


def led_by(handbook: Handbook, role: str) -> tuple[Procedure, ...]:
    """Return the procedures that a person leads: nobody does more steps of them."""
    if handbook.roles[role].kind != "person":
        return ()
    mine = handbook.concerning.get(role, ())
    return tuple(one for one in mine if _leads_in(handbook, role, one))


def done_by(handbook: Handbook, role: str) -> tuple[Procedure, ...]:
    """Return the procedures of which a person does a step, in which others may do more."""
    if handbook.roles[role].kind != "person":
        return ()
    mine = handbook.concerning.get(role, ())
    return tuple(one for one in mine if any(step.role == role for step in one.steps))


def filled_in(handbook: Handbook, role: str, found: Iterable[Lesson]) -> tuple[str, ...]:
    """Return the ids of the forms in the steps that a role takes part in, but for those of others.

    Who fills one in is not always said: it is who does the step.
    """
    found = tuple(found)
    own = {name for one in found for told in one.own for name in told.step.forms}
    used = (name for one in found for told in one.steps for name in told.step.forms)
    known = {name: handbook.forms[name].filled_by for name in dict.fromkeys(used)}
    return tuple(n for n, by in known.items() if by == role or (by is None and n in own))


def _leads_in(handbook: Handbook, role: str, procedure: Procedure) -> bool:
    own = [step.role for step in procedure.steps].count(role)
    return bool(own) and own == _most(handbook, procedure)


def persons_near(handbook: Handbook, team: Role) -> list[Role]:
    """Return the persons of its industry who learn something in procedures they share with it."""
    shared = {*handbook.concerning.get(team.id, ())}
    return [
        one
        for one in handbook.roles.values()
        if one.industry == team.industry
        and learns(handbook, one.id)
        and shared & {*handbook.concerning[one.id]}
    ]


def _lesson(handbook: Handbook, role: str, procedure: Procedure) -> Lesson:
    resolved = handbook.resolved(procedure)
    own = tuple(told for told in resolved.steps if told.step.role == role)
    helped = tuple(
        told for told in resolved.steps if told.step.role != role and _helps(role, told.step)
    )
    return Lesson(
        resolved=resolved,
        own=own,
        helped=helped,
        met=tuple(_met(role, resolved, own)),
        given=tuple(
            (item.item, told)
            for told in resolved.steps
            for item in told.step.receives
            if item.from_ == role
        ),
        leads=_leads_in(handbook, role, procedure),
        urgency=_urgency(handbook, procedure, own, helped),
    )


def _helps(role: str, step: Step) -> bool:
    doers = (action.role for action in step.actions)
    speakers = (phrase.role for phrase in step.phrases)
    return role in (*step.with_, *doers, *speakers)


def _met(
    role: str, resolved: ResolvedProcedure, own: Sequence[ResolvedStep]
) -> Iterable[ResolvedException]:
    here = {told.step.id for told in own}
    for one in resolved.exceptions:
        at = {*one.rule.at}
        if one.rule.role == role or (here if not at else here & at):
            yield one


def _most(handbook: Handbook, procedure: Procedure) -> int:
    """Return how many steps somebody does at most: systems do not count."""
    doers = [step.role for step in procedure.steps]
    people = [name for name in doers if name in handbook.roles and handbook.roles[name].reads]
    return max(map(people.count, people), default=0)


def _urgency(
    handbook: Handbook,
    procedure: Procedure,
    own: Sequence[ResolvedStep],
    helped: Sequence[ResolvedStep],
) -> Urgency:
    if handbook.industries[procedure.industry].emergency or is_named_urgent(handbook, procedure):
        return "emergency"
    present = [*own, *helped]
    hazards = [one for told in present for one in told.step.hazards]
    hazards += procedure.before.hazards if procedure.before and present else ()
    critical = any(point.critical for told in own for point in told.step.key_points)
    return "risk" if critical or any(one.level in _GRAVE for one in hazards) else "usual"


def _as_it_flows(told: Sequence[Lesson], group: Group, handbook: Handbook) -> list[Lesson]:
    """Return those of a group; where they lead in circles, the first one read comes first."""
    left = {one.procedure.id: one for one in told if _group(one) == group}
    order: list[Lesson] = []
    while left:
        led_to = {name for one in left.values() for name in _leads(one.procedure)}
        free = [name for name in left if name not in led_to] or [*left]
        order.append(left.pop(min(free, key=handbook.order.__getitem__)))
    return order


def _leads(procedure: Procedure) -> set[str]:
    """Return the ids of the procedures to which one hands over or which it starts."""
    over = {end.hands_over for end in procedure.ends if end.hands_over}
    over |= {step.starts for step in procedure.steps if step.starts}
    return over - {procedure.id}
