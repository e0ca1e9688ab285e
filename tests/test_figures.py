"""Which figures count as one that is registered and was typed by hand."""

import re

import pytest

from sop_handbook.change.rules import current
from sop_handbook.checks.figures import _spaced


@pytest.mark.parametrize(
    ("registered", "typed"),
    [
        ("5分钟", "等5min再看"),
        ("2kg", "放2公斤"),
        ("30天", "满30 天"),
        ("5m", "退5m，再看"),
        ("2个", "拿2个"),
    ],
)
def test_the_same_figure_in_another_spelling_is_found(registered: str, typed: str) -> None:
    assert re.search(_spaced(registered), typed)


@pytest.mark.parametrize(
    ("registered", "typed"),
    [
        ("2个", "由2人清点"),
        ("3周", "3周岁以上"),
        ("5分", "等5分钟"),
        ("5 m", "占5 m²"),
        ("5m", "等5min"),
    ],
)
def test_another_unit_that_begins_or_counts_alike_is_not(registered: str, typed: str) -> None:
    assert not re.search(_spaced(registered), typed)


def test_every_unit_can_be_looked_for() -> None:
    for unit in current().senses.units:
        assert re.fullmatch(_spaced(f"5{unit}"), f"5{unit}"), unit
