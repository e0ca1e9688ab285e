"""What a part is called in a comparison: by its title or first text, a hazard in full."""

from dataclasses import replace

from sop_handbook.change.comparison_tree import FieldGroup, Items, Leaf, Node
from sop_handbook.language.wording import Line, Readable, listed, word
from sop_handbook.model.readings import OPS

_NAMES = {"title", "term", "label", "metric"}  # what a part is called, if it has a name


def headline(part: Node) -> Readable:
    """Return what a part says in short: its title or first text; of nothing but lists, all of them.

    A hazard says how bad it is and how to avoid it, a reading what its limits are.
    """
    if isinstance(part, FieldGroup):
        owners = {rule.partition(".")[0] for rule in part.rules.values()}
        if "Hazard" in owners:
            return _hazard(part)
        if owners & {"Reading", "CriticalReading"}:
            return _reading(part)
    return _called(part)


def title_in(part: Node) -> str:
    """Return the title of a part; "" for one that has none and is no text."""
    found = _called(part)
    return found if isinstance(found, str) else ""


def _called(part: Node) -> Readable:
    if isinstance(part, Leaf):
        return part.value or part.says
    if isinstance(part, Items):
        return listed("；", [headline(item) for item in part.parts])
    names = [name for name in part.parts if name in _NAMES] + list(part.parts)
    for name in names:
        inner = part.parts[name]
        if name not in {"id", "number"} and isinstance(inner, Leaf) and inner.text:
            return inner.says
    held = list(part.parts.values())
    if all(isinstance(one, Items) for one in held):
        return listed("；", [headline(one) for one in held if isinstance(one, Items) and one.parts])
    return headline(held[0])


def _hazard(part: FieldGroup) -> Line:
    told = {name: one.says for name, one in part.parts.items() if isinstance(one, Leaf)}
    avoid = ("；", word("page.hazard-avoid"), "：", told["avoid"]) if "avoid" in told else ()
    return Line((word(f"page.levels.{told['level']}"), " ", told["text"], *avoid))


def _reading(part: FieldGroup) -> Readable:
    """Its label and its limits: 中心温度 不超过21℃."""
    given = ((part.parts.get(name), op) for name, op in OPS.items())
    limits = [replace(one.value, op=op) for one, op in given if isinstance(one, Leaf) and one.value]
    return Line((f"{title_in(part)} ", listed("、", limits))) if limits else title_in(part)
