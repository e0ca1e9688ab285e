"""Find and read all source files of a project."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generators.findings import Finding, Place
from generators.load import Source, read
from generators.project import Project

SINGLES = ("handbook", "roles", "terms")


@dataclass(frozen=True)
class Document:
    """A source with what its path says: kind, name (the file's stem) and folder."""

    kind: str
    name: str
    folder: str
    source: Source

    @property
    def data(self) -> dict[str, object]:
        """The top-level mapping; empty when the file holds something else."""
        return self.source.data if isinstance(self.source.data, dict) else {}


def collect(project: Project) -> tuple[list[Document], list[Finding]]:
    """Read every source file below the project; findings name what could not be read."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for kind, path in _files(project, findings):
        source, problems = read(path, project.name(path))
        findings += problems
        if source is not None:
            documents.append(Document(kind, path.stem, path.parent.name, source))
    return documents, findings


def _files(project: Project, findings: list[Finding]) -> Iterator[tuple[str, Path]]:
    for kind in SINGLES:
        path = project.sources / f"{kind}.yaml"
        if path.is_symlink():
            findings.append(Finding(Place(project.name(path)), "symlink"))
        elif path.exists():
            yield kind, path
        else:
            findings.append(Finding(Place(project.name(path)), "missing-file"))
    for path in _tree(project, "shared", 0, findings):
        yield "family", path
    for path in _tree(project, "procedures", 1, findings):
        yield "procedure", path


def _tree(project: Project, top: str, depth: int, findings: list[Finding]) -> Iterator[Path]:
    """Yield the YAML files exactly `depth` folders below `top`; anything else is a finding."""
    for folder, folders, files in os.walk(project.sources / top):
        folders.sort()
        here = Path(folder)
        level = len(here.relative_to(project.sources / top).parts)
        for name in sorted([*files, *folders]):
            path = here / name
            if path.is_symlink():
                findings.append(Finding(Place(project.name(path)), "symlink"))
            elif name in files and not name.startswith("."):
                if level == depth and path.suffix == ".yaml":
                    yield path
                else:
                    findings.append(Finding(Place(project.name(path)), "stray-file"))
