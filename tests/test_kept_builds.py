"""Whatever was edited, damaged or lost: a build with all that was kept is a build afresh."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.render.search import stretches
from tests import edits_site, edits_sources
from tests.hostile import first_forms
from tests.promises import examples, kept
from tests.walked import Walked

EDITS = edits_sources.EDITS | edits_site.EDITS
Step = Sequence[tuple[str, int]]  # names of edits, and the seed of what each draws
# Most kinds of edits, and whether the handbook is published after each step: the seeds are
# such that it mostly is, or little would be compared.
WALK: list[tuple[bool, Step]] = [
    (
        True,
        [
            ("reword", 0), ("retitle", 0), ("say more", 0), ("new page", 2), ("quantity", 0),
            ("reassign", 0), ("brand", 4), ("anchor follows", 0), ("entries gone", 0),
            ("emergency", 0), ("new procedure", 0), ("new role", 0), ("new term", 0),
            ("new industry", 0), ("theme", 10), ("part of the theme", 0), ("made by hand", 0),
            ("address", 0),
            ("contact", 0), ("repository", 1), ("move", 0), ("another logo", 0),
            ("effective", 0), ("new family", 0),
            ("theme", 1),
        ],
    ),
    (False, [("rename alone", 3), ("page moved", 0)]),
    (False, [("damage", 0), ("page damaged", 0)]),
    (
        True,
        [
            ("put right", 0), ("procedure gone", 2), ("step gone", 0), ("rename", 1),
            ("title of the handbook", 0), ("file", 0), ("another day", 0), ("entries cut", 0),
            ("release", 0),
        ],
    ),
    (False, [("anchor gone", 0), ("page gone", 2)]),
    (
        True,
        [
            ("put right", 0), ("another day", 0), ("adopt", 0), ("front matter", 0),
            ("rewrite", 0), ("entries flipped", 0), ("set", 13), ("drop", 0), ("take back", 0),
            ("another address", 0), ("entries half written", 0), ("site gone", 0),
        ],
    ),
]  # fmt: skip
STEPS = st.lists(
    st.lists(
        st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 9999)), min_size=1, max_size=3
    ),
    min_size=3,
    max_size=8,
)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Cut the index of the search into several stretches, and try few forms of diagrams."""
    monkeypatch.setattr(stretches, "_STRETCH", 24)
    with first_forms():
        yield


def _walk(folder: Path, steps: Iterable[Step]) -> Iterator[bool]:
    """Build after each step and tell whether the handbook is published.

    After two steps that failed it comes back to the last good state.
    """
    walked = Walked(folder)
    walked.save()
    walked.build()
    failed = 0
    for number, step in enumerate(steps):
        if failed == 2:
            walked.put_right()
        for name, seed in step:
            EDITS[name](walked, Random(seed))
        built = walked.build()
        assert (number, built) == (number, walked.build_afresh())
        failed = 0 if built.site else failed + 1
        if built.site:
            walked.save()
        yield bool(built.site)


def test_a_walk_through_all_edits_gives_what_builds_afresh_give(tmp_path: Path) -> None:
    published = list(_walk(tmp_path, [step for _, step in WALK]))
    assert published == [sound for sound, _ in WALK]


@kept
@pytest.mark.slow
@given(steps=STEPS)
@examples(1)
def test_any_walk_gives_what_builds_afresh_give(
    steps: list[Step], tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert len(list(_walk(tmp_path_factory.mktemp("walk"), steps))) == len(steps)
