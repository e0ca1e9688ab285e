"""A leaf is a step: each begins on the front of a leaf of its own, and nothing of it is torn."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import pytest

from sop_handbook.editions.content import exception_content
from sop_handbook.model import Handbook, Procedure, Step, numbering
from sop_handbook.model.conditions import answers_to
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.cards import cards
from sop_handbook.render.print.twi import twi_sheets
from sop_handbook.render.print.typeset import typeset_all
from tests.contexts import bare
from tests.foreign import foreign_examination
from tests.ink import cells, leaves, lines
from tests.sites import Built
from tests.states import lay_out_now
from tests.stress import LONG, Case, stressed
from tests.support import DAY

KINDS = ("cards", "cards-small")
NO_BACK = "共1面"


@dataclass(frozen=True)
class Set:
    """All cards of a procedure: the lines of front and back of each leaf, in order."""

    procedure: Procedure
    leaves: tuple[tuple[list[str], list[str]], ...]

    def steps(self) -> Iterator[list[tuple[list[str], list[str]]]]:
        """The leaves of the cover, then of each step."""
        for _, same in groupby(enumerate(self.leaves), key=lambda found: self._number(found[0])):
            yield [leaf for _, leaf in same]

    def _number(self, index: int) -> int:
        return sum("（续）" not in front[0] for front, _ in self.leaves[: index + 1])


@pytest.fixture(scope="module")
def trades_book(project: Project) -> Handbook:
    return replace(examine(project).handbook, base_url=None)


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    root = tmp_path_factory.mktemp("states") / "now"
    lay_out_now(root)
    return replace(examine(Project(root=root, today=DAY)).handbook, base_url=None)


@pytest.fixture(scope="module")
def sets(
    trades_book: Handbook, states: Handbook, trades: Built, store: Path
) -> Mapping[str, list[Set]]:
    """All sets of both handbooks, by kind."""
    found: dict[str, list[Set]] = {kind: [] for kind in KINDS}
    for handbook in (trades_book, states):
        context = bare(store)
        wanted = [job for job in cards(handbook, context) if job.kind.endswith("-single")]
        made = typeset_all(wanted, handbook, context)
        assert made.findings == ()
        content = {artifact.path: artifact.content for artifact in made.artifacts}
        for job in wanted:
            of = tuple(_leaves(content[job.path], job.kind))
            kind = job.kind.removesuffix("-single")
            found[kind].append(Set(handbook.procedures[job.subject], of))
    return found


def _leaves(pdf: bytes, kind: str) -> Iterator[tuple[list[str], list[str]]]:
    """Folded, front and back lie side by side."""
    places = cells(kind)
    for leaf in leaves(pdf):
        for front, back in zip(places[::2], places[1::2], strict=True):
            if found := lines(leaf, front):
                yield found, lines(leaf, back)


def _plain(words: object) -> str:
    """Without blanks and marks: a mark at the end of a line stands lower than its line."""
    return re.sub(r"\W", "", str(words))


@pytest.mark.parametrize("kind", KINDS)
def test_every_step_begins_on_the_front_of_a_leaf_of_its_own(
    kind: str, sets: Mapping[str, list[Set]]
) -> None:
    steps = 0
    for one in sets[kind]:
        _, *found = one.steps()
        assert len(found) == len(one.procedure.steps), one.procedure.id
        for step, (first, *more) in zip(one.procedure.steps, found, strict=True):
            number = numbering.numbers(one.procedure)[step.id]
            begins = number + _plain(step.title)[:3]
            assert not first[1] or _plain(first[1][0]).startswith(begins), first
            for front, back in more:
                for side in (front, back) if back else (front,):
                    assert side[0].startswith(f"第{number}步（续）"), side
            steps += 1
    assert steps > 120


@pytest.mark.parametrize("kind", KINDS)
def test_a_front_says_that_its_back_is_blank_exactly_when_it_is(
    kind: str, sets: Mapping[str, list[Set]]
) -> None:
    for one in sets[kind]:
        for front, back in one.leaves:
            assert (NO_BACK in front[0]) is (not back), (one.procedure.id, front)


def _items(procedure: Procedure, step: Step, handbook: Handbook) -> Iterator[list[str]]:
    """The texts of a step that may not be torn, each with what belongs to it."""
    for action in step.actions:
        yield [_plain(word) for word in (action.do, action.when) if word]
    for point in step.key_points:
        if point.critical:
            yield [_plain(point.text)]
    for one in handbook.resolved(procedure).exceptions:
        if step.id in one.rule.at and not one.anywhere:
            told = exception_content(one)
            parts = ("when", "requirement", "method")
            yield [_plain(told[key]) for key in parts if key in told]


LONGEST = {"cards": 400, "cards-small": 150}  # characters; a longer one may need several sides


@pytest.mark.parametrize("kind", KINDS)
def test_no_item_is_torn_over_two_sides(
    kind: str, sets: Mapping[str, list[Set]], trades_book: Handbook, states: Handbook
) -> None:
    whole = 0
    for one in sets[kind]:
        handbook = trades_book if one.procedure.id in trades_book.procedures else states
        sides = [_plain("".join(side)) for leaf in one.leaves for side in leaf]
        for step in one.procedure.steps:
            for item in _items(one.procedure, step, handbook):
                if len("".join(item)) > LONGEST[kind]:
                    continue
                if not any(item[0] in side for side in sides):
                    continue  # left off and named
                held = (all(part in side for part in item) for side in sides)
                assert any(held), (one.procedure.id, item)
                whole += 1
    assert whole > 220


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_critical_stands_on_the_front_of_its_step(
    kind: str, sets: Mapping[str, list[Set]]
) -> None:
    points = 0
    for one in sets[kind]:
        _, *found = one.steps()
        for step, ((front, _), *_) in zip(one.procedure.steps, found, strict=True):
            for point in step.key_points:
                if point.critical and len(_plain(point.text)) <= 60:
                    assert _plain(point.text) in _plain("".join(front)), (one.procedure.id, front)
                    points += 1
    assert points > 20


def test_a_pocket_cover_says_when_to_begin_and_tears_no_list_of_steps_that_fits(
    sets: Mapping[str, list[Set]],
) -> None:
    torn = []
    for one in sets["cards-small"]:
        cover = [_plain("".join(side)) for leaf in next(one.steps()) for side in leaf]
        for trigger in one.procedure.triggers:
            assert _plain(trigger.text) in "".join(cover), one.procedure.id
        torn += [one.procedure.id for side in cover if re.search("步骤(不分先后)?续", side)]
    # Too long for one side, or the last of them with what may go wrong at any step beside it.
    assert set(torn) <= {"performance-portrait", "lift-rescue", "receive-goods"}


def test_a_pocket_card_says_what_to_do_when_something_goes_wrong(
    sets: Mapping[str, list[Set]], states: Handbook
) -> None:
    (water,) = (one for one in sets["cards-small"] if one.procedure.id == "water-test")
    found = _plain("".join(line for leaf in water.leaves for side in leaf for line in side))
    assert "连测三次都偏低" in found
    assert "池里不留人" in found


def _texts(handbook: Handbook, subject: str, store: Path) -> Mapping[str, str]:
    """What stands on the cards and the job sheet of a procedure, by kind."""
    context = bare(store)
    made_of = (job for make in (cards, twi_sheets) for job in make(handbook, context))
    jobs = [job for job in made_of if job.subject == subject]
    content = {one.path: one.content for one in typeset_all(jobs, handbook, context).artifacts}
    return {
        job.kind: "".join(sign.text for leaf in leaves(content[job.path]) for sign in leaf.signs)
        for job in jobs
    }


def test_every_step_of_a_branch_says_which_answer_to_which_question_leads_to_it(
    trades_book: Handbook, store: Path
) -> None:
    known = trades_book.procedures["performance-portrait"]
    numbers = numbering.numbers(known)
    told = {numbers[step.id]: [str(one) for one in answers_to(known, step)] for step in known.steps}
    clerks, drivers = ("评估哪一类人员？电商平台的客服", "评估哪一类人员？物流企业的配送司机")
    branches = {"2a": [clerks], "3a": [clerks], "2b": [drivers], "3b": [drivers]}
    assert told == {"1": [], "4": []} | branches
    found = _texts(trades_book, known.id, store)
    for kind in ("cards-single", "cards-small-single", "twi"):
        for answer in (clerks, drivers):
            assert found[kind].count("条件" + answer) == 2, (kind, answer)


def test_what_a_system_does_is_told_for_information_only(
    trades_book: Handbook, store: Path
) -> None:
    mixed = trades_book.procedures["smart-service-triage"]
    found = _texts(trades_book, mixed.id, store)
    for kind in ("cards-single", "cards-small-single", "twi"):
        assert found[kind].count("智能客服系统（自动做的，供了解）") == 3, kind
        assert "岗位客服人员" in found[kind], kind


def test_there_is_nothing_to_train_where_systems_do_everything(
    trades_book: Handbook, store: Path
) -> None:
    known = trades_book.procedures["smart-service-triage"]
    system = known.steps[0].role
    steps = tuple(replace(step, role=system) for step in known.steps)
    others = {**trades_book.procedures, known.id: replace(known, steps=steps)}
    assert _texts(replace(trades_book, procedures=others), known.id, store) == {}


def test_a_pocket_card_has_what_must_not_be_done_in_front_and_says_that_it_goes_on(
    store: Path,
) -> None:
    known = replace(foreign_examination().handbook, base_url="https://handbook.internal/sop/")
    (job,) = [
        one
        for one in cards(known, bare(store))
        if (one.subject, one.kind) == ("lift-rescue", "cards-small-single")
    ]
    (made,) = typeset_all([job], known, bare(store)).artifacts
    found = [
        ("".join(front), "".join(back)) for front, back in _leaves(bytes(made.content), job.kind)
    ]
    # Its large number and the words beside the code to scan are lines of their own when read.
    (calm,) = [pair for pair in found if "安抚被困的人" in pair[0] and "岗位" in pair[0]]
    front = _plain(calm[0])
    assert "不要让被困的人自己扒门改为请他们坐下等" in front
    assert all(("背面还有" in _plain(front)) == bool(back) for front, back in found)


def test_a_pocket_cover_says_whom_to_call(store: Path) -> None:
    known = stressed(foreign_examination().handbook, Case("current", address=True))
    (job,) = [
        one
        for one in cards(known, bare(store))
        if (one.subject, one.kind) == (LONG, "cards-small-single")
    ]
    assert {"kind": "call", "text": "400-818-5050", "lead": "热线"} in job.content["cards"][0][
        "items"
    ]
