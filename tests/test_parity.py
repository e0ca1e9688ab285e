"""Every output tells of a procedure what the table of promises says, whoever makes it.

The outputs are taken from the renderers, so that a new one without a row in the table fails here.
"""

import html
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, get_args
from xml.etree import ElementTree

import pytest

from sop_handbook.findings import has_errors
from sop_handbook.model import Handbook, Procedure, routes
from sop_handbook.model.routes import DataKind
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact, Rendered
from sop_handbook.render.print.promises import AT_WORK, OUTPUTS, PROMISES, SAFETY, Promise
from sop_handbook.render.renderers import RENDERERS
from tests.ink import leaves
from tests.sites import copy_engine
from tests.support import DAY, ROOT
from tests.told import lost_of, plain, played

FOREIGN = ROOT / "tests" / "handbooks" / "foreign"
TRAINING = """
training:
  scenarios:
    - title: 夜里有人被困
      situation: 凌晨两点，五楼，一个老人和一个孩子
      trainee: rescuer
      tasks: [把人接出来]
      steps: [calm, power-off, locate, level, open]
"""
# Files about many things or none, by the folder or the name they have; all others by their routes.
_LINK = re.compile(rb"\[([^\[\]]*)\]\(#[^()]*\)")
LISTS = frozenset({"industries", "roles/index", "forms/index", "news", "recall", "retraining"})
LISTS |= frozenset({"currency", "duties", "prints", "maintain", "app", "flows", "run", "glossary"})
LISTS |= frozenset({"drill"})


@pytest.fixture(scope="module")
def handbook_of_all(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Examination]:
    """The handbook of foreign trades, where the lift is rehearsed, too."""
    root = tmp_path_factory.mktemp("parity") / "project"
    copy_engine(root)
    shutil.copytree(FOREIGN, root, dirs_exist_ok=True)
    lift = root / "sop_sources" / "procedures" / "property" / "lift-rescue.yaml"
    lift.write_text(lift.read_text("utf-8") + TRAINING, "utf-8")
    project = Project(root=root, today=DAY)
    examination = examine(project)
    assert not has_errors(examination.findings), examination.findings
    return project, examination


@pytest.fixture(scope="module")
def artifacts(handbook_of_all: tuple[Project, Examination]) -> list[Artifact]:
    """Everything that is published of it."""
    project, examination = handbook_of_all
    context = context_of(project, examination)
    made: list[Artifact] = []
    for renderer in RENDERERS:
        rendered: Rendered = renderer(examination.handbook, replace(context, offered=tuple(made)))
        assert [one.code for one in rendered.findings] == [], renderer.__name__
        made += rendered.artifacts
    return made


def _output_of(handbook: Handbook, artifact: Artifact) -> str:
    """The row of the table that an artifact is of; a name without a row if there is none."""
    path = PurePosixPath(artifact.path)
    if artifact.path.startswith("prints/") and artifact.offer:
        return artifact.offer.kind.removesuffix("-single").removesuffix("-large")
    known: dict[str, str] = {"standards.md": "standards"}
    for one in handbook.procedures.values():
        page = routes.procedure(one)
        known |= {page.path: "page"} | {page.data(k).path: k for k in get_args(DataKind)}
    for name in handbook.roles:
        known |= {routes.role(name).path: "role", routes.role(name).data("job").path: "job"}
    known |= {routes.form(name).path: "form" for name in handbook.forms}
    known |= {routes.industry(name).path: "industry" for name in handbook.industries}
    if artifact.path in known:
        return known[artifact.path]
    if path.parts[0] == "media":
        return "none"
    if path.parts[0] == "search":
        return "search"
    name = str(path.with_suffix(""))
    return "list" if {name, path.parts[0].removesuffix(path.suffix)} & LISTS else artifact.path


def _text(artifact: Artifact) -> str:
    """All words of an artifact, without blanks."""
    content = artifact.content
    suffix = PurePosixPath(artifact.path).suffix
    if suffix == ".pdf":
        told = "".join(sign.text for leaf in leaves(content) for sign in leaf.signs)
    elif suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(content)) as word:
            told = "".join(ElementTree.fromstring(word.read("word/document.xml")).itertext())
    elif suffix == ".json":
        told = "|".join(_strings(json.loads(content)))
    else:
        # Where a text names a value that was written down, that leads there.
        content = _LINK.sub(rb"\1", content) if suffix == ".md" else content
        told = html.unescape(re.sub("<(?![?!])[^>]*>", _alternative, content.decode("utf-8")))
    return plain(told)


def _alternative(tag: re.Match[str]) -> str:
    """What a mark-up element says in words that are not its text."""
    said = re.findall(r'(?:name|aria-label|title|alt|data-level)="([^"]*)"', tag[0])
    return " ".join(said)


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        yield from (one for value in data.values() for one in _strings(value))
    elif isinstance(data, list):
        yield from (one for value in data for one in _strings(value))
    elif isinstance(data, str):
        yield data


def _told(handbook: Handbook, artifacts: list[Artifact], output: str, subject: str) -> str:
    """What an output says: of one thing, or where it is one of many, all of it."""
    mine = [one for one in artifacts if _output_of(handbook, one) == output]
    if output == "handbook":
        return "".join(_text(one) for one in mine if one.offer and one.offer.of == "handbook")
    prints = [one for one in mine if one.offer and one.offer.subject == subject]
    files = [one for one in mine if PurePosixPath(one.path).stem == subject]
    return "".join(_text(one) for one in prints or files or mine)


def test_every_output_has_a_row_in_the_table(
    handbook_of_all: tuple[Project, Examination], artifacts: list[Artifact]
) -> None:
    _, examination = handbook_of_all
    found = {_output_of(examination.handbook, one) for one in artifacts}
    assert found - OUTPUTS.keys() == set()
    # Those that there is nothing to make of: a family, a procedure that others wrote codes for.
    assert OUTPUTS.keys() - found <= {"family", "codes", "none", "signoff-all", "stickers"}


def test_everything_is_told_by_every_row(
    handbook_of_all: tuple[Project, Examination],
) -> None:
    facts = OUTPUTS["page"].keys()
    assert [name for name, row in OUTPUTS.items() if row.keys() != facts] == []
    assert set(SAFETY) <= facts


def test_what_somebody_may_come_to_harm_without_is_never_less_than_short_at_work() -> None:
    assert {*PROMISES, "page", "run", "docx"} - {*AT_WORK} == {
        "duties",
        "form",
        "signoff",
        "signoff-all",
        "coaching",
        "certificate",
        "duplex-test",
        "print-style",
        "stickers",
    }
    less = [
        (name, fact)
        for name in AT_WORK
        for fact in SAFETY
        if OUTPUTS[name][fact] not in (Promise.FULL, Promise.SHORT)
    ]
    assert less == []


# A plate and a pocket card name what is done; who types a command or keeps a limit has more. Where
# something goes wrong nobody goes on as usual.
IN_FULL = tuple(
    name
    for name in AT_WORK
    if name not in ("plate", "cards-small", "roleplay", "trouble", "trouble-role")
)


@pytest.mark.parametrize("fact", ["commands", "time-limits"])
def test_what_must_be_exact_is_never_shortened_where_there_is_room(fact: str) -> None:
    assert [name for name in IN_FULL if OUTPUTS[name][fact] is not Promise.FULL] == []


OF_PROCEDURES = tuple(
    name
    for name in OUTPUTS
    if name not in ("plate", "duties", "job", "role", "form", "industry", "family", "list", "none")
    and name not in ("coaching", "certificate", "duplex-test", "print-style")
    and name != "pack"
    and not name.startswith("signoff")
    and name not in ("trouble-role", "stickers")  # see test_wall.py for stickers
)


@pytest.mark.parametrize("output", OF_PROCEDURES)
def test_an_output_tells_of_a_procedure_what_the_table_promises(
    output: str, handbook_of_all: tuple[Project, Examination], artifacts: list[Artifact]
) -> None:
    _, examination = handbook_of_all
    handbook = examination.handbook
    lost = []
    for procedure in handbook.in_use:
        if output == "roleplay":
            procedure = played(handbook, procedure)
        if output == "trouble" and not _may_fail(procedure):
            continue
        found = _told(handbook, artifacts, output, procedure.id)
        assert plain(procedure.title) in found or output == "standards"
        missing = lost_of(handbook, procedure, output, found)
        if output == "stand" and "怎么做见全文" in found:
            # Both its sides are full, and it says so, see the table: the commands are elsewhere.
            missing = [one for one in missing if f"{procedure.id}, commands: " not in one]
        lost += missing
    assert lost == []


def _may_fail(procedure: Procedure) -> bool:
    """Whether something may go wrong in it for which it is said what to do."""
    readings = (one for step in procedure.steps for one in step.readings)
    return bool(procedure.exceptions) or any(one.outside for one in readings)


@pytest.mark.parametrize("output", ["plate", "trouble-role", "pack", "role", "job"])
def test_what_is_made_for_a_role_tells_of_its_steps_what_the_table_promises(
    output: str, handbook_of_all: tuple[Project, Examination], artifacts: list[Artifact]
) -> None:
    _, examination = handbook_of_all
    handbook = examination.handbook
    lost = []
    for role, known in handbook.roles.items():
        if output == "pack" and known.kind != "person":
            continue
        for procedure in handbook.in_use:
            if mine := _of_role(procedure, role, output):
                outside = any(one.outside for step in mine.steps for one in step.readings)
                if output == "trouble-role" and not (mine.exceptions or outside):
                    continue
                found = _told(handbook, artifacts, output, role)
                lost += [f"{role}: {one}" for one in lost_of(handbook, mine, output, found)]
    assert lost == []


def _of_role(procedure: Procedure, role: str, output: str) -> Procedure | None:
    """A procedure with nothing in it but what a role does, and meets or handles.

    What holds for the whole of it stands where it is worked by.
    """
    steps = tuple(step for step in procedure.steps if step.role == role)
    here = {step.id for step in steps}
    met = tuple(
        rule
        for rule in procedure.exceptions
        if rule.role == role or not rule.at or here & {*rule.at}
    )
    before = procedure.before if output in AT_WORK else None
    return replace(procedure, steps=steps, exceptions=met, before=before) if steps else None
