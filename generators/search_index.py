"""Make the theme's search index fit its own way of reading Chinese queries.

Material's search cuts a query at the longest words its index knows but never looks at the last
character, so a single character that stands alone in the index swallows the query: 四联 is
looked up as 四, 打招呼 as 打. Words of one character are therefore joined to a neighbour; one
without neighbours gets an invisible companion, so that the search does not take it for a word.
"""

import json
import re
from pathlib import Path

_GLUE = "\u200b"  # what the search plugin puts between words
_HAN = "[\u4e00-\u9fff]"
_BEFORE_WORD = re.compile(rf"(?<!{_HAN})({_HAN}){_GLUE}(?={_HAN})")
_ALONE = re.compile(rf"(?<![\w])({_HAN})(?![\w\u2060])")
_COMPANION = "\u2060"  # WORD JOINER: no width, no break
_AFTER_WORD = re.compile(rf"(?<={_HAN}){_GLUE}({_HAN})(?!{_HAN})")


def tidy_index(site: Path) -> None:
    """Rewrite search/search_index.json of a finished site, as compact UTF-8."""
    file = site / "search" / "search_index.json"
    index = json.loads(file.read_text("utf-8"))
    for entry in index["docs"]:
        entry["title"] = join_single(entry["title"])
        entry["text"] = join_single(entry["text"])
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")


def join_single(text: str) -> str:
    """Join every lone character to the word after it, or before it at the end of a phrase."""
    joined = _AFTER_WORD.sub(r"\1", _BEFORE_WORD.sub(r"\1", text))
    return _ALONE.sub(rf"\1{_COMPANION}", joined)
