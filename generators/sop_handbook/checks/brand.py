"""The brand is read everywhere: its colour below white letters, its name where there is no room."""

from collections.abc import Iterator
from datetime import date
from math import ceil

from sop_handbook.adapters.characters import width
from sop_handbook.findings import Finding
from sop_handbook.model import Handbook
from sop_handbook.model.colours import READABLE, WHITE, contrast, readable
from sop_handbook.sources.places import Places

_SHORT = 12  # signs: what is longer is cut short on cards and below an icon


def colour(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """White letters are read on the colour."""
    own = handbook.brand.colour
    if own and (found := contrast(own, WHITE)) < READABLE:
        args = {"value": own, "contrast": f"{found:.1f}", "limit": f"{READABLE:.1f}"}
        place = places.single("handbook", "brand", "colour")
        yield Finding(place, "pale-colour", args, readable(own, [WHITE]))


def short_name(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A long name has a short one."""
    brand = handbook.brand
    if brand.organisation and not brand.short_name and width(brand.organisation) > _SHORT:
        place = places.single("handbook", "brand", "organisation")
        args = {"count": str(ceil(width(brand.organisation))), "limit": str(_SHORT)}
        yield Finding(place, "no-short-name", args)
