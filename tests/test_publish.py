"""Files on disk: exactly the artifacts, only what changed, never outside the folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sop_handbook.render.base import Artifact
from sop_handbook.site.publish import publish

Write = Callable[[Path, bytes], int]


def _artifacts(**pages: str) -> list[Artifact]:
    return [Artifact(f"{name}.md", content.encode()) for name, content in pages.items()]


def _tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "docs" / "handbook"


def test_every_artifact_becomes_a_file(folder: Path) -> None:
    done = publish([Artifact("a/b/c.md", b"one"), Artifact("d.md", b"two")], folder)
    assert done == (2, 0)
    assert _tree(folder) == {"a/b/c.md": "one", "d.md": "two"}


def test_only_what_changed_is_written(folder: Path) -> None:
    publish(_artifacts(same="1", other="1"), folder)
    before = (folder / "same.md").stat()
    assert publish(_artifacts(same="1", other="2"), folder) == (1, 0)
    after = (folder / "same.md").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert _tree(folder) == {"same.md": "1", "other.md": "2"}


def test_nothing_is_written_the_second_time(folder: Path) -> None:
    publish(_artifacts(a="1", b="2"), folder)
    assert publish(_artifacts(a="1", b="2"), folder) == (0, 0)


def test_stale_files_and_empty_folders_are_removed(folder: Path) -> None:
    publish([Artifact("old/deep/page.md", b"x"), Artifact("kept.md", b"y")], folder)
    (folder / "left-over.md.part").write_text("a crash left this")
    assert publish(_artifacts(kept="y"), folder) == (0, 2)
    assert sorted(path.name for path in folder.rglob("*")) == ["kept.md"]


@pytest.mark.parametrize(
    "path",
    ["/etc/motd", "../outside.md", "a/../../outside.md", "a/../b.md", "..", ".", "", "a//b.md",
     "./b.md", "a/"],
)  # fmt: skip
def test_an_odd_path_is_refused_before_anything_is_written(folder: Path, path: str) -> None:
    publish(_artifacts(kept="1"), folder)
    with pytest.raises(ValueError, match="not a path of its own"):
        publish([*_artifacts(kept="2"), Artifact(path, b"x")], folder)
    assert _tree(folder.parent) == {"handbook/kept.md": "1"}


def test_two_artifacts_with_one_path_are_refused_before_anything_is_written(folder: Path) -> None:
    with pytest.raises(ValueError, match=r"twice\.md"):
        publish([Artifact("twice.md", b"1"), Artifact("twice.md", b"2")], folder)
    assert not folder.exists()


def test_a_link_inside_the_folder_is_replaced_and_not_followed(folder: Path) -> None:
    outside = folder.parent / "outside"
    outside.mkdir(parents=True)
    (outside / "page.md").write_text("not ours")
    folder.mkdir()
    (folder / "linked").symlink_to(outside, target_is_directory=True)
    (folder / "page.md").symlink_to(outside / "page.md")
    publish([Artifact("linked/page.md", b"new"), Artifact("page.md", b"new")], folder)
    assert _tree(outside) == {"page.md": "not ours"}
    assert _tree(folder) == {"linked/page.md": "new", "page.md": "new"}
    assert not any(path.is_symlink() for path in folder.rglob("*"))


def test_a_link_in_place_of_the_folder_is_not_followed(folder: Path) -> None:
    outside = folder.parent / "outside"
    outside.mkdir(parents=True)
    (outside / "precious.txt").write_text("not ours")
    folder.symlink_to(outside, target_is_directory=True)
    publish(_artifacts(page="new"), folder)
    assert _tree(outside) == {"precious.txt": "not ours"}
    assert _tree(folder) == {"page.md": "new"}


def test_a_crash_while_writing_leaves_the_former_page_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(_artifacts(a="old", b="old"), folder)
    writes = _failing_at_the_second(Path.write_bytes)
    monkeypatch.setattr(Path, "write_bytes", lambda path, data: next(writes)(path, data))
    with pytest.raises(OSError, match="disk full"):
        publish(_artifacts(a="new", b="new"), folder)
    monkeypatch.undo()
    assert ((folder / "a.md").read_text(), (folder / "b.md").read_text()) == ("new", "old")
    publish(_artifacts(a="new", b="new"), folder)
    assert _tree(folder) == {"a.md": "new", "b.md": "new"}


def _failing_at_the_second(write: Write) -> Iterator[Write]:
    def fail(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:1])
        raise OSError("disk full")

    yield write
    yield fail
