"""How procedures lead to each other, seen from both sides."""

from collections.abc import Iterator
from dataclasses import dataclass

from sop_handbook.model import Handbook, Procedure, Text

# How the ways in look from where they lead.
_SEEN = {
    "hands-over": "comes-from", "starts": "comes-from", "uses": "used-by", "related": "see-also",
}  # fmt: skip


@dataclass(frozen=True)
class Relation:
    """How another procedure stands to one: `kind` is a key of interface words, `other` its id."""

    kind: str
    other: str
    why: Text | None = None


def relations(handbook: Handbook, procedure: Procedure) -> list[Relation]:
    """Return what comes before, after and beside a procedure, each neighbour once."""
    found: dict[str, Relation] = {}
    for relation in (*_incoming(handbook, procedure), *_outgoing(procedure)):
        found.setdefault(relation.kind + relation.other, relation)
    strong = {r.other for r in found.values() if r.kind != "see-also"}
    reasons = {related.procedure: related.why for related in procedure.related}
    kept = [r for r in found.values() if r.kind != "see-also" or r.other not in strong]
    return [Relation(r.kind, r.other, reasons.get(r.other) or r.why) for r in kept]


def hands_over_to(procedure: Procedure) -> list[str]:
    """Return the ids of procedures that one leads to at its ends, or starts on the way."""
    targets = [step.starts for step in procedure.steps if step.starts]
    targets += [end.hands_over for end in procedure.ends if end.hands_over]
    return list(dict.fromkeys(targets))


def _incoming(handbook: Handbook, procedure: Procedure) -> Iterator[Relation]:
    for trigger in procedure.triggers:
        if trigger.from_:
            yield Relation("comes-from", trigger.from_, trigger.text)
    for way in handbook.incoming.get(procedure.id, ()):
        yield Relation(_SEEN[way.way], way.procedure, way.text)


def _outgoing(procedure: Procedure) -> Iterator[Relation]:
    for step in procedure.steps:
        if step.use:
            yield Relation("uses", step.use)
        if step.starts:
            yield Relation("started-by", step.starts)
    for end in procedure.ends:
        if end.hands_over:
            yield Relation("hands-over-to", end.hands_over, end.text)
    for related in procedure.related:
        yield Relation("see-also", related.procedure, related.why)
