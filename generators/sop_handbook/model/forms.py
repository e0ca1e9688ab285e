"""Paper forms and their parts."""

from dataclasses import dataclass
from typing import Literal

from sop_handbook.model.basics import Gap, Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field of a form, with as many `lines` to write on as it needs.

    `origin` says whether the document names it or we thought that it is needed.
    """

    label: str
    hint: Text | None = None
    origin: Literal["document", "editorial"] = "document"
    lines: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """A table to be filled in row by row: so many rows a sheet, with these columns."""

    count: int
    columns: tuple[Field, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """One copy of a form: where it goes and what for."""

    to: Text
    keeps: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form to print and fill in by hand; `filled_by` is the id of a role.

    One with `rows` is a register: its fields stand once above them.
    """

    id: str
    title: str
    purpose: Text
    aliases: tuple[str, ...] = ()
    filled_by: str | None = None
    fields: tuple[Field, ...] = ()
    rows: Rows | None = None
    signatures: tuple[Text, ...] = ()
    copies: tuple[Copy, ...] = ()
    validity: Text | None = None
    rules: tuple[Text, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def filled_in(self) -> tuple[Field, ...]:
        """All that is filled in by hand: its fields, then the columns of its rows."""
        return (*self.fields, *(self.rows.columns if self.rows else ()))
