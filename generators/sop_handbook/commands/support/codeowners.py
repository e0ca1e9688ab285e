"""Who is asked to review which source: CODEOWNERS, written from who answers for procedures."""

from collections.abc import Iterator
from pathlib import Path

from sop_handbook.language.messages import Messages
from sop_handbook.model import Control, Handbook
from sop_handbook.project import Project

NAME = "CODEOWNERS"  # GitHub, GitLab and Gitee all read it at the root of a repository


def code_owners(handbook: Handbook, messages: Messages, home: str = "") -> str | None:
    """Return the file's text, its first line as a comment in the language of `messages`.

    None without any account. The last line that fits a file counts, so the general ones come first.
    Paths begin at the root of the repository; `home` leads from there to the handbook, such as
    "manuals/service/".
    """
    lines = list(_lines(handbook, "/" + home.replace(" ", "\\ ")))
    if not lines:
        return None
    return "\n".join([f"# {messages('cli.owners.head')}", *lines]) + "\n"


def current(project: Project) -> str | None:
    """Return what stands in the file now; None if there is none."""
    path = project.root / NAME
    return path.read_text("utf-8", "replace") if path.is_file() else None


def write(project: Project, text: str) -> Path:
    """Write the file and return its path; a link there is replaced, not followed."""
    path = project.root / NAME
    partial = path.with_name(f".{NAME}.part")
    partial.write_text(text, "utf-8")
    partial.replace(path)
    return path


def without_account(handbook: Handbook) -> list[str]:
    """Return the ids of roles that answer for something and have no account, in handbook order."""
    controls = [procedure.control for procedure in handbook.procedures.values()]
    controls += [one.adoption for one in handbook.industries.values() if one.adoption]
    asked = {name for own in controls for name in _answering(own)}
    return [name for name, role in handbook.roles.items() if name in asked and not role.accounts]


def _lines(handbook: Handbook, home: str) -> Iterator[str]:
    sources = f"{home}sop_sources"
    if handbook.maintainers:
        yield _line("*" if home == "/" else home, handbook.maintainers)
    for industry in handbook.industries.values():
        accounts = _accounts(handbook, industry.adoption)
        if accounts:
            yield _line(f"{sources}/procedures/{industry.id}/", accounts)
    for family in handbook.families.values():
        accounts = _accounts(handbook, handbook.industries[family.industry].adoption)
        if accounts:
            yield _line(f"{sources}/shared/{family.id}.yaml", accounts)
    for procedure in handbook.procedures.values():
        general = _accounts(handbook, handbook.industries[procedure.industry].adoption)
        accounts = _accounts(handbook, procedure.control)
        if accounts and accounts != general:
            path = f"{sources}/procedures/{procedure.industry}/{procedure.id}.yaml"
            yield _line(path, accounts)


def _accounts(handbook: Handbook, control: Control | None) -> tuple[str, ...]:
    """The accounts of those who answer for something, each once."""
    roles = (handbook.roles.get(name) for name in (_answering(control) if control else ()))
    return tuple(dict.fromkeys(name for role in roles if role for name in role.accounts))


def _answering(control: Control) -> Iterator[str]:
    """Yield the roles of owner, deputy and approver."""
    if control.owner:
        yield control.owner.role
        yield control.owner.deputy
    if control.approver:
        yield control.approver


def _line(path: str, accounts: tuple[str, ...]) -> str:
    return f"{path} {' '.join(accounts)}"
