"""One build under the clock, in a process of its own, for `tests.bench`: prints JSON.

Called as `python -m tests.bench_stages ROOT STORE WHAT`: a project, the folder of the store, and
`site` for all but prints and Word documents, `word` or `prints` for those alone.
"""

import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sop_handbook.cli import OBJECTS
from sop_handbook.findings import has_errors
from sop_handbook.model import Handbook
from sop_handbook.pipeline.build import build, render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.base import Context, Rendered, Renderer
from sop_handbook.render.office import render_office
from sop_handbook.render.print import render_prints
from sop_handbook.render.renderers import RENDERERS
from tests.support import DAY

APART = {"word": render_office, "prints": render_prints}


def cpu() -> float:
    """Seconds of the processor so far, of this process and of those that it waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


class Clock:
    """CPU seconds by stage; what passes between two calls belongs to the stage of the first."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {"start": 0.0}
        self._stage, self._since = "start", 0.0

    def __call__(self, stage: str) -> str:
        """Begin a stage; return the one before."""
        before, now = self._stage, cpu()
        self.spent[before] = self.spent.get(before, 0.0) + now - self._since
        self._stage, self._since = stage, now
        return before


def timed(clock: Clock, renderer: Renderer, handbook: Handbook, context: Context) -> Rendered:
    """Run a renderer as a stage of its own."""
    before = clock(renderer.__name__)
    rendered = renderer(handbook, context)
    clock(before)
    return rendered


def site(project: Project, clock: Clock) -> int:
    """Build all but what is measured apart; return the number of files."""
    renderers = [partial(timed, clock, one) for one in RENDERERS if one not in APART.values()]
    result = build(project, clock, renderers=renderers)
    assert not result.failed, [f for f in result.findings if has_errors([f])][:5]
    return len(result.artifacts)


def apart(renderer: Renderer, project: Project, clock: Clock) -> int:
    """Make what one renderer makes; return the number of files."""
    clock("examine")
    examination = examine(project)
    clock(renderer.__name__)
    rendered = render_all(project, examination, [renderer])
    assert not has_errors(rendered.findings), rendered.findings[:5]
    return len(rendered.artifacts)


def main() -> None:
    """Measure and print."""
    gc.set_threshold(OBJECTS)  # as the command does
    root, store, what = sys.argv[1:]
    project = Project(root=Path(root), today=DAY, store=Path(store))
    clock, begun = Clock(), time.monotonic()
    work: Callable[[Project, Clock], int] = site if what == "site" else partial(apart, APART[what])
    files = work(project, clock)
    clock("end")
    peaks = [resource.getrusage(who).ru_maxrss >> 10 for who in (-1, 0)]  # children, self: MB
    told = {"stages": clock.spent, "wall": time.monotonic() - begun, "peak": max(peaks)}
    print(json.dumps({**told, "files": files}))


if __name__ == "__main__":
    main()
