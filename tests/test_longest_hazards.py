"""Hazards as long as the schema allows, and as many, have room on every card."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sop_handbook.model.before import LEVELS, Before, Hazard
from sop_handbook.render.print.cards import cards
from tests.foreign import foreign_examination
from tests.support import PACKAGE, text
from tests.test_prints import print_all

SCHEMA = json.loads((PACKAGE / "schemas/procedure.schema.json").read_text("utf-8"))["$defs"]
LONGEST = {key: SCHEMA["hazard"]["properties"][key]["maxLength"] for key in ("text", "avoid")}


@pytest.mark.parametrize("words", ["一二三四五六七八九十", "W", "有，", "electric shock kills "])
def test_the_longest_hazards_fit_the_cards(words: str, store: Path) -> None:
    handbook = foreign_examination().handbook
    procedure = handbook.procedures["cooling"]
    said = {key: text((words * most)[:most]) for key, most in LONGEST.items()}
    most = SCHEMA["hazards"]["maxItems"]
    hazards = tuple(Hazard(level=LEVELS[at % 3], **said) for at in range(most))
    steps = tuple(replace(step, hazards=hazards) for step in procedure.steps)
    worst = replace(procedure, before=Before(hazards=hazards), steps=steps)
    only = replace(handbook, procedures={worst.id: worst})
    assert print_all(only, store, makers=[cards]).artifacts, "and without a finding"
