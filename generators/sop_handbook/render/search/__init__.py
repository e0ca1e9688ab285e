"""The search: an index over steps, roles, forms, terms and pages, read by the site's own script."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sop_handbook.language import phones
from sop_handbook.model import Handbook, routes
from sop_handbook.render.base import Artifact, Context, Offline, OfflineGroup, Rendered
from sop_handbook.render.search.index import (
    FIELDS,
    LEVEL_BITS,
    LEVELS,
    blocks,
    chunks,
    dump,
    numbered,
)
from sop_handbook.render.search.record import FULL, Record
from sop_handbook.render.search.records import Records
from sop_handbook.render.search.stretches import heard, joined, kept_stretches
from sop_handbook.render.search.table import kept_tables
from sop_handbook.render.views.calls import calls
from sop_handbook.render.views.for_new import has_set
from sop_handbook.render.views.needs import DATA, most_needed

BLOCK = 7_000  # bytes of JSON; about two fifths of it is transferred
CHUNK = 4_300
NAME = 6  # letters of a file's name, five bits each


def render_search(handbook: Handbook, context: Context) -> Rendered:
    """Return the files of the search: a table that every query needs, blocks and chunks.

    Blocks and chunks are named after their contents. What an edition leaves as it was keeps its
    name, and a table never meets a file that belongs to another one.
    """
    offered = {
        subject: [made.offer.kind for made in files if made.offer]
        for (of, subject), files in context.by_subject.items()
        if of == "procedure"
    }
    sets = {role for role in handbook.roles if has_set(context, role)}
    maker = Records(handbook, context.messages, context.today, offered, _printed(context), sets)
    records = list(maker.all(context.sections))
    context.check()
    places = numbered(records)
    parts = list(kept_stretches(places, context.store))
    context.check()
    cut = blocks(joined(parts), BLOCK)
    context.check()
    shown = chunks(places, CHUNK)
    contents = [content for _, content in (*cut, *shown)]
    names = _names(contents)
    urgent = [word for one in handbook.emergencies for word in one.words]
    sounds, rare = kept_tables(heard(parts), urgent, context.store)
    table = {
        "format": _format(),
        "names": "".join(names),  # first those of the blocks
        "blocks": [key for key, _ in cut],
        "chunks": [count for count, _ in shown],
        "ranks": _ranks(places),
        "sounds": sounds,
        "synonyms": handbook.synonyms,
        "contacts": _contacts(handbook),
        "emergencies": _emergencies(handbook),
    }
    files = dict(zip(names, contents, strict=True))
    asked_always = {"table": dump(table), "rare": dump(rare)}
    return Rendered(
        (*_files(files, OfflineGroup.IF_ROOM), *_files(asked_always, OfflineGroup.CORE))
    )


def _printed(context: Context) -> list[str]:
    """Return the kinds of what can be printed, those that are needed most first."""
    kinds = {one.offer.kind for one in context.offered if one.offer}
    return sorted(kinds - DATA, key=most_needed)


def _format() -> dict[str, Any]:
    """Return how the files are written: what scripts need to read them, named in engine.js."""
    return {
        "letters": NAME,
        "bits": LEVEL_BITS,
        "levels": LEVELS,
        "rank": FULL,
        "fields": list(FIELDS),
    }


def _files(contents: Mapping[str, bytes], offline: Offline) -> Iterator[Artifact]:
    for name, content in contents.items():
        yield Artifact(routes.search(name).path, content, offline=offline)


def _contacts(handbook: Handbook) -> list[dict[str, str]]:
    """Return whom one can call, by industry, with the number as it is shown and dialled."""
    return [
        {
            "industry": one.industry,
            "title": handbook.industries[one.industry].title,
            "who": one.who,
            "number": one.number,
            "address": one.href,
        }
        for one in calls(handbook)
    ]


def _emergencies(handbook: Handbook) -> list[dict[str, Any]]:
    """Return what is urgent, the words that tell it, and the pieces of the number to call."""
    return [
        {
            "title": one.title,
            "words": one.words,
            "pieces": phones.parts(one.number) if one.number else [],
        }
        for one in handbook.emergencies
    ]


def _ranks(places: Iterable[Record | None]) -> str:
    """Return a digit for each number; where there is no record, what packs best."""
    ranks, last = [], 0
    for record in places:
        last = record.rank if record else last
        ranks.append(str(last))
    return "".join(ranks)


def _names(contents: Iterable[bytes]) -> list[str]:
    """Return a name of its own for each content."""
    names: dict[str, None] = {}
    for content in contents:
        name = _name(content)
        while name in names:
            name = _name(name.encode())
        names[name] = None
    return list(names)


def _name(content: bytes) -> str:
    digest = hashlib.sha256(content).digest()
    return base64.b32encode(digest).decode()[:NAME].lower()
