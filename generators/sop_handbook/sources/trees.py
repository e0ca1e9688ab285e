"""What may lie in a folder that is read: files and folders of one's own, with names one can read.

A link could publish any file of the machine that builds; a pipe or a device may never end.
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from sop_handbook.findings import Finding, Place
from sop_handbook.project import Project

_FORMER = "generators.macros"  # how the macros' module was called before the package had its name
_ELSEWHERE = re.compile(r"(docs_dir|  custom_dir): ")  # where the site engine reads from
_ROOT = "handbook"  # where engines before 1.0 put what they generated, below docs/
_ENGINE = ("main.py", "main")  # what mkdocs-macros runs when it finds it, unasked


def check_trees(project: Project) -> Iterator[Finding]:
    """Yield a finding for whatever is no file or folder among the pages and the theme's parts.

    The sources themselves are looked at while they are collected.
    """
    for top in (project.docs, project.overrides, project.settings):
        yield from _below(top, project)
    for name in _ENGINE:
        if (path := project.root / name).exists():
            yield Finding(Place(project.name(path)), "engine-module")
    yield from _settings(project)
    if (project.docs / _ROOT).is_dir():
        yield Finding(Place(project.name(project.docs / _ROOT)), "former-pages")


def _settings(project: Project) -> Iterator[Finding]:
    """Find what the site's settings call by a former name, and whether they leave ours in place.

    Their lines may have tags, so they are read as text.
    """
    file = project.name(project.settings)
    try:
        lines = project.settings.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return  # who asks for a site is told
    for number, line in enumerate(lines, 1):
        if (column := line.find(_FORMER)) >= 0 and not line.lstrip().startswith("#"):
            right = line.strip().replace(_FORMER, "sop_handbook.macros")
            place = Place(file, number, column + 1)
            yield Finding(place, "former-module", {"value": _FORMER, "right": right})
        if found := _ELSEWHERE.match(line):
            yield Finding(Place(file, number), "own-folder", {"value": found[1].strip()})
    inherited = project.inherited.relative_to(project.root).as_posix()
    if not any(re.match(rf"INHERIT: *{re.escape(inherited)} *(#|$)", line) for line in lines):
        yield not_inherited(project)


def not_inherited(project: Project) -> Finding:
    """Return the finding about settings of a site, or none at all, that leave out the engine's."""
    inherited = project.inherited.relative_to(project.root).as_posix()
    return Finding(
        Place(project.name(project.settings)), "not-inherited", {"right": f"INHERIT: {inherited}"}
    )


def oddity(path: Path) -> str | None:
    """Return the code of a finding if this is no file or folder that can be read by its name.

    None where nothing is wrong, or where only reading it will tell.
    """
    try:
        path.name.encode()
        mode = path.lstat().st_mode
    except UnicodeEncodeError:
        return "bad-file-name"
    except OSError:
        return None  # whoever reads it says what is wrong
    if stat.S_ISLNK(mode):
        return "symlink"
    return None if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else "special-file"


def _below(top: Path, project: Project) -> Iterator[Finding]:
    if code := oddity(top):
        yield Finding(Place(project.name(top)), code)
        return
    for folder, folders, files in os.walk(top):
        folders.sort()
        for name in sorted([*folders, *files]):
            if code := oddity(Path(folder, name)):
                yield Finding(Place(project.name(Path(folder, name))), code)
