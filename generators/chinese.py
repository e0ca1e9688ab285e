"""The door to pypinyin and OpenCC: how Chinese sounds, sorts and looks in traditional script."""

from functools import cache, lru_cache

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin


def sort_key(text: str) -> tuple[list[str], str]:
    """Order words as a Chinese dictionary does, by sound."""
    return lazy_pinyin(text.lower(), style=Style.TONE3), text


def pinyin(text: str) -> str:
    """Return the full pinyin without spaces: 担保函 -> danbaohan."""
    return "".join(_syllables(text))


def initials(text: str) -> str:
    """Return the first letters: 担保函 -> dbh."""
    return "".join(syllable[0] for syllable in _syllables(text))


def initial(text: str) -> str:
    """Return the capital a word is filed under in an index, `#` for anything else."""
    letter = initials(text[:1])[:1].upper()
    return letter if letter.isascii() and letter.isalpha() else "#"


def traditional(text: str) -> str:
    """Return the traditional form; `s2t`, since `s2twp` would swap words (菜单 -> 選單)."""
    return str(_converter().convert(text))


@lru_cache(maxsize=100_000)  # the same words come back on page after page
def _syllables(text: str) -> tuple[str, ...]:
    return tuple(s for s in lazy_pinyin(text, errors="ignore") if s)


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")
