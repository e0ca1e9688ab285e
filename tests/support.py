"""What several test modules need: the project's own folder, small procedures, HTML as data."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sop_handbook.model import (
    Change,
    Control,
    Decision,
    End,
    Outcome,
    Procedure,
    Provenance,
    Step,
    Text,
)

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "generators" / "sop_handbook"
THEME = PACKAGE / "theme"
DAY = date(2026, 11, 22)


def text(words: str) -> Text:
    """A text without quantities."""
    return Text((words,))


def procedure(sketch: str, ends: str = "done", **more: Any) -> Procedure:
    """A procedure from a sketch such as `a; b ?c ?d; c >e; d; e`.

    Steps are parted by semicolons, `?x` is an outcome that goes to x, `>x` is `next: x`.
    """
    plain = Procedure(
        id="sketch",
        number="SK-01",
        title="草图",
        industry="trade",
        family=None,
        revision=1,
        control=Control(),
        goal=text("画出来"),
        steps=tuple(_step(part) for part in sketch.split(";")),
        ends=tuple(End(id=name, text=text(name)) for name in ends.split()),
        sources=(Provenance(part="全部", document="book", place="第1章"),),
        changes=(Change(revision=1, date=DAY, class_="procedural", summary=text("首次编入")),),
    )
    return replace(plain, **more)


def _step(part: str) -> Step:
    name, *marks = part.split()
    targets = [mark[1:] for mark in marks if mark[0] == "?"]
    outcomes = tuple(Outcome(answer=text(target), go=target) for target in targets)
    return Step(
        id=name,
        title=name,
        role="unspecified",
        decision=Decision(question=text("哪一种？"), outcomes=outcomes) if outcomes else None,
        next=next((mark[1:] for mark in marks if mark[0] == ">"), None),
    )
