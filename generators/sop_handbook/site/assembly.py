"""What the site engine reads: the engine's pages, theme and settings, the handbook's over them.

A page or part of the theme that the handbook has itself replaces the engine's of the same name. All
lies in the cache, and mkdocs.yml inherits the settings that name it, so any engine that reads
mkdocs.yml can build what was assembled last.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sop_handbook.adapters.swap import files_below, put_file
from sop_handbook.adapters.yaml_file import read
from sop_handbook.language.messages import messages
from sop_handbook.language.quantities import key_of
from sop_handbook.model import Handbook, routes
from sop_handbook.model.duties import duties
from sop_handbook.model.limits import standards_with_limits
from sop_handbook.project import THEME, Project
from sop_handbook.render.base import Artifact
from sop_handbook.render.palette import theme_colours
from sop_handbook.render.views.reports import questions_address
from sop_handbook.site.publish import publish

_SETTINGS = "mkdocs.yml"
_PAGES, _PARTS = THEME / "docs", THEME / "overrides"
_GENERATED = f"{routes.ROOT}/"


def site_sources(project: Project) -> dict[str, Path]:
    """Return where every page and file lies that nobody generates, by its path in docs/, in order.

    What lies in the handbook's folder for generated pages is left out: former engines wrote there.
    """
    found = _laid_over(_PAGES, project.docs)
    return {name: path for name, path in found.items() if not name.startswith(_GENERATED)}


def assemble(project: Project, handbook: Handbook, made: Iterable[Artifact]) -> tuple[int, int]:
    """Put everything where the site engine reads it; return how many files changed and went."""
    own = (Artifact(name, path) for name, path in site_sources(project).items())
    generated = (replace(one, path=routes.generated(one.path).source) for one in made)
    counts = publish([*own, *generated], project.assembled)
    parts = _laid_over(_PARTS, project.overrides)
    publish((Artifact(name, path) for name, path in parts.items()), project.theme)
    put_file(project.inherited, settings_text(handbook).encode())
    return counts


def origin(project: Project, path: Path) -> Path:
    """Return where a part of the assembled theme comes from, the path itself for anything else."""
    if not path.is_relative_to(project.theme):
        return path
    name = path.relative_to(project.theme).as_posix()
    return _laid_over(_PARTS, project.overrides).get(name, path)


def settings_text(handbook: Handbook) -> str:
    """Return the site engine's settings for a handbook: ours, without what it has nothing of."""
    source, _ = read(THEME / _SETTINGS, _SETTINGS)
    settings: dict[str, Any] = dict(source.data) if source else {}
    settings["site_name"] = handbook.title
    _brand(settings, handbook)
    empty = _empty_pages(handbook)
    settings["nav"] = list(_menu(settings["nav"], empty))
    settings["extra"] |= {
        "empty": empty,  # for parts of the theme that lead there
        "sop_questions": _questions(handbook),
    }
    return json.dumps(settings, ensure_ascii=False, indent=1)  # JSON is YAML


def _brand(settings: dict[str, Any], handbook: Handbook) -> None:
    """Put what the theme's templates show of a brand into the settings, if there is one."""
    brand = handbook.brand
    shown: dict[str, Any] = {}
    if brand.name:
        shown |= {"name": brand.name, "short": brand.short, "title": brand.before(handbook.title)}
    if brand.colour:
        shown["light"], shown["dark"] = theme_colours(brand)
    if brand.picture:
        settings["theme"]["logo"] = routes.LOGO.source
        settings["theme"]["favicon"] = routes.icon("favicon-48").source
        shown["icons"] = routes.icon("").parent
    if shown:
        settings["extra"]["brand"] = shown | {"style": bool(brand.colour or brand.picture)}


def _menu(entries: Iterable[dict[str, Any]], empty: Collection[str]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        ((title, leads),) = entry.items()
        below = list(_menu(leads, empty)) if isinstance(leads, list) else leads
        if below and below not in empty:
            yield {title: below}


def _questions(handbook: Handbook) -> dict[str, str]:
    """Return where the search sends questions without an answer, and by which way."""
    way, href = questions_address(handbook, messages(handbook.language))
    return {"way": way, "href": href}


def _empty_pages(handbook: Handbook) -> list[str]:
    """Return the pages on which this handbook has nothing to show."""
    found = {
        routes.NEWS: handbook.procedures,
        routes.PRINTS: handbook.in_use,
        routes.GLOSSARY: handbook.terms or handbook.synonyms,
        routes.FORMS: handbook.forms,
        routes.DUTIES: duties(handbook),
        routes.STANDARDS: any(
            standards_with_limits(one, key_of) or one.quantities for one in handbook.in_use
        )
        or any(one.quantities for one in handbook.families.values()),
    }
    return [route.source for route, shown in found.items() if not shown]


def _laid_over(*folders: Path) -> dict[str, Path]:
    """Return the files of several folders by their path there; of one name, the last counts."""
    found = {name: folder / name for folder in folders for name in files_below(folder)}
    return dict(sorted(found.items()))
