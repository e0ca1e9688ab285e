"""What pages say of the files that other renderers made."""

from typing import get_args

import pytest

from generators.build import render_all
from generators.examine import examine
from generators.model import Handbook
from generators.render.base import Artifact, Context, Offer, Rendered, Subject
from generators.render.offers import size
from generators.render.pages import render_pages
from generators.words import words
from tests.conftest import MakeProject

WAITER = "roles/waiter.md"


def _one_role_file(handbook: Handbook, context: Context) -> Rendered:
    offer = Offer(kind="docx", of="role", subject="waiter", pages=3)
    return Rendered((Artifact("office/waiter.docx", bytes(40_400), offer),))


def _a_file_about_everything_called_waiter(handbook: Handbook, context: Context) -> Rendered:
    others = [of for of in get_args(Subject) if of != "role"]
    offers = [Offer(kind="docx", of=of, subject="waiter") for of in others]
    return Rendered(tuple(Artifact(f"{o.of}.docx", b"", o) for o in offers))


def _page(make_project: MakeProject, *renderers: object) -> str:
    project = make_project()
    rendered = render_all(project, examine(project), (*renderers, render_pages))  # type: ignore[arg-type]
    return next(a.content.decode() for a in rendered.artifacts if a.path == WAITER)


def test_a_page_links_its_files_with_format_length_and_size(make_project: MakeProject) -> None:
    page = _page(make_project, _one_role_file)
    assert "- [Word 文档](../office/waiter.docx)<br><small>DOCX · 3页 · 40 KB</small>" in page


def test_a_page_leaves_the_files_of_its_namesakes_alone(make_project: MakeProject) -> None:
    page = _page(make_project, _a_file_about_everything_called_waiter)
    assert page == _page(make_project)
    assert "docx" not in page


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "1 KB"), (1499, "1 KB"), (38_212, "38 KB"), (999_499, "999 KB"), (1_240_000, "1.2 MB")],
)
def test_a_size_is_rounded_to_what_a_reader_cares_about(count: int, shown: str) -> None:
    assert size(count, words("zh")) == shown
