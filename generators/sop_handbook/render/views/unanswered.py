"""What people look for and the document does not answer, for papers that nobody searches."""

from collections.abc import Iterator

from sop_handbook.model import Procedure, flow


def unanswered(procedure: Procedure) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a step's number, empty for the whole procedure, and what people look for there.

    The search leads to the step, so its page says so on the spot. Who reads a paper through would
    take the words for a part of the step: it says so once, at the end, in the editors' name.
    """
    if procedure.not_covered:
        yield "", procedure.not_covered
    numbers = flow.numbers(procedure)
    for step in procedure.steps:
        if step.not_covered:
            yield numbers[step.id], step.not_covered
