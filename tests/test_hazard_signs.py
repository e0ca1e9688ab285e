"""How grave a hazard is can be told on paper by a word and by a shape, without any colour."""

import re
from collections.abc import Mapping

import pypdfium2
import pytest

from sop_handbook.pipeline.prints import context_of
from sop_handbook.render.print import plan_prints
from sop_handbook.render.print.typeset import typeset_all
from tests.foreign import foreign_examination, foreign_project
from tests.ink import leaves

KINDS = ("cards", "cards-small", "twi", "plate", "handbook")
WORDS = {"danger": "危险", "warning": "警告", "caution": "注意"}
SCALE = 6  # of the picture of a page
# Ink in the square before the word: an octagon fills more of it than a triangle, an outline least.
SHARES = {"danger": (0.6, 0.85), "warning": (0.35, 0.58), "caution": (0.2, 0.35)}
TAG, GAP = 0.4, 0.35  # em: in a label before its word, between it and the sign
SIGN = {"plate": 1.12}  # em: how wide the sign is, else 1.3; lines of a plate are close


@pytest.fixture(scope="module")
def prints() -> Mapping[str, bytes]:
    """Of each kind the first print of the lift, or of who rescues out of it."""
    handbook = foreign_examination().handbook
    context = context_of(foreign_project(), foreign_examination())
    wanted = {("procedure", "lift-rescue"), ("role", "rescuer"), ("industry", "property")}
    jobs = [
        job
        for job in plan_prints(handbook, context)
        if job.kind in KINDS and (job.of, job.subject) in wanted
    ]
    assert {job.kind for job in jobs} == set(KINDS)
    made = typeset_all(jobs, handbook, context)
    assert made.findings == ()
    return {one.offer.kind: one.content for one in made.artifacts if one.offer}


def _shares(pdf: bytes, level: str, wide: float) -> list[float]:
    """The share of ink in the square before every word of a level; the word may stand in a text."""
    found = []
    for leaf, page in zip(leaves(pdf), pypdfium2.PdfDocument(pdf), strict=True):
        picture = page.render(scale=SCALE, grayscale=True).to_pil()
        told = "".join(sign.text for sign in leaf.signs)
        for spot in re.finditer(WORDS[level], told):
            left, low, right, high = leaf.signs[spot.start()].box
            em, middle = right - left, (low + high) / 2
            edge = left - (GAP if level == "caution" else TAG + GAP) * em
            box = (edge - wide * em, middle + wide / 2 * em, edge, middle - wide / 2 * em)
            x0, y0, x1, y1 = box
            height = leaf.height
            cut = picture.crop(
                tuple(int(SCALE * one) for one in (x0, height - y0, x1, height - y1))
            )
            dark = sum(count for value, count in enumerate(cut.histogram()) if value < 128)
            found.append(dark / (cut.width * cut.height))
    return found


@pytest.mark.parametrize("level", WORDS)
@pytest.mark.parametrize("kind", KINDS)
def test_levels_differ_by_a_shape_as_well_as_by_a_word(
    kind: str, level: str, prints: Mapping[str, bytes]
) -> None:
    low, high = SHARES[level]
    shares = _shares(prints[kind], level, SIGN.get(kind, 1.3))
    assert any(low < share < high for share in shares), shares
