"""Frequencies that stand as time limits get the key of their own: `sop fmt --fix`."""

import re
from collections.abc import Collection, Iterable, Iterator
from copy import deepcopy

from sop_handbook.adapters.source import KeyPath
from sop_handbook.adapters.yaml_file import parse
from sop_handbook.language.schedules import is_schedule
from sop_handbook.sources.collect import SourceDocument
from sop_handbook.sources.formats import Rename, with_other_keys
from sop_handbook.sources.references import items_of

_OLD, _NEW = "time_limit", "schedule"
# A key with its value and remark on a line of its own.
_LINE = re.compile(
    r"(?P<margin> +)(?P<key>[a-z_]+):(?P<gap> +)(?P<value>[^#]*[^#\s])(?P<remark>\s+#.*)?\s*"
)
_PLAIN = re.compile(r"[^'\"\[\]{},]*")


def with_schedules(text: str, document: SourceDocument, frequencies: Collection[str]) -> str:
    """Return the text of a procedure, read as a document, in which how often is called that.

    `frequencies` are the ids of the quantities it may name that say how often. Nothing but keys
    differs; the text stays as it is where that cannot be had.
    """
    found = (Rename((*path, _OLD), _NEW) for path in _steps(document, frequencies))
    return with_other_keys(text, document.source, list(found))


def with_one_schedule(text: str, document: SourceDocument, frequencies: Collection[str]) -> str:
    """Return the text of a procedure in which steps say all of how often under one key.

    A frequency that is a time limit beside others becomes the last of them, as it is read; what it
    was remarked on stays in its place. The text stays as it is where that cannot be had.
    """
    source = parse(text, document.source.file)[0]
    if source is None:
        return text
    lines, data = text.splitlines(keepends=True), deepcopy(source.data)
    for index, step in enumerate(items_of(data.get("steps"))):
        if (
            not isinstance(step, dict)
            or _NEW not in step
            or not _is_often(step.get(_OLD), frequencies)
        ):
            continue
        old, new = (source.keys["steps", index, key][0] - 1 for key in (_OLD, _NEW))
        if (merged := _merged(lines[old], lines[new])) is None:
            return text
        lines[old], lines[new] = merged
        before = step[_NEW] if isinstance(step[_NEW], list) else [step[_NEW]]
        step[_NEW] = [*before, step.pop(_OLD)]
    result = "".join(lines)
    again = parse(result, document.source.file)[0]
    return result if again is not None and again.data == data else text


def _merged(old: str, new: str) -> tuple[str, str] | None:
    """Return the lines of a limit and of a schedule, of which the second says both."""
    limit, often = _LINE.fullmatch(old), _LINE.fullmatch(new)
    if limit is None or often is None or (limit["key"], often["key"]) != (_OLD, _NEW):
        return None
    ending = new[len(new.rstrip()) :]
    said, value = _in_brackets(limit["value"]), often["value"]
    inner = value[1:-1].strip() if value.startswith("[") else _in_brackets(value)
    remark = (limit["remark"] or "").strip()
    return (
        f"{limit['margin']}{remark}{ending}" if remark else "",
        f"{often['margin']}{_NEW}:{often['gap']}[{inner}, {said}]{often['remark'] or ''}{ending}",
    )


def _in_brackets(value: str) -> str:
    """Return a value as it stands in a list: a comma in plain words would part it there."""
    plain = value.startswith(("{", "'", '"')) or _PLAIN.fullmatch(value)
    return value if plain else f"'{value}'"


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
