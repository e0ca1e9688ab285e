"""What only some procedures have to be carried out: groups, repeats, clocks, tables, pictures."""

from collections.abc import Iterable, Mapping
from typing import Any

from sop_handbook.language import phones, web_links
from sop_handbook.language.messages import Messages
from sop_handbook.language.values import reads
from sop_handbook.language.wording import target_name
from sop_handbook.model import Handbook, Mention, Procedure, ReadingMention, Text, Value
from sop_handbook.model.groups import group_of
from sop_handbook.model.media import Clip, Picture
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.model.routes import Route, relative
from sop_handbook.model.tables import RuleTable
from sop_handbook.model.texts import iter_texts
from sop_handbook.render.shelf import clip_route, picture_route, poster_route, widths_of

Json = dict[str, Any]

# Of a step and of the whole; any of them wants scripts that other procedures do without.
_OF_STEP = ("since", "group", "repeat", "pictures", "clips")
_OF_ACTION = ("run", "role")
_OF_ALL = ("schedule", "mentions", "tables", "pictures", "clips")


def timing_json(told: ResolvedStep, messages: Messages) -> Json:
    """Return `since` when its limit counts, the `group` it is done with, how it is done again."""
    step, found = told.step, Json()
    if step.time_limit and (anchor := step.time_limit.anchor):
        found["since"] = {"step": anchor.step, "at": anchor.at, "visit": anchor.visit}
    if group := group_of(told.procedure, step):
        found["group"] = [one.id for one in group]
    if again := step.repeat:
        found["repeat"] = {
            key: said
            for key, said in {
                "times": again.times,
                "each": str(again.for_each) if again.for_each else None,
                "most": again.most,
                "then": again.then,
                "to": target_name(told.instead, messages) if told.instead else None,
            }.items()
            if said
        }
    return found


def facts_left(content: Mapping[str, Any], told: ResolvedStep) -> list[Json]:
    """Return the facts of a step that its screen does not say in other ways, each in one text."""
    shown = {"together"} if told.together else set()
    if told.step.repeat and not told.step.repeat.most:
        shown.add("repeat")
    left = (fact for fact in content.get("facts", ()) if fact["field"] not in shown)
    return [{**fact, "texts": ["；".join(fact["texts"])]} for fact in left]


def schedule_json(schedule: Iterable[Value], messages: Messages) -> list[str]:
    """Return how often, each as pages say it."""
    return [reads(value, messages) for value in schedule]


def tables_json(tables: Iterable[RuleTable]) -> Json:
    """Return tables by id: `title`, `columns`, `rows`, `remarks`."""
    return {
        table.id: {
            "title": table.title,
            "columns": list(table.columns),
            "rows": [list(map(str, row)) for row in table.rows],
            **({"remarks": list(map(str, table.remarks))} if table.remarks else {}),
        }
        for table in tables
    }


def tables_named(handbook: Handbook, procedure: Procedure) -> list[RuleTable]:
    """Return the tables that the steps of a procedure name, its own and those of its family."""
    known = handbook.tables_of(procedure)
    named = dict.fromkeys(name for step in procedure.steps for name in step.uses_rules)
    return [known[name] for name in named if name in known]


def dials_json(*parts: Procedure | RuleTable) -> Json:
    """Return the texts with telephone numbers or addresses, each in pieces with where they lead."""
    texts = (text for part in parts for _, text in iter_texts(part))
    return {str(text): _without_ids(text) for text in texts if _leads(text)}


def _leads(text: Text) -> bool:
    linked = web_links.addresses((text,))
    return bool(linked) or any(quantity.kind == "contact" for quantity in text.quantities)


def _without_ids(text: Text) -> list[list[str]]:
    return [[one for one in piece[:2] if one] for piece in pieces(text)]


def pieces(text: Text) -> list[list[str]]:
    """Return a text in pieces: what is shown, where it leads, the id of a reading that it names.

    What a piece does not have is "", or left out at its end.
    """
    return [piece for part in text.parts for piece in _part_pieces(part)]


def _part_pieces(part: str | Mention | ReadingMention) -> list[list[str]]:
    if isinstance(part, ReadingMention):
        return [[part.reads, "", part.reading]]
    if isinstance(part, str):
        return [[one for one in piece if one] for piece in web_links.parts(part)]
    if part.quantity.kind != "contact":
        return [[part.reads]]
    return [[one for one in piece if one] for piece in phones.parts(part.quantity.value)]


def pictures_json(pictures: Iterable[Picture], here: Route) -> list[Json]:
    """Return the pictures that can be shown, with an address for each width in `sources`.

    `x` and `y` of a mark are shares of the picture, from 0 to 1; the addresses are as the page
    `here` needs them.
    """
    return [
        {
            "text": str(one.text),
            **({"shows": one.shows} if one.shows else {}),
            "width": one.width,
            "height": one.height,
            "sources": [
                {"address": _file(picture_route(one.digest, width), here), "width": width}
                for width in widths_of(one.width)
            ],
            **({"marks": [_mark(*mark.at, mark.text) for mark in one.marks]} if one.marks else {}),
        }
        for one in pictures
        if one.digest
    ]


def _mark(x: float, y: float, text: Text) -> Json:
    return {"x": x, "y": y, "text": str(text)}


def clips_json(clips: Iterable[Clip], here: Route) -> list[Json]:
    """Return the clips that can be shown: `text`, `address`, and of a `poster` its address."""
    return [
        {
            "text": str(one.text),
            "address": _file(clip_route(one), here),
            **({"poster": _file(poster_route(one), here)} if one.poster_digest else {}),
        }
        for one in clips
        if one.digest
    ]


def _file(route: Route, here: Route) -> str:
    return relative(route.source, here.folder)


def wants_more(content: Mapping[str, Any]) -> bool:
    """Tell whether carrying it out needs the scripts for what only some procedures have."""
    steps = content["steps"]
    runs = any(
        {"run", "role"} & set(action) for step in steps for action in step.get("actions", ())
    )
    return (
        runs
        or any(key in content for key in _OF_ALL)
        or any(key in step for step in steps for key in _OF_STEP)
    )
