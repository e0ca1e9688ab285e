"""The attack corpus, put into every text field of every schema, and the site made of it."""

import json
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.full import FieldPath, Filler, text_fields, write_sources
from tests.sites import copy_engine, plain_pages, sop
from tests.support import ROOT

ATTACKS: dict[str, str] = yaml.safe_load((ROOT / "tests" / "attacks.yaml").read_text("utf-8"))
HARMLESS = ATTACKS["harmless"]
# What only Markdown could take for syntax is settled page by page; a finished site adds theme,
# search and Jinja, which know other signs.
SITE_ATTACKS = {
    name: attack
    for name, attack in ATTACKS.items()
    if name == "harmless" or set(attack) & set("<>&\"'{}:\\\n") or len(attack) > 60
}
SITE_TITLE = '</title><script>pwned=1</script> & "\'"'
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


def build_attacked_site(root: Path) -> Path:
    """Build, strictly, a handbook in which every one of them has an industry of its own.

    The handbook's own title and summary are attacks, too.
    """
    copy_engine(root)
    plain_pages(root)
    sets = [Filler(f"x-{key}", Attacker.of(text)).sources() for key, text in SITE_ATTACKS.items()]
    sets[-1]["handbook"] |= {"title": SITE_TITLE, "summary": SITE_SUMMARY}
    write_sources(root, sets)
    run = sop(root, "build", "--format", "json")
    errors = [finding for finding in json.loads(run.stdout) if finding["severity"] == "error"]
    assert errors == []
    return root / "site"
