"""Values to be read off and written down at a step, and what to do where one is out of bounds."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from sop_handbook.model.basics import Text, Value

ReadingKind = Literal["number", "text", "time", "choice"]
OPS = {"at_least": "ge", "above": "gt", "at_most": "le", "below": "lt"}  # of its limits
_BARE = re.compile("[-−－+＋]?[0-9.]+")  # 10, but not 10m² and 10m2


@dataclass(frozen=True, kw_only=True, slots=True)
class Outside:
    """What to do with a value that is out of bounds; `go` is the id of a step or an end.

    Without `go` work goes on where it was.
    """

    do: Text
    go: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One value to write down; `id` is unique in the procedure.

    A number has a `unit`, up to `decimals` places and bounds, a time of day (HH:MM) bounds, from a
    later to an earlier one over midnight; a choice has `options`. `at_least` and `at_most` are
    within the bounds, `above` and `below` are not. What is `personal` must not stay on the device.
    """

    id: str
    label: str
    kind: ReadingKind = "number"
    unit: str | None = None
    at_least: Value | None = None
    above: Value | None = None
    at_most: Value | None = None
    below: Value | None = None
    decimals: int | None = None
    options: tuple[Text, ...] = ()
    personal: bool = False
    outside: Outside | None = None

    @property
    def limits(self) -> tuple[Value, ...]:
        """What a value must keep to, none, one or two; from one to another is one of them."""
        if self.at_least and self.at_most:
            low, high = self.at_least.literal, self._with_unit(self.at_most)
            return (Value(literal=f"{low.removesuffix(self.unit or '')}~{high.literal}", op="eq"),)
        given = ((getattr(self, name), op) for name, op in OPS.items())
        return tuple(replace(self._with_unit(value), op=op) for value, op in given if value)

    def with_units(self) -> "Reading":
        """Return it with its unit behind every limit."""
        return replace(
            self,
            at_least=self.at_least and self._with_unit(self.at_least),
            above=self.above and self._with_unit(self.above),
            at_most=self.at_most and self._with_unit(self.at_most),
            below=self.below and self._with_unit(self.below),
        )

    def _with_unit(self, value: Value) -> Value:
        """A limit that was written as a bare number has the unit of the reading."""
        if not self.unit or value.quantity or not _BARE.fullmatch(value.literal):
            return value
        return replace(value, literal=f"{value.literal}{self.unit}")
