"""Hidden search words: what people type instead of what the page says."""

from collections.abc import Iterable

from generators.chinese import initials, pinyin, traditional

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
