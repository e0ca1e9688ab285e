"""Property tests draw the same cases in every run, and what one ever found is tried again."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop_handbook.diagrams import measure
from tests import promises
from tests.promises import FOUND, examples, kept
from tests.sites import environment
from tests.support import PACKAGE, ROOT
from tests.test_diagrams import test_no_line_begins_or_ends_with_a_sign_that_must_not as no_line

# Drawn from the clock or the machine, each run another: only seeded ones are allowed.
ANY = {
    "random.random", "random.randint", "random.choice", "random.choices", "random.sample",
    "random.shuffle", "random.uniform", "random.seed", "random.getrandbits", "random.SystemRandom",
    "uuid.uuid1", "uuid.uuid4", "os.urandom",
}  # fmt: skip


def _trees(naming: str = "") -> Iterator[tuple[str, ast.Module]]:
    """Yield the tests by their paths, those alone whose text says `naming`."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        if naming in (text := path.read_text("utf-8")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(text)


def _properties() -> dict[str, list[str]]:
    """The decorators of every property test."""
    return {
        node.name: [ast.unparse(decorator) for decorator in node.decorator_list]
        for _, tree in _trees(naming="given(")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(one).startswith("given(") for one in node.decorator_list)
    }


PROPERTIES = _properties()


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_test_tries_kept_cases_and_leaves_the_rest_to_the_profile(name: str) -> None:
    first, *others = PROPERTIES[name]
    assert first == "kept"
    assert not any(other.startswith(("settings(", "example(", "seed(")) for other in others)


def test_every_kept_case_belongs_to_a_property_test() -> None:
    assert FOUND.keys() <= PROPERTIES.keys()


def test_no_test_draws_what_another_run_would_not() -> None:
    found = []
    for name, tree in _trees():
        nodes = list(ast.walk(tree))
        imported = {
            alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
        }
        found += [name] if "secrets" in imported else []
        for node in nodes:
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            seeded = not isinstance(node, ast.Call) or node.args
            drawn = called in ANY and called.partition(".")[0] in imported
            if drawn or (called in {"Random", "random.Random"} and not seeded):
                found.append(f"{name}:{getattr(node, 'lineno', 0)}")
    assert found == []


def test_a_kept_case_is_tried_before_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    monkeypatch.setitem(FOUND, "seen", [{"number": 4711}, {"number": 12}])

    def seen(number: int) -> None:
        tried.append(number)

    kept(given(st.integers(100, 200))(examples(5)(seen)))()
    assert tried[:2] == [4711, 12]
    assert 2 < len(tried) <= 7


def test_the_kept_text_fails_where_only_the_last_sign_decides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The rule as it was: it forgets the quotation mark behind which a blank stands."""

    def one(before: str, after: str) -> bool:
        return after[0].isspace() or after[0] in "”，" or before[-1] in "“（"

    (case,) = FOUND["test_no_line_begins_or_ends_with_a_sign_that_must_not"]
    with monkeypatch.context() as patch:
        patch.setattr(measure, "_one", one)
        measure.wrap.cache_clear()
        with pytest.raises(AssertionError, match="“") as failed:
            no_line()
    measure.wrap.cache_clear()
    assert repr(case["text"]) in str(failed.getrepr())


_DRAW = """
{others}
from hypothesis import given, strategies as st
from tests import promises
promises.register()
drawn = []
@given(st.integers(), st.text(), st.sampled_from("abc"))
def test(number, text, letter):
    drawn.append((number, text, letter))
test()
print(drawn)
"""


def test_the_same_cases_are_drawn_whatever_is_loaded_and_under_any_hash_seed(
    tmp_path: Path,
) -> None:
    runs = set()
    others = "import sop_handbook.templating.markup, tests.support"
    for seed, more in (("1", ""), ("4711", others)):
        file = tmp_path / "draw.py"
        file.write_text(_DRAW.format(others=more), "utf-8")
        run = subprocess.run(
            [sys.executable, str(file)],
            cwd=tmp_path,
            env=environment({"PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}:{PACKAGE.parent}"}),
            capture_output=True,
            text=True,
            check=True,
        )
        runs.add(run.stdout)
    assert len(runs) == 1
    assert not list(tmp_path.glob(".hypothesis/examples"))


def test_the_other_profile_draws_more_and_other_cases() -> None:
    other = settings.get_profile(promises.RANDOM)
    fixed = settings.get_profile(promises.FIXED)
    assert (fixed.derandomize, other.derandomize) == (True, False)
    assert other.max_examples >= 10 * fixed.max_examples
    assert fixed.database is other.database is None
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\ncheck-slow:")[2].split("\n\n")[0]
    assert f"--hypothesis-profile {promises.RANDOM}" in recipe
    assert '-m "slow or hypothesis"' in recipe
