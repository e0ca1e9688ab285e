"""What a browser needs to keep a finished site: its files with their hashes, and the worker."""

import hashlib
import json
import posixpath
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from sop_handbook.adapters.swap import files_below
from sop_handbook.model import Handbook, routes
from sop_handbook.render.base import Artifact, Offline, OfflineGroup
from sop_handbook.site import left_out
from sop_handbook.site.left_out import EDITION, FILES, WORKER, WORKER_PARTS

# What every visitor gets at once, in bytes before compression; see `_settled`.
CORE_LIMIT = 3_000_000

_GROUPS = (OfflineGroup.CORE, OfflineGroup.COMMON, OfflineGroup.VISITED)  # beside the industries
# Hand-written pages, and what the theme and our scripts need: nobody made an artifact of them.
_CORE = ("assets/", routes.HOME.file, "offline/index.html", "usage/index.html")
_OPENED_KINDS = {".pdf", ".docx", ".csv", ".bpmn", ".ics", ".xml"}  # kept by who opens them

Groups = dict[str, dict[str, list[Any]]]  # group -> path -> hash, size in bytes, perhaps a title


def offline_files(
    site: Path, handbook: Handbook, artifacts: Iterable[Artifact], today: date
) -> tuple[Artifact, ...]:
    """Return what makes a finished site work without a network; nothing in it may change later.

    `artifacts` are those that were generated. The list of files is an object of groups: `core` is
    kept on every device, a group named as an industry on demand, `common` along with any industry,
    `more` when it is visited.
    """
    listed = _json(groups(site, handbook, artifacts))
    edition = _json({"version": _hash(listed), "date": str(today)})
    parts = (f"{WORKER_PARTS}{part}.js" for part in ("edition", "answers", "duties"))
    code = [(site / part).read_bytes() for part in parts]
    return (
        Artifact(FILES, listed),
        Artifact(EDITION, edition),
        Artifact(WORKER, b"\n".join((b"self.EDITION = %s;" % edition, *code))),
    )


def preview_files(today: date) -> tuple[Artifact, ...]:
    """Return what a preview says of itself: a date and no version, so that no browser keeps it."""
    return (Artifact(EDITION, _json({"date": str(today)})),)


def groups(site: Path, handbook: Handbook, artifacts: Iterable[Artifact]) -> Groups:
    """Return every file worth keeping, by group, in alphabetical order.

    By path below the site, a file has its hash, its size in bytes and, where readers see one, its
    title.
    """
    declared = {routes.generated(artifact.path).file: artifact for artifact in artifacts}
    names = files_below(site)
    wanted = {
        name: declared[name].offline if name in declared else _of_others(name)
        for name in names
        if not left_out.by_browsers(name)
    }
    sizes = {name: (site / name).stat().st_size for name in wanted}
    found: Groups = {name: {} for name in (*(g.value for g in _GROUPS), *handbook.industries)}
    for name, group in _settled(wanted, sizes).items():
        facts = [_hash((site / name).read_bytes()), sizes[name]]
        title = declared[name].title if name in declared else ""
        found[group][name] = [*facts, title] if title else facts
    return found


def _of_others(name: str) -> Offline:
    """Return where a file goes that was not generated: of the theme, or a hand-written page."""
    if PurePosixPath(name).suffix in _OPENED_KINDS:
        return OfflineGroup.NEVER
    return OfflineGroup.CORE if name.startswith(_CORE) else OfflineGroup.VISITED


def _settled(wanted: Mapping[str, Offline], sizes: Mapping[str, int]) -> dict[str, str]:
    """Return the group of each file that is listed; folders that have room go to the core."""
    optional = [name for name, group in wanted.items() if group is OfflineGroup.IF_ROOM]
    taken = sum(sizes[name] for name, group in wanted.items() if group is OfflineGroup.CORE)
    core: set[str] = set()
    for folder in dict.fromkeys(map(_folder, optional)):
        members = [name for name in optional if _folder(name) == folder]
        weight = sum(sizes[name] for name in members)
        if taken + weight <= CORE_LIMIT:
            core, taken = core | set(members), taken + weight
    return {
        name: OfflineGroup.CORE.value if name in core else _named(group)
        for name, group in wanted.items()
        if group is not OfflineGroup.NEVER
    }


def _named(group: Offline) -> str:
    if group is OfflineGroup.IF_ROOM:
        return OfflineGroup.COMMON.value
    return group.value if isinstance(group, OfflineGroup) else group


def _folder(name: str) -> str:
    return posixpath.dirname(name)


def _hash(content: bytes) -> str:
    """Return enough of a SHA-256 to tell contents apart; worker/edition.js takes any length."""
    return hashlib.sha256(content).hexdigest()[:16]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
