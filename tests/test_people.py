"""Whom readers turn to, how mistakes are reported, and where a step is edited."""

from dataclasses import replace
from string import ascii_letters, digits
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from markdown import Markdown

from sop_handbook.language.messages import messages
from sop_handbook.model import Contact, Handbook, Repository
from sop_handbook.model.contacts import is_set
from sop_handbook.model.routes import Route
from sop_handbook.pipeline.examine import Examination
from sop_handbook.pipeline.prints import context_of
from sop_handbook.render.base import Context, Rendered
from sop_handbook.render.pages import render_pages, render_procedures
from sop_handbook.render.views.calls import calls
from sop_handbook.render.views.people import people
from sop_handbook.render.views.reports import (
    Subject,
    nearest,
    questions_address,
    report,
    ways,
)
from sop_handbook.render.views.repository import edit_address, issue_address
from sop_handbook.site.embeds import Embeds
from tests.pages import Element, parse_page
from tests.trades import trades_examination, trades_project

ZH = messages("zh")
NAME = "restaurant-six-steps"
PAGE = f"restaurant/{NAME}.md"
STEP = Subject(
    page="迎接客人",
    number="CY-01",
    edition="第2版",
    step="3 上菜",
    address="https://sop.acme.internal/a/#step-serve",
)
NASTY = 'a&b?c#d%20e"f<g>\r\nBcc: x@evil.example\n你好'


def contact(name: str, **ways_and_places: Any) -> Contact:
    return Contact(id=name, label=f"{name}的称呼", **ways_and_places)


def with_contacts(*contacts: Contact, **changes: Any) -> Handbook:
    """The handbook of several trades with other contacts; the first is the one to report to."""
    book = trades_examination().handbook
    known = {one.id: one for one in contacts}
    industries = {one.id: replace(one, report_to=None) for one in book.industries.values()}
    return replace(book, contacts=known, industries=industries, report_to=contacts[0].id, **changes)


def naming(book: Handbook, industry: str, name: str) -> Handbook:
    """The same where an industry names a contact to report to."""
    changed = {**book.industries, industry: replace(book.industries[industry], report_to=name)}
    return replace(book, industries=changed)


EDITOR = contact("editor", mail="editor@acme.internal")
TRADE = contact("trade", mail="trade@acme.internal", industries=("restaurant",))
WAITER = contact("waiter", form="https://form.acme.internal/", roles=("waiter", "cashier"))
SECOND = contact("second", mail="second@acme.internal", roles=("waiter",))
BELL = contact("bell", phone="8001", industries=("restaurant",), roles=("waiter",))


@pytest.mark.parametrize(
    ("contacts", "named", "expected"),
    [
        ([EDITOR], None, "editor editor editor"),
        ([EDITOR, TRADE], None, "trade trade editor"),
        ([EDITOR, TRADE], "editor", "editor editor editor"),
        ([EDITOR, TRADE, WAITER, SECOND], None, "waiter trade editor"),
        ([EDITOR, SECOND, WAITER], "editor", "second editor editor"),
        ([EDITOR, BELL], None, "editor editor editor"),  # nobody can write there
        ([EDITOR, BELL], "bell", "bell bell editor"),  # unless it is named
    ],
)
def test_a_report_goes_to_the_nearest_contact(
    contacts: list[Contact], named: str | None, expected: str
) -> None:
    book = with_contacts(*contacts)
    if named:
        book = naming(book, "restaurant", named)
    asked = [("restaurant", "waiter"), ("restaurant", ""), ("hotel", "")]
    assert [nearest(book, *one).id for one in asked] == expected.split()


@pytest.mark.parametrize(
    ("address", "real"),
    [
        ("sop@acme.cn", True),
        ("sop@notexample.org", True),
        ("https://example.org.cn/sop", True),
        ("https://git.acme.internal:8443/a/b", True),
        ("sop@example.org", False),
        ("SOP@Mail.Example.COM", False),
        ("sop@acme.test", False),
        ("sop@acme.invalid", False),
        ("https://form.acme.example/x?to=a@acme.cn", False),
        ("https://example.net./x", False),
        ("https://localhost:8000/", False),
        ("http://127.0.0.1:8000/", False),
        ("http://[::1]/", False),
        ("http://[::1/", False),
        ("http://0.0.0.0/", False),
        ("http://192.168.1.7/sop/", True),
        ("https://10.1.2.3:8443/", True),
    ],
)
def test_addresses_kept_for_examples_are_nobodys(address: str, *, real: bool) -> None:
    assert is_set(address) is real


REPOSITORY = Repository(url="https://gitee.com/acme/handbook")
NOBODYS = Repository(url="https://git.example.org/acme/handbook", platform="gitlab")
FORM = "https://form.acme.internal/f?n={number}&s={step}&p={page}&e={edition}"
BOTH: dict[str, str] = {"mail": "a@acme.internal", "form": FORM}
EXAMPLES: dict[str, str] = {"mail": "a@example.org", "form": "https://acme.example/"}


@pytest.mark.parametrize(
    ("written", "repository", "way", "begins"),
    [
        ({"mail": "a+b@acme.internal"}, None, "mail", "mailto:a%2Bb@acme.internal?subject="),
        (BOTH, REPOSITORY, "form", "https://form.acme.internal/f?n=CY-01&s=3%20"),
        ({**BOTH, "form": EXAMPLES["form"]}, None, "mail", "mailto:"),
        ({"phone": "8001"}, REPOSITORY, "issue", "https://gitee.com/acme/handbook/issues/new?"),
        (EXAMPLES, REPOSITORY, "issue", "https://gitee.com/acme/handbook/issues/new?"),
        (EXAMPLES, NOBODYS, "tell", ""),
        (EXAMPLES, None, "tell", ""),
        ({"chat": "群"}, None, "tell", ""),
    ],
)
def test_the_way_is_what_the_contact_has(
    written: dict[str, Any], repository: Repository | None, way: str, begins: str
) -> None:
    one = contact("editor", **written)
    book = with_contacts(one, repository=repository)
    made = report(book, ZH, one, STEP)
    assert made.way == way
    assert made.href.startswith(begins)
    assert bool(made.href) is (way != "tell")
    assert "example" not in made.href
    assert made.what == "CY-01 第2版 步骤3 上菜"
    assert ways(book) == {way}
    sent_by, address = questions_address(book, ZH)
    assert sent_by == way
    assert ("{questions}" in address) is (way != "tell")


def test_who_is_told_by_word_of_mouth_is_named_if_there_is_a_way() -> None:
    told = {
        "带班的人": contact("a", mail="a@example.org"),
        "b的称呼（8001，群“纠错”）": contact("b", phone="8001", chat="群“纠错”"),
    }
    for expected, one in told.items():
        assert report(with_contacts(one), ZH, one, STEP).whom == expected


@pytest.mark.parametrize("subject", [STEP, replace(STEP, page=NASTY, step=NASTY)])
def test_a_mail_has_one_subject_and_one_body_whatever_titles_hold(subject: Subject) -> None:
    href = report(with_contacts(EDITOR), ZH, EDITOR, subject).href
    assert set(href) <= set(f"{ascii_letters}{digits}-._~%:@?&=")
    parts = parse_qs(urlsplit(href).query, strict_parsing=True)
    assert set(parts) == {"subject", "body"}
    (title,), (body,) = parts["subject"], parts["body"]
    assert title == f"[报错] CY-01 第2版 步骤{' '.join(subject.step.split())}"
    assert body.replace("\r\n", "").count("\n") == 0  # RFC 6068: line ends are CRLF
    assert "哪里不对：\r\n" in body
    assert subject.address in body


def test_an_issue_calls_nobody_whom_a_title_only_names() -> None:
    one = contact("a", phone="8001")
    named = replace(STEP, page="找@acme", step="3 见#12")
    href = report(with_contacts(one, repository=REPOSITORY), ZH, one, named).href
    told = unquote(href)
    assert "@acme" not in told
    assert "#12" not in told
    assert STEP.address in told


def test_a_form_is_filled_in_and_keeps_its_address_whatever_titles_hold() -> None:
    nasty = replace(STEP, step=NASTY, page="{step}")
    href = report(with_contacts(contact("a", form=FORM)), ZH, contact("a", form=FORM), nasty).href
    address = urlsplit(href)
    assert address.fragment == ""
    told = parse_qs(address.query, strict_parsing=True)
    assert told == {"n": ["CY-01"], "s": [NASTY], "p": ["{step}"], "e": ["第2版"]}


def test_a_report_about_a_page_says_its_address_only_where_that_is_somebodys() -> None:
    for base, expected in (
        ("https://sop.acme.internal/", True),
        (None, False),
    ):
        text = _page(with_contacts(EDITOR, base_url=base))
        bodies = [unquote(href) for href in _hrefs(text) if href.startswith("mailto:")]
        assert any("/handbook/restaurant/restaurant-six-steps/#step-" in one for one in bodies) is (
            expected
        )


PLATFORMS: list[tuple[str, dict[str, Any], str, str]] = [
    ("https://github.com/acme/book", {}, "/edit/main/", "/issues/new?title=%E7%94%B2&body=a%26b"),
    ("https://github.com/acme/book.git", {}, "/edit/main/", "/issues/new?title=%E7%94%B2&body="),
    (
        "https://gitlab.com/acme/sub/book/",
        {"branch": "release/1 0"},
        "/-/edit/release/1%200/",
        "/-/issues/new?issue%5Btitle%5D=%E7%94%B2&issue%5Bdescription%5D=a%26b",
    ),
    ("https://gitee.com/acme/book", {}, "/edit/main/", "/issues/new?title=%E7%94%B2&description="),
    ("https://git.acme.internal:8443/a/book", {"platform": "gitlab"}, "/-/edit/main/", "/-/issues"),
]


@pytest.mark.parametrize(("url", "more", "edit", "issue"), PLATFORMS)
def test_each_platform_has_its_own_addresses(
    url: str, more: dict[str, Any], edit: str, issue: str
) -> None:
    one = Repository(url=url, **more)
    home = url.rstrip("/").removesuffix(".git")
    path = "书/sop_sources/procedures/a b.yaml"
    where = "%E4%B9%A6/sop_sources/procedures/a%20b.yaml#L12"
    assert edit_address(one, path, 12) == f"{home}{edit}{where}"
    assert issue_address(one, "甲", "a&b").startswith(f"{home}{issue}")


@pytest.mark.parametrize("repository", [NOBODYS, Repository(url="https://git.acme.internal/a/b")])
def test_a_repository_that_nobody_knows_is_linked_nowhere(repository: Repository) -> None:
    assert edit_address(repository, "a.yaml", 1) == issue_address(repository, "a", "b") == ""


def test_people_are_shown_where_they_are_for_the_nearest_first() -> None:
    nobody = contact("nobody", mail="nobody@example.org")
    book = with_contacts(EDITOR, nobody, TRADE, WAITER)
    shown = {
        "restaurant": people(book, "餐饮", "restaurant"),
        "waiter": people(book, "服务员", "restaurant", "waiter"),
        "hotel": people(book, "酒店", "hotel"),
    }
    names = {
        page: [one.who.removesuffix("的称呼") for one in found] for page, found in shown.items()
    }
    assert names == {
        "restaurant": ["trade", "editor"],
        "waiter": ["waiter", "trade", "editor"],
        "hotel": ["editor"],
    }


def test_pages_show_people_with_links_that_dial_write_and_open() -> None:
    desk = contact("desk", phone="021-61002119", mail="desk@acme.internal", chat="群<b>", form=FORM)
    book = with_contacts(replace(desk, industries=("restaurant",)))
    pages = _pages(book)
    for page in ("restaurant/index.md", "roles/waiter.md"):
        hrefs = _hrefs(pages[page])
        assert "tel:02161002119" in hrefs
        assert "mailto:desk@acme.internal" in hrefs
        assert any(href.startswith("https://form.acme.internal/f?n=&s=&p=") for href in hrefs)
        assert "tel:02161002119" in pages[page].partition("\n---\n")[0]  # in the header
    assert "tel:" not in pages["hotel/index.md"]
    assert [one.who for one in calls(book) if one.href == "tel:02161002119"] == ["desk的称呼"]


def test_a_handbook_that_is_nobodys_yet_has_no_link_for_staff() -> None:
    book = with_contacts(contact("editor", **EXAMPLES), repository=NOBODYS)
    pages = _pages(book)
    for name, text in pages.items():
        assert "mailto:" not in text, name
        assert "acme.example" not in text, name
        assert "git.example.org" not in text, name
    page = _shown(pages[PAGE])
    told = [one for one in page if "data-sop-take" in one.attributes]
    steps = book.procedures[NAME].steps
    assert len(told) == len(steps) + 1
    asides = [one.text for one in page.all("details") if one.attributes["class"] == "sop-tell"]
    assert "告诉带班的人，报上：CY-01 第1版 步骤1 打招呼" in asides[0]
    assert "告诉带班的人，报上：CY-01 第1版 接待堂食顾客" in asides[-1]


def test_the_usage_page_says_what_happens_here() -> None:
    for one, way, expected in (
        (EDITOR, "mail", "[editor的称呼](mailto:editor@acme.internal)"),
        (contact("a", mail="a@example.org"), "tell", "带班的人"),
        (contact("a", form=FORM), "form", "[a的称呼](https://form.acme.internal/f"),
    ):
        embeds = Embeds(with_contacts(one), Route("usage.md"))
        assert embeds.report_contact().startswith(expected)
        known = ("form", "mail", "issue", "tell")
        assert [name for name in known if embeds.reported_by(name)] == [way]
        assert not embeds.editable()
    assert Embeds(with_contacts(EDITOR, repository=REPOSITORY), Route("usage.md")).editable()


def test_every_step_leads_to_its_line() -> None:
    examination = trades_examination()
    book = replace(examination.handbook, repository=replace(REPOSITORY, folder="books/all"))
    source = "sop_sources/procedures/restaurant/restaurant-six-steps.yaml"
    lines = (trades_project().root / source).read_text("utf-8").splitlines()
    edits = [href for href in _hrefs(_page(book)) if "/edit/" in href]
    assert {href.partition("#")[0] for href in edits} == {
        f"https://gitee.com/acme/handbook/edit/main/books/all/{source}"
    }
    *steps, whole = (int(href.rpartition("#L")[2]) for href in edits)
    assert whole == 1
    found = [lines[line - 1].strip().removeprefix("- id: ") for line in steps]
    assert found == [step.id for step in book.procedures[NAME].steps]
    assert "/edit/" not in _page(examination.handbook)


def _pages(book: Handbook) -> dict[str, str]:
    """Every page, by its path."""
    return _texts(render_pages(book, _context(book)))


def _page(book: Handbook) -> str:
    """The page of one procedure."""
    return _texts(render_procedures(book, _context(book), [NAME]))[PAGE]


def _context(book: Handbook) -> Context:
    known = trades_examination()
    examination = Examination(book, (), known.places, known.names, known.documents)
    return replace(context_of(trades_project(), examination), preview=True)


def _texts(made: Rendered) -> dict[str, str]:
    return {one.path: one.content.decode() for one in made.artifacts}


def _shown(text: str) -> Element:
    """A page as the site engine reads it, without its front matter."""
    body = text.split("---\n", 2)[2]
    engine = Markdown(extensions=["attr_list", "md_in_html", "tables", "toc"])
    return parse_page(engine.convert(body))


def _hrefs(text: str) -> list[str]:
    return [one.attributes["href"] for one in _links(_shown(text))]


def _links(page: Element) -> list[Element]:
    return [one for one in page.all("a") if one.attributes.get("href")]
