"""Ids: each is given once, to the one that had it first, and what was released keeps its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sop_handbook.adapters.source import KeyPath, Source
from sop_handbook.change.declared import procedure_gone
from sop_handbook.editions.ledger import heads
from sop_handbook.findings import Finding, FindPlace, Place
from sop_handbook.model import Edition
from sop_handbook.sources.collect import SourceDocument
from sop_handbook.sources.references import Known, items_of

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
    "exceptions": "exception",
}
_OF_STEPS = ("actions", "key_points", "phrases")  # each a space of its own
Subject = tuple[str, str]  # kind and id


@dataclass(frozen=True)
class Lost:
    """An id that was released and is no more, though what bore it should bear it still."""

    kind: str
    id: str
    finding: Finding
    within: str = ""  # the procedure of a step


@dataclass(frozen=True)
class _Given:
    """An id or number where it is given; of two, the one of higher `rank` had it first.

    `path` leads there in the source; its place is looked for when an id is given twice.
    """

    code: str
    space: str
    value: str
    source: Source
    path: KeyPath
    rank: int = 0

    @property
    def place(self) -> Place:
        """Where it is given."""
        return self.source.place(self.path)


def check_ids(
    documents: Iterable[SourceDocument], editions: Iterable[Edition] = ()
) -> Iterator[Finding]:
    """Yield a finding for every id given twice and every id unlike its file's name.

    Of two, the one that the ledger knows had it first; if it knows none, the one that comes first.
    """
    released = {subject: newest[-1] for subject, newest in heads(editions).items()}
    given: dict[tuple[str, str, str], list[_Given]] = {}
    for document in documents:
        if document.kind in {"procedure", "family"}:
            declared = document.data.get("id")
            renamed = _is_renamed(document, released)
            if isinstance(declared, str) and declared != document.name and not renamed:
                place = document.source.place(("id",))
                args = {"value": declared, "name": document.name}
                yield Finding(place, "id-not-file-name", args, document.name)
        for one in _given(document, released):
            given.setdefault((one.code, one.space, one.value), []).append(one)
    for claims in given.values():
        first, *later = sorted(claims, key=lambda one: -one.rank)
        for one in later:
            if one.place != first.place:
                args = {"value": one.value, "first": str(first.place)}
                yield Finding(one.place, one.code, args)


def lost_ids(
    documents: Iterable[SourceDocument], all_ids: Known, editions: Iterable[Edition]
) -> Iterator[Lost]:
    """Yield every released procedure that is gone, and released roles and forms with a new id.

    Documents count that are otherwise invalid, so that this is said first: who puts the file
    back need not mend what refers to it.
    """
    released = {subject: newest[-1] for subject, newest in heads(editions).items()}
    every = list(documents)
    yield from _renamed_files(every, released)
    yield from _renamed_steps(every, released)
    yield from _lost_procedures(every, all_ids, released)
    for kind, key in (("role", "roles"), ("form", "forms")):
        if kind not in all_ids.incomplete:
            things = [
                (partial(document.source.place, path), item)
                for document in every
                for path, item, _ in _names(document.data, key, "id")
            ]
            yield from _renamed(kind, things, released)


def is_foreign(
    documents: Iterable[SourceDocument], all_ids: Known, editions: Iterable[Edition]
) -> bool:
    """Tell whether a ledger is another handbook's: it names procedures, of which there is none.

    One that was only renamed is still there, by its number and title; numbers alone are alike
    everywhere.
    """
    released = [newest[-1] for (kind, _), newest in heads(editions).items() if kind == "procedure"]
    data = [document.data for document in documents if document.kind == "procedure"]
    ids = {*all_ids.shared["procedure"], *(str(one.get("id")) for one in data)}
    called = {(str(one.get("number")), str(one.get("title"))) for one in data}
    return bool(released) and not any(
        one.subject in ids or (one.number, one.title) in called for one in released
    )


def _given(document: SourceDocument, released: Mapping[Subject, Edition]) -> Iterator[_Given]:
    source, data = document.source, document.data
    if document.kind in {"procedure", "family"} and data.get("id") == document.name:
        rank = _rank_of_file(document, released)
        yield _Given("id-in-two-files", "", document.name, source, ("id",), rank)
    number = data.get("number")
    if document.kind == "procedure" and isinstance(number, str):
        known = released.get(("procedure", document.name))
        rank = _rank_of_file(document, released) if known and known.number == number else 0
        yield _Given("duplicate-number", "", number, source, ("number",), rank)
    for path, _, value in _names(data, "flows", "flow"):
        yield _Given("duplicate-id", "/flow", value, source, path)
    members = reversed(list(_names(data, "members")))  # one that stands twice is not in two
    for value, path in {value: path for path, _, value in members}.items():
        yield _Given("in-two-families", "", value, source, path)
    for key, space in _ID_LISTS.items():
        where = space if space.startswith("/") else f"{source.file} {space}"
        for path, item, value in _names(data, key, "id"):
            rank = _rank(document, space.removeprefix("/"), item, released)
            yield _Given("duplicate-id", where, value, source, path, rank)
    yield from _given_in_steps(document)


def _given_in_steps(document: SourceDocument) -> Iterator[_Given]:
    source = document.source
    for at, step in enumerate(items_of(document.data.get("steps"))):
        for key in _OF_STEPS if isinstance(step, dict) else ():
            where = f"{source.file} steps/{at}/{key}"
            for path, _, value in _names(step, key, "id"):
                yield _Given("duplicate-id", where, value, source, ("steps", at, *path))
        for path, _, value in _names(step, "readings", "id") if isinstance(step, dict) else ():
            where = f"{source.file} readings"
            yield _Given("duplicate-id", where, value, source, ("steps", at, *path))


def _names(
    data: Mapping[str, Any], key: str, inner: str = ""
) -> Iterator[tuple[KeyPath, Any, str]]:
    """Yield path, item and value of every name in a list, or under a key of each of its items."""
    for index, item in enumerate(items_of(data.get(key))):
        held = item.get(inner) if isinstance(item, dict) else None
        value = held if inner else item
        if isinstance(value, str):
            yield ((key, index, inner) if inner else (key, index)), item, value


def _rank_of_file(document: SourceDocument, released: Mapping[Subject, Edition]) -> int:
    """A file where it was released comes before one elsewhere, and that before a new one."""
    known = released.get((document.kind, document.name))
    if known is None:
        return 0
    return 2 if known.industry in {document.folder, ""} else 1


def _rank(
    document: SourceDocument,
    kind: str,
    item: Mapping[str, Any],
    released: Mapping[Subject, Edition],
) -> int:
    """What bears the title that was released comes first, more so among those it was used by."""
    known = released.get((kind, str(item.get("id"))))
    if known is None:
        return 0
    users = {document.name, *map(str, items_of(document.data.get("members")))}
    used = kind == "form" and bool(users & known.covers.keys())
    return 2 * used + (item.get("title") == known.title)


def _is_renamed(document: SourceDocument, released: Mapping[Subject, Edition]) -> bool:
    """Whether a file bears the id of a released procedure, but not its name."""
    was, now = ((document.kind, name) for name in (str(document.data.get("id")), document.name))
    return was in released and now not in released


def _renamed_files(
    documents: list[SourceDocument], released: Mapping[Subject, Edition]
) -> Iterator[Lost]:
    names = {(document.kind, document.name) for document in documents}
    for document in documents:
        was = str(document.data.get("id"))
        if _is_renamed(document, released) and (document.kind, was) not in names:
            args = {"value": was, "name": document.name}
            finding = Finding(document.source.place(("id",)), "file-renamed", args)
            yield Lost(document.kind, was, finding)


def _renamed_steps(
    documents: Iterable[SourceDocument], released: Mapping[Subject, Edition]
) -> Iterator[Lost]:
    """Yield released steps that stand under a new id, found by their titles."""
    for document in documents:
        edition = released.get((document.kind, str(document.data.get("id"))))
        steps = {value: (path, item) for path, item, value in _names(document.data, "steps", "id")}
        former = edition.steps if edition else {}
        new = [(name, *found) for name, found in steps.items() if name not in former]
        for was, step in former.items():
            for name, path, item in new if was not in steps else ():
                if item.get("title") == step.title and edition:
                    args = {"value": name, "name": step.title, "since": edition.date.isoformat()}
                    args["procedure"] = f"{edition.number} {edition.title}"
                    finding = Finding(document.source.place(path), "step-renamed", args, was)
                    yield Lost("step", was, finding, document.name)


def _lost_procedures(
    documents: Iterable[SourceDocument], all_ids: Known, released: Mapping[Subject, Edition]
) -> Iterator[Lost]:
    procedures = [document for document in documents if document.kind == "procedure"]
    here = {str(document.data.get("id")) for document in procedures} | set(
        all_ids.shared["procedure"]
    )
    for (kind, name), edition in released.items():
        if kind == "procedure" and name not in here:
            now = (
                document.name
                for document in procedures
                if ("procedure", document.name) not in released
                and document.data.get("number") == edition.number
            )
            finding = procedure_gone(name, edition.industry, edition.title, next(now, ""))
            yield Lost(kind, name, finding)


def _renamed(
    kind: str,
    things: Sequence[tuple[FindPlace, Mapping[str, Any]]],
    released: Mapping[Subject, Edition],
) -> Iterator[Lost]:
    """Yield what stands under a new id: it bears the released title, and its old id does not.

    That something is gone for good is no fault, and where the title changed, too, nobody can tell.
    """
    titles = {str(item["id"]): str(item.get("title")) for _, item in things}
    new = [(place, item) for place, item in things if (kind, item["id"]) not in released]
    for (of, name), edition in released.items():
        if of != kind or titles.get(name) == edition.title:
            continue
        for place, item in new:
            former = [] if name in titles else items_of(item.get("aliases"))
            if edition.title in (item.get("title"), *former):
                args = {"value": str(item["id"]), "old": name, "title": edition.title}
                finding = Finding(place(), f"{kind}-renamed", args, name)
                yield Lost(kind, name, finding)
