"""Page scripts as they are published, without what only developers read."""

import re
from itertools import pairwise
from pathlib import Path

from sop_handbook.adapters.store import Store
from sop_handbook.render.base import Artifact
from sop_handbook.site.javascript import Node, leaves, parse, text_of

# What is one piece of text, blanks and all.
_TEXTS = frozenset({"string", "template_string", "regex"})
# No statement ends in one of these or begins with one: a line may go on there.
_WITHIN = frozenset({
    ",", ";", ":", "?", ".", "?.", "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=",
    "&=", "|=", "^=", "&&=", "||=", "??=", "==", "!=", "===", "!==", "<", ">", "<=", ">=", "&&",
    "||", "??", "%", "**", "&", "|", "^", "<<", ">>", ">>>",
})  # fmt: skip
_GOES_ON = _WITHIN | {"{", "(", "[", "=>", "+", "-", "*", "/", "!", "~"}
_GOES_ON_WITH = _WITHIN | {"}", ")", "]"}
# These would be one name, one number or another sign if nothing stood between them.
_JOINS = re.compile(r"[\w$\\\u0080-\U0010ffff]{2}|\+\+|--|/[/*]|<!", re.ASCII)


def minified_scripts(assets: Path, store: Store) -> tuple[Artifact, ...]:
    """Return our page scripts for a site, by path; `assets` is their folder below docs/.

    JSDoc, remarks and blanks are two fifths of what phones would fetch.
    """
    return tuple(
        Artifact(path.relative_to(assets.parent).as_posix(), _kept(path.read_text("utf-8"), store))
        for path in sorted(assets.rglob("*.js"))
    )


def _kept(script: str, store: Store) -> bytes:
    return store.get_or_make(lambda: minify(script).encode(), __name__, script)


def minify(script: str) -> str:
    """Return a script without remarks and needless blanks; a test has TypeScript read both.

    Raises JavaScriptError for what is no JavaScript.
    """
    tokens = [node for node in leaves(parse(script), _TEXTS) if not _is_remark(node)]
    parts = [text_of(token) + _between(token, after) for token, after in pairwise(tokens)]
    return "".join([*parts, *(text_of(token) for token in tokens[-1:]), "\n"])


def _is_remark(node: Node) -> bool:
    return node.type in {"comment", "html_comment"}


def _between(token: Node, after: Node) -> str:
    """Return what keeps two tokens apart: an end of line where it may end a statement."""
    below = after.start_point.row > token.end_point.row
    if below and token.type not in _GOES_ON and after.type not in _GOES_ON_WITH:
        return "\n"
    near = text_of(token)[-1] + text_of(after)[0]
    fraction = token.type == "number" and after.type == "."
    return " " if fraction or _JOINS.match(near) else ""
