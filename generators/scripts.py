"""Page scripts as they are published: without the types and remarks that only developers read."""

import re
from pathlib import Path

from generators.render.base import Artifact

# Whole lines only; what stands behind code stays. Our scripts have no text over several lines
# that looks like a remark (a test compares both with TypeScript's own reading).
_REMARK = re.compile(r"^[ \t]*(?:/\*\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


def light_scripts(assets: Path) -> tuple[Artifact, ...]:
    """Return our page scripts for a site, by path; `assets` is their folder below docs/.

    JSDoc is a quarter of what phones would fetch.
    """
    return tuple(
        Artifact(
            path.relative_to(assets.parent).as_posix(), light(path.read_text("utf-8")).encode()
        )
        for path in sorted(assets.rglob("*.js"))
    )


def light(script: str) -> str:
    """Return a script without its JSDoc and its lines of remarks; all else byte for byte."""
    return _REMARK.sub("", script)
