"""What a page may run: the hashes of the theme's own inline scripts, for the page's policy."""

import base64
import hashlib

from sop_handbook.site.html_reader import read_html


def script_hashes(markup: str) -> str:
    """Return the sources a Content-Security-Policy needs to let the inline scripts of `markup` run.

    They are parted by blanks, each `'sha256-…'` in base64; "" where there are none. `markup` is
    what a template of the theme has printed, never text of a page: whatever stands in it may run.
    Browsers hash exactly what stands between the tags.
    """
    scripts: list[str] = []
    inside = False
    for piece in read_html(markup):
        if piece.opens:
            inside = piece.opens == "script" and "src" not in piece.attributes
            scripts += [""] if inside else []
        elif piece.closes:
            inside = False
        elif inside:
            scripts[-1] += piece.text
    return " ".join(f"'sha256-{_digest(script)}'" for script in scripts)


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
