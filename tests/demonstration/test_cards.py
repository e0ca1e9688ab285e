"""The pocket cards of the demonstration are well filled."""

from pathlib import Path

import pytest

from sop_handbook.model import Handbook
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
