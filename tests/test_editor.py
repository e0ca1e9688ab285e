"""What an editor is given: schemas with the ids there are, and messages in Chinese."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from sop_handbook.cli import sop
from sop_handbook.commands.support.editor_schemas import for_editor, write_for_editor
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.sources.collect import collect
from sop_handbook.sources.schemas import Schemas
from tests.conftest import MakeProject
from tests.support import DAY
from tests.trades import trades_root

PROJECT = Project(root=trades_root(), today=DAY)


@pytest.fixture(scope="module")
def schemas() -> dict[str, dict[str, Any]]:
    names = examine(PROJECT).names
    made = for_editor(Schemas(PROJECT.schemas).contents, names, PROJECT.language)
    return {name.removesuffix(".schema.json"): json.loads(text) for name, text in made.items()}


def test_what_is_right_is_right_in_the_editor(schemas: dict[str, dict[str, Any]]) -> None:
    registry: Registry[Any] = Registry().with_resources(
        (f"{name}.schema.json", DRAFT202012.create_resource(schema))
        for name, schema in schemas.items()
    )
    for document in collect(PROJECT).documents:
        validator = Draft202012Validator(schemas[document.kind], registry=registry)
        assert list(validator.iter_errors(document.data)) == [], document.name


def test_ids_are_offered_with_their_titles(schemas: dict[str, dict[str, Any]]) -> None:
    offered = schemas["common"]["$defs"]["role"]["anyOf"][0]
    titles = dict(zip(offered["enum"], offered["enumDescriptions"], strict=True))
    assert titles["waiter"] == "服务员"
    assert "unspecified" not in titles
    step = schemas["procedure"]["$defs"]["step"]["properties"]
    assert {*titles, "unspecified"} == {*step["role"]["anyOf"][0]["enum"]}
    assert "restaurant-six-steps" in step["use"]["anyOf"][0]["enum"]
    assert "egl-letter" in step["uses_form"]["anyOf"][0]["enum"]


def test_whatever_can_be_wrong_is_told_in_chinese(schemas: dict[str, dict[str, Any]]) -> None:
    identifier = schemas["common"]["$defs"]["id"]
    assert identifier["patternErrorMessage"].startswith("编号写法不对：以小写英文字母开头")
    kinds = schemas["procedure"]["$defs"]["change"]["properties"]["class"]["errorMessage"]
    assert "procedural（做法）" in kinds
    step = schemas["procedure"]["$defs"]["step"]
    assert "time_limit" in step["errorMessage"]
    text = json.dumps(schemas, ensure_ascii=False)
    assert "{" not in "".join(text.split('"errorMessage": "')[1:]).split('"')[0]


def test_a_key_that_is_missing_is_not_said_to_be_unknown(
    schemas: dict[str, dict[str, Any]],
) -> None:
    """An editor has one message for both."""
    for node in (schemas["procedure"], schemas["common"]["$defs"]["form"]):
        assert node["errorMessage"].startswith("少了必填的键，或者写了不认识的键：必填的有 id、")


def test_a_reserved_id_is_told_by_what_editors_say_of_a_pattern(
    schemas: dict[str, dict[str, Any]],
) -> None:
    identifier = schemas["common"]["$defs"]["id"]
    assert "not" not in identifier
    assert "con、nul" in identifier["patternErrorMessage"]
    validator = Draft202012Validator(identifier)
    told = {name: validator.is_valid(name) for name in ("con", "index", "contact", "a-1", "A")}
    assert told == {"con": False, "index": False, "contact": True, "a-1": True, "A": False}


def test_no_id_is_offered_that_there_is_not(make_project: MakeProject) -> None:
    project = make_project()
    write_for_editor(project, examine(project).names)
    schema = json.loads((project.hints / "procedure.schema.json").read_text("utf-8"))
    ids = [schema["$defs"]["end"]["properties"]["hands_over"], schema["properties"]["approver"]]
    assert [one.get("examples") for one in ids] == [None, None]
    assert schema["properties"]["goal"]["examples"]  # other examples stay


def test_they_are_written_anew_when_an_id_is_new(make_project: MakeProject) -> None:
    project = make_project()
    write_for_editor(project, examine(project).names)
    assert "runner" not in (project.hints / "common.schema.json").read_text("utf-8")
    roles = project.sources / "roles.yaml"
    roles.write_text(
        roles.read_text("utf-8") + "  - {id: runner, title: 传菜员, industry: restaurant}\n"
    )
    write_for_editor(project, examine(project).names)
    assert "传菜员" in (project.hints / "common.schema.json").read_text("utf-8")


@pytest.mark.parametrize("command", [["new", "restaurant/greet"], ["fmt", "--fix"]])
def test_a_command_that_writes_sources_writes_them_anew(
    command: list[str], make_project: MakeProject
) -> None:
    project = make_project()
    write_for_editor(project, examine(project).names)
    roles = project.sources / "roles.yaml"  # a radical, which the editor would offer as a title
    roles.write_text(roles.read_text("utf-8").replace("服务员", "⻋辆员"), "utf-8")
    told = CliRunner().invoke(sop, ["--root", str(project.root), *command])
    assert told.exit_code == 0, told.output
    offered = (project.hints / "common.schema.json").read_text("utf-8")
    own = (project.hints / "procedure.schema.json").read_text("utf-8")
    assert ("车辆员" in offered) if "--fix" in command else ('"greet"' in own)


def test_where_nothing_can_be_written_checking_goes_on(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    project = make_project()
    monkeypatch.setattr(Path, "mkdir", refuse)
    write_for_editor(project, examine(project).names)
    assert not project.hints.exists()
