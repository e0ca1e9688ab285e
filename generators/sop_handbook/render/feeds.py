"""Files about editions: the recall list as CSV, news as Atom, what a printed code is worth."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from sop_handbook.change.affected_roles import AffectedRoles
from sop_handbook.editions.content import ALPHABET, GROUP_SIZE, GROUPS
from sop_handbook.language.messages import Messages
from sop_handbook.model import Handbook, Status, routes
from sop_handbook.render.base import Artifact, Context, OfflineGroup, Rendered
from sop_handbook.render.views.history import News, news
from sop_handbook.render.views.print_currency import (
    PrintedCode,
    kinds_of,
    print_currency,
    reasons,
    successor,
)
from sop_handbook.sources.placeholders import as_cell

ATOM = "http://www.w3.org/2005/Atom"
MOST = 50  # entries of a feed


def render_feeds(handbook: Handbook, context: Context) -> Rendered:
    """Return the recall list (CSV), the feeds (Atom), and the answers to printed codes (JSON)."""
    found = print_currency(handbook, context)
    artifacts = [Artifact(routes.RECALL_TABLE.path, _recall(handbook, found, context.messages))]
    artifacts += _answers(handbook, found, context)
    if handbook.base_url:
        artifacts += _feeds(handbook, handbook.base_url, context.messages)
    return Rendered(tuple(artifacts))


def _recall(handbook: Handbook, found: Iterable[PrintedCode], messages: Messages) -> bytes:
    """Return the recall list for spreadsheets, which know UTF-8 by its mark."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(messages.branch("page.recall-columns").values())
    for paper in found:
        if paper.over:
            table.writerow([as_cell(value) for value in _row(handbook, paper, messages)])
    return out.getvalue().encode("utf-8-sig")


def _row(handbook: Handbook, paper: PrintedCode, messages: Messages) -> Iterator[str]:
    now = paper.now.offer.code if paper.now and paper.now.offer else ""
    yield paper.number
    yield paper.title
    yield kinds_of(paper, messages)
    yield paper.code
    yield str(paper.revision or "")
    yield paper.released.isoformat() if paper.released else ""
    yield paper.gone.isoformat() if paper.gone else ""
    yield messages(f"page.urgency.{paper.urgency}")
    yield now or _no_more(handbook, paper, messages)
    why = "；".join(reason.removesuffix("。") for reason in reasons(paper, messages))
    yield f"{why}。" if why else ""
    yield "、".join(handbook.roles[role].title for role in _concerned(handbook, paper))


def _concerned(handbook: Handbook, paper: PrintedCode) -> dict[str, None]:
    """The ids of the roles that hold or use a print that is over, in order."""
    roles = dict.fromkeys(role for one in paper.since for role in one.roles)
    if not roles and paper.beside:
        found = AffectedRoles(handbook, handbook).of_whole(paper.of, paper.subject)
        roles = dict.fromkeys(role for role in handbook.roles if role in found)
    return roles


def _no_more(handbook: Handbook, paper: PrintedCode, messages: Messages) -> str:
    """What stands in place of a code where nothing is printed any more: what to use instead."""
    after = successor(handbook, paper)
    if after is None:
        return messages("page.no-replacement")
    return messages("page.replaced-by-other", title=f"{after.number} {after.title}")


def _answers(
    handbook: Handbook, found: Iterable[PrintedCode], context: Context
) -> Iterator[Artifact]:
    """Yield one small file for every first sign of a code, and the words to answer with."""
    shards: dict[str, dict[str, Any]] = {sign: {} for sign in ALPHABET}
    for paper in found:
        if paper.code[0] in shards:
            shards[paper.code[0]][paper.code] = _answer(handbook, paper, context.messages)
    for sign, answers in shards.items():
        yield Artifact(routes.currency(sign).path, _json(answers), offline=OfflineGroup.IF_ROOM)
    messages = context.messages.branch("currency")
    dated = context.today.isoformat()
    form = {"alphabet": ALPHABET, "groups": GROUPS, "size": GROUP_SIZE}
    yield Artifact(
        routes.currency("words").path,
        _json({**messages, "date": dated, "code": form}),
        offline=OfflineGroup.IF_ROOM,
    )


def _answer(handbook: Handbook, paper: PrintedCode, messages: Messages) -> dict[str, Any]:
    now = paper.now.offer.code if paper.now and paper.now.offer else None
    answer = {
        "standing": "renew" if _may_stay(paper) else paper.standing,
        "kind": kinds_of(paper, messages),
        "title": paper.title,
        "number": paper.number,
        "revision": messages("page.revision", revision=paper.revision) if paper.revision else "",
        "released": paper.released.isoformat() if paper.released else "",
        "urgency": _urgency(paper),
        "starts": paper.starts.isoformat() if paper.starts else "",
        "badge": _badge(handbook, paper, messages),
        "page": _page_of(handbook, paper),
        "now": {"code": now, "file": paper.now.path} if now and paper.now else None,
        "beside": messages("page.beside-changed") if paper.beside else "",
        "since": [
            {
                "day": one.day.isoformat(),
                "class": messages("page.status.retired")
                if one.retires
                else messages(f"page.classes.{one.change.class_}"),
                "title": one.procedure.title,
                "revision": messages("page.revision", revision=one.change.revision),
                "summary": str(one.change.summary),
                "roles": [handbook.roles[role].title for role in one.roles],
            }
            for one in paper.since
        ],
    }
    if other := successor(handbook, paper):
        answer["successor"] = {"title": other.title, "page": _below(routes.procedure(other))}
    return {key: value for key, value in answer.items() if value}


def _may_stay(paper: PrintedCode) -> bool:
    """Whether a sheet is superseded, but nobody who goes by it does anything wrong."""
    return paper.standing == "superseded" and paper.urgency == "soon"


def _urgency(paper: PrintedCode) -> str:
    """The key of what is to be done with a sheet that is over, below `currency` of the words."""
    if not paper.over:
        return ""
    if paper.redrawn:
        return f"redrawn-{paper.redrawn}"
    return "take-away" if paper.urgency == "now" and paper.now is None else paper.urgency


def _badge(handbook: Handbook, paper: PrintedCode, messages: Messages) -> str:
    """What keeps the newest sheet from being used freely: it shows what nobody has approved."""
    about = (paper.of, paper.subject)
    names = [paper.subject] if paper.of == "procedure" else handbook.covered.get(about, ())
    found = {handbook.procedures[n].control.status for n in names if n in handbook.procedures}
    unsettled = sorted(found & {Status.DRAFT, Status.REVIEW})
    return messages(f"page.badge.{unsettled[0]}") if unsettled else ""


def _page_of(handbook: Handbook, paper: PrintedCode) -> str:
    if paper.of == "procedure" and paper.subject in handbook.procedures:
        return _below(routes.procedure(handbook.procedures[paper.subject]))
    if paper.of == "role" and paper.subject in handbook.roles:
        return _below(routes.role(paper.subject))
    return ""


def _below(page: routes.Route) -> str:
    """The address as seen from the folder of all that is generated, as the check of codes is."""
    return page.url.removeprefix(f"{routes.ROOT}/")


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _feeds(handbook: Handbook, base_url: str, messages: Messages) -> Iterator[Artifact]:
    """Yield a feed of everything, one an industry, one a role; none without an entry."""
    every = [one for one in news(handbook, messages) if one.change.class_ != "editorial"]
    yield from _feed("all", handbook.title, every, base_url, messages)
    for industry in handbook.industries.values():
        mine = [one for one in every if one.procedure.industry == industry.id]
        yield from _feed(f"industry-{industry.id}", industry.title, mine, base_url, messages)
    for role in handbook.roles.values():
        mine = [one for one in every if role.id in one.roles]
        yield from _feed(f"role-{role.id}", role.title, mine, base_url, messages)


def _feed(
    name: str, title: str, items: list[News], base_url: str, messages: Messages
) -> Iterator[Artifact]:
    """Yield one feed (RFC 4287), dated by its newest entry."""
    if not items:
        return
    ET.register_namespace("", ATOM)
    route = routes.news_feed(name)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "zh-Hans"})
    _add(feed, "id", f"{base_url}{route.url}")
    _add(feed, "title", messages("page.feed-title", title=title))
    _add(feed, "updated", _moment(items[0]))
    _add(_add(feed, "author"), "name", messages("page.feed-author"))
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{base_url}{route.url}")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{base_url}{routes.NEWS.url}")
    for one in items[:MOST]:
        _entry(feed, one, base_url, messages)
    ET.indent(feed)
    text = ET.tostring(feed, encoding="unicode", xml_declaration=False)
    yield Artifact(route.path, f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode())


def _entry(feed: ET.Element, one: News, base_url: str, messages: Messages) -> None:
    procedure, change = one.procedure, one.change
    entry = _add(feed, "entry")
    first = min(other.date for other in procedure.changes).isoformat()
    host = urlsplit(base_url).hostname or "localhost"
    _add(entry, "id", f"tag:{host},{first}:{procedure.id}/{_within(one)}")
    _add(entry, "title", f"{procedure.number} {procedure.title} · {one.kind(messages)}")
    _add(entry, "updated", _moment(one))
    _add(entry, "link", rel="alternate", href=f"{base_url}{routes.procedure(procedure).url}")
    _add(entry, "summary", str(change.summary))
    _add(entry, "category", term=f"industry:{procedure.industry}")
    for role in one.roles:
        _add(entry, "category", term=f"role:{role}")


def _within(one: News) -> str:
    """What tells an event of a procedure from its others, for ever."""
    change = one.change
    if one.status:
        return f"status/{one.day.isoformat()}"
    same = [other for other in one.procedure.changes if other.revision == change.revision]
    return f"{change.revision}/{same.index(change)}"


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text or None
    return child


def _moment(one: News) -> str:
    return f"{one.day.isoformat()}T00:00:00Z"
