"""What people call the things they want printed, and which of them they mean."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from sop_handbook.language.messages import Messages, messages
from sop_handbook.model import Handbook, Procedure
from sop_handbook.render.base import Subject

Found = tuple[Subject, str]  # what a thing is, and its id

_MOST = 4  # suggestions
_QUOTES = re.compile(r"[\s“”\"'《》]+")
_LARGE = "-large"  # ends a kind that is another one in large type
_REMARK = re.compile(r"\(.*|\s.*")  # what stands behind the name of a kind: its layout, its format


@dataclass(frozen=True)
class CalledNames:
    """Every name of everything in a handbook that has prints: id, number, title, other names."""

    handbook: Handbook
    messages: Messages

    def meant(self, name: str) -> tuple[Found, ...]:
        """Return what a name may mean; `岗位:护理` and `role:nursing` say what it is.

        A pair is what a thing is and its id; () if nothing is called that.
        """
        kind, plain = self._parted(name)
        return tuple(one for one in self._meant(plain) if kind in (None, one[0]))

    def roles(self, name: str) -> tuple[Found, ...]:
        """Return the roles that a name may mean, whatever else bears it."""
        return tuple(one for one in self.meant(name) if one[0] == "role")

    def near(self, name: str) -> tuple[str, ...]:
        """Return the names that come closest: those that hold it, or look like it; at most four."""
        _, asked = self._parted(name)
        known = {_plain(title): title for title in self._titles}
        holding = [title for plain, title in known.items() if asked and asked in plain]
        alike = [known[plain] for plain in get_close_matches(asked, known, n=1)]
        return tuple(dict.fromkeys([*alike, *holding]))[:_MOST]

    def said(self, found: Found) -> str:
        """Return a name that means this and nothing else: 岗位:nursing.

        `found` is what it is and its id.
        """
        return f"{self.messages(f'cli.print.of.{found[0]}')}:{found[1]}"

    def named(self, found: Found) -> str:
        """Return what something is and is called: 岗位“收银员”."""
        what = self.messages(f"cli.print.of.{found[0]}")
        return self.messages("cli.print.named", what=what, title=self.title(found))

    def title(self, found: Found) -> str:
        """Return what people call something."""
        of, name = found
        if of == "procedure":
            procedure = self.handbook.procedures[name]
            return f"{procedure.number} {procedure.title}"
        return self.handbook.title_of(of, name)

    def _parted(self, name: str) -> tuple[Subject | None, str]:
        """Return what a name says it is, if it does, and the rest of it."""
        before, _, after = _plain(name).partition(":")
        kind = next((kind for kind, called in self._kinds.items() if before in called), None)
        return (kind, after) if kind and after else (None, _plain(name))

    def _meant(self, plain: str) -> tuple[Found, ...]:
        return tuple(self._table.get(plain) or self._other.get(plain) or ())

    @cached_property
    def _kinds(self) -> dict[Subject, set[str]]:
        kinds: tuple[Subject, ...] = ("procedure", "role", "form", "industry", "handbook")
        own = messages(self.handbook.language)
        return {kind: {kind, own(f"cli.print.of.{kind}")} for kind in kinds}

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        return tuple(title for _, titles in _every(self.handbook) for title in titles if title)

    @cached_property
    def _table(self) -> dict[str, dict[Found, None]]:
        return _by_name(_every(self.handbook))

    @cached_property
    def _other(self) -> dict[str, dict[Found, None]]:
        return _by_name(_also(self.handbook))


def _by_name(named: Iterable[tuple[Found, tuple[str, ...]]]) -> dict[str, dict[Found, None]]:
    table: dict[str, dict[Found, None]] = {}
    for found, names in named:
        for name in names:
            table.setdefault(_plain(name), {})[found] = None
    return table


def _every(handbook: Handbook) -> Iterator[tuple[Found, tuple[str, ...]]]:
    for procedure in handbook.procedures.values():
        yield ("procedure", procedure.id), (procedure.id, procedure.number, procedure.title)
    for role in handbook.roles.values():
        yield ("role", role.id), (role.id, role.title)
    for form in handbook.forms.values():
        yield ("form", form.id), (form.id, form.title)
    for industry in handbook.industries.values():
        yield ("industry", industry.id), (industry.id, industry.title)
    yield ("handbook", "handbook"), ("handbook", handbook.title)


def _also(handbook: Handbook) -> Iterator[tuple[Found, tuple[str, ...]]]:
    """What things are called besides; it counts where nothing bears that name."""
    for role in handbook.roles.values():
        yield ("role", role.id), role.aliases
    for industry in handbook.industries.values():
        yield ("industry", industry.id), industry.aliases


def everything_of(handbook: Handbook, found: Found) -> Iterator[Found]:
    """Yield what belongs to something: a role's and an industry's procedures and forms, too.

    The whole of a handbook of one industry is the volume of that industry.
    """
    of, name = found
    yield found
    if of == "handbook" and len(handbook.industries) == 1:
        yield "industry", next(iter(handbook.industries))
    if of == "role":
        for procedure in handbook.in_use:
            if name in _working(procedure):
                yield "procedure", procedure.id
                steps = (step for step in procedure.steps if step.role == name)
                yield from (("form", form) for step in steps for form in step.forms)
    elif of == "industry":
        mine = handbook.in_use_of[name]
        yield from (("procedure", one.id) for one in mine)
        yield from (("role", role.id) for role in handbook.roles_of[name])
        steps = (step for one in mine for step in one.steps)
        yield from (("form", form) for step in steps for form in step.forms)


def _working(procedure: Procedure) -> set[str]:
    """Whoever does a step of a procedure, helps with one or handles an exception."""
    steps = {name for step in procedure.steps for name in (step.role, *step.with_)}
    return steps | {rule.role for rule in procedure.exceptions if rule.role}


@dataclass(frozen=True)
class Kinds:
    """The kinds of prints, by every name that people may use for them; `messages` are Chinese.

    `names` leads from a name to the kinds it means.
    """

    messages: Messages
    names: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        table: dict[str, dict[str, None]] = {}
        for kind in self.messages.branch("cli.print.kinds"):
            title = self.messages(f"page.offers.{kind}")
            # Who asks for a checklist means the usual one.
            short = () if kind.endswith(_LARGE) else (_without_remark(title),)
            for name in (kind, title, *short):
                table.setdefault(_plain(name), {})[kind] = None
        for kind in self.messages.branch("cli.print.kinds"):
            table[kind] = {kind: None}  # an id means one kind, whatever others are called
        object.__setattr__(self, "names", {name: tuple(kinds) for name, kinds in table.items()})

    def titled(self, kind: str) -> str:
        """Return what a kind is called in all its layouts, by its id."""
        return _without_remark(self.messages(f"page.offers.{kind}"))

    def meant(self, name: str) -> tuple[str, ...]:
        """Return the kinds of a name: 培训卡 are its layouts for one side and for two."""
        return self.names.get(_plain(name), ())

    def near(self, name: str) -> str | None:
        """Return the name that comes closest: it looks like it or, the shortest first, holds it.

        None if no name does.
        """
        plain = _plain(name)
        holding = sorted((known for known in self.names if plain and plain in known), key=len)
        return next(iter([*get_close_matches(plain, self.names, n=1), *holding]), None)


def _without_remark(title: str) -> str:
    return _REMARK.sub("", unicodedata.normalize("NFKC", title))


def _plain(name: str) -> str:
    return _QUOTES.sub("", unicodedata.normalize("NFKC", name)).casefold()
