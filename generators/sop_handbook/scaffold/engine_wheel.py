"""The engine as a wheel, as every handbook keeps it: the same bytes from wherever it comes.

Packed again from the files that were installed, built where the engine runs from a checkout, or
from a file, an address, or an index that somebody names. No index is asked otherwise: the name of
this package may be somebody else's there.
"""

import hashlib
import re
from pathlib import Path

from packaging.version import InvalidVersion, Version

from sop_handbook.adapters import pip
from sop_handbook.adapters.git import head
from sop_handbook.adapters.swap import files_below
from sop_handbook.adapters.wheel import NoWheelError, Wheel, installed_wheel, read_wheel
from sop_handbook.project import COMMIT

NAME = "sop-handbook"
_PACKAGE = Path(__file__).parent.parent
_SETTINGS = ("pyproject.toml", "requirements.in", "README.md", "LICENSE")
# What lies at an address without https may be anybody's, so its hash has to be known.
_ADDRESS = re.compile(r"https://\S+|http://\S+#sha256=[0-9a-f]{64}")
_INDEX = re.compile(r"(https|file)://\S+|http://(localhost|127\.0\.0\.1)[:/]\S*")
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+!]*")
_SCHEMAS = "sop_handbook/schemas/"
CHANGELOG = "CHANGELOG.md"  # of a checkout; the wheel has it in the package
_LOCK = "sop_handbook/scaffold/requirements.txt"


class NoEngineError(Exception):
    """There is no wheel of the engine: `problem` is a key below `cli.init`, `said` tells more."""

    def __init__(self, problem: str, said: str) -> None:
        super().__init__(problem, said)
        self.problem, self.said = problem, said


def engine_wheel(asked: str | None, index: str | None = None) -> Wheel:
    """Return the engine: this one, or the one `asked` for by a file, an address or a version.

    A version is one of `index`, the address of a package index; nothing else is. Raises
    NoEngineError.
    """
    if index is not None and not (asked and _VERSION.fullmatch(asked) and _INDEX.fullmatch(index)):
        raise NoEngineError("bad-index", index)
    try:
        return _asked_for(asked, index) if asked else _this_one()
    except NoWheelError as error:
        raise NoEngineError("no-wheel", str(error)) from error
    except pip.PipError as error:
        raise NoEngineError("no-pip", str(error)) from error


def schemas_of(engine: Wheel) -> dict[str, bytes]:
    """Return the schemas that an engine judges sources by, by their file names."""
    return {
        name.removeprefix(_SCHEMAS): content
        for name, content in engine.files.items()
        if name.startswith(_SCHEMAS)
    }


def lock_of(engine: Wheel) -> bytes:
    """Return the lock file of a handbook: the engine that lies in it, and all that it needs.

    Every line has hashes, so that `pip install --require-hashes` takes nothing else.
    """
    hashed = hashlib.sha256(engine.content).hexdigest()
    first = f"./vendor/{engine.filename} \\\n    --hash=sha256:{hashed}\n"
    return first.encode() + engine.files[_LOCK]


def from_checkout(root: Path) -> Wheel:
    """Build the engine of a checkout at `root`; nothing is left there.

    Raises NoWheelError or PipError.
    """
    package = f"generators/{_PACKAGE.name}"
    names = [f"{package}/{name}" for name in files_below(root / package)]
    kept = (name for name in names if "__pycache__" not in name.split("/"))
    files = {name: (root / name).read_bytes() for name in (*kept, *_SETTINGS)}
    files[f"{package}/{CHANGELOG}"] = (root / CHANGELOG).read_bytes()
    files.setdefault(f"{package}/{COMMIT.name}", f"{head(root)}\n".encode())
    return read_wheel(pip.built(files))


def is_newer(version: str, other: str) -> bool:
    """Tell whether a version of the engine came after another; one that is no version did not."""
    try:
        return Version(version) > Version(other)
    except InvalidVersion:
        return False


def _this_one() -> Wheel:
    found = installed_wheel(_PACKAGE.parent, NAME)
    if found:
        return found
    root = _PACKAGE.parent.parent
    if (root / "pyproject.toml").is_file():
        return from_checkout(root)
    raise NoEngineError("no-engine", str(_PACKAGE))


def _asked_for(asked: str, index: str | None) -> Wheel:
    found = read_wheel(_content(asked, index))
    if found.name != NAME or _LOCK not in found.files:
        raise NoEngineError("not-ours", f"{found.name} {found.version}")
    return found


def _content(asked: str, index: str | None) -> bytes:
    if index is not None:
        return pip.fetched(f"{NAME}=={asked}", index)
    if _ADDRESS.fullmatch(asked):
        return pip.fetched(asked, None)
    if Path(asked).is_file():
        return Path(asked).read_bytes()
    if _VERSION.fullmatch(asked):
        raise NoEngineError("no-index", asked)
    raise NoEngineError("no-hash" if asked.startswith("http://") else "no-file", asked)
