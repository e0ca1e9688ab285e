"""Training cards: an overview and one a step; A6 for the hand, ID-1 for the pocket."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from generators import flow
from generators.editions import exception_content, step_content
from generators.load import KeyPath
from generators.model import Handbook, Procedure, Step
from generators.render.base import Context
from generators.render.print.jobs import Print, addresses, control, dated, notices, order

_CONDITION, _SMALL_CONDITION = 60, 24  # characters; a longer one has no room on the front
OVERVIEW = ""  # the key of the first card, whose code and page are those of the whole set


def cards(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield the card sets of every procedure: large and small, for two sides and for one."""
    for procedure in handbook.in_use:
        for name, small in (("cards", False), ("cards-small", True)):
            deck = [
                _overview(handbook, procedure, small=small),
                *_step_cards(handbook, procedure, small=small),
            ]
            head = control(procedure, handbook, context) | order(procedure)
            for sides in ("two", "one"):
                yield Print(
                    kind=name if sides == "two" else f"{name}-single",
                    template="cards" if sides == "two" else "cards-single",
                    edition=name,
                    of="procedure",
                    subject=procedure.id,
                    content=head | {"cards": [card.content for card in deck]},
                    options={"format": "id-1" if small else "a6"},
                    addresses=addresses(procedure),
                    origins=_origins(procedure, deck),
                    dated=dated(procedure),
                    notices=notices([procedure], context),
                    duplex=sides == "two",
                )


@dataclass
class Card:
    """What one card shows, and where in the source each of its items was written.

    Sections are flat lists of items, so that they can flow on to a second card.
    """

    key: str
    head: dict[str, Any]
    origin: KeyPath
    items: list[dict[str, Any]] = field(default_factory=list)
    origins: list[KeyPath] = field(default_factory=list)

    def add(self, kind: str, path: KeyPath, text: str, **more: Any) -> None:
        """Add an item; `kind` says how it is shown, and under which label."""
        shown = {key: value for key, value in more.items() if value}
        self.items.append({"kind": kind, "text": text, **shown})
        self.origins.append((*self.origin, *path))

    @property
    def content(self) -> dict[str, Any]:
        """What the template gets."""
        return {"key": self.key, **self.head, "items": self.items}


def _overview(handbook: Handbook, procedure: Procedure, *, small: bool) -> Card:
    """The first card: what for, who, all steps, how it ends, what may go wrong at any time."""
    steps = [step_content(handbook, procedure, step) for step in procedure.steps]
    head: dict[str, Any] = {"overview": True, "title": procedure.title}
    head["roles"] = list(dict.fromkeys(step["role"] for step in steps))
    card = Card(OVERVIEW, head, ())
    if not small:
        card.add("goal", ("goal",), str(procedure.goal))
        for index, principle in enumerate(procedure.principles):
            card.add("principle", ("principles", index), str(principle))
        for index, trigger in enumerate(procedure.triggers):
            card.add("start", ("triggers", index, "text"), str(trigger.text))
    for index, step in enumerate(steps):
        about = {key: step.get(key) for key in ("number", "only_if")}
        if len(head["roles"]) > 1:
            about["role"] = step["role"]
        path = ("steps", index, "title")
        card.add("step", path, step["title"], limit=step.get("time_limit"), **about)
    if small:
        return card
    for index, end in enumerate(procedure.ends):
        to = handbook.procedures[end.hands_over].title if end.hands_over else ""
        card.add("end", ("ends", index, "text"), str(end.text), to=to)
    for index, rule in enumerate(procedure.exceptions):
        if flow.is_anywhere(procedure, rule):
            _exception(card, ("exceptions", index), exception_content(handbook, procedure, rule))
    return card


def _step_cards(handbook: Handbook, procedure: Procedure, *, small: bool) -> Iterator[Card]:
    for index, step in enumerate(procedure.steps):
        shown = step_content(handbook, procedure, step)
        keys = ("number", "title", "role", "with", "time_limit", "only_if")
        card = Card(step.id, {key: shown[key] for key in keys if key in shown}, ("steps", index))
        answers = shown.get("only_if", ())
        longest = _SMALL_CONDITION if small else _CONDITION
        if "\n" in "".join(answers) or len("".join(answers)) > longest:
            card.head.pop("only_if")
            for answer in answers:
                card.add("only-if", (), answer)
        _fill(card, step, shown, small=small)
        for number, rule in enumerate(procedure.exceptions):
            if step.id in rule.at and not flow.is_anywhere(procedure, rule) and not small:
                found = exception_content(handbook, procedure, rule)
                if found.get("role") == shown["role"]:
                    found.pop("role")  # stands on the front
                _exception(card, ("exceptions", number), found)
        yield card


def _fill(card: Card, step: Step, shown: dict[str, Any], *, small: bool) -> None:
    """Put a step on its card: first what is critical, then what to wait for, do, say and avoid.

    The smallest card has the short wording in place of the actions, no reasons and no extras.
    """
    _points(card, step, critical=True, reasons=not small)
    for index, item in enumerate(shown.get("receives", ())):
        card.add("receive", ("receives", index, "item"), item["item"], note=item["from"])
    if step.short and small:
        card.add("short", ("short",), str(step.short))
    else:
        actions = shown.get("actions", ())
        for index, action in enumerate(actions):
            number = str(index + 1) if len(actions) > 1 else ""
            path = ("actions", index)
            card.add("do", path, action["do"], lead=action.get("when"), number=number)
    _decision(card, shown)
    for index, phrase in enumerate(shown.get("phrases", ())):
        card.add("say", ("phrases", index), phrase["say"], lead=phrase.get("when"))
    if not small:
        _points(card, step, critical=False, reasons=True)
        _extras(card, shown)
    elif not any(point.critical for point in step.key_points):
        _points(card, step, critical=False, reasons=False, most=1)


def _extras(card: Card, shown: dict[str, Any]) -> None:
    for index, item in enumerate(shown.get("avoid", ())):
        card.add("avoid", ("avoid", index, "text"), item["text"], note=item.get("instead"))
    for kind in ("choices", "tools", "records", "errors", "uses_rules"):
        for index, text in enumerate(shown.get(kind, ())):
            card.add(kind.replace("_", "-"), (kind, index), text)
    for kind in ("use", "starts", "uses_form"):
        if kind in shown:
            card.add(kind.replace("_", "-"), (kind,), shown[kind])


def _points(card: Card, step: Step, *, critical: bool, reasons: bool, most: int = 99) -> None:
    for index, point in enumerate(step.key_points[:most]):
        if point.critical is critical:
            kind = "critical" if critical else "point"
            reason = point.reason if reasons else None
            card.add(
                kind,
                ("key_points", index, "text"),
                str(point.text),
                safety=point.kind == "safety",
                reason=str(reason.text) if reason else "",
                editorial=bool(reason and reason.origin == "editorial"),
            )


def _decision(card: Card, shown: dict[str, Any]) -> None:
    if decision := shown.get("decision"):
        card.add("ask", ("decision", "question"), decision["question"])
        for index, way in enumerate(decision["outcomes"]):
            path = ("decision", "outcomes", index, "answer")
            card.add("answer", path, way["answer"], note=way["go"])
    elif "next" in shown:
        card.add("next", ("next",), shown["next"])


def _exception(card: Card, path: KeyPath, found: dict[str, Any]) -> None:
    keys = ("within", "requirement", "method", "role", "then")
    card.items.append(
        {"kind": "trouble", "text": found["when"]}
        | {key: found[key] for key in keys if key in found}
    )
    card.origins.append((*path, "when"))


def _origins(procedure: Procedure, deck: list[Card]) -> dict[str, tuple[str, KeyPath]]:
    found: dict[str, tuple[str, KeyPath]] = {}
    for number, card in enumerate(deck):
        found[f"{number}"] = (procedure.id, (*card.origin, "title"))
        for index, path in enumerate(card.origins):
            found[f"{number}/{index}"] = (procedure.id, path)
    return found
