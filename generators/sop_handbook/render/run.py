"""Procedures for being carried out step by step: one small JSON file each, fetched when wanted.

A file holds what readers see of each step (editions.content.step_content), the digest of it, and
the ids of what follows. Addresses are those the page handbook/run/ needs.
"""

from functools import partial
from typing import Any

from sop_handbook.editions.content import (
    canonical,
    edition_code,
    exception_content,
    step_content,
    step_digest,
)
from sop_handbook.editions.facts import reached_by
from sop_handbook.language.messages import Messages
from sop_handbook.language.values import reads, seconds
from sop_handbook.language.wording import worded
from sop_handbook.model import (
    End,
    Handbook,
    Procedure,
    Status,
    Value,
    routes,
)
from sop_handbook.model.resolved import Ref, ResolvedException, ResolvedProcedure, ResolvedStep
from sop_handbook.render.base import Artifact, Context, Rendered
from sop_handbook.render.kept import Keeper
from sop_handbook.render.run_asks import (
    asks,
    before_json,
    checks_json,
    early_json,
    hazards_json,
    readings_json,
)
from sop_handbook.render.run_mentions import Mentions, without_marks
from sop_handbook.render.run_parts import (
    clips_json,
    dials_json,
    facts_left,
    pictures_json,
    schedule_json,
    tables_json,
    tables_named,
    timing_json,
    wants_more,
)
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.links import Link, Pages
from sop_handbook.render.views.seldom import is_seldom

_PRINTS = ("twi", "cards", "checklist", "signoff")  # fullest first
VERSION = 1  # of the format; counts up when a field goes away or changes its meaning

Json = dict[str, Any]  # plain data with the words of one language, as JSON can hold it

# Told again with the ids or addresses of what they are about.
_RETOLD = {"decision", "next", "use", "starts", "uses_form", "uses_rules", "exceptions"}
_RETOLD |= {"hazards", "readings", "pictures", "clips"}


def render_run(handbook: Handbook, context: Context) -> Rendered:
    """Return what carrying out each procedure needs, at run/<id>.json."""
    makes = {name: partial(_run_text, name) for name in handbook.procedures}
    texts = Keeper(handbook, context).texts(__name__, makes)
    return Rendered(
        tuple(
            Artifact(
                routes.procedure(procedure).data("run").path,
                texts[name].encode(),
                offline=procedure.industry,
            )
            for name, procedure in handbook.procedures.items()
        )
    )


def _run_text(name: str, handbook: Handbook, context: Context) -> str:
    return canonical(run_json(handbook, handbook.procedures[name], context)).decode()


def run_json(handbook: Handbook, procedure: Procedure, context: Context) -> Json:
    """Return one procedure; `edition` is the short code of everything else but today's date.

    The other keys are `version`, `id`, `number`, `title`, `revision`, `status`, `page`, `order`,
    `steps`, `ends`, `exceptions`, `contacts`, `badges` and, where there is one, `code`, that of its
    fullest print, `before`, what to know and have at hand, `principles`, what holds for all steps,
    `record_of` and `signs`, what is written by hand at the head and foot of a printed record,
    `emergency`, if nobody may be held up, `dials`, texts with telephone numbers or addresses in
    pieces, `early`, from when it applies if that is still to come, and `retired`, what to do
    instead; of what only some have, see render.run_parts.
    """
    writer = _RunWriter(handbook, procedure, context.messages)
    content = writer.procedure()
    control = ViewBuilder(handbook, context.messages, routes.RUN).control(procedure, context.today)
    overdue = context.messages("page.overdue", date=control.review) if control.overdue else ""
    badges = [badge for badge in (control.notice, overdue) if badge]
    code = _code(context, procedure.id)
    edition = edition_code(canonical(content))
    early = early_json(handbook, procedure, context)
    told = {"code": code, "retired": writer.retired(), "early": early}
    return {**content, "edition": edition, "badges": badges} | {k: v for k, v in told.items() if v}


def _code(context: Context, name: str) -> str:
    """Return the code of the fullest print, which the check of sheets knows now and later."""
    offered = context.by_subject.get(("procedure", name), ())
    codes = {a.offer.kind: a.offer.code for a in offered if a.offer and a.offer.code}
    return next((codes[kind] for kind in _PRINTS if kind in codes), "")


class _RunWriter:
    """Writes one procedure; what is empty is left out."""

    def __init__(self, handbook: Handbook, procedure: Procedure, messages: Messages) -> None:
        self._handbook = handbook
        self._mentions = Mentions(procedure)
        self._procedure = self._mentions.marked(procedure)
        self._messages = messages
        self._pages = Pages(handbook, routes.RUN)
        self._plain = handbook.resolved(procedure)  # as it is hashed
        self._told = ResolvedProcedure(self._procedure, handbook.names)
        self._checks = checks_json(self._told, self._roles(), messages)

    def procedure(self) -> Json:
        content = self._mentions.settle(self._content())
        return content | {"extras": True} if wants_more(content) else content

    def _content(self) -> Json:
        own = self._procedure
        return {
            "version": VERSION,
            "id": own.id,
            "number": own.number,
            "title": own.title,
            "revision": own.revision,
            "status": own.control.status.value,
            "page": self._pages.address(routes.procedure(own)),
            "order": "sequence" if own.order == "sequence" else "any",
            "steps": [self._step(step) for step in self._told.steps],
            "ends": [
                _kept({"id": end.id, "text": str(end.text), "to": self._handed(end)})
                for end in own.ends
            ],
            "exceptions": [self._exception(one) for one in self._told.exceptions],
            "contacts": {},  # is there since version 1, and was about numbers without their texts
            **self._before(),
            **_kept({"principles": [str(text) for text in own.principles]}),
            **_kept({"record_of": list(own.record_of), "signs": list(own.signs)}),
            **self._parts(),
        }

    def _parts(self) -> Json:
        """Return what only some procedures have, see render.run_parts."""
        own, tables = self._procedure, tables_named(self._handbook, self._procedure)
        return _kept(
            {
                "dials": dials_json(self._plain.procedure, *tables),
                "schedule": schedule_json(own.schedule, self._messages),
                "tables": tables_json(tables),
                "pictures": pictures_json(own.pictures, routes.RUN),
                "clips": clips_json(own.clips, routes.RUN),
            }
        )

    def _before(self) -> Json:
        """Return what to know and have at hand; whether nobody may be kept waiting for it."""
        own = self._procedure
        urgent = self._handbook.industries[own.industry].emergency
        before = before_json(own.before, self._messages) if own.before else {}
        return _kept({"emergency": urgent and self._asks(), "before": before or None})

    def _asks(self) -> bool:
        """Whether it or what it calls asks for anything that one could be held up by."""
        found, waiting = set[str](), [self._procedure.id]
        while waiting:
            own = self._handbook.procedures[waiting.pop()]
            if asks(own):
                return True
            found.add(own.id)
            waiting += [step.use for step in own.steps if step.use and step.use not in found]
        return False

    def _roles(self) -> dict[str, Ref]:
        return {name: Ref(name, role.title) for name, role in self._handbook.roles.items()}

    def retired(self) -> Json | None:
        """Return what to say of one that is retired, and where to go instead; None for others."""
        own, messages = self._procedure, self._messages
        if own.control.status != Status.RETIRED:
            return None
        other = self._handbook.procedures[own.replaced_by or own.id]
        told = ("page.replaced-by", other.title)
        alone = ("page.void-alone", messages("page.run.to-page"))
        words, title = told if own.replaced_by else alone
        page = self._pages.address(routes.procedure(other))
        return {"text": f"{messages('page.void')}{messages(words)}", "title": title, "page": page}

    def _step(self, told: ResolvedStep) -> Json:
        step = told.step
        content = worded(step_content(told), self._messages)
        if aside := reached_by(told):
            content["only_if"] = worded(aside, self._messages)
        return _kept(
            {
                "id": step.id,
                "hash": step_digest(self._plain.step(step.id)),
                **{key: value for key, value in content.items() if key not in _RETOLD},
                "facts": facts_left(content, told),
                "hazards": hazards_json(step.hazards, self._messages),
                "readings": readings_json(told, self._messages),
                "checks": self._checks.get(step.id),
                **timing_json(told, self._messages),
                "pictures": pictures_json(step.pictures, routes.RUN),
                "clips": clips_json(step.clips, routes.RUN),
                "seconds": _seconds(step.time_limit),
                "least": bool(step.time_limit and step.time_limit.op == "ge"),
                "seldom": is_seldom(self._procedure, step),
                "standards": [
                    f"{one.metric} {reads(one.value, self._messages)}" for one in told.standards
                ],
                "form": self._form(step.uses_form) if step.uses_form else None,
                "other_forms": list(map(self._form, step.other_forms)),
                "rules": [self._rules(name) for name in step.uses_rules],
                "use": _other(told.use),
                "starts": _other(told.starts),
                "question": str(step.decision.question) if step.decision else None,
                "ways": [{"answer": str(answer), "go": to.id} for answer, to in told.outcomes],
                "next": None if step.decision else self._next(told),
                "exceptions": [
                    number
                    for number, rule in enumerate(self._procedure.exceptions)
                    if not rule.at or step.id in rule.at
                ],
            }
        )

    def _next(self, told: ResolvedStep) -> str | None:
        """Return what follows; in a procedure without an order, only what is written."""
        to = told.follows if self._procedure.order == "sequence" else told.next
        return to.id if to else None

    def _exception(self, told: ResolvedException) -> Json:
        content = worded(exception_content(told), self._messages)
        return _kept(
            {
                **{key: value for key, value in content.items() if key != "at"},
                "seconds": _seconds(told.rule.within),
                "go": None if told.then.kind == "resume" else told.then.id,
            }
        )

    def _handed(self, end: End) -> Json | None:
        """Return what an end hands over to, with the first answer there where the end gives it."""
        over = self._told.target(end.id).over
        if over is None:
            return None
        other = _ref(over)
        first = self._handbook.procedures[over.id].steps[0].decision
        if first is None:
            return other
        met = [str(rule.when) for rule in self._procedure.exceptions if rule.then == end.id]
        said = list(map(without_marks, (str(end.text), *(met if len(set(met)) == 1 else ()))))
        answers = [str(way.answer) for way in first.outcomes if str(way.answer) in said]
        return {**other, "answer": answers[0]} if len(answers) == 1 else other

    def _form(self, name: str) -> Json:
        return _linked(self._pages.form(name), self._pages.address(routes.form(name)))

    def _rules(self, name: str) -> Json:
        page = self._pages.table_page(self._procedure, name)
        link = self._pages.rules(self._procedure, name)
        return _linked(link, self._pages.address(page, routes.rules_anchor(name))) | {"table": name}


def _other(procedure: Ref | None) -> Json | None:
    return _ref(procedure) if procedure else None


def _ref(procedure: Ref) -> Json:
    return {"id": procedure.id, "title": procedure.title}


def _linked(link: Link, address: str) -> Json:
    return {"title": link.text, "page": address}


def _seconds(value: Value | None) -> int | None:
    return seconds(value.literal) if value else None


def _kept(content: Json) -> Json:
    return {key: value for key, value in content.items() if value not in (None, [], {}, "", False)}
