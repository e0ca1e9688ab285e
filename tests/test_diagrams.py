"""Graphs of procedures, families and industries; text in nodes; drawings as SVG."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.diagrams.draw import Drawing
from sop_handbook.diagrams.fit import (
    COLUMN,
    PHONE,
    Paper,
    page_drawing,
    phone_drawing,
    print_drawing,
)
from sop_handbook.diagrams.geometry import Point
from sop_handbook.diagrams.graph import Edge, Graph, Kind, Lane, Node
from sop_handbook.diagrams.hand_overs import industry_graph
from sop_handbook.diagrams.measure import width, wrap
from sop_handbook.diagrams.overviews import family_graph
from sop_handbook.diagrams.procedures import gist, procedure_graph
from sop_handbook.language.messages import messages
from sop_handbook.model import ExceptionRule, Handbook, Procedure, Role, Trigger, Value
from sop_handbook.model.timing import Repeat
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.handbooks import OWN_PAGE, ROOM
from sop_handbook.render.svg.diagrams import sheets
from sop_handbook.render.svg.drawings import PAGE_PAINT, page_svg
from sop_handbook.render.svg.windows import LETTERS
from tests.hostile import ATTACKS, first_forms
from tests.layouts import TOUCHING, shared
from tests.promises import kept
from tests.support import THEME, procedure, text

CHINESE = messages("zh")
SVG = "{http://www.w3.org/2000/svg}"
SMALLEST = 12.0  # pixels, on any page


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    """Several trades."""
    return examine(project).handbook


@pytest.fixture(scope="module")
def graphs(handbook: Handbook) -> list[Graph]:
    """Every diagram of the handbook."""
    found = [procedure_graph(handbook, p, CHINESE) for p in handbook.procedures.values()]
    found += [family_graph(handbook, family, CHINESE) for family in handbook.families.values()]
    found += [g for name in handbook.industries if (g := industry_graph(handbook, name))]
    return found


def _graph(of: Procedure, *others: Procedure) -> Graph:
    """The graph of a procedure in a handbook of its own."""
    known = {p.id: p for p in (of, *others)}
    role = Role(id="waiter", title="服务员", industry="trade", summary=text("上菜"))
    book = Handbook(
        title="手册",
        summary=text("手册"),
        report_to="editor",
        base_url=None,
        industries={},
        documents={},
        contacts={},
        roles={"waiter": role},
        terms={},
        families={},
        procedures=known,
        forms={},
    )
    return procedure_graph(book, of, CHINESE)


def _ways(graph: Graph) -> list[str]:
    return [f"{e.source}>{e.target}{f'[{e.label}]' if e.label else ''}" for e in graph.edges]


# Graphs --------------------------------------------------------------------------------------


def test_a_step_with_a_decision_leads_on_by_its_answers() -> None:
    graph = _graph(procedure("ask ?yes ?no; yes >done; no >done"))
    assert [node.kind for node in graph.nodes] == ["decision", "task", "task", "end"]
    assert _ways(graph) == [
        "step-ask>step-yes[yes]",
        "step-ask>step-no[no]",
        "step-yes>end-done",
        "step-no>end-done",
    ]


def test_a_loop_leads_back() -> None:
    assert "step-b>step-a[a]" in _ways(_graph(procedure("a; b ?a ?done")))


def test_every_trigger_is_a_start_before_the_first_step() -> None:
    triggers = (Trigger(text=text("来电")), Trigger(text=text("上门"), from_="other"))
    graph = _graph(procedure("a", triggers=triggers))
    starts = [node for node in graph.nodes if node.kind is Kind.START]
    assert [(node.text, node.procedure) for node in starts] == [("来电", None), ("上门", "other")]
    assert _ways(graph)[:2] == ["start-1>step-a", "start-2>step-a"]


def test_an_exception_stands_after_its_steps_and_leads_where_it_says() -> None:
    rule = ExceptionRule(when=text("停电"), then="stopped", at=("a",))
    graph = _graph(procedure("a; b", ends="done stopped", exceptions=(rule,)))
    assert [node.id for node in graph.nodes].index("trouble-1") == 1
    ways = {e.source: e.target for e in graph.edges if e.kind == "trouble"}
    assert ways == {"step-a": "trouble-1", "trouble-1": "end-stopped"}


def test_an_exception_for_any_step_is_told_beside_the_diagram() -> None:
    rule = ExceptionRule(when=text("停电"), then="resume")
    graph = _graph(procedure("a; b", exceptions=(rule,)))
    assert graph.standing == ("停电",)
    assert Kind.TROUBLE not in {node.kind for node in graph.nodes}


def test_an_exception_within_a_time_says_so() -> None:
    value = Value(literal="10min", op="le")
    rule = ExceptionRule(when=text("没有函号"), then="resume", at=("a",), within=value)
    graph = _graph(procedure("a; b", exceptions=(rule,)))
    (node,) = (node for node in graph.nodes if node.kind is Kind.TROUBLE)
    assert (node.limit, node.note) == ("10分钟内", "处理完回到原步骤")


def test_parts_without_an_order_have_no_edges() -> None:
    graph = _graph(procedure("a; b; c", order="any"))
    assert (graph.edges, graph.ordered, len(graph.nodes)) == ((), False, 3)


def test_a_called_procedure_is_a_collapsed_node_that_opens_it() -> None:
    other = replace(procedure("x"), id="other", title="退货")
    caller = procedure("a; b")
    steps = (replace(caller.steps[0], use="other"), replace(caller.steps[1], starts="other"))
    graph = _graph(replace(caller, steps=steps), other)
    calls = [node for node in graph.nodes if node.kind is Kind.CALL]
    assert [(node.text, node.opens) for node in calls] == [
        ("a", ("other", "")),  # not at a step "a", which the other has not
        ("同时启动：退货", ("other", "")),
    ]


def test_an_end_that_hands_over_opens_the_next_procedure() -> None:
    other = replace(procedure("x"), id="other", title="结账")
    mine = procedure("a")
    end = replace(mine.ends[0], hands_over="other")
    graph = _graph(replace(mine, ends=(end,)), other)
    assert (graph.nodes[-1].text, graph.nodes[-1].procedure) == ("转到：结账", "other")


def test_lanes_are_the_roles_in_the_order_of_their_first_steps(handbook: Handbook) -> None:
    graph = procedure_graph(handbook, handbook.procedures["egl-settlement"], CHINESE)
    assert [lane.title for lane in graph.lanes] == [
        "急救中心财务专人",
        "急救中心督导",
        "绿色通道救援联盟",
        "联盟专人",
    ]


def test_every_graph_is_whole(graphs: list[Graph]) -> None:
    for graph in graphs:
        ids = [node.id for node in graph.nodes]
        assert len(set(ids)) == len(ids), graph.id
        assert {e.source for e in graph.edges} | {e.target for e in graph.edges} <= set(ids)
        assert {node.lane for node in graph.nodes} == {lane.id for lane in graph.lanes}


def test_the_family_runs_from_call_to_settlement(handbook: Handbook) -> None:
    graph = family_graph(handbook, handbook.families["guarantee-letter"], CHINESE)
    after: dict[str, set[str]] = {}
    for edge in graph.edges:
        after.setdefault(edge.source, set()).add(edge.target)
    reached, waiting = set(), ["egl-seat.start-1"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += after.get(name, ())
    assert {"egl-crew.step-verify", "egl-settlement.end-settled", "egl-nonstandard"} <= reached


@pytest.mark.parametrize(
    ("whole", "drawn"),
    [
        ("顾客进店", "顾客进店"),
        ("款项已汇到，原始单据已经寄回，核算和汇款往来已沟通清楚", "款项已汇到，原始单据已经寄回…"),
        ("坐席电脑弹屏（致电者用数据库里预先存好的号码拨打120）", "坐席电脑弹屏…"),
        ("一个很长很长没有标点可以断开所以只好整句画出来的说法", None),
    ],
)
def test_a_long_start_or_end_is_drawn_by_its_first_clauses(whole: str, drawn: str | None) -> None:
    assert gist(whole) == (drawn or whole)


# Text in nodes -------------------------------------------------------------------------------

OPENERS, CLOSERS = "（“‘《「【［(¥±", "）”’》」】］)、，。：；！？…—·℃%~"
TEXTS = st.text(
    st.sampled_from(f"核对身份证件是5000IT操作abcμé\u0301 \u00a0\u3000-/\"'{OPENERS}{CLOSERS}"),
    max_size=40,
)
WIDTHS = st.integers(1, 200)


def _gaps(rows: tuple[str, ...], text: str) -> list[str]:
    """The blanks that stand between the lines of a text; fails where anything else is missing."""
    rest, gaps = text.strip(), []
    for row in rows:
        gaps.append(rest[: len(rest) - len(rest.lstrip())])
        assert rest.lstrip().startswith(row), rows
        rest = rest.lstrip().removeprefix(row)
    assert not rest
    return gaps[1:]


def _parted(before: str, after: str) -> bool:
    """Whether a line may surely end between two texts: Chinese on one side, no sign near."""
    plain = before[-1].isalnum() and after[0].isalnum()
    return plain and ("\u4e00" <= before[-1] <= "\u9fff" or "\u4e00" <= after[0] <= "\u9fff")


@kept
@given(TEXTS, WIDTHS)
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, most: int) -> None:
    rows = wrap(text, 14, most)
    _gaps(rows, text)
    for row in rows:
        may_end = any(_parted(row[:at], row[at:]) for at in range(1, len(row)))
        assert width(row, 14) <= most or not may_end, row
        assert row == row.strip()
        assert row or not text.strip()


@kept
@given(TEXTS, WIDTHS)
def test_a_text_has_no_more_lines_than_it_needs(text: str, most: int) -> None:
    rows = wrap(text, 14, most)
    for gap, (before, after) in zip(_gaps(rows, text), pairwise(rows), strict=True):
        assert width(before + gap + after, 14) > most, rows


@kept
@given(TEXTS, WIDTHS)
def test_no_line_begins_or_ends_with_a_sign_that_must_not(text: str, most: int) -> None:
    rows = wrap(text, 14, most)
    for gap, (before, after) in zip(_gaps(rows, text), pairwise(rows), strict=True):
        assert after[0] not in CLOSERS.replace("~", "" if gap else "~"), rows
        assert before[-1] not in OPENERS, rows
        assert gap or before[-1] not in "/\"'", rows
        assert gap or after[0] not in "-/\"'\u0301", rows
        assert "\u00a0" not in gap, rows
        inside_word = before[-1].isalnum() and after[0].isalnum() and not gap
        chinese = before[-1] >= "\u4e00" or after[0] >= "\u4e00"
        assert not inside_word or chinese or max(_words(text), default=0) > most, rows


def _words(text: str) -> list[float]:
    """The widths of what stands between blanks and Chinese signs."""
    return [width(word, 14) for word in re.split(r"[\s\u3000\u4e00-\u9fff]+", text)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("告警 PostgresPrimaryDown", ("告警 Postgres", "PrimaryDown")),
        ("告警 CertificateExpiresIn7Days", ("告警", "Certificate", "ExpiresIn7Days")),
        ("svc-payments-eu-west-1", ("svc-payments-", "eu-west-1")),
        ("重启 HTTPServerError", ("重启 HTTP", "ServerError")),
        ("prometheus.alertmanager.v2", ("prometheus.", "alertmanager.", "v2")),
        ("www.example.com", ("www.", "example.com")),
        ("abcdefghijklmnopqrstuvwxyz", ("abcdefghijklm", "nopqrstuvwxyz")),
        ("PostgresDown", ("PostgresDown",)),  # it fits
        ("12345678901234567890", ("12345678901234567890",)),  # a figure is never broken
    ],
)
def test_a_latin_word_too_long_for_a_line_is_broken_where_its_parts_meet(
    text: str, rows: tuple[str, ...]
) -> None:
    assert wrap(text, 14, 112) == rows
    assert all(width(row, 14) <= 112 for row in rows if not row.isdecimal())


def test_no_letter_is_wider_than_it_is_thought_to_be() -> None:
    """By the advances of Noto Sans SC and Liberation Sans, in em; a word of many is no narrower."""
    assert width("mmmmmwwww%WWM@", 1) >= 5 * 0.926 + 4 * 0.8 + 0.92 + 2 * 0.88 + 0.81 + 0.95


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("温度 -5℃", ("温度", "-5℃")),
        ("用“ 是 ”或者（ 否 ）答", ("用", "“ 是 ”", "或者", "（ 否 ）", "答")),
        ("每次5μg吃", ("每次", "5μg", "吃")),
        ("是/否都记", ("是/否", "都记")),
        ("收￥ 5元不收", ("收", "￥ 5", "元不", "收")),
        ("", ("",)),
        (" \u3000 ", ("",)),
        ("“‘（", ("“‘（",)),
        ("甲乙 丙丁", ("甲乙", "丙丁")),
    ],
)
def test_what_belongs_together_stays_on_a_line(text: str, rows: tuple[str, ...]) -> None:
    assert wrap(text, 14, 28) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("选择医院", ("选择医院",)),
        ("生成担保函号，告知外派车辆人员", ("生成担保函号，", "告知外派车辆人员")),
        ("按5000元以内垫付", ("按5000元", "以内垫付")),
    ],
)
def test_lines_are_even(text: str, rows: tuple[str, ...]) -> None:
    assert wrap(text, 14, 118 if len(text) > 10 else 80) == rows


# Drawings ------------------------------------------------------------------------------------


@cache
def _drawings(graph: Graph) -> tuple[Drawing, ...]:
    """A graph as pages draw it; a family has its own form on phones."""
    page = page_drawing(graph, CHINESE)
    whole = graph.id == "guarantee-letter"
    return (page,) if whole else (page, phone_drawing(graph, CHINESE))


def _hard(said: str) -> Graph:
    """A decision, an exception and a call whose every text is the same."""
    nodes = [
        Node(
            id="a", kind=Kind.DECISION, lane="x", text=said, question=said, limit=said, number="1"
        ),
        Node(id="b", kind=Kind.TROUBLE, lane="x", text=said, note=said, critical=True),
        Node(id="c", kind=Kind.CALL, lane="y", text=said, procedure="p", step="s"),
    ]
    edges = [
        Edge(source="a", target="c", label=said),
        Edge(source="a", target="b", label=said, kind="trouble"),
    ]
    lanes = (Lane(id="x", title=said), Lane(id="y", title=said))
    return Graph(id="hard", title=said, lanes=lanes, nodes=tuple(nodes), edges=tuple(edges))


@pytest.mark.parametrize("name", ATTACKS)
def test_no_text_can_become_markup(name: str) -> None:
    attack = " ".join("".join(c for c in ATTACKS[name] if c.isprintable()).split())[:60] or "无"
    with first_forms():
        drawings = _drawings(_hard(attack))
    for drawing in drawings:
        svg = page_svg(drawing, "x", CHINESE, lambda node: f"#{node.id}")
        root = ET.fromstring(svg)
        assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
            "svg", "title", "desc", "defs", "marker", "path", "g", "rect", "text", "tspan", "a",
        }  # fmt: skip
        assert not [key for e in root.iter() for key in e.attrib if key.startswith("on")]
        assert root.findtext(f"{SVG}title") == f"{attack}流程图"


def test_a_page_drawing_can_be_read_and_walked(graphs: list[Graph]) -> None:
    for graph in graphs:
        for drawing in _drawings(graph):
            root = ET.fromstring(page_svg(drawing, "x", CHINESE, lambda node: f"#{node.id}"))
            links = root.findall(f"{SVG}a")
            assert [link.get("href") for link in links] == [f"#{node.id}" for node in graph.nodes]
            assert all(link.get("aria-label") for link in links)
            assert {float(e.get("font-size", SMALLEST)) for e in root.iter()} >= {SMALLEST}
            assert all(float(e.get("font-size", 99)) >= SMALLEST for e in root.iter())
            ids = [e.get("id") for e in root.iter() if e.get("id")]
            assert len(ids) == len(set(ids))
            assert not re.search(r"\n\s*\n", page_svg(drawing, "x", CHINESE, lambda _: ""))


def test_what_a_screen_reader_says_of_a_decision(handbook: Handbook) -> None:
    graph = procedure_graph(handbook, handbook.procedures["egl-crew"], CHINESE)
    root = ET.fromstring(page_svg(_drawings(graph)[0], "x", CHINESE, lambda _: "#"))
    said = [link.get("aria-label") for link in root.findall(f"{SVG}a")]
    assert said[1] == (
        "外派车辆人员：1 现场核查身份和伤病；身份和伤病是否都符合？；有关键要点；"
        "都符合→告知热线，填写担保函，不符合→转到：处理非标准情况"
    )


def test_a_screen_reader_says_what_is_drawn_in_the_order_in_which_it_is_drawn() -> None:
    value = Value(literal="10min", op="le")
    rule = ExceptionRule(when=text("没有函号"), then="resume", at=("a",), within=value)
    graph = _graph(procedure("a; b", exceptions=(rule,)))
    root = ET.fromstring(page_svg(_drawings(graph)[0], "x", CHINESE, lambda _: "#"))
    said = [link.get("aria-label") for link in root.findall(f"{SVG}a")]
    assert "原文未指定岗位：没有函号；处理完回到原步骤；时限：10分钟内" in said


def test_every_phone_drawing_fits_a_phone(graphs: list[Graph]) -> None:
    phones = {g.id: drawn[1].geometry.width for g in graphs if len(drawn := _drawings(g)) > 1}
    assert len(phones) == len(graphs) - 1
    assert {name: wide for name, wide in phones.items() if wide > PHONE} == {}


def test_a_drawing_for_a_page_fits_its_column_when_it_can(graphs: list[Graph]) -> None:
    wide = [g.id for g in graphs if _drawings(g)[0].geometry.width > COLUMN]
    assert wide == ["guarantee-letter"]


def test_print_has_no_variables_and_letters_of_at_least_seven_points(graphs: list[Graph]) -> None:
    paper = Paper(width=186, height=262)
    for graph in graphs:
        made = sheets(graph, CHINESE, "Noto Sans SC", paper)
        for sheet in made:
            assert "var(" not in sheet.svg
            assert 7 <= sheet.least <= sheet.points
            high, wide = (paper.width, paper.height) if sheet.lying else (paper.height, paper.width)
            assert sheet.width <= wide + 0.1
            assert sheet.height <= high + 0.1
            for spot in sheet.spots:
                assert 0 <= spot.x <= spot.x + spot.width <= sheet.width
        assert sum(len(sheet.spots) for sheet in made) == len(graph.nodes)


def test_what_no_sheet_holds_goes_on_over_several_in_one_column(handbook: Handbook) -> None:
    graph = family_graph(handbook, handbook.families["guarantee-letter"], CHINESE)
    small = Paper(width=90, height=130)
    parts = sheets(graph, CHINESE, "Noto Sans SC", small)
    assert len(parts) > 1
    assert all(part.height <= small.height + 0.1 and not part.lying for part in parts)
    assert sorted(s.node.id for p in parts for s in p.spots) == sorted(n.id for n in graph.nodes)
    for part in parts:
        assert all(spot.y + spot.height <= part.height + 0.1 for spot in part.spots)


def test_lines_cut_between_sheets_end_and_begin_with_the_same_letters_in_the_same_lanes(
    handbook: Handbook,
) -> None:
    graph = family_graph(handbook, handbook.families["guarantee-letter"], CHINESE, whole=True)
    parts = sheets(graph, CHINESE, "Noto Sans SC", ROOM, OWN_PAGE)
    assert len(parts) > 1
    assert [part.above for part in parts] == [(), *(part.below for part in parts[:-1])]
    assert [bool(part.below) for part in parts] == [True] * (len(parts) - 1) + [False]
    heads = []
    for part in parts:
        root = ET.fromstring(part.svg)
        signs = {text.text for text in root.iter(f"{SVG}text")} & set(LETTERS)
        assert signs == {*part.above, *part.below}
        assert len(list(root.iter(f"{SVG}circle"))) == len(part.above) + len(part.below)
        titles = {lane.title for lane in graph.lanes}
        shown = [t for t in root.iter(f"{SVG}tspan") if t.text in titles]
        top = min(float(t.get("y", "")) for t in shown)  # below it, a line of a node may be one
        heads.append({(t.text, t.get("x")) for t in shown if float(t.get("y", "")) == top})
        assert len(heads[-1]) == len(titles)
    assert all(head == heads[0] for head in heads)


def test_on_paper_an_overview_draws_an_exception_from_every_step_where_it_comes_up(
    handbook: Handbook,
) -> None:
    family = handbook.families["guarantee-letter"]
    refused = handbook.procedures["egl-docking"].exceptions[0]
    assert len(refused.at) > 1
    drawn = [
        edge.source
        for edge in family_graph(handbook, family, CHINESE, whole=True).edges
        if edge.kind == "trouble"
    ]
    assert drawn == [f"egl-docking.step-{name}" for name in refused.at]


def visible(drawing: Drawing) -> list[tuple[Point, ...]]:
    return [drawing.visible(index) for index in range(len(drawing.graph.edges))]


def test_an_exception_of_several_steps_has_one_trunk_and_one_arrowhead(handbook: Handbook) -> None:
    graph = procedure_graph(handbook, handbook.procedures["egl-docking"], CHINESE, whole=True)
    drawing = print_drawing(graph, CHINESE, ROOM, OWN_PAGE).drawing
    dashed = [edge for edge in drawing.graph.edges if edge.kind == "trouble"]
    assert len(dashed) == 7
    (sheet,) = sheets(graph, CHINESE, "Noto Sans SC", ROOM, OWN_PAGE)
    assert sheet.svg.count('stroke-dasharray="5 3" marker-end') == len({e.target for e in dashed})
    runs = [
        run
        for edge, line in zip(drawing.graph.edges, visible(drawing), strict=True)
        if edge.kind == "trouble"
        for run in pairwise(line)
    ]
    assert not [pair for pair in combinations(runs, 2) if shared(*pair) > TOUCHING]


def test_a_start_of_something_else_takes_the_straight_way(handbook: Handbook) -> None:
    graph = procedure_graph(handbook, handbook.procedures["egl-seat"], CHINESE, whole=True)
    drawing = print_drawing(graph, CHINESE, ROOM, OWN_PAGE).drawing
    (line,) = (
        line
        for edge, line in zip(drawing.graph.edges, drawing.geometry.lines, strict=True)
        if edge.kind == "parallel"
    )
    assert len(line) <= 4


def test_the_colours_of_pages_are_all_in_the_stylesheet() -> None:
    css = (THEME / "docs" / "assets" / "handbook.css").read_text("utf-8")
    assert {name: css.count(f"--flow-{name}:") for name in PAGE_PAINT} == dict.fromkeys(
        PAGE_PAINT, 2
    )


def test_a_question_may_lead_back_to_itself() -> None:
    graph = _graph(procedure("a ?a ?done"))
    (loop,) = (index for index, e in enumerate(graph.edges) if e.source == e.target)
    for drawing in (page_drawing(graph, CHINESE), phone_drawing(graph, CHINESE)):
        line, box = drawing.geometry.lines[loop], drawing.geometry.boxes["step-a"]
        assert len(line) >= 4
        for x, y in (line[0], line[-1]):
            assert box.x - 0.1 <= x <= box.x + box.width + 0.1
            assert box.y - 0.1 <= y <= box.y + box.height + 0.1


# Done at the same time, done again -----------------------------------------------------------


def _with_groups(handbook: Handbook, first: str) -> Handbook:
    """Let the first two steps of a procedure be done at the same time, each three times."""
    found = handbook.procedures[first]
    one, two = (
        replace(step, together="both", decision=None, repeat=Repeat(times=3))
        for step in found.steps[:2]
    )
    changed = replace(found, steps=(one, two, *found.steps[2:]))
    return replace(handbook, procedures={**handbook.procedures, first: changed})


def test_an_overview_leads_to_the_bar_with_which_a_procedure_begins(handbook: Handbook) -> None:
    family = handbook.families["guarantee-letter"]
    plain = family_graph(handbook, family, CHINESE)
    entered = {edge.target.partition(".")[0] for edge in plain.edges if ".step-" in edge.target}
    for name in sorted(entered):
        if len(handbook.procedures[name].steps) < 3:
            continue
        graph = family_graph(_with_groups(handbook, name), family, CHINESE)
        ids = {node.id for node in graph.nodes}
        assert {end for edge in graph.edges for end in (edge.source, edge.target)} <= ids
        first, second = (step.id for step in handbook.procedures[name].steps[:2])
        begun = {f"{name}.step-{first}", f"{name}.step-{second}"}
        into = {edge.source for edge in graph.edges if edge.target in begun}
        assert into == {f"{name}.fork-{first}"}
        again = [node.id for node in graph.nodes if node.again]
        assert again == [f"{name}.step-{first}", f"{name}.step-{second}"]


def test_a_step_done_again_is_a_node_of_its_own_in_an_overview(handbook: Handbook) -> None:
    family = handbook.families["guarantee-letter"]
    plain = family_graph(handbook, family, CHINESE)
    (merged, *_) = (node for node in plain.nodes if node.text.startswith("· "))
    found = handbook.procedures[merged.id.partition(".")[0]]
    steps = tuple(
        replace(step, repeat=Repeat(times=2)) if step.id == merged.step else step
        for step in found.steps
    )
    changed = {**handbook.procedures, found.id: replace(found, steps=steps)}
    graph = family_graph(replace(handbook, procedures=changed), family, CHINESE)
    (node,) = (node for node in graph.nodes if node.id == merged.id)
    assert (node.again, node.text.startswith("· ")) == ("×2", False)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_steps_done_at_the_same_time_stand_in_one_row_between_their_bars(count: int) -> None:
    plain = procedure("a; b; c; d; e; f; g")
    members = [step.id for step in plain.steps[1 : 1 + count]]
    steps = tuple(
        replace(step, together="all") if step.id in members else step for step in plain.steps
    )
    graph = _graph(replace(plain, steps=steps))
    drawing = page_drawing(graph, CHINESE)
    middles = {
        name: (box.x + box.width / 2, box.y + box.height / 2)[drawing.form.down]
        for name, box in drawing.geometry.boxes.items()
    }
    assert len({round(middles[f"step-{name}"]) for name in members}) == 1
    assert middles["fork-b"] < middles["step-b"] < middles["join-b"]


def test_a_loop_sign_and_its_words_stay_within_a_node() -> None:
    plain = procedure("a; b")
    steps = (replace(plain.steps[0], repeat=Repeat(times=35)), plain.steps[1])
    graph = _graph(replace(plain, steps=steps))
    for drawing in (page_drawing(graph, CHINESE), phone_drawing(graph, CHINESE)):
        (line,) = (line for line in drawing.texts[0] if line.loop)
        assert line.text == "×35"
        svg = page_svg(drawing, "x", CHINESE, lambda _: "#")
        root = ET.fromstring(svg)
        (sign,) = (p for p in root.iter(f"{SVG}path") if p.get("stroke-width") == "1.3")
        box = drawing.geometry.boxes["step-a"]
        numbers = [float(one) for one in re.findall(r"-?[\d.]+", sign.get("d", "").split("A")[0])]
        assert box.x < numbers[0] < box.x + box.width / 2
        assert box.y < numbers[1] < box.y + box.height
