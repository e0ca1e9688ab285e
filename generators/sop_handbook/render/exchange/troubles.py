"""What becomes of an exception: an event on each step where it comes up, and what is done then."""

from sop_handbook.diagrams.procedures import gist
from sop_handbook.model import RESUME, ExceptionRule, Step
from sop_handbook.render.exchange.notes import Notes
from sop_handbook.render.exchange.process import ElementKind, Flow, FlowNode, variable


def trouble(number: int, rule: ExceptionRule, step: Step, notes: Notes) -> FlowNode:
    """Return the boundary event of a step; `number` is that of the exception, from 1."""
    node = f"trouble_{number}_{step.id}"
    name = variable(node)
    return FlowNode(
        id=node,
        kind=ElementKind.TROUBLE,
        role=step.role,
        name=gist(str(rule.when)),
        notes=notes.of_trouble(rule, name),
        host=f"step_{step.id}",
        interrupts=rule.then != RESUME,
        condition=f"={name} = true",
    )


def handling(number: int, rule: ExceptionRule, role: str, notes: Notes) -> FlowNode:
    """Return the task of handling an exception."""
    return FlowNode(
        id=f"handle_{number}",
        kind=ElementKind.TASK,
        role=role,
        name=gist(str(rule.method))
        if rule.method
        else notes.messages("page.bpmn.handle", when=gist(str(rule.when))),
        notes=notes.of_handling(rule),
    )


def resumed(number: int, task: FlowNode, notes: Notes) -> tuple[FlowNode, Flow]:
    """Return the end of handling after which the step goes on, and the way there."""
    name = notes.messages("page.bpmn.resumed")
    done = FlowNode(id=f"resumed_{number}", kind=ElementKind.END, role=task.role, name=name)
    return done, Flow(id=f"flow_{task.id}", source=task.id, target=done.id)


def aside(
    number: int, rule: ExceptionRule, task: FlowNode, done: tuple[FlowNode, Flow], notes: Notes
) -> FlowNode:
    """Return a sub-process with a task and its end: it may begin at any time and changes no way."""
    end, way_on = done
    start = FlowNode(
        id=f"trouble_{number}",
        kind=ElementKind.START,
        role=task.role,
        name=gist(str(rule.when)),
        notes=notes.of_trouble(rule, f"trouble_{number}"),
        condition=f"=trouble_{number} = true",
    )
    return FlowNode(
        id=f"aside_{number}",
        kind=ElementKind.ASIDE,
        role=task.role,
        name=notes.messages("page.bpmn.any-time", when=gist(str(rule.when))),
        parts=(start, task, end),
        ways=(Flow(id=f"flow_{start.id}", source=start.id, target=task.id), way_on),
    )
