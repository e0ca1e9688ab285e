"""What may harm, what to have at hand and what to write down is found by everyday words."""

import json
from pathlib import Path
from typing import Any

import pytest

from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.render.search import render_search
from tests.foreign import foreign_project
from tests.node import run_node
from tests.support import THEME
from tests.test_search import FIND

ASKED = {
    "配电箱带电": "lift-rescue#step-power-off",
    "触电会死人": "switch-off#before",
    "防滑绝缘鞋": "lift-rescue#before",
    "救援员个人防护": "lift-rescue#before",
    "夹死人": "lift-rescue#before",
    "溜车": "lift-rescue#step-level",
    "喊一声动一下": "lift-rescue#step-level",
    "高度差": "lift-rescue#step-locate",
    "中心温度多少": "cooling#step-first",
    "换一支温度计": "cooling#step-calibrate",
    "冰块": "cooling#before",
    "速冷柜空着": "cooling#before",
    "止血带和敷贴": "infusion#before",
    "栓塞": "infusion#step-hang",
    "渗液": "infusion#step-watch",
    "滴速是多少": "infusion#step-rate",
    "手术部位标记笔": "surgical-checklist#before",
    "开始时刻和处理": "form",
    "kubectl patch pvc": "pvc-full#step-resize",
    "allowVolumeExpansion": "pvc-full#step-allow",
    "statefulset replicas": "pvc-full#step-look",
    "预混液单管加多少": "multiplex-pcr#rules-mix",
    "220 安全距离": "switch-off#rules-distances",
    "退火多少度": "multiplex-pcr#rules-cycling",
    "每周一除水垢": "clean-room#step-descale",
    "每天2次查房": "clean-room#step-inspect",
    "连做3次敲门": "clean-room#step-knock",
    "卷名写满": "pvc-full#step-tell",
    "定期工作": "duties#",
    "床面绷平": "clean-room#step-bed",
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the script of the search finds, by what is typed."""
    folder = tmp_path_factory.mktemp("search")
    project = foreign_project()
    for made in render_all(project, examine(project), (render_search,)).artifacts:
        (folder / Path(made.path).name).write_bytes(made.content)
    (folder / "find.mjs").write_text(FIND, "utf-8")
    engine = (THEME / "docs" / "assets" / "search" / "engine.js").as_uri()
    run = run_node(folder / "find.mjs", engine, folder, *ASKED)
    assert run.returncode == 0, run.stderr
    return dict(zip(ASKED, json.loads(run.stdout), strict=True))


@pytest.mark.parametrize("asked", ASKED)
def test_it_is_found_where_it_stands(asked: str, answers: dict[str, Any]) -> None:
    first = answers[asked]["results"][0]["entry"]
    place = f"{first['page'].rpartition('/')[2]}#{first['anchor']}"
    assert ASKED[asked] in (place, first["kind"]), [
        (one["entry"]["title"], one["entry"]["place"], one["line"])
        for one in answers[asked]["results"][:4]
    ]
