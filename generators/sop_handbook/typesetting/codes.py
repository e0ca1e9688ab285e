"""The door to zxing-cpp: addresses as QR codes."""

import re
from functools import lru_cache
from math import isqrt

from zxingcpp import BarcodeFormat, create_barcode

_DARK = re.compile(rb"\0+")


@lru_cache(maxsize=64)  # layouts of the same cards follow each other
def qr_code(address: str) -> dict[str, object]:
    """Return a QR code without its quiet zone: modules a side, and dark ones as an SVG path.

    `size` is the number of modules a side, `strokes` the path, in which a module is one unit wide.
    Each row is drawn as strokes of one module's width. zxing-cpp would write SVG as well, but each
    run as a shape, which takes typst longer to read than all of this took to make.
    """
    code = create_barcode(address, BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(scale=1, add_quiet_zones=False)
    modules = bytes(memoryview(image))  # type: ignore[arg-type]  # it is a buffer; its stub is silent
    size = isqrt(len(modules))
    strokes = (
        f"M{run.start()} {row}.5h{len(run[0])}"
        for row in range(size)
        for run in _DARK.finditer(modules[row * size : (row + 1) * size])
    )
    return {"size": size, "strokes": "".join(strokes)}
