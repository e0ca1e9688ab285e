"""The index from the store: little is read anew, and what was lost or damaged is made again."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest

import sop_handbook.render.search.stretches as stretches
from sop_handbook.adapters.store import Store
from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.program import maker
from sop_handbook.project import Project
from sop_handbook.render.search import render_search
from tests.contexts import bare
from tests.sites import environment

Index = dict[str, bytes]
WARM = """
import sys
from datetime import date
from pathlib import Path
from sop_handbook.project import Project
from sop_handbook.pipeline.examine import examine
from sop_handbook.render.search import render_search
from tests.contexts import bare
project = Project(root=Path(sys.argv[1]), today=date(2026, 1, 1))
handbook = examine(project).handbook
before = set(sys.modules)
render_search(handbook, bare(Path(sys.argv[2])))
print(*{"pypinyin", "opencc"} & (set(sys.modules) - before))
"""


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut the small handbook into several stretches."""
    monkeypatch.setattr(stretches, "_STRETCH", 24)


def _index(handbook: Handbook, folder: Path) -> Index:
    return {one.path: one.content for one in render_search(handbook, bare(folder)).artifacts}


def _edited(handbook: Handbook, title: str) -> Handbook:
    """Rename the first step of the third procedure."""
    procedures = dict(handbook.procedures)
    name, procedure = list(procedures.items())[2]
    first, *others = procedure.steps
    procedures[name] = replace(procedure, steps=(replace(first, title=title), *others))
    return replace(handbook, procedures=procedures)


def test_after_an_edit_little_is_read_anew(
    handbook: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    keep = Store.keep

    def noted(store: Store, key: str, content: bytes) -> None:
        made.append(key)
        keep(store, key, content)

    monkeypatch.setattr(Store, "keep", noted)
    _index(handbook, tmp_path)
    assert len(made) > 5
    made.clear()
    _index(handbook, tmp_path)
    assert made == []
    (step, *_) = list(handbook.procedures.values())[2].steps
    _index(_edited(handbook, step.title * 2), tmp_path)
    assert len(made) == 1


def test_with_all_in_the_store_no_dictionary_is_loaded(project: Project, tmp_path: Path) -> None:
    run = partial(
        subprocess.run,
        [sys.executable, "-c", WARM, str(project.root), str(tmp_path / "kept")],
        env=environment({}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(run().stdout.split()) == {"pypinyin", "opencc"}
    assert run().stdout.split() == []


def _cut(content: bytes, dice: Random) -> bytes:
    return content[: dice.randrange(len(content))]


def _flipped(content: bytes, dice: Random) -> bytes:
    changed = bytearray(content)
    changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("harm", [_cut, _flipped, lambda *_: b"", None])
def test_a_damaged_entry_is_made_anew_in_silence(
    harm: Callable[[bytes, Random], bytes] | None, handbook: Handbook, tmp_path: Path
) -> None:
    whole, dice = _index(handbook, tmp_path), Random(7)
    for path in [path for path in sorted(tmp_path.rglob("*")) if path.is_file()]:
        content = path.read_bytes()
        path.unlink()
        if harm:
            path.write_bytes(harm(content, dice))
    assert _index(handbook, tmp_path) == whole


def test_of_another_version_nothing_is_taken(handbook: Handbook, tmp_path: Path) -> None:
    whole = _index(handbook, tmp_path)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    other = replace(bare(), store=Store(tmp_path, lambda module: f"another {maker(module)}"))
    made = render_search(handbook, other).artifacts
    assert {one.path: one.content for one in made} == whole
    assert len({path for path in tmp_path.rglob("*") if path.is_file()}) == 2 * len(before)
