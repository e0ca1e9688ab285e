"""The Word documents of the demonstration are complete and well parted into pages."""

from pathlib import Path

import pytest

from sop_handbook.model import Handbook
from tests.sites import Built
from tests.test_office import (
    Document,
    handbook,
    read,
    test_a_document_holds_everything_of_every_step_in_order,
    test_a_document_holds_what_stands_around_the_steps,
    test_every_table_with_columns_marks_its_header_and_fills_the_page,
    test_nothing_stands_alone_at_the_end_or_the_beginning_of_a_page,
    write,
)

PARTS = 4  # the first of them is read in `make test`


@pytest.fixture(
    scope="module",
    params=[pytest.param(at, marks=pytest.mark.slow if at else ()) for at in range(PARTS)],
)
def documents(
    request: pytest.FixtureRequest, handbook: Handbook, trades: Built, store: Path
) -> dict[str, Document]:
    """The documents of one procedure in so many, from all industries."""
    return read(write(handbook, store, only=list(handbook.procedures)[request.param :: PARTS]))
