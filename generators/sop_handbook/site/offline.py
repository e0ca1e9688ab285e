"""What a browser needs to keep a finished site: its files with their hashes, and the worker."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sop_handbook.change.former import Former, former_places
from sop_handbook.model import Handbook
from sop_handbook.render.base import Artifact
from sop_handbook.render.views.links import (
    family_page,
    form_page,
    former_page,
    industry_page,
    procedure_page,
    role_page,
    site_file,
)

LIST, EDITION, WORKER = "offline/files.json", "offline/edition.json", "sw.js"
PARTS = "assets/offline/worker/"
CORE, COMMON, MORE = "core", "common", "more"

# What every visitor gets at once, in bytes before compression; see `_core`.
CORE_LIMIT = 3_000_000

# Not asked for by any page, or only once by the worker itself.
_LEFT_OUT = (
    "assets/javascripts/lunr/",
    "assets/javascripts/workers/",
    "assets/handbook.png",
    "assets/portable.js",
    PARTS,
)
_LEFT_OUT_NAMES = {LIST, EDITION, WORKER, "sitemap.xml", "404.html"}
_LEFT_OUT_KINDS = {".map", ".gz"}
# Kept when somebody opens them, and fetched anew whenever there is a network.
_OPENED = ("handbook/prints/", "handbook/office/", "handbook/flows/")
_OPENED_KINDS = {".pdf", ".docx", ".csv", ".bpmn", ".ics", ".xml"}
_ALWAYS = ("assets/", "index.html", "offline/index.html", "usage/index.html")
_INDEXES = ("handbook/industries/", "handbook/run/index.html", "handbook/app.json")
_CURRENCY, _SEARCH = "handbook/currency/", "handbook/search/"
_EVERY_QUERY = (f"{_SEARCH}table.json", f"{_SEARCH}rare.json")
_REFERENCE = ("handbook/forms/", "handbook/glossary/", "handbook/standards/", "handbook/news/")

Groups = dict[str, dict[str, list[Any]]]  # group -> path -> hash, size in bytes, perhaps a title


def offline_files(site: Path, handbook: Handbook, today: date) -> tuple[Artifact, ...]:
    """Return what makes a finished site work without a network; nothing in it may change later.

    The list of files is an object of groups: `core` is kept on every device, a group named as an
    industry on demand, `common` along with any industry, `more` when it is visited.
    """
    listed = _json(groups(site, handbook))
    edition = _json({"version": _hash(listed), "date": str(today)})
    code = [(site / PARTS / f"{part}.js").read_bytes() for part in ("edition", "answers", "duties")]
    return (
        Artifact(LIST, listed),
        Artifact(EDITION, edition),
        Artifact(WORKER, b"\n".join((b"self.EDITION = %s;" % edition, *code))),
    )


def preview_files(today: date) -> tuple[Artifact, ...]:
    """Return what a preview says of itself: a date and no version, so that no browser keeps it."""
    return (Artifact(EDITION, _json({"date": str(today)})),)


def groups(site: Path, handbook: Handbook) -> Groups:
    """Return every file worth keeping, by group, in alphabetical order."""
    names = sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    sizes = {name: (site / name).stat().st_size for name in names if _kept(name)}
    core = _core(sizes, handbook)
    owners, titles = _owners(handbook), _titles(handbook)
    found: Groups = {name: {} for name in (CORE, COMMON, MORE, *handbook.industries)}
    for name, size in sizes.items():
        group = CORE if name in core else _group(name, handbook, owners)
        facts = [_hash((site / name).read_bytes()), size]
        found[group][name] = [*facts, titles[name]] if name in titles else facts
    return found


def _kept(name: str) -> bool:
    if name in _LEFT_OUT_NAMES or name.startswith(_LEFT_OUT):
        return False
    suffix = Path(name).suffix
    if suffix in _LEFT_OUT_KINDS:
        return False
    return suffix == ".html" or not (name.startswith(_OPENED) or suffix in _OPENED_KINDS)


def _core(sizes: Mapping[str, int], handbook: Handbook) -> set[str]:
    """Return what every device keeps: the first set always, the next ones as long as they fit."""
    indexes = {site_file(industry_page(name)) for name in handbook.industries}
    indexes.add(site_file("handbook/roles/index.md"))
    always = {
        n for n in sizes if n.startswith((*_ALWAYS, *_INDEXES, *_EVERY_QUERY)) or n in indexes
    }
    core, total = always, sum(sizes[name] for name in always)
    for folder in (_CURRENCY, _SEARCH):
        more = {name for name in sizes if name.startswith(folder)} - core
        weight = sum(sizes[name] for name in more)
        if total + weight <= CORE_LIMIT:
            core, total = core | more, total + weight
    return core


def _group(name: str, handbook: Handbook, owners: Mapping[str, str]) -> str:
    if name in owners:
        return owners[name]
    folder = name.split("/")[1] if name.startswith("handbook/") else ""
    if folder in handbook.industries:
        return folder
    return COMMON if name.startswith((_SEARCH, _CURRENCY, *_REFERENCE)) else MORE


def _owners(handbook: Handbook) -> dict[str, str]:
    """Return what belongs to an industry without lying in its folder: role pages, run data.

    A former address is of use where the page is that it leads on to.
    """
    procedures, roles = handbook.procedures.values(), handbook.roles.values()
    return {
        **{
            site_file(former_page(old.address)): _home(old, handbook)
            for old in former_places(handbook)
        },
        **{
            f"handbook/{folder}/{procedure.id}.json": procedure.industry
            for procedure in procedures
            for folder in ("run", "codes")
        },
        **{site_file(role_page(role.id)): role.industry for role in roles},
        **{f"handbook/my-job/{role.id}.json": role.industry for role in roles},
    }


def _home(old: Former, handbook: Handbook) -> str:
    if old.now is None:
        return COMMON
    kind, name = old.now
    return handbook.procedures[name].industry if kind == "procedure" else name


def _titles(handbook: Handbook) -> dict[str, str]:
    """Return what readers call the pages they keep."""
    return dict(_titled(handbook))


def _titled(handbook: Handbook) -> Iterator[tuple[str, str]]:
    for industry in handbook.industries.values():
        yield site_file(industry_page(industry.id)), industry.title
    for procedure in handbook.procedures.values():
        yield site_file(procedure_page(procedure)), procedure.title
    for family in handbook.families.values():
        yield site_file(family_page(handbook, family.id)), family.title
    for role in handbook.roles.values():
        yield site_file(role_page(role.id)), role.title
    for form in handbook.forms.values():
        yield site_file(form_page(form.id)), form.title


def _hash(content: bytes) -> str:
    """Return enough of a SHA-256 to tell contents apart; worker/edition.js takes any length."""
    return hashlib.sha256(content).hexdigest()[:16]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
