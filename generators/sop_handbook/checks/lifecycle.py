"""Document control: who answers for a procedure, since when, until when."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from sop_handbook.editions.ledger import in_order
from sop_handbook.findings import Finding, Place
from sop_handbook.model import Control, Handbook, Procedure, Status
from sop_handbook.sources.places import Places

NOTICE = timedelta(days=30)  # how long before it is due a review is spoken of
FAR = timedelta(days=3 * 366)  # no standard asks for reviews so seldom: a slip in the year


def control(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A current procedure has owner, approver and dates (ISO 9001:2015, 7.5.2 and 7.5.3)."""
    for procedure in handbook.procedures.values():
        if procedure.control.status is Status.CURRENT:
            missing = _missing(procedure)
            if missing:
                place = _control_place(handbook, places, procedure, "status")
                args = {"missing": "、".join(missing), "industry": procedure.industry}
                yield Finding(place, "current-without-control", args)


def adoption(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """What adopts an industry says something of one of its procedures, at least."""
    for index, industry in enumerate(handbook.industries.values()):
        if industry.adoption is None or industry.adoption.status is not Status.CURRENT:
            continue
        own = [one for one in handbook.in_use if one.industry == industry.id]
        if own and all(one.control.status is not Status.CURRENT for one in own):
            place = places.single("handbook", "industries", index, "adoption")
            args = {"value": industry.title, "count": str(len(own))}
            args["names"] = "、".join(one.number for one in own)
            yield Finding(place, "adoption-without-effect", args)


def in_force(handbook: Handbook, places: Places, today: date) -> Iterator[Finding]:
    """What was in force stays so until its change is; owner, deputy and approver are three.

    A new procedure may be published before its day: its pages and prints say from when it holds.
    """
    in_force = [one for one in handbook.editions if one.status is Status.CURRENT]
    oldest = {one.subject: one.revision or 0 for one in reversed(in_order(in_force))}
    for procedure in handbook.procedures.values():
        own = procedure.control
        changed = oldest.get(procedure.id, procedure.revision) < procedure.revision
        start = own.starts(today)
        if changed and start:
            place = _control_place(handbook, places, procedure, "effective_from")
            args = {
                "date": start.isoformat(),
                "procedure": f"{procedure.number} {procedure.title}",
                "revision": str(procedure.revision),
                "released": str(oldest[procedure.id]),
            }
            yield Finding(place, "not-yet-effective", args)
        changed_on = procedure.changed_since
        if changed_on and own.status is Status.CURRENT and own.effective_from:
            place = _control_place(handbook, places, procedure, "effective_from")
            args = {
                "effective": own.effective_from.isoformat(),
                "date": changed_on.isoformat(),
                "procedure": f"{procedure.number} {procedure.title}",
            }
            yield Finding(place, "effective-before-change", args)
        if own.owner and own.owner.role == own.owner.deputy:
            place = _control_place(handbook, places, procedure, "owner")
            yield Finding(place, "deputy-is-owner", {"value": own.owner.role})
        if own.owner and own.owner.role == own.approver:
            place = _control_place(handbook, places, procedure, "approver")
            yield Finding(place, "approver-is-owner", {"value": own.owner.role})


def review(handbook: Handbook, places: Places, today: date) -> Iterator[Finding]:
    """The review comes after the effective date, and has not passed."""
    for procedure in handbook.procedures.values():
        for code, args in _about_review(procedure.control, today):
            place = _control_place(handbook, places, procedure, "review_by")
            yield Finding(place, code, args)


def _about_review(control: Control, today: date) -> Iterator[tuple[str, dict[str, str]]]:
    start, end = control.effective_from, control.review_by
    if end is None:
        return
    args = {"review": end.isoformat()}
    if start and end <= start:
        yield "review-before-effective", args | {"effective": start.isoformat()}
    elif end < today and control.status is not Status.RETIRED:
        yield "review-overdue", args
    elif end - today <= NOTICE and control.status is Status.CURRENT:
        yield "review-soon", args | {"days": str((end - today).days)}
    elif end > today + FAR:
        yield "review-far", args


def changes(handbook: Handbook, places: Places, today: date) -> Iterator[Finding]:
    """The revision in force has an entry; entries come newest first, one a revision."""
    for procedure in handbook.procedures.values():
        newest = procedure.changes[0].revision
        if newest != procedure.revision:
            place = places.procedure(procedure.id, "revision")
            args = {"revision": str(procedure.revision), "newest": str(newest)}
            yield Finding(place, "change-missing", args)
        for index, change in enumerate(procedure.changes):
            if change.date > today:
                place = places.procedure(procedure.id, "changes", index, "date")
                yield Finding(place, "change-in-future", {"date": change.date.isoformat()})
        for index, (newer, older) in enumerate(pairwise(procedure.changes), 1):
            if older.revision >= newer.revision or older.date > newer.date:
                place = places.procedure(procedure.id, "changes", index)
                args = {"revision": str(older.revision), "newer": str(newer.revision)}
                yield Finding(place, "changes-out-of-order", args)


def replaced(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """No living procedure sends its readers to a retired one."""
    for procedure in handbook.procedures.values():
        if procedure.control.status is Status.RETIRED:
            continue
        for path, target in _leads_to(procedure):
            other = handbook.procedures.get(target)
            if other and other.control.status is Status.RETIRED:
                place = places.procedure(procedure.id, *path)
                instead = _successor(handbook, other)
                named = instead if instead != procedure.id else None  # it need not lead to itself
                yield Finding(place, "retired-in-use", {"value": target}, named)


def _successor(handbook: Handbook, procedure: Procedure) -> str | None:
    """Return who took the place of a retired procedure and is not retired, too."""
    seen = {procedure.id}
    now = handbook.procedures.get(procedure.replaced_by or "")
    while now and now.id not in seen:
        if now.control.status is not Status.RETIRED:
            return now.id
        seen.add(now.id)
        now = handbook.procedures.get(now.replaced_by or "")
    return None


def succession(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Both sides say so when one procedure takes another's place, and the old one is retired."""
    for procedure in handbook.procedures.values():
        for index, name in enumerate(procedure.supersedes):
            old = handbook.procedures.get(name)
            if old and (
                old.replaced_by != procedure.id or old.control.status is not Status.RETIRED
            ):
                place = places.procedure(procedure.id, "supersedes", index)
                yield Finding(place, "one-sided-replacement", {"old": name, "new": procedure.id})
        new = handbook.procedures.get(procedure.replaced_by or "")
        if new and procedure.control.status is not Status.RETIRED:
            place = places.procedure(procedure.id, "replaced_by")
            args = {"old": procedure.id, "new": new.id}
            yield Finding(place, "one-sided-replacement", args)


def _control_place(handbook: Handbook, places: Places, procedure: Procedure, key: str) -> Place:
    """Where a procedure's control is given: in its file, or once for its industry."""
    own = places.procedure(procedure.id, key)
    if own != places.procedure(procedure.id) or procedure.industry not in handbook.industries:
        return own
    index = list(handbook.industries).index(procedure.industry)
    return places.single("handbook", "industries", index, "adoption", key)


def _missing(procedure: Procedure) -> list[str]:
    wanted = ("owner", "approver", "effective_from", "review_by")
    return [key for key in wanted if getattr(procedure.control, key) is None]


def _leads_to(procedure: Procedure) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for index, step in enumerate(procedure.steps):
        if step.use:
            yield ("steps", index, "use"), step.use
        if step.starts:
            yield ("steps", index, "starts"), step.starts
    for index, end in enumerate(procedure.ends):
        if end.hands_over:
            yield ("ends", index, "hands_over"), end.hands_over
    for index, related in enumerate(procedure.related):
        yield ("related", index, "procedure"), related.procedure
