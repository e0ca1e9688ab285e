"""What becomes of a value out of bounds that leads elsewhere: an event and what is done then."""

from collections.abc import Iterator

from sop_handbook.diagrams.procedures import gist
from sop_handbook.model import Step
from sop_handbook.render.exchange.notes import Notes
from sop_handbook.render.exchange.process import ElementKind, FlowNode, variable


def outsides(step: Step, notes: Notes) -> Iterator[tuple[FlowNode, FlowNode, str]]:
    """Yield a boundary event of the step, the task it leads to, and where that leads, by id.

    There are three of each reading that says where to go; others change no way.
    """
    for reading in step.readings:
        if not (reading.outside and reading.outside.go):
            continue
        node = f"outside_{reading.id}"
        event = FlowNode(
            id=node,
            kind=ElementKind.TROUBLE,
            role=step.role,
            name=notes.messages("page.diagram.outside", label=reading.label),
            notes=notes.of_outside(reading, variable(node)),
            host=f"step_{step.id}",
            interrupts=True,
            condition=f"={variable(node)} = true",
        )
        task = FlowNode(
            id=f"correct_{reading.id}",
            kind=ElementKind.TASK,
            role=step.role,
            name=gist(str(reading.outside.do)),
            notes=notes.of_correction(reading),
        )
        yield event, task, reading.outside.go
