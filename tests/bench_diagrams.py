"""Measure drawing: one layout, and the choice among all forms for page, phone and paper.

Part of `make bench`; the size is how many diagrams, the smallest first. Figures are CPU
milliseconds, the least of several rounds; the budget of one layout is 10 ms for six straight steps
and 120 ms for the hardest flow. Large processes have budgets for all drawings together: 3 s for 100
straight steps, 5 s for a question with 30 answers, 60 s for 500 steps or 60 with answers at random.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from sop_handbook.diagrams.draw import Arrangement, sketches
from sop_handbook.diagrams.fit import Paper, page_drawing, phone_drawing, print_drawing
from sop_handbook.diagrams.graph import Graph
from sop_handbook.diagrams.measure import wrap
from sop_handbook.diagrams.overviews import family_graph
from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.language.messages import messages
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from tests.benches import need, sizes
from tests.large_graphs import fan, flow, maze
from tests.support import DAY, ROOT

ROUNDS, ENOUGH = 5, 1.0  # seconds: a slow drawing is measured once
PAPER = Paper(width=186, height=262)
PROCEDURES = ("restaurant-six-steps", "egl-docking", "egl-nonstandard", "egl-settlement")

LARGE = [
    replace(graph, id=name)
    for name, graph in {
        "100 steps": flow({}, 100),
        "500 steps": flow({}, 500),
        "60 steps, answers at random": maze(60),
        "30 answers": fan(30),
    }.items()
]


def least(work: Callable[[], object]) -> float:
    """The least CPU time of several rounds, each with text to be broken anew."""
    spent: list[float] = []
    while len(spent) < ROUNDS and sum(spent) < ENOUGH:
        wrap.cache_clear()
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent) * 1000


def row(graph: Graph) -> str:
    """One line of the table."""
    chinese = messages("zh")
    cells = [
        least(lambda: next(sketches(graph, [Arrangement()], chinese)).drawn()),
        least(lambda: page_drawing(graph, chinese)),
        least(lambda: phone_drawing(graph, chinese)),
        least(lambda: print_drawing(graph, chinese, PAPER)),
    ]
    head = f"{graph.id} ({len(graph.nodes)} nodes, {len(graph.lanes)} lanes)"
    return head.ljust(44) + "".join(f"{cell:>12.1f}" for cell in cells)


def main() -> None:
    """Print the table."""
    (size,) = sizes(__doc__, [len(PROCEDURES) + 1 + len(LARGE)])
    handbook = examine(Project(root=ROOT, today=DAY)).handbook
    need(PROCEDURES, handbook.procedures)
    graphs = [procedure_graph(handbook, handbook.procedures[n], messages("zh")) for n in PROCEDURES]
    graphs += [family_graph(handbook, f, messages("zh")) for f in handbook.families.values()]
    graphs += LARGE
    heads = ("one layout", "page", "phone", "paper")
    print("CPU ms".ljust(44) + "".join(f"{head:>12}" for head in heads))
    for graph in sorted(graphs, key=lambda graph: len(graph.nodes))[:size]:
        print(row(graph))


if __name__ == "__main__":
    main()
