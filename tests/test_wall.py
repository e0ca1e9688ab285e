"""Cards for when something goes wrong, posters, stands, stickers: what is where, how large."""

import io
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp

from sop_handbook.model import ExceptionRule, Handbook, KeyPoint, Step, routes
from sop_handbook.model.before import Before
from sop_handbook.render.base import Artifact
from sop_handbook.render.print.contacts import contacts
from sop_handbook.render.print.stickers import stickers
from sop_handbook.render.print.troubles import trouble_cards
from sop_handbook.render.print.typeset import typeset_all
from sop_handbook.render.print.wall import wall_prints
from tests.contexts import bare
from tests.foreign import foreign_examination
from tests.ink import MM, leaves
from tests.pdfs import faults
from tests.stress import LONG, Case, stressed
from tests.support import text
from tests.told import plain

BASE = "https://handbook.internal/sop/"
LIFT = "lift-rescue"
MAKERS = (trouble_cards, wall_prints, stickers)
SIZES = {"trouble": (210, 297), "poster": (297, 420), "stand": (148, 210), "stickers": (210, 297)}
LEAST = {"trouble": 12, "trouble-role": 12, "poster": 14, "stand": 10.5, "stickers": 7}

Made = Mapping[tuple[str, str], Artifact]  # by subject and kind
Make = Callable[[Handbook], Made]


@pytest.fixture(scope="module")
def make(store: Path) -> Make:
    def made(handbook: Handbook) -> Made:
        context = bare(store)
        jobs = [job for maker in MAKERS for job in maker(handbook, context)]
        found = typeset_all(jobs, handbook, context)
        assert found.findings == ()
        return {(o.offer.subject, o.offer.kind): o for o in found.artifacts if o.offer}

    return made


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return replace(foreign_examination().handbook, base_url=BASE)


@pytest.fixture(scope="module")
def prints(handbook: Handbook, make: Make) -> Made:
    return make(handbook)


def _of(prints: Made, kind: str) -> Iterable[tuple[str, bytes]]:
    return [(subject, one.content) for (subject, of), one in prints.items() if of == kind]


@lru_cache(maxsize=32)
def _pages(pdf: bytes) -> list[str]:
    return [plain("".join(sign.text for sign in leaf.signs)) for leaf in leaves(pdf)]


def _type_sizes(pdf: bytes) -> list[tuple[str, float]]:
    """Every sign of a print with the size of its type in points, as large as it is shown."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        signs = page.get_textpage()
        for at in range(signs.count_chars()):
            sign = chr(pdfium.FPDFText_GetUnicode(signs.raw, at))
            if sign.strip():
                matrix = pdfium.FS_MATRIX()
                pdfium.FPDFText_GetMatrix(signs.raw, at, matrix)
                scale = math.hypot(matrix.c, matrix.d)
                found.append((sign, scale * pdfium.FPDFText_GetFontSize(signs.raw, at)))
    return found


def _size_of(pdf: bytes, words: str) -> float:
    """The largest size in which words stand in a print."""
    signs = _type_sizes(pdf)
    written = "".join(sign for sign, _ in signs)
    places = [at for at in range(len(written)) if written.startswith(words, at)]
    assert places, words
    return max(min(size for _, size in signs[at : at + len(words)]) for at in places)


@pytest.mark.parametrize("kind", SIZES)
def test_each_is_on_its_paper_in_type_that_can_be_read_from_where_one_stands(
    kind: str, prints: Made
) -> None:
    found = _of(prints, kind)
    assert found
    for subject, pdf in found:
        assert faults(pdf) == [], subject
        for page in pypdfium2.PdfDocument(pdf):
            assert tuple(round(side / MM) for side in page.get_size()) == SIZES[kind]
        assert min(size for _, size in _type_sizes(pdf)) >= LEAST[kind] - 0.01, subject


def test_a_card_tells_what_happened_in_large_type_what_to_do_who_and_where_it_goes_on(
    handbook: Handbook, prints: Made
) -> None:
    pdf = prints[LIFT, "trouble"].content
    told = "".join(_pages(pdf))
    for rule in handbook.procedures[LIFT].exceptions:
        assert _size_of(pdf, plain(rule.when)) >= 15
        assert rule.method and rule.role
        at = told.rindex(plain(rule.when))
        found = told[at : at + 200]
        assert found.index(plain(rule.method)) < found.index(handbook.roles[rule.role].title)
        assert "之后" in found
    assert "轿厢与层站的高度差不在限值内（0~500mm）怎么办不开门，先盘车平层" in told
    assert told.index("轿厢突然移动会夹死人") < told.index("怎么办"), "what kills comes first"


def test_what_somebody_is_in_danger_of_comes_before_the_rest(
    handbook: Handbook, make: Make
) -> None:
    known = handbook.procedures[LIFT]
    calm = ExceptionRule(when=text("电话打不通"), method=text("换一部"), then="resume")
    changed = replace(known, exceptions=(calm, *known.exceptions))
    made = make(replace(handbook, procedures={LIFT: changed}))
    told = "".join(_pages(made[LIFT, "trouble"].content))
    assert told.rindex("20分钟平不了层") < told.rindex("电话打不通")


def test_a_card_has_an_index_only_where_one_has_to_look_for_what_happened(
    prints: Made, make: Make
) -> None:
    """Not where all of it is on one page, or on two of one procedure."""
    laden = make(stressed(foreign_examination().handbook, Case("current", address=True)))
    listed = set()
    for made in (prints, laden):
        for kind in ("trouble", "trouble-role"):
            for subject, pdf in _of(made, kind):
                pages = _pages(pdf)
                if len(pages) == 1 or (kind == "trouble" and len(pages) == 2):
                    assert "异常页" not in pages[0], (subject, kind)
                listed |= {len(pages)} if "异常页" in pages[0] else set()
    assert listed and min(listed) > 1


def test_a_card_that_goes_on_over_a_page_says_what_goes_on(handbook: Handbook, make: Make) -> None:
    known = handbook.procedures[LIFT]
    points = [KeyPoint(text=text(f"第{n}样看准了再动手"), critical=True) for n in range(9)]
    steps = tuple(replace(step, key_points=tuple(points)) for step in known.steps)
    made = make(replace(handbook, procedures={LIFT: replace(known, steps=steps)}))
    pages = _pages(made[LIFT, "trouble"].content)
    begins = next(at for at, page in enumerate(pages) if "这时候也不能忘" in page)
    assert "这时候也不能忘（续）" not in pages[begins]
    assert pages[begins + 1 :] and all("这时候也不能忘（续）" in p for p in pages[begins + 1 :])


def test_a_card_says_how_to_avoid_what_may_harm(handbook: Handbook, prints: Made) -> None:
    (page,) = _pages(prints[LIFT, "trouble"].content)
    known = handbook.procedures[LIFT]
    assert known.before
    hazards = [*known.before.hazards, *(one for step in known.steps for one in step.hazards)]
    for one in hazards:
        assert plain(one.text) in page
        assert one.avoid is None or "怎样避开：" + plain(one.avoid) in page


def test_a_card_calls_the_role_of_a_step_a_role(store: Path, handbook: Handbook) -> None:
    known = handbook.procedures[LIFT]
    rule = replace(known.exceptions[1], role=None)
    assert rule.at == ("level",)
    changed = replace(known, exceptions=(rule,))
    (job,) = [
        one
        for one in trouble_cards(replace(handbook, procedures={LIFT: changed}), bare(store))
        if one.kind == "trouble"
    ]
    (made,) = typeset_all([job], handbook, bare(store)).artifacts
    assert "出现在第3a步岗位救援员" in "".join(_pages(bytes(made.content)))


def test_a_procedure_in_which_nothing_goes_wrong_has_no_card(
    handbook: Handbook, prints: Made
) -> None:
    with_card = {subject for subject, _ in _of(prints, "trouble")}
    assert with_card == {
        one.id
        for one in handbook.in_use
        if one.exceptions or any(r.outside for step in one.steps for r in step.readings)
    }
    assert with_card != {one.id for one in handbook.in_use}


def test_whom_to_call_alone_makes_no_card(store: Path) -> None:
    handbook = stressed(foreign_examination().handbook, Case("current", address=True))
    known = handbook.procedures[LONG]
    steps = tuple(replace(step, readings=()) for step in known.steps)
    calm = replace(known, exceptions=(), steps=steps)
    quiet = replace(handbook, procedures={LONG: calm})
    assert contacts(quiet, [calm])
    assert list(trouble_cards(handbook, bare(store)))
    assert list(trouble_cards(quiet, bare(store))) == []


def test_what_others_handle_comes_after_what_a_role_handles_itself(
    handbook: Handbook, make: Make
) -> None:
    known = handbook.procedures[LIFT]
    doer = known.steps[0].role
    assert doer
    other = next(name for name, role in handbook.roles.items() if name != doer and role.reads)
    theirs = ExceptionRule(when=text("有人昏倒"), method=text("叫人"), role=other, then="resume")
    mine = ExceptionRule(when=text("电话打不通"), method=text("换一部"), role=doer, then="resume")
    changed = replace(known, exceptions=(theirs, mine))
    made = make(replace(handbook, procedures={LIFT: changed}))
    told = "".join(_pages(made[doer, "trouble-role"].content))
    assert "别人处理，你配合" not in "".join(_pages(made[LIFT, "trouble"].content))
    places = [told.rindex(words) for words in ("电话打不通", "别人处理，你配合", "有人昏倒")]
    assert places == sorted(places)


def test_a_role_has_what_it_meets_and_handles_each_once(store: Path, make: Make) -> None:
    handbook = stressed(foreign_examination().handbook, Case("current", address=True))
    known = handbook.procedures[LONG]
    twin = replace(known, id="twin", number="TWIN-1", title="另一份")
    made = make(replace(handbook, procedures={LONG: known, "twin": twin}))
    for role in ("crew", "desk", "nurse"):
        told = "".join(_pages(made[role, "trouble-role"].content))
        assert told.count("怎么办") == told.count("处理岗位"), role
        assert f"{plain(known.number)}第" in told or f"{plain(known.number)}任何一步" in told
        assert "也在TWIN-1" in told
        assert "400-818-5050" in told


def test_a_poster_is_one_sheet_with_the_diagram_in_letters_as_large_as_all_else(
    handbook: Handbook, prints: Made
) -> None:
    shown = 0
    for subject, pdf in _of(prints, "poster"):
        assert len(leaves(pdf)) == 1, subject
        for step in handbook.procedures[subject].steps:
            assert _size_of(pdf, plain(step.title)) >= 20 - 0.01, (subject, step.id)
        shown += any("流程图" in plain(told) for told in _spoken(pdf))
    assert shown >= 1


def _spoken(pdf: bytes) -> list[str]:
    """The words for those who do not see its pictures."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        objects = (one for one in document.objects if isinstance(one, pikepdf.Dictionary))
        return [str(one["/Alt"]) for one in objects if "/Alt" in one]


def test_a_stand_begins_with_what_is_worn_and_has_what_may_go_wrong_behind(prints: Made) -> None:
    front, back = _pages(prints["cooling", "stand"].content)
    assert "个人防护" in front and "停电" not in front
    assert "重新加热" in back and "停电" in back
    assert "怎么做见全文" not in front + back, "nothing is left out while there is room"


def test_below_the_rule_under_the_head_of_a_stand_nothing_is_nearer_than_two_millimetres(
    prints: Made,
) -> None:
    for subject, pdf in _of(prints, "stand"):
        first = leaves(pdf)[0]
        heavy = [mark.box for mark in first.rules if mark.box[2] - mark.box[0] > 120 * MM]
        rule = max(heavy, key=lambda box: box[3])
        below = max(sign.box[3] for sign in first.signs if sign.box[3] < rule[3])
        assert rule[1] - below >= 2 * MM, subject


def test_what_fits_on_one_side_of_a_stand_is_one_and_whom_to_call_is_in_front(
    handbook: Handbook, make: Make
) -> None:
    known = handbook.procedures["cooling"]
    calm = replace(known, exceptions=(), steps=known.steps[:2], principles=(), before=None)
    made = make(replace(handbook, procedures={"cooling": calm}))
    (page,) = _pages(made["cooling", "stand"].content)
    assert "校准温度计" in page
    laden = make(stressed(handbook, Case("current", address=True)))
    front, *rest = _pages(laden[LONG, "stand"].content)
    assert rest
    assert "400-818-5050" in front
    assert front.index("400-818-5050") < 400


def test_each_sticker_opens_its_step_in_the_edition_that_is_printed_on_it(
    handbook: Handbook, prints: Made
) -> None:
    for subject, pdf in _of(prints, "stickers"):
        code = prints[subject, "stickers"].offer.code  # type: ignore[union-attr]
        procedure = handbook.procedures[subject]
        page = routes.procedure(procedure)
        wanted = [f"{BASE}{page.url}?e={code}"]
        wanted += [f"{BASE}{page.url}?e={code}#step-{step.id}" for step in procedure.steps]
        seen = []
        for one in pypdfium2.PdfDocument(pdf):
            found = zxingcpp.read_barcodes(one.render(scale=3).to_pil())
            places = ((round(b.position.top_left.y / 300), b.position.top_left.x) for b in found)
            seen += [
                it.text for _, it in sorted(zip(places, found, strict=True), key=lambda p: p[0])
            ]
        times = 24 // len(wanted)
        assert seen == wanted * times, subject
        told = "".join(_pages(pdf))
        assert told.count(plain(code)) == len(seen)
        assert all(plain(step.title) in told for step in procedure.steps)


def test_stickers_lie_in_the_cells_of_their_sheet(prints: Made) -> None:
    for subject, pdf in _of(prints, "stickers"):
        for leaf in leaves(pdf):
            for sign in leaf.signs:
                left, bottom, right, top = (side / MM for side in sign.box)
                column, row = left // 70, (297 - 0.5 - top) // 37
                assert column * 70 + 5 <= left and right <= (column + 1) * 70 - 5, subject
                low = 297 - 0.5 - (row + 1) * 37
                assert low + 5 <= bottom and top <= low + 32, subject


def test_printers_are_told_not_to_scale_stickers_and_to_turn_a_stand_over(prints: Made) -> None:
    told = {}
    for subject, kind in (("cooling", "stickers"), ("cooling", "stand"), ("cooling", "poster")):
        with pikepdf.open(io.BytesIO(prints[subject, kind].content)) as document:
            hints = document.Root.ViewerPreferences
            told[kind] = (str(hints.get("/PrintScaling")), str(hints.get("/Duplex")))
    both = ("/None", "/DuplexFlipLongEdge")
    assert told == {"stickers": ("/None", "None"), "stand": both, "poster": ("None", "None")}


def test_the_longest_titles_are_whole_on_their_stickers(make: Make) -> None:
    handbook = stressed(foreign_examination().handbook, Case("draft", address=True))
    procedure = handbook.procedures[LONG]
    longest = replace(procedure.steps[0], title="甲乙丙丁戊己庚辛壬癸" * 6)
    changed = replace(procedure, steps=(longest, *procedure.steps[1:]))
    made = make(replace(handbook, procedures={LONG: changed}))
    (page,) = _pages(made[LONG, "stickers"].content)
    assert plain(longest.title) in page and plain(procedure.title) in page
    assert "草案·未批准" in page


def test_there_are_no_stickers_without_an_address_or_in_a_preview(handbook: Handbook) -> None:
    assert list(stickers(handbook, bare()))
    assert list(stickers(replace(handbook, base_url=None), bare())) == []
    assert list(stickers(handbook, replace(bare(), preview=True))) == []


def test_what_is_done_is_on_a_poster_in_type_for_the_wall_and_what_it_is_for_comes_last(
    handbook: Handbook, prints: Made
) -> None:
    for subject in ("cooling", "clean-room", "infusion"):
        pdf = prints[subject, "poster"].content
        (told,) = _pages(pdf)
        for step in handbook.procedures[subject].steps:
            for action in step.actions:
                assert _size_of(pdf, plain(str(action.do))[:8]) >= 16, (subject, step.id)
        for rule in handbook.procedures[subject].exceptions:
            assert _size_of(pdf, plain(str(rule.when))[:8]) >= 16, subject
        assert "怎么做" not in told[told.index("节选：") :], subject
    (told,) = _pages(prints["cooling", "poster"].content)
    assert told.index("校准温度计") < told.index("停电") < told.index("宁可扔掉")


@pytest.mark.parametrize("kind", ["poster", "stand"])
def test_a_wall_sheet_says_of_which_steps_it_does_not_tell_what_is_done(
    kind: str, make: Make
) -> None:
    handbook = stressed(foreign_examination().handbook, Case("current", address=True))
    known = handbook.procedures[LONG]
    told = "".join(_pages(make(handbook)[LONG, kind].content))
    assert "怎么做见全文" in told or "只写要紧的" in told
    assert "怎么做" in told[told.index("节选：") :]
    critical = [str(p.text) for s in known.steps for p in s.key_points if p.critical]
    assert all(plain(words) in told for words in critical)


def test_a_stand_tries_its_other_side_before_it_leaves_off_what_is_done(prints: Made) -> None:
    front, back = _pages(prints["switch-off", "stand"].content)
    assert "怎么做见全文" not in front + back
    assert "总要求" in front and "操作把手上挂" in back


def test_a_full_stand_leaves_off_no_command_for_which_there_is_room(prints: Made) -> None:
    told = "".join(_pages(prints["pvc-full", "stand"].content))
    assert "kubectlscalestatefulset" in told and "只写要紧的" not in told
    assert told.count("怎么做见全文") == 1


@pytest.mark.parametrize("state", ["draft", "current", "future", "overdue"])
def test_what_is_to_be_known_before_is_in_front_of_a_full_stand(state: str, make: Make) -> None:
    made = make(stressed(foreign_examination().handbook, Case(state, address=True)))
    front, back = _pages(made["peril", "stand"].content)
    assert "触电会死人" in front and "触电会死人" not in back
    assert "坠落会死人" in front + back and "脱手之前先挂好" in front + back
    assert "关键要点较长" not in front + back, "a step of hazards alone has no critical point"


@pytest.mark.parametrize("kind", ["poster", "stand"])
def test_a_wall_sheet_keeps_all_that_is_done_in_smaller_type(prints: Made, kind: str) -> None:
    told = "".join(_pages(prints[LIFT, kind].content))
    assert "怎么做见全文" not in told
    assert "用层门钥匙开一条缝" in told and "断开主开关" in told and "数清人数" in told


@pytest.mark.parametrize("kind", ["poster", "stand"])
def test_a_wall_sheet_says_when_to_begin_and_what_must_be_true_before(
    prints: Made, kind: str
) -> None:
    told = "".join(_pages(prints[LIFT, kind].content))
    assert "何时开始有人按轿厢里的报警按钮，或打电话说被困" in told
    assert "前提条件两名救援员到场；对讲机能和轿厢通话" in told
    assert told.index("何时开始") < told.index("轿厢突然移动") < told.index("安抚被困的人")


@pytest.mark.parametrize("kind", ["poster", "stand"])
def test_a_wall_sheet_says_where_the_way_does_not_lead_down_it(
    handbook: Handbook, prints: Made, kind: str
) -> None:
    found = set()
    for subject, pdf in _of(prints, kind):
        told, steps = "".join(_pages(pdf)), handbook.resolved(handbook.procedures[subject]).steps
        elsewhere = sum(bool(step.next and step.leaves_order) for step in steps)
        for step in steps:
            if step.next and step.leaves_order:
                assert re.search(f"接下来：[^。]{{0,12}}{plain(step.next.title)}", told), subject
                assert told.count("接下来：") == elsewhere, (subject, kind)
                found.add("next")
            if step.left_out and not step.answers:
                assert plain(f"不适用{'或'.join(map(str, step.left_out))}") in told, (subject, kind)
                found.add("unless")
    assert "next" in found


@pytest.mark.parametrize("kind", ["poster", "stand"])
def test_a_wall_sheet_says_what_a_step_is_done_by_and_after_which_answers_it_is_not(
    handbook: Handbook, make: Make, kind: str
) -> None:
    known = handbook.procedures["cooling"]
    by_other = replace(known.steps[0], use=LIFT, actions=())
    changed = replace(known, steps=(by_other, *known.steps[1:]))
    made = make(replace(handbook, procedures={**handbook.procedures, "cooling": changed}))
    told = "".join(_pages(made["cooling", kind].content))
    assert "按此流程执行：WY-01" in told


def test_when_to_begin_and_what_must_be_true_is_on_the_front_of_a_stand(prints: Made) -> None:
    for subject, pdf in _of(prints, "stand"):
        _, *back = _pages(pdf)
        for words in ("何时开始", "个人防护", "前提条件"):
            assert words not in "".join(back), subject


@pytest.mark.parametrize("kind", ["poster", "stand"])
def test_a_wall_sheet_names_all_that_it_leaves_out(
    handbook: Handbook, prints: Made, kind: str
) -> None:
    for subject, pdf in _of(prints, kind):
        told, procedure = "".join(_pages(pdf)), handbook.procedures[subject]
        (said,) = re.findall("节选：([^。]*)不在这一张上", told)
        before, steps = procedure.before or Before(), procedure.steps
        had: dict[str, list[object]] = {
            "工具设备": [*before.equipment],
            "材料": [*before.materials],
            "做好的标志": [step.done_when for step in steps if step.done_when],
            "没有上下限的读数": [o.label for s in steps for o in s.readings if not o.limits],
            "留下记录": [one for step in steps for one in step.records],
            "怎么做": [action.do for step in steps for action in step.actions],
        }
        for name, texts in had.items():
            lost = [words for words in texts if plain(words).strip("。") not in told]
            assert (name in said.split("、")) >= bool(lost), (subject, name, lost)


@pytest.mark.parametrize("state", ["draft", "current", "future", "overdue"])
def test_a_stand_has_two_sides_at_most_and_says_what_it_tells_shorter(
    state: str, make: Make
) -> None:
    made = make(stressed(foreign_examination().handbook, Case(state, address=True)))
    stands = dict(_of(made, "stand"))
    assert {subject: len(_pages(pdf)) for subject, pdf in stands.items() if subject != "short"} == {
        subject: 2 for subject in stands if subject != "short"
    }
    for subject, pdf in stands.items():
        assert min(size for _, size in _type_sizes(pdf)) >= LEAST["stand"] - 0.01, subject
        told = "".join(_pages(pdf))
        assert ("只写要紧的：" in told) == (subject in ("long", "peril")), subject
        assert ("怎么做见全文" in told) == (subject in ("long", "laden")), subject
        standing = {"draft": "草案·未批准", "future": "未到生效日期", "overdue": "复审已过期"}
        assert all(standing.get(state, "现行") in page for page in _pages(pdf)), subject


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("draft", "草案·未批准"),
        ("review", "征求意见·未批准"),
        ("future", "未到生效日期"),
        ("overdue", "复审已过期"),
        ("current", ""),
    ],
)
def test_a_sticker_that_may_not_be_used_says_so_in_white_on_black(
    state: str, words: str, make: Make
) -> None:
    made = make(stressed(foreign_examination().handbook, Case(state, address=True)))
    for subject, pdf in _of(made, "stickers"):
        count = "".join(_pages(pdf)).count("扫码看")
        assert count
        bands = 0
        for page, leaf in zip(pypdfium2.PdfDocument(pdf), leaves(pdf), strict=True):
            drawn = page.render(scale=2).to_pil().convert("L")
            for box in {mark.box for mark in leaf.boxes}:
                left, bottom, right, top = box
                if right - left > 25 * MM and 3 * MM < top - bottom < 12 * MM:
                    dark = drawn.crop(
                        (
                            int(2 * left),
                            int(drawn.height - 2 * top),
                            int(2 * right),
                            int(drawn.height - 2 * bottom),
                        )
                    )
                    bands += sum(dark.histogram()[:100]) > 0.6 * dark.width * dark.height
        assert bands == (count if words else 0), subject
        if words:
            assert _size_of(pdf, words) >= 9.9, subject


def test_a_card_of_a_role_names_the_procedures_that_say_nothing_of_what_may_go_wrong(
    handbook: Handbook, make: Make
) -> None:
    known = handbook.procedures[LIFT]
    doer = known.steps[0].role
    assert doer
    calm = replace(known, id="calm", number="WY-77", title="擦轿厢", exceptions=())
    quiet = replace(calm, steps=tuple(replace(step, readings=()) for step in known.steps))
    made = make(replace(handbook, procedures={LIFT: known, "calm": quiet}))
    told = "".join(_pages(made[doer, "trouble-role"].content))
    assert "没有写异常的流程：WY-77擦轿厢。遇到了，问带班的人。" in told
    assert "没有写异常的流程" not in "".join(_pages(made[LIFT, "trouble"].content))


def _hand_written(handbook: Handbook) -> list[str]:
    """Return the procedures with a checklist that asks what none of their steps says."""
    return [
        one.id
        for one in handbook.procedures.values()
        if any(item.check for own in one.checklists for item in own.items)
    ]


@pytest.mark.parametrize("kind", ["poster", "stand"])
def test_a_wall_sheet_points_at_what_only_a_checklist_asks(
    handbook: Handbook, prints: Made, kind: str
) -> None:
    asking = _hand_written(handbook)
    assert asking
    for subject, pdf in _of(prints, kind):
        said = plain(f"逐项核对的内容见检查表 {handbook.procedures[subject].number}")
        assert (said in "".join(_pages(pdf))) == (subject in asking), subject


def test_no_line_of_a_stand_ends_between_a_label_and_what_it_is_for(
    handbook: Handbook, make: Make
) -> None:
    known = handbook.procedures["cooling"]
    who = handbook.roles[known.steps[0].role or ""]
    lengths = range(12, 34)
    roles = {f"r{n}": replace(who, id=f"r{n}", title="长" * n, aliases=()) for n in lengths}
    steps = tuple(Step(id=f"s{n}", title="做", role=f"r{n}", with_=(who.id,)) for n in lengths)
    changed = replace(known, steps=steps, exceptions=(), checklists=())
    made = make(
        replace(
            handbook,
            roles={**handbook.roles, **roles},
            procedures={**handbook.procedures, "cooling": changed},
        )
    )
    seen = 0
    for leaf in leaves(made["cooling", "stand"].content):
        signs = [sign for sign in leaf.signs if sign.text.strip()]
        for found in re.finditer("协同：", "".join(sign.text for sign in signs)):
            label, value = signs[found.start()], signs[found.end()]
            assert value.middle[0] > label.middle[0]
            seen += 1
    assert seen == len(steps)
