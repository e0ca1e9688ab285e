"""Draw the icons of the app from their one drawing: `python -m tests.icons` writes them anew."""

import typst

from tests.support import THEME

FOLDER = THEME / "docs" / "assets" / "icons"
DRAWING = FOLDER / "icon.svg"

# name -> pixels, radius of the corners in percent (phones cut maskable icons themselves)
ICONS = {
    "favicon-48.png": (48, 20),
    "icon-192.png": (192, 20),
    "icon-512.png": (512, 20),
    "maskable-512.png": (512, 0),
    "touch-180.png": (180, 0),
}
_PAGE = """
#set page(width: {size}pt, height: {size}pt, margin: 0pt, fill: none)
#box(clip: true, radius: {radius}%, image(bytes(sys.inputs.drawing), format: "svg", width: 100%))
"""


def draw(size: int, radius: int) -> bytes:
    """Return the icon as PNG, `size` pixels wide."""
    png = typst.compile(
        _PAGE.format(size=size, radius=radius).encode(),
        format="png",
        ppi=72,
        sys_inputs={"drawing": DRAWING.read_text("utf-8")},
        ignore_system_fonts=True,
    )
    assert isinstance(png, bytes)
    return png


def main() -> None:
    for name, (size, radius) in ICONS.items():
        (FOLDER / name).write_bytes(draw(size, radius))


if __name__ == "__main__":
    main()
