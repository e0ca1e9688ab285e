"""The list of what can be rehearsed says of each procedure whether it may be gone by."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sop_handbook.language.messages import messages
from sop_handbook.model import Control, Handbook, Status
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.pages.runs import run_pages
from tests.contexts import bare
from tests.support import DAY

NAME = "restaurant-six-steps"


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False)])
def test_what_is_overdue_is_marked_like_what_is_not_approved(
    days: int, late: bool, handbook: Handbook, tmp_path: Path
) -> None:
    draft = handbook.procedures[NAME]
    settled = Control(
        status=Status.CURRENT, effective_from=DAY, review_by=DAY + timedelta(days=days)
    )
    one = replace(draft, control=settled)
    changed = replace(handbook, procedures={**handbook.procedures, NAME: one})
    pages = {page.route.name: page.text for page in run_pages(changed, bare(tmp_path))}
    (line,) = (x for x in pages["handbook/drill"].splitlines() if f"?p={NAME}" in x)
    assert (messages("zh")("page.overdue-list") in line) is late
    assert messages("zh")("page.badge.draft") not in line
