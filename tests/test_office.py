"""Word documents: complete, in order, with document control on every page, the same every time."""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pypandoc
import pytest
import yaml

from sop_handbook.adapters.pagination import HIGH, SHORT
from sop_handbook.diagrams.measure import width
from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.language.messages import messages
from sop_handbook.language.web_links import addresses
from sop_handbook.model import Brand, Handbook, Procedure, Status, Step, Text, flow
from sop_handbook.model.checklists import ChecklistItem, checklist
from sop_handbook.model.safeguards import left_open, measures
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.base import Selection, Subject
from sop_handbook.render.office import render_office
from sop_handbook.render.svg.drawings import plain
from sop_handbook.render.views.signing import is_checked
from tests.contexts import bare
from tests.sites import Built
from tests.support import DAY, PACKAGE, ROOT

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
SONG, HEI = "宋体", "微软雅黑"
ATTACKS = yaml.safe_load((ROOT / "tests" / "attacks.yaml").read_text("utf-8"))


@dataclass(frozen=True)
class Document:
    """One Word document."""

    content: bytes

    @cached_property
    def parts(self) -> Mapping[str, Element]:
        """Its parts by name, parsed."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            names = [n for n in archive.namelist() if not n.endswith((".png", ".jpg"))]
            return {name: ElementTree.fromstring(archive.read(name)) for name in names}

    @cached_property
    def body(self) -> Element:
        """The text itself."""
        return self.parts["word/document.xml"]

    def text(self, part: str) -> str:
        """The text of one part."""
        return "".join(found.text or "" for found in self.parts[part].iter(f"{W}t"))

    def styles(self) -> dict[str, Element]:
        """The styles by their names."""
        found = self.parts["word/styles.xml"].iter(f"{W}style")
        return {_value(style.find(f"{W}name")): style for style in found}

    @cached_property
    def read_back(self) -> str:
        """What pandoc reads from it, without blanks."""
        return "".join(self.lines.split())

    @cached_property
    def lines(self) -> str:
        """What pandoc reads from it."""
        read = subprocess.run(
            [pypandoc.get_pandoc_path(), "--from=docx", "--to=plain", "--wrap=none"],
            input=self.content,
            capture_output=True,
            check=True,
        )
        return read.stdout.decode()


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _of(element: Element, name: str, attribute: str) -> str:
    """An attribute of the only part of that name."""
    (found,) = element.iter(f"{W}{name}")
    return found.get(f"{W}{attribute}", "")


def write(
    handbook: Handbook, store: Path, today: date = DAY, only: Iterable[str] = ()
) -> dict[str, Document]:
    context = bare(store, today=today)
    if asked := frozenset[tuple[Subject, str]](("procedure", name) for name in only):
        context = replace(context, only=Selection(subjects=asked))
    made = render_office(handbook, context).artifacts
    return {a.offer.subject: Document(a.content) for a in made if a.offer}


@pytest.fixture(scope="session")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


@pytest.fixture(scope="session")
def documents(handbook: Handbook, trades: Built, store: Path) -> dict[str, Document]:
    """Every procedure of the handbook, read back once."""
    found = read(write(handbook, store))
    assert found.keys() == handbook.procedures.keys()
    return found


def read(documents: dict[str, Document]) -> dict[str, Document]:
    """The documents, several of them read back at once."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda document: document.read_back, documents.values()))
    return documents


def written(handbook: Handbook, documents: dict[str, Document]) -> Iterator[tuple[str, Procedure]]:
    """The procedures of which there are documents."""
    assert len(documents) > 5
    return ((name, handbook.procedures[name]) for name in documents)


def _in_order(wanted: list[str], text: str) -> str:
    """The first piece that does not come after those before it; nothing if all do."""
    at = 0
    for piece in ("".join(piece.split()) for piece in wanted):
        at = text.find(piece, at)
        if at < 0:
            return piece
        at += len(piece)
    return ""


def _said(step: Step) -> Iterator[str]:
    """What a document says of a step, in its order."""
    yield step.title
    critical = [point for point in step.key_points if point.critical]
    others = [point for point in step.key_points if not point.critical]
    for point in critical:
        yield from (str(point.text), *([str(point.reason.text)] if point.reason else []))
    yield from (str(item.item) for item in step.receives)
    yield from (str(item) for item in step.choices)
    yield from (str(action.do) for action in step.actions)
    yield from (str(phrase.say) for phrase in step.phrases)
    for point in others:
        yield from (str(point.text), *([str(point.reason.text)] if point.reason else []))
    yield from (str(item.text) for item in step.avoid)
    yield from (str(item) for item in (*step.tools, *step.records, *step.errors))
    if step.decision:
        yield from (str(way.answer) for way in step.decision.outcomes)


def test_a_document_holds_everything_of_every_step_in_order(
    handbook: Handbook, documents: dict[str, Document]
) -> None:
    for name, procedure in written(handbook, documents):
        _, steps = documents[name].lines.split("\n步骤\n")
        wanted = [piece for step in procedure.steps for piece in _said(step)]
        assert _in_order(wanted, "".join(steps.split())) == "", name


def test_a_document_holds_what_stands_around_the_steps(
    handbook: Handbook, documents: dict[str, Document]
) -> None:
    for name, procedure in written(handbook, documents):
        wanted = [str(text) for text in _around(procedure)]
        text = documents[name].read_back
        assert [piece for piece in wanted if "".join(piece.split()) not in text] == [], name


def test_the_checklist_begins_a_page_and_its_tables_carry_their_headings(
    handbook: Handbook, documents: dict[str, Document]
) -> None:
    for name, procedure in written(handbook, documents):
        root = documents[name].body
        begins = [
            one for one in root.iter(f"{W}p") if one.find(f"{W}pPr/{W}pageBreakBefore") is not None
        ]
        # A high chart may begin one, too.
        assert ["".join(one.itertext()) for one in begins][-1:] == ["检查表"]
        heads = [
            "".join(row.itertext())
            for table in root.iter(f"{W}tbl")
            for row in table.findall(f"{W}tr")[:1]
            if row.find(f"{W}trPr/{W}tblHeader") is not None
        ]
        paused = [head for head in heads if head.startswith("核对点")]
        assert len(paused) == len(checklist(procedure)), name


def test_a_document_has_the_pause_points_of_its_checklist(
    handbook: Handbook, documents: dict[str, Document]
) -> None:
    for name, procedure in written(handbook, documents):
        _, found = documents[name].lines.split("\n检查表\n")
        wanted: list[str] = []
        for number, point in enumerate(checklist(procedure), 1):
            wanted.append(f"核对点{number}")
            wanted += [item.says for item in point.items]
        # A cell of several lines is spread over several lines of the table, so blanks are gone.
        assert _in_order(wanted, "".join(found.split())) == "", name


def _around(procedure: Procedure) -> Iterator[object]:
    yield procedure.goal
    yield from (text for text in (procedure.scope, *procedure.principles) if text)
    yield from (standard.metric for standard in procedure.standards)
    yield from (end.text for end in procedure.ends)
    for rule in procedure.exceptions:
        yield from (text for text in (rule.when, rule.requirement, rule.method) if text)
    if procedure.feedback:
        yield from procedure.feedback.channels
    for form in procedure.forms:
        yield from (form.title, form.purpose, *(field.label for field in form.fields))
        yield from (*form.rules, *(gap.text for gap in form.gaps))
    for scenario in procedure.training.scenarios if procedure.training else ():
        yield from (scenario.title, scenario.situation, *scenario.tasks, *scenario.trainer)
        yield from scenario.actor
    yield from (gap.text for gap in procedure.gaps)
    yield from (change.summary for change in procedure.changes)
    yield from (source.place for source in procedure.sources)


def test_every_page_says_number_revision_and_that_it_is_not_approved(
    handbook: Handbook, documents: dict[str, Document]
) -> None:
    codes = set()
    for name, document in documents.items():
        head, foot = document.text("word/header1.xml"), document.text("word/footer1.xml")
        procedure = handbook.procedures[name]
        assert procedure.title in head
        assert f"{procedure.number} · 第{procedure.revision}版 · 草案 · 未批准" in head
        newest = max(change.date for change in procedure.changes)
        assert foot.startswith(f"内容截至 {newest.isoformat()}编码 ")
        codes.add(foot.partition("编码 ")[2][:11])
        fields = [f.text for f in document.parts["word/footer1.xml"].iter(f"{W}instrText")]
        assert fields == [" PAGE ", " NUMPAGES "]
        titled, numbered = document.parts["word/header1.xml"].findall(f".//{W}tc")
        assert titled.find(f".//{W}noWrap") is None  # a long title must not break the number
        assert numbered.find(f".//{W}noWrap") is not None
        cells = document.parts["word/footer1.xml"].findall(f".//{W}tc")
        widths = [int(_of(cell, "tcW", "w")) for cell in cells]
        assert (len(widths), widths[0], sum(widths)) == (3, widths[2], 9412)
        assert [_value(cell.find(f".//{W}jc")) for cell in cells] == ["left", "center", "right"]
        (section,) = document.body.iter(f"{W}sectPr")
        assert {part.tag for part in section} >= {f"{W}headerReference", f"{W}footerReference"}
    assert len(codes) == len(documents)
    assert all(re.fullmatch(r"\w{3}-\w{3}-\w{3}", code) for code in codes)


def test_chinese_has_its_own_fonts_and_no_theme_overrules_them(
    documents: dict[str, Document],
) -> None:
    for document in documents.values():
        styles = document.styles()
        fonts = [found for part in document.parts.values() for found in part.iter(f"{W}rFonts")]
        assert not [font for font in fonts for key in font.attrib if key.endswith("Theme")]
        (default,) = document.parts["word/styles.xml"].iter(f"{W}rPrDefault")
        assert _east_asian(default) == SONG
        for name in ("Title", "heading 1", "heading 2"):
            assert _east_asian(styles[name]) == HEI
        (language,) = default.iter(f"{W}lang")
        assert language.get(f"{W}eastAsia") == "zh-CN"


def _east_asian(style: Element) -> str:
    (fonts,) = style.iter(f"{W}rFonts")
    return fonts.get(f"{W}eastAsia", "")


def test_every_style_is_ours(documents: dict[str, Document]) -> None:
    """Of the converter's own, such as thirty for program code, none is left in the gallery."""
    folder = PACKAGE / "render" / "templates" / "office" / "reference"
    ours = ElementTree.fromstring((folder / "word" / "styles.xml.j2").read_text("utf-8"))
    named = {_value(name) for name in ours.iter(f"{W}name")} - {"SOP Command", "SOP Seen"}
    for document in documents.values():
        assert document.styles().keys() == named
        known = {style.get(f"{W}styleId") for style in document.styles().values()}
        tags = {f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"}
        assert {_value(used) for used in document.body.iter() if used.tag in tags} <= known


def test_every_table_with_columns_marks_its_header_and_fills_the_page(
    documents: dict[str, Document],
) -> None:
    for document in documents.values():
        control, *tables = document.body.iter(f"{W}tbl")
        assert len(control.findall(f"{W}tr")) == 4
        (date,) = (table for table in tables if len(table.findall(f"{W}tr")) == 1)
        tables.remove(date)
        assert len(tables) >= 2
        for table in tables:
            first, *others = table.findall(f"{W}tr")
            assert first.find(f"{W}trPr/{W}tblHeader") is not None
            if "".join(first.itertext()).startswith("核对点"):  # below it the columns have names
                first = others.pop(0)
                assert first.find(f"{W}trPr/{W}tblHeader") is not None
            assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in others)
            assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in others)
            (width,) = table.findall(f"{W}tblPr/{W}tblW")
            assert (width.get(f"{W}type"), width.get(f"{W}w")) == ("pct", "5000")
            columns = table.findall(f"{W}tblGrid/{W}gridCol")
            assert len(columns) == len(first.findall(f"{W}tc"))
            assert all(int(column.get(f"{W}w", "0")) > 400 for column in columns)


def test_what_is_to_be_done_has_a_box_that_word_can_tick(
    handbook: Handbook, documents: dict[str, Document]
) -> None:
    for name, document in documents.items():
        controls = list(document.body.iter(f"{W}sdt"))
        assert all(len(list(control.iter(f"{W14}checkbox"))) == 1 for control in controls)
        ids = [_value(found) for control in controls for found in control.iter(f"{W}id")]
        assert len(set(ids)) == len(controls)
        procedure = handbook.procedures[name]
        checked = sum(
            _boxes(procedure, item) for point in checklist(procedure) for item in point.items
        )
        assert len(controls) == sum(map(_ticks, procedure.steps)) + checked
        assert document.read_back.count("☐") == len(controls)


def _boxes(procedure: Procedure, item: ChecklistItem) -> int:
    """An item has a box; every answer, a second and a third round, and 不适用 have one more."""
    if item.step is None:
        return 1
    if item.point:
        return 1 + flow.may_be_left_out(procedure, item.step)
    ways = len(item.step.decision.outcomes) if item.step.decision else 0
    again = 2 * max(1, ways) if flow.repeats(procedure, item.step) else 0
    return 1 + ways + again + flow.may_be_left_out(procedure, item.step)


def _ticks(step: Step) -> int:
    outcomes = step.decision.outcomes if step.decision else ()
    critical = [point for point in step.key_points if point.critical]
    return sum(map(len, (step.actions, critical, step.receives, step.records, outcomes)))


def test_steps_are_headings_that_the_overview_links(documents: dict[str, Document]) -> None:
    body = documents["restaurant-six-steps"].body
    marks = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    links = [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")]
    assert len([link for link in links if link and link.startswith("step-")]) >= 6
    assert set(links) <= marks
    headings = [p for p in body.iter(f"{W}p") if _value(p.find(f"{W}pPr/{W}pStyle")) == "Heading2"]
    assert len(headings) == 6


def _one(handbook: Handbook, **changes: object) -> Handbook:
    """The handbook with one procedure only, changed."""
    changed = replace(handbook.procedures["restaurant-six-steps"], **changes)  # type: ignore[arg-type]
    return replace(handbook, procedures={changed.id: changed})


def test_the_flow_chart_is_a_picture_that_says_in_words_what_it_shows(
    handbook: Handbook, documents: dict[str, Document]
) -> None:
    for name, document in documents.items():
        first, *_ = drawings = list(document.body.iter(f"{WP}inline"))
        with zipfile.ZipFile(io.BytesIO(document.content)) as archive:
            media = [part for part in archive.namelist() if part.startswith("word/media/")]
            signs = {archive.read(part)[:8] for part in media}
        assert len(media) == len(drawings)
        assert signs == {b"\x89PNG\r\n\x1a\n"}
        for drawing in drawings:
            (extent,) = drawing.iter(f"{WP}extent")
            assert int(extent.get("cx", "0")) <= 166 * 36000 >= 1  # EMU a millimetre
        (shown,) = first.iter(f"{WP}docPr")
        graph = procedure_graph(handbook, handbook.procedures[name], messages("zh"))
        said = shown.get("descr", "")
        assert [n for n in graph.nodes if plain(n.full or n.text) not in said] == []
        assert [edge.label for edge in graph.edges if f"{edge.label}→" not in said] == []


def test_the_checklist_is_filled_in_and_signed_by_hand(
    handbook: Handbook, documents: dict[str, Document]
) -> None:
    for name, document in documents.items():
        _, found = document.lines.split("\n检查表\n")
        procedure = handbook.procedures[name]
        about = procedure.record_of
        blanks = ["日期", "执行人", *about, "核对点1", "偏差与理由", "签字人", "签名"]
        checked = ["复核人"] if is_checked(procedure) else []
        signed = "".join(found.split())
        assert _in_order([*blanks, "执行人", *checked], signed) == ""
        assert signed.count("复核人") == len(checked)


def test_the_checklist_says_as_much_of_a_step_as_the_printed_one(
    handbook: Handbook, documents: dict[str, Document]
) -> None:
    for name, document in documents.items():
        procedure = handbook.procedures[name]
        _, found = document.lines.split("\n检查表\n")
        found = "".join(found.split("偏差与理由")[0].split())
        asked = {step.id for point in checklist(procedure) for step in point.steps}
        wanted: list[object] = [rule.when for rule in procedure.exceptions]
        wanted += [rule.method for rule in procedure.exceptions if rule.method]
        for step in procedure.steps:
            wanted += [item.text for item in step.avoid]
            wanted += [point.text for point in step.key_points if point.kind == "safety"]
            wanted += step.records if step.id in asked else ()
            wanted += [str(gap.text).rstrip("。") for _, gap in left_open(procedure, step)]
            wanted += [one.metric for one in measures(procedure, step)]
            wanted += ["第2遍", "第3遍"] if flow.repeats(procedure, step) else []
        told = ["".join(str(piece).split()).rstrip("。") for piece in wanted]
        assert [piece for piece in told if piece not in found] == [], name


def test_limits_have_a_column_of_their_own_in_the_checklist(
    handbook: Handbook, documents: dict[str, Document]
) -> None:
    for name, document in documents.items():
        timed = any(step.timing for step in handbook.procedures[name].steps)
        heads = [
            ["".join(cell.itertext()).strip() for cell in row]
            for table in document.body.iter(f"{W}tbl")
            for row in table.findall(f"{W}tr")[:2]
        ]
        checked = [head for head in heads if "核对什么" in head]
        assert checked
        named = [any("时限" in cell or "频次" in cell for cell in head) for head in checked]
        assert any(named) == timed  # where there is one at that pause


def test_nothing_stands_alone_at_the_end_or_the_beginning_of_a_page(
    documents: dict[str, Document],
) -> None:
    for document in documents.values():
        parts = list(document.body.find(f"{W}body") or ())
        tables = [part for part in parts if part.tag == f"{W}tbl"]
        for table in tables:
            rows = table.findall(f"{W}tr")
            kept = [all(map(_kept, row.iter(f"{W}p"))) for row in rows]
            short = len(rows) <= SHORT
            assert all(kept[:-1]) if short else kept[0] and kept[-2]
        last = parts.index(tables[-1])
        sources = [part for part in parts[last:-1] if part.tag == f"{W}p"]
        assert [_kept(part) for part in sources] == [True] * (len(sources) - 1) + [False]


def _kept(paragraph: Element) -> bool:
    """Whether it stays on one page with what follows, itself or by its style."""
    named = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
    return named == "SopLabel" or paragraph.find(f"{W}pPr/{W}keepNext") is not None


def test_a_document_of_what_is_approved_says_from_when_to_when_it_holds(
    handbook: Handbook, tmp_path: Path
) -> None:
    control = handbook.procedures["restaurant-six-steps"].control
    control = replace(
        control,
        status=Status.CURRENT,
        effective_from=DAY,
        review_by=DAY + timedelta(days=365),
    )
    approved = _one(handbook, control=control)
    foot = write(approved, tmp_path)["restaurant-six-steps"].text("word/footer1.xml")
    assert foot.startswith("生效 2026-11-22 · 复审 2027-11-22编码 ")


def test_a_draft_warns_right_before_its_goal(handbook: Handbook, tmp_path: Path) -> None:
    control = handbook.procedures["restaurant-six-steps"].control
    for status, told in ((Status.DRAFT, True), (Status.REVIEW, True), (Status.CURRENT, False)):
        one = _one(handbook, control=replace(control, status=status))
        head, _, _ = write(one, tmp_path)["restaurant-six-steps"].read_back.partition("目标")
        assert head.endswith("·未批准") is told


def test_the_same_procedure_gives_the_same_bytes(handbook: Handbook, tmp_path: Path) -> None:
    first, second = (
        write(_one(handbook), tmp_path / store)["restaurant-six-steps"].content
        for store in ("first", "second")
    )
    assert first == second


def test_an_overdue_review_is_shown_under_the_same_code(handbook: Handbook, tmp_path: Path) -> None:
    control = handbook.procedures["restaurant-six-steps"].control
    due = _one(handbook, control=replace(control, review_by=DAY))
    on_time, late = (
        write(due, tmp_path, DAY + timedelta(days=days))["restaurant-six-steps"] for days in (0, 1)
    )
    assert "复审已过期" not in on_time.read_back
    assert "复审已过期（应于2026-11-22前复审）" in late.read_back
    assert on_time.text("word/footer1.xml") == late.text("word/footer1.xml")


def test_a_hostile_text_stays_text(handbook: Handbook, tmp_path: Path) -> None:
    attacks = tuple(Text((f"甲{attack}乙",)) for attack in ATTACKS.values())
    title = '</w:t><script>"&amp;'
    document = write(_one(handbook, principles=attacks, title=title), tmp_path)[
        "restaurant-six-steps"
    ]
    shown = "".join(document.text("word/document.xml").split())
    assert [attack for attack in attacks if "".join(str(attack).split()) not in shown] == []
    assert title in document.text("word/header1.xml")
    with zipfile.ZipFile(io.BytesIO(document.content)) as archive:
        assert sum("media" in part for part in archive.namelist()) == 1  # the flow chart
    links = document.parts["word/_rels/document.xml.rels"]
    outward = [link.get("Target") for link in links if link.get("TargetMode") == "External"]
    assert {*outward} <= {address for text in attacks for address in addresses([text])}  # as read


def test_a_high_chart_begins_a_page_and_no_heading_follows_a_table_or_chart_at_once(
    documents: Mapping[str, Document],
) -> None:
    high = 0
    for document in documents.values():
        (body,) = document.parts["word/document.xml"].iter(f"{W}body")
        parts = [part for part in body if part.tag in (f"{W}p", f"{W}tbl")]
        styles = [style.get(f"{W}val", "") if (style := part.find(f"{W}pPr/{W}pStyle")) is not None
                  else "" for part in parts]  # fmt: skip
        before = [one for one, style in zip(parts, styles[1:], strict=False) if "Heading" in style]
        assert not [one for one in before if one.tag == f"{W}tbl" or [*one.iter(f"{WP}extent")]]
        for at, part in enumerate(parts):
            found = [
                extent for extent in part.iter(f"{WP}extent") if "Picture" not in styles[at - 1]
            ]
            heading = max(
                (n for n, style in enumerate(styles[:at]) if "Heading" in style), default=0
            )
            begins = parts[heading].find(f"{W}pPr/{W}pageBreakBefore") is not None
            for extent in found:
                assert begins == (int(extent.get("cy", "0")) > HIGH)
                high += begins
    assert high


def test_a_document_says_who_helps_and_signs_and_its_header_stands_on_one_line(
    handbook: Handbook, tmp_path: Path
) -> None:
    helper = "帮忙的第二个人"
    some = next(role for role in handbook.roles.values() if role.reads)
    one = _one(handbook)
    (name, procedure), *_ = one.procedures.items()
    first, *others = procedure.steps
    call = replace(first.actions[0], do=Text(("拨打 021-5550 9110",)))
    steps = (replace(first, with_=("helper",), actions=(call,)), *others)
    changed = replace(
        one,
        roles={**one.roles, "helper": replace(some, title=helper)},
        procedures={name: replace(procedure, steps=steps)},
        brand=Brand(organisation="澜庭国际酒店管理（集团）有限公司", short_name="澜庭"),
        title="澜庭前台作业手册大全",
    )
    document = write(changed, tmp_path)[name]
    told = document.text("word/document.xml")
    assert "021-5550\u00a09110" in told
    above, _ = told.split("签字人")
    assert above.count(f"协同：{helper}") == 2, "of the step, and in its row of the checklist"
    assert f"{helper}：" in above, "beside it to sign"
    head, *_ = document.parts["word/header1.xml"].findall(f".//{W}tc")
    left = "".join(head.itertext())
    assert left.endswith(procedure.title)
    assert width(left, 1) <= 36
    assert "有限公司" not in left
