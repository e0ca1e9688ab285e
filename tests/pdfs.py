"""What every PDF of ours must be, whoever made it: sound, tagged, titled, with our fonts inside."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

OURS = "NotoSansSC"


def faults(pdf: bytes) -> list[str]:
    """Return what is wrong with a PDF; nothing if all is well."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [str(problem) for problem in document.check_pdf_syntax()]
        root = document.Root
        promised = {
            "tagged": bool(root.MarkInfo.Marked) and "/StructTreeRoot" in root,
            "in Chinese": str(root.Lang) == "zh-CN",
            "titled": bool(str(document.docinfo.get("/Title", ""))),
            "showing its title": bool(root.ViewerPreferences.DisplayDocTitle),
            "PDF/UA-1": document.open_metadata().get("pdfuaid:part") == "1",
        }
        found += [f"not {promise}" for promise, kept in promised.items() if not kept]
        found += _tagging(root)
        return found + _fonts(document)


def _tagging(root: Any) -> list[str]:
    """Figures need words, and every element of the tree a role."""
    found: list[str] = []
    waiting, seen = [root.StructTreeRoot], 0
    while waiting:
        element = waiting.pop()
        seen += 1
        if element.get("/S") == "/Figure" and not str(element.get("/Alt", "")):
            found.append("a figure without words")
        children = element.get("/K", [])
        children = children if isinstance(children, pikepdf.Array) else [children]
        waiting += [one for one in children if isinstance(one, pikepdf.Dictionary) and "/S" in one]
    return found if seen > 1 else [*found, "an empty tree"]


def _fonts(document: pikepdf.Pdf) -> list[str]:
    fonts = [
        one
        for one in document.objects
        if isinstance(one, pikepdf.Dictionary) and "/FontDescriptor" in one
    ]
    found = [] if fonts else ["no fonts"]
    for font in fonts:
        if OURS not in str(font.BaseFont):
            found.append(f"a font of others: {font.BaseFont}")
        if not {"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()):
            found.append(f"not embedded: {font.BaseFont}")
    return found


def collisions(pdf: bytes) -> list[str]:
    """Return where text lies on other text or beyond its page, with a few signs of it."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1):
        text = page.get_textpage()
        width, height = page.get_size()
        boxes = [
            (sign, text.get_charbox(index))
            for index, sign in enumerate(text.get_text_range())
            if not sign.isspace()
        ]
        outside = [s for s, (x0, y0, x1, y1) in boxes if x0 < 0 or y0 < 0 or x1 > width or y1 > height]
        found += [f"page {number}, outside: {''.join(outside[:12])}"] if outside else []
        met = "".join(sign for sign in _met(boxes))
        found += [f"page {number}, on other text: {met[:12]}"] if met else []
    return found


Box = tuple[float, float, float, float]
_CELL = 20.0  # points; only signs in neighbouring cells of such a grid are compared


def _met(boxes: list[tuple[str, Box]]) -> Iterator[str]:
    """Yield the signs of which much lies on another one."""
    grid: dict[tuple[int, int], list[Box]] = {}
    for sign, box in boxes:
        x0, y0, x1, y1 = box
        column, row = int(x0 // _CELL), int(y0 // _CELL)
        near = [
            other
            for c in range(column - 1, column + 2)
            for r in range(row - 1, row + 2)
            for other in grid.get((c, r), ())
        ]
        area = (x1 - x0) * (y1 - y0)
        if any(_shared(box, other) > 0.4 * area for other in near):
            yield sign
        grid.setdefault((column, row), []).append(box)


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes have in common."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)
