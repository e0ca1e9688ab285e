"""What pages say of the files that other renderers made."""

from typing import get_args

import pytest

from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.render.base import Artifact, Context, Download, Rendered, Subject
from sop_handbook.render.pages import render_pages
from sop_handbook.render.print import render_prints
from sop_handbook.render.views.downloads import size
from tests.conftest import MakeProject

WAITER = "roles/waiter.md"


def _one_role_file(handbook: Handbook, context: Context) -> Rendered:
    offer = Download(kind="docx", of="role", subject="waiter", pages=3)
    return Rendered((Artifact("office/waiter.docx", bytes(40_400), offer),))


def _a_file_about_everything_called_waiter(handbook: Handbook, context: Context) -> Rendered:
    others = [of for of in get_args(Subject) if of != "role"]
    offers = [Download(kind="docx", of=of, subject="waiter") for of in others]
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
    assert size(count, messages("zh")) == shown


def test_the_print_centre_leads_to_every_print_and_says_what_it_is_for(
    make_project: MakeProject,
) -> None:
    project = make_project()
    rendered = render_all(project, examine(project), (render_prints, render_pages))
    pages = {a.path: a.content.decode() for a in rendered.artifacts if a.path.endswith(".md")}
    centre = "".join(text for path, text in pages.items() if path.startswith("prints/"))
    prints = [a for a in rendered.artifacts if a.offer]
    assert prints
    for artifact in prints:
        assert artifact.path.removeprefix("prints/") in centre
    kinds = messages("zh").branch("page.offers")
    known = {artifact.offer.kind for artifact in prints if artifact.offer}
    for kind in known:
        link = f'[{kinds[kind]}](#kind={kind}){{: id="kind={kind}" }}'
        use = messages("zh")(f"page.prints-for.{kind}")
        assert f"| {link} | {use} |" in pages["prints/index.md"]


def test_the_print_centre_itself_does_not_grow_with_the_procedures(
    make_project: MakeProject,
) -> None:
    project = make_project()
    rendered = render_all(project, examine(project), (render_prints, render_pages))
    (centre,) = (a for a in rendered.artifacts if a.path == "prints/index.md")
    assert "serve" not in centre.content.decode()
