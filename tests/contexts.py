"""What renderers get beside the model, for tests that call one without a build."""

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

from sop_handbook.adapters.store import Store
from sop_handbook.language.messages import messages
from sop_handbook.pipeline.media_shelf import FilledShelf
from sop_handbook.pipeline.program import maker
from sop_handbook.render.base import Context
from sop_handbook.sources.places import Places
from tests.support import DAY, ROOT

NO_STORE = ROOT / "no-store"  # nothing is kept where nothing is typeset


def bare(folder: Path = NO_STORE, today: date = DAY) -> Context:
    """Nothing was found, nothing is offered; what takes long to make is kept in `folder`."""
    store = Store(folder, maker)
    return Context(
        messages=messages("zh"),
        today=today,
        findings=(),
        places=Places(()),
        schemas={},
        store=store,
        media=FilledShelf(_pictures(), store),
    )


@cache
def _pictures() -> dict[str, Path]:
    """The pictures and clips of our handbooks, by their digests."""
    folders = (ROOT, *(ROOT / "tests" / "handbooks").iterdir())
    found = (path for one in folders for path in (one / "sop_sources/media").rglob("*.*"))
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in found}
