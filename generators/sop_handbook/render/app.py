"""The handbook as an app, and its brand on screens: manifest, icons, logo, colours."""

import json
from collections.abc import Callable, Iterator
from functools import partial

from sop_handbook.adapters.pictures import no_higher, on_square
from sop_handbook.adapters.store import Kept
from sop_handbook.model import Handbook, Logo, routes
from sop_handbook.render.base import Artifact, Context, OfflineGroup, Rendered
from sop_handbook.render.palette import PAPER, stylesheet, theme_colours

_STOCK = "../assets/icons"
_HEIGHT = 120  # pixels; the header shows a third of it, dense screens all
_ROUND = 0.76  # of the circle that phones may cut out of a maskable icon
# name -> pixels, which share of them the logo takes
_SQUARE = {"favicon-48": (48, 0.96), "icon-192": (192, 0.82), "icon-512": (512, 0.82),
           "touch-180": (180, 0.78)}  # fmt: skip


def render_app(handbook: Handbook, context: Context) -> Rendered:
    """Return the web app manifest, and what the brand needs beside it.

    All addresses are relative, so it works in any folder.
    """
    content = json.dumps(_manifest(handbook, context), ensure_ascii=False, indent=1).encode()
    made = [Artifact(routes.APP.path, content, offline=OfflineGroup.CORE)]
    brand = handbook.brand
    if style := stylesheet(brand):
        made.append(Artifact(routes.BRAND_STYLE.path, style.encode(), offline=OfflineGroup.CORE))
    if brand.picture:
        made += _pictures(brand.picture, context)
    return Rendered(tuple(made))


def _manifest(handbook: Handbook, context: Context) -> dict[str, object]:
    messages, brand = context.messages, handbook.brand
    folder = "app" if brand.picture else _STOCK
    return {
        "id": "../",
        "name": brand.before(handbook.title),
        "short_name": brand.short_name or messages("page.app.short-name"),
        "description": str(handbook.summary),
        "lang": "zh-Hans",
        "dir": "ltr",
        "start_url": "../",
        "scope": "../",
        "display": "standalone",
        "theme_color": theme_colours(brand)[0],
        "background_color": PAPER,
        "icons": [
            _icon(folder, "icon-192.png", 192, "any"),
            _icon(folder, "icon-512.png", 512, "any"),
            _icon(folder, "maskable-512.png", 512, "maskable"),
        ],
        "shortcuts": [
            {"name": messages("page.app.roles"), "url": "roles/"},
            {"name": messages("page.app.currency"), "url": "currency/"},
            {"name": messages("page.app.offline"), "url": "../offline/"},
        ],
    }


def _pictures(logo: Logo, context: Context) -> Iterator[Artifact]:
    """Yield the logo for the header, and the icons made of it, from the store or made anew."""

    def kept(name: str, make: Callable[[], bytes]) -> Kept:
        return context.store.hold_or_make(make, __name__, name, logo.png)

    core = OfflineGroup.CORE
    shown = kept("logo", partial(no_higher, logo.png, _HEIGHT))
    yield Artifact(routes.LOGO.path, shown, offline=core)
    for name, (side, share) in _SQUARE.items():
        icon = kept(name, partial(on_square, logo.png, side, share))
        yield Artifact(routes.icon(name).path, icon, offline=core)
    masked = partial(on_square, logo.png, 512, _ROUND, round_=True)
    yield Artifact(routes.icon("maskable-512").path, kept("masked", masked), offline=core)


def _icon(folder: str, name: str, size: int, purpose: str) -> dict[str, str]:
    return {
        "src": f"{folder}/{name}",
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }
