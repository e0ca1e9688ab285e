"""Reading YAML: what comes out, where it stands, what is refused, and that nothing crashes."""

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.adapters.source import Source
from sop_handbook.adapters.yaml_file import MAX_BYTES, MAX_DEPTH, parse, read
from sop_handbook.findings import CODES, Finding, Severity
from sop_handbook.language.messages import LANGUAGES, messages
from sop_handbook.language.report import render
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from tests.case_files import MINIMAL, lay_out
from tests.promises import examples, kept

PAY = "sop_sources/procedures/restaurant/pay.yaml"


def sound(text: str) -> Source:
    """Parse what must be fine."""
    source, findings = parse(text, "f.yaml")
    assert source is not None
    assert not findings
    return source


def refusals(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of everything the reader says about a text."""
    _, findings = parse(text, "f.yaml")
    return [(f.code, f.place.line, f.place.column) for f in findings]


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "on",
        "Yes",
        "12:30",
        "2026-12-01",
        "0123",
        "1.10",
        "1e3",
        "0x1F",
        "+86",
        ".5",
        "=",
        "1_0",
    ],
)
def test_plain_words_stay_text_exactly_as_written(written: str) -> None:
    assert sound(f"a: {written}").data == {"a": written}


@pytest.mark.parametrize(
    ("written", "value"),
    [("true", True), ("FALSE", False), ("null", None), ("~", None), ("", None)],
)
def test_only_true_false_and_null_are_not_text(written: str, value: bool | None) -> None:
    assert sound(f"a: {written}").data == {"a": value}


@pytest.mark.parametrize("written", ['"true"', "'null'", '"~"', "''"])
def test_quoted_words_are_text(written: str) -> None:
    assert sound(f"a: {written}").data == {"a": written[1:-1]}


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ("键: 值", ("键",), (1, 4)),
        ("{餐: 厅, 岗: 位}", ("岗",), (1, 11)),
        ("[😀😀, 值]", (1,), (1, 6)),
        ("[👨‍🍳, 值]", (1,), (1, 7)),
        ("a: 1\r\nb: 值\r\n", ("b",), (2, 4)),
        ("a: 1\rb: 值\r", ("b",), (2, 4)),
        ("a: 1\u2028b: 值", ("b",), (2, 4)),
        ("a:\n  - 上菜\n  - [x, 值]", ("a", 1, 1), (3, 9)),
    ],
)
def test_columns_count_characters(
    text: str, path: tuple[str | int, ...], place: tuple[int, int]
) -> None:
    assert sound(text).values[path] == place


def test_a_byte_order_mark_moves_no_column(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes("\ufeffa: 值\n键: 值\n".encode())
    source, findings = read(file, "f.yaml")
    assert source is not None
    assert not findings
    assert source.values == {(): (1, 1), ("a",): (1, 4), ("键",): (2, 4)}


def test_the_place_of_a_missing_value_is_that_of_its_nearest_parent() -> None:
    source = sound("a:\n  b: 1\n")
    assert str(source.place(("a", "c", 0))) == "f.yaml:2:3"
    assert str(source.place(("a", "b"), key=True)) == "f.yaml:2:3"
    assert str(source.place(("z",))) == "f.yaml:1:1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("empty-file", 1, 1)]),
        ("# 只有注释\n", [("empty-file", 1, 1)]),
        ("---\n", [("empty-file", 1, 1)]),
        ("a: 上\u200b菜", [("control-character", 1, 5)]),
        ("a: 1\rb: \ufeff", [("control-character", 2, 4)]),
        ("a: \x80\ud800\uffff", [("control-character", 1, column) for column in (4, 5, 6)]),
        ("a: 1\n\tb: 2", [("tab-indent", 2, 1)]),
        ("a:\n  b: 1\n　　c: 2", [("ideographic-indent", 3, 1)]),
        ("id: x\ntitle：上菜\nrole: y", [("full-width-colon", 2, 6)]),
        ("a:\n  - say：x", [("full-width-colon", 2, 8)]),
        ("a:\n  do：x", [("full-width-colon", 2, 5)]),
        ("a: 上菜 #3", [("text-cut-by-hash", 1, 7)]),
        ("a: !!str x", [("yaml-tag", 1, 4)]),
        ("!!str a: x", [("yaml-tag", 1, 1)]),
        ("a: !小心", [("yaml-tag", 1, 4)]),
        ("a: *重要* x", [("yaml-alias", 1, 4)]),
        ("a: &x 1\nb: *x", [("yaml-alias", 2, 4)]),
        ("&x a: 1\n*x : 2", [("yaml-alias", 2, 1)]),
        ("&x [*x]", [("yaml-alias", 1, 5)]),
        ("a: &g5xx 查到", [("yaml-anchor", 1, 4)]),
        ("a: [上, &b [c]]", [("yaml-anchor", 1, 8)]),
        ("&a b: &c 1", [("yaml-anchor", 1, 1), ("yaml-anchor", 1, 7)]),
        ("a: 1\na: 2", [("duplicate-key", 2, 1)]),
        ("? [a]\n: 1", [("bad-key", 1, 3)]),
        ("<<: {a: 1}", [("bad-key", 1, 1)]),
        ("a: '上菜\nb: 1\n", [("yaml-syntax", 1, 4)]),
        ("a: [上\nb: 1\n", [("yaml-syntax", 1, 4)]),
        ("x: 1\na 上\nb: 1\n", [("yaml-syntax", 2, 1)]),
        ("a: 1\n--- b", [("yaml-syntax", 2, 1)]),
    ],
)
def test_what_is_refused_is_named_where_it_stands(
    text: str, expected: list[tuple[str, int, int]]
) -> None:
    assert refusals(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: 1 # 注释",
        "a: '&b'",
        "a: b &c",
        "a: |\n  &b",
        "a: '#3'",
        "a: 上菜#3",
        "# a：b\na: 1",
        "a: wifi：c",
        "[wifi：c]",
    ],
)
def test_harmless_look_alikes_are_left_alone(text: str) -> None:
    sound(text)


def test_nesting_up_to_the_limit_is_read_and_one_more_is_not() -> None:
    sound("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    sound("".join(" " * level + "a:\n" for level in range(MAX_DEPTH)))
    sound("a: |\n  " + "-" * 200 + "\n")
    for text in ("[" * 101 + "]" * 101, "- " * 101, " " * 101 + "a: 1", "a:\r" + "- " * 101):
        assert [code for code, _, _ in refusals(text)] == ["too-deep"]


def test_size_up_to_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    for excess, code in ((0, []), (1, ["too-large"])):
        file.write_text("a: " + "x" * (MAX_BYTES - 3 + excess))
        assert [finding.code for finding in read(file, "f.yaml")[1]] == code


@pytest.mark.parametrize("sign", ["\ufffc", "\ufffd"])
def test_what_stands_for_something_that_was_lost_is_no_text(sign: str) -> None:
    assert [f.code for f in parse(f"a: 甲{sign}\n", "f.yaml")[1]] == ["control-character"]


def test_of_a_great_many_mistakes_the_first_are_listed() -> None:
    source, findings = parse("a: 1\n" * 20_000, "f.yaml")
    assert [finding.code for finding in findings] == [*["duplicate-key"] * 100, "more-findings"]
    assert source


def check(source: Source | None, findings: list[Finding]) -> None:
    """The promise: something usable, or an error that says why not; places are from 1."""
    errors = [f for f in findings if CODES[f.code] is Severity.ERROR]
    assert source is not None or errors
    assert all(f.place.line >= 1 and f.place.column >= 1 for f in findings)


YAML_LIKE = st.lists(
    st.sampled_from(
        [*"-?:,[]{}#&*!|>'\"%@`~<= \t\n\r\u3000：", "a", "上", "- ", ": ", "\n  ", "<<"]
    ),
    max_size=60,
).map("".join)


def as_utf16(text: str) -> bytes:
    """What some editors save."""
    return text.encode("utf-16")


@kept
@given(st.one_of(st.text(), YAML_LIKE, st.text(string.printable)))
@examples(200)
def test_any_text_gives_a_source_or_an_error_and_never_an_exception(text: str) -> None:
    check(*parse(text, "f.yaml"))


@kept
@given(raw=st.one_of(st.binary(), YAML_LIKE.map(str.encode), YAML_LIKE.map(as_utf16)))
@examples(100)
def test_any_bytes_give_a_source_or_an_error_and_never_an_exception(
    raw: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes(raw)
    check(*read(file, "f.yaml"))


VALID = (MINIMAL / PAY).read_text("utf-8")
SCRAPS = st.one_of(
    st.sampled_from(
        ["", "null", "[]", "{}", "true", "!x", "*x", "'", "#", "：", "\u3000", "\t", ": "]
    ),
    st.text(max_size=3),
)


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """A valid procedure after a few lines or characters were dropped, doubled or replaced."""
    parts = VALID.splitlines(keepends=True) if draw(st.booleans()) else list(VALID)
    for _ in range(draw(st.integers(1, 4))):
        index = draw(st.integers(0, len(parts) - 1))
        other = draw(st.one_of(SCRAPS, st.sampled_from(parts)))
        parts[index] = draw(st.sampled_from(["", parts[index] * 2, other, parts[index] + other]))
    return "".join(parts)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return lay_out(tmp_path_factory.mktemp("mutations"))


@kept
@given(text=mutations())
@examples(20)
def test_any_mutation_of_a_valid_procedure_is_examined_without_an_exception(
    text: str, project: Project
) -> None:
    (project.root / PAY).write_text(text, "utf-8", newline="")
    findings = examine(project).findings
    for language in LANGUAGES:
        assert render(findings, "text", messages(language)).count("\n    → ") == len(findings)


def test_every_line_break_is_one_and_a_tab_is_a_blank() -> None:
    source, findings = parse('a: "一\\v二\\f三\\x85四\\u2028五\\u2029六\\r\\n七\\t八"', "a.yaml")
    assert not findings
    assert source
    assert source.data == {"a": "一\n二\n三\n四\n五\n六\n七 八"}
