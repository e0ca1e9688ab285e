"""A small handbook a year later: procedures, an industry, a role and a form are elsewhere or gone.

The dining room is gone and its procedure `serve` is in the lobby; the lobby, with `pay`, has a new
id; the greeter and the table card are no more. The first state was released. The
lobby has two numbers to call.
"""

import shutil
from pathlib import Path

from tests.blank import build_without_papers
from tests.case_files import MINIMAL
from tests.sites import Built, copy_engine, plain_pages, sop_here

ADDRESS = "https://handbook.internal/sop/"  # of the minimal handbook
_CONTACTS = """  - {id: desk, label: 值班室, kind: contact, value: "8001"}
  - {id: hotline, label: 服务热线, kind: contact, value: "4008185050"}
"""
_INDUSTRIES = """  - id: hall
    title: 大堂
    summary: 前厅。
"""
_GREETER = """  - id: greeter
    title: 迎宾员
    industry: hall
    summary: 迎客。
"""
_GREET = """  - id: greet
    title: 迎客
    role: greeter
    uses_form: table-card
    key_points:
      - text: 先看孩子再看大人
"""
_CARD = """  - id: table-card
    title: 桌卡
    purpose: 记下桌号。
"""
_POINT = "    key_points:\n      - text: 盖口朝自己\n"
_CHANGE = """changes:
  - revision: 2
    date: 2026-11-22
    class: procedural
    summary: 换了行业。
"""


def build_moved_site(root: Path) -> Built:
    """Release the first state, change everything, build the second, with blank prints."""
    copy_engine(root)
    plain_pages(root)
    shutil.copytree(MINIMAL, root, dirs_exist_ok=True)
    _before(root / "sop_sources")
    released = sop_here(root, "release")
    assert released.returncode == 0, released.stdout + released.stderr
    _after(root / "sop_sources")
    return build_without_papers(root)


def _before(sources: Path) -> None:
    _edit(sources / "handbook.yaml", "documents:\n", f"{_INDUSTRIES}documents:\n")
    _edit(sources / "roles.yaml", "roles:\n", f"roles:\n{_GREETER}")
    _edit(sources / "shared/letter.yaml", "quantities:\n", f"quantities:\n{_CONTACTS}")
    _edit(sources / "shared/letter.yaml", "forms:\n", f"forms:\n{_CARD}")
    (sources / "procedures/hall").mkdir()
    (sources / "procedures/restaurant/pay.yaml").rename(sources / "procedures/hall/pay.yaml")
    _edit(sources / "procedures/hall/pay.yaml", "steps:\n", f"steps:\n{_GREET}")
    serve = sources / "procedures/restaurant/serve.yaml"
    _edit(
        serve, "    title: 揭盖\n    role: waiter\n", f"    title: 揭盖\n    role: waiter\n{_POINT}"
    )


def _after(sources: Path) -> None:
    handbook = sources / "handbook.yaml"
    _edit(handbook, "  - id: restaurant\n    title: 餐饮\n    summary: 门店堂食。\n", "")
    _edit(handbook, "id: hall", "id: lobby")
    _edit(sources / "roles.yaml", _GREETER, "")
    _edit(sources / "roles.yaml", "industry: restaurant", "industry: lobby")
    _edit(sources / "shared/letter.yaml", _CARD, "")
    _edit(sources / "shared/letter.yaml", "industry: restaurant", "industry: lobby")
    (sources / "procedures/hall").rename(sources / "procedures/lobby")
    serve = sources / "procedures/lobby/serve.yaml"
    (sources / "procedures/restaurant/serve.yaml").rename(serve)
    (sources / "procedures/restaurant").rmdir()
    _edit(sources / "procedures/lobby/pay.yaml", _GREET, "")
    for path in (serve, sources / "procedures/lobby/pay.yaml"):
        _edit(path, "revision: 1\ngoal", "revision: 2\ngoal")
        _edit(path, "changes:\n", _CHANGE)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"{path}: {old}"
    path.write_text(text.replace(old, new), "utf-8")
