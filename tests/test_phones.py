"""Telephone numbers in what people write: the right link each, or none at all."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.language import phones
from tests.promises import kept

ALONE = {
    "120": "120",
    "８００１": "8001",
    "4008185050": "4008185050",
    "400-818-5050": "4008185050",
    "4008-185-050": "4008185050",
    "138 0013 8000": "13800138000",
    "（021）12345678": "02112345678",
    "021-12345678转801": "02112345678,801",
    "021-12345678-801": "02112345678,801",
    "021-12345678，分机：801": "02112345678,801",
    "4008185050转2再转1": "4008185050,2,1",
    "24小时热线 12345": "12345",
    "7×24小时 95588按2": "95588,2",
    "+86 (21) 1234 5678": "+862112345678",
    "+86 021-12345678": "+862112345678",
    "0086-21-12345678": "00862112345678",
    "+44 20 7946 0958": "+442079460958",
    "+1 (212) 555-0100": "+12125550100",
    "值班经理13800138000": "13800138000",
    "120（急救）": "120",
}
SEVERAL = {
    "120 或 110": ["120", "110"],
    "110、119": ["110", "119"],
    "12345678/87654321": ["12345678", "87654321"],
    "12345678、120": ["12345678", "120"],
    "前台 8001，客房 8002": ["8001", "8002"],
    "0755-12345678 / 13800138000": ["075512345678", "13800138000"],
}
IN_DOUBT = [
    "企业微信群“前台”",
    "微信号 13800138000",
    "打店长手机",
    "8001-8005",  # a range
    "8001至8005",
    "8001 8002",  # two numbers, or one in two groups
    "8888-6666",
    "12345678/79",  # 12345679 is meant
    "12345678/789",
    "021-12345678转801、802",
    "+86 13800138000 110",
    "13800138000110",
    "1234567887654321",
    "8:00-18:00 拨 120",
    "101房 8101",
    "300元 8001",
    "*123#",
    "①②③",
    "a8001",
    "(212) 555-0100",  # of which country
    "javascript:pwned=1",
    "120\u0660",
]


@pytest.mark.parametrize("written", ALONE)
def test_a_number_is_dialled_with_its_extension(written: str) -> None:
    assert [one.address for one in phones.numbers(written)] == [f"tel:{ALONE[written]}"]


@pytest.mark.parametrize("written", SEVERAL)
def test_of_several_numbers_each_has_its_own_address(written: str) -> None:
    assert [one.address for one in phones.numbers(written)] == [
        f"tel:{n}" for n in SEVERAL[written]
    ]
    assert phones.shown("".join(part.text for part in phones.parts(written))) == phones.shown(
        written
    )


@pytest.mark.parametrize("written", IN_DOUBT)
def test_what_is_in_doubt_is_not_dialled_and_stays_as_it_is(written: str) -> None:
    assert phones.parts(written) == (phones.Part(written),)


def test_numbers_have_the_groups_they_are_spoken_in() -> None:
    assert phones.shown("4008185050转801 或 13800138000") == "400-818-5050转801 或 138-0013-8000"
    assert phones.shown("61002119、021-61002119") == "6100 2119、021-6100 2119"
    assert phones.parts("61002119") == (phones.Part("6100 2119", "tel:61002119"),)
    assert phones.shown("95105105 或 6100211") == "95105105 或 6100211"


_WRITTEN = st.text("0123456789０９+-－ ()（）转或、/,，.*#至元x号a①", max_size=40)


@kept
@given(_WRITTEN)
def test_an_address_holds_the_digits_of_one_number_and_of_all_its_text(written: str) -> None:
    parts = phones.parts(written)
    digits = re.sub("[^0-9]", "", "".join(part.text for part in parts).translate(phones.FOLDED))
    assert digits == re.sub("[^0-9]", "", written.translate(phones.FOLDED))
    for part in parts:
        if part.address:
            assert re.fullmatch(r"tel:\+?[0-9]{3,15}(,[0-9]{1,6})*", part.address)
            dialled = re.sub("[^0-9]", "", part.address)
            assert dialled in {
                own := re.sub("[^0-9]", "", part.text), re.sub("^((00)?86)0", r"\1", own)
            }  # fmt: skip


def test_a_long_row_of_digits_takes_no_time() -> None:
    assert phones.numbers("+" + "1 " * 50_000 + "x") == ()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("拨打 021-5550 9110，问", "拨打 021-5550\u00a09110，问"),
        ("（6100 2119）", "（6100\u00a02119）"),
        ("2026 1000 3000", "2026 1000 3000"),
        ("A5550 9110", "A5550 9110"),
        ("5550 91100", "5550 91100"),
    ],
)
def test_only_the_blank_within_a_number_to_call_holds_a_line_together(text: str, kept: str) -> None:
    assert phones.unbroken(text) == kept
