"""What a version of the engine wrote, kept as it was: tests/frozen/<version>. Nothing rewrites it.

Each version froze a small handbook that was released twice (`sources`, `editions.json`), what the
codes on its sheets were worth (`codes.tsv`), its addresses (`addresses.json`), and what its scripts
had put on a device (`device.json`). `python -m tests.freeze` writes them for a new version only.
What a failing test asks for stands in docs/maintain/architecture.md, "1.0".
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from sop_handbook.change.prints import Printed
from sop_handbook.model import Handbook
from sop_handbook.pipeline.build import build
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact, Context, Rendered
from sop_handbook.render.office import render_office
from sop_handbook.render.print import plan_prints, render_prints
from sop_handbook.render.renderers import RENDERERS
from sop_handbook.render.views.print_currency import PrintedCode, print_currency
from tests.pages import Element, parse_page
from tests.sites import Built, copy_engine
from tests.support import DAY, ROOT

HOME = ROOT / "tests" / "frozen"
VERSIONS = sorted(path.name for path in HOME.iterdir() if (path / "sources").is_dir())
RELEASES = {"first": date(2026, 9, 1), "second": date(2026, 11, 16)}
LEDGER = "sop_sources/editions.json"
HELP = "see “1.0 答应的” in docs/maintain/architecture.md"

# Kinds of print of which a newer engine shows something else, so that they bear other codes where
# that is the case; each by a line in the changelog and in editions/print_rules, which says what the
# sheets of before are worth.
REDRAWN: frozenset[str] = frozenset(
    {
        # What must be true, what comes first and readings, under print rules 2; whom to call and
        # standards of the whole, under 3.
        "checklist",
        "cards",  # standards of the whole, under 3
        "cards-single",
        "cards-small",  # whom to call, standards of the whole, under 3
        "cards-small-single",
        "handbook",  # what checklists written by hand ask, under 3
        "form",  # limits and units of what is written down, under 3
        "plate",  # times of steps, conditions, what is done in steps of others, under 3
        "roleplay",  # what may go wrong, under print rules 2; for three people, under 3
        "twi",  # what it begins with, standards of the whole, under 3
    }
)

# Kinds of print that there were not in 1.0: no release of then can have recorded one.
ADDED: frozenset[str] = frozenset(
    {
        "duties",
        "trouble",
        "trouble-role",
        "poster",
        "stand",
        "stickers",
        "checklist-large",
        "plate-large",
        "pack",
        "coaching",
        "certificate",
        "booklet",
        "duplex-test",
        "print-style",
    }
)

# Kinds of print that by now are made of more: those of which there was none then are left aside.
WIDENED: frozenset[str] = frozenset({"roleplay"})  # of every procedure that people do

# Where scripts and styles of one build find each other: nobody else has these addresses.
_INNER = ("assets/", "handbook/search/", "stylesheets/")


@dataclass(frozen=True)
class Frozen:
    """One version's handbook."""

    version: str

    @property
    def home(self) -> Path:
        """Where it lies."""
        return HOME / self.version

    @cached_property
    def addresses(self) -> dict[str, Any]:
        """Its addresses, see `addresses_of`."""
        return self._json("addresses.json")

    @cached_property
    def device(self) -> dict[str, Any]:
        """What its scripts had put on a device, see tests/freeze_device.py."""
        return self._json("device.json")

    @cached_property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """What its sheets were worth, by their codes, see `worth`."""
        lines = (self.home / "codes.tsv").read_text("utf-8").splitlines()
        return {code: tuple(rest) for code, *rest in (line.split("\t") for line in lines)}

    def lay_out(self, root: Path, state: str = "second", *, ledger: bool = True) -> Project:
        """Make a project of its sources as they were at a release, with the ledger of that day."""
        copy_engine(root)
        for name in ("first", "second") if state == "second" else ("first",):
            renew(root, self.home / "sources" / name)
        if ledger:
            day = RELEASES[state].isoformat()
            lines = (self.home / "editions.json").read_text("utf-8").splitlines()
            dates = [json.loads(line[1:])["date"] if line[0] == "," else "" for line in lines]
            known = [line for line, dated in zip(lines, dates, strict=True) if dated <= day]
            (root / LEDGER).write_text("\n".join(known) + "\n", "utf-8")
        return Project(root=root, today=RELEASES[state])

    def _json(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.home / name).read_text("utf-8"))
        return found


def renew(root: Path, sources: Path) -> None:
    """Bring the sources of a project to a state; a procedure is in one industry at a time."""
    for path in sources.glob("procedures/*/*.yaml"):
        for other in root.glob(f"sop_sources/procedures/*/{path.name}"):
            other.unlink()
    shutil.copytree(sources, root / "sop_sources", dirs_exist_ok=True)
    for folder in root.glob("sop_sources/procedures/*"):
        if not any(folder.iterdir()):
            folder.rmdir()


def sheets(examination: Examination, context: Context) -> list[Printed]:
    """Every print of a handbook."""
    return [
        Printed(path=job.path, kind=job.kind, of=job.of, subject=job.subject, code=job.code)
        for job in plan_prints(examination.handbook, context)
    ]


def judged(project: Project) -> tuple[Handbook, Context, tuple[PrintedCode, ...]]:
    """Return every printed code of a project as it is worth today; nothing is typeset."""
    examination = examine(replace(project, today=DAY))
    context = context_of(project, examination)
    offered = foreseen(examination.handbook, context).artifacts
    context = replace(context, today=DAY, offered=offered)
    return examination.handbook, context, print_currency(examination.handbook, context)


def worth(paper: PrintedCode) -> tuple[str, ...]:
    """What a code is of and what it is worth: kind, subject, revision, standing, urgency, start."""
    return (
        "、".join((paper.kind, *paper.also)),
        f"{paper.of}/{paper.subject}",
        str(paper.revision or ""),
        paper.standing,
        paper.urgency if paper.over else "",
        paper.starts.isoformat() if paper.starts else "",
    )


def foreseen(handbook: Handbook, context: Context) -> Rendered:
    """Offer every print and Word document without making one."""
    prints = (
        Artifact(job.path, b"%PDF", job.offer(pages=1)) for job in plan_prints(handbook, context)
    )
    word = render_office(handbook, replace(context, preview=True)).artifacts
    return Rendered((*prints, *(replace(one, source=b"PK") for one in word)))


_OTHERS = tuple(one for one in RENDERERS if one not in (render_prints, render_office))


def build_frozen(project: Project) -> Built:
    """Build the site of a frozen handbook, with papers that have nothing in them."""
    project = replace(project, today=DAY)
    made = build(project, lambda _: None, renderers=(foreseen, *_OTHERS))
    assert made.site_built, made.findings
    return Built(project.root, CompletedProcess([], 0, "", ""))


def addresses_of(site: Path) -> dict[str, Any]:
    """Return what a site answers: `pages` with their anchors, `files`, and where pages lead on."""
    pages: dict[str, list[str]] = {}
    leads: dict[str, str] = {}
    files = []
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_dir() or name.startswith(_INNER):
            continue
        if path.name != "index.html":
            files.append(name)
            continue
        url = name.removesuffix("index.html")
        article = parse_page(path.read_text("utf-8")).one("article")
        pages[url] = list(_anchors(url, article))
        if href := _leads(article):
            leads[url] = href
    return {"pages": pages, "leads": leads, "files": files}


def _anchors(url: str, article: Element) -> Iterator[str]:
    """Yield the parts of a page that links lead to.

    Not those of what is told about the engine itself, which goes with it.
    """
    if url.startswith("handbook/") and not url.startswith("handbook/maintain/"):
        ids = (element.attributes.get("id", "") for element in article)
        yield from (one for one in ids if one and not one.startswith("__"))


def _leads(article: Element) -> str:
    """Return where a page at a former address leads; "" for one that leads nowhere."""
    boxes = [one for one in article if one.attributes.get("data-sop-former") == "now"]
    return "".join(link.attributes["href"] for box in boxes for link in box.all("a"))


def build_at(frozen: Frozen, home: Path) -> Built:
    """Build a frozen handbook below a folder that is there."""
    return build_frozen(frozen.lay_out(home / "project"))
