"""Everything that can be printed, in one file: the print centre filters it and chooses from it."""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from sop_handbook.language.chinese import spelled
from sop_handbook.model import Family, Handbook, Industry, Procedure, Role, routes
from sop_handbook.model.learning import done_by, filled_in, learns, lessons
from sop_handbook.model.routes import Route
from sop_handbook.render.base import Artifact, Context, Download, OfflineGroup, Rendered, Subject
from sop_handbook.render.entry_names import ENTRY, about_part, archive_day, kind_part
from sop_handbook.render.views.downloads import facts, kilobytes, sheets
from sop_handbook.render.views.needs import DATA, FOR_NEW, MORE_FOR_NEW, most_needed

Offer = tuple[Artifact, Download]


def render_print_list(handbook: Handbook, context: Context) -> Rendered:
    """Return the list of prints and Word documents; docs/assets/prints/find.js reads it."""
    content = _List(handbook, context).content()
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Rendered((Artifact(routes.PRINT_LIST.path, written, offline=OfflineGroup.VISITED),))


def path_of(kind: str, subject: str) -> str:
    """Return where a file of a kind about a subject is published, below docs/handbook/."""
    page = routes.member("", subject)
    return page.data("docx").path if kind == "docx" else routes.sheet(subject, kind).path


class _List:
    """Names what many files share once, by a number: a thousand procedures make a long list."""

    def __init__(self, handbook: Handbook, context: Context) -> None:
        self._handbook = handbook
        self._context = context
        self._facts: dict[tuple[str, str, int], int] = {}
        self._roles = {name: place for place, name in enumerate(handbook.roles)}
        self._industries = {name: place for place, name in enumerate(handbook.industries)}

    def content(self) -> dict[str, Any]:
        """Return the whole list; what it is about stands in the order of the handbook."""
        subjects = list(self._subjects())
        return {
            "date": archive_day(self._handbook, self._context.today),
            "title": kind_part(self._handbook.title),
            "entry": ENTRY,
            "kinds": [self._kind(kind) for kind in self._kinds],
            "roles": [_named(one) for one in self._handbook.roles.values()],
            "industries": [_named(one) for one in self._handbook.industries.values()],
            "subjects": subjects,
            "facts": list(self._facts),
        }

    def _kind(self, kind: str) -> dict[str, Any]:
        """Return a kind; `new` is 1 if whoever is new needs it, 2 if he may want it as well."""
        messages = self._context.messages
        title = messages(f"page.offers.{kind}")
        new = 1 if kind in FOR_NEW else 2 if kind in MORE_FOR_NEW else 0
        return {
            "id": kind,
            "title": title,
            "names": messages.branch("page.prints-called").get(kind, []),
            "sound": spelled(title),
            "path": path_of(kind, "{id}"),
            **_otherwise(kind_part(title), title),
            **({"new": new} if new else {}),
        }

    @cached_property
    def _kinds(self) -> Mapping[str, int]:
        offers = (one.offer.kind for one in self._context.offered if one.offer)
        found = sorted({*offers} - DATA, key=most_needed)
        return {kind: place for place, kind in enumerate(found)}

    def _subjects(self) -> Iterator[dict[str, Any]]:
        handbook, industries = self._handbook, self._industries
        everything = [*industries.values()]
        yield from self._subject("handbook", "handbook", handbook.title, routes.HOME, everything)
        for one in handbook.industries.values():
            place = [industries[one.id]]
            yield from self._subject("industry", one.id, one.title, routes.industry(one.id), place)
        for role in handbook.roles.values():
            works = {one.industry for one in handbook.concerning.get(role.id, ())} | {role.industry}
            places = [place for name, place in industries.items() if name in works]
            for made in self._subject("role", role.id, role.title, routes.role(role.id), places):
                yield made | {"names": role.aliases, "roles": [self._roles[role.id]]}
        doing, own = self._doing, self._own
        for procedure in handbook.in_use:
            page, places = routes.procedure(procedure), [industries[procedure.industry]]
            for made in self._subject("procedure", procedure.id, procedure.title, page, places):
                called = f"{procedure.number} {procedure.title}"
                does = own.get(procedure.id)
                yield made | {
                    "number": procedure.number,
                    "names": procedure.aliases,
                    "roles": doing.get(procedure.id, []),
                    **_otherwise(about_part(called), called),
                    **({"does": does} if does else {}),
                }
        for form in handbook.forms.values():
            steps = handbook.using_forms.get(form.id, ())
            owners = [one.industry for one, _ in steps] + self._owners.get(form.id, [])
            places = sorted({industries[name] for name in owners})
            for made in self._subject("form", form.id, form.title, routes.form(form.id), places):
                roles = [self._roles[form.filled_by]] if form.filled_by in self._roles else []
                packed = self._packed.get(form.id)
                held = {"packed": packed} if packed else {}
                yield made | {"names": form.aliases, "roles": roles} | held

    @cached_property
    def _owners(self) -> Mapping[str, list[str]]:
        """The industry where a form is written, by its id."""
        handbook = self._handbook
        owners: list[Family | Procedure] = [*handbook.families.values(), *handbook.in_use]
        return {form.id: [owner.industry] for owner in owners for form in owner.forms}

    @cached_property
    def _own(self) -> Mapping[str, list[int]]:
        """The persons that do a step of a procedure, by its id."""
        found: dict[str, list[int]] = {}
        for name, place in self._roles.items():
            for procedure in done_by(self._handbook, name):
                found.setdefault(procedure.id, []).append(place)
        return found

    @cached_property
    def _packed(self) -> Mapping[str, list[int]]:
        """The roles whose packs hold a form, by its id."""
        handbook, found = self._handbook, dict[str, list[int]]()
        for name, place in self._roles.items():
            if learns(handbook, name):
                for form in filled_in(handbook, name, lessons(handbook, name)):
                    found.setdefault(form, []).append(place)
        return found

    @cached_property
    def _doing(self) -> Mapping[str, list[int]]:
        """The roles that have something to do in a procedure, by its id."""
        found: dict[str, list[int]] = {}
        for name, place in self._roles.items():
            for procedure in self._handbook.concerning.get(name, ()):
                found.setdefault(procedure.id, []).append(place)
        return found

    def _subject(
        self, of: Subject, name: str, title: str, page: Route, industries: list[int]
    ) -> Iterator[dict[str, Any]]:
        """Yield what is printed about one thing, if anything is."""
        files = [
            (one, one.offer) for one in self._context.by_subject.get((of, name), ()) if one.offer
        ]
        wanted = [(one, offer) for one, offer in files if offer.kind in self._kinds]
        if wanted:
            wanted.sort(key=lambda one: most_needed(one[1].kind))
            yield {
                "id": name,
                "title": title,
                "sound": spelled(title),
                "page": page.name,
                "industries": industries,
                **_otherwise(about_part(title), title),
                "files": [number for one in wanted for number in self._file(*one)],
            }

    def _file(self, artifact: Artifact, offer: Download) -> Iterator[int]:
        """Yield the numbers of its kind and its facts, and its size in kilobytes, 0 if unknown."""
        messages = self._context.messages
        told = (facts(artifact, offer, messages), *sheets(offer, messages))
        yield self._kinds[offer.kind]
        yield self._facts.setdefault(told, len(self._facts))
        yield kilobytes(artifact.size) if artifact.source is not None else 0


def _named(one: Role | Industry) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "names": one.aliases,
        "sound": spelled(one.title),
        **_otherwise(about_part(one.title), one.title),
    }


def _otherwise(file: str, title: str) -> dict[str, str]:
    """Return what something is called in the names of files, if that is not its title."""
    return {} if file == title else {"file": file}
