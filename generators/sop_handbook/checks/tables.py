"""Rule tables: one id is one table for the steps that name it."""

from collections.abc import Iterator
from datetime import date

from sop_handbook.findings import Finding
from sop_handbook.model import Handbook
from sop_handbook.sources.places import Places


def same_tables(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A procedure gives no table of its own the id of one of its family."""
    for procedure in handbook.procedures.values():
        family = handbook.families.get(procedure.family or "")
        shared = {table.id for table in (family.rules if family else ())}
        for index, table in enumerate(procedure.rules):
            if table.id in shared:
                first = places.family(procedure.family or "", "rules")
                place = places.procedure(procedure.id, "rules", index, "id")
                yield Finding(place, "duplicate-id", {"value": table.id, "first": str(first)})
