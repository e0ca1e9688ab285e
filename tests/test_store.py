"""What is kept of earlier runs is what was kept, or it is not there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sop_handbook.adapters.store import Store

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
