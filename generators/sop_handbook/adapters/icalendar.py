"""Calendar files: days with a name, after RFC 5545 (iCalendar) and RFC 7986 (a calendar's name).

Times are those of the place where the calendar is read ("floating", RFC 5545, 3.3.5).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

LIMIT = 75  # octets of a line (RFC 5545, 3.1)
# What a text may not hold as it is (RFC 5545, 3.3.11); no other control character may stand in it.
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_CONTROLS = dict.fromkeys([*range(0x09), *range(0x0B, 0x20), 0x7F])


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something on a day, from morning to night. `id` stays the same as long as it is the same.

    `revised` is when the information about it was last revised, `address` a page about it. With a
    `time` (HH:MM) it is at that time of the day; `rule` says how it is repeated from then on.
    """

    id: str
    day: date
    revised: date
    title: str
    text: str = ""
    address: str = ""
    time: str = ""
    rule: str = ""


def calendar(
    name: str, language: str, events: Iterable[Event], *, made_by: str = "reviews"
) -> bytes:
    """Return a calendar file; the same events give the same bytes.

    `name` is what readers call it, `language` the tag of its texts, such as zh, and `made_by` the
    part of the program that made it.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//sop-handbook//{made_by}//{language.upper()}",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",  # what most programs read instead
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Event) -> Iterator[str]:
    """Yield an event's lines. Without DTEND it lasts the one day; it leaves people free (3.6.1).

    In a calendar without a METHOD, DTSTAMP is when the information was last revised (3.8.7.2).
    """
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.id)}"
    yield f"DTSTAMP:{event.revised:%Y%m%d}T000000Z"
    if event.time:
        yield f"DTSTART:{event.day:%Y%m%d}T{event.time.replace(':', '')}00"
    else:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    if event.rule:
        yield f"RRULE:{event.rule}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.text:
        yield f"DESCRIPTION:{_text(event.text)}"
    if event.address:
        yield f"URL:{event.address}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    plain = "\n".join(value.splitlines()).translate(_CONTROLS)
    return "".join(_ESCAPES.get(sign, sign) for sign in plain)


def _folded(line: str) -> bytes:
    """Return a line in parts of at most LIMIT octets; all but the first begin with a blank."""
    parts, part = [], b""
    for sign in line:
        octets = sign.encode()
        if len(part) + len(octets) > LIMIT:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"
