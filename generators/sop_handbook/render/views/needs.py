"""Which files are needed most: one order of all kinds, wherever files are offered."""

# Who starts somebody takes the pack, which holds the rest; what work is done with comes before what
# it is learnt with, and that before what hangs on a wall; other layouts of the same, books and what
# is made once a year come after, data for other programs last.
ORDER = (
    "pack", "checklist", "cards", "trouble", "roleplay", "plate", "trouble-role", "form", "duties",
    "cards-small", "twi", "signoff", "poster", "stand", "stickers", "checklist-large",
    "plate-large", "cards-single", "cards-small-single", "docx", "booklet", "coaching",
    "certificate", "signoff-all", "handbook", "recall", "duplex-test", "print-style", "bpmn",
    "flow-json",
)  # fmt: skip
DATA = frozenset({"bpmn", "flow-json"})  # for other programs: nobody prints them
# What somebody new in a role gets: the pack, and what it is taught by, which the pack leaves out.
FOR_NEW = frozenset({"pack", "twi"})
# What may be wanted with it unless the pack holds it, as it does some forms; all else is in it, or
# another layout of it.
MORE_FOR_NEW = frozenset({"cards-small", "form", "poster", "stand", "docx"})
_PLACES = {kind: place for place, kind in enumerate(ORDER)}


def most_needed(kind: str) -> int:
    """Return the place of a kind of file among all: the smaller, the sooner it is wanted."""
    return _PLACES[kind]
