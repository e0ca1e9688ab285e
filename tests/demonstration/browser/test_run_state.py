"""Every way through every procedure of the demonstration can be carried out."""

from tests.browser.test_run_state import (
    books,
    test_every_walk_through_every_procedure_can_be_carried_out_to_its_end,
)
