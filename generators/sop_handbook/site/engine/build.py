"""The door to MkDocs: build the site into a folder."""

import html
import logging
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import BasePlugin

from sop_handbook.adapters.store import Store
from sop_handbook.adapters.wanted import Check, still_wanted
from sop_handbook.adapters.workers import shared_out, shares
from sop_handbook.findings import Finding, Place
from sop_handbook.model import Handbook
from sop_handbook.project import Project
from sop_handbook.site.assembly import origin
from sop_handbook.site.csp import script_hashes
from sop_handbook.site.engine.compiled import CompiledParts
from sop_handbook.site.engine.fetched import FetchedFiles
from sop_handbook.site.engine.kept_pages import KeptPages, PageStore
from sop_handbook.site.engine.page_frame import page_frame
from sop_handbook.templating.environment import BrokenPartError, page_environment

CONFIG = "mkdocs.yml"
_WORTH_A_PROCESS = 60  # pages; a process needs two seconds to begin, a page a fortieth of one
_TRACE = "```\nTraceback"  # what the macros plugin adds for programmers


class _Collector(logging.Handler):
    """Keeps what the engine warns of; in a strict build that is why it stops."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self.found: list[Finding] = []

    def count(self) -> int:
        """How much it has heard."""
        return len(self.messages)

    def emit(self, record: logging.LogRecord) -> None:
        told, _, _ = record.getMessage().partition(_TRACE)
        self.messages.append(told.strip())


class _NoSettings(Config):  # type: ignore[misc]
    """Nothing to be set."""


class Sandbox(BasePlugin[_NoSettings]):  # type: ignore[misc]
    """Lets pages call our macros and nothing else, whatever the macros plugin offers."""

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Put the sandbox in the place of the plugin's own environment, before the first page."""
        plugin: Any = config.plugins.get("macros")
        if plugin is not None:
            ours = {
                name: macro
                for name, macro in plugin.macros.items()
                if macro.__module__ == "sop_handbook.macros"
            }
            plugin._env = page_environment(ours)


@dataclass(frozen=True, kw_only=True)
class SiteSettings:
    """What the engine is told besides mkdocs.yml. `preview`: the site reloads itself."""

    title: str
    summary: str
    url: str | None
    preview: bool


@dataclass(frozen=True, kw_only=True)
class Finished:
    """What a build has in hand already, so that the engine need not make or ask for it.

    `store` keeps pages; `filled` are the texts of hand-written pages with their macros filled in
    and `generated` the paths of all other pages, both by path below docs/. `fetched` are files that
    the server makes when they are fetched: links may lead to them. `check` is called now and then;
    what it raises ends the build.
    """

    store: Store
    filled: Mapping[str, str]
    generated: Sequence[str]
    fetched: Sequence[str] = ()
    check: Check = still_wanted


def build_site(
    project: Project,
    handbook: Handbook,
    folder: Path,
    address: str | None = None,
    finished: Finished | None = None,
) -> list[Finding]:
    """Render what is assembled into `folder`, strictly; findings say why the engine refused.

    `address` replaces the handbook's own base URL, for a preview. With `finished`, pages come from
    the store where it has them, and many new ones are made by several processes.
    """
    settings = settings_of(handbook, address)
    with engine(project) as collector:
        config = configured(project, settings, folder)
        if missing := _missing(config.nav, project.assembled):
            found = (Finding(Place(CONFIG), "no-page", {"value": name}) for name in missing)
            return [*collector.found, *found]
        config.extra["handbook"] = handbook
        pages = _page_store(project, config, settings, finished)
        if pages and finished:
            _make_ahead(project, settings, pages, finished)
        config.plugins["sop-fetched"] = FetchedFiles(finished.fetched if finished else ())
        check = finished.check if finished else still_wanted
        _run(config, KeptPages(pages, collector.count, check) if pages else None)
    return collector.found


def settings_of(handbook: Handbook, address: str | None) -> SiteSettings:
    """Return what the engine is told for a site, or for a preview at an address."""
    return SiteSettings(
        title=handbook.title,
        summary=str(handbook.summary),
        url=address or handbook.base_url,
        preview=address is not None,
    )


def _page_store(
    project: Project, config: MkDocsConfig, settings: SiteSettings, finished: Finished | None
) -> PageStore | None:
    """Return where pages are kept; None if what they show cannot be told."""
    frame = page_frame(config, project.today.isoformat(), repr(settings)) if finished else None
    return PageStore(finished.store, frame, finished.filled) if finished and frame else None


def _make_ahead(
    project: Project, settings: SiteSettings, pages: PageStore, finished: Finished
) -> None:
    """Have the pages that are not kept made by other processes, if they are many."""
    new = [
        path
        for path in finished.generated
        if not pages.store.has(pages.key(path, project.assembled / path))
    ]
    processes = shares(len(new), _WORTH_A_PROCESS)
    if processes > 1:
        parts = [new[start::processes] for start in range(processes)]
        given = [(project, settings, pages, part, finished.fetched) for part in parts]
        shared_out(make_pages, given)


def make_pages(
    project: Project,
    settings: SiteSettings,
    pages: PageStore,
    paths: Sequence[str],
    fetched: Sequence[str] = (),
) -> None:
    """Make some generated pages and keep them; `paths` are those below docs/.

    What the engine complains of is not kept, so that whoever makes the site hears of it. `fetched`
    are those of `Finished`.
    """
    with tempfile.TemporaryDirectory() as folder, engine(project) as collector:
        config = configured(project, settings, Path(folder))
        config.extra["handbook"] = None  # only hand-written pages ask for it
        config.plugins["sop-fetched"] = FetchedFiles(fetched)
        _run(config, KeptPages(pages, collector.count, only=paths))


def configured(project: Project, settings: SiteSettings, folder: Path) -> MkDocsConfig:
    """Return the engine's settings for a site in a folder; raises ConfigurationError."""
    config = load_config(
        str(project.root / CONFIG),
        site_dir=str(folder),
        # Themes print both as they are, in attributes too.
        site_name=html.escape(settings.title),
        site_description=html.escape(settings.summary),
        site_url=settings.url,
        strict=True,
    )
    if not settings.preview:  # a preview reloads itself by an inline script of its own
        config.extra["script_hashes"] = script_hashes
    return config


def _run(config: MkDocsConfig, kept: KeptPages | None) -> None:
    config.plugins["sop-sandbox"] = Sandbox()
    config.plugins["sop-compiled"] = CompiledParts()
    if kept:
        config.plugins["sop-kept"] = kept
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config, dirty=kept is not None)
    config.plugins.on_shutdown()


@contextmanager
def engine(project: Project) -> Iterator[_Collector]:
    """Run the engine inside: what it refuses ends the block and becomes a finding."""
    with _listening() as collector, _environment(project):
        try:
            yield collector
        except (Abort, MkDocsException, SystemExit) as error:
            messages = collector.messages or [str(error)]
            collector.found += (
                Finding(Place(CONFIG), "site-engine", {"message": text}) for text in messages
            )
        except BrokenPartError as error:
            collector.found.append(_of_theme(error, project))


def _missing(nav: Any, docs: Path) -> list[str]:
    """Return the pages that the navigation names and that are not there."""
    if isinstance(nav, str):
        path = nav.partition("#")[0]
        return [nav] if path.endswith(".md") and not (docs / path).is_file() else []
    below = nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ()
    return [name for one in below for name in _missing(one, docs)]


def _of_theme(error: BrokenPartError, project: Project) -> Finding:
    """Return what is wrong in a part of the theme; of ours, where it says which."""
    place = Place(CONFIG)
    named = getattr(error, "filename", None)
    if named and Path(named).is_relative_to(project.root):
        path = origin(project, Path(named))
        place = Place(project.name(path), getattr(error, "lineno", 1))
    return Finding(place, "site-engine", {"message": str(error)})


def _is_no_warning_of_kept_pages(record: logging.LogRecord) -> bool:
    """Pass over what the engine says of every build that does not make all pages: ours checks."""
    return not record.getMessage().startswith("A 'dirty' build is being performed")


@contextmanager
def _listening() -> Iterator[_Collector]:
    """Hear the engine's warnings instead of letting it print.

    Whoever sets up logging in this process silences loggers that are there already; what is not
    heard would let broken links through, and keep the pages that have them.
    """
    logger = logging.getLogger("mkdocs")
    loggers = [logger, *map(logging.getLogger, _loggers_of_engine())]
    before = [(one, one.disabled, one.level) for one in loggers]
    for one in loggers:
        one.disabled = False
        one.setLevel(logging.NOTSET)
    logger.setLevel(logging.WARNING)
    collector = _Collector()
    logger.addHandler(collector)
    builder = logging.getLogger("mkdocs.commands.build")
    builder.addFilter(_is_no_warning_of_kept_pages)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield collector
    finally:
        logger.removeHandler(collector)
        builder.removeFilter(_is_no_warning_of_kept_pages)
        logger.propagate = propagate
        for one, disabled, level in before:
            one.disabled = disabled
            one.setLevel(level)


def _loggers_of_engine() -> list[str]:
    return [name for name in logging.root.manager.loggerDict if name.startswith("mkdocs.")]


@contextmanager
def _environment(project: Project) -> Iterator[None]:
    """Tell the engine the date, and the theme to keep its banner; it listens to nothing else."""
    midnight = datetime.combine(project.today, time(), UTC)
    wanted = {"SOURCE_DATE_EPOCH": str(int(midnight.timestamp())), "NO_MKDOCS_2_WARNING": "1"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
