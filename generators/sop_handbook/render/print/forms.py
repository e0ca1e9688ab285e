"""Paper forms: record sheets, registers, and forms in copies, each with its destination."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sop_handbook.editions.content import plain
from sop_handbook.language.values import is_duration
from sop_handbook.language.wording import Line, listed
from sop_handbook.model import Field, Form, Handbook, Procedure, Rows, Status, routes
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import Print, control, dated
from sop_handbook.render.views.standing import badge_of, notices, standing

KIND = "form"

# Half a line is too short for the number of a document or of an account, which has 18 digits and
# more, and for an amount in words: 壹万贰仟叁佰肆拾伍元陆角整.
_LONG = ("号码", "大写")
_AMOUNT = re.compile(r"[-−+]?[0-9.]+\s*([^0-9~～]+)")

Measures = Mapping[str, Mapping[str, Any]]  # by what is measured


def forms(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield every form that a step uses."""
    for form in context.wanted("form", handbook.forms):
        using = handbook.using_forms.get(form.id, ())
        users = list({procedure.id: procedure for procedure, _ in using}.values())
        if users:
            yield Print(
                kind=KIND,
                of="form",
                subject=form.id,
                content=_form(form, users, handbook),
                addresses={"": routes.form(form.id).url},
                dated=max(map(dated, users)),
                notices=notices(users, context),
                standing=standing(users, context),
                handed_out=bool(form.copies),
            )


def without_annex(form: Print) -> Print:
    """Return a form as those who work with it get it: what is open in it is for its editors."""
    if not (form.handed_out and "gaps" in form.content):
        return form
    return replace(form, as_part="bound", options={**form.options, "annex": "no"})


def _form(form: Form, users: list[Procedure], handbook: Handbook) -> dict[str, Any]:
    """Return the form; what the document leaves open is shown only while it is not approved."""
    content = _control(form, users, handbook) | _content(form, users, handbook)
    content["record_of"] = list(dict.fromkeys(who for user in users for who in user.record_of))
    if "badge" in content and form.gaps:
        content["gaps"] = [str(gap.text) for gap in form.gaps]
    return content


def _control(form: Form, users: list[Procedure], handbook: Handbook) -> dict[str, Any]:
    """Return document control: that of the procedure, or what holds for all that use the form.

    Where revisions differ, each stands behind the number of its procedure.
    """
    unsettled = [user for user in users if user.control.status is not Status.CURRENT]
    shown = control((unsettled or users)[0], handbook) | {"title": form.title}
    others = [control(user, handbook) for user in users]
    for key in ("revision", "effective", "review", "approver", "owner"):
        if any(other.get(key) != shown.get(key) for other in others):
            shown.pop(key, None)
    if badge := badge_of(users):
        shown["badge"] = badge
    if "up_to" in shown:
        shown["up_to"] = max(other["up_to"] for other in others if "up_to" in other)
    if "revision" in shown:
        return shown | {"number": "、".join(other["number"] for other in others)}
    each = [Line((other["number"], " ", other["revision"])) for other in others]
    return shown | {"number": listed("、", each)}


def _content(form: Form, users: list[Procedure], handbook: Handbook) -> dict[str, Any]:
    known = _measures(users)
    content = {
        "purpose": plain(form.purpose),
        "filled_by": handbook.roles[form.filled_by].title if form.filled_by else None,
        "fields": [_field(field, known) for field in form.fields],
        "rows": _rows(form.rows, known) if form.rows else None,
        "signatures": plain(form.signatures),
        "copies": plain(form.copies),
        "validity": plain(form.validity),
        "rules": plain(form.rules),
    }
    return {key: value for key, value in content.items() if value}


def _measures(users: Iterable[Procedure]) -> Measures:
    """Return the `limits` and the `unit` of all that is measured, by what that is called.

    What several say in different ways is left out: a form is one sheet for all of them.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for user in users:
        for name, told in _measured_in(user):
            if told not in found.setdefault(name, []):
                found[name].append(told)
    return {name: said[0] for name, said in found.items() if len(said) == 1}


def _measured_in(procedure: Procedure) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is read off, then what standards bound and no reading does."""
    readings = [one for step in procedure.steps for one in step.readings if one.kind == "number"]
    for one in readings:
        told = {"limits": list(one.limits), "unit": one.unit}
        yield one.label, {key: value for key, value in told.items() if value}
    read = {one.label for one in readings}
    for standard in procedure.standards:
        amount = _AMOUNT.fullmatch(standard.value.literal)
        if standard.metric not in read and amount and not is_duration(standard.value.literal):
            yield standard.metric, {"limits": [standard.value], "unit": amount[1]}


def _rows(rows: Rows, known: Measures) -> dict[str, Any]:
    """Return a table to be filled in: how many rows a sheet has, and its `columns` as fields."""
    return {"count": rows.count, "columns": [_field(column, known) for column in rows.columns]}


def _field(field: Field, known: Measures) -> dict[str, Any]:
    """Return what is to be filled in; `wide` if that needs a whole line.

    What is measured has its `limits` and its `unit`, too.
    """
    kept: dict[str, Any] = plain(field)
    if kept["origin"] != "editorial":
        kept.pop("origin")
    told = f"{field.label}{field.hint or ''}"
    wide = {"wide": True} if any(word in told for word in _LONG) else {}
    return kept | wide | dict(known.get(field.label, {}))
