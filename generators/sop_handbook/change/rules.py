"""The rules by which changes are weighed, as values: one set a scheme, named by its number.

An edition in the ledger names the scheme it was written by and is compared under that one, so a
file in `schemes/` is never altered once engine 1.0 is out: other rules get the next number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sop_handbook.adapters.yaml_file import parse
from sop_handbook.change.senses import Senses
from sop_handbook.language.units import units_of
from sop_handbook.model import Class

SCHEME = 3  # what editions are written by and states compared under
SCHEMES = Path(__file__).parent / "schemes"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """One scheme: the class of every field, of moving, and what makes a text say another thing.

    `classes` are by field, such as `Step.role`; `ordered` are the classes of another order, by
    list, such as `Procedure.steps`. `alike` and `empty` are characters: mixed up without meaning
    anything else, and meaning nothing; `alike` holds both, as a table for str.translate. `units` is
    the number of the table by which values are amounts (language.units); None for a scheme that
    compares them as they are written.
    """

    scheme: int
    classes: Mapping[str, Class]
    ordered: Mapping[str, Class]
    alike: Mapping[int, str | None]
    senses: Senses
    units: int | None = None


@cache
def rules_of(scheme: int) -> Rules | None:
    """Return the rules of a scheme; None for one that this engine does not know.

    A field that is newer than the scheme has the class that the newest scheme gives it: a hazard in
    what was released before there were any is a matter of safety. Raises ValueError for a file in
    `schemes/` that cannot be read.
    """
    file = SCHEMES / f"{scheme}.yaml"
    if not file.is_file():
        return None
    source, findings = parse(file.read_text("utf-8"), file.name)
    if source is None or findings:
        raise ValueError(f"{file.name}: {findings}")
    data = source.data
    dropped: dict[str, str | None] = dict.fromkeys(data["empty"])
    newest = rules_of(SCHEME) if scheme < SCHEME else None
    units: int | None = data.get("units")
    return Rules(
        scheme=scheme,
        classes={**(newest.classes if newest else {}), **_classes(data["fields"])},
        ordered=data["ordered"],
        alike=str.maketrans({**data["alike"], **dropped}),
        senses=Senses(data["senses"], units_of(units) if units else None),
        units=units,
    )


def _classes(fields: Mapping[Class, Mapping[str, Sequence[str]]]) -> dict[str, Class]:
    return {
        f"{owner}.{field}": class_
        for class_, owners in fields.items()
        for owner, names in owners.items()
        for field in names
    }


def current() -> Rules:
    """Return the rules of today. Raises ValueError if their file is missing or cannot be read."""
    rules = rules_of(SCHEME)
    if rules is None:
        raise ValueError(f"no scheme {SCHEME}")
    return rules
