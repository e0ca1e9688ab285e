"""What must be known and at hand before work begins: hazards, protection, things, conditions."""

from dataclasses import dataclass
from typing import Literal

from sop_handbook.model.basics import Text

# The signal words of ISO 3864-2 and ANSI Z535: death or serious injury if it is not avoided, the
# same where it may come to that, a lesser injury or damage.
Level = Literal["danger", "warning", "caution"]
LEVELS: tuple[Level, ...] = ("danger", "warning", "caution")  # the gravest first


@dataclass(frozen=True, kw_only=True, slots=True)
class Hazard:
    """What may do harm, how badly, and how to avoid it."""

    text: Text
    level: Level
    avoid: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """What holds for the whole procedure before its first step, in the order people go by."""

    hazards: tuple[Hazard, ...] = ()
    ppe: tuple[Text, ...] = ()
    conditions: tuple[Text, ...] = ()
    equipment: tuple[Text, ...] = ()
    materials: tuple[Text, ...] = ()


# What is ticked before the first step, in this order; hazards are read.
TICKED = ("ppe", "conditions", "equipment", "materials")


def gravest_first(hazards: tuple[Hazard, ...]) -> tuple[Hazard, ...]:
    """Return hazards by their level, those of one level in the order of the author."""
    return tuple(sorted(hazards, key=lambda hazard: LEVELS.index(hazard.level)))
