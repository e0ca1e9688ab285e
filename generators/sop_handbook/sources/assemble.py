"""Valid documents -> the frozen Handbook: texts parsed, quantities filled in, order fixed."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from sop_handbook import model as m
from sop_handbook.language.messages import Messages
from sop_handbook.language.schedules import is_schedule, schedule_of, written
from sop_handbook.language.values import quantity_display
from sop_handbook.model.contacts import is_set
from sop_handbook.sources.collect import SourceDocument
from sop_handbook.sources.placeholders import Placeholder, split
from sop_handbook.sources.shared_labels import told_apart

_CONTROL_KEYS = tuple(field.name for field in fields(m.Control))


def assemble(documents: Iterable[SourceDocument], messages: Messages) -> m.Handbook:
    """Build the handbook from documents without error findings.

    `messages` are those of the language that the texts are written in.
    """
    return _Assembler(list(documents), messages).handbook()


class _Assembler:
    """One run. `_quantities` and what follows are of the document at hand, read by the hooks."""

    def __init__(self, documents: list[SourceDocument], messages: Messages) -> None:
        self._messages = messages
        self._by_kind: dict[str, list[SourceDocument]] = {}
        for document in documents:
            self._by_kind.setdefault(document.kind, []).append(document)
        self._quantities: Mapping[str, m.Quantity] = {}
        self._readings: Mapping[str, str] = {}  # labels of readings by id
        self._steps: Mapping[str, str] = {}  # titles of steps by id
        self._converter = self._make_converter()

    def handbook(self) -> m.Handbook:
        top = self._single("handbook")
        url = top.get("base_url")
        industries = self._index(top.get("industries"), m.Industry)
        families = {
            document.name: self._family(document) for document in self._by_kind.get("family", [])
        }
        procedures = self._procedures(industries, families)
        forms = [form for family in families.values() for form in family.forms]
        forms += [form for procedure in procedures.values() for form in procedure.forms]
        return m.Handbook(
            title=top.get("title", ""),
            summary=self._text(top.get("summary", "")),
            report_to=top.get("report_to", ""),
            base_url=url if url and is_set(url) else None,
            example_url=url if url and not is_set(url) else None,
            maintainers=tuple(top.get("maintainers", ())),
            brand=self._converter.structure(top.get("brand", {}), m.Brand),
            industries=industries,
            documents=self._index(top.get("documents"), m.Document),
            contacts=self._index(top.get("contacts"), m.Contact),
            roles=self._index(self._single("roles").get("roles"), m.Role),
            terms=self._index(self._single("terms").get("terms"), m.Term),
            synonyms=tuple(map(tuple, self._single("terms").get("synonyms", ()))),
            emergencies=tuple(
                self._converter.structure(item, m.Emergency)
                for item in self._single("terms").get("emergencies", ())
            ),
            families=families,
            procedures=procedures,
            origins=tuple(
                self._converter.structure(flow, m.Origin)
                for flow in self._single("provenance").get("flows", ())
            ),
            forms={form.id: form for form in forms},
            language=self._messages.language,
            repository=self._converter.structure(top["repository"], m.Repository)
            if "repository" in top
            else None,
        )

    def _procedures(
        self, industries: Mapping[str, m.Industry], families: Mapping[str, m.Family]
    ) -> dict[str, m.Procedure]:
        family_of: dict[str, m.Family] = {}
        for family in families.values():
            for member in family.members:
                family_of.setdefault(member, family)
        built = [
            self._procedure(document, industries, family_of.get(document.name))
            for document in self._by_kind.get("procedure", [])
        ]
        position = {industry: index for index, industry in enumerate(industries)}
        built.sort(key=lambda p: (position.get(p.industry, len(position)), p.number))
        return {procedure.id: procedure for procedure in built}

    def _procedure(
        self,
        document: SourceDocument,
        industries: Mapping[str, m.Industry],
        family: m.Family | None,
    ) -> m.Procedure:
        data: dict[str, Any] = dict(document.data)
        self._quantities = {q.id: q for q in family.quantities} if family else {}
        self._quantities = {**self._quantities, **self._own_quantities(data)}
        steps = data.get("steps", ())
        self._steps = {step["id"]: step["title"] for step in steps}
        told = (reading for step in steps for reading in step.get("readings", ()))
        self._readings = {reading["id"]: reading["label"] for reading in told}
        data["industry"] = document.folder
        data["family"] = family.id if family else None
        data["control"] = {key: data.pop(key) for key in _CONTROL_KEYS if key in data}
        industry = industries.get(document.folder)
        procedure = self._converter.structure(_listed(_with_end(data, self._messages)), m.Procedure)
        procedure = told_apart(procedure, self._messages)
        return _adopt(procedure, data["control"], industry.adoption if industry else None)

    def _family(self, document: SourceDocument) -> m.Family:
        self._quantities, self._readings, self._steps = {}, {}, {}
        self._quantities = self._own_quantities(document.data)
        return self._converter.structure(document.data, m.Family)

    def _own_quantities(self, data: Mapping[str, Any]) -> dict[str, m.Quantity]:
        return self._index(data.get("quantities"), m.Quantity)

    def _single(self, kind: str) -> dict[str, Any]:
        found = self._by_kind.get(kind)
        return dict(found[0].data) if found else {}

    def _index(self, items: Any, kind: type[Any]) -> dict[str, Any]:
        built = [self._converter.structure(item, kind) for item in items or ()]
        return {item.id: item for item in built}

    def _text(self, raw: str, _: object = None) -> m.Text:
        """Parse a text; a quantity that explains itself by another is left literal."""
        return m.Text(tuple(map(self._part, split(raw.strip()))))

    def _part(self, part: str | Placeholder) -> str | m.Mention | m.ReadingMention:
        if isinstance(part, str):
            return part
        if part.kind == "reading":
            return m.ReadingMention(part.name, self._readings.get(part.name, part.name))
        quantity = self._quantities.get(part.name)
        if quantity is None:
            return f"{{{part.name}}}"
        return m.Mention(quantity, quantity_display(quantity, self._messages))

    def _value(self, raw: Any, _: object) -> m.Value:
        if isinstance(raw, m.Value):
            return raw
        if isinstance(raw, str):
            schedule = schedule_of(raw)
            return m.Value(literal=written(schedule) if schedule else raw, op="eq")
        since = raw.get("since")
        moment: dict[str, Any] = {}
        if isinstance(since, str):
            moment["since"] = self._text(since)
        elif since:
            moment["anchor"] = m.Anchor(**since, title=self._steps.get(since["step"], ""))
        if "within" in raw:
            return m.Value(literal=raw["within"], op="le", **moment)
        quantity = self._quantities.get(raw["quantity"])
        if quantity is None:  # its family has errors and was left out
            return m.Value(literal=f"{{{raw['quantity']}}}", op="eq", **moment)
        bare = quantity.op == "eq" and "anchor" in moment  # 从…开始算，6小时 says nothing
        op = "le" if bare else quantity.op
        return m.Value(literal=quantity.value, op=op, quantity=quantity.id, **moment)

    def _make_converter(self) -> Converter:
        converter = Converter(detailed_validation=False)
        converter.register_structure_hook(m.Text, self._text)
        converter.register_structure_hook(m.Value, self._value)
        converter.register_structure_hook(date, lambda raw, _: date.fromisoformat(raw))
        for kind in (m.Step, m.Receive, m.Trigger, m.Change):
            renamed = {
                field.name: override(rename=field.name.rstrip("_"))
                for field in fields(kind)
                if field.name.endswith("_")
            }
            hook = make_dict_structure_fn(kind, converter, **renamed)  # type: ignore[arg-type]
            converter.register_structure_hook(kind, self._step(hook) if kind is m.Step else hook)
        converter.register_structure_hook(m.Action, self._action(converter))
        converter.register_structure_hook(m.Mark, self._mark)
        converter.register_structure_hook(m.Check, _short_form(m.Check, "check", converter))
        converter.register_structure_hook(m.Phrase, _short_form(m.Phrase, "say", converter))
        converter.register_structure_hook(m.Standard, self._standard(converter))
        return converter

    def _step(self, build: Any) -> Any:
        """A step may name one form or several; how often it is done may stand as its time limit."""

        def structure(raw: dict[str, Any], kind: type[m.Step]) -> m.Step:
            if isinstance(raw.get("uses_form"), list):
                first, *others = raw["uses_form"]
                raw = {**raw, "uses_form": first, "other_forms": others}
            return self._timed(build(_listed(raw), kind))

        return structure

    def _timed(self, step: m.Step) -> m.Step:
        limit = step.time_limit
        if limit is None or limit.since or limit.anchor or not is_schedule(limit.literal):
            return step
        return replace(step, time_limit=None, schedule=(*step.schedule, limit))

    def _action(self, converter: Converter) -> Any:
        """An action may be a text alone; a command need not say that it is to be run."""
        build = _short_form(m.Action, "do", converter)
        messages = self._messages

        def structure(raw: Any, kind: type[m.Action]) -> m.Action:
            if isinstance(raw, dict) and "do" not in raw:
                raw = {**raw, "do": messages("page.run-this")}
            return build(raw, kind)  # type: ignore[no-any-return]

        return structure

    def _mark(self, raw: dict[str, Any], _: object) -> m.Mark:
        across, down = raw["at"]
        return m.Mark(at=(float(across), float(down)), text=self._text(raw["text"]))

    def _standard(self, converter: Converter) -> Any:
        """A standard may give its own operator; one that names a quantity takes the quantity's."""
        build = make_dict_structure_fn(m.Standard, converter)

        def structure(raw: dict[str, Any], kind: type[m.Standard]) -> m.Standard:
            value = self._value(raw["value"], None)
            return build({**raw, "value": replace(value, op=raw.get("op", value.op))}, kind)

        return structure


def _listed(raw: dict[str, Any]) -> dict[str, Any]:
    """What is done how often stands as one value or as several."""
    if "schedule" not in raw or isinstance(raw["schedule"], list):
        return raw
    return {**raw, "schedule": [raw["schedule"]]}


def _short_form(kind: type[Any], key: str, converter: Converter) -> Any:
    build = make_dict_structure_fn(kind, converter)
    return lambda raw, _: build({key: raw} if isinstance(raw, str) else raw, kind)


def _with_end(data: dict[str, Any], messages: Messages) -> dict[str, Any]:
    """A procedure that names no end has one: done."""
    if data.get("ends"):
        return data
    taken = {step["id"] for step in data["steps"]}
    name = m.DEFAULT_END if m.DEFAULT_END not in taken else f"_{m.DEFAULT_END}"
    return {**data, "ends": [{"id": name, "text": messages("page.done")}]}


def _adopt(
    procedure: m.Procedure, given: Mapping[str, Any], adoption: m.Control | None
) -> m.Procedure:
    """Fill in from the industry's adoption what the procedure does not say itself.

    Who adopted the industry did not approve what is still a draft or under review there.
    """
    if adoption is None:
        return procedure
    own = procedure.control
    settled = "status" not in given or own.status not in {m.Status.DRAFT, m.Status.REVIEW}
    taken = _CONTROL_KEYS if settled else ("owner",)
    merged = {
        key: getattr(own if key in given or key not in taken else adoption, key)
        for key in _CONTROL_KEYS
    }
    return replace(procedure, control=m.Control(**merged))
