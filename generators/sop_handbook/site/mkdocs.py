"""The door to MkDocs: build the site into a folder, or serve it with live reload."""

import html
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin

from sop_handbook.findings import Finding, Place
from sop_handbook.model import Handbook
from sop_handbook.project import Project
from sop_handbook.site.csp import script_hashes
from sop_handbook.templating.environment import BrokenPartError, page_environment

CONFIG = "mkdocs.yml"
_TRACE = "```\nTraceback"  # what the macros plugin adds for programmers


class _Collector(logging.Handler):
    """Keeps what the engine warns of; in a strict build that is why it stops."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        told, _, _ = record.getMessage().partition(_TRACE)
        self.messages.append(told.strip())


class _Server(LiveReloadServer):  # type: ignore[misc]
    """Answers an address that can be no file's with the page that there is none."""

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Any:
        if "\0" in environ["PATH_INFO"]:
            return None
        return super()._serve_request(environ, start_response)


class _NoSettings(Config):  # type: ignore[misc]
    """Nothing to be set."""


class _Sandbox(BasePlugin[_NoSettings]):  # type: ignore[misc]
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


def build_site(
    project: Project, handbook: Handbook, folder: Path, address: str | None = None
) -> list[Finding]:
    """Render docs/ into `folder`, strictly. Findings, if any, say why the engine refused.

    `address` replaces the handbook's own base URL, for a preview.
    """
    with _listening() as collector, _environment(project):
        try:
            config = load_config(
                str(project.root / CONFIG),
                site_dir=str(folder),
                # Themes print both as they are, in attributes too.
                site_name=html.escape(handbook.title),
                site_description=html.escape(str(handbook.summary)),
                site_url=address or handbook.base_url,
                strict=True,
            )
            if address is None:  # a preview reloads itself by an inline script of its own
                config.extra["script_hashes"] = script_hashes
            if missing := _missing(config.nav, project.docs):
                args = {"count": str(len(missing)), "value": missing[0]}
                return [Finding(Place(CONFIG), "no-page", args)]
            config.plugins["sop-sandbox"] = _Sandbox()
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
            config.plugins.on_shutdown()
        except (Abort, MkDocsException, SystemExit) as error:
            messages = collector.messages or [str(error)]
            return [Finding(Place(CONFIG), "site-engine", {"message": text}) for text in messages]
        except BrokenPartError as error:
            return [_of_theme(error, project)]
    return []


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
        place = Place(project.name(Path(named)), getattr(error, "lineno", 1))
    return Finding(place, "site-engine", {"message": str(error)})


def refusal(host: str, port: int) -> str | None:
    """Return why nothing can be served there, in words; None where it can."""
    server = LiveReloadServer(builder=lambda: None, host=host, port=port, root=".")
    try:
        server.server_bind()
    except OSError as error:
        return error.strerror or str(error)
    except UnicodeError as error:  # no name of a machine, by the rules of names
        return str(error)
    finally:
        server.server_close()
    return None


def serve_site(
    folder: Path,
    watched: list[tuple[Path, bool]],
    rebuild: Callable[[], None],
    host: str,
    port: int,
) -> None:
    """Serve `folder` until interrupted; call `rebuild` and reload browsers on every change.

    `watched`: folders and files, each with whether folders below count too.
    """
    server = _Server(builder=rebuild, host=host, port=port, root=str(folder))
    server.error_handler = lambda code: _page(folder / f"{code}.html")
    for path, deep in watched:
        server.watch(str(path), recursive=deep)
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()


def _page(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


@contextmanager
def _listening() -> Iterator[_Collector]:
    """Hear the engine's warnings instead of letting it print."""
    logger = logging.getLogger("mkdocs")
    collector = _Collector()
    logger.addHandler(collector)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield collector
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


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
