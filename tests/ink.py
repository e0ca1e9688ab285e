"""What lies where on the pages of a PDF: signs, rules and boxes, and what is wrong with that.

All measures are points, with the origin at the lower left corner of a page.
"""

import ctypes
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from sop_handbook.editions.content import ALPHABET

MM = 72 / 25.4
Box = tuple[float, float, float, float]  # left, bottom, right, top
CODE = re.compile(f"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}")

# Width and height of a card in millimetres, and how many lie above each other.
CARDS = {"cards": (105.0, 148.5, 2), "cards-small": (85.6, 53.98, 5)}
CARDS |= {f"{kind}-single": size for kind, size in CARDS.items()}
# Finished prints follow their own pages, under codes of their own; these are read alone, too.
BOUND = ("pack", "booklet")
LEFT_BLANK = "此页留空"  # what the back of a leaf says on which nothing stands
CARD_EDGE, PAGE_EDGE = 3, 5  # millimetres that stay free: for the cut, for the printer

_THIN = 2.6  # what is thinner than this is a rule
_DEEP = 0.85  # what reaches less far into another thing only touches it: the end of a heavy rule
_CELL = 24.0  # only what lies in neighbouring cells of such a grid is compared


@dataclass(frozen=True)
class Sign:
    """One visible sign."""

    text: str
    box: Box

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its ink."""
        x0, y0, x1, y1 = self.box
        return (x0 + x1) / 2, (y0 + y1) / 2


@dataclass(frozen=True)
class Mark:
    """A rule or a box; what is drawn later lies on top and hides it if filled."""

    box: Box
    order: int
    filled: bool = False


@dataclass(frozen=True)
class Leaf:
    """One page: its signs in the order of the file, its rules and its boxes.

    Rules are straight and upright or level; the edges of frames and of what is filled are rules,
    too. Boxes are those that have an inside: frames, what is filled, and pictures. Rounds have no
    straight part and are filled, as the rings round letters where a chart goes on.
    """

    number: int
    width: float
    height: float
    signs: tuple[Sign, ...]
    rules: tuple[Mark, ...]
    boxes: tuple[Mark, ...]
    rounds: tuple[Mark, ...] = ()


@lru_cache(maxsize=8)  # several questions are asked about the same print, one after another
def leaves(pdf: bytes) -> list[Leaf]:
    """Read all pages of a PDF."""
    return [_leaf(number, page) for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1)]


def _leaf(number: int, page: pypdfium2.PdfPage) -> Leaf:
    text = page.get_textpage()
    signs = tuple(
        Sign(sign, text.get_charbox(at))
        for at in range(text.count_chars())
        if (sign := chr(pdfium.FPDFText_GetUnicode(text.raw, at))).strip(_UNSEEN)
    )
    rules: list[Mark] = []
    boxes: list[Mark] = []
    rounds: list[Mark] = []
    shown = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
    for order, one in enumerate(page.get_objects(filter=shown)):
        if one.level > 0:
            continue  # the dots of a QR code
        shown_in = _clip(one)
        drawn = [part for box in _drawn(one) if (part := _cut(box, shown_in))]
        rules += [Mark(box, order) for box in drawn]
        bounds = one.get_bounds()
        if len(drawn) >= 4 and not _is_rule(bounds):
            boxes.append(Mark(bounds, order, _filled(one)))
        elif not drawn and _filled(one):
            rounds.append(Mark(bounds, order, filled=True))
    width, height = page.get_size()
    return Leaf(number, width, height, signs, tuple(rules), tuple(boxes), tuple(rounds))


def _clip(shape: pypdfium2.PdfObject) -> Box:
    """Return the box in which a thing shows: the part of a chart beyond it is on another page."""
    left, bottom, right, top = -math.inf, -math.inf, math.inf, math.inf
    clip = pdfium.FPDFPageObj_GetClipPath(shape.raw)
    for path in range(pdfium.FPDFClipPath_CountPaths(clip)):
        points = []
        for at in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
            x, y = ctypes.c_float(), ctypes.c_float()
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, at)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((x.value, y.value))
        across, up = [x for x, _ in points], [y for _, y in points]
        left, right = max(left, min(across)), min(right, max(across))
        bottom, top = max(bottom, min(up)), min(top, max(up))
    return left, bottom, right, top


def _cut(box: Box, within: Box) -> Box | None:
    """Return the part of a box that lies in another one."""
    left, bottom = max(box[0], within[0]), max(box[1], within[1])
    right, top = min(box[2], within[2]), min(box[3], within[3])
    return (left, bottom, right, top) if left <= right and bottom <= top else None


def _filled(shape: pypdfium2.PdfObject) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shape.raw, fill, stroke)
    return bool(fill.value != pdfium.FPDF_FILLMODE_NONE)


def _drawn(shape: pypdfium2.PdfObject) -> Iterator[Box]:
    """Yield the straight level and upright parts of what is drawn, those of a picture as well."""
    bounds: Box = shape.get_bounds()
    if shape.type == pdfium.FPDF_PAGEOBJ_IMAGE or _is_rule(bounds):
        yield from _edges(bounds)
        return
    matrix = shape.get_matrix()
    start = last = (0.0, 0.0)
    for number in range(pdfium.FPDFPath_CountSegments(shape.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(shape.raw, number)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _straight(last, point)
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _straight(last, start)


def _straight(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    (x0, x1), (y0, y1) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    if min(x1 - x0, y1 - y0) < 0.1 < max(x1 - x0, y1 - y0):
        yield x0, y0, x1, y1


_UNSEEN = " \t\r\n\u200b\u2060\u3000\xa0"


def _is_rule(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) < _THIN


def _edges(box: Box) -> Iterator[Box]:
    x0, y0, x1, y1 = box
    if _is_rule(box):
        yield box
        return
    yield x0, y0, x0, y1
    yield x1, y0, x1, y1
    yield x0, y0, x1, y0
    yield x0, y1, x1, y1


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def is_left_blank(leaf: Leaf) -> bool:
    """Whether a page says that it is left blank, and nothing else."""
    return "".join(sign.text for sign in leaf.signs) == LEFT_BLANK + "，下一份从正面印起。"


# What lies on what, and beyond ----------------------------------------------------------------


def beyond(leaf: Leaf, kind: str = "") -> list[str]:
    """Return the signs outside the part of a page, or of each card on it, that is safe to use."""
    inside = cells(kind) if kind in CARDS else [_page(leaf)]
    edge = (CARD_EDGE if kind in CARDS else PAGE_EDGE) * MM
    safe = [(x0 + edge, y0 + edge, x1 - edge, y1 - edge) for x0, y0, x1, y1 in inside]
    found = "".join(
        one.text
        for one in leaf.signs
        if not any(
            x0 <= one.box[0] and y0 <= one.box[1] and one.box[2] <= x1 and one.box[3] <= y1
            for x0, y0, x1, y1 in safe
        )
    )
    return [f"page {leaf.number}, too near to an edge: {found[:24]}"] if found else []


def _page(leaf: Leaf) -> Box:
    return 0.0, 0.0, leaf.width, leaf.height


def cells(kind: str) -> list[Box]:
    """Return the edges of each card on a sheet, row by row from the top."""
    width, height, rows = CARDS[kind]
    left, top = (210 - 2 * width) / 2, 297 - (297 - rows * height) / 2
    corners = [(left + c * width, top - r * height) for r in range(1, rows + 1) for c in (0, 1)]
    return [(x * MM, y * MM, (x + width) * MM, (y + height) * MM) for x, y in corners]


def met(leaf: Leaf) -> list[str]:
    """Return the signs of which much lies on another one."""
    grid = _Grid(Mark(one.box, order) for order, one in enumerate(leaf.signs))
    found = "".join(
        one.text
        for order, one in enumerate(leaf.signs)
        if any(
            _shared(one.box, other.box) > 0.4 * _area(one.box)
            for other in grid.around(one.box)
            if other.order < order
        )
    )
    return [f"page {leaf.number}, on other text: {found[:24]}"] if found else []


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes have in common."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)


def struck(leaf: Leaf) -> list[str]:
    """Return the signs that a rule or the edge of a box runs through."""
    rules, boxes = _Grid(leaf.rules), _Grid((*leaf.boxes, *leaf.rounds))

    def runs_through(rule: Mark, box: Box) -> bool:
        return _crosses(rule.box, box) and not any(
            over.filled and over.order > rule.order and _inside(box, over.box)
            for over in boxes.around(box)
        )

    found = "".join(
        one.text
        for one in leaf.signs
        if any(runs_through(rule, one.box) for rule in rules.around(one.box))
    )
    return [f"page {leaf.number}, a rule runs through: {found[:24]}"] if found else []


def run_over(leaf: Leaf) -> list[str]:
    """Return where a rule or the edge of a box runs into a box and out of it again or ends in it.

    What lies in a box as a whole (lines to write on, tags in a cell) is well there.
    """
    rules = _Grid(leaf.rules)
    return [
        f"page {leaf.number}, a rule runs over a box"
        f" at {box.box[0] / MM:.0f},{box.box[1] / MM:.0f} mm"
        for box in leaf.boxes
        if any(
            _crosses(rule.box, box.box)
            and not _inside(rule.box, box.box)
            and not (box.filled and box.order > rule.order)
            for rule in rules.around(box.box)
        )
    ]


def _crosses(rule: Box, box: Box) -> bool:
    """Whether a thin thing runs through the inside of a box, deeper than by a touch."""
    x0, y0, x1, y1 = box
    left, bottom, right, top = rule
    if right - left > top - bottom:
        middle = (bottom + top) / 2
        return y0 + _DEEP < middle < y1 - _DEEP and min(right, x1) - max(left, x0) > _DEEP
    middle = (left + right) / 2
    return x0 + _DEEP < middle < x1 - _DEEP and min(top, y1) - max(bottom, y0) > _DEEP


def _inside(rule: Box, box: Box) -> bool:
    """Whether a thin thing lies in a box from end to end."""
    edge = 1.5
    return (
        rule[0] > box[0] - edge
        and rule[1] > box[1] - edge
        and rule[2] < box[2] + edge
        and rule[3] < box[3] + edge
    )


class _Grid:
    """Finds what lies near a place without looking at everything on the page."""

    def __init__(self, things: Iterable[Mark]) -> None:
        self._cells: dict[tuple[int, int], list[Mark]] = {}
        for thing in things:
            for cell in self._covered(thing.box):
                self._cells.setdefault(cell, []).append(thing)

    def around(self, box: Box) -> set[Mark]:
        """Everything of which a part lies where the box lies."""
        return {thing for cell in self._covered(box) for thing in self._cells.get(cell, ())}

    @staticmethod
    def _covered(box: Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1):
            for row in range(int(box[1] // _CELL), int(box[3] // _CELL) + 1):
                yield column, row


# Lines, codes, fill ---------------------------------------------------------------------------

# Millimetres of a page that belong to head and foot.
_MARGINS = {"twi": (12, 16), "plate": (20, 24), "handbook": (22, 20), "stickers": (0, 0)}
_MARGINS |= {"trouble": (18, 20), "trouble-role": (18, 27), "poster": (18, 20), "stand": (14, 21)}
_USUAL = (16, 18)
FULL_ENOUGH = 1 / 3
LEAST_LINES = 5


def body(leaf: Leaf, kind: str) -> Box:
    """Return what is between head and foot."""
    head, foot = _MARGINS.get(kind.removesuffix("-large"), _USUAL)
    unit = MM * (2**0.5 if kind == "plate-large" else 1)  # the same on A3
    return 0.0, foot * unit, leaf.width, leaf.height - head * unit


def fill(leaf: Leaf, kind: str) -> float:
    """Return how far down between head and foot there is anything."""
    _, low, _, high = body(leaf, kind)
    lows = [one.box[1] for one in leaf.signs if low < one.middle[1] < high]
    lows += [rule.box[1] for rule in leaf.rules if low < rule.box[1] < high]
    return (high - min(lows, default=high)) / (high - low)


def lines(leaf: Leaf, within: Box) -> list[str]:
    """Return the lines of text from top to bottom; what stands side by side is one."""
    inside = [one for one in leaf.signs if _holds(within, one.middle)]
    return ["".join(one.text for one in line) for line in rows(inside)]


def rows(signs: Iterable[Sign]) -> Iterator[list[Sign]]:
    """Yield signs by lines: those whose middles are at nearly one height."""
    line: list[Sign] = []
    for one in sorted(signs, key=lambda sign: -sign.middle[1]):
        if line and line[0].middle[1] - one.middle[1] > 4:
            yield sorted(line, key=lambda sign: sign.box[0])
            line = []
        line.append(one)
    if line:
        yield sorted(line, key=lambda sign: sign.box[0])


def torn_codes(leaf: Leaf, code: str, kind: str) -> list[str]:
    """Return where the code of a print is not in one piece: on each page, on each side of cards.

    Cards have codes of their own, so `code` only counts for sheets.
    """
    if kind not in CARDS:
        whole = _pieces(code, leaf.signs)
        return [] if whole else [f"page {leaf.number}, its code is torn or missing"]
    found = []
    for cell in cells(kind):
        signs = [one for one in leaf.signs if _holds(cell, one.middle)]
        text = "".join(one.text for one in signs)
        if signs and not any(_pieces(one, signs) for one in CODE.findall(text)):
            found.append(f"page {leaf.number}, a code is torn or missing on a card: {text[:24]}")
    return found


def _pieces(words: str, signs: Sequence[Sign]) -> int:
    """Return how often words stand there in one piece: on one line, no gap between signs."""
    found = 0
    text = "".join(one.text for one in signs)
    at = text.find(words)
    while at >= 0:
        run = signs[at : at + len(words)]
        heights = [one.middle[1] for one in run if one.text != "-"]
        high = max(one.box[3] - one.box[1] for one in run)
        gaps = [after.box[0] - one.box[2] for one, after in pairwise(run)]
        found += max(heights) - min(heights) < high / 2 and -high < min(gaps) <= max(gaps) < high
        at = text.find(words, at + 1)
    return found


# All of it ------------------------------------------------------------------------------------


def disorder(pdf: bytes, kind: str, code: str = "") -> list[str]:
    """Return what lies on something else or too near to an edge, and torn codes."""
    found = []
    for leaf in leaves(pdf):
        found += beyond(leaf, kind) + met(leaf) + struck(leaf)
        # In diagrams lines cross lanes; they have tests of their own.
        if kind not in ("handbook", "booklet", "poster"):
            found += run_over(leaf)
        if (
            code
            and kind not in BOUND
            and not (kind == "handbook" and leaf.number == 1)
            and not is_left_blank(leaf)  # of no use, so there is nothing to look up
        ):
            found += torn_codes(leaf, code, kind)
    return found


def emptiness(pdf: bytes, kind: str) -> list[str]:
    """Return pages under a third full, but for the last of a print or of a part of a book."""
    if kind in CARDS or kind in BOUND:
        return []  # four or ten fill a sheet; parts begin on sheets of their own
    document = pypdfium2.PdfDocument(pdf)
    last = {len(document), *_ends(document)}
    pages = leaves(pdf)
    found = [
        f"page {leaf.number} of {len(pages)} is {100 * full:.0f} % full"
        for leaf in pages
        if leaf.number not in last
        and not is_left_blank(leaf)
        and (full := fill(leaf, kind)) < FULL_ENOUGH
    ]
    if kind in {"checklist", "plate", "twi"} and len(pages) > 1:
        rest = lines(pages[-1], body(pages[-1], kind))
        if kind == "checklist":  # lines to write on do not count, nor what is said of them
            to_write = (at for at, line in enumerate(rest) if line.startswith("偏差与理由"))
            rest = rest[: next(to_write, len(rest))]
        if len(rest) < LEAST_LINES:
            found.append(f"its last page holds {len(rest)} lines: {rest}")
    return found


def _ends(document: pypdfium2.PdfDocument) -> set[int]:
    """Return the numbers of the last pages of a book's parts; a procedure is none."""
    tops = [one for one in document.get_toc(max_depth=9) if one.level == 0]
    return {
        dest.get_index()
        for one in tops
        if (dest := one.get_dest()) and not re.match(r"\S+-\d+\s", one.get_title())
    }
