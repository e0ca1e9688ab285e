"""The logo of a handbook: found, looked at warily, and put into its brand as a picture of ours."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial

from sop_handbook.adapters.limits import OverrunError, within
from sop_handbook.adapters.pictures import MOST_PIXELS, clean
from sop_handbook.adapters.store import Store
from sop_handbook.adapters.yaml_file import reason
from sop_handbook.findings import Finding, Place
from sop_handbook.model import Handbook, Logo
from sop_handbook.project import Project
from sop_handbook.sources.places import Places
from sop_handbook.sources.trees import oddity
from sop_handbook.sources.validate import nearest

_MOST_BYTES = 2_000_000
_MEMORY = 1_500_000_000  # bytes; the largest picture takes a fifth of that
_PATIENCE = 10.0  # seconds; half a second is usual
_WIDEST, _HIGHEST = 6, 2  # times as wide as high, as high as wide
_SMALL = 192  # pixels, the longer side: a phone's icon is as large


def with_logo(
    project: Project, handbook: Handbook, places: Places, store: Store | None
) -> tuple[Handbook, list[Finding]]:
    """Return a handbook with the picture of its logo, and what is wrong with that.

    Where it cannot be shown it has none. With a `store` a logo is drawn once.
    """
    name = handbook.brand.logo
    if name is None:
        return handbook, []
    written = places.single("handbook", "brand", "logo")
    content, findings = _read(project, name, written)
    if content is None:
        return handbook, findings
    made = _drawn(content, store, is_drawing=_is_drawing(name))
    if isinstance(made, str):
        limit = f"{int(MOST_PIXELS**0.5)}×{int(MOST_PIXELS**0.5)}"
        args = {"value": name} | ({"limit": limit} if made == "logo-too-large" else {})
        return handbook, [Finding(written, made, args)]
    found = [*_doubts(made, name, written)]
    if b"<text" in content and _is_drawing(name):
        found.append(Finding(written, "logo-text", {"value": name}))
    return replace(handbook, brand=replace(handbook.brand, picture=made)), found


def _read(project: Project, name: str, written: Place) -> tuple[bytes | None, list[Finding]]:
    """Return what is in the file; a link on the way to it is not followed."""
    path = project.sources
    for part in name.split("/"):
        path /= part
        if code := oddity(path):
            return None, [Finding(Place(project.name(path)), code)]
    if not path.is_file():
        closest = nearest(name, dict.fromkeys(_logos(project), ""))
        return None, [Finding(written, "no-logo", {"value": name}, closest)]
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        args = {"reason": reason(error)}
        return None, [Finding(Place(project.name(path)), "unreadable-file", args)]
    if len(content) > _MOST_BYTES:
        limit = f"{_MOST_BYTES // 1_000_000} MB"
        return None, [Finding(written, "logo-too-large", {"value": name, "limit": limit})]
    return content, []


def _logos(project: Project) -> Iterator[str]:
    """Yield the pictures that might be meant, as they are written."""
    media = project.sources / "media"
    if not oddity(media):
        for path in sorted(media.iterdir() if media.is_dir() else ()):
            if path.suffix.lower() in {".png", ".svg"} and path.name.isprintable():
                yield f"media/{path.name}"


def _is_drawing(name: str) -> bool:
    return name.lower().endswith(".svg")


def _drawn(content: bytes, store: Store | None, *, is_drawing: bool) -> Logo | str:
    """Return the picture, or the code of what is wrong with it; from the store or made anew."""
    key = store.key(__name__, str(is_drawing), content) if store else ""
    kept = store.find(key) if store else None
    if kept is None:
        kept = json.dumps(_made(content, is_drawing=is_drawing)).encode()
        if store:
            with suppress(OSError):  # sources are judged also where nothing may be written
                store.keep(key, kept)
    png, width, height, pale, code = json.loads(kept)
    return code or Logo(png=b64decode(png), width=width, height=height, pale=pale)


def _made(content: bytes, *, is_drawing: bool) -> tuple[str, int, int, bool, str]:
    """Return a logo as plain data: base64, its size, whether it is pale, the code of a finding."""
    codes = {"too-many-pixels": "logo-too-large", "empty": "logo-empty"}
    try:
        png = _as_png(content) if is_drawing else content
        made = within(_PATIENCE, _MEMORY, partial(clean, png)) if png else "unreadable"
    except OverrunError:
        made = "unreadable"
    if isinstance(made, str):
        return "", 0, 0, False, codes.get(made, "logo-unreadable")
    return b64encode(made.png).decode(), made.width, made.height, made.pale, ""


def _as_png(content: bytes) -> bytes | None:
    """Draw an SVG in a process of its own; None if it is none."""
    from sop_handbook.typesetting.compiler import logo  # takes long to load, and few have an SVG

    try:
        svg = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return within(_PATIENCE, _MEMORY, partial(logo, svg), fresh=True)


def _doubts(logo: Logo, name: str, written: Place) -> Iterator[Finding]:
    args = {"value": name, "width": str(logo.width), "height": str(logo.height)}
    if logo.width > _WIDEST * logo.height or logo.height > _HIGHEST * logo.width:
        yield Finding(written, "logo-shape", args)
    elif max(logo.width, logo.height) < _SMALL:
        yield Finding(written, "logo-small", args)
    if logo.pale:
        yield Finding(written, "logo-pale", {"value": name})
