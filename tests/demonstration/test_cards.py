"""The cards of the demonstration: a leaf a step, and nothing torn."""

from pathlib import Path

import pytest

from sop_handbook.model import Handbook
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
from tests.test_card_sides import handbook, thin_sides


@pytest.mark.parametrize(
    "subject",
    [
        "fullset-eight-steps",
        "bank-staff-training",
        "complaint-handling",
        "implementation-safeguards",
        "hotel-spec-case",
    ],
)
def test_only_the_last_side_of_a_pocket_card_may_hold_one_line(
    handbook: Handbook, store: Path, subject: str
) -> None:
    assert thin_sides(handbook, store, subject) == []
