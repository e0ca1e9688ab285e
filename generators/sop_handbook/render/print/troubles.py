"""Cards for when something goes wrong: what happened, what to do first, whom to call."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sop_handbook.editions.content import exception_content, plain
from sop_handbook.language.wording import Line, word
from sop_handbook.model import RESUME, Handbook, Procedure, Role
from sop_handbook.model.before import gravest_first
from sop_handbook.model.helping import is_help
from sop_handbook.model.resolved import (
    ResolvedException,
    ResolvedProcedure,
    ResolvedStep,
    Target,
)
from sop_handbook.model.urgency import calmness, is_named_urgent, step_calmness, urgent_first
from sop_handbook.render.base import Context
from sop_handbook.render.print.contacts import amounts, contacts
from sop_handbook.render.print.jobs import (
    Print,
    addresses,
    control,
    dated,
    of_role,
    sheet_content,
    up_to,
)
from sop_handbook.render.views.standing import notices, standing, state_of

KIND, KIND_OF_ROLE = "trouble", "trouble-role"
_RESUMED = Target(kind="resume", id=RESUME)
_NAMED = ("title", "number", "revision", "effective", "review", "badge")

Item = dict[str, Any]  # what trouble.typ prints, by its keys


def trouble_cards(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield a card for every procedure in which something may go wrong.

    Whom to call alone makes none: all other sheets say that. Then one for every role with somebody
    behind it that meets or handles what may go wrong.
    """
    for procedure in context.wanted_in_use(handbook):
        resolved = handbook.resolved(procedure)
        group = _group(handbook, resolved, resolved.steps, resolved.exceptions)
        if group["conditions"]:
            yield _of_procedure(handbook, procedure, group, context)
    for role in context.wanted("role", handbook.roles):
        if role.reads and (card := _of_role(handbook, role, context)):
            yield card


def _of_procedure(handbook: Handbook, procedure: Procedure, group: Item, context: Context) -> Print:
    return Print(
        kind=KIND,
        of="procedure",
        subject=procedure.id,
        content=control(procedure, handbook) | _content(handbook, [procedure], [group]),
        addresses={"": addresses(procedure)[""]},
        dated=dated(procedure),
        notices=notices([procedure], context),
        standing=standing([procedure], context),
    )


def _of_role(handbook: Handbook, role: Role, context: Context) -> Print | None:
    used: list[Procedure] = []
    besides: dict[str, list[str]] = {"quiet": [], "help": []}  # nothing is said to go wrong in them
    found: list[tuple[int, Item]] = []
    for procedure in urgent_first(handbook, handbook.concerning.get(role.id, ())):
        resolved = handbook.resolved(procedure)
        mine = [one for one in resolved.steps if role.id in (one.step.role, *one.step.with_)]
        met = _met(role, resolved.exceptions, mine)
        group = _group(handbook, resolved, mine, met, reader=role.id)
        if group["conditions"]:
            used.append(procedure)
            shown = control(procedure, handbook)
            named = {key: shown[key] for key in _NAMED if key in shown}
            found.append((_calmness(handbook, procedure, met, mine), named | group))
        elif mine:
            told = besides["help" if is_help(handbook, procedure) else "quiet"]
            told.append(f"{procedure.number} {procedure.title}")
    groups = [group for _, group in sorted(found, key=lambda one: one[0])]
    if not used:
        return None
    about: Item = {"document": Line((f"{role.title} ", word("print.trouble")))}
    groups = _own_first(_once(groups))
    about |= {key: named for key, named in besides.items() if named}
    return of_role(
        role,
        used,
        handbook,
        context,
        kind=KIND_OF_ROLE,
        content=about | up_to(used) | _content(handbook, used, groups, role.id),
        template=KIND,
        notices_of={
            one.number: (state_of(one, context),) for one in used if notices([one], context)
        },
    )


def _calmness(
    handbook: Handbook,
    procedure: Procedure,
    met: Iterable[ResolvedException],
    mine: Iterable[ResolvedStep],
) -> int:
    """Return how calm a role can be about what may go wrong in a procedure, by the gravest."""
    if handbook.industries[procedure.industry].emergency or is_named_urgent(handbook, procedure):
        return 0
    readings = (step_calmness(told.step) for told in mine if any(_outside(told)))
    return min([*(calmness(handbook, procedure, one.rule) for one in met), *readings])


def _met(
    role: Role, exceptions: Iterable[ResolvedException], mine: Sequence[ResolvedStep]
) -> list[ResolvedException]:
    """Return the exceptions that a role handles, or meets in the steps that it takes part in."""
    here = {one.step.id for one in mine}
    return [
        one
        for one in exceptions
        if one.rule.role == role.id or (here if one.anywhere else here & {*one.rule.at})
    ]


def _content(
    handbook: Handbook,
    used: Sequence[Procedure],
    groups: Sequence[Item],
    reader: str | None = None,
) -> Item:
    """Return whom to call, the groups with their conditions numbered, and what things cost."""
    number = 0
    for group in groups:
        for condition in group["conditions"]:
            number += 1
            condition["number"] = str(number)
    return {
        "contacts": contacts(handbook, used, reader),
        "groups": list(groups),
        "amounts": amounts(handbook, used),
    }


def _group(
    handbook: Handbook,
    resolved: ResolvedProcedure,
    steps: Sequence[ResolvedStep],
    exceptions: Sequence[ResolvedException],
    reader: str | None = None,
) -> Item:
    """Return what may go wrong in a procedure, what somebody is in danger of first.

    `conditions` are exceptions and readings out of bounds, `limits` the bounds of other readings,
    `hazards` all there are, `minded` the steps in which something is critical meanwhile. What
    others handle than the role that is the `reader` is marked as `others`, what others call it for
    as `answered`.
    """
    procedure = resolved.procedure
    found = [
        (
            calmness(handbook, procedure, one.rule),
            item | _whose(_handlers(one, resolved), reader) | _answered(one, reader),
        )
        for one in exceptions
        for item in (_exception(one, resolved),)
    ]
    found += [
        (step_calmness(told.step), item | _whose({told.step.role}, reader))
        for told in steps
        for item in _outside(told)
    ]
    before = procedure.before.hazards if procedure.before else ()
    hazards = (*before, *(one for told in steps for one in told.step.hazards))
    return {
        "conditions": [item for _, item in sorted(found, key=lambda one: one[0])],
        "limits": [item for told in steps for item in _limits(told)],
        "hazards": plain(gravest_first(tuple(dict.fromkeys(hazards)))),
        "minded": [item for told in steps if (item := _minded(told))],
    }


def _handlers(one: ResolvedException, resolved: ResolvedProcedure) -> set[str | None]:
    """Return the ids of who handles it: who is named, else who does its steps; none if anybody."""
    if one.rule.role:
        return {one.rule.role}
    return set() if one.anywhere else {resolved.step(name).step.role for name in one.rule.at}


def _whose(handlers: set[str | None], reader: str | None) -> Item:
    handled = {name for name in handlers if name}
    return {"others": True} if reader and handled and reader not in handled else {}


def _answered(one: ResolvedException, reader: str | None) -> Item:
    """Return `answered` where the reader is whom others call then."""
    told = [text for text in (one.rule.method, one.rule.requirement) if text]
    called = {quantity.answered_by for text in told for quantity in text.quantities}
    return {"answered": True} if reader and reader in called else {}


def _exception(one: ResolvedException, resolved: ResolvedProcedure) -> Item:
    """Return an exception: `when`, `at`, `do`, `reach`, `within`, `by`, `then` (see trouble.typ).

    `met` are the roles of its steps, if nobody is named to handle it.
    """
    shown = exception_content(one)
    renamed = {"method": "do", "requirement": "reach", "role": "by"}
    item = {renamed.get(key, key): value for key, value in shown.items()}
    if "by" not in item and not one.anywhere:
        doers = (resolved.step(name).role.title for name in one.rule.at)
        item["met"] = list(dict.fromkeys(filter(None, doers)))
    return item


def _outside(told: ResolvedStep) -> Iterator[Item]:
    """Yield the readings of a step for which it is said what to do with a value out of bounds."""
    for one in told.readings:
        if one.reading.outside:
            item: Item = {
                "when": word("print.out-of-limits", label=one.reading.label),
                "limits": list(one.reading.limits),
                "at": [told.number],
                "do": str(one.reading.outside.do),
                "then": one.go or _RESUMED,
            }
            yield item | ({"by": told.role.title} if told.role.title else {})


def _limits(told: ResolvedStep) -> Iterator[Item]:
    for one in told.readings:
        if one.reading.limits and not one.reading.outside:
            limits = list(one.reading.limits)
            yield {"number": told.number, "label": one.reading.label, "limits": limits}


def _minded(told: ResolvedStep) -> Item:
    """Return what is critical, for safety, not to be done or left open in a step; {} if nothing."""
    shown = sheet_content(told)
    critical = [
        {"text": str(point.text), "safety": point.kind == "safety"}
        for point in told.step.key_points
        if point.critical
    ]
    beside = ("warnings", "avoid", "left_open")
    found: Item = {key: shown[key] for key in beside if key in shown}
    found |= {"critical": critical} if critical else {}
    return {"number": shown["number"], "title": shown["title"]} | found if found else {}


def _once(groups: Sequence[Item]) -> list[Item]:
    """Return groups in which each thing that goes wrong, with its answer, is told once.

    The first of its kind says where it comes up, `also`; a group that has nothing else is kept for
    what is critical in it.
    """
    first: list[Item] = []
    kept = []
    for group in groups:
        conditions = []
        for item in group["conditions"]:
            same = next((one for one in first if _alike(one, item)), None)
            if same is None:
                first.append(item)
                conditions.append(item)
            else:
                same.setdefault("also", []).append(_place(group, item))
        kept.append(group | {"conditions": conditions})
    return kept


def _own_first(groups: Sequence[Item]) -> list[Item]:
    """Return what the role handles itself, then in groups marked as `others` what it helps with.

    What is dangerous or critical in a procedure is told with the first of the two.
    """
    own, others = [], []
    for group in groups:
        mine = [item for item in group["conditions"] if "others" not in item]
        rest = [item for item in group["conditions"] if "others" in item]
        if mine or not rest:
            own.append(group | {"conditions": mine})
        if rest:
            told = dict.fromkeys(("hazards", "minded", "limits"), ()) if mine else {}
            others.append(group | told | {"conditions": rest, "others": True})
    return own + others


def _place(group: Item, item: Item) -> Item:
    return {"number": group["number"]} | ({"at": item["at"]} if "at" in item else {})


def _alike(one: Item, other: Item) -> bool:
    beside = ("at", "also")
    return {key: value for key, value in one.items() if key not in beside} == {
        key: value for key, value in other.items() if key not in beside
    }
