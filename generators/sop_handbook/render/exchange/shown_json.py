"""Pictures, clips, tables and what to do, as plain JSON."""

from typing import Any

from sop_handbook.model import Action, Clip, Picture
from sop_handbook.model.tables import RuleTable
from sop_handbook.render.shelf import clip_route, picture_route, widths_of

Json = dict[str, Any]


def action_json(action: Action) -> Json:
    """Return one thing to do, with its command exactly as it is typed."""
    return {
        "do": str(action.do),
        "when": str(action.when) if action.when else None,
        "run": action.run,
        "role": action.role,
    }


def table_json(table: RuleTable) -> Json:
    """Return a table; every row has as many cells as there are columns."""
    return {
        "id": table.id,
        "title": table.title,
        "columns": list(table.columns),
        "rows": [[str(cell) for cell in row] for row in table.rows],
        "remarks": [str(remark) for remark in table.remarks],
    }


def picture_json(picture: Picture) -> Json:
    """Return a picture with its files, narrow to wide; none if there is none to show."""
    widths = widths_of(picture.width) if picture.digest else ()
    return {
        "text": str(picture.text),
        "shows": picture.shows,
        "marks": [{"at": list(mark.at), "text": str(mark.text)} for mark in picture.marks],
        "files": [
            {"width": width, "file": _beside(picture_route(picture.digest, width).path)}
            for width in widths
        ],
    }


def clip_json(clip: Clip) -> Json:
    """Return a clip; its file is None if there is none to show."""
    return {
        "text": str(clip.text),
        "file": _beside(clip_route(clip).path) if clip.digest else None,
        "bytes": clip.size if clip.digest else None,
    }


def _beside(path: str) -> str:
    """Return an address relative to that of the JSON, which lies in a folder of its own."""
    return f"../{path}"
