"""The rules of a scheme as lines of text, by which editions of it are compared for ever."""

import hashlib
import json
from pathlib import Path

from sop_handbook.change.rules import rules_of
from sop_handbook.change.severity_digests import parts_of
from sop_handbook.language.units import units_of
from sop_handbook.model import Handbook
from tests.support import ROOT

RULES = ROOT / "tests" / "frozen" / "schemes"


def fields_of(scheme: int) -> set[str]:
    """A line for every field with its class."""
    rules = rules_of(scheme)
    assert rules
    return {f"{field} {class_}" for field, class_ in rules.classes.items()}


def texts_of(scheme: int) -> set[str]:
    """A line for every list, character, word and unit with what it means."""
    rules = rules_of(scheme)
    assert rules
    texts = {f"{field} moved {class_}" for field, class_ in rules.ordered.items()}
    texts |= {f"alike {chr(one)} {other or ''}" for one, other in rules.alike.items()}
    texts |= {f"word {word} {sense and sense.means}" for word, sense in rules.senses.words.items()}
    texts |= {f"unit {unit} {means}" for unit, means in rules.senses.units.items()}
    if rules.units:
        table = units_of(rules.units)
        texts |= {f"amount {w} {u.times} {u.base} {u.plus}" for w, u in table.known.items()}
        texts |= {f"amount per {word} {means}" for word, means in table.per.items()}
        texts |= {f"amount many {sign} {times}" for sign, times in table.many.items()}
    pattern = rules.senses.pattern.pattern.encode()
    return texts | {f"pattern {hashlib.sha256(pattern).hexdigest()}"}


def told(scheme: int) -> str:
    """All of it, sorted."""
    return "\n".join([*sorted(fields_of(scheme)), *sorted(texts_of(scheme))]) + "\n"


def weighed(scheme: int, handbook: Handbook, sources: Path) -> str:
    """The digests of every procedure by a scheme, and the hash of the sources that they are of."""
    rules = rules_of(scheme)
    assert rules
    files = sorted(sources.rglob("*.yaml"))
    said = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    parts = {
        name: parts_of(rules, handbook, one) for name, one in sorted(handbook.procedures.items())
    }
    kept = {"sources": said, "parts": parts}
    return json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
