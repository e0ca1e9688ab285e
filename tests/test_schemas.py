"""The schemas are good for editors and for the field reference."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from generators.schemas import KINDS, Schemas

FOLDER = Path(__file__).parent.parent / "sop_sources" / "schemas"
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
                yield f"{kind}/{owner}/{key}", definition_below(kind, own)


def definition_below(kind: str, own: dict[str, Any]) -> dict[str, Any]:
    """Merge what a property refers to below its own words, as editors do."""
    file, _, name = own.get("$ref", "").partition("#/$defs/")
    if not name:
        return own
    home = file.removesuffix(".schema.json") or kind
    return {**definition_below(home, SCHEMAS.contents[home]["$defs"][name]), **own}


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


def test_variants_are_never_told_apart_by_a_bare_one_of() -> None:
    for path in FOLDER.glob("*.json"):
        assert '"oneOf"' not in path.read_text("utf-8"), path.name
