"""One procedure, or what a family shares, as a chapter of the printed handbook.

`leads_to` is where a text leads: `procedure` or `procedure/step`, by id. The template makes it a
link where the volume holds it.
"""

from collections.abc import Iterator
from typing import Any

from sop_handbook.editions.content import exception_content, shown, step_content
from sop_handbook.model import Family, Form, Handbook, Procedure, RuleTable, routes
from sop_handbook.model.resolved import ResolvedStep, Target
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import badge_of, control
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.relations import relations
from sop_handbook.render.views.unanswered import unanswered

Content = dict[str, Any]


def procedure_chapter(procedure: Procedure, handbook: Handbook, context: Context) -> Content:
    """Return everything the page of a procedure tells, as plain data; empty parts left out."""
    viewer = ViewBuilder(handbook, context.messages, routes.procedure(procedure))
    content = control(procedure, handbook, context) | {
        "id": procedure.id,
        "facts": list(_facts(procedure, viewer)),
        "goal": shown(procedure.goal),
        "scope": shown(procedure.scope),
        "triggers": [_other(item.text, item.from_, handbook) for item in procedure.triggers],
        "principles": shown(procedure.principles),
        "ordered": procedure.order == "sequence",
        "one_of": procedure.order == "one" or None,
        "standards": list(_standards(procedure, viewer)),
        "steps": [_step(step, procedure) for step in handbook.resolved(procedure).steps],
        "ends": [_other(end.text, end.hands_over, handbook) for end in procedure.ends],
        "exceptions": list(_exceptions(procedure, handbook)),
        "feedback": shown(procedure.feedback),
        "forms": [form_part(form, handbook) for form in procedure.forms],
        "scenarios": list(_scenarios(procedure, viewer)),
        "related": [
            {"kind": context.messages(f"page.{item.kind}")} | _other(item.why, item.other, handbook)
            for item in relations(handbook, procedure)
        ],
        "terms": [_term(name, handbook) for name in procedure.terms],
        "gaps": [str(gap.text) for gap in procedure.gaps if gap.at is None],
        "unanswered": [
            {"at": number, "things": list(things)} for number, things in unanswered(procedure)
        ],
        "changes": [change_row(change, context) for change in procedure.changes],
        "sources": list(viewer.sources(procedure.sources)),
    }
    return _filled(content)


def family_chapter(family: Family, handbook: Handbook, context: Context) -> Content:
    """Return what the procedures of a family share."""
    viewer = ViewBuilder(handbook, context.messages, routes.HOME)
    members = [one for one in handbook.in_use if one.id in family.members]
    return _filled(
        {
            "family": family.id,
            "title": family.title,
            "summary": str(family.summary),
            "badge": badge_of(members, context),
            "members": [
                _other(None, one.id, handbook) | {"badge": badge_of([one], context)}
                for one in members
            ],
            "overview": shown(family.overview),
            "quantities": [
                {"label": v.quantity.label, "value": v.shown, "note": shown(v.quantity.note)}
                for v in viewer.quantities(family)
            ],
            "rules": [_rules(table) for table in family.rules],
            "forms": [form_part(form, handbook) for form in family.forms],
            "gaps": [str(gap.text) for gap in family.gaps],
            "sources": list(viewer.sources(family.sources)),
        }
    )


def form_part(form: Form, handbook: Handbook) -> Content:
    """Return what the handbook tells of a form; the form itself is a print of its own."""
    return _filled(
        {
            "title": form.title,
            "purpose": str(form.purpose),
            "filled_by": handbook.roles[form.filled_by].title if form.filled_by else None,
            "fields": [field.label for field in form.fields],
            "signatures": shown(form.signatures),
            "copies": shown(form.copies),
            "validity": shown(form.validity),
            "rules": shown(form.rules),
            "gaps": [str(gap.text) for gap in form.gaps],
        }
    )


def change_row(change: Any, context: Context) -> Content:
    """Return a change of a procedure as a row of a table."""
    messages = context.messages
    return {
        "revision": messages("page.revision", revision=change.revision),
        "date": change.date.isoformat(),
        "class": messages(f"page.classes.{change.class_}"),
        "summary": str(change.summary),
    }


def _facts(procedure: Procedure, viewer: ViewBuilder) -> Iterator[tuple[str, str]]:
    """Yield owner and approver; what is not settled says so."""
    messages, settled = viewer.messages, procedure.control
    owner = viewer.control(procedure, settled.review_by or procedure.changes[0].date).owner
    approver = viewer.role(settled.approver).text if settled.approver else ""
    yield messages("page.owner"), owner or messages("page.not-set")
    yield messages("page.approver"), approver or messages("page.not-set")


def _step(told: ResolvedStep, procedure: Procedure) -> Content:
    step = told.step
    content = {**step_content(told), "id": step.id}
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
            {"text": table.title, "leads_to": f"family/{procedure.family}/{table.id}"}
            for table in told.rules
        ]
    for key, other in (("use", told.use), ("starts", told.starts)):
        if other:
            content[key] = {"text": other.title, "leads_to": other.id}
    return content


def _exceptions(procedure: Procedure, handbook: Handbook) -> Iterator[Content]:
    for one in handbook.resolved(procedure).exceptions:
        yield exception_content(one) | {
            "at": [
                {"text": f"{step.number} {step.title}", "leads_to": _address(procedure, step)}
                for step in one.at
            ],
            "leads_to": _address(procedure, one.then),
            "anywhere": one.anywhere,
        }


def _address(procedure: Procedure, target: Target) -> str:
    """Return where an answer leads; nothing for an end that is really the end."""
    if target.kind == "step":
        return f"{procedure.id}/{target.id}"
    return target.over.id if target.over else ""


def _standards(procedure: Procedure, viewer: ViewBuilder) -> Iterator[Content]:
    for view in viewer.standards(procedure):
        yield {
            "metric": view.standard.metric,
            "value": view.requirement,
            "how": shown(view.standard.how) or "",
            "steps": [
                {"text": link.text, "leads_to": f"{procedure.id}/{name}"}
                for link, name in zip(view.steps, view.standard.steps, strict=True)
            ],
        }


def _scenarios(procedure: Procedure, viewer: ViewBuilder) -> Iterator[Content]:
    for view in viewer.scenarios(procedure):
        content: Content = shown(view.scenario)
        yield content | {
            "trainee": view.trainee.text,
            "steps": [
                {"text": link.text, "leads_to": f"{procedure.id}/{name}"}
                for link, name in zip(view.steps, view.scenario.steps, strict=True)
            ],
        }


def _rules(table: RuleTable) -> Content:
    return {
        "id": table.id,
        "title": table.title,
        "columns": list(table.columns),
        "rows": shown(table.rows),
        "remarks": shown(table.remarks),
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
