"""The grid of routing: its cells, the directions in it, and what a way through it consists of.

It is finer than that of items: item cells have odd coordinates, the channels between them even
ones. `u` counts along the flow, `v` across it.
"""

from typing import NamedTuple


class Cell(NamedTuple):
    """A place in the routing grid, both coordinates from 0."""

    u: int
    v: int


Path = tuple[Cell, ...]  # source cell, every corner, target cell

FORWARD, BACKWARD, RIGHT, LEFT = range(4)
MOVES = ((1, 0), (-1, 0), (0, 1), (0, -1))
OPPOSITE = (BACKWARD, FORWARD, LEFT, RIGHT)
TURNS = tuple(tuple(turn for turn in range(4) if turn != back) for back in OPPOSITE)
ARRIVED = 4  # added to the heading at the goal, which may be where a way began


def corners(trail: list[Cell]) -> Path:
    """Return a way without the cells in which it does not bend."""
    kept = [trail[0]]
    for before, here, after in zip(trail, trail[1:], trail[2:], strict=False):
        if (here.u == before.u) != (after.u == here.u):
            kept.append(here)
    return (*kept, trail[-1])


def neighbours(size: Cell) -> dict[Cell, tuple[Cell | None, ...]]:
    """Return what lies next to every cell of a grid of this `size`, in the order of MOVES.

    None stands for a direction that leads out of the grid.
    """
    grid = {(u, v): Cell(u, v) for u in range(size.u) for v in range(size.v)}
    return {
        cell: tuple(grid.get((cell.u + u, cell.v + v)) for u, v in MOVES) for cell in grid.values()
    }


def direction(here: Cell, there: Cell) -> int:
    """Return the heading from a cell to one beside it: its place in MOVES.

    Raises ValueError for cells that are not neighbours.
    """
    return MOVES.index((there.u - here.u, there.v - here.v))


def traced(came: dict[tuple[Cell, int], tuple[Cell, int]], last: tuple[Cell, int]) -> list[Cell]:
    """Return the cells of a way that was found, from where it began.

    A place is a cell and the heading in which it was entered; `came` leads from each to the one
    before, `last` is the end.
    """
    trail = [last[0]]
    while last in came:
        last = came[last]
        trail.append(last[0])
    return trail[::-1]
