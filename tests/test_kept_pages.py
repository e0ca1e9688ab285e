"""Pages from the store: what is kept, what is not, and what is made of what is damaged."""

import logging
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import pytest

from sop_handbook.adapters.store import Store
from sop_handbook.pipeline.program import maker
from sop_handbook.site.engine import build as engine
from sop_handbook.site.engine.build import build_site
from tests.sites import fingerprints
from tests.support import THEME
from tests.workshop import PAGES, Workshop, make_workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return make_workshop(tmp_path)


def _former(shop: Workshop) -> None:
    """A page at a former address, which the list of all pages leaves out."""
    shop.address = "https://handbook.internal/"
    shop.write("old.md", "---\nformer: true\n---\n\n# 旧\n")
    shutil.copy(THEME / "overrides" / "sitemap.xml", shop.project.overrides)


_LISTING = "{{ pages | length }}"
_NOT_YET = {"validation": {"nav": {"not_found": "ignore"}}}
_SHOWN: dict[str, tuple[Callable[[Workshop], object], Callable[[Workshop], object]]] = {
    "status of a page": (
        lambda shop: None,
        lambda shop: shop.write("a.md", "---\nstatus: new\n---\n\n# 甲\n\n## 小节 {#part}\n"),
    ),
    "icon of a page": (
        lambda shop: shop.write(
            "a.md", "---\nicon: material/eye\n---\n\n# 甲\n\n## 小节 {#part}\n"
        ),
        lambda shop: shop.write("deep/b.md", "# 乙\n\n## 一节 {#part}\n\n<a id='raw'></a>\n"),
    ),
    "number of pages": (
        lambda shop: shop.theme(_LISTING),
        lambda shop: shop.write("handbook/new.md", "# 新\n"),
    ),
    "former address": (_former, lambda shop: None),
    "file in the navigation": (
        lambda shop: shop.set({"nav": [{"首页": "index.md"}, {"表": "deep/t.csv"}], **_NOT_YET}),
        lambda shop: shop.write("deep/t.csv", "甲,乙\n"),
    ),
}


@pytest.mark.parametrize("shown", _SHOWN)
def test_what_all_pages_show_of_others_is_as_it_is_now(workshop: Workshop, shown: str) -> None:
    before, after = _SHOWN[shown]
    before(workshop)
    workshop.build(kept=True)
    after(workshop)
    assert workshop.build(kept=True) == workshop.build(kept=False)


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
    workshop.change("deep/b.md", "# 乙", "# 乙二")
    workshop.build(kept=True)
    assert len(made) == 1


def test_a_damaged_page_is_made_anew_in_silence(workshop: Workshop) -> None:
    """Each entry in one of five ways, and then in another: every kind of entry meets several."""
    whole = workshop.build(kept=True)
    dice = Random("harm")
    for turn in range(2):
        for number, path in enumerate(_files(workshop.folder / "store")):
            _damage(path, HARMS[(number + turn) % len(HARMS)], dice)
        assert workshop.build(kept=True) == whole


HARMS = ("deleted", "cut", "flipped", "empty", "folder")


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


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
    settings = workshop.settings()
    workshop.set({key: [*settings.get(key, []), *more] for key, more in setting.items()})
    assert workshop.build(kept=True)[1] == []
    assert not (workshop.folder / "store").exists()
