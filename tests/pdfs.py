"""What every PDF of ours must be, whoever made it: sound, tagged, titled, with our fonts inside."""

import io
from typing import Any

import pikepdf
import pypdfium2
import zxingcpp

OURS = ("NotoSansSC", "DejaVuSansMono")


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


def codes_to_scan(pdf: bytes) -> list[str]:
    """Return where the QR codes of a PDF lead."""
    pictures = [page.render(scale=2).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]


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
        if not any(name in str(font.BaseFont) for name in OURS):
            found.append(f"a font of others: {font.BaseFont}")
        if not {"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()):
            found.append(f"not embedded: {font.BaseFont}")
    return found
