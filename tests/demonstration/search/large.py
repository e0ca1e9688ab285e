"""Handbooks of any size to search in: the real one among invented procedures."""

import random
from collections import Counter
from dataclasses import replace
from itertools import accumulate

from pypinyin.phrases_dict import phrases_dict

from sop_handbook.model import (
    Action,
    Control,
    End,
    Handbook,
    KeyPoint,
    Phrase,
    Procedure,
    Step,
    Text,
)
from tests.support import text

# The ten that are left in the smallest handbook: a family of seven and three more.
TEN = (
    "restaurant-six-steps", "nursing-five-steps", "bank-counter-seven-steps", "egl-seat",
    "egl-crew", "egl-docking", "egl-top-up", "egl-settlement", "egl-daily", "egl-nonstandard",
)  # fmt: skip
TRADE_WORDS = 400  # the handbook's own most frequent pairs of characters, 客户 and the like
COMMON = 0.6  # how often an invented sentence uses one of these; else any word of the language


def resized(handbook: Handbook, size: int) -> Handbook:
    """Return the handbook cut down to ten procedures, or with invented ones up to `size`."""
    procedures = dict(handbook.procedures)
    if size < len(procedures):
        procedures = {name: procedures[name] for name in TEN[:size]}
    writer = Writer(handbook)
    for number in range(size - len(procedures)):
        invented = writer.procedure(number)
        procedures[invented.id] = invented
    return replace(handbook, procedures=procedures)


class Writer:
    """Writes procedures as long and as wide in vocabulary as real ones, always the same."""

    def __init__(self, handbook: Handbook) -> None:
        self._random = random.Random(7)
        self._industries = list(handbook.industries)
        self._roles = list(handbook.roles)
        self._trade = _frequent_pairs(handbook)
        self._words = sorted(word for word in phrases_dict if len(word) == 2)
        self._random.shuffle(self._words)
        # A few words are used often and most seldom, as in every language.
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))

    def procedure(self, number: int) -> Procedure:
        """Return an invented procedure of five to eight steps."""
        return Procedure(
            id=f"invented-{number}",
            number=f"ZZ-{number}",
            title=self._say(2, 4),
            industry=self._random.choice(self._industries),
            family=None,
            revision=1,
            control=Control(),
            goal=self._text(6, 12),
            steps=tuple(self._step(index) for index in range(self._random.randint(5, 8))),
            ends=(End(id="done", text=self._text(2, 4)),),
            sources=(),
            changes=(),
            aliases=tuple(self._say(1, 3) for _ in range(8)),
        )

    def _step(self, index: int) -> Step:
        return Step(
            id=f"step-{index}",
            title=self._say(2, 4),
            role=self._random.choice(self._roles),
            aliases=tuple(self._say(1, 2) for _ in range(12)),
            actions=tuple(Action(do=self._text(4, 10)) for _ in range(3)),
            key_points=(KeyPoint(text=self._text(4, 8)), KeyPoint(text=self._text(4, 8))),
            phrases=(Phrase(say=self._text(3, 8)),),
        )

    def _text(self, least: int, most: int) -> Text:
        return text(self._say(least, most))

    def _say(self, least: int, most: int) -> str:
        return "".join(self._word() for _ in range(self._random.randint(least, most)))

    def _word(self) -> str:
        if self._random.random() < COMMON:
            return self._random.choice(self._trade)
        return self._random.choices(self._words, cum_weights=self._weights)[0]


def _frequent_pairs(handbook: Handbook) -> list[str]:
    counted: Counter[str] = Counter()
    for procedure in handbook.procedures.values():
        for step in procedure.steps:
            for action in step.actions:
                line = str(action.do)
                counted.update(line[i : i + 2] for i in range(len(line) - 1))
    return [word for word, _ in counted.most_common(TRADE_WORDS) if word.isalpha()]
