"""The handbook's settings of its site, as far as they tell which pages there have to be."""

from collections.abc import Collection, Iterator
from typing import Any

from sop_handbook.adapters.source import KeyPath, Source
from sop_handbook.adapters.yaml_file import read
from sop_handbook.findings import Finding
from sop_handbook.project import Project
from sop_handbook.sources.validate import nearest

# Settings that change how pages are read or where links may lead: then the engine alone can judge.
_OF_READING = frozenset(
    {"plugins", "hooks", "markdown_extensions", "use_directory_urls", "validation", "exclude_docs"}
)


def settings_of(project: Project) -> Source | None:
    """Return the settings as plain data; None where they are missing or more than that."""
    source, _ = read(project.settings, project.name(project.settings))
    return source if source and isinstance(source.data, dict) else None


def reads_as_usual(project: Project, settings: Source | None) -> bool:
    """Tell whether the site engine reads pages as the settings say that come with ours."""
    if settings is None:
        return not project.settings.exists()
    return not _OF_READING & settings.data.keys()


def missing_pages(settings: Source, paths: Collection[str]) -> Iterator[tuple[str, Finding]]:
    """Yield every page of the navigation that is not among `paths`, and what to tell of it."""
    for path, name in _named(settings.data.get("nav"), ("nav",)):
        page = name.partition("#")[0]
        if page.endswith(".md") and "://" not in page and page not in paths:
            closest = nearest(page, dict.fromkeys(paths, ""))
            yield page, Finding(settings.place(path), "no-page", {"value": name}, closest)


def _named(nav: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(nav, str):
        yield path, nav
    elif isinstance(nav, dict):
        for title, below in nav.items():
            yield from _named(below, (*path, title))
    elif isinstance(nav, list):
        for index, below in enumerate(nav):
            yield from _named(below, (*path, index))
