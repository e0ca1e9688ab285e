"""Former places: where something stood when it was released, and where it is today."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sop_handbook.editions.ledger import heads
from sop_handbook.model import Edition, Handbook, routes
from sop_handbook.model.routes import Route

Subject = tuple[str, str]  # kind and id
_ROUTES: Mapping[str, Callable[[str], Route]] = {"role": routes.role, "form": routes.form}


@dataclass(frozen=True, kw_only=True, slots=True)
class Former:
    """An address (`route`) at which nothing of today stands; `of`, `title`: what stood there.

    `of` is a kind of subject, or `prints`: the page with all that an industry prints. `now`: what
    that is today, None if it is gone. `procedures`: ids of those it had to do with
    that are still there.
    """

    route: Route
    of: str
    title: str
    now: Subject | None = None
    procedures: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Contested:
    """An industry's address that several claim: who has its id, and who bears its title."""

    industry: str
    title: str
    claims: tuple[str, ...]


def former_places(handbook: Handbook) -> tuple[Former, ...]:
    """Return every address known from the ledger at which nothing of today stands, in order."""
    living = set(_living(handbook))
    found: dict[Route, Former] = {}
    known = (_procedures, _families, _industries, _others)
    for one in (one for places in known for one in places(handbook)):
        if one.route not in living:
            found.setdefault(one.route, one)
    return tuple(found[route] for route in sorted(found))


def contested(handbook: Handbook) -> Iterator[Contested]:
    """Yield the addresses of industries of which nobody can tell whose they are today."""
    released = _released(handbook, "industry")
    for name, edition in released.items():
        heirs = _heirs(handbook, name, released)
        claims = (name, *heirs) if name in handbook.industries and heirs else heirs
        if len(claims) > 1:
            yield Contested(industry=name, title=edition.title, claims=claims)


def _living(handbook: Handbook) -> Iterator[Route]:
    for procedure in handbook.procedures.values():
        yield routes.procedure(procedure)
    for family in handbook.families.values():
        yield routes.family(handbook, family.id)
    for name in handbook.industries:
        yield from (routes.industry(name), routes.prints_of(name))
    for name in handbook.roles:
        yield routes.role(name)
    for name in handbook.forms:
        yield routes.form(name)


def _procedures(handbook: Handbook) -> Iterator[Former]:
    for edition in handbook.editions:
        procedure = handbook.procedures.get(edition.subject)
        if edition.of == "procedure" and edition.industry and procedure:
            yield Former(
                route=routes.member(edition.industry, procedure.id),
                of="procedure",
                title=procedure.title,
                now=("procedure", procedure.id),
            )


def _families(handbook: Handbook) -> Iterator[Former]:
    """Yield where families may have been: in the industries that their members were in.

    They are released with their members only, so nothing else tells.
    """
    industries: dict[str, dict[str, None]] = {}
    for edition in handbook.editions:
        if edition.of == "procedure" and edition.industry:
            industries.setdefault(edition.subject, {})[edition.industry] = None
    for family in handbook.families.values():
        for industry in dict.fromkeys(i for one in family.members for i in industries.get(one, ())):
            yield Former(
                route=routes.member(industry, family.id),
                of="family",
                title=family.title,
                now=("family", family.id),
            )


def _industries(handbook: Handbook) -> Iterator[Former]:
    """Yield industries that are gone, and the pages of their prints.

    They were released themselves, or procedures were in them.
    """
    released = _released(handbook, "industry")
    members: dict[str, set[str]] = {name: set() for name in released}
    for edition in handbook.editions:
        if edition.of == "procedure" and edition.industry:
            members.setdefault(edition.industry, set()).add(edition.subject)
    for name, procedures in members.items():
        heirs = _heirs(handbook, name, released)
        for of, route in (("industry", routes.industry(name)), ("prints", routes.prints_of(name))):
            yield Former(
                route=route,
                of=of,
                title=released[name].title if name in released else name,
                now=(of, heirs[0]) if len(heirs) == 1 else None,
                procedures=_left(handbook, procedures),
            )


def _heirs(handbook: Handbook, name: str, released: Mapping[str, Edition]) -> tuple[str, ...]:
    """Return which other industries bear the title under which this one was released last.

    As long as it bears the title itself there are none; nor does one count then that was released
    under an id of its own.
    """
    title = released[name].title if name in released else None
    own = handbook.industries.get(name)
    return tuple(
        other.id
        for other in handbook.industries.values()
        if other.title == title
        and other.id != name
        and not (own and (own.title == title or other.id in released))
    )


def _others(handbook: Handbook) -> Iterator[Former]:
    shelves: Mapping[str, Mapping[str, Any]] = {"role": handbook.roles, "form": handbook.forms}
    for of, shelf in shelves.items():
        for name, edition in _released(handbook, of).items():
            if name not in shelf:
                yield Former(
                    route=_ROUTES[of](name),
                    of=of,
                    title=edition.title,
                    procedures=_left(handbook, edition.covers),
                )


def _released(handbook: Handbook, kind: str) -> dict[str, Edition]:
    """Return the newest edition of everything of a kind, by id."""
    return {name: last[-1] for (of, name), last in heads(handbook.editions).items() if of == kind}


def _left(handbook: Handbook, names: Any) -> tuple[str, ...]:
    return tuple(name for name in handbook.procedures if name in names)
