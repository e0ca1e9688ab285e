"""Brands for tests: a logo that is drawn, names of any length."""

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw

from sop_handbook.adapters.pictures import CleanPicture, clean
from sop_handbook.model import Brand, Logo

ORGANISATION, SHORT = "蓝湾酒店集团", "蓝湾"
LONG = "中华人民共和国某某省某某市人民政府行政审批与政务服务数据管理局办公室"
COLOUR = "#1f4e79"


@cache
def drawn(width: int = 600, height: int = 400, colour: str = "#c2410c") -> bytes:
    """A PNG with an empty edge, in which a disc and a bar are drawn."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    side = min(width, height)
    draw.ellipse((10, 10, side - 10, side - 10), fill=colour)
    draw.rectangle((side // 2, height // 3, width - 10, height // 2), fill=COLOUR)
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


@cache
def logo(width: int = 600, height: int = 400) -> Logo:
    """The same as the model has it."""
    read = clean(drawn(width, height))
    assert isinstance(read, CleanPicture)
    return Logo(png=read.png, width=read.width, height=read.height)


@cache
def brand(organisation: str = ORGANISATION, short: str | None = SHORT, **more: str) -> Brand:
    """A brand with a logo."""
    return Brand(
        organisation=organisation,
        short_name=short,
        logo="media/logo.png",
        picture=logo(),
        colour=COLOUR,
        **more,
    )


def add_brand(root: Path, **fields: str) -> None:
    """Write a brand into a project, and a logo if it names one that is not there."""
    sources = root / "sop_sources"
    rows = "".join(f"  {key}: {value}\n" for key, value in fields.items())
    with (sources / "handbook.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\nbrand:\n{rows}")
    if "logo" in fields and not (sources / fields["logo"]).exists():
        put_logo(root)


def put_logo(root: Path) -> None:
    """Draw the logo media/logo.png of a project."""
    path = root / "sop_sources" / "media" / "logo.png"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(drawn())
