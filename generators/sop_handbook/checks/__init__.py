"""Rules over the whole handbook, one small function each."""

from collections.abc import Callable, Iterator
from datetime import date

from sop_handbook.checks.brand import colour, short_name
from sop_handbook.checks.checklists import (
    answers_twice,
    checklist_leaves_out,
    checklist_length,
    checklist_misses,
)
from sop_handbook.checks.citations import withdrawn
from sop_handbook.checks.figures import typed_by_hand
from sop_handbook.checks.flow import (
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
from sop_handbook.checks.lifecycle import (
    adoption,
    changes,
    control,
    in_force,
    replaced,
    review,
    succession,
)
from sop_handbook.checks.mentions import mentions
from sop_handbook.checks.people import blanks, contacts, platform, reached
from sop_handbook.checks.readings import contradictions, personal, readings
from sop_handbook.checks.released import former_addresses, released
from sop_handbook.checks.style import (
    foreign_aliases,
    key_point_count,
    modal_verbs,
    step_count,
    vague_words,
)
from sop_handbook.checks.tables import same_tables
from sop_handbook.checks.tidy import (
    emergencies,
    handovers,
    rows,
    same_titles,
    shared_aliases,
    targets,
    unused,
)
from sop_handbook.checks.timing import anchors, doers, frequencies, inner_limits, repeats
from sop_handbook.checks.together import abandoned, gathered, jumps
from sop_handbook.checks.type import drawn
from sop_handbook.checks.values import (
    answered,
    contact_values,
    impossible,
    quantity_values,
    spans,
    time_limits,
)
from sop_handbook.checks.wording import copies, near_duplicates
from sop_handbook.findings import Finding
from sop_handbook.model import Handbook
from sop_handbook.sources.places import Places

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
    adoption,
    in_force,
    review,
    changes,
    replaced,
    succession,
    checklist_length,
    checklist_misses,
    checklist_leaves_out,
    answers_twice,
    rows,
    handovers,
    unused,
    contacts,
    reached,
    blanks,
    platform,
    emergencies,
    targets,
    same_titles,
    copies,
    near_duplicates,
    typed_by_hand,
    quantity_values,
    spans,
    impossible,
    contact_values,
    answered,
    time_limits,
    anchors,
    inner_limits,
    frequencies,
    repeats,
    doers,
    gathered,
    jumps,
    abandoned,
    same_tables,
    readings,
    mentions,
    contradictions,
    drawn,
    colour,
    short_name,
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
    shared_aliases,
    personal,
)
NEED_ALL: frozenset[Check] = frozenset(
    {unused, released, adoption}
)  # would mislead over a partial handbook
