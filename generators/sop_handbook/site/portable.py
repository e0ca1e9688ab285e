"""The finished site as a folder that works by double-click, without a server, and its archive."""

import io
import json
import posixpath
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sop_handbook.language.messages import Messages
from sop_handbook.model import Handbook, routes
from sop_handbook.render.base import Artifact
from sop_handbook.site.bundle import bundle, needed
from sop_handbook.site.html_reader import HtmlPiece, read_html
from sop_handbook.site.left_out import EDITION, PORTABLE, on_sticks

README = "说明.txt"

_AS_IT_IS = routes.flows("").file  # data for other programs, not for our pages
_HREF = re.compile(r'(\shref=")(?![a-z]+:|#|//)([^"?#]*)', re.IGNORECASE)
_FOLDER = re.compile(r"(?:^|/)\.{0,2}$")  # ends in a slash, or is . or ..


def portable_files(
    site: Path, handbook: Handbook, messages: Messages, today: date
) -> tuple[Artifact, ...]:
    """Return the files of a finished site, made fit for being opened as files.

    Links name the page in a folder, our modules become one script, data that pages fetch become
    scripts beside them.
    """
    names = sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    kept = [name for name in names if not on_sticks(name)]
    pages = {
        name: _PortablePage(name, (site / name).read_text("utf-8"))
        for name in kept
        if _is_page(name)
    }
    entries = list(dict.fromkeys(module for page in pages.values() for module in page.modules))
    modules = _with_needed(site, [name for name in kept if _is_module(name, entries)])
    files: dict[str, bytes | Path] = {name: site / name for name in kept if name not in modules}
    files |= {name: page.rewritten().encode() for name, page in pages.items()}
    code = {name: (site / name).read_text("utf-8") for name in modules}
    files[PORTABLE] = (site / PORTABLE).read_bytes() + bundle(code, entries).encode()
    files[EDITION] = json.dumps({"date": str(today)}).encode()
    for name in [name for name in files if name.endswith(".json")]:
        if not name.startswith(_AS_IT_IS):
            data = Artifact(name, files.pop(name)).content
            files[f"{name}.js"] = b"portable.data(%s, %s);\n" % (_quoted(name), data)
    readme = messages("page.portable.readme", title=handbook.title, date=today)
    files[README] = readme.replace("\n", "\r\n").encode("utf-8-sig")  # for Notepad of any age
    return tuple(Artifact(name, files[name]) for name in sorted(files))


def archive(artifacts: Iterable[Artifact], folder: str, today: date) -> bytes:
    """Return a ZIP file with everything in one folder; the same files give the same bytes.

    `folder` is its name, `today` the date that every entry bears.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for artifact in artifacts:
            moment = (today.year, today.month, today.day, 0, 0, 0)
            entry = zipfile.ZipInfo(f"{folder}/{artifact.path}", moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, artifact.content)
    return content.getvalue()


def _is_page(name: str) -> bool:
    return name.endswith(".html")


def _is_module(name: str, entries: Iterable[str]) -> bool:
    """An entry with a folder of its own may import whatever lies there when it is wanted."""
    folders = {posixpath.dirname(entry) for entry in entries if entry.endswith("/main.js")}
    return name in entries or (name.endswith(".js") and posixpath.dirname(name) in folders)


def _with_needed(site: Path, names: Iterable[str]) -> list[str]:
    """Return modules with all that they name in turn, wherever in the site it lies."""
    found, left = set[str](), list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += needed(name, (site / name).read_text("utf-8"))
    return sorted(found)


def _quoted(text: str) -> bytes:
    return json.dumps(text).encode()


class _PortablePage:
    """Finds the tags of a page that cannot stay as they are; the rest is not touched."""

    def __init__(self, name: str, text: str) -> None:
        self.modules: list[str] = []
        self._name = name
        self._text = text
        self._edits: list[tuple[int, int, str]] = []  # from, to, what stands there instead
        self._dropping = False
        for piece in read_html(text):
            self._look_at(piece)

    def rewritten(self) -> str:
        """Return the page with its edits."""
        parts, done = [], 0
        for start, end, instead in self._edits:
            parts += [self._text[done:start], instead]
            done = end
        return "".join([*parts, self._text[done:]])

    def _look_at(self, piece: HtmlPiece) -> None:
        told = piece.attributes
        if piece.opens == "script" and told.get("type") == "module":
            self.modules.append(self._absolute(told["src"] or ""))
            self._edit(piece.place, piece.source, "")
            self._dropping = True
        elif piece.opens == "link" and told.get("rel") == "manifest":
            self._edit(piece.place, piece.source, "")
        elif (changed := _HREF.sub(_page_of, piece.source)) != piece.source:
            self._edit(piece.place, piece.source, changed)
        elif piece.closes == "script" and self._dropping:
            self._edit(piece.place, "</script>", "")
            self._dropping = False
        elif piece.closes == "body":
            there = posixpath.relpath(PORTABLE, posixpath.dirname(self._name) or ".")
            self._edit(piece.place, "", f'<script src="{there}"></script>\n')

    def _edit(self, start: int, source: str, instead: str) -> None:
        self._edits.append((start, start + len(source), instead))

    def _absolute(self, address: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(self._name), address))


def _page_of(found: re.Match[str]) -> str:
    before, path = found.groups()
    if not path or not _FOLDER.search(path):
        return found[0]
    return f"{before}{posixpath.join(path, 'index.html')}"
