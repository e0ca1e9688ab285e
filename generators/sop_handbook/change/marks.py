"""What exactly differs between two texts: the characters that went, those that came."""

from difflib import SequenceMatcher
from typing import Literal

Span = tuple[Literal["same", "gone", "come"], str]
_ALIKE = 0.5  # less alike texts are easier to read one after the other
_ISLAND = 1  # so few equal characters between two changes only break up what is read


def marked(old: str, new: str) -> tuple[Span, ...]:
    """Return a text as spans that lead from `old` to `new`; no span is empty.

    A span is a pair of `same`, `gone` or `come` and its text. What is neither gone nor come is in
    both; unlike texts are wholly gone and come.
    """
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return tuple(_spans(old, new, equal=False))
    found: list[Span] = []
    gone = come = ""
    blocks = matcher.get_opcodes()
    for index, (tag, a, b, c, d) in enumerate(blocks):
        inside = 0 < index < len(blocks) - 1
        if tag == "equal" and not (inside and b - a <= _ISLAND):
            found += [*_spans(gone, come, equal=False), *_spans(old[a:b], "", equal=True)]
            gone = come = ""
        else:
            gone, come = gone + old[a:b], come + new[c:d]
    return (*found, *_spans(gone, come, equal=False))


def _spans(old: str, new: str, *, equal: bool) -> list[Span]:
    if equal:
        return [("same", old)] if old else []
    gone: list[Span] = [("gone", old)] if old else []
    come: list[Span] = [("come", new)] if new else []
    return gone + come
