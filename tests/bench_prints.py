"""Measure typesetting: CPU milliseconds a print, and what one edited step costs: `make bench`.

All prints of the whole real handbook, one after the other in this process, as if it had an
address (so with QR codes). Read the figures as ratios, machines differ.
"""

import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from generators.examine import examine
from generators.model import Handbook, Phrase, Text
from generators.project import Project
from generators.render.base import Context
from generators.render.print import plan_prints
from generators.render.print.jobs import Print
from generators.render.print.press import press
from generators.store import Store
from generators.words import words
from tests.support import DAY, ROOT

BUDGET = 80  # milliseconds a print, on average
EDITED = "restaurant-six-steps"


def main() -> None:
    """Print the table."""
    examination = examine(Project(root=ROOT, today=DAY))
    handbook = replace(examination.handbook, base_url="https://handbook.test/sop/")
    with tempfile.TemporaryDirectory() as folder:
        context = Context(
            words=words("zh"),
            today=DAY,
            findings=(),
            places=examination.places,
            schemas={},
            store=Store(Path(folder), "bench"),
        )
        _cold(handbook, context)
        _edited(handbook, context, Path(folder))


def _cold(handbook: Handbook, context: Context) -> None:
    spent: dict[str, list[float]] = defaultdict(list)
    batches: dict[tuple[str, str], list[Print]] = defaultdict(list)
    for job in plan_prints(handbook, context):
        batches[job.subject, job.template or job.kind].append(job)
    for jobs in batches.values():  # few enough to stay in this process
        start = time.process_time()
        press(jobs, handbook, context)
        each = (time.process_time() - start) * 1000 / len(jobs)
        for job in jobs:
            spent[job.kind].append(each)
    print(f"{'CPU milliseconds a print':<26}{'prints':>8}{'average':>10}{'most':>10}")
    for kind, times in sorted(spent.items()):
        print(f"{kind:<26}{len(times):>8}{sum(times) / len(times):>10.1f}{max(times):>10.1f}")
    small = [time_ for kind, times in spent.items() if kind != "handbook" for time_ in times]
    average = sum(small) / len(small)
    print(f"{'all but the books':<26}{len(small):>8}{average:>10.1f}  (budget {BUDGET})")


def _edited(handbook: Handbook, context: Context, store: Path) -> None:
    before = set(store.rglob("*"))
    procedure = handbook.procedures[EDITED]
    first, *others = procedure.steps
    changed = replace(first, phrases=(*first.phrases, Phrase(say=Text(("里边请",)))))
    edited = replace(procedure, steps=(changed, *others))
    known = {**handbook.procedures, EDITED: edited}
    start = time.process_time()
    handbook = replace(handbook, procedures=known)
    press(plan_prints(handbook, context), handbook, context)
    spent = time.process_time() - start
    fresh = [path for path in set(store.rglob("*")) - before if path.is_file()]
    print(f"one step edited: {len(fresh)} prints made anew in {spent:.2f} s, books included")


if __name__ == "__main__":
    main()
