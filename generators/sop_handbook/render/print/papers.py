"""Which paper a kind of print needs, and how it lies in the printer: one table, kept by tests."""

from collections.abc import Mapping

from sop_handbook.render.base import PrintPaper as Paper

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
    "roleplay": Paper(duplex=True),
    "trouble": _UPRIGHT,
    "trouble-role": _UPRIGHT,
    "poster": Paper("A3"),
    "stand": Paper("A5", duplex=True),
    "stickers": Paper(per_sheet=24),
    "pack": Paper(duplex=True, mixed=True),
    "coaching": _UPRIGHT,
    "certificate": _ACROSS,
    "booklet": Paper(duplex=True, mixed=True),
    "signoff": _UPRIGHT,
    "signoff-all": _ACROSS,
    "handbook": Paper(duplex=True),
    "recall": _UPRIGHT,
    "duplex-test": Paper(duplex=True),
    "print-style": _UPRIGHT,
}
