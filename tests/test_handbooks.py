"""The handbook as a book: complete, in order, with contents, bookmarks, links, index, history."""

import io
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pypdf
import pypdfium2
import pytest

from sop_handbook.diagrams.graph import Graph, Kind, Lane, Node
from sop_handbook.diagrams.overviews import family_graph
from sop_handbook.language.chinese import sort_key
from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook, Procedure, Step, Text
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.handbooks import FONT, ROOM, handbooks
from sop_handbook.render.print.typeset import typeset_all
from sop_handbook.render.svg.diagrams import sheets
from sop_handbook.typesetting.sheet import Sheet, make
from tests.contexts import bare
from tests.pdfs import faults
from tests.sites import Built
from tests.states import lay_out_now
from tests.support import DAY

MM = 72 / 25.4
HEAD, FOOT = 20 * MM, 19 * MM  # what running heads and feet take


@dataclass(frozen=True)
class Volume:
    """One volume."""

    pdf: bytes

    @cached_property
    def document(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.pdf)

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page without heads, feet and blanks."""
        return ["".join(self._between(page, FOOT, HEAD).split()) for page in self.document]

    @cached_property
    def heads(self) -> list[str]:
        """The running head of each page without blanks."""
        return [
            "".join(self._between(page, page.get_height() - HEAD, 0).split())
            for page in self.document
        ]

    @cached_property
    def feet(self) -> list[str]:
        """The lowest lines of each page without blanks."""
        return [
            "".join(page.get_textpage().get_text_bounded(top=FOOT).split())
            for page in self.document
        ]

    @cached_property
    def text(self) -> str:
        return "".join(self.pages)

    @cached_property
    def bookmarks(self) -> list[tuple[int, str, int]]:
        """Level, title and page (from 0) of each bookmark."""
        return [
            (mark.level, mark.get_title(), mark.get_dest().get_index())
            for mark in self.document.get_toc()
        ]

    def chapter(self, procedure: Procedure) -> str:
        """The text of a chapter."""
        return "".join(self.pages[page] for page in self.pages_of(procedure))

    def pages_of(self, procedure: Procedure) -> range:
        """The pages (from 0) of a chapter."""
        starts = [page for level, _, page in self.bookmarks if level <= 1] + [len(self.pages)]
        first = self.page_of(procedure)
        return range(first, min(page for page in starts if page > first))

    def page_of(self, procedure: Procedure) -> int:
        """The page (from 0) on which a chapter begins, by its bookmark."""
        title = f"{procedure.number}　{procedure.title}"
        (page,) = {page for _, name, page in self.bookmarks if name == title}
        return page

    @staticmethod
    def _between(page: pypdfium2.PdfPage, low: float, high: float) -> str:
        text: str = page.get_textpage().get_text_bounded(bottom=low, top=page.get_height() - high)
        return text


def bind(handbook: Handbook, store: Path, *subjects: str) -> Mapping[str, Volume]:
    context = bare(store)
    jobs = [job for job in handbooks(handbook, context) if job.subject in subjects]
    made = typeset_all(jobs, handbook, context)
    assert made.findings == ()
    return {a.offer.subject: Volume(a.content) for a in made.artifacts if a.offer}


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    """As its site offers it, so that its books are made once; books of a handbook with an address
    are read in test_states_prints."""
    return examine(project).handbook


@pytest.fixture(scope="module")
def volumes(handbook: Handbook, trades: Built, store: Path) -> Mapping[str, Volume]:
    return bind(handbook, store, "handbook", *handbook.industries)


@pytest.fixture(scope="module")
def whole(volumes: Mapping[str, Volume]) -> Volume:
    return volumes["handbook"]


def _squeezed(texts: Iterator[object]) -> list[str]:
    return ["".join(str(text).split()) for text in texts]


def _in_order(wanted: list[str], text: str) -> str:
    at = 0
    for piece in wanted:
        at = text.find(piece, at)
        if at < 0:
            return piece
        at += len(piece)
    return ""


def _landmarks(procedure: Procedure) -> Iterator[object]:
    for step in procedure.steps:
        yield step.title
        yield from (point.text for point in step.key_points if point.critical)


def _said(step: Step) -> Iterator[object]:
    yield from (action.do for action in step.actions)
    for point in step.key_points:
        yield from (point.text, *([point.reason.text] if point.reason else []))
    yield from (phrase.say for phrase in step.phrases)
    yield from (item.text for item in step.avoid)
    yield from (*step.tools, *step.records, *step.errors, *step.choices)
    yield from (item.item for item in step.receives)
    yield from (way.answer for way in (step.decision.outcomes if step.decision else ()))


def test_the_whole_holds_every_step_and_critical_key_point_in_order(
    handbook: Handbook, whole: Volume
) -> None:
    for procedure in handbook.procedures.values():
        text = whole.chapter(procedure)
        assert _in_order(_squeezed(_landmarks(procedure)), text[text.index("步骤") :]) == ""


def test_a_chapter_holds_everything_that_the_page_of_its_procedure_tells(
    handbook: Handbook, whole: Volume
) -> None:
    for procedure in handbook.procedures.values():
        wanted = _squeezed(text for step in procedure.steps for text in _said(step))
        wanted += _squeezed(iter((procedure.goal, *procedure.principles)))
        wanted += _squeezed(gap.text for gap in procedure.gaps)
        wanted += _squeezed(end.text for end in procedure.ends)
        wanted += _squeezed(standard.metric for standard in procedure.standards)
        wanted += _squeezed(rule.when for rule in procedure.exceptions)
        wanted += _squeezed(source.place for source in procedure.sources)
        text = whole.chapter(procedure)
        assert [piece for piece in wanted if piece not in text] == [], procedure.id


def test_what_a_family_shares_comes_before_its_first_member(
    handbook: Handbook, volumes: Mapping[str, Volume]
) -> None:
    (family,) = handbook.families.values()
    volume = volumes["emergency"]
    titles = [title for _, title, _ in volume.bookmarks]
    assert titles.index(family.title) < titles.index("DB-01　识别联盟会员，给出担保函号")
    cells = _squeezed(cell for table in family.rules for row in table.rows for cell in row)
    assert [cell for cell in cells if cell not in volume.text] == []


def test_what_a_family_in_two_industries_shares_stands_in_the_whole_once(
    handbook: Handbook, store: Path
) -> None:
    (family,) = handbook.families.values()
    moved = replace(handbook.procedures[family.members[-1]], industry="bank")
    kept = {name: handbook.procedures[name] for name in family.members[:-1]}
    parted = replace(handbook, procedures={**kept, moved.id: moved})
    bound = bind(parted, store, "handbook", "bank", "emergency")
    for name in ("handbook", "bank", "emergency"):
        titles = [title for _, title, _ in bound[name].bookmarks]
        assert titles.count(family.title) == 1, name


def test_every_page_but_the_cover_bears_code_and_page_and_every_chapter_its_state(
    handbook: Handbook, whole: Volume
) -> None:
    count = len(whole.pages)
    codes = set()
    for number, foot in enumerate(whole.feet[1:], start=2):
        assert f"第{number}页，共{count}页" in foot
        assert f"{len(handbook.procedures)}份草案" in foot
        codes.add(foot[foot.index("编码") : foot.index("编码") + 13])
    assert len(codes) == 1
    assert codes.pop() in whole.pages[0]
    assert "含未批准的流程" in whole.pages[0]
    for procedure in handbook.procedures.values():
        first = whole.pages[whole.page_of(procedure)]
        assert f"{procedure.number}{''.join(procedure.title.split())}" in first
        assert "草案·未批准" in first
        assert "第1版" in first


def test_every_page_of_a_chapter_bears_its_revision_and_state(
    handbook: Handbook, whole: Volume
) -> None:
    for procedure in handbook.procedures.values():
        head = f"{procedure.number}{''.join(procedure.title.split())}第1版草案·未批准"
        assert all(head in whole.heads[page] for page in whole.pages_of(procedure)), procedure.id


def test_no_diagram_stands_among_the_steps(handbook: Handbook, whole: Volume) -> None:
    names = [title for _, title, _ in whole.bookmarks]
    for procedure in handbook.procedures.values():
        chapter = names[names.index(f"{procedure.number}　{procedure.title}") :]
        assert chapter.index("流程图") < chapter.index("步骤"), procedure.id


def test_contents_and_register_name_the_page_a_chapter_is_on(
    handbook: Handbook, whole: Volume
) -> None:
    chapters = min(whole.page_of(procedure) for procedure in handbook.procedures.values())
    front = "".join(whole.pages[1:chapters])
    for procedure in handbook.procedures.values():
        page = whole.page_of(procedure) + 1
        title = "".join(procedure.title.split())
        contents, _, register = front.partition("文件清单编号")
        after = contents.split(f"{procedure.number}{title}", 1)[1]
        assert after.lstrip(".").startswith(str(page)), procedure.id
        assert procedure.number in register


def test_bookmarks_are_nested_as_the_book_is(handbook: Handbook, whole: Volume) -> None:
    levels = {title: level for level, title, _ in whole.bookmarks}
    assert levels["院前急救"] == 0
    assert levels["DB-03　送医院，凭担保函交接患者"] == 1
    assert {level for level, title, _ in whole.bookmarks if title == "步骤"} == {2}
    assert levels["分送担保函"] == 3


def test_links_lead_into_the_book(whole: Volume) -> None:
    with pikepdf.open(io.BytesIO(whole.pdf)) as pdf:
        links = [
            annotation
            for page in pdf.pages
            for annotation in page.get("/Annots", [])
            if annotation.Subtype == "/Link"
        ]
        assert len(links) > 500
        assert [link for link in links if "/A" in link and link.A.S == "/URI"] == []
        assert all("/Dest" in link or link.A.S == "/GoTo" for link in links)


def test_the_index_is_in_pinyin_order_and_leads_to_pages(handbook: Handbook, whole: Volume) -> None:
    (begin,) = [page for _, title, page in whole.bookmarks if title == "术语索引"]
    index = "".join(whole.pages[begin:])
    used = {name for procedure in handbook.procedures.values() for name in procedure.terms}
    terms = [handbook.terms[name] for name in used]
    ordered = sorted((term.term for term in terms), key=sort_key)
    definitions = {term.term: "".join(str(term.definition).split()) for term in terms}
    wanted = ["".join(name.split()) + definitions[name] for name in ordered]
    assert [entry for entry in wanted if entry not in index] == []
    assert re.search(f"{definitions['担保函号']}[0-9]", index)


def _named(index: str, definition: str) -> set[int]:
    """Return the pages (from 0) that the index names for a term; 5–9 are five."""
    (told,) = re.findall(f"{re.escape(definition)}([0-9–、]+)", index)
    runs = [[int(page) for page in run.split("–")] for run in told.split("、")]
    return {page - 1 for run in runs for page in range(run[0], run[-1] + 1)}


def test_the_index_names_pages_of_steps_rules_forms_and_definitions(
    handbook: Handbook, whole: Volume
) -> None:
    (begin,) = [page for _, title, page in whole.bookmarks if title == "术语索引"]
    term = next(term for term in handbook.terms.values() if term.term == "担保函号")
    definition = "".join(str(term.definition).split())
    named = _named("".join(whole.pages[begin:]), definition)
    assert [page for page in sorted(named) if term.term not in whole.pages[page]] == []
    defined = {
        n for n, page in enumerate(whole.pages[:begin]) if f"{term.term}：{definition}" in page
    }
    assert len(defined) > 1
    (family,) = handbook.families.values()
    (start,) = (page for _, title, page in whole.bookmarks if title == family.title)
    end = whole.page_of(handbook.procedures["egl-seat"])
    ruled = {n for n in range(start, end) if term.term in whole.pages[n].split("流程图")[0]}
    assert ruled
    assert defined | ruled <= named


def test_the_index_leaves_out_single_signs_and_names_of_several_terms(
    handbook: Handbook, tmp_path: Path
) -> None:
    *_, whole = handbooks(handbook, bare(tmp_path))
    printed = {
        entry["name"]
        for group in whole.content["index"]
        for entry in group["entries"]
        if "see" in entry
    }
    used = {name for procedure in handbook.procedures.values() for name in procedure.terms}
    terms = [handbook.terms[name] for name in used]
    aliases = [alias for term in terms for alias in term.aliases]
    claimed = Counter([*aliases, *(term.term for term in terms)])
    unclear = {alias for alias in aliases if len(alias) == 1 or claimed[alias] > 1}
    assert {"函", "收据"} <= unclear
    assert printed == {*aliases} - unclear


def test_the_rules_a_step_uses_lead_to_their_page(handbook: Handbook, whole: Volume) -> None:
    procedure = handbook.procedures["egl-crew"]
    (begin,) = (page for _, title, page in whole.bookmarks if title == "急救担保函流程")
    (family,) = handbook.families.values()
    used = {name for step in procedure.steps for name in step.uses_rules}
    tables = [table for table in family.rules if table.id in used]
    assert len(tables) > 1
    for table in tables:
        wanted = "".join((table.title + "".join(table.columns)).split())
        shown = (i for i, page in enumerate(whole.pages[begin:], begin + 1) if wanted in page)
        assert f"{table.title}〔第{next(shown)}页〕" in whole.chapter(procedure)


def test_the_history_has_every_change(handbook: Handbook, whole: Volume) -> None:
    (at,) = [at for at, mark in enumerate(whole.bookmarks) if mark[1] == "版次变更"]
    (_, _, begin), (_, _, end) = whole.bookmarks[at : at + 2]
    rows, _, index = "".join(whole.pages[begin : end + 1]).partition("术语索引")
    assert index
    for procedure in handbook.procedures.values():
        assert rows.count(procedure.number) == len(procedure.changes)


def test_every_chapter_has_its_diagram_and_the_words_of_it_are_text(
    handbook: Handbook, whole: Volume
) -> None:
    with pikepdf.open(io.BytesIO(whole.pdf)) as pdf:
        figures = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        assert len(figures) >= len(handbook.procedures) + len(handbook.families)
        assert all("/Alt" in figure for figure in figures)
    for procedure in handbook.procedures.values():
        _, diagram = whole.chapter(procedure).split("流程图", 1)
        for lane in {step.role for step in procedure.steps} & handbook.roles.keys():
            assert "".join(handbook.roles[lane].title.split()) in diagram, procedure.id


def test_what_is_too_large_among_the_text_has_a_page_of_its_own(
    handbook: Handbook, volumes: Mapping[str, Volume]
) -> None:
    volume = volumes["emergency"]
    (family,) = handbook.families.values()
    (begin,) = [page for _, title, page in volume.bookmarks if title == family.title]
    chapter = volume.pages[begin : volume.page_of(handbook.procedures[family.members[0]])]
    first = next(index for index, page in enumerate(chapter) if page.startswith("流程图"))
    lanes = family_graph(handbook, family, messages("zh")).lanes
    assert len(lanes) == 8
    assert len(chapter[first:]) == 2
    for drawn in chapter[first:]:  # what goes on has the titles of its lanes again
        assert [lane.title for lane in lanes if lane.title not in drawn] == []


def test_no_name_in_a_diagram_of_the_book_is_cut(whole: Volume) -> None:
    assert [page for page in whole.pages if "…" in page.replace("……", "")] == []


def test_a_page_on_which_something_begins_is_headed_by_it(
    handbook: Handbook, whole: Volume
) -> None:
    used = [p.industry for p in handbook.in_use]
    for industry in (i for i in handbook.industries.values() if i.id in used):
        (divider,) = [i for i, page in enumerate(whole.pages) if page.startswith(
            "".join((industry.title + str(industry.summary)).split()))]  # fmt: skip
        assert whole.heads[divider].endswith("".join(industry.title.split()))
    for procedure in handbook.in_use:
        head = whole.heads[whole.page_of(procedure)]
        assert "".join(f"{procedure.number}{procedure.title}".split()) in head


def test_no_page_of_a_book_is_less_than_a_third_full(
    handbook: Handbook, volumes: Mapping[str, Volume]
) -> None:
    assert volumes.keys() == {"handbook", *handbook.industries}
    for name, volume in volumes.items():
        pages = list(volume.document)[1:-1]  # the last page of a print may be
        for number, page in enumerate(pages, 2):
            high = page.get_height()
            lowest = min(
                bottom
                for _, bottom, _, _ in (one.get_bounds() for one in page.get_objects())
                if bottom > FOOT
            )
            assert high - HEAD - lowest >= (high - HEAD - FOOT) / 3, (name, number)


def test_a_table_that_goes_on_says_so(volumes: Mapping[str, Volume]) -> None:
    pages = volumes["emergency"].pages
    goes_on = [i for i, page in enumerate(pages) if page.startswith("数量（续）")]
    assert len(goes_on) == 1
    assert "数量要求说明" in pages[goes_on[0] - 1]
    assert "（续）" not in pages[goes_on[0] - 1]


def test_a_page_that_begins_amid_a_section_says_which_one_goes_on(
    volumes: Mapping[str, Volume], project: Project
) -> None:
    volume = volumes["emergency"]
    terms = examine(project).handbook.terms.values()
    found = 0
    for before, page, head in zip(volume.pages, volume.pages[1:], volume.heads[1:], strict=False):
        amid = any(page.startswith(f"{term.term}：") for term in terms) and "术语" in before
        found += amid
        assert not amid or "术语（续）" in head, head
    assert found


def test_changes_to_several_documents_on_one_day_are_one_row(whole: Volume) -> None:
    text = "".join(whole.pages)
    begin = text.index("版次变更日期版次改动级别内容文件")
    assert text[begin : begin + 2000].count("首次编入手册") < 5


def test_the_weight_of_every_word_in_a_diagram_is_named() -> None:
    """typst sets what names no weight in the thinnest that a variable font has."""
    graph = Graph(
        id="g",
        title="图",
        lanes=(Lane(id="a", title="甲"),),
        nodes=(
            Node(id="n", kind=Kind.TASK, lane="a", text="做", question="对吗？", limit="5 分钟"),
        ),
        edges=(),
    )
    (sheet,) = sheets(graph, messages("zh"), FONT, ROOM)
    root = ElementTree.fromstring(sheet.svg)
    assert "'wght' 400" in root.get("style", "")
    bold = [element for element in root.iter() if element.get("font-weight") == "600"]
    assert len(bold) == 2
    assert all("'wght' 600" in element.get("style", "") for element in bold)


def test_type_is_at_least_nine_points_and_seven_and_a_half_in_diagrams(whole: Volume) -> None:
    sizes: list[float] = []
    for page in pypdf.PdfReader(io.BytesIO(whole.pdf)).pages[:12]:
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size: sizes.append(
                abs(size * tm[3] * cm[3]) if text.strip() else 9
            )
        )
    assert min(sizes) >= 7.49


def test_a_volume_is_sound_tagged_titled_and_has_its_fonts_inside(
    volumes: Mapping[str, Volume],
) -> None:
    for volume in volumes.values():
        assert faults(volume.pdf) == []


def test_a_volume_is_the_same_bytes_every_time(handbook: Handbook, tmp_path: Path) -> None:
    first, second = (
        bind(handbook, tmp_path / store, "restaurant")["restaurant"].pdf for store in "ab"
    )
    assert first == second


def test_a_handbook_too_large_for_one_book_has_volumes_only(
    handbook: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[handbooks.__module__], "MOST", len(handbook.procedures) - 1)
    context = bare(tmp_path)
    subjects = [job.subject for job in handbooks(handbook, context)]
    assert subjects == list(handbook.industries)


def test_of_an_edited_book_only_the_chapters_that_changed_are_measured_again(
    handbook: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[str] = []

    def noting(sheets: Sequence[Sheet]) -> Iterator[bytes]:
        parts = [sheet.data["content"] for sheet in sheets]
        measured.extend(part["chapter"]["title"] for part in parts if "chapter" in part)
        return map(make, sheets)

    monkeypatch.setattr(f"{typeset_all.__module__}._make_all", noting)
    whole, *_ = handbook.industries.values()
    mine = handbook.in_use_of[whole.id]
    bind(handbook, tmp_path, whole.id)
    assert {one.title for one in mine} <= set(measured)
    measured.clear()
    edited = replace(mine[0], goal=Text(("让客人满意。",)))
    known = {**handbook.procedures, edited.id: edited}
    bind(replace(handbook, procedures=known), tmp_path, whole.id)
    assert measured == [edited.title]


def test_a_preview_has_no_books(handbook: Handbook, tmp_path: Path) -> None:
    context = replace(bare(tmp_path), preview=True)
    assert list(handbooks(handbook, context)) == []


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Volume]:
    """Two volumes of the handbook in every state."""
    root = tmp_path_factory.mktemp("states") / "now"
    lay_out_now(root)
    handbook = examine(Project(root=root, today=DAY)).handbook
    return bind(handbook, root.parent / "books", "pool", "property")


def test_a_volume_ends_with_what_is_no_longer_in_use_and_what_is_instead(
    states: Mapping[str, Volume],
) -> None:
    _, rest = states["property"].text.split("已作废，不得使用WY-01电梯困人时的安抚改用")
    marks = states["property"].bookmarks
    page = next(page for _, title, page in marks if title.startswith("WY-02"))
    assert rest.startswith(f"WY-02救出电梯里的人〔第{page + 1}页〕WY-03打更没有接替的流程")
    assert "已作废，不得使用" not in states["pool"].text


def test_what_members_in_several_states_share_says_which_of_them_are_not_approved(
    states: Mapping[str, Volume],
) -> None:
    text = states["pool"].text
    assert "泳池安全含未批准的流程水质、救人" in text
    members = text[text.index("成员流程") : text.index("总述")]
    assert members.count("征求意见·未批准") == 1
    assert members.endswith("〕征求意见·未批准")
