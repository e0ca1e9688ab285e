"""Text is data: whatever an author writes, every page shows it and nothing of it becomes markup.

Every text field of every schema is filled with every text of `attacks.yaml`, and the pages are
compared with those made of harmless text: the same elements with the same attributes.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.utils.meta import get_data

from sop_handbook.adapters.yaml_file import parse
from sop_handbook.findings import CODES, has_errors
from sop_handbook.model import Mention, Quantity, Text
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.pages import render_pages
from sop_handbook.templating.markdown import front, markdown
from tests.full import FieldPath, Filler, text_fields, write_sources
from tests.hostile import (
    ALIKE,
    ATTACKS,
    HARMLESS,
    SITE_ATTACKS,
    SITE_BRAND,
    SITE_SUMMARY,
    SITE_TITLE,
    SOME_ATTACKS,
    Attacker,
    build_attacked_site,
)
from tests.pages import Element, parse_page
from tests.sites import html_pages
from tests.support import DAY, THEME, text

# These are there to be searched or filled in on paper, or stand where only the finished site has a
# place for them.
NOT_ON_GENERATED_PAGES = {
    ("handbook", "title"),
    ("handbook", "summary"),
    ("handbook", "contacts", "label"),
    ("procedure", "record_of"),
    ("procedure", "signs"),
}
# Of those that the finished site shows on pages of its own, these stand for the others page by
# page: one for each sign that Markdown, HTML or a template would take for its own.
USUAL = {
    "script", "double-quotes", "jinja", "javascript-link", "image", "fence", "attributes",
    "entities", "paragraphs",
}  # fmt: skip
WORKLIST = "maintain/worklist.md"
MADE_OF_SCHEMAS_AND_WORDS = ("maintain/fields.md", "maintain/findings.md")


@cache
def _engine() -> Markdown:
    """Python-Markdown as mkdocs.yml sets it up."""
    config = load_config(
        str(THEME / "mkdocs.yml"), site_name="手册", docs_dir=str(THEME / "docs"), theme="material"
    )
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def _pages(root: Path, attack: str) -> dict[str, Element]:
    """Every page of a handbook full of an attack, as Python-Markdown shows it."""
    write_sources(root, [Filler("x", Attacker.of(attack)).sources()])
    project = Project(root=root, today=DAY)
    examination = examine(project)
    told = [found for found in examination.findings if found.code != "no-type"]  # pages draw all
    assert not has_errors(told), told
    with undrawn():
        rendered = render_all(project, examination, (render_pages,))
    contents = {a.path: a.content.decode() for a in rendered.artifacts if a.path.endswith(".md")}
    return {
        path: parse_page(_engine().reset().convert(get_data(content)[0]))
        for path, content in contents.items()
        if path not in MADE_OF_SCHEMAS_AND_WORDS
    }


@contextmanager
def undrawn() -> Iterator[None]:
    """Leave the drawings out of pages: how they escape words test_diagrams asks."""
    with pytest.MonkeyPatch.context() as patch:
        for made in ("page_drawing", "phone_drawing"):
            patch.setattr(f"sop_handbook.render.svg.diagrams.{made}", lambda *_: None)
        patch.setattr("sop_handbook.render.svg.diagrams.page_svg", lambda *_: "<svg></svg>")
        yield


def _settled_elsewhere(name: str) -> bool:
    """Whether others stand for an attack here: the finished site is asked the same, if only of
    one that ends as it does."""
    return name in SOME_ATTACKS.keys() | ALIKE and name not in USUAL


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Element]:
    return _pages(tmp_path_factory.mktemp("harmless") / "project", HARMLESS)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=pytest.mark.slow if _settled_elsewhere(name) else ())
        for name in ATTACKS
    ],
)
def attack(request: pytest.FixtureRequest) -> str:
    return ATTACKS[request.param]


@pytest.fixture(scope="module")
def pages(attack: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Element]:
    return _pages(tmp_path_factory.mktemp("attack") / "project", attack)


def _structure(page: Element) -> list[tuple[str, dict[str, str]]]:
    """Elements and attributes in order; what is made of text by design is masked."""
    titles = {heading.attributes.get("id", "") for heading in page.all("h1")}
    return [
        (
            element.tag,
            {key: _masked(key, value, titles) for key, value in element.attributes.items()},
        )
        for element in _outside_drawings(page)
        if element.tag != "br"  # a line break in a text is shown as one
        and not element.leads_out  # and an address as a link
        and element.attributes != {"class": "sop-whole"}  # a figure with its unit, in a table
    ]


def _outside_drawings(element: Element) -> Iterator[Element]:
    """Everything but what is in diagrams, which have tests of their own (test_diagrams)."""
    yield element
    if element.tag != "svg":
        for child in element.children:
            if isinstance(child, Element):
                yield from _outside_drawings(child)


SOUNDS = set("abcdefghijklmnopqrstuvwxyz0123456789 ")


def _masked(key: str, value: str, titles: set[str]) -> str:
    # What a diagram or a role is called, how large a diagram is.
    if key in {"alt", "aria-label", "data-title", "viewbox", "width", "height"}:
        return ""
    if key == "data-sop-sound":  # how a title is typed and sounds
        assert set(value) <= SOUNDS
        return ""
    if value.startswith("mailto:"):
        assert not set(value) & set("\"'<> \n")
        return "mailto:"
    if value.startswith(("https://form.acme.cn/", "https://gitee.com/acme/")):
        assert not set(value.replace("{questions}", "")) & set("\"'<>{} \n")
        return "https:"
    if value.startswith("tel:"):
        assert set(value[4:]) <= set("+0123456789")
        return "tel:"
    if key in {"name", "value"}:  # a box bears the digest of what is to be ticked
        return re.sub(r"\b[0-9a-f]{12}\b", "digest", value)
    if value.removeprefix("#") in titles:  # the page's own anchor is made of its title
        assert all(character.isalnum() or character in "-_" for character in value[1:])
        return "title"
    return "letter-" if value.startswith("letter-") else value


def _bare(text: str) -> str:
    return "".join(text.split())


def test_every_text_field_of_the_schemas_is_attacked() -> None:
    filled: set[FieldPath] = set()

    def write(path: FieldPath, _: int) -> str:
        filled.add(path)
        return HARMLESS

    Filler("x", write).sources()
    # Limits are filled in as words, which count from nowhere.
    assert filled == {path for path in text_fields() if path[-1] != "since"}


def test_a_hostile_text_changes_no_element_and_no_attribute(
    pages: dict[str, Element], harmless: dict[str, Element]
) -> None:
    assert pages.keys() == harmless.keys()
    for path in pages.keys() - {WORKLIST}:
        assert _structure(pages[path]) == _structure(harmless[path]), path
    # The worklist names what looks like markup: more entries, but no other kind of element.
    allowed = _structure(harmless[WORKLIST])
    allowed += [("a", {"href": f"findings.md#{code}"}) for code in CODES]
    assert [found for found in _structure(pages[WORKLIST]) if found not in allowed] == []


def test_a_hostile_text_is_shown_as_it_was_written(attack: str, pages: dict[str, Element]) -> None:
    assert _unseen(attack, _bare("".join(page.text for page in pages.values()))) == []


def _unseen(attack: str, shown: str) -> list[FieldPath]:
    """The fields whose text readers do not see as it was written."""
    attacker = Attacker.of(attack)
    return [
        path
        for path in attacker.marks.keys() - NOT_ON_GENERATED_PAGES
        # The search knows them, pages do not show them; a limit in words counts from nowhere.
        # Whose the handbook is stands in the heads of pages: see SITE_BRAND.
        if path[-1] not in {"aliases", "since"}
        and path[:2] not in {("terms", "emergencies"), ("handbook", "brand")}
        and _bare(attacker(path, _room()[path])) not in shown
    ]


@cache
def _room() -> dict[FieldPath, int]:
    """How many characters fit into each field, at most: a longer attack is left out of it."""
    room: dict[FieldPath, int] = {}

    def write(path: FieldPath, limit: int) -> str:
        room[path] = limit
        return HARMLESS

    Filler("x", write).sources()
    return room


# One by one -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("一般的话。", "一般的话。"),
        ("a_b*c", "a&#95;b&#42;c"),
        ("1. 一", "1&#46; 一"),
        ("- 一", "&#45; 一"),
        ("甲 - 乙", "甲 - 乙"),
        ("3.5元", "3&#46;5元"),
        ("甲\n乙", "甲<br>乙"),
        ("[甲](乙)", "&#91;甲&#93;(乙)"),
    ],
)
def test_only_what_could_be_syntax_is_escaped(words: str, escaped: str) -> None:
    assert markdown(words) == escaped
    assert markdown(text(words)) == escaped


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("4008185050", "拨[400-818-5050](tel:4008185050)"),
        ("120 或 110", "拨[120](tel:120) 或 [110](tel:110)"),
        ("021-12345678转801", "拨[021-12345678转801](tel:02112345678,801)"),
        ("javascript:pwned=1", "拨javascript:pwned=1"),
        ('1"onclick="x', "拨1&#34;onclick=&#34;x"),
    ],
)
def test_only_numbers_are_dialled(number: str, shown: str) -> None:
    hotline = Quantity(id="h", label="热线", kind="contact", value=number)
    assert markdown(Text(("拨", Mention(hotline, number)))) == shown


@pytest.mark.parametrize("name", ATTACKS)
def test_front_matter_gives_back_escaped_text(name: str) -> None:
    source, findings = parse(f"title: {front(ATTACKS[name])}\n", "page")
    assert source is not None
    assert findings == []
    title = source.data["title"]
    assert not set(title) & set("<>\"'\n")
    assert parse_page(title).text == " ".join(ATTACKS[name].split())


# In the finished site -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site_pages(attacked_site: Path) -> dict[str, Element]:
    return _parsed(attacked_site)


def _parsed(site: Path) -> dict[str, Element]:
    return {
        path.relative_to(site).as_posix(): parse_page(path.read_text("utf-8"))
        for path in html_pages(site)
    }


def _own_pages(name: str) -> list[str]:
    """The pages that only one attack's documents make."""
    folder = f"handbook/industry-x-{name}"
    return [
        f"{folder}/index.html",
        f"{folder}/procedure-x-{name}/index.html",
        f"{folder}/family-x-{name}/index.html",
        f"handbook/roles/role-x-{name}/index.html",
        f"handbook/forms/form-x-{name}/index.html",
    ]


def test_no_page_of_the_site_runs_anything(site_pages: dict[str, Element]) -> None:
    scripts = [script.text_or_source for page in site_pages.values() for script in _scripts(page)]
    assert [script for script in scripts if "pwned" in script] == []
    for name, page in site_pages.items():
        for element in page:
            for key, value in element.attributes.items():
                assert not key.startswith("on"), f"{name}: {key}"
                plain = "".join(c for c in value if c.isprintable() and not c.isspace()).lower()
                assert not plain.startswith(("javascript:", "vbscript:", "data:text")), name


@dataclass(frozen=True)
class _Script:
    text_or_source: str


def _scripts(page: Element) -> Iterator[_Script]:
    for script in page.all("script"):
        inside = "".join(child for child in script.children if isinstance(child, str))
        yield _Script(inside + script.attributes.get("src", ""))


@pytest.fixture(scope="module")
def all_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Element]:
    site = build_attacked_site(tmp_path_factory.mktemp("all") / "project", SITE_ATTACKS)
    return _parsed(site)


@pytest.mark.slow
@pytest.mark.parametrize("name", SITE_ATTACKS)
def test_all_attacks_leave_all_pages_as_they_are(name: str, all_pages: dict[str, Element]) -> None:
    test_no_page_of_the_site_runs_anything({path: all_pages[path] for path in _own_pages(name)})
    test_a_page_of_the_site_has_the_structure_of_a_harmless_one(name, all_pages)
    test_title_and_description_say_what_was_written(name, all_pages)
    own = "".join(all_pages[path].text for path in _own_pages(name))
    assert _unseen(ATTACKS[name], f"{_bare(own)} {_shared_words(all_pages, SITE_ATTACKS)}") == []


@pytest.mark.parametrize("name", SOME_ATTACKS)
def test_a_page_of_the_site_has_the_structure_of_a_harmless_one(
    name: str, site_pages: dict[str, Element]
) -> None:
    for mine, measure in zip(_own_pages(name), _own_pages("harmless"), strict=True):
        found = _site_structure(site_pages[mine], name)
        assert found == _site_structure(site_pages[measure], "harmless"), mine


@pytest.fixture(scope="module")
def shared_words(site_pages: dict[str, Element]) -> str:
    return _shared_words(site_pages, SOME_ATTACKS)


def _shared_words(pages: dict[str, Element], names: Iterable[str]) -> str:
    """Return what is to be read on the pages that all attacks share."""
    own = {path for name in names for path in _own_pages(name)}
    return _bare("".join(page.text for path, page in pages.items() if path not in own))


@pytest.mark.parametrize("name", SOME_ATTACKS)
def test_a_hostile_text_is_shown_in_the_site_as_it_was_written(
    name: str, site_pages: dict[str, Element], shared_words: str
) -> None:
    own = "".join(site_pages[path].text for path in _own_pages(name))
    assert _unseen(ATTACKS[name], f"{_bare(own)} {shared_words}") == []


def _site_structure(page: Element, name: str) -> list[tuple[str, dict[str, str]]]:
    structure = []
    for tag, attributes in _structure(page):
        masked = {key: value.replace(f"-x-{name}", "-*") for key, value in attributes.items()}
        if masked.get("name") == "description" or masked.get("property", "").startswith("og:"):
            masked["content"] = ""
        structure.append((tag, masked))
    return structure


@pytest.mark.parametrize("name", SOME_ATTACKS)
def test_title_and_description_say_what_was_written(
    name: str, site_pages: dict[str, Element]
) -> None:
    attacker = Attacker.of(ATTACKS[name])
    page = site_pages[f"handbook/industry-x-{name}/procedure-x-{name}/index.html"]
    title = attacker(("procedure", "title"), 60)
    assert _bare(title) in _bare(page.one("head").one("title").text)
    assert _bare(SITE_TITLE) in _bare(page.one("head").one("title").text)
    goal = attacker(("procedure", "goal"), 1000)
    (description,) = [m for m in page.all("meta") if m.attributes.get("name") == "description"]
    assert _bare(description.attributes["content"]) == _bare(goal)
    headings = [heading.text for heading in page.all("h1")]
    assert [_bare(heading) for heading in headings] == [_bare(title)]


def test_the_handbooks_own_title_and_summary_are_text(site_pages: dict[str, Element]) -> None:
    front_page = site_pages["index.html"]
    assert _bare(SITE_TITLE) in _bare(front_page.one("head").one("title").text)
    logos = [e for e in front_page.all("a") if e.attributes.get("data-md-component") == "logo"]
    assert {_bare(logo.attributes["aria-label"]) for logo in logos} == {_bare(SITE_TITLE)}
    told = {
        m.attributes.get("property"): m.attributes.get("content") for m in front_page.all("meta")
    }
    told |= {m.attributes.get("name"): m.attributes.get("content") for m in front_page.all("meta")}
    assert told["og:site_name"] == f"{SITE_BRAND['organisation']} · {SITE_TITLE}"
    assert told["apple-mobile-web-app-title"] == SITE_BRAND["short_name"]
    missing = site_pages["404.html"]
    (description,) = [m for m in missing.all("meta") if m.attributes.get("name") == "description"]
    assert _bare(description.attributes["content"]) == _bare(SITE_SUMMARY)


def test_a_parser_is_strict_enough_to_see_an_attack() -> None:
    """The measure itself: what is not escaped would be noticed."""
    page = parse_page("<p>甲</p>" + ATTACKS["image-error"] + ATTACKS["script"])
    assert [element.tag for element in page] == ["document", "p", "img", "script"]
