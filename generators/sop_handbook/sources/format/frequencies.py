"""Frequencies that stand as time limits get the key of their own: `sop fmt --fix`."""

from collections.abc import Collection, Iterable, Iterator

from sop_handbook.adapters.source import KeyPath
from sop_handbook.language.schedules import is_schedule
from sop_handbook.sources.collect import SourceDocument
from sop_handbook.sources.formats import Rename, with_other_keys
from sop_handbook.sources.references import items_of

_OLD, _NEW = "time_limit", "schedule"


def with_schedules(text: str, document: SourceDocument, frequencies: Collection[str]) -> str:
    """Return the text of a procedure, read as a document, in which how often is called that.

    `frequencies` are the ids of the quantities it may name that say how often. Nothing but keys
    differs; the text stays as it is where that cannot be had.
    """
    found = (Rename((*path, _OLD), _NEW) for path in _steps(document, frequencies))
    return with_other_keys(text, document.source, list(found))


def frequencies_of(document: SourceDocument, documents: Iterable[SourceDocument]) -> frozenset[str]:
    """Return the ids of the quantities that say how often and that a procedure may name."""
    families = (
        one
        for one in documents
        if one.kind == "family" and document.name in items_of(one.data.get("members"))
    )
    return frozenset(
        str(quantity.get("id"))
        for owner in (document, *families)
        for quantity in items_of(owner.data.get("quantities"))
        if isinstance(quantity, dict) and is_schedule(str(quantity.get("value")))
    )


def _steps(document: SourceDocument, frequencies: Collection[str]) -> Iterator[KeyPath]:
    for index, step in enumerate(items_of(document.data.get("steps"))):
        if isinstance(step, dict) and _NEW not in step and _is_often(step.get(_OLD), frequencies):
            yield ("steps", index)


def _is_often(value: object, frequencies: Collection[str]) -> bool:
    if isinstance(value, dict):
        return value.keys() == {"quantity"} and value["quantity"] in frequencies
    return isinstance(value, str) and is_schedule(value)
