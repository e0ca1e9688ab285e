"""Where a Word document may break over pages, from its paragraphs and rows one by one.

Word keeps a row with the next where every paragraph in it is kept with the next.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import groupby, pairwise
from threading import Lock
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
HIGH = 100 * 36_000  # 100 millimetres
SHORT = 9  # rows; a table of so many stays on one page
SHEET = "checklists"  # the bookmark of the heading of what is filled in by hand
_HEADING = "Heading"
_BEFORE = {"SopWho", "SopLabel"}  # styles of what says of whom or of what the next line is
_COMMAND = "SopCommand"  # stays with what says when to give it
_ALONE = Lock()  # prefixes are registered for all threads, and for a moment taken away again


def paginated(document: bytes) -> bytes:
    """Return document.xml with what no page may begin or end with tied to its neighbours.

    No row is split. A table of one row stays with what follows. A short table stays whole, of a
    longer one no row stands alone; of a list, or of several paragraphs of one style, neither the
    first nor the last does. What follows the last table stays with it, so that no page holds
    nothing but the sources. The checklist begins a page: it is filled in by hand, and some readers
    of Word documents would part its heading from its first rows. Between a table or a picture and
    the heading after it comes a thin line: without it LibreOffice leaves the heading behind when
    what follows goes to the next page. A high picture begins its page with its heading: it would
    not fit below anything else.
    """
    with _ALONE:
        return _paginated(document)


def _paginated(document: bytes) -> bytes:
    parsing = ET.iterparse(BytesIO(document), events=["start-ns"])  # noqa: S314 - pandoc's output
    for _, (prefix, address) in parsing:
        ET.register_namespace(prefix, address)  # else every name would get another prefix
    root = parsing.root  # type: ignore[attr-defined] # documented, but not in the type stubs
    (body,) = root.iter(f"{W}body")
    for table in body.iter(f"{W}tbl"):
        _tie(_rows_to_keep(table))
    _begin_page(body)
    parts = [part for part in body if part.tag in (f"{W}p", f"{W}tbl")]
    for _, run in groupby(parts, key=_style):
        _tie(_ends(list(run)))
    last = max((at for at, part in enumerate(parts) if part.tag == f"{W}tbl"), default=len(parts))
    _tie(parts[last:-1])
    _tie(part for part in parts if _named(part) in _BEFORE)
    _tie(part for part, after in pairwise(parts) if _named(after) == _COMMAND)
    _part_headings(body, parts)
    _begin_pages(parts)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _begin_page(body: Element) -> None:
    """Let the heading of the checklist begin a page."""
    for mark, heading in pairwise(body):
        if mark.get(f"{W}name") == SHEET and (properties := heading.find(f"{W}pPr")) is not None:
            properties.insert(1, Element(f"{W}pageBreakBefore"))  # behind the style


def _part_headings(body: Element, parts: list[Element]) -> None:
    """Put a thin line between every table or picture and a heading that follows it."""
    for one, heading in pairwise(parts):
        tall = one.tag == f"{W}tbl" or next(one.iter(f"{WP}extent"), None) is not None
        if tall and _is_heading(heading):
            line = Element(f"{W}p")
            properties = SubElement(line, f"{W}pPr")
            SubElement(properties, f"{W}pStyle", {f"{W}val": "SopThin"})
            body.insert(list(body).index(one) + 1, line)


def _begin_pages(parts: list[Element]) -> None:
    """Let headings of high pictures begin a page."""
    heading = None
    for part in parts:
        if _is_heading(part):
            heading = part
        for extent in part.iter(f"{WP}extent"):
            if heading is not None and int(extent.get("cy", "0")) > HIGH:
                heading[0].insert(1, Element(f"{W}pageBreakBefore"))  # after the style
            heading = None


def _is_heading(part: Element) -> bool:
    return _named(part).startswith(_HEADING)


def _named(part: Element) -> str:
    """The style of a paragraph; "" for a table, and for one without."""
    style = part.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def _rows_to_keep(table: Element) -> Iterator[Element]:
    """Yield the rows that stay with the next; forbid to split any."""
    rows = table.findall(f"{W}tr")
    heads = sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows) or 1
    for number, row in enumerate(rows, 1):
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = Element(f"{W}trPr")
            row.insert(0, properties)
        if properties.find(f"{W}cantSplit") is None:
            properties.insert(0, Element(f"{W}cantSplit"))
        alone = len(rows) == 1  # a line to be filled in above what it is about
        edge = number <= heads or number == len(rows) - 1
        if alone or (number < len(rows) and (len(rows) <= SHORT or edge)):
            yield row


def _style(part: Element) -> object:
    """What paragraphs of one run have in common; what is none has nothing in common."""
    properties = part.find(f"{W}pPr")
    if part.tag != f"{W}p" or properties is None:
        return id(part)
    style = properties.find(f"{W}pStyle")
    name = "" if style is None else style.get(f"{W}val", "")
    listed = properties.find(f"{W}numPr/{W}numId")
    return id(part) if name.startswith(_HEADING) else (name, listed is not None)


def _ends(run: list[Element]) -> list[Element]:
    """The first and the last but one: each stays with the next."""
    return [run[0], run[-2]] if len(run) > 1 else []


def _tie(parts: Iterable[Element]) -> None:
    """Keep every paragraph in these with the next."""
    for part in parts:
        for paragraph in part.iter(f"{W}p"):
            properties = paragraph.find(f"{W}pPr")
            if properties is None:
                properties = Element(f"{W}pPr")
                paragraph.insert(0, properties)
            if properties.find(f"{W}keepNext") is None:
                after = 0 if properties.find(f"{W}pStyle") is None else 1  # the schema's order
                properties.insert(after, Element(f"{W}keepNext"))
