"""What a page may run: the hashes of the theme's own inline scripts, for the page's policy."""

import base64
import hashlib
from html.parser import HTMLParser


class _Inline(HTMLParser):
    """Collects the text of the scripts that stand in the markup itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and "src" not in dict(attrs)
        if self._inside:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data


def script_hashes(markup: str) -> str:
    """Return the sources a Content-Security-Policy needs to let the inline scripts of `markup` run.

    `markup` is what a template of the theme has printed, never text of a page: whatever stands
    in it may run. Browsers hash exactly what stands between the tags.
    """
    parser = _Inline()
    parser.feed(markup)
    parser.close()
    return " ".join(f"'sha256-{_digest(script)}'" for script in parser.scripts)


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
