"""The rules that a step goes by, in words that flow: a row is what it is about and what holds."""

from typing import Any

from sop_handbook.model import Handbook
from sop_handbook.model import RuleTable as Table
from sop_handbook.model.resolved import ResolvedStep

RuleTable = dict[str, Any]  # see rules_of
_TABULAR = 3  # columns; of two the first is a lead and the second what it leads to


def rules_of(handbook: Handbook, told: ResolvedStep) -> list[RuleTable]:
    """Return the rule tables a step uses, in its order.

    Each has `title`, `index` (its place among those of the family and the procedure's own), `rows`
    and `remarks`; a row has `lead` (its first cell), `cells` (`column` and `text` of the others
    that hold anything) and `text`, which is all of these in one:
    `首期额度：1000元；患者自行承担：超出部分`. Where there are only two columns, the text is the
    second cell alone. A procedure's own table of three columns or more also has `columns` and
    `grid`, the cells of its rows, to be set as a table.
    """
    known = handbook.tables_of(told.procedure).values()
    tables = {table.id: (index, table) for index, table in enumerate(known)}
    return [
        {
            "index": index,
            "title": table.title,
            "rows": [_row(table.columns, [str(cell) for cell in row]) for row in table.rows],
            "remarks": [str(remark) for remark in table.remarks],
            **_grid(table, own=table in told.procedure.rules),
        }
        for index, table in (tables[rules.id] for rules in told.rules)
    ]


def _grid(table: Table, *, own: bool) -> dict[str, Any]:
    if not own or len(table.columns) < _TABULAR:
        return {}
    cells = [[str(cell) for cell in row] for row in table.rows]
    return {"columns": list(table.columns), "grid": cells}


def _row(columns: tuple[str, ...], row: list[str]) -> dict[str, Any]:
    cells = [
        {"column": column, "text": text}
        for column, text in zip(columns[1:], row[1:], strict=True)
        if text
    ]
    alone = len(columns) == 2
    told = (cell["text"] if alone else f"{cell['column']}：{cell['text']}" for cell in cells)
    return {"lead": row[0], "cells": cells, "text": "；".join(told)}
