"""Tables that people go by while they work."""

from dataclasses import dataclass

from sop_handbook.model.basics import Text


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleTable:
    """Rules in rows; every row has as many cells as there are columns.

    The cells are those of `columns`, in that order.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    aliases: tuple[str, ...] = ()
    remarks: tuple[Text, ...] = ()
