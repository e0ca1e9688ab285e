"""The rules that a step goes by, in words that flow: a row is what it is about and what holds."""

import re
from typing import Any

from sop_handbook.model import Handbook
from sop_handbook.model import RuleTable as Table
from sop_handbook.model.resolved import ResolvedStep

RuleTable = dict[str, Any]  # see rules_of
_PAIR = 2  # columns: the first is a lead, the second what it leads to
_UNIT = re.compile(r"[（(][^（()）]+[)）]$")  # without it a figure below says nothing


def rules_of(handbook: Handbook, told: ResolvedStep) -> list[RuleTable]:
    """Return the rule tables a step uses, in its order.

    Each has `title`, `index` (its place among those of the family and the procedure's own), `rows`
    and `remarks`; a row has `lead` (its first cell), `cells` (`column` and `text` of the others
    that hold anything) and `text`, which is all of these in one:
    `首期额度：1000元；患者自行承担：超出部分`. Where there are only two columns, the text is the
    second cell alone, but for a column of a procedure's own or one that names a unit:
    `电压等级（kV）10 及以下` leads to `安全距离（m）0.70`. A procedure's own table also has
    `columns` and `grid`, the cells of its rows, to be set as a table.
    """
    known = handbook.tables_of(told.procedure).values()
    tables = {table.id: (index, table) for index, table in enumerate(known)}
    return [_told(*tables[rules.id], told) for rules in told.rules]


def _told(index: int, table: Table, told: ResolvedStep) -> RuleTable:
    own = table in told.procedure.rules
    rows = [[str(cell) for cell in row] for row in table.rows]
    return {
        "index": index,
        "title": table.title,
        "rows": [_row(table.columns, row, own=own) for row in rows],
        "remarks": [str(remark) for remark in table.remarks],
        **({"columns": list(table.columns), "grid": rows} if own else {}),
    }


def _row(columns: tuple[str, ...], row: list[str], *, own: bool) -> dict[str, Any]:
    cells = [
        {"column": column, "text": text}
        for column, text in zip(columns[1:], row[1:], strict=True)
        if text
    ]
    if len(columns) == _PAIR:
        told = (named_cell(cell["column"], cell["text"], own=own) for cell in cells)
    else:
        told = (f"{cell['column']}：{cell['text']}" for cell in cells)
    return {"lead": named_cell(columns[0], row[0]), "cells": cells, "text": "；".join(told)}


def named_cell(column: str, text: str, *, own: bool = False) -> str:
    """Return a cell with the name of its column, where that says in what it is counted.

    In a table of a procedure's `own` it is always named.
    """
    if text and _UNIT.search(column):
        return column + text
    return f"{column} {text}" if own else text
