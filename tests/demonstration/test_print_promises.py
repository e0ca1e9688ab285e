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

PARTS = 4  # the first of them is read in `make test`


@pytest.fixture(
    scope="module",
    params=[pytest.param(at, marks=pytest.mark.slow if at else ()) for at in range(PARTS)],
)
def procedures(request: pytest.FixtureRequest, examination: Examination) -> Sequence[Procedure]:
    """One in so many, from all industries."""
    return examination.handbook.in_use[request.param :: PARTS]
