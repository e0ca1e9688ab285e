"""The brand: a colour that is read, a logo that does no harm, names wherever there is room."""

import json
import os
import resource
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.adapters.limits import OverrunError, within
from sop_handbook.adapters.pictures import CleanPicture, clean
from sop_handbook.change.handbooks import compare_handbooks
from sop_handbook.model import Brand, Handbook
from sop_handbook.model.colours import READABLE, WHITE, contrast, lightness, readable
from sop_handbook.pipeline.build import build
from sop_handbook.pipeline.edited import edited_procedures, examine_edited
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.app import render_app
from sop_handbook.render.office import render_office
from sop_handbook.render.palette import Shades, dark, light
from sop_handbook.render.print import plan_prints
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.typeset import typeset_all
from tests.blank import WITHOUT_PAPERS
from tests.brands import COLOUR, LONG, ORGANISATION, SHORT, add_brand, brand, drawn, logo
from tests.case_files import lay_out
from tests.promises import kept
from tests.sheets import pages_of
from tests.sites import copy_engine, plain_pages, sop_here
from tests.test_office import Document, W
from tests.trades import trades_examination

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")
LOGO = "media/logo.png"


# Colours -----------------------------------------------------------------------------------------


@kept
@given(colour=COLOURS)
def test_the_nearest_good_colour_is_read_and_hardly_darker_than_need_be(colour: str) -> None:
    found = readable(colour, [WHITE])
    assert contrast(found, WHITE) >= READABLE
    if contrast(colour, WHITE) >= READABLE:
        assert found == colour
    else:
        assert contrast(found, WHITE) < READABLE + 0.15


@kept
@given(colour=COLOURS)
def test_whatever_the_colour_all_text_is_read_by_day_and_by_night(colour: str) -> None:
    day, night = light(colour), dark(colour)
    for shades, grounds in ((day, (WHITE, "#f5f8f7")), (night, ("#141a19", "#1b2422"))):
        assert contrast(shades.header, WHITE) >= READABLE
        assert contrast(shades.ink, shades.link) >= READABLE
        assert min(contrast(shades.link, one) for one in (*grounds, shades.wash)) >= READABLE
    assert lightness(night.header) <= 0.36 < lightness(night.link)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)
    assert contrast("#000000", WHITE) == pytest.approx(21)


def test_a_good_colour_is_the_headers_and_a_pale_one_is_not() -> None:
    assert isinstance(light(COLOUR), Shades)
    assert light(COLOUR).header == COLOUR
    assert light("#f5a623").header == "#a36b00"


# Logos -------------------------------------------------------------------------------------------


def _chunks(png: bytes) -> list[bytes]:
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        found.append(png[at + 4 : at + 8])
        at += 12 + length
    return found


def _with_chunk(kind: bytes, content: bytes) -> bytes:
    """A sound PNG that holds something else, too."""
    return drawn()[:33] + _chunk(kind, content) + drawn()[33:]


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def _examined(root: Path, name: str, content: bytes) -> Examination:
    project = lay_out(root)
    (project.sources / "media").mkdir()
    (project.sources / name).write_bytes(content)
    add_brand(root, logo=name)
    return examine(project)


def test_a_logo_is_made_anew_of_its_pixels_alone(tmp_path: Path) -> None:
    found = _examined(tmp_path, LOGO, _with_chunk(b"tEXt", b"Comment\0<script>alert(1)</script>"))
    assert found.findings == ()
    picture = found.handbook.brand.picture
    assert picture
    assert set(_chunks(picture.png)) == {b"IHDR", b"IDAT", b"IEND"}
    assert (picture.width, picture.height) == (581, 381), "its empty edge is cut off"


DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60" onload="alert(1)">
<script>alert(1)</script><style>@import url(http://127.0.0.1:9/x.css);</style>
<a href="http://127.0.0.1:9/"><circle cx="30" cy="30" r="20" fill="#c00"/></a>{}</svg>"""


def test_of_a_drawing_no_script_and_no_link_is_left(tmp_path: Path) -> None:
    found = _examined(tmp_path, "media/logo.svg", DRAWING.format("").encode())
    assert found.findings == ()
    picture = found.handbook.brand.picture
    assert picture
    assert set(_chunks(picture.png)) == {b"IHDR", b"IDAT", b"IEND"}
    assert picture.width == picture.height > 400


@pytest.mark.parametrize(
    "harm",
    [
        '<image href="/etc/hostname" width="9" height="9"/>',
        '<image href="http://127.0.0.1:9/x.png" width="9" height="9"/>',
        "<g>" * 100_000 + "</g>" * 100_000,
        '<text y="9">&file;</text>',
    ],
    ids=["file", "address", "deep", "entity"],
)
def test_a_drawing_that_reaches_out_or_is_too_deep_is_refused(tmp_path: Path, harm: str) -> None:
    entity = '<!DOCTYPE svg [<!ENTITY file SYSTEM "/etc/hostname">]>'
    content = (entity + DRAWING.format(harm)).encode()
    found = _examined(tmp_path, "media/logo.svg", content)
    assert "logo-unreadable" in {one.code for one in found.findings}
    assert found.handbook.brand.picture is None


def test_a_process_of_its_own_is_ended_when_it_wants_too_much() -> None:
    assert within(20, 10**9, os.getpid, fresh=True) != os.getpid()
    with pytest.raises(OverrunError):
        within(20, 10**8, _too_much, fresh=True)


def test_what_it_may_take_is_its_own_work_and_not_the_time_others_are_busy() -> None:
    assert within(1, 10**9, partial(time.sleep, 1.2)) is None


def test_no_more_is_asked_for_than_whoever_began_us_allows() -> None:
    code = f"from {within.__module__} import within; print(within(90, 10**9, int))"
    lower = partial(resource.setrlimit, resource.RLIMIT_CPU, (60, 60))
    done = subprocess.run(
        [sys.executable, "-c", code], preexec_fn=lower, capture_output=True, text=True, check=False
    )
    assert done.stdout == "0\n", done.stderr
    with pytest.raises(OverrunError):
        within(1, 10**9, lambda: [number for number in count() if not number])


def _too_much() -> int:
    return len(bytearray(10**9))


def test_a_picture_of_many_shades_or_several_pictures_is_read() -> None:
    deep = struct.pack(">IIBBBBB", 2, 1, 16, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" + b"\x10\0" * 2)
    parts = ((b"IHDR", deep), (b"IDAT", rows), (b"IEND", b""))
    png = drawn()[:8] + b"".join(_chunk(kind, content) for kind, content in parts)
    assert isinstance(clean(png), CleanPicture)
    assert clean(png.replace(deep, struct.pack(">IIBBBBB", 0, 0, 16, 0, 0, 0, 0))) == "unreadable"


@pytest.mark.parametrize("what", ["link", "linked folder", "pipe"])
def test_a_logo_is_a_file_of_its_own(tmp_path: Path, what: str) -> None:
    project = lay_out(tmp_path / "project")
    media, outside = project.sources / "media", tmp_path / "outside"
    outside.mkdir()
    (outside / "logo.png").write_bytes(drawn())
    if what == "linked folder":
        media.symlink_to(outside)
    else:
        media.mkdir()
        if what == "pipe":
            os.mkfifo(media / "logo.png")
        else:
            (media / "logo.png").symlink_to(outside / "logo.png")
    add_brand(project.root, logo=LOGO)
    found = examine(project)
    assert {one.code for one in found.findings} == {"special-file" if what == "pipe" else "symlink"}


def test_a_logo_is_drawn_once_and_a_busy_machine_is_forgiven(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sop_handbook.pipeline import brand as module
    from sop_handbook.pipeline.program import store_of

    project = lay_out(tmp_path)
    add_brand(tmp_path, logo=LOGO)
    store = store_of(replace(project, store=tmp_path / "store"))

    def busy(*_: object, **__: object) -> bytes:
        raise OverrunError

    with monkeypatch.context() as patch:
        patch.setattr(module, "within", busy)
        assert {one.code for one in examine(project, store=store).findings} == {"logo-unreadable"}
    assert examine(project, store=store).findings == ()
    monkeypatch.setattr(module, "within", busy)
    assert examine(project, store=store).handbook.brand.picture


# The site ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Branded:
    """A site that has a brand, and what it was made of."""

    site: Path
    handbook: Handbook

    def text(self, name: str) -> str:
        return (self.site / name).read_text("utf-8")


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory) -> Branded:
    root = copy_engine(tmp_path_factory.mktemp("branded") / "project")
    project = lay_out(root)
    plain_pages(root)
    add_brand(root, organisation="'蓝<湾>&酒店'", short_name=SHORT, logo=LOGO, colour=f"'{COLOUR}'")
    done = build(project, lambda _: None, renderers=WITHOUT_PAPERS)
    assert not done.failed, done.findings
    return Branded(project.site, done.examination.handbook)


def test_pages_show_the_brand_around_what_they_say(branded: Branded) -> None:
    page = branded.text("handbook/industries/index.html")
    assert '<img src="../app/logo.png"' in page
    assert '<link rel="icon" href="../app/favicon-48.png">' in page
    assert 'rel="apple-touch-icon" href="../app/touch-180.png"' in page
    assert 'href="../app/brand.css"' in page
    assert page.index("assets/handbook.css") < page.index("app/brand.css")
    assert f'media="(prefers-color-scheme: light)" content="{COLOUR}"' in page
    assert f'dark)" content="{dark(COLOUR).header}"' in page
    assert '"https://handbook.internal/sop/handbook/app/icon-512.png"' in page
    assert 'og:site_name" content="蓝&lt;湾&gt;&amp;酒店 · 小手册"' in page
    assert f'apple-mobile-web-app-title" content="{SHORT}"' in page
    assert "<湾>" not in page


def test_a_phone_is_told_the_brand_and_keeps_what_it_shows(branded: Branded) -> None:
    told = json.loads(branded.text("handbook/app.json"))
    assert (told["short_name"], told["theme_color"]) == (SHORT, COLOUR)
    assert told["name"] == "蓝<湾>&酒店 · 小手册"
    folder = branded.site / "handbook"
    for icon in told["icons"]:
        with (folder / icon["src"]).open("rb") as file:
            size = struct.unpack(">II", file.read(24)[16:])
        assert icon["sizes"] == f"{size[0]}x{size[1]}"
    core = json.loads(branded.text("offline/files.json"))["core"]
    shown = {path.relative_to(branded.site).as_posix() for path in (folder / "app").iterdir()}
    assert len(shown) == 7
    assert shown <= core.keys()


def test_styles_hold_colours_only(branded: Branded) -> None:
    style = branded.text("handbook/app/brand.css")
    assert f"--md-primary-fg-color: {COLOUR};" in style
    assert dark(COLOUR).link in style
    assert "&" not in style
    assert "蓝" not in style


def test_without_a_brand_there_is_nothing_of_it(tmp_path: Path) -> None:
    project = lay_out(tmp_path)
    examination = examine(project)
    made = render_app(examination.handbook, context_of(project, examination))
    assert [one.path for one in made.artifacts] == ["app.json"]
    assert "../assets/icons/icon-512.png" in made.artifacts[0].content.decode()


def test_a_new_logo_is_seen_by_a_preview_and_an_edit_keeps_the_old_one(tmp_path: Path) -> None:
    project = lay_out(tmp_path)
    add_brand(tmp_path, logo=LOGO)
    former = examine(project)
    assert edited_procedures(project, former, {project.sources / LOGO}) is None, "all is made anew"
    path = project.sources / "procedures" / "restaurant" / "serve.yaml"
    edited = edited_procedures(project, former, {path})
    assert edited
    assert examine_edited(project, former, edited).handbook.brand == former.handbook.brand


# Paper -------------------------------------------------------------------------------------------


def test_the_brand_is_no_part_of_any_code(tmp_path: Path) -> None:
    project = lay_out(tmp_path)
    done = sop_here(tmp_path, "release")
    assert done.returncode == 0, done.stdout
    before = _codes(project)
    add_brand(tmp_path, organisation=ORGANISATION, logo=LOGO, colour=f"'{COLOUR}'")
    assert {f.code for f in examine(project).findings} == set()
    assert _codes(project) == before
    assert len(before) > 15


def test_another_brand_is_an_editorial_change_of_the_handbook() -> None:
    whole = trades_examination().handbook
    (added,) = compare_handbooks(whole, replace(whole, brand=brand()))
    assert (added.kind, added.class_, added.informs) == ("handbook", "editorial", ())
    other = replace(brand("第3医院"), picture=logo(300, 200))
    (found,) = compare_handbooks(
        replace(whole, brand=brand("第2医院")), replace(whole, brand=other)
    )
    assert (found.class_, [one.path for one in found.differences]) == (
        "editorial",
        [("brand", "organisation")],
    )


def _codes(project: Project) -> dict[str, str | None]:
    """The code of every print and Word document, by its path."""
    examination = examine(project)
    context = context_of(project, examination)
    jobs: list[Print] = plan_prints(examination.handbook, context)
    documents = render_office(examination.handbook, context).artifacts
    found: dict[str, str | None] = {job.path: job.code for job in jobs}
    return found | {one.path: one.offer.code for one in documents if one.offer}


BRANDS: Mapping[str, Callable[[], Brand]] = {
    "usual": brand,
    "long": lambda: brand(LONG, None),
    "longest": lambda: brand("某" * 60, None),
    "name alone": lambda: Brand(organisation=ORGANISATION),
}
KINDS = {
    *(
        "checklist",
        "twi",
        "signoff",
        "signoff-all",
        "roleplay",
        "handbook",
        "plate",
        "duties",
        "form",
        "trouble",
        "trouble-role",
        "poster",
        "stand",
        "pack",
        "booklet",
    ),
    *("cards", "cards-single", "cards-small", "cards-small-single"),
    *("checklist-large", "plate-large", "coaching", "certificate", "duplex-test", "print-style"),
}


@pytest.fixture(scope="module")
def pages(project: Project) -> Callable[[Brand], dict[str, list[str]]]:
    """The text of the pages of a print of each kind, without blanks, by kind."""

    def made(of: Brand) -> dict[str, list[str]]:
        handbook = replace(trades_examination().handbook, brand=of)
        context = context_of(project, trades_examination())
        jobs: dict[str, Print] = {}
        for job in plan_prints(handbook, context):
            if job.kind != "handbook" or job.subject == "nursing":
                jobs.setdefault(job.kind, job)
        rendered = typeset_all([*jobs.values()], handbook, context)
        assert rendered.findings == ()
        return {one.offer.kind: pages_of(one.content) for one in rendered.artifacts if one.offer}

    return made


@pytest.mark.parametrize(
    "which", [pytest.param("usual", marks=pytest.mark.slow), "long", "name alone"]
)
def test_every_kind_of_print_says_whose_it_is_and_has_no_page_more(
    which: str, pages: Callable[[Brand], dict[str, list[str]]]
) -> None:
    shown = BRANDS[which]()
    bare, made = pages(Brand()), pages(shown)
    assert made.keys() == bare.keys() == KINDS
    for kind, texts in made.items():
        assert shown.short in texts[0], kind
        assert len(texts) == len(bare[kind]), kind


def test_headings_and_links_in_word_have_the_colour_of_the_brand(project: Project) -> None:
    context = context_of(project, trades_examination())
    whole = trades_examination().handbook
    procedure = next(iter(whole.in_use))
    for own, heading in ((None, "0F4C47"), ("#7b1f3a", "7B1F3A"), ("#ffd24d", None)):
        shown = Brand(organisation=ORGANISATION, colour=own)
        handbook = replace(whole, brand=shown, procedures={procedure.id: procedure})
        (made,) = render_office(handbook, context).artifacts
        document = Document(made.content)
        styles = document.parts["word/styles.xml"]
        found = {
            style.get(f"{W}styleId"): colour.get(f"{W}val") or ""
            for style in styles.iter(f"{W}style")
            for colour in style.iter(f"{W}color")
        }
        for name in ("Heading1", "Hyperlink"):
            assert contrast(f"#{found[name]}".lower(), "#ffffff") >= READABLE
        assert heading in (found["Heading1"], None)
        theme = document.parts["word/theme/theme1.xml"]
        accents = [one[0].get("val") for one in theme.iter() if one.tag.endswith("}accent1")]
        assert accents == [found["Heading1"]]


def test_a_word_document_says_whose_it_is(project: Project) -> None:
    context = context_of(project, trades_examination())
    whole = trades_examination().handbook
    procedure = next(iter(whole.in_use))
    handbook = replace(whole, brand=brand(), procedures={procedure.id: procedure})
    (made,) = render_office(handbook, context).artifacts
    document = Document(made.content)
    assert ORGANISATION in document.text("word/header1.xml")
    types = document.parts["[Content_Types].xml"]
    assert "/word/media/logo.png" in {one.get("PartName") for one in types}
    (relation,) = document.parts["word/_rels/header1.xml.rels"]
    assert relation.get("Target") == "media/logo.png"
