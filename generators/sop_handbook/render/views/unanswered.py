"""What people look for and the document does not answer, for prints that nobody searches."""

from collections.abc import Iterator

from sop_handbook.model.resolved import ResolvedProcedure


def unanswered(told: ResolvedProcedure) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a step's number, empty for the whole procedure, and what people look for there.

    The search leads to the step, so its page says so on the spot. Who reads a print through would
    take the words for a part of the step: it says so once, at the end, in the editors' name.
    """
    if told.procedure.not_covered:
        yield "", told.procedure.not_covered
    for one in told.steps:
        if one.step.not_covered:
            yield one.number, one.step.not_covered
