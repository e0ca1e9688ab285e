"""What pages that come with the engine take as examples: words and numbers of this handbook."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from sop_handbook.language.chinese import spelled
from sop_handbook.language.quantities import key_of
from sop_handbook.model import Handbook
from sop_handbook.model.limits import standards_with_limits

_SHORT = 4  # characters; what is longer is nothing that people type


def example_of(handbook: Handbook, kind: str) -> str:
    """Return an example of a kind from the handbook; "" if it has none.

    Kinds: word (what people call something), typed (a word by its sound), initials (the same by
    first letters), number (of a procedure), emergency (an industry), term, form, measure (what is
    in the register of standards), origin (a flow of a document).
    Raises KeyError for another one.
    """
    return next(iter(KINDS[kind](handbook)), "")


def _words(handbook: Handbook) -> Iterator[str]:
    """Yield short words of Chinese, first those that only people use."""
    found = [alias for one in handbook.in_use for alias in one.aliases]
    found += [one.term for one in handbook.terms.values()]
    found += [one.title for one in handbook.in_use]
    yield from (word for word in found if len(word) <= _SHORT and not any(map(str.isascii, word)))


def _typed(handbook: Handbook) -> Iterator[str]:
    return (spelled(word).replace(" ", "") for word in _words(handbook))


def _initials(handbook: Handbook) -> Iterator[str]:
    return ("".join(part[0] for part in spelled(word).split()) for word in _words(handbook))


def _numbers(handbook: Handbook) -> Iterator[str]:
    return (one.number for one in handbook.in_use)


def _emergencies(handbook: Handbook) -> Iterator[str]:
    return (one.title for one in handbook.industries.values() if one.emergency)


def _terms(handbook: Handbook) -> Iterator[str]:
    yield from (one.term for one in handbook.terms.values())
    yield from (words[0] for words in handbook.synonyms)


def _forms(handbook: Handbook) -> Iterator[str]:
    return (one.title for one in handbook.forms.values())


def _measures(handbook: Handbook) -> Iterator[str]:
    for procedure in handbook.in_use:
        yield from (one.metric for one in standards_with_limits(procedure, key_of))
        yield from (one.label for one in procedure.quantities)
    for family in handbook.families.values():
        yield from (one.label for one in family.quantities)


def _origins(handbook: Handbook) -> Iterator[str]:
    return (one.title for one in handbook.origins)


KINDS: Mapping[str, Callable[[Handbook], Iterable[str]]] = {
    "word": _words,
    "typed": _typed,
    "initials": _initials,
    "number": _numbers,
    "emergency": _emergencies,
    "term": _terms,
    "form": _forms,
    "measure": _measures,
    "origin": _origins,
}
