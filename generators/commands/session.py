"""What every command needs: the project, the language of messages, a place to print.

Exit codes: 0 all is well (warnings and advice allowed), 1 the sources have errors,
2 the call itself is wrong.
"""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click
from rich.console import Console

from generators.findings import Finding, Severity
from generators.project import Project
from generators.report import as_text, render
from generators.words import Words

SOURCE_ERROR, USAGE_ERROR = 1, 2

_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "default"}


class Session:
    """What every command needs: the project, the language of messages, a place to print."""

    def __init__(self, root: Path, words: Words, today: date, store: Path | None = None) -> None:
        kept = store.resolve() if store else None
        self.project = Project(root=root.resolve(), today=today, store=kept)
        self.words = words
        # rich honours NO_COLOR and drops colour when the output is no terminal.
        self.out = Console(highlight=False, soft_wrap=True)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, key: str, **args: object) -> None:
        """Print interface words for a person."""
        self.out.print(self.words(f"cli.{key}", **args), markup=False)

    def progress(self, stage: str) -> None:
        """Tell a person what is going on, apart from the results."""
        self.err.print(self.words(f"cli.stage.{stage}"), style="dim", markup=False)

    def report(self, findings: tuple[Finding, ...], form: str) -> None:
        """Print findings in one of the formats, as they are."""
        if form == "text":
            for finding in findings:
                style = _STYLES[finding.severity]
                self.out.print(as_text(finding, self.words), style=style, markup=False)
        elif text := render(findings, form, self.words):
            click.echo(text)

    def stop(self, key: str, **args: object) -> None:
        """Say what is wrong with the call and leave."""
        self.err.print(self.words(f"cli.{key}", **args), markup=False)
        sys.exit(USAGE_ERROR)

    def names(self, files: Iterable[Path]) -> tuple[str, ...]:
        """What findings call these files; files outside the sources are not ours to touch."""
        for path in files:
            if not path.resolve().is_relative_to(self.project.sources):
                self.stop("not-a-source", path=path)
        return tuple(self.project.name(path.resolve()) for path in files)

    def count(self, findings: tuple[Finding, ...]) -> None:
        """Say how many findings of each severity there are."""
        counts = {s: sum(f.severity is s for f in findings) for s in Severity}
        self.say(
            "count",
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
            advice=counts[Severity.ADVICE],
        )
