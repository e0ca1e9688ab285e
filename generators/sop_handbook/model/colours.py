"""Colours: how well one is read on another, and shades of one hue that are read well.

Shades are found in OKLCH (https://www.w3.org/TR/css-color-4/#ok-lab), in which equal steps look
equal; contrast is that of WCAG 2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

import math
from collections.abc import Callable, Iterable

WHITE, BLACK = "#ffffff", "#000000"
READABLE = 4.5  # the least contrast of text
_STEPS = 40  # halvings: far finer than a screen shows
_GAMUT = 1e-4  # how far beyond a screen's colours a channel may be: less than a shade

_Channels = tuple[float, float, float]  # red, green, blue, from 0 to 1


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21; colours are #rrggbb here."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, on: Iterable[str], least: float = READABLE) -> str:
    """Return the nearest colour of the same hue with so much contrast on each of some others.

    These are all lighter than it may become, or all darker; a colour that is read well stays.
    Towards black for light ones, towards white for dark ones, so there always is one.
    """
    backgrounds = tuple(on)

    def good(one: str) -> bool:
        return all(contrast(one, other) >= least for other in backgrounds)

    if good(colour):
        return colour.lower()
    light = min(map(_luminance, backgrounds)) > 0.2
    start, *_ = _oklch(colour)
    return _nearest(lambda at: shade(colour, start + (at * (-start if light else 1 - start))), good)


def shade(colour: str, lightness: float, most: float = 1.0) -> str:
    """Return a colour of the same hue, as light as told (0 is black, 1 white).

    It is as colourful, but not more than `most`, and than a screen can show.
    """
    _, chroma, hue = _oklch(colour)
    chroma = min(chroma, most)
    low, high = 0.0, chroma
    if not _shown(_channels(lightness, chroma, hue)):
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (
                (middle, high) if _shown(_channels(lightness, middle, hue)) else (low, middle)
            )
        chroma = low
    return _hex(_channels(lightness, chroma, hue))


def lightness(colour: str) -> float:
    """Return how light a colour looks, from 0 to 1."""
    return _oklch(colour)[0]


def _nearest(at: Callable[[float], str], good: Callable[[str], bool]) -> str:
    """Return the first good colour on a way from 0 to 1, at the end of which all are."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if good(at(middle)) else (middle, high)
    return at(high)


def _luminance(colour: str) -> float:
    red, green, blue = map(_linear, _parsed(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parsed(colour: str) -> _Channels:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(channels: _Channels) -> str:
    shown = (round(min(max(_gamma(one), 0.0), 1.0) * 255) for one in channels)
    return "#" + "".join(f"{one:02x}" for one in shown)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    if channel <= 0.0031308:
        return 12.92 * channel
    return 1.055 * channel ** (1 / 2.4) - 0.055  # type: ignore[no-any-return]


def _shown(channels: _Channels) -> bool:
    return all(-_GAMUT <= one <= 1 + _GAMUT for one in channels)


def _oklch(colour: str) -> tuple[float, float, float]:
    """Return lightness, chroma and hue (radians)."""
    red, green, blue = map(_linear, _parsed(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return light, math.hypot(a, b), math.atan2(b, a)


def _channels(light: float, chroma: float, hue: float) -> _Channels:
    """Return linear channels, which may lie beyond what a screen shows."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
