"""Measure the pipeline against MkDocs on handbooks of 10, 100 and 1000 procedures: `make bench`.

Figures are CPU seconds of one process; read them as ratios, machines differ.
"""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sop_handbook.findings import has_errors
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.base import Renderer
from sop_handbook.render.print import render_prints
from sop_handbook.render.renderers import RENDERERS
from sop_handbook.site.engine.build import build_site
from sop_handbook.site.publish import publish
from sop_handbook.sources.collect import SourceDocument, collect
from sop_handbook.sources.schemas import Schemas
from tests.benches import need, sizes
from tests.sites import copy_project, plain_pages
from tests.support import DAY

SIZES = (10, 100, 1000)
# Ten procedures that refer to nothing but each other: a family of seven and three more.
FAMILY = "guarantee-letter"
OTHERS = ("restaurant-six-steps", "nursing-five-steps", "bank-counter-seven-steps")
MEASURED_PAGE = "handbook/emergency/egl-docking/index.html"
OURS = ("load, validate, check", "render", "publish")
# Prints have a bench of their own: a thousand procedures would take minutes to typeset.
PAGES: list[Renderer] = [renderer for renderer in RENDERERS if renderer is not render_prints]
RENAMED = {"procedure", "family", "form"}


class Clock:
    """Adds up CPU seconds by stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        """Count what happens inside for a stage."""
        start = time.process_time()
        yield
        self.spent[stage] = self.spent.get(stage, 0.0) + time.process_time() - start

    def line(self, name: str) -> str:
        """One row of the table."""
        ours, engine = sum(self.spent[stage] for stage in OURS), self.spent.get("MkDocs")
        cells = [f"{self.spent[stage]:8.2f}" for stage in OURS]
        cells += [f"{engine:8.2f}", f"{ours / engine:8.2f}"] if engine else ["       –"] * 2
        return f"{name:<26}" + "".join(f"{cell:>12}" for cell in cells)


def base(root: Path) -> list[SourceDocument]:
    """The documents every bench handbook is made of."""
    documents = collect(Project(root=root, today=DAY)).documents
    need((FAMILY, *OTHERS), [document.name for document in documents])
    family = next(d for d in documents if d.name == FAMILY)
    members = family.data["members"]
    assert isinstance(members, list)
    wanted = {FAMILY, *members, *OTHERS}
    return [d for d in documents if d.kind in {"family", "procedure"} and d.name in wanted]


def enlarge(root: Path, size: int) -> None:
    """Put `size` procedures into a copy of the project: ten real ones, over and over."""
    schemas = Schemas(root / "sop_sources" / "schemas")
    documents = base(root)
    for folder in ("procedures", "shared"):
        shutil.rmtree(root / "sop_sources" / folder)
    # A handbook of its own that has released nothing: the ledger knows procedures that are gone.
    for name in ("provenance.yaml", "editions.json"):
        (root / "sop_sources" / name).unlink(missing_ok=True)
    for copy in range(size // 10):
        for document in documents:
            _write(root, document, schemas, f"-{copy}" if copy else "")


def _write(root: Path, document: SourceDocument, schemas: Schemas, suffix: str) -> None:
    data: dict[str, Any] = json.loads(json.dumps(document.data))
    for mark in schemas.marks(document.kind, data):
        if mark.keyword == "x-ref" and mark.what in RENAMED:
            _replace(data, mark.path, mark.value + suffix)
    if document.name in OTHERS:
        data.pop("related", None)  # leads to procedures that are not here
    data["id"] += suffix
    for form in data.get("forms", []):
        form["id"] += suffix
    if "number" in data:
        data["number"] += suffix
    folder = root / "sop_sources" / "shared"
    if document.kind == "procedure":
        folder = root / "sop_sources" / "procedures" / document.folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{data['id']}.yaml").write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def _replace(data: Any, path: tuple[str | int, ...], value: str) -> None:
    for part in path[:-1]:
        data = data[part]
    data[path[-1]] = value


def run(project: Project, clock: Clock, site: Path | None) -> None:
    """The stages of a build, each under the clock."""
    with clock.time(OURS[0]):
        examination = examine(project)
    errors = [f for f in examination.findings if has_errors([f])]
    assert not errors, errors[:5]
    with clock.time(OURS[1]):
        artifacts = render_all(project, examination, PAGES).artifacts
    with clock.time(OURS[2]):
        publish(artifacts, project.generated)
    if site:
        with clock.time("MkDocs"):
            problems = build_site(project, examination.handbook, site)
        assert not problems, problems[:5]


def measure(size: int, say: Callable[[str], None]) -> int:
    """Bench one size; return the bytes of the page that all sizes have."""
    with tempfile.TemporaryDirectory() as folder:
        root = copy_project(Path(folder) / "project")
        plain_pages(root)
        enlarge(root, size)
        project = Project(root=root, today=DAY)
        clock = Clock()
        run(project, clock, root / "site")
        say(clock.line(f"{size} procedures"))
        source = root / "sop_sources" / "procedures" / "restaurant" / f"{OTHERS[0]}.yaml"
        source.write_text(source.read_text("utf-8").replace("打招呼", "问声好"), "utf-8")
        again = Clock()
        run(project, again, None)
        say(again.line("  one edited, pages only"))
        return (root / "site" / MEASURED_PAGE).stat().st_size


def main() -> None:
    """Print the table."""
    asked = sizes(__doc__, SIZES, least=10, step=10)
    heads = [*OURS, "MkDocs", "ours/MkDocs"]
    print("CPU seconds".ljust(26) + "".join(f"{head.split(',')[0]:>12}" for head in heads))
    weights = {size: measure(size, print) for size in asked}
    print(f"\n{MEASURED_PAGE}: " + ", ".join(f"{w} bytes at {s}" for s, w in weights.items()))
    if len(set(weights.values())) > 1:
        sys.exit("The page grows with the handbook.")


if __name__ == "__main__":
    main()
