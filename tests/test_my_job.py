"""What concerns one role, and what the ledger says is new for it."""

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from sop_handbook.change.release import new_editions
from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook, Status
from sop_handbook.render.role_data import render_role_data
from tests.contexts import bare
from tests.histories import State, medium, printed
from tests.support import DAY

FILE = "procedures/restaurant/restaurant-six-steps.yaml"
CONTEXT = bare()


def _files(handbook: Handbook) -> dict[str, dict[str, Any]]:
    rendered = render_role_data(handbook, CONTEXT)
    assert rendered.findings == ()
    return {a.path.removeprefix("my-job/"): json.loads(a.content) for a in rendered.artifacts}


@cache
def _released() -> Handbook:
    handbook = medium().handbook()
    return replace(handbook, editions=new_editions(handbook, printed(handbook), DAY))


def _later(entry: str, day: date | None) -> Handbook:
    """The medium handbook after a second revision of a procedure, released on a day if at all."""
    edit = [
        {"from": "revision: 1\ngoal", "to": "revision: 2\ngoal"},
        {"from": "changes:\n", "to": f"changes:\n  - {{revision: 2, {entry}}}\n"},
    ]
    state: State = medium().edited({"in": FILE, "change": edit})
    handbook = replace(state.handbook(), editions=_released().editions)
    if day:
        more = new_editions(handbook, printed(handbook), day)
        handbook = replace(handbook, editions=(*handbook.editions, *more))
    return handbook


def test_every_role_has_a_file_with_the_procedures_it_takes_part_in() -> None:
    handbook = medium().handbook()
    files = _files(handbook)
    people = [role for role in handbook.roles.values() if role.kind != "system"]
    assert files.keys() == {f"{role.id}.json" for role in people}
    for role in people:
        own = {
            procedure.title
            for procedure in handbook.procedures.values()
            if any(step.role == role.id for step in procedure.steps)
            and procedure.control.status is not Status.RETIRED
        }
        listed = [one["title"] for one in files[f"{role.id}.json"]["procedures"]]
        assert set(listed[: len(own)]) == own  # its own work first


def test_nothing_is_new_before_the_first_release() -> None:
    assert [name for name, job in _files(medium().handbook()).items() if job["news"]] == []


def test_a_release_is_new_for_the_roles_of_the_steps_it_names() -> None:
    day = DAY + timedelta(days=10)
    entry = "date: 2026-12-01, class: safety, steps: [serve], summary: 上菜位避开老人孕妇"
    before, after = _files(_released()), _files(_later(entry, day))
    procedure = _later(entry, day).procedures["restaurant-six-steps"]
    (serve,) = [step for step in procedure.steps if step.id == "serve"]
    fresh = {
        name: [one for one in job["news"] if one not in before[name]["news"]]
        for name, job in after.items()
    }
    assert {name for name, news in fresh.items() if news} == {f"{serve.role}.json"}
    (one,) = fresh[f"{serve.role}.json"]
    assert one["summary"] == "上菜位避开老人孕妇"
    assert one["day"] == day.isoformat()
    assert one["kind"] == messages("zh")("page.classes.safety")
    assert one["anchor"] == "step-serve"
    assert one["page"] == "handbook/restaurant/restaurant-six-steps"


@pytest.mark.parametrize(
    ("class_", "released"), [("editorial", True), ("safety", False)], ids=["wording", "unreleased"]
)
def test_finer_wording_and_what_is_not_released_is_no_news(class_: str, released: bool) -> None:
    entry = f"date: 2026-12-01, class: {class_}, steps: [serve], summary: 改了一处"
    day = DAY + timedelta(days=10) if released else None
    assert _files(_later(entry, day)) == _files(_released())


def test_the_key_of_an_entry_outlives_later_releases() -> None:
    entry = "date: 2026-12-01, class: safety, steps: [serve], summary: 改了一处"
    later = _files(_later(entry, DAY + timedelta(days=10)))
    for name, job in _files(_released()).items():
        keys = {one["key"] for one in later[name]["news"]}
        assert keys >= {one["key"] for one in job["news"]}
