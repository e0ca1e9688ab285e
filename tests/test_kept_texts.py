"""Pages are made again only if something they read has changed."""

import shutil
from collections.abc import Sequence
from dataclasses import fields, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pytest

from sop_handbook.adapters.store import Store
from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.pipeline.program import maker
from sop_handbook.project import Project
from sop_handbook.render import kept
from sop_handbook.render.base import Artifact, Context, Renderer
from sop_handbook.render.kept import Keeper
from sop_handbook.render.pages import procedures, render_pages
from sop_handbook.render.print import plan_prints, render_prints
from sop_handbook.render.run import render_run
from tests.support import DAY, ROOT

MEDIUM = ROOT / "tests" / "handbooks" / "medium"
SIX_STEPS, READERS = "restaurant-six-steps", ("waiter", "cashier")
REPOSITORY = "repository:\n  url: https://gitee.com/acme/handbook"
SIX = f"procedures/restaurant/{SIX_STEPS}.yaml"


class Desk:
    """A handbook that is edited, and its pages."""

    def __init__(self, folder: Path) -> None:
        root = folder / "project"
        shutil.copytree(MEDIUM, root)
        self.project = Project(root=root, today=DAY, store=folder / "store")

    def change(self, path: str, old: str, new: str) -> None:
        """Edit a source."""
        target = self.project.sources / path
        text = target.read_text("utf-8")
        assert old in text, (path, old)
        target.write_text(text.replace(old, new), "utf-8")

    def made(self, render: Renderer) -> tuple[Artifact, ...]:
        """Make of a preview what one renderer makes."""
        examination = examine(self.project)
        context = replace(context_of(self.project, examination), preview=True)
        return render(examination.handbook, context).artifacts

    def pages(self) -> dict[str, bytes]:
        """Make every page; return its Markdown by path."""
        return {one.path: one.content for one in self.made(render_pages)}

    def pages_afresh(self, patch: pytest.MonkeyPatch) -> dict[str, bytes]:
        """Make every page without a look at what is kept of it."""
        with patch.context() as here:
            here.setattr(Keeper, "_find", lambda *_: None)
            here.setattr(Keeper, "_keep", lambda *_: None)
            return self.pages()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("render", "again"),
    [
        (
            render_pages,
            {SIX_STEPS, *READERS, "restaurant", "guarantee-letter"},
        ),  # whose diagram leads here
        (render_run, {SIX_STEPS}),
        (render_prints, {SIX_STEPS, *READERS, "restaurant"}),
    ],
)
def test_only_what_read_the_change_is_made_again(
    render: Renderer, again: set[str], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _made(monkeypatch)
    desk.made(render)
    assert len(made) > 5
    made.clear()
    desk.made(render)
    assert made == []
    desk.change(SIX, "面带微笑", "笑着")
    desk.made(render)
    assert set(made) == again


def test_a_line_that_moved_is_seen_on_the_page_that_leads_there_and_on_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.change("handbook.yaml", "report_to: editor", f"report_to: editor\n{REPOSITORY}")
    before = desk.pages()
    made = _made(monkeypatch)
    desk.change(SIX, "  - id: take-order", "  # 一行，不说什么\n  - id: take-order")
    after = desk.pages()
    assert made == [SIX_STEPS]
    (page,) = [path for path in after if after[path] != before[path]]
    assert page.endswith(f"{SIX_STEPS}.md")
    assert after == desk.pages_afresh(monkeypatch)


def test_lines_are_nobodys_concern_without_a_repository(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.pages()
    made = _made(monkeypatch)
    desk.change(SIX, "  - id: take-order", "  # 一行，不说什么\n  - id: take-order")
    desk.pages()
    assert made == []


def test_the_prints_of_a_preview_are_those_that_are_planned(desk: Desk) -> None:
    desk.made(render_prints)
    desk.change(SIX, "面带微笑", "笑着")
    examination = examine(desk.project)
    context = replace(context_of(desk.project, examination), preview=True)
    planned = plan_prints(examination.handbook, context)
    offered = [(one.path, one.offer) for one in desk.made(render_prints)]
    assert [(path, offer) for path, offer in offered if offer and offer.code] == [
        (job.path, job.offer()) for job in planned
    ]
    bound = plan_prints(examination.handbook, replace(context, preview=False))
    assert {path: offer for path, offer in offered if offer and not offer.code} == {
        job.path: replace(job.offer(), code=None)
        for job in bound
        if job.kind in ("pack", "booklet")
    }
    assert len({job.kind for job in planned}) > 5


def _made(patch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that is given what each text is about that is made from now on."""
    made: list[str] = []
    make = Keeper._make

    def noted(keeper: Keeper, how: Sequence[partial[str]], *worth: Any) -> Any:
        made.extend(one.args[-1] for one in how)
        return make(keeper, how, *worth)

    patch.setattr(Keeper, "_make", noted)
    return made


def test_every_part_of_a_handbook_is_watched() -> None:
    found = {name for name, one in vars(Handbook).items() if isinstance(one, cached_property)}
    assert {field.name for field in fields(Handbook)} == kept.MAPS | kept.LISTS | kept.PLAIN
    assert found == kept.FOUND_MAPS | kept.FOUND_LISTS | kept.WATCHED_ALREADY


def test_a_damaged_text_is_made_anew_in_silence(desk: Desk) -> None:
    """Each in one of four ways: of every kind there are several."""
    whole = desk.pages()
    for number, path in enumerate(sorted((desk.project.made).rglob("*"))):
        if path.is_file():
            content = path.read_bytes()
            path.unlink()
            harms = (None, content[:-9], b"", b"[" + content[1:])
            if (harm := harms[number % 4]) is not None:
                path.write_bytes(harm)
    assert desk.pages() == whole


def test_of_another_version_no_text_is_taken(desk: Desk) -> None:
    project: Project = desk.project
    examination = examine(project)
    context = context_of(project, examination)
    keeper = Keeper(examination.handbook, context)
    other = replace(context, store=Store(project.made, lambda module: f"new {maker(module)}"))
    module = "sop_handbook.render.pages"
    assert keeper.texts(module, {"a": _old}) == {"a": "old"}
    assert Keeper(examination.handbook, other).texts(module, {"a": _new}) == {"a": "new"}
    assert keeper.texts(module, {"a": _new}) == {"a": "old"}


def test_by_several_processes_the_same_texts_are_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = desk.pages()
    monkeypatch.setattr(procedures, "_WORTH_A_PROCESS", 2)
    with monkeypatch.context() as here:
        here.setattr(Keeper, "_find", lambda *_: None)
        assert desk.pages() == alone
    desk.change(SIX, "面带微笑", "笑着")  # what they read has been noted
    assert desk.pages() == desk.pages_afresh(monkeypatch) != alone


def _old(_handbook: Handbook, _context: Context) -> str:
    return "old"


def _new(_handbook: Handbook, _context: Context) -> str:
    return "new"
