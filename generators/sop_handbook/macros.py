"""mkdocs-macros module: the live parts of hand-written pages. See `embeds` for what they do."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sop_handbook.model import Handbook
from sop_handbook.model.routes import HOME, Route
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.site.embeds import Embeds


def define_env(env: Any) -> None:
    """Offer every macro of Embeds, bound to the page being rendered."""
    handbook = _handbook(env)
    if handbook is None:
        return
    for name in Embeds(handbook, HOME).macros():
        env.macro(_for_page(env, handbook, name), name)


def _handbook(env: Any) -> Handbook | None:
    """Return what the build hands over, None where no page asks; by itself, MkDocs has nothing."""
    extra = env.conf["extra"]
    if "handbook" in extra:
        handed: Handbook | None = extra["handbook"]
        return handed
    # What macros show does not depend on the day; the build proper has checked the dates.
    project = Project(root=Path(env.project_dir), today=date.min)
    return examine(project).handbook


def _for_page(env: Any, handbook: Handbook, name: str) -> Callable[..., str | bool]:
    def macro(*args: str) -> str | bool:
        return Embeds(handbook, Route(_path(env.page))).macros()[name](*args)

    return macro


def _path(page: Any) -> str:
    """Where a page lies below docs/; MkDocs and Zensical call it by different names."""
    return str(page.file.src_uri if hasattr(page, "file") else page.path)
