"""What does the work, as hashes: all of our program, or the part of it that makes something.

What is kept of earlier runs goes by the hash of the part that makes it: a module, all modules it
imports, and the data they read. So a change of the command line typesets nothing anew.
"""

import ast
import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from sop_handbook.adapters import swap
from sop_handbook.adapters.store import Store
from sop_handbook.project import Project

PACKAGE = Path(__file__).parent.parent
# What modules, and those in them, read besides Python: folders of the package.
DATA: Mapping[str, tuple[str, ...]] = {
    "adapters.pandoc": ("adapters/lua",),
    "change.rules": ("change/schemes",),
    "language.messages": ("language/locales",),
    "language.units": ("language/measures",),
    "render.pages": ("render/templates/pages",),
    "typesetting.compiler": ("render/templates/print",),
    "templating.environment": tuple(
        f"render/templates/{what}" for what in ("diagrams", "exchange", "office")
    ),
}

# What of a node of Python's syntax holds statements.
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


@cache
def maker(module: str) -> str:
    """Hash a module of the package, what it imports and reads, and every installed package.

    `module` is its full dotted name; returns SHA-256 in hexadecimal.
    """
    own = sorted(_with_imports(module))
    files = [_file(name) for name in own]
    inside = [f"{name.partition('.')[2]}." for name in own]
    for reader, places in DATA.items():
        if any(name.startswith(f"{reader}.") for name in inside):
            for place in places:
                files += files_below(PACKAGE / place)
    return digest(files, *_packages(), home=PACKAGE)


def store_of(project: Project) -> Store:
    """Return what is kept of earlier runs for a project, as far as this program made it."""
    return Store(project.made, maker)


def program() -> str:
    """Hash our code and the versions of every installed package (SHA-256, hexadecimal)."""
    return digest(files_below(PACKAGE), *_packages(), home=PACKAGE)


def _packages() -> list[str]:
    # A package's folder of facts bears name and version; to read each takes a tenth of a second.
    found = (path for home in sys.path for path in Path(home).glob("*.*-info"))
    return sorted({path.name for path in found})


def _with_imports(module: str) -> set[str]:
    """Return a module and all that it imports, directly or not."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _imports(name)
    return found


@cache
def _imports(module: str) -> tuple[str, ...]:
    """Return the modules of the package that one imports, with the packages they lie in."""
    tree = ast.parse(_file(module).read_bytes())
    names = [name for node in _statements(tree) for name in _named(node)]
    parents = [name.rsplit(".", count)[0] for name in names for count in range(name.count("."))]
    return tuple(sorted({name for name in parents if _is_module(name)}))


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield every statement below a node; imports are some, and lie in no expression."""
    for name in _BLOCKS:
        for below in getattr(node, name, ()):
            yield below
            yield from _statements(below)


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE.name):
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Import):
        yield from (one.name for one in node.names if one.name.startswith(PACKAGE.name))


def _path(module: str) -> Path:
    return PACKAGE.parent.joinpath(*module.split("."))


def _file(module: str) -> Path:
    path = _path(module)
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _is_module(name: str) -> bool:
    return _file(name).is_file()


def digest(files: Iterable[Path], *more: str, home: Path) -> str:
    """Hash files, by their names below `home`: another checkout of the same gives the same.

    `more` are further texts that count; returns SHA-256 in hexadecimal.
    """
    found = hashlib.sha256(repr(more).encode())
    for path in files:
        found.update(path.relative_to(home).as_posix().encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def files_below(folder: Path) -> Iterable[Path]:
    """Return every file below a folder in order, but for what Python leaves behind."""
    names = swap.files_below(folder)
    return (folder / name for name in names if "__pycache__" not in name.split("/"))
