"""sop media add, and what a comparison says of pictures: in words, by what was committed."""

import json
import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sop_handbook.adapters.photos.bare import is_bare
from sop_handbook.adapters.photos.opened import Seen, looked_at
from sop_handbook.adapters.yaml_file import parse, remarks
from sop_handbook.commands.support.media_filing import made_anew
from sop_handbook.sources.format.insert import with_item
from tests.conftest import MakeProject
from tests.photographs import box, facts, mp4, photo, put, written
from tests.promises import examples, kept
from tests.sites import sop_here

SERVE = "sop_sources/procedures/restaurant/serve.yaml"
PLACE = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+31.2000+121.0000/"))
DIGEST = re.compile("[0-9a-f]{16}")


@pytest.fixture
def root(make_project: MakeProject, tmp_path: Path) -> Path:
    """The minimal handbook, with what a phone has beside it."""
    taken = written(photo(2_400, 1_600), "JPEG", exif=facts(6, place=True))
    (tmp_path / "IMG_0001.jpg").write_bytes(taken)
    return make_project().root


def photograph(root: Path) -> str:
    return str(root.parent / "IMG_0001.jpg")


def seen(root: Path, name: str) -> Seen:
    found = looked_at((root / "sop_sources/media" / name).read_bytes())
    assert isinstance(found, Seen)
    return found


@pytest.mark.parametrize("step", ["serve/carry", "CY-01/1", "cy-01/1", "上菜/端菜"])
def test_a_photo_is_filed_upright_and_small_and_named_in_its_step(root: Path, step: str) -> None:
    before = (root / SERVE).read_text("utf-8")
    done = sop_here(root, "media", "add", photograph(root), step)
    assert done.returncode == 0, done.stderr
    assert seen(root, "serve/carry-1.jpg") == Seen(1_280, 1_920, has_position=False, guessed=False)
    entry = "    pictures:\n      - {file: serve/carry-1.jpg, text: （待填）要看的是什么}\n"
    say = "      - say: 请慢用\n"
    assert (root / SERVE).read_text("utf-8") == before.replace(say, say + entry)
    assert "sop_sources/media/serve/carry-1.jpg" in done.stdout
    checked = sop_here(root, "validate").stdout
    assert re.findall(r"\[([a-z-]+)\]", checked) == ["unfilled"]
    assert sop_here(root, "fmt", "--check").returncode == 0


def test_a_second_one_gets_the_next_number_and_nothing_is_overwritten(root: Path) -> None:
    put(root, "serve/carry-1.png", b"of somebody else")
    for seed in range(2):
        (root.parent / "IMG_0001.jpg").write_bytes(written(photo(90, 60, seed), "JPEG"))
        assert sop_here(root, "media", "add", photograph(root), "CY-01/1").returncode == 0
    names = sorted(path.name for path in (root / "sop_sources/media/serve").iterdir())
    assert names == ["carry-1.png", "carry-2.jpg", "carry-3.jpg"]
    assert (root / "sop_sources/media/serve/carry-1.png").read_bytes() == b"of somebody else"
    text = (root / SERVE).read_text("utf-8")
    assert text.count("    pictures:\n") == 1
    assert text.index("carry-2.jpg") < text.index("carry-3.jpg")


def test_a_picture_of_the_whole_procedure_is_named_there(root: Path) -> None:
    assert sop_here(root, "media", "add", photograph(root), "CY-01").returncode == 0
    source = parse((root / SERVE).read_text("utf-8"), SERVE)[0]
    assert source is not None
    assert source.data["pictures"][0]["file"] == "serve/serve-1.jpg"


def test_a_clip_is_filed_as_it_is_unless_it_says_where_it_was_taken(root: Path) -> None:
    clip = root.parent / "VID.M4V"
    clip.write_bytes(mp4())
    assert sop_here(root, "media", "add", str(clip), "CY-01/2").returncode == 0
    assert (root / "sop_sources/media/serve/uncover-1.mp4").read_bytes() == mp4()
    assert "    clips:\n      - {file: serve/uncover-1.mp4" in (root / SERVE).read_text("utf-8")
    clip.write_bytes(mp4(PLACE))
    before = (root / SERVE).read_text("utf-8")
    done = sop_here(root, "media", "add", str(clip), "CY-01/2")
    assert (done.returncode, "[clip-position]" in done.stdout) == (2, True)
    assert (root / SERVE).read_text("utf-8") == before


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_lies_there_loses_its_position_in_place(root: Path, kind: str) -> None:
    path = put(root, f"bed.{kind.lower()}", written(photo(90, 60), kind, exif=facts(8, place=True)))
    assert "[picture-position]" in sop_here(root, "validate").stdout
    before = (root / SERVE).read_text("utf-8")
    assert sop_here(root, "media", "add", str(path)).returncode == 0
    assert seen(root, path.name) == Seen(60, 90, has_position=False, guessed=False)
    with Image.open(path) as cleaned:
        assert cleaned.format == kind
    assert "[picture-position]" not in sop_here(root, "validate").stdout
    assert (root / SERVE).read_text("utf-8") == before
    cleaned_once = path.read_bytes()
    assert sop_here(root, "media", "add", str(path)).returncode == 0
    assert path.read_bytes() == cleaned_once


@pytest.mark.parametrize(("size", "held"), [((90, 60), 6), ((2_400, 1_600), 1), ((90, 60), 1)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_lies_there_is_turned_shrunk_and_bared_without_a_position_too(
    tmp_path: Path, kind: str, size: tuple[int, int], held: int
) -> None:
    path = tmp_path / f"bed.{kind.lower()}"
    path.write_bytes(written(photo(*size), kind, exif=facts(held)))
    made = made_anew(path, in_place=True)
    assert b"Zhang San" not in made.content
    assert (made.is_new, is_bare(made.content)) == (True, True)
    wide, high = min(size[0], 1_920), min(size[1], 1_280)
    assert (made.width, made.height) == ((wide, high) if held == 1 else (high, wide))
    with Image.open(BytesIO(made.content)) as again:
        assert (again.format, again.size) == (kind, (made.width, made.height))


def test_what_lies_there_without_a_position_is_written_anew(root: Path) -> None:
    path = put(root, "bed.jpg", written(photo(90, 60), "JPEG", exif=facts(6)))
    assert sop_here(root, "media", "add", str(path)).returncode == 0
    assert is_bare(path.read_bytes())
    assert seen(root, "bed.jpg")[:2] == (60, 90)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_small_upright_and_bare_keeps_every_byte(root: Path, kind: str) -> None:
    path = put(root, f"bed.{kind.lower()}", written(photo(90, 60), kind))
    before = path.read_bytes()
    done = sop_here(root, "media", "add", str(path), "CY-01/1")
    assert "原样放着" in done.stdout
    assert path.read_bytes() == before
    assert (root / SERVE).read_text("utf-8").count(f"file: {path.name}") == 1


def test_a_picture_that_is_filed_is_named_by_other_steps_and_not_filed_again(root: Path) -> None:
    for step in ("CY-01/1", "CY-01/2", "CY-01"):
        done = sop_here(root, "media", "add", photograph(root), step)
        assert done.returncode == 0
    assert "sop_sources/media/serve/carry-1.jpg 就是它" in done.stdout
    assert [one.name for one in (root / "sop_sources/media/serve").iterdir()] == ["carry-1.jpg"]
    before = (root / SERVE).read_text("utf-8")
    assert before.count("file: serve/carry-1.jpg") == 3
    assert "已经有它" in sop_here(root, "media", "add", photograph(root), "CY-01/2").stdout
    assert (root / SERVE).read_text("utf-8") == before
    assert "same-picture-twice" not in sop_here(root, "validate").stdout


def test_a_picture_copied_there_by_hand_is_mended_there_and_used(root: Path) -> None:
    taken = put(root, "hand.jpg", (root.parent / "IMG_0001.jpg").read_bytes())
    assert sop_here(root, "media", "add", photograph(root), "CY-01/1").returncode == 0
    assert [one.name for one in (root / "sop_sources/media").iterdir()] == ["hand.jpg"]
    assert is_bare(taken.read_bytes())
    assert "{file: hand.jpg," in (root / SERVE).read_text("utf-8")


@pytest.mark.parametrize(("key", "most"), [("pictures", 6), ("clips", 3)])
@pytest.mark.parametrize("lies_there", [False, True])
def test_what_a_step_may_not_have_more_of_is_refused_before_anything_is_written(
    root: Path, key: str, most: int, lies_there: bool
) -> None:
    path = root / SERVE
    entries = "".join(f"      - {{file: {n}.x, text: 第{n}张}}\n" for n in range(most))
    text = path.read_text("utf-8").replace(
        "    role: waiter\n", f"    role: waiter\n    {key}:\n{entries}", 1
    )
    path.write_text(text, "utf-8")
    taken = written(photo(90, 60), "JPEG", exif=facts(6)) if key == "pictures" else mp4()
    name = "new.jpg" if key == "pictures" else "new.mp4"
    file = put(root, name, taken) if lies_there else root.parent / name
    file.write_bytes(taken)
    done = sop_here(root, "media", "add", str(file), "CY-01/1")
    assert (done.returncode, f"“{key}”最多 {most} 项" in done.stdout) == (2, True)
    assert path.read_text("utf-8") == text
    assert file.read_bytes() == taken
    assert (root / "sop_sources/media").exists() == lies_there


@pytest.mark.parametrize("lies_there", [False, True])
def test_a_phone_with_many_pixels_is_filed_small(root: Path, lies_there: bool) -> None:
    grey = Image.linear_gradient("L")
    many = Image.merge("RGB", (grey, grey.rotate(90), grey.rotate(180))).resize((9_248, 6_936))
    taken = written(many, "JPEG", exif=facts(6, place=True), quality=30)
    path = put(root, "IMG.jpg", taken) if lies_there else root.parent / "IMG.jpg"
    path.write_bytes(taken)
    if lies_there:
        assert sop_here(root, "media", "add", str(path)).returncode == 0
    else:
        assert sop_here(root, "media", "add", str(path), "CY-01/1").returncode == 0
        path = root / "sop_sources/media/serve/carry-1.jpg"
    with Image.open(path) as filed:
        assert (filed.size, filed.format) == ((1_440, 1_920), "JPEG")
        corner = filed.convert("RGB").resize((8, 8), Image.Resampling.BOX).getpixel((0, 0))
    assert [round(one / 32) for one in corner] == [8, 0, 0]  # type: ignore[union-attr]
    assert is_bare(path.read_bytes())


@pytest.mark.parametrize(
    ("size", "kind"), [((9_000, 8_900), "JPEG"), ((8_000, 5_001), "PNG"), ((16_001, 9), "JPEG")]
)
def test_what_has_too_many_pixels_is_not_read(root: Path, size: tuple[int, int], kind: str) -> None:
    path = root.parent / "huge"
    path.write_bytes(written(Image.new("L", size), kind))
    done = sop_here(root, "media", "add", str(path), "CY-01/1")
    assert (done.returncode, "[picture-too-large]" in done.stdout) == (2, True)
    assert not (root / "sop_sources/media").exists()


def test_what_cannot_be_shown_is_refused_and_nothing_is_written(root: Path) -> None:
    phone = root.parent / "IMG.HEIC"
    phone.write_bytes(box(b"ftyp", b"heic\0\0\0\0mif1heic") + bytes(40))
    done = sop_here(root, "media", "add", str(phone), "CY-01/1")
    assert (done.returncode, "[picture-heic]" in done.stdout) == (2, True)
    assert "兼容性最佳" in done.stdout
    assert not (root / "sop_sources/media").exists()


@pytest.mark.parametrize(
    ("step", "said"),
    [((), "写明是哪一步的"), (("CY-01/9",), "没有步骤"), (("serve/cary",), "serve/carry")],
)
def test_a_step_that_is_not_there_is_told(root: Path, step: tuple[str, ...], said: str) -> None:
    done = sop_here(root, "media", "add", photograph(root), *step)
    assert (done.returncode, said in done.stderr) == (2, True)
    assert not (root / "sop_sources/media").exists()


def test_where_the_source_cannot_be_written_the_lines_are_shown(root: Path) -> None:
    path = root / SERVE
    text = path.read_text("utf-8")
    steps = "steps: [{id: carry, title: 端菜, role: waiter}]\nends:"
    path.write_text(re.sub(r"steps:\n.*\nends:", steps, text, flags=re.DOTALL), "utf-8")
    before = path.read_text("utf-8")
    done = sop_here(root, "media", "add", photograph(root), "CY-01/1")
    assert done.returncode == 0
    assert "pictures:\n  - {file: serve/carry-1.jpg" in done.stdout
    assert path.read_text("utf-8") == before


def _with(word: str, text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if word in line)


REMARKS = st.sampled_from(["", "  # 轻声", "\n    # 下面是别的", "\n\n", "\n# 尾注"])


@kept
@examples(40)
@given(marks=st.lists(REMARKS, min_size=9, max_size=9), windows=st.booleans(), at=st.integers(0, 2))
def test_nothing_else_of_a_source_changes(marks: list[str], windows: bool, at: int) -> None:
    lines = ["title: 上菜", "steps:", "  - id: a", "    title: 甲", "    pictures:"]
    lines += ["      - {file: x.jpg, text: 字}", "  - id: b", "    title: 乙", "goal: 好"]
    text = "\n".join(line + mark for line, mark in zip(lines, marks, strict=True)) + "\n"
    text = text.replace("\n", "\r\n") if windows else text
    source, wrong = parse(text, "x.yaml")
    assert source is not None
    assert not wrong
    owner = [(), ("steps", 0), ("steps", 1)][at]
    item = {"file": "y.jpg", "text": "（待填）"}
    new = with_item(text, source, owner, "pictures", item)
    assert new is not None
    again = parse(new, "x.yaml")[0]
    assert again is not None
    above = new.splitlines()[: new.splitlines().index(next(_with("y.jpg", new)))]
    above = above[:-1] if above[-1].strip() == "pictures:" else above
    assert above[-1].strip()
    assert not above[-1].strip().startswith("#")  # what stands there is about what follows
    home = again.data if not owner else again.data["steps"][owner[1]]
    assert home["pictures"].pop() == item
    if not home["pictures"]:
        del home["pictures"]
    assert again.data == source.data
    assert sorted(one[2] for one in remarks(new)) == sorted(one[2] for one in remarks(text))
    assert [line for line in text.splitlines() if line not in new.splitlines()] == []


# Comparing ---------------------------------------------------------------------------------------


def git(root: Path, *args: str) -> None:
    name = ("-c", "user.name=n", "-c", "user.email=n@example.org")
    subprocess.run(["git", *name, *args], cwd=root, check=True, capture_output=True)


@pytest.fixture
def committed(root: Path) -> Path:
    """The handbook with two pictures of one step, released and committed."""
    for seed in (1, 2):
        (root.parent / "IMG_0001.jpg").write_bytes(written(photo(300, 200, seed), "JPEG"))
        assert sop_here(root, "media", "add", photograph(root), "CY-01/1").returncode == 0
    path = root / SERVE
    for told in ("托盘端平", "汤不晃出来"):
        path.write_text(path.read_text("utf-8").replace("（待填）要看的是什么", told, 1), "utf-8")
    assert sop_here(root, "release").returncode == 0
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "x")
    return root


def test_a_picture_that_was_replaced_is_procedural_and_told_in_words(committed: Path) -> None:
    assert "没有变化" in sop_here(committed, "diff").stdout  # what git holds was looked at, too
    put(committed, "serve/carry-2.jpg", written(photo(300, 200, 3), "JPEG"))
    (subject,) = json.loads(sop_here(committed, "diff", "--format", "json").stdout)["subjects"]
    (difference,) = subject["differences"]
    assert (difference["class"], difference["place"]) == ("procedural", "1 端菜 › 图片 2")
    for form in ("text", "markdown"):
        for language in ("zh", "en"):
            shown = sop_here(committed, "--lang", language, "diff", "--format", form).stdout
            assert not DIGEST.search(shown.replace("sop-diff", ""))
    assert "原来的画面 → 画面换了" in sop_here(committed, "diff").stdout
    assert "[revision-not-raised]" in sop_here(committed, "validate").stdout


def test_a_file_that_is_only_called_otherwise_is_no_other_picture(committed: Path) -> None:
    media = committed / "sop_sources/media/serve"
    (media / "carry-1.jpg").rename(media / "tray.jpg")
    path = committed / SERVE
    text = path.read_text("utf-8").replace("serve/carry-1.jpg", "serve/tray.jpg")
    path.write_text(text, "utf-8")
    (subject,) = json.loads(sop_here(committed, "diff", "--format", "json").stdout)["subjects"]
    assert [one["class"] for one in subject["differences"]] == ["editorial"]
    assert "revision-not-raised" not in sop_here(committed, "validate").stdout
