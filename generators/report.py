"""The faces of a finding: terminal text, JSON, annotations for GitHub and GitLab."""

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from generators.findings import Finding, Severity
from generators.words import Words

FORMATS = ("text", "json", "github", "gitlab")
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_GITLAB_LEVEL = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def render(findings: Iterable[Finding], form: str, words: Words) -> str:
    """Return all findings in one of FORMATS."""
    if form == "json":
        records = [as_record(finding, words) for finding in findings]
        return json.dumps(records, ensure_ascii=False, indent=2)
    if form == "gitlab":
        return json.dumps(as_code_quality(findings, words), ensure_ascii=False, indent=2)
    face = as_annotation if form == "github" else as_text
    return "\n".join(face(finding, words) for finding in findings)


def as_text(finding: Finding, words: Words) -> str:
    """Two lines: place, severity, what is wrong, code; then what to do about it."""
    severity = words(f"report.severity.{finding.severity}")
    head = f"{finding.place}  {severity}  {message(finding, words)}  [{finding.code}]"
    return f"{head}\n    → {hint(finding, words)}"


def as_record(finding: Finding, words: Words) -> dict[str, str | int | None]:
    """A flat mapping for other programs."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "message": message(finding, words),
        "hint": hint(finding, words),
        "nearest": finding.nearest,
    }


def as_annotation(finding: Finding, words: Words) -> str:
    """A workflow command (GitHub docs: Workflow commands, "Setting an error message")."""
    place = finding.place
    where = f"file={_escape(place.file, ',:')},line={place.line},col={place.column}"
    text = _escape(f"{message(finding, words)} {hint(finding, words)}")
    return f"::{_LEVEL[finding.severity]} {where},title={finding.code}::{text}"


def as_code_quality(findings: Iterable[Finding], words: Words) -> list[dict[str, object]]:
    """A code quality report (GitLab docs: Code Quality, "Code Quality report format").

    A fingerprint does not depend on the line, so that a finding that moved is not a new one;
    equal ones in one file are counted.
    """
    seen: Counter[str] = Counter()
    entries: list[dict[str, object]] = []
    for finding in findings:
        text = f"{message(finding, words)} {hint(finding, words)}"
        what = f"{finding.place.file}\n{finding.code}\n{text}"
        seen[what] += 1
        entries.append(
            {
                "description": text,
                "check_name": finding.code,
                "fingerprint": sha256(f"{what}\n{seen[what]}".encode()).hexdigest(),
                "severity": _GITLAB_LEVEL[finding.severity],
                "location": {"path": finding.place.file, "lines": {"begin": finding.place.line}},
            }
        )
    return entries


def message(finding: Finding, words: Words) -> str:
    """What is wrong, in plain words."""
    return words(f"findings.{finding.code}.message", **_args(finding, words))


def hint(finding: Finding, words: Words) -> str:
    """What to do about it; the nearest valid value comes first."""
    text = words(f"findings.{finding.code}.hint", **_args(finding, words))
    if finding.nearest:
        return words("report.nearest", nearest=finding.nearest) + text
    return text


def general_hint(code: str, words: Words) -> str:
    """What to do about a code as such, where no single finding fills the gaps."""
    return str(words.branch(f"findings.{code}.hint")).format_map(_Ellipsis())


def explain(code: str, words: Words) -> str:
    """A page of text about one code: what it means, what to do, a wrong and a right example."""
    entry = words.branch(f"findings.{code}")
    advice = f"{words('report.what-to-do')}{general_hint(code, words)}"
    parts = [f"{code} · {entry['title']}", entry["explain"], advice]
    parts += [
        words(f"report.{key}") + "\n\n" + _indent(entry[key])
        for key in ("wrong", "right")
        if key in entry
    ]
    return "\n\n".join(parts)


class _Ellipsis(dict[str, str]):
    """Stands in for arguments nobody has given."""

    def __missing__(self, key: str) -> str:
        return "…"


_TYPED = {"wanted", "found"}
_LISTED = {"valid", "missing", "ends", "steps", "names"}
_CLASSES = {"declared", "computed"}


def _args(finding: Finding, words: Words) -> dict[str, str]:
    """Types and lists in the manner of the language, other values as they are."""
    args = dict(finding.args)
    for key in _TYPED & args.keys():
        args[key] = words(f"report.types.{args[key]}")
    for key in _LISTED & args.keys():
        args[key] = args[key].replace("、", words("report.comma"))
    if not args.get("names", "-"):
        args["names"] = words("report.whole-procedure")
    for key in _CLASSES & args.keys():
        args[key] = words(f"diff.classes.{args[key]}")
    return args


def _escape(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
