"""What is kept of earlier runs is what was kept, or it is not there."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sop_handbook.adapters.store import Store
from sop_handbook.commands.session import Session
from sop_handbook.language.messages import messages
from sop_handbook.project import LostError
from sop_handbook.render.base import Artifact
from sop_handbook.site.publish import publish
from tests.support import DAY

CONTENT = b"%PDF\n" + bytes(range(256)) * 8


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "made", str)


def _entry(tmp_path: Path) -> Path:
    (path,) = (path for path in (tmp_path / "made").rglob("*") if path.is_file())
    return path


@pytest.mark.parametrize("content", [b"", b"\n", b"a\nb", CONTENT])
def test_what_is_kept_is_found_again(content: bytes, store: Store) -> None:
    assert store.find("abcd") is None
    store.keep("abcd", content)
    assert store.find("abcd") == content


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def _into_a_folder(path: Path) -> None:
    path.unlink()
    (path / "inside").mkdir(parents=True)


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(path.read_bytes()[:1000]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(CONTENT),  # as entries without a digest were
        _flip,
        _into_a_folder,
    ],
)
def test_what_is_damaged_is_a_miss_and_is_made_anew(
    harm: Callable[[Path], object], store: Store, tmp_path: Path
) -> None:
    key = store.key("maker", "input")
    store.keep(key, CONTENT)
    harm(_entry(tmp_path))
    assert store.find(key) is None
    assert [path for path in (tmp_path / "made").rglob("*") if path.is_file()] == []
    assert store.get_or_make(lambda: b"anew", "maker", "input") == b"anew"
    assert store.find(key) == b"anew"


def test_what_is_held_is_read_when_it_is_asked_for(store: Store) -> None:
    held = store.hold_or_make(lambda: CONTENT, "maker", "input")
    assert (held.read(), held.size) == (CONTENT, len(CONTENT))
    part = store.held(store.key("maker", "input"), CONTENT, 5)
    assert (part.read(), part.size) == (CONTENT[5:], len(CONTENT) - 5)
    assert Artifact("a.pdf", part).content == CONTENT[5:]
    assert Artifact("a.pdf", part).size == len(CONTENT) - 5


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        _flip,
    ],
)
def test_what_was_lost_since_is_never_published(
    harm: Callable[[Path], object], store: Store, tmp_path: Path
) -> None:
    held = store.hold_or_make(lambda: CONTENT, "maker", "input")
    harm(_entry(tmp_path))
    with pytest.raises(LostError):
        publish([Artifact("a.pdf", held)], tmp_path / "out")
    assert not list((tmp_path / "out").rglob("*.pdf"))


def test_another_entry_of_the_same_name_is_not_what_was_held(store: Store) -> None:
    held = store.hold_or_make(lambda: CONTENT, "maker", "input")
    store.keep(store.key("maker", "input"), b"sound, but another")
    with pytest.raises(LostError):
        held.read()


def test_what_was_lost_is_told_in_one_line(tmp_path: Path) -> None:
    session = Session(tmp_path, messages("en"), DAY)
    told = session.trouble(LostError(tmp_path / "made" / "ab"))
    assert str(tmp_path / "made" / "ab") in told
    assert "run it again" in told


DAY_LONG = 24 * 60 * 60


def _age(path: Path, days: float) -> None:
    then = path.stat().st_mtime - days * DAY_LONG
    os.utime(path, (then, then))


def _kept(tmp_path: Path, *names: str) -> dict[str, Path]:
    """Keep something under each name; return where it lies."""
    store = Store(tmp_path / "made", str)
    found = {}
    for name in names:
        key = store.key("maker", name)
        store.keep(key, name.encode())
        found[name] = tmp_path / "made" / key[:2] / key[2:]
    return found


def _days_old(path: Path) -> float:
    return (path.parent.parent.stat().st_mtime - path.stat().st_mtime) / DAY_LONG


def test_what_nobody_used_for_thirty_days_is_swept_away(tmp_path: Path) -> None:
    paths = _kept(tmp_path, "new", "used", "month", "older", "part")
    part = paths["part"].rename(paths["part"].with_name(f"{paths['part'].name}.12.34.part"))
    for path, days in (
        (paths["used"], 400),
        (paths["month"], 29),
        (paths["older"], 31),
        (part, 31),
    ):
        _age(path, days)
    store = Store(tmp_path / "made", str)
    assert store.find(store.key("maker", "used")) == b"used"
    assert store.sweep() == 2
    assert [name for name, path in paths.items() if path.exists()] == ["new", "used", "month"]
    assert not part.exists()


def test_it_is_swept_once_a_day(tmp_path: Path) -> None:
    (path,) = _kept(tmp_path, "one").values()
    assert Store(tmp_path / "made", str).sweep() == 0
    _age(path, 31)
    assert Store(tmp_path / "made", str).sweep() == 0
    _age(tmp_path / "made" / "swept", 1.1)
    assert Store(tmp_path / "made", str).sweep() == 1


@pytest.mark.parametrize(("days", "marked"), [(0.5, False), (1.5, True), (-3, True)])
def test_an_entry_in_use_is_marked_once_a_day(tmp_path: Path, days: float, marked: bool) -> None:
    (path,) = _kept(tmp_path, "one").values()
    _age(path, days)
    store = Store(tmp_path / "made", str)
    assert store.find(store.key("maker", "one")) == b"one"
    assert (abs(_days_old(path)) < 0.1) == marked


def test_what_is_no_entry_is_left_alone(tmp_path: Path) -> None:
    (path,) = _kept(tmp_path, "one").values()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    foreign = [tmp_path / "made" / "notes.txt", path.parent / "notes.txt", elsewhere / path.name]
    for other in foreign:
        other.write_text("mine", "utf-8")
        _age(other, 99)
    link = "ff" if path.parent.name != "ff" else "fe"
    (tmp_path / "made" / link).symlink_to(elsewhere, target_is_directory=True)
    assert Store(tmp_path / "made", str).sweep() == 0
    assert all(other.exists() for other in foreign)


def test_where_nothing_can_be_marked_what_is_kept_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = _kept(tmp_path, "one").values()
    _age(path, 99)

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "utime", refused)
    store = Store(tmp_path / "made", str)
    assert store.find(store.key("maker", "one")) == b"one"
    assert store.sweep() == 0
    assert path.exists()


def test_where_there_is_no_store_nothing_is_made(tmp_path: Path) -> None:
    assert Store(tmp_path / "made", str).sweep() == 0
    assert not (tmp_path / "made").exists()
