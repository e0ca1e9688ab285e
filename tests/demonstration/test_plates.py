"""The plate of a role with more steps than a sheet holds: only the demonstration has one."""

from pathlib import Path

from sop_handbook.model import Handbook
from tests.test_plates import (
    APPROVED,
    BASE,
    controlled,
    handbook,
    made,
    missing_on,
    plates,
    text_of,
)


def test_a_plate_with_more_steps_than_a_sheet_holds_names_as_many_as_it_can(
    handbook: Handbook, store: Path
) -> None:
    known = controlled(handbook, APPROVED, BASE)
    found = text_of(made(known, store, plates, "enterprise"))
    left = missing_on(known, "enterprise", found)
    assert len(left) < 20
    assert "做好售后服务" in left, "the last ones have numbers"
    assert "（名称见检查表）：" in found and "TY-11第1、2、3、5、6、7步" in found
    assert "还有" not in found
