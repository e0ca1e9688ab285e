"""Single pages made ahead of the site: the engine is set up once, and makes one page at a time.

What links lead to and how pages are reached is as it was when it was set up: for a preview, until
the whole site is made again.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.structure.files import File, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from sop_handbook.model import Handbook
from sop_handbook.project import Project
from sop_handbook.site.engine.build import Sandbox, configured, engine, settings_of
from sop_handbook.site.engine.compiled import CompiledParts
from sop_handbook.site.engine.fetched import FetchedFiles


def pages_ahead(
    project: Project, handbook: Handbook, address: str, fetched: Iterable[str]
) -> "PagesAhead | None":
    """Set up the engine for the preview at an address.

    `fetched` are the paths below docs/ of files that the server makes when they are fetched. None
    if the engine refuses: what is wrong is found when the whole site is made.
    """
    made: list[PagesAhead] = []
    with engine(project):
        made.append(PagesAhead(project, handbook, address, fetched))
    return made[0] if made else None


class PagesAhead:
    """Makes generated pages as the preview at an address shows them.

    It is set up within `engine`.
    """

    def __init__(
        self, project: Project, handbook: Handbook, address: str, fetched: Iterable[str]
    ) -> None:
        self._project = project
        with tempfile.TemporaryDirectory() as unused:
            config = configured(project, settings_of(handbook, address), Path(unused))
        config.extra["handbook"] = None  # only hand-written pages ask for it
        config.plugins["sop-sandbox"] = Sandbox()
        config.plugins["sop-compiled"] = CompiledParts()
        config.plugins["sop-fetched"] = FetchedFiles(fetched)
        config.plugins.on_startup(command="build", dirty=False)
        self._config = config.plugins.on_config(config)
        self._config.plugins.on_pre_build(config=self._config)
        files = get_files(self._config)
        env = self._config.theme.get_env()
        files.add_files_from_theme(env, self._config)
        self._files = self._config.plugins.on_files(files, config=self._config)
        set_exclusions(self._files, self._config)
        nav = get_navigation(self._files, self._config)
        self._nav = self._config.plugins.on_nav(nav, config=self._config, files=self._files)
        self._env = self._config.plugins.on_env(env, config=self._config, files=self._files)

    def made(self, texts: Mapping[str, str]) -> dict[str, bytes]:
        """Return pages as HTML by their path below the site.

        `texts` are their Markdown by path below docs/. A page that the engine did not know, that
        the navigation names or that the engine refuses is left out.
        """
        with self._writing() as folder:
            for path, text in texts.items():
                known = self._files.get_file_from_path(path)
                if known is not None and known.page not in self._nav.pages:
                    self._make(path, text, folder)
            return {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in sorted(folder.rglob("*.html"))
            }

    def _make(self, path: str, text: str, folder: Path) -> None:
        with engine(self._project):
            file = File(path, None, str(folder), self._config.use_directory_urls)
            file.content_string = text
            page = Page(None, file, self._config)
            _populate_page(page, self._config, self._files)
            documents = self._files.documentation_pages()
            _build_page(page, self._config, documents, self._nav, self._env)

    @contextmanager
    def _writing(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
