"""Packs and booklets: finished prints behind pages of their own, in one PDF that is sound."""

import io
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from sop_handbook.language.wording import worded
from sop_handbook.model import Handbook, Status
from sop_handbook.model.learning import learns, lessons
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.base import Context
from sop_handbook.render.print import plan_prints, render_prints, typeset
from sop_handbook.render.print.booklets import BINDING
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.typeset import typeset_all
from sop_handbook.render.views.rehearsed import drills_of
from tests.foreign import foreign_project
from tests.ink import disorder, leaves, torn_codes
from tests.pdfs import faults
from tests.sites import Built
from tests.states import lay_out_now
from tests.support import DAY
from tests.support import procedure as sketch
from tests.told import lost_of, plain

MM = 72 / 25.4
LEADS = "crew"  # leads two procedures, helps with others, hands things over
HELPS = "admitting-staff"  # leads nothing, helps with four steps
WITH_FORMS = "nursing-five-steps"
OF_SHEETS = "egl-docking"  # its checklist takes two pages
BLANK = "此页留空"
DOES = "cashier"  # does the last step of what somebody else leads
SHARED = "restaurant-six-steps"
MANY = 40  # procedures of one role


@dataclass(frozen=True)
class Bound:
    """A pack or a booklet, and its parts as they are printed alone."""

    job: Print
    pdf: bytes
    alone: tuple[bytes, ...]

    @property
    def begins(self) -> list[int]:
        """The page on which each part begins, from 0."""
        pages = self.pages_of_parts
        *begins, _ = accumulate((n + n % 2 for n in pages), initial=self.own + self.own % 2)
        return begins

    @property
    def pages_of_parts(self) -> list[int]:
        """How many pages each part takes."""
        return [len(pypdfium2.PdfDocument(one)) for one in self.alone]

    @property
    def own(self) -> int:
        """How many pages are its own."""
        whole = len(pypdfium2.PdfDocument(self.pdf))
        if not self.alone:
            return whole
        *before, last = self.pages_of_parts
        rest = sum(n + n % 2 for n in before) + last
        texts = texts_of(self.pdf)
        return whole - rest - (BLANK in texts[whole - rest - 1])


def texts_of(pdf: bytes) -> list[str]:
    """What stands on each page, without blanks, in the order of the file."""
    return ["".join(sign.text for sign in leaf.signs) for leaf in leaves(pdf)]


def bind(handbook: Handbook, context: Context, kind: str, *subjects: str) -> list[Bound]:
    jobs = [j for j in plan_prints(handbook, context) if j.kind == kind and j.subject in subjects]
    singles = [part for job in jobs for part in job.parts]
    singles = list({part.path: part for part in singles}.values())
    made = typeset_all([*singles, *jobs], handbook, context)
    assert made.findings == ()
    pdfs = {one.path: one.content for one in made.artifacts}
    assert len(pdfs) == len(jobs) + len(singles)
    return [Bound(j, pdfs[j.path], tuple(pdfs[p.path] for p in j.parts)) for j in jobs]


@pytest.fixture(scope="module")
def context(project: Project, trades: Built) -> Context:
    return context_of(project, examine(project))


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


@pytest.fixture(scope="module")
def bound(handbook: Handbook, context: Context) -> Mapping[str, Bound]:
    """Some packs and booklets, by what they are about; the parts are in the site, too."""
    packs = bind(handbook, context, "pack", LEADS, HELPS)
    return {
        one.job.subject: one
        for one in [*packs, *bind(handbook, context, "booklet", WITH_FORMS, OF_SHEETS)]
    }


def test_a_pack_has_the_prints_of_the_role_and_of_what_it_leads(bound: Mapping[str, Bound]) -> None:
    kinds = [(part.subject, part.kind) for part in bound[LEADS].job.parts]
    assert kinds[0] == (LEADS, "plate")
    led = ["egl-crew", "egl-docking", "egl-nonstandard"]
    assert [s for s, kind in kinds if kind == "checklist"] == led
    assert [s for s, kind in kinds if kind == "cards"] == led
    assert kinds.index((led[0], "cards")) + 1 == kinds.index((led[0], "checklist"))
    assert all(part.subject == HELPS for part in bound[HELPS].job.parts)
    drills = [at for at, (_, kind) in enumerate(kinds) if kind == "roleplay"]
    assert [kinds[at][0] for at in drills] == led
    assert drills[0] == kinds.index((LEADS, "coaching")) + 1
    assert drills[-1] == len(kinds) - 1
    assert kinds.index((LEADS, "coaching")) > max(
        map(kinds.index, ((led[-1], "checklist"), *((s, k) for s, k in kinds if k == "form")))
    )


def test_the_contents_say_what_is_for_the_trainer(bound: Mapping[str, Bound]) -> None:
    later = "演练单到练的时候再发学员那张"
    for name, count in ((LEADS, 3), (HELPS, 0)):
        one = bound[name]
        first = next(at for at, part in enumerate(one.job.parts) if part.kind == "coaching")
        said = f"给带教人从第{one.begins[first] + 1}页起抽出来，自己拿着。"
        pages = "".join(texts_of(one.pdf)[:2])
        others, found, drills = pages.partition(said)
        assert found, name
        assert "演练单（" not in others and "带教签收表" not in others
        assert drills.count("演练单（扮演人、学员、观察员）") == count
        assert (later in pages) is bool(count)


def test_a_booklet_has_its_checklist_and_its_forms(bound: Mapping[str, Bound]) -> None:
    kinds = [part.kind for part in bound[WITH_FORMS].job.parts]
    assert kinds[0] == "checklist"
    assert len(kinds) > 1
    assert set(kinds[1:]) == {"form"}


def test_every_part_begins_on_a_front_and_is_what_is_printed_alone(
    bound: Mapping[str, Bound],
) -> None:
    for one in bound.values():
        whole = texts_of(one.pdf)
        held = set(range(one.own))
        for begin, alone in zip(one.begins, one.alone, strict=True):
            assert begin % 2 == 0
            pages = texts_of(alone)
            places = [begin + at for at in range(len(pages))]
            assert [whole[place] for place in places] == pages
            held |= set(places)
        left = [text for page, text in enumerate(whole) if page not in held]
        assert all(text.startswith(BLANK) for text in left)
    assert any(BLANK in text for one in bound.values() for text in texts_of(one.pdf))


def test_copies_that_are_handed_out_have_a_leaf_each_and_editors_keep_what_is_open(
    bound: Mapping[str, Bound], handbook: Handbook
) -> None:
    one = bound[OF_SHEETS]
    (letter,) = (part for part in one.job.parts if part.handed_out)
    assert letter.content["gaps"]
    begin, whole = one.begins[one.job.parts.index(letter)], texts_of(one.pdf)
    copies = handbook.forms[letter.subject].copies
    fronts, backs = whole[begin::2][: len(copies) // 2], whole[begin + 1 :: 2]
    assert all(plain(copy.to) in "".join(fronts) for copy in copies)
    assert all(back.startswith(BLANK) for back in backs[: len(fronts) - 1])
    assert "只给编写和审批的人看" not in "".join(whole)
    assert letter.path not in {job.path for job in one.job.parts if job is not letter}


def test_every_page_bears_a_code_and_the_contents_name_them_with_their_pages(
    bound: Mapping[str, Bound],
) -> None:
    for one in bound.values():
        pages = leaves(one.pdf)
        for leaf in pages[: one.own]:
            assert torn_codes(leaf, one.job.code, one.job.kind) == []
        first = "".join(texts_of(one.pdf)[:2])
        for begin, part in zip(one.begins, one.job.parts, strict=True):
            assert f"{part.code}{begin + 1}" in first, part.path
            if part.kind != "cards":
                assert torn_codes(pages[begin], part.code, part.kind) == []


def test_there_is_a_bookmark_of_every_part_and_a_link_to_it(
    bound: Mapping[str, Bound], context: Context
) -> None:
    for one in bound.values():
        pdf = pypdfium2.PdfDocument(one.pdf)
        top = [it for it in pdf.get_toc() if it.level == 0]
        parts = top[-len(one.alone) :]
        assert [it.get_dest().get_index() for it in parts] == one.begins
        told = worded(one.job.content, context.messages)["parts"]
        for it, part in zip(parts, told, strict=True):
            assert part["title"] in it.get_title()
            assert part["kind"] in it.get_title()
        with pikepdf.open(io.BytesIO(one.pdf)) as document:
            places = {page.obj.objgen: at for at, page in enumerate(document.pages)}
            links = [it for page in document.pages[:2] for it in page.get("/Annots", ())]
            led_to = {
                places[it.Dest[0].objgen]
                for it in links
                if isinstance(it.get("/Dest"), pikepdf.Array)
            }
            assert set(one.begins) <= led_to
            assert not any("part:" in str(it.get("/A", "")) for it in links)


def test_it_is_tagged_as_its_parts_are(bound: Mapping[str, Bound]) -> None:
    for one in bound.values():
        assert faults(one.pdf) == []
        with pikepdf.open(io.BytesIO(one.pdf)) as pdf:
            root = pdf.Root.StructTreeRoot
            assert len(root.K) == 1
            texts = texts_of(one.pdf)
            blanks = {at for at, text in enumerate(texts) if text.startswith(BLANK)}
            reached = {page for e in _elements(root.K[0]) for page in _pages(e, pdf)}
            assert reached - blanks == set(range(len(pdf.pages))) - blanks
            # The back that a form of several copies leaves blank is its own, and tagged as there;
            # those that are put between the parts are of none.
            assert all("一式" in texts[at - 1] for at in reached & blanks)
            _are_found_by_their_keys(pdf)
            names = [str(e.ID) for e in _elements(root.K[0]) if "/ID" in e]
            assert len(names) == len(set(names))
            known = dict(pikepdf.NameTree(root.IDTree).items()) if "/IDTree" in root else {}
            assert known.keys() == set(names)
            assert set(_heads(root.K[0])) <= set(names)


def _elements(element: Any) -> Iterator[Any]:
    yield element
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            assert kid.P.objgen == element.objgen or not element.is_indirect
            yield from _elements(kid)


def _pages(element: Any, pdf: pikepdf.Pdf) -> Iterator[int]:
    """The pages on which something of an element is; it may go on over several."""
    places = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    for one in (element, *(kid for kid in kids if isinstance(kid, pikepdf.Dictionary))):
        if "/Pg" in one:
            yield places[one.Pg.objgen]


def _heads(element: Any) -> Iterator[str]:
    for one in _elements(element):
        for attributes in one.get("/A", ()) if isinstance(one.get("/A"), pikepdf.Array) else ():
            yield from map(str, attributes.get("/Headers", ()))


def _are_found_by_their_keys(pdf: pikepdf.Pdf) -> None:
    """Whoever reads a page or a link finds its tags under the key that it has."""
    parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    used = []
    for at, page in enumerate(pdf.pages):
        if "/StructParents" in page:
            used.append(int(page.StructParents))
            held = [one for one in parents[used[-1]] if isinstance(one, pikepdf.Dictionary)]
            assert held
            assert all(at in _pages(one, pdf) for one in held)
        for link in page.get("/Annots", ()):
            used.append(int(link.StructParent))
            assert parents[used[-1]].S == "/Link"
    assert len(used) == len(set(used))
    assert max(used) < int(pdf.Root.StructTreeRoot.ParentTreeNextKey)


def test_printers_are_told_to_print_both_sides(bound: Mapping[str, Bound]) -> None:
    for one in bound.values():
        with pikepdf.open(io.BytesIO(one.pdf)) as pdf:
            assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"


def test_a_page_of_a_booklet_that_begins_amid_a_step_says_which(
    bound: Mapping[str, Bound],
) -> None:
    one = bound[OF_SHEETS]
    heads = ["".join(text.split())[:60] for text in texts_of(one.pdf)[2 : one.own]]
    assert any("步（续）" in head for head in heads), heads


def test_what_is_on_the_parts_of_a_booklet_gives_way_to_the_holes(
    bound: Mapping[str, Bound],
) -> None:
    one = bound[OF_SHEETS]
    with pikepdf.open(io.BytesIO(one.pdf)) as pdf:
        moved = {at: round(float(page.mediabox[0]) / MM) for at, page in enumerate(pdf.pages)}
    assert {moved[at] for at in one.begins} == {-BINDING}
    backs = {moved[at + 1] for at in one.begins if at + 1 < len(moved)} - {0}
    assert backs == {BINDING}
    assert {moved[at] for at in range(one.own)} == {0}
    assert disorder(one.pdf, "booklet") == []


def test_the_own_pages_of_a_pack_are_in_order(bound: Mapping[str, Bound]) -> None:
    for name in (LEADS, HELPS):
        assert disorder(bound[name].pdf, "pack") == []


def test_a_pack_tells_all_of_a_roles_part_in_what_others_do(
    bound: Mapping[str, Bound], handbook: Handbook
) -> None:
    docking = handbook.procedures["egl-docking"]
    helped = tuple(step for step in docking.steps if HELPS in step.with_)
    assert helped
    mine = replace(docking, steps=helped, exceptions=(), before=None)
    text = plain("".join(texts_of(bound[HELPS].pdf)[: bound[HELPS].own]))
    assert lost_of(handbook, mine, "pack", text) == []
    for action in (action for step in helped for action in step.actions):
        assert plain(str(action.do)) in text


def test_a_pack_says_what_is_in_it_and_why_something_is_not(bound: Mapping[str, Bound]) -> None:
    helps, leads = ("".join(texts_of(bound[name].pdf)[:2]) for name in (HELPS, LEADS))
    for text in (helps, leads):
        assert "这里有的，下面都写着，别的见全文" in text
        assert "要学的全在这里" not in text
    assert "没有由他做的步骤" in helps and "没有由他做的步骤" not in leads
    assert "都还没有批准，不能签发" in helps and "都还没有批准，不能签发" in leads
    cards = {name: any(p.kind == "trouble-role" for p in bound[name].job.parts) for name in bound}
    for name, text in ((HELPS, helps), (LEADS, leads)):
        assert ("没有写异常怎么办，遇到了问带班的人" in text) is not cards[name]


def test_who_does_a_step_of_what_others_lead_has_cards_of_it_marked_rows_and_its_own_drill(
    handbook: Handbook, context: Context
) -> None:
    (one,) = bind(handbook, context, "pack", DOES)
    parts = {part.kind: (part, alone) for part, alone in zip(one.job.parts, one.alone, strict=True)}
    whole = {job.kind: job for job in plan_prints(handbook, context) if job.subject == SHARED}
    for kind in ("cards", "checklist", "roleplay"):
        part, _ = parts[kind]
        assert (part.subject, part.code) == (SHARED, whole[kind].code)
        assert part.path != whole[kind].path
    cards = "".join(texts_of(parts["cards"][1]))
    last = handbook.procedures[SHARED].steps[-1]
    assert last.role == DOES
    assert all(plain(str(action.do)) in plain(cards) for action in last.actions[:1])
    other = handbook.procedures[SHARED].steps[1]
    assert not any(plain(str(action.do)) in plain(cards) for action in other.actions)
    assert "学员岗位：收银员" in "".join(texts_of(parts["roleplay"][1]))
    assert "学员岗位：服务员" not in "".join(texts_of(parts["roleplay"][1]))
    (plainly,) = typeset_all([whole["checklist"]], handbook, context).artifacts
    flags = [
        sum(box.filled for leaf in leaves(pdf) for box in leaf.boxes)
        for pdf in (plainly.content, parts["checklist"][1])
    ]
    assert flags[1] > flags[0]
    assert "没有由他做的步骤" not in "".join(texts_of(one.pdf)[:2])


def test_ones_own_steps_that_a_checklist_does_not_ask_for_are_marked_too(tmp_path: Path) -> None:
    root = tmp_path / "now"
    lay_out_now(root)
    project = Project(root=root, today=DAY, store=Path(os.environ["SOP_STORE"]))
    examination = examine(project)
    context = context_of(project, examination)
    jobs = plan_prints(examination.handbook, context)
    (pack,) = (job for job in jobs if (job.kind, job.subject) == ("pack", "front-desk"))
    (mine,) = (one for one in pack.parts if (one.kind, one.subject) == ("checklist", "rescue"))
    assert mine.options["mine"] in [step.get("role") for step in mine.content["elsewhere"]]
    whole = replace(mine, options={}, as_part="")
    made = typeset_all([whole, mine], examination.handbook, context).artifacts
    flags = {
        one.path: sum(box.filled for leaf in leaves(one.content) for box in leaf.boxes)
        for one in made
    }
    assert flags[mine.path] > flags[whole.path]


def test_a_sign_off_sheet_of_training_has_no_page_of_one_row_behind_a_full_one(
    handbook: Handbook, context: Context
) -> None:
    (sheet,) = (
        job
        for job in plan_prints(handbook, context)
        if (job.kind, job.subject) == ("coaching", LEADS)
    )
    row = sheet.content["procedures"][0]
    for count in range(2, 12):
        rows = [row | {"number": f"XX-{n}"} for n in range(count)]
        states = {one["number"]: ("",) for one in rows}
        crowded = replace(sheet, content={**sheet.content, "procedures": rows}, notices_of=states)
        (made,) = typeset_all([crowded], handbook, context).artifacts
        on_pages = [text.count("XX-") for text in texts_of(made.content)]
        assert sum(on_pages) == count
        assert min(on_pages) > 1, on_pages


def test_a_pack_has_no_drill_of_somebody_else(handbook: Handbook, context: Context) -> None:
    for pack in (job for job in plan_prints(handbook, context) if job.kind == "pack"):
        for kit in (part for part in pack.parts if part.kind == "roleplay"):
            every = drills_of(handbook, handbook.procedures[kit.subject])
            only = kit.options.get("only", ",".join(map(str, range(len(every)))))
            for at in map(int, only.split(",")):
                assert pack.subject in {role.id for role in every[at].trainees}, kit.path


def test_a_certificate_is_in_a_pack_as_soon_as_something_is_approved(
    handbook: Handbook, context: Context
) -> None:
    known = handbook.procedures["egl-crew"]
    approved = replace(known, control=replace(known.control, status=Status.CURRENT))
    after = replace(handbook, procedures={**handbook.procedures, known.id: approved})
    for told, there in ((handbook, False), (after, True)):
        jobs = {(job.kind, job.subject): job for job in plan_prints(told, context)}
        pack = jobs["pack", LEADS]
        assert ("certificate" in {part.kind for part in pack.parts}) is there
        assert ({"what": "certificate"} in pack.content["lacking"]) is not there


def test_between_words_and_figures_of_the_cover_there_is_a_blank(
    bound: Mapping[str, Bound],
) -> None:
    (first, *_) = leaves(bound[LEADS].pdf)
    text = "".join(sign.text for sign in first.signs)
    for words in ("整个文件", "双面打印"):
        at = text.rindex(words) + len(words)
        assert text[at].isdigit()
        gap = first.signs[at].box[0] - first.signs[at - 1].box[2]
        assert gap > 1.5, words


def test_each_procedure_is_signed_by_both_in_four_steps_and_nothing_is_filled_in(
    bound: Mapping[str, Bound], handbook: Handbook
) -> None:
    one = bound[LEADS]
    (sheet,) = (
        alone
        for part, alone in zip(one.job.parts, one.alone, strict=True)
        if part.kind == "coaching"
    )
    text = "".join(texts_of(sheet))
    assert "给带教人" in text
    for stage in ("准备", "示范", "试做", "跟进"):
        assert stage in text
    numbers = ("DB-01", "DB-02", "DB-03", "DB-05", "DB-07")
    kinds = {part.subject for part in one.job.parts if part.kind == "roleplay"}
    (told,) = (part.content["procedures"] for part in one.job.parts if part.kind == "coaching")
    known = {one.procedure.number: one for one in lessons(handbook, LEADS)}
    for row in told:
        lesson = known[row["number"]]
        assert ("beside" in row) is not (bool(lesson.own) or lesson.procedure.id in kinds)
    assert text.count("照新人培训包里他的一份教") == sum("beside" in row for row in told) > 0
    _, *rows = re.split("|".join(numbers), text.replace("学员做，边做边说", ""))
    assert len(rows) == len(numbers)
    for row, about in zip(rows, told, strict=True):
        marks = int("beside" not in about)
        found = [row.count(word) for word in ("日期", "学员", "带教人", "成绩")]
        assert found == [4, 4, 4, marks]


def test_a_pack_is_made_of_finished_prints_and_of_the_same_bytes_again(
    handbook: Handbook,
    context: Context,
    bound: Mapping[str, Bound],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []
    make_all = typeset._make_all

    def noting(sheets: Any) -> Any:
        sheets = list(sheets)
        made.extend(sheet.template for sheet in sheets)
        return make_all(sheets)

    monkeypatch.setattr(typeset, "_make_all", noting)
    here = replace(context, store=_store(tmp_path, context))
    jobs = [j for j in plan_prints(handbook, here) if j.kind == "pack" and j.subject == LEADS]
    typeset_all(jobs[0].parts, handbook, here)
    made.clear()
    (again,) = typeset_all(jobs, handbook, here).artifacts
    assert made == ["pack.typ"]
    assert again.content == bound[LEADS].pdf
    assert again.offer
    assert again.offer.pages == len(pypdfium2.PdfDocument(again.content))
    typeset_all(jobs, handbook, here)
    assert made == ["pack.typ"]


def _store(folder: Path, context: Context) -> Any:
    return type(context.store)(folder / "store", context.store._maker)


def test_only_roles_of_people_with_something_to_learn_have_a_pack(
    handbook: Handbook, context: Context
) -> None:
    planned = {job.subject for job in plan_prints(handbook, context) if job.kind == "pack"}
    assert planned == {name for name in handbook.roles if learns(handbook, name)}
    assert "smart-cs-system" not in planned
    assert {handbook.roles[name].kind for name in planned} == {"person"}
    assert any(
        role.kind == "team" and lessons(handbook, role.id) for role in handbook.roles.values()
    )
    idle = replace(handbook.roles[HELPS], id="idle", title="闲人")
    more = replace(handbook, roles={**handbook.roles, "idle": idle})
    assert "idle" not in {job.subject for job in plan_prints(more, context) if job.kind == "pack"}


def test_what_is_retired_is_in_no_pack_and_has_no_booklet(
    handbook: Handbook, context: Context
) -> None:
    known = handbook.procedures["egl-crew"]
    gone = replace(known, control=replace(known.control, status=Status.RETIRED))
    after = replace(handbook, procedures={**handbook.procedures, known.id: gone})
    jobs = {(job.kind, job.subject): job for job in plan_prints(after, context)}
    assert ("booklet", known.id) not in jobs
    pack = jobs["pack", LEADS]
    assert known.id not in {part.subject for part in pack.parts}
    assert known.number not in str(pack.content["lessons"])


def test_the_code_of_a_pack_changes_with_any_of_its_parts(
    handbook: Handbook, context: Context
) -> None:
    def code(of: Handbook) -> str:
        return next(
            j.code for j in plan_prints(of, context) if (j.kind, j.subject) == ("pack", LEADS)
        )

    known = handbook.procedures["egl-crew"]
    first, *others = known.steps
    changed = replace(known, steps=(replace(first, title=f"{first.title}了"), *others))
    assert code(handbook) == code(handbook)
    assert code(handbook) != code(
        replace(handbook, procedures={**handbook.procedures, known.id: changed})
    )


def test_very_many_procedures_are_in_one_pack(handbook: Handbook, context: Context) -> None:
    known = sketch("a; b", industry="restaurant", sources=())
    steps = tuple(replace(step, role="waiter") for step in known.steps)
    many = {
        f"many-{n}": replace(known, id=f"many-{n}", number=f"CY-{n:03}", steps=steps)
        for n in range(MANY)
    }
    crowded = replace(handbook, procedures=many, families={})
    (one,) = bind(crowded, context, "pack", "waiter")
    assert sum(part.kind == "checklist" for part in one.job.parts) == MANY
    assert one.begins == sorted(one.begins)
    texts = texts_of(one.pdf)
    contents = "".join(texts[: one.own])
    assert all(f"CY-{n:03}" in contents for n in range(MANY))
    assert f"{one.job.parts[-1].code}{one.begins[-1] + 1}" in contents
    own = [
        part
        for leaf in leaves(one.pdf)[: one.own]
        for part in torn_codes(leaf, one.job.code, "pack")
    ]
    assert own == []


def test_a_preview_offers_them_without_planning_them(handbook: Handbook, context: Context) -> None:
    preview = replace(context, preview=True)
    offers = [one.offer for one in render_prints(handbook, preview).artifacts if one.offer]
    found = {(it.kind, it.subject): it for it in offers}
    assert found["pack", LEADS].code is None
    assert found["booklet", WITH_FORMS].code is None
    published = {(job.kind, job.subject) for job in plan_prints(handbook, context)}
    bound = {key for key in published if key[0] in ("pack", "booklet")}
    assert bound == {key for key in found if key[0] in ("pack", "booklet")}


def test_what_a_family_shares_is_in_the_booklets_of_those_that_use_it(
    handbook: Handbook, context: Context
) -> None:
    using = [
        (one, table)
        for one in handbook.in_use
        for table in (handbook.families[one.family].rules if one.family else ())
        if any(table.id in step.uses_rules for step in one.steps)
    ]
    assert using
    procedure, table = using[0]
    (one,) = bind(handbook, context, "booklet", procedure.id)
    text = plain("".join(texts_of(one.pdf)[: one.own]))
    assert plain(table.title) in text
    assert lost_of(handbook, procedure, "booklet", plain("".join(texts_of(one.pdf)))) == []


def test_safety_facts_are_told_where_others_lead(foreign: Built) -> None:
    project = foreign_project()
    examination = examine(project)
    handbook, here = examination.handbook, context_of(project, examination)
    jobs = [j for j in plan_prints(handbook, here) if j.kind == "pack"]
    pdfs = {one.path: one.content for one in typeset_all(jobs, handbook, here).artifacts}
    lost = []
    for job in jobs:
        text = plain("".join(texts_of(pdfs[job.path])))
        for procedure in handbook.in_use:
            steps = tuple(step for step in procedure.steps if step.role == job.subject)
            names = {step.id for step in steps}
            met = tuple(x for x in procedure.exceptions if x.role == job.subject or names & {*x.at})
            if steps:
                mine = replace(procedure, steps=steps, exceptions=met)
                lost += [f"{job.subject}: {it}" for it in lost_of(handbook, mine, "pack", text)]
    assert lost == []
