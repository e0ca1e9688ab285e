"""The door to rjieba: where a line of print may end, since nothing marks where words do.

Its dictionary takes 0.3 seconds to load, so it is loaded when first asked. It lies in the package:
no file is written, nothing is fetched.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise, starmap
from typing import TYPE_CHECKING, Any, NamedTuple

from sop_handbook.language.code import EDGES, cut, splinters
from sop_handbook.model import Handbook

if TYPE_CHECKING:
    from rjieba import Jieba

# A run: Chinese signs, and what stands beside them without a blank; a telephone number has blanks
# between its groups, and a figure may have one before its unit. lib.typ looks for the same, hence
# `\b` and no looking around.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
FIGURE_SIGNS = "℃％‰°±−≤≥～㎡μ²³"
_EDGE = r"(?a:\b)"  # between 话 and 4, too
GROUPS = rf"(?:\+[0-9]{{1,3}}(?: [0-9-]{{2,9}})+|{_EDGE}[0-9]{{3,4}}(?: [0-9]{{3,4}})+){_EDGE}"
UNITS = (  # those of one Chinese sign only if no other follows: 2 安, not 2 安装
    rf"(?:[%℃‰°㎡]|°[CF]{_EDGE}|[kmcd]?m[²³]|[kmcdnμ]?(?:m[23]?|g|[lL]|Pa|V|A|W|Hz|mol){_EDGE}|"
    rf"(?:mmHg|bar|rpm|dB|lx|ppm|IU|min|sec|[hs]){_EDGE}|(?:个)?(?:工作日|小时|月|星期)|分钟|秒|"
    "平方米|毫升|公里|千米|厘米|毫米|微米|公斤|千克|毫克|微克|摄氏度|千伏|千帕|兆帕|"
    r"[度伏安瓦米升克吨元天滴次步人管份]\b)"
)
# What is said before a figure and means nothing without it; there may be a blank between them, too.
BEFORE = (
    "(?:不?(?:低于|高于|超过|超出|少于|多于|大于|小于|早于|晚于|短于|长于)|"
    "[至最](?:少|多|低|高|大|小)|不[到足]|大?约|[第每])"
)
RUN = re.compile(
    rf"(?:{GROUPS}|{BEFORE} [±~0-9.:−-]*[0-9](?: (?:{UNITS}|步))?|[0-9] {UNITS}|"
    rf"[{HAN}!-~{FIGURE_SIGNS}])+"
)
_PART = re.compile(rf"(?P<han>[{HAN}]+)|(?P<other>[^{HAN}]+)")
_HAN = re.compile(rf"[{HAN}]")
_PER = (
    rf"(?:/(?:分钟|小时|min{_EDGE}|[分时日天]|[hs]{_EDGE}|[kmcd]?m[²³]|"
    rf"[kmcdnμ]?(?:m[23]?|g|[lL]|mol){_EDGE}))"
)
_COUNTED = re.compile(
    rf"[0-9-]*(?:{GROUPS})[年月日号元个件份人次]?|"  # a telephone number, or several figures
    r"第[0-9]+[a-z][0-9]*步|"  # a step of a branch, and one within it
    rf"(?:一式|{BEFORE} ?)?[≤≥±～~0-9.:/−-]*[0-9](?: ?{UNITS}{_PER}?| 步|[%℃％‰°㎡]+|"
    rf"(?:个工作日|工作日|个小时|个月|分钟|小时|平方米|毫升|公里|厘米|毫米|[{HAN}])?)(?:内(?![容科部外存径]))?"
)
_CODE_BEFORE, _CODE_AFTER = re.compile(r"[!-~]+\Z"), re.compile(r"[!-~]+")
_FEW = frozenset("一二三四五六七八九十两几半每第")  # counts what the next sign names: 三次, 每天
_BLANK = re.compile(rf"(?<=[0-9]) (?={UNITS})")

# A name is kept whole up to so many signs, so that it fits into a column of eight. A longer one may
# break between its words, which are not what the dictionary would make of it among other signs.
LONGEST_NAME, LONGEST_TITLE = 6, 24
# The last words of a paragraph stay together up to so many signs: one of two signs would stand on a
# line of its own (说出 | 重点), or a part of a word that no dictionary has (送货 | 人签字).
LONGEST_END = 5
LONGEST_CODE = 12  # the same as for names for figures, which are half as wide


class Piece(NamedTuple):
    """Part of a run: no line ends in what is `whole`, one may end behind every other one."""

    text: str
    whole: bool


class Segmenter:
    """Cuts text into words; the names of a handbook are words, too."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = frozenset(name for name in names if 2 <= len(name) <= LONGEST_TITLE)
        self._known: dict[tuple[str, bool], list[Any]] = {}

    def names_in(self, text: str) -> list[str]:
        """Return the names that occur in a text."""
        return sorted(name for name in self._names if name in text)

    def pieces(self, text: str, *, last: bool = False) -> list[Piece]:
        """Cut a text without blanks and Chinese punctuation; together the pieces are the text.

        If it is the `last` one of a paragraph, its end stays together. That takes no more lines.
        """
        pieces = list(self._cut(text))
        return _end_together(pieces) if last else pieces

    def parts(self, run: str, *, last: bool = False) -> list[Any]:
        """Return the pieces as `for_typst` gives them to lib.typ; [] if there is nothing to say."""
        if (run, last) not in self._known:
            self._known[run, last] = _parts(self.pieces(run, last=last))
        return self._known[run, last]

    def _cut(self, run: str) -> Iterator[Piece]:
        start = 0
        for found in _COUNTED.finditer(run):
            is_phone = " " in found[0]
            short = len(found[0]) <= LONGEST_CODE and not _inside_code(run, *found.span())
            if is_phone or short:
                yield from self._parts(run[start : found.start()])
                yield Piece(found[0], whole=True)
                start = found.end()
        yield from self._parts(run[start:])

    def _parts(self, text: str) -> Iterator[Piece]:
        for found in _PART.finditer(text):
            yield from self._words(found[0]) if found["han"] else starmap(Piece, cut(found[0]))

    def _words(self, text: str, longest: int = LONGEST_TITLE) -> Iterator[Piece]:
        """Names first, the longest one at each place; the segmenter cuts what is between."""
        start = place = 0
        while place < len(text):
            if name := self._name_at(text, place, longest):
                yield from _dictionary_words(text[start:place])
                yield from self._name(name)
                start = place = place + len(name)
            else:
                place += 1
        yield from _dictionary_words(text[start:])

    def _name(self, name: str) -> list[Piece]:
        """Cut a long name into its words, of which the last is never a single sign: 客服部 门."""
        if len(name) <= LONGEST_NAME:
            return [Piece(name, whole=True)]
        words = list(self._words(name, LONGEST_NAME))
        if len(words) > 1 and len(words[-1].text) == 1:
            *words, before, last = words
            words.append(Piece(before.text + last.text, whole=True))
        return words

    def _name_at(self, text: str, place: int, longest: int) -> str:
        """Return the longest name here; two signs may be parts of two words and are no name."""
        for length in range(min(longest, len(text) - place), 2, -1):
            if (part := text[place : place + length]) in self._names:
                return part
        return ""


def _end_together(pieces: list[Piece]) -> list[Piece]:
    """Make the last pieces one as long as they are Chinese and short."""
    start = end = len(pieces)
    while (
        start > 0
        and _chinese(pieces[start - 1].text)
        and _length(pieces[start - 1 :]) <= LONGEST_END
    ):
        start -= 1
    if end - start < 2:
        return pieces
    return [*pieces[:start], Piece("".join(piece.text for piece in pieces[start:]), whole=True)]


def _chinese(text: str) -> bool:
    return all(map(_HAN.match, text))


def _length(pieces: list[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _inside_code(run: str, start: int, end: int) -> bool:
    """Whether a figure is a part of code, such as CY-01 or v2, or of a text that is all code."""
    if run[start:end].isalnum() and run[start:end].isascii():
        return True
    before = _CODE_BEFORE.search(run, 0, start) if run[start].isascii() else None
    after = _CODE_AFTER.match(run, end) if run[end - 1].isascii() else None
    return any(found and found[0].strip(EDGES) for found in (before, after))


def _dictionary_words(text: str) -> Iterator[Piece]:
    count = ""
    for word in _dictionary().cut(text) if text else ():
        if not count and word in _FEW:
            count = word
        elif len(count + word) > 2 and count:
            yield Piece(count, whole=False)
            yield Piece(word, whole=len(word) > 1)
            count = ""
        else:
            yield Piece(count + word, whole=len(count + word) > 1)
            count = ""
    if count:
        yield Piece(count, whole=False)


def names(handbook: Handbook) -> Iterator[str]:
    """Return what has a name in a handbook: terms, roles, titles of everything, rules, forms."""
    for term in handbook.terms.values():
        yield from (term.term, *term.aliases)
    for group in (handbook.roles, handbook.forms, handbook.industries):
        for named in group.values():
            yield from (named.title, *named.aliases)
    for family in handbook.families.values():
        yield family.title
        yield from (rule.title for rule in family.rules)
        yield from (form.title for form in family.forms)
        yield from (quantity.label for quantity in family.quantities)
    for procedure in handbook.procedures.values():
        yield procedure.title
        yield from (rule.title for rule in procedure.rules)
        yield from (step.title for step in procedure.steps)


@cache
def _dictionary() -> "Jieba":
    from rjieba import Jieba

    return Jieba()


def with_units(text: str) -> str:
    """Return a text for pages and word processors: no line ends between a figure and its unit."""
    return _BLANK.sub("\u00a0", text)


def strings(data: object) -> Iterator[str]:
    """Yield every string in plain data, those inside of its lists and mappings too."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from strings(value)


def for_typst(segmenter: Segmenter, *data: object, ends: bool = True) -> dict[str, list[Any]]:
    """Return how lib.typ sets each run of some data that has more than one piece or a whole one.

    The result is by run; in its lists a string is set as it is, a list of strings whole (where its
    column is too narrow for that, a line may end between them); `true` is the space between a
    Chinese sign and a figure or letter, `false` a place where a line may end in a long address.
    `ends` keeps the ends of texts together.
    """
    found = [RUN.findall(text) for text in strings(data)]
    last = {runs[-1] for runs in found if runs and ends}
    every = sorted({run for runs in found for run in runs})
    return {run: parts for run in every if (parts := segmenter.parts(run, last=run in last))}


def _parts(pieces: list[Piece]) -> list[Any]:
    if not any(piece.whole for piece in pieces) and not _in_code(pieces):
        return []
    parts: list[Any] = []
    for before, piece in pairwise([Piece("", whole=False), *pieces]):
        if before.text and _spaced(before, piece):
            parts.append(True)
        elif _in_code([before, piece]):
            parts.append(False)
        if not piece.whole and parts and isinstance(parts[-1], str):
            parts[-1] += piece.text
        else:
            parts.append(splinters(piece.text) if piece.whole else piece.text)
    return parts


def _in_code(pieces: list[Piece]) -> bool:
    """Whether pieces are parts of a long address."""
    return any(
        not (a.whole or b.whole) and _code_sign(a.text[-1:]) and _code_sign(b.text[:1])
        for a, b in pairwise(pieces)
    )


def _code_sign(sign: str) -> bool:
    return bool(sign) and not _HAN.match(sign)


def _spaced(before: Piece, after: Piece) -> bool:
    """Whether a space goes between: typst sets it only where neither side is held together."""
    if not (before.whole or after.whole):
        return False
    a, b = before.text[-1], after.text[0]
    return (_letter(a) and bool(_HAN.match(b))) or (_letter(b) and bool(_HAN.match(a)))


def _letter(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()
