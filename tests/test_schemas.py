"""The schemas are good for editors and for the field reference."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from sop_handbook.adapters.yaml_file import parse
from sop_handbook.language.messages import messages
from sop_handbook.project import Project, UnreadableSchemaError
from sop_handbook.sources.collect import collect
from sop_handbook.sources.schemas import KINDS, Schemas, resolved
from tests.case_files import cases
from tests.promises import examples, kept
from tests.support import DAY, PACKAGE
from tests.trades import trades_root

FOLDER = PACKAGE / "schemas"
SCHEMAS = Schemas(FOLDER)
REGISTRY: Registry[Any] = Registry().with_resources(
    (f"{name}.schema.json", DRAFT202012.create_resource(contents))
    for name, contents in SCHEMAS.contents.items()
)


def properties() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every property of every schema with a name to call it by."""
    for kind in (*KINDS, "common"):
        schema = SCHEMAS.contents[kind]
        owners = {kind: schema, **schema.get("$defs", {})}
        for owner, definition in owners.items():
            for key, own in definition.get("properties", {}).items():
                yield f"{kind}/{owner}/{key}", resolved(SCHEMAS.contents, kind, own).schema


PROPERTIES = list(properties())


@pytest.mark.parametrize("kind", (*KINDS, "common"))
def test_every_schema_is_a_valid_2020_12_schema(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS.contents[kind])


@pytest.mark.parametrize(("name", "merged"), PROPERTIES, ids=[name for name, _ in PROPERTIES])
def test_every_property_explains_itself_in_chinese_with_an_example(
    name: str, merged: dict[str, Any]
) -> None:
    for word in ("title", "description"):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in merged.get(word, "")), name
    assert merged.get("examples"), name


@pytest.mark.parametrize(("name", "merged"), PROPERTIES, ids=[name for name, _ in PROPERTIES])
def test_every_example_is_valid_where_it_stands(name: str, merged: dict[str, Any]) -> None:
    kind = name.partition("/")[0]
    for example in merged["examples"]:
        wrapped = {"$ref": f"{kind}.schema.json#{pointer(name)}"}
        errors = list(Draft202012Validator(wrapped, registry=REGISTRY).iter_errors(example))
        assert not errors, f"{name}: {json.dumps(example, ensure_ascii=False)}: {errors}"


def pointer(name: str) -> str:
    """Return the JSON pointer of a property called `kind/owner/key`."""
    kind, owner, key = name.split("/")
    return f"/properties/{key}" if owner == kind else f"/$defs/{owner}/properties/{key}"


def test_variants_are_told_apart_by_nothing_but_which_keys_there_are() -> None:
    """Of anything else that `oneOf` finds, nobody could say what is wrong."""
    found = [
        variant
        for path in FOLDER.glob("*.json")
        for schema in _within(json.loads(path.read_text("utf-8")))
        for word in ("oneOf", "anyOf")
        for variant in schema.get(word, ())
    ]
    assert found
    assert [one for one in found if one.keys() - {"type", "required"}] == []


def _within(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for inner in schema.values():
            yield from _within(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _within(inner)


# Two libraries, one answer -----------------------------------------------------------------------


def agree(kind: str, data: object) -> None:
    """The quick library finds fault exactly where the explaining one does."""
    assert SCHEMAS.is_valid(kind, data) == (not list(SCHEMAS.explained(kind, data)))


def documents() -> list[tuple[str, Any]]:
    """Every document of the real handbook and of all cases, right and wrong ones, that reads."""
    found = [
        (one.kind, one.source.data)
        for one in collect(Project(root=trades_root(), today=DAY)).documents
    ]
    for case in (*cases("invalid"), *cases("valid")):
        for path in sorted(case.files.rglob("*.yaml")):
            if not path.is_file():
                continue
            source, _ = parse(path.read_bytes().decode("utf-8", "replace"), path.name)
            folder = path.parent.parent.name if path.parent.name != "shared" else "shared"
            kind = {"procedures": "procedure", "shared": "family"}.get(folder, path.stem)
            if source and kind in KINDS:
                found.append((kind, source.data))
    return found


DOCUMENTS = documents()


def test_both_libraries_agree_on_every_document_and_every_example() -> None:
    assert len(DOCUMENTS) > 150
    for kind, data in DOCUMENTS:
        agree(kind, data)
    assert {SCHEMAS.is_valid(kind, data) for kind, data in DOCUMENTS} == {True, False}


ODD_TEXTS = [
    "", "a\n", "CY-01\n", "1\n", "2026-02-29", "2024-02-29", "20260101", "2026-W01-1", "\u0663d",
    "2026-01-01\n", "\uff12\uff10\uff12\uff16-01-01", "5min\n", "5 working  days", "1.5h", "90%",
    "5000元", "index", "https://a/\n", "a@b.c", "@a/b", "weekly:monday", "editorial", "draft",
    "菜" * 61, "é" * 31,
]  # fmt: skip
KEYS = st.sampled_from(["id", "text", "quantity", "x"])
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=70),
    st.sampled_from(ODD_TEXTS),
    st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(KEYS, st.text(max_size=3), max_size=2),
)


@st.composite
def tampered(draw: st.DrawFn) -> tuple[str, Any]:
    """A kind and a document of it in which one to three places were changed."""
    kind, original = draw(st.sampled_from(DOCUMENTS))
    document = json.loads(json.dumps(original))
    for _ in range(draw(st.integers(1, 3))):
        _tamper(document, draw)
    return kind, document


def _tamper(node: Any, draw: st.DrawFn) -> None:
    """Walk down some way and put in, replace or take out what is there."""
    while isinstance(node, dict | list) and node:
        keys = sorted(node) if isinstance(node, dict) else range(len(node))
        key = draw(st.sampled_from(keys))
        if not isinstance(node[key], dict | list) or draw(st.integers(0, 3)) == 0:
            action = draw(st.sampled_from(["replace", "replace", "remove", "add"]))
            if action == "remove":
                del node[key]
            elif action == "add" and isinstance(node, dict):
                node[draw(st.sampled_from(["id", "note", "title", "zzz"]))] = draw(ODD)
            else:
                node[key] = draw(ODD)
            return
        node = node[key]


@kept
@given(tampered())
@examples(100)
def test_both_libraries_agree_on_documents_that_were_tampered_with(case: tuple[str, Any]) -> None:
    agree(*case)


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_break_at_the_end_of_an_id_is_not_overlooked(kind: str) -> None:
    good = next(data for own, data in DOCUMENTS if own == kind and SCHEMAS.is_valid(own, data))
    for mark in ("id", "flow"):
        for holder in _holders(good, mark):
            holder[mark] += "\n"
            assert not SCHEMAS.is_valid(kind, good)
            assert {error.keyword for error in SCHEMAS.errors(kind, good)} == {"pattern"}
            holder[mark] = holder[mark][:-1]


def _holders(node: Any, key: str) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if isinstance(node.get(key), str):
            yield node
        for below in node.values():
            yield from _holders(below, key)
    elif isinstance(node, list):
        for below in node:
            yield from _holders(below, key)


@pytest.mark.parametrize(
    "content",
    [
        '{"$id": "roles.schema.json", "type": "list"}',
        '{"properties": [1]}',
        '{"properties": {"roles": {"$ref": "https://example.test/roles.schema.json#/$defs/a"}}}',
        '{"properties": {"roles": {"$ref": "https://example.test/roles.schema.json"}}}',
        '{"$ref": "#/$defs/none"}',
        '{"$schema": "https://example.test/dialect", "$ref": "https://example.test/x"}',
        '{"properties": {"roles": {"pattern": "("}}}',
        "[1]", "5", "", "{", "[" * 100_000,
    ],
)  # fmt: skip
def test_a_schema_that_makes_no_sense_is_named(content: str, tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "schemas")
    broken = tmp_path / "schemas" / "roles.schema.json"
    broken.write_text(content, "utf-8")
    with pytest.raises(UnreadableSchemaError, match=r"roles\.schema\.json"):
        Schemas(tmp_path / "schemas").is_valid("roles", {})


def test_every_word_to_choose_has_its_meaning_in_chinese() -> None:
    for schema in Schemas(PACKAGE / "schemas").contents.values():
        for choice in _choices(schema):
            if not all(word.isdigit() for word in choice["enum"]):
                assert len(choice["enumDescriptions"]) == len(choice["enum"])


def _choices(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "enum" in schema and "title" in schema:
            yield schema
        for key, below in schema.items():
            if key != "not":
                yield from _choices(below)


def test_the_ledger_knows_every_kind_of_print_and_what_to_call_it() -> None:
    known = set(SCHEMAS.contents["editions"]["properties"]["prints"]["propertyNames"]["enum"])
    assert known <= messages("zh").branch("page.offers").keys()
    assert known == {kind for kind in messages("zh").branch("cli.print.kinds") if kind != "docx"}


def test_a_reference_is_followed_to_its_end_and_what_stands_beside_it_counts_more() -> None:
    contents: dict[str, Any] = {
        "one": {"$defs": {"a": {"$ref": "two.schema.json#/$defs/b", "title": "甲", "type": "x"}}},
        "two": {"$defs": {"b": {"$ref": "#/$defs/c", "title": "乙"}, "c": {"maxLength": 3}}},
    }
    found = resolved(contents, "one", {"$ref": "#/$defs/a", "title": "丙"})
    assert found == ("two", "c", {"title": "丙", "type": "x", "maxLength": 3})
    assert resolved(contents, "one", {"title": "丁"}) == ("one", "", {"title": "丁"})
    with pytest.raises(UnreadableSchemaError):
        resolved(contents, "one", {"$ref": "three.schema.json#/$defs/a"})
    circle: dict[str, Any] = {"one": {"$defs": {"a": {"$ref": "#/$defs/a"}}}}
    with pytest.raises(UnreadableSchemaError):
        resolved(circle, "one", {"$ref": "#/$defs/a"})
