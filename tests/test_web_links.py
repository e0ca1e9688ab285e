"""Addresses in texts: what is one, where it ends, and that it can do no harm."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.language.web_links import LinkedText, addresses, parts
from sop_handbook.model import Text
from sop_handbook.templating.markdown import in_html, markdown
from tests.promises import kept

FOUND = {
    "见 https://example.org/a?b=1&c=2#d。": "https://example.org/a?b=1&c=2#d",
    "见https://example.org，再做": "https://example.org",
    "（https://example.org/路径）": "https://example.org/",
    "https://example.org/a.": "https://example.org/a",
    "https://example.org/a, then": "https://example.org/a",
    "https://a-b.example.org:8443/~x/": "https://a-b.example.org:8443/~x/",
    "https://example.org/Foo_(bar)": "https://example.org/Foo_(bar)",
    "（见(https://example.org/a)）": "https://example.org/a",
    "https://example.org/?d='x'&e=[1]|2": "https://example.org/?d='x'&e=[1]|2",
    "'https://example.org/a'": "https://example.org/a",
    "https://wiki.公司.cn/x": None,
    "https://user@evil.example/x": None,
    "https://user:1@evil.example/x": None,
    "https://公司.cn/x": None,
    "见https://example.org.": "https://example.org",
    "http://example.org": None,
    "https://": None,
    "https://-": None,
    "javascript:https": None,
}


@pytest.mark.parametrize("text", FOUND)
def test_an_address_ends_where_people_see_it_end(text: str) -> None:
    wanted = FOUND[text]
    assert addresses([text]) == ((wanted,) if wanted else ())


@kept
@given(st.text("https:/.exampl-?&<>\"'()[]`*_，。 中", max_size=60))
def test_splitting_loses_nothing(text: str) -> None:
    found = list(parts(text))
    assert "".join(part.text for part in found) == text
    assert all(part.address in ("", part.text) for part in found)


@kept
@given(st.text("abc/?&=#<>\"'()[]`*_{}|\\，。 中%", max_size=40))
def test_an_address_is_a_link_and_nothing_else(tail: str) -> None:
    text = f"见 https://example.org/{tail}"
    for write in (markdown, in_html):
        made = str(write(Text((text,))))
        (link,) = re.findall(r"<[^>]*>(?=[^<]*</a>)", made)
        assert re.fullmatch(r'<a href="https://example\.org/[^"<>]*" rel="noreferrer">', link)
        assert made.count("<") - made.count("<br>") == 2


def test_a_text_without_an_address_is_as_ever() -> None:
    assert list(parts("照着做")) == [LinkedText("照着做", "")]
    assert markdown(Text(("1. 照着*做*",))) == "1&#46; 照着&#42;做&#42;"
