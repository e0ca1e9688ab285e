"""What is more than words on paper: commands, addresses, tables, pictures, repeats, deadlines."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp

from sop_handbook.language.messages import messages
from sop_handbook.language.wording import worded
from sop_handbook.model import (
    Action,
    ExceptionRule,
    Handbook,
    KeyPoint,
    Picture,
    Procedure,
    Quantity,
    RuleTable,
    Step,
    Text,
)
from sop_handbook.model.basics import Mention, ReadingMention
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.base import Context
from sop_handbook.render.print import plan_prints
from sop_handbook.render.print.findings import print_findings
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.typeset import typeset_all
from sop_handbook.render.shelf import DOTS, clip_route
from sop_handbook.typesetting.compiler import Trouble
from tests.contexts import bare
from tests.foreign import foreign_examination
from tests.ink import Leaf, Mark, body, leaves
from tests.laden import (
    COMMAND,
    HIGH,
    HYPHENS,
    IN_TROUBLE,
    LADEN,
    LONG_ADDRESS,
    SCRIPT,
    SHORT_ADDRESS,
    TOO_LONG,
    UNBROKEN,
)
from tests.pdfs import codes_to_scan, faults
from tests.shelves import clip, digest, picture, shelf_of
from tests.stress import BASE, Case, stressed
from tests.support import text
from tests.told import lost_of, plain

WHOLE = ("twi", "cards", "handbook")  # kinds that show all of it
AT_HAND = (*WHOLE, "checklist")
MM = 72 / 25.4
LEAST_CODE = {SHORT_ADDRESS: 12, HYPHENS: 18, LONG_ADDRESS: 18}  # millimetres


@dataclass(frozen=True)
class Made:
    """The prints of the laden procedure, by kind; `jobs` are what they were made of."""

    handbook: Handbook
    context: Context
    jobs: Mapping[str, Print]
    pdfs: Mapping[str, bytes]

    def lines(self, kind: str) -> list[str]:
        """What stands on each line, blanks and all, in the order in which it is set."""
        pages = pypdf.PdfReader(io.BytesIO(self.pdfs[kind])).pages
        return [line for page in pages for line in page.extract_text().splitlines()]


@pytest.fixture(scope="module")
def made(project: Project) -> Made:
    examination = examine(project)
    handbook = stressed(examination.handbook, Case("current", address=True))
    context = context_of(project, examination)
    context = replace(context, media=shelf_of(*handbook.procedures.values()))
    jobs = {job.kind: job for job in plan_prints(handbook, context) if _about(job)}
    rendered = typeset_all(list(jobs.values()), handbook, context)
    assert rendered.findings == ()
    pdfs = {one.offer.kind: one.content for one in rendered.artifacts if one.offer}
    return Made(handbook, context, jobs, pdfs)


def _about(job: Print) -> bool:
    kinds = ("checklist", "twi", "cards", "cards-small")
    return (job.kind in kinds and job.subject == LADEN) or (
        job.kind == "handbook" and job.of == "industry"
    )


@pytest.mark.parametrize("kind", AT_HAND)
def test_a_command_is_printed_blank_by_blank_and_line_by_line(kind: str, made: Made) -> None:
    rows = made.lines(kind)
    for command in (COMMAND, SCRIPT, UNBROKEN, HIGH):
        lost = [line for line in command.rstrip("\n").split("\n") if not _stands(line, rows)]
        assert lost == []


def _stands(line: str, rows: list[str]) -> bool:
    """Whether a line stands in one row, or in several, of which the next page may have the rest."""
    parts = [row for row in rows if row and row in line]
    starts = (at for at, row in enumerate(parts) if line.startswith(row))
    return any(line in accumulate(parts[at : at + 12]) for at in starts)


@pytest.mark.parametrize("kind", AT_HAND)
def test_no_part_of_a_command_or_an_address_ends_with_what_a_reader_would_lose(
    kind: str, made: Made
) -> None:
    rows = made.lines(kind)
    assert "\u200b" not in "".join(rows)
    for whole in (*UNBROKEN.split("\n"), HYPHENS):
        parts = [row.strip() for row in rows if len(row.strip()) > 4 and row.strip() in whole]
        assert parts
        assert [part for part in parts if part.endswith("-")] == []


@pytest.mark.parametrize("kind", AT_HAND)
def test_every_sign_of_a_command_is_as_wide_as_the_others(kind: str, made: Made) -> None:
    leaf = next(one for one in leaves(made.pdfs[kind]) if "echo7" in _of(one))
    at = _of(leaf).index("echo7")
    middles = [sign.middle[0] for sign in leaf.signs[at : at + 4]]
    apart = [after - before for before, after in pairwise(middles)]
    assert max(apart) - min(apart) < 0.6, (kind, apart)


@pytest.mark.parametrize("kind", AT_HAND)
def test_a_line_that_goes_on_below_stands_further_in_and_the_sheet_says_what_that_means(
    kind: str, made: Made
) -> None:
    leaf = next(one for one in leaves(made.pdfs[kind]) if "x" * 40 in _of(one))
    at = _of(leaf).index("x" * 40)
    first, *after = leaf.signs[at:]
    below = next(one for one in after if one.middle[1] < first.middle[1] - 4)
    assert below.text == "x"
    assert below.middle[0] > first.middle[0] + 4
    assert MESSAGES("print.line-goes-on") in _of(leaf)[:at]


def _of(leaf: Leaf) -> str:
    return "".join(sign.text for sign in leaf.signs)


@pytest.mark.parametrize("kind", (*AT_HAND, "cards-small"))
def test_all_of_it_is_a_sound_file_with_no_font_but_ours(kind: str, made: Made) -> None:
    assert faults(made.pdfs[kind]) == []


@pytest.mark.parametrize("kind", (*AT_HAND, "cards-small"))
def test_everything_that_the_table_promises_is_told(kind: str, made: Made) -> None:
    found = plain("".join(s.text for leaf in leaves(made.pdfs[kind]) for s in leaf.signs))
    assert lost_of(made.handbook, made.handbook.procedures[LADEN], kind, found) == []


@pytest.mark.parametrize("kind", AT_HAND)
def test_every_address_has_a_code_that_is_large_enough_and_a_link(kind: str, made: Made) -> None:
    sizes = dict(_codes(made.pdfs[kind]))
    # A sheet to be ticked has a code only for what stands in its rows.
    least = LEAST_CODE | ({} if kind == "checklist" else {IN_TROUBLE: 12})
    assert {name: most for name, most in least.items() if sizes.get(name, 0) < most} == {}
    assert TOO_LONG not in sizes  # it would be too fine
    leads = {
        note.get_object()["/A"]["/URI"]
        for page in pypdf.PdfReader(io.BytesIO(made.pdfs[kind])).pages
        for note in page.get("/Annots", ())
        if "/URI" in note.get_object().get("/A", {})
    }
    assert {*LEAST_CODE} <= leads


def _codes(pdf: bytes) -> Iterator[tuple[str, float]]:
    """Every code to scan with its width in millimetres."""
    for page in pypdfium2.PdfDocument(pdf):
        for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil()):
            corner, other = code.position.top_left, code.position.top_right
            yield code.text, abs(other.x - corner.x + other.y - corner.y) / 3 / MM


@pytest.mark.parametrize("kind", WHOLE)
def test_a_clip_is_played_by_a_code(kind: str, made: Made) -> None:
    clips = made.handbook.procedures[LADEN].steps[0].clips
    places = {f"{BASE}{clip_route(one).url}?e={made.jobs[kind].code}" for one in clips}
    assert places <= {*codes_to_scan(made.pdfs[kind])}


def test_no_picture_is_asked_for_finer_than_paper_shows(made: Made) -> None:
    for kind, width in (("twi", 80), ("cards", 89), ("handbook", 80)):
        asked = {one.pixels for one in made.jobs[kind].photos.values()}
        assert asked == {round(width / 25.4 * DOTS)}
    assert made.jobs["cards-small"].photos == made.jobs["checklist"].photos == {}


@pytest.mark.parametrize("kind", WHOLE)
def test_what_is_right_and_what_is_wrong_is_told_by_words(kind: str, made: Made) -> None:
    found = plain("".join(made.lines(kind)))
    assert "对铺好的床看上去的样子" in found
    assert "错没铺好的床看上去的样子" in found


def test_another_picture_is_another_code_wherever_it_is_shown(made: Made) -> None:
    def changed(one: Picture) -> Picture:
        return replace(one, digest=digest("another"))

    old = made.handbook.procedures[LADEN]
    first = replace(old.steps[0], pictures=tuple(map(changed, old.steps[0].pictures)))
    after = _codes_of(made, replace(old, steps=(first, *old.steps[1:])))
    before = {kind: job.code for kind, job in made.jobs.items()}
    differ = {kind for kind, code in after.items() if code != before[kind]}
    assert differ == {"twi", "cards", "handbook", "checklist"}


def _codes_of(made: Made, procedure: Procedure) -> dict[str, str]:
    every = {**made.handbook.procedures, procedure.id: procedure}
    handbook = replace(made.handbook, procedures=every)
    return {job.kind: job.code for job in plan_prints(handbook, made.context) if _about(job)}


def test_a_sheet_has_a_box_for_each_time_and_a_line_for_each_thing(made: Made) -> None:
    points = made.jobs["checklist"].content["pause_points"]
    items = [item for point in points for item in point["items"]]
    assert [item["rounds"] for item in items if "rounds" in item] == [{"times": 12}, {"each": True}]
    assert [item["number"] for item in items if "together" in item] == ["3.1", "3.2"]


def test_a_sheet_has_a_line_where_a_text_names_what_was_written_down(made: Made) -> None:
    old = made.handbook.procedures[LADEN]
    again = Text(("改回 ", ReadingMention(reading="count", label="副本数")))
    step = replace(old.steps[4], actions=(Action(do=again, run="scale {count}"),))
    lost = ExceptionRule(when=text("断网"), method=again, then="resume")
    procedure = replace(old, steps=(*old.steps[:4], step, old.steps[5]), exceptions=(lost,))
    every = {**made.handbook.procedures, LADEN: procedure}
    handbook = replace(made.handbook, procedures=every)
    jobs = {job.kind: job for job in plan_prints(handbook, made.context) if _about(job)}
    assert "改回 副本数____" in str(jobs["checklist"].content)
    for kind in ("twi", "cards", "cards-small", "handbook"):
        assert "改回 “副本数”（第2步记的）" in str(jobs[kind].content)
        assert "改回 副本数" not in str(jobs[kind].content)
    (found,) = jobs["checklist"].content["exceptions"]
    assert found["method"] == "改回 “副本数”（第2步记的）"


def test_who_of_a_step_does_something_is_told_by_name(made: Made) -> None:
    old = made.handbook.procedures[LADEN]
    hotline = Quantity(id="hotline", label="热线", kind="contact", value="4008185050")
    named = Text(("打 ", Mention(quantity=hotline, reads="400 818 5050")))
    step = replace(old.steps[0], actions=(Action(do=named, role="nurse"),))
    every = {**made.handbook.procedures, LADEN: replace(old, steps=(step, *old.steps[1:]))}
    handbook = replace(made.handbook, procedures=every)
    jobs = {job.kind: job for job in plan_prints(handbook, made.context) if _about(job)}
    (point,) = jobs["checklist"].content["pause_points"]
    assert point["items"][0]["calls"] == [{"do": "打 400 818 5050", "role": "护士"}]
    assert [action["role"] for action in jobs["twi"].content["steps"][0]["actions"]] == ["护士"]
    doers = [item.get("doer") for card in jobs["cards"].content["cards"] for item in card["items"]]
    assert "护士" in doers


def test_nothing_of_a_picture_is_in_what_a_code_is_made_of_but_which_it_is(made: Made) -> None:
    step = made.jobs["twi"].content["steps"][0]
    assert {key for one in step["pictures"] for key in one} == {"text", "shows", "marks", "digest"}


class _Places:
    """Tells whose file a place is in, and the path there."""

    def procedure(self, name: str, *path: object) -> object:
        return ("procedure", name, path)

    def family(self, name: str, *path: object) -> object:
        return ("family", name, path)


@pytest.mark.parametrize(
    ("index", "place"),
    [
        (0, ("family", "family", ("rules", 0, "rows", 3))),
        (1, ("procedure", LADEN, ("rules", 0, "rows", 3))),
        (2, ("procedure", LADEN, ("rules", 1, "rows", 3))),
    ],
)
def test_a_row_that_is_too_long_is_found_in_the_family_or_in_the_procedure(
    index: int, place: tuple[object, ...], made: Made
) -> None:
    old = made.handbook.procedures[LADEN]
    every = {**made.handbook.procedures, LADEN: replace(old, family="family")}
    handbook = replace(made.handbook, procedures=every)
    origins = {"0/0": (LADEN, ("rules", index, "rows", 3))}
    job = replace(made.jobs["cards-small"], origins=origins)
    places: Any = _Places()
    (found,) = print_findings(job, Trouble(overflow=(("0/0", 9),)), handbook, places)
    told: object = found.place
    assert told == place


MESSAGES = messages("zh")
PAIR = RuleTable(
    id="distances",
    title="安全距离",
    columns=("电压等级（kV）", "安全距离（m）"),
    rows=((text("10 及以下"), text("0.70")), (text("20、35"), text("1.00"))),
)
AT_10 = plain("电压等级（kV）10 及以下：安全距离（m）0.70")


def _with_table(made: Made, table: RuleTable, *, own: bool) -> tuple[Handbook, dict[str, Print]]:
    """One procedure with one step that goes by one table, its own or that of its family."""
    old = made.handbook.procedures[LADEN]
    step = replace(old.steps[4], uses_rules=(table.id,))
    family = replace(made.handbook.families["family"], rules=() if own else (table,))
    rules = (table,) if own else ()
    procedure = replace(old, rules=rules, steps=(step,), family="family", training=None)
    handbook = replace(made.handbook, procedures={LADEN: procedure}, families={"family": family})
    return handbook, _jobs(handbook, made)


def _jobs(handbook: Handbook, made: Made) -> dict[str, Print]:
    return {job.kind: job for job in plan_prints(handbook, made.context) if _about(job)}


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("kind", ["checklist", "twi", "cards", "cards-small"])
def test_a_figure_of_a_table_never_stands_without_its_unit(
    kind: str, own: bool, made: Made
) -> None:
    handbook, jobs = _with_table(made, PAIR, own=own)
    (artifact,) = typeset_all([jobs[kind]], handbook, made.context).artifacts
    found = plain("".join(_of(leaf) for leaf in leaves(artifact.content)))
    as_table = plain("".join(PAIR.columns)) in found
    assert as_table or AT_10 in found, found


def test_a_table_of_two_columns_that_name_no_unit_reads_as_ever(made: Made) -> None:
    table = replace(PAIR, columns=("情况", "做法"))
    _, jobs = _with_table(made, table, own=False)
    (told,) = jobs["twi"].content["rules"]
    first = told["rows"][0]
    assert (first["lead"], first["text"]) == ("10 及以下", "0.70")
    assert "grid" not in told


def test_what_a_small_card_keeps_of_a_long_row_has_its_unit(made: Made) -> None:
    row = (text("很高的电压"), text("1.00"), text("很长的说明，" * 20))
    table = replace(PAIR, columns=("情况", "安全距离（m）", "说明"), rows=(row,))
    _, jobs = _with_table(made, table, own=True)
    items = [one for card in jobs["cards-small"].content["cards"] for one in card["items"]]
    assert [one["text"] for one in items if one["kind"] == "rule"] == ["安全距离（m）1.00"]


MANY = tuple(f"https://example.org/{'long/' * 30}{number}" for number in range(12))


def _one_step(made: Made, step: Step) -> tuple[Handbook, dict[str, Print]]:
    procedure = replace(
        made.handbook.procedures[LADEN], steps=(step,), training=None, exceptions=()
    )
    handbook = replace(made.handbook, procedures={LADEN: procedure})
    return handbook, _jobs(handbook, made)


HIGHER: dict[str, dict[str, Any]] = {
    "links": {"actions": tuple(Action(do=text(f"看 {one}")) for one in MANY)},
    "pictures": {"pictures": tuple(picture(f"第{at}张") for at in range(80))},
    "records": {"records": tuple(text(f"第{at}份登记") for at in range(400))},
}


@pytest.mark.parametrize("fact", HIGHER)
def test_a_row_that_is_higher_than_a_page_goes_on_on_the_next(fact: str, made: Made) -> None:
    linked = replace(made.handbook.procedures[LADEN].steps[5], actions=())
    handbook, jobs = _one_step(made, replace(linked, **HIGHER[fact]))
    (artifact,) = typeset_all([jobs["checklist"]], handbook, made.context).artifacts
    pages = leaves(artifact.content)
    assert all(mark.box[1] > body(leaf, "checklist")[1] for leaf in pages for mark in leaf.boxes)
    assert sum(_is_a_box_to_tick(mark) for leaf in pages for mark in leaf.boxes) >= 5
    found = plain("".join(_of(leaf) for leaf in pages))
    last = {"links": MANY[-1], "pictures": "第79张", "records": "第399份登记"}
    assert last[fact] in found


def test_boxes_for_each_time_stand_right_below_how_often(made: Made) -> None:
    again = made.handbook.procedures[LADEN].steps[4]
    shown = replace(
        again, pictures=(picture("再看"),), clips=(clip("再动"),), uses_rules=("small",)
    )
    handbook, jobs = _one_step(made, shown)
    shelf = shelf_of(*handbook.procedures.values())
    context = replace(made.context, media=shelf)
    (artifact,) = typeset_all([jobs["checklist"]], handbook, context).artifacts
    (leaf,) = [one for one in leaves(artifact.content) if "连做12次" in _of(one)]
    told = _of(leaf)
    often, seen = (leaf.signs[told.index(words)].box[1] for words in ("连做12次", "再动怎样动"))
    left = leaf.signs[told.index("重复")].box[0] - MM
    boxes = [mark.box for mark in leaf.boxes if _is_a_box_to_tick(mark) and mark.box[0] > left]
    assert sum(seen < low < often for _, low, _, _ in boxes) == 12


def _is_a_box_to_tick(mark: Mark) -> bool:
    left, low, right, high = mark.box
    return 3 * MM < right - left < 7 * MM and abs(right - left - high + low) < 1


def _texts(card: dict[str, Any]) -> str:
    return str(worded(card, MESSAGES))


def test_the_front_of_a_card_tells_with_what_and_how_often_a_step_is_done(made: Made) -> None:
    for kind in ("cards", "cards-small"):
        heads = {card.get("number"): card for card in made.jobs[kind].content["cards"]}
        assert "第3.2步" in _texts(heads["3.1"]["manner"]), heads["3.1"]
        assert "12" in _texts(heads["4"]["manner"])
        front = leaves(made.pdfs["cards"])
        assert any("连做12次" in _of(leaf) for leaf in front)


def test_a_small_card_names_what_it_has_no_room_for(made: Made) -> None:
    cards = {card.get("number"): card for card in made.jobs["cards-small"].content["cards"]}
    assert "另有图、短片，见全文" in _texts(cards["1"])
    assert "另有网址，见全文" in _texts(cards["5"])
    assert "另有" not in _texts(cards["4"])


def test_a_plate_tells_from_when_time_counts_with_what_and_how_often(made: Made) -> None:
    old = made.handbook.procedures[LADEN]
    steps = tuple(replace(step, role="nurse") for step in old.steps)
    handbook = replace(made.handbook, procedures={LADEN: replace(old, steps=steps)})
    jobs = plan_prints(handbook, made.context)
    (plate,) = (job for job in jobs if job.kind == "plate" and job.subject == "nurse")
    told = _texts({"points": [group["points"] for group in plate.content["groups"]]})
    for wanted in ("6小时", "3.2", "12", "每一份样品"):
        assert wanted in told
    (artifact,) = typeset_all([plate], handbook, made.context).artifacts
    found = plain("".join(_of(leaf) for leaf in leaves(artifact.content)))
    assert "连做12次" in found


def test_the_number_of_one_of_a_group_stands_as_clear_of_words_as_others(made: Made) -> None:
    old = made.handbook.procedures[LADEN]
    point = KeyPoint(text=text("拉紧"), critical=True)
    mine = partial(replace, role="nurse", key_points=(point,))
    steps = tuple(mine(s) if s.id == "left" else s for s in old.steps)
    handbook = replace(made.handbook, procedures={LADEN: replace(old, steps=steps)})
    plate = next(j for j in plan_prints(handbook, made.context) if j.subject == "nurse")
    (artifact,) = typeset_all([plate], handbook, made.context).artifacts
    (leaf,) = leaves(artifact.content)
    at = _of(leaf).index("第3.1步")
    boxes = [sign.box for sign in leaf.signs[at : at + 5]]
    assert boxes[4][0] - boxes[3][2] > 0.15 * (boxes[4][2] - boxes[4][0])


def test_a_command_on_a_card_is_as_large_as_notes_where_its_line_fits(made: Made) -> None:
    step = Step(
        id="typed", title="运行", role="nurse", actions=(Action(do=text("看"), run="df -h"),)
    )
    handbook, jobs = _one_step(made, step)
    (artifact,) = typeset_all([jobs["cards"]], handbook, made.context).artifacts
    leaf = next(one for one in leaves(artifact.content) if "df-h" in _of(one))
    at = _of(leaf).index("df-h")
    apart = leaf.signs[at + 1].middle[0] - leaf.signs[at].middle[0]
    assert apart > 10 * 0.55  # of its size, which is 8.5 points at least


@pytest.mark.parametrize("more", range(0, 8, 2))
def test_a_short_command_stands_on_one_page_with_what_it_does(more: int, store: Path) -> None:
    handbook = foreign_examination().handbook
    found = handbook.procedures["pvc-full"]
    look, *others = found.steps
    first, *rest = look.actions
    longer = replace(first, run="\n".join([str(first.run), *["true"] * more]))
    steps = (replace(look, actions=(longer, *rest)), *others)
    handbook = replace(handbook, procedures={"pvc-full": replace(found, steps=steps)})
    context = bare(store)
    jobs = [job for job in plan_prints(handbook, context) if job.kind in ("stand", "handbook")]
    for one in typeset_all(jobs, handbook, context).artifacts:
        pages = [plain("".join(sign.text for sign in leaf.signs)) for leaf in leaves(one.content)]
        if one.path.endswith("handbook.pdf"):  # a stand may point at the whole instead
            assert any(plain("allowVolumeExpansion: true") in page for page in pages)
        for page in pages:
            assert (plain("kind: StorageClass") in page) == (plain("给存储类加上扩容开关") in page)
            assert (plain("kind: StorageClass") in page) == (plain("name: standard") in page)
