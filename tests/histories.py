"""Histories in memory: a handbook, edits to its files, and what comes of them; no git, no disk."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from sop_handbook.adapters.source import Source
from sop_handbook.adapters.yaml_file import parse
from sop_handbook.change.changed import Changed
from sop_handbook.change.handbooks import compare_handbooks
from sop_handbook.change.prints import PrintChange, Printed, anticipated, compare_prints
from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook, Procedure
from sop_handbook.project import Project
from sop_handbook.render.print import plan_prints
from sop_handbook.sources.assemble import assemble
from sop_handbook.sources.collect import SourceDocument, collect
from sop_handbook.sources.places import Places
from sop_handbook.sources.schemas import Schemas
from sop_handbook.sources.validate import validate
from tests.case_files import SCHEMAS
from tests.contexts import bare
from tests.full import FieldPath, Filler, Write, text_fields
from tests.support import DAY, ROOT

MEDIUM = ROOT / "tests" / "handbooks" / "medium"
KNOWN = Schemas(SCHEMAS)
_EDITS, _ = parse((ROOT / "tests" / "cases" / "edits.yaml").read_text("utf-8"), "edits.yaml")
EDITS: list[dict[str, Any]] = _EDITS.data["edits"] if _EDITS else []
# A handbook filled in by the schemas has its time limits as words, so there is no `since` in it.
TEXTS = sorted(path for path in text_fields() if path[-1] not in {"note", "since"})


@dataclass(frozen=True)
class State:
    """One state of the sources: text by file below sop_sources."""

    files: Mapping[str, str]

    def edited(self, edit: Mapping[str, Any]) -> "State":
        """This state after an edit of tests/cases/edits.yaml."""
        name = edit["in"]
        files = dict(self.files)
        text = files.pop(name)
        if edit.get("delete"):
            return State(files)
        for change in edit.get("change", ()):
            assert text.count(change["from"]) == 1, change["from"]
            text = text.replace(change["from"], change["to"])
        files[edit.get("rename", name)] = _moved(text, edit)
        return State(files)

    def handbook(self) -> Handbook:
        """The handbook of this state; its sources fit their schemas."""
        return assemble(self._documents(), messages("zh"))

    def places(self) -> Places:
        """Where everything of this state is written."""
        return Places(self._documents())

    def _documents(self) -> list[SourceDocument]:
        return [_document(name, text) for name, text in sorted(self.files.items())]


def _moved(text: str, edit: Mapping[str, Any]) -> str:
    """Swap two neighbouring blocks, or cut one."""
    if marks := edit.get("swap"):
        start, middle, end = (text.index(marks[key]) for key in ("first", "second", "end"))
        return text[:start] + text[middle:end] + text[start:middle] + text[end:]
    if marks := edit.get("cut"):
        return text[: text.index(marks["first"])] + text[text.index(marks["end"]) :]
    return text


@cache
def _document(name: str, text: str) -> SourceDocument:
    source, findings = parse(text, name)
    assert source and not findings, findings
    folder, _, file = name.rpartition("/")
    kinds = {"shared": "family", "": file.removesuffix(".yaml")}
    kind = kinds.get(folder, "procedure")
    assert list(validate(source, kind, KNOWN)) == []
    return SourceDocument(kind, file.removesuffix(".yaml"), folder.rpartition("/")[2], source)


@cache
def medium() -> State:
    """The medium handbook."""
    return state_of(MEDIUM)


def state_of(root: Path) -> State:
    """The sources of a handbook in a folder."""
    found = collect(Project(root=root, today=DAY)).documents
    names = [document.source.file for document in found]
    return State({n.removeprefix("sop_sources/"): (root / n).read_text("utf-8") for n in names})


def compared(old: State, new: State) -> tuple[tuple[Changed, ...], tuple[PrintChange, ...]]:
    """What changed between two states, and which prints."""
    before, after = _once(old), new.handbook()
    changed = compare_handbooks(before, after)
    prints = _medium_prints() if old is medium() else printed(before)
    planned = printed(anticipated(before, after, changed))
    return changed, compare_prints(prints, planned, changed, (before, after), printed(after))


def _once(state: State) -> Handbook:
    return _medium_handbook() if state is medium() else state.handbook()


@cache
def _medium_handbook() -> Handbook:
    return medium().handbook()


@cache
def _medium_prints() -> list[Printed]:
    return printed(_medium_handbook())


def printed(handbook: Handbook) -> list[Printed]:
    """The prints of a handbook."""
    return [
        Printed(path=job.path, kind=job.kind, of=job.of, subject=job.subject, code=job.code)
        for job in plan_prints(handbook, bare())
    ]


def raised(state: State, name: str, class_: str, steps: str = "") -> State:
    """A state in which a procedure of revision 1 has revision 2 with an entry."""
    entry = f"changes:\n  - {{revision: 2, date: 2026-12-01, class: {class_}, summary: 改了}}\n"
    if steps:
        entry = entry.replace("summary", f"steps: [{steps}], summary")
    text = state.files[name].replace("\nrevision: 1\n", "\nrevision: 2\n")
    return replace(state, files={**state.files, name: text.replace("changes:\n", entry)})


def filled(write: Write) -> Handbook:
    """A handbook in which every field of every schema is filled in; `write` makes the texts."""
    sources = Filler("x", write).sources()
    folder = sources["handbook"]["industries"][0]["id"]
    documents = [
        SourceDocument(kind, str(data.get("id", kind)), folder, Source(f"{kind}.yaml", data))
        for kind, data in sources.items()
    ]
    made = assemble(documents, messages("zh"))
    seen = {name: _with_files(one) for name, one in made.procedures.items()}
    return replace(made, procedures=seen)


def _with_files(procedure: Procedure) -> Procedure:
    """The same with files for its pictures and clips, for nothing is shown without."""

    def filed(of: Any) -> Any:
        pictures = [replace(one, digest="0" * 64, width=900, height=600) for one in of.pictures]
        clips = [replace(one, digest="1" * 64, size=1000) for one in of.clips]
        return replace(of, pictures=tuple(pictures), clips=tuple(clips))

    whole: Procedure = filed(replace(procedure, steps=tuple(map(filed, procedure.steps))))
    return whole


def plain(path: FieldPath, limit: int) -> str:
    """A text of its own for every field, neither figures nor duties in it."""
    return ("字" + "".join(chr(0x4E00 + ord(c) * 7) for c in "".join(path[1:])))[: min(limit, 12)]


def other_at(changed: FieldPath) -> Write:
    """Write the same texts as `plain`, but another one in one field."""

    def write(path: FieldPath, limit: int) -> str:
        return ("新" + plain(path, limit))[:limit] if path == changed else plain(path, limit)

    return write
