"""What a training pack says itself of what a role learns: the templates' data of its own pages."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sop_handbook.editions.content import exception_content, phrases_content, plain
from sop_handbook.model import Handbook, Procedure, RuleTable
from sop_handbook.model.learning import Lesson
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.render.print.chapters import chapter_step, rules_part
from sop_handbook.render.print.jobs import before, control, is_for_people
from sop_handbook.render.views.unanswered import unanswered

Item = dict[str, Any]
_SHORT = 1200  # signs of a table that own pages have room for: a longer one is only named


def lesson(handbook: Handbook, one: Lesson) -> Item:
    """Return what a list of lessons says of one.

    The keys are those of `control`, `urgency`, `leads`, `does` (whether a step is its own), the
    `steps` it does or `helps` with, what is `given`, how many exceptions there are (`troubles`)
    and, of what it does, which steps are those of `others`, by role.
    """
    helped = {told.step.id for told in one.helped}
    steps = [
        _named(told) | ({"helps": True} if told.step.id in helped else {}) for told in one.steps
    ]
    return control(one.procedure, handbook) | {
        "urgency": one.urgency,
        "leads": one.leads,
        "does": bool(one.own),
        "steps": steps,
        "given": [{"item": str(item)} | _named(told) for item, told in one.given],
        "troubles": len(one.met),
        "others": list(_of_others(one)) if one.own else [],
    }


def _named(told: ResolvedStep) -> Item:
    return {"number": told.number, "title": told.step.title}


def _of_others(one: Lesson) -> Iterator[Item]:
    """Yield the steps that its checklist also shows, by the role that does them."""
    mine = {told.step.id for told in one.own}
    found: dict[Any, list[str]] = {}
    for told in one.resolved.steps:
        if told.step.id not in mine:
            found.setdefault(told.role.title or told.role, []).append(told.number)
    for role, numbers in found.items():
        yield {"role": role, "numbers": numbers}


def shared_part(one: Lesson) -> Item:
    """Return all that a role has to know of a procedure of which others do more."""
    procedure = one.procedure
    return (
        {"id": procedure.id, "number": procedure.number, "title": procedure.title}
        | (before(procedure) if one.steps else {})
        | {
            "principles": plain(procedure.principles),
            "steps": [_step(told, procedure) for told in one.steps],
            "exceptions": [exception_content(met) for met in one.met],
        }
    )


def _step(told: ResolvedStep, procedure: Procedure) -> Item:
    """Return a step; what may go wrong stands below all of them, in full."""
    content = chapter_step(told, procedure)
    content.pop("exceptions", None)
    return content


def phrases(found: Iterable[Lesson], role: str) -> Iterator[Item]:
    """Yield what a role says in what it leads, by procedure; `whom` is whose step it helps with.

    What the source leaves open is told: where nobody is named, who helps may say it, too. Of what
    others lead, what is said stands in its steps, among those of `shared_part`.
    """
    for one in found:
        if not one.leads:
            continue
        own = set(one.own)
        steps = [
            _named(told)
            | {"phrases": mine}
            | ({} if told in own else {"whom": told.role.title or told.role})
            for told in one.steps
            if (mine := _said(told, role))
        ]
        if steps:
            yield {"number": one.procedure.number, "title": one.procedure.title, "steps": steps}


def _said(told: ResolvedStep, role: str) -> list[Item]:
    """Return what a role says at a step: what is said to be others' is not learnt by it.

    Where phrases name whoever helps with the step, those that do not are of whose step it is.
    """
    pairs = list(zip(told.step.phrases, phrases_content(told), strict=True))
    own = [shown for one, shown in pairs if one.role == role]
    open_ = [shown for one, shown in pairs if one.role is None]
    return [*own] if own and told.step.role != role else [*own, *open_]


def tables(handbook: Handbook, found: Iterable[Lesson]) -> Iterator[Item]:
    """Yield the rule tables that a role goes by, each once, and in which steps.

    One in a procedure that it leads is `on_cards`, among the prints of that number; of the others
    a short one is there as a `table`.
    """
    told: dict[int, Item] = {}
    for one in found:
        known = handbook.tables_of(one.procedure)
        on_cards = one.leads and is_for_people(handbook, one.procedure)
        for step in one.steps:
            for ref in step.rules:
                table = known[ref.id]
                item = told.setdefault(id(table), {"title": table.title, "used": []})
                item["used"].append({"of": one.procedure.number, "number": step.number})
                if on_cards:
                    item.setdefault("on_cards", one.procedure.number)
                elif _is_short(table):
                    item["table"] = rules_part(table)
    for item in told.values():
        if "on_cards" in item:
            item.pop("table", None)
        yield item


def _is_short(table: RuleTable) -> bool:
    cells = (*table.columns, *(str(cell) for row in table.rows for cell in row))
    return sum(map(len, (*cells, *map(str, table.remarks)))) <= _SHORT


def what_is_open(handbook: Handbook, found: Sequence[Lesson]) -> Iterator[Item]:
    """Yield what the document does not say, by procedure and then by family, as their pages say it.

    Of what others lead it is what concerns the whole: all else stands beside the steps.
    """
    for one in found:
        steps = {told.step.id: told.number for told in one.resolved.steps} if one.leads else {}
        gaps = [
            {"text": str(gap.text)} | ({"at": steps[at]} if at else {})
            for at in (*steps, None)
            for gap in one.procedure.gaps
            if gap.at == at
        ]
        asked = _asked(one, [told.number for told in one.steps])
        if gaps or asked:
            named = {"number": one.procedure.number, "title": one.procedure.title}
            yield named | {"gaps": gaps, "unanswered": asked}

    for name in dict.fromkeys(one.procedure.family for one in found):
        family = handbook.families[name] if name else None
        if family and family.gaps:
            gaps = [{"text": str(gap.text)} for gap in family.gaps]
            yield {"title": family.title, "gaps": gaps, "unanswered": []}


def _asked(one: Lesson, mine: Sequence[str]) -> list[Item]:
    return [
        {"at": at, "things": list(things)}
        for at, things in unanswered(one.resolved)
        if one.leads or at in ("", *mine)
    ]
