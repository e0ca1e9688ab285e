"""One Word document per procedure, for those who work in Word."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from sop_handbook.adapters.pandoc import Refusal, WordLook, WordPage, write_all
from sop_handbook.adapters.store import Kept, Store
from sop_handbook.diagrams.fit import Paper
from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.editions.content import edition_code
from sop_handbook.language.messages import Messages
from sop_handbook.language.values import limits_name
from sop_handbook.language.wording import worded
from sop_handbook.model import Handbook, Procedure, RuleTable, routes
from sop_handbook.render.base import Artifact, Context, Download, Rendered
from sop_handbook.render.letterhead import running, running_pictures
from sop_handbook.render.office_joins import kept_together
from sop_handbook.render.office_pictures import PicturesOf
from sop_handbook.render.palette import on_paper
from sop_handbook.render.svg.pictures import charts, png
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.checklist import before_view, checklist_view, unasked
from sop_handbook.render.views.models import ControlView
from sop_handbook.render.views.needed import beforehand_view
from sop_handbook.render.views.recorded import with_links
from sop_handbook.render.views.relations import relations
from sop_handbook.render.views.signing import signers
from sop_handbook.render.views.standing import standing
from sop_handbook.render.views.unanswered import unanswered
from sop_handbook.templating.environment import render

_FOLDER = "render/templates/office"
_TEMPLATE = "office/procedure.html.j2"
_STYLED = ("word/styles.xml", "word/fontTable.xml")
_THEME = "word/theme/theme1.xml"
# What few documents show, by its mark in them: only these know its style and font.
_SELDOM = {"command": "<pre>", "picture": 'data-custom-style="SOP Seen"'}
_NARROWEST, _WIDEST = 8, 32  # signs; how table columns share the width
_ROOM = Paper(width=165, height=225, turns=False)  # millimetres: nobody turns a screen


@dataclass(frozen=True, kw_only=True, slots=True)
class _File:
    """A document to be: where it goes, under which key it is kept."""

    offer: Download
    path: str
    key: str


def render_office(handbook: Handbook, context: Context) -> Rendered:
    """Return a document for each procedure that is not retired, below office/.

    In a preview there is only said which there are, without their editions. Raises RuntimeError
    with what pandoc says where it refuses, or warns, and of which procedures; the documents of all
    others are in the store by then.
    """
    if context.preview:
        every = [(_path(one), _offer(one, context)) for one in handbook.in_use]
        return Rendered(tuple(Artifact(path, None, offer) for path, offer in every))
    files: list[_File] = []
    held: dict[str, Kept] = {}
    refused: list[str] = []
    drafts = _drafts(handbook, context)
    look = _look(handbook.brand.colour)
    for file, made in write_all(_missing(drafts, context.store, files, held), look):
        if isinstance(made, Refusal):
            refused.append(f"{file.offer.subject}: {made.said}")
        else:
            context.store.keep(file.key, made)
            held[file.key] = context.store.held(file.key, made)
    if refused:
        raise RuntimeError("\n".join(refused))
    return Rendered(tuple(Artifact(file.path, held[file.key], file.offer) for file in files))


def _missing(
    drafts: Iterable[tuple[_File, WordPage]],
    store: Store,
    files: list[_File],
    held: dict[str, Kept],
) -> Iterator[tuple[_File, WordPage]]:
    """Yield what the store has not, put what it has into `held`, and all into `files`."""
    for file, page in drafts:
        files.append(file)
        if content := store.find(file.key):
            held[file.key] = store.held(file.key, content)
        else:
            yield file, page


def _drafts(handbook: Handbook, context: Context) -> Iterator[tuple[_File, WordPage]]:
    wanted = list(context.wanted_in_use(handbook))
    graphs = [procedure_graph(handbook, procedure, context.messages) for procedure in wanted]
    for procedure, drawn in zip(wanted, charts(graphs, _ROOM, context), strict=True):
        yield _draft(handbook, procedure, drawn, context)


def _draft(
    handbook: Handbook, procedure: Procedure, drawn: list[dict[str, Any]], context: Context
) -> tuple[_File, WordPage]:
    viewer = ViewBuilder(handbook, context.messages, routes.procedure(procedure))
    control = viewer.control(procedure, context.today)
    procedure = with_links(procedure, viewer.pages)
    pictures = PicturesOf(handbook, context.media)
    values = _body(procedure, control, viewer) | {"seen": pictures.all(procedure)}
    code = _code(values, drawn, context.messages)
    notices = _notices(control, context.messages)
    today = standing([procedure], context)
    facts = {"facts": list(_facts(procedure, control, viewer, today))}
    html = kept_together(render(_TEMPLATE, **{**values, **facts}, diagram=drawn, notices=notices))
    used = tuple(name for name, mark in _SELDOM.items() if mark in html)
    page = WordPage(
        html=html,
        day=max(change.date for change in procedure.changes),
        pictures=png(drawn) | pictures.files,
        running=dict(running(procedure, control, viewer, code, today)),
        running_pictures=running_pictures(handbook.brand, context),
        styled=_styled(handbook.brand.colour, used),
    )
    file = _File(
        offer=_offer(procedure, context, code),
        path=_path(procedure),
        key=context.store.key(
            __name__, *_hashed(page, _look(handbook.brand.colour)), json.dumps(drawn)
        ),
    )
    return file, page


def _code(values: dict[str, Any], drawn: list[dict[str, Any]], messages: Messages) -> str:
    """Return the code of what a document says, in the words that documents were first made with.

    What depends on the day, or how a picture is drawn, does not make another edition of it; nor
    does another interface word, or what `kept_together` does.
    """
    pictures = [{**one, "width": "", "height": ""} for one in drawn[:1]]
    first = messages.branch("first-words")
    names = {messages(f"page.{key}"): word for key, word in first["page"].items()}
    said = values | {
        "w": values["w"] | first["page"],
        "paper": values["paper"] | first["print"],
        "facts": [(names.get(name, name), value) for name, value in values["facts"]],
    }
    return edition_code("docx" + render(_TEMPLATE, **said, diagram=pictures, notices=()))


def _offer(procedure: Procedure, context: Context, code: str | None = None) -> Download:
    return Download(
        kind="docx",
        of="procedure",
        subject=procedure.id,
        code=code,
        standing=standing([procedure], context),
    )


def _path(procedure: Procedure) -> str:
    return routes.procedure(procedure).data("docx").path


def _hashed(page: WordPage, look: WordLook) -> Iterator[str]:
    yield from ("docx", page.html, page.day.isoformat())
    parts = {**look.parts, **page.running, **page.styled}
    yield from (f"{name}\n{parts[name]}" for name in sorted(parts))
    yield from (sha256(picture).hexdigest() for picture in page.running_pictures.values())


def _notices(control: ControlView, messages: Messages) -> list[str]:
    overdue = messages("page.overdue", date=control.review) if control.overdue else ""
    return [notice for notice in (control.notice, overdue) if notice]


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
        "beforehand": beforehand_view(procedure.before, messages),
        "often": [viewer.value(one) for one in procedure.schedule],
        "steps": steps,
        "limits": limits_name(
            (one for step in procedure.steps for one in step.listed_times), messages
        ),
        "standing": viewer.standing_exceptions(procedure),
        "ends": [(end.text, _other(viewer, end.hands_over)) for end in procedure.ends],
        "exceptions": viewer.exceptions(procedure),
        "pause_points": checklist_view(procedure, viewer),
        "before": before_view(procedure, viewer),
        "signers": worded(signers(handbook, procedure), messages),
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


def _used_rules(handbook: Handbook, procedure: Procedure) -> Iterator[RuleTable]:
    """Yield the rule tables that steps apply, and its own, so that the document stands alone."""
    used = {name for step in procedure.steps for name in step.uses_rules}
    used |= {table.id for table in procedure.rules}
    tables = handbook.tables_of(procedure).values()
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
def _look(colour: str | None) -> WordLook:
    """Return what is the same for all documents of a handbook, in the colour of its brand."""
    folder = files("sop_handbook").joinpath(_FOLDER)
    found = _parts(folder.joinpath("reference"), "")
    parts = {name: text for name, text in found if not name.endswith(".j2")}
    parts[_THEME] = render(f"office/reference/{_THEME}.j2", colours=on_paper(colour))
    parts |= _styled(colour, tuple(_SELDOM))
    return WordLook(parts=parts, tidy=folder.joinpath("filter.lua").read_text("utf-8"))


@cache
def _styled(colour: str | None, used: tuple[str, ...]) -> dict[str, str]:
    """Return styles and fonts by the names of their parts, with those of `used` (of `_SELDOM`)."""
    values = {"colours": on_paper(colour), "used": used}
    return {name: render(f"office/reference/{name}.j2", **values) for name in _STYLED}


def _parts(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _parts(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry.read_text("utf-8")
