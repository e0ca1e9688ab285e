"""The faces of a finding: terminal text, JSON, annotations for GitHub and GitLab."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256

from sop_handbook.adapters.characters import spelt_out
from sop_handbook.findings import Finding, Severity
from sop_handbook.language.messages import Messages

FORMATS = ("text", "json", "github", "gitlab")
_OF_PLATFORMS = ("github", "gitlab")
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_GITLAB_LEVEL = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def render(findings: Iterable[Finding], form: str, messages: Messages, folder: str = "") -> str:
    """Return all findings in one of FORMATS.

    `folder` is where the handbook lies in its repository, such as "handbook/": a platform that
    shows findings beside the lines knows files from there.
    """
    if folder and form in _OF_PLATFORMS:
        findings = [_below(folder, finding) for finding in findings]
    if form == "json":
        records = [as_record(finding, messages) for finding in findings]
        return json.dumps(records, ensure_ascii=False, indent=2)
    if form == "gitlab":
        return json.dumps(as_code_quality(findings, messages), ensure_ascii=False, indent=2)
    face = as_annotation if form == "github" else as_text
    return "\n".join(face(finding, messages) for finding in findings)


def _below(folder: str, finding: Finding) -> Finding:
    return replace(finding, place=replace(finding.place, file=f"{folder}{finding.place.file}"))


def as_text(finding: Finding, messages: Messages) -> str:
    """Return two lines: place, severity, what is wrong, code; then what to do about it."""
    severity = messages(f"report.severity.{finding.severity}")
    head = f"{finding.place}  {severity}  {message(finding, messages)}  [{finding.code}]"
    return f"{head}\n    → {hint(finding, messages)}"


def as_record(finding: Finding, messages: Messages) -> dict[str, str | int | None]:
    """Return a flat mapping for other programs: code, severity, place, message, hint, nearest.

    Its keys are `code`, `severity` (error, warning, advice), `file`, `line` and `column` (from 1),
    `message`, `hint`, and `nearest`, which is None where no valid value comes close.
    """
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "message": message(finding, messages),
        "hint": hint(finding, messages),
        "nearest": spelt_out(finding.nearest) if finding.nearest else None,
    }


def as_annotation(finding: Finding, messages: Messages) -> str:
    """Return a workflow command (GitHub docs: Workflow commands, "Setting an error message")."""
    place = finding.place
    where = f"file={_escape(place.file, ',:')},line={place.line},col={place.column}"
    text = _escape(f"{message(finding, messages)} {hint(finding, messages)}")
    return f"::{_LEVEL[finding.severity]} {where},title={finding.code}::{text}"


def as_code_quality(findings: Iterable[Finding], messages: Messages) -> list[dict[str, object]]:
    """A code quality report (GitLab docs: Code Quality, "Code Quality report format").

    A fingerprint does not depend on the line, so that a finding that moved is not a new one; equal
    ones in one file are counted. An entry has `description`, `check_name`, `fingerprint` (SHA-256,
    hexadecimal), `severity` and `location`.
    """
    seen: Counter[str] = Counter()
    entries: list[dict[str, object]] = []
    for finding in findings:
        text = f"{message(finding, messages)} {hint(finding, messages)}"
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


def message(finding: Finding, messages: Messages) -> str:
    """Return what is wrong, in plain words."""
    return messages(f"findings.{finding.code}.message", **_args(finding, messages))


def hint(finding: Finding, messages: Messages) -> str:
    """Return what to do about a finding; the nearest valid value comes first."""
    text = messages(f"findings.{finding.code}.hint", **_args(finding, messages))
    if finding.nearest:
        return messages("report.nearest", nearest=spelt_out(finding.nearest)) + text
    return text


def general_hint(code: str, messages: Messages) -> str:
    """Return what to do about a code as such, where no single finding fills the gaps."""
    return str(messages.branch(f"findings.{code}.hint")).format_map(_Ellipsis())


def explain(code: str, messages: Messages) -> str:
    """Return a text about one code: what it means, what to do, a wrong and a right example."""
    entry = messages.branch(f"findings.{code}")
    advice = f"{messages('report.what-to-do')}{general_hint(code, messages)}"
    parts = [f"{code} · {entry['title']}", entry["explain"], advice]
    parts += [
        messages(f"report.{key}") + "\n\n" + _indent(entry[key])
        for key in ("wrong", "right")
        if key in entry
    ]
    return "\n\n".join(parts)


class _Ellipsis(dict[str, str]):
    """Stands in for arguments nobody has given."""

    def __missing__(self, key: str) -> str:
        return "…"


_WRITTEN = {"value", "key"}  # as an author wrote them, be they ever so long
_SHOWN = 60  # characters
# What is named by a key of the words below `report`, and below which.
_WORDS = {"wanted": "types", "found": "types", "lesson": "lessons", "thing": "things"}
_LISTED = {"valid", "missing", "ends", "steps", "names"}
_CLASSES = {"declared", "computed"}
_PARTS = ("names", "gone", "also")  # of what changed


def _args(finding: Finding, messages: Messages) -> dict[str, str]:
    """Types and lists in the manner of the language, other values as they are.

    What an author wrote must not do anything to the terminal it is printed on, nor begin a line.
    """
    args = {key: spelt_out(value) for key, value in finding.args.items()}
    for key in _WRITTEN & args.keys():
        args[key] = args[key] if len(args[key]) <= _SHOWN else f"{args[key][:_SHOWN]}…"
    for key in _WORDS.keys() & args.keys():
        args[key] = messages(f"report.{_WORDS[key]}.{args[key]}")
    if "takes" in args:
        taken = (messages(f"report.things.{name}") for name in args["takes"].split())
        args["usage"] = f"{args['value']}({', '.join(taken)})"
    for key in _LISTED & args.keys():
        args[key] = args[key].replace("、", messages("report.comma"))
    if "cause" in args:
        problem = args.get("problem", "")
        args["remedy"] = messages(f"report.yaml.{args['cause']}.remedy")
        args["cause"] = messages(f"report.yaml.{args['cause']}.cause", problem=problem)
    if "put-back" in args:
        args["remedy"] = messages(f"report.put-back.{args['put-back']}")
    if "gone" in args:
        args["names"] = spelt_out(what_changed(finding.args, messages))
    if args.get("rules"):
        args["rules"] = messages("report.older-rules", scheme=args["rules"])
    for key in _CLASSES & args.keys():
        args[key] = messages(f"diff.classes.{args[key]}")
    return args


def what_changed(args: Mapping[str, str], messages: Messages) -> str:
    """Return what of a procedure changed: steps, what roles handle, or all of it.

    `args` are as change.declared.concerned_by gives them: lines of names under `names`, `gone`,
    `also`.
    """
    names, gone, also = (args[key].split("\n") if args[key] else [] for key in _PARTS)
    comma = messages("report.comma")
    steps = comma.join([*names, *(messages("report.gone-step", title=title) for title in gone)])
    if also:
        roles = messages("report.concerns-roles", roles=comma.join(also))
        return messages("report.and", first=steps, second=roles) if steps else roles
    return steps or messages("report.whole-procedure")


def _escape(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
