"""The cards of the demonstration: a leaf a step, and nothing torn."""

import pytest

from tests.test_card_leaves import (
    sets,
    states,
    test_a_front_says_that_its_back_is_blank_exactly_when_it_is,
    test_a_pocket_cover_says_when_to_begin_and_tears_no_list_of_steps_that_fits,
    test_every_step_begins_on_the_front_of_a_leaf_of_its_own,
    test_no_item_is_torn_over_two_sides,
    test_what_is_critical_stands_on_the_front_of_its_step,
    trades_book,
)

# All of its prints are drawn for it; `make test` draws and reads those of several trades.
pytestmark = pytest.mark.slow
