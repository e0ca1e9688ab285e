"""The door to rjsmin: page scripts as they are published, without what only developers read."""

from pathlib import Path

from rjsmin import jsmin

from sop_handbook.render.base import Artifact


def minified_scripts(assets: Path) -> tuple[Artifact, ...]:
    """Return our page scripts for a site, by path; `assets` is their folder below docs/.

    JSDoc, remarks and blanks are two fifths of what phones would fetch.
    """
    return tuple(
        Artifact(
            path.relative_to(assets.parent).as_posix(), minify(path.read_text("utf-8")).encode()
        )
        for path in sorted(assets.rglob("*.js"))
    )


def minify(script: str) -> str:
    """Return a script without remarks and needless blanks; a test has TypeScript read both."""
    return str(jsmin(script)) + "\n"
