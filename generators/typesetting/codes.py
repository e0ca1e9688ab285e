"""The door to segno: addresses as QR codes."""

import io
from functools import lru_cache

import segno


@lru_cache(maxsize=64)  # layouts of the same cards follow each other
def qr_svg(address: str) -> str:
    """Return a QR code as SVG without its quiet zone, which the layout leaves white."""
    out = io.BytesIO()
    # One mask is read as well as another; trying all eight would take five times as long.
    code = segno.make(address, error="m", micro=False, boost_error=False, mask=3)
    code.save(out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue().decode()
