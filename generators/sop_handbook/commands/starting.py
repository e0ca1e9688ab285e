"""The command that begins a handbook: init."""

import sys
from pathlib import Path
from shlex import quote

import click

from sop_handbook.adapters.fresh import TakenError, new_folder, write_files
from sop_handbook.commands.session import Session
from sop_handbook.commands.support.answers import QUESTIONS, AnswerError, checked, default
from sop_handbook.findings import Severity
from sop_handbook.language.messages import messages
from sop_handbook.language.report import as_text
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.scaffold.engine_wheel import NoEngineError, engine_wheel
from sop_handbook.scaffold.starter import PROGRAMS, Answers, first_texts, with_engine


def init(
    session: Session,
    folder: Path,
    title: str | None,
    organisation: str | None,
    industry: str | None,
    industry_id: str | None,
    platform: str | None,
    language: str | None,
    engine: str | None,
    index: str | None,
    yes: bool,
) -> None:
    """Begin a handbook in `folder`, asking for what is None.

    Nobody is asked with `yes`, or without a terminal. `engine` is a file, an address, or a version
    that `index` has. Exits with 2, and leaves nothing behind, where there can be no such handbook.
    """
    said = (language, title, organisation, industry, industry_id, platform)
    given = dict(zip(QUESTIONS, said, strict=True))
    try:
        with new_folder(folder) as work:
            answers = _answers(session, given, asked=sys.stdin.isatty() and not yes)
            texts = first_texts(answers, session.project)
            write_files(work, texts, PROGRAMS)
            _check(session, work)
            session.progress("engine")
            files = with_engine(answers, texts, engine_wheel(engine, index))
            write_files(work, files, PROGRAMS)
    except TakenError as error:
        session.stop(f"init.{error.problem}", path=str(error.path))
    except AnswerError as error:
        session.stop(f"init.{error.problem}", **_shown(session, error))
    except NoEngineError as error:
        session.stop(f"init.{error.problem}", said=error.said)
    else:
        session.messages = messages(answers.language)
        session.say("init.done", path=folder, cd=quote(str(folder)), count=len(files))


def _answers(session: Session, given: dict[str, str | None], *, asked: bool) -> Answers:
    """Return all answers: given by options, typed, or what they are if nobody says."""
    for question, said in given.items():
        if said is not None:
            checked(question, said)
    known: dict[str, str] = {}
    for question in QUESTIONS:
        said = given[question]
        fallback = default(question, known, session.messages.language)
        if said is not None:
            known[question] = checked(question, said)
        else:
            known[question] = _typed(session, question, fallback) if asked else fallback
        if asked and question == "language":
            session.messages = messages(known[question])
    return Answers(**known)


def _typed(session: Session, question: str, fallback: str) -> str:
    """Ask until there is an answer that can be."""
    text = session.messages(f"cli.init.question.{question}")
    while True:
        try:
            return checked(question, str(click.prompt(text, default=fallback)))
        except AnswerError as error:
            session.complain(f"init.{error.problem}", **_shown(session, error))


def _shown(session: Session, error: AnswerError) -> dict[str, str]:
    """Return what an answer's complaint is filled with; a question is called by its words."""
    args = dict(error.args_)
    if "question" in args:
        args["question"] = session.messages(f"cli.init.question.{args['question']}")
    return args


def _check(session: Session, work: Path) -> None:
    """Refuse answers of which no sound handbook comes; a finding tells what is wrong with them."""
    project = Project(root=work.resolve(), today=session.project.today)
    found = examine(project).findings
    wrong = [one for one in found if one.severity is Severity.ERROR]
    if wrong:
        session.stop("init.refused", said=as_text(wrong[0], session.messages).partition("\n")[0])
