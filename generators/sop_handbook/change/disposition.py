"""What becomes of sheets already printed when what they show has changed: one answer for all."""

from typing import Literal

from sop_handbook.model import Class, Status

# keep: nothing on them is wrong; renew: change them when convenient; replace: take them away and
# print anew; withdraw: take them away, nothing comes in their place.
Disposition = Literal["keep", "renew", "replace", "withdraw"]


def disposition(class_: Class, *, printed: bool = True) -> Disposition:
    """Return what to do with sheets on which something of this class changed.

    `printed` tells whether the print is still made. Whatever says what to do with sheets asks here:
    the comparison of two states, the recall list, the currency page, the news.
    """
    if not printed:
        return "withdraw"
    if class_ in {"procedural", "safety"}:
        return "replace"
    return "keep" if class_ == "editorial" else "renew"


def class_of_status(old: Status, new: Status) -> Class:
    """Return how serious it is that a procedure went from one status to another.

    Taking effect changes no text, but everybody may rely on it now. What was in force and is no
    more must not be gone by any longer.
    """
    if old is new or (new in {Status.DRAFT, Status.REVIEW} and old is not Status.CURRENT):
        return "editorial"
    return "effective" if new is Status.CURRENT else "procedural"
