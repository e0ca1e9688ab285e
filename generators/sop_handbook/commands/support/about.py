"""Which program this is: its version, the format it writes, the commit it was made of."""

from importlib.metadata import version

from sop_handbook.adapters.git import head
from sop_handbook.project import COMMIT, FORMAT

_CHECKOUT = COMMIT.parents[2]


def about() -> dict[str, str]:
    """Return version, format and commit; the commit is "" where nobody knows it."""
    commit = ""
    if COMMIT.is_file():
        commit = COMMIT.read_text("utf-8").strip()
    elif (_CHECKOUT / ".git").exists():
        commit = head(_CHECKOUT)
    return {"version": version("sop-handbook"), "format": str(FORMAT), "commit": commit}
