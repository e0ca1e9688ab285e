"""The door to pikepdf: page counts and hints for printers."""

import io

from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf


def finish(pdf: bytes, *, duplex: bool, true_size: bool = False) -> tuple[bytes, int]:
    """Return a PDF, with hints for the printer if they matter, and its number of pages.

    With `duplex` viewers offer printing both sides, flipped on the long edge, at true size; with
    `true_size` at true size alone.
    """
    with Pdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
        if not (duplex or true_size):
            return pdf, pages
        hints = document.Root.get(Name.ViewerPreferences, Dictionary())
        hints.PrintScaling = Name("/None")
        if duplex:
            hints.Duplex = Name.DuplexFlipLongEdge
        document.Root.ViewerPreferences = hints
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
        return out.getvalue(), pages
