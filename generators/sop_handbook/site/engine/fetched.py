"""Files that the server of a preview makes when they are fetched: pages may link them."""

from collections.abc import Iterable

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files


class _NoFetchedSettings(Config):  # type: ignore[misc]
    """Nothing to be set."""


class FetchedFiles(BasePlugin[_NoFetchedSettings]):  # type: ignore[misc]
    """Lets the engine know files that lie nowhere; `paths` are theirs below docs/."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = tuple(paths)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Put them among the others, without a place in the site."""
        for path in self._paths:
            files.append(_NowhereFile.generated(config, path, content=b""))
        return files


class _NowhereFile(File):  # type: ignore[misc]
    """A file that is not put into the site."""

    def copy_file(self, dirty: bool = False) -> None:
        """Leave it to whoever serves the site."""
