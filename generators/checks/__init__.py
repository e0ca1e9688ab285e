"""Rules over the whole handbook, one small function each."""

from collections.abc import Callable, Iterator
from datetime import date

from generators.checks.checklists import checklist_length, checklist_misses
from generators.checks.citations import withdrawn
from generators.checks.figures import typed_by_hand
from generators.checks.flow import (
    decision_with_next,
    decisions,
    endless_calls,
    falls_through,
    many_answers,
    open_end,
    unending,
    unreachable,
    unreached_ends,
)
from generators.checks.lifecycle import (
    changes,
    control,
    in_force,
    replaced,
    review,
    succession,
)
from generators.checks.released import former_addresses, released
from generators.checks.style import (
    foreign_aliases,
    key_point_count,
    modal_verbs,
    step_count,
    vague_words,
)
from generators.checks.tidy import (
    contacts,
    emergencies,
    handovers,
    rows,
    same_titles,
    targets,
    unused,
)
from generators.checks.type import drawn
from generators.checks.values import contact_values, quantity_values, time_limits
from generators.checks.wording import copies, near_duplicates
from generators.findings import Finding
from generators.model import Handbook
from generators.places import Places

Check = Callable[[Handbook, Places, date], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    unreachable,
    unending,
    endless_calls,
    falls_through,
    open_end,
    decision_with_next,
    decisions,
    many_answers,
    unreached_ends,
    control,
    in_force,
    review,
    changes,
    replaced,
    succession,
    checklist_length,
    checklist_misses,
    rows,
    handovers,
    unused,
    contacts,
    emergencies,
    targets,
    same_titles,
    copies,
    near_duplicates,
    typed_by_hand,
    quantity_values,
    contact_values,
    time_limits,
    drawn,
    withdrawn,
    released,
    former_addresses,
)
STYLE_CHECKS: tuple[Check, ...] = (
    step_count,
    key_point_count,
    vague_words,
    modal_verbs,
    foreign_aliases,
)
NEED_ALL: frozenset[Check] = frozenset({unused, released})  # would mislead over a partial handbook
