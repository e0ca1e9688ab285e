"""Every address that a site of 1.0 had is answered by the site that today's engine builds."""

import pytest

from tests.frozen import HELP, VERSIONS, Frozen, addresses_of
from tests.sites import Built

GONE = f"Addresses must be answered for ever, by a page that leads on where need be; {HELP}"


@pytest.fixture(params=VERSIONS)
def frozen(request: pytest.FixtureRequest) -> Frozen:
    return Frozen(request.param)


def test_every_page_anchor_and_file_is_there(
    frozen: Frozen, frozen_sites: dict[str, Built]
) -> None:
    known, now = frozen.addresses, addresses_of(frozen_sites[frozen.version].site)
    assert sorted(known["pages"].keys() - now["pages"].keys()) == [], GONE
    lost = {
        page: missing
        for page, anchors in known["pages"].items()
        if (missing := sorted(set(anchors) - set(now["pages"][page])))
    }
    assert lost == {}, GONE
    assert sorted(set(known["files"]) - set(now["files"])) == [], GONE


def test_every_page_that_led_on_leads_to_the_same(
    frozen: Frozen, frozen_sites: dict[str, Built]
) -> None:
    now = addresses_of(frozen_sites[frozen.version].site)
    known = frozen.addresses["leads"]
    assert len(known) > 3
    assert {page: now["leads"].get(page) for page in known} == known, GONE


def test_the_frozen_addresses_are_of_every_kind(frozen: Frozen) -> None:
    pages, files = frozen.addresses["pages"], frozen.addresses["files"]
    for page, anchor in (
        ("handbook/pool/rescue/", "step-pull"),  # on paper
        ("handbook/pool/lost-property/", "step-count"),  # before it moved
        ("handbook/pool/pool-safety/", "rules-close-pool"),
        ("handbook/glossary/", "term-free-chlorine"),
    ):
        assert anchor in pages[page]
    endings = {name.rpartition(".")[2] for name in files}
    assert endings >= {"pdf", "docx", "json", "bpmn", "xml", "csv", "ics", "js", "html"}
