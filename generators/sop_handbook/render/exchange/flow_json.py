"""Procedures as plain JSON for other programs; flow.schema.json describes every field.

Every field is always there: what a procedure does not have is null or an empty list.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from sop_handbook.language.messages import Messages
from sop_handbook.language.quantities import key_of
from sop_handbook.language.wording import role_name
from sop_handbook.model import (
    RESUME,
    Decision,
    ExceptionRule,
    Handbook,
    KeyPoint,
    Procedure,
    Text,
    Value,
    routes,
)
from sop_handbook.model.item_ids import item_ids
from sop_handbook.model.limits import standards_with_limits
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.model.tables import RuleTable
from sop_handbook.render.exchange.needed_json import (
    before_json,
    hazards_json,
    reading_json,
    standard_json,
)
from sop_handbook.render.exchange.shown_json import action_json, clip_json, picture_json, table_json
from sop_handbook.render.exchange.timing_json import limit_json, repeat_json, schedule_json

VERSION = 1  # of the format; counts up when a field goes away or changes its meaning

Json = dict[str, Any]  # plain data, as JSON can hold it


def flow_json(handbook: Handbook, procedure: Procedure, messages: Messages) -> Json:
    """Return one procedure: who does what in which order, and where it begins and ends.

    flow.schema.json describes every field.
    """
    return _FlowWriter(handbook, procedure, messages).procedure()


def index_json(handbook: Handbook) -> Json:
    """Return the list of all procedures, with where their files are and how they connect.

    index.schema.json describes every field.
    """
    return {
        "$schema": "index.schema.json",
        "version": VERSION,
        "title": handbook.title,
        "url": handbook.base_url,
        "procedures": [_entry(handbook, procedure) for procedure in handbook.procedures.values()],
    }


def _entry(handbook: Handbook, procedure: Procedure) -> Json:
    return {
        **_head(handbook, procedure),
        "files": {"flow": f"{procedure.id}.json", "bpmn": f"{procedure.id}.bpmn"},
        "hands_over": _once(end.hands_over for end in procedure.ends),
        "starts": _once(step.starts for step in procedure.steps),
        "uses": _once(step.use for step in procedure.steps),
    }


def _head(handbook: Handbook, procedure: Procedure) -> Json:
    """Return what tells a procedure apart, and how far it has come."""
    industry = handbook.industries[procedure.industry]
    family = handbook.families[procedure.family] if procedure.family else None
    return {
        "id": procedure.id,
        "number": procedure.number,
        "title": procedure.title,
        "revision": procedure.revision,
        "status": procedure.control.status.value,
        "industry": {"id": industry.id, "title": industry.title},
        "family": {"id": family.id, "title": family.title} if family else None,
        "url": _url(handbook, procedure),
    }


def _once(names: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


def _url(handbook: Handbook, procedure: Procedure, anchor: str = "") -> str | None:
    """Return the address of a page or of a part of it, once the handbook has an address."""
    if handbook.base_url is None:
        return None
    return urljoin(handbook.base_url, routes.procedure(procedure).at(anchor))


def _texts(texts: Iterable[Text]) -> list[str]:
    return [str(text) for text in texts]


def _text(text: Text | None) -> str | None:
    return str(text) if text else None


class _FlowWriter:
    """Writes one procedure. Keys stand in the order in which a reader wants them."""

    def __init__(self, handbook: Handbook, procedure: Procedure, messages: Messages) -> None:
        self._handbook = handbook
        self._procedure = procedure
        self._messages = messages
        self._told = handbook.resolved(procedure)

    def procedure(self) -> Json:
        """Return the whole procedure."""
        own = self._procedure
        return {
            "$schema": "flow.schema.json",
            "version": VERSION,
            **_head(self._handbook, own),
            "goal": str(own.goal),
            "scope": _text(own.scope),
            "not_covered": list(own.not_covered),
            "before": before_json(own.before),
            "schedule": schedule_json(own.schedule, self._messages),
            "order": own.order,
            "roles": self._roles(),
            "triggers": [{"text": str(item.text), "from": item.from_} for item in own.triggers],
            "steps": [self._step(step) for step in self._told.steps],
            "ends": [
                {"id": end.id, "text": str(end.text), "hands_over": end.hands_over}
                for end in own.ends
            ],
            "exceptions": [
                {"id": name, **self._exception(rule)}
                for name, rule in zip(item_ids(own.exceptions), own.exceptions, strict=True)
            ],
            "standards": [
                standard_json(one, self._messages) for one in standards_with_limits(own, key_of)
            ],
            "signs": list(own.signs),
            "rules": [table_json(table) for table in self._tables()],
            "pictures": [picture_json(one) for one in own.pictures],
            "clips": [clip_json(one) for one in own.clips],
        }

    def _tables(self) -> list[RuleTable]:
        """Return its own tables, and those of its family that some step names."""
        named = {name for step in self._procedure.steps for name in step.uses_rules}
        tables = self._handbook.tables_of(self._procedure)
        own = self._procedure.rules
        return [*own, *(t for name, t in tables.items() if name in named and t not in own)]

    def _roles(self) -> list[Json]:
        """Return every role that is named anywhere, those that do steps first."""
        steps = self._procedure.steps
        names = [
            *(step.role for step in steps),
            *(rule.role for rule in self._procedure.exceptions),
            *(name for step in steps for name in step.with_),
            *(item.from_ for step in steps for item in step.receives),
        ]
        return [
            {"id": name, "title": role_name(self._handbook.names.role(name), self._messages)}
            for name in _once(names)
        ]

    def _step(self, told: ResolvedStep) -> Json:
        step = told.step
        return {
            "id": step.id,
            "number": told.number,
            "title": step.title,
            "role": step.role,
            "with": list(step.with_),
            "time_limit": self._limit(step.timing),
            "schedule": schedule_json(step.schedule, self._messages),
            "together": [one.id for one in told.together],
            "repeat": repeat_json(step.repeat),
            "receives": [{"item": str(i.item), "from": i.from_} for i in step.receives],
            "hazards": hazards_json(step.hazards),
            "actions": [
                {"id": name, **action_json(action)}
                for name, action in zip(told.item_ids["actions"], step.actions, strict=True)
            ],
            "key_points": [
                {"id": name, **_point(point)}
                for name, point in zip(told.item_ids["key_points"], step.key_points, strict=True)
            ],
            "pictures": [picture_json(one) for one in step.pictures],
            "clips": [clip_json(one) for one in step.clips],
            "rules": list(step.uses_rules),
            "records": _texts(step.records),
            "readings": [reading_json(one, self._messages) for one in step.readings],
            "done_when": _text(step.done_when),
            "not_covered": list(step.not_covered),
            "form": step.uses_form,
            "forms": list(step.forms),
            "use": step.use,
            "starts": step.starts,
            "decision": _decision(step.decision) if step.decision else None,
            "next": told.follows.id if told.follows else None,
            "url": _url(self._handbook, self._procedure, routes.step_anchor(step.id)),
        }

    def _exception(self, rule: ExceptionRule) -> Json:
        return {
            "when": str(rule.when),
            "at": list(rule.at),
            "role": rule.role,
            "within": self._limit(rule.within),
            "requirement": _text(rule.requirement),
            "method": _text(rule.method),
            "then": "resume" if rule.then == RESUME else "go",
            "go": None if rule.then == RESUME else rule.then,
        }

    def _limit(self, value: Value | None) -> Json | None:
        return limit_json(value, self._messages)


def _point(point: KeyPoint) -> Json:
    reason = point.reason
    return {
        "text": str(point.text),
        "kind": point.kind,
        "critical": point.critical,
        "reason": {"text": str(reason.text), "origin": reason.origin} if reason else None,
    }


def _decision(decision: Decision) -> Json:
    return {
        "question": str(decision.question),
        "outcomes": [{"answer": str(way.answer), "go": way.go} for way in decision.outcomes],
    }
