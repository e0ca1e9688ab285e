"""The command that tells what findings mean: explain."""

from sop_handbook.commands.session import Session
from sop_handbook.findings import CODES, Severity
from sop_handbook.language.report import explain


def explain_command(session: Session, code: str | None) -> None:
    """Explain one code, or list all of them with a few words each.

    Exits with 2 for an unknown one.
    """
    titles = {name: session.messages(f"findings.{name}.title") for name in CODES}
    if code is None:
        _list(session, titles)
        return
    if code not in CODES:
        from sop_handbook.sources.validate import nearest  # loads the schemas' libraries

        closest = nearest(code, titles)
        guess = session.messages("report.nearest", nearest=closest) if closest else ""
        session.stop("unknown-code", code=code, nearest=guess)
    session.out.print(explain(code, session.messages), markup=False)


def _list(session: Session, titles: dict[str, str]) -> None:
    width = max(map(len, titles))
    for severity in Severity:
        session.out.print(
            session.messages(f"report.severity.{severity}"), style="bold", markup=False
        )
        for code, title in titles.items():
            if CODES[code] is severity:
                session.out.print(f"  {code:{width}}  {title}", markup=False)
    session.say("explain-one")
