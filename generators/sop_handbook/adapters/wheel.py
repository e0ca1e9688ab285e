"""Wheels as values: their files by name, and the one way in which we write them.

The same files always give the same bytes: names in order, one date, one mode, nothing compressed,
since what compression gives differs from machine to machine.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

_START = (1980, 1, 1, 0, 0, 0)  # the earliest a zip archive knows
_MODE = 0o100644 << 16
_FACTS = re.compile(r"[^/]+\.dist-info(?=/)")
# What a wheel of ours says of itself; installers add more beside it.
_SAID = ("METADATA", "WHEEL", "entry_points.txt", "top_level.txt", "licenses/")


class NoWheelError(Exception):
    """Something is no wheel that can be read; says what."""


@dataclass(frozen=True, kw_only=True)
class Wheel:
    """A wheel: the name and version of what it installs, its tag, and its files without RECORD."""

    name: str
    version: str
    tag: str
    files: Mapping[str, bytes]

    @property
    def filename(self) -> str:
        """What its file has to be called."""
        return f"{self.name.replace('-', '_')}-{self.version}-{self.tag}.whl"

    @property
    def content(self) -> bytes:
        """The wheel as a file."""
        files = {**self.files, _record_name(self.files): _record(self.files).encode()}
        archive = BytesIO()
        with ZipFile(archive, "w", ZIP_STORED) as made:
            for name, content in sorted(files.items()):
                entry = ZipInfo(name, _START)
                entry.create_system, entry.external_attr = 3, _MODE
                made.writestr(entry, content)
        return archive.getvalue()


def read_wheel(content: bytes) -> Wheel:
    """Return the wheel that a file holds. Raises NoWheelError."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            files = {name: archive.read(name) for name in names}
        return wheel_of(files)
    except (BadZipFile, RuntimeError, OSError, ValueError) as error:
        raise NoWheelError(str(error)) from error


def installed_wheel(home: Path, name: str) -> Wheel | None:
    """Return the wheel from which a package was installed in the folder `home`; None if it was not.

    Its files are those that RECORD lists, without what the installer added. Raises NoWheelError if
    one is not as it was.
    """
    facts = next(iter(sorted(home.glob(f"{name.replace('-', '_')}-*.dist-info"))), None)
    if facts is None or not (facts / "RECORD").is_file():
        return None
    files = {}
    for line in (facts / "RECORD").read_text("utf-8").splitlines():
        path, digest, _ = line.rsplit(",", 2)
        path = path.strip('"')
        if _is_ours(path, name.replace("-", "_"), facts.name):
            content = (home / path).read_bytes() if (home / path).is_file() else b""
            if _digest(content) != digest:
                raise NoWheelError(path)
            files[path] = content
    return wheel_of(files) if any(not path.startswith(facts.name) for path in files) else None


def wheel_of(files: Mapping[str, bytes]) -> Wheel:
    """Return files as a wheel; a RECORD among them is left out. Raises NoWheelError."""
    facts = next((found[0] for name in sorted(files) if (found := _FACTS.match(name))), "")
    try:
        said = BytesHeaderParser().parsebytes(files[f"{facts}/METADATA"])
        tags = BytesHeaderParser().parsebytes(files[f"{facts}/WHEEL"]).get_all("Tag") or []
    except KeyError as error:
        raise NoWheelError(str(error)) from error
    if len(tags) != 1 or not said["Name"] or not said["Version"]:
        raise NoWheelError(f"{facts}/WHEEL")
    kept = {name: content for name, content in files.items() if name != f"{facts}/RECORD"}
    return Wheel(name=said["Name"], version=said["Version"], tag=tags[0], files=kept)


def _is_ours(path: str, package: str, facts: str) -> bool:
    folder, _, rest = path.partition("/")
    if folder == package:
        return "__pycache__" not in path.split("/")
    return folder == facts and rest.startswith(_SAID)


def _record_name(files: Mapping[str, bytes]) -> str:
    return next(f"{found[0]}/RECORD" for name in sorted(files) if (found := _FACTS.match(name)))


def _record(files: Mapping[str, bytes]) -> str:
    lines = [f"{_cell(name)},{_digest(files[name])},{len(files[name])}" for name in sorted(files)]
    return "\n".join([*lines, f"{_record_name(files)},,", ""])


def _cell(name: str) -> str:
    return f'"{name}"' if "," in name else name


def _digest(content: bytes) -> str:
    found = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
    return f"sha256={found.rstrip(b'=').decode()}"
