"""What a row of the menu is: a command of `sop`, loaded when it runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from sop_handbook.commands.session import Session

# What click says in help, in both languages as our options do: it is asked for before it is known
# which handbook it is about, and so in which language.
_USAGE = "用法 Usage: "
_HEADS = {"Options": "选项 Options", "Commands": "命令 Commands"}


def load(does: str) -> Callable[..., None]:
    """Return the function that a row of COMMANDS names as `module:function`.

    It takes a Session and, by name, the parameters of the row.
    """
    module, _, function = does.partition(":")
    found: Callable[..., None] = getattr(import_module(f"sop_handbook.commands.{module}"), function)
    return found


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, _USAGE if prefix is None else prefix)

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        with super().section(_HEADS.get(name, name)):
            yield


class SpokenContext(click.Context):
    """What each of our commands runs in: its help has our heads."""

    formatter_class = _Formatter


class Command(click.Command):
    """One row of COMMANDS; `anywhere` tells that it needs no project."""

    context_class = SpokenContext

    def __init__(
        self, name: str, does: str, text: str, *params: click.Parameter, anywhere: bool = False
    ) -> None:
        super().__init__(name, help=text, params=list(params), callback=click.pass_obj(self._run))
        self.does, self._anywhere = does, anywhere

    def _run(self, session: Session, **given: Any) -> None:
        if not (self._anywhere or session.project.sources.is_dir()):
            session.stop("no-project", root=session.project.root)
        load(self.does)(session, **given)


class PrintCommand(Command):
    """The row about prints; its help lists their kinds and what each is for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was asked for; a pack needs its role, which is no option."""
        try:
            rest = super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            if error.option_name != "--pack":
                raise
            rest, ctx.params["packs"] = [], ("-",)
        if any(role.startswith("-") for role in ctx.params.get("packs", ())):
            raise click.UsageError(_say(ctx, "cli.print.no-role"), ctx)
        return rest

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the kinds below the options."""
        messages = ctx.ensure_object(Session).messages
        with formatter.section(messages("cli.print.kinds-are")):
            formatter.write_dl(list(messages.branch("cli.print.kinds").items()))


def _say(context: click.Context, key: str) -> str:
    return context.ensure_object(Session).messages(key)


def some_name(
    context: click.Context, _argument: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    """Refuse to print nothing."""
    if not names and not context.params.get("packs"):
        raise click.UsageError(_say(context, "cli.print.no-name"), context)
    return names
