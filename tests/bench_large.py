"""A handbook of any size: the real mix of the demonstration's procedures, again and again.

Copy 0 is the demonstration as it is. Each further one is a branch of the same organisation, whose
titles, roles, numbers and words differ, by seed, so that no two procedures are equal.
"""

import json
import random
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import count, product
from pathlib import Path
from typing import Any

import yaml
from rjieba import Jieba

from sop_handbook.model.basics import UNSPECIFIED
from sop_handbook.project import Project
from sop_handbook.sources.collect import SourceDocument, collect
from sop_handbook.sources.schemas import Schemas
from tests.sites import copy_project
from tests.support import DAY

SEED = 18
COPIES_A_REGION = 6  # branches that share their roles, as those of one town do
_TOWNS = tuple(map("".join, product("东西南北城江河湖山林海岭", "安宁丰和兴平远康泰昌庆隆")))
_OF_A_COPY = frozenset({"procedure", "family", "form"})
# All branches are asked with the same words; two answers to a question must stay two.
_KEPT = frozenset({"aliases", "not_covered", "answer"})
_SWAPPED = 0.4  # the share of words of two signs that are others in another branch
_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")
_FIGURE = re.compile(r"\d{2,}(?=元|道|种|项|分钟|min|h|d)|(?<=\d{7})\d{3}$")


@dataclass(frozen=True)
class Branch:
    """One copy: its number, the place in front of its titles, and what its words are chosen by."""

    number: int
    seed: int
    vocabulary: Sequence[str]

    @property
    def suffix(self) -> str:
        """What its ids end in; nothing in the first."""
        return f"-{self.number}" if self.number else ""

    @property
    def region(self) -> str:
        """What the ids of its roles end in; nothing in the first region."""
        region = self.number // COPIES_A_REGION
        return f"-r{region}" if region else ""

    def title(self, title: str) -> str:
        """Return a title as this branch has it."""
        return f"{_TOWNS[self.number]}{title}" if self.number else title

    def words(self, of: str, text: str) -> str:
        """Return a text with other words of as many signs, chosen anew for each document `of`."""
        chance = random.Random(f"{self.seed} {self.number} {of} {text}")
        if not self.number:
            return text
        words = ((word, _is_word(word) and chance.random() < _SWAPPED) for word in _cut(text))
        return "".join(chance.choice(self.vocabulary) if other else word for word, other in words)

    def figure(self, value: str) -> str:
        """Return a quantity such as `1000元` with a number of this branch."""
        return _FIGURE.sub(lambda found: str(int(found[0]) + self.number), value)


def large_handbook(root: Path, size: int, seed: int = SEED) -> Project:
    """Write a handbook of `size` procedures into a new folder; return it as a project.

    `size` is at least that of the demonstration, whose procedures refer to each other.

    Its hand-written pages, theme and settings are the demonstration's. Nothing was released in it.
    Its day is that of the newest change, DAY at least.
    """
    copy_project(root)
    project = Project(root=root, today=DAY)
    documents = collect(project).documents
    histories: list[Any] = [one.data.get("changes", []) for one in documents]
    dates = (change["date"] for history in histories for change in history)
    project = replace(project, today=max(DAY, *map(date.fromisoformat, dates)))
    schemas = Schemas(project.schemas)
    for name in ("provenance.yaml", "editions.json"):
        (project.sources / name).unlink(missing_ok=True)
    for folder in (project.sources / "procedures", project.sources / "shared"):
        shutil.rmtree(folder)
    branches = list(_branches(documents, schemas, size, seed))
    for branch, part in branches:
        whole = {d.name for d in part}
        for document in part:
            _write(project, document, _varied(document, branch, schemas, whole))
    _write_roles(project, documents, [branch for branch, _ in branches])
    return project


def _branches(
    documents: Sequence[SourceDocument], schemas: Schemas, size: int, seed: int
) -> Iterator[tuple[Branch, list[SourceDocument]]]:
    """Yield every copy with its documents; the last one may have only some of the procedures."""
    families = [d for d in documents if d.kind == "family"]
    procedures = [d for d in documents if d.kind == "procedure"]
    vocabulary = _vocabulary(documents, schemas)
    for number in count():
        left = size - number * len(procedures)
        if left <= 0:
            return
        part = procedures[:left]
        there = {d.name for d in part}
        whole = [f for f in families if there.issuperset(_members(f))]
        lone = {name for f in families if f not in whole for name in _members(f)}
        # A family is copied as a whole; of a torn one, other procedures are copied instead.
        yield Branch(number, seed, vocabulary), [*whole, *(d for d in part if d.name not in lone)]


def _vocabulary(documents: Sequence[SourceDocument], schemas: Schemas) -> Sequence[str]:
    """Return every word of two signs that these documents say, as often as they say it."""
    marks = (mark for one in documents for mark in schemas.marks(one.kind, one.data))
    texts = (mark.value for mark in marks if mark.keyword == "x-text")
    return sorted(word for text in texts for word in _cut(text) if _is_word(word))


def _cut(text: str) -> Iterator[str]:
    """Yield the words of a text; what is named in braces stays whole."""
    for part in _PLACEHOLDER.split(text):
        yield from (part,) if part.startswith("{") else _jieba().cut(part)


def _is_word(word: str) -> bool:
    return len(word) == 2 and all("\u4e00" <= sign <= "\u9fff" for sign in word)


@cache
def _jieba() -> Jieba:
    return Jieba()


def _members(family: SourceDocument) -> list[str]:
    members = family.data["members"]
    assert isinstance(members, list)
    return members


def _varied(
    document: SourceDocument, branch: Branch, schemas: Schemas, there: set[str]
) -> dict[str, Any]:
    """Return a document as a branch has it; what a torn copy lacks, it refers to in the first."""
    data: dict[str, Any] = json.loads(json.dumps(document.data))
    for mark in list(schemas.marks(document.kind, data)):
        if mark.keyword == "x-text" and not _KEPT.intersection(map(str, mark.path)):
            _put(data, mark.path, branch.words(document.name, mark.value))
        elif mark.what == "role" and mark.value != UNSPECIFIED:
            _put(data, mark.path, mark.value + branch.region)
        elif mark.what == "form" or (mark.what in _OF_A_COPY and mark.value in there):
            _put(data, mark.path, mark.value + branch.suffix)
    for quantity in data.get("quantities", ()):
        quantity["value"] = branch.figure(quantity["value"])
    for owned in (data, *data.get("forms", ())):
        owned["id"] += branch.suffix
        owned["title"] = branch.title(owned["title"])
    if "number" in data:
        data["number"] += branch.suffix
    return data


def _write(project: Project, document: SourceDocument, data: Mapping[str, Any]) -> None:
    folder = project.sources / "shared"
    if document.kind == "procedure":
        folder = project.sources / "procedures" / document.folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{data['id']}.yaml").write_text(_yaml(data), "utf-8")


def _write_roles(
    project: Project, documents: Sequence[SourceDocument], branches: Sequence[Branch]
) -> None:
    """Give every region the roles of the demonstration, under names of its own."""
    roles = next(d.data["roles"] for d in documents if d.kind == "roles")
    assert isinstance(roles, list)
    regions = [branch for branch in branches if branch.number % COPIES_A_REGION == 0]
    made = [
        {**role, "id": role["id"] + branch.region, "title": branch.title(role["title"])}
        for branch in regions
        for role in roles
    ]
    (project.sources / "roles.yaml").write_text(_yaml({"roles": made}), "utf-8")


def _yaml(data: Mapping[str, Any]) -> str:
    plain = json.loads(json.dumps(data))  # YAML would write what is there twice as an alias
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=10_000)


def _put(data: Any, path: tuple[str | int, ...], value: str) -> None:
    for part in path[:-1]:
        data = data[part]
    data[path[-1]] = value
