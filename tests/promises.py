"""Property tests: which cases are drawn, and that every case ever found is tried again.

The default profile draws the same cases in every run and keeps nothing on disk. The other,
`--hypothesis-profile random` (`make check-slow`), draws other ones each time, and ten times as
many. What it finds goes into cases/found.yaml: the name of the test, and the arguments.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import yaml
from hypothesis import HealthCheck, example, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from tests.case_files import CASES

Test = TypeVar("Test", bound=Callable[..., None])

FIXED, RANDOM = "fixed", "random"
USUAL, MORE = 100, 10  # cases of a test in the first profile; times as many in the second
# A slow machine is no fault, and what a fixture gives is written anew for every case.
UNCHECKED = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
FOUND: dict[str, list[dict[str, Any]]] = yaml.safe_load((CASES / "found.yaml").read_text("utf-8"))


def register() -> None:
    """Make both profiles known and take the fixed one. No limit of either depends on the clock."""
    timeless: dict[str, Any] = {"deadline": None, "suppress_health_check": UNCHECKED}
    settings.register_profile(
        FIXED, derandomize=True, database=None, max_examples=USUAL, **timeless
    )
    settings.register_profile(
        RANDOM, derandomize=False, database=None, max_examples=USUAL * MORE, **timeless
    )
    settings.load_profile(FIXED)
    # Hypothesis likes to draw what our own modules hold, as far as they are loaded by then: a test
    # would draw other cases alone than among others, and a seed would not bring a case back.
    providers._get_local_constants = Constants


def examples(count: int) -> settings:
    """Let a test draw so many cases instead of a hundred; more where the profile draws more."""
    return settings(max_examples=max(1, count * settings().max_examples // USUAL))


def kept(test: Test) -> Test:
    """Try the cases ever found for a test before any other. Stands above `@given`."""
    for row in reversed(FOUND.get(test.__name__, [])):  # the topmost decorator is tried first
        test = example(**row)(test)
    return test
