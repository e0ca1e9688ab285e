"""What the font can draw is read from it as the typesetter reads it."""

import pytest
import typst

from sop_handbook.adapters.fonts import undrawn
from sop_handbook.typesetting.compiler import _compiler

DRAWN = [
    "汉字",
    "㐂𬶋",
    "é",
    "e\u0301",
    "\uf900",
    "一\u3000二\u00a0三\u2009四",
    "℃①≥→√",
    "a\u2011b",
]
UNDRAWN = {
    "送到🚑那里": ("🚑",),
    "👩\u200d⚕\ufe0f来了，🚑🚑": ("👩\u200d⚕\ufe0f", "🚑"),
    "ꯍ和ꯍ": ("ꯍ",),
    "\U00013000": ("\U00013000",),
    "\u0378": ("\u0378",),  # not a character yet
}
PAGE = '#set document(title: "t")\n#set text(font: "Noto Sans SC", lang: "zh")\n#sys.inputs.text'


@pytest.mark.parametrize("text", DRAWN)
def test_what_can_be_drawn_is_typeset(text: str) -> None:
    assert undrawn(text) == ()
    typeset(text)


@pytest.mark.parametrize("text", UNDRAWN)
def test_what_cannot_be_drawn_is_named_and_refused_by_the_typesetter(text: str) -> None:
    assert undrawn(text) == UNDRAWN[text]
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        typeset(text)


def typeset(text: str) -> None:
    _compiler().compile(
        input=PAGE.encode(),
        format="pdf",
        pdf_standards=["ua-1", "a-2a"],
        sys_inputs={"text": text},
    )
