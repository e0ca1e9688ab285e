"""The checklists of the demonstration stop where they must and are well filled."""

import pytest

from tests.test_checklist_sheets import (
    handbooks,
    sheets,
    test_a_pause_stands_where_work_changes_hands_or_beside_what_must_not_go_wrong,
    test_pages_before_the_last_are_well_filled,
    test_points_and_phrases_are_all_there_or_named_as_missing,
    test_points_phrases_and_rules_cost_no_sheet,
    test_what_must_not_go_wrong_is_asked_for_once_before_its_step_and_every_step_once_after,
)

# Each is drawn for it; `make test` draws and reads those of several trades and all states.
pytestmark = pytest.mark.slow
