"""One procedure, or what a family shares, as a chapter of the printed handbook.

`leads_to` is where a text leads: `procedure` or `procedure/step`, by id. The template makes it a
link where the volume holds it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sop_handbook.editions.content import exception_content, plain, step_content
from sop_handbook.editions.facts import reached_by
from sop_handbook.language import phones
from sop_handbook.language.quantities import key_of
from sop_handbook.language.wording import Numbered, Word, word
from sop_handbook.model import (
    Change,
    Control,
    Family,
    Form,
    Handbook,
    Procedure,
    Provenance,
    Quantity,
    RuleTable,
    Value,
)
from sop_handbook.model.checklists import checklist
from sop_handbook.model.limits import standards_with_limits
from sop_handbook.model.resolved import ResolvedProcedure, ResolvedStep, Target
from sop_handbook.render.print.jobs import before, control
from sop_handbook.render.print.links import links_beside, links_of
from sop_handbook.render.print.photos import only_shown, shown_of
from sop_handbook.render.views.relations import relations
from sop_handbook.render.views.standing import badge_of
from sop_handbook.render.views.unanswered import unanswered

Content = dict[str, Any]  # what a template prints, by its keys; facts stand in it unworded


def procedure_chapter(procedure: Procedure, handbook: Handbook) -> Content:
    """Return everything the page of a procedure says, facts unworded; empty parts left out.

    The keys are those of `control` and the parts of the page, such as `goal`, `steps`,
    `exceptions`; handbook.typ prints them all.
    """
    resolved = handbook.resolved(procedure)
    content = (
        control(procedure, handbook)
        | before(procedure)
        | {
            "id": procedure.id,
            "facts": list(_facts(procedure.control, handbook)),
            "goal": plain(procedure.goal),
            "scope": plain(procedure.scope),
            "triggers": [_other(item.text, item.from_, handbook) for item in procedure.triggers],
            "principles": plain(procedure.principles),
            "ordered": procedure.order == "sequence",
            "one_of": procedure.order == "one" or None,
            "schedule": list(procedure.schedule),
            **shown_of(procedure),
            "standards": list(_standards(resolved)),
            "steps": [chapter_step(step, procedure) for step in resolved.steps],
            "ends": [_other(end.text, end.hands_over, handbook) for end in procedure.ends],
            "asked": list(_asked(resolved, handbook)),
            "exceptions": list(_exceptions(resolved)),
            "rules": [rules_part(table) for table in procedure.rules],
            "feedback": plain(procedure.feedback),
            "forms": [form_part(form, handbook) for form in procedure.forms],
            "scenarios": list(_scenarios(resolved, handbook)),
            "related": [
                {"kind": word(f"page.{item.kind}")} | _other(item.why, item.other, handbook)
                for item in relations(handbook, procedure)
            ],
            "terms": [_term(name, handbook) for name in procedure.terms],
            "gaps": [str(gap.text) for gap in procedure.gaps if gap.at is None],
            "unanswered": [
                {"at": number, "things": list(things)} for number, things in unanswered(resolved)
            ],
            "changes": [change_row(change) for change in procedure.changes],
            "sources": list(_sources(procedure.sources, handbook)),
        }
    )
    return _filled(content | links_beside(content))


def _asked(resolved: ResolvedProcedure, handbook: Handbook) -> Iterator[Content]:
    """Yield the pause points of a checklist written by hand: it asks what no step says."""
    for point in checklist(resolved.procedure) if resolved.procedure.checklists else ():
        items = (
            {
                "number": resolved.numbers[item.step.id] if item.of_step and item.step else None,
                "critical": item.point is not None or None,
                "text": item.says,
                "asks": handbook.roles[item.asks].title if item.asks else None,
                "answers": plain(item.answers),
            }
            for item in point.items
        )
        yield {
            "moment": str(point.moment),
            "read_do": point.read_do,
            "items": [_filled(item) for item in items],
        }


def family_chapter(family: Family, handbook: Handbook) -> Content:
    """Return what the procedures of a family share, a key for each part; empty parts left out."""
    members = [one for one in handbook.in_use if one.id in family.members]
    return _filled(
        {
            "family": family.id,
            "title": family.title,
            "summary": str(family.summary),
            "badge": badge_of(members),
            "members": [
                _other(None, one.id, handbook) | {"badge": badge_of([one]) or ""} for one in members
            ],
            "overview": plain(family.overview),
            "quantities": [
                {"label": one.label, "value": _bounded(one), "note": plain(one.note)}
                for one in family.quantities
            ],
            "rules": [rules_part(table) for table in family.rules],
            "forms": [form_part(form, handbook) for form in family.forms],
            "gaps": [str(gap.text) for gap in family.gaps],
            "sources": list(_sources(family.sources, handbook)),
        }
    )


def form_part(form: Form, handbook: Handbook) -> Content:
    """Return what the handbook says of a form; the form itself is a print of its own.

    The keys are the form's fields; those that are empty are left out.
    """
    return _filled(
        {
            "title": form.title,
            "purpose": str(form.purpose),
            "filled_by": handbook.roles[form.filled_by].title if form.filled_by else None,
            "fields": [field.label for field in form.filled_in],
            "signatures": plain(form.signatures),
            "copies": plain(form.copies),
            "validity": plain(form.validity),
            "rules": plain(form.rules),
            "gaps": [str(gap.text) for gap in form.gaps],
        }
    )


def change_row(change: Change) -> Content:
    """Return a change of a procedure as a row of a table.

    Its keys are `revision`, `date` (ISO 8601), `class` and `summary`.
    """
    return {
        "revision": word("page.revision", revision=change.revision),
        "date": change.date.isoformat(),
        "class": word(f"page.classes.{change.class_}"),
        "summary": str(change.summary),
    }


def _facts(settled: Control, handbook: Handbook) -> Iterator[tuple[Word, Any]]:
    """Yield owner and approver; what is not settled says so."""
    name = handbook.names.role
    owner: Any = word("page.not-set")
    if who := settled.owner:
        both = {"owner": name(who.role), "deputy": name(who.deputy)}
        owner = word("page.owner-with-deputy", **both)
    yield word("page.owner"), owner
    approver = name(settled.approver) if settled.approver else word("page.not-set")
    yield word("page.approver"), approver


def _bounded(quantity: Quantity) -> str | Value:
    """Return a quantity with its bound; a telephone number has none."""
    if quantity.kind == "contact":
        return phones.shown(quantity.value)
    return Value(literal=quantity.value, op=quantity.op)


def _sources(entries: Iterable[Provenance], handbook: Handbook) -> Iterator[Word]:
    for entry in entries:
        document = handbook.documents[entry.document].title
        yield word("page.source", part=entry.part, document=document, place=entry.place)


def chapter_step(told: ResolvedStep, procedure: Procedure) -> Content:
    """Return everything a chapter says of a step; chapter.typ prints it."""
    step = told.step
    content = {**only_shown(step_content(told)), "id": step.id}
    content |= links_of(content) | ({"together": True} if told.together else {})
    if aside := reached_by(told):
        content["only_if"] = aside
    content.pop("not_covered", None)  # said once, at the end of the chapter
    if step.decision:
        ways = zip(content["decision"]["outcomes"], told.outcomes, strict=True)
        content["decision"] = content["decision"] | {
            "outcomes": [way | {"leads_to": _address(procedure, to)} for way, (_, to) in ways]
        }
    if told.next:
        content["next"] = {"text": content["next"], "leads_to": _address(procedure, told.next)}
    if told.rules:
        content["uses_rules"] = [
            {"text": table.title, "leads_to": f"{_owner(procedure, table.id)}/{table.id}"}
            for table in told.rules
        ]
    for key, other in (("use", told.use), ("starts", told.starts)):
        if other:
            content[key] = {"text": Numbered(other.number, other.title), "leads_to": other.id}
    return content


def _owner(procedure: Procedure, table: str) -> str:
    """Return where a rule table stands, by its id: with its procedure, or with the family."""
    own = any(one.id == table for one in procedure.rules)
    return f"{procedure.id}/rules" if own else f"family/{procedure.family}"


def _exceptions(resolved: ResolvedProcedure) -> Iterator[Content]:
    procedure = resolved.procedure
    for one in resolved.exceptions:
        yield exception_content(one) | {
            "at": _links(resolved, one.rule.at),
            "leads_to": _address(procedure, one.then),
            "anywhere": one.anywhere,
        }


def _address(procedure: Procedure, target: Target) -> str:
    """Return where an answer leads; nothing for an end that is really the end."""
    if target.kind == "step":
        return f"{procedure.id}/{target.id}"
    return target.over.id if target.over else ""


def _standards(resolved: ResolvedProcedure) -> Iterator[Content]:
    for standard in standards_with_limits(resolved.procedure, key_of):
        yield {
            "metric": standard.metric,
            "value": standard.value,
            "how": plain(standard.how) or "",
            "steps": _links(resolved, standard.steps),
        }


def _scenarios(resolved: ResolvedProcedure, handbook: Handbook) -> Iterator[Content]:
    training = resolved.procedure.training
    for scenario in training.scenarios if training else ():
        content: Content = plain(scenario)
        yield content | {
            "trainee": handbook.names.role(scenario.trainee),
            "steps": _links(resolved, scenario.steps),
        }


def _links(resolved: ResolvedProcedure, steps: Iterable[str]) -> list[Content]:
    here = resolved.procedure.id
    return [{"text": resolved.called(name), "leads_to": f"{here}/{name}"} for name in steps]


def rules_part(table: RuleTable) -> Content:
    """Return a rule table with its rows."""
    return {
        "id": table.id,
        "title": table.title,
        "columns": list(table.columns),
        "rows": plain(table.rows),
        "remarks": plain(table.remarks),
    }


def _term(name: str, handbook: Handbook) -> Content:
    term = handbook.terms[name]
    return {"id": name, "term": term.term, "definition": str(term.definition)}


def _other(text: Any, name: str | None, handbook: Handbook) -> Content:
    found = {"text": str(text) if text else ""}
    if not name:
        return found
    other = handbook.procedures[name]
    industry = handbook.industries[other.industry].title
    return found | {
        "other": other.title, "number": other.number, "industry": industry, "leads_to": name,
    }  # fmt: skip


def _filled(content: Content) -> Content:
    return {key: value for key, value in content.items() if value not in (None, "", [], {})}
