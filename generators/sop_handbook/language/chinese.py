"""The door to pypinyin and OpenCC: how Chinese sounds, sorts and is written elsewhere.

Their dictionaries take a quarter of a second to load, so they are loaded when first asked.
"""

from collections.abc import Set
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from opencc import OpenCC

_CHARACTERS = (0x4E00, 0xA000)  # CJK unified ideographs, the block people type
# 重 is chong where something is done again, zhong where it is heavy or matters; of these words the
# dictionaries know only the second reading.
_AGAIN = tuple(f"重{verb}" for verb in "置发做开审签测填排装打办报传订配录选派扫")
_AT_HAND = 10_000  # words whose sound is kept: every volume and page sorts the same terms again


@lru_cache(maxsize=_AT_HAND)
def sort_key(text: str) -> tuple[tuple[str, ...], str]:
    """Order words as a Chinese dictionary does, by sound: syllables with tones, then the word."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(_heard(text.lower()), style=Style.TONE3)), text


def spelled(text: str) -> str:
    """Return how a title is typed by sound, a syllable a word: 领取AED -> ling qu aed; ü is v.

    Signs that have no sound are left out.
    """
    from pypinyin import lazy_pinyin

    plain = normalize("NFKC", text).lower()
    heard = lazy_pinyin(_heard(plain), errors=lambda run: "".join(filter(str.isalnum, run)))
    return " ".join(sound for sound in heard if sound and sound.isascii())


@lru_cache(maxsize=_AT_HAND)
def initial(text: str) -> str:
    """Return the capital A to Z a word is filed under in an index, `#` for numbers and the rest.

    Marks before it do not count; a character sounds as its neighbours have it, as when sorting.
    """
    spelling = spelled(text)[:1].upper()
    return spelling if spelling.isalpha() else "#"


def _heard(text: str) -> str:
    """Put a character of the right sound for the first one where dictionaries lack the word."""
    return f"崇{text[1:]}" if text.startswith(_AGAIN) else text


@lru_cache(maxsize=100_000)
def _word_sounds(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    # A list gives each unknown character a place of its own, which the stubs do not know.
    return tuple(lazy_pinyin(word, errors=list))  # type: ignore[arg-type]


def sounds(run: str) -> list[str]:
    """Return how each character of a run of Chinese sounds here: 重要 -> zhong, yao; ü is v."""
    from pypinyin.seg.mmseg import seg

    return [sound for word in seg.cut(run) for sound in _word_sounds(word)]


@lru_cache(maxsize=100_000)
def readings(character: str) -> tuple[str, ...]:
    """Return how a character sounds on its own, the usual reading first.

    One that no dictionary reads, such as a Cantonese 㗎, stands for itself.
    """
    from pypinyin import Style, pinyin

    return tuple(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def common_characters() -> list[str]:
    """Return the 3755 everyday characters, level 1 of GB 2312."""
    level = bytes(range(0xB0, 0xD8))
    pairs = (bytes((row, cell)) for row in level for cell in range(0xA1, 0xFF))
    found = (pair.decode("gb2312", errors="ignore") for pair in pairs)
    return [character for character in found if character]


def simplified_forms(wanted: Set[str]) -> dict[str, str]:
    """Map every traditional or regional character that stands for a wanted one to that one."""
    found = ((form, meant & wanted) for form, meant in _meanings().items() if form not in wanted)
    return {form: min(meant) for form, meant in found if meant}


@cache
def _meanings() -> dict[str, frozenset[str]]:
    """What every character that is not written so everywhere may stand for."""
    meanings: dict[str, frozenset[str]] = {}
    for character in map(chr, range(*_CHARACTERS)):
        meant = frozenset(str(one.convert(character)) for one in _simplifiers()) - {character}
        if meant:
            meanings[character] = meant
    return meanings


@cache
def _simplifiers() -> "tuple[OpenCC, ...]":
    from opencc import OpenCC

    return tuple(OpenCC(name) for name in ("t2s", "hk2s", "tw2s"))
