"""A handbook in every state at once, with an address and without: what is found."""

import json

from tests.sites import Built, sop
from tests.states import States

OVERDUE = "procedures/pool/open-gate.yaml"


def test_validation_finds_what_is_due_and_nothing_else(state_build: Built, states: States) -> None:
    run = sop(state_build.root, "validate", "--format", "json")
    assert run.returncode == 0, run.stdout + run.stderr
    records = json.loads(run.stdout)
    found = {(one["code"], one["file"].removeprefix("sop_sources/")) for one in records}
    expected = {("review-overdue", OVERDUE)}
    if state_build == states.once:
        expected.add(("no-base-url", "handbook.yaml"))
    assert found == expected
