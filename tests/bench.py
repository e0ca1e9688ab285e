"""Measure whole builds of handbooks of 100 and 1,000 procedures: `make bench`.

CPU seconds of all processes, by stage, without prints and Word documents, which have rows of their
own; wall seconds and the largest process. Run it with nothing else running; machines differ, so
read the rows against each other.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.bench_large import large_handbook
from tests.benches import need, sizes
from tests.sites import environment
from tests.support import ROOT

SIZES = (100, 1000)
STEP = "sop_sources/procedures/restaurant/restaurant-six-steps.yaml"
QUANTITY = "sop_sources/shared/guarantee-letter.yaml"
EDITS: Mapping[str, tuple[str, str, str]] = {
    "one step edited": (STEP, "面带微笑，大声问好", "面带微笑，先问声好"),
    "one quantity edited": (QUANTITY, "value: 1000元", "value: 1100元"),
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "start": ("start",),
    "examine": ("examine",),
    "pages": ("render_pages",),
    "search": ("render_search",),
    "data": (),  # all that no other column names
    "publish": ("publish",),
    "MkDocs": ("site",),
}
HEADS = (*COLUMNS, "all")
MOST_PRINTS = 1000  # procedures; those of a thousand take five minutes


def measured(root: Path, store: Path, what: str) -> dict[str, Any]:
    """Run one build in a process of its own; return what `tests.bench_stages` says."""
    asked = [sys.executable, "-m", "tests.bench_stages", str(root), str(store), what]
    ran = subprocess.run(asked, cwd=ROOT, env=environment(), capture_output=True, text=True)
    if ran.returncode:
        sys.exit(ran.stderr)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def cells(told: Mapping[str, Any]) -> dict[str, float]:
    """Return the CPU seconds of each column, and of `all`."""
    stages = dict(told["stages"])
    total = sum(stages.values())
    found = {key: sum(stages.pop(one, 0.0) for one in named) for key, named in COLUMNS.items()}
    return {**found, "data": sum(stages.values()), "all": total}


def row(name: str, figures: Mapping[str, float]) -> str:
    """Return a line of the table, as far as it goes by column."""
    return f"{name:<28}" + "".join(f"{figures[key]:9.2f}" for key in HEADS)


def measure(size: int, say: Callable[[str], None]) -> dict[str, dict[str, float]]:
    """Print the rows of one size; return the CPU seconds of each, by column."""
    spent: dict[str, dict[str, float]] = {}

    def tell(name: str, root: Path, what: str = "site") -> None:
        told = measured(root, store, what)
        spent[name] = cells(told)
        files = f" ({told['files']})" if what != "site" else ""
        say(f"{row(f'{name}{files}', spent[name])}{told['wall']:9.2f}{told['peak']:9}")

    with tempfile.TemporaryDirectory() as folder:
        root, store = Path(folder, "project"), Path(folder, "store")
        need(
            EDITS, [name for name, edit in EDITS.items() if edit[1] in (ROOT / edit[0]).read_text()]
        )
        large_handbook(root, size)
        say(f"{size} procedures")
        tell("cold", root)
        tell("nothing changed", root)
        for name, (path, old, new) in EDITS.items():
            source = root / path
            source.write_text(source.read_text("utf-8").replace(old, new), "utf-8")
            tell(name, root)
        other = Path(folder, "other")
        shutil.copytree(root, other, ignore=shutil.ignore_patterns(".cache", "site"))
        tell("another checkout, same store", other)
        tell("Word, cold", root, "word")
        if size <= MOST_PRINTS:
            tell("prints, cold", root, "prints")
    return spent


def main() -> None:
    """Print the tables."""
    asked = sizes(__doc__, SIZES)
    print("CPU seconds".ljust(28), end="")
    print("".join(f"{head:>9}" for head in (*HEADS, "wall", "peak MB")))
    found = {size: measure(size, lambda line: print(line, flush=True)) for size in asked}
    if len(asked) > 1:
        first, *_, last = asked
        print(f"a procedure of {last} costs, against one of {first}:")
        for name, figures in found[last].items():
            of_one = {key: spent / last for key, spent in figures.items()}
            less = {key: spent / first for key, spent in found[first][name].items()}
            print(row(name, {key: of_one[key] / less[key] if less[key] else 0 for key in HEADS}))


if __name__ == "__main__":
    main()
