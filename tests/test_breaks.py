"""Where lines of print end: hardly ever inside a word, if a column has room for eight signs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.language.messages import messages
from sop_handbook.language.segments import (
    BEFORE,
    GROUPS,
    LONGEST_NAME,
    RUN,
    UNITS,
    Segmenter,
    for_typst,
    names,
    strings,
)
from sop_handbook.model import Handbook, Text
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project
from sop_handbook.render.base import Context
from sop_handbook.render.print import plan_prints
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.typeset import typeset_all
from tests.contexts import bare
from tests.ink import Leaf, Sign, leaves
from tests.promises import kept
from tests.sites import Built
from tests.states import States, lay_out_now
from tests.support import DAY, ROOT

COLUMN = 8  # signs; narrower columns may have to break words
NEAR = 6  # signs beside a place by which it is found again on paper
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
CLOSING = "：；，。、！？）》」』】〕”’…"
BOOK = ("handbook", "handbook")
PARTS = 4  # prints are read in so many parts, the first of them in `make test`
KINDS = (
    *("checklist", "twi", "cards", "cards-small", "form", "roleplay", "plate", "handbook"),
    *("checklist-large", "plate-large", "coaching", "certificate"),
    *("trouble", "poster", "stand"),
)

# Whether a place, known by the signs on both of its sides, lies inside a word.
Places = Mapping[tuple[str, str], bool]


@pytest.fixture(scope="module")
def several(project: Project) -> Handbook:
    return examine(project).handbook


def _jobs(handbook: Handbook, context: Context) -> list[Print]:
    return [job for job in plan_prints(handbook, context) if job.kind in KINDS]


in_parts = pytest.mark.parametrize(
    "part", [pytest.param(at, marks=pytest.mark.slow if at else ()) for at in range(PARTS)]
)


def _part_of(jobs: list[Print], part: int) -> list[Print]:
    """One in PARTS of each kind; of a kind of which there are fewer, the first part has one."""
    kinds = [[job for job in jobs if job.kind == kind] for kind in KINDS]
    return [job for same in kinds for job in same[part::PARTS]]


def _torn(examination: Examination, store: Path, part: int) -> tuple[list[str], int]:
    """Return every line that ends inside a word, and how many lines there are."""
    handbook = examination.handbook
    context = replace(bare(store), places=examination.places)
    jobs = _part_of(_jobs(handbook, context), part)
    pdfs = {made.path: made.content for made in typeset_all(jobs, handbook, context).artifacts}
    segmenter = Segmenter(names(handbook))
    torn, lines = [], 0
    for job in jobs:
        places, (last, first) = _places(segmenter, job), _edges(job)
        for leaf in leaves(pdfs[job.path]):
            for before, after in _ends(leaf):
                lines += 1
                between = before in last and after in first
                if not between and _inside(before, after, places):
                    torn.append(f"{job.path}, page {leaf.number}: {before}|{after}")
    return torn, lines


def _places(segmenter: Segmenter, job: Print) -> Places:
    found: dict[tuple[str, str], bool] = {}
    for words in strings([job.content, job.notices]):
        for run in RUN.findall(words):
            ends = _word_ends(segmenter, run)
            for place in range(1, len(run)):
                near = run[max(0, place - NEAR) : place], run[place : place + NEAR]
                found[near] = place not in ends and found.get(near, True)
    return found


def _edges(job: Print) -> tuple[set[str], set[str]]:
    """How its texts end and begin: between two of them no word is torn, whatever both would be."""
    texts = strings([job.content, job.notices, messages("zh").branch("print")])
    runs = [run for words in texts for run in RUN.findall(words)]
    return {run[-NEAR:] for run in runs}, {run[:NEAR] for run in runs}


def _word_ends(segmenter: Segmenter, run: str) -> set[int]:
    """Return where a line may end: behind every piece, and anywhere in one that is not whole."""
    pieces = segmenter.pieces(run)
    ends = set(accumulate(len(piece.text) for piece in pieces))
    for piece, end in zip(pieces, accumulate(len(piece.text) for piece in pieces), strict=True):
        if not piece.whole:
            ends |= set(range(end - len(piece.text), end))
    return ends


def _inside(before: str, after: str, places: Places) -> bool:
    """Whether a line ends inside a word; the longest text around it that is known decides."""
    lengths = sorted(
        ((a, b) for a in range(1, NEAR + 1) for b in range(1, NEAR + 1)), key=sum, reverse=True
    )
    near = ((before[-a:], after[:b]) for a, b in lengths)
    return next((places[one] for one in near if one in places), False)


def _ends(leaf: Leaf) -> Iterator[tuple[str, str]]:
    """Yield what stands before and behind the end of every line with room for enough signs."""
    signs = leaf.signs
    begin = 0
    for at, (sign, after) in enumerate(pairwise(signs), 1):
        if _goes_on(sign, after):
            continue
        line = signs[begin:at]
        begin = at
        if after.box[0] < sign.box[0] and line[-1].box[2] - line[0].box[0] > COLUMN * _size(line):
            yield _text(signs[max(0, at - NEAR) : at]), _text(signs[at : at + NEAR])


def _goes_on(sign: Sign, after: Sign) -> bool:
    """Whether the second sign stands behind the first on the same line of the same column."""
    size = max(_size((sign,)), _size((after,)))
    gap = after.box[0] - sign.box[2]
    return abs(sign.middle[1] - after.middle[1]) < size * 0.7 and -size < gap < 3 * size


def _size(signs: tuple[Sign, ...]) -> float:
    return max(max(one.box[2] - one.box[0], one.box[3] - one.box[1]) for one in signs)


def _text(signs: tuple[Sign, ...]) -> str:
    return "".join(one.text for one in signs)


@in_parts
def test_no_line_outside_its_books_ends_inside_a_word(
    part: int, trades: Built, store: Path, project: Project
) -> None:
    torn, lines = _torn(examine(project), store, part)
    assert lines > 300
    assert [line for line in torn if "-handbook.pdf" not in line] == []
    assert len(torn) < lines / 100


@in_parts
def test_hardly_a_line_ends_inside_a_word_whatever_the_state(
    part: int, states: States, store: Path
) -> None:
    """With codes to scan in the first part, without them in the others."""
    built = states.once if part else states.twice
    torn, lines = _torn(examine(Project(root=built.root, today=DAY)), store, part)
    assert lines > 100
    assert len(torn) < lines / 100


def test_a_line_that_ends_inside_a_word_is_found(several: Handbook) -> None:
    segmenter = Segmenter(names(several))
    run = "各项金额必须大声念出来"
    ends = _word_ends(segmenter, run)
    assert {2, 4, 6, 8} <= ends
    assert ends.isdisjoint({1, 3, 5, 7})


@pytest.mark.parametrize(
    ("run", "last"),
    [
        ("让对方说出重点", "说出重点"),
        ("顾客边吃边等", "边吃边等"),
        ("按本店要求摆好鱼头朝向", "鱼头朝向"),
        ("请送货人签字", "送货人签字"),
        ("含代班人员", "含代班人员"),
        ("拨打120", "拨打"),
    ],
)
def test_no_line_ends_among_the_last_signs_of_a_text(run: str, last: str) -> None:
    assert last in [piece.text for piece in _segmenter().pieces(run, last=True)]
    parts = for_typst(_segmenter(), f"{run}，{run}请稍等", f"请注意，{run}）。").get(run, [last])
    assert [last] in parts or last in parts


def test_no_line_of_the_book_begins_with_a_closing_mark(
    several: Handbook, trades: Built, store: Path, tmp_path: Path
) -> None:
    root = tmp_path / "now"
    lay_out_now(root)
    states = examine(Project(root=root, today=DAY)).handbook
    for handbook in (several, states):
        context = bare(store)
        jobs = [job for job in _jobs(handbook, context) if (job.kind, job.of) == BOOK]
        (made,) = typeset_all(jobs, handbook, context).artifacts
        ends = [end for leaf in leaves(made.content) for end in _ends(leaf)]
        assert len(ends) > 100
        assert [end for end in ends if end[1][0] in CLOSING] == []


@cache
def _segmenter() -> Segmenter:
    return Segmenter(["服务专员", "入网费"])


def test_a_long_name_breaks_between_its_words_only(several: Handbook) -> None:
    segmenter = Segmenter(names(several))
    name = "绿色通道救援联盟"
    assert name in set(names(several))
    for text in (name, f"由{name}负责", f"请{name}长处理"):
        pieces = [piece.text for piece in segmenter.pieces(text)]
        ends = list(accumulate(map(len, pieces)))
        begin = text.index(name)
        inside = {end - begin for end in ends if 0 < end - begin < len(name)}
        assert inside == {4}, pieces
        assert {begin, begin + len(name)} <= {0, *ends}, pieces


def test_no_long_name_ends_with_a_sign_of_its_own(several: Handbook) -> None:
    segmenter = Segmenter(names(several))
    long = [name for name in names(several) if len(name) > LONGEST_NAME]
    runs = [run for name in long for run in RUN.findall(name) if run == name]
    assert len(runs) > 50
    alone = [run for run in runs if len(segmenter.pieces(run)[-1].text) == 1]
    assert alone == []


TEXTS = st.text("服务专员入网费的第三次一式4份400-818℃%abc_/.,:;()[]{}~≤", max_size=60)


@kept
@given(TEXTS)
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    for run in RUN.findall(text):
        pieces = _segmenter().pieces(run)
        assert "".join(piece.text for piece in pieces) == run
        assert all(len(piece.text) <= 17 for piece in pieces if piece.whole)


@kept
@given(TEXTS)
def test_what_a_template_gets_is_the_text(text: str) -> None:
    for run, parts in for_typst(_segmenter(), text).items():
        shown = [part for part in parts if not isinstance(part, bool)]
        assert "".join("".join(part) for part in shown) == run


@kept
@given(st.text("abc5/.-()[]{},;:!?%_", min_size=17, max_size=40))
def test_a_long_word_may_break_anywhere_but_behind_an_opening_bracket(word: str) -> None:
    parts = [piece.text for piece in _segmenter().pieces(word)]
    for before, after in pairwise(parts):
        if not (before[-1].isalnum() and after[0].isalnum()):
            assert before[-1] not in "([{" or after[0] in "([{", parts
            assert after[0] not in ")]},.;:!?%" or before[-1] in ")]},.;:!?%", parts


def test_text_is_found_in_prints_as_it_was_typed(several: Handbook, store: Path) -> None:
    name, procedure = next(iter(several.procedures.items()))
    typed = (
        "kubectl scale --replicas=0 -n x",
        "internationalization",
        "https://sop.handbook.internal/a/very/long/address?with=values",
    )
    step = procedure.steps[0]
    actions = tuple(replace(step.actions[0], when=None, do=Text((words,))) for words in typed)
    changed = replace(procedure, steps=(replace(step, actions=actions), *procedure.steps[1:]))
    handbook = replace(several, procedures={name: changed})
    context = bare(store)
    jobs = [job for job in _jobs(handbook, context) if job.kind in ("twi", "cards")]
    made = typeset_all(jobs, handbook, context)
    assert made.findings == ()
    for artifact in made.artifacts:
        pages = pypdfium2.PdfDocument(artifact.content)
        text = "".join(page.get_textpage().get_text_range() for page in pages)
        assert not INVISIBLE.search(text), artifact.path
        assert typed[0] in " ".join(text.split()), artifact.path
        plain = "".join(text.split())
        assert all("".join(words.split()) in plain for words in typed), artifact.path


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("重新加热到 74 ℃以上", "74 ℃"),
        ("等 20 分钟再看", "20 分钟"),
        ("每分钟 40~60 滴/分", "40~60 滴/分"),
        ("输 5 ml/h 观察", "5 ml/h"),
        ("见第 3 步，再做", "第 3 步"),
        ("加 12 管，放好", "12 管"),
        ("每2小时", "每2小时"),
        ("每30分钟搅动一次", "每30分钟"),
        ("每2个月", "每2个月"),
        ("第12页每15秒", "每15秒"),
        ("不低于1kV", "不低于1kV"),
        ("做完后，10分钟内", "10分钟内"),
        ("3天内回复", "3天内"),
        ("约 30 分钟内", "约 30 分钟内"),
        ("温度不低于 1 kV，高于-2℃", "不低于 1 kV"),
        ("必须高于-2℃才行", "高于-2℃"),
        ("至少2人在场", "至少2人"),
        ("约 30 分钟搅动一次", "约 30 分钟"),
        ("见第 3 步做完", "第 3 步"),
        ("各 0.2 μmol/L", "0.2 μmol/L"),
        ("各0.2μmol/L", "0.2μmol/L"),
        ("儿童 7 ml/kg，成人", "7 ml/kg"),
        ("占 5 m³ 水", "5 m³"),
    ],
)
def test_a_figure_keeps_its_unit(words: str, whole: str) -> None:
    assert [whole] in [part for parts in for_typst(_segmenter(), words).values() for part in parts]


def test_what_begins_like_a_unit_behind_a_number_is_none() -> None:
    assert RUN.findall("DB-02 安装") == ["DB-02", "安装"]
    assert RUN.findall("iPhone 11 maximum") == ["iPhone", "11", "maximum"]


def test_templates_look_for_the_same_units() -> None:
    library = (ROOT / "generators/sop_handbook/render/templates/print/lib.typ").read_text("utf-8")
    (line,) = [line for line in library.splitlines() if line.startswith("#let units")]
    theirs = line.replace('" + edge + "', r"(?a:\b)").replace(r"\\b", r"\b")
    assert UNITS in theirs


def test_templates_cut_texts_into_the_same_runs() -> None:
    library = (ROOT / "generators/sop_handbook/render/templates/print/lib.typ").read_text("utf-8")
    assert f'#let before = "{BEFORE}"' in library
    (line,) = [line for line in library.splitlines() if line.startswith("#let run = ")]
    theirs = re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), line)
    ours = RUN.pattern
    for name, part in (("groups", GROUPS), ("before", BEFORE), ("units", UNITS)):
        ours = ours.replace(part, f'" + {name} + "')
    assert theirs == f'#let run = regex("{ours}[：；]?")'
