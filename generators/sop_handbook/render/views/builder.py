"""Turns parts of the handbook into the views of one page."""

from collections.abc import Callable, Iterable
from datetime import date

from sop_handbook.editions.facts import reached_by
from sop_handbook.editions.ledger import in_order
from sop_handbook.language.messages import Messages
from sop_handbook.language.quantities import key_of
from sop_handbook.language.values import bounded, limit_name, quantity_display, reads
from sop_handbook.language.wording import target_name, worded
from sop_handbook.model import (
    Family,
    Handbook,
    Mention,
    Procedure,
    Provenance,
    Quantity,
    Step,
    Text,
    Value,
    routes,
)
from sop_handbook.model.before import gravest_first
from sop_handbook.model.limits import standards_with_limits
from sop_handbook.model.numbering import counted
from sop_handbook.model.resolved import ResolvedException, ResolvedReading, ResolvedStep, Target
from sop_handbook.render.views.control import control_view
from sop_handbook.render.views.links import Link, Pages
from sop_handbook.render.views.models import (
    ChangeView,
    ControlView,
    ExceptionView,
    OutcomeView,
    QuantityView,
    ReadingView,
    ScenarioView,
    StandardView,
    StepView,
)
from sop_handbook.render.views.needed import (
    action_view,
    facts_view,
    manner_view,
    phrase_view,
    reading_view,
)
from sop_handbook.render.views.pictures import MediaView, media_view
from sop_handbook.render.views.reports import Report, nearest, report, subject_of
from sop_handbook.render.views.seldom import is_seldom


class ViewBuilder:
    """Makes views for one page. Holds only what never changes during a run."""

    def __init__(self, handbook: Handbook, messages: Messages, here: routes.Route) -> None:
        self.handbook = handbook
        self.messages = messages
        self.pages = Pages(handbook, here)

    def control(self, procedure: Procedure, today: date) -> ControlView:
        """Return the document control line of a procedure as of a day."""
        return control_view(procedure, today, self.role, self.messages)

    def superseded(self, procedure: Procedure) -> tuple[Link, ...]:
        """Return the procedures this one takes the place of."""
        return tuple(self.pages.procedure(name) for name in procedure.supersedes)

    def changes(self, procedure: Procedure) -> tuple[ChangeView, ...]:
        """Return the history; a step that is gone by now has no name any more."""
        known = {step.id for step in procedure.steps}
        gone = self._gone(procedure)
        return tuple(
            ChangeView(
                change=change,
                revision=self.messages("page.revision", revision=change.revision),
                concerns=(
                    *(
                        self.pages.step(procedure, name) if name in known else gone(name)
                        for name in change.steps
                    ),
                    *map(self.role, change.roles),
                ),
            )
            for change in procedure.changes
        )

    def _gone(self, procedure: Procedure) -> Callable[[str], Link]:
        """Steps that are no more, by the title they were last released under."""
        titles = {
            name: step.title
            for edition in in_order(self.handbook.editions_of.get(("procedure", procedure.id), ()))
            for name, step in edition.steps.items()
        }
        unknown = self.messages("page.former-step")
        return lambda name: Link(
            self.messages("report.gone-step", title=titles[name]) if name in titles else unknown, ""
        )

    def role(self, name: str) -> Link:
        """Link to a role, or say that the document names none."""
        return self.pages.role(name, self.messages("page.unspecified-role"))

    def steps(self, procedure: Procedure) -> tuple[StepView, ...]:
        """Return all steps of a procedure."""
        told = self.handbook.resolved(procedure)
        return tuple(self._step(procedure, step) for step in told.steps)

    def step(self, procedure: Procedure, name: str) -> StepView:
        """Return one step of a procedure, by its id."""
        return self._step(procedure, self.handbook.resolved(procedure).step(name))

    def _step(self, procedure: Procedure, told: ResolvedStep) -> StepView:
        step = told.step
        return StepView(
            step=step,
            number=told.number,
            anchor=routes.step_anchor(step.id),
            here=self.pages.step(procedure, step.id),
            role=self.role(step.role),
            with_=tuple(self.role(name) for name in step.with_),
            limit=self.value(step.timing),
            limit_name=self.messages(f"page.{limit_name(step.timing)}"),
            listed="；".join(map(self.value, step.listed_times)),
            receives=tuple((item, self.role(who.id)) for item, who in told.receives),
            hazards=gravest_first(step.hazards),
            actions=tuple(map(action_view, step.actions, told.doers)),
            critical=tuple(point for point in step.key_points if point.critical),
            key_points=tuple(point for point in step.key_points if not point.critical),
            phrases=tuple(map(phrase_view, step.phrases, told.speakers)),
            avoid=step.avoid,
            outcomes=tuple(
                OutcomeView(answer=answer, target=self._target(procedure, target))
                for answer, target in told.outcomes
            ),
            conditions=told.answers or tuple(worded(reached_by(told), self.messages)),
            seldom=is_seldom(procedure, step),
            next=self._target(procedure, told.next) if told.next else None,
            use=self.pages.procedure(step.use) if step.use else None,
            starts=self.pages.procedure(step.starts) if step.starts else None,
            forms=tuple(map(self.pages.form, step.forms)),
            rules=tuple(self.pages.rules(procedure, name) for name in step.uses_rules),
            readings=tuple(self._reading(procedure, reading) for reading in told.readings),
            gaps=tuple(gap.text for gap in told.gaps),
            exceptions=tuple(self._exception(procedure, one) for one in told.exceptions),
            media=self.media(step),
            together=tuple(one.number for one in told.together),
            manner=manner_view(told, self.messages),
            facts=facts_view(told, self.messages),
            report=self._report(procedure, told.number, step),
        )

    def media(self, of: Procedure | Step) -> MediaView:
        """Return what is to be seen of a procedure or a step."""
        return media_view(of.pictures, of.clips, self.pages, self.messages)

    def exceptions(self, procedure: Procedure) -> tuple[ExceptionView, ...]:
        """Return all exceptions of a procedure with links to the steps they belong to."""
        told = self.handbook.resolved(procedure)
        return tuple(self._exception(procedure, one) for one in told.exceptions)

    def standing_exceptions(self, procedure: Procedure) -> tuple[ExceptionView, ...]:
        """Return the exceptions that can come up at any step."""
        told = self.handbook.resolved(procedure)
        return tuple(self._exception(procedure, one) for one in told.standing)

    def _reading(self, procedure: Procedure, told: ResolvedReading) -> ReadingView:
        go = self._target(procedure, told.go) if told.go else None
        return reading_view(told.reading, go, self.messages)

    def _exception(self, procedure: Procedure, told: ResolvedException) -> ExceptionView:
        rule = told.rule
        return ExceptionView(
            rule=rule,
            at=tuple(self.pages.step(procedure, step.id) for step in told.at),
            within=self.value(rule.within),
            role=self.role(rule.role) if rule.role else None,
            then=self._target(procedure, told.then),
        )

    def scenarios(self, procedure: Procedure) -> tuple[ScenarioView, ...]:
        """Return the situations to rehearse, with links to the steps they are about."""
        return tuple(
            ScenarioView(
                scenario=scenario,
                trainee=self.role(scenario.trainee),
                steps=tuple(self.pages.step(procedure, name) for name in scenario.steps),
            )
            for scenario in (procedure.training.scenarios if procedure.training else ())
        )

    def step_count(self, procedure: Procedure) -> str:
        """Return how many steps people count, such as 6步; branches do not add up."""
        numbers = self.handbook.resolved(procedure).numbers.values()
        return self.messages("page.step-count", count=len(set(map(counted, numbers))))

    def standards(self, procedure: Procedure) -> tuple[StandardView, ...]:
        """Return the standards of a procedure, and the limits of its readings."""
        return tuple(
            StandardView(
                standard=standard,
                requirement=self.value(standard.value),
                steps=tuple(self.pages.step(procedure, name) for name in standard.steps),
            )
            for standard in standards_with_limits(procedure, key_of)
        )

    def quantities(self, owner: Family | Procedure) -> tuple[QuantityView, ...]:
        """Return the quantities of a family or procedure; phone numbers can be dialled."""
        return tuple(
            QuantityView(
                quantity=quantity,
                shown=bounded(quantity, self.messages),
                read=self.mention(quantity) if quantity.kind == "contact" else None,
            )
            for quantity in owner.quantities
        )

    def mention(self, quantity: Quantity) -> Text:
        """Return a quantity as a text of its own, in which a telephone number can be dialled."""
        return Text((Mention(quantity, quantity_display(quantity, self.messages)),))

    def value(self, value: Value | None) -> str:
        """Return how a value reads, "" if there is none.

        A bare time limit means within that time.
        """
        if value is None:
            return ""
        return reads(value, self.messages)

    def sources(self, entries: Iterable[Provenance]) -> tuple[str, ...]:
        """Return where the parts came from, a line each."""
        return tuple(
            self.messages(
                "page.source",
                part=entry.part,
                document=self.handbook.documents[entry.document].title,
                place=entry.place,
            )
            for entry in entries
        )

    def _target(self, procedure: Procedure, target: Target) -> Link:
        """Say where something leads, with a link where it leads on."""
        href = ""
        if target.kind == "step":
            href = self.pages.step(procedure, target.id).href
        elif target.over:
            href = self.pages.procedure(target.over.id).href
        return Link(target_name(target, self.messages), href)

    def report(self, procedure: Procedure) -> Report:
        """Return how to say that something in a procedure is wrong."""
        about = subject_of(self.handbook, self.messages, procedure)
        contact = nearest(self.handbook, procedure.industry)
        return report(self.handbook, self.messages, contact, about)

    def _report(self, procedure: Procedure, number: str, step: Step) -> Report:
        about = subject_of(
            self.handbook,
            self.messages,
            procedure,
            f"{number} {step.title}",
            routes.step_anchor(step.id),
        )
        contact = nearest(self.handbook, procedure.industry, step.role)
        return report(self.handbook, self.messages, contact, about)
