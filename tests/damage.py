"""What people, editors, disks and attackers do to a file, drawn at random from a seed."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

import yaml

Harm = Callable[[bytes, Random], bytes]
Way = tuple[Any, ...]

# What a value may be instead. Names of the handbooks that are damaged are among them, so that
# references come to lead to something else.
VALUES: list[Any] = [
    "", " ", "0", "-1", "1.5", "1e400", "9" * 5000, "²", "٣", "3分钟", "3h", "3m", "P3D", "看情况",
    "0000-01-01", "9999-12-31", "2026-02-30", "2026-11-22", "constructor", "__proto__", "con",
    "resume", "done", "serve", "pay", "carry", "bill", "letter-limit", "prints", "..", "../x",
    "/etc/passwd", "{letter-limit}", "{", "}", "｛letter-limit｝", "{{ 7*7 }}", "<script>", "=1+1",
    "＝1+1", "\u202e", "\0", "\x1b[31m", "\ud800", "\u3164", "\u2028- 甲", "𠮷🚑", "唔使客气㗎",
    "⻋", "A" * 3000, "字" * 3000, "甲\n\n- 乙", "120 或 110", "转801", "https://[::1",
    "http://x:99999/", "javascript:x", "a@b", True, False, None, [], {}, [[]], [None],
    {"a": None}, ["甲"] * 400, {"quantity": "letter-limit"}, {"text": "甲", "from": "pay"},
    {"answer": "甲", "go": "carry"},
]  # fmt: skip
# What may get between two signs of a text.
SCRAPS = [
    "", " ", "\t", "\r", "\r\n", "\n\n", "\0", "\x1b[2J", "\u0085", "\u2028", "\ufeff", "\u200b",
    "\u3000", "\u202e", "\U000e0001", "\ufffe", "：", "，", "“", '"', "'", "#", " #", "&a ", "*a",
    "!x ", "!!python/object/apply:os.system [id]", "<<: *a", "---\n", "...\n", "%YAML 1.1\n", "- ",
    "? ", ": ", "|", ">\n", "[", "{", "]", "}", "[" * 300, "{a: " * 300, "- " * 200,
    "\n" + " " * 500, "⻋" * 9000, "\u200b" * 9000, "k: 1\n" * 9000,
    "<<<<<<< HEAD\n", "=======\n", ">>>>>>> other\n", "x" * 20_000, "\\", "%", "@", "`",
    "{{ 1/0 }}", "{% for a in b %}", "{{ procedure('pay') }}", "{{ procedure.__globals__ }}",
    "{% include 'x' %}", "{#", "<!--", "</div>", "<div markdown>", "[a]: b\n", "![](../../x)",
    "render_macros: true\n", "search: {exclude: true}\n", "[[[]]]" * 50, "*" * 500, "> " * 300,
]  # fmt: skip
ENCODINGS = ("utf-16", "utf-8-sig", "gbk", "latin-1", "utf-32", "utf-7")


def damaged(raw: bytes, dice: Random) -> bytes:
    """Return a file with one to three faults."""
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        raw = dice.choice(HARMS)(raw, dice)
    return raw


def respelt(data: Any, dice: Random) -> Any:
    """Return plain data with one part replaced, gone, doubled, called otherwise or elsewhere."""
    ways = list(_ways(data, ()))
    if not ways:
        return deepcopy(dice.choice(VALUES))
    *above, last = dice.choice(ways)
    owner = _at(data, tuple(above))
    match dice.randrange(5):
        case 0 | 1:
            owner[last] = deepcopy(dice.choice(VALUES))
        case 2:
            del owner[last]
        case 3:
            owner[last] = deepcopy(_at(data, dice.choice(ways)))  # else a part might hold itself
        case _ if isinstance(owner, list):
            owner.insert(dice.randrange(len(owner) + 1), owner[last])
        case _:
            owner[str(dice.choice(VALUES))] = owner.pop(last)
    return data


def _ways(data: Any, way: Way) -> Iterator[Way]:
    if isinstance(data, dict | list):
        for name in data if isinstance(data, dict) else range(len(data)):
            yield (*way, name)
            yield from _ways(data[name], (*way, name))


def _at(data: Any, way: Way) -> Any:
    for name in way:
        data = data[name]
    return data


def _as_yaml(raw: bytes, dice: Random) -> bytes:
    """Another value, another key, in what is well-formed otherwise."""
    try:
        data = yaml.load(raw, yaml.BaseLoader)
        return json.dumps(respelt(data, dice), ensure_ascii=dice.random() < 0.5).encode()
    except (yaml.YAMLError, UnicodeError, RecursionError, ValueError):
        return _bytes(raw, dice)


def _bytes(raw: bytes, dice: Random) -> bytes:
    """Bits that fell over."""
    changed = bytearray(raw)
    for _ in range(dice.randint(1, 8) if raw else 0):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cut(raw: bytes, dice: Random) -> bytes:
    """A disk that was full, a download that broke off."""
    return raw[: dice.randrange(len(raw) + 1)]


def _scrap(raw: bytes, dice: Random) -> bytes:
    place = dice.randrange(len(raw) + 1)
    return raw[:place] + dice.choice(SCRAPS).encode() + raw[place:]


def _lines(raw: bytes, dice: Random) -> bytes:
    """Lines gone, doubled, moved, or one in further."""
    lines = raw.split(b"\n")
    place, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    block = lines[place : place + dice.randint(1, 6)]
    match dice.randrange(4):
        case 0:
            del lines[place : place + len(block)]
        case 1:
            lines[other:other] = block * dice.choice((1, 1, 50))
        case 2:
            lines[place], lines[other] = lines[other], lines[place]
        case _:
            lines[place] = b" " * dice.randint(1, 3) + lines[place]
    return b"\n".join(lines)


def _words(raw: bytes, dice: Random) -> bytes:
    """A word in the place of another."""
    words = raw.split(b" ")
    words[dice.randrange(len(words))] = words[dice.randrange(len(words))]
    return b" ".join(words)


def _saved_otherwise(raw: bytes, dice: Random) -> bytes:
    """As other editors save it."""
    if dice.random() < 0.4:
        return raw.replace(b"\n", dice.choice((b"\r\n", b"\r", b"\n\n", b"\xc2\x85")))
    return raw.decode("utf-8", "replace").encode(dice.choice(ENCODINGS), "replace")


HARMS: tuple[Harm, ...] = (
    _as_yaml, _as_yaml, _as_yaml, _bytes, _cut, _scrap, _scrap, _lines, _words, _saved_otherwise,
)  # fmt: skip
