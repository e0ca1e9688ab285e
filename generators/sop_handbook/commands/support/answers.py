"""Answers about a new handbook: what each may be, and what it is if nobody says."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

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
        return _chosen(question, value)
    if len(value) > _MOST:
        raise AnswerError("too-long", value=f"{value[:20]}…", most=str(_MOST))
    if any(True for _ in refused(value)) or not value.isprintable():
        raise AnswerError("unprintable", value=value)
    if question == "industry_id" and not _ID.fullmatch(value):
        raise AnswerError("bad-id", value=value)
    return value


def _chosen(question: str, said: str) -> str:
    """Return the choice that is called so, in whichever language and case."""
    plain = _plain(said)
    for choice in _CHOICES[question]:
        if plain in map(_plain, (choice, *_also_called(question, choice))):
            return choice
    raise AnswerError("no-choice", value=said, valid="、".join(_CHOICES[question]))


def _also_called(question: str, choice: str) -> Iterator[str]:
    for language in LANGUAGES:
        yield from messages(language).branch(f"cli.init.called.{question}.{choice}")


def _plain(said: str) -> str:
    return "".join(unicodedata.normalize("NFKC", said).casefold().split())
