"""Sheets to sign, of an industry with more procedures than a page holds."""

from tests.test_sheets import (
    Sheets,
    handbook,
    sheets,
    test_the_sign_off_sheet_of_an_industry_has_every_procedure_with_its_revision,
)


def test_a_sign_off_sheet_goes_on_overleaf(sheets: Sheets) -> None:
    # The third lists what the heads of columns have no room for.
    assert len(sheets.pages("management", "signoff-all")) == 3
