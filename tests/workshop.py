"""A small site of hand-written and generated pages: made from what is kept, and without."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sop_handbook.adapters.store import Store
from sop_handbook.findings import Finding
from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.program import maker
from sop_handbook.project import Project
from sop_handbook.site.engine.build import Finished, build_site
from sop_handbook.site.handwritten import fill_pages
from tests.case_files import lay_out
from tests.sites import fingerprints
from tests.support import THEME

PAGES = {
    "index.md": "# 首页\n\n[甲](a.md)、[乙的一节](deep/b.md#part)、[文件](file.txt)\n",
    "a.md": "# 甲\n\n[回首页](index.md)\n\n## 小节 {#part}\n\n[本页](#part)\n",
    "deep/b.md": '# 乙\n\n[甲的小节](../a.md#part)\n\n## 一节 {#part}\n\n<a id="raw"></a>\n',
    "deep/c.md": "# 丙\n\n[乙的记号](b.md#raw)，[文件](../file.txt)\n",
    "handbook/d.md": "---\ntitle: 丁\n---\n\n[丙](../deep/c.md)\n",
    "handbook/e.md": "# 戊\n\n[丁](d.md)\n",
}
FILLED = "---\nrender_macros: true\n---\n\n# 活\n\n{{ report_contact() }}\n"


@dataclass
class Workshop:
    """A small site, built with what is kept and without, always from the same state."""

    project: Project
    handbook: Handbook
    folder: Path
    address: str | None = None
    made: int = 0

    def write(self, path: str, text: str) -> None:
        """Put a file below docs/, and where the site engine reads it."""
        for target in self._both(path):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")

    def remove(self, path: str) -> None:
        """Take away a file below docs/."""
        for target in self._both(path):
            target.unlink()

    def rename(self, path: str, other: str) -> None:
        """Give a file below docs/ another name."""
        for target, new in zip(self._both(path), self._both(other), strict=True):
            target.rename(new)

    def _both(self, path: str) -> tuple[Path, Path]:
        return self.project.docs / path, self.project.assembled / path

    def theme(self, footer: str) -> None:
        """Have the theme show something below every page."""
        text = f'{{% extends "base.html" %}}{{% block footer %}}{footer}{{% endblock %}}'
        self.project.overrides.mkdir(exist_ok=True)
        (self.project.overrides / "main.html").write_text(text, "utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Edit a file below docs/."""
        text = (self.project.docs / path).read_text("utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def settings(self) -> dict[str, Any]:
        """The engine's settings."""
        found: dict[str, Any] = yaml.safe_load(
            (self.project.root / "mkdocs.yml").read_text("utf-8")
        )
        return found

    def set(self, more: dict[str, Any]) -> None:
        """Change the engine's settings."""
        text = yaml.safe_dump(self.settings() | more, allow_unicode=True)
        (self.project.root / "mkdocs.yml").write_text(text, "utf-8")

    @property
    def store(self) -> Store:
        """Where pages are kept."""
        return Store(self.folder / "store", maker)

    def finished(self, store: Store) -> Finished:
        """What a build has in hand."""
        pages, wrong = fill_pages(self.project, self.handbook)
        assert not wrong
        generated = sorted(self.project.generated.rglob("*.md"))
        return Finished(
            store=store,
            filled={page.path: page.front + page.body for page in pages},
            generated=[path.relative_to(self.project.assembled).as_posix() for path in generated],
        )

    def build(self, *, kept: bool) -> tuple[dict[str, str], list[Finding]]:
        """Build the site; return the hash of each file, and what is wrong."""
        self.made += 1
        site = self.folder / f"site-{self.made}"
        finished = self.finished(self.store) if kept else None
        found = build_site(self.project, self.handbook, site, self.address, finished)
        return ({} if found else fingerprints(site)), found


def make_workshop(folder: Path) -> Workshop:
    """Lay the site out in a folder."""
    root = folder / "project"
    project = lay_out(root)
    settings = yaml.safe_load((THEME / "mkdocs.yml").read_text("utf-8"))
    settings |= {"site_name": "旧", "nav": [{"首页": "index.md"}, {"甲": "a.md"}]}
    settings |= {"extra": {"told": "旧"}}
    settings["theme"]["custom_dir"] = "overrides"
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    shop = Workshop(project, examine(project).handbook, folder)
    shop.theme("<p>{{ config.extra.told }}</p>")
    for path, text in {**PAGES, "file.txt": "文件", "live.md": FILLED}.items():
        shop.write(path, text)
    return shop
