"""Rules over the whole handbook, one small function each."""

from collections.abc import Callable, Iterator
from datetime import date

from generators.checks.flow import (
    decision_with_next,
    falls_through,
    open_end,
    unending,
    unreachable,
)
from generators.checks.lifecycle import changes, control, replaced, review
from generators.checks.tidy import contacts, handovers, rows, targets, unused
from generators.checks.wording import near_duplicates
from generators.findings import Finding
from generators.model import Handbook
from generators.places import Places

Check = Callable[[Handbook, Places, date], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    unreachable,
    unending,
    falls_through,
    open_end,
    decision_with_next,
    control,
    review,
    changes,
    replaced,
    rows,
    handovers,
    unused,
    contacts,
    targets,
    near_duplicates,
)
NEED_ALL: frozenset[Check] = frozenset({unused})  # would mislead over a partial handbook
