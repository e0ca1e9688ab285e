"""A handbook that people edit day after day: built with all that was kept, and built afresh.

Whatever they do, both builds are to give the same files to the byte, or the same findings.
"""

import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from sop_handbook.change.release import new_editions
from sop_handbook.editions.ledger import as_text
from sop_handbook.findings import Finding, has_errors
from sop_handbook.model import Handbook
from sop_handbook.pipeline.build import Result, build
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import printed
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact, Context, Download, Rendered
from sop_handbook.render.renderers import RENDERERS
from sop_handbook.sources.schemas import Schemas
from tests.fuzz import DEAR
from tests.sites import INHERITED, fingerprints
from tests.states import lay_out_now
from tests.support import DAY

PARTS = ("sop_sources", "docs", "overrides", "mkdocs.yml")  # what people edit
_UNUSED = (  # procedures that would only take time
    "canteen/power-cut", "canteen/light-stove", "canteen/keep-samples", "pool/open-gate",
    "property/night-patrol", "property/parcel", "property/lost-property",
)  # fmt: skip
_PAGES = {
    "index.md": "---\nrender_macros: true\n---\n\n# 首页\n\n{{ industries() }}\n\n"
    '{{ roles() }}\n\n{{ procedure("rescue") }} {{ quantity("pool-safety", "duty-phone") }} '
    '{{ report_contact() }}\n\n{{ step_list("rescue") }}\n',
    "usage.md": "# 用法\n\n[回首页](index.md)\n\n## 小节 {#part}\n\n[本页](#part)\n",
    "offline.md": "# 离线\n\n![图](deep/dot.svg)\n",
    "deep/b.md": '# 乙\n\n[小节](../usage.md#part)\n\n## 一节 {#part}\n\n<a id="raw"></a>\n',
    "deep/c.md": "# 丙\n\n[乙的记号](b.md#raw)，[救人](../handbook/pool/rescue.md#step-pull)\n",
    "deep/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
}
_NAV = [
    {"首页": "index.md"},
    {"行业": "handbook/industries.md"},
    {"其他": [{"用法": "usage.md"}, {"乙": "deep/b.md"}, {"岗位": "handbook/roles/index.md"}]},
]


def _offers(handbook: Handbook, _context: Context) -> Rendered:
    """Stand in for prints: files whose length and code change with what they are about."""
    return Rendered(
        tuple(
            Artifact(
                f"prints/{one.id}.txt",
                one.title.encode(),
                Download(
                    kind="checklist",
                    of="procedure",
                    subject=one.id,
                    pages=len(one.steps),
                    code=f"{len(one.title):03}-AAA-AAA",
                ),
            )
            for one in handbook.in_use
        )
    )


_QUICK = (_offers, *(renderer for renderer in RENDERERS if renderer not in DEAR))


@dataclass(frozen=True)
class Outcome:
    """What came of a build: its findings, the hashes of its files, and of the generated pages.

    No files where nothing was published, no pages where none were made.
    """

    findings: tuple[Finding, ...]
    site: dict[str, str]
    pages: dict[str, str]


class Walked:
    """The handbook in a folder. `today` and `address` are what the next build is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "project"
        self.today = DAY
        self.address: str | None = None
        self._builds = 0
        _lay_out(self.root)

    @property
    def project(self) -> Project:
        """The project, with a store of its own."""
        return Project(root=self.root, today=self.today, store=self.folder / "store")

    @cached_property
    def schemas(self) -> Schemas:
        """What sources may say."""
        return Schemas(self.project.schemas)

    def sources(self) -> list[Path]:
        """The sources."""
        return sorted(self.project.sources.rglob("*.yaml"))

    def read(self, path: str) -> Any:
        """Return what a YAML file of the project says."""
        return yaml.safe_load((self.root / path).read_text("utf-8"))

    def dump(self, path: str, data: Any) -> None:
        """Write a YAML file of the project."""
        self.write(path, yaml.safe_dump(data, allow_unicode=True, sort_keys=False))

    def write(self, path: str, text: str) -> None:
        """Write a file of the project."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Put a text in the place of another, if both the file and the text are there."""
        target = self.root / path
        if target.is_file():
            target.write_text(target.read_text("utf-8").replace(old, new), "utf-8")

    def wait(self, days: int) -> None:
        """Let days go by."""
        self.today += timedelta(days=days)

    def release(self) -> None:
        """Write into the ledger what is new, where nothing is wrong."""
        examination = examine(self.project)
        if not has_errors(examination.findings):
            prints = printed(self.project, examination)
            known = examination.handbook.editions
            more = new_editions(examination.handbook, prints, self.today)
            self.project.ledger.write_text(as_text((*known, *more)), "utf-8")

    def save(self) -> None:
        """Remember what people wrote, as the state that they may come back to."""
        shutil.rmtree(self.folder / "saved", ignore_errors=True)
        _copy(self.root, self.folder / "saved")

    def put_right(self) -> None:
        """Come back to what was saved."""
        for part in PARTS[:3]:
            for path in (self.root / part).iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(self.folder / "saved", self.root, dirs_exist_ok=True)

    def build(self) -> Outcome:
        """Build with all that was kept."""
        before = fingerprints(self.project.site)
        done = self._build(self.project)
        if done.failed:
            assert fingerprints(self.project.site) == before, "the last good site is lost"
        return _outcome(self.project, done)

    def build_afresh(self) -> Outcome:
        """Build the same elsewhere, with nothing kept."""
        self._builds += 1
        home = self.folder / f"fresh-{self._builds}"
        _copy(self.root, home / "project")
        project = replace(self.project, root=home / "project", store=home / "store")
        outcome = _outcome(project, self._build(project))
        shutil.rmtree(home)
        return outcome

    def _build(self, project: Project) -> Result:
        return build(project, lambda _: None, self.address, renderers=_QUICK)


def _outcome(project: Project, done: Result) -> Outcome:
    failed = done.failed
    return Outcome(
        findings=tuple(_without(project.root, one) for one in done.findings),
        site={} if failed else fingerprints(project.site),
        pages=fingerprints(project.generated) if done.artifacts else {},
    )


def _without(root: Path, finding: Finding) -> Finding:
    """Take out of a finding where the project lies: the engine names some files in full."""
    args = {name: text.replace(str(root), "") for name, text in finding.args.items()}
    return replace(finding, args=args)


def _copy(root: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for part in PARTS[:3]:
        shutil.copytree(root / part, target / part)
    shutil.copy(root / PARTS[3], target)


def _lay_out(root: Path) -> None:
    """Make the project: procedures in every state, a theme and pages of its own, few scripts."""
    lay_out_now(root)
    for name in _UNUSED:
        (root / f"sop_sources/procedures/{name}.yaml").unlink()
    with (root / "sop_sources" / "handbook.yaml").open("a", encoding="utf-8") as handbook:
        handbook.write("repository:\n  url: https://gitee.com/acme/handbook\n")
    for path, text in _PAGES.items():
        (root / "docs" / path).parent.mkdir(exist_ok=True)
        (root / "docs" / path).write_text(text, "utf-8")
    (root / "overrides").mkdir()
    (root / "overrides" / "main.html").write_text('{% extends "sop.html" %}\n', "utf-8")
    settings = {"INHERIT": INHERITED, "nav": _NAV, "extra": {"told": "旧"}}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
