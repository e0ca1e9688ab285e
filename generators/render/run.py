"""Procedures for being carried out step by step: one small JSON file each, fetched when wanted.

A file holds what a reader is told of each step (`editions.step_content`), the digest of it, and
the ids of what follows. Addresses are those the page handbook/run/ needs.
"""

from typing import Any

from generators import flow
from generators.editions import (
    canonical,
    edition_code,
    exception_content,
    step_content,
    step_digest,
)
from generators.model import RESUME, ExceptionRule, Handbook, Procedure, Step, Value
from generators.render.base import Artifact, Context, Rendered
from generators.render.links import (
    RUN_PAGE,
    Link,
    Pages,
    family_page,
    form_page,
    procedure_page,
)
from generators.render.markdown import dial
from generators.render.viewer import Viewer
from generators.values import seconds
from generators.words import Words

FOLDER = "run"
VERSION = 1  # of the format; counts up when a field goes away or changes its meaning

Json = dict[str, Any]

# Told again with the ids or addresses of what they are about.
_RETOLD = {"decision", "next", "use", "starts", "uses_form", "uses_rules", "exceptions"}


def render_run(handbook: Handbook, context: Context) -> Rendered:
    """Return what carrying out each procedure needs, at run/<id>.json."""
    return Rendered(
        tuple(
            Artifact(
                f"{FOLDER}/{procedure.id}.json", canonical(run_json(handbook, procedure, context))
            )
            for procedure in handbook.procedures.values()
        )
    )


def run_json(handbook: Handbook, procedure: Procedure, context: Context) -> Json:
    """Return one procedure; `edition` is the short code of everything else but today's date."""
    writer = _Writer(handbook, procedure, context.words)
    content = writer.procedure()
    control = Viewer(handbook, context.words, RUN_PAGE).control(procedure, context.today)
    overdue = context.words("page.overdue", date=control.review) if control.overdue else ""
    badges = [badge for badge in (control.notice, overdue) if badge]
    return {**content, "edition": edition_code(canonical(content)), "badges": badges}


class _Writer:
    """Writes one procedure; what is empty is left out."""

    def __init__(self, handbook: Handbook, procedure: Procedure, words: Words) -> None:
        self._handbook = handbook
        self._procedure = procedure
        self._words = words
        self._pages = Pages(handbook, RUN_PAGE)

    def procedure(self) -> Json:
        own = self._procedure
        return {
            "version": VERSION,
            "id": own.id,
            "number": own.number,
            "title": own.title,
            "revision": own.revision,
            "status": own.control.status.value,
            "page": self._pages.address(procedure_page(own)),
            "order": own.order,
            "steps": [self._step(step) for step in own.steps],
            "ends": [
                _kept({"id": end.id, "text": str(end.text), "to": self._other(end.hands_over)})
                for end in own.ends
            ],
            "exceptions": [self._exception(rule) for rule in own.exceptions],
            "contacts": self._contacts(),
        }

    def _contacts(self) -> Json:
        """Return how to dial what stands in the texts, by how it stands there."""
        family = self._handbook.families.get(self._procedure.family or "")
        known = (*self._procedure.quantities, *(family.quantities if family else ()))
        return {item.shown: dial(item.value) for item in known if item.kind == "contact"}

    def _step(self, step: Step) -> Json:
        told = step_content(self._handbook, self._procedure, step)
        return _kept(
            {
                "id": step.id,
                "hash": step_digest(self._handbook, self._procedure, step),
                **{key: value for key, value in told.items() if key not in _RETOLD},
                "seconds": _seconds(step.time_limit),
                "least": bool(step.time_limit and step.time_limit.op == "ge"),
                "standards": self._standards(step),
                "form": self._form(step.uses_form),
                "rules": [self._rules(name) for name in step.uses_rules],
                "use": self._other(step.use),
                "starts": self._other(step.starts),
                "question": str(step.decision.question) if step.decision else None,
                "ways": [
                    {"answer": str(way.answer), "go": way.go}
                    for way in (step.decision.outcomes if step.decision else ())
                ],
                "next": None if step.decision else self._next(step),
                "exceptions": [
                    number
                    for number, rule in enumerate(self._procedure.exceptions)
                    if not rule.at or step.id in rule.at
                ],
            }
        )

    def _next(self, step: Step) -> str | None:
        """Return what follows; in a procedure without an order, only what is written."""
        if self._procedure.order == "any":
            return step.next
        return flow.following(self._procedure, step)

    def _standards(self, step: Step) -> list[str]:
        viewer = Viewer(self._handbook, self._words, RUN_PAGE)
        return [
            f"{view.standard.metric} {view.requirement}"
            for view in viewer.standards(self._procedure)
            if step.id in view.standard.steps
        ]

    def _exception(self, rule: ExceptionRule) -> Json:
        told = exception_content(self._handbook, self._procedure, rule)
        return _kept(
            {
                **{key: value for key, value in told.items() if key != "at"},
                "seconds": _seconds(rule.within),
                "go": None if rule.then == RESUME else rule.then,
            }
        )

    def _other(self, name: str | None) -> Json | None:
        if name is None:
            return None
        return {"id": name, "title": self._handbook.procedures[name].title}

    def _form(self, name: str | None) -> Json | None:
        if name is None:
            return None
        return _linked(self._pages.form(name), self._pages.address(form_page(name)))

    def _rules(self, name: str) -> Json:
        family = self._procedure.family or ""
        page = family_page(self._handbook, family)
        return _linked(self._pages.rules(family, name), self._pages.address(page, f"rules-{name}"))


def _linked(link: Link, address: str) -> Json:
    return {"title": link.text, "page": address}


def _seconds(value: Value | None) -> int | None:
    return seconds(value.literal) if value else None


def _kept(content: Json) -> Json:
    return {key: value for key, value in content.items() if value not in (None, [], "", False)}
