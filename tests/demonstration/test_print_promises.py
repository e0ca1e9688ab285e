"""No print of the demonstration loses what its kind promises."""

from collections.abc import Sequence

import pytest

from sop_handbook.model import Procedure
from sop_handbook.pipeline.examine import Examination
from tests.test_print_promises import (
    examination,
    prints,
    test_a_checklist_names_what_its_procedure_has_and_the_sheet_leaves_out,
    test_a_print_that_leaves_something_out_names_where_all_of_it_is,
    test_nothing_that_a_kind_promises_is_lost,
)

# All of its prints are drawn for it; `make test` draws and reads those of several trades.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def procedures(examination: Examination) -> Sequence[Procedure]:
    """All of them."""
    return examination.handbook.in_use
