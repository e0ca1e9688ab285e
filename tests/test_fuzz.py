"""Whatever becomes of files: an answer people can read, soon, and never a lost site."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from sop_handbook.cli import sop
from tests.conftest import MakeProject
from tests.damage import HARMS, damaged
from tests.fuzz import (
    BUILT,
    FOUND,
    KINDS,
    Bench,
    bounded,
    judge_pages,
    judge_sources,
    lay_out_site,
    rebuild,
    run,
)
from tests.node import run_node
from tests.sites import Shared
from tests.support import ROOT

CASES = {"sources": 6, "pages": 5, "ledger": 4, "store": 20}  # `make check-slow`: thousands
MINUTES = float(os.environ.get("SOP_FUZZ_MINUTES", "30"))
DEVICES = ROOT / "tests" / "scripts" / "run" / "device.test.js"
SLICE = 20  # cases of each kind between two looks at the clock


@pytest.fixture(scope="module", params=[False, True], ids=["minimal", "full"])
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench.of(tmp_path_factory.mktemp("fuzz"), full=request.param)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The minimal handbook, on which what was ever found is tried again."""
    return Bench.of(tmp_path_factory.mktemp("found"), full=False)


@pytest.fixture(scope="module")
def built(shared: Shared) -> Path:
    """A project with a site. Not to be changed."""

    def make(folder: Path) -> Path:
        lay_out_site(folder / "project")
        return folder / "project"

    return shared.once("fuzzed", make)


@pytest.fixture
def small(make_project: MakeProject) -> Path:
    """The minimal handbook, without site and ledger."""
    return make_project().root


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_damaged_gives_findings_and_no_exception(kind: str, bench: Bench) -> None:
    for seed in range(CASES[kind]):
        run(bench, kind, seed)


@pytest.mark.parametrize("kind", BUILT)
def test_a_build_of_what_is_damaged_answers_and_leaves_a_site(
    kind: str, built: Path, tmp_path: Path
) -> None:
    rebuild(built, tmp_path / "project", kind, 0)


@pytest.mark.parametrize("case", sorted(FOUND.iterdir()), ids=lambda path: path.name)
def test_what_was_found_once_is_not_found_again(case: Path, sound: Bench) -> None:
    sound.overlay(case)
    with bounded():
        judge_sources(sound)
        judge_pages(sound)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        (".cache/sop/site.built", ["build"]),
        (".cache/sop/build.by", ["build"]),
        ("CODEOWNERS", ["owners", "--check"]),
        ("sop_sources/editions.json", ["release", "--repair"]),
    ],
)
@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[1]", b"[" * 100_000])
def test_a_file_that_is_no_text_or_no_data_is_told_in_a_line(
    name: str, command: list[str], content: bytes, small: Path
) -> None:
    path = small / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    told = CliRunner().invoke(sop, ["--root", str(small), *command], catch_exceptions=False)
    assert told.exit_code in {0, 1, 2}
    assert told.output.strip()


@pytest.mark.slow
@pytest.mark.timeout(MINUTES * 60 + 1200)
def test_half_an_hour_of_other_damage(
    built: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Other cases each time. `SOP_FUZZ_MINUTES` says how long, `SOP_FUZZ_SEED` where to begin."""
    seed = int(os.environ.get("SOP_FUZZ_SEED", time.time_ns() // 10**6))
    sys.stderr.write(f"SOP_FUZZ_SEED={seed}\n")  # shown when it fails
    benches = [Bench.of(tmp_path_factory.mktemp("fuzz"), full=full) for full in (False, True)]
    end = time.monotonic() + MINUTES * 60
    while time.monotonic() < end:
        for bench in benches:
            for kind in KINDS:
                for number in range(seed, seed + SLICE):
                    run(bench, kind, number)
        for kind in BUILT:
            rebuild(built, tmp_path / "project", kind, seed)
        more = {"SOP_FUZZ_SEED": str(seed), "SOP_FUZZ_CASES": "4000"}
        devices = run_node("--test", DEVICES, env={**os.environ, **more})
        assert devices.returncode == 0, devices.stdout
        seed += SLICE


@pytest.mark.parametrize("harm", HARMS)
def test_a_seed_damages_the_same_way_again(harm: Callable[..., bytes]) -> None:
    raw = "甲: [乙]\n丙: {丁: 戊}\n".encode() * 9
    assert [harm(raw, Random(n)) for n in range(50)] == [harm(raw, Random(n)) for n in range(50)]
    assert sum(damaged(raw, Random(n)) != raw for n in range(200)) > 150
