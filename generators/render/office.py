"""One Word document per procedure, for those who work in Word."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from generators.editions import edition_code
from generators.model import Handbook, Procedure, RuleTable
from generators.pandoc import word_document
from generators.render.base import Artifact, Context, Offer, Rendered
from generators.render.links import procedure_page
from generators.render.relations import relations
from generators.render.templating import render
from generators.render.ticks import ticks
from generators.render.viewer import Viewer
from generators.render.views import ControlView
from generators.words import Words

_FOLDER = "render/templates/office"
_TEMPLATE = "office/procedure.html.j2"
_NARROWEST, _WIDEST = 8, 32  # signs; how table columns share the width
_WORKERS = 4  # each waits for a pandoc of its own


def render_office(handbook: Handbook, context: Context) -> Rendered:
    """Return a document for each procedure that is not retired, below office/."""
    with ThreadPoolExecutor(_WORKERS) as pool:
        made = pool.map(lambda p: _document(handbook, p, context), handbook.in_use)
        return Rendered(tuple(made))


def _document(handbook: Handbook, procedure: Procedure, context: Context) -> Artifact:
    viewer = Viewer(handbook, context.words, procedure_page(procedure))
    control = viewer.control(procedure, context.today)
    values = _body(procedure, control, viewer)
    # What depends on the day does not make another edition of it.
    code = edition_code("docx" + render(_TEMPLATE, **values, notices=()))
    body = render(_TEMPLATE, **values, notices=_notices(control, context.words))
    look = {**_reference(), **dict(_running(procedure, control, viewer, code))}
    day = max(change.date for change in procedure.changes)
    content = context.store.remember(
        lambda: word_document(body, look, _template("filter.lua"), day),
        *("docx", body, *(f"{name}\n{look[name]}" for name in sorted(look)), day.isoformat()),
    )
    offer = Offer(kind="docx", of="procedure", subject=procedure.id, code=code)
    return Artifact(f"office/{procedure.id}.docx", content, offer)


def _notices(control: ControlView, words: Words) -> list[str]:
    overdue = words("page.overdue", date=control.review) if control.overdue else ""
    return [notice for notice in (control.starts, overdue) if notice]


def _body(procedure: Procedure, control: ControlView, viewer: Viewer) -> dict[str, Any]:
    handbook, words = viewer.handbook, viewer.words
    steps = viewer.steps(procedure)
    return {
        "p": procedure,
        "w": words.branch("page"),
        "facts": list(_facts(procedure, control, viewer)),
        "replaced_by": _other(viewer, procedure.replaced_by),
        "supersedes": viewer.superseded(procedure),
        "triggers": [(item.text, _other(viewer, item.from_)) for item in procedure.triggers],
        "standards": viewer.standards(procedure),
        "steps": steps,
        "limits": any(view.limit for view in steps),
        "standing": viewer.standing_exceptions(procedure),
        "ends": [(end.text, _other(viewer, end.hands_over)) for end in procedure.ends],
        "exceptions": [viewer.exception(procedure, rule) for rule in procedure.exceptions],
        "pause_points": ticks(procedure, viewer),
        "rules": [_table(table) for table in _used_rules(handbook, procedure)],
        "related": [
            (words(f"page.{item.kind}"), viewer.pages.procedure(item.other), item.why)
            for item in relations(handbook, procedure)
        ],
        "terms": [handbook.terms[name] for name in procedure.terms],
        "gaps": [gap.text for gap in procedure.gaps if gap.at is None],
        "scenarios": viewer.scenarios(procedure),
        "changes": viewer.changes(procedure),
        "sources": viewer.sources(procedure.sources),
    }


def _facts(procedure: Procedure, control: ControlView, viewer: Viewer) -> Iterator[tuple[str, str]]:
    """Yield document control, name and value; what the organisation has not settled says so."""
    words, approver = viewer.words, procedure.control.approver
    effective = procedure.control.effective_from
    known = {
        "number": control.number,
        "revision-label": control.revision,
        "status-label": control.badge or control.status,
        "industry": viewer.handbook.industries[procedure.industry].title,
        "effective": effective.isoformat() if effective else "",
        "review": control.review,
        "owner": control.owner,
        "approver": viewer.role(approver).text if approver else "",
    }
    yield from (
        (words(f"page.{key}"), value or words("page.not-set")) for key, value in known.items()
    )


def _running(
    procedure: Procedure, control: ControlView, viewer: Viewer, code: str
) -> Iterator[tuple[str, str]]:
    """Yield header and footer: on each page the number, the revision and whether it holds."""
    words = viewer.words
    facts = dict(_facts(procedure, control, viewer))
    title, industry = viewer.handbook.title, facts[words("page.industry")]
    right = (control.number, control.revision, control.badge or control.status)
    dates = [words("page.effective"), words("page.review")]
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
            left=" · ".join(f"{name} {facts[name]}" for name in dates),
            code=words("page.edition-code", code=code),
            page=words.branch("page.page-number"),
        ),
    )


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


def _other(viewer: Viewer, name: str | None) -> Any:
    return viewer.pages.procedure(name) if name else None


@cache
def _reference() -> dict[str, str]:
    """Return the parts of our reference document that are the same for all."""
    folder = files("generators").joinpath(_FOLDER, "reference")
    return {name: text for name, text in _parts(folder, "") if not name.endswith(".j2")}


def _parts(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _parts(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry.read_text("utf-8")


def _template(name: str) -> str:
    return files("generators").joinpath(_FOLDER, name).read_text("utf-8")
