"""Which row and column of the lane grid an item stands in; rows count along the flow."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

from sop_handbook.diagrams.geometry import GridItem, Plan, Way


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """Row and column (within its lane) of each item, by id and from 0.

    `back` are the places, in the plan, of ways against the flow; `main` are the ids of items on the
    main path.
    """

    rows: dict[str, int]
    columns: dict[str, int]
    widths: tuple[int, ...]  # columns of each lane
    back: frozenset[int]
    main: frozenset[str]


def place(plan: Plan) -> Placement:
    """Give every item a cell of its own.

    An item comes after all it can follow; a hand-over to another lane stays in the same row
    where nothing is between; what leaves the main path moves to a column beside it.
    """
    if plan.fold:
        return _folded(plan)
    back = _against_the_flow(plan)
    grid = _Grid(plan, back)
    for item in grid.order:
        grid.put(item)
    used = [
        1 + max((grid.columns[i.id] for i in plan.items if i.lane == lane), default=0)
        for lane in range(len(plan.lanes))
    ]
    return Placement(
        rows=grid.rows,
        columns=grid.columns,
        widths=tuple(used),
        back=back,
        main=frozenset(grid.main),
    )


def _folded(plan: Plan) -> Placement:
    """Set the items in lines, as words are."""
    names = [item.id for item in plan.items]
    return Placement(
        rows={name: index % plan.fold for index, name in enumerate(names)},
        columns={name: index // plan.fold for index, name in enumerate(names)},
        widths=(-(-len(names) // plan.fold),),
        back=frozenset(),
        main=frozenset(names),
    )


def _against_the_flow(plan: Plan) -> frozenset[int]:
    """Return the ways that close a loop, found depth first in reading order.

    They are numbered as in the plan, those without a line after the others.
    """
    ways = (*plan.ways, *plan.unseen)
    leaving = _by_source(ways)
    state: dict[str, int] = {}  # 1 while open, 2 when done
    back: set[int] = set()
    for item in plan.items:
        if item.id in state:
            continue
        state[item.id] = 1
        stack = [(item.id, iter(leaving.get(item.id, ())))]
        while stack:
            name, rest = stack[-1]
            index = next(rest, None)
            if index is None:
                state[name] = 2
                stack.pop()
                continue
            target = ways[index].target
            if state.get(target) == 1:
                back.add(index)
            elif target not in state:
                state[target] = 1
                stack.append((target, iter(leaving.get(target, ()))))
    return frozenset(back)


def _by_source(ways: Sequence[Way]) -> dict[str, list[int]]:
    table: dict[str, list[int]] = {}
    for index, way in enumerate(ways):
        table.setdefault(way.source, []).append(index)
    return table


_Cell = tuple[int, int, int]  # lane, column, row


@dataclass
class _Grid:
    """The cells while they fill up."""

    plan: Plan
    back: frozenset[int]
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    taken: set[_Cell] = field(default_factory=set)  # by items, or by lines straight across

    def __post_init__(self) -> None:
        every = (*self.plan.ways, *self.plan.unseen)
        ways = [way for index, way in enumerate(every) if index not in self.back]
        self.before: dict[str, list[str]] = {item.id: [] for item in self.plan.items}
        self.after: dict[str, list[str]] = {item.id: [] for item in self.plan.items}
        self.flow_after: dict[str, list[str]] = {item.id: [] for item in self.plan.items}
        for way in ways:
            self.before[way.target].append(way.source)
            self.after[way.source].append(way.target)
            if not way.side:
                self.flow_after[way.source].append(way.target)
        self.items = {item.id: item for item in self.plan.items}
        self.order = self._topological()
        self.main = self._main_path()

    def _topological(self) -> list[GridItem]:
        """Sort so that everything comes after what it can follow, else in reading order."""
        position = self._positions()
        open_ = {name: len(sources) for name, sources in self.before.items()}
        ready = [(position[name], name) for name, count in open_.items() if not count]
        heapq.heapify(ready)
        order: list[GridItem] = []
        while ready:
            item = self.items[heapq.heappop(ready)[1]]
            order.append(item)
            for name in self.after[item.id]:
                open_[name] -= 1
                if not open_[name]:
                    heapq.heappush(ready, (position[name], name))
        return order

    def _positions(self) -> dict[str, float]:
        """Number the items in reading order; where a branch ends at once, it ends beside it."""
        position = {item.id: float(number) for number, item in enumerate(self.plan.items)}
        found = dict(position)
        for name, sources in self.before.items():
            if len(sources) == 1 and not self.after[name] and len(self.after[sources[0]]) > 1:
                found[name] = position[sources[0]] + 0.5
        return found

    def _main_path(self) -> set[str]:
        """Return the items on the longest way through, exceptions left aside."""
        length: dict[str, int] = {}
        for item in reversed(self.order):
            length[item.id] = 1 + max((length[n] for n in self.flow_after[item.id]), default=0)
        main: set[str] = set()
        here = self.order[0].id if self.order else None
        while here is not None:
            main.add(here)
            here = max(self.flow_after[here], key=lambda name: length[name], default=None)
        return main

    def put(self, item: GridItem) -> None:
        """Give an item the first cell that suits it."""
        row = max((self.rows[name] + 1 for name in self.before[item.id]), default=0)
        wanted = self._wanted_columns(item)
        if self.plan.beside and (cell := self._beside(item)) is not None:
            row, wanted = cell[2], [cell[1]]
        crossed = self._corridor(item, wanted[0])
        if crossed is not None:
            row = self.rows[self.before[item.id][0]]
            self.taken |= crossed
        while True:
            column = next((c for c in wanted if (item.lane, c, row) not in self.taken), None)
            if column is not None:
                break
            row += 1
        self.rows[item.id], self.columns[item.id] = row, column
        self.taken.add((item.lane, column, row))

    def _wanted_columns(self, item: GridItem) -> list[int]:
        """Return the columns to try in a row, best first."""
        every = list(range(self.plan.columns))
        if item.id in self.main:
            return every
        sources = [self.items[name] for name in self.before[item.id]]
        same = [self.columns[s.id] for s in sources if s.lane == item.lane]
        siblings = {n for s in sources for n in self.after[s.id]} - {item.id}
        crowded = any(n in self.main and self.items[n].lane == item.lane for n in siblings)
        if crowded and len(every) > 1:
            return every[1:]
        first = same[0] if same else 0
        return [first, *(column for column in every if column != first)]

    def _beside(self, item: GridItem) -> _Cell | None:
        """Return the cell beside the question that leads to a branch, if it is free."""
        if item.id in self.main or len(self.before[item.id]) != 1:
            return None
        source = self.items[self.before[item.id][0]]
        cell = (source.lane, self.columns[source.id] + 1, self.rows[source.id])
        alone = source.lane != item.lane or len(self.after[source.id]) < 2
        full = cell[1] >= self.plan.columns or cell in self.taken
        return None if alone or full else cell

    def _corridor(self, item: GridItem, column: int) -> set[_Cell] | None:
        """Return the cells between an item and the one before it in another lane, if all free."""
        if len(self.before[item.id]) != 1:
            return None
        source = self.items[self.before[item.id][0]]
        if source.lane == item.lane or len(self.after[source.id]) > 1:
            return None
        row, here = self.rows[source.id], self.columns[source.id]
        low, high = sorted([(source.lane, here), (item.lane, column)])
        cells = {
            (lane, c, row)
            for lane in range(low[0], high[0] + 1)
            for c in range(self.plan.columns)
            if low < (lane, c) < high
        }
        free = not cells & self.taken and (item.lane, column, row) not in self.taken
        return cells if free else None
