"""Measure the search on handbooks of 10, 100 and 1000 procedures: `make bench-search`.

Recall, transferred bytes (gzip) of a first query, milliseconds a keystroke. With npm at hand
MiniSearch runs over the same records, with PAGEFIND naming a Python that has it, Pagefind does;
what is not at hand is left out, and a line says so.
"""

import gzip
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser, Page, sync_playwright

from sop_handbook.language.messages import messages
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project
from sop_handbook.render.base import Section
from sop_handbook.render.search import render_search
from sop_handbook.render.search.record import Record
from sop_handbook.render.search.records import Records
from sop_handbook.site.handwritten import fill_pages
from sop_handbook.site.sections import sections
from tests.benches import need, sizes
from tests.browser.fixtures import QUIET, executable
from tests.demonstration.search import rivals
from tests.demonstration.search.engine import Found, Score, find_all
from tests.demonstration.search.large import TEN, resized
from tests.demonstration.search.targets import Query, addresses, queries
from tests.sites import served
from tests.support import DAY, ROOT, THEME

SIZES = (10, 100, 1000)
SCRIPTS = THEME / "docs" / "assets" / "search"
COLD = 12  # queries after each of which Pagefind starts anew, to count its bytes
KEYS = "danbaohan"


def write_site(folder: Path, made: dict[str, bytes]) -> None:
    """Write what the search needs of a site, and nothing else."""
    shutil.copytree(SCRIPTS, folder / "assets" / "search")
    (folder / "handbook" / "search").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><meta charset=utf-8>", "utf-8")
    for name, content in made.items():
        (folder / "handbook" / "search" / f"{name}.json").write_bytes(content)


def answerable(records: Iterable[Record]) -> list[Query]:
    """The queries that have a right answer in this handbook."""
    known = {a for record in records for a in addresses(record.page, record.anchor)}
    return [q for q in queries() if any(q.reaches(a, t) for a in known for t in q.targets)]


def report(engine: str, size: int, found: list[Found], weight: str) -> None:
    """Print one row of the table."""
    halves = [[one.rank for one in found if one.query.half == half] for half in ("tuned", "held")]
    cells = [f"{size:>5}", f"{len(found):>4}"]
    cells += [_shares(Score.of(half)) for half in halves]
    print(f"{engine:<11}" + "  ".join(cells) + f"  {weight}", flush=True)


def _shares(score: Score) -> str:
    return f"{score.first:.2f} {score.third:.2f} {score.reciprocal:.2f}"


def report_kinds(found: list[Found]) -> None:
    """Print recall by kind of query, both halves together."""
    kinds: dict[str, list[int | None]] = defaultdict(list)
    for one in found:
        kinds[one.query.kind] += [one.rank]
    for kind, ranks in kinds.items():
        score = Score.of(ranks)
        print(f"    {kind:<14}{score.count:>4}  {_shares(score)}")


def weights(found: list[Found], made: dict[str, bytes]) -> str:
    """Return the transferred KB of a first query: median, 90th percentile, most."""
    packed = {name: len(gzip.compress(content)) for name, content in made.items()}
    scripts = sum(len(gzip.compress(path.read_bytes())) for path in SCRIPTS.glob("*.js"))
    sums = sorted(scripts + sum(packed[name] for name in one.files) for one in found)
    return _spread(sums)


def _spread(sums: list[int]) -> str:
    marks = (median(sums), quantiles(sums, n=10)[-1], max(sums))
    return " / ".join(f"{mark / 1000:.0f}" for mark in marks) + " KB"


def keystrokes(page: Page, site: str, found: list[Found]) -> str:
    """Return the milliseconds of a query whose files are there: median and 95th percentile."""
    took = [one.milliseconds for one in found]
    typed = [Query("", "", KEYS[:end], ()) for end in range(2, len(KEYS) + 1)]
    typing = [one.milliseconds for one in find_all(page, site, typed, timed=True)]
    return (
        f"{median(took):.0f} ms, 95 of 100 within {quantiles(took, n=20)[-1]:.0f} ms; "
        f"typing {KEYS}: {max(typing):.0f} ms at most"
    )


def measure(
    browser: Browser, size: int, examination: Examination, parts: tuple[Section, ...]
) -> None:
    """Print the rows of one size."""
    project = Project(root=ROOT, today=DAY)
    large = replace(examination, handbook=resized(examination.handbook, size))
    records = list(Records(large.handbook, messages("zh"), DAY).all(parts))
    rendered = render_all(project, large, (render_search,), parts)
    made = {Path(artifact.path).stem: artifact.content for artifact in rendered.artifacts}
    asked = answerable(records)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_site(folder, made)
        with served(folder) as site:
            page = browser.new_page()
            page.set_default_timeout(0)
            page.goto(site)
            found = find_all(page, site, asked, timed=True)
            report("ours", size, found, weights(found, made))
            print(f"    a keystroke: {keystrokes(page, site, found)}")
            if size == SIZES[-1]:
                report_kinds(found)
            _rivals(browser, page, site, folder, size, records, asked)
            page.close()


def _rivals(
    browser: Browser, page: Page, site: str, folder: Path, size: int,
    records: list[Record], asked: list[Query],
) -> None:  # fmt: skip
    library = rivals.fetch_minisearch(folder)
    if library:
        found, index = rivals.minisearch(page, site, folder, records, asked)
        whole = len(gzip.compress(index)) + len(gzip.compress(library.read_bytes()))
        report("MiniSearch", size, found, f"{whole / 1000:.0f} KB")
    else:
        print("    MiniSearch left out: npm is missing, or cannot get it")
    python = os.environ.get("PAGEFIND", "")
    if not Path(python).is_file():
        print("    Pagefind left out: PAGEFIND names no Python that has it; see make bench-search")
    else:
        rivals.write_pagefind(Path(python), folder, records)
        given = rivals.terms(page, site, asked, strict=True)
        found = rivals.pagefind(page, site, given, asked)
        sums = []
        for terms, query in list(zip(given, asked, strict=True))[:: len(asked) // COLD]:
            cold = browser.new_page()
            cold.goto(site)
            traffic = rivals.Traffic(cold, site, folder)
            rivals.pagefind(cold, site, [terms], [query])
            sums.append(traffic.size)
            cold.close()
        report("Pagefind", size, found, _spread(sums))


def _browser(own: str) -> str:
    try:
        return executable(own)
    except AssertionError as missing:
        sys.exit(f"This bench searches in a browser. {missing}")


def main() -> None:
    """Print the table."""
    wanted = sizes(__doc__, SIZES, least=10)
    project = Project(root=ROOT, today=DAY)
    examination = examine(project)
    need(TEN, examination.handbook.procedures)
    pages, _ = fill_pages(project, examination.handbook)
    print("engine      size  n     tuned: r@1 r@3 MRR  held: r@1 r@3 MRR  first query, gzip")
    with sync_playwright() as playwright:
        path = _browser(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        for size in wanted:
            measure(browser, size, examination, sections(pages)[0])
        browser.close()


if __name__ == "__main__":
    main()
