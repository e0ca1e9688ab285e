"""Measure typesetting: CPU milliseconds a print, and what one edited step costs."""

import resource
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from sop_handbook.model import Handbook, Phrase, Text
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.base import Context
from sop_handbook.render.print import plan_prints
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.typeset import typeset_all
from tests.benches import need, sizes
from tests.support import DAY, ROOT

BUDGET = 80  # milliseconds a print, on average
EDITED = "restaurant-six-steps"


def main() -> None:
    """Print the table."""
    project = Project(root=ROOT, today=DAY)
    examination = examine(project)
    handbook = replace(examination.handbook, base_url="https://handbook.internal/sop/")
    (size,) = sizes(__doc__, [len(handbook.procedures)])
    need([EDITED], handbook.procedures)
    subjects = _subjects(handbook, size)
    with tempfile.TemporaryDirectory() as folder:
        context = context_of(replace(project, store=Path(folder)), examination)
        _by_kind(handbook, context, subjects)
        _edited(handbook, context, Path(folder), subjects)
    with tempfile.TemporaryDirectory() as folder:
        context = context_of(replace(project, store=Path(folder)), examination)
        _as_built(handbook, context, subjects)


def _subjects(handbook: Handbook, size: int) -> frozenset[str]:
    """What the prints are about: so many procedures and their industries; empty for everything."""
    if size >= len(handbook.procedures):
        return frozenset()
    names = [EDITED, *(name for name in handbook.procedures if name != EDITED)][:size]
    return frozenset({*names, *(handbook.procedures[name].industry for name in names)})


def _jobs(handbook: Handbook, context: Context, subjects: frozenset[str]) -> list[Print]:
    jobs = plan_prints(handbook, context)
    return [job for job in jobs if not subjects or job.subject in subjects]


def cpu() -> float:
    """CPU seconds of this process and of the children it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _by_kind(handbook: Handbook, context: Context, subjects: frozenset[str]) -> None:
    spent: dict[str, list[float]] = defaultdict(list)
    batches: dict[tuple[str, str], list[Print]] = defaultdict(list)
    for job in _jobs(handbook, context, subjects):
        batches[job.subject, job.template or job.kind].append(job)
    for jobs in batches.values():  # few enough to stay in this process
        start = cpu()
        typeset_all(jobs, handbook, context)
        each = (cpu() - start) * 1000 / len(jobs)
        for job in jobs:
            spent[job.kind].append(each)
    print(f"{'CPU milliseconds a print':<26}{'prints':>8}{'average':>10}{'most':>10}")
    for kind, times in sorted(spent.items()):
        print(f"{kind:<26}{len(times):>8}{sum(times) / len(times):>10.1f}{max(times):>10.1f}")
    books = "handbook"
    small = [each for kind, times in spent.items() if kind != books for each in times]
    _line("all but the books", sum(small), len(small))
    _line("all, books included", sum(small) + sum(spent[books]), len(small) + len(spent[books]))


def _as_built(handbook: Handbook, context: Context, subjects: frozenset[str]) -> None:
    start = cpu()
    jobs = _jobs(handbook, context, subjects)
    typeset_all(jobs, handbook, context)
    _line("all, as a build does it", (cpu() - start) * 1000, len(jobs))


def _line(name: str, milliseconds: float, prints: int) -> None:
    each = milliseconds / prints
    print(f"{name:<26}{prints:>8}{each:>10.1f}  (budget {BUDGET})")


def _edited(handbook: Handbook, context: Context, store: Path, subjects: frozenset[str]) -> None:
    """Edit one step; what a preview makes anew, then what the books add."""
    before = set(store.rglob("*"))
    procedure = handbook.procedures[EDITED]
    first, *others = procedure.steps
    changed = replace(first, phrases=(*first.phrases, Phrase(say=Text(("里边请",)))))
    edited = replace(procedure, steps=(changed, *others))
    known = {**handbook.procedures, EDITED: edited}
    handbook = replace(handbook, procedures=known)
    for name, preview in (("without books", True), ("with the books", False)):
        start = cpu()
        now = replace(context, preview=preview)
        jobs = _jobs(handbook, now, subjects)
        typeset_all(jobs, handbook, now)
        spent = cpu() - start
        fresh = {path for path in store.rglob("*") if path.is_file()} - before
        before |= fresh
        print(f"one step edited, {name}: {len(fresh)} of {len(jobs)} made anew in {spent:.2f} s")
