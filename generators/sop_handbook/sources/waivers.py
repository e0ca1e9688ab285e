"""Waivers: advice that maintainers have looked at and set aside, each with a reason."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sop_handbook.adapters.source import KeyPath
from sop_handbook.findings import CODES, Finding, Place, Severity
from sop_handbook.sources.collect import SourceDocument

Span = tuple[
    tuple[int, int], tuple[int, int] | None
]  # first spot, first spot after; None: to the end


@dataclass(frozen=True)
class _Waiver:
    """What one entry of `waivers` silences: one code in one file, perhaps only within a step."""

    place: Place
    code: str
    span: Span

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is set aside; errors never are."""
        start, end = self.span
        spot = (finding.place.line, finding.place.column)
        return (
            finding.code == self.code
            and finding.place.file == self.place.file
            and finding.severity is not Severity.ERROR
            and start <= spot
            and (end is None or spot < end)
        )


def waive(
    findings: Iterable[Finding], documents: Iterable[SourceDocument], silent: Collection[str]
) -> tuple[list[Finding], list[Finding]]:
    """Take out the findings that are set aside; return the rest and what is wrong with waivers.

    `silent` names codes that were not looked for: nobody knows whether their waivers are used.
    """
    found = list(findings)
    waivers = [waiver for document in documents for waiver in _waivers(document)]
    used = {waiver for waiver in waivers if any(waiver.covers(finding) for finding in found)}
    rest = [finding for finding in found if not any(w.covers(finding) for w in used)]
    return rest, list(_wrong(waivers, used, silent))


def _wrong(
    waivers: list[_Waiver], used: Collection[_Waiver], silent: Collection[str]
) -> Iterator[Finding]:
    for waiver in waivers:
        if CODES.get(waiver.code) is Severity.ERROR:
            yield Finding(waiver.place, "waived-error", {"value": waiver.code})
        elif waiver.code in CODES and waiver not in used and waiver.code not in silent:
            yield Finding(waiver.place, "unused-waiver", {"value": waiver.code})


def _waivers(document: SourceDocument) -> Iterator[_Waiver]:
    entries = document.data.get("waivers")
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict) and isinstance(entry.get("code"), str):
            place = document.source.place(("waivers", index, "code"))
            yield _Waiver(place, entry["code"], _span(document, entry.get("at")))


def _span(document: SourceDocument, step: object) -> Span:
    """From where to where a step is written; the whole file when none is named."""
    steps = document.data.get("steps")
    for index, own in enumerate(steps if isinstance(steps, list) else ()):
        if step is not None and isinstance(own, dict) and own.get("id") == step:
            return _extent(document, ("steps", index))
    return (0, 0), None if step is None else (0, 0)


def _extent(document: SourceDocument, path: KeyPath) -> Span:
    source = document.source
    inside = [at for where, at in source.values.items() if where[: len(path)] == path]
    inside += [at for where, at in source.keys.items() if where[: len(path)] == path]
    after = [at for at in (*source.keys.values(), *source.values.values()) if at > max(inside)]
    return min(inside), min(after, default=None)
