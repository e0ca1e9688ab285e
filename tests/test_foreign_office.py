"""Word documents say what may harm before what to do, and have room for what is read off."""

from pathlib import Path

import pytest

from tests.foreign import foreign_examination
from tests.test_office import W14, Document, W, read, write


@pytest.fixture(scope="module")
def documents(store: Path) -> dict[str, Document]:
    """The documents of the foreign trades, read back."""
    return read(write(foreign_examination().handbook, store))


def _placed(document: Document, *wanted: str) -> None:
    """Each of these comes after the one before it."""
    at = 0
    for piece in ("".join(piece.split()) for piece in wanted):
        found = document.read_back.find(piece, at)
        assert found >= 0, piece
        at = found + len(piece)


def test_what_comes_before_stands_first_the_gravest_hazard_ahead(
    documents: dict[str, Document],
) -> None:
    _placed(
        documents["lift-rescue"],
        "接出来。", "开始之前", "◆危险轿厢突然移动会夹死人", "怎样避开：切断主电源",
        "△注意盘车手轮转动会打伤手", "个人防护", "防滑绝缘鞋", "前提条件", "工具设备", "警示牌",
        "总要求", "指标", "一览",
    )  # fmt: skip


def test_hazards_of_a_step_stand_before_its_critical_points_and_actions(
    documents: dict[str, Document],
) -> None:
    _placed(
        documents["lift-rescue"],
        "协同：监控员", "◆危险配电箱里带电，触电会死人", "怎样避开：只动主开关",
        "断开后上锁、挂牌", "怎么做", "断开主开关", "▲警告松开制动后轿厢会自己溜车", "装上手轮",
    )  # fmt: skip


def test_a_reading_has_its_limit_room_to_write_and_what_to_do_out_of_bounds(
    documents: dict[str, Document],
) -> None:
    _placed(
        documents["cooling"],
        "要记下", "批号　＿＿", "开始冷却　＿＿＿：＿＿＿",
        "中心温度（不超过21℃）　＿＿＿＿＿＿℃", "超出时：重新加热到74℃以上", "→第3a步",
    )  # fmt: skip
    _placed(documents["infusion"], "床号〔个人信息〕", "穿刺处　☐正常　☐红肿　☐渗液")


def test_limits_stand_among_the_standards(documents: dict[str, Document]) -> None:
    _placed(documents["cooling"], "指标", "两段合计", "中心温度", "不超过21℃", "一览")


def test_levels_are_told_apart_by_shape_and_frame_and_what_is_to_have_has_boxes(
    documents: dict[str, Document],
) -> None:
    lift = documents["lift-rescue"]
    used = {
        style.get(f"{W}val")
        for style in lift.body.iter()
        if style.tag in {f"{W}pStyle", f"{W}rStyle"}
    }
    assert {"SopDanger", "SopWarning", "SopCaution", "SopSignalDanger", "SopSignal"} <= used
    frames = {
        name: lift.styles()[name].find(f".//{W}pBdr/{W}top").get(f"{W}val")  # type: ignore[union-attr]
        for name in ("SOP Danger", "SOP Warning", "SOP Caution")
    }
    assert len({*frames.values()}) == 3
    before = foreign_examination().handbook.procedures["lift-rescue"].before
    assert before
    boxes = [
        paragraph
        for paragraph in lift.body.iter(f"{W}p")
        if paragraph.find(f".//{W14}checkbox") is not None
        and "".join(t.text or "" for t in paragraph.iter(f"{W}t")).strip("☐ ")
        in {*map(str, (*before.ppe, *before.conditions, *before.equipment))}
    ]
    assert len(boxes) == 8


def test_no_limit_loses_its_sign_or_its_unit_to_another_line(
    documents: dict[str, Document],
) -> None:
    told = documents["cooling"].text("word/document.xml")
    assert "-\u20600.5~0.5℃" in told
    assert "重新加热到 74\u00a0℃ 以上" in told


def test_what_says_of_whom_or_what_the_next_line_is_stays_with_it(
    documents: dict[str, Document],
) -> None:
    for document in documents.values():
        named = [
            paragraph
            for paragraph in document.body.iter(f"{W}pPr")
            if (style := paragraph.find(f"{W}pStyle")) is not None
            and style.get(f"{W}val") in {"SopWho", "SopLabel"}
        ]
        assert named
        # All but the last of the document, which has nothing to stay with.
        loose = [one for one in named if one.find(f"{W}keepNext") is None]
        assert len(loose) <= 1


def test_a_pause_without_limits_has_no_column_for_them(documents: dict[str, Document]) -> None:
    heads = [
        ["".join(cell.itertext()).strip() for cell in row]
        for table in documents["lift-rescue"].body.iter(f"{W}tbl")
        for row in table.findall(f"{W}tr")[:2]
    ]
    checked = [head for head in heads if "核对什么" in head]
    assert len(checked) == 2
    assert [head for head in checked if "时限" in head] == []
