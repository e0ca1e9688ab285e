"""Cases as files: what is laid over the minimal handbook, and what must come of it."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sop_handbook.adapters.yaml_file import parse
from sop_handbook.project import Project
from tests.support import PACKAGE, ROOT

CASES = ROOT / "tests" / "cases"
MINIMAL = ROOT / "tests" / "handbooks" / "minimal"
SCHEMAS = PACKAGE / "schemas"
TODAY = date(2026, 12, 1)

_KEYS = {
    "invalid": {"purpose", "remove", "style"},
    "valid": {"purpose", "remove", "expect", "advice"},
}


@dataclass(frozen=True)
class Case:
    """One folder below cases/: `files/` is laid over the minimal handbook, `remove` taken away."""

    folder: Path
    settings: Mapping[str, Any]

    @property
    def code(self) -> str:
        """The code an invalid case is about."""
        return self.folder.parent.name

    @property
    def name(self) -> str:
        """What pytest calls the case."""
        return f"{self.code}/{self.folder.name}"

    @property
    def files(self) -> Path:
        """The overlay; need not exist."""
        return self.folder / "files"

    @property
    def has_site(self) -> bool:
        """Whether the case has settings of a site, so that its own pages are examined, too."""
        return (self.files / "mkdocs.yml").is_file()

    @property
    def style(self) -> bool:
        """Whether the case is about advice that comes only on request."""
        return bool(self.settings.get("style", False))

    @property
    def remove(self) -> list[str]:
        """Paths below the project that must be missing."""
        return list(self.settings.get("remove", []))


def cases(kind: str) -> list[Case]:
    """Find the cases of `valid` or `invalid`; an unknown key in a case.yaml is refused."""
    return sorted(_cases(kind), key=lambda case: case.folder)


def lay_out(root: Path, overlay: Path | None = None, remove: Iterable[str] = ()) -> Project:
    """Make a project folder of the minimal handbook and an overlay."""
    shutil.copytree(MINIMAL, root, dirs_exist_ok=True)
    for path in remove:
        (root / path).unlink()
    if overlay and overlay.is_dir():
        shutil.copytree(overlay, root, dirs_exist_ok=True)
    return Project(root=root, today=TODAY)


def _cases(kind: str) -> Iterator[Case]:
    for file in (CASES / kind).rglob("case.yaml"):
        source, findings = parse(file.read_text("utf-8"), str(file))
        assert source and not findings, findings
        assert {"purpose"} <= source.data.keys() <= _KEYS[kind], f"{file}: {sorted(source.data)}"
        yield Case(file.parent, source.data)
