"""Where things stand: one value for source, address and file, and one place that spells them."""

import ast

import pytest

from sop_handbook.model import routes
from sop_handbook.model.routes import Route
from sop_handbook.render.views.links import Pages
from tests.histories import medium
from tests.support import PACKAGE

PAGES = {
    # source: name for scripts, address, file
    "index.md": ("index", "", "index.html"),
    "usage.md": ("usage", "usage/", "usage/index.html"),
    "handbook/roles/index.md": (
        "handbook/roles/index",
        "handbook/roles/",
        "handbook/roles/index.html",
    ),
    "handbook/bank/pay.md": (
        "handbook/bank/pay",
        "handbook/bank/pay/",
        "handbook/bank/pay/index.html",
    ),
    "handbook/bank/the-index.md": (
        "handbook/bank/the-index",
        "handbook/bank/the-index/",
        "handbook/bank/the-index/index.html",
    ),
}


@pytest.mark.parametrize("source", PAGES)
def test_a_page_has_a_folder_of_its_own(source: str) -> None:
    page = Route(source)
    assert (page.name, page.url, page.file) == PAGES[source]
    assert page.at("") == page.url
    assert page.at("step-a") == f"{page.url}#step-a"


def test_a_file_is_published_where_it_is() -> None:
    file = routes.RECALL_TABLE
    assert (file.url, file.file, file.path) == ("handbook/recall.csv",) * 2 + ("recall.csv",)


def test_data_bears_the_name_of_what_it_is_about() -> None:
    page = routes.member("bank", "pay")
    assert page.data("run").source == "handbook/run/pay.json"
    assert page.data("bpmn").source == "handbook/flows/pay.bpmn"
    assert routes.role("teller").data("job").source == "handbook/my-job/teller.json"
    assert routes.sheet("pay", "cards").path == "prints/pay-cards.pdf"


def test_a_page_points_to_another_as_sources_and_as_the_site_do() -> None:
    handbook = medium().handbook()
    here = Pages(handbook, routes.member("bank", "pay"))
    assert here.to(routes.ROLES, "bank") == "../roles/index.md#bank"
    assert here.address(routes.ROLES, "bank") == "../../roles/#bank"
    assert here.address(routes.HOME) == "../../../"
    assert here.to(here.here, "files") == here.address(here.here, "files") == "#files"
    assert Pages(handbook, routes.HOME).address(routes.role("teller")) == "handbook/roles/teller/"


def test_no_other_module_spells_an_address() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            spelled = isinstance(node, ast.Constant) and str(node.value).startswith("handbook/")
            assert not spelled or path.name == "routes.py", f"{path}:{getattr(node, 'lineno', 0)}"
