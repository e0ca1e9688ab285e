"""The catalogue of codes: texts in both languages, cases, and the three faces of a finding."""

import json
import re
from itertools import product
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from sop_handbook.adapters.yaml_file import parse
from sop_handbook.findings import CODES, Finding, Place, Severity, in_order
from sop_handbook.language.messages import LANGUAGES, messages
from sop_handbook.language.report import FORMATS, explain, render
from sop_handbook.project import Project
from sop_handbook.sources.schemas import KINDS, LEDGER, Schemas
from sop_handbook.sources.validate import BY_KEYWORD, nearest
from tests.case_files import SCHEMAS, cases, lay_out
from tests.sites import sop_here
from tests.support import DAY

PARTS = {"title", "message", "hint", "explain"}
SNIPPETS = {"wrong", "right"}

# Codes without a case of files: a source of 10 MB and a link are made in test_invalid.py,
# a clip of 8 MB in test_media.py;
# hand-written pages, the site engine and rewriting have tests of their own.
WITHOUT_FILES = {
    "too-large", "clip-too-large", "symlink", "special-file", "bad-file-name", "engine-module",
    "former-module",
    "page-too-much", "site-engine",
    "not-canonical", "cannot-format",
    "history-rewritten", "ledger-shortened",  # seen only between two states, in test_release.py
}  # fmt: skip
EXPLAINED = [code for code, entry in messages("zh").branch("findings").items() if "right" in entry]


def texts(code: str, language: str) -> dict[str, str]:
    """What a locale file says about a code."""
    return dict(messages(language).branch("findings")[code])


def fields(text: str) -> set[str]:
    """The names of the gaps in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_texts_and_every_text_has_a_code(language: str) -> None:
    assert messages(language).branch("findings").keys() == CODES.keys()


def test_both_languages_say_the_same_things_with_the_same_gaps() -> None:
    for code in CODES:
        chinese, english = (texts(code, language) for language in LANGUAGES)
        assert chinese.keys() == english.keys(), code
        assert chinese.keys() - SNIPPETS == PARTS, code
        assert chinese.keys() & SNIPPETS in (SNIPPETS, set()), code
        for part in ("message", "hint"):
            assert fields(chinese[part]) == fields(english[part]), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_hints_and_explanations_are_whole_sentences(language: str) -> None:
    ends = "。" if language == "zh" else "."
    for code in CODES:
        entry = texts(code, language)
        for part in ("message", "hint", "explain"):
            assert entry[part].endswith((ends, "}")), entry[part]
        assert not entry["title"].endswith(ends), code


def test_chinese_texts_use_chinese_punctuation() -> None:
    for code, part in product(CODES, PARTS):
        text = texts(code, "zh")[part].replace("“键: 值”", "")
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]", text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_right_snippet_parses_and_the_wrong_one_differs(language: str) -> None:
    for code in EXPLAINED:
        entry = texts(code, language)
        source, findings = parse(entry["right"], "right.yaml")
        assert source is not None, code
        assert not findings, code
        assert parse(entry["wrong"], "wrong.yaml") != (source, []), code
        assert entry["wrong"] != entry["right"], code


def test_a_wrong_snippet_about_yaml_gives_the_very_code_it_explains() -> None:
    for code, entry in messages("zh").branch("findings").items():
        if "wrong" in entry and (found := parse(entry["wrong"], "wrong.yaml")[1]):
            assert {finding.code for finding in found} == {code}


def test_every_code_that_sources_can_cause_has_a_case() -> None:
    assert {case.code for case in cases("invalid")} == CODES.keys() - WITHOUT_FILES


def test_every_keyword_of_the_schemas_has_a_code() -> None:
    ours = {
        "type",
        "required",
        "anyOf",
        "oneOf",
        "additionalProperties",
        "uniqueItems",
        *BY_KEYWORD,
    }
    silent = {
        "$schema", "$id", "$defs", "$ref", "title", "description", "examples", "properties",
        "items", "x-ref", "x-text", "x-code", "x-words", "x-lessons", "x-width", "minimum",
        "maximum", "enumDescriptions",
    }  # fmt: skip
    contents = Schemas(SCHEMAS).contents
    assert contents.keys() == {"common", *KINDS, LEDGER}
    contents.pop(LEDGER)  # written by release: one code for every way to be wrong
    assert {word for schema in contents.values() for word in keywords(schema)} <= ours | silent


def keywords(schema: dict[str, Any]) -> set[str]:
    """Every keyword in a schema and below it."""
    below = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
    below += [schema["items"]] if "items" in schema else []
    return set(schema).union(*(keywords(part) for part in below))


def test_every_code_a_schema_names_exists() -> None:
    text = "".join(path.read_text("utf-8") for path in SCHEMAS.glob("*.json"))
    assert set(re.findall(r'"x-code": "([^"]+)"', text)) <= CODES.keys()


@pytest.mark.parametrize(
    ("value", "meant"),
    [("waitor", "waiter"), ("Waiter", "waiter"), ("服务员", "waiter"), ("收银", "cashier"),
     ("boss", None), ("", None), ("unspecifed", "unspecified")],
)  # fmt: skip
def test_the_nearest_valid_value_is_offered_only_when_it_is_near(
    value: str, meant: str | None
) -> None:
    valid = {"waiter": "服务员", "cashier": "收银员", "unspecified": ""}
    assert nearest(value, valid) == meant


ROLE = Finding(Place("a,b:c.yaml", 3, 7), "unknown-role", {"value": "100%\nwaitor"}, "waiter")
HASH = Finding(Place("a.yaml", 2, 1), "text-cut-by-hash")
UNUSED = Finding(Place("a.yaml", 1, 1), "unused", {"value": "chef"})


def test_the_text_face_says_where_how_bad_what_and_what_to_do() -> None:
    head, hint = render([UNUSED], "text", messages("en")).splitlines()
    assert head == "a.yaml:1:1  advice  Nothing uses “chef”.  [unused]"
    assert hint.startswith("    → Delete it")


def test_the_json_face_is_a_list_of_flat_records() -> None:
    records = json.loads(render([ROLE, HASH], "json", messages("en")))
    assert records[0] == {
        "code": "unknown-role",
        "severity": "error",
        "file": "a,b:c.yaml",
        "line": 3,
        "column": 7,
        "message": "There is no role “100%\\nwaitor” in roles.yaml.",
        "hint": records[0]["hint"],
        "nearest": "waiter",
    }
    assert records[0]["hint"].startswith("Did you mean “waiter”? Use")
    assert records[1]["nearest"] is None
    assert json.loads(render([], "json", messages("en"))) == []


def test_the_annotation_face_escapes_what_a_workflow_command_would_read_as_its_own() -> None:
    error, warning, notice = render([ROLE, HASH, UNUSED], "github", messages("zh")).splitlines()
    assert error.startswith("::error file=a%2Cb%3Ac.yaml,line=3,col=7,title=unknown-role::")
    assert "100%25\\nwaitor" in error
    assert warning.startswith("::warning file=a.yaml,line=2,col=1,title=text-cut-by-hash::")
    assert notice.startswith("::notice ")


def test_the_gitlab_face_is_a_code_quality_report_with_fingerprints_that_survive_a_moved_line() -> (
    None
):
    moved = Finding(Place("a.yaml", 9, 1), "unused", {"value": "chef"})
    first, second, third = json.loads(render([ROLE, UNUSED, UNUSED], "gitlab", messages("en")))
    assert first["check_name"] == "unknown-role"
    assert first["severity"] == "major"
    assert first["location"] == {"path": "a,b:c.yaml", "lines": {"begin": 3}}
    assert second["fingerprint"] != third["fingerprint"]
    (later,) = json.loads(render([moved], "gitlab", messages("en")))
    assert later["fingerprint"] == second["fingerprint"]
    assert json.loads(render([], "gitlab", messages("en"))) == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("sign", ["\x1b", "\n", "\r", "\u202e", "\u2028", "\x9b", "\x00", "\u200b"])
def test_what_an_author_wrote_does_nothing_to_a_terminal_and_begins_no_line(
    sign: str, form: str
) -> None:
    value = f"甲{sign}::error::乙"
    told = render(
        [Finding(Place("a.yaml"), "unknown-role", {"value": value}, value)], form, messages("zh")
    )
    spelt = sign.encode("unicode_escape").decode()
    assert f"甲{spelt}::error::乙" in told.replace("\\\\", "\\")  # JSON doubles a backslash
    assert value not in told


@pytest.mark.parametrize("form", FORMATS)
def test_annotations_name_files_from_the_root_of_the_repository(form: str) -> None:
    told = render([UNUSED], form, messages("zh"), "handbook/")
    assert ("handbook/a.yaml" in told) == (form in {"github", "gitlab"})
    assert "a.yaml" in told


@pytest.mark.parametrize(("git", "way"), [("", "a/b/"), ("a", "b/"), ("a/b", ""), (None, "")])
def test_where_a_handbook_lies_in_its_repository_is_told_by_git(
    git: str | None, way: str, tmp_path: Path
) -> None:
    root = tmp_path / "a" / "b"
    root.mkdir(parents=True)
    if git is not None:
        (tmp_path / git / ".git").touch()  # a file in a worktree, a folder elsewhere
    assert Project(root=root, today=DAY).in_repository == way


def test_a_handbook_in_a_folder_of_its_repository_is_annotated_there(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    root = lay_out(tmp_path / "handbook", remove=["sop_sources/roles.yaml"]).root
    run = sop_here(root, "validate", "--format", "github")
    assert "file=handbook/sop_sources/roles.yaml,line=1" in run.stdout, run.stderr


def test_lists_and_types_read_in_the_manner_of_the_language() -> None:
    place = Place("a.yaml")
    kind = Finding(place, "wrong-type", {"key": "steps", "wanted": "array", "found": "string"})
    key = Finding(place, "unknown-key", {"key": "x", "valid": "id、title"})
    assert "应当是一个列表，现在是一段文字" in render([kind], "text", messages("zh"))
    assert "needs a list here, but there is a text" in render([kind], "text", messages("en"))
    assert "id、title" in render([key], "text", messages("zh"))
    assert "id, title" in render([key], "text", messages("en"))


def test_findings_come_in_order_and_each_only_once() -> None:
    assert in_order([ROLE, HASH, UNUSED, HASH]) == [ROLE, UNUSED, HASH]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_explains_itself_on_a_page(language: str) -> None:
    for code in CODES:
        page = explain(code, messages(language))
        entry = texts(code, language)
        assert page.startswith(f"{code} · {entry['title']}\n\n{entry['explain']}")
        for line in entry.get("right", "").splitlines():
            assert f"    {line}" in page.splitlines(), code


def test_only_errors_stop_the_build() -> None:
    assert set(CODES.values()) == set(Severity)
