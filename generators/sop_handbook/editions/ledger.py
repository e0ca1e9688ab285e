"""The editions ledger on disk: JSON, one edition a line, every line sealed by its own hash.

Lines are kept in the order of their subjects and only ever added, so two branches that both
release merge line by line: with `merge=union` (.gitattributes) by themselves, else by `repaired`.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from sop_handbook.adapters.yaml_file import reason
from sop_handbook.editions.content import canonical
from sop_handbook.findings import Finding, Place
from sop_handbook.model import Edition, ReleasedStep, Status
from sop_handbook.sources.schemas import LEDGER, Schemas
from sop_handbook.sources.trees import oddity

HEADER = '[{"format": "sop-editions", "version": 1}'
FOOTER = "]"
_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_SEAL = 16  # hexadecimal digits of an id
_FIELDS = (
    "id", "date", "of", "subject", "number", "title", "industry", "revision", "status", "after",
    "scheme", "prints", "covers", "parts", "steps", "beside", "rules",
)  # fmt: skip


@dataclass(frozen=True)
class Ledger:
    """What the ledger says; with findings it is not to be relied on."""

    editions: tuple[Edition, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_ledger(path: Path, name: str, schemas: Schemas) -> Ledger:
    """Read the ledger, called `name` in findings, and check every seal; none is no ledger.

    Where there are findings there are no editions.
    """
    if code := oddity(path):
        return Ledger((), (Finding(Place(name), code),))
    if not path.exists():
        return Ledger()
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = reason(error) if isinstance(error, OSError) else "UTF-8"
        return Ledger((), (Finding(Place(name), "unreadable-file", {"reason": problem}),))
    findings: list[Finding] = []
    records = list(_records(text, name, schemas, findings))
    if not findings:
        findings += _seals(records, name)
    if findings:
        return Ledger((), tuple(findings))
    return Ledger(tuple({record["id"]: _edition(record) for _, record in records}.values()))


def sealed(edition: Edition) -> Edition:
    """Return an edition with the id that belongs to everything else in it."""
    return replace(edition, id=_seal(_record(edition)))


def as_text(editions: Iterable[Edition]) -> str:
    """Return the ledger as it stands on disk, each edition once."""
    once = {edition.id: edition for edition in editions}
    lines = [json.dumps(_record(one), ensure_ascii=False) for one in in_order(once.values())]
    return "\n".join([HEADER, *(f",{line}" for line in lines), FOOTER]) + "\n"


def repaired(text: str) -> str:
    """Return what two branches made of a ledger, without conflict marks and doubled lines."""
    lines = [line for line in text.splitlines() if line.startswith(",")]
    kept = sorted(dict.fromkeys(lines), key=lambda line: (_order(line), lines.index(line)))
    return "\n".join([HEADER, *kept, FOOTER]) + "\n"


def write_ledger(path: Path, text: str) -> None:
    """Put a ledger on disk, whole or not at all; `text` is what `as_text` returned."""
    partial = path.with_name(path.name + ".part")
    partial.write_text(text, "utf-8")
    partial.replace(path)


def heads(editions: Iterable[Edition]) -> dict[tuple[str, str], list[Edition]]:
    """Return the newest editions by (kind, id): one each, or several where branches met."""
    every = list(editions)
    followed = {name for edition in every for name in edition.after}
    found: dict[tuple[str, str], list[Edition]] = {}
    for edition in every:
        if edition.id not in followed:
            found.setdefault((edition.of, edition.subject), []).append(edition)
    return found


def in_order(editions: Iterable[Edition]) -> list[Edition]:
    """Sort by subject, then age: what follows another comes after it."""
    every = {edition.id: edition for edition in editions}
    depth: dict[str, int] = {}
    for name in TopologicalSorter({one.id: one.after for one in every.values()}).static_order():
        before = every[name].after if name in every else ()
        depth[name] = 1 + max((depth[one] for one in before), default=0)
    return sorted(every.values(), key=lambda e: (e.of, e.subject, depth[e.id], e.date, e.id))


def _records(
    text: str, name: str, schemas: Schemas, findings: list[Finding]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line number and record of every edition; findings name the lines that are none."""
    for number, line in enumerate(text.splitlines(), start=1):
        place = Place(name, number)
        if line.startswith(_MARKS):
            findings.append(Finding(place, "ledger-conflict"))
        elif line not in {HEADER, FOOTER, ""}:
            try:
                record = json.loads(line.removeprefix(","), object_pairs_hook=_pairs)
                canonical(record)  # half of a character cannot be sealed, or printed
            except (ValueError, RecursionError):
                record = None
            if not line.startswith(",") or next(iter(schemas.errors(LEDGER, record)), None):
                findings.append(Finding(place, "ledger-line"))
            else:
                yield number, record


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _seals(records: list[tuple[int, dict[str, Any]]], name: str) -> Iterator[Finding]:
    """Yield a finding for every line that is not what was sealed, or lacks its former edition."""
    known = {record["id"]: (record["of"], record["subject"]) for _, record in records}
    for number, record in records:
        if _seal(record) != record["id"]:
            args = {"value": record["title"], "date": record["date"]}
            yield Finding(Place(name, number), "ledger-altered", args)
        for before in record["after"]:
            if known.get(before) != (record["of"], record["subject"]):
                args = {"value": record["title"], "missing": before}
                yield Finding(Place(name, number), "ledger-gap", args)


def _seal(record: Mapping[str, Any]) -> str:
    content = {key: value for key, value in record.items() if key != "id"}
    return hashlib.sha256(canonical(content)).hexdigest()[:_SEAL]


def _record(edition: Edition) -> dict[str, Any]:
    plain = asdict(edition) | {"date": edition.date.isoformat(), "after": list(edition.after)}
    plain["steps"] = {
        name: {"title": one.title, "roles": list(one.roles)} for name, one in edition.steps.items()
    }
    always = {"id", "date", "of", "subject", "title", "after", "scheme"}
    if plain["rules"] == 1:
        del plain["rules"]  # the first engines knew no other, so that their lines stay as they are
    return {key: plain[key] for key in _FIELDS if key in always or plain.get(key)}


def _edition(record: Mapping[str, Any]) -> Edition:
    read: dict[str, Any] = {
        "date": date.fromisoformat(record["date"]),
        "after": tuple(record["after"]),
        "steps": {
            name: ReleasedStep(title=one["title"], roles=tuple(one["roles"]))
            for name, one in record.get("steps", {}).items()
        },
    }
    if "status" in record:
        read["status"] = Status(record["status"])
    return Edition(**{**record, **read})


def _order(line: str) -> tuple[str, str]:
    try:
        record = json.loads(line.removeprefix(","))
        return str(record["of"]), str(record["subject"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return "", ""
