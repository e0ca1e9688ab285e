"""Pages from the store: a site with them is the site without them, whatever was edited or lost."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest
import yaml

from sop_handbook.adapters.store import Store
from sop_handbook.findings import Finding
from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.program import maker
from sop_handbook.project import Project
from sop_handbook.site.embeds import fill_pages
from sop_handbook.site.engine import build as engine
from sop_handbook.site.engine.build import Finished, build_site
from tests.case_files import lay_out
from tests.sites import fingerprints
from tests.support import ROOT

PAGES = {
    "index.md": "# 首页\n\n[甲](a.md)、[乙的一节](deep/b.md#part)、[文件](file.txt)\n",
    "a.md": "# 甲\n\n[回首页](index.md)\n\n## 小节 {#part}\n\n[本页](#part)\n",
    "deep/b.md": '# 乙\n\n[甲的小节](../a.md#part)\n\n## 一节 {#part}\n\n<a id="raw"></a>\n',
    "deep/c.md": "# 丙\n\n[乙的记号](b.md#raw)，[文件](../file.txt)\n",
    "handbook/d.md": "---\ntitle: 丁\n---\n\n[丙](../deep/c.md)\n",
    "handbook/e.md": "# 戊\n\n[丁](d.md)\n",
}
FILLED = "---\nrender_macros: true\n---\n\n# 活\n\n{{ report_contact() }}\n"


@dataclass
class Workshop:
    """A small site, built with what is kept and without, always from the same state."""

    project: Project
    handbook: Handbook
    folder: Path
    address: str | None = None
    made: int = 0

    def write(self, path: str, text: str) -> None:
        """Put a file below docs/."""
        target = self.project.docs / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Edit a file of the project."""
        target = self.project.root / path
        text = target.read_text("utf-8")
        assert old in text
        target.write_text(text.replace(old, new), "utf-8")

    @property
    def store(self) -> Store:
        """Where pages are kept."""
        return Store(self.folder / "store", maker)

    def finished(self, store: Store) -> Finished:
        """What a build has in hand."""
        pages, wrong = fill_pages(self.project, self.handbook)
        assert not wrong
        generated = sorted(self.project.generated.rglob("*.md"))
        return Finished(
            store=store,
            filled={page.path: page.front + page.body for page in pages},
            generated=[path.relative_to(self.project.docs).as_posix() for path in generated],
        )

    def build(self, *, kept: bool) -> tuple[dict[str, str], list[Finding]]:
        """Build the site; return the hash of each file, and what is wrong."""
        self.made += 1
        site = self.folder / f"site-{self.made}"
        finished = self.finished(self.store) if kept else None
        found = build_site(self.project, self.handbook, site, self.address, finished)
        return ({} if found else fingerprints(site)), found


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    root = tmp_path / "project"
    project = lay_out(root)
    (root / "overrides").mkdir()
    (root / "overrides" / "main.html").write_text(
        '{% extends "base.html" %}{% block footer %}<p>{{ config.extra.told }}</p>{% endblock %}',
        "utf-8",
    )
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    settings |= {"nav": [{"首页": "index.md"}, {"甲": "a.md"}], "extra": {"told": "旧"}}
    for unused in ("extra_css", "extra_javascript"):
        settings.pop(unused)
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    shop = Workshop(project, examine(project).handbook, tmp_path)
    for path, text in {**PAGES, "file.txt": "文件", "live.md": FILLED}.items():
        shop.write(path, text)
    return shop


def _edits() -> Iterator[tuple[str, Callable[[Workshop], object]]]:
    yield "nothing", lambda shop: None
    yield "text", lambda shop: shop.change("docs/deep/b.md", "# 乙", "# 乙二")
    yield "anchor gone", lambda shop: shop.change("docs/deep/b.md", "{#part}", "{#other}")
    yield "link follows", lambda shop: shop.change("docs/index.md", "b.md#part", "b.md#other")
    yield "raw anchor gone", lambda shop: shop.change("docs/deep/b.md", 'id="raw"', 'id="raw-2"')
    yield "raw link follows", lambda shop: shop.change("docs/deep/c.md", "#raw", "#raw-2")
    yield "page gone", lambda shop: (shop.project.docs / "handbook/d.md").unlink()
    yield "page back", lambda shop: shop.write("handbook/d.md", "# 丁二\n\n[甲](../a.md)\n")
    yield "file gone", lambda shop: (shop.project.docs / "file.txt").unlink()
    yield "file back", lambda shop: shop.write("file.txt", "别的")
    yield "page new", lambda shop: shop.write("handbook/f.md", "# 己\n\n[甲](../a.md#part)\n")
    yield "broken link", lambda shop: shop.write("handbook/f.md", "# 己\n\n[无](nowhere.md)\n")
    yield "still broken", lambda shop: None
    yield "mended", lambda shop: shop.write("handbook/f.md", "# 己\n")
    yield "absolute link", lambda shop: shop.write("handbook/f.md", "# 己\n\n[无](/nowhere)\n")
    yield "mended again", lambda shop: shop.write("handbook/f.md", "# 己\n")
    yield "moved", lambda shop: shop.write("deep/index.md", "# 深\n")
    yield "navigation", lambda shop: shop.change("mkdocs.yml", "甲: a.md", "第一: a.md")
    yield "settings", lambda shop: shop.change("mkdocs.yml", "told: 旧", "told: 新")
    yield "theme", lambda shop: shop.change("overrides/main.html", "<p>", "<p class='x'>")
    yield (
        "day in the theme",
        lambda shop: shop.change("overrides/main.html", "<p ", "{{ build_date_utc }}<p "),
    )
    yield (
        "next day",
        lambda shop: vars(shop).update(
            project=replace(shop.project, today=shop.project.today + timedelta(days=1))
        ),
    )
    yield (
        "macros",
        lambda shop: vars(shop).update(
            handbook=replace(shop.handbook, report_to=next(iter(shop.handbook.contacts)))
        ),
    )
    yield "title", lambda shop: vars(shop).update(handbook=replace(shop.handbook, title="另一本"))
    yield (
        "published",
        lambda shop: vars(shop).update(
            handbook=replace(shop.handbook, base_url="https://a.example.org/sop/")
        ),
    )
    yield "address", lambda shop: vars(shop).update(address="http://127.0.0.1:8000/")
    yield "untold titles", lambda shop: shop.change("mkdocs.yml", "- 第一: a.md", "- a.md")
    yield "title of a page", lambda shop: shop.change("docs/a.md", "# 甲", "# 甲二")


def _call_the_contact_otherwise(shop: Workshop) -> None:
    contacts = {
        name: replace(one, label=f"{one.label}二") for name, one in shop.handbook.contacts.items()
    }
    shop.handbook = replace(shop.handbook, contacts=contacts)


def test_a_site_with_kept_pages_is_the_site_without(workshop: Workshop) -> None:
    for name, edit in _edits():
        edit(workshop)
        assert (name, workshop.build(kept=True)) == (name, workshop.build(kept=False))


def test_only_what_changed_is_made(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    keep = Store.keep

    def noted(store: Store, key: str, content: bytes) -> None:
        made.append(key)
        keep(store, key, content)

    monkeypatch.setattr(Store, "keep", noted)
    workshop.build(kept=True)
    assert len(made) == len(PAGES) + 1
    made.clear()
    workshop.build(kept=True)
    assert made == []
    workshop.change("docs/deep/b.md", "# 乙", "# 乙二")
    workshop.build(kept=True)
    assert len(made) == 1


@pytest.mark.parametrize("harm", ["deleted", "cut", "flipped", "empty", "folder"])
def test_a_damaged_page_is_made_anew_in_silence(workshop: Workshop, harm: str) -> None:
    whole = workshop.build(kept=True)
    dice = Random(harm)
    for path in sorted((workshop.folder / "store").rglob("*")):
        if path.is_file():
            _damage(path, harm, dice)
    assert workshop.build(kept=True) == whole


def _damage(path: Path, harm: str, dice: Random) -> None:
    content = bytearray(path.read_bytes())
    path.unlink()
    if harm == "cut":
        path.write_bytes(content[: dice.randrange(len(content))])
    elif harm == "flipped":
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        path.write_bytes(content)
    elif harm == "empty":
        path.touch()
    elif harm == "folder":
        path.mkdir()


def test_what_several_processes_make_is_the_same(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert workshop.build(kept=True) == workshop.build(kept=False)
    workshop.write("handbook/f.md", "# 己\n\n[无](nowhere.md)\n")
    workshop.write("handbook/g.md", "# 庚\n\n[无](d.md#nowhere)\n")
    kept, plain = workshop.build(kept=True), workshop.build(kept=False)
    assert kept == plain
    assert len(plain[1]) == 2


def test_a_broken_link_is_told_where_somebody_has_silenced_all_loggers(
    workshop: Workshop, request: pytest.FixtureRequest
) -> None:
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    for logger in loggers:
        request.addfinalizer(partial(setattr, logger, "disabled", logger.disabled))
        logger.disabled = True
    workshop.write("handbook/f.md", "# 己\n\n[无](nowhere.md)\n")
    for _ in range(2):
        assert [finding.code for finding in workshop.build(kept=True)[1]] == ["site-engine"]
    assert all(logger.disabled for logger in loggers)


def test_of_another_version_nothing_is_taken(workshop: Workshop) -> None:
    whole = workshop.build(kept=True)
    other = Store(workshop.folder / "store", lambda module: f"another {maker(module)}")
    finished, site = workshop.finished(other), workshop.folder / "other"
    before = len(list((workshop.folder / "store").rglob("*")))
    assert build_site(workshop.project, workshop.handbook, site, None, finished) == []
    assert fingerprints(site) == whole[0]
    assert len(list((workshop.folder / "store").rglob("*"))) > before


@pytest.mark.parametrize(
    "setting",
    [{"hooks": ["hook.py"]}, {"plugins": ["search"]}, {"markdown_extensions": ["codehilite"]}],
)
def test_with_what_may_read_anything_no_page_is_kept(
    workshop: Workshop, setting: dict[str, list[str]]
) -> None:
    (workshop.project.root / "hook.py").write_text("", "utf-8")
    path = workshop.project.root / "mkdocs.yml"
    settings = yaml.safe_load(path.read_text("utf-8"))
    for key, more in setting.items():
        settings[key] = [*settings.get(key, []), *more]
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    assert workshop.build(kept=True)[1] == []
    assert not (workshop.folder / "store").exists()
