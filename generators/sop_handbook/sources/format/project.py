"""All sources of a project into canonical style: which are not in it, and writing those anew."""

import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from sop_handbook.adapters.yaml_file import MAX_BYTES
from sop_handbook.findings import Finding, Place, Severity
from sop_handbook.project import Project
from sop_handbook.sources.collect import SourceDocument, collect_as_written, source_files
from sop_handbook.sources.format.canonical import canonical
from sop_handbook.sources.format.frequencies import (
    frequencies_of,
    with_one_schedule,
    with_schedules,
)
from sop_handbook.sources.format.mending import mended
from sop_handbook.sources.schemas import Schemas

_SHOWN = 60  # characters of a line in a message
_INVISIBLE = {"\r": "\\r", "\ufeff": "\\ufeff", "\t": "\\t"}


@dataclass(frozen=True)
class Rewriting:
    """What was looked at. `changed` names files not in canonical style; `findings` say why not.

    Files that cannot be read are left alone; their findings are errors.
    """

    looked_at: int
    changed: tuple[str, ...]
    findings: tuple[Finding, ...]


def rewrite(project: Project, only: Collection[str] = (), *, write: bool) -> Rewriting:
    """Bring the sources, or `only` the files so named, into canonical style if `write` is set.

    Without it they are only compared.
    """
    found = collect_as_written(project)
    documents = [d for d in found.documents if not only or d.source.file in only]
    sound = {document.source.file for document in found.documents}
    findings = [
        finding
        for finding in found.findings
        if finding.severity is Severity.ERROR
        and finding.place.file not in sound
        and (not only or finding.place.file in only)
    ]
    schemas = Schemas(project.schemas)
    changed = []
    for document, text in _texts(project, documents):
        new = canonical(text.removeprefix("\ufeff"), document.source, document.kind, schemas)
        if new is None:
            findings.append(Finding(Place(document.source.file), "cannot-format"))
        elif new != text:
            changed.append(document.source.file)
            findings.append(_difference(document.source.file, text, new))
            if write:
                replace_text(project.root / document.source.file, new)
    return Rewriting(len(documents), tuple(changed), tuple(findings))


def mend(project: Project, only: Collection[str] = ()) -> tuple[str, ...]:
    """Mend what nobody meant in the sources, or in `only` those so named, and name frequencies so.

    Return the names of those that changed.
    """
    changed = []
    for _, path in source_files(project, []):
        name = project.name(path)
        if (only and name not in only) or path.stat().st_size > MAX_BYTES:
            continue
        with suppress(UnicodeDecodeError, OSError):  # reading it for good says what is wrong
            text = path.read_bytes().decode()
            if (new := mended(text)) != text:
                replace_text(path, new)
                changed.append(name)
    return tuple(dict.fromkeys([*changed, *_name_frequencies(project, only)]))


def _name_frequencies(project: Project, only: Collection[str]) -> Iterator[str]:
    """Give frequencies their own key, and yield the names of the sources that changed."""
    documents = collect_as_written(project).documents
    procedures = [
        one
        for one in documents
        if one.kind == "procedure" and (not only or one.source.file in only)
    ]
    for document, text in _texts(project, procedures):
        frequencies = frequencies_of(document, documents)
        new = with_schedules(text, document, frequencies)
        new = with_one_schedule(new, document, frequencies)
        if new != text:
            replace_text(project.root / document.source.file, new)
            yield document.source.file


def _texts(
    project: Project, documents: list[SourceDocument]
) -> Iterator[tuple[SourceDocument, str]]:
    for document in documents:
        yield document, (project.root / document.source.file).read_bytes().decode()


def _difference(file: str, old: str, new: str) -> Finding:
    """Name the first line that differs, as it is and as it should be."""
    lines = zip_longest(old.split("\n"), new.split("\n"), fillvalue="")
    number, was, wanted = next((n, a, b) for n, (a, b) in enumerate(lines, 1) if a != b)
    args = {"line": _shown(was), "canonical": _shown(wanted)}
    return Finding(Place(file, number), "not-canonical", args)


def _shown(line: str) -> str:
    for character, name in _INVISIBLE.items():
        line = line.replace(character, name)
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def replace_text(path: Path, text: str) -> None:
    """Put a text in a file's place in one move, so that nobody ever sees half of it."""
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(text.encode())
    shutil.copymode(path, partial)
    partial.replace(path)
