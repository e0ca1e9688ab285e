"""Lone characters of the search index join their neighbours, so that queries are not cut short."""

import json
from pathlib import Path

import pytest

from generators.search_index import join_single, tidy_index

CASES = {
    "四​条件​策略": "四条件​策略",
    "四​条​策略": "四条策略",
    "可以​打，​随时​可以​打": "可以打，​随时​可以打",
    "打招呼​要​大声": "打招呼​要大声",
    "<p>​是​，​否​</p>": "<p>​是\u2060​，​否\u2060​</p>",
    "5000​元": "5000​元\u2060",
}


@pytest.mark.parametrize(("cut", "joined"), CASES.items())
def test_a_lone_character_joins_a_neighbour(cut: str, joined: str) -> None:
    assert join_single(cut) == joined


def test_the_index_stays_the_same_but_for_the_joints(tmp_path: Path) -> None:
    folder = tmp_path / "search"
    folder.mkdir()
    docs = [{"location": "a/", "title": "四​条", "text": "一​道​菜"}]
    (folder / "search_index.json").write_text(json.dumps({"config": {}, "docs": docs}), "utf-8")
    tidy_index(tmp_path)
    found = json.loads((folder / "search_index.json").read_text("utf-8"))
    assert found == {
        "config": {},
        "docs": [{"location": "a/", "title": "四条", "text": "一道菜"}],
    }
