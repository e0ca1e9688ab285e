"""The page of licences names everything that is installed with the program, and how."""

import re
from importlib.metadata import metadata

import pytest

from tests.support import PACKAGE, THEME

PAGE = (THEME / "docs" / "maintain" / "licences.md").read_text("utf-8")
LISTED = dict(re.findall(r"^\| `([a-z0-9._-]+)` \| ([^|]+) \|$", PAGE, re.MULTILINE))
LOCK = (PACKAGE / "scaffold" / "requirements.txt").read_text("utf-8")
LOCKED = re.findall(r"^([a-z0-9._-]+)==", LOCK, re.MULTILINE)
SIGNS = re.compile(r"[A-Za-z]+")


def test_every_locked_package_is_listed_and_no_other() -> None:
    assert sorted(LISTED) == sorted(set(LOCKED))


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_licence_is_what_the_package_says_of_itself(name: str) -> None:
    """By its expression (PEP 639), or else by words that both have, such as BSD or Apache."""
    told = metadata(name)
    # It has no `get` that it is known by.
    expression = told["License-Expression"] if "License-Expression" in told else None  # noqa: SIM401
    if expression:
        assert LISTED[name] == expression
        return
    licence = told["License"] if "License" in told else ""  # noqa: SIM401
    own = " ".join([licence, *(told.get_all("Classifier") or ())])
    own = own.replace("Mozilla Public License", "MPL")
    assert {word for word in SIGNS.findall(LISTED[name]) if word in own} & {
        "MIT", "BSD", "Apache", "MPL",
    }  # fmt: skip


def test_pandoc_is_said_to_be_under_the_gpl() -> None:
    assert re.search(r"pandoc.*GPL-2\.0-or-later", PAGE)
