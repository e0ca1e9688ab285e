"""Steps with the rule tables they go by: what a table says is what readers of the step see."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sop_handbook.change.comparison_tree import FieldGroup, Items, Node, group, node
from sop_handbook.change.paths import Path, Side, key_on
from sop_handbook.model import Handbook, Procedure, RuleTable, Step, Text
from sop_handbook.model.groups import beside

USES = "uses_rules"
_UNREAD = {"aliases"}  # search words; they are those of the family's page


def procedure_group(handbook: Handbook, procedure: Procedure) -> FieldGroup:
    """Return a procedure as a group in which every step holds the tables that it uses."""
    tree = group(procedure)
    steps = tree.parts.get("steps")
    if not isinstance(steps, Items):
        return tree
    told = (step_group(handbook, procedure, step) for step in procedure.steps)
    parts = {**tree.parts, "steps": replace(steps, parts=tuple(told))}
    return replace(tree, parts=parts)


def step_group(handbook: Handbook, procedure: Procedure, step: Step) -> FieldGroup:
    """Return a step as a group in which tables stand for the ids of those that it uses."""
    tree = group(step)
    parts = {**tree.parts, **_said_by_others(procedure, step)}
    if tables := tables_of(handbook, procedure, step):
        parts[USES] = tables
    return replace(tree, parts=parts)


def _said_by_others(procedure: Procedure, step: Step) -> dict[str, Node]:
    """The steps of its group stand for its name, which nobody sees."""
    if not step.together:
        return {}
    names = tuple(other.id for other in beside(procedure, step))
    return {"together": node(names, "Step.together")}


def tables_of(handbook: Handbook, procedure: Procedure, step: Step) -> Items | None:
    """Return the rule tables that a step uses, in its order, by their ids; None if it uses none."""
    known = handbook.tables_of(procedure)
    used = tuple(name for name in step.uses_rules if name in known)
    parts = tuple(_read(known[name]) for name in used)
    return Items(parts, used, f"Step.{USES}", used) if used else None


def named_in_rules(state: Handbook, kind: str, name: str, path: Path, side: Side) -> Iterator[str]:
    """Yield the ids of roles that stand in the rows that a place in a rule table is in.

    It holds for them, whoever does the steps. `kind` and `name` (an id) say in what the place is, a
    procedure or a family.
    """
    within = path[2:] if kind == "procedure" else path
    if within[:1] not in {(USES,), ("rules",)} or len(within) < 2:
        return
    procedure = state.procedures.get(name) if kind == "procedure" else None
    family = state.families.get(name)
    tables = state.tables_of(procedure) if procedure else {}
    for table in tables.values() if procedure else family.rules if family else ():
        if table.id == key_on(within[1], side) and within[2:3] in {(), ("rows",)}:
            rows = _rows(table, key_on(within[3], side) if len(within) > 3 else "all")
            told = {name for row in rows for cell in row for name in _named(state, str(cell))}
            yield from (role.id for role in state.roles.values() if role.title in told)


def _named(state: Handbook, cell: str) -> list[str]:
    """The titles of roles in a cell, the longest at each place: 副店长 is no 店长."""
    titles = sorted({role.title for role in state.roles.values()}, key=lambda one: (-len(one), one))
    return re.findall("|".join(map(re.escape, titles)), cell) if titles else []


def _rows(table: RuleTable, at: int | str | None) -> tuple[tuple[Text, ...], ...]:
    if at == "all":
        return table.rows
    return (table.rows[at],) if isinstance(at, int) else ()


def _read(table: RuleTable) -> FieldGroup:
    tree = group(table)
    kept = {key: part for key, part in tree.parts.items() if key not in _UNREAD}
    return FieldGroup(kept, {key: tree.rules[key] for key in kept})
