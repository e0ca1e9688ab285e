"""What every command needs: the project, the language of messages, a place to print.

Exit codes: 0 all is well (warnings and advice allowed), 1 the sources have errors,
2 the call itself is wrong.
"""

import os
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from errno import errorcode
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from rich.console import Console

from sop_handbook.adapters.characters import spelt_out
from sop_handbook.adapters.swap import NoPlaceError
from sop_handbook.adapters.turns import PATIENCE, BusyError, turn
from sop_handbook.findings import Finding, Severity
from sop_handbook.language.messages import Messages
from sop_handbook.language.report import as_text, render
from sop_handbook.project import LostError, Project, UnreadableSchemaError

if TYPE_CHECKING:
    from sop_handbook.adapters.store import Store

SOURCE_ERROR, USAGE_ERROR = 1, 2
# What keeps a command from doing its work though the program and the sources are sound.
TROUBLES = (UnreadableSchemaError, NoPlaceError, BusyError, LostError, OSError)

_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "default"}


class Session:
    """What every command needs: the project, the language of messages, a place to print."""

    def __init__(
        self, root: Path, messages: Messages, today: date, store: Path | None = None
    ) -> None:
        kept = store.resolve() if store else None
        self.project = Project(root=root.resolve(), today=today, store=kept)
        self.messages = messages
        # rich honours NO_COLOR and drops colour when the output is no terminal.
        # `:100:` is a line of a file, and no name of a picture.
        self.out = Console(highlight=False, soft_wrap=True, emoji=False)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)

    @property
    def store(self) -> "Store":
        """What is kept of earlier runs."""
        from sop_handbook.pipeline.program import store_of  # help has no use for it

        return store_of(self.project)

    def say(self, key: str, **args: object) -> None:
        """Print interface words for a person; `key` is below `cli`, `args` fill its gaps."""
        self.out.print(self.messages(f"cli.{key}", **args), markup=False)

    def progress(self, stage: str, **args: object) -> None:
        """Say to a person what is going on, apart from the results.

        `stage` is a key below `cli.stage`.
        """
        self.err.print(self.messages(f"cli.stage.{stage}", **args), style="dim", markup=False)

    def turn(self) -> AbstractContextManager[None]:
        """Let nobody else build this project meanwhile; wait for whoever does."""
        return turn(self.project.cache, self._wait)

    def _wait(self, who: str) -> None:
        text = self.messages("cli.waiting", who=who, seconds=round(PATIENCE))
        self.err.print(text, style="dim", markup=False)

    def report(self, findings: tuple[Finding, ...], form: str) -> None:
        """Print findings in one of the formats (language.report.FORMATS), as they are."""
        if form == "text":
            for finding in findings:
                style = _STYLES[finding.severity]
                self.out.print(as_text(finding, self.messages), style=style, markup=False)
        elif text := render(findings, form, self.messages, self.project.in_repository):
            click.echo(text)

    def trouble(self, error: BaseException) -> str:
        """Say one of TROUBLES in a plain line."""
        if isinstance(error, NoPlaceError):
            return self.messages(f"cli.place.{error.problem}", path=error.path)
        if isinstance(error, BusyError):
            return self.messages("cli.busy", who=error)
        if isinstance(error, LostError):
            return self.messages("cli.store-changed", path=spelt_out(str(error)))
        if isinstance(error, OSError):
            reason = self.messages.branch("cli.reasons").get(
                errorcode.get(error.errno or 0, ""), error.strerror or str(error)
            )
            path = spelt_out(_concerned(error) or str(self.project.root))
            return self.messages("cli.system", path=path, reason=spelt_out(reason))
        return self.messages("cli.unreadable-schema", reason=error)

    def stop(self, key: str, **args: object) -> NoReturn:
        """Say what is wrong with the call and exit with 2."""
        self.complain(key, **args)
        sys.exit(USAGE_ERROR)

    def complain(self, key: str, **args: object) -> None:
        """Say one thing that is wrong with the call, which may name anything.

        `key` is below `cli`.
        """
        args = {key: spelt_out(arg) if isinstance(arg, str) else arg for key, arg in args.items()}
        self.err.print(self.messages(f"cli.{key}", **args), markup=False)

    def names(self, files: Iterable[Path], *, pages: bool = False) -> tuple[str, ...]:
        """Return what findings call these files; files outside the sources are not ours to touch.

        Such a file ends the command. With `pages` the handbook's pages and settings are ours, too.
        """
        homes = [self.project.sources]
        homes += [self.project.docs, self.project.settings] if pages else []
        for path in files:
            if not any(path.resolve().is_relative_to(home) for home in homes):
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


def _concerned(error: OSError) -> str:
    """The files a refusal is about: where from and where to, since either may be to blame."""
    names = [name for name in (error.filename, error.filename2) if name is not None]
    return " → ".join(
        os.fsdecode(n) if isinstance(n, bytes | str | Path) else str(n) for n in names
    )
