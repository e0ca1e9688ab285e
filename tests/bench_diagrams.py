"""Measure drawing: one layout, and the choice among all forms for page, phone and paper.

Part of `make bench`; the size is how many diagrams, the smallest first. Figures are CPU
milliseconds, the least of several rounds; the budget of one layout is 10 ms for six straight steps
and 120 ms for the hardest flow.
"""

import time
from collections.abc import Callable

from generators.diagrams.draw import Form, sketches
from generators.diagrams.fit import Paper, page_drawing, phone_drawing, print_drawing
from generators.diagrams.graph import Graph
from generators.diagrams.measure import wrap
from generators.diagrams.overviews import family_graph
from generators.diagrams.procedures import procedure_graph
from generators.examine import examine
from generators.project import Project
from generators.words import words
from tests.benches import need, sizes
from tests.support import DAY, ROOT

ROUNDS = 5
PAPER = Paper(width=186, height=262)
PROCEDURES = ("restaurant-six-steps", "egl-docking", "egl-nonstandard", "egl-settlement")


def least(work: Callable[[], object]) -> float:
    """The least CPU time of several rounds, each with text to be broken anew."""
    spent = []
    for _ in range(ROUNDS):
        wrap.cache_clear()
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent) * 1000


def row(graph: Graph) -> str:
    """One line of the table."""
    chinese = words("zh")
    cells = [
        least(lambda: next(sketches(graph, [Form()], chinese)).drawn()),
        least(lambda: page_drawing(graph, chinese)),
        least(lambda: phone_drawing(graph, chinese)),
        least(lambda: print_drawing(graph, chinese, PAPER)),
    ]
    head = f"{graph.id} ({len(graph.nodes)} nodes, {len(graph.lanes)} lanes)"
    return head.ljust(44) + "".join(f"{cell:>12.1f}" for cell in cells)


def main() -> None:
    """Print the table."""
    (size,) = sizes(__doc__, [len(PROCEDURES) + 1])
    handbook = examine(Project(root=ROOT, today=DAY)).handbook
    need(PROCEDURES, handbook.procedures)
    graphs = [procedure_graph(handbook, handbook.procedures[n], words("zh")) for n in PROCEDURES]
    graphs += [family_graph(handbook, f, words("zh")) for f in handbook.families.values()]
    heads = ("one layout", "page", "phone", "paper")
    print("CPU ms".ljust(44) + "".join(f"{head:>12}" for head in heads))
    for graph in sorted(graphs, key=lambda graph: len(graph.nodes))[:size]:
        print(row(graph))


if __name__ == "__main__":
    main()
