"""Records of what stands alone: a table, or a section of a hand-written page."""

from collections.abc import Iterable, Iterator

from sop_handbook.language.messages import Messages
from sop_handbook.model import Handbook, Procedure, Role, RuleTable, routes
from sop_handbook.render.base import Section
from sop_handbook.render.search.lines import rule, said
from sop_handbook.render.search.record import ASIDE, HELP, Record

_KEEPERS = "maintain/"


def table_record(table: RuleTable, page: str, place: str) -> Record:
    """Return a table, found by its rows; `page` is where it stands, `place` what it belongs to."""
    return Record(
        kind="rules",
        page=page,
        anchor=routes.rules_anchor(table.id),
        title=table.title,
        place=place,
        names=table.aliases,
        lines=(*(rule(table.columns, row) for row in table.rows), *said(*table.remarks)),
        near=(place,),
    )


def print_records(kinds: Iterable[str], messages: Messages) -> Iterator[Record]:
    """Yield the print centre, and there every kind of print by all that people call it."""
    centre, called = messages("page.print-centre"), messages.branch("page.prints-called")
    yield Record(kind="page", page=routes.PRINTS.name, title=centre, names=tuple(called["centre"]))
    for kind in kinds:
        yield Record(
            kind="page",
            page=routes.PRINTS.name,
            anchor=routes.prints_anchor("kind", kind),
            title=messages(f"page.offers.{kind}"),
            place=centre,
            names=tuple(called.get(kind, ())),
            lines=(messages(f"page.prints-for.{kind}"),),
            near=(centre,),
        )


def files_record(
    handbook: Handbook,
    procedure: Procedure,
    messages: Messages,
    *,
    kinds: Iterable[str],
    rank: int,
    industry: tuple[str, ...],
) -> Record:
    """Return what can be printed or fetched of a procedure, by the names of its kinds.

    Who looks for a print names a number or whose work it is: those who do its steps by their
    titles come first, then those who help, and whoever else is called like one of them.
    """
    doing = _roles(handbook, (step.role for step in procedure.steps))
    helping = _roles(handbook, (role for step in procedure.steps for role in step.with_))
    return Record(
        kind="page",
        page=routes.procedure(procedure).name,
        anchor="files",
        title=messages("page.print-and-files"),
        number=procedure.number,
        place=procedure.title,
        role="、".join(role.title for role in doing),
        rank=rank,
        names=tuple(messages(f"page.offers.{kind}") for kind in kinds),
        near=(
            procedure.number,
            procedure.title,
            *procedure.aliases,
            *(role.title for role in doing),
        ),
        far=(
            *industry,
            *(role.title for role in helping),
            *(name for role in dict.fromkeys((*doing, *helping)) for name in role.aliases),
        ),
    )


def _roles(handbook: Handbook, names: Iterable[str]) -> list[Role]:
    """Return roles by their ids, each once; a step may have one that nobody described."""
    return [handbook.roles[name] for name in dict.fromkeys(names) if name in handbook.roles]


def set_record(role: Role, messages: Messages) -> Record:
    """Return the set for somebody new in a role, which the print centre chooses at once."""
    return Record(
        kind="page",
        page=routes.PRINTS.name,
        anchor=routes.prints_anchor("set", role.id),
        title=messages("page.prints.new-of", role=role.title),
        place=messages("page.print-centre"),
        role=role.title,
        rank=ASIDE,
        names=tuple(messages.branch("page.prints-called")["new"]),
        near=tuple(role.aliases),
    )


def section_record(section: Section) -> Record:
    """Return a section of a hand-written page; help for those who keep the handbook comes last."""
    # Those who keep the handbook have pages of their own, which are no answer to its readers.
    helps = section.page.startswith(_KEEPERS)
    return Record(
        kind="help" if helps else "section",
        page=routes.Route(section.page).name,
        anchor=section.anchor,
        title=section.title,
        place=section.place,
        rank=HELP if helps else ASIDE,
        lines=section.lines,
        near=(section.place,) if section.place else (),
    )
