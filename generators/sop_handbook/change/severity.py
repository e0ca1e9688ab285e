"""How serious a change is: the class of its field, and for what is read, of what it says.

A field's class is the class of adding, removing or replacing it. Where people read a text, the
rules give the ceiling for other words and the text decides: a comma is less than a figure.
"""

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from sop_handbook.change.rules import Rules
from sop_handbook.change.senses import differing
from sop_handbook.model import Class

ORDER: tuple[Class, ...] = ("editorial", "clarification", "effective", "procedural", "safety")
# What texts and fields can amount to, and authors declare.
LEVELS: tuple[Class, ...] = tuple(class_ for class_ in ORDER if class_ != "effective")
CRITICAL = "critical"  # the reason of what a critical key point says
_CRITICAL = ("CriticalPoint.", "CriticalReason.")


class Weight(NamedTuple):
    """A class, and why a text weighs it: a list of the rules, CRITICAL, or "" for its field."""

    class_: Class
    reason: str = ""


def highest(classes: Iterable[Class]) -> Class:
    """Return the most serious of several classes; editorial if there is none."""
    return max(classes, key=ORDER.index, default="editorial")


def heaviest(weights: Iterable[Weight]) -> Weight:
    """Return the first of the most serious weights, one with a reason before one without."""
    return max(
        weights,
        key=lambda weight: (ORDER.index(weight.class_), bool(weight.reason)),
        default=Weight("editorial"),
    )


def class_of_field(rules: Rules, rule: str) -> Class:
    """Return the class of a field such as `Step.role`, for what is no text."""
    return rules.classes.get(rule, "procedural")


def weight_of_text(rules: Rules, rule: str, old: str, new: str) -> Weight:
    """Return how serious it is that a text reads otherwise, by the ceiling of its field, and why.

    `rule` is the field, such as `Step.title`. Other figures, duties, sides … count in full, other
    words less, other marks least. An action, a limit, a decision or a critical key point is never
    editorial.
    """
    class_ = highest(
        level
        for level in LEVELS[1:]
        if trace(rules, rule, old, level) != trace(rules, rule, new, level)
    )
    if class_ == "safety":
        return Weight(class_, CRITICAL if rule.startswith(_CRITICAL) else "")
    if class_ == "procedural":
        return Weight(class_, differing(rules.senses.of(old), rules.senses.of(new)))
    return Weight(class_)


def trace(rules: Rules, rule: str, text: str, level: Class) -> str:
    """Return what of a text counts at a level: if it differs, the change is at least that.

    "" where nothing of it counts.
    """
    ceiling = class_of_field(rules, rule)
    if level == "editorial":
        return text
    if rules.units:
        text = rules.senses.measured(text)
    if ceiling == "editorial" or (level == "safety" and ceiling != "safety"):
        return ""
    if ceiling == "safety":
        return text if level == "clarification" else f"{words_of(rules, text)} {says(rules, text)}"
    if level == "procedural":
        return says(rules, text)
    return text if ceiling == "procedural" else words_of(rules, text)


def says(rules: Rules, text: str) -> str:
    """Return the figures, duties, sides … of a text, in order, each in one spelling."""
    return " ".join(sense.means for sense in rules.senses.of(text))


def words_of(rules: Rules, text: str) -> str:
    """Return a text without marks, spaces and width, and with often-confused characters alike."""
    plain = unicodedata.normalize("NFKC", text).translate(rules.alike)
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "PZCS" or c in "%‰<>+=~")
