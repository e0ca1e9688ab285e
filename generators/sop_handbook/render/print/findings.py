"""What keeps a print from being right, as findings that name the place in the sources."""

from collections.abc import Iterator

from sop_handbook.adapters.source import KeyPath
from sop_handbook.findings import Finding, Place
from sop_handbook.model import Handbook
from sop_handbook.render.print.jobs import Print
from sop_handbook.sources.printed import PlaceFinder, no_type, printed
from sop_handbook.typesetting.compiler import Trouble


def print_findings(
    job: Print, trouble: Trouble, handbook: Handbook, places: PlaceFinder
) -> Iterator[Finding]:
    """Yield what is wrong with one print, each at the place in the sources where it was written."""
    for key, excess in trouble.overflow:
        if key not in job.origins:
            yield _too_full(job, excess, handbook, places)
            continue
        procedure, path = job.origins[key]
        args = {
            "size": job.options["format"].upper(),
            "procedure": procedure,
            "field": ".".join(str(part) for part in path if isinstance(part, str)),
            "step": _step_of(handbook, procedure, path),
            "excess": str(excess),
        }
        yield Finding(_place_of(procedure, path, handbook, places), "card-overflow", args)
    for sign in trouble.missing:
        yield from (
            no_type(text.place(), sign) for text in printed(handbook, places) if sign in text.read
        )


def _place_of(procedure: str, path: KeyPath, handbook: Handbook, places: PlaceFinder) -> Place:
    """Return where a text was written: in the procedure, or a rule in its family.

    The tables of a family are counted before those of the procedure.
    """
    family = handbook.families.get(handbook.procedures[procedure].family or "")
    shared = len(family.rules) if family else 0
    first, *rest = path
    if first != "rules" or not isinstance(rest[0], int):
        return places.procedure(procedure, *path)
    if family and rest[0] < shared:
        return places.family(family.id, *path)
    return places.procedure(procedure, first, rest[0] - shared, *rest[1:])


def _too_full(job: Print, left_out: int, handbook: Handbook, places: PlaceFinder) -> Finding:
    """A plate is about a role, whose points come from several procedures."""
    index = list(handbook.roles).index(job.subject)
    place = places.single("roles", "roles", index, "title")
    args = {"role": handbook.roles[job.subject].title, "count": str(left_out)}
    return Finding(place, "plate-overflow", args)


def _step_of(handbook: Handbook, procedure: str, path: KeyPath) -> str:
    position = path[1] if path[0] == "steps" else None
    found = handbook.procedures[procedure].steps
    return found[position].id if isinstance(position, int) else "-"
