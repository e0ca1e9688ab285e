"""What of a finished site nobody asks for once it is kept: by browsers, or on a USB stick."""

from pathlib import PurePosixPath

from sop_handbook.model import routes

FILES, EDITION, WORKER = "offline/files.json", "offline/edition.json", "sw.js"
WORKER_PARTS = "assets/offline/worker/"
PORTABLE = "assets/portable.js"  # what modules and fetching need where pages are opened as files

# Of the theme: its own search, which is switched off; maps for developers; packed twins.
_FOLDERS = ("assets/javascripts/lunr/", "assets/javascripts/workers/", WORKER_PARTS)
_KINDS = {".map", ".gz"}
_NAMES = {FILES, WORKER, "sitemap.xml", "404.html"}
_NOT_BY_BROWSERS = {EDITION, PORTABLE}  # or only once, by the worker itself
_NOT_ON_STICKS = {routes.APP.file}


def by_browsers(name: str) -> bool:
    """Tell whether a browser that keeps the site leaves out a file.

    `name` is its path below the site.
    """
    return _nobody_asks(name) or name in _NOT_BY_BROWSERS


def on_sticks(name: str) -> bool:
    """Tell whether the edition for USB sticks leaves out a file.

    `name` is its path below the site.
    """
    return _nobody_asks(name) or name in _NOT_ON_STICKS


def _nobody_asks(name: str) -> bool:
    kind = PurePosixPath(name).suffix
    return name in _NAMES or name.startswith(_FOLDERS) or kind in _KINDS
