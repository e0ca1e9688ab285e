"""The faces of a comparison: JSON, lines for a terminal, Markdown for a pull request."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from sop_handbook.language.messages import Messages
from sop_handbook.templating.environment import render_plain
from sop_handbook.templating.markdown import quiet

MOST = 40  # differences that Markdown shows of one subject; a comment holds 65,536 characters
MOST_SUBJECTS = 25
Line = tuple[str, str]  # what is said, and the class or weight it is said with
_ELSEWHERE = {"left": "new", "came": "old"}  # which side names the other procedure


def as_json(data: Mapping[str, Any]) -> str:
    """Return a record (see record.record) as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_markdown(data: Mapping[str, Any], messages: Messages) -> str:
    """Return a record as a comment for a pull request; no text of the sources is markup in it.

    `data` is what record.record returned; what is more than MOST_SUBJECTS is only counted.
    """
    shown = {
        **data,
        "subjects": data["subjects"][:MOST_SUBJECTS],
        "prints": list(_sheets(data, messages)),
    }
    more = max(0, len(data["subjects"]) - MOST_SUBJECTS)
    text = render_plain(
        "diff.md.j2", t=messages.branch("diff"), d=quiet(shown), most=MOST, more=more
    )
    lines = [line.rstrip() for line in text.splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip() + "\n"


def as_lines(data: Mapping[str, Any], messages: Messages) -> Iterator[Line]:
    """Yield a record as lines for a terminal, without its findings.

    A line is a pair: what it says, and the class of change or the weight of type it is said with.
    """
    if not data["subjects"] and not data["prints"]:
        yield messages("diff.none"), ""
        return
    if data["class"]:
        level = messages(f"diff.classes.{data['class']}")
        yield messages("diff.highest", name=level), data["class"]
    for quantity in data["quantities"]:
        yield from _quantity(quantity, messages)
    for one in data["subjects"]:
        if one["differences"] or one["state"] != "changed":
            yield from _subject(one, messages)
    for key in ("inform", "retrain"):
        titles = messages("diff.joint").join(role["title"] for role in data[key])
        yield "", ""
        yield f"{messages(f'diff.{key}')}  {titles or messages('diff.nobody')}", "bold"
    if data["prints"]:
        yield "", ""
        yield messages("diff.prints"), "bold"
    for sheet in _sheets(data, messages):
        yield f"  {sheet['subject']}  {sheet['action']}", ""
        yield f"    {messages('diff.semicolon').join(sheet['codes'])}", ""


def _quantity(quantity: Mapping[str, Any], messages: Messages) -> Iterator[Line]:
    level = quantity["class"]
    head = messages("diff.quantity", label=quantity["label"], title=quantity["title"])
    text = _marked(quantity, "  ")
    yield "", ""
    text += _compared(quantity, messages)
    yield f"{head}  {text}  [{messages(f'diff.classes.{level}')}]", level
    count = sum(len(place["texts"]) for place in quantity["places"])
    yield f"  {messages('diff.reaches', count=count)}", ""
    for place in quantity["places"]:
        texts = messages("diff.semicolon").join(text["place"] for text in place["texts"])
        yield f"  {_named(place)}  {texts}", ""


def _subject(one: Mapping[str, Any], messages: Messages) -> Iterator[Line]:
    facts = [messages(f"diff.kinds.{one['kind']}"), _named(one)]
    if one["state"] != "changed":
        facts.append(messages(f"diff.states.{one['state']}"))
    if one["was"]:
        facts.append(messages("diff.was", was=one["was"]))
    revision = one["revision"]
    if revision["old"] and revision["new"]:
        key = "revision" if revision["old"] != revision["new"] else "same-revision"
        facts.append(messages(f"diff.{key}", **revision))
    level = one["class"]
    yield "", ""
    yield f"{'  '.join(facts)}  [{messages(f'diff.classes.{level}')}]", level
    for item in one["differences"]:
        how = messages(f"diff.how.{item['how']}")
        if item["how"] == "moved":
            text = messages("diff.moved", old=item["old"], new=item["new"])
        elif item["how"] in _ELSEWHERE:
            text = item[_ELSEWHERE[item["how"]]]
        else:
            text = _marked(item, " → ") + _compared(item, messages)
        yield f"  {item['place']}  {how}  {text}  [{_level(item, messages)}]", item["class"]


def _level(item: Mapping[str, Any], messages: Messages) -> str:
    """Return the class of a difference, and which words make a text weigh so much."""
    level = messages(f"diff.classes.{item['class']}")
    if not item["reason"]:
        return level
    return messages("diff.because", level=level, reason=messages(f"diff.reasons.{item['reason']}"))


def _compared(item: Mapping[str, Any], messages: Messages) -> str:
    """Return by what two values were compared, if that is told."""
    if not (found := item["compared"]):
        return ""
    if found["same"]:
        return messages("diff.same-amount", amount=found["new"])
    return messages("diff.one-unit", old=found["old"], new=found["new"])


def _marked(item: Mapping[str, Any], arrow: str) -> str:
    """Return a text with what went and what came in it, or one text after the other."""
    spans = item["marked"]
    if any(how == "same" for how, _ in spans):
        signs = {"same": "{}", "gone": "[-{}-]", "come": "{{+{}+}}"}
        return "".join(signs[how].format(text) for how, text in spans)
    return arrow.join(side for side in (item["old"], item["new"]) if side)


def _sheets(data: Mapping[str, Any], messages: Messages) -> Iterator[dict[str, Any]]:
    """Yield the prints of one subject that share a fate together; layouts of one code once."""
    for _, group in groupby(sorted(data["prints"], key=_place), key=_place):
        prints = list(group)
        number, title = prints[0]["subject_number"], prints[0]["subject_title"]
        yield {
            "subject": " ".join(part for part in (number, title) if part),
            "action": messages(f"diff.actions.{prints[0]['action']}"),
            "codes": list(_codes(prints, messages)),
        }


def _place(one: Mapping[str, Any]) -> tuple[object, ...]:
    """Procedures by number, then all else by title."""
    number = one["subject_number"]
    names = (one["subject_title"], one["of"], one["subject"], one["action"])
    return (number is None, number or "", *names)


def _codes(prints: Iterable[Mapping[str, Any]], messages: Messages) -> Iterator[str]:
    titles: dict[tuple[str, str], list[str]] = {}
    for one in prints:
        unknown = "—" if one["action"] == "withdraw" else messages("diff.code-later")
        pair = (one["old_code"] or "—", one["new_code"] or unknown)
        titles.setdefault(pair, []).append(one["title"])
    for (old, new), names in titles.items():
        yield f"{messages('diff.joint').join(names)} {old} → {new}"


def _named(one: Mapping[str, Any]) -> str:
    return " ".join(part for part in (one["number"], one["title"]) if part)
