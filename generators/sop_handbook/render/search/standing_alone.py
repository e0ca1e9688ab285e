"""Records of what stands alone: a table, or a section of a hand-written page."""

from sop_handbook.model import RuleTable, routes
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
