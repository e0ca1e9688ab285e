"""One Word document per procedure, for those who work in Word."""

import base64
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from sop_handbook.adapters.pandoc import word_document
from sop_handbook.diagrams.fit import Paper
from sop_handbook.diagrams.graph import Graph
from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.editions.content import edition_code
from sop_handbook.language.messages import Messages
from sop_handbook.language.values import limits_name
from sop_handbook.model import Handbook, Procedure, RuleTable, Status, routes
from sop_handbook.render.base import Artifact, Context, Download, Rendered
from sop_handbook.render.svg.diagrams import in_words, sheets
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.checklist import checklist_view, unasked
from sop_handbook.render.views.models import ControlView
from sop_handbook.render.views.relations import relations
from sop_handbook.render.views.standing import standing
from sop_handbook.render.views.unanswered import unanswered
from sop_handbook.templating.environment import render
from sop_handbook.typesetting.compiler import picture

_FOLDER = "render/templates/office"
_TEMPLATE = "office/procedure.html.j2"
_NARROWEST, _WIDEST = 8, 32  # signs; how table columns share the width
_ROOM = Paper(width=165, height=225, turns=False)  # millimetres: nobody turns a screen
_FONT = "Noto Sans SC"
_WORKERS = 4  # each waits for a pandoc of its own


def render_office(handbook: Handbook, context: Context) -> Rendered:
    """Return a document for each procedure that is not retired, below office/."""
    with ThreadPoolExecutor(_WORKERS) as pool:
        wanted = context.wanted("procedure", handbook.in_use)
        # typst serves one thread at a time, so this one draws while the others wait for pandoc.
        jobs = (
            (p, _drawn(procedure_graph(handbook, p, context.messages), context)) for p in wanted
        )
        made = pool.map(lambda job: _document(handbook, job[0], job[1], context), jobs)
        return Rendered(tuple(made))


def _document(
    handbook: Handbook, procedure: Procedure, drawn: list[dict[str, Any]], context: Context
) -> Artifact:
    viewer = ViewBuilder(handbook, context.messages, routes.procedure(procedure))
    control = viewer.control(procedure, context.today)
    values = _body(procedure, control, viewer)
    # What depends on the day, or how a picture is drawn, does not make another edition of it.
    said = [{**one, "width": "", "height": ""} for one in drawn[:1]]
    code = edition_code("docx" + render(_TEMPLATE, **values, diagram=said, notices=()))
    notices = _notices(control, context.messages)
    today = standing([procedure], context)
    facts = {"facts": list(_facts(procedure, control, viewer, today))}
    body = render(_TEMPLATE, **{**values, **facts}, diagram=drawn, notices=notices)
    look = {**_reference(), **dict(_running(procedure, control, viewer, code, today))}
    day = max(change.date for change in procedure.changes)
    content = context.store.hold_or_make(
        lambda: word_document(body, look, _template("filter.lua"), day, _pictures(drawn)),
        __name__,
        *("docx", body, *(f"{name}\n{look[name]}" for name in sorted(look)), day.isoformat()),
        json.dumps(drawn),
    )
    offer = Download(kind="docx", of="procedure", subject=procedure.id, code=code)
    return Artifact(routes.procedure(procedure).data("docx").path, content, offer)


def _drawn(graph: Graph, context: Context) -> list[dict[str, Any]]:
    """Return a flow chart as pictures with their size in millimetres; the first has its words."""

    def draw() -> bytes:
        made = [
            {
                "name": f"flow-{number}.png",
                "width": sheet.width,
                "height": sheet.height,
                "png": base64.b64encode(picture(sheet.svg, sheet.width, sheet.height)).decode(),
                "alt": "" if number > 1 else "。".join(in_words(graph, context.messages)) + "。",
                "dashed": any(edge.kind == "trouble" for edge in graph.edges),
                "marked": any(node.critical for node in graph.nodes),
            }
            for number, sheet in enumerate(sheets(graph, context.messages, _FONT, _ROOM), 1)
        ]
        return json.dumps(made, ensure_ascii=False).encode()

    found: list[dict[str, Any]] = json.loads(
        context.store.get_or_make(draw, __name__, "docx-diagram", repr(graph), repr(_ROOM))
    )
    return found


def _pictures(drawn: list[dict[str, Any]]) -> Mapping[str, bytes]:
    return {one["name"]: base64.b64decode(one["png"]) for one in drawn}


def _notices(control: ControlView, messages: Messages) -> list[str]:
    overdue = messages("page.overdue", date=control.review) if control.overdue else ""
    return [notice for notice in (control.starts, overdue) if notice]


def _body(procedure: Procedure, control: ControlView, viewer: ViewBuilder) -> dict[str, Any]:
    handbook, messages = viewer.handbook, viewer.messages
    steps = viewer.steps(procedure)
    return {
        "p": procedure,
        "w": messages.branch("page"),
        "paper": messages.branch("print"),
        "record_of": procedure.record_of,
        "facts": list(_facts(procedure, control, viewer, control.badge or control.status)),
        "replaced_by": _other(viewer, procedure.replaced_by),
        "supersedes": viewer.superseded(procedure),
        "triggers": [(item.text, _other(viewer, item.from_)) for item in procedure.triggers],
        "standards": viewer.standards(procedure),
        "steps": steps,
        "limits": limits_name((step.time_limit for step in procedure.steps), messages),
        "standing": viewer.standing_exceptions(procedure),
        "ends": [(end.text, _other(viewer, end.hands_over)) for end in procedure.ends],
        "exceptions": viewer.exceptions(procedure),
        "pause_points": checklist_view(procedure, viewer),
        "unasked": unasked(procedure, viewer),
        "rules": [_table(table) for table in _used_rules(handbook, procedure)],
        "related": [
            (messages(f"page.{item.kind}"), viewer.pages.procedure(item.other), item.why)
            for item in relations(handbook, procedure)
        ],
        "terms": [handbook.terms[name] for name in procedure.terms],
        "gaps": [gap.text for gap in procedure.gaps if gap.at is None],
        "unanswered": list(unanswered(handbook.resolved(procedure))),
        "scenarios": viewer.scenarios(procedure),
        "changes": viewer.changes(procedure),
        "sources": viewer.sources(procedure.sources),
    }


def _facts(
    procedure: Procedure, control: ControlView, viewer: ViewBuilder, state: str
) -> Iterator[tuple[str, str]]:
    """Yield document control, name and value; what the organisation has not settled says so.

    `state` says whether the document may be gone by.
    """
    messages, approver = viewer.messages, procedure.control.approver
    effective = procedure.effective
    known = {
        "number": control.number,
        "revision-label": control.revision,
        "status-label": state,
        "industry": viewer.handbook.industries[procedure.industry].title,
        "effective": effective.isoformat() if effective else "",
        "review": control.review,
        "owner": control.owner,
        "approver": viewer.role(approver).text if approver else "",
    }
    yield from (
        (messages(f"page.{key}"), value or messages("page.not-set")) for key, value in known.items()
    )


def _running(
    procedure: Procedure, control: ControlView, viewer: ViewBuilder, code: str, today: str
) -> Iterator[tuple[str, str]]:
    """Yield header and footer: on each page the number, the revision and whether it holds."""
    messages = viewer.messages
    title = viewer.handbook.title
    industry = viewer.handbook.industries[procedure.industry].title
    dates = (f"{messages(f'print.{key}')} {day}" for key, day in _dates(procedure) if day)
    right = (control.number, control.revision, today)
    yield (
        "word/header1.xml",
        render(
            "office/reference/word/header1.xml.j2",
            left=" · ".join((title, industry, procedure.title)),
            right=" · ".join(right),
        ),
    )
    yield (
        "word/footer1.xml",
        render(
            "office/reference/word/footer1.xml.j2",
            left=" · ".join(dates),
            code=messages("page.edition-code", code=code),
            page=messages.branch("page.page-number"),
        ),
    )


def _dates(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Yield the days that a foot gives: from when and until when it holds, or of what day it is."""
    control = procedure.control
    yield "effective", procedure.effective.isoformat() if procedure.effective else ""
    yield "review", control.review_by.isoformat() if control.review_by else ""
    if control.status is not Status.CURRENT or procedure.changed_since:
        yield "state-of", max(change.date for change in procedure.changes).isoformat()


def _used_rules(handbook: Handbook, procedure: Procedure) -> Iterator[RuleTable]:
    """Yield the rule tables that steps apply, so that the document stands alone."""
    used = {name for step in procedure.steps for name in step.uses_rules}
    if procedure.family:
        tables = handbook.families[procedure.family].rules
        yield from (table for table in tables if table.id in used)


def _table(table: RuleTable) -> dict[str, Any]:
    longest = [max(len(str(cell)) for cell in column) for column in zip(*table.rows, strict=True)]
    shares = [min(max(length, _NARROWEST), _WIDEST) for length in longest]
    widths = [100 * share // sum(shares) for share in shares]
    widths[-1] += 100 - sum(widths)
    return {
        "id": table.id,
        "title": table.title,
        "columns": table.columns,
        "widths": widths,
        "rows": table.rows,
        "remarks": table.remarks,
    }


def _other(viewer: ViewBuilder, name: str | None) -> Any:
    return viewer.pages.procedure(name) if name else None


@cache
def _reference() -> dict[str, str]:
    """Return the parts of our reference document that are the same for all."""
    folder = files("sop_handbook").joinpath(_FOLDER, "reference")
    return {name: text for name, text in _parts(folder, "") if not name.endswith(".j2")}


def _parts(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _parts(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry.read_text("utf-8")


def _template(name: str) -> str:
    return files("sop_handbook").joinpath(_FOLDER, name).read_text("utf-8")
