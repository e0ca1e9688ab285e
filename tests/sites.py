"""Whole sites for tests: copies of the project, builds in processes of their own, a server."""

import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar

from click.testing import CliRunner
from filelock import FileLock

from sop_handbook.cli import sop as command_line
from sop_handbook.render.base import Artifact, OfflineGroup
from tests.support import DAY, ROOT, THEME

Made = TypeVar("Made")

# What building needs; the rest of the checkout (environment, caches, tests) stays behind.
PARTS = ("docs", "overrides", "sop_sources")
INHERITED = ".cache/sop/mkdocs.yml"


def copy_project(target: Path, source: Path = ROOT) -> Path:
    """Copy a project, the checkout's unless told otherwise, without what was generated."""
    target.mkdir(parents=True)
    generated = shutil.ignore_patterns("handbook", ".*")
    for part in PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, target / part, ignore=generated)
    shutil.copy(source / "mkdocs.yml", target)
    return target


def copy_engine(target: Path) -> Path:
    """Make a project that changes nothing of the engine, and has no sources yet."""
    target.mkdir(parents=True)
    (target / "mkdocs.yml").write_text(f"INHERIT: {INHERITED}\n", "utf-8")
    return target


def plain_pages(root: Path) -> None:
    """Put short pages in place of the engine's, where nobody asks for what they say."""
    folders = (THEME / "docs", root / "docs")
    names = {one.relative_to(top) for top in folders for one in top.rglob("*.md")}
    for name in sorted(names):
        own = root / "docs" / name
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(f"# {name.stem}\n", "utf-8")
    embeds = "---\nrender_macros: true\n---\n\n# 首页\n\n{{ industries() }}\n\n{{ roles() }}\n"
    (root / "docs" / "index.md").write_text(embeds, "utf-8")


def sop_here(root: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process, where one of its own would prove nothing more.

    Starting one takes longer than most commands. stdin is empty, as for `sop`.
    """
    return called(["--root", str(root), "--date", str(DAY), *args], environment())


def called(args: list[str], variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Call the command line with these variables and no others."""
    others = dict.fromkeys(os.environ.keys() - variables.keys())
    done = CliRunner().invoke(command_line, args, env={**others, **variables})
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return subprocess.CompletedProcess(args, done.exit_code, done.stdout, done.stderr)


def sop(
    root: Path, *args: str, env: Mapping[str, str] | None = None, limit: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person would, in a process of its own.

    `limit`: the seconds of the processor after which it is killed.
    """
    asked = command(root, *args)
    if limit is not None:
        asked = ["sh", "-c", f'ulimit -t {limit} && exec "$@"', "sh", *asked]
    return subprocess.run(
        asked, capture_output=True, text=True, env=environment(env), timeout=600, errors="replace"
    )


@dataclass(frozen=True)
class Built:
    """A copy of the project with its site."""

    root: Path
    run: subprocess.CompletedProcess[str]

    @property
    def site(self) -> Path:
        """The site, once it is sure that there is one."""
        assert self.run.returncode == 0, self.run.stdout + self.run.stderr
        return self.root / "site"


@dataclass(frozen=True)
class Shared:
    """A folder in which several test processes make things once; each name has one kind."""

    folder: Path

    def once(self, name: str, make: Callable[[Path], Made]) -> Made:
        """Return what `make` made of the folder it was given, here or in another process."""
        home, result = self.folder / f"shared-{name}", self.folder / f"shared-{name}.pickle"
        with FileLock(f"{home}.lock"):
            if not result.exists():
                shutil.rmtree(home, ignore_errors=True)
                home.mkdir()
                result.write_bytes(pickle.dumps(make(home)))
        made: Made = pickle.loads(result.read_bytes())
        return made


def build(root: Path, env: Mapping[str, str] | None = None) -> Built:
    """Build the site of a project as a person would."""
    return Built(root, sop(root, "build", env=env))


def build_here(root: Path) -> Built:
    """Build the site of a project in this process: what several builds need is loaded once."""
    return Built(root, sop_here(root, "build"))


def command(root: Path, *args: str) -> list[str]:
    """The command line for a project, on a fixed day."""
    return [sys.executable, "-m", "sop_handbook", "--root", str(root), "--date", str(DAY), *args]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment with Chinese messages, without colour, and what a test adds."""
    kept = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    return {**kept, "LC_ALL": "zh_CN.UTF-8", "NO_COLOR": "1", "PYTHONUTF8": "1", **(more or {})}


def fingerprints(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def html_pages(site: Path) -> list[Path]:
    """Every page of a built site."""
    return sorted(site.rglob("*.html"))


def listed(site: Path) -> tuple[Artifact, ...]:
    """What a built site lists for offline use, as the artifacts that would be listed so."""
    groups = json.loads((site / "offline/files.json").read_text("utf-8"))
    shared = {group.value: group for group in OfflineGroup}
    return tuple(
        Artifact(name.removeprefix("handbook/"), b"", offline=shared.get(group, group), title=title)
        for group, files in groups.items()
        for name, (_, _, *titles) in files.items()
        if name.startswith("handbook/")
        for title in titles or [""]
    )


class UnderSop(SimpleHTTPRequestHandler):
    """Serves a folder at /sop/, as on a host that serves other things too."""

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix("/sop/")
        return super().translate_path("/" + inside if inside != path else "/not-below-sop")

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Write down what was asked for."""
        asked = getattr(self.server, "asked", None)
        if asked is not None:
            asked.append(self.path.removeprefix("/sop/"))

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Settled(UnderSop):
    """Says that no file will change, so that a browser asks for each of them once.

    Without this a browser trusts a tenth of the age of a file: of a site that was just built, it
    asks for all styles and scripts again on each page.
    """

    def end_headers(self) -> None:
        """Say so of what is there and of what is not."""
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()


class _Server(ThreadingHTTPServer):
    """Does not mind when a browser leaves before it has got everything."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Host:
    """A server that can be cut off and come back, and knows what it was asked for since then."""

    def __init__(self, site: Path, handler: type[UnderSop] = UnderSop) -> None:
        self.asked: list[str] = []
        self._handler = partial(handler, directory=str(site))
        self._server: _Server | None = None
        self._port = 0
        self.start()

    @property
    def address(self) -> str:
        """Where the site is; ends in /sop/."""
        return f"http://127.0.0.1:{self._port}/sop/"

    def start(self) -> None:
        """Serve, at the same address as before."""
        self._server = _Server(("127.0.0.1", self._port), self._handler)
        self._port = self._server.server_port
        self.asked.clear()
        vars(self._server)["asked"] = self.asked
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Kill the server; whoever asks now finds nobody there."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site that does not change on a free port; gives its address, which ends in /sop/."""
    host = Host(site, Settled)
    try:
        yield host.address
    finally:
        host.stop()
