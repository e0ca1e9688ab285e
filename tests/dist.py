"""Make the wheel and the source archive of the engine: `python -m tests.dist` writes dist/.

The wheel is written as every handbook keeps it, so whoever packs an installed engine again gets the
same bytes. The archive is made by the build backend, then written again without times and owners.
"""

import gzip
import shutil
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from sop_handbook.scaffold.engine_wheel import from_checkout
from tests.support import ROOT

DIST = ROOT / "dist"
FILES = ("pyproject.toml", "requirements.in", "README.md", "LICENSE")
_BACKEND = "from setuptools import build_meta; build_meta.build_sdist('dist')"
_START = 315532800  # 1980-01-01, the earliest a zip archive knows


def source_archive(root: Path = ROOT) -> tuple[str, bytes]:
    """Return name and content of the source archive of a checkout; nothing is left there."""
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        skipped = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(root / "generators", copy / "generators", ignore=skipped)
        for name in FILES:
            shutil.copyfile(root / name, copy / name)
        subprocess.run([sys.executable, "-c", _BACKEND], cwd=copy, check=True, capture_output=True)
        (made,) = (copy / "dist").iterdir()
        return made.name, _plain(made)


def _plain(archive: Path) -> bytes:
    """Return a source archive with its files in order, of one time, of nobody."""
    plain = BytesIO()
    with tarfile.open(archive) as old, tarfile.open(fileobj=plain, mode="w") as new:
        for entry in sorted(old.getmembers(), key=lambda one: one.name):
            entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = _START, 0, 0, "", ""
            entry.mode = 0o755 if entry.isdir() else 0o644
            entry.pax_headers = {}
            new.addfile(entry, old.extractfile(entry))
    return gzip.compress(plain.getvalue(), mtime=0)


def main() -> None:
    """Write both into dist/."""
    wheel = from_checkout(ROOT)
    DIST.mkdir(exist_ok=True)
    for name, content in ((wheel.filename, wheel.content), source_archive()):
        (DIST / name).write_bytes(content)


if __name__ == "__main__":
    main()
