"""What makes a step or a print the same as before: content hashes and the codes printed on paper.

A code has nine signs in three groups, such as K7M-2R4-X9P: 22 signs without those that look or
sound alike (no 0 O 1 I L, no B D G Q S U V Z, no N beside M), so that it can be read out over
the telephone. 22^9 is 1.2 million million: among the 7,000 codes that 50 procedures with seven
prints and twenty revisions each ever give, two are equal with a probability of 1 in 50,000;
among 160,000 codes, 1 in 100. The number of the procedure stands beside every code.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from sop_handbook.language.messages import messages
from sop_handbook.language.values import limit_name, reads
from sop_handbook.model import RESUME, ExceptionRule, Handbook, Procedure, Step, Text, Value, flow

ALPHABET = "23456789ACEFHJKMPRTWXY"
GROUPS, GROUP_SIZE = 3, 3
DIGEST = 12  # hexadecimal digits; two editions of one step are equal by chance once in 10^14

# Never printed: search words, and the id, which a reader does not see.
_HIDDEN = {"id", "aliases"}


def step_hash(handbook: Handbook, procedure: Procedure, step: Step) -> str:
    """Return the SHA-256 (hexadecimal) of everything a reader is told about a step."""
    return hashlib.sha256(canonical(step_content(handbook, procedure, step))).hexdigest()


def step_digest(handbook: Handbook, procedure: Procedure, step: Step) -> str:
    """Return the first 48 bits of the hash of a step, for devices to tell whether it changed."""
    return step_hash(handbook, procedure, step)[:DIGEST]


def edition_code(content: bytes | str) -> str:
    """Return the short code of exactly the content that a print shows."""
    data = content.encode() if isinstance(content, str) else content
    rest = int.from_bytes(hashlib.sha256(data).digest(), "big")
    signs = []
    for _ in range(GROUPS * GROUP_SIZE):
        rest, sign = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[sign])
    code = "".join(signs)
    return "-".join(code[at : at + GROUP_SIZE] for at in range(0, len(code), GROUP_SIZE))


def canonical(content: Any) -> bytes:
    """Return plain data as JSON that depends on nothing but the data (sorted keys, UTF-8)."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def step_content(handbook: Handbook, procedure: Procedure, step: Step) -> dict[str, Any]:
    """Return everything a reader is told about a step as plain data; names instead of ids.

    Every field of the step is in it, so a new field is in the hash from its first day; empty
    ones are left out, so that a new field changes no hash where it is not used. Beside
    the fields: the number, the answers that lead here, and gaps and exceptions at this step.
    """
    names = _Names(handbook, procedure)
    content: dict[str, Any] = {
        field.name.rstrip("_"): shown(getattr(step, field.name))
        for field in fields(step)
        if field.name not in _HIDDEN
    }
    content |= {
        "number": names.numbers[step.id],
        "frequency": limit_name(step.time_limit) == "frequency",
        "role": names.role(step.role),
        "with": [names.role(name) for name in step.with_],
        "receives": [
            {"item": str(item.item), "from": names.role(item.from_)} for item in step.receives
        ],
        "decision": _decision(step, names),
        "use": names.procedure(step.use),
        "starts": names.procedure(step.starts),
        "uses_form": handbook.forms[step.uses_form].title if step.uses_form else None,
        "uses_rules": names.rules(step.uses_rules),
        "next": names.target(step.next) if step.next and not step.decision else None,
        "only_if": [str(answer) for answer in flow.answers_to(procedure, step)],
        "gaps": [str(gap.text) for gap in procedure.gaps if gap.at == step.id],
        "exceptions": [
            exception_content(handbook, procedure, rule)
            for rule in procedure.exceptions
            if step.id in rule.at and not flow.is_anywhere(procedure, rule)
        ],
    }
    return {key: value for key, value in content.items() if value not in (None, False, [], "", {})}


def exception_content(
    handbook: Handbook, procedure: Procedure, rule: ExceptionRule
) -> dict[str, Any]:
    """Return an exception as plain data; `at` holds step numbers, empty if any step."""
    names = _Names(handbook, procedure)
    content = {
        "when": str(rule.when),
        "at": [names.numbers[name] for name in rule.at],
        "within": shown(rule.within),
        "requirement": shown(rule.requirement),
        "method": shown(rule.method),
        "role": names.role(rule.role) if rule.role else None,
        "then": names.target(rule.then),
    }
    return {key: value for key, value in content.items() if value not in (None, [])}


def shown(value: Any) -> Any:
    """Return a value of the model as what a reader sees of it: texts, lists, mappings, flags."""
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, Value):
        return reads(value, messages("zh"))
    if isinstance(value, tuple):
        return [shown(item) for item in value]
    if is_dataclass(value):
        parts = {field.name: shown(getattr(value, field.name)) for field in fields(value)}
        return {key: part for key, part in parts.items() if part not in (None, [], "")}
    return value


def _decision(step: Step, names: "_Names") -> dict[str, Any] | None:
    if step.decision is None:
        return None
    return {
        "question": str(step.decision.question),
        "outcomes": [
            {"answer": str(way.answer), "go": names.target(way.go)}
            for way in step.decision.outcomes
        ],
    }


class _Names:
    """What readers call the things that a procedure refers to by id."""

    def __init__(self, handbook: Handbook, procedure: Procedure) -> None:
        self._handbook = handbook
        self._procedure = procedure
        self._messages = messages("zh")
        self.numbers: Mapping[str, str] = flow.numbers(procedure)

    def role(self, name: str) -> str:
        found = self._handbook.roles.get(name)
        return found.title if found else self._messages("page.unspecified-role")

    def procedure(self, name: str | None) -> str | None:
        return self._handbook.procedures[name].title if name else None

    def rules(self, wanted: Iterable[str]) -> list[str]:
        family = self._handbook.families.get(self._procedure.family or "")
        titles = {table.id: table.title for table in family.rules} if family else {}
        return [titles[name] for name in wanted]

    def target(self, name: str) -> str:
        """Where a step, an answer or an exception leads, as pages say it."""
        if name == RESUME:
            return self._messages("page.resume")
        for step in self._procedure.steps:
            if step.id == name:
                number = self.numbers[name]
                return self._messages("page.go-to-step", number=number, title=step.title)
        end = next(end for end in self._procedure.ends if end.id == name)
        to = self.procedure(end.hands_over)
        key = "page.hand-over" if to else "page.end"
        return self._messages(key, end=end.text, to=to)
