"""Answers about a new handbook: what each may be, and what it is if nobody says."""

import re
from collections.abc import Mapping

from sop_handbook.adapters.characters import refused, visible
from sop_handbook.language.chinese import spelled
from sop_handbook.language.messages import LANGUAGES, messages
from sop_handbook.scaffold.starter import PLATFORMS

# In this order they are asked. The answer to one may be the default of a later one.
QUESTIONS = ("language", "title", "organisation", "industry", "industry_id", "platform")
_MOST = 60  # characters of a title, as in the schema
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_CHOICES: Mapping[str, tuple[str, ...]] = {"platform": PLATFORMS, "language": tuple(LANGUAGES)}


class AnswerError(Exception):
    """An answer that cannot be: `problem` is a key below `cli.init`, `args_` fill its gaps."""

    def __init__(self, problem: str, **args: str) -> None:
        super().__init__(problem)
        self.problem, self.args_ = problem, args


def default(question: str, known: Mapping[str, str], spoken: str) -> str:
    """Return the answer to a question that nobody answers.

    `known` are the answers so far by question, `spoken` is the language of this run's messages.
    """
    if question == "language":
        return spoken
    if question == "industry_id":
        said = re.sub("^[^a-z]+", "", spelled(known["industry"])).split()
        named = "-".join(re.sub("[^a-z0-9]", "", word) for word in said)[:_MOST].strip("-")
        return named if _ID.fullmatch(named) else "general"
    if question == "platform":
        return PLATFORMS[0]
    return str(messages(known["language"]).branch("cli.init.default")[question])


def checked(question: str, said: str) -> str:
    """Return an answer without the blanks around it. Raises AnswerError if it cannot be."""
    value = said.strip()
    if not value and question == "organisation":
        return value
    if not visible(value):
        raise AnswerError("blank", question=question)
    if question in _CHOICES:
        if value not in _CHOICES[question]:
            raise AnswerError("no-choice", value=value, valid="、".join(_CHOICES[question]))
    elif len(value) > _MOST:
        raise AnswerError("too-long", value=f"{value[:20]}…", most=str(_MOST))
    elif any(True for _ in refused(value)) or not value.isprintable():
        raise AnswerError("unprintable", value=value)
    elif question == "industry_id" and not _ID.fullmatch(value):
        raise AnswerError("bad-id", value=value)
    return value
