"""Is the flow sound: every step reachable, every path ending, no branch falling through."""

from collections.abc import Iterator
from datetime import date

from sop_handbook.findings import Finding
from sop_handbook.model import Handbook, flow
from sop_handbook.sources.places import Places


def unreachable(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Every step can be reached from the first one."""
    for procedure in handbook.procedures.values():
        if procedure.order != "sequence":
            continue
        links = flow.links(flow.edges(procedure))
        reached = flow.reached_from([procedure.steps[0].id], links)
        for index, step in enumerate(procedure.steps):
            if step.id not in reached:
                place = places.procedure(procedure.id, "steps", index, "id")
                yield Finding(place, "unreachable-step", {"step": step.id, "title": step.title})


def unending(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """From every step some way leads to an end, or to a step whose end is left open.

    An exception that ends is no way out, nor is a value out of bounds: work that goes well has to
    end, too.
    """
    for procedure in handbook.procedures.values():
        ways = flow.usual(procedure)
        backwards = flow.links(ways, backwards=True)
        goes_on = {way.source for way in ways}
        last = {step.id for step in procedure.steps} - goes_on
        ending = flow.reached_from({end.id for end in procedure.ends} | last, backwards)
        position = {step.id: index for index, step in enumerate(procedure.steps)}
        for way in ways:  # a path without an end runs in circles: name the step that turns back
            if way.source not in ending and position[way.target] <= position[way.source]:
                step = procedure.steps[position[way.source]]
                place = places.procedure(procedure.id, "steps", position[step.id], "id")
                yield Finding(place, "path-never-ends", {"step": step.id, "title": step.title})


def endless_calls(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """No procedure uses itself, however many others stand between."""
    calls = {
        procedure.id: [step.use for step in procedure.steps if step.use]
        for procedure in handbook.procedures.values()
    }
    told: set[str] = set()
    for name in calls:
        circle = flow.shortest(name, {name}, calls) if name not in told else []
        if not circle or told.intersection(circle):
            continue
        told.update(circle)
        uses = [step.use for step in handbook.procedures[name].steps]
        place = places.procedure(name, "steps", uses.index(circle[1]), "use")
        titles = " → ".join(f"{handbook.procedures[one].title}（{one}）" for one in circle)
        yield Finding(place, "uses-itself", {"circle": titles})


def falls_through(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A branch says where it goes on instead of running into its sibling."""
    for procedure in handbook.procedures.values():
        for step in procedure.steps:
            targets = {way.go for way in step.decision.outcomes} if step.decision else set()
            for index, branch in enumerate(procedure.steps) if targets else ():
                if branch.id not in targets or branch.decision or branch.next:
                    continue
                goes = flow.following(procedure, branch)
                if goes in targets:
                    place = places.procedure(procedure.id, "steps", index, "id")
                    args = {"step": branch.id, "sibling": str(goes)}
                    yield Finding(place, "falls-through", args)


def open_end(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Where several ends are possible, the last step of a path names its end."""
    for procedure in handbook.procedures.values():
        for index, step in enumerate(procedure.steps):
            if not step.decision and flow.following(procedure, step) is None:
                place = places.procedure(procedure.id, "steps", index, "id")
                ends = "、".join(end.id for end in procedure.ends)
                yield Finding(place, "ambiguous-next", {"step": step.id, "ends": ends})


def decision_with_next(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A decision's outcomes say what follows, so `next` beside them would be ignored."""
    for procedure in handbook.procedures.values():
        for index, step in enumerate(procedure.steps):
            if step.decision and step.next:
                place = places.procedure(procedure.id, "steps", index, "next")
                yield Finding(place, "decision-with-next", {"step": step.id})


def unreached_ends(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Some way leads to every end."""
    for procedure in handbook.procedures.values():
        if any(not s.decision and flow.following(procedure, s) is None for s in procedure.steps):
            continue  # a step leaves its end open, and has a finding of its own
        reached = {way.target for way in flow.edges(procedure)}
        for index, end in enumerate(procedure.ends):
            if end.id not in reached and len(procedure.ends) > 1:
                place = places.procedure(procedure.id, "ends", index, "id")
                yield Finding(place, "unreached-end", {"end": end.id})


def decisions(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Answers differ, in words and in where they lead."""
    for procedure in handbook.procedures.values():
        for index, step in enumerate(procedure.steps):
            if not step.decision:
                continue
            leads: dict[str, str] = {}
            for number, way in enumerate(step.decision.outcomes):
                answer = str(way.answer)
                if leads.setdefault(answer, way.go) != way.go:
                    path = ("steps", index, "decision", "outcomes", number, "answer")
                    place = places.procedure(procedure.id, *path)
                    yield Finding(place, "same-answer", {"value": answer})
            if len({way.go for way in step.decision.outcomes}) == 1:
                place = places.procedure(procedure.id, "steps", index, "decision")
                go = step.decision.outcomes[0].go
                yield Finding(place, "idle-decision", {"step": step.id, "value": go})


def many_answers(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A decision has as many answers as people weigh at once; a drawing lists what is more."""
    for procedure in handbook.procedures.values():
        for index, step in enumerate(procedure.steps):
            count = len(step.decision.outcomes) if step.decision else 0
            if count >= flow.MANY_ANSWERS:
                place = places.procedure(procedure.id, "steps", index, "decision")
                yield Finding(place, "many-answers", {"step": step.title, "count": str(count)})
