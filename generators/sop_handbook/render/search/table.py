"""What every query needs: how characters sound, what they stand for, where the index is cut."""

import json
from collections.abc import Iterable, Sequence, Set
from itertools import chain
from typing import Any

from sop_handbook.adapters.store import Store
from sop_handbook.language.chinese import common_characters, readings, simplified_forms
from sop_handbook.render.search.tokens import SPLIT, is_han, sounds


def kept_tables(
    heard: Set[str], words: Sequence[str], store: Store
) -> tuple[dict[str, str], dict[str, Any]]:
    """Return `sound_table` and `rare_table` of what is heard and of some more words.

    They are taken from the store where it has them: then no dictionary is loaded. Only Chinese
    characters are in them: an edit that brings no new one leaves them as they are.
    """
    spoken = sorted(filter(_is_spoken, heard))

    def make() -> bytes:
        used = sound_table(sounds(words).union(spoken))
        return json.dumps([used, rare_table(used)], ensure_ascii=False).encode()

    kept = store.get_or_make(make, __name__, json.dumps([spoken, words]))
    used, rare = json.loads(kept)
    return used, rare


def _is_spoken(heard: str) -> bool:
    return is_han(heard.partition(SPLIT)[0])


def sound_table(heard: Iterable[str]) -> dict[str, str]:
    """Return the characters of each syllable: those that are heard, and every syllable there is.

    `heard` are characters and words, each with its sound behind a SPLIT. The result leads from a
    syllable to its characters as one text. A character stands under every reading it has in the
    texts, and under its usual one. A syllable without characters has "".
    """
    pairs = (one.partition(SPLIT) for one in heard)
    known = {(character, sound) for character, _, sound in pairs if is_han(character)}
    usual = {(character, readings(character)[0]) for character, _ in known}
    syllables = {readings(character)[0] for character in common_characters()}
    return _by_sound(known | usual, syllables)


def rare_table(used: dict[str, str]) -> dict[str, Any]:
    """Return what a query may hold beyond the characters in use.

    `used` is what `sound_table` returned. `sounds` are everyday characters by syllable, `simple` is
    one text of pairs: a traditional character and the one in use that it stands for.
    """
    known = set("".join(used.values()))
    others = {(c, readings(c)[0]) for c in common_characters() if c not in known}
    simple = "".join(chain.from_iterable(sorted(simplified_forms(known).items())))
    return {"sounds": _by_sound(others, set()), "simple": simple}


def _by_sound(heard: set[tuple[str, str]], syllables: set[str]) -> dict[str, str]:
    table: dict[str, list[str]] = {sound: [] for sound in syllables}
    for character, sound in sorted(heard):
        table.setdefault(sound, []).append(character)
    return {sound: "".join(table[sound]) for sound in sorted(table)}
