"""Measure a preview that follows an edit, with the demonstration and with 1,000 procedures.

Wall seconds from the save of a step: until its page has the new words, and until everything else
has followed. CPU seconds are those of the preview and all it started. Run it with nothing else
running.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import EDITS
from tests.bench_large import large_handbook
from tests.benches import need, sizes
from tests.previews import Served, free_port
from tests.sites import command, environment
from tests.support import ROOT

SIZES = (43, 1000)
ROUNDS = 3
PAGE = "/handbook/restaurant/restaurant-six-steps/"
BAR = "其余页面更新中"
OFTEN = 0.02  # seconds between two looks at the page
REST = 5.0  # seconds of peace before each edit: the preview tries its prints meanwhile


def cpu(group: int) -> float:
    """Seconds of the processor of the processes of a group, and of those they waited for."""
    spent = 0
    for told in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = told.read_text("utf-8").rpartition(")")[2].split()
        except OSError:  # ended while we looked
            continue
        if int(fields[2]) == group:
            spent += sum(map(int, fields[11:15]))
    return spent / os.sysconf("SC_CLK_TCK")


def until(condition: Callable[[], bool]) -> float:
    """Wait for something to come true; return how many seconds that took."""
    begun = time.monotonic()
    while not condition():
        time.sleep(OFTEN)
    return time.monotonic() - begun


def edited(root: Path, served: Served, *, there: bool) -> tuple[float, float, float]:
    """Edit a step, or undo that; return the seconds to its page, to all, and of the processor."""
    path, *words = EDITS["one step edited"]
    old, new = words if there else reversed(words)
    source = root / path
    text = source.read_text("utf-8").replace(old, new)
    before = cpu(served.group)
    source.write_text(text, "utf-8")
    first = until(lambda: new in served.page(PAGE))
    rest = until(lambda: BAR not in served.page(PAGE))
    return first, first + rest, cpu(served.group) - before


def measure(size: int) -> None:
    """Print the rows of one size."""
    with tempfile.TemporaryDirectory() as folder:
        root, store = Path(folder, "project"), str(Path(folder, "store"))
        large_handbook(root, size)
        port = free_port()
        asked = command(root, "serve", "--port", str(port))
        env = environment({"SOP_STORE": store})
        served = Served(asked, port, Path(folder, "log"), env, ROOT)
        try:
            begun = until(lambda: bool(served.page(PAGE)))
            print(f"{size} procedures, shown after {begun:.1f} s", flush=True)
            for number in range(ROUNDS):
                time.sleep(REST)
                figures = edited(root, served, there=number % 2 == 0)
                print(f"{f'edit {number + 1}':<28}" + "".join(f"{one:9.2f}" for one in figures))
        finally:
            served.stop()


def main() -> None:
    """Print the table."""
    asked = sizes(__doc__, SIZES)
    path, old, _ = EDITS["one step edited"]
    need([old], [old] if old in (ROOT / path).read_text("utf-8") else [])
    print("".ljust(28) + f"{'its page':>9}{'all':>9}{'CPU s':>9}")
    for size in asked:
        measure(size)


if __name__ == "__main__":
    main()
