"""What renderers get beside the model, for tests that call one without a build."""

from datetime import date
from pathlib import Path

from sop_handbook.adapters.store import Store
from sop_handbook.language.messages import messages
from sop_handbook.pipeline.program import maker
from sop_handbook.render.base import Context
from sop_handbook.sources.places import Places
from tests.support import DAY, ROOT

NO_STORE = ROOT / "no-store"  # nothing is kept where nothing is typeset


def bare(folder: Path = NO_STORE, today: date = DAY) -> Context:
    """Nothing was found, nothing is offered; what takes long to make is kept in `folder`."""
    return Context(
        messages=messages("zh"),
        today=today,
        findings=(),
        places=Places(()),
        schemas={},
        store=Store(folder, maker),
    )
