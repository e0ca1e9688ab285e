"""Scheme 3: what new fields weigh, values as amounts, and what older editions make of them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sop_handbook.adapters.yaml_file import parse
from sop_handbook.change.handbooks import compare_handbooks
from sop_handbook.change.release import new_editions
from sop_handbook.change.rules import current, rules_of
from sop_handbook.change.severity_digests import parts_of
from sop_handbook.change.since import since_release
from sop_handbook.commands.support.comparison.faces import as_lines, as_markdown
from sop_handbook.commands.support.comparison.record import Comparison, record
from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook
from sop_handbook.sources.schemas import Schemas
from tests.case_files import SCHEMAS
from tests.foreign import foreign_examination, foreign_root
from tests.frozen import Frozen
from tests.histories import State, state_of
from tests.schemes import RULES, weighed
from tests.sites import sop_here
from tests.support import DAY, PACKAGE, ROOT

COOLING = "procedures/kitchen/cooling.yaml"
PATROL = "sop_sources/procedures/pool/open-gate.yaml"
HAZARD = "    hazards: [{text: 池边带电会电死人, level: danger}]\n"


@cache
def _foreign() -> State:
    return state_of(ROOT / "tests" / "handbooks" / "foreign")


@cache
def _before() -> Handbook:
    return _foreign().handbook()


def _after(file: str, old: str, new: str) -> Handbook:
    return _foreign().edited({"in": file, "change": [{"from": old, "to": new}]}).handbook()


def _record(after: Handbook, language: str = "zh") -> dict[str, Any]:
    changed = compare_handbooks(_before(), after)
    comparison = Comparison(old=_before(), new=after, changed=changed, prints=(), findings=())
    return record(comparison, Schemas(SCHEMAS).contents, messages(language))


_EDITS, _ = parse((ROOT / "tests" / "cases" / "foreign-edits.yaml").read_text("utf-8"), "edits")
EDITS = [
    pytest.param(edit, id=f"{edit['from']}->{edit['to']}".replace("\n", ""))
    for edit in (_EDITS.data["edits"] if _EDITS else [])
]


@pytest.mark.parametrize("edit", EDITS)
def test_a_changed_field_weighs_what_it_is_and_is_told_in_words(edit: Mapping[str, str]) -> None:
    data = _record(_after(edit["in"], edit["from"], edit["to"]))
    assert data["class"] == edit["class"]
    lines = [text for text, _ in as_lines(data, messages("zh"))]
    assert any(edit["told"] in line for line in lines), lines
    schema = json.loads((PACKAGE / "change/diff.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)


@pytest.mark.parametrize("edit", EDITS)
def test_the_ledger_alone_tells_the_same(edit: Mapping[str, str]) -> None:
    after, name = _after(edit["in"], edit["from"], edit["to"]), Path(edit["in"]).stem
    (edition,) = [e for e in new_editions(_before(), (), DAY) if e.subject == name]
    delta = since_release(after, after.procedures[name], [edition])
    computed = {one.id: one.computed for one in compare_handbooks(_before(), after)}
    assert (delta.class_ if delta else "editorial") == computed.get(name, "editorial")


def test_what_comes_before_is_told_by_what_it_holds() -> None:
    text = _foreign().files[COOLING]
    start, end = text.index("before:\n"), text.index("principles:")
    without = State({**_foreign().files, COOLING: text[:start] + text[end:]})
    kept = {"materials": "[餐巾]", "ppe": "[手套, 口罩]"}
    before = "before:\n" + "".join(f"  {key}: {value}\n" for key, value in kept.items())
    state = State({**_foreign().files, COOLING: text[:start] + before + text[end:]})
    (one,) = compare_handbooks(without.handbook(), state.handbook())
    comparison = Comparison(
        old=without.handbook(), new=state.handbook(), changed=(one,), prints=(), findings=()
    )
    data = record(comparison, Schemas(SCHEMAS).contents, messages("zh"))
    lines = [text for text, _ in as_lines(data, messages("zh"))]
    assert "  开始之前  加  手套；口罩；餐巾  [安全]" in lines


def test_every_face_tells_by_what_two_values_were_compared() -> None:
    after = _after(COOLING, "within: 6h", "within: 6min")
    english = "\n".join(text for text, _ in as_lines(_record(after, "en"), messages("en")))
    assert "(in one unit: 21600 s → 360 s)" in english
    assert "（换成同一单位：21600 s → 360 s）" in as_markdown(_record(after), messages("zh"))
    (one,) = _record(after)["subjects"][0]["differences"]
    assert one["compared"] == {"old": "21600 s", "new": "360 s", "same": False}
    assert (one["old"], one["new"]) == (
        "从“分装到浅盘”开始算，6小时内",
        "从“分装到浅盘”开始算，6分钟内",
    )
    after = _after(COOLING, "value: 2h", "value: 120min")
    (quantity,) = _record(after)["quantities"]
    assert quantity["compared"] == {"old": "7200 s", "new": "7200 s", "same": True}
    assert "按 7200 s 比较" in as_markdown(_record(after), messages("zh"))


def test_a_telephone_number_is_no_amount() -> None:
    """0108888 is another number than 108888, though as a figure it is the same."""
    for value in ("0108888", "108888.0"):
        quantity = f"quantities:\n  - {{id: line, label: 热线, kind: contact, value: '{value}'}}\n"
        text = _foreign().files[COOLING].replace("quantities:\n", quantity)
        state = State({**_foreign().files, COOLING: text})
        other = State({**state.files, COOLING: text.replace(value, "108888")})
        (one,) = compare_handbooks(state.handbook(), other.handbook())
        assert one.class_ == "procedural"


def test_older_schemes_compare_values_as_they_are_written() -> None:
    after, name = _after(COOLING, "within: 6h", "within: 360min"), "cooling"
    two, three = (rules_of(2), current())
    assert two
    assert two.units is None
    for rules, class_ in ((two, "procedural"), (three, "editorial")):
        parts = parts_of(rules, _before(), _before().procedures[name])
        (edition,) = [e for e in new_editions(_before(), (), DAY) if e.subject == name]
        edition = replace(edition, scheme=rules.scheme, parts=parts)
        delta = since_release(after, after.procedures[name], [edition])
        assert delta
        assert delta.class_ == class_


def test_a_field_that_a_scheme_does_not_know_weighs_what_it_does_today() -> None:
    two = rules_of(2)
    assert two
    own = (PACKAGE / "change/schemes/2.yaml").read_text("utf-8")
    assert "hazards" not in own
    assert two.classes["Step.hazards"] == two.classes["CriticalReading.at_most"] == "safety"
    assert two.classes["Step.readings"] == "procedural"


WEIGHED = (
    "The same sources have other digests, so released editions would be told as changed. Weigh "
    "what is new under the next scheme, or leave it out where it is empty."
)


def test_what_is_weighed_of_every_new_field_stays_as_it_was(refresh_goldens: bool) -> None:
    """Only other sources may have other digests, with --refresh-goldens; other rules may not."""
    file = RULES / f"{current().scheme}.json"
    examination, sources = foreign_examination(), foreign_root() / "sop_sources"
    now = weighed(current().scheme, examination.handbook, sources)
    if refresh_goldens and (
        not file.exists() or json.loads(file.read_text("utf-8"))["sources"] not in now
    ):
        file.write_text(now, "utf-8")
    kept, new = json.loads(file.read_text("utf-8")), json.loads(now)
    assert kept["sources"] == new["sources"], (
        "edited: pytest tests/test_schemes.py --refresh-goldens"
    )
    assert kept["parts"] == new["parts"], WEIGHED


@pytest.mark.parametrize(("declared", "released"), [("procedural", False), ("safety", True)])
def test_a_hazard_in_what_1_0_released_is_a_matter_of_safety(
    declared: str, released: bool, tmp_path: Path
) -> None:
    root = Frozen("1.0").lay_out(tmp_path / "project").root
    file = root / PATROL
    text = file.read_text("utf-8")
    text = text.replace("    role: front-desk\n", "    role: front-desk\n" + HAZARD, 1)
    file.write_text(text, "utf-8")
    found = sop_here(root, "validate")
    assert "改动属于“安全”级" in found.stdout
    assert sop_here(root, "bump").returncode == 0
    filled = file.read_text("utf-8").replace("（待填）", "写明触电的危险。")
    assert "class: safety" in filled
    file.write_text(filled.replace("class: safety", f"class: {declared}"), "utf-8")
    done = sop_here(root, "release")
    assert (done.returncode == 0) is released, done.stdout + done.stderr
    ledger = (root / "sop_sources" / "editions.json").read_text("utf-8")
    assert ('"scheme": 3' in ledger) is released
    if released:
        # The sheets of others are drawn by newer rules, which raises no revision of theirs.
        before = _revisions((Frozen("1.0").home / "editions.json").read_text("utf-8"))
        now = _revisions(ledger)
        assert [number for number in before if now[number] != before[number]] == ["YY-03"]
        assert sop_here(root, "validate").returncode == 0


def test_what_older_rules_weigh_otherwise_says_by_which_it_was_weighed(tmp_path: Path) -> None:
    root = Frozen("1.0").lay_out(tmp_path / "project").root
    file = root / "sop_sources/procedures/property/snow.yaml"
    file.write_text(file.read_text("utf-8").replace("limit: 1h\n", "limit: 60min\n"), "utf-8")
    older = "那一版按第 2 套改动规则发布"
    (line,) = (one for one in sop_here(root, "validate").stdout.splitlines() if older in one)
    assert line.endswith("升一次版，以后就按现在的规则比。）  [revision-not-raised]")
    sop_here(root, "bump")
    raised = file.read_text("utf-8").replace("（待填）", "时限换一种写法。")
    file.write_text(raised.replace("class: procedural", "class: editorial"), "utf-8")
    low = sop_here(root, "validate").stdout
    assert older in next(one for one in low.splitlines() if "[class-too-low]" in one)
    file.write_text(raised, "utf-8")
    assert sop_here(root, "release").returncode == 0
    file.write_text(raised.replace("limit: 60min\n", "limit: 1h\n"), "utf-8")
    assert sop_here(root, "validate").returncode == 0, "by the rules of today it is one amount"


def _revisions(ledger: str) -> dict[str, int]:
    """The newest revision of every procedure in a ledger, by its number."""
    found = [one for one in json.loads(ledger)[1:] if one["of"] == "procedure"]
    return {one["number"]: one["revision"] for one in sorted(found, key=lambda one: one["date"])}


SWITCHING, RUNBOOK = "procedures/power/switch-off.yaml", "procedures/it/pvc-full.yaml"


def test_what_a_group_is_called_says_nothing() -> None:
    text = _foreign().files[SWITCHING].replace("together: secure", "together: other")
    after = State({**_foreign().files, SWITCHING: text}).handbook()
    (changed,) = compare_handbooks(_before(), after)
    assert (changed.class_, changed.differences) == ("editorial", ())
    for rules in (rules_of(2), current()):
        assert rules
        one, other = (
            parts_of(rules, book, book.procedures["switch-off"]) for book in (_before(), after)
        )
        assert one == other


def test_who_joins_a_group_is_told_by_the_title_of_its_step() -> None:
    edit = "    role: switch-supervisor\n    together: secure\n"
    after = _after(SWITCHING, edit, "    role: switch-supervisor\n    together: alone\n")
    told = "\n".join(text for text, _ in as_lines(_record(after), messages("zh")))
    assert "装设接地线 › 同时做  删  悬挂标示牌  [做法]" in told


def test_a_command_is_known_by_what_it_says_not_by_the_word_before_it() -> None:
    swapped = _foreign().files[RUNBOOK].replace("--replicas=0", "--replicas=9")
    after = State({**_foreign().files, RUNBOOK: swapped}).handbook()
    ids = [
        book.resolved(book.procedures["pvc-full"]).step("scale-down").item_ids["actions"]
        for book in (_before(), after)
    ]
    assert ids[0] != ids[1]


def test_where_a_mark_is_and_what_a_picture_shows_are_told_in_words() -> None:
    room = "procedures/hotel/clean-room.yaml"
    after = _after(room, "at: [0.5, 0.55]", "at: [0.4, 0.55]")
    told = "\n".join(text for text, _ in as_lines(_record(after), messages("zh")))
    assert "在哪里  改  [-50%-]{+40%+}、55%" in told
    after = _after(room, "shows: right", "shows: detail")
    told = "\n".join(text for text, _ in as_lines(_record(after), messages("zh")))
    assert "哪一种  改  对的 → 细节" in told
