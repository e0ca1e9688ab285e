"""The command line: options of every command, the clock, the environment."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from generators.commands.menu import COMMANDS
from generators.commands.session import Session
from generators.project import UnreadableSchemaError
from generators.words import LANGUAGES, words


def _language(environment: dict[str, str]) -> str:
    """Chinese unless the locale is set to another language."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value and not value.startswith(("C", "POSIX")):
            return "zh" if value.startswith("zh") else "en"
    return "zh"


def _today(environment: dict[str, str]) -> date:
    """SOURCE_DATE_EPOCH (reproducible-builds.org) if set, else the day it is here."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now(UTC).astimezone().date()


class _Commands(click.Group):
    """Tells people, instead of crashing, about what only a developer can break."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except UnreadableSchemaError as error:
            ctx.obj.stop("unreadable-schema", reason=error)


@click.group(
    cls=_Commands,
    commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="手册项目的文件夹 Folder of the handbook",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="提示语言 Language of messages")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="构建日期 Build date")
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="SOP_STORE",
    help="费时的产物留存在哪里，几个项目可以共用 Where what is dear to make is kept; may be shared",
)
@click.version_option(package_name="sop-handbook")
@click.pass_context
def sop(
    context: click.Context,
    root: Path,
    lang: str | None,
    day: datetime | None,
    store: Path | None,
) -> None:
    """SOP 手册：校验、生成、预览。Validate, build and serve the SOP handbook."""
    environment = dict(os.environ)
    today = day.date() if day else _today(environment)
    context.obj = Session(root, words(lang or _language(environment)), today, store)


def main() -> None:
    """Entry point of the console script."""
    sop.main()
