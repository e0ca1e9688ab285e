"""The handbook as a book: a volume for each industry, and the whole."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sop_handbook.diagrams.fit import Paper
from sop_handbook.diagrams.graph import Graph
from sop_handbook.diagrams.overviews import family_graph
from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.language.chinese import initial, sort_key
from sop_handbook.language.wording import Word, word
from sop_handbook.model import Handbook, Industry, Procedure, Status, Term, routes
from sop_handbook.render.base import LEFT_OUT, Context
from sop_handbook.render.print.chapters import change_row, family_chapter, procedure_chapter
from sop_handbook.render.print.jobs import Print, dated
from sop_handbook.render.print.photos import clip_addresses, photos_in
from sop_handbook.render.svg.diagrams import DiagramSheet, sheets
from sop_handbook.render.views.standing import notices, standing

KIND = "handbook"
ROOM = Paper(width=166, height=222)  # millimetres a diagram gets on a page of the book
OWN_PAGE = Paper(width=190, height=248)  # and on a page of its own, with narrow margins
PHOTO = 80  # millimetres a photo is wide at most
FONT = "Noto Sans SC"
MOST = 150  # procedures in a volume: these are 500 pages, for which typst needs over a gigabyte


def handbooks(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield a volume for every industry, then the whole; what is too large for a book is none.

    A preview has no books.
    """
    if context.preview and KIND in LEFT_OUT:
        return
    for industry in context.wanted("industry", handbook.industries):
        mine = handbook.in_use_of[industry.id]
        if 0 < len(mine) <= MOST:
            page = routes.industry(industry.id).url
            content = {"title": industry.title, "summary": str(industry.summary)}
            parts = [_part(industry, mine, set(), handbook)]
            yield _volume("industry", industry.id, page, content, parts, mine, handbook, context)
    if context.wants("handbook", "handbook"):
        yield from _whole(handbook, context)


def _whole(handbook: Handbook, context: Context) -> Iterator[Print]:
    everything = list(handbook.in_use)
    if 0 < len(everything) <= MOST and len(handbook.industries) > 1:
        opened: set[str] = set()
        parts = [
            _part(i, mine, opened, handbook)
            for i in handbook.industries.values()
            if (mine := handbook.in_use_of[i.id])
        ]
        content = {"title": handbook.title, "summary": str(handbook.summary)}
        yield _volume("handbook", "handbook", "", content, parts, everything, handbook, context)


def _volume(
    of: Any, subject: str, page: str, content: dict[str, Any], parts: list[dict[str, Any]],
    procedures: Sequence[Procedure], handbook: Handbook, context: Context,
) -> Print:  # fmt: skip
    newest = max(map(dated, procedures))
    return Print(
        kind=KIND,
        of=of,
        subject=subject,
        content=content
        | {
            "handbook": handbook.title,
            "whole": of == "handbook",
            "newest": newest.isoformat(),
            "states": _states(procedures),
            "unapproved": any(p.control.status is not Status.CURRENT for p in procedures),
            "parts": parts,
            "index": list(_index(procedures, handbook)),
            "history": list(_history(procedures)),
            "retired": list(_retired(procedures, handbook)),
        },
        pictures=lambda: dict(_pictures(procedures, handbook, context)),
        addresses={"": page, **clip_addresses(procedures)},
        photos=photos_in(procedures, PHOTO),
        dated=newest,
        notices=notices(procedures, context),
        standing=standing(procedures, context),
        notices_of={p.id: found for p in procedures if (found := notices([p], context))},
    )


def _part(
    industry: Industry, procedures: Sequence[Procedure], opened: set[str], handbook: Handbook
) -> dict[str, Any]:
    """Return an industry: what its families share comes before their first member.

    `opened` are the families that the volume has had; a family may have members elsewhere, too.
    """
    chapters = []
    for procedure in procedures:
        if procedure.family and procedure.family not in opened:
            opened.add(procedure.family)
            chapters.append(family_chapter(handbook.families[procedure.family], handbook))
        chapters.append(procedure_chapter(procedure, handbook))
    return {
        "id": industry.id,
        "title": industry.title,
        "summary": str(industry.summary),
        "chapters": chapters,
    }


def _states(procedures: Iterable[Procedure]) -> list[Word]:
    """Return how many procedures are in which state, such as 7份草案.

    Whether what is approved is in force is a matter of the day, on which no code may depend.
    """
    counts = Counter(procedure.control.status for procedure in procedures)
    names = {status: word(f"page.status.{status}") for status in counts}
    names[Status.CURRENT] = word("print.approved")
    return [
        word("page.count-in-state", count=counts[status], state=names[status])
        for status in sorted(counts)
    ]


def _index(procedures: Iterable[Procedure], handbook: Handbook) -> Iterator[dict[str, Any]]:
    """Yield the letters with the terms filed under them, and other names that lead to them.

    A single sign, or a name that leads to several terms, helps a search but no reader of a list.
    """
    used: dict[str, list[str]] = {}
    for procedure in procedures:
        for name in procedure.terms:
            used.setdefault(name, []).append(procedure.id)
    terms = {name: handbook.terms[name] for name in used}
    claimed = Counter(alias for term in terms.values() for alias in (term.term, *term.aliases))
    entries = [
        entry
        for name, term in terms.items()
        for entry in _entries(term, used[name])
        if "see" not in entry or (claimed[entry["name"]] == 1 and len(entry["name"]) > 1)
    ]
    letters: dict[str, list[dict[str, Any]]] = {}
    for entry in sorted(entries, key=lambda entry: sort_key(entry["name"])):
        letters.setdefault(initial(entry["name"]), []).append(entry)
    yield from ({"letter": letter, "entries": letters[letter]} for letter in sorted(letters))


def _entries(term: Term, used_in: list[str]) -> Iterator[dict[str, Any]]:
    yield {"name": term.term, "definition": str(term.definition), "used_in": used_in}
    yield from ({"name": alias, "see": term.term} for alias in term.aliases if alias != term.term)


def _history(procedures: Iterable[Procedure]) -> Iterator[dict[str, Any]]:
    """Yield all changes, the newest first; what happened to several on one day is one row."""
    changed: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for procedure in procedures:
        document = {"number": procedure.number, "title": procedure.title, "id": procedure.id}
        for change in procedure.changes:
            row = change_row(change)
            same = tuple(row[key] for key in ("date", "revision", "class", "summary"))
            changed.setdefault(same, []).append(document)
    for (date, revision, class_, summary), of in sorted(
        changed.items(), key=lambda entry: entry[0][0], reverse=True
    ):
        yield {"date": date, "revision": revision, "class": class_, "summary": summary, "of": of}


def _retired(procedures: Iterable[Procedure], handbook: Handbook) -> Iterator[dict[str, str]]:
    """Yield what is no longer in use in the industries of some procedures, and what is instead."""
    industries = {procedure.industry for procedure in procedures}
    for procedure in handbook.procedures.values():
        if procedure.control.status is Status.RETIRED and procedure.industry in industries:
            row = {"number": procedure.number, "title": procedure.title}
            if instead := handbook.procedures.get(procedure.replaced_by or ""):
                row |= {"leads_to": instead.id, "instead": f"{instead.number} {instead.title}"}
            yield row


def _pictures(
    procedures: Iterable[Procedure], handbook: Handbook, context: Context
) -> Iterator[tuple[str, Any]]:
    """Yield the diagrams of procedures, and of families once, by `procedure` or `family/id`."""
    families = dict.fromkeys(p.family for p in procedures if p.family)
    for name in families:
        graph = family_graph(handbook, handbook.families[name], context.messages, whole=True)
        yield f"family/{name}", _drawn(graph, context)
    for procedure in procedures:
        yield procedure.id, drawn_of(procedure, handbook, context)


def drawn_of(
    procedure: Procedure,
    handbook: Handbook,
    context: Context,
    room: tuple[float, float] | None = None,
) -> Any:
    """Return the diagram of a procedure as it is in its book: sheets of SVG as plain data.

    Or else as it is drawn for so much `room`, in millimetres, across and down.
    """
    graph = procedure_graph(handbook, procedure, context.messages, whole=True)
    if room is None:
        return _drawn(graph, context)
    return _drawn(graph, context, Paper(width=room[0], height=room[1], turns=False), None)


def _drawn(
    graph: Graph, context: Context, room: Paper = ROOM, larger: Paper | None = OWN_PAGE
) -> Any:
    """Return a diagram as sheets of SVG; drawing is expensive, so what was drawn is kept."""

    def draw() -> bytes:
        made = [_plain(sheet) for sheet in sheets(graph, context.messages, FONT, room, larger)]
        return json.dumps(made, ensure_ascii=False).encode()

    return json.loads(
        context.store.get_or_make(draw, __name__, "book", repr(graph), repr((room, larger)))
    )


def _plain(sheet: DiagramSheet) -> Mapping[str, Any]:
    fields = ("svg", "width", "height", "lying", "larger", "points", "least", "above", "below")
    spots = [
        {key: value for key, value in asdict(spot).items() if key != "node"}
        | {"leads_to": _leads_to(spot.node)}
        for spot in sheet.spots
    ]
    return {key: getattr(sheet, key) for key in fields} | {"spots": spots}


def _leads_to(node: Any) -> str:
    return "/".join(name for name in node.opens if name)
