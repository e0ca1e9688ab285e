"""Ids and references over all documents: unknown, duplicate and misplaced ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from generators.collect import Document
from generators.findings import CODES, Finding, Place
from generators.load import KeyPath
from generators.model import DEFAULT_END, RESUME, UNSPECIFIED
from generators.schemas import Mark, Schemas
from generators.text import UNFILLED, Placeholder, has_stray_brace, markup_in, split
from generators.validate import nearest

Names = dict[str, str]  # id -> title


@dataclass
class Known:
    """Every id there is, with its title; some only within a family or a procedure."""

    shared: dict[str, Names] = field(default_factory=dict)
    family_of: Names = field(default_factory=dict)
    by_family: dict[str, dict[str, Names]] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)  # kinds of ids that an unread file may hold


def known(documents: Iterable[Document], unread: Iterable[tuple[str, str]] = ()) -> Known:
    """Gather the ids of all documents, also of those that are otherwise invalid."""
    all_ids = Known({kind: {} for kind in _SHARED_KINDS})
    for kind, name in unread:
        all_ids.incomplete |= _IDS_IN[kind]
        if kind == "procedure":
            all_ids.shared["procedure"][name] = ""
    for document in documents:
        data = document.data
        if document.kind == "procedure":
            all_ids.shared["procedure"][document.name] = str(data.get("title", ""))
        elif document.kind == "family":
            all_ids.shared["family"][document.name] = str(data.get("title", ""))
            _know_family(all_ids, document.name, data)
        for key, kind in _LISTS.get(document.kind, {}).items():
            all_ids.shared[kind] |= _names(data.get(key))
            if document.kind not in _OFTEN and not _list(data.get(key)):
                all_ids.incomplete.add(kind)  # a finding of its own; not one for every use
    all_ids.shared["role"][UNSPECIFIED] = ""
    all_ids.shared["finding"] = dict.fromkeys(CODES, "")
    return all_ids


def check_references(document: Document, all_ids: Known, schemas: Schemas) -> Iterator[Finding]:
    """Yield a finding for every unknown reference and every risky text of a document."""
    scope = _scope(document, all_ids)
    if document.kind == "procedure":
        place = document.source.place(())
        yield from _check_one(place, "industry", document.folder, scope)
    for mark in schemas.marks(document.kind, document.source.data):
        if mark.keyword == "x-text":
            yield from _check_text(document, mark, scope)
        else:
            place = document.source.place(mark.path)
            yield from _check_one(place, mark.what, mark.value, scope)


def check_ids(documents: Iterable[Document]) -> Iterator[Finding]:
    """Yield a finding for every id given twice and every id unlike its file's name."""
    files: dict[str, str] = {}
    numbers: dict[str, str] = {}
    members: Names = {}
    flows: Names = {}
    once: dict[tuple[str, str], str] = {}
    for document in documents:
        if document.kind in {"procedure", "family"}:
            yield from _check_file_id(document, files)
        if document.kind == "procedure":
            yield from _unique(document, ("number",), "duplicate-number", numbers)
        for index, _ in enumerate(_list(document.data.get("flows"))):
            yield from _unique(document, ("flows", index, "flow"), "duplicate-id", flows)
        for index, _ in enumerate(_list(document.data.get("members"))):
            yield from _unique(document, ("members", index), "in-two-families", members)
        yield from _check_lists(document, once)


_SHARED_KINDS = ("family", "industry", "document", "contact", "role", "term", "procedure", "form")
_LISTS = {
    "handbook": {"industries": "industry", "documents": "document", "contacts": "contact"},
    "roles": {"roles": "role"},
    "terms": {"terms": "term"},
    "family": {"forms": "form"},
    "procedure": {"forms": "form"},
}
_OFTEN = {"family", "procedure"}  # kinds of which there are many files, each with or without forms
_IDS_IN: dict[str, set[str]] = {  # what becomes unknown when a file of a kind cannot be read
    "procedure": {"form"},
    "family": {"family", "form", "quantity", "rules"},
    "provenance": set(),
    **{kind: set(lists.values()) for kind, lists in _LISTS.items() if kind not in _OFTEN},
}
# Lists of things with an id, and the space in which those ids must differ. Ids of a space
# starting with "/" must differ over all files.
_ID_LISTS = {
    "industries": "/industry",
    "documents": "/document",
    "contacts": "/contact",
    "roles": "/role",
    "terms": "/term",
    "forms": "/form",
    "rules": "rules",
    "quantities": "quantity",
    "standards": "standard",
    "steps": "step",
    "ends": "step",
}


def _know_family(all_ids: Known, name: str, data: dict[str, Any]) -> None:
    all_ids.by_family[name] = {
        "quantity": _names(data.get("quantities")),
        "rules": _names(data.get("rules")),
    }
    for member in _list(data.get("members")):
        all_ids.family_of.setdefault(str(member), name)


def _scope(document: Document, all_ids: Known) -> dict[str, Names]:
    """What a reference may name, by kind; without the kinds that cannot be told."""
    data = document.data
    family = document.name if document.kind == "family" else all_ids.family_of.get(document.name)
    shared = all_ids.by_family.get(family or "", {})
    steps = _names(data.get("steps"))
    ends = _names(data.get("ends")) or {DEFAULT_END: ""}
    scope = {
        **all_ids.shared,
        "quantity": shared.get("quantity", {}) | _names(data.get("quantities")),
        "rules": shared.get("rules", {}),
        "step": steps,
        "target": steps | ends,
        "target-or-resume": steps | ends | {RESUME: ""},
    }
    return {kind: names for kind, names in scope.items() if kind not in all_ids.incomplete}


def _check_one(place: Place, kind: str, value: str, scope: dict[str, Names]) -> Iterator[Finding]:
    names = scope.get(kind)
    if names is not None and value not in names:
        code = "unknown-" + kind.removesuffix("-or-resume")
        yield Finding(place, code, {"value": value}, nearest(value, names))


def _check_text(document: Document, mark: Mark, scope: dict[str, Names]) -> Iterator[Finding]:
    place = document.source.place(mark.path)
    if UNFILLED in mark.value:
        yield Finding(place, "unfilled", {"value": mark.value})
    if found := markup_in(mark.value):
        yield Finding(place, "markup-in-text", {"markup": found})
    elif has_stray_brace(mark.value):
        yield Finding(place, "stray-brace")
    for part in split(mark.value):
        if isinstance(part, Placeholder):
            if mark.what == "plain":
                yield Finding(place, "stray-brace")
            else:
                yield from _check_one(place, "quantity", part.quantity, scope)


def _check_file_id(document: Document, files: dict[str, str]) -> Iterator[Finding]:
    declared = document.data.get("id")
    if isinstance(declared, str) and declared != document.name:
        place = document.source.place(("id",))
        args = {"value": declared, "name": document.name}
        yield Finding(place, "id-not-file-name", args, document.name)
    else:
        yield from _unique(document, ("id",), "id-in-two-files", files)


def _check_lists(document: Document, once: dict[tuple[str, str], str]) -> Iterator[Finding]:
    for key, space in _ID_LISTS.items():
        for index, item in enumerate(_list(document.data.get(key))):
            if not isinstance(item, dict) or not isinstance(item.get("id"), str):
                continue
            where = space if space.startswith("/") else f"{document.source.file} {space}"
            place = document.source.place((key, index, "id"))
            first = once.setdefault((where, item["id"]), str(place))
            if first != str(place):
                yield Finding(place, "duplicate-id", {"value": item["id"], "first": first})


def _unique(
    document: Document, path: KeyPath, code: str, seen: dict[str, str]
) -> Iterator[Finding]:
    value: Any = document.data
    for part in path:
        value = value.get(part) if isinstance(value, dict) else value[part]
    if isinstance(value, str):
        place = document.source.place(path)
        first = seen.setdefault(value, str(place))
        if first != str(place):
            yield Finding(place, code, {"value": value, "first": first})


def _names(items: object) -> Names:
    found = {}
    for item in _list(items):
        if isinstance(item, dict) and isinstance(item.get("id"), str):
            title = item.get("title") or item.get("label") or item.get("term") or item.get("text")
            found[item["id"]] = str(title or "")
    return found


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
