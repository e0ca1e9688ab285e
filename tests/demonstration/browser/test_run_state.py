"""Every way through every procedure of the demonstration can be carried out."""

import pytest

from tests.browser.test_run_state import (
    books,
    test_every_walk_through_every_procedure_can_be_carried_out_to_its_end,
)

# `make test` walks through every procedure of several trades.
pytestmark = pytest.mark.slow
