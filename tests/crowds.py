"""Handbooks with very many procedures: those of several trades, over and over, in one industry.

Their sites hold lists only, of industries, roles and prints: all else would take minutes.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count, cycle
from pathlib import Path
from typing import Any

import yaml

from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.app import render_app
from sop_handbook.render.base import Artifact, Download
from sop_handbook.render.pages import tidy
from sop_handbook.render.pages.industries import industry_pages
from sop_handbook.render.pages.prints import print_pages
from sop_handbook.render.pages.roles import role_pages
from sop_handbook.render.print.papers import PAPERS
from sop_handbook.render.print_list import render_print_list
from sop_handbook.site.assembly import assemble
from sop_handbook.site.engine.build import build_site
from sop_handbook.site.offline import offline_files
from sop_handbook.site.publish import add_files
from sop_handbook.sources.collect import SourceDocument, collect
from sop_handbook.sources.schemas import Schemas
from tests.sites import Built, plain_pages
from tests.support import DAY, PACKAGE
from tests.trades import lay_out_trades

INDUSTRY = "general"  # where all of them are put
RENAMED = {"procedure", "family", "form"}
# Titles of their own, under most letters: what is done, and with what.
VERBS = (
    *("安排", "办理", "查验", "登记", "发放", "更换", "核对", "检查", "开启", "联系"),
    *("拟定", "排查", "清点", "认领", "收取", "通知", "维护", "寻找", "移交", "重置"),
)
THINGS = (
    *("钥匙", "档案", "餐具", "电梯", "投诉单", "应急车", "药品", "发票"),
    *("保险柜", "门禁卡", "消防栓", "行李", "样品", "合同", "机房", "会议室"),
)
LEAST_SAID, MOST_SAID = 15, 80  # characters of a goal


def lay_out_crowd(root: Path, least: int = 300) -> Path:
    """Make a project of at least so many procedures, all in one industry, never released."""
    lay_out_trades(root)
    sources = root / "sop_sources"
    documents = collect(Project(root=root, today=DAY)).documents
    schemas = Schemas(PACKAGE / "schemas")
    wanted = [one for one in documents if one.kind in {"family", "procedure"}]
    for folder in ("procedures", "shared"):
        shutil.rmtree(sources / folder)
    (sources / "provenance.yaml").unlink()
    titles, goals = _titles(), cycle(_goals(wanted))
    each = sum(one.kind == "procedure" for one in wanted)
    for copy in range(-(-least // each)):
        for one in wanted:
            data = renamed(one, schemas, f"-{copy}" if copy else "")
            if one.kind == "family":
                data["industry"] = INDUSTRY
                if copy:
                    data["title"] += f"（{copy}）"
            elif copy:
                data |= {"title": next(titles), "goal": next(goals)}
            write(root, one.kind, INDUSTRY, data)
    return root


def build_crowd(
    folder: Path, least: int = 300, kinds: Iterable[str] = ("checklist", "cards")
) -> Built:
    """Build the lists of a crowd, as they are published, below a folder.

    `least` is how many procedures there are, `kinds` are the prints that each is said to have.
    """
    root = lay_out_crowd(folder / "project", least)
    _settle(root)
    project = Project(root=root, today=DAY)
    examination = examine(project)
    offered = tuple(_offers(examination.handbook, kinds))
    context = replace(context_of(project, examination), offered=offered)
    pages = [
        Artifact(page.route.path, tidy(page.text).encode(), offline=page.offline)
        for make in (industry_pages, role_pages, print_pages)
        for page in make(examination.handbook, context)
    ]
    lists = render_print_list(examination.handbook, context).artifacts
    made = (*render_app(examination.handbook, context).artifacts, *lists, *pages)
    assemble(project, examination.handbook, made)
    site = root / "site"
    problems = build_site(project, examination.handbook, site)
    add_files(offline_files(site, examination.handbook, made, DAY), site)
    return Built(root, subprocess.CompletedProcess([], len(problems), repr(problems), ""))


def _offers(handbook: Handbook, kinds: Iterable[str]) -> Iterator[Artifact]:
    """Yield what would be offered if prints were made."""
    for turn, name in enumerate(handbook.procedures):
        for kind in kinds:
            pages = turn % 7 + 1
            offer = Download(
                kind=kind, of="procedure", subject=name, pages=pages, paper=PAPERS[kind]
            )
            yield Artifact(f"prints/{name}-{kind}.pdf", b"x" * (40_000 + 997 * pages), offer)


def _settle(root: Path) -> None:
    """Leave the lists alone in the settings of the engine: other pages are not there."""
    file = root / "mkdocs.yml"
    settings = yaml.safe_load(file.read_text("utf-8"))
    settings["nav"] = [{"行业": "handbook/industries.md"}]
    settings["plugins"] = []
    kinds = ("omitted_files", "absolute_links", "unrecognized_links", "not_found", "anchors")
    settings["validation"] = dict.fromkeys(kinds, "ignore")
    file.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8")
    plain_pages(root)


def _titles() -> Iterator[str]:
    for turn in count():
        for thing in THINGS:
            for verb in VERBS:
                yield f"{verb}{thing}{turn or ''}"


def _goals(documents: Iterable[SourceDocument]) -> Iterator[str]:
    """Yield sentences of procedures, each once: goals that do not repeat each other."""
    said = (text for one in documents for text in _texts(one.data))
    for text in dict.fromkeys(said):
        if LEAST_SAID <= len(text) <= MOST_SAID and "{" not in text and not text.isascii():
            yield text


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from _texts(inner)


def renamed(document: SourceDocument, schemas: Schemas, suffix: str) -> dict[str, Any]:
    """Return a procedure or a family under another id, which leads to others of that suffix."""
    data: dict[str, Any] = json.loads(json.dumps(document.data))
    for mark in schemas.marks(document.kind, data):
        if mark.keyword == "x-ref" and mark.what in RENAMED:
            _replace(data, mark.path, mark.value + suffix)
    data["id"] += suffix
    for form in data.get("forms", []):
        form["id"] += suffix
    if "number" in data:
        data["number"] += suffix
    return data


def write(root: Path, kind: str, industry: str, data: dict[str, Any]) -> None:
    """Write a procedure or a family into the sources of a project."""
    folder = root / "sop_sources" / "shared"
    if kind == "procedure":
        folder = root / "sop_sources" / "procedures" / industry
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{data['id']}.yaml").write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def _replace(data: Any, path: tuple[str | int, ...], value: str) -> None:
    for part in path[:-1]:
        data = data[part]
    data[path[-1]] = value
