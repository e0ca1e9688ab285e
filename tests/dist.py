"""Make the wheel and the source archive of the engine: `python -m tests.dist` writes dist/.

With a version, `python -m tests.dist 1.2.0`, this is a release: the version is written, the
changelog's part about what is not released gets its heading, both are committed and tagged. Both
files are made twice, and must have the same bytes.

The wheel is written as every handbook keeps it, so whoever packs an installed engine again gets the
same bytes. The archive is made by the build backend, then written again without times and owners.
"""

import gzip
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from sop_handbook.adapters.git import head
from sop_handbook.project import COMMIT
from sop_handbook.scaffold.engine_wheel import from_checkout, is_newer
from tests.support import ROOT

DIST = ROOT / "dist"
FILES = ("pyproject.toml", "requirements.in", "README.md", "LICENSE", "CHANGELOG.md")
_BACKEND = "from setuptools import build_meta; build_meta.build_sdist('dist')"
_UNRELEASED = "## Unreleased\n"
_START = 315532800  # 1980-01-01, the earliest a zip archive knows


def source_archive(root: Path = ROOT) -> tuple[str, bytes]:
    """Return name and content of the source archive of a checkout; nothing is left there."""
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        skipped = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(root / "generators", copy / "generators", ignore=skipped)
        for name in FILES:
            shutil.copyfile(root / name, copy / name)
        stamp = copy / "generators" / "sop_handbook" / COMMIT.name
        stamp.write_text(f"{head(root)}\n", "utf-8")
        (copy / "MANIFEST.in").write_text("include CHANGELOG.md\n", "utf-8")
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


def made(root: Path = ROOT) -> dict[str, bytes]:
    """Return wheel and source archive of a checkout by their names."""
    wheel = from_checkout(root)
    return {wheel.filename: wheel.content, **dict([source_archive(root)])}


def release(version: str, day: date, root: Path = ROOT) -> None:
    """Commit and tag a version of the checkout at `root`; exits where that must not be."""
    settings, changelog = root / "pyproject.toml", root / "CHANGELOG.md"
    if _git(root, "status", "--porcelain"):
        sys.exit("Commit or take back all changes first.")
    now = tomllib.loads(settings.read_text("utf-8"))["project"]["version"]
    if not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version) or not is_newer(version, now):
        sys.exit(f"{version} is no version after {now}, such as 1.2.0.")
    text = changelog.read_text("utf-8")
    _, mark, news = text.partition(_UNRELEASED)
    if not mark or not news.partition("\n## ")[0].strip():
        sys.exit("CHANGELOG.md has nothing under Unreleased.")
    changelog.write_text(text.replace(mark, f"{mark}\n## {version} ({day})\n", 1), "utf-8")
    _replace(settings, f'version = "{now}"', f'version = "{version}"')
    _git(root, "commit", "--quiet", "--all", "--message", f"Release {version}")
    _git(root, "tag", "--annotate", "--message", f"sop-handbook {version}", f"v{version}")


def _replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def _git(root: Path, *args: str) -> str:
    done = subprocess.run(["git", *args], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def main(*version: str) -> None:
    """Write both into dist/, of a new release if one is named."""
    for one in version:
        release(one, date.today())
    files = made()
    if made() != files:
        sys.exit("Made twice, they differ: nothing was written to dist/.")
    DIST.mkdir(exist_ok=True)
    for name, content in files.items():
        (DIST / name).write_bytes(content)
        print(DIST / name)


if __name__ == "__main__":
    main(*sys.argv[1:])
