"""A source file that was read before says the same without being parsed again."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from sop_handbook.adapters import kept_yaml, yaml_file
from sop_handbook.adapters.source import Source
from sop_handbook.adapters.store import Store
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.program import store_of
from sop_handbook.project import Project
from tests.case_files import MINIMAL
from tests.damage import damaged

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "tests" / "handbooks").rglob("*.yaml"))
PAY = MINIMAL / "sop_sources/procedures/restaurant/pay.yaml"
Parse = Callable[[str, str], object]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "made", str)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were parsed."""
    names: list[str] = []
    parse = yaml_file.parse

    def noted(text: str, file: str) -> object:
        names.append(file)
        return parse(text, file)

    monkeypatch.setattr(yaml_file, "parse", noted)
    return names


def told(source: Source | None) -> tuple[object, ...]:
    """Return everything a source says."""
    assert source is not None
    # Places in the order of the file: an order of their own would move findings.
    tables = (list(source.values.items()), list(source.keys.items()))
    return source.file, repr(source.data), *tables, list(source.spots)


def test_there_are_files_to_try() -> None:
    assert len(FILES) > 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_was_kept_says_the_same(path: Path, store: Store, parsed: list[str]) -> None:
    plain = yaml_file.read(path, "f.yaml")
    for _ in range(2):
        source, findings = kept_yaml.read(path, "f.yaml", store)
        assert findings == plain[1]
        assert told(source) == told(plain[0])
    assert len(parsed) == (2 if not plain[1] else 3)


def test_by_another_name_it_is_told_by_that_name(store: Store, parsed: list[str]) -> None:
    kept_yaml.read(PAY, "a.yaml", store)
    source, _ = kept_yaml.read(PAY, "b.yaml", store)
    assert source is not None
    assert source.place(("title",)).file == "b.yaml"
    assert parsed == ["a.yaml"]


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: [1\n", "", "a: &x 1\nb: *x\n", "a: 银⻋\n"])
def test_what_has_findings_is_never_kept(text: str, tmp_path: Path, store: Store) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(text, "utf-8")
    found = [kept_yaml.read(path, "f.yaml", store) for _ in range(2)]
    assert found[0] == found[1] == yaml_file.read(path, "f.yaml")
    assert found[0][1]
    assert not (tmp_path / "made").exists()


def _entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _into_folders(path: Path) -> None:
    path.unlink()
    path.mkdir()


HARMS: dict[str, Callable[[Path, Random], object]] = {
    "gone": lambda path, _: path.unlink(),
    "empty": lambda path, _: path.write_bytes(b""),
    "cut": lambda path, dice: path.write_bytes(
        path.read_bytes()[: dice.randrange(path.stat().st_size)]
    ),
    "changed": lambda path, dice: path.write_bytes(damaged(path.read_bytes(), dice)),
    "a folder": lambda path, _: _into_folders(path),
}


@pytest.mark.parametrize("harm", HARMS)
def test_what_is_damaged_is_made_anew_in_silence(
    harm: str, make_project: Callable[[], Project], tmp_path: Path, parsed: list[str]
) -> None:
    project, made = make_project(), tmp_path / "made"
    store = Store(made, str)
    whole = examine(project, store=store)
    kept = {path: path.read_bytes() for path in _entries(made)}
    parsed.clear()
    for seed in range(10):
        dice = Random(seed)
        for path in kept:
            HARMS[harm](path, dice)
        assert examine(project, store=store).handbook == whole.handbook
        assert {path: path.read_bytes() for path in _entries(made)} == kept
    assert len(parsed) >= 10  # damage may leave a few files as they were


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"7", b'["a", []]', b'["a", "b"]', b"[" * 99_999, b"\xff[1,[1]]"]
)
def test_what_is_sound_but_no_source_is_made_anew(
    content: bytes, store: Store, parsed: list[str]
) -> None:
    text = PAY.read_text("utf-8")
    key = store.key(kept_yaml.__name__, text)
    store.keep(key, content)
    assert kept_yaml.read(PAY, "f.yaml", store) == yaml_file.read(PAY, "f.yaml")
    kept_yaml.read(PAY, "f.yaml", store)
    assert len(parsed) == 2


def test_of_another_version_nothing_is_taken(tmp_path: Path, parsed: list[str]) -> None:
    for version in ("1", "2", "1"):
        made_by = Store(tmp_path / "made", lambda module, version=version: module + version)  # type: ignore[misc]
        kept_yaml.read(PAY, "f.yaml", made_by)
    assert len(parsed) == 2


def test_where_nothing_can_be_kept_all_is_judged_as_ever(
    make_project: Callable[[], Project], tmp_path: Path
) -> None:
    project = make_project()
    (tmp_path / "made").write_text("no folder", "utf-8")
    told = examine(project, store=Store(tmp_path / "made" / "below", str))
    assert told.handbook == examine(project).handbook
    assert told.findings == examine(project).findings == ()


def test_only_what_changed_is_parsed_again(
    make_project: Callable[[], Project], parsed: list[str]
) -> None:
    project = make_project()
    store = store_of(project)
    examine(project, store=store)
    parsed.clear()
    pay = project.sources / "procedures/restaurant/pay.yaml"
    pay.write_text(pay.read_text("utf-8") + "# 看过\n", "utf-8")
    examine(project, store=store)
    assert parsed == [project.name(pay)]


def test_without_a_store_nothing_is_written(make_project: Callable[[], Project]) -> None:
    project = make_project()
    examine(project)
    assert not project.cache.exists()
