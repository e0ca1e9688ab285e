"""Pictures and clips: upright, in sRGB, nothing but what is seen; what is wrong is told."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

from sop_handbook.adapters.photos.clips import clip_has_position
from sop_handbook.adapters.photos.kinds import kind_of
from sop_handbook.adapters.photos.made import TOO_HEAVY, filed, is_heavy, printed, shown
from sop_handbook.adapters.photos.opened import Seen, Unfit, looked_at, upright
from sop_handbook.adapters.photos.parts import behind_jpeg
from sop_handbook.model import Picture
from sop_handbook.model.basics import Status
from sop_handbook.pipeline import media_files, media_shelf
from sop_handbook.pipeline.edited import edited_procedures, examine_edited
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.media_files import LARGEST_CLIP
from sop_handbook.pipeline.prints import context_of
from sop_handbook.pipeline.program import store_of
from sop_handbook.project import LostError, Project
from sop_handbook.render.base import Context, OfflineGroup
from sop_handbook.render.media import render_media
from sop_handbook.render.pages import render_procedures
from sop_handbook.render.shelf import WIDTHS, picture_route, pictures_of, widths_of
from tests.conftest import MakeProject
from tests.photographs import CORNER, STORED, box, facts, mp4, photo, put, track, written
from tests.promises import examples, kept
from tests.support import ROOT

SERVE = "sop_sources/procedures/restaurant/serve.yaml"
HELD = st.sampled_from(sorted(STORED))
SIZES = st.one_of(
    st.tuples(st.integers(1, 60), st.integers(1, 60)),
    st.sampled_from([(1, 1), (5_000, 3), (3, 5_000), (1_300, 900), (900, 1_300), (801, 799)]),
)
MODES = st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
KINDS = {"CMYK": "JPEG", "1": "PNG", "LA": "PNG", "P": "PNG", "I;16": "PNG"}
# Where files hold what is not seen.
METADATA = re.compile(
    rb"Exif\0\0|EXIF|eXIf|XMP |http://ns\.adobe|ICC_PROFILE|ICCP|iCCP|tEXt|iTXt|zTXt|Photoshop"
    rb"|Zhang San|GPS"
)


def opened(content: bytes) -> Image.Image:
    with Image.open(BytesIO(content)) as picture:
        picture.load()
    return picture


def in_mode(picture: Image.Image, mode: str) -> Image.Image:
    if mode != "I;16":
        return picture.convert(mode)
    grey = picture.convert("L")
    words = b"".join(
        value.to_bytes(2, "little") for byte in grey.tobytes() for value in [byte * 257]
    )
    return Image.frombytes("I;16", grey.size, words)


def like(one: tuple[int, ...], other: tuple[int, ...], far: int) -> bool:
    return all(abs(a - b) <= far for a, b in zip(one, other, strict=True))


# What is made of them ----------------------------------------------------------------------------


@kept
@examples(30)
@given(held=HELD, size=SIZES, mode=MODES, width=st.sampled_from([1, 400, 800, 1_200]))
def test_whatever_a_picture_is_it_is_shown_upright_bare_and_the_same_each_time(
    held: int, size: tuple[int, int], mode: str, width: int
) -> None:
    picture = in_mode(photo(*size), mode)
    turn = STORED[held]
    stored = picture if turn is None else picture.transpose(turn)
    content = written(stored, KINDS.get(mode, "PNG"), exif=facts(held))
    seen = looked_at(content)
    assert isinstance(seen, Seen)
    assert (seen.width, seen.height) == size
    made = shown(content, width)
    assert made == shown(content, width)
    assert not METADATA.search(made)
    shape = opened(made)
    wide = min(width, size[0])
    assert shape.format == "WEBP"
    assert shape.size == (wide, max(1, round(size[1] * wide / size[0])))
    paper = printed(content, width)
    assert paper.suffix in {"jpg", "png"}
    assert opened(paper.content).size == (paper.width, paper.height) == shape.size
    assert not METADATA.search(paper.content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("held", sorted(STORED))
def test_a_mark_in_a_corner_stays_there_however_the_camera_was_held(held: int, kind: str) -> None:
    picture = photo(480, 320)
    turn = STORED[held]
    stored = picture if turn is None else picture.transpose(turn)
    content = written(stored, kind, exif=facts(held), **({"quality": 95} if kind != "PNG" else {}))
    for made in (shown(content, 400), printed(content, 400).content, filed(content).content):
        corner = opened(made).convert("RGB")
        assert like(corner.getpixel((20, 20)), CORNER, 24)  # type: ignore[arg-type]
        assert not like(corner.getpixel((corner.width - 20, 20)), CORNER, 24)  # type: ignore[arg-type]
        assert not like(corner.getpixel((20, corner.height - 20)), CORNER, 24)  # type: ignore[arg-type]


def profile(red: tuple[float, float]) -> bytes:
    """A profile of a screen whose red lies elsewhere, as ICC.1:2001 writes it."""
    srgb = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    at = srgb.index(b"rXYZ", 128)
    start = int.from_bytes(srgb[at + 4 : at + 8]) + 8
    for index, value in enumerate((red[0], red[1], 0.0)):
        srgb[start + 4 * index : start + 4 * index + 4] = round(value * 65_536).to_bytes(4)
    return bytes(srgb)


def test_colours_of_another_space_are_turned_into_ours() -> None:
    flat = Image.new("RGB", (64, 64), (200, 40, 40))
    wide = profile((0.55, 0.27))  # redder than sRGB's 0.436, 0.222
    plain, turned = (
        opened(shown(written(flat, "PNG", icc_profile=one), 64)).convert("RGB").getpixel((9, 9))
        for one in (None, wide)
    )
    assert like(plain, (200, 40, 40), 4)  # type: ignore[arg-type]
    assert not like(turned, (200, 40, 40), 10)  # type: ignore[arg-type]


@pytest.mark.parametrize("junk", [b"no profile", b"\0" * 200])
def test_a_profile_that_says_nothing_is_no_reason_to_show_nothing(junk: bytes) -> None:
    content = written(Image.new("RGB", (64, 64), (20, 40, 200)), "PNG", icc_profile=junk)
    assert isinstance(looked_at(content), Seen)
    assert like(upright(content).getpixel((9, 9)), (20, 40, 200), 1)  # type: ignore[arg-type]


def inks() -> bytes:
    """A profile of a press whose first ink alone is red, else grey, as ICC.1:2001 writes it."""
    even = bytes(range(256))
    nodes = [(137, 209, 198) if at == 8 else (255 - 17 * at, 128, 128) for at in range(16)]  # Lab
    unit = b"".join((65_536 if at % 4 == 0 else 0).to_bytes(4) for at in range(9))
    table = b"mft1\0\0\0\0\4\3\2\0" + unit + 4 * even + bytes(sum(nodes, ())) + 3 * even
    white = b"XYZ \0\0\0\0" + bytes.fromhex("0000f6d6000100000000d32d")
    at = 128 + 4 + 2 * 12
    tags = b"A2B0" + at.to_bytes(4) + len(table).to_bytes(4)
    tags += b"wtpt" + (at + len(table)).to_bytes(4) + len(white).to_bytes(4)
    head = bytes(4) + b"\2\x10\0\0prtrCMYKLab " + bytes(12) + b"acsp" + bytes(28) + white[8:]
    body = head + bytes(128 - 4 - len(head)) + (2).to_bytes(4) + tags + table + white
    return (4 + len(body)).to_bytes(4) + body


def test_colours_for_printing_are_turned_by_the_profile_of_their_inks() -> None:
    flat = Image.new("CMYK", (64, 64), (255, 0, 0, 0))
    guessed, known = (written(flat, "JPEG", **one) for one in ({}, {"icc_profile": inks()}))
    assert looked_at(guessed) == Seen(64, 64, has_position=False, guessed=True)
    assert looked_at(known) == Seen(64, 64, has_position=False, guessed=False)
    assert like(upright(guessed).getpixel((9, 9)), (0, 255, 255), 6)  # type: ignore[arg-type]
    red = upright(known).getpixel((9, 9))
    assert isinstance(red, tuple)
    assert red[0] > 120 > 60 > max(red[1:])


def test_what_is_transparent_is_white() -> None:
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    ImageDraw.Draw(clear).rectangle((0, 0, 20, 20), fill=(0, 0, 0, 255))
    for picture in (clear, clear.convert("LA"), clear.quantize()):
        made = opened(shown(written(picture, "PNG"), 64)).convert("RGB")
        assert made.getpixel((60, 60)) == (255, 255, 255)
        assert like(made.getpixel((5, 5)), (0, 0, 0), 8)  # type: ignore[arg-type]


def test_an_ordinary_photo_is_light_and_one_that_cannot_be_is_told() -> None:
    rough = Image.effect_noise((2_000, 1_500), 120).convert("RGB")
    content = written(Image.blend(photo(2_000, 1_500), rough, 0.2), "JPEG", quality=90)
    assert len(shown(content, 800)) <= 60_000
    assert not is_heavy(content)
    noise = written(Image.effect_noise((900, 900), 90), "PNG")
    assert is_heavy(noise)
    assert len(shown(noise, 800)) > TOO_HEAVY


def test_drawings_stay_sharp_and_photos_in_black_and_white_stay_light() -> None:
    drawing = Image.new("RGB", (900, 600), "white")
    ImageDraw.Draw(drawing).line((0, 0, 900, 600), fill="black", width=3)
    assert filed(written(drawing, "PNG")).suffix == "png"
    assert filed(written(photo(900, 600).convert("L"), "PNG")).suffix == "jpg"


def test_what_is_filed_is_no_larger_than_need_be_and_holds_nothing_else() -> None:
    content = written(photo(3_000, 2_000), "JPEG", exif=facts(6, place=True))
    made = filed(content)
    assert (made.suffix, made.width, made.height) == ("jpg", 1_280, 1_920)
    assert not METADATA.search(made.content)
    assert looked_at(made.content) == Seen(1_280, 1_920, has_position=False, guessed=False)


# What they are -----------------------------------------------------------------------------------

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf exif:GPSLatitude="31,12.05N"/></x:xmpmeta>'


def motion_photo() -> bytes:
    place = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+31.2000+121.0000/"))
    return written(photo(64, 48), "JPEG") + mp4(place)


def ultra_hdr() -> bytes:
    """A picture with another behind it, which tells where it was taken."""
    return written(photo(64, 48), "JPEG") + written(photo(32, 24), "JPEG", exif=facts(place=True))


def iptc() -> bytes:
    city = b"\x1c\x02\x5a" + (6).to_bytes(2) + "上海".encode()
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + len(city).to_bytes(4) + city + b"\0"
    plain = written(photo(64, 48), "JPEG")
    return plain[:2] + b"\xff\xed" + (2 + len(block)).to_bytes(2) + block + plain[2:]


def behind_start(*segments: tuple[int, bytes]) -> bytes:
    """A JPEG with segments of its own."""
    plain = written(photo(64, 48), "JPEG")
    own = b"".join(
        bytes((0xFF, marker)) + (2 + len(body)).to_bytes(2) + body for marker, body in segments
    )
    return plain[:2] + own + plain[2:]


def second_exif() -> bytes:
    """Facts that say nothing of a place, and behind them others that do."""
    blocks = (facts().tobytes(), facts(place=True).tobytes())
    return behind_start(*((0xE1, block) for block in blocks))


def with_texts(*texts: tuple[str, str], packed: bool = False) -> bytes:
    told = PngInfo()
    for key, text in texts:
        told.add_text(key, text, zip=packed)
    return written(photo(64, 48), "PNG", pnginfo=told)


def in_hex(kind: str, block: bytes) -> tuple[str, str]:
    """A block as ImageMagick writes it into a PNG."""
    lines = [block.hex()[at : at + 72] for at in range(0, 2 * len(block), 72)]
    return f"Raw profile type {kind}", "\n".join(["", kind, f"{len(block):8}", *lines, ""])


def described(text: str) -> bytes:
    exif = facts()
    exif[0x010E] = text
    return written(photo(64, 48), "JPEG", exif=exif)


def remarked(text: str) -> bytes:
    exif = facts()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + text.encode("utf-16-be")
    return written(photo(64, 48), "JPEG", exif=exif)


SAID = ["31.2304,121.4737", "GPS: 31.2304 N, 121.4737 E", "Lat=31.230 Lon=121.474",
        "+31.2304+121.4737/", "31°13'49\"N 121°28'25\"E", "经度：121.4737",
        "上海，31.2304, 121.4737"]  # fmt: skip
# What looks like a position and is none.
HARMLESS = ["Lavc58.134.100, 2.0", "0.4545, 0.4545", "0.6400, 0.3300, 0.3000, 0.6000",
            "1.2.840.10008", "CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90",
            "2026-11-22 10:31:20.1234, 12.5000", "latest: 3.14", "12.3456, 78.9012, 90.1234",
            "18N 32E"]  # fmt: skip
XMP_UTF_16 = b"http://ns.adobe.com/xap/1.0/\0" + XMP.decode().encode("utf-16")


@pytest.mark.parametrize(
    "content",
    [
        second_exif(),
        with_texts(in_hex("xmp", XMP)),
        with_texts(in_hex("xmp", XMP), packed=True),
        with_texts(in_hex("exif", facts(place=True).tobytes())),
        with_texts(in_hex("APP1", facts(place=True).tobytes())),
        with_texts(in_hex("iptc", iptc()[20:])),
        behind_start((0xE1, XMP_UTF_16)),
        with_texts(("Location", "上海市黄浦区")),
        with_texts(("GPS Position", "31, 121"), packed=True),
        behind_start((0xE0, b"JFIF\0" + bytes(9)), (0xFE, SAID[0].encode("utf-16-le"))),
        *(behind_start((0xFE, one.encode())) for one in SAID),
        *(with_texts(("Comment", one)) for one in SAID),
        *map(described, SAID[:3]),
        *map(remarked, SAID),
    ],
)
def test_a_position_is_found_where_it_is_seldom_written(content: bytes) -> None:
    seen = looked_at(content)
    assert isinstance(seen, Seen)
    assert seen.has_position
    assert looked_at(filed(content).content) == seen._replace(has_position=False)


@pytest.mark.parametrize("text", HARMLESS)
def test_a_text_that_says_no_position_is_no_reason_to_refuse(text: str) -> None:
    for content in (
        behind_start((0xFE, text.encode())),
        with_texts(("Comment", text), ("Location", " "), in_hex("exif", facts().tobytes())),
        described(text),
        remarked(text),
    ):
        seen = looked_at(content)
        assert isinstance(seen, Seen)
        assert not seen.has_position


@pytest.mark.parametrize("said", [b"GPS(121.47,31.23,17)", b"[latitude: 31.2304]"])
def test_what_a_drone_writes_into_its_film_is_a_position(said: bytes) -> None:
    assert clip_has_position(mp4(film=bytes(40) + said + bytes(40)))
    assert not clip_has_position(mp4(film=bytes(40) + b"GPS on, latitude unknown" + bytes(40)))


@pytest.mark.parametrize("name", ["walk.mp4", "knock.webm"])
def test_a_film_as_browsers_record_it_is_whole_and_tells_no_place_until_it_does(name: str) -> None:
    film = (ROOT / "tests" / "films" / name).read_bytes()
    found = media_files.found_in(film)
    assert (found["has_position"], found["has_texts"]) == (False, False)
    for said in (b"+31.2304+121.4737/", b" GPS: 31.2304, 121.4737"):
        more = b"\0\0\0" + bytes([8 + len(said)]) + b"free" + said
        assert clip_has_position(film + (more if name == "walk.mp4" else said))


def live(film: bytes) -> bytes:
    """The same WebM as a browser streams it: it does not say how long its parts will be."""
    for kind in (b"\x18\x53\x80\x67", b"\x1f\x43\xb6\x75"):
        at = film.rindex(kind) + 4  # the list of what is in the film names it before
        length = 9 - film[at].bit_length()
        film = film[:at] + b"\x01" + b"\xff" * 7 + film[at + length :]
    return film


@pytest.mark.parametrize("alive", [False, True])
def test_a_webm_that_was_cut_short_is_not_whole(*, alive: bool) -> None:
    whole = (ROOT / "tests" / "films" / "knock.webm").read_bytes()
    film = live(whole) if alive else whole
    assert clip_has_position(film) is False
    told = [cut for cut in range(len(film)) if clip_has_position(film[:cut]) is not None]
    # Only a live one may end behind each of its blocks: then that is all there is.
    assert len(told) <= (25 if alive else 0)
    assert clip_has_position(film[:-1]) is None
    assert clip_has_position(film[: film.rindex(b"\x1f\x43\xb6\x75")]) is None


def test_an_mp4_whose_pieces_lie_beyond_its_end_is_not_whole() -> None:
    for kind, width in ((b"stco", 4), (b"co64", 8)):
        for place, whole in ((40, False), (9000, None)):
            chunks = box(kind, bytes(4) + (1).to_bytes(4) + place.to_bytes(width))
            tables = box(b"mdia", box(b"minf", box(b"stbl", chunks)))
            film = mp4(box(b"trak", tables))
            assert clip_has_position(film) is whole
            assert clip_has_position(film[:-1]) is None


@pytest.mark.parametrize("name", [b"LOCATION", b"location", b"Recording_Location"])
def test_a_tag_of_a_place_is_one_however_it_is_written(name: bytes) -> None:
    film = (ROOT / "tests" / "films" / "knock.webm").read_bytes()
    assert clip_has_position(film) is False
    assert clip_has_position(film + name + b"\x87Shanghai")


@pytest.mark.parametrize("handler", [b"sbtl", b"text", b"subt", b"meta", b"data"])
def test_a_clip_with_something_to_read_is_told_and_pictures_and_sound_are_not(
    handler: bytes,
) -> None:
    usual = track(b"vide") + track(b"soun")
    for more, texts in ((usual, False), (usual + track(b"tmcd"), False), (track(handler), True)):
        found = media_files.found_in(mp4(more))
        assert (found["has_position"], found["has_texts"]) == (False, texts)


@pytest.mark.parametrize(
    "content",
    [
        *(written(photo(64, 48), kind, exif=facts(place=True)) for kind in ("JPEG", "PNG", "WEBP")),
        *(written(photo(64, 48), kind, xmp=XMP) for kind in ("JPEG", "WEBP")),
        motion_photo(),
        ultra_hdr(),
        iptc(),
    ],
    ids=["jpeg", "png", "webp", "jpeg-xmp", "webp-xmp", "motion", "hdr", "iptc"],
)
def test_a_position_is_found_wherever_it_is_written_and_is_gone_when_filed(content: bytes) -> None:
    seen = looked_at(content)
    assert isinstance(seen, Seen)
    assert seen.has_position
    again = looked_at(filed(content).content)
    assert isinstance(again, Seen)
    assert not again.has_position


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_without_a_position_is_none_with_one(kind: str) -> None:
    for exif in (facts(), {0x8825: {0: b"\2\3\0\0"}}):
        told = facts()
        told.update(exif if isinstance(exif, dict) else {})
        seen = looked_at(written(photo(64, 48), kind, exif=told))
        assert isinstance(seen, Seen)
        assert not seen.has_position


def test_behind_a_picture_is_what_follows_its_end() -> None:
    for options in ({}, {"progressive": True}, {"exif": facts()}, {"restart_marker_blocks": 2}):
        content = written(photo(90, 70), "JPEG", **options)
        assert behind_jpeg(content) == b""
        assert behind_jpeg(content + b"more") == b"more"


@kept
@given(content=st.binary(max_size=300), start=st.sampled_from(["JPEG", "PNG", "WEBP", "mp4", ""]))
def test_whatever_a_file_holds_it_is_told_what_is_wrong_with_it(content: bytes, start: str) -> None:
    whole = {"mp4": mp4(), "": b""}.get(start) if start in {"mp4", ""} else None
    head = written(photo(20, 10), start, exif=facts(3)) if whole is None else whole
    for cut in (0, len(head) // 2, len(head)):
        found = looked_at(head[:cut] + content)
        assert isinstance(found, Seen | Unfit)
        facts_ = media_files.found_in(head[:cut] + content)
        assert facts_["kind"] == kind_of(head[:cut] + content)


# In a handbook -----------------------------------------------------------------------------------


def with_pictures(project: Project, *entries: str, key: str = "pictures") -> Project:
    path = project.root / SERVE
    lines = "".join(f"      - {entry}\n" for entry in entries)
    text = path.read_text("utf-8")
    new = text.replace("    role: waiter\n", f"    role: waiter\n    {key}:\n{lines}", 1)
    path.write_text(new, "utf-8")
    return project


def one_picture(make_project: MakeProject, tmp_path: Path, size: tuple[int, int]) -> Project:
    project = replace(make_project(), store=tmp_path / "store")
    put(project.root, "serve/tray.jpg", written(photo(*size), "JPEG"))
    return with_pictures(project, "{file: serve/tray.jpg, text: 托盘端平}")


def pictures(examination: Examination) -> list[Picture]:
    return [one for each in examination.handbook.procedures.values() for one in pictures_of(each)]


def media_of(examination: Examination, project: Project) -> dict[str, Any]:
    rendered = render_media(examination.handbook, context_of(project, examination))
    return {one.path: one for one in rendered.artifacts}


def test_a_picture_gets_its_size_and_stands_in_the_site_in_every_width(
    make_project: MakeProject, tmp_path: Path
) -> None:
    project = one_picture(make_project, tmp_path, (1_500, 1_000))
    examination = examine(project)
    assert examination.findings == ()
    (picture,) = pictures(examination)
    assert (picture.width, picture.height, len(picture.digest)) == (1_500, 1_000, 64)
    made = media_of(examination, project)
    assert list(made) == [picture_route(picture.digest, width).path for width in WIDTHS]
    for artifact, width in zip(made.values(), WIDTHS, strict=True):
        assert opened(artifact.content).width == width
    groups = [artifact.offline for artifact in made.values()]
    assert groups == ["restaurant", "restaurant", OfflineGroup.VISITED]


def test_no_picture_is_wider_than_its_file(make_project: MakeProject, tmp_path: Path) -> None:
    project = one_picture(make_project, tmp_path, (640, 480))
    examination = examine(project)
    (picture,) = pictures(examination)
    assert widths_of(picture.width) == (400, 640)
    made = media_of(examination, project)
    assert [opened(one.content).width for one in made.values()] == [400, 640]


def test_a_picture_of_two_industries_is_carried_with_each(
    make_project: MakeProject, tmp_path: Path
) -> None:
    project = one_picture(make_project, tmp_path, (640, 480))
    examination = examine(project)
    serve = examination.handbook.procedures["serve"]
    other = replace(serve, id="other", industry="elsewhere")
    handbook = replace(examination.handbook, procedures={"serve": serve, "other": other})
    made = render_media(handbook, context_of(project, examination)).artifacts
    assert {one.offline for one in made} == {OfflineGroup.COMMON}


def test_an_unchanged_picture_is_looked_at_once(
    make_project: MakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = one_picture(make_project, tmp_path, (64, 48))
    first = examine(project, store=store_of(project))
    monkeypatch.setattr(media_files, "within", None)  # whoever looks again fails
    assert pictures(examine(project, store=store_of(project))) == pictures(first)


def test_what_is_made_once_is_kept_and_a_file_that_changed_meanwhile_is_not_shown(
    make_project: MakeProject, tmp_path: Path
) -> None:
    project = one_picture(make_project, tmp_path, (640, 480))
    context: Context = context_of(project, examine(project))
    (picture,) = pictures(examine(project))
    paper = context.media.printed(picture.digest, 300)
    put(project.root, "serve/tray.jpg", written(photo(640, 480, seed=5), "JPEG"))
    assert context.media.printed(picture.digest, 300) == paper
    with pytest.raises(LostError):
        context.media.printed(picture.digest, 301)


def test_a_picture_put_into_a_procedure_is_there_before_the_rest_is_read_again(
    make_project: MakeProject, tmp_path: Path
) -> None:
    project = replace(make_project(), store=tmp_path / "store")
    put(project.root, "serve/tray.jpg", written(photo(640, 480), "JPEG"))
    former = examine(project)
    with_pictures(project, "{file: serve/tray.jpg, text: 托盘端平}", "{file: no.jpg, text: 无}")
    edited = edited_procedures(project, former, {project.root / SERVE})
    assert edited is not None
    found = examine_edited(project, former, edited)
    assert [one.code for one in found.findings] == ["no-media"]
    (picture,) = pictures(found)
    assert picture.width == 640


@pytest.mark.parametrize("big", [LARGEST_CLIP + 1, media_files.LARGEST_PICTURE + 1])
def test_a_clip_may_be_so_large_and_no_larger(
    big: int, make_project: MakeProject, tmp_path: Path
) -> None:
    project = replace(make_project(), store=tmp_path / "store")
    bare = len(mp4(film=b""))
    put(project.root, "serve/a.mp4", mp4(film=bytes(LARGEST_CLIP - bare)))
    with_pictures(project, "{file: serve/a.mp4, text: 端着托盘走}", key="clips")
    assert examine(project).findings == ()
    put(project.root, "serve/a.mp4", mp4(film=bytes(big - bare)))
    assert [one.code for one in examine(project).findings] == ["clip-too-large"]


def test_a_link_among_pictures_is_not_followed(make_project: MakeProject, tmp_path: Path) -> None:
    project = replace(make_project(), store=tmp_path / "store")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "tray.jpg").write_bytes(written(photo(64, 48), "JPEG"))
    put(project.root, "serve/a.txt", b"").unlink()
    (project.root / "sop_sources/media/serve/tray.jpg").symlink_to(outside / "tray.jpg")
    (project.root / "sop_sources/media/all").symlink_to(outside)
    with_pictures(
        project, "{file: serve/tray.jpg, text: 托盘端平}", "{file: all/tray.jpg, text: 托盘放正}"
    )
    found = [one.code for one in examine(project).findings]
    assert found == ["symlink", "symlink", "no-media", "no-media"]


def test_a_copy_that_somebody_wants_is_waived_where_it_is_shown(
    make_project: MakeProject, tmp_path: Path
) -> None:
    project = replace(make_project(), store=tmp_path / "store")
    for name in ("serve/a.jpg", "serve/b.jpg"):
        put(project.root, name, written(photo(64, 48), "JPEG"))
    with_pictures(
        project, "{file: serve/b.jpg, text: 托盘端平}", "{file: serve/a.jpg, text: 托盘放正}"
    )
    (found,) = examine(project).findings
    assert (found.code, found.place.file) == ("same-picture-twice", SERVE)
    path = project.root / SERVE
    waiver = "waivers: [{code: same-picture-twice, at: carry, reason: 各换各的}]\nsources:"
    path.write_text(path.read_text("utf-8").replace("sources:", waiver), "utf-8")
    assert examine(project).findings == ()


def test_pictures_of_what_is_retired_are_looked_at_as_well(
    make_project: MakeProject, tmp_path: Path
) -> None:
    project = one_picture(make_project, tmp_path, (64, 48))
    put(project.root, "serve/tray.jpg", b"\xff\xd8\xff cut")
    path = project.root / SERVE
    path.write_text(path.read_text("utf-8").replace("goal:", "status: retired\ngoal:"), "utf-8")
    assert "picture-unreadable" in {one.code for one in examine(project).findings}


@pytest.mark.parametrize("status", list(Status))
def test_what_is_published_of_pictures_is_shown_by_the_page_of_their_procedure(
    make_project: MakeProject, tmp_path: Path, status: Status
) -> None:
    project = one_picture(make_project, tmp_path, (1_500, 1_000))
    put(project.root, "serve/a.mp4", mp4())
    put(project.root, "serve/poster.png", written(photo(900, 600, 4), "PNG"))
    put(project.root, "serve/unused.png", written(photo(90, 60, 5), "PNG"))
    clip = "{file: serve/a.mp4, text: 端着托盘走, poster: serve/poster.png}"
    with_pictures(project, clip, key="clips")
    examination = examine(project)
    old = examination.handbook.procedures["serve"]
    serve = replace(old, control=replace(old.control, status=status))
    others = {name: one for name, one in examination.handbook.procedures.items() if name != old.id}
    handbook = replace(examination.handbook, procedures={**others, "serve": serve})
    context = context_of(project, examination)
    made = render_media(handbook, context).artifacts
    (page,) = render_procedures(handbook, context, ["serve"]).artifacts
    assert len(made) == 5
    assert all(Path(one.path).name.encode() in page.content for one in made)


def test_many_pictures_are_made_by_several_processes_and_are_the_same(
    make_project: MakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = replace(make_project(), store=tmp_path / "store")
    names = [f"serve/{seed}.jpg" for seed in range(6)]
    for seed, name in enumerate(names):
        put(project.root, name, written(photo(500, 300, seed), "JPEG"))
    with_pictures(project, *(f"{{file: {name}, text: 第{name[6]}张}}" for name in names))
    examination = examine(project)
    alone = {path: one.content for path, one in media_of(examination, project).items()}
    elsewhere = replace(project, store=tmp_path / "other")
    shelf = context_of(elsewhere, examination).media
    monkeypatch.setattr(media_shelf, "shares", lambda *_: 2)
    media_shelf.make_ready(shelf, examination.handbook)
    monkeypatch.setattr(
        "sop_handbook.adapters.photos.made.shown", None
    )  # whoever makes one again fails
    assert {p: one.content for p, one in media_of(examination, elsewhere).items()} == alone
