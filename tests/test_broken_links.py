"""Whatever the site engine complains of when run by itself is told by a build with kept pages."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from tests.workshop import Workshop, make_workshop


def _files_gone(shop: Workshop) -> None:
    shop.remove("file.txt")
    shop.rename("deep/b.md", "deep/bb.md")


def _anchors_gone(shop: Workshop) -> None:
    shop.change("deep/b.md", "{#part}", "{#other}")
    shop.change("deep/b.md", 'id="raw"', 'id="raw-2"')
    shop.change("a.md", "# 甲 {#top}", "# 甲")


def _otherwise(shop: Workshop) -> None:
    shop.set(
        {
            "nav": [{"首页": "index.md"}, {"无": "nowhere.pdf"}, {"别处": "/nowhere/"}],
            "validation": {"nav": {"omitted_files": "warn", "absolute_links": "warn"}},
        }
    )
    shop.write("deep/README.md", "# 又\n")


# What pages say, as from a folder below docs/, and what then becomes of all that they lead to.
FAULTS: dict[str, tuple[tuple[str, ...], Callable[[Workshop], object]]] = {
    "written wrongly": (
        (
            "[无](nowhere.md)", "[无](../a.md#nowhere)", "[无](#nowhere)", "![无](nowhere.png)",
            "[无](../nowhere.pdf)", "[无](/a/)", "[无](../a)", "[无](../deep/)",
            "[无](../a/index.html)", "[无][one]\n\n[one]: nowhere.md", "[无](../../mkdocs.yml)",
            "| 甲 |\n| --- |\n| [无](nowhere.md) |", "![无][one]\n\n[one]: nowhere.png",
            '<div markdown="1">\n[无](nowhere.md)\n</div>', "## [无](nowhere.md)",
        ),
        lambda shop: None,
    ),
    "files gone": (
        (
            "[乙](../deep/b.md)", "[乙](../deep/b.md#part)", "[乙][one]\n\n[one]: ../deep/b.md",
            "![文件](../file.txt)", "[文件](../file.txt)",
        ),
        _files_gone,
    ),
    "anchors gone": (
        ("[乙](../deep/b.md#part)", "[乙](../deep/b.md#raw)", "[甲](../a.md#top)"),
        _anchors_gone,
    ),
    "set otherwise": ((), _otherwise),
}  # fmt: skip


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    shop = make_workshop(tmp_path)
    shop.write("a.md", "# 甲 {#top}\n\n## 小节 {#part}\n")
    shop.write("deep/index.md", "# 深\n")
    shop.write("deep/c.md", "# 丙\n")
    shop.write("index.md", "# 首页\n\n[甲](a.md)\n")
    return shop


@pytest.mark.parametrize("fault", FAULTS)
def test_what_the_engine_complains_of_is_told_by_every_build(
    workshop: Workshop, fault: str
) -> None:
    texts, befalls = FAULTS[fault]
    pages = [f"{home}/{n}.md" for home in ("deep", "handbook") for n in range(len(texts))]
    for page, text in zip(pages, texts * 2, strict=True):
        workshop.write(page, f"# 丁\n\n{text}\n")
    workshop.build(kept=True)
    befalls(workshop)
    told = [workshop.build(kept=kept)[1] for kept in (True, False, True)]
    assert told[0] == told[1] == told[2]
    messages = {finding.args["message"] for finding in told[0]}
    assert messages >= complaints(workshop)
    assert [page for page in pages if not any(f"'{page}'" in one for one in messages)] == []


def complaints(shop: Workshop) -> set[str]:
    """What the engine warns of without us: `mkdocs build --strict` with the same settings."""
    heard = _Heard()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    for name in logging.root.manager.loggerDict:  # another test may have silenced them all
        if name.startswith("mkdocs."):
            logging.getLogger(name).disabled = False
    config = load_config(
        str(shop.project.root / "mkdocs.yml"), site_dir=str(shop.folder / "plain"), strict=True
    )
    config.extra["handbook"] = shop.handbook
    try:
        with pytest.raises(Abort):
            build(config)
    finally:
        logger.removeHandler(heard)
    return heard.messages


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.add(record.getMessage().strip())


def test_a_page_that_only_the_navigation_knows_is_told_by_every_build(workshop: Workshop) -> None:
    workshop.build(kept=True)
    workshop.set({"nav": [{"首页": "index.md"}, {"无": "nowhere.md"}]})
    assert len(complaints(workshop)) == 1
    told = [workshop.build(kept=kept)[1] for kept in (True, False)]
    assert told[0] == told[1]
    assert [(one.code, one.args["value"]) for one in told[0]] == [("no-page", "nowhere.md")]
