"""Every print of the demonstration is in order on paper."""

import pytest

from tests.test_print_layout import (
    examination,
    prints,
    test_all_of_a_handbook_is_in_order_on_paper,
    test_every_plate_of_a_handbook_is_one_page_and_its_letter_two_and_one_for_editors,
)

# All of its prints are drawn for it; `make test` draws and reads those of several trades.
pytestmark = pytest.mark.slow
