"""Word documents say what may harm before what to do, and have room for what is read off."""

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from PIL import Image

from sop_handbook.model import Mark, Picture, Text
from sop_handbook.render.base import Selection
from sop_handbook.render.office import render_office
from sop_handbook.render.shelf import EmptyShelf, PrintedPicture
from tests.contexts import bare
from tests.foreign import foreign_examination
from tests.test_office import W14, WP, Document, W, read

EMU = 36_000  # of Word, in a millimetre


class _Drawn(EmptyShelf):
    """Gives a picture of one colour, as wide as is asked for."""

    def printed(self, digest: str, pixels: int) -> PrintedPicture:
        made = BytesIO()
        Image.new("RGB", (pixels, pixels * 3 // 4), f"#{digest[:6]}").save(made, "JPEG")
        return PrintedPicture(made.getvalue(), "jpg", pixels, pixels * 3 // 4)


@pytest.fixture(scope="module")
def documents(store: Path) -> dict[str, Document]:
    """The documents of the foreign trades, read back."""
    context = replace(bare(store), media=_Drawn())
    made = render_office(foreign_examination().handbook, context).artifacts
    return read({one.offer.subject: Document(one.content) for one in made if one.offer})


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


def _paragraphs(document: Document, style: str) -> list[Element]:
    return [
        paragraph
        for paragraph in document.body.iter(f"{W}p")
        if (named := paragraph.find(f"{W}pPr/{W}pStyle")) is not None
        and named.get(f"{W}val") == style
    ]


def _typed(paragraph: Element) -> str:
    """What a paragraph says with its line ends, blanks as they are."""
    told = (
        "\n" if one.tag == f"{W}br" else one.text or ""
        for one in paragraph.iter()
        if one.tag in (f"{W}t", f"{W}br")
    )
    return "".join(told)


def test_commands_keep_their_lines_and_blanks_in_type_of_one_width(
    documents: dict[str, Document],
) -> None:
    document = documents["pvc-full"]
    commands = [
        action.run.rstrip("\n")
        for step in foreign_examination().handbook.procedures["pvc-full"].steps
        for action in step.actions
        if action.run
    ]
    found = _paragraphs(document, "SopCommand")
    assert [_typed(one) for one in found] == commands
    assert any("\n  " in one for one in commands)
    assert any("  | " in one for one in commands)
    fonts = document.styles()["SOP Command"].find(f"{W}rPr/{W}rFonts")
    assert fonts is not None
    assert fonts.get(f"{W}ascii") == "Consolas"


def test_only_what_shows_commands_or_pictures_knows_their_styles_and_fonts(
    documents: dict[str, Document],
) -> None:
    for name, mark in (("SOP Command", "pvc-full"), ("SOP Seen", "clean-room")):
        assert name in documents[mark].styles()
        assert not all(name in one.styles() for one in documents.values())
    shown = {
        name
        for name, document in documents.items()
        if any(font.get(f"{W}name") == "Consolas" for font in document.parts["word/fontTable.xml"])
    }
    assert shown == {name for name, one in documents.items() if "SOP Command" in one.styles()}
    assert shown == {name for name, one in documents.items() if _paragraphs(one, "SopCommand")}


def test_addresses_and_named_readings_are_links(documents: dict[str, Document]) -> None:
    document = documents["pvc-full"]
    outward = [
        link.get("Target")
        for link in document.parts["word/_rels/document.xml.rels"]
        if link.get("TargetMode") == "External"
    ]
    assert outward == [
        "https://example.org/docs/concepts/storage/storage-classes/#allow-volume-expansion"
    ]
    inward = {
        "".join(one.itertext()): one.get(f"{W}anchor")
        for one in document.body.iter(f"{W}hyperlink")
    }
    assert inward["副本数"] == inward["卷名"] == "step-look"


def test_it_says_who_acts_how_often_with_what_else_and_how_many_times(
    documents: dict[str, Document],
) -> None:
    power = documents["switch-off"]
    _placed(power, "监护人：念出设备的名称和编号", "要记下")
    _placed(power, "5.1", "同时做：5.2", "5.2", "同时做：5.1", "流程图")
    _placed(power, "步骤", "装设接地线", "同时做 第5.2步 悬挂标示牌", "身体不碰导线", "怎么做")
    room = documents["clean-room"]
    _placed(room, "步骤", "除水垢", "每周一；每月最后一天", "流程图", "频次 每周一；每月最后一天")
    _placed(room, "目标", "频次 每天 08:30、14:00", "开始之前", "重复 连做3次", "轻敲三下")


def test_tables_of_the_procedure_are_there_with_seven_columns(
    documents: dict[str, Document],
) -> None:
    lab = documents["multiplex-pcr"]
    _placed(lab, "规则：反应体系", "加样顺序", "引物混合物", "免得不够分", "规则：循环条件", "退火")
    widest = max(len(row.findall(f"{W}tc")) for row in lab.body.iter(f"{W}tr"))
    assert widest == 7


def test_pictures_are_told_apart_by_word_and_sign_and_have_their_texts(
    store: Path, tmp_path: Path
) -> None:
    handbook = foreign_examination().handbook
    one = handbook.procedures["clean-room"]
    marks = (Mark(at=(0.1, 0.9), text=Text(("中线",))),)
    known: dict[str, Any] = {"width": 1600, "height": 1200}
    shown = (
        Picture(file="a", text=Text(("四角挺括",)), shows="right", digest="a" * 64, **known),
        Picture(
            file="b", text=Text(("床单歪",)), shows="wrong", marks=marks, digest="b" * 64, **known
        ),
    )
    steps = tuple(replace(s, pictures=shown) if s.id == "bed" else s for s in one.steps)
    changed = replace(
        handbook, procedures={**handbook.procedures, one.id: replace(one, steps=steps)}
    )
    only = Selection(subjects=frozenset({("procedure", one.id)}))
    context = replace(bare(store), only=only, media=_Drawn())
    (made,) = render_office(changed, context).artifacts
    document = Document(made.content)
    _placed(
        document, "✓对", "四角挺括", "✕错", "床单歪", "① 中线（左下）", "怎么做", "铺床单"
    )  # fmt: skip
    sizes = [
        (one.get("descr"), int(extent.get("cx", "0")) / EMU, int(extent.get("cy", "0")) / EMU)
        for drawing in document.body.iter(f"{WP}inline")
        for one in drawing.iter(f"{WP}docPr")
        for extent in drawing.iter(f"{WP}extent")
    ][-2:]
    assert [name for name, *_ in sizes] == ["四角挺括", "床单歪"]
    assert all(wide == pytest.approx(75, abs=1) and high <= 75 for _, wide, high in sizes)
    with zipfile.ZipFile(BytesIO(made.content)) as archive:
        (jpeg, *_) = [name for name in archive.namelist() if name.endswith(".jpg")]
        with Image.open(BytesIO(archive.read(jpeg))) as picture:
            assert picture.width == pytest.approx(75 / 25.4 * 200, abs=1)
        marked = sorted(name for name in archive.namelist() if name.endswith(".jpg"))[-1]
        with Image.open(BytesIO(archive.read(marked))) as picture:
            at = (round(0.1 * picture.width), round(0.9 * picture.height))
            grey = picture.convert("L")
            disk, edge = (grey.getpixel((at[0], at[1] - up)) for up in (12, 19))
            assert isinstance(disk, int)
            assert isinstance(edge, int)
            assert disk > 200 > edge  # a white disk with a black edge
    anew = replace(context, store=bare(tmp_path).store)
    assert render_office(changed, anew).artifacts[0].content == made.content
