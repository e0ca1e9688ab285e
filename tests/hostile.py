"""The attack corpus, put into every text field of every schema, and the site made of it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from sop_handbook.findings import has_errors
from sop_handbook.pipeline.build import build
from sop_handbook.project import Project
from tests.blank import WITHOUT_PAPERS
from tests.full import FieldPath, Filler, text_fields, write_sources
from tests.sites import copy_engine, plain_pages
from tests.support import DAY, ROOT

ATTACKS: dict[str, str] = yaml.safe_load((ROOT / "tests" / "attacks.yaml").read_text("utf-8"))
HARMLESS = ATTACKS["harmless"]
# What only Markdown could take for syntax is settled page by page; a finished site adds theme,
# search and Jinja, which know other signs.
SITE_ATTACKS = {
    name: attack
    for name, attack in ATTACKS.items()
    if name == "harmless" or set(attack) & set("<>&\"'{}:\\\n") or len(attack) > 60
}
# One of each kind, by the sign that ends what it stands in; `make check-slow` builds a site of all,
# which takes three times as long.
SOME_ATTACKS = {
    name: SITE_ATTACKS[name]
    for name in (
        "harmless", "script", "image-error", "svg-onload", "close-title", "unclosed-comment",
        "double-quotes", "single-quotes", "jinja", "jinja-block", "javascript-link",
        "attributes", "entities", "backslashes", "paragraphs", "snippet", "long-word",
    )
}  # fmt: skip
# What ends as one of those does; only `make check-slow` asks them.
ALIKE = {
    "unclosed-tag", "close-page", "cdata", "jinja-comment", "javascript-autolink", "style",
    "attributes-on-a-line", "emoji-code",
}  # fmt: skip
SITE_TITLE = '</title><script>pwned=1</script> & "\'"'
SITE_BRAND = {
    "organisation": SITE_TITLE.replace("1", "2"),
    "short_name": "<b>&'",
    "logo": "media/logo.png",
}
SITE_SUMMARY = '"><script>pwned=1</script> {{ 7*7 }} \' & 完"'
MARK = "记"  # every field's text ends in this and the field's number
JOINTS = set("、，,；;")


@dataclass
class Attacker:
    """Writes one attack into every field it fits into, each with a mark of its own."""

    attack: str
    marks: dict[FieldPath, str]

    @classmethod
    def of(cls, attack: str) -> "Attacker":
        """Number the fields."""
        return cls(attack, {path: f"{MARK}{n}字" for n, path in enumerate(sorted(text_fields()))})

    def __call__(self, path: FieldPath, limit: int) -> str:
        mark = self.marks[path]
        fits = len(self.attack) + len(mark) < limit
        # Several aliases in one are refused before they could reach a page.
        joined = (
            path[-1] in {"aliases", "not_covered", "synonyms", "words"}
            and set(self.attack) & JOINTS
        )
        return f"{self.attack} {mark}" if fits and not joined else mark


@dataclass(frozen=True)
class Mixture:
    """Writes every attack into some field, another one each time `turn` is another."""

    turn: int

    def __call__(self, path: FieldPath, limit: int) -> str:
        attacks = list(SITE_ATTACKS.values())
        at = (sorted(text_fields()).index(path) + self.turn) % len(attacks)
        return Attacker.of(attacks[at])(path, limit)


def write_mixture(root: Path, turns: Iterable[int]) -> None:
    """Write a handbook of an industry a turn, in which every text is one attack or another."""
    write_sources(root, [Filler(f"x-{turn}", Mixture(turn)).sources() for turn in turns])


def build_attacked_site(root: Path, attacks: Mapping[str, str] = SOME_ATTACKS) -> Path:
    """Build, strictly, a handbook in which every attack has an industry of its own.

    The handbook's own title and summary are attacks, too. Its prints and Word documents are blank,
    and nothing is drawn for them: pages offer them, what is on them other tests ask (test_prints,
    test_office).
    """
    copy_engine(root)
    plain_pages(root)
    _write_attacks(root, attacks)
    with first_forms():
        built = build(Project(root=root, today=DAY), lambda _: None, renderers=WITHOUT_PAPERS)
    assert [finding for finding in built.findings if has_errors([finding])] == []
    return root / "site"


@contextmanager
def first_forms() -> Iterator[None]:
    """Draw few of the forms a diagram may have: words are escaped alike in all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sop_handbook.diagrams.fit.WORK", 0)
        yield


def _write_attacks(root: Path, attacks: Mapping[str, str]) -> None:
    sets = [Filler(f"x-{key}", Attacker.of(text)).sources() for key, text in attacks.items()]
    sets[-1]["handbook"] |= {"title": SITE_TITLE, "summary": SITE_SUMMARY, "brand": SITE_BRAND}
    write_sources(root, sets)
