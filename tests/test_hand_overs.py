"""How procedures lead to each other: legible as long as they are few, then by families."""

from dataclasses import replace
from pathlib import Path

import pytest

from sop_handbook.diagrams.fit import PHONE, phone_drawing
from sop_handbook.diagrams.graph import Graph
from sop_handbook.diagrams.hand_overs import MOST, industry_graph, legible, members_graph
from sop_handbook.language.messages import messages
from sop_handbook.model import End, Family, Handbook, Industry, Procedure
from sop_handbook.model.routes import industry
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.svg.diagrams import overview_diagram
from sop_handbook.render.views.links import Pages
from tests.contexts import bare
from tests.support import procedure, text

CHINESE = messages("zh")
TRADE = Industry(id="trade", title="行业", summary=text("做事"))


def _one(name: str, family: str | None, *to: str) -> Procedure:
    ends = tuple(End(id=f"to-{one}", text=text(f"转{one}"), hands_over=one) for one in to)
    return replace(procedure("a"), id=name, title=f"做{name}", family=family, ends=ends)


def _chain(family: str | None, name: str, length: int, *then: str) -> list[Procedure]:
    """Procedures that lead to each other in turn, the last one to others."""
    ids = [f"{name}{number}" for number in range(length)]
    on = [(one,) for one in ids[1:]] + [then]
    return [_one(one, family, *to) for one, to in zip(ids, on, strict=True)]


@pytest.fixture(scope="module")
def trades(project: Project) -> Handbook:
    return examine(project).handbook


def _handbook(trades: Handbook, procedures: list[Procedure]) -> Handbook:
    members: dict[str, tuple[str, ...]] = {}
    for one in procedures:
        if one.family:
            members[one.family] = (*members.get(one.family, ()), one.id)
    families = {
        name: Family(
            id=name, title=f"族{name}", industry="trade", summary=text(name), members=m, sources=()
        )
        for name, m in members.items()
    }
    known = {one.id: one for one in procedures}
    return replace(trades, industries={"trade": TRADE}, families=families, procedures=known)


def _graph(handbook: Handbook) -> Graph:
    graph = industry_graph(handbook, "trade")
    assert graph
    return graph


def _crowded(trades: Handbook) -> Handbook:
    """Two families and one procedure of none; the first leads to the second twice."""
    first = [*_chain("a", "a", 14, "b0", "b1"), _one("x", None, "a0")]
    return _handbook(trades, [*first, *_chain("b", "b", 14)])


def test_few_procedures_are_drawn_each(trades: Handbook) -> None:
    handbook = _handbook(trades, _chain("a", "a", MOST))
    graph = _graph(handbook)
    assert legible(handbook, graph, CHINESE) is graph


def test_what_is_still_drawn_fits_a_phone(trades: Handbook) -> None:
    drawing = phone_drawing(_graph(_handbook(trades, _chain(None, "a", MOST))), CHINESE)
    assert drawing.geometry.width <= PHONE


def test_many_procedures_are_drawn_by_family(trades: Handbook) -> None:
    handbook = _crowded(trades)
    grouped = legible(handbook, _graph(handbook), CHINESE)
    assert grouped
    assert [(n.id, n.text, n.note) for n in grouped.nodes] == [
        ("family-a", "族a", "14份流程"),
        ("x", "做x", ""),
        ("family-b", "族b", "14份流程"),
    ]
    assert {(e.source, e.target, e.label) for e in grouped.edges} == {
        ("family-a", "family-b", "2处"),
        ("x", "family-a", "转a0"),
    }


def test_a_group_opens_the_page_of_its_family(trades: Handbook, tmp_path: Path) -> None:
    handbook = _crowded(trades)
    grouped = legible(handbook, _graph(handbook), CHINESE)
    assert grouped
    view = overview_diagram(grouped, Pages(handbook, industry("trade")), bare(tmp_path))
    assert [row.link.href for row in view.rows] == ["a.md", "x.md", "b.md"]
    assert 'href="a/"' in view.desk
    assert 'href="a/"' in view.phone


@pytest.mark.parametrize("family", ["a", None])
def test_what_groups_do_not_make_legible_is_not_drawn(family: str | None, trades: Handbook) -> None:
    handbook = _handbook(trades, _chain(family, "a", MOST + 1))
    assert legible(handbook, _graph(handbook), CHINESE) is None


def test_a_family_shows_its_members_and_their_neighbours_only(trades: Handbook) -> None:
    handbook = _crowded(trades)
    graph = members_graph(handbook, handbook.families["b"])
    assert graph
    others = {node.id for node in graph.nodes} - set(handbook.families["b"].members)
    assert others == {"a13"}
    assert graph.title == "族b"
