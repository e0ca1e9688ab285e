"""References over all documents: unknown and misplaced ones, and texts that are a risk."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from typing import Any

from sop_handbook.adapters.characters import width
from sop_handbook.findings import CODES, Finding, FindPlace, Place
from sop_handbook.model import DEFAULT_END, RESUME, UNSPECIFIED
from sop_handbook.sources.collect import SourceDocument
from sop_handbook.sources.placeholders import (
    UNFILLED,
    Placeholder,
    full_width_names,
    has_stray_brace,
    has_stray_quote,
    is_plain,
    markup_in,
    split,
    unpaired,
)
from sop_handbook.sources.schemas import SchemaMark, Schemas
from sop_handbook.sources.validate import nearest

Names = dict[str, str]  # id -> title


@dataclass
class Known:
    """Every id there is, with its title; some only within a family or a procedure.

    `shared` holds id -> title by kind; `family_of` the family of each procedure; `by_family` id ->
    title by family and, within it, by kind.
    """

    shared: dict[str, Names] = field(default_factory=dict)
    family_of: Names = field(default_factory=dict)
    by_family: dict[str, dict[str, Names]] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)  # kinds of ids that an unread file may hold
    # What is to be put back first: kind and id, and the procedure that a step is in.
    lost: set[tuple[str, str, str]] = field(default_factory=set)


def known(documents: Iterable[SourceDocument], unread: Iterable[tuple[str, str]] = ()) -> Known:
    """Gather the ids of all documents, also of those that are otherwise invalid.

    `unread` are (kind, name) of files that could not be read; their ids may exist.
    """
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
            if not items_of(data.get(key)) and not _may_lack(document.kind, data, key):
                all_ids.incomplete.add(kind)  # a finding of its own; not one for every use
    all_ids.shared[f"role{_OR_NONE}"] = all_ids.shared["role"] | {UNSPECIFIED: ""}
    all_ids.shared["finding"] = dict.fromkeys(CODES, "")
    return all_ids


_SHORT = 20  # characters that a hint may say again
_JOINED = re.compile(r"\s*[，、；;,]\s*")  # what people put between ids, where YAML sees one
_OR_NONE = "-or-unspecified"  # only who does a step may be left open
_OF_STEPS = {"step", "target", "target-or-resume"}  # kinds of references that may name a step


def check_references(
    document: SourceDocument, all_ids: Known, schemas: Schemas
) -> Iterator[Finding]:
    """Yield a finding for every unknown reference and every risky text of a document."""
    if document.kind == "provenance" and (count := _foreign(document, all_ids, schemas)):
        yield Finding(Place(document.source.file), "foreign-provenance", {"count": str(count)})
        return
    scope = _scope(document, all_ids)
    lost = {(kind, name) for kind, name, within in all_ids.lost if within in {"", document.name}}
    if document.kind == "procedure":
        place = partial(document.source.place, ())
        yield from _check_one(place, "industry", document.folder, scope, lost)
    for mark in schemas.marks(document.kind, document.source.data):
        if mark.keyword == "x-text":
            if not is_plain(mark.value):
                yield from _check_text(document, mark, scope, lost)
        elif mark.keyword == "x-width":
            yield from _check_width(document, mark)
        elif mark.value not in scope.get(mark.what, (mark.value,)):
            place = partial(document.source.place, mark.path)
            yield from _check_one(place, mark.what, mark.value, scope, lost)


def _check_width(document: SourceDocument, mark: SchemaMark) -> Iterator[Finding]:
    excess = width(mark.value) - int(mark.what)
    if excess > 0:
        key = next(part for part in reversed(mark.path) if isinstance(part, str))
        args = {"key": key, "limit": mark.what, "excess": str(ceil(excess))}
        yield Finding(document.source.place(mark.path), "too-wide", args)


def _foreign(document: SourceDocument, all_ids: Known, schemas: Schemas) -> int:
    """Return how many procedures a document names if there is none of them, or else 0."""
    named = {
        mark.value
        for mark in schemas.marks(document.kind, document.source.data)
        if mark.what == "procedure"
    }
    return 0 if named & all_ids.shared["procedure"].keys() else len(named)


_SHARED_KINDS = ("family", "industry", "document", "contact", "role", "term", "procedure", "form")
_LISTS = {
    "handbook": {"industries": "industry", "documents": "document", "contacts": "contact"},
    "roles": {"roles": "role"},
    "terms": {"terms": "term"},
    "family": {"forms": "form"},
    "procedure": {"forms": "form"},
}
_BESIDE_TERMS = {"synonyms", "emergencies", "note"}  # a glossary may consist of these
_OFTEN = {"family", "procedure"}  # kinds of which there are many files, each with or without forms
_IDS_IN: dict[str, set[str]] = {  # what becomes unknown when a file of a kind cannot be read
    "procedure": {"form"},
    "family": {"family", "form", "quantity", "rules"},
    "provenance": set(),
    **{kind: set(lists.values()) for kind, lists in _LISTS.items() if kind not in _OFTEN},
}


def _may_lack(kind: str, data: dict[str, Any], key: str) -> bool:
    """Whether a document without the list of its ids is whole; else others are not judged by it."""
    if key == "documents":
        return key not in data
    return kind in _OFTEN or (kind == "terms" and bool(data) and data.keys() <= _BESIDE_TERMS)


def _know_family(all_ids: Known, name: str, data: dict[str, Any]) -> None:
    all_ids.by_family[name] = {
        "quantity": _names(data.get("quantities")),
        "rules": _names(data.get("rules")),
    }
    for member in items_of(data.get("members")):
        all_ids.family_of.setdefault(str(member), name)


def _scope(document: SourceDocument, all_ids: Known) -> dict[str, Names]:
    """What a reference may name, by kind; without the kinds that nobody can know."""
    data = document.data
    family = document.name if document.kind == "family" else all_ids.family_of.get(document.name)
    shared = all_ids.by_family.get(family or "", {})
    steps = _names(data.get("steps"))
    ends = _names(data.get("ends")) or {DEFAULT_END: ""}
    scope = {
        **all_ids.shared,
        "quantity": shared.get("quantity", {}) | _names(data.get("quantities")),
        "rules": shared.get("rules", {}) | _names(data.get("rules")),
        "reading": _readings(data.get("steps")),
        "step": steps,
        "target": steps | ends,
        "target-or-resume": steps | ends | {RESUME: ""},
    }
    return {
        kind: names
        for kind, names in scope.items()
        if kind.removesuffix(_OR_NONE) not in all_ids.incomplete
    }


def _check_one(
    place: FindPlace, kind: str, value: str, scope: dict[str, Names], lost: set[tuple[str, str]]
) -> Iterator[Finding]:
    names = scope.get(kind)
    if names is None or value in names:
        return
    of = "step" if kind in _OF_STEPS else kind.removesuffix(_OR_NONE)
    parts = _JOINED.split(value)
    if any(part in names for part in parts):
        yield Finding(place(), "joined-ids", {"value": value}, ", ".join(parts))
    elif (of, value) in lost:
        yield Finding(place(), "gone-in-use", {"value": value, "put-back": of})
    else:
        code = "unknown-" + kind.partition("-or-")[0]
        yield Finding(place(), code, {"value": value}, nearest(value, names))


def _check_text(
    document: SourceDocument, mark: SchemaMark, scope: dict[str, Names], lost: set[tuple[str, str]]
) -> Iterator[Finding]:
    place = partial(document.source.place, mark.path)
    if UNFILLED in mark.value:
        yield Finding(place(), "unfilled", {"value": mark.value})
    yield from _check_quotes(place, mark.value)
    meant = dict(_meant(mark, scope))
    for written, name in meant.items():
        args = {"written": written, "quantity": name}
        yield Finding(place(), "full-width-brace", args)
    if found := markup_in(mark.value):
        yield Finding(place(), "markup-in-text", {"markup": found})
    elif has_stray_brace(mark.value) and not meant:
        yield Finding(place(), "stray-brace")
    for part in split(mark.value):
        if isinstance(part, Placeholder):
            if mark.what == "plain":
                yield Finding(place(), "stray-brace")
            else:
                yield from _check_one(place, part.kind, part.name, scope, lost)


def _check_quotes(place: FindPlace, text: str) -> Iterator[Finding]:
    if has_stray_quote(text):
        bare = text.strip('"')
        short = bare != text and 0 < len(bare) <= _SHORT
        yield Finding(place(), "stray-quote", nearest=bare if short else None)
    elif half := unpaired(text):
        yield Finding(place(), "unpaired-quote", {"value": half})


def _meant(mark: SchemaMark, scope: dict[str, Names]) -> Iterator[tuple[str, str]]:
    """Yield what stands in full-width braces, and the quantity that is meant by it."""
    names = scope.get("quantity", {})
    for written in full_width_names(mark.value) if mark.what != "plain" else ():
        if name := written if written in names else nearest(written, names):
            yield written, name


def _names(items: object) -> Names:
    found = {}
    for item in items_of(items):
        if isinstance(item, dict) and isinstance(item.get("id"), str):
            title = item.get("title") or item.get("label") or item.get("term") or item.get("text")
            found[item["id"]] = str(title or "")
    return found


def _readings(steps: object) -> Names:
    found: Names = {}
    for step in items_of(steps):
        if isinstance(step, dict):
            found |= _names(step.get("readings"))
    return found


def items_of(value: object) -> list[Any]:
    """Return a list as it is, and [] for anything else."""
    return value if isinstance(value, list) else []
