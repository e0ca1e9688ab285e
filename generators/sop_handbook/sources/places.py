"""Where in which file a part of the handbook was written."""

from collections.abc import Iterable

from sop_handbook.adapters.source import KeyPath
from sop_handbook.findings import Place
from sop_handbook.sources.collect import SourceDocument


class Places:
    """Finds the place of a path in a document, addressed by kind and name.

    A path consists of the keys of the source and of places in its lists, from 0; where nothing was
    written at it, the nearest place above counts.
    """

    def __init__(self, documents: Iterable[SourceDocument]) -> None:
        self._sources = {(document.kind, document.name): document.source for document in documents}

    def procedure(self, name: str, *path: str | int) -> Place:
        """Place of a value in a procedure, such as ("steps", 2, "next")."""
        return self._find("procedure", name, path)

    def family(self, name: str, *path: str | int) -> Place:
        """Place of a value in a family file."""
        return self._find("family", name, path)

    def single(self, kind: str, *path: str | int) -> Place:
        """Place of a value in handbook.yaml, roles.yaml or terms.yaml.

        `kind` is the name without .yaml.
        """
        return self._find(kind, kind, path)

    def wrote(self, name: str, *path: str | int) -> bool:
        """Tell whether something was written at a path in a procedure."""
        return path in self._sources["procedure", name].values

    def _find(self, kind: str, name: str, path: KeyPath) -> Place:
        return self._sources[kind, name].place(path)
