"""What a text may be made of: nothing that cannot be seen, nothing that only looks like a sign.

What a character is comes from the package `regex`, so that every Python finds the same.
"""

from collections.abc import Iterator
from functools import cache
from unicodedata import name, normalize

import regex

# Unicode 17, 5.8: what ends a line. Whatever is written, a text has only \n.
_BREAK = regex.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")

_ENDS = regex.compile("[\n\r\t\x85\u2028\u2029]")

# UTS 51: joiners and selectors of form belong to emoji; those of Han characters to a Han character.
_PICTURE = r"\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|[\uFE0E\uFE0F])?"
_VARIANT = r"\p{Han}[\uFE00-\uFE02\U000E0100-\U000E01EF]"
_WITH_INVISIBLE = rf"{_PICTURE}(?:\u200D{_PICTURE})*|[0-9#*]\uFE0F\u20E3?|{_VARIANT}"
_IGNORABLE = r"\p{Default_Ignorable_Code_Point}\u2800"  # and a pattern of braille without dots
_NEVER = (
    r"[[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\uFFFC\uFFFD"
    rf"{_IGNORABLE}]--[\t\n\r\x85]]"
)
_REFUSED = regex.compile(rf"(?:{_WITH_INVISIBLE})(*SKIP)(*FAIL)|{_NEVER}", regex.V1)
_SUSPECT = regex.compile(_NEVER, regex.V1)
# Taken away, these change nothing: not so what turns the order of signs round.
_IDLE = regex.compile(rf"[{_IGNORABLE}--\p{{Bidi_Control}}]", regex.V1)
# What may be of either width is wide in Chinese, but for letters: Greek and Russian ones.
_WIDE = regex.compile(r"[\p{Ea=W}\p{Ea=F}[\p{Ea=A}--[\p{L}\p{M}]]]", regex.V1)
_BLANK = regex.compile(rf"[{_IGNORABLE}\p{{Zs}}\n\u2011]", regex.V1)  # U+2011 is drawn as U+2010
_SIGN = regex.compile(r"\X")
_VISIBLE = regex.compile(r"[\p{L}\p{N}\p{P}\p{S}--\u2800]", regex.V1)

# Parts of characters that look like whole ones, as PDF files give them: ⻋ for 车. Those of Kangxi
# are mapped by NFKC; these by Unicode's Equivalent_Unified_Ideograph (UAX 44).
_PAIRS = (
    "⺁厂⺄乙⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺘扌⺙攵⺛旡⺝月⺞歺⺟母⺠民"
    "⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺪疋⺫目⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺳㓁⺶羊⺹耂⺺肀⺼月⺾艹⺿艹⻀艹"
    "⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风"
    "⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_PARTS = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_LOOK_ALIKE = regex.compile("[\u2e80-\u2ef3\u2f00-\u2fd5\u31c0-\u31e3]")

# A line that goes on: YAML puts a blank there, which has no business between Chinese signs.
_CHINESE = r"[\p{Han}\u3001-\u303F\uFF01-\uFF65“”‘’…—]"
_FOLD = regex.compile(rf"(?<={_CHINESE})[ \t]*(?:\r\n|\n)[ \t]*(?={_CHINESE})")


def tidy(text: str, *, tabs: bool = False) -> str:
    """Return a text with one kind of line end, and with a blank for every tab unless they stay."""
    plain = str(_BREAK.sub("\n", text))
    return plain if tabs else plain.replace("\t", " ")


def refused(text: str) -> Iterator[int]:
    """Yield the place, from 0, of every character that no text may hold."""
    if any(map(_suspect, set(text))):
        yield from (found.start() for found in _REFUSED.finditer(text))


def look_alikes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the place, from 0, of every part of a character, and what whole one it looks like.

    That is "" where it looks like none.
    """
    for found in _LOOK_ALIKE.finditer(text):
        whole = _PARTS.get(found[0]) or normalize("NFKC", found[0])
        yield found.start(), whole if whole != found[0] else ""


def folds(text: str) -> Iterator[int]:
    """Yield the place, from 0, of every line that ends and goes on between Chinese signs."""
    yield from (found.start() for found in _FOLD.finditer(text))


def joined(text: str) -> str:
    """Return a text in one line where it goes on between Chinese signs."""
    return str(_FOLD.sub("", text))


def visible(text: str) -> bool:
    """Tell whether there is anything to be seen."""
    return bool(_VISIBLE.search(text))


def width(text: str) -> float:
    """Return how wide a text is in full-width signs: a letter or a digit takes half of one."""
    plain = normalize("NFC", text)
    return len(plain) / 2 + len(_WIDE.findall(plain)) / 2


def blank(sign: str) -> bool:
    """Tell whether a sign takes no ink, or that of another sign."""
    return bool(_BLANK.match(sign))


def signs(text: str) -> list[str]:
    """Return what people take for single signs, each with what is joined to it (UAX 29)."""
    return [str(found) for found in _SIGN.findall(text)]


def cleaned(text: str) -> str:
    """Return a text without what nobody sees and misses, with whole characters for their parts."""
    gone = {place for place in refused(text) if _IDLE.match(text[place])}
    whole = dict(look_alikes(text))
    return "".join(whole.get(place) or sign for place, sign in enumerate(text) if place not in gone)


def spelt_out(text: str) -> str:
    r"""Return a text in one line in which whatever cannot be seen is spelt: \x1b, \n, \u202e."""
    hidden = {*refused(text), *(found.start() for found in _ENDS.finditer(text))}
    return "".join(
        sign.encode("unicode_escape").decode() if place in hidden else sign
        for place, sign in enumerate(text)
    )


def called(sign: str) -> str:
    """Return what to call a character: U+200B ZERO WIDTH SPACE."""
    return f"U+{ord(sign):04X} {name(sign, '')}".rstrip()


@cache
def _suspect(sign: str) -> bool:
    return bool(_SUSPECT.match(sign))
