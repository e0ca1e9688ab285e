"""A finished folder takes the place of another, whatever stands there and whatever goes wrong."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from sop_handbook.adapters.swap import (
    NoPlaceError,
    SwapTarget,
    copy_files,
    listing,
    put,
    room_for,
    target_of,
)


def _folder(path: Path, *names: str) -> Path:
    path.mkdir(parents=True)
    for name in names:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(name)
    return path


def _tree(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def _put(place: Path, tmp_path: Path, *names: str) -> SwapTarget:
    """Put a folder with these files at a place, as a build does."""
    target = target_of(place)
    with room_for(target, tmp_path / "cache") as fresh:
        for name in names:
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_text(name)
        put(fresh, target)
    return target


def test_it_takes_the_place_of_a_former_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    place = _folder(tmp_path / "www" / "site", "old.html")
    _put(place, tmp_path, "new.html", "assets/a.js")
    assert _tree(place) == {"new.html", "assets/a.js"}
    assert [path.name for path in (tmp_path / "www").iterdir()] == ["site"]
    assert place.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("mounted", [False, True])
def test_a_server_may_read_what_a_strict_user_built(
    mounted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = _folder(tmp_path / "www" / "site", "old.html")
    monkeypatch.setattr(os.path, "ismount", lambda path: mounted and Path(path) == place)
    before = os.umask(0o077)
    try:
        _put(place, tmp_path, "index.html", "below/a.html")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in place.rglob("*")}
    assert modes == {"index.html": 0o644, "below": 0o755, "a.html": 0o644}


def test_it_may_be_the_first(tmp_path: Path) -> None:
    _put(tmp_path / "site", tmp_path, "new.html")
    assert _tree(tmp_path / "site") == {"new.html"}


@pytest.mark.parametrize("tail", ["", "/", "/."])
def test_a_link_stays_and_what_it_leads_to_is_replaced(tail: str, tmp_path: Path) -> None:
    root = _folder(tmp_path / "srv" / "sop", "old.html")
    link = tmp_path / "site"
    link.symlink_to(root)
    for name in ("one.html", "two.html"):  # a second build goes as the first did
        _put(Path(f"{link}{tail}"), tmp_path, name)
        assert link.is_symlink()
        assert _tree(root) == {name}
    assert [path.name for path in root.parent.iterdir()] == ["sop"]


def test_a_link_to_nothing_yet_is_filled_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "srv").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "srv" / "sop")
    _put(tmp_path / "site", tmp_path, "new.html")
    assert _tree(tmp_path / "srv" / "sop") == {"new.html"}


def test_a_volume_keeps_its_place_and_gets_the_new_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = _folder(tmp_path / "www" / "site", "old.html", "stays/a.html", "was-folder/x", "file")
    outside = _folder(tmp_path / "outside", "precious")
    (place / "link").symlink_to(outside)
    (place / "assets").symlink_to(outside)
    inode = place.stat().st_ino
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == place)
    new = ("index.html", "stays/a.html", "was-folder", "file/inside", "assets/b.js")
    assert not _put(place, tmp_path, *new).swapped
    assert _tree(place) == set(new)
    assert place.stat().st_ino == inode
    assert _tree(outside) == {"precious"}
    assert [path.name for path in (tmp_path / "www").iterdir()] == ["site"]
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_volume_without_room_keeps_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = _folder(tmp_path / "www" / "site", "old.html", "same.html")
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == place)
    free = SimpleNamespace(free=3 * 4096 - 1)  # for two files more, and one while it is replaced
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    with pytest.raises(NoPlaceError) as trouble:
        _put(place, tmp_path, "same.html", "new.html", "newer.html")
    assert trouble.value.problem == "no-room"
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    free.free += 1
    _put(place, tmp_path, "same.html", "new.html", "newer.html")
    assert _tree(place) == {"same.html", "new.html", "newer.html"}


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda place: place.write_text("notes"), "no-folder"),
        (lambda place: place.symlink_to(place.parent / "a" / "b"), "no-parent"),
        (lambda place: place.symlink_to(place), "no-folder"),
        (lambda place: place.with_name(".site.former").write_text("notes"), "in-the-way"),
        (lambda place: place.with_name(".site.former").symlink_to("/tmp"), "in-the-way"),
    ],
)
def test_what_is_in_the_way_is_named_and_left_alone(
    make: object, problem: str, tmp_path: Path
) -> None:
    place = tmp_path / "site"
    make(place)  # type: ignore[operator]
    before = sorted(tmp_path.iterdir())
    with pytest.raises(NoPlaceError) as caught:
        target_of(place)
    assert caught.value.problem == problem
    assert sorted(tmp_path.iterdir()) == before


def test_a_former_folder_beside_it_that_is_not_ours_does_not_matter(tmp_path: Path) -> None:
    _folder(tmp_path / "site", "old.html")
    (tmp_path / "site.old").write_text("somebody's notes")
    _put(tmp_path / "site", tmp_path, "new.html")
    assert (tmp_path / "site.old").read_text() == "somebody's notes"


def test_a_swap_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = _folder(tmp_path / "site", "old.html")
    target = target_of(place)
    rename = Path.rename

    def fail(path: Path, to: Path) -> Path:
        if path.name.startswith(".site.new-"):
            raise OSError("the disk says no")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="the disk says no"), room_for(target, tmp_path) as fresh:
        put(fresh, target)
    assert _tree(place) == {"old.html"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_cannot_be_finished_leaves_nothing_of_it(tmp_path: Path) -> None:
    place = _folder(tmp_path / "www" / "site", "old.html")
    source = _folder(tmp_path / "made", "a.html", "b.html")
    (source / "b.html").unlink()
    (source / "b.html").symlink_to("/proc/self/mem")  # cannot be read
    with (
        pytest.raises(OSError, match="Input/output error"),
        room_for(target_of(place), tmp_path) as fresh,
    ):
        copy_files(source, fresh)
    assert [path.name for path in (tmp_path / "www").iterdir()] == ["site"]


def test_a_run_that_was_killed_between_the_renames_is_taken_back(tmp_path: Path) -> None:
    _folder(tmp_path / ".site.former", "old.html")
    _folder(tmp_path / ".site.new-abc", "half.html")
    target = target_of(tmp_path / "site")
    assert _tree(tmp_path / "site") == {"old.html"}
    with room_for(target, tmp_path / "cache"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "site"]


def test_a_run_that_was_killed_after_the_renames_is_finished(tmp_path: Path) -> None:
    _folder(tmp_path / "site", "new.html")
    _folder(tmp_path / ".site.former", "old.html")
    target_of(tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert _tree(tmp_path / "site") == {"new.html"}


@pytest.mark.parametrize(
    "touch",
    [
        lambda folder: (folder / "a.html").write_text("A.HTML"),
        lambda folder: (folder / "a.html").unlink(),
        lambda folder: (folder / "c.html").touch(),
        lambda folder: (folder / "a.html").rename(folder / "d.html"),
    ],
)
def test_a_listing_tells_whether_a_folder_was_touched(touch: object, tmp_path: Path) -> None:
    folder = _folder(tmp_path / "site", "a.html", "b/c.html")
    os.utime(folder / "a.html", ns=(0, 0))
    before = list(listing(folder))
    assert before == list(listing(folder))
    touch(folder)  # type: ignore[operator]
    assert before != list(listing(folder))
