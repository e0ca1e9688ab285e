"""Which cells a line passes: shortest ways through the grid that bend, cross and share least.

The grid of routing is finer than that of items: item cells have odd coordinates, the channels
between them even ones. `u` counts along the flow, `v` across it.
"""

import heapq
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from generators.diagrams.geometry import Plan
from generators.diagrams.place import Placement


class Cell(NamedTuple):
    """A place in the routing grid."""

    u: int
    v: int


Path = tuple[Cell, ...]  # source cell, every corner, target cell

FORWARD, BACKWARD, RIGHT, LEFT = range(4)
MOVES = ((1, 0), (-1, 0), (0, 1), (0, -1))
OPPOSITE = (BACKWARD, FORWARD, LEFT, RIGHT)
ARRIVED = 4  # added to the heading at the goal, which may be where a way began

# Costs in cells. Found by trying on the flows of the handbook and on random ones: what
# matters is their order (sharing a port, bending, sharing a run, crossing, length).
BEND, SHARED, CROSSED, INSIDE = 5.0, 4.0, 1.2, 0.3
MIXED_PORT, SAME_PORT, JOINED_PORT = 14.0, 10.0, 1.0
LEAVE_FLOW = (0.0, 8.0, 1.0, 1.0)  # by the side of the source, along the main path
LEAVE_BRANCH = (2.0, 8.0, 0.0, 0.0)  # a branch rather leaves sideways
LEAVE_BACK = (3.0, 0.0, 0.0, 0.0)
ENTER_FLOW = (0.0, 6.0, 1.0, 1.0)  # by the direction of travel
ENTER_BACK = (4.0, 1.0, 2.0, 0.0)
ROUNDS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Routes:
    """A path for every way, the size of the grid, where items and lanes begin."""

    paths: tuple[Path, ...]
    cells: dict[str, Cell]
    size: Cell
    first: tuple[int, ...]  # first column of each lane
    effort: int


def route(plan: Plan, placement: Placement) -> Routes:
    """Route every way; then, knowing the others, each once more for a few rounds."""
    first, total = [], 0
    for count in placement.widths:
        first.append(total)
        total += count
    lanes = {item.id: item.lane for item in plan.items}
    cells = {
        name: Cell(2 * row + 1, 2 * (first[lanes[name]] + placement.columns[name]) + 1)
        for name, row in placement.rows.items()
    }
    size = Cell(2 * (1 + max(placement.rows.values(), default=0)) + 1, 2 * total + 1)
    router = _Router(plan, placement, cells, size)
    order = sorted(range(len(plan.ways)), key=router.rank)
    for _ in range(ROUNDS):
        for index in order:
            router.reroute(index)
    return Routes(
        paths=tuple(_corners(router.trails[index]) for index in range(len(plan.ways))),
        cells=cells,
        size=size,
        first=tuple(first),
        effort=router.effort,
    )


def _corners(trail: list[Cell]) -> Path:
    kept = [trail[0]]
    for before, here, after in zip(trail, trail[1:], trail[2:], strict=False):
        if (here.u == before.u) != (after.u == here.u):
            kept.append(here)
    return (*kept, trail[-1])


@dataclass
class _Router:
    """The grid with the lines drawn so far."""

    plan: Plan
    placement: Placement
    cells: dict[str, Cell]
    size: Cell
    trails: dict[int, list[Cell]] = field(default_factory=dict)
    along: dict[Cell, set[int]] = field(default_factory=dict)  # lines through a cell along u
    across: dict[Cell, set[int]] = field(default_factory=dict)
    ports: dict[tuple[str, int], dict[int, bool]] = field(default_factory=dict)  # way: leaves?
    effort: int = 0

    def __post_init__(self) -> None:
        self.occupied = set(self.cells.values())

    def rank(self, index: int) -> tuple[bool, bool, bool, int, int]:
        """Order the ways: straight on first, then branches, side ways and loops; short first."""
        way = self.plan.ways[index]
        start, goal = self.cells[way.source], self.cells[way.target]
        far = abs(start.u - goal.u) + abs(start.v - goal.v)
        return index in self.placement.back, way.side, not self._is_main(index), far, index

    def _is_main(self, index: int) -> bool:
        way = self.plan.ways[index]
        main = self.placement.main
        return not way.side and way.source in main and way.target in main

    def reroute(self, index: int) -> None:
        """Take a line out, if it is there, and draw it where it now fits best."""
        for cell in self.trails.pop(index, ()):
            self.along.get(cell, set()).discard(index)
            self.across.get(cell, set()).discard(index)
        for lines in self.ports.values():
            lines.pop(index, None)
        way = self.plan.ways[index]
        trail = self._search(index)
        self.trails[index] = trail
        for here, there in pairwise(trail):
            used = self.across if here.u == there.u else self.along
            for cell in (here, there):
                used.setdefault(cell, set()).add(index)
        leaving, arriving = _direction(trail[0], trail[1]), _direction(trail[-2], trail[-1])
        self.ports.setdefault((way.source, leaving), {})[index] = True
        self.ports.setdefault((way.target, OPPOSITE[arriving]), {})[index] = False

    def _search(self, index: int) -> list[Cell]:
        """Find the cheapest way (A*: the rest costs at least its length and its bends)."""
        way = self.plan.ways[index]
        start, goal = self.cells[way.source], self.cells[way.target]
        best: dict[tuple[Cell, int], float] = {}
        came: dict[tuple[Cell, int], tuple[Cell, int]] = {}
        queue: list[tuple[float, int, float, Cell, int]] = []
        for side in range(4):
            cost = self._leaving(index, side)
            best[start, side] = cost
            estimate = cost + _rest(start, goal, side)
            heapq.heappush(queue, (estimate, side, cost, start, side))
        while queue:
            _, _, cost, here, heading = heapq.heappop(queue)
            if cost > best[here, heading]:
                continue
            self.effort += 1
            if heading >= ARRIVED:
                return _trail(came, (here, heading))
            there = Cell(here.u + MOVES[heading][0], here.v + MOVES[heading][1])
            if not self._free(there, goal):
                continue
            step = cost + self._step(index, there, goal, heading)
            for turn in self._turns(there, goal, heading):
                price = step + (BEND if turn % ARRIVED != heading else 0)
                if price < best.get((there, turn), float("inf")):
                    best[there, turn] = price
                    came[there, turn] = (here, heading)
                    estimate = price + _rest(there, goal, turn % ARRIVED)
                    heapq.heappush(queue, (estimate, self.effort * 4 + turn, price, there, turn))
        raise ValueError(f"no way from {way.source} to {way.target}")

    def _free(self, cell: Cell, goal: Cell) -> bool:
        inside = 0 <= cell.u < self.size.u and 0 <= cell.v < self.size.v
        return inside and (cell == goal or cell not in self.occupied)

    def _turns(self, cell: Cell, goal: Cell, heading: int) -> tuple[int, ...]:
        """Return where a line may go on: it bends in channels only, and ends at its goal."""
        if cell == goal:
            return (ARRIVED + heading,)
        if cell.u % 2 and cell.v % 2:
            return (heading,)
        return tuple(turn for turn in range(4) if turn != OPPOSITE[heading])

    def _step(self, index: int, cell: Cell, goal: Cell, heading: int) -> float:
        if cell == goal:
            return 1.0 + self._arriving(index, heading)
        same, other = (self.along, self.across) if heading < RIGHT else (self.across, self.along)
        cost = 1.0 + SHARED * len(same.get(cell, ())) + CROSSED * len(other.get(cell, ()))
        return cost + (INSIDE if cell.u % 2 and cell.v % 2 else 0)

    def _leaving(self, index: int, side: int) -> float:
        way = self.plan.ways[index]
        cost = 0.0
        for leaves in self.ports.get((way.source, side), {}).values():
            cost += SAME_PORT if leaves else MIXED_PORT
        if index in self.placement.back:
            return cost + LEAVE_BACK[side]
        return cost + (LEAVE_FLOW if self._is_main(index) else LEAVE_BRANCH)[side]

    def _arriving(self, index: int, heading: int) -> float:
        way = self.plan.ways[index]
        cost = 0.0
        for leaves in self.ports.get((way.target, OPPOSITE[heading]), {}).values():
            cost += MIXED_PORT if leaves else JOINED_PORT
        return cost + (ENTER_BACK if index in self.placement.back else ENTER_FLOW)[heading]


def _direction(here: Cell, there: Cell) -> int:
    return MOVES.index((there.u - here.u, there.v - here.v))


def _rest(here: Cell, goal: Cell, heading: int) -> float:
    """Return what the rest of a way costs at least."""
    u, v = goal.u - here.u, goal.v - here.v
    bend = bool(u and v) or (u * MOVES[heading][0] < 0 or v * MOVES[heading][1] < 0)
    return abs(u) + abs(v) + (BEND if bend else 0)


def _trail(came: dict[tuple[Cell, int], tuple[Cell, int]], last: tuple[Cell, int]) -> list[Cell]:
    trail = [last[0]]
    while last in came:
        last = came[last]
        trail.append(last[0])
    return trail[::-1]
