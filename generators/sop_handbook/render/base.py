"""What every renderer receives and returns."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

from sop_handbook.adapters.store import Kept, Store
from sop_handbook.adapters.wanted import Check, still_wanted
from sop_handbook.findings import Finding
from sop_handbook.language.messages import Messages
from sop_handbook.model import Handbook, Procedure, Status
from sop_handbook.model.routes import Route
from sop_handbook.render.shelf import EmptyShelf, MediaShelf
from sop_handbook.sources.printed import PlaceFinder

# Kinds of which a preview knows no edition: books hold every step, so each save would bind them,
# and what a Word document says, or a pack or a booklet is bound of, is known when it is made.
LEFT_OUT = frozenset({"handbook", "docx", "pack", "booklet"})

Subject = Literal["procedure", "family", "role", "form", "industry", "handbook"]
OF_WHOLES: frozenset[Subject] = frozenset({"industry", "handbook"})


@dataclass(frozen=True, slots=True)
class PrintPaper:
    """The paper of a kind of print.

    `size` is that of ISO 216; `across` says that it lies across; `duplex` that it is printed on
    both sides; `per_sheet` is how many cards or stickers are cut out of a sheet, 1 where none are.
    `mixed` tells that some of its pages may lie the other way: finished prints are among them.
    """

    size: str = "A4"
    across: bool = False
    duplex: bool = False
    per_sheet: int = 1
    mixed: bool = False

    def sheets(self, pages: int) -> int:
        """Return how many sheets of paper so many pages take."""
        return (pages + 1) // 2 if self.duplex else pages


@dataclass(frozen=True, kw_only=True)
class Download:
    """What a page needs to know of a file to link it, without knowing who made it.

    `kind` is a key below `page.offers` of the interface words; `subject` is the id of what the file
    is about and `of` says what that is, since a role may bear the name of an industry; `pages` is
    the length of what prints, `code` the edition code it bears, `paper` what it is printed on: None
    for what has none. `standing` says in a word whether it may be used today, "" for what is not
    judged.
    """

    kind: str
    of: Subject
    subject: str
    pages: int | None = None
    code: str | None = None
    paper: PrintPaper | None = None
    standing: str = ""


class OfflineGroup(Enum):
    """Which browsers keep a file that is not of one industry, so that it is there offline.

    CORE: all of them, from the first visit on. IF_ROOM: all of them as long as the whole folder
    has room beside CORE, or else as COMMON: those that keep some industry. VISITED: where somebody
    was there. NEVER: not in the list of files; what is opened is kept and always fetched anew.
    """

    CORE = "core"
    IF_ROOM = "if-room"
    COMMON = "common"
    VISITED = "more"
    NEVER = "never"


Offline = OfflineGroup | str  # or the id of an industry: kept along with all of it


@dataclass(frozen=True)
class Artifact:
    """One file to publish; `path` is relative to the output folder, with forward slashes.

    `source` is what is in it, or where it is read from when it is asked for, so that not all of
    them are in memory at once: from the store, or a file that is published as it is. None is for
    what is made only when somebody fetches it, as the prints of a preview are. `offline` says
    which browsers keep it (a group, or an industry's id), `title` what readers call it among what
    they keep; what has none is not shown there.
    """

    path: str
    source: bytes | Kept | Path | None
    offer: Download | None = None
    offline: Offline = OfflineGroup.NEVER
    title: str = ""

    @property
    def content(self) -> bytes:
        """What is in it, read anew at each call.

        Raises LostError if the store lost it, ValueError if it is not made yet.
        """
        if self.source is None:
            raise ValueError(f"not made before it is fetched: {self.path}")
        if isinstance(self.source, bytes):
            return self.source
        return self.source.read() if isinstance(self.source, Kept) else self.source.read_bytes()

    @property
    def size(self) -> int:
        """How many bytes it has; the content is not read. 0 if it is not made yet."""
        if self.source is None:
            return 0
        if isinstance(self.source, bytes):
            return len(self.source)
        return self.source.size if isinstance(self.source, Kept) else self.source.stat().st_size


@dataclass(frozen=True)
class Page:
    """One page before it is put with the other artifacts: where it stands, and its Markdown.

    `offline` and `title`: see Artifact.
    """

    route: Route
    text: str
    offline: Offline
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a hand-written page: `page` is its path below docs/, `place` the page's title.

    The page's own beginning has neither anchor nor place.
    """

    page: str
    title: str
    anchor: str = ""
    place: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rendered:
    """What a renderer made, and what it found wrong; an error stops the publishing."""

    artifacts: tuple[Artifact, ...]
    findings: tuple[Finding, ...] = ()


_Part = TypeVar("_Part")


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What is asked for: about which subjects, and of which kinds; of all if none is named.

    `subjects` are pairs of what a thing is and its id, such as (role, waiter); `kinds` are those of
    prints.
    """

    subjects: frozenset[tuple[Subject, str]]
    kinds: frozenset[str] = frozenset()

    def takes(self, kind: str) -> bool:
        """Tell whether a kind of print is asked for."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True)
class Context:
    """What rendering needs beside the handbook.

    `places` tell where things were written, `schemas` are the JSON Schemas by kind, `offered` the
    files that renderers before this one made for readers, `store` keeps slow work, `sections` are
    those of the hand-written pages. A `preview` leaves out what takes long and is not for reading
    on a screen, or offers it without making it; `only` is what is asked for, None for everything.
    `drawings` are those made so far, by graph and width of its column in pixels, for the next page
    that shows one. `edits` are the addresses at which a procedure and each of its steps
    is edited, by its id; there are none where the repository is unknown. `check` is called now and
    then; what it raises ends the rendering. `media` gives pictures and clips as they are shown.
    """

    messages: Messages
    today: date
    findings: tuple[Finding, ...]
    places: PlaceFinder
    schemas: dict[str, dict[str, Any]]
    store: Store
    offered: tuple[Artifact, ...] = ()
    sections: tuple[Section, ...] = ()
    preview: bool = False
    only: Selection | None = None
    drawings: dict[Hashable, Any] = field(default_factory=dict)
    edits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    check: Check = still_wanted
    media: MediaShelf = field(default_factory=EmptyShelf)

    def wanted(self, of: Subject, parts: Mapping[str, _Part]) -> Iterator[_Part]:
        """Yield the parts of the handbook, by id, about which something is to be made, in order.

        If it is one only, that is looked up: nothing is read of the others.
        """
        if self.only is None:
            return iter(parts.values())
        names = [name for what, name in self.only.subjects if what == of]
        if len(names) > 1:
            return (part for name, part in parts.items() if name in names)
        return (parts[name] for name in names if name in parts)

    def wanted_in_use(self, handbook: Handbook) -> Iterator[Procedure]:
        """Yield the procedures in use about which something is to be made, likewise."""
        procedures = self.wanted("procedure", handbook.procedures)
        return (one for one in procedures if one.control.status is not Status.RETIRED)

    def wants(self, of: Subject, name: str) -> bool:
        """Tell whether something is to be made about a subject; `name` is its id."""
        return self.only is None or (of, name) in self.only.subjects

    @cached_property
    def by_subject(self) -> Mapping[tuple[Subject, str], tuple[Artifact, ...]]:
        """What is offered about each subject, by (what it is, id), in the order it was made."""
        found: dict[tuple[Subject, str], tuple[Artifact, ...]] = {}
        for artifact in self.offered:
            if artifact.offer:
                key = (artifact.offer.of, artifact.offer.subject)
                found[key] = (*found.get(key, ()), artifact)
        return found


Renderer = Callable[[Handbook, Context], Rendered]
