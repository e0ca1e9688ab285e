"""The page of a procedure that is no longer in force says so wherever one comes to it."""

from dataclasses import replace
from pathlib import Path

import pytest

from sop_handbook.model import Control, Status, routes
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.pages.single import render_page
from tests.case_files import lay_out
from tests.support import DAY

VOID = "已作废，不要照做。"


def _page(root: Path, status: Status, *, replaced: bool) -> str:
    project = Project(root=lay_out(root).root, today=DAY, store=root / "store")
    examination = examine(project)
    handbook = examination.handbook
    old = next(iter(handbook.procedures.values()))
    changed = replace(old, control=Control(status=status), replaced_by=old.id if replaced else None)
    handbook = replace(handbook, procedures={**handbook.procedures, old.id: changed})
    examination = replace(examination, handbook=handbook)
    text = render_page(handbook, context_of(project, examination), routes.procedure(changed))
    assert text
    assert text.count("{: #step-") == len(old.steps)
    return text


@pytest.mark.parametrize("replaced", [True, False])
def test_the_head_and_every_step_say_that_it_is_void(replaced: bool, tmp_path: Path) -> None:
    page = _page(tmp_path / "project", Status.RETIRED, replaced=replaced)
    head, _, rest = page.partition("\n## ")
    assert head.count(VOID) == 1
    assert ("已由下列流程取代：[" in head) == replaced
    assert ("没有接替它的流程" in head) == (not replaced)
    assert rest.count(VOID) == rest.count("{: #step-") > 0


def test_what_is_in_force_says_nothing_of_it(tmp_path: Path) -> None:
    assert VOID not in _page(tmp_path / "project", Status.CURRENT, replaced=False)
