"""The promise of the hashes: a step's is another if and only if its page says something else."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from sop_handbook.editions.content import step_hash
from sop_handbook.model import Handbook, routes
from sop_handbook.render.pages.procedures import procedure_pages
from tests.contexts import bare
from tests.full import FieldPath
from tests.histories import EDITS, TEXTS, filled, medium, other_at, plain
from tests.test_markdown import undrawn

Steps = Mapping[tuple[str, str], str]

STEP = re.compile(r"### [^\n]*\{: #step-(?P<id>[a-z0-9-]+) .*?(?=\n##|\Z)", re.S)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made")


def _told(handbook: Handbook, store: Path) -> Steps:
    """What the pages say about each step, without addresses and marks for machines."""
    # Pages of procedures come first; those of families and industries are left unmade.
    with undrawn():
        made = islice(procedure_pages(handbook, bare(store)), len(handbook.procedures))
        pages = {page.route: page.text for page in made}
    found = {}
    for procedure in handbook.procedures.values():
        page = pages[routes.procedure(procedure)]
        for match in STEP.finditer(page):
            found[procedure.id, match["id"]] = _bare(match[0])
        assert {step for name, step in found if name == procedure.id} == {
            step.id for step in procedure.steps
        }, page
    return found


def _bare(markup: str) -> str:
    """Return what a step says; that its procedure is void is said there, and nothing of its own."""
    markup = re.sub(r'<(\w+) class="sop-void".*?</\1>\n+', "", markup, flags=re.S)
    return re.sub(r"\]\([^)]*\)|<[^>]*>|\{:[^}]*\}", "", markup)


def _hashed(handbook: Handbook) -> Steps:
    return {
        (procedure.id, step.id): step_hash(handbook.resolved(procedure).step(step.id))
        for procedure in handbook.procedures.values()
        for step in procedure.steps
    }


def _hashed_and_told(handbook: Handbook, store: Path) -> tuple[Steps, Steps]:
    return _hashed(handbook), _told(handbook, store)


@cache
def _before(make: Callable[[], Handbook], store: Path) -> tuple[Steps, Steps]:
    return _hashed_and_told(make(), store)


def _medium() -> Handbook:
    return medium().handbook()


def _filled() -> Handbook:
    return filled(plain)


def _same(one: Steps, other: Steps) -> dict[tuple[str, str], bool]:
    return {key: one[key] == other[key] for key in one.keys() & other.keys()}


def _agree(before: Callable[[], Handbook], after: Handbook, store: Path) -> bool:
    """Whether the hashes of exactly those steps differ whose pages differ."""
    hashes, tells = zip(_before(before, store), _hashed_and_told(after, store), strict=True)
    return _same(*hashes) == _same(*tells)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit["name"])
def test_an_edit_changes_a_hash_if_and_only_if_it_changes_the_page(
    edit: Mapping[str, Any], store: Path
) -> None:
    assert _agree(_medium, medium().edited(edit).handbook(), store)


@pytest.mark.parametrize("path", TEXTS, ids=".".join)
def test_a_text_changes_a_hash_if_and_only_if_it_changes_the_page(
    path: FieldPath, store: Path
) -> None:
    assert _agree(_filled, filled(other_at(path)), store)
