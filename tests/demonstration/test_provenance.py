"""Every flow of the documents has its place in the handbook."""

import pytest

from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from tests.support import ROOT

FLOWS = 66  # as counted in the documents: 29 operational, 12 mixed, 25 reference


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


def test_all_flows_of_the_documents_are_listed_once(handbook: Handbook) -> None:
    flows = [origin.flow for origin in handbook.origins]
    assert len(flows) == len(set(flows)) == FLOWS


def test_every_flow_went_somewhere_that_exists(handbook: Handbook) -> None:
    for origin in handbook.origins:
        assert origin.procedures or origin.families or origin.pages, origin.flow
        assert set(origin.procedures) <= handbook.procedures.keys(), origin.flow
        assert set(origin.families) <= handbook.families.keys(), origin.flow
        for address in origin.pages:
            page, _, anchor = address.partition("#")
            text = (ROOT / "docs" / page).read_text("utf-8")
            assert not anchor or f"#{anchor} " in text or f"#{anchor}}}" in text, address


def test_every_procedure_comes_from_some_flow(handbook: Handbook) -> None:
    named = {name for origin in handbook.origins for name in origin.procedures}
    named |= {
        member
        for origin in handbook.origins
        for family in origin.families
        for member in handbook.families[family].members
    }
    assert handbook.procedures.keys() == named


def test_every_document_is_used(handbook: Handbook) -> None:
    assert {origin.document for origin in handbook.origins} == handbook.documents.keys()
