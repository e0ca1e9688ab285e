"""One document against its schema: findings with the exact place, nearest valid word included."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from typing import Any
from unicodedata import normalize

from sop_handbook.adapters.characters import cleaned
from sop_handbook.adapters.source import KeyPath, Source
from sop_handbook.findings import MOST, Finding, Place
from sop_handbook.language.schedules import meant_schedule
from sop_handbook.language.values import meant_date, meant_duration
from sop_handbook.sources.schemas import SchemaError, Schemas

BY_KEYWORD = {
    "enum": "not-allowed",
    "pattern": "bad-value",
    "format": "bad-date",
    "not": "reserved-id",
    "minLength": "empty-value",
    "minItems": "empty-value",
    "minProperties": "empty-value",
    "maxLength": "too-long",
    "maxItems": "too-many",
}
# What people write for a switch, in any width and case.
_SWITCHES = {
    "true": "true t yes y on 1 是 是的 对 要 有 真 开 关键 √ ✓ ✔ ☑ ✅",
    "false": "false f no n off 0 否 不 不是 不要 没有 无 假 关 错 x × ✗ ✘ ☒ ❌",
}
_SPOKEN = {word: switch for switch, words in _SWITCHES.items() for word in words.split()}
_BRACKETED = re.compile(r"[［【〔](.+)[］】〕]")  # what a Chinese keyboard gives for [ and ]
_OPTIONAL = {"terms", "provenance"}  # kinds of files that no handbook needs
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_COMMAS = re.compile(r"\s*[，、,]\s*")
_ALIKE = 0.7  # of 1: keys are short, and half of the letters of one is in many others
_MENTION = "{reading"  # YAML takes what follows the colon for a value
_OWN_CODE = {"pattern", "minItems"}  # keywords whose schema may name a code of its own


def _meant_id(text: str) -> str | None:
    """Return an id as it is written, where only its letters or joints are wrong: Serve_Dish."""
    plain = re.sub(r"[\s_.]+", "-", normalize("NFKC", text).strip().lower())
    return plain if _ID.fullmatch(plain) else None


def _meant_page(text: str) -> str | None:
    """Return the page of a repository of which somebody wrote what it is cloned by."""
    found = re.fullmatch(r"(?:ssh://)?git@([\w.-]+)[:/]([\w./~-]+?)(?:\.git)?/?", text, re.ASCII)
    return f"https://{found[1]}/{found[2]}" if found else None


def _meant_colour(text: str) -> str | None:
    """Return a colour as it is written, where only its sign, its width or its case is wrong."""
    digits = normalize("NFKC", text).strip().lstrip("#").lower()
    if len(digits) == 3:  # each stands for two
        digits = "".join(2 * digit for digit in digits)
    return f"#{digits}" if re.fullmatch("[0-9a-f]{6}", digits) else None


def _meant_logo(text: str) -> str | None:
    """Return the path that is meant, where only its beginning or its slashes are wrong."""
    parts = [part for part in re.split(r"[/\\]", normalize("NFKC", text).strip()) if part != "."]
    if parts[:1] == ["sop_sources"]:
        parts = parts[1:]
    path = "/".join(parts if parts[:1] == ["media"] else ["media", *parts])
    return path if re.fullmatch(r"media/([^/.][^/]*/)*[^/.][^/]*\.(png|svg)", path, re.I) else None


def _meant_address(text: str, pattern: str) -> str | None:
    """Return an address as it is written, where only its beginning or its last slash is wrong."""
    plain = normalize("NFKC", text).strip()
    bare = re.sub(r"^(https?:)?/*", "", plain, flags=re.IGNORECASE)
    secure = f"https://{bare}" if "." in bare else plain
    near = (plain, f"{plain}/", secure, f"{secure}/")
    return next((one for one in near if re.search(pattern, one)), None)


def _meant_whole(text: str) -> str | None:
    """Return a whole number, where only its unit is too much: 30分钟, 80%."""
    found = re.fullmatch(r"([1-9][0-9]{0,2}) ?(?:%|分钟?|min(?:ute)?s?)", normalize("NFKC", text))
    return found[1] if found else None


_ADDRESSES = {"bad-url", "bad-form", "bad-repository"}
_MEANT = {
    "bad-date": meant_date,
    "bad-time-limit": meant_duration,
    "bad-duration": meant_duration,
    "bad-schedule": meant_schedule,
    "bad-drill-number": _meant_whole,
    "bad-id": _meant_id,
    "bad-repository": _meant_page,
    "bad-colour": _meant_colour,
    "bad-logo-path": _meant_logo,
}


def validate(source: Source, kind: str, schemas: Schemas) -> Iterator[Finding]:
    """Yield a finding for every place where a source of `kind` breaks its schema."""
    if kind in _OPTIONAL and _holds_nothing(source.data):
        yield Finding(Place(source.file), "empty-file")
        return
    found: list[Finding] = []
    for finding in _all(source, kind, schemas):
        if len(found) == MOST:
            found.append(Finding(Place(source.file), "more-findings", {"count": str(MOST)}))
            break
        if finding not in found:  # a date in the year 0 breaks two rules, and is one mistake
            found.append(finding)
    yield from found


def _all(source: Source, kind: str, schemas: Schemas) -> Iterator[Finding]:
    for error in schemas.errors(kind, source.data):
        yield from _explain(source, error, schemas)


def _holds_nothing(data: object) -> bool:
    """Tell whether a file has keys, and nothing below any of them but a note on the file."""
    return isinstance(data, dict) and not any(data[key] for key in data if key != "note")


def nearest(value: str, valid: dict[str, str]) -> str | None:
    """Return the key of `valid` (key -> title) that the author most likely meant.

    None if none is near.
    """
    for key, title in valid.items():
        if value == title != "":
            return key
    if found := get_close_matches(value.lower(), valid, n=1):
        return found[0]
    titles = {title: key for key, title in valid.items() if title}
    found = get_close_matches(value, titles, n=1)
    return titles[found[0]] if found else None


def _meant(key: str, error: SchemaError, schemas: Schemas) -> str | None:
    """Return the key that the author most likely meant: by its meaning, else by its letters."""
    properties = error.schema.get("properties", {})
    for known, own in properties.items():
        if key.lower() in own.get("x-words", ()) or key == schemas.title(error.schema, known):
            return str(known)
    found = get_close_matches(key.lower(), properties, n=1, cutoff=_ALIKE)
    return str(found[0]) if found else None


def _explain(source: Source, error: SchemaError, schemas: Schemas) -> Iterator[Finding]:
    if isinstance(error.instance, dict) and any(_MENTION in key for key in error.instance):
        yield Finding(source.place(error.path), "unquoted-mention")
        return
    if error.keyword == "maxLength" and "x-width" in error.schema:
        return  # what is told of its width is true of what is in both scripts
    if error.keyword == "additionalProperties":
        yield from _unknown_keys(source, error, schemas)
    elif error.keyword == "required":
        yield from _missing_keys(source, error, schemas)
    elif error.keyword in {"anyOf", "oneOf"}:
        yield _one_of(source, error, schemas)
    elif error.keyword == "uniqueItems":
        yield from _doubled(source, error)
    elif error.keyword == "type":
        wanted = error.demand if isinstance(error.demand, str) else error.demand[0]
        yield _wrong_type(source, error, wanted)
    elif error.keyword == "enum" and not isinstance(error.instance, str):
        yield _wrong_type(source, error, "string")
    else:
        yield _bad_value(source, error)


def _unknown_keys(source: Source, error: SchemaError, schemas: Schemas) -> Iterator[Finding]:
    valid = error.schema.get("properties", {})
    for key in error.instance:
        if key not in valid:
            place = source.place((*error.path, key), key=True)
            closest = _meant(key, error, schemas)
            if lesson := _lesson(key, error.schema):
                yield Finding(place, "no-such-field", {"key": key, "lesson": lesson}, closest)
                continue
            args = {"key": key, "valid": "、".join(valid)}
            yield Finding(place, "unknown-key", args, closest)


def _lesson(key: str, schema: dict[str, Any]) -> str | None:
    """Return which lesson tells what to write instead of a word that people try; None if none."""
    for lesson, words in schema.get("x-lessons", {}).items():
        if key.lower() in words:
            return str(lesson)
    return None


def _missing_keys(source: Source, error: SchemaError, schemas: Schemas) -> Iterator[Finding]:
    unknown = (key for key in error.instance if key not in error.schema.get("properties", {}))
    misspelt = {_meant(key, error, schemas) for key in islice(unknown, MOST)}
    for key in error.demand:
        if key not in error.instance and key not in misspelt:
            args = {"key": key, "title": schemas.title(error.schema, key)}
            yield Finding(source.place(error.path), "missing-key", args)


def _one_of(source: Source, error: SchemaError, schemas: Schemas) -> Finding:
    """Return a finding about a group that needs one of some keys, or only one."""
    keys = [key for one in error.demand for key in one.get("required", ())]
    titles = (schemas.title(error.schema, key) for key in keys)
    args = {"key": "、".join(keys), "title": "、".join(titles)}
    several = sum(key in error.instance for key in keys) > 1
    return Finding(source.place(error.path), "only-one-of" if several else "missing-one-of", args)


def _wrong_type(source: Source, error: SchemaError, wanted: str) -> Finding:
    name = _name(source, error.path)
    if error.instance is None:
        return Finding(source.place(error.path, key=True), "empty-value", {"key": name})
    args = {"key": name, "wanted": wanted, "found": _type_name(error.instance)}
    closest = _spoken(str(error.instance)) if wanted == "boolean" else None
    if wanted == "array":
        closest = _meant_list(str(error.instance))
    return Finding(source.place(error.path), "wrong-type", args, closest)


def _meant_list(text: str) -> str | None:
    """Return a list as it is written, where something in a line is clearly one."""
    inner = _BRACKETED.fullmatch(text)
    parts = _COMMAS.split(inner[1] if inner else text.strip())
    if inner or all(_ID.fullmatch(part) for part in parts):  # ids, be it one
        return f"[{', '.join(parts)}]"
    return None


def _spoken(value: str) -> str | None:
    """Return the switch that is meant by a word or a sign, or by one that only looks like it."""
    seen = normalize("NFKC", cleaned(value)).casefold().strip("\"'“”‘’「」。.! \ufe0f")
    close = get_close_matches(seen, ("true", "false"), n=1, cutoff=_ALIKE)
    return _SPOKEN.get(seen) or (close[0] if close else None)


def _doubled(source: Source, error: SchemaError) -> Iterator[Finding]:
    """Yield a finding for every item that stands further up in its list, too."""
    args = {"key": _name(source, error.path)}
    for index, item in enumerate(error.instance):
        if item in error.instance[:index]:
            yield Finding(
                source.place((*error.path, index)), "doubled-item", args | {"value": str(item)}
            )


def _bad_value(source: Source, error: SchemaError) -> Finding:
    code = BY_KEYWORD[error.keyword]
    if error.keyword in _OWN_CODE:
        code = error.schema.get("x-code", code)
    args = {"key": _name(source, error.path)}
    if isinstance(error.instance, str):
        args["value"] = error.instance
    closest = None
    if error.keyword == "enum":
        words = dict(zip(error.demand, _described(error), strict=True))
        shown = (f"{key}（{word}）" if word else key for key, word in words.items())
        args["valid"] = "、".join(shown)
        closest = nearest(str(error.instance), words)
    if code in _MEANT and isinstance(error.instance, str):
        closest = _MEANT[code](error.instance)
    if code in _ADDRESSES and error.keyword == "pattern" and not closest:
        closest = _meant_address(str(error.instance), error.demand)
    if error.keyword in {"maxLength", "maxItems"}:
        args["limit"] = str(error.demand)
        args["excess"] = str(len(error.instance) - error.demand)
    if code == "empty-value" and error.instance:
        code = "too-few"
        args |= {"limit": str(error.demand), "count": str(len(error.instance))}
    return Finding(source.place(error.path), code, args, closest)


def _described(error: SchemaError) -> list[str]:
    """What each value that is allowed means in Chinese; editors show it, too."""
    return error.schema.get("enumDescriptions") or [""] * len(error.demand)


def _name(source: Source, path: KeyPath) -> str:
    """The last key of a path, for messages (list positions say nothing); the file's, if none."""
    return next((part for part in reversed(path) if isinstance(part, str)), source.file)


def _type_name(instance: object) -> str:
    kinds = {dict: "object", list: "array", bool: "boolean"}
    return kinds.get(type(instance), "string")
