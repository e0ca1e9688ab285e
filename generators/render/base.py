"""What every renderer receives and returns."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from generators.findings import Finding
from generators.model import Handbook
from generators.words import Words


@dataclass(frozen=True)
class Artifact:
    """One file to publish; `path` is relative to the output folder, with forward slashes."""

    path: str
    content: bytes


@dataclass(frozen=True)
class Context:
    """What rendering needs beside the handbook; `schemas` are the JSON Schemas by kind."""

    words: Words
    today: date
    findings: tuple[Finding, ...]
    schemas: dict[str, dict[str, Any]]


Renderer = Callable[[Handbook, Context], list[Artifact]]
