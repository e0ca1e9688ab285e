"""Find and read all source files of a project."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sop_handbook.adapters.kept_yaml import read
from sop_handbook.adapters.source import Source
from sop_handbook.adapters.store import Store
from sop_handbook.adapters.yaml_file import reason
from sop_handbook.findings import Finding, Place
from sop_handbook.project import FORMAT, Project
from sop_handbook.sources.formats import KEY, format_of, in_present_format
from sop_handbook.sources.trees import oddity

SINGLES = ("handbook", "roles")
OPTIONAL = ("terms", "provenance")


@dataclass(frozen=True)
class SourceDocument:
    """A source with what its path says: kind, name (the file's stem) and folder.

    `kind` is that of its schema, such as `procedure`; `folder` is that of the file, for a procedure
    the id of its industry.
    """

    kind: str
    name: str
    folder: str
    source: Source

    @property
    def data(self) -> dict[str, object]:
        """The top-level mapping, keys as in the source; {} when the file holds something else."""
        return self.source.data if isinstance(self.source.data, dict) else {}


@dataclass
class Collection:
    """What was found. `unread` holds (kind, name) of files that are missing or make no sense."""

    documents: list[SourceDocument] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def collect(project: Project, store: Store | None = None) -> Collection:
    """Read every source file below the project; findings name what could not be read.

    What is of a former format says what it would say today. With a store, files that have not
    changed since they were last read are not parsed again.
    """
    found = collect_as_written(project, store)
    handbook = next((one for one in found.documents if one.kind == "handbook"), None)
    number = format_of(handbook.data if handbook else {})
    if handbook is None or number is None:
        return found
    if number > FORMAT:
        args = {"format": str(number), "known": str(FORMAT)}
        found.findings.append(Finding(handbook.source.place((KEY,)), "newer-format", args))
    elif today := [_today(one, number) for one in found.documents]:
        if [one.data for one in today] != [one.data for one in found.documents]:
            args = {"format": str(number), "known": str(FORMAT)}
            found.findings.append(Finding(handbook.source.place((KEY,)), "old-format", args))
        found.documents = today
    return found


def _today(document: SourceDocument, number: int) -> SourceDocument:
    source = in_present_format(document.kind, document.source, number)
    return replace(document, source=source)


def collect_as_written(project: Project, store: Store | None = None) -> Collection:
    """Read every source file as `collect`, whatever its format."""
    found = Collection()
    for kind, path in source_files(project, found.findings):
        source, problems = read(path, project.name(path), store)
        found.findings += (_needed(one) if kind in SINGLES else one for one in problems)
        if source is None:
            found.unread.append((kind, path.stem))
        else:
            found.documents.append(SourceDocument(kind, path.stem, path.parent.name, source))
    read_kinds = {kind for kind, _ in found.unread} | {d.kind for d in found.documents}
    known = (*SINGLES, *(kind for kind in OPTIONAL if os.path.lexists(_single(project, kind))))
    found.unread += [(kind, kind) for kind in known if kind not in read_kinds]
    return found


def _needed(problem: Finding) -> Finding:
    """Say of a file without content that it is needed, so that nobody is told to delete it."""
    return replace(problem, code="needed-file-empty") if problem.code == "empty-file" else problem


def source_files(project: Project, findings: list[Finding]) -> Iterator[tuple[str, Path]]:
    """Yield kind and path of every source; what is none, or is missing, is added to `findings`.

    Kinds are those of the schemas, such as `procedure`.
    """
    for kind in (*SINGLES, *OPTIONAL):
        path = _single(project, kind)
        if code := oddity(path):
            findings.append(Finding(Place(project.name(path)), code))
        elif path.exists():
            yield kind, path
        elif kind in SINGLES:
            findings.append(Finding(Place(project.name(path)), "missing-file"))
    yield from _folders(project, findings)


def _single(project: Project, kind: str) -> Path:
    return project.sources / f"{kind}.yaml"


def _folders(project: Project, findings: list[Finding]) -> Iterator[tuple[str, Path]]:
    expected = {
        "media",
        "schemas",
        "shared",
        "procedures",
        project.ledger.name,
        *(f"{kind}.yaml" for kind in (*SINGLES, *OPTIONAL)),
    }
    findings += (
        Finding(Place(project.name(path)), "stray-file")
        for path in sorted(project.sources.iterdir())
        if path.name not in expected and not path.name.startswith(".")
    )
    for path in _tree(project, "shared", 0, findings):
        yield "family", path
    for path in _tree(project, "procedures", 1, findings):
        yield "procedure", path


def _tree(project: Project, top: str, depth: int, findings: list[Finding]) -> Iterator[Path]:
    """Yield the YAML files exactly `depth` folders below `top`; anything else is a finding."""
    start = project.sources / top
    if code := oddity(start):
        findings.append(Finding(Place(project.name(start)), code))
        return

    def report(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):  # a handbook need not have families
            place = Place(project.name(Path(error.filename)))
            findings.append(Finding(place, "unreadable-file", {"reason": reason(error)}))

    for folder, folders, files in os.walk(start, onerror=report):
        folders.sort()
        here = Path(folder)
        level = len(here.relative_to(start).parts)
        for name in sorted([*files, *folders]):
            path = here / name
            if code := oddity(path):
                findings.append(Finding(Place(project.name(path)), code))
            elif name in files and not name.startswith("."):
                if level == depth and path.suffix == ".yaml":
                    yield path
                else:
                    findings.append(Finding(Place(project.name(path)), "stray-file"))
