"""Hidden search words: what people type instead of what the page says."""

from collections.abc import Iterable

from generators.chinese import initials, pinyin, traditional
from generators.model import Handbook

_WORTH_INITIALS = 2  # one letter would match half the handbook


def keywords(sounds: Iterable[str], aliases: Iterable[str] = ()) -> str:
    """Return aliases, then pinyin, initials and traditional forms of `sounds`, space-separated."""
    found: dict[str, None] = dict.fromkeys(aliases)
    for word in sounds:
        forms, letters = [pinyin(word), traditional(word)], initials(word)
        if len(letters) >= _WORTH_INITIALS:
            forms.append(letters)
        found |= dict.fromkeys(form for form in forms if form and form != word)
    return " ".join(found)


def vocabulary(handbook: Handbook) -> list[str]:
    """Return the words of the trade, which a search must not cut apart, sorted."""
    found = {term.term for term in handbook.terms.values()}
    named = (handbook.terms, handbook.roles, handbook.forms, handbook.industries)
    found |= {alias for table in named for item in table.values() for alias in item.aliases}
    for procedure in handbook.procedures.values():
        found |= set(procedure.aliases)
        found |= {alias for step in procedure.steps for alias in step.aliases}
    return sorted(word for word in found if len(word) > 1)
