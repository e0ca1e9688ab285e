"""The handbook as an app: what a phone needs to put it on its home screen."""

import json

from sop_handbook.model import Handbook, routes
from sop_handbook.render.base import Artifact, Context, OfflineGroup, Rendered

ICONS = "../assets/icons"
COLOUR, PAPER = "#0f4c47", "#ffffff"  # of the header and the page in handbook.css


def render_app(handbook: Handbook, context: Context) -> Rendered:
    """Return the web app manifest; all its addresses are relative, so it works in any folder."""
    messages = context.messages
    manifest = {
        "id": "../",
        "name": handbook.title,
        "short_name": messages("page.app.short-name"),
        "description": str(handbook.summary),
        "lang": "zh-Hans",
        "dir": "ltr",
        "start_url": "../",
        "scope": "../",
        "display": "standalone",
        "theme_color": COLOUR,
        "background_color": PAPER,
        "icons": [
            _icon("icon-192.png", 192, "any"),
            _icon("icon-512.png", 512, "any"),
            _icon("maskable-512.png", 512, "maskable"),
        ],
        "shortcuts": [
            {"name": messages("page.app.roles"), "url": "roles/"},
            {"name": messages("page.app.currency"), "url": "currency/"},
            {"name": messages("page.app.offline"), "url": "../offline/"},
        ],
    }
    content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    return Rendered((Artifact(routes.APP.path, content, offline=OfflineGroup.CORE),))


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    return {
        "src": f"{ICONS}/{name}",
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }
