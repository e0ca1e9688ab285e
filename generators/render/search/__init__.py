"""The search: an index over steps, roles, forms, terms and pages, read by the site's own script."""

import hashlib

from generators.model import Handbook
from generators.render.base import Artifact, Context, Rendered
from generators.render.search.index import blocks, chunks, dump, levels, postings
from generators.render.search.records import Record, Records
from generators.render.search.table import rare_table, sound_table

FOLDER = "search"
BLOCK = 8_000  # bytes of JSON; about two fifths of it is transferred
CHUNK = 5_000


def render_search(handbook: Handbook, context: Context) -> Rendered:
    """Return the files of the search: a table that every query needs, blocks and chunks."""
    records = list(Records(handbook, context.words).all(context.sections))
    texts = [text for record in records for text in _texts(record)]
    cut = blocks(postings(map(levels, records)), BLOCK)
    shown = chunks(records, CHUNK)
    sounds = sound_table(texts)
    table = {
        "count": len(records),
        "blocks": [key for key, _ in cut],
        "chunks": [first for first, _ in shown],
        "ranks": "".join(str(record.rank) for record in records),
        "sounds": sounds,
        "synonyms": handbook.synonyms,
    }
    files = {f"b{number}": content for number, (_, content) in enumerate(cut)}
    files |= {f"r{number}": content for number, (_, content) in enumerate(shown)}
    files["rare"] = dump(rare_table(sounds))
    edition = _edition(dump(table), *files.values())
    files = {name: _stamped(edition, content) for name, content in files.items()}
    files["table"] = dump({"edition": edition, **table})
    return Rendered(
        tuple(Artifact(f"{FOLDER}/{name}.json", content) for name, content in files.items())
    )


def _edition(*contents: bytes) -> str:
    """Return what all files of one index have in common, and no others."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:12]


def _stamped(edition: str, content: bytes) -> bytes:
    return b'{"edition":"%s","data":%s}' % (edition.encode(), content)


def _texts(record: Record) -> tuple[str, ...]:
    own = (record.title, record.place, record.role, *record.names, *record.loud)
    return (*own, *record.lines, *record.near, *record.far)
