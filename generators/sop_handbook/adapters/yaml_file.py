"""Read one YAML file into plain data plus the place of every key and value."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from sop_handbook.adapters import characters, slips
from sop_handbook.adapters.guesses import explain
from sop_handbook.adapters.source import Source
from sop_handbook.findings import MOST, Finding, Place, in_order

MAX_BYTES = 512 * 1024  # a long procedure is 20 KB; a file this large is a mistake or an attack
MAX_DEPTH = 100  # the C parser crashes on tens of thousands of levels; people need about ten
TRUE, FALSE = {"true", "True", "TRUE"}, {"false", "False", "FALSE"}
NULL = {"", "~", "null", "Null", "NULL"}
_BLOCKS = {"|", ">"}
VERBATIM = {"run"}  # keys of what is typed exactly so, tabs included
QUOTED = {"'", '"', *_BLOCKS}

_LADDER = re.compile(rf"(?:^|[\n\r\x85\u2028\u2029])((?:[-?]? ){{{MAX_DEPTH},}})")
_REMARK = re.compile(r"#[^\n\r\x85\u2028\u2029]*")
_CUT = re.compile(r"[ \t]+#\S")
_TAG = re.compile(r"!\S*")
_ANCHOR = re.compile(r"&([^\s\[\]{},]+)")
# After these slips the rest of the file means something else than its author thinks.
_MISREAD = {
    "full-width-colon", "ideographic-indent", "yaml-tag", "yaml-alias", "yaml-anchor", "bad-key",
}  # fmt: skip


def read(path: Path, file: str) -> tuple[Source | None, list[Finding]]:
    """Read `path`, called `file` in findings; None when it cannot be read safely."""
    text, findings = read_text(path, file)
    return parse(text, file) if text is not None else (None, findings)


def parse(text: str, file: str) -> tuple[Source | None, list[Finding]]:
    """Turn YAML text into a Source, or None; at most MOST findings name what is refused."""
    source, findings = _parse(text, file)
    if len(findings) > MOST:
        more = Finding(Place(file), "more-findings", {"count": str(MOST)})
        findings = [*findings[:MOST], more]
    return source, findings


def _parse(text: str, file: str) -> tuple[Source | None, list[Finding]]:
    findings = list(_scan(text, file))
    if findings:
        return None, findings
    try:
        # Only C-speed parsing is affordable for a thousand files; both loaders agree on places.
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        return None, list(slips.causes(text, file)) or [explain(error, text, file)]
    if root is None:
        return None, [Finding(Place(file), "empty-file")]
    walker = _Walker(text, file)
    data = walker.walk(root)
    aliased = any(finding.code == "yaml-alias" for finding in walker.findings)
    anchors = () if aliased else walker.anchors
    findings = in_order([*walker.findings, *anchors, *slips.look_alikes(text, file)])
    if any(finding.code in _MISREAD for finding in findings):
        return None, findings
    if data is None:
        return None, [*findings, Finding(Place(file), "empty-file")]
    return Source(file, data, walker.spots), findings


def remarks(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield line, column (from 1) and words of each comment in a sound text; in brackets or not."""
    depth = end = 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        start = token.start_mark.index
        if isinstance(token, yaml.ScalarToken) and token.style in _BLOCKS:
            start = slips.BREAK.search(text, start).start()  # type: ignore[union-attr]  # its first line
        for found in _REMARK.finditer(text, end, start):
            place = slips.spot(text, found.start(), "")
            yield place.line, place.column, found[0].rstrip(), depth > 0
        end = token.end_mark.index
        depth += isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken)
        depth -= isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken)


def folded(text: str) -> Iterator[tuple[int, int]]:
    """Yield where, from 0, each text whose lines are joined begins and ends; none in no YAML."""
    try:
        tokens = list(yaml.scan(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return
    for token in tokens:
        if isinstance(token, yaml.ScalarToken) and token.style != "|":
            yield token.start_mark.index, token.end_mark.index


def reason(error: OSError) -> str:
    """What the system says about a file it does not hand out."""
    return error.strerror or type(error).__name__


def read_text(path: Path, file: str) -> tuple[str | None, list[Finding]]:
    """Return what is in a file, called `file` in findings; None when it cannot be read safely."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        return None, [Finding(Place(file), "unreadable-file", {"reason": reason(error)})]
    if raw is None:
        return None, [Finding(Place(file), "too-large", {"limit": f"{MAX_BYTES // 1024} KB"})]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()  # the object comes without the BOM
        return None, [Finding(slips.spot(before, len(before), file), "not-utf8")]


def _scan(text: str, file: str) -> Iterator[Finding]:
    """Find what must not reach the parser."""
    if not text.strip():
        yield Finding(Place(file), "empty-file")
    yield from slips.refused(text, file)
    line = _too_deep(text)
    if line:
        yield Finding(Place(file, line), "too-deep", {"limit": str(MAX_DEPTH)})


def _too_deep(text: str) -> int:
    """Return the line that nests beyond MAX_DEPTH, or 0. Events are cheap and cannot crash."""
    if ladder := _LADDER.search(text):
        return slips.spot(text, ladder.start(1), "").line
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return 0
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return _at(event)[0]
    except yaml.YAMLError:
        return 0  # the parser proper will say what is wrong
    return 0


_THINGS = {"tools", "records"}  # lists of things; elsewhere a comma may be of a sentence


class _Walker:
    """Walks the node graph once; every node is visited at most once, so aliases cannot explode."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.text = text
        # Few have any of these, and to look for them at every node takes long.
        self.tagged = "!" in text
        self.anchored = "&" in text
        self.spots: list[int] = []
        self.findings: list[Finding] = []
        self.anchors: list[Finding] = []  # where something refers to them, that is told instead
        self.seen: set[int] = set()

    def walk(self, node: yaml.Node, key: str = "") -> Any:
        """Return the data below a node and note the places; `key` is the one it is the value of."""
        if self._refused(node):
            return None
        self.spots += _at(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            self._check_commas(node, key)
            return [self.walk(item) for item in node.value]
        return self._scalar(node, key) if isinstance(node, yaml.ScalarNode) else None

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        data: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            if self._refused(key_node):
                continue
            if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
                self._add(key_node, "bad-key")
                continue
            key = self._text(key_node)
            if key[:1] in slips.ODD_BLANKS:
                self._add(key_node, "ideographic-indent")
                continue
            if key in data:
                self._add(key_node, "duplicate-key", key=key, line=str(lines[key]))
                continue
            line, column = _at(key_node)
            lines[key] = line
            self.spots += (line, column)
            data[key] = self.walk(value_node, key)
        return data

    def _scalar(self, node: yaml.ScalarNode, key: str) -> str | bool | None:
        if node.style in QUOTED:
            return self._text(node, key)
        self._check_slips(node)
        if node.value in NULL:
            return None
        if node.value in TRUE | FALSE:
            return node.value in TRUE
        # Everything else stays as written: no, 12:30, 0123, 1.10 and dates are not numbers here.
        return self._text(node, key)

    def _text(self, node: yaml.ScalarNode, key: str = "") -> str:
        """Return what is written; escapes bring in what the text itself does not hold."""
        text = characters.tidy(str(node.value), tabs=key in VERBATIM)
        for place in characters.refused(text):
            self._add(node, "control-character", character=characters.called(text[place]))
        if text and not characters.visible(text):
            self._add(node, "nothing-visible")
        if node.style != "|" and node.end_mark.line > node.start_mark.line:
            self._check_folds(node)
        return text

    def _check_folds(self, node: yaml.ScalarNode) -> None:
        if len(self.findings) > MOST:  # to find a place takes longer the further down it is
            return
        start = node.start_mark.index
        for place in characters.folds(self.text[start : node.end_mark.index]):
            where = slips.spot(self.text, start + place, self.file)
            self.findings.append(Finding(where, "folded-text"))
            return

    def _check_slips(self, node: yaml.ScalarNode) -> None:
        end = node.end_mark
        if end.line < len(self.lines) and (rest := _CUT.match(self.lines[end.line][end.column :])):
            place = Place(self.file, end.line + 1, end.column + len(rest[0]) - 1)
            self.findings.append(Finding(place, "text-cut-by-hash"))
        if colon := slips.FULL_WIDTH_COLON.match(node.value):
            line, column = _at(node)
            if self.lines[line - 1][: column - 1].strip("- "):
                return  # after a key of its own this is text, such as a: wifi：12345678
            place = Place(self.file, line, column + len(colon[1]))
            self.findings.append(Finding(place, "full-width-colon", {"key": colon[1]}))

    def _check_commas(self, node: yaml.SequenceNode, key: str) -> None:
        """Note a list in brackets, [托盘，手套], whose items a Chinese keyboard has joined."""
        for item in node.value if node.flow_style and key in _THINGS else ():
            plain = isinstance(item, yaml.ScalarNode) and item.style not in QUOTED
            if plain and slips.joined(item.value):
                self._add(item, "joined-items", value=item.value)

    def _refused(self, node: yaml.Node) -> bool:
        """Note an alias or a tag. A node met twice is an alias; an anchor alone refuses nothing."""
        if id(node) in self.seen:
            self._refuse_aliases()
            return True
        self.seen.add(id(node))
        self._note_anchor(node)
        tag = self._written_tag(node)
        if tag or not node.tag.startswith("tag:yaml.org,2002:"):
            self._add(node, "yaml-tag", tag=tag or node.tag)
            return True
        return False

    def _written_tag(self, node: yaml.Node) -> str:
        # `!!str x` resolves to an ordinary tag, so the text itself must be looked at.
        line, column = _at(node)
        if not self.tagged or line > len(self.lines):
            return ""
        word = _TAG.match(self.lines[line - 1], column - 1)
        return word[0] if word else ""

    def _note_anchor(self, node: yaml.Node) -> None:
        # The parser swallows what is rather text, &g5xx, so the source itself must be looked at.
        line, column = _at(node)
        row = self.lines[line - 1] if self.anchored and line <= len(self.lines) else ""
        if word := _ANCHOR.match(row, column - 1):
            place = Place(self.file, line, column)
            self.anchors.append(Finding(place, "yaml-anchor", {"name": word[1]}))

    def _refuse_aliases(self) -> None:
        """Name the first alias: that is enough, and all that a hostile file may cost."""
        if any(finding.code == "yaml-alias" for finding in self.findings):
            return
        for event in yaml.parse(self.text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent):
                self._add(event, "yaml-alias", name=str(event.anchor))
                return

    def _add(self, at: yaml.Node | yaml.Event, code: str, **args: str) -> None:
        line, column = _at(at)
        self.findings.append(Finding(Place(self.file, line, column), code, args))


def _at(node: yaml.Node | yaml.Event) -> tuple[int, int]:
    mark = node.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
