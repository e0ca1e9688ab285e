"""Which program this is: its version, the format it writes, the commit it was made of."""

from importlib.metadata import version
from pathlib import Path

from sop_handbook.adapters.git import head
from sop_handbook.scaffold.engine_wheel import COMMIT
from sop_handbook.sources.formats import FORMAT

_PACKAGE = Path(__file__).parents[2]
_CHECKOUT = _PACKAGE.parents[1]


def about() -> dict[str, str]:
    """Return version, format and commit; the commit is "" where nobody knows it."""
    stamp = _PACKAGE / COMMIT
    if stamp.is_file():
        commit = stamp.read_text("utf-8").strip()
    else:
        commit = head(_CHECKOUT) if (_CHECKOUT / ".git").exists() else ""
    return {"version": version("sop-handbook"), "format": str(FORMAT), "commit": commit}
