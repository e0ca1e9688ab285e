"""What stays together in a Word document, joined once its code is known: none of it says more."""

import re

from sop_handbook.language.segments import with_units

_PIECE = re.compile(r"<pre>.*?</pre>|<[^>]*>|[^<]+", re.DOTALL)
_BEGINS, _ENDS = '<div data-custom-style="SOP Who"><p>', "</p></div>"
# Of several paragraphs LibreOffice leaves the first at the end of a page, though each is kept
# with the next.
_ANOTHER = re.compile(
    rf"({re.escape(_BEGINS)}(?:(?!</p>).)*){_ENDS}\s*{re.escape(_BEGINS)}", re.DOTALL
)


def kept_together(html: str) -> str:
    """Return a document in which figures keep their units, and a step's head is one paragraph.

    A command is left as it is typed.
    """
    html = _PIECE.sub(lambda piece: _text(piece[0]), html)
    while (joined := _ANOTHER.sub(r"\1<br />", html)) != html:
        html = joined
    return html


def _text(piece: str) -> str:
    return piece if piece.startswith("<") else with_units(piece)
