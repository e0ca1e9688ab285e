"""What it takes to bring a handbook to another engine; nothing is written here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import unified_diff
from pathlib import Path

from sop_handbook.adapters.wheel import Wheel
from sop_handbook.project import FORMAT, Project
from sop_handbook.scaffold import managed
from sop_handbook.scaffold.engine_wheel import is_newer
from sop_handbook.scaffold.managed import Managed, State
from sop_handbook.scaffold.starter import managed_files
from sop_handbook.sources.collect import collect_as_written
from sop_handbook.sources.formats import format_of, rewritten

ENGINES = "sop_handbook-*.whl"  # what files of engines are called
_ENGINE_LINE = re.compile(rb"^\./vendor/sop_handbook-.*\.whl *\\\r?\n +--hash=.*$", re.MULTILINE)


@dataclass
class Upgrade:
    """What changes: files to write by path, files to remove.

    `differing` are managed files that people edited and that the new engine writes otherwise: they
    stay, and people are shown the difference as a unified diff. `unreadable` are sources that
    cannot be brought to the present format.
    """

    written: dict[str, bytes] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    differing: dict[str, str] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the handbook is as it should be."""
        return not (self.written or self.removed or self.unreadable)


def planned(project: Project, record: Managed, engine: Wheel) -> Upgrade:
    """Return what brings a handbook to an engine; a second time it is nothing.

    `record` is what it was written by. What people edited or removed stays so.
    """
    plan = Upgrade()
    wanted = managed_files(record.platform, record.language, engine)
    states = record.states(project.root)
    kept = {name: known for name, known in record.files.items() if name in wanted}
    for name, content in wanted.items():
        state = states.get(name) or _new(project.root / name, content)
        kept |= _settle(plan, project.root / name, name, content, state, kept.get(name))
    plan.removed += [
        name for name, state in states.items() if name not in wanted and state is State.UNTOUCHED
    ]
    _replace_engine(plan, project.root, engine)
    _migrate(plan, project)
    text = replace(record, engine=engine.version, files=kept).text.encode()
    _write(plan, project.root, managed.NAME, text)
    return plan


def _new(path: Path, content: bytes) -> State:
    """Return what to take a file for that the former engine did not write."""
    if not path.exists():
        return State.UNTOUCHED
    same = managed.digest(path.read_bytes()) == managed.digest(content)
    return State.UNTOUCHED if same else State.EDITED


def _settle(
    plan: Upgrade, path: Path, name: str, content: bytes, state: State, known: str | None
) -> Mapping[str, str]:
    """Plan one managed file; return what the record says of it from now on."""
    digest = managed.digest(content)
    if state is State.UNTOUCHED:
        if not path.is_file() or managed.digest(path.read_bytes()) != digest:
            plan.written[name] = content
        return {name: digest}
    if state is State.EDITED and known != digest:
        now = path.read_bytes()
        if name == managed.LOCK:
            plan.written[name] = now = _with_engine(now, content)
        plan.differing[name] = _difference(name, now, content)
    return {name: digest if state is State.EDITED else known or digest}


def _with_engine(lock: bytes, new: bytes) -> bytes:
    """Return a lock file that people edited with the engine of the new one in it."""
    engine = _ENGINE_LINE.search(new)
    return _ENGINE_LINE.sub(lambda _: engine[0], lock) if engine else lock


def _difference(name: str, now: bytes, new: bytes) -> str:
    before, after = (one.decode("utf-8", "replace").splitlines() for one in (now, new))
    return "\n".join(unified_diff(before, after, name, name, lineterm=""))


def _replace_engine(plan: Upgrade, root: Path, engine: Wheel) -> None:
    name = f"vendor/{engine.filename}"
    _write(plan, root, name, engine.content)
    others = (path for path in sorted((root / "vendor").glob(ENGINES)) if path.is_file())
    plan.removed += [f"vendor/{path.name}" for path in others if path.name != engine.filename]


def _migrate(plan: Upgrade, project: Project) -> None:
    documents = collect_as_written(project).documents
    number = next((format_of(one.data) for one in documents if one.kind == "handbook"), None)
    if number is None or number >= FORMAT:
        return
    for document in documents:
        name = document.source.file
        text = (project.root / name).read_bytes().decode("utf-8-sig")
        new = rewritten(document.kind, text, document.source, number)
        if new is None:
            plan.unreadable.append(name)
        elif new != text:
            plan.written[name] = new.encode()


def _write(plan: Upgrade, root: Path, name: str, content: bytes) -> None:
    path = root / name
    if not path.is_file() or path.read_bytes() != content:
        plan.written[name] = content


def news_since(changelog: str, version: str, part: str) -> Iterator[str]:
    """Yield what a changelog says of what came after a version, section by section.

    Of a section its `part` (what stands below the heading of that name) is told, or all of it where
    it has none.
    """
    for section in changelog.replace("\r\n", "\n").split("\n## ")[1:]:
        heading, _, text = section.partition("\n")
        name = heading.split(" ")[0]
        if name == version or is_newer(version, name):
            return
        found = [one for one in text.split("\n### ") if one.startswith(f"{part}\n")]
        lines = [one for one in (found or [text])[0].splitlines() if one.startswith("- ")]
        if lines:
            yield heading
            yield from lines
