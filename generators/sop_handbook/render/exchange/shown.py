"""What pictures, clips and tables say, in lines of text: those who only read get all of it."""

from collections.abc import Iterator

from sop_handbook.language.messages import Messages
from sop_handbook.model import Procedure, Step
from sop_handbook.model.media import Picture
from sop_handbook.model.tables import RuleTable

Shown = tuple[str, list[str]]


def seen(of: Procedure | Step, messages: Messages) -> Iterator[Shown]:
    """Yield the headings of pictures and of clips (keys below `page`), each with a line for one."""
    yield "bpmn.pictures", [_picture(one, messages) for one in of.pictures]
    yield "bpmn.clips", [str(one.text) for one in of.clips]


def table_lines(table: RuleTable) -> Iterator[str]:
    """Yield the title of a table, each row with its columns named, and the remarks."""
    yield table.title
    for row in table.rows:
        yield "；".join(f"{name}：{cell}" for name, cell in zip(table.columns, row, strict=True))
    yield from map(str, table.remarks)


def _picture(picture: Picture, messages: Messages) -> str:
    """Return what is to be seen, whether it is right or wrong, and what the marks say."""
    says = [f"{number} {mark.text}" for number, mark in enumerate(picture.marks, 1)]
    text = "；".join([str(picture.text), *says])
    if picture.shows == "right":
        return messages("page.bpmn.picture-right", text=text)
    if picture.shows == "wrong":
        return messages("page.bpmn.picture-wrong", text=text)
    return text
