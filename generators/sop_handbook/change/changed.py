"""What a comparison says of one subject that is not what it was, such as a procedure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sop_handbook.change.compare import Difference
from sop_handbook.change.paths import Path
from sop_handbook.language.wording import Readable
from sop_handbook.model import Class


@dataclass(frozen=True, kw_only=True, slots=True)
class Reached:
    """A field that reads otherwise because a quantity in it changed.

    `kind` and `id` are those of the procedure, family … that has the field, `path` is where in it.
    """

    kind: str
    id: str
    path: Path
    old: Readable
    new: Readable


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """A procedure, family, form, role … that is not what it was.

    `state` is changed, added, removed or renamed; `was` the former id of a renamed one.
    `class_` is the class of its differences, or what new entries of a procedure's history declare
    if that is more. `status` is the class of approval given or taken back alone, `computed` of
    all the rest.
    `informs` and `retrains` are roles: whoever it concerns, and who must now work otherwise.
    `reaches`: by quantity id, every text that reads otherwise because of it, here or elsewhere.
    """

    kind: str
    id: str
    title: str
    state: str
    class_: Class
    status: Class = "editorial"
    computed: Class = "editorial"
    differences: tuple[Difference, ...] = ()
    was: str = ""
    informs: tuple[str, ...] = ()
    retrains: tuple[str, ...] = ()
    reaches: Mapping[str, tuple[Reached, ...]] = field(default_factory=dict)
