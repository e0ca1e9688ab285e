"""The door to pypinyin and OpenCC: how Chinese sounds, sorts and is written elsewhere.

Their dictionaries take a quarter of a second to load, so they are loaded when first asked.
"""

from collections.abc import Set
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_CHARACTERS = (0x4E00, 0xA000)  # CJK unified ideographs, the block people type


def sort_key(text: str) -> tuple[list[str], str]:
    """Order words as a Chinese dictionary does, by sound: syllables with tones, then the word."""
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(text.lower(), style=Style.TONE3), text


def initial(text: str) -> str:
    """Return the capital A to Z a word is filed under in an index, `#` for anything else."""
    from pypinyin import lazy_pinyin

    letter = "".join(lazy_pinyin(text[:1], errors="ignore"))[:1].upper()
    return letter if letter.isascii() and letter.isalpha() else "#"


@lru_cache(maxsize=100_000)
def _word_sounds(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    # A list gives each unknown character a place of its own, which the stubs do not know.
    return tuple(lazy_pinyin(word, errors=list))  # type: ignore[arg-type]


def sounds(run: str) -> list[str]:
    """Return how each character of a run of Chinese sounds here: 重要 -> zhong, yao; ü is v."""
    from pypinyin.seg.mmseg import seg

    return [sound for word in seg.cut(run) for sound in _word_sounds(word)]


def readings(character: str) -> list[str]:
    """Return how a character sounds on its own, the usual reading first.

    One that no dictionary reads, such as a Cantonese 㗎, stands for itself.
    """
    from pypinyin import Style, pinyin

    return pinyin(character, style=Style.NORMAL, heteronym=True)[0]


def common_characters() -> list[str]:
    """Return the 3755 everyday characters, level 1 of GB 2312."""
    level = bytes(range(0xB0, 0xD8))
    pairs = (bytes((row, cell)) for row in level for cell in range(0xA1, 0xFF))
    found = (pair.decode("gb2312", errors="ignore") for pair in pairs)
    return [character for character in found if character]


def simplified_forms(wanted: Set[str]) -> dict[str, str]:
    """Map every traditional or regional character that stands for a wanted one to that one."""
    forms: dict[str, str] = {}
    for number in range(*_CHARACTERS):
        character = chr(number)
        if character in wanted:
            continue
        meant = {str(converter.convert(character)) for converter in _simplifiers()} & wanted
        if meant:
            forms[character] = min(meant)
    return forms


@cache
def _simplifiers() -> "tuple[OpenCC, ...]":
    from opencc import OpenCC

    return tuple(OpenCC(name) for name in ("t2s", "hk2s", "tw2s"))
