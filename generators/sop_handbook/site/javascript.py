"""The door to tree-sitter: JavaScript as a syntax tree with exact places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser, Query, QueryCursor

_JAVASCRIPT = Language(tree_sitter_javascript.language())

Edit = tuple[int, int, str]  # first byte, byte after the last, what stands there instead

__all__ = ["Edit", "JavaScriptError", "Node", "edited", "find", "leaves", "parse", "text_of"]


class JavaScriptError(Exception):
    """A script is not JavaScript, or uses a form that its reader here does not take."""


def parse(script: str) -> Node:
    """Return the root node of an ES module. Places in a tree are bytes of UTF-8.

    Raises JavaScriptError, with the line, where it cannot be read.
    """
    root = Parser(_JAVASCRIPT).parse(script.encode()).root_node
    if root.has_error:
        line = min((found.start_point.row + 1 for found in _broken(root)), default=1)
        raise JavaScriptError(f"line {line} cannot be read as JavaScript")
    return root


def find(node: Node, query: str) -> Mapping[str, Sequence[Node]]:
    """Return the nodes below `node` that a tree-sitter query names, by name, in their order.

    A name that nothing bears is no key.
    """
    found = QueryCursor(Query(_JAVASCRIPT, query)).captures(node)
    return {name: sorted(nodes, key=lambda one: one.start_byte) for name, nodes in found.items()}


def leaves(node: Node, whole: frozenset[str]) -> Iterator[Node]:
    """Yield what a script is made of in its order; nodes of the kinds `whole` are not opened."""
    if node.type in whole or not node.children:
        if node.end_byte > node.start_byte:
            yield node
        return
    for child in node.children:
        yield from leaves(child, whole)


def text_of(node: Node | None) -> str:
    """Return the source text of a node; "" for no node."""
    return (node.text or b"").decode() if node else ""


def edited(script: str, edits: Iterable[Edit]) -> str:
    """Return a script with edits that do not overlap; their places are bytes of UTF-8."""
    source, parts, done = script.encode(), list[bytes](), 0
    for start, end, instead in sorted(edits):
        parts += [source[done:start], instead.encode()]
        done = end
    return b"".join([*parts, source[done:]]).decode()


def _broken(node: Node) -> Iterator[Node]:
    if node.is_error or node.is_missing:
        yield node
    for child in node.children:
        yield from _broken(child)
