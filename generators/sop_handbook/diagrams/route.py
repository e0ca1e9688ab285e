"""Which cells a line passes: shortest ways through the grid that bend, cross and share least."""

import heapq
from dataclasses import dataclass, field
from itertools import pairwise

from sop_handbook.diagrams.cells import (
    ARRIVED,
    MOVES,
    OPPOSITE,
    RIGHT,
    TURNS,
    Cell,
    Path,
    corners,
    direction,
    neighbours,
    traced,
)
from sop_handbook.diagrams.geometry import Plan
from sop_handbook.diagrams.place import Placement
from sop_handbook.diagrams.trunks import allies

# Costs in cells. Found by trying on the flows of the handbook and on random ones: what
# matters is their order (sharing a port, bending, sharing a run, crossing, length).
BEND, SHARED, CROSSED, INSIDE = 5.0, 4.0, 1.2, 0.3
MIXED_PORT, SAME_PORT, JOINED_PORT = 14.0, 10.0, 1.0
# A third line with a label by the same side, two of them to the same place: these run side by side
# all the way, so that the label of the one in the middle finds no room.
THIRD = 40.0
LEAVE_FLOW = (0.0, 8.0, 1.0, 1.0)  # by the side of the source, along the main path
LEAVE_BRANCH = (2.0, 8.0, 0.0, 0.0)  # a branch rather leaves sideways
LEAVE_BACK = (3.0, 0.0, 0.0, 0.0)
ENTER_FLOW = (0.0, 6.0, 1.0, 1.0)  # by the direction of travel
ENTER_BACK = (4.0, 1.0, 2.0, 0.0)
ROUNDS = 3
# Lines with so many bends may go before others: in so many tries, or as many as the square of the
# number of lines goes into the third; a try must save so much.
DETOUR, TRIES, JUDGED, BETTER = 2, 60, 6000, 0.5
TANGLED = 2.0  # what a crossing costs then besides: a line that goes first crosses nothing yet


@dataclass(frozen=True, kw_only=True, slots=True)
class Routes:
    """A path for every way, the size of the grid, where items (by id) and lanes begin."""

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
    if plan.untangle:
        router.untangle()
    return Routes(
        paths=tuple(corners(router.trails[index]) for index in range(len(plan.ways))),
        cells=cells,
        size=size,
        first=tuple(first),
        effort=router.effort,
    )


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
    docked: dict[int, tuple[tuple[str, int], ...]] = field(default_factory=dict)  # its two ports
    effort: int = 0
    moves: int = 0
    settled: dict[int, int] = field(default_factory=dict)  # moves when a line was last drawn

    def __post_init__(self) -> None:
        self.occupied = set(self.cells.values())
        self.beside = neighbours(self.size)
        self.allies = allies(self.plan.ways)

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
        """Take a line out, if it is there, and draw it where it now fits best.

        Where no other line has moved since it was drawn, that is where it is.
        """
        if self.settled.get(index) == self.moves:
            return
        former = self.trails.get(index)
        self._lift(index)
        self._lay(index, self._search(index))
        self.moves += self.trails[index] != former
        self.settled[index] = self.moves

    def untangle(self) -> None:
        """Let lines that make a detour go first once, one of those in their way after them.

        What is better for all stays. Those that bend most come first; more lines, fewer tries.
        """
        tries = min(TRIES, JUDGED // max(1, len(self.trails)) ** 2)
        bends = {index: len(corners(trail)) - 2 for index, trail in self.trails.items()}
        for index in sorted(bends, key=lambda index: (-bends[index], index)):
            others = self._in_the_way(index) if bends[index] >= DETOUR else []
            for other in others[:tries]:
                tries -= 1
                self._swap(index, other)

    def _in_the_way(self, index: int) -> list[int]:
        """Return the lines that begin or end where a line does, or cross it."""
        way = self.plan.ways[index]
        ends = {way.source, way.target}
        near = {
            n for n, o in enumerate(self.plan.ways) if not ends.isdisjoint((o.source, o.target))
        }
        for cell in self.trails[index][1:-1]:
            near |= self.along.get(cell, set()) | self.across.get(cell, set())
        return sorted(near - {index})

    def _swap(self, first: int, second: int) -> None:
        former, before = dict(self.trails), self._total()
        for index in (first, second):
            self._lift(index)
        for index in (first, second):
            self._lay(index, self._search(index))
        if self._total() > before - BETTER:
            for index in (first, second):
                self._lift(index)
            for index in (first, second):
                self._lay(index, former[index])

    def _total(self) -> float:
        """Return what all lines cost together; what two do to each other counts twice."""
        total = 0.0
        for index, trail in list(self.trails.items()):
            self._lift(index)
            total += self._price(index, trail) + TANGLED * self._crossings(index, trail)
            self._lay(index, trail)
        return total

    def _price(self, index: int, trail: list[Cell]) -> float:
        headings = [direction(here, there) for here, there in pairwise(trail)]
        cost = self._leaving(index, headings[0])
        for cell, heading in zip(trail[1:], headings, strict=True):
            cost += self._step(index, cell, trail[-1], heading)
        return cost + BEND * sum(one != other for one, other in pairwise(headings))

    def _crossings(self, index: int, trail: list[Cell]) -> int:
        """Count the lines to other places that a trail meets on its way across or along them."""
        ways = self.plan.ways
        level = [here.u == before.u for before, here in pairwise(trail)]
        used = [self.along if across else self.across for across in level[:-1]]
        met = (lines.get(cell, ()) for lines, cell in zip(used, trail[1:-1], strict=True))
        return sum(ways[line].target != ways[index].target for lines in met for line in lines)

    def _lift(self, index: int) -> None:
        for cell in self.trails.pop(index, ()):
            self.along.get(cell, set()).discard(index)
            self.across.get(cell, set()).discard(index)
        for port in self.docked.pop(index, ()):
            self.ports[port].pop(index, None)

    def _lay(self, index: int, trail: list[Cell]) -> None:
        way = self.plan.ways[index]
        self.trails[index] = trail
        for here, there in pairwise(trail):
            used = self.across if here.u == there.u else self.along
            for cell in (here, there):
                used.setdefault(cell, set()).add(index)
        leaving, arriving = direction(trail[0], trail[1]), direction(trail[-2], trail[-1])
        docks = (way.source, leaving), (way.target, OPPOSITE[arriving])
        for port, leaves in zip(docks, (True, False), strict=True):
            self.ports.setdefault(port, {})[index] = leaves
        self.docked[index] = docks

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
                return traced(came, (here, heading))
            there = self.beside[here][heading]
            if there is None or (there in self.occupied and there != goal):
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

    def _turns(self, cell: Cell, goal: Cell, heading: int) -> tuple[int, ...]:
        """Return where a line may go on: it bends in channels only, and ends at its goal."""
        if cell == goal:
            return (ARRIVED + heading,)
        if cell.u % 2 and cell.v % 2:
            return (heading,)
        return TURNS[heading]

    def _step(self, index: int, cell: Cell, goal: Cell, heading: int) -> float:
        if cell == goal:
            return 1.0 + self._arriving(index, heading)
        same, other = (self.along, self.across) if heading < RIGHT else (self.across, self.along)
        met, crossed, allies = same.get(cell), other.get(cell), self.allies[index]
        cost = 1.0
        if met:
            cost += SHARED * (len(met - allies) if allies else len(met))
        if crossed:
            cost += CROSSED * (len(crossed - allies) if allies else len(crossed))
        return cost + (INSIDE if cell.u % 2 and cell.v % 2 else 0)

    def _leaving(self, index: int, side: int) -> float:
        way = self.plan.ways[index]
        cost = THIRD if self._crowded(index, side) else 0.0
        for leaves in self.ports.get((way.source, side), {}).values():
            again = JOINED_PORT if way.source in self.plan.bars else SAME_PORT
            cost += again if leaves else MIXED_PORT
        if index in self.placement.back:
            return cost + LEAVE_BACK[side]
        return cost + (LEAVE_FLOW if self._is_main(index) else LEAVE_BRANCH)[side]

    def _crowded(self, index: int, side: int) -> bool:
        """Tell whether a line would be a third with a label there, and two have the same goal."""
        way = self.plan.ways[index]
        port = self.ports.get((way.source, side), {})
        others = (self.plan.ways[other] for other, leaves in port.items() if leaves)
        goals = [one.target for one in (way, *others) if one.label]
        return way.label is not None and len(goals) > 2 and len({*goals}) < len(goals)

    def _arriving(self, index: int, heading: int) -> float:
        way = self.plan.ways[index]
        cost = 0.0
        for leaves in self.ports.get((way.target, OPPOSITE[heading]), {}).values():
            cost += MIXED_PORT if leaves else JOINED_PORT
        return cost + (ENTER_BACK if index in self.placement.back else ENTER_FLOW)[heading]


def _rest(here: Cell, goal: Cell, heading: int) -> float:
    """Return what the rest of a way costs at least."""
    u, v = goal.u - here.u, goal.v - here.v
    bend = bool(u and v) or (u * MOVES[heading][0] < 0 or v * MOVES[heading][1] < 0)
    return abs(u) + abs(v) + (BEND if bend else 0)
