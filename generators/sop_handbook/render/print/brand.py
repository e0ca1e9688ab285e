"""Whose a print is: the names and the logo that templates get, which no code is made of."""

import hashlib
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sop_handbook.adapters.pictures import in_grey
from sop_handbook.model import Handbook
from sop_handbook.render.base import Context

_HEIGHT, _WIDTH = 192, 720  # pixels: 300 to an inch on a book's cover, more elsewhere


@dataclass(frozen=True, kw_only=True)
class PrintBrand:
    """What sheets show: `data` is {} or has `brand` (see lib.typ); `logo` is a PNG, or empty."""

    data: dict[str, Any] = field(default_factory=dict)
    logo: bytes = b""


def brand_of(handbook: Handbook, context: Context) -> PrintBrand:
    """Return what prints show of the brand: no colour, since printers are grey."""
    brand, picture = handbook.brand, handbook.brand.picture
    facts: dict[str, Any] = {"name": brand.name, "short": brand.short}
    if picture is None:
        return PrintBrand(data={"brand": facts}) if brand.name else PrintBrand()
    draw = partial(in_grey, picture.png, _HEIGHT, _WIDTH)
    logo = context.store.get_or_make(draw, __name__, picture.png)
    mark = hashlib.sha256(logo).hexdigest()  # by which the store knows it
    facts |= {"ratio": picture.width / picture.height, "logo": mark}
    return PrintBrand(data={"brand": facts}, logo=logo)
