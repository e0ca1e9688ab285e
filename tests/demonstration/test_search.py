"""The queries that measure the search, and how much of a large index a small change touches."""

import pytest

from sop_handbook.model import Handbook
from sop_handbook.project import Project
from sop_handbook.render.search.record import Record
from tests.demonstration.search.targets import addresses, queries, questions
from tests.test_search import (
    Change,
    fresh_files,
    handbook,
    one_more,
    records,
    reworded,
    test_what_every_query_needs_is_small,
)


def test_every_target_of_the_queries_exists(records: list[Record]) -> None:
    known = {address for record in records for address in addresses(record.page, record.anchor)}
    for query in (*queries(), *questions()):
        for target in query.targets:
            assert any(query.reaches(address, target) for address in known), (query.typed, target)


@pytest.mark.parametrize(
    ("change", "most"), [(reworded, 0.1), (one_more, 0.6)], ids=["reworded", "added"]
)
def test_two_large_handbooks_that_differ_in_a_step_share_most_files(
    change: Change, most: float, project: Project, handbook: Handbook
) -> None:
    fresh, after = fresh_files(change, project, handbook)
    assert fresh <= most * after
