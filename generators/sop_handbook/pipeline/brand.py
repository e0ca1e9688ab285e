"""The logo of a handbook: found, looked at warily, and put into its brand as a picture of ours."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial

from sop_handbook.adapters.limits import OverrunError, within
from sop_handbook.adapters.pictures import MOST_PIXELS, CleanPicture, clean
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
_PATIENCE = 10  # seconds; half a second is usual
_WIDEST, _HIGHEST = 6, 2  # times as wide as high, as high as wide
_UNREADABLE = "logo-unreadable"
_CODES = {"too-many-pixels": "logo-too-large", "empty": "logo-empty"}
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
    picture = Logo(png=made.png, width=made.width, height=made.height)
    return replace(handbook, brand=replace(handbook.brand, picture=picture)), found


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
        content = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else None
    except OSError as error:
        args = {"reason": reason(error)}
        return None, [Finding(Place(project.name(path)), "unreadable-file", args)]
    if content is None:
        limit = f"{_MOST_BYTES // 1_000_000} MB"
        return None, [Finding(written, "logo-too-large", {"value": name, "limit": limit})]
    return content, []


def _logos(project: Project) -> Iterator[str]:
    """Yield the pictures that might be meant, as they are written."""
    media = project.sources / "media"
    if not oddity(media):
        for path in sorted(media.glob("*")):
            if path.suffix.lower() in {".png", ".svg"} and path.name.isprintable():
                yield f"media/{path.name}"


def _is_drawing(name: str) -> bool:
    return name.lower().endswith(".svg")


def _drawn(content: bytes, store: Store | None, *, is_drawing: bool) -> CleanPicture | str:
    """Return the picture, or the code of what is wrong with it; from the store or made anew."""
    key = store.key(__name__, str(is_drawing), content) if store else ""
    kept = store.find(key) if store else None
    if kept is None:
        try:
            kept = _made(content, is_drawing=is_drawing)
        except OverrunError:
            return _UNREADABLE  # memory may only be short now: it is tried again
        if store:
            with suppress(OSError):  # sources are judged also where nothing may be written
                store.keep(key, kept)
    code, png, width, height, pale, whole = json.loads(kept)
    return code or CleanPicture(b64decode(png), width, height, pale, tuple(whole))


def _made(content: bytes, *, is_drawing: bool) -> bytes:
    """Return a clean picture as JSON, behind the code of a finding or "". Raises OverrunError."""
    png = _as_png(content) if is_drawing else content
    made = within(_PATIENCE, _MEMORY, partial(clean, png)) if png else "unreadable"
    if isinstance(made, str):
        return json.dumps([_CODES.get(made, _UNREADABLE), "", 0, 0, False, (0, 0)]).encode()
    return json.dumps(["", b64encode(made.png).decode(), *made[1:]]).encode()


def _as_png(content: bytes) -> bytes | None:
    """Draw an SVG in a process of its own; None if it is none."""
    from sop_handbook.typesetting.compiler import logo  # takes long to load, and few have an SVG

    try:
        svg = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return within(_PATIENCE, _MEMORY, partial(logo, svg), fresh=True)


def _doubts(picture: CleanPicture, name: str, written: Place) -> Iterator[Finding]:
    wide, high = picture.whole
    args = {"value": name, "width": str(wide), "height": str(high)}
    if wide > _WIDEST * high or high > _HIGHEST * wide:
        yield Finding(written, "logo-shape", args)
    elif max(wide, high) < _SMALL:
        yield Finding(written, "logo-small", args)
    if picture.pale:
        yield Finding(written, "logo-pale", {"value": name})
