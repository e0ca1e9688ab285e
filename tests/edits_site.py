"""What people and disks do to pages, theme, settings, store and site; one edit a function."""

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import yaml

from tests.damage import damaged
from tests.edits_sources import Edit
from tests.walked import Walked

_SETTINGS = "mkdocs.yml"
_THEME = "overrides/main.html"
_TEXTS = (
    "又一段。", "## 又一节 {#more}", "[去](usage.md#part)", "[去](../usage.md)", "[断](nowhere.md)",
    "[断](#nowhere)", "[断](index.md#nowhere)", "![图](deep/dot.svg)", "![断](dot.png)",
    "[绝对](/usage/)", "[外面](https://acme.internal/)", "[文件夹](deep/)", "<a href='x.md'>甲</a>",
    "[甲]: usage.md\n\n[甲]", "[救](handbook/pool/rescue.md#step-pull)", "{{ roles() }}",
    "[乙](deep/b.md#raw)", "[乙](b.md)", "| 甲 |\n| --- |\n| 乙 |", "!!! note\n    甲", "~~删~~",
)  # fmt: skip
_FRONTS = (
    "title: 别的名称", "hide: [toc]", "search: {exclude: true}", "render_macros: true",
    "template: main.html", "template: none.html", "description: 说明", "former: true", "broken: [",
    "status: new", "icon: material/eye", "subtitle: 小字",
)  # fmt: skip
_SETS: tuple[dict[str, Any], ...] = (
    {"extra": {"generator": False, "told": "新"}},
    {"extra": {"generator": False, "told": "更新"}},
    {"nav": [{"首页": "index.md"}, {"用法": "usage.md"}]},
    {"nav": [{"首页": "index.md"}, "usage.md"]},
    {"nav": [{"首页": "index.md"}, {"没有": "gone.md"}]},
    {"nav": [{"首页": "index.md"}, {"用法": "usage.md"}, {"图": "dot.png"}]},
    {"nav": None},
    {"site_name": "别的"},
    {"use_directory_urls": False},
    {"copyright": "版权"},
    {"exclude_docs": "deep/c.md"},
    {"not_in_nav": "deep/c.md"},
    {"draft_docs": "deep/b.md"},
    {"validation": {"links": {"anchors": "ignore", "not_found": "warn"}}},
    {"validation": {"nav": {"omitted_files": "warn"}}},
    {"markdown_extensions": ["attr_list", "md_in_html", "tables", "admonition", "footnotes"]},
    {"markdown_extensions": ["attr_list", "tables", {"toc": {"permalink": True}}]},
    {"markdown_extensions": ["attr_list", "codehilite"]},
    {"plugins": ["search", {"macros": {"modules": ["sop_handbook.macros"]}}]},
    {"extra_css": ["assets/own.css"]},
    {"unknown": "设置"},
)
_BLOCKS = (
    "{% block announce %}{{ config.extra.told }}{% endblock %}",
    "{% block announce %}{{ build_date_utc }}{% endblock %}",
    "{% block announce %}{{ page.toc | length }}{{ nav.items | length }}{% endblock %}",
    "{% block announce %}{{ page.file.src_uri }}{{ pages | length }}{% endblock %}",
    "{% block announce %}{% include 'partials/own.html' ignore missing %}{% endblock %}",
    "{% block announce %}{{ nothing.at.all }}{% endblock %}",
    "{% nothing %}",
)


def _page(walked: Walked, dice: Random) -> Path:
    pages = sorted(walked.project.docs.rglob("*.md"))
    return dice.choice([path for path in pages if "maintain" not in path.parts])


def _say_more(walked: Walked, dice: Random) -> None:
    """Write something at the end of a page: text, a heading, a link that leads or does not."""
    path = _page(walked, dice)
    path.write_text(f"{path.read_text('utf-8')}\n{dice.choice(_TEXTS)}\n", "utf-8")


def _link_again(walked: Walked, dice: Random) -> None:
    """Take back what was written last on a page."""
    path = _page(walked, dice)
    before, mark, _ = path.read_text("utf-8").rstrip().rpartition("\n\n")
    path.write_text(f"{before}\n" if mark else "# 空\n", "utf-8")


def _anchor_gone(walked: Walked, dice: Random) -> None:
    path = _page(walked, dice)
    path.write_text(path.read_text("utf-8").replace("{#part}", "{#other}"), "utf-8")


def _anchor_follows(walked: Walked, dice: Random) -> None:
    """Give the parts of all pages another anchor, and lead to it."""
    for path in sorted(walked.project.docs.glob("**/*.md")):
        path.write_text(path.read_text("utf-8").replace("#part", "#part-2"), "utf-8")


def _front(walked: Walked, dice: Random) -> None:
    """Give a page front matter."""
    path = _page(walked, dice)
    text = path.read_text("utf-8").partition("---\n\n")[2] or path.read_text("utf-8")
    path.write_text(f"---\n{dice.choice(_FRONTS)}\n---\n\n{text}", "utf-8")


def _new_page(walked: Walked, dice: Random) -> None:
    name = dice.choice(("new.md", "deep/index.md", "deep/README.md", "README.md", "deep/d/e.md"))
    walked.write(f"docs/{name}", f"# 新{dice.randrange(100)}\n\n{dice.choice(_TEXTS)}\n")


def _page_gone(walked: Walked, dice: Random) -> None:
    _page(walked, dice).unlink()


def _page_moved(walked: Walked, dice: Random) -> None:
    path = _page(walked, dice)
    path.rename(path.with_name(f"moved-{path.name}"))


def _page_damaged(walked: Walked, dice: Random) -> None:
    path = _page(walked, dice)
    path.write_bytes(damaged(path.read_bytes(), dice))


def _file(walked: Walked, dice: Random) -> None:
    """A picture or style is new, another one, or gone."""
    name = dice.choice(("deep/dot.svg", "dot.png", "assets/own.css", "assets/handbook.css"))
    path = walked.project.docs / name
    if path.exists() and dice.random() < 0.4:
        path.unlink()
    else:
        walked.write(f"docs/{name}", f"/* {dice.randrange(100)} */")


def _set(walked: Walked, dice: Random) -> None:
    """Set something in the engine's settings."""
    try:
        settings = walked.read(_SETTINGS)
    except (yaml.YAMLError, OSError):
        return
    for name, value in dice.choice(_SETS).items():
        settings[name] = value
        if value is None:
            del settings[name]
    walked.dump(_SETTINGS, settings)


def _theme(walked: Walked, dice: Random) -> None:
    """Change what stands around pages."""
    text = (walked.root / _THEME).read_text("utf-8").partition("{% block announce %}")[0]
    walked.write(_THEME, text + dice.choice(_BLOCKS))


def _theme_part(walked: Walked, dice: Random) -> None:
    """Put a part of our own in the place of the theme's, or change or remove it."""
    name = dice.choice(("own", "copyright", "footer"))
    path = walked.root / f"overrides/partials/{name}.html"
    if path.exists() and dice.random() < 0.4:
        path.unlink()
    else:
        walked.write(f"overrides/partials/{name}.html", f"<p>{dice.randrange(100)}</p>")


def _former_theme(walked: Walked, dice: Random) -> None:
    """Give pages the theme that they had when all was well."""
    shutil.rmtree(walked.root / "overrides")
    shutil.copytree(walked.folder / "saved" / "overrides", walked.root / "overrides")


def _lose(walked: Walked, dice: Random, harm: Callable[[Path, Random], object]) -> None:
    """Do something to many entries of the store."""
    entries = sorted(path for path in (walked.folder / "store").rglob("*") if path.is_file())
    for path in dice.sample(entries, len(entries) // dice.choice((1, 2, 10))):
        harm(path, dice)


def _cut(path: Path, dice: Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: dice.randrange(len(content) + 1)])


def _flip(path: Path, dice: Random) -> None:
    content = bytearray(path.read_bytes() or b"0")
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    path.write_bytes(content)


def _half_written(path: Path, dice: Random) -> None:
    """A process that died while it wrote."""
    path.rename(path.with_name(f"{path.name}.{dice.randrange(1000)}.1.part"))


def _folder(path: Path, _dice: Random) -> None:
    path.unlink()
    path.mkdir()


def _touch_made(walked: Walked, dice: Random) -> None:
    """Somebody edits, removes or adds what was generated."""
    home = dice.choice((walked.project.generated, walked.project.site))
    files = sorted(path for path in home.rglob("*") if path.is_file())
    for path in dice.sample(files, min(len(files), 3)):
        dice.choice((_cut, _half_written, lambda path, _: path.unlink()))(path, dice)


def _harm(harm: Callable[[Path, Random], object]) -> Edit:
    return lambda walked, dice: _lose(walked, dice, harm)


def _address_of_preview(walked: Walked, dice: Random) -> None:
    walked.address = dice.choice((None, "http://127.0.0.1:8000/", "http://127.0.0.1:8001/"))


EDITS: dict[str, Edit] = {
    "nothing": lambda walked, dice: None,
    "put right": lambda walked, dice: walked.put_right(),
    "say more": _say_more,
    "take back": _link_again,
    "anchor gone": _anchor_gone,
    "anchor follows": _anchor_follows,
    "front matter": _front,
    "new page": _new_page,
    "page gone": _page_gone,
    "page moved": _page_moved,
    "page damaged": _page_damaged,
    "file": _file,
    "set": _set,
    "theme": _theme,
    "part of the theme": _theme_part,
    "former theme": _former_theme,
    "another day": lambda walked, dice: walked.wait(dice.choice((1, 20, 40, 400))),
    "release": lambda walked, dice: walked.release(),
    "another address": _address_of_preview,
    "entries gone": _harm(lambda path, _: path.unlink()),
    "entries cut": _harm(_cut),
    "entries flipped": _harm(_flip),
    "entries half written": _harm(_half_written),
    "entries are folders": _harm(_folder),
    "store gone": lambda walked, dice: shutil.rmtree(walked.folder / "store", ignore_errors=True),
    "cache gone": lambda walked, dice: shutil.rmtree(walked.project.cache, ignore_errors=True),
    "made by hand": _touch_made,
    "site gone": lambda walked, dice: shutil.rmtree(walked.project.site, ignore_errors=True),
}
