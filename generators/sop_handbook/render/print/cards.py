"""Training cards: an overview and one a step; A6 for the hand, ID-1 for the pocket."""

from collections.abc import Iterator
from typing import Any

from sop_handbook.adapters.source import KeyPath
from sop_handbook.editions.content import exception_content
from sop_handbook.language.messages import messages
from sop_handbook.language.values import reads
from sop_handbook.language.wording import listed, worded
from sop_handbook.model import Handbook, Procedure
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.model.safeguards import calls, left_open, measures
from sop_handbook.render.base import Context
from sop_handbook.render.print.card_items import (
    TOLD,
    Card,
    actions_on,
    before_on,
    decision_on,
    elsewhere_on,
    exception_on,
    has_room,
    hazards_on,
    links_on,
    of_the_whole_on,
    pictures_on,
    points_on,
    readings_on,
)
from sop_handbook.render.print.contacts import contacts
from sop_handbook.render.print.jobs import (
    Print,
    addresses,
    control,
    dated,
    is_for_people,
    order,
    schedule,
    sheet_content,
    system_of,
)
from sop_handbook.render.print.links import links_of
from sop_handbook.render.print.manner import on_front
from sop_handbook.render.print.photos import clip_addresses, photos_in, shown_of
from sop_handbook.render.print.rules import RuleTable, named_cell, rules_of
from sop_handbook.render.views.standing import notices, standing

_CONDITION, _SMALL_CONDITION = 60, 24  # characters; a longer one has no room on the front
_SMALL_RULE = 100  # signs of a row; a longer one may fill a pocket card, and is not its essence
_PARTS = {"trouble": TOLD, "hazard": ("avoid",), "reading": ("outside",)}  # of what may be parted
_WHEN = ("only_if", "unless")  # by which answers a step is done, or is not
PHOTO = 89.0  # millimetres a picture is wide at most
OVERVIEW = ""  # the key of the first card, whose code and page are those of the whole set


def cards(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield the card sets of every procedure: large and small, for two sides and for one."""
    for procedure in context.wanted_in_use(handbook):
        if not is_for_people(handbook, procedure):
            continue
        for name, small in (("cards", False), ("cards-small", True)):
            deck = [
                _overview(handbook, procedure, small=small),
                *_step_cards(handbook, procedure, small=small),
            ]
            head = control(procedure, handbook) | order(procedure) | schedule(procedure)
            for sides in ("two", "one"):
                yield Print(
                    kind=name if sides == "two" else f"{name}-single",
                    template="cards" if sides == "two" else "cards-single",
                    edition=name,
                    of="procedure",
                    subject=procedure.id,
                    content=head | {"cards": [card.content for card in deck]},
                    options={"format": "id-1" if small else "a6"},
                    addresses=addresses(procedure) | ({} if small else clip_addresses([procedure])),
                    photos={} if small else photos_in([procedure], PHOTO),
                    origins=_origins(procedure, deck),
                    dated=dated(procedure),
                    notices=notices([procedure], context),
                    standing=standing([procedure], context),
                    duplex=sides == "two",
                )


def _overview(handbook: Handbook, procedure: Procedure, *, small: bool) -> Card:
    """The first card: what for, who, all steps, how it ends, what may go wrong at any time."""
    resolved = handbook.resolved(procedure)
    steps = [_told(handbook, told, 0) for told in resolved.steps]
    head: dict[str, Any] = {"overview": True, "title": procedure.title}
    head["roles"] = list(dict.fromkeys(step["role"] for step in steps if "role" in step))
    head = {key: value for key, value in head.items() if value}
    card = Card(OVERVIEW, head, ())
    if small:  # first, so that whoever is in trouble need not turn it over
        for contact in contacts(handbook, [procedure]):
            card.place("call", (), contact["number"], lead=contact["label"])
    before_on(card, procedure)
    if not small:
        card.add("goal", ("goal",), str(procedure.goal))
        pictures_on(card, shown_of(procedure))
    for index, principle in enumerate(procedure.principles):
        card.add("principle", ("principles", index), str(principle))
    of_the_whole_on(card, procedure, small=small)
    for index, trigger in enumerate(procedure.triggers):
        card.add("start", ("triggers", index, "text"), str(trigger.text))
    _contents(card, steps)
    for index, end in enumerate(procedure.ends):
        to = handbook.procedures[end.hands_over].title if end.hands_over else ""
        card.add("end", ("ends", index, "text"), str(end.text), to=to, spare=small)
    for index, one in enumerate(resolved.exceptions):
        if one.anywhere:
            exception_on(card, ("exceptions", index), exception_content(one))
    links = links_of([card.items, *map(exception_content, resolved.exceptions)])
    if small:
        elsewhere_on(card, shown_of(procedure) | links, handbook.language)
    else:
        links_on(card, links)
    return card


def _told(handbook: Handbook, resolved: ResolvedStep, room: int) -> dict[str, Any]:
    """Return a step with its conditions, which name their questions if there is room for that."""
    shown = sheet_content(resolved)
    if times := resolved.step.listed_times:
        shown["listed"] = listed("；", times) if len(times) > 1 else times[0]
    if resolved.answers:
        whole = [str(answer) for answer in resolved.answers]
        shown["only_if"] = whole if len("".join(whole)) <= room else list(resolved.conditions)
    elif resolved.left_out:
        shown["unless"] = [str(answer) for answer in resolved.left_out]
    if system := system_of(handbook, resolved):
        shown["system"] = system
        del shown["role"]
    return shown


def _contents(card: Card, steps: list[dict[str, Any]]) -> None:
    doers = [step.get("role", step.get("system")) for step in steps]
    for index, (step, doer) in enumerate(zip(steps, doers, strict=True)):
        about = {key: step.get(key) for key in ("number", "only_if")}
        if len({*doers} - {None}) > 1:
            about["role"] = doer
        path = ("steps", index, "title")
        card.add("step", path, step["title"], limit=step.get("listed"), **about)


def _step_cards(handbook: Handbook, procedure: Procedure, *, small: bool) -> Iterator[Card]:
    resolved = handbook.resolved(procedure)
    for index, told in enumerate(resolved.steps):
        step, longest = told.step, _SMALL_CONDITION if small else _CONDITION
        shown = _told(handbook, told, longest)
        keys = ("number", "title", "role", "system", "with", "time_limit", "frequency", *_WHEN)
        head = {key: shown[key] for key in keys if key in shown} | on_front(
            shown, longest, messages(handbook.language)
        )
        card = Card(step.id, head, ("steps", index))
        for key in _WHEN:
            answers = shown.get(key, ())
            said = "".join(worded(answers, messages(handbook.language)))
            if "\n" in said or len(said) > longest:
                card.head.pop(key)
                for answer in answers:
                    card.add(key.replace("_", "-"), (), answer)
        _fill(card, told, shown, handbook.language, small=small)
        for number, one in enumerate(resolved.exceptions):
            if step.id in one.rule.at and not one.anywhere:
                found = exception_content(one)
                if found.get("role") == shown.get("role"):
                    found.pop("role", None)  # stands on the front
                exception_on(card, ("exceptions", number), found)
        _rules(card, rules_of(handbook, told), small=small)
        _extras(card, shown, small=small)
        if small:
            elsewhere_on(card, shown, handbook.language)
        yield card


def _cue(phrase: dict[str, Any]) -> str:
    """Return who says something, if not whose step it is, and when: 服务员：送客."""
    return "：".join(phrase[key] for key in ("role", "when") if key in phrase)


def _fill(
    card: Card, told: ResolvedStep, shown: dict[str, Any], language: str, *, small: bool
) -> None:
    """Put a step on its card: first what is critical, then what to wait for, do, say and avoid.

    The smallest card has the short wording in place of the actions and no reasons; what it could
    do without is marked as spare and shown as far as there is room.
    """
    procedure, step = told.procedure, told.step
    hazards_on(card, step.hazards, ("hazards",))
    points_on(card, step, critical=True, reasons=not small)
    if small:  # what must not be done, and what is for safety, stands with it on the front
        _avoid(card, shown)
        points_on(card, step, critical=False, reasons=False, safety=True)
    else:
        pictures_on(card, shown)
    for index, item in enumerate(shown.get("receives", ())):
        card.add("receive", ("receives", index, "item"), item["item"], note=item["from"])
    if step.short and small:
        card.add("short", ("short",), str(step.short))
    kept = tuple(action in calls(step) for action in step.actions)
    actions_on(card, shown, small=small, kept=kept if step.short and small else None)
    readings_on(card, shown, small=small)
    _measures(card, told, shown, language, small=small)
    decision_on(card, shown)
    for index, phrase in enumerate(shown.get("phrases", ())):
        more = {"lead": _cue(phrase), "editorial": phrase.get("origin") == "editorial"}
        card.add("say", ("phrases", index), phrase["say"], **more)
    if not small:
        _avoid(card, shown)
    points_on(card, step, critical=False, reasons=not small, safety=False if small else None)
    for (index, _), text in zip(
        left_open(procedure, step), shown.get("left_open", ()), strict=True
    ):
        card.place("left-open", ("gaps", index, "text"), text)


def _avoid(card: Card, shown: dict[str, Any]) -> None:
    for index, item in enumerate(shown.get("avoid", ())):
        card.add("avoid", ("avoid", index, "text"), item["text"], note=item.get("instead"))


def _measures(
    card: Card, told: ResolvedStep, shown: dict[str, Any], language: str, *, small: bool
) -> None:
    """Put the limits of a step on its card, but for one that a point says that is there anyway."""
    procedure, step = told.procedure, told.step
    points = [p for p in step.key_points if p.critical or p.kind == "safety"]
    said = [str(point.text) for point in points or step.key_points[:1]]
    for standard, one in zip(measures(procedure, step), shown.get("measured", ()), strict=True):
        value = reads(one["value"], messages(language))
        if not any(value in text for text in said):
            path = ("standards", procedure.standards.index(standard), "metric")
            how = None if small else one.get("how")
            card.place("measure", path, one["value"], lead=one["metric"], note=how)


def _rules(card: Card, tables: list[RuleTable], *, small: bool) -> None:
    """Put the rules a step goes by on its card, row by row.

    Of a long row a small card has the first cell only, and says so; a remark if there is room.
    """
    for table in tables:
        of = {"table": table["title"]}
        if not small and "grid" in table and has_room(table["columns"], table["grid"]):
            _as_table(card, table)
            continue
        for index, row in enumerate(table["rows"]):
            path = ("rules", table["index"], "rows", index)
            text, cut = row["text"], False
            if small and _is_long(row["lead"] + text) and len(row["cells"]) > 1:
                text, cut = named_cell(**row["cells"][0]), True
            spare = small and _is_long(row["lead"] + text)
            card.place("rule", path, text, lead=row["lead"], spare=spare, cut=cut, **of)
        for index, remark in enumerate(table["remarks"]):
            path = ("rules", table["index"], "remarks", index)
            card.place("rule", path, remark, spare=small, **of)


def _as_table(card: Card, table: RuleTable) -> None:
    place = ("rules", table["index"])
    more = {key: table[key] for key in ("columns", "grid")}
    card.place("table", (*place, "rows"), table["title"], table=table["title"], **more)
    for index, remark in enumerate(table["remarks"]):
        card.place("rule", (*place, "remarks", index), remark, table=table["title"])


def _is_long(text: str) -> bool:
    return len(text) + 20 * text.count("\n") > _SMALL_RULE


def _extras(card: Card, shown: dict[str, Any], *, small: bool) -> None:
    for kind in ("choices", "tools", "records", "errors"):
        for index, text in enumerate(shown.get(kind, ())):
            card.add(kind, (kind, index), text, spare=small and kind != "choices")
    for fact in shown.get("facts", ()):
        for text in fact["texts"]:
            card.add("fact", (fact["field"],), text, label=fact["name"], spare=small)
    for kind in ("use", "starts", "uses_form"):
        if kind in shown:
            card.add(kind.replace("_", "-"), (kind,), shown[kind])
    if not small:
        links_on(card, shown)


def _origins(procedure: Procedure, deck: list[Card]) -> dict[str, tuple[str, KeyPath]]:
    found: dict[str, tuple[str, KeyPath]] = {}
    for number, card in enumerate(deck):
        found[f"{number}"] = (procedure.id, (*card.origin, "title"))
        for index, path in enumerate(card.origins):
            found[f"{number}/{index}"] = (procedure.id, path)
            for key in _PARTS.get(card.items[index]["kind"], ()):
                found[f"{number}/{index}/{key}"] = (procedure.id, (*path[:-1], key))
    return found
