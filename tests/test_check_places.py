"""At which steps a run asks what a checklist wants to know; who is held up by it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from sop_handbook.model import Check, Checklist
from sop_handbook.pipeline.build import render_all
from sop_handbook.render.run import render_run
from sop_handbook.render.run_asks import CheckPlaces
from tests.foreign import foreign_examination, foreign_project
from tests.support import procedure, text


def _places(sketch: str, named: str = "", **more: Any) -> tuple[str, str]:
    """The steps at which a checklist about the named ones is asked, and those it must know of."""
    checks = tuple(Check(step=name) for name in named.split()) or (Check(check=text("好了吗？")),)
    own = Checklist(pause_point=text("停"), items=checks)
    found = CheckPlaces(own, procedure(sketch, **more))
    return " ".join(found.asked), " ".join(found.of)


@pytest.mark.parametrize(
    ("sketch", "named", "asked", "of"),
    [
        ("a; b; c", "a b", "b", ""),
        ("a; b; c", "b a", "b", ""),
        ("a ?b ?c; b >done; c >done", "b c", "b c", ""),  # each branch its own
        ("a ?b ?c; b >d; c >d; d", "b c", "b c", ""),
        ("a ?b ?c; b >d; c >d; d", "b d", "d", ""),
        ("a ?b ?c; b >d; c >d; d ?a ?done", "b c", "b c", ""),  # another round is another round
        ("a ?b ?done; b", "a b", "b", "a b"),  # the end past b
        ("a; b ?c ?done; c ?d ?a; d", "a d", "d", "a d"),
        ("a ?b ?c; b >done; c >done", "", "b c", ""),  # before every end of work
        ("a ?b ?done; b", "", "b", ""),  # but not where it does not begin
    ],
)
def test_it_is_asked_at_the_last_of_its_steps_on_every_way(
    sketch: str, named: str, asked: str, of: str
) -> None:
    assert _places(sketch, named) == (asked, of)


def test_where_no_order_is_set_the_run_tells_which_is_the_last() -> None:
    assert _places("a; b; c", "a b", order="any") == ("a b", "a b")
    assert _places("a; b", "", order="any") == ("a b", "a b")
    assert _places("a; b; c", "b", order="any") == ("b", "")
    assert _places("a; b; c", "a b", order="one") == ("a b", "")


def test_whoever_calls_one_that_asks_may_not_be_held_up_by_it() -> None:
    """The caller itself asks for nothing; its industry is one in which nobody may wait."""
    examination = foreign_examination()
    known = examination.handbook
    cooling = known.procedures["cooling"]
    kitchen = replace(known.industries[cooling.industry], emergency=True)
    steps = tuple(replace(step, role=cooling.steps[0].role) for step in procedure("a; b").steps)
    quiet = replace(procedure("a; b"), industry=kitchen.id, steps=steps, sources=())
    calls = replace(quiet, id="calls", steps=(replace(steps[0], use="cooling"), steps[1]))
    calls_that = replace(quiet, id="calls-that", steps=(replace(steps[0], use="calls"), steps[1]))
    procedures = {one.id: one for one in (cooling, quiet, calls, calls_that)}
    handbook = replace(
        known, procedures=procedures, industries={**known.industries, kitchen.id: kitchen}
    )
    changed = replace(examination, handbook=handbook)
    made = render_all(foreign_project(), changed, (render_run,)).artifacts
    books = [json.loads(artifact.content) for artifact in made]
    hurried = {book["id"] for book in books if book.get("emergency")}
    assert hurried == {"cooling", "calls", "calls-that"}
