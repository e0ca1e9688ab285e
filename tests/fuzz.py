"""Damaged handbooks, case by case: what is damaged, and what holds whatever it is.

A case is a number: the same number damages the same files in the same way. Whatever is found is
kept in cases/fuzz as the files themselves, since numbers mean something else as soon as a handbook
or a way to damage it changes.
"""

import hashlib
import json
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import regex as re

from sop_handbook.adapters.store import Store
from sop_handbook.change.release import new_editions
from sop_handbook.editions.content import canonical
from sop_handbook.editions.ledger import as_text, repaired
from sop_handbook.findings import Finding, has_errors
from sop_handbook.language.messages import LANGUAGES, messages
from sop_handbook.language.report import FORMATS, render
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.handwritten import examine_pages
from sop_handbook.pipeline.prints import printed
from sop_handbook.project import Project
from sop_handbook.render.office import render_office
from sop_handbook.render.print import render_prints
from sop_handbook.render.print.recall import render_recall
from sop_handbook.render.renderers import RENDERERS
from sop_handbook.site.sections import sections
from tests.case_files import CASES, MINIMAL, lay_out
from tests.damage import damaged, respelt
from tests.full import Filler, write_sources
from tests.sites import copy_engine, fingerprints, plain_pages, sop_here

FOUND = CASES / "fuzz"
SECONDS = 20  # of the processor, that a case may take
# What is made by programs of others takes seconds; whole builds make it.
DEAR = (render_prints, render_office, render_recall)
_QUICK = tuple(renderer for renderer in RENDERERS if renderer not in DEAR)
# What does something to a terminal, or to the order in which a line is read.
_UNSEEN = re.compile(r"[^\P{C}\n\u200d]|[\u2028\u2029]")
PAGE = """---
title: 首页
render_macros: true
hide: [navigation]
---

# 首页 {: #top }

看 {{ procedure("pay") }}，再看 {{ step_list("serve") }}。

{{ industries() }} {{ roles() }} {{ phrases("serve", "carry") }}

| 甲 | 乙 |
| --- | --- |
| {{ quantity("letter", "letter-limit") }} | <b>丙</b> |

??? note "折叠"
    [链接](https://handbook.internal/) [上面](#top)
    [步骤](handbook/restaurant/serve.md#step-carry)
"""


@dataclass(frozen=True)
class Bench:
    """A sound handbook that is damaged and put right again, for case after case."""

    project: Project
    whole: Path

    @classmethod
    def of(cls, folder: Path, *, full: bool) -> "Bench":
        """Lay out a handbook: the minimal one, or one in which every field is filled."""
        # Drawings are expensive: what is kept of them lies where no case puts it right.
        project = replace(lay_out(folder / "project"), store=folder / "store")
        if full:
            _fill(project)
        page = project.docs / "index.md"
        page.parent.mkdir()
        page.write_text("# 首页\n" if full else PAGE, "utf-8")
        project.ledger.write_text(_released(project), "utf-8")
        shutil.copytree(project.root, folder / "whole")
        return cls(project, folder / "whole")

    def put_right(self) -> None:
        """Bring back what was damaged."""
        shutil.rmtree(self.project.root)
        shutil.copytree(self.whole, self.project.root)

    def overlay(self, case: Path) -> None:
        """Lay the files of a kept case over the handbook."""
        self.put_right()
        shutil.copytree(case, self.project.root, dirs_exist_ok=True)

    def sources(self) -> list[Path]:
        """The files that people write."""
        return sorted(self.project.sources.rglob("*.yaml"))


def _fill(project: Project) -> None:
    for path in project.sources.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    write_sources(
        project.root, [Filler("x", lambda path, limit: f"{path[-1]}文字"[:limit]).sources()]
    )


def _released(project: Project) -> str:
    examination = examine(project)
    assert not has_errors(examination.findings), examination.findings
    prints = printed(project, examination)
    return as_text(new_editions(examination.handbook, prints, project.today))


def harm_sources(bench: Bench, dice: Random) -> None:
    """Damage one or two sources."""
    for path in dice.sample(bench.sources(), dice.choice((1, 1, 2))):
        path.write_bytes(damaged(path.read_bytes(), dice))


def harm_pages(bench: Bench, dice: Random) -> None:
    """Damage a hand-written page."""
    page = bench.project.docs / "index.md"
    page.write_bytes(damaged(page.read_bytes(), dice))


def harm_ledger(bench: Bench, dice: Random) -> None:
    """Damage the ledger; or change a record and seal it anew, as somebody would on purpose."""
    path = bench.project.ledger
    if dice.random() < 0.5:
        path.write_bytes(damaged(path.read_bytes(), dice))
        return
    lines = path.read_text("utf-8").split("\n")
    number = dice.randrange(1, len(lines) - 2)
    record = respelt(json.loads(lines[number].removeprefix(",")), dice)
    lines[number] = "," + json.dumps(_sealed(record))
    path.write_text("\n".join(lines), "utf-8")


def _sealed(record: Any) -> Any:
    if not isinstance(record, dict):
        return record
    content = {key: value for key, value in record.items() if key != "id"}
    try:
        return record | {"id": hashlib.sha256(canonical(content)).hexdigest()[:16]}
    except UnicodeError:
        return record


def harm_store(bench: Bench, dice: Random) -> None:
    """Damage what is kept of earlier runs: what is found is what was kept, or nothing."""
    store = Store(bench.project.cache, str)
    content = dice.randbytes(dice.choice((0, 1, 5000)))
    key = store.key("maker", content)
    store.keep(key, content)
    (entry,) = (path for path in bench.project.cache.rglob("*") if path.is_file())
    entry.write_bytes(damaged(entry.read_bytes(), dice))
    assert store.find(key) in {None, content}
    assert store.get_or_make(lambda: content, "maker", content) == store.find(key) == content


def judge_sources(bench: Bench) -> None:
    """Findings that can be printed; and if none is an error, pages and all that is quickly made."""
    examination = examine(bench.project)
    if not has_errors(examination.findings):
        assert render_all(bench.project, examination, _QUICK).artifacts
    written = examine_pages(bench.project, examination, own_only=True)
    _printable((*examination.findings, *written.findings))
    if bench.project.ledger.is_file():
        text = bench.project.ledger.read_bytes().decode("utf-8", "replace")
        assert repaired(repaired(text)) == repaired(text)


def judge_pages(bench: Bench) -> None:
    """Findings that can be printed, and what is to be found in the pages."""
    written = examine_pages(bench.project, examine(bench.project), own_only=True)
    sections(written.pages)
    _printable(written.findings)


def _printable(findings: Iterable[Finding]) -> None:
    listed = list(findings)
    for form in FORMATS:
        for language in LANGUAGES:
            told = render(listed, form, messages(language))
            told.encode()
            assert not _UNSEEN.search(told), ascii(told)


Part = Callable[[Bench, Random], None]
# What is damaged, and what must hold then.
KINDS: dict[str, tuple[Part, Callable[[Bench], None]]] = {
    "sources": (harm_sources, judge_sources),
    "pages": (harm_pages, judge_pages),
    "ledger": (harm_ledger, judge_sources),
    "store": (harm_store, lambda _: None),
}


class EndlessError(Exception):
    """A case took more of the processor than it may."""


@contextmanager
def bounded(seconds: float = SECONDS) -> Iterator[None]:
    """End what takes too long. The processor's time counts: a busy machine is no fault."""

    def ring(*_: object) -> None:
        raise EndlessError

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def run(bench: Bench, kind: str, seed: int) -> None:
    """Try one case. What fails says which, and leaves the files where it found them."""
    bench.put_right()
    try:
        with bounded():
            harm, judge = KINDS[kind]
            harm(bench, Random(f"{kind} {seed}"))
            judge(bench)
    except Exception as error:
        raise AssertionError(f"{kind} {seed}: files in {bench.project.root}") from error


def lay_out_site(root: Path) -> None:
    """Make a project of the minimal handbook, released and built."""
    copy_engine(root)
    plain_pages(root)
    shutil.copytree(MINIMAL, root, dirs_exist_ok=True)
    (root / "docs" / "index.md").write_text(PAGE, "utf-8")
    for command in ("release", "build"):
        run = sop_here(root, command)
        assert run.returncode == 0, run.stdout + run.stderr


# What may be damaged below a project that has a site: files that match.
BUILT = {
    "sources": "sop_sources/*/**/*.yaml",
    "pages": "docs/index.md",
    "ledger": "sop_sources/editions.json",
    "kept": ".cache/sop/[!b]*",  # what the last build left, but for the lock that is the system's
    "generated": ".cache/sop/docs/**/*.*",
    "site": "site/**/index.html",
    "settings": "mkdocs.yml",
}


def rebuild(whole: Path, root: Path, kind: str, seed: int) -> None:
    """Damage a built project and build: an answer, soon, and a site, the old one or a new one."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(whole, root)
    dice = Random(f"build {kind} {seed}")
    path = dice.choice([path for path in sorted(root.glob(BUILT[kind])) if path.is_file()])
    path.write_bytes(damaged(path.read_bytes(), dice))
    before = fingerprints(root / "site")
    with bounded():
        run = sop_here(root, "build")
    told = f"build {kind} {seed}: {path}, {run.returncode}\n{run.stdout}\n{run.stderr}"
    assert run.returncode in {0, 1, 2}, told
    assert "Traceback" not in run.stderr, told
    assert run.stdout.strip() or run.stderr.strip(), told
    if run.returncode:
        assert fingerprints(root / "site") == before, told
    assert (root / "site" / "index.html").is_file(), told
