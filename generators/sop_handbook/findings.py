"""Findings: what is wrong with the sources, as plain values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: an error stops the build, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


MOST = 100  # findings of one file: who has more has one cause for all of them


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a file: path relative to the project, line and column from 1, in characters."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


# Asked only about what there is a finding on: to look in a file takes long.
FindPlace = Callable[[], Place]


@dataclass(frozen=True)
class Finding:
    """One thing a maintainer should know.

    `code` is one of CODES; `args` fill the gaps of the code's message in the locale files, by name;
    `nearest` is the valid value that comes closest to the one found, None if none does; `eased`
    makes a warning of an error that does not matter where it was found.
    """

    place: Place
    code: str
    args: Mapping[str, str] = field(default_factory=dict)
    nearest: str | None = None
    eased: bool = False

    @property
    def severity(self) -> Severity:
        """The severity belongs to the code, not to the single finding."""
        severity = CODES[self.code]
        return Severity.WARNING if self.eased and severity is Severity.ERROR else severity


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by place, then code, each finding once; what others follow from comes first."""
    ordered: list[Finding] = []
    for finding in sorted(findings, key=_order):
        if not ordered or ordered[-1] != finding:
            ordered.append(finding)
    return ordered


def _order(finding: Finding) -> tuple[bool, Place, str, list[tuple[str, str]]]:
    return finding.code not in _CAUSES, finding.place, finding.code, sorted(finding.args.items())


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether publishing must stop: whether one of them is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


# An id that was released and is no more: mended first, since many findings follow from it.
_CAUSES = frozenset(
    {
        "file-renamed",
        "procedure-gone",
        "role-renamed",
        "form-renamed",
        "step-renamed",
    }
)

_ERRORS = (
    # files
    "missing-file", "unreadable-file", "symlink", "special-file", "bad-file-name", "stray-file",
    "empty-file", "needed-file-empty",
    "too-large", "too-deep", "not-utf8", "control-character", "nothing-visible",
    # YAML
    "yaml-syntax", "full-width-colon", "ideographic-indent", "tab-indent",
    "yaml-tag", "yaml-alias", "yaml-anchor", "duplicate-key", "bad-key",
    # schema
    "unknown-key", "no-such-field", "missing-key", "missing-one-of", "only-one-of",
    "unquoted-mention", "wrong-type", "empty-value",
    "not-allowed",
    "too-long", "too-wide", "too-few", "too-many", "doubled-item",
    "bad-id", "reserved-id", "bad-number", "bad-revision", "bad-date",
    "bad-time-limit", "bad-duration", "bad-schedule", "bad-repeat", "bad-media-path", "bad-mark",
    "bad-drill-number",
    "bad-value", "bad-limit", "bad-unit", "bad-row-count", "bad-decimals",
    "bad-url", "bad-email", "bad-form",
    "bad-repository", "bad-account", "no-steps", "one-outcome",
    "joined-aliases", "bad-page", "no-target", "more-findings",
    # references
    "unknown-role", "unknown-term", "unknown-step", "unknown-target", "unknown-quantity",
    "unknown-reading", "unknown-procedure", "unknown-form", "unknown-rules", "unknown-industry",
    "unknown-document", "unknown-contact", "unknown-family", "unknown-finding",
    "foreign-provenance",
    "joined-ids", "full-width-brace", "stray-quote",
    # identity
    "duplicate-id", "id-in-two-files", "id-not-file-name", "duplicate-number",
    "same-title-of-role", "same-title-of-procedure",
    "in-two-families", "row-length", "former-address-claimed-twice",
    # flow
    "unreachable-step", "path-never-ends", "falls-through", "ambiguous-next", "decision-with-next",
    "same-answer", "uses-itself",
    # values
    "value-of-another-kind", "no-time", "range-reversed", "tolerance-negative",
    # time, groups, repeats
    "anchor-later", "anchor-may-lack", "no-frequency", "frequency-twice", "frequency-apart",
    "repeat-ways", "repeat-without-then",
    "repeat-circle", "action-of-stranger", "group-of-one", "group-apart", "group-nested",
    "group-without-order", "group-left", "group-entered", "group-again",
    # readings
    "options-missing", "unit-missing", "limit-other-unit", "limit-of-another-kind",
    "limit-twice", "limits-cross",
    # people
    "unreachable-contact", "unknown-blank", "no-platform",
    # document control
    "current-without-control", "review-before-effective", "change-missing", "retired-in-use",
    # the brand
    "bad-colour", "bad-logo-path", "no-logo", "logo-unreadable", "logo-empty", "logo-too-large",
    "logo-shape",
    # pictures and clips
    "no-media", "picture-kind", "picture-svg", "picture-heic", "picture-animated",
    "picture-unreadable", "picture-too-large", "picture-position",
    "clip-kind", "clip-unreadable", "clip-too-large", "clip-position", "clip-track",
    # waivers
    "waived-error",
    # released editions
    "revision-not-raised", "class-too-low", "step-undeclared", "role-undeclared",
    "rest-undeclared", "step-renamed", "step-reused", "history-rewritten",
    "file-renamed", "procedure-gone", "role-renamed", "form-renamed", "gone-in-use",
    "ledger-conflict", "ledger-line", "ledger-altered", "ledger-gap", "ledger-shortened",
    "foreign-ledger",
    # checklists
    "checklist-too-long", "checklist-misses-critical",
    # prints
    "card-overflow", "no-type",
    # hand-written pages
    "page-template", "page-too-much", "unknown-part", "unknown-macro", "macro-arguments",
    "macros-off", "broken-link", "broken-anchor", "absolute-link", "engine-module",
    "former-module", "no-page", "not-inherited", "own-folder",
    # the format of the sources
    "bad-format", "newer-format",
    # rewriting
    "cannot-format",
    # the site engine
    "site-engine",
)  # fmt: skip
_WARNINGS = (
    "text-cut-by-hash",
    "part-of-character",
    "folded-text",
    "unpaired-quote",
    "joined-items",
    "nothing-to-dial",
    "answered-without-contact",
    "span-with-op",
    "reading-misfit",
    "limit-too-fine",
    "outside-without-limit",
    "limit-contradicts",
    "limit-longer",
    "repeat-idle",
    "reading-not-yet",
    "unfilled",
    "review-overdue",
    "plate-overflow",
    "nobody-hands-over",
    "not-canonical",
    "idle-decision",
    "unreached-end",
    "not-yet-effective",
    "effective-before-change",
    "deputy-is-owner",
    "one-sided-replacement",
    "changes-out-of-order",
    "change-in-future",
    "review-far",
    "copied-procedure",
    "withdrawn-standard",
    "unused-waiver",
    "ledger-scheme",
    "former-pages",
    "old-format",
    "pale-colour",
    "logo-small",
    "logo-pale",
    "logo-text",
    "picture-text-title",
    "picture-cmyk",
    "picture-heavy",
    "same-picture-twice",
)
_ADVICE = (
    "markup-in-text",
    "stray-brace",
    "no-base-url",
    "no-short-name",
    "example-address",
    "no-emergency-number",
    "unused",
    "unused-media",
    "near-duplicate",
    "typed-quantity",
    "frequency-as-limit",
    "review-soon",
    "approver-is-owner",
    "adoption-without-effect",
    "many-answers",
    "checklist-misses-step",
    "step-count",
    "few-key-points",
    "many-key-points",
    "vague-word",
    "modal-verb",
    "foreign-alias",
    "shared-alias",
    "personal-unmarked",
)
# Style: good to know while writing, too much to see every time.
ON_REQUEST = frozenset(
    {
        "step-count",
        "few-key-points",
        "many-key-points",
        "vague-word",
        "modal-verb",
        "foreign-alias",
        "shared-alias",
        "personal-unmarked",
    }
)

CODES: Mapping[str, Severity] = {
    **dict.fromkeys(_ERRORS, Severity.ERROR),
    **dict.fromkeys(_WARNINGS, Severity.WARNING),
    **dict.fromkeys(_ADVICE, Severity.ADVICE),
}
