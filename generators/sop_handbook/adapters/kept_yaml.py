"""What YAML files say, kept in the store: a file that nobody has changed is not parsed again."""

import json
from contextlib import suppress
from pathlib import Path

from sop_handbook.adapters import yaml_file
from sop_handbook.adapters.source import Source
from sop_handbook.adapters.store import Store
from sop_handbook.findings import Finding


def read(path: Path, file: str, store: Store | None) -> tuple[Source | None, list[Finding]]:
    """Read a file as `yaml_file.read` does, from the store if what it holds was read before.

    None for `store` keeps nothing. Only what has no findings is kept.
    """
    text, findings = yaml_file.read_text(path, file)
    if text is None:
        return None, findings
    if store is None:
        return yaml_file.parse(text, file)
    key = store.key(__name__, text)
    source = _as_source(store.find(key), file)
    if source is None:
        source, findings = yaml_file.parse(text, file)
        if source is not None and not findings:
            # Sources are judged also where nothing may be written: then each time anew.
            with suppress(OSError):
                store.keep(key, _as_json(source))
    return source, findings


def _as_json(source: Source) -> bytes:
    """JSON, since reading it runs no code: a store may come from elsewhere."""
    kept = [source.data, source.spots]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def _as_source(kept: bytes | None, file: str) -> Source | None:
    """Return what was kept; None where nothing was, or something else than a Source."""
    try:
        data, spots = json.loads(kept or b"")
    except (ValueError, TypeError, RecursionError):
        return None
    return Source(file, data, spots) if isinstance(spots, list) and spots else None
