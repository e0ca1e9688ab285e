"""The reducer behind carrying out a procedure, in the browser it is made for, without a page."""

import json
from typing import Any

import pytest

from sop_handbook.model import Procedure
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.run import render_run
from tests.browser.fixtures import Watched
from tests.walks import Walk, walks

# Does what each walk says, as a person would by pressing buttons; tells where it came out.
WALK = """async ({ site, books, cases }) => {
  const { begin, act } = await import(`${site}assets/run/state.js`);
  const { stepOf } = await import(`${site}assets/run/model.js`);
  const wrong = [];
  for (const { procedure, moves, end } of cases) {
    let at = 1000;
    let run = begin(books, procedure, "walk", at);
    const send = (what) => { run = act(run, books, { ...what, at: at += 1000 }); };
    for (const { step, answer, trouble } of moves) {
      if (!stepOf(run, books)) send({ type: "choose", target: step });
      if (stepOf(run, books)?.id !== step) { wrong.push(`${procedure}: not at ${step}`); break; }
      if (trouble) send({ type: "exception", index: trouble - 1 });
      if (stepOf(run, books)?.id !== step) continue;
      send(answer ? { type: "answer", index: answer - 1 } : { type: "next" });
    }
    if (!run.outcome) send({ type: "choose", target: end });
    if (run.outcome?.end !== end) wrong.push(`${procedure}: ${run.outcome?.end} and not ${end}`);
    const visited = run.visits.map((visit) => visit.step).join();
    if (visited !== moves.map((move) => move.step).join()) wrong.push(`${procedure}: ${visited}`);
    if (run.visits.some(({ left, how }) => !left || !how)) wrong.push(`${procedure}: open`);
    const met = run.visits.flatMap((visit) => visit.exceptions).length;
    const troubles = moves.filter((move) => move.trouble).length;
    if (met !== troubles) wrong.push(`${procedure}: ${met} exceptions`);
  }
  return wrong;
}"""


@pytest.fixture(scope="module")
def books(project: Project) -> dict[str, Any]:
    """What carrying out each procedure needs, by its id."""
    made = render_all(project, examine(project), (render_run,)).artifacts
    return {book["id"]: book for book in (json.loads(artifact.content) for artifact in made)}


def _case(procedure: Procedure, walk: Walk) -> dict[str, Any]:
    moves = [{"step": m.step, "answer": m.answer, "trouble": m.trouble} for m in walk.moves]
    return {"procedure": procedure.id, "moves": moves, "end": walk.end}


def test_every_walk_through_every_procedure_can_be_carried_out_to_its_end(
    site: Watched, project: Project, books: dict[str, Any]
) -> None:
    handbook = examine(project).handbook
    cases = [_case(p, walk) for p in handbook.procedures.values() for walk in walks(p)]
    assert len(cases) > 2 * len(books)
    site.open("")
    wrong = site.page.evaluate(WALK, {"site": site.address, "books": books, "cases": cases})
    assert wrong == []
    broken = [{**case, "end": "nowhere"} for case in cases[:1]]  # the walker notices
    assert site.page.evaluate(WALK, {"site": site.address, "books": books, "cases": broken})
