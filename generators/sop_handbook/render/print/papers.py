"""Which paper a kind of print needs, and how it lies in the printer: one table, kept by tests."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper of a kind of print.

    `size` is that of ISO 216; `across` says that it lies across; `duplex` that it is printed on
    both sides; `per_sheet` is how many cards or stickers are cut out of a sheet, 1 where none are.
    `mixed` tells that some of its pages may lie the other way: finished prints are among them.
    """

    size: str = "A4"
    across: bool = False
    duplex: bool = False
    per_sheet: int = 1
    mixed: bool = False

    def sheets(self, pages: int) -> int:
        """Return how many sheets of paper so many pages take."""
        return (pages + 1) // 2 if self.duplex else pages


_UPRIGHT, _ACROSS = Paper(), Paper(across=True)

# By kind; what is missing is no print, such as a Word document.
PAPERS: Mapping[str, Paper] = {
    "checklist": _UPRIGHT,
    "checklist-large": _UPRIGHT,
    "twi": _ACROSS,
    "plate": _UPRIGHT,
    "plate-large": Paper("A3"),
    "duties": _ACROSS,
    "cards": Paper(duplex=True, per_sheet=4),
    "cards-single": Paper(per_sheet=2),
    "cards-small": Paper(duplex=True, per_sheet=10),
    "cards-small-single": Paper(per_sheet=5),
    "form": _UPRIGHT,
    "roleplay": _UPRIGHT,
    "trouble": _UPRIGHT,
    "trouble-role": _UPRIGHT,
    "poster": Paper("A3"),
    "stand": Paper("A5", duplex=True),
    "stickers": Paper(per_sheet=24),
    "pack": Paper(duplex=True, mixed=True),
    "certificate": _ACROSS,
    "booklet": Paper(duplex=True, mixed=True),
    "signoff": _UPRIGHT,
    "signoff-all": _ACROSS,
    "handbook": Paper(duplex=True),
    "recall": _UPRIGHT,
    "duplex-test": Paper(duplex=True),
    "print-style": _UPRIGHT,
}
