"""The assembled model and every generated page, as expected outputs (refresh: `make goldens`)."""

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path

import pytest

from sop_handbook.diagrams.draw import Drawing
from sop_handbook.diagrams.fit import Paper, page_drawing, phone_drawing, print_drawing
from sop_handbook.diagrams.graph import Graph
from sop_handbook.diagrams.overviews import family_graph
from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.findings import has_errors
from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook, Mention, ReadingMention, Text
from sop_handbook.model.basics import as_written
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact, Context, Download, Rendered, Subject
from sop_handbook.render.drill import render_drill
from sop_handbook.render.pages import render_pages
from sop_handbook.site.publish import publish
from tests.support import DAY, ROOT

GOLDEN = ROOT / "tests" / "golden"
HINT = "If the new output is what you want, run: make goldens"
SAME_EVERYWHERE = ("maintain/fields.md", "maintain/findings.md")  # made of schemas and words
HANDBOOKS = ["minimal", "medium"]


def one_file_each(handbook: Handbook, context: Context) -> Rendered:
    """A renderer that offers a file of 12,345 bytes and 2 pages about everything there is."""
    tables: dict[Subject, Iterable[str]] = {
        "procedure": handbook.procedures,
        "family": handbook.families,
        "role": handbook.roles,
        "form": handbook.forms,
        "industry": handbook.industries,
    }
    return Rendered(
        tuple(
            Artifact(
                f"office/{of}/{subject}.docx",
                bytes(12345),
                Download(kind="docx", of=of, subject=subject, pages=2),
            )
            for of, subjects in tables.items()
            for subject in subjects
        )
    )


def _lay_out(name: str, root: Path) -> Project:
    """A handbook of tests/handbooks with the real schemas; `medium` is frozen real content."""
    shutil.copytree(ROOT / "tests" / "handbooks" / name, root)
    return Project(root=root, today=DAY)


@pytest.fixture(scope="module", params=HANDBOOKS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the model's dump and all pages; it has the name of its golden."""
    root = tmp_path_factory.mktemp("goldens") / "project"
    project = _lay_out(request.param, root)
    examination = examine(project)
    assert not has_errors(examination.findings)
    folder = root / str(request.param)
    rendered = render_all(project, examination, (one_file_each, render_pages))
    texts = [_without_pictures(a) for a in rendered.artifacts if a.offer is None]
    publish(texts, folder / "pages")
    _write_drills(project, examination, folder / "drill")
    for graph in _graphs(examination.handbook):
        (folder / "diagrams").mkdir(exist_ok=True)
        picture = "\n\n".join("\n".join(lines) for lines in _pictures(graph))
        (folder / "diagrams" / f"{graph.id}.txt").write_text(picture + "\n", "utf-8")
    (folder / "model.txt").write_text(_model(examination), "utf-8")
    if request.param != "minimal":
        for page in SAME_EVERYWHERE:
            (folder / "pages" / page).unlink()
    return folder


def _write_drills(project: Project, examination: Examination, folder: Path) -> None:
    """Write what can be rehearsed, a fact a line."""
    folder.mkdir()
    for artifact in render_all(project, examination, (render_drill,)).artifacts:
        told = json.dumps(json.loads(artifact.content), ensure_ascii=False, indent=1)
        (folder / Path(artifact.path).name).write_text(told + "\n", "utf-8")


def _without_pictures(artifact: Artifact) -> Artifact:
    """A page without its diagrams: their geometry has goldens of its own, which people can read."""
    text = re.sub(r"<svg .*?</svg>", "<svg></svg>", artifact.content.decode(), flags=re.DOTALL)
    return replace(artifact, source=text.encode())


def _graphs(handbook: Handbook) -> Iterator[Graph]:
    chinese = messages("zh")
    for procedure in handbook.procedures.values():
        yield procedure_graph(handbook, procedure, chinese)
    for family in handbook.families.values():
        yield family_graph(handbook, family, chinese)


def _pictures(graph: Graph) -> Iterator[list[str]]:
    chinese = messages("zh")
    paper = Paper(width=180, height=250)
    yield ["page", *_geometry(page_drawing(graph, chinese))]
    yield ["phone", *_geometry(phone_drawing(graph, chinese))]
    printed = print_drawing(graph, chinese, paper)
    way = "lying" if printed.lying else "upright"
    yield [f"paper, {way}, {printed.points:.1f} pt", *_geometry(printed.drawing)]


def _geometry(drawing: Drawing) -> Iterator[str]:
    """A drawing as lines: its size, then lanes, nodes with their place and size, ways."""
    size = drawing.geometry
    yield f"{size.width:g} x {size.height:g}, {'down' if drawing.form.down else 'right'}"
    for lane, box in zip(drawing.graph.lanes, size.lanes, strict=False):
        yield f"  lane {lane.id} {box.x:g},{box.y:g} {box.width:g}x{box.height:g}"
    for node, texts in zip(drawing.graph.nodes, drawing.texts, strict=True):
        box = size.boxes[node.id]
        text = "/".join(f"{line.number} {line.text}".strip() for line in texts)
        yield f"  {node.id} {box.x:g},{box.y:g} {box.width:g}x{box.height:g} {text}"
    ways = zip(drawing.graph.edges, size.lines, size.labels, drawing.labels, strict=True)
    for edge, line, label, rows in ways:
        yield f"  {edge.source} > {edge.target}: " + " ".join(f"{x:g},{y:g}" for x, y in line)
        if label:
            yield f"    {'/'.join(rows)} at {label.x:g},{label.y:g}"


def _model(examination: Examination) -> str:
    return "\n".join(dump("handbook", examination.handbook)) + "\n"


def test_the_model_and_the_pages_are_as_expected(made: Path, refresh_goldens: bool) -> None:
    golden = GOLDEN / made.name
    if refresh_goldens:
        shutil.rmtree(golden, ignore_errors=True)
        shutil.copytree(made, golden)
    found, expected = _files(made), _files(golden)
    assert sorted(found) == sorted(expected), HINT
    for name, content in expected.items():
        assert found[name] == content, f"{name}: {HINT}"


def _files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def dump(name: str, value: object) -> Iterator[str]:
    """Write a value of the model as plain indented lines; what is empty is left out."""
    head = name if name == "-" else f"{name}:"
    if isinstance(value, Text):
        yield f"{head} {''.join(_part(part) for part in value.parts)}"
    elif isinstance(value, str | int | date | Enum):
        yield f"{head} {value}"
    elif is_dataclass(value):
        yield f"{head} {type(value).__name__}"
        for field in fields(value):
            yield from _indented(field.name, getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield head
        for key, item in value.items():
            yield from _indented(str(key), item)
    elif isinstance(value, tuple):
        yield head
        for item in value:
            yield from _indented("-", item)
    else:
        raise TypeError(f"the model has no {type(value)}")


def _indented(name: str, value: object) -> Iterator[str]:
    if value not in (None, "", (), False):
        yield from (f"  {line}" for line in dump(name, value))


def _part(part: str | Mention | ReadingMention) -> str:
    if isinstance(part, Mention):
        return f"{{{part.quantity.id}: {part.reads}}}"
    return as_written(part)
