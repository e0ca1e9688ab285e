"""The queries people type and when a result is right."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("queries.yaml")
QUESTIONS = FILE.with_name("questions.yaml")


@dataclass(frozen=True)
class Query:
    """What is typed, and where one of the first results must lead."""

    half: str
    kind: str
    typed: str
    targets: tuple[str, ...]

    @staticmethod
    def reaches(address: str, target: str) -> bool:
        """Whether an address is a target, a place on that page, or below that folder."""
        if target.endswith("/"):
            return address.startswith(target)
        return address == target or address.startswith(f"{target}#")

    def rank(self, found: list[tuple[str, str]]) -> int | None:
        """The place, from 1, of the first right result among pages with anchors."""
        for place, (page, anchor) in enumerate(found, 1):
            hits = (self.reaches(a, t) for a in addresses(page, anchor) for t in self.targets)
            if any(hits):
                return place
        return None


def addresses(page: str, anchor: str) -> tuple[str, str]:
    """What targets call a place: below the site, and below handbook/."""
    whole = page.removesuffix("/index") + (f"#{anchor}" if anchor else "")
    return whole, whole.removeprefix("handbook/")


def queries() -> Iterator[Query]:
    """Every query of the set."""
    for half, kinds in _table().items():
        for kind, rows in kinds.items():
            for typed, *targets in rows:
                yield Query(half, kind, typed, tuple(targets))


def questions() -> Iterator[Query]:
    """Every question of the set; its kind is `answered` or `unanswered`."""
    for half, kinds in yaml.safe_load(QUESTIONS.read_text("utf-8")).items():
        for kind, rows in kinds.items():
            for row in rows:
                typed, *targets = [row] if isinstance(row, str) else row
                yield Query(half, kind, typed, tuple(targets))


@cache
def _table() -> dict[str, dict[str, list[list[Any]]]]:
    return dict(yaml.safe_load(FILE.read_text("utf-8")))
