"""What makes a step or a print the same as before: content hashes and the codes printed on paper.

A code has nine signs in three groups, such as K7M-2R4-X9P: 22 signs without those that look or
sound alike (no 0 O 1 I L, no B D G Q S U V Z, no N beside M), so that it can be read out over
the telephone. 22^9 is 1.2 million million: among the 7,000 codes that 50 procedures with seven
prints and twenty revisions each ever give, two are equal with a probability of 1 in 50,000;
among 160,000 codes, 1 in 100. The number of the procedure stands beside every code.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from sop_handbook.editions.facts import fact_name, facts, readable
from sop_handbook.language.values import limit_name
from sop_handbook.language.wording import plain_fact
from sop_handbook.model import Action, Phrase, Text, Value
from sop_handbook.model.before import gravest_first
from sop_handbook.model.resolved import Ref, ResolvedException, ResolvedReading, ResolvedStep

ALPHABET = "23456789ACEFHJKMPRTWXY"
GROUPS, GROUP_SIZE = 3, 3
DIGEST = 12  # hexadecimal digits; two editions of one step are equal by chance once in 10^14

_AT_HAND = 1024  # steps whose content is kept: pages and prints take one after another

# Never printed: search words, and the id, which a reader does not see.
_HIDDEN = {"id", "aliases", "file", "poster", "width", "height", "size"}
_SAID = {"schedule", "together", "repeat"}  # among the facts


def step_hash(step: ResolvedStep) -> str:
    """Return the SHA-256 (64 hexadecimal digits) of everything readers see of a step."""
    return hashlib.sha256(canonical(step_content(step))).hexdigest()


def step_digest(step: ResolvedStep) -> str:
    """Return the first 12 hexadecimal digits (48 bits) of the hash of a step.

    Devices tell by it whether the step changed.
    """
    return step_hash(step)[:DIGEST]


def edition_code(content: bytes | str) -> str:
    """Return the short code of exactly the content that a print shows, such as K7M-2R4-X9P."""
    data = content.encode() if isinstance(content, str) else content
    rest = int.from_bytes(hashlib.sha256(data).digest(), "big")
    signs = []
    for _ in range(GROUPS * GROUP_SIZE):
        rest, sign = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[sign])
    code = "".join(signs)
    return "-".join(code[at : at + GROUP_SIZE] for at in range(0, len(code), GROUP_SIZE))


def canonical(content: Any) -> bytes:
    """Return content as JSON that depends on nothing but what it says (sorted keys, UTF-8).

    Facts (language.wording) stand in it without words. Raises TypeError for other objects.
    """
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain_fact
    )
    return text.encode()


@lru_cache(maxsize=_AT_HAND)
def step_content(told: ResolvedStep) -> Mapping[str, Any]:
    """Return everything readers see of a step; titles instead of ids, facts unworded.

    Every field of the step is in it under its own name, so a new field is in the hash from its
    first day; empty ones are left out, so that a new field changes no hash where it is not used.
    Beside the fields:

    `number`; `time_limit`, which may say how often instead (then `frequency` is true); `actions`,
    each with `do`, `when`, `run` and `role`; `phrases` (see phrases_content); `receives`, with
    `item` and `from`;
    `decision`, with `question` and `outcomes` (`answer`, `go`); `readings` (see reading_content);
    `uses_form`, the titles of all forms; `facts`, with `field`, `name` and
    `texts`; `only_if`, the answers that lead here; `gaps` and `exceptions` at this step.
    """
    content: dict[str, Any] = {
        field.name.rstrip("_"): plain(getattr(told.step, field.name))
        for field in fields(told.step)
        if field.name not in _HIDDEN | _SAID and "fact" not in field.metadata
    }
    content |= {
        "number": told.number,
        "time_limit": told.step.timing,
        "frequency": limit_name(told.step.timing) == "frequency",
        "role": _role(told.role),
        "with": [_role(role) for role in told.with_],
        "actions": [_by(*pair) for pair in zip(told.step.actions, told.doers, strict=True)],
        "phrases": phrases_content(told),
        "receives": [{"item": str(item), "from": _role(who)} for item, who in told.receives],
        "decision": _decision(told),
        "use": told.use.title if told.use else None,
        "starts": told.starts.title if told.starts else None,
        "uses_form": "、".join(form.title for form in told.forms),
        "other_forms": None,  # said with the first
        "uses_rules": [table.title for table in told.rules],
        "hazards": plain(gravest_first(told.step.hazards)),
        "readings": [reading_content(reading) for reading in told.readings],
        "facts": [
            {"field": name, "name": fact_name(name), "texts": list(map(readable, said))}
            for name, said in facts(told)
        ],
        "next": told.next,
        "only_if": plain(told.answers),
        "gaps": [str(gap.text) for gap in told.gaps],
        "exceptions": [exception_content(rule) for rule in told.exceptions],
    }
    return {key: value for key, value in content.items() if value not in (None, False, [], "", {})}


def phrases_content(told: ResolvedStep) -> list[dict[str, Any]]:
    """Return what is said at a step: `say`, `when`, `origin`, and `role` where one is named."""
    return [_by(*pair) for pair in zip(told.step.phrases, told.speakers, strict=True)]


def reading_content(told: ResolvedReading) -> dict[str, Any]:
    """Return a value to write down, facts unworded.

    The keys are `label`, `kind`, `unit`, `decimals`, `limits` (Values, none, one or two), `options`
    (texts), `personal`, and of what is out of bounds `do` and `go`; what is empty is left out, and
    `kind` for a number.
    """
    reading = told.reading
    content = {
        "label": reading.label,
        "kind": reading.kind if reading.kind != "number" else None,
        "unit": reading.unit,
        "decimals": reading.decimals,
        "limits": list(reading.limits),
        "options": plain(reading.options),
        "personal": reading.personal or None,
        "do": str(reading.outside.do) if reading.outside else None,
        "go": told.go,
    }
    return {key: value for key, value in content.items() if value not in (None, [])}


def exception_content(told: ResolvedException) -> dict[str, Any]:
    """Return an exception, facts unworded; `at` holds step numbers, empty if any step.

    The other keys are `when`, `within`, `requirement`, `method`, `role` and `then`; what is empty
    is left out.
    """
    rule = told.rule
    content = {
        "when": str(rule.when),
        "at": [step.number for step in told.at],
        "within": rule.within,
        "requirement": plain(rule.requirement),
        "method": plain(rule.method),
        "role": _role(told.role) if told.role else None,
        "then": told.then,
    }
    return {key: value for key, value in content.items() if value not in (None, [])}


def plain(value: Any) -> Any:
    """Return a value of the model as plain data: texts, lists, mappings, flags; a Value as it is.

    A mapping holds the fields of a part under their names, without empty ones. Ids that authors
    give to what has a text are left out: no reader sees them.
    """
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, Value):
        return value
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value):
        names = (field.name for field in fields(value) if field.name not in _HIDDEN)
        parts = {name: plain(getattr(value, name)) for name in names}
        return {key: part for key, part in parts.items() if part not in (None, [], "")}
    return value


def _by(one: Action | Phrase, who: Ref | None) -> dict[str, Any]:
    content: dict[str, Any] = plain(one)
    return content | {"role": _role(who)} if who else content


def _role(role: Ref) -> str | Ref:
    """A role by its title; one that the document leaves open is a fact, since it has none."""
    return role.title or role


def _decision(told: ResolvedStep) -> dict[str, Any] | None:
    if told.step.decision is None:
        return None
    return {
        "question": str(told.step.decision.question),
        "outcomes": [{"answer": str(answer), "go": target} for answer, target in told.outcomes],
    }
