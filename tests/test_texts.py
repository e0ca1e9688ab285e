"""All texts of a part of the handbook are found, each by its path, in the order of the model."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from sop_handbook.adapters.source import KeyPath
from sop_handbook.findings import Place
from sop_handbook.model import Handbook, Text
from sop_handbook.model.texts import iter_texts
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.sources.printed import printed
from tests.support import DAY
from tests.trades import trades_root


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return examine(Project(root=trades_root(), today=DAY)).handbook


def everything(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    """Yield whatever is in a part of the model, field by field, nothing left out."""
    yield path, value
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from everything(item, (*path, index))
    elif is_dataclass(value) and not isinstance(value, Text):
        for field in fields(value):
            key = field.name.rstrip("_")
            yield from everything(getattr(value, field.name), (*path, key))


def test_no_text_is_passed_over(handbook: Handbook) -> None:
    found = 0
    for part in (*handbook.procedures.values(), *handbook.families.values()):
        wanted = [(path, text) for path, text in everything(part) if isinstance(text, Text)]
        assert list(iter_texts(part)) == wanted
        found += len(wanted)
    assert found > 500


def test_a_list_of_parts_is_gone_through_and_a_path_goes_before(handbook: Handbook) -> None:
    procedure = next(iter(handbook.procedures.values()))
    step = procedure.steps[1]
    below = list(iter_texts(step, ("steps", 1)))
    whole = [one for one in iter_texts(procedure) if one[0][:2] == ("steps", 1)]
    assert below == whole
    assert [text for _, text in iter_texts((step,))] == [text for _, text in below]
    assert list(iter_texts("字")) == []


class _Asked:
    """Takes note of what it is asked for; each place is the number of the question."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, KeyPath]] = []

    def _note(self, of: str, path: KeyPath) -> Place:
        self.asked.append((of, path))
        return Place("", len(self.asked))

    def procedure(self, name: str, *path: str | int) -> Place:
        return self._note(f"procedure {name}", path)

    def family(self, name: str, *path: str | int) -> Place:
        return self._note(f"family {name}", path)

    def single(self, kind: str, *path: str | int) -> Place:
        return self._note(kind, path)


def test_whatever_prints_may_show_is_found_with_its_place(handbook: Handbook) -> None:
    parts: dict[str, object] = {
        f"procedure {name}": one for name, one in handbook.procedures.items()
    }
    parts |= {f"family {name}": one for name, one in handbook.families.items()}
    wanted = [
        (of, path, str(text))
        for of, part in parts.items()
        for path, text in everything(part)
        if isinstance(text, Text | str) and not {"aliases", "waivers"} & {*path}
    ]
    places = _Asked()
    told = [(text.read, text.place()) for text in printed(handbook, places)]
    found = [(*places.asked[place.line - 1], read) for read, place in told]
    assert found[: len(wanted)] == wanted
    aliases = {alias for term in handbook.terms.values() for alias in term.aliases}
    assert aliases
    assert aliases <= {read for read, _ in told}
