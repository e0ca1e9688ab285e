"""The brand's colours on screens: shades of its hue that are read well in both schemes."""

from collections.abc import Mapping
from dataclasses import dataclass

from sop_handbook.model import Brand
from sop_handbook.model.colours import WHITE, lightness, readable, shade
from sop_handbook.templating.environment import render

PAPER = WHITE  # of the page in handbook.css
_STOCK = ("#0f4c47", "#0d3a37")  # of the header in handbook.css
_STOCK_ON_PAPER = {"heading": "0F4C47", "link": "0B6B63", "wash": "E9F0EE"}
# What links stand on in handbook.css: pages, cards, lanes of diagrams.
_LIGHT = (WHITE, "#f5f8f7", "#e9f0ee")
_DARK = ("#141a19", "#1b2422", "#223029", "#1d2725")
_DARK_HEADER = 0.34  # of 1: how light it may look at night
_SOFT = 0.14  # the most colourful that shines from a dark screen


@dataclass(frozen=True, kw_only=True)
class Shades:
    """The colours of one scheme, each #rrggbb.

    White is read on the `header`; `link` is read on whatever pages are, and on `wash`; `ink` is
    what is written on something filled with `link`.
    """

    header: str
    header_light: str
    header_dark: str
    link: str
    ink: str
    wash: str


def light(colour: str) -> Shades:
    """Return the shades by day; a colour that is too pale gives way to the nearest good one."""
    header = readable(colour, [WHITE])
    wash = shade(header, 0.95, 0.025)
    return Shades(
        header=header,
        header_light=shade(header, min(1, lightness(header) + 0.08)),
        header_dark=shade(header, max(0, lightness(header) - 0.08)),
        link=readable(header, [*_LIGHT, wash]),
        ink=WHITE,
        wash=wash,
    )


def dark(colour: str) -> Shades:
    """Return the shades by night."""
    header = shade(colour, min(lightness(readable(colour, [WHITE])), _DARK_HEADER))
    wash = shade(colour, 0.3, 0.04)
    link = readable(shade(colour, 0.8, _SOFT), [*_DARK, wash])
    return Shades(
        header=header,
        header_light=shade(header, lightness(header) + 0.08),
        header_dark=shade(header, max(0, lightness(header) - 0.06)),
        link=link,
        ink=readable(shade(colour, 0.22, _SOFT), [link]),
        wash=wash,
    )


def theme_colours(brand: Brand) -> tuple[str, str]:
    """Return the header's colour by day and by night: what is around the page takes it, too."""
    if brand.colour is None:
        return _STOCK
    return light(brand.colour).header, dark(brand.colour).header


def on_paper(colour: str | None) -> Mapping[str, str]:
    """Return the colours of Word documents, each RRGGBB; the stock ones if the brand has none.

    `heading` and `link` are read well on white, `wash` lies below the heads of tables.
    """
    if colour is None:
        return _STOCK_ON_PAPER
    shades = light(colour)
    chosen = {"heading": shades.header, "link": shades.link, "wash": shades.wash}
    return {name: colour.removeprefix("#").upper() for name, colour in chosen.items()}


def stylesheet(brand: Brand) -> str:
    """Return what the brand changes of the site's styles; "" if that is nothing."""
    if brand.colour is None and brand.picture is None:
        return ""
    shades = [scheme(brand.colour) if brand.colour else None for scheme in (light, dark)]
    return render(
        "app/brand.css.j2", light=shades[0], dark=shades[1], logo=brand.picture is not None
    )
