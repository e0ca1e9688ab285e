"""The door to pandoc: HTML to Word, many pages in one process, with nothing of this machine."""

import os
import subprocess
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TypeVar
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pypandoc

from sop_handbook.adapters.pagination import paginated

_START = (1980, 1, 1, 0, 0, 0)  # the earliest a zip archive knows
_TYPES = "[Content_Types].xml"
_BODY, _STYLES = "word/document.xml", "word/styles.xml"
_PANDOC = str(Path(pypandoc.__file__).with_name("files") / "pandoc")  # bundled, never searched for
_SCRIPT = Path(__file__).parent / "lua" / "documents.lua"
_PATIENCE = 120  # seconds; one page takes a twentieth of one
_BATCH = 16  # pages a process: starting one costs as much as a third of a page
_MOST = 8  # processes; more would wait for this one, which does a fifth of the work, and for memory

Name = TypeVar("Name")


@dataclass(frozen=True, kw_only=True, slots=True)
class WordPage:
    """A page that becomes a Word document: HTML in which nothing is believed but our own markup.

    `day` is the one on which the document says it was made, `pictures` are PNG, or JPEG (.jpg), by
    the names under which the page shows them, and `running` are its own header and footer, XML by
    the names of the parts; `running_pictures` are the PNG that these show, likewise. So are its own
    styles and fonts in `styled`, where these are not those of the look.
    """

    html: str
    day: date
    pictures: Mapping[str, bytes]
    running: Mapping[str, str]
    running_pictures: Mapping[str, bytes] = field(default_factory=dict)
    styled: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page became no document: what pandoc said, in its words."""

    said: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WordLook:
    """How all documents look: the parts of a reference document by name, and a Lua filter.

    `parts` is XML without header and footer; `tidy` is what the filter is written like.
    """

    parts: Mapping[str, str]
    tidy: str


def write_all(
    pages: Iterable[tuple[Name, WordPage]], look: WordLook
) -> Iterator[tuple[Name, bytes | Refusal]]:
    """Yield what `word_documents` makes of each page, by the caller's name of it, in their order.

    Some processes of pandoc run at once; pages are taken as they are needed, and no more are in
    memory than are being made or wait for a process that is free next.
    """
    processes = min(os.cpu_count() or 1, _MOST)
    left = iter(pages)
    with ThreadPoolExecutor(processes) as pool:
        begun: deque[tuple[list[Name], Future[list[bytes | Refusal]]]] = deque()
        while batch := list(islice(left, _BATCH)):
            if len(begun) >= 2 * processes:
                yield from _ended(begun.popleft())
            job = pool.submit(word_documents, [page for _, page in batch], look)
            begun.append(([name for name, _ in batch], job))
        while begun:
            yield from _ended(begun.popleft())


def _ended(
    batch: tuple[list[Name], Future[list[bytes | Refusal]]],
) -> Iterator[tuple[Name, bytes | Refusal]]:
    names, job = batch
    yield from zip(names, job.result(), strict=True)


def word_documents(pages: Sequence[WordPage], look: WordLook) -> list[bytes | Refusal]:
    """Return each page as a Word document, in their order, or why it cannot be one.

    One process of pandoc makes them all. If it dies or is silent for two minutes, each is made in
    one of its own, so that a bad one does not take the others with it.
    """
    if not pages:
        return []
    made = _made(pages, look)
    if isinstance(made, list):
        return made
    if len(pages) == 1:
        return [made]
    return [one for page in pages for one in word_documents([page], look)]


def _made(pages: Sequence[WordPage], look: WordLook) -> list[bytes | Refusal] | Refusal:
    """Return what became of each page; a single refusal if pandoc did not come to its end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # All get the header and footer of the first, until `_finished` gives them their own.
        (folder / "reference.docx").write_bytes(_archive({**look.parts, **pages[0].running}))
        (folder / "filter.lua").write_text(look.tidy, "utf-8")
        for number, page in enumerate(pages, 1):
            _lay_out(folder / str(number), page)
        if said := _run(folder, len(pages)):
            return Refusal(said)
        return list(_fetched(folder, pages, look))


def _lay_out(folder: Path, page: WordPage) -> None:
    noon = datetime.combine(page.day, time(12), UTC)
    pictures = folder / "pictures"
    pictures.mkdir(parents=True)
    (folder / "page.html").write_bytes(page.html.encode())
    (folder / "epoch").write_text(str(int(noon.timestamp())), "ascii")
    for name, picture in page.pictures.items():
        (pictures / name).write_bytes(picture)


def _run(folder: Path, count: int) -> str:
    """Let pandoc make what lies in a folder; returns why it did not, "" if it did."""
    try:
        done = subprocess.run(  # noqa: S603 - our own pandoc, our own script; texts are in files
            [_PANDOC, "lua", str(_SCRIPT), str(count)],
            cwd=folder,
            capture_output=True,
            # A home of its own: nothing that a user has set up for pandoc counts.
            env={"LC_ALL": "C.UTF-8", "HOME": str(folder), "XDG_DATA_HOME": str(folder)},
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        return str(error)
    said = (done.stdout + done.stderr).decode(errors="replace")
    return said or (f"pandoc ended with {done.returncode}" if done.returncode else "")


def _fetched(folder: Path, pages: Sequence[WordPage], look: WordLook) -> Iterator[bytes | Refusal]:
    for number, page in enumerate(pages, 1):
        own = folder / str(number)
        if (said := own / "said").exists():
            yield Refusal(said.read_text("utf-8", errors="replace"))
        else:
            yield _finished((own / "page.docx").read_bytes(), page, look)


def _finished(document: bytes, page: WordPage, look: WordLook) -> bytes:
    """Give it its header and footer, say where pages may break, leave no style but ours."""
    with ZipFile(BytesIO(document)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts |= {name: text.encode() for name, text in page.running.items()}
    parts |= page.running_pictures
    parts[_TYPES] = _with_types(parts[_TYPES], page.running_pictures)
    parts[_BODY] = paginated(parts[_BODY])
    styled = {_STYLES: look.parts[_STYLES], **page.styled}
    parts |= {name: text.encode() for name, text in styled.items()}
    return _archive(parts)


def _with_types(types: bytes, pictures: Iterable[str]) -> bytes:
    """Say of each picture that it is one; the list ends as pandoc writes it."""
    entry = '<Override PartName="/{}" ContentType="image/png" />'
    more = "".join(map(entry.format, pictures)).encode()
    return types.replace(b"</Types>", more + b"</Types>")


def _archive(parts: Mapping[str, str] | Mapping[str, bytes]) -> bytes:
    """Zip the parts of a document; content types go first, as readers expect."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            archive.writestr(ZipInfo(name, _START), parts[name])
    return target.getvalue()
