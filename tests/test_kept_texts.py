"""Pages that are made again only if something they read has changed are the pages made afresh."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path
from random import Random

import pytest
import yaml

from sop_handbook.adapters.store import Store
from sop_handbook.findings import has_errors
from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.pipeline.program import maker
from sop_handbook.project import Project
from sop_handbook.render import kept
from sop_handbook.render.base import Artifact, Context, Download
from sop_handbook.render.kept import Keeper, Make
from sop_handbook.render.pages import render_pages
from sop_handbook.sources.schemas import Schemas
from tests.case_files import SCHEMAS
from tests.support import DAY, ROOT

MEDIUM = ROOT / "tests" / "handbooks" / "medium"
SIX = "procedures/restaurant/restaurant-six-steps.yaml"
CREW = "procedures/emergency/egl-crew.yaml"
SEAT = "procedures/emergency/egl-seat.yaml"
LETTER = "shared/guarantee-letter.yaml"


class Desk:
    """A handbook that is edited, and its pages: with what is kept, and without."""

    def __init__(self, folder: Path) -> None:
        root = folder / "project"
        shutil.copytree(MEDIUM, root)
        shutil.copytree(SCHEMAS, root / "sop_sources" / "schemas")
        self.project = Project(root=root, today=DAY, store=folder / "store")
        self.offers: tuple[Artifact, ...] = ()
        self.schemas = Schemas(self.project.schemas)

    def change(self, path: str, old: str, new: str) -> None:
        """Edit a source."""
        target = self.project.sources / path
        text = target.read_text("utf-8")
        assert old in text, (path, old)
        target.write_text(text.replace(old, new), "utf-8")

    def reword(self, dice: Random) -> None:
        """Say something otherwise in a source taken at random."""
        path = dice.choice(sorted(self.project.sources.rglob("*.yaml")))
        kind = {"shared": "family"}.get(path.parent.name, path.stem)
        kind = "procedure" if path.parent.parent.name == "procedures" else kind
        data = yaml.safe_load(path.read_text("utf-8"))
        marks = [one for one in self.schemas.marks(kind, data) if one.keyword == "x-text"]
        if marks:
            mark = dice.choice(marks)
            place = data
            for part in mark.path[:-1]:
                place = place[part]
            place[mark.path[-1]] = f"{mark.value}改{dice.randrange(1000)}"
            path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")

    def pages(self) -> dict[str, bytes]:
        """Make every page; return its Markdown by path, none where the sources have errors."""
        examination = examine(self.project)
        if has_errors(examination.findings):
            return {}
        context = replace(context_of(self.project, examination), offered=self.offers)
        made = render_pages(examination.handbook, context).artifacts
        return {one.path: one.content for one in made}

    def pages_afresh(self, patch: pytest.MonkeyPatch) -> dict[str, bytes]:
        """Make every page without a look at what is kept of it."""
        with patch.context() as here:
            here.setattr(Keeper, "text", _afresh)
            return self.pages()


def _afresh(keeper: Keeper, _module: str, _name: str, make: Make) -> str:
    return make(keeper._handbook, keeper._context)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def _edits() -> Iterator[tuple[str, Callable[[Desk], object]]]:
    yield "nothing", lambda desk: None
    yield "text", lambda desk: desk.change(SIX, "面带微笑", "笑着")
    yield "title", lambda desk: desk.change(SEAT, "title: ", "title: 新的")
    yield "role", lambda desk: desk.change("roles.yaml", "title: 服务员", "title: 楼面服务员")
    yield "quantity", lambda desk: desk.change(LETTER, "value: 1000元", "value: 1001元")
    yield "hotline", lambda desk: desk.change(LETTER, "4008185050", "4008185051")
    yield "family", lambda desk: desk.change(LETTER, "title: 急救担保函\n", "title: 担保函\n")
    yield "term", lambda desk: desk.change("terms.yaml", "term: 巡台", "term: 巡桌台")
    yield "contact", lambda desk: desk.change("handbook.yaml", "email: ", "email: new-")
    yield "industry", lambda desk: desk.change("handbook.yaml", "title: 餐饮", "title: 餐饮业")
    yield (
        "document",
        lambda desk: desk.change("handbook.yaml", "title: ", "title: 一"),
    )
    yield "step id", lambda desk: desk.change(SIX, "prepare", "make-ready")
    yield (
        "next day",
        lambda desk: vars(desk).update(
            project=replace(desk.project, today=desk.project.today + timedelta(days=400))
        ),
    )
    yield "offer", lambda desk: vars(desk).update(offers=(_offer(1),))
    yield "longer offer", lambda desk: vars(desk).update(offers=(_offer(2),))
    yield "broken", lambda desk: desk.change(SIX, "goal: ", "gaol: ")
    yield "mended", lambda desk: desk.change(SIX, "gaol: ", "goal: ")
    yield "gone", _remove_six_steps


def _remove_six_steps(desk: Desk) -> None:
    (desk.project.sources / SIX).unlink()
    (desk.project.sources / "provenance.yaml").unlink()  # it says where they went


def _offer(pages: int) -> Artifact:
    offer = Download(
        kind="checklist", of="procedure", subject="egl-crew", pages=pages, code="AAA-AAA-AAA"
    )
    return Artifact("prints/egl-crew.pdf", b"x", offer)


def test_kept_pages_are_pages_made_afresh(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, edit in _edits():
        edit(desk)
        pages = desk.pages()
        assert bool(pages) != (name == "broken")
        assert (name, pages) == (name, desk.pages_afresh(monkeypatch))


def test_after_edits_at_random_they_are_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = Random(18)
    for number in range(8):
        desk.reword(dice)
        assert (number, desk.pages()) == (number, desk.pages_afresh(monkeypatch))


def test_only_what_read_the_change_is_made_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = Keeper._made

    def noted(keeper: Keeper, key: str, how: partial[str]) -> str:
        made.append(how.args[0])
        return make(keeper, key, how)

    monkeypatch.setattr(Keeper, "_made", noted)
    desk.pages()
    assert len(made) > 10
    made.clear()
    desk.pages()
    assert made == []
    desk.change(SIX, "面带微笑", "笑着")
    desk.pages()
    assert set(made) == {"restaurant-six-steps", "waiter", "cashier"}


def test_every_part_of_a_handbook_is_watched() -> None:
    found = {name for name, one in vars(Handbook).items() if isinstance(one, cached_property)}
    assert {field.name for field in fields(Handbook)} == kept.MAPS | kept.LISTS | kept.PLAIN
    assert found == kept.FOUND_MAPS | kept.FOUND_LISTS | kept.WATCHED_ALREADY


@pytest.mark.parametrize("harm", ["deleted", "cut", "empty", "other"])
def test_a_damaged_text_is_made_anew_in_silence(desk: Desk, harm: str) -> None:
    whole = desk.pages()
    for path in sorted((desk.project.made).rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            path.unlink()
            if harm != "deleted":
                damaged = {"cut": content[:-9], "empty": b"", "other": b"[" + content[1:]}[harm]
                path.write_bytes(damaged)
    assert desk.pages() == whole


def test_of_another_version_no_text_is_taken(desk: Desk) -> None:
    project: Project = desk.project
    examination = examine(project)
    context = context_of(project, examination)
    keeper = Keeper(examination.handbook, context)
    other = replace(context, store=Store(project.made, lambda module: f"new {maker(module)}"))
    assert keeper.text("sop_handbook.render.pages", "a", _old) == "old"
    assert Keeper(examination.handbook, other).text("sop_handbook.render.pages", "a", _new) == "new"
    assert keeper.text("sop_handbook.render.pages", "a", _new) == "old"


def _old(_handbook: Handbook, _context: Context) -> str:
    return "old"


def _new(_handbook: Handbook, _context: Context) -> str:
    return "new"
