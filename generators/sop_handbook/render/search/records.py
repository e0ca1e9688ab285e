"""The handbook as what a search can find: one record a step, role, form, term and so on."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from sop_handbook.language.messages import Messages
from sop_handbook.language.quantities import key_of
from sop_handbook.language.values import bounded, reads, with_operator
from sop_handbook.model import (
    Family,
    Handbook,
    Procedure,
    Status,
    Value,
    routes,
)
from sop_handbook.model.duties import duties
from sop_handbook.model.limits import standards_with_limits
from sop_handbook.render.base import Section
from sop_handbook.render.search.lines import (
    calls,
    hazards,
    loud,
    reached,
    remark,
    said,
    shown,
)
from sop_handbook.render.search.record import ASIDE, FULL, GENERIC, RETIRED, Record
from sop_handbook.render.search.standing_alone import (
    files_record,
    print_records,
    section_record,
    set_record,
    table_record,
)
from sop_handbook.render.search.step_lines import exception, step_lines
from sop_handbook.render.views.needed import beforehand_view


class Records:
    """Makes the records of a handbook, in reading order."""

    def __init__(
        self,
        handbook: Handbook,
        messages: Messages,
        today: date,
        offered: Mapping[str, Sequence[str]] = MappingProxyType({}),
        printed: Sequence[str] = (),
        sets: Collection[str] = (),
    ) -> None:
        """`offered` are the kinds of files of each procedure, `printed` those of all prints.

        `sets` are the ids of the roles for which there is a set for somebody new.
        """
        self._handbook = handbook
        self._today = today
        self._messages = messages
        self._offered = offered
        self._printed = printed
        self._sets = sets

    def all(self, sections: Iterable[Section]) -> Iterator[Record]:
        """Yield everything there is to find; `sections` are those of the hand-written pages."""
        yield from self._overviews()
        yield from self._industries()
        for family in self._handbook.families.values():
            yield from self._family(family)
        for procedure in self._handbook.procedures.values():
            yield self._procedure(procedure)
            yield from self._before(procedure)
            yield from self._steps(procedure)
            yield from self._tables(procedure)
            yield from self._files(procedure)
        yield from self._roles()
        yield from self._forms()
        yield from self._terms()
        yield from map(section_record, sections)

    def _overviews(self) -> Iterator[Record]:
        pages = {
            routes.INDUSTRIES: self._messages("page.industries"),
            routes.ROLES: self._messages("page.roles"),
            routes.STANDARDS: self._messages("page.standards-register"),
            routes.FORMS: self._messages("page.forms"),
            routes.GLOSSARY: self._messages("page.glossary"),
            routes.NEWS: self._messages("page.news"),
            routes.CURRENCY: self._messages("page.currency"),
        }
        if duties(self._handbook):
            pages[routes.DUTIES] = self._messages("page.duties.title")
        for page, title in pages.items():
            yield Record(kind="page", page=page.name, title=title)
        yield from print_records(self._printed, self._messages)
        roles = (role for role in self._handbook.roles.values() if role.id in self._sets)
        yield from (set_record(role, self._messages) for role in roles)

    def _industries(self) -> Iterator[Record]:
        for industry in self._handbook.industries.values():
            yield Record(
                kind="industry",
                page=routes.industry(industry.id).name,
                title=industry.title,
                names=industry.aliases,
                lines=(str(industry.summary),),
            )

    def _family(self, family: Family) -> Iterator[Record]:
        page = routes.family(self._handbook, family.id).name
        quantities = (
            f"{q.label}：{bounded(q, self._messages)}{remark(q.note)}" for q in family.quantities
        )
        yield Record(
            kind="family",
            page=page,
            title=family.title,
            place=self._handbook.industries[family.industry].title,
            lines=(*said(family.summary, *family.overview), *quantities),
        )
        for table in family.rules:
            yield table_record(table, page, family.title)

    def _procedure(self, procedure: Procedure) -> Record:
        standards = (
            f"{item.metric}：{with_operator(item.value.literal, item.value.op, self._messages)}"
            for item in standards_with_limits(procedure, key_of)
        )
        quantities = (
            f"{q.label}：{bounded(q, self._messages)}{remark(q.note)}" for q in procedure.quantities
        )
        feedback, training = procedure.feedback, procedure.training
        return Record(
            kind="procedure",
            page=routes.procedure(procedure).name,
            title=procedure.title,
            number=procedure.number,
            place=self._handbook.industries[procedure.industry].title,
            mark=self._mark(procedure),
            rank=self._rank(procedure),
            names=(procedure.number, *procedure.aliases),
            lines=(
                *said(procedure.goal, procedure.scope, *procedure.principles),
                *(self._often(value) for value in procedure.schedule),
                *shown(procedure),
                *said(*(trigger.text for trigger in procedure.triggers)),
                *said(*(end.text for end in procedure.ends)),
                *standards,
                *quantities,
                *(line for one in procedure.exceptions for line in exception(one)),
                *said(*(feedback.channels if feedback else ())),
                *said(*((feedback.callback, feedback.loop) if feedback else ())),
                *(scenario.title for scenario in (training.scenarios if training else ())),
            ),
            missing=procedure.not_covered,
            gaps=said(*(gap.text for gap in procedure.gaps if not gap.at)),
            near=self._industry_names(procedure),
        )

    def _often(self, value: Value) -> str:
        return f"{self._messages('page.frequency')}：{reads(value, self._messages)}"

    def _before(self, procedure: Procedure) -> Iterator[Record]:
        """Yield what to know and to have at hand before the first step, found by its lists, too."""
        before = beforehand_view(procedure.before, self._messages)
        if before is None:
            return
        yield Record(
            kind="page",
            page=routes.procedure(procedure).name,
            anchor="before",
            title=self._messages("page.before"),
            place=procedure.title,
            mark=self._mark(procedure),
            rank=self._rank(procedure),
            names=tuple(called for called, _ in before.parts),
            loud=tuple(hazards(before.hazards, self._messages)),
            lines=tuple(f"{called}：{one}" for called, texts in before.parts for one in texts),
            near=(procedure.title, *procedure.aliases),
            far=self._industry_names(procedure),
        )

    def _tables(self, procedure: Procedure) -> Iterator[Record]:
        """Yield the tables of a procedure, found by their rows."""
        page = routes.procedure(procedure).name
        for table in procedure.rules:
            found = table_record(table, page, procedure.title)
            yield replace(found, mark=self._mark(procedure), rank=self._rank(procedure))

    def _files(self, procedure: Procedure) -> Iterator[Record]:
        """Yield what can be printed or fetched of a procedure, by the names of its kinds."""
        kinds = dict.fromkeys(self._offered.get(procedure.id, ()))
        if kinds:
            yield files_record(
                self._handbook,
                procedure,
                self._messages,
                kinds=kinds,
                rank=min(ASIDE, self._rank(procedure)),
                industry=self._industry_names(procedure),
            )

    def _steps(self, procedure: Procedure) -> Iterator[Record]:
        resolved = self._handbook.resolved(procedure)
        labels = resolved.numbers
        called = calls(procedure)
        for told in resolved.steps:
            step = told.step
            role = self._handbook.roles.get(step.role)
            yield Record(
                kind="step",
                page=routes.procedure(procedure).name,
                anchor=routes.step_anchor(step.id),
                title=step.title,
                number=labels[step.id],
                place=procedure.title,
                role=role.title if role else self._messages("page.unspecified-role"),
                mark=self._mark(procedure),
                rank=self._rank(procedure),
                names=step.aliases,
                missing=step.not_covered,
                gaps=said(*(gap.text for gap in procedure.gaps if gap.at == step.id)),
                calls=called[step.id],
                loud=loud(told, self._messages),
                lines=tuple(step_lines(resolved, step, self._messages)),
                near=(procedure.title, *procedure.aliases),
                far=(
                    *self._industry_names(procedure),
                    *((role.title, *role.aliases) if role else ()),
                    *(self._handbook.roles[name].title for name in step.with_),
                ),
            )

    def _roles(self) -> Iterator[Record]:
        for role in self._handbook.roles.values():
            industry = self._handbook.industries[role.industry]
            yield Record(
                kind="role",
                page=routes.role(role.id).name,
                title=role.title,
                place=industry.title,
                rank=GENERIC if industry.generic else FULL,
                names=role.aliases,
                loud=tuple(reached(self._handbook, role, self._messages)),
                lines=said(role.summary),
                near=(industry.title,),
            )

    def _forms(self) -> Iterator[Record]:
        for form in self._handbook.forms.values():
            fields = (f"{field.label}{remark(field.hint)}" for field in form.filled_in)
            copies = (f"{copy.to}{remark(copy.keeps)}" for copy in form.copies)
            yield Record(
                kind="form",
                page=routes.form(form.id).name,
                title=form.title,
                names=form.aliases,
                lines=(
                    *said(form.purpose, form.validity, *form.rules),
                    *fields,
                    *said(*form.signatures),
                    *copies,
                ),
            )

    def _terms(self) -> Iterator[Record]:
        for term in self._handbook.terms.values():
            yield Record(
                kind="term",
                page=routes.GLOSSARY.name,
                anchor=routes.term_anchor(term.id),
                title=term.term,
                names=term.aliases,
                lines=said(term.definition),
            )

    def _industry_names(self, procedure: Procedure) -> tuple[str, ...]:
        industry = self._handbook.industries[procedure.industry]
        return industry.title, *industry.aliases

    def _mark(self, procedure: Procedure) -> str:
        control = procedure.control
        if control.status is not Status.CURRENT:
            return self._messages(f"page.status.{control.status}")
        starts = control.starts(self._today)
        return self._messages("print.standing.not-yet") if starts else ""

    def _rank(self, procedure: Procedure) -> int:
        if procedure.control.status is Status.RETIRED:
            return RETIRED
        return GENERIC if self._handbook.industries[procedure.industry].generic else FULL
