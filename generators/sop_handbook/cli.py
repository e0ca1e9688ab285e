"""The command line: options of every command, the clock, the environment."""

import gc
import os
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from sop_handbook.commands.menu import COMMANDS
from sop_handbook.commands.row import SpokenContext
from sop_handbook.commands.session import TROUBLES, USAGE_ERROR, Session
from sop_handbook.language.messages import LANGUAGES, messages
from sop_handbook.scaffold.managed import language_of

# What sources are read into lives until the end: to look for what could be thrown away meanwhile
# takes a tenth of the time.
OBJECTS = 100_000
# What dates in sources may be; ZIP archives know none before.
_YEARS = range(1980, 2100)
_EPOCH = re.compile("[0-9]{1,10}")


def _language(root: Path, environment: dict[str, str]) -> str:
    """That of the handbook, which `sop init` asked for; else Chinese unless the locale is another.

    A handbook that says nothing is one that was not begun by `sop init`.
    """
    if (asked := language_of(root)) in LANGUAGES:
        return str(asked)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value and not value.startswith(("C", "POSIX")):
            return "zh" if value.startswith("zh") else "en"
    return "zh"


def _today(day: datetime | None, environment: dict[str, str]) -> date | None:
    """The day asked for, that of SOURCE_DATE_EPOCH (reproducible-builds.org), or what it is here.

    None if it is out of bounds.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if day:
        found = day.date()
    elif not epoch:
        found = datetime.now(UTC).astimezone().date()
    elif _EPOCH.fullmatch(epoch):
        found = datetime.fromtimestamp(int(epoch), UTC).date()
    else:
        return None
    return found if found.year in _YEARS else None


class _Commands(click.Group):
    """Tells people, instead of crashing, about what only a developer can break."""

    context_class = SpokenContext

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except TROUBLES as error:
            if ctx.obj is None or isinstance(error, BrokenPipeError):
                raise
            ctx.obj.err.print(ctx.obj.trouble(error), markup=False)
            ctx.exit(USAGE_ERROR)


def _tell_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Say which program this is, and leave."""
    if wanted:
        from sop_handbook.commands.support.about import about

        click.echo("sop-handbook {version}  format {format}  {commit}".format(**about()).rstrip())
        context.exit()


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
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    envvar="SOP_LANG",
    help="提示语言 Language of messages",
)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="构建日期 Build date")
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="SOP_STORE",
    help="费时的产物留存在哪里，几个项目可以共用 Where slow work is kept; may be shared",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_tell_version,
    help="版本、来源格式、提交 Version, format of sources, commit",
)
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
    spoken = messages(lang or _language(root, environment))
    today = _today(day, environment)
    if today is None:
        raise click.UsageError(spoken("cli.bad-day", first=_YEARS[0], last=_YEARS[-1]))
    context.obj = Session(root, spoken, today, store)


def main() -> None:
    """Entry point of the console script."""
    gc.set_threshold(OBJECTS)
    sop.main()
