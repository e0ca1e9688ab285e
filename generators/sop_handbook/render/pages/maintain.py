"""Pages for maintainers: worklist, field reference, findings reference."""

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from sop_handbook.change.rules import current
from sop_handbook.findings import CODES, ON_REQUEST, Severity
from sop_handbook.language.report import general_hint, message
from sop_handbook.model import Handbook, Origin, Status, Waiver, routes
from sop_handbook.model.reviews import WITHIN, due
from sop_handbook.render.base import Context, OfflineGroup, Page
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.links import Link
from sop_handbook.sources.schemas import KINDS, resolved
from sop_handbook.templating.environment import render

_OWNERS = {"exception": "ExceptionRule", "source": "Provenance"}  # named otherwise in the model


def maintain_pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield the worklist, the provenance and the two references."""
    yield _worklist(handbook, context)
    yield _provenance(handbook, context)
    yield _findings_reference(context)
    yield _fields_reference(context)


def _worklist(handbook: Handbook, context: Context) -> Page:
    here = routes.WORKLIST
    viewer = ViewBuilder(handbook, context.messages, here)
    drafts, gaps = [], []
    for procedure in handbook.in_use:
        control = viewer.control(procedure, context.today)
        link = viewer.pages.procedure(procedure.id)
        if procedure.control.status in {Status.DRAFT, Status.REVIEW}:
            drafts.append({"link": link, "number": control.number, "status": control.status})
        found = [
            {
                "text": gap.text,
                "step": viewer.pages.step(procedure, gap.at) if gap.at else None,
            }
            for gap in (*procedure.gaps, *(gap for form in procedure.forms for gap in form.gaps))
        ]
        gaps += [{"id": procedure.id, "link": link, "gaps": found}] if found else []
    for family in handbook.families.values():
        open_points = [*family.gaps, *(gap for form in family.forms for gap in form.gaps)]
        entries = [{"text": gap.text, "step": None} for gap in open_points]
        link = viewer.pages.family(family.id)
        gaps += [{"id": family.id, "link": link, "gaps": entries}] if entries else []
    text = render(
        "pages/worklist.md.j2",
        w=context.messages.branch("page"),
        waived=list(_waived(handbook, viewer)),
        days=WITHIN,
        dates=list(_dates(handbook, context, viewer)),
        calendar=viewer.pages.to(routes.REVIEWS) if due(handbook, context.today) else "",
        drafts=drafts,
        gaps=gaps,
        advice=[
            {
                "place": str(finding.place),
                "message": message(finding, context.messages),
                "code": finding.code,
            }
            for finding in context.findings
        ],
    )
    return Page(here, text, OfflineGroup.VISITED)


def _dates(handbook: Handbook, context: Context, viewer: ViewBuilder) -> Iterator[dict[str, Any]]:
    """Yield what is overdue and what comes within the usual time, by date."""
    for one in due(handbook, context.today, WITHIN):
        yield {
            "overdue": one.overdue,
            "link": viewer.pages.procedure(one.procedure.id),
            "kind": context.messages(f"reviews.kinds.{one.kind}"),
            "date": one.date.isoformat(),
            "owner": viewer.control(one.procedure, context.today).owner,
        }


def _waived(handbook: Handbook, viewer: ViewBuilder) -> Iterator[dict[str, Any]]:
    """Yield every waiver with what it silences and where."""
    for procedure in handbook.procedures.values():
        for waiver in procedure.waivers:
            link = viewer.pages.procedure(procedure.id)
            step = viewer.pages.step(procedure, waiver.at) if waiver.at else None
            yield _waiver(waiver, link, step, viewer)
    for family in handbook.families.values():
        for waiver in family.waivers:
            yield _waiver(waiver, viewer.pages.family(family.id), None, viewer)


def _waiver(waiver: Waiver, link: Link, step: Link | None, viewer: ViewBuilder) -> dict[str, Any]:
    return {
        "link": link,
        "step": step,
        "code": waiver.code,
        "title": viewer.messages(f"findings.{waiver.code}.title"),
        "reason": waiver.reason,
    }


def _provenance(handbook: Handbook, context: Context) -> Page:
    here = routes.PROVENANCE
    viewer = ViewBuilder(handbook, context.messages, here)
    groups = [
        {
            "id": document.id,
            "title": document.title,
            "origins": [
                {
                    "flow": origin.flow,
                    "title": origin.title,
                    "place": origin.place,
                    "targets": _targets(origin, viewer),
                }
                for origin in handbook.origins
                if origin.document == document.id
            ],
        }
        for document in handbook.documents.values()
    ]
    text = render(
        "pages/provenance.md.j2",
        w=context.messages.branch("page"),
        groups=[group for group in groups if group["origins"]],
    )
    return Page(here, text, OfflineGroup.VISITED)


def _targets(origin: Origin, viewer: ViewBuilder) -> list[Link]:
    pages = viewer.pages
    links = [pages.procedure(name) for name in origin.procedures]
    links += [pages.family(name) for name in origin.families]
    for address in origin.pages:
        page, _, anchor = address.partition("#")
        links.append(
            Link(viewer.messages("page.reference-page"), pages.to(routes.Route(page), anchor))
        )
    return links


def _findings_reference(context: Context) -> Page:
    messages = context.messages
    groups = []
    for severity in Severity:
        entries = []
        for code in sorted(code for code, own in CODES.items() if own is severity):
            entry = messages.branch(f"findings.{code}")
            snippets = [
                (messages(f"report.{key}"), Markup(entry[key].rstrip()))
                for key in ("wrong", "right")
                if key in entry
            ]
            entries.append(
                {
                    "code": code,
                    "title": entry["title"],
                    "explain": entry["explain"],
                    "hint": general_hint(code, messages),
                    "on_request": code in ON_REQUEST,
                    "snippets": snippets,
                }
            )
        title = messages(f"report.severity.{severity}")
        groups.append({"id": str(severity), "title": title, "entries": entries})
    text = render(
        "pages/findings.md.j2",
        w=messages.branch("page"),
        what_to_do=messages("report.what-to-do"),
        groups=groups,
    )
    return Page(routes.FINDINGS, text, OfflineGroup.VISITED)


def _fields_reference(context: Context) -> Page:
    kinds = [
        {
            "id": kind,
            "title": context.schemas[kind]["title"],
            "description": context.schemas[kind]["description"],
            "objects": list(_objects(kind, context)),
        }
        for kind in (*KINDS, "common")
    ]
    text = render("pages/fields.md.j2", w=context.messages.branch("page"), kinds=kinds)
    return Page(routes.FIELDS, text, OfflineGroup.VISITED)


def _objects(kind: str, context: Context) -> Iterator[dict[str, Any]]:
    """Yield every object of one schema file as a table of fields."""
    schema = context.schemas[kind]
    if "properties" in schema:
        yield _object(kind, kind, schema, context)
    for name, definition in schema.get("$defs", {}).items():
        if "properties" in definition:
            yield _object(kind, name, definition, context)


def _object(kind: str, name: str, schema: dict[str, Any], context: Context) -> dict[str, Any]:
    required = schema.get("required", [])
    return {
        "id": name,
        "title": schema.get("title", name),
        "fields": [
            _field(kind, key, own, required=key in required, context=context)
            | {"class": _class(name, key, context)}
            for key, own in schema["properties"].items()
        ],
    }


def _class(name: str, key: str, context: Context) -> str:
    """Return how serious a change of this field is at least; nothing for what is never compared."""
    owner = _OWNERS.get(name, "".join(word.title() for word in name.split("_")))
    classes = current().classes
    named = [f"{holder}.{key}" for holder in (owner, "Control") if f"{holder}.{key}" in classes]
    return context.messages(f"page.classes.{classes[named[0]]}") if named else ""


def _field(
    kind: str, key: str, own: dict[str, Any], *, required: bool, context: Context
) -> dict[str, Any]:
    whole = resolved(context.schemas, kind, own)
    merged = whole.schema
    item = resolved(context.schemas, whole.home, merged.get("items", {}))
    target = None
    for found in (whole, item):
        if found.name and "properties" in found.schema:
            target = f"{found.home}-{found.name}"
    allowed = merged.get("enum") or (["true", "false"] if merged.get("type") == "boolean" else [])
    example = merged.get("examples", [""])[0]
    return {
        "key": key,
        "title": merged.get("title", key),
        "description": merged.get("description", ""),
        "required": required,
        "allowed": allowed,
        "target": target,
        "example": example if isinstance(example, str) else _compact(example),
    }


def _compact(example: object) -> str:
    """Write an example as it may stand in YAML on one line; JSON is YAML too."""
    return json.dumps(example, ensure_ascii=False)
