"""Where everything lies, and the few inputs of a run; read once, passed down."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

_PACKAGE = Path(__file__).parent
FORMAT = 2  # of the sources; how former ones are read: sources/formats
COMMIT = _PACKAGE / "commit.txt"  # what a wheel was made of; none in a checkout
THEME = _PACKAGE / "theme"  # what the engine gives every site: pages, styles, scripts, templates


class LostError(Exception):
    """What was in the store when it was looked for is not there any more; says where it was."""


class UnreadableSchemaError(Exception):
    """A schema file is missing or broken; says which and why."""


@dataclass(frozen=True, kw_only=True)
class Project:
    """One handbook project. `today` is an input, so that the same input gives the same bytes.

    `store` is where what takes long to make is kept, if not in the project's own cache; several
    projects and checkouts may share one. `language` is that of the handbook's texts.
    """

    root: Path
    today: date
    store: Path | None = None
    language: str = "zh"

    @property
    def sources(self) -> Path:
        """What maintainers edit."""
        return self.root / "sop_sources"

    @property
    def schemas(self) -> Path:
        """The JSON Schemas of the sources: the engine's, whatever lies in the handbook."""
        return _PACKAGE / "schemas"

    @property
    def ledger(self) -> Path:
        """What was released when; written by release only."""
        return self.sources / "editions.json"

    @property
    def docs(self) -> Path:
        """The handbook's own pages, and whatever else it adds to its site."""
        return self.root / "docs"

    @property
    def overrides(self) -> Path:
        """The handbook's own parts of the theme."""
        return self.root / "overrides"

    @property
    def settings(self) -> Path:
        """What the handbook wants otherwise of its site."""
        return self.root / "mkdocs.yml"

    @property
    def assembled(self) -> Path:
        """All that the site engine reads pages from: the engine's, the handbook's, generated."""
        return self.cache / "docs"

    @property
    def generated(self) -> Path:
        """The generated pages; nothing else lives there."""
        return self.assembled / "handbook"

    @property
    def inherited(self) -> Path:
        """The engine's settings of a site, which `settings` inherits."""
        return self.cache / "mkdocs.yml"

    @property
    def theme(self) -> Path:
        """The theme as the site engine reads it: the engine's, with the handbook's own parts."""
        return self.cache / "theme"

    @property
    def site(self) -> Path:
        """The finished site."""
        return self.root / "site"

    @property
    def preview(self) -> Path:
        """The site as `serve` shows it: its links name this machine, so it is not published."""
        return self.cache / "preview"

    @property
    def cache(self) -> Path:
        """Content-hashed leftovers; may be deleted at any time."""
        return self.root / ".cache" / "sop"

    @property
    def hints(self) -> Path:
        """The schemas that editors read."""
        return self.root / ".cache" / "schemas"

    @property
    def made(self) -> Path:
        """What takes long to make, by the hash of what it was made from."""
        return self.store or self.cache / "made"

    @property
    def in_repository(self) -> str:
        """What leads here from the root of the Git repository: "", or such as "handbook/"."""
        homes = (folder for folder in (self.root, *self.root.parents) if (folder / ".git").exists())
        way = self.root.relative_to(next(homes, self.root)).as_posix()
        return "" if way == "." else f"{_spelt(way)}/"

    def name(self, path: Path) -> str:
        """The name of a file in findings: relative to the project, with forward slashes.

        A file of an engine that lies elsewhere is named from its package on.

        Signs that would do something to a terminal, or that no text can hold, are spelt out.
        """
        home = self.root if path.is_relative_to(self.root) else _PACKAGE.parent
        return _spelt(path.relative_to(home).as_posix())


def _spelt(name: str) -> str:
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in name
    )
