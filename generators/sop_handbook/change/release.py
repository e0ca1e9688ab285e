"""What a release writes into the ledger: an edition of everything that is not as last released."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sop_handbook.change.affected_roles import as_released
from sop_handbook.change.beside import beside
from sop_handbook.change.prints import Printed
from sop_handbook.change.rules import Rules, current, rules_of
from sop_handbook.change.severity_digests import of_group, parts_of
from sop_handbook.editions.ledger import heads, sealed
from sop_handbook.editions.print_rules import PRINT_RULES
from sop_handbook.model import Edition, Handbook

Subject = tuple[str, str]  # kind and id


def new_editions(handbook: Handbook, prints: Iterable[Printed], today: date) -> tuple[Edition, ...]:
    """Return the editions to add: of procedures, of all else that has a page, and the prints.

    Nothing for what is as it was last released; something always where two branches met. `today`
    becomes their date.
    """
    codes: dict[Subject, dict[str, str]] = {
        (kind, name): {}
        for kind, shelf in (
            ("procedure", handbook.procedures),
            ("role", handbook.roles),
            ("form", handbook.forms),
            ("industry", handbook.industries),
        )
        for name in shelf
    }
    for one in prints:
        codes.setdefault((one.of, one.subject), {})[one.kind] = one.code
    newest = heads(handbook.editions)
    return tuple(
        edition
        for subject, kinds in sorted(codes.items())
        if (edition := _edition(handbook, subject, kinds, newest.get(subject, []), today))
    )


def _edition(
    handbook: Handbook,
    subject: Subject,
    prints: Mapping[str, str],
    before: list[Edition],
    today: date,
) -> Edition | None:
    of, name = subject
    procedure = handbook.procedures.get(name) if of == "procedure" else None
    edition = Edition(
        id="",
        of=of,
        subject=name,
        title=handbook.title_of(of, name),
        date=today,
        number=procedure.number if procedure else "",
        industry=procedure.industry if procedure else "",
        revision=procedure.revision if procedure else None,
        status=procedure.control.status if procedure else None,
        steps={one.id: as_released(one) for one in procedure.steps} if procedure else {},
        after=tuple(sorted(one.id for one in before)),
        prints=dict(sorted(prints.items())),
        rules=PRINT_RULES if prints else 1,
        covers=dict(handbook.covered.get((of, name), {})) if prints and not procedure else {},
        **_digests(current(), handbook, of, name, printed=bool(prints)),
    )
    if len(before) == 1 and _same(handbook, before[0], edition):
        return None
    return sealed(edition)


def _same(handbook: Handbook, old: Edition, new: Edition) -> bool:
    """Whether nothing that people read or hold differs, by the rules of the older edition.

    Prints that bear the same codes are the same, whatever rules they were drawn by.
    """
    rules = rules_of(old.scheme)
    if rules is None:
        return False
    if rules.scheme != new.scheme:
        told = _digests(rules, handbook, new.of, new.subject, printed=bool(new.prints))
        new = replace(new, **told)
    same = replace(new, id=old.id, date=old.date, after=old.after, rules=old.rules) == old
    return same and list(new.parts) == list(old.parts)


def _digests(
    rules: Rules, handbook: Handbook, of: str, name: str, *, printed: bool
) -> dict[str, Any]:
    """What prints show is of no interest where there are none."""
    procedure = handbook.procedures.get(name) if of == "procedure" else None
    return {
        "scheme": rules.scheme,
        "parts": parts_of(rules, handbook, procedure) if procedure else {},
        "beside": of_group(rules, beside(handbook, of, name)) if printed else "",
    }
