"""What a comparison marks in a text: whole figures and words, single characters of Chinese."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.change.marks import marked
from tests.promises import kept


def shown(old: str, new: str) -> str:
    """The text with what went and what came, as a terminal shows it."""
    signs = {"same": "{}", "gone": "[-{}-]", "come": "{{+{}+}}"}
    return "".join(signs[how].format(text) for how, text in marked(old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("每分钟不超过30滴", "每分钟不超过20滴", "每分钟不超过[-30滴-]{+20滴+}"),
        ("每晚押金500元", "每晚押金800元", "每晚押金[-500元-]{+800元+}"),
        ("等 30 秒再看", "等 10 秒再看", "等 [-30 秒-]{+10 秒+}再看"),
        ("拨打内线6120报告", "拨打内线6121报告", "拨打内线[-6120-]{+6121+}报告"),
        ("收据上限1,000.50元", "收据上限1,500.50元", "收据上限[-1,000.50元-]{+1,500.50元+}"),
        ("运行 cmctl renew 再看", "运行 cmctl revoke 再看", "运行 cmctl [-renew-]{+revoke+} 再看"),
        ("区域选 eu-west-1", "区域选 us-east-1", "区域选 [-eu-west-]{+us-east+}-1"),
        ("等三分钟再进门", "等五分钟再进门", "等[-三分钟-]{+五分钟+}再进门"),
        ("当面退给客人", "隔天退给客人", "[-当面-]{+隔天+}退给客人"),
        ("面带微笑，大声问好", "面带微笑、大声问好", "面带微笑[-，-]{+、+}大声问好"),
        ("2027-12-01 起执行", "2026-12-01 起执行", "[-2027-]{+2026+}-12-01 起执行"),
    ],
)
def test_a_figure_and_a_word_are_marked_whole(old: str, new: str, says: str) -> None:
    assert shown(old, new) == says


TEXT = st.text("等30滴元 renew-，。x.5", max_size=12)


@kept
@given(TEXT, TEXT)
def test_what_is_marked_is_both_texts_and_nothing_else(old: str, new: str) -> None:
    spans = marked(old, new)
    assert "".join(text for how, text in spans if how != "come") == old
    assert "".join(text for how, text in spans if how != "gone") == new
    assert all(text for _, text in spans)
