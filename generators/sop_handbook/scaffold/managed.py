"""Files of a handbook that the engine writes and people need not edit, and whether they did.

`.sop-managed.json` names them with the hash of what the engine wrote, and for which platform and in
which language it did. Line ends do not count: git turns them on some machines.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

NAME = ".sop-managed.json"
_TEXTS = ("engine", "platform", "language")
LOCK = "requirements.txt"
_PATTERNS = (
    "sop_sources/schemas/*.schema.json",
    ".ci/handbook",
    ".github/*",
    ".gitlab/*",
    ".gitlab-ci.yml",
    ".gitee/*",
    ".vscode/*",
    ".pre-commit-config.yaml",
    ".gitignore",
    ".gitattributes",
    "Makefile",
    LOCK,
)


class State(Enum):
    """What became of a file since the engine wrote it."""

    UNTOUCHED = "untouched"
    EDITED = "edited"
    MISSING = "missing"


class BrokenRecordError(Exception):
    """The record of managed files cannot be read; says why."""


@dataclass(frozen=True, kw_only=True)
class Managed:
    """The version of the engine that wrote the files, and the hash of each by its path.

    `platform` and `language` are those of the answers that the handbook was begun with.
    """

    engine: str
    platform: str
    language: str
    files: Mapping[str, str]

    def states(self, root: Path) -> dict[str, State]:
        """Return what became of each file in the handbook at `root`, by path in order."""
        return {name: _state(root / name, self.files[name]) for name in sorted(self.files)}

    @property
    def text(self) -> str:
        """The record as a file."""
        texts = {name: getattr(self, name) for name in _TEXTS}
        data = {**texts, "files": dict(sorted(self.files.items()))}
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def is_managed(path: str) -> bool:
    """Tell whether a file of a handbook, by its path with forward slashes, is the engine's."""
    return ".." not in PurePosixPath(path).parts and any(
        fnmatchcase(path, pattern) for pattern in _PATTERNS
    )


def managed_of(engine: str, platform: str, language: str, files: Mapping[str, bytes]) -> Managed:
    """Return the record of those of `files` that are managed; `engine` is its version."""
    own = {name: digest(content) for name, content in files.items() if is_managed(name)}
    return Managed(engine=engine, platform=platform, language=language, files=own)


def read_managed(root: Path) -> Managed | None:
    """Return the record of the handbook at `root`; None if it has none.

    Raises BrokenRecordError for one that says nothing, or names what is nobody's to replace.
    """
    try:
        data: Any = json.loads((root / NAME).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError) as error:  # neither UTF-8 nor JSON, or nested without end
        raise BrokenRecordError(str(error)) from error
    told = data if isinstance(data, dict) else {}
    texts = {name: str(told[name]) for name in _TEXTS if _is_text(told.get(name))}
    files = told.get("files")
    if len(texts) < len(_TEXTS) or not isinstance(files, dict):
        raise BrokenRecordError(", ".join((*_TEXTS, "files")))
    wrong = [name for name, known in files.items() if not (is_managed(name) and _is_text(known))]
    if wrong:
        raise BrokenRecordError(wrong[0])
    return Managed(**texts, files=files)


def language_of(root: Path) -> str | None:
    """Return the language in which the handbook at `root` was begun.

    None if it has no record, or one that cannot be read: whoever needs it whole says so.
    """
    try:
        record = read_managed(root)
    except (BrokenRecordError, OSError):
        return None
    return record.language if record else None


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file in hexadecimal, whatever its line ends."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def _state(path: Path, known: str) -> State:
    if not path.is_file():
        return State.MISSING
    return State.UNTOUCHED if digest(path.read_bytes()) == known else State.EDITED


def _is_text(value: object) -> bool:
    return isinstance(value, str)
