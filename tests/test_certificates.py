"""Certificates of training: every procedure of a role with its revision, and how it stands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from sop_handbook.model import Brand, Control, Handbook, Status
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.certificates import certificates
from tests.ink import disorder
from tests.sheets import pages_of, prints_of
from tests.stress import CONTROLS, SHORT, Case, stressed
from tests.support import DAY

ROLE = "nurse"


@pytest.fixture(scope="module")
def known(project: Project) -> Callable[[str], Handbook]:
    real = examine(project).handbook
    return lambda state: stressed(real, Case(state, True))


def _crowded(handbook: Handbook, count: int) -> Handbook:
    """The role works by so many procedures, with titles of every length."""
    one = handbook.procedures[SHORT]
    title = "从接到电话到把人交给医院的全过程怎么分工怎么交接怎么记录"
    every = [
        replace(one, id=f"many-{n}", number=f"MANY-{n}", title=f"{title[: 3 + n % 26]}{n}")
        for n in range(count)
    ]
    return replace(handbook, procedures={it.id: it for it in every})


def test_it_names_every_procedure_of_the_role_with_its_revision(
    known: Callable[[str], Handbook], store: Path
) -> None:
    handbook = known("current")
    made = prints_of(handbook, store, certificates)
    assert {subject for subject, _ in made} >= {ROLE, "crew", "desk", "lineman"}
    for (subject, _), pdf in made.items():
        found = "".join(pages_of(pdf))
        mine = [
            one
            for one in handbook.in_use
            if any(subject in (step.role, *step.with_) for step in one.steps)
        ]
        assert mine
        for one in mine:
            at = found.index(one.number + "".join(one.title.split()))
            assert f"第{one.revision}版" in found[at:]


@pytest.mark.parametrize("kind", ["system", "team"])
def test_a_role_without_work_or_that_is_no_person_has_none(
    kind: Literal["system", "team"], known: Callable[[str], Handbook], store: Path
) -> None:
    handbook = known("current")
    robot = replace(handbook.roles[ROLE], kind=kind)
    idle = replace(handbook.roles["crew"], id="idle", title="闲人")
    roles = {**handbook.roles, ROLE: robot, idle.id: idle}
    made = prints_of(replace(handbook, roles=roles), store, certificates)
    assert not {ROLE, idle.id} & {subject for subject, _ in made}


def test_many_procedures_go_on_on_further_pages_and_none_is_lost(
    known: Callable[[str], Handbook], store: Path
) -> None:
    for count in (6, 19, 60):
        handbook = _crowded(known("current"), count)
        pdf = prints_of(handbook, store, certificates)[ROLE, "certificate"]
        pages = pages_of(pdf)
        assert disorder(pdf, "certificate") == []
        found = "".join(pages)
        assert [n for n in range(count) if f"MANY-{n}从接到" not in found] == []
        assert found.count("盖章") == 1
        assert "盖章" in pages[0]
        left = [n for n in range(count) if f"MANY-{n}从接到" not in pages[0]]
        assert (f"另有{len(left)}份流程" in pages[0]) is bool(left)
        assert len(pages) == {6: 1, 19: 2, 60: 5}[count]


def test_it_holds_until_the_first_review_of_what_can_be_issued(
    known: Callable[[str], Handbook], store: Path
) -> None:
    handbook = _crowded(known("current"), 2)
    first, second = handbook.procedures.values()
    early = replace(first.control, review_by=DAY + timedelta(days=9))

    def told(*controls: Control) -> str:
        pair = {
            one.id: replace(one, control=it)
            for one, it in zip((first, second), controls, strict=True)
        }
        made = prints_of(replace(handbook, procedures=pair), store, certificates)
        return pages_of(made[ROLE, "certificate"])[0]

    until = f"有效期至{early.review_by}"
    assert until in told(early, second.control)
    unsettled = replace(early, review_by=None)
    assert f"有效期至{second.control.review_by}" in told(unsettled, second.control)
    assert "有效期至20" not in told(unsettled, unsettled)
    drafted = told(early, CONTROLS["draft"])
    assert until in drafted, "what is not approved has no say in it"
    assert "含未批准的流程" in drafted
    assert drafted.count("草案·未批准") == 1


def test_what_is_overdue_or_not_yet_in_force_cannot_be_ticked_and_says_why(
    known: Callable[[str], Handbook], store: Path
) -> None:
    handbook = _crowded(known("current"), 2)
    first, second = handbook.procedures.values()

    def told(*controls: Control) -> str:
        pair = zip((first, second), controls, strict=True)
        every = {one.id: replace(one, control=control) for one, control in pair}
        made = prints_of(replace(handbook, procedures=every), store, certificates)
        return pages_of(made[ROLE, "certificate"])[0]

    good = first.control
    late = replace(good, review_by=DAY - timedelta(days=1))
    early = replace(
        good, effective_from=DAY + timedelta(days=9), review_by=DAY + timedelta(days=20)
    )
    for refused, why in (
        (late, "先复审，再发证"),
        (early, f"{early.effective_from}起执行到那天再发证"),
    ):
        some = told(good, refused)
        assert why in some and some.count("不发证") == 1
        assert f"有效期至{good.review_by}" in some
        none = told(refused, refused)
        assert "现在不能发证" in none and why in none
        assert not any(word in none for word in ("盖章", "考核人", "有效期至"))


@pytest.mark.parametrize(
    ("state", "words"),
    [("draft", "草案·未批准"), ("overdue", "复审已过期"), ("future", "未到生效日期")],
)
def test_it_says_plainly_what_may_not_be_used(
    state: str, words: str, known: Callable[[str], Handbook], store: Path
) -> None:
    handbook = known(state)
    assert handbook.procedures[SHORT].control.status is not Status.RETIRED
    found = pages_of(prints_of(handbook, store, certificates)["desk", "certificate"])[0]
    assert words in found


def test_nobody_can_be_certified_in_what_is_not_approved(
    known: Callable[[str], Handbook], store: Path
) -> None:
    handbook = _crowded(known("current"), 2)
    first, second = handbook.procedures.values()

    def told(*controls: Control) -> str:
        every = zip((first, second), controls, strict=True)
        mixed = {one.id: replace(one, control=control) for one, control in every}
        made = prints_of(replace(handbook, procedures=mixed), store, certificates)
        return pages_of(made[ROLE, "certificate"])[0]

    none = told(CONTROLS["draft"], CONTROLS["review"])
    assert "未批准，不能发证" in none
    assert not any(word in none for word in ("盖章", "带教人", "考核人", "姓名"))
    some = told(first.control, CONTROLS["draft"])
    assert "不能发证" not in some
    assert some.count("不发证") == 1
    assert "盖章" in some
    assert "不发证" not in told(first.control, second.control)


def test_who_issues_it_is_said_or_written(known: Callable[[str], Handbook], store: Path) -> None:
    handbook = _crowded(known("current"), 1)
    named = replace(handbook, brand=Brand(organisation="滨河物业"))
    for one, words in (
        (named, "签发单位：滨河物业"),
        (replace(handbook, brand=Brand()), "签发单位"),
    ):
        found = pages_of(prints_of(one, store, certificates)[ROLE, "certificate"])[0]
        assert words in found
        assert ("滨河物业" in found) is (one is named)
