"""Commands about change: diff, release."""

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from generators.build import printed
from generators.change.declared import CODES, RENAMED, deltas, missing, shortened, undeclared
from generators.change.handbooks import compare_handbooks
from generators.change.prints import anticipated, compare_prints
from generators.commands.session import SOURCE_ERROR, Session
from generators.comparison import FORMATS, Comparison, as_json, as_markdown, record
from generators.examine import Examination, examine
from generators.findings import has_errors, in_order
from generators.history import HistoryError, checkout, last_release
from generators.ledger import as_text, repaired, write_ledger
from generators.model import Edition
from generators.project import Project
from generators.release import new_editions
from generators.schemas import Schemas

_STYLES = {
    "editorial": "dim",
    "clarification": "cyan",
    "procedural": "yellow",
    "safety": "bold red",
}


@click.command()
@click.argument("base", required=False)
@click.argument("head", required=False)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", help="输出格式 Output"
)
@click.option("--check", is_flag=True, help="申报与实际不符时退出码为 1 Fail if undeclared")
@click.pass_obj
def diff(session: Session, base: str | None, head: str | None, form: str, check: bool) -> None:
    """比较两个版本：改了什么、多严重、关系到谁、要重印什么。Compare two states of the handbook.

    BASE、HEAD 是 git 版本或文件夹；省略 HEAD 就是现在的文件，省略 BASE 就是上次发布。
    BASE and HEAD are git revisions or folders; HEAD defaults to the files as they are, BASE to
    the last release.
    """
    with TemporaryDirectory(prefix="sop-diff-") as scratch:
        try:
            comparison, base = _compare(session, base, head, Path(scratch))
        except HistoryError as error:
            session.stop(f"diff.{error.problem}", **error.args_)
            return
    data = record(comparison, Schemas(session.project.schemas).contents, session.words)
    if form == "text":
        _show(session, data, base)
        session.report(comparison.findings, "text")
    else:
        click.echo(as_json(data) if form == "json" else as_markdown(data, session.words))
    sys.exit(SOURCE_ERROR if check and has_errors(comparison.findings) else 0)


@click.command()
@click.option("--repair", is_flag=True, help="合并以后整理台账 Tidy the ledger after a merge")
@click.pass_obj
def release(session: Session, repair: bool) -> None:
    """发布：把每份流程、每种打印件现在的版本记进台账。Record what is current in the ledger."""
    project = session.project
    if repair:
        text = project.ledger.read_text("utf-8") if project.ledger.is_file() else ""
        write_ledger(project.ledger, repaired(text))
        session.say("release.repaired", path=project.name(project.ledger))
    examination = examine(project)
    if has_errors(examination.findings):
        session.report(examination.findings, "text")
        session.say("release.refused")
        sys.exit(SOURCE_ERROR)
    if repair:
        return
    handbook = examination.handbook
    editions = new_editions(handbook, printed(project, examination), project.today)
    if not editions:
        session.say("release.nothing")
        return
    write_ledger(project.ledger, as_text((*handbook.editions, *editions)))
    for edition in editions:
        _line(session, _released(session, edition))
    session.say("release.done", count=len(editions), path=project.name(project.ledger))


def _released(session: Session, edition: Edition) -> str:
    words = session.words
    facts = [words(f"diff.kinds.{edition.of}"), edition.number, edition.title]
    if edition.revision:
        facts.append(words("diff.same-revision", old=edition.revision))
    facts += dict.fromkeys(edition.prints.values())  # layouts of one print share a code
    return "  ".join(fact for fact in facts if fact)


def _compare(
    session: Session, base: str | None, head: str | None, scratch: Path
) -> tuple[Comparison, str]:
    root = session.project.root
    base = base or last_release(root)
    if base is None:
        raise HistoryError("no-release")
    before = _state(session, base, scratch)
    after = (
        _state(session, head, scratch)
        if head
        else (session.project, _sound(session, ".", session.project))
    )
    old, new = before[1].handbook, after[1].handbook
    changed = compare_handbooks(old, new)
    planned = replace(after[1], handbook=anticipated(old, new, changed))
    prints = compare_prints(
        printed(*before), printed(after[0], planned), changed, (old, new), printed(*after)
    )
    findings = [*missing(old, changed), *shortened(old, new, base)]
    findings += (finding for finding in after[1].findings if finding.code in RENAMED)
    for delta in deltas(old, changed, base):
        findings += undeclared(new, after[1].places, delta)
    comparison = Comparison(
        old=old, new=new, changed=changed, prints=prints, findings=tuple(in_order(findings))
    )
    return comparison, base


def _state(session: Session, name: str, scratch: Path) -> tuple[Project, Examination]:
    folder = checkout(session.project.root, name, scratch)
    project = Project(root=folder, today=session.project.today)
    return project, _sound(session, name, project)


def _sound(session: Session, name: str, project: Project) -> Examination:
    """Examine a state; one with errors cannot be compared, unless they are what a diff is for."""
    examination = examine(project)
    if has_errors(f for f in examination.findings if f.code not in CODES):
        if project == session.project:
            session.report(examination.findings, "text")
        raise HistoryError("has-errors", state=name)
    return examination


def _show(session: Session, data: dict[str, Any], base: str) -> None:
    """Print a comparison for a person at a terminal."""
    words = session.words
    session.say("diff.heading", base=base)
    if not data["subjects"] and not data["prints"]:
        _line(session, words("diff.none"))
        return
    if data["class"]:
        level = words(f"diff.classes.{data['class']}")
        _line(session, words("diff.highest", name=level), _STYLES[data["class"]])
    for one in data["subjects"]:
        _subject(session, one)
    for title, roles in (("inform", data["inform"]), ("retrain", data["retrain"])):
        _line(session, "")
        _line(session, f"{words(f'diff.{title}')}  {_names(session, roles)}", "bold")
    if data["prints"]:
        _line(session, "")
        _line(session, words("diff.prints"), "bold")
    for one in data["prints"]:
        codes = f"{one['old_code'] or '—'} → {one['new_code'] or '—'}"
        action = words(f"diff.actions.{one['action']}")
        _line(session, f"  {one['subject_title']} · {one['title']}  {codes}  {action}")


def _subject(session: Session, one: dict[str, Any]) -> None:
    words = session.words
    facts = [words(f"diff.kinds.{one['kind']}"), one["number"], one["title"]]
    if one["state"] != "changed":
        facts.append(words(f"diff.states.{one['state']}"))
    if one["was"]:
        facts.append(words("diff.was", was=one["was"]))
    revision = one["revision"]
    if revision["old"] and revision["new"]:
        key = "revision" if revision["old"] != revision["new"] else "same-revision"
        facts.append(words(f"diff.{key}", **revision))
    _line(session, "")
    head = "  ".join(str(fact) for fact in facts if fact)
    level = one["class"]
    _line(session, f"{head}  [{words(f'diff.classes.{level}')}]", _STYLES[level])
    for item in one["differences"]:
        _line(session, f"  {_difference(session, item)}", _STYLES[item["class"]])
    for quantity in one["quantities"]:
        _line(session, f"  {words('diff.reaches', label=quantity['label'])}")
        for text in quantity["texts"]:
            place = f"{text['title']} › {text['place']}"
            _line(session, f"    {place}  {text['old']} → {text['new']}")
        for path in quantity["prints"]:
            _line(session, f"    {words('diff.print')}  {path}")


def _difference(session: Session, item: dict[str, Any]) -> str:
    words = session.words
    if item["how"] == "moved":
        what = words("diff.moved", old=item["old"], new=item["new"])
    else:
        what = " → ".join(side for side in (item["old"], item["new"]) if side)
    how = words(f"diff.how.{item['how']}")
    level = words(f"diff.classes.{item['class']}")
    return f"{item['place']}  {how}  {what}  [{level}]"


def _names(session: Session, roles: list[dict[str, str]]) -> str:
    titles = [role["title"] for role in roles]
    return session.words("diff.joint").join(titles) or session.words("diff.nobody")


def _line(session: Session, text: str, style: str | None = None) -> None:
    session.out.print(text, style=style, markup=False)
