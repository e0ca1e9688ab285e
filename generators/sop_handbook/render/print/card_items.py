"""One training card: its items, each with the place in the sources where it was written."""

from dataclasses import dataclass, field
from typing import Any

from sop_handbook.adapters.source import KeyPath
from sop_handbook.editions.content import plain
from sop_handbook.language.messages import messages
from sop_handbook.model import Procedure, Step
from sop_handbook.model.before import TICKED, Hazard, gravest_first
from sop_handbook.render.print.jobs import of_all_steps
from sop_handbook.render.print.links import scanned

_COMMAND_SIGNS, _COMMAND_ROWS = 40, 14  # of a line and of a part, on a large card
_TABLE_SIGNS, _TABLE_ROWS = 27, 10  # as wide as Chinese ones, and rows below the head
TOLD = ("within", "requirement", "method", "role", "then")  # of an exception, beside when


@dataclass
class Card:
    """What one card shows, and where in the source each of its items was written.

    An item has `kind`, `text` and what it needs; a flat list can flow on to a second card.
    """

    key: str
    head: dict[str, Any]
    origin: KeyPath
    items: list[dict[str, Any]] = field(default_factory=list)
    origins: list[KeyPath] = field(default_factory=list)

    def add(self, kind: str, path: KeyPath, text: Any, **more: Any) -> None:
        """Add an item written at a path below that of the card itself."""
        self.place(kind, (*self.origin, *path), text, **more)

    def place(self, kind: str, path: KeyPath, text: Any, **more: Any) -> None:
        """Add an item, a text or a fact; `kind` says how it is shown, and under which label.

        A path that begins with `rules` is one in the family of the procedure. What is `spare` is
        shown only where there is room for it.
        """
        shown = {key: value for key, value in more.items() if value}
        self.items.append({"kind": kind, "text": text, **shown})
        self.origins.append(path)

    @property
    def content(self) -> dict[str, Any]:
        """What the template gets: `key`, what is in `head`, and `items`."""
        return {"key": self.key, **self.head, "items": self.items}


def before_on(card: Card, procedure: Procedure) -> None:
    """Put what is to be known and at hand on the first card: somebody may come to harm without."""
    if before := procedure.before:
        hazards_on(card, before.hazards, ("before", "hazards"))
        for part in TICKED:
            for index, text in enumerate(getattr(before, part)):
                card.add(part, ("before", part, index), str(text))


def hazards_on(card: Card, hazards: tuple[Hazard, ...], path: KeyPath) -> None:
    """Put hazards on a card, the gravest first; `path` is that of their list."""
    for one in gravest_first(hazards):
        place = (*path, hazards.index(one), "text")
        card.add("hazard", place, str(one.text), level=one.level, note=plain(one.avoid))


def of_the_whole_on(card: Card, procedure: Procedure, *, small: bool) -> None:
    """Put the standards that are bound to no step on the first card.

    The smallest has them without how they are measured, and as far as there is room.
    """
    whole = [standard for standard in procedure.standards if not standard.steps]
    told = of_all_steps(procedure).get("measured", ())
    for standard, one in zip(whole, told, strict=True):
        path = ("standards", procedure.standards.index(standard), "metric")
        how = None if small else one.get("how")
        card.place("measure", path, one["value"], lead=one["metric"], note=how, spare=small)


def readings_on(card: Card, shown: dict[str, Any], *, small: bool) -> None:
    """Put what is to be written down on a card; the smallest can do without what has no limits."""
    for index, one in enumerate(shown.get("readings", ())):
        told = {key: one[key] for key in ("unit", "limits", "options", "do", "go") if key in one}
        spare = small and "limits" not in one
        card.add("reading", ("readings", index, "label"), one["label"], spare=spare, **told)


def actions_on(
    card: Card, shown: dict[str, Any], *, small: bool, kept: tuple[bool, ...] | None
) -> None:
    """Put what is to be done on a card, each with its command.

    `kept` tells which of them a card must have, None for all. The smallest has a command only
    where there is room for it; of one that is longer than a side, the others have a part each.
    """
    actions = shown.get("actions", ())
    for index, action in enumerate(actions):
        path = ("actions", index)
        spare = kept is not None and not kept[index]
        about: dict[str, Any] = {"lead": action.get("when"), "doer": action.get("role")}
        about["number"] = str(index + 1) if len(actions) > 1 else ""
        first, *others = _parts(action["run"]) if "run" in action else [""]
        if small and first:
            card.add("do", path, action["do"], spare=spare, **about)
            card.add("command", (*path, "run"), "", run=action["run"], spare=True)
            continue
        card.add("do", path, action["do"], spare=spare, run=first, **about)
        for part in others:
            card.add("command-part", (*path, "run"), "", run=part)


def _parts(command: str) -> list[str]:
    """Cut a command into parts of whole lines, each of which a large card has room for."""
    parts: list[list[str]] = [[]]
    high = 0
    for line in command.rstrip("\n").split("\n"):
        rows = 1 + len(line) // _COMMAND_SIGNS
        if parts[-1] and high + rows > _COMMAND_ROWS:
            parts.append([])
            high = 0
        parts[-1].append(line)
        high += rows
    return ["\n".join(part) for part in parts]


def pictures_on(card: Card, shown: dict[str, Any]) -> None:
    """Put one picture on a card, or one that is right beside one that is wrong; name the others."""
    pictures = list(shown.get("pictures", ()))
    pair = [_first(pictures, shows) for shows in ("right", "wrong")]
    chosen = pair if all(pair) else pictures[:1]
    if chosen:
        card.add("picture", ("pictures",), chosen[0]["text"], pictures=chosen)
        _marks_on(card, chosen)
    for one in pictures:
        if one not in chosen:
            path = ("pictures", pictures.index(one), "text")
            card.add("other-picture", path, _in_words(one), shows=one.get("shows"))
    for index, clip in enumerate(shown.get("clips", ())):
        card.add("clip", ("clips", index, "text"), clip["text"], key=clip["digest"])


def _marks_on(card: Card, pictures: list[dict[str, Any]]) -> None:
    for one in pictures:
        for number, mark in enumerate(one.get("marks", ()), 1):
            shows = one.get("shows") if len(pictures) > 1 else None
            card.add("mark", ("pictures",), mark["text"], number=str(number), shows=shows)


def _in_words(picture: dict[str, Any]) -> str:
    marks = "；".join(mark["text"] for mark in picture.get("marks", ()))
    return f"{picture['text']}（{marks}）" if marks else str(picture["text"])


def _first(pictures: list[dict[str, Any]], shows: str) -> Any:
    return next((one for one in pictures if one.get("shows") == shows), None)


def links_on(card: Card, shown: dict[str, Any]) -> None:
    """Put the addresses that a step names on a card, each with a code to scan."""
    for address in scanned(shown.get("links", ())):
        card.add("link", (), address, links=[address])


def elsewhere_on(card: Card, shown: dict[str, Any], language: str) -> None:
    """Name the sorts of what the smallest card has no room for: pictures, clips, addresses."""
    told = messages(language)
    sorts = (("pictures", "picture"), ("clips", "clip"), ("links", "link"))
    if left := [told(f"print.{name}") for key, name in sorts if shown.get(key)]:
        card.add("elsewhere", (), told("print.shown-elsewhere", what="、".join(left)))


def has_room(columns: list[str], grid: list[list[str]]) -> bool:
    """Tell whether a table fits on a large card: its rows, and every cell on at most two lines."""
    widest = [max(_signs(cell) for cell in cells) for cells in zip(columns, *grid, strict=True)]
    return (
        len(grid) <= _TABLE_ROWS
        and sum(max(min(w, 4.0), w / 2) + 0.9 for w in widest) <= _TABLE_SIGNS
    )


def _signs(text: str) -> float:
    return sum(0.6 if sign.isascii() else 1.0 for sign in text)


def points_on(
    card: Card, step: Step, *, critical: bool, reasons: bool, safety: bool | None = None
) -> None:
    """Put key points on a card; if it is given, only those of `safety`, or only the others.

    Without reasons, only the first, the critical ones and those of safety must be.
    """
    spared = any(point.critical for point in step.key_points)
    for index, point in enumerate(step.key_points):
        safe = point.kind == "safety"
        if point.critical is critical and safety in (None, safe):
            reason = point.reason if reasons else None
            card.add(
                "critical" if critical else "point",
                ("key_points", index, "text"),
                str(point.text),
                safety=safe,
                reason=str(reason.text) if reason else "",
                editorial=bool(reason and reason.origin == "editorial"),
                spare=not (critical or safe or reasons) and (spared or index > 0),
            )


def decision_on(card: Card, shown: dict[str, Any]) -> None:
    """Put what is to be decided on a card, with every answer, or else what comes next."""
    if decision := shown.get("decision"):
        card.add("ask", ("decision", "question"), decision["question"])
        for index, way in enumerate(decision["outcomes"]):
            path = ("decision", "outcomes", index, "answer")
            card.add("answer", path, way["answer"], note=way["go"])
    elif "next" in shown:
        card.add("next", ("next",), shown["next"])


def exception_on(card: Card, path: KeyPath, found: dict[str, Any]) -> None:
    """Put an exception on a card, whole: what to do, too, on the smallest."""
    told = {key: found[key] for key in TOLD if key in found}
    card.place("trouble", (*path, "when"), found["when"], **told)
