"""Releases: what the ledger keeps, what it gives away, and how branches that release merge."""

import html
import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from sop_handbook.change.declared import deltas, undeclared
from sop_handbook.change.handbooks import compare_handbooks
from sop_handbook.change.release import new_editions
from sop_handbook.change.rules import SCHEME, SCHEMES, current, rules_of
from sop_handbook.change.severity import ORDER
from sop_handbook.change.severity_digests import parts_of
from sop_handbook.change.since import since_release
from sop_handbook.cli import sop
from sop_handbook.editions.ledger import as_text, heads, read_ledger, repaired, sealed
from sop_handbook.language.messages import messages
from sop_handbook.model import Edition, Handbook
from sop_handbook.sources.schemas import Schemas
from tests.case_files import SCHEMAS, lay_out
from tests.histories import EDITS, medium, printed
from tests.support import DAY, PACKAGE, ROOT

SERVE = "sop_sources/procedures/restaurant/serve.yaml"
PAY = "sop_sources/procedures/restaurant/pay.yaml"
LEDGER = "sop_sources/editions.json"
CALL = "对方告知是“绿色通道救援联盟会员”，或致电者用数据库预存的号码拨打{}、坐席电脑弹屏"


def edition(subject: str, revision: int = 1, *after: Edition, **more: Any) -> Edition:
    """A sealed edition of a procedure."""
    plain = Edition(
        id="",
        of="procedure",
        subject=subject,
        title=subject,
        date=DAY + timedelta(days=revision),
        revision=revision,
        after=tuple(one.id for one in after),
        **more,
    )
    return sealed(plain)


def read(text: str, tmp_path: Path) -> tuple[list[str], list[tuple[int, str]]]:
    """The ids of the editions in a ledger, and line and code of its findings."""
    (tmp_path / "editions.json").write_text(text, "utf-8")
    ledger = read_ledger(tmp_path / "editions.json", "editions.json", Schemas(SCHEMAS))
    return [e.id for e in ledger.editions], [(f.place.line, f.code) for f in ledger.findings]


# The ledger -------------------------------------------------------------------------------------


def test_a_ledger_is_json_and_reads_as_it_was_written(tmp_path: Path) -> None:
    first = edition("serve", prints={"checklist": "K7M-2R4-X9P"}, parts={"": "a.b.c.-"})
    second = edition("serve", 2, first)
    text = as_text([second, edition("pay"), first, first])
    assert [record.get("subject") for record in json.loads(text)] == [None, "pay", "serve", "serve"]
    (tmp_path / "editions.json").write_text(text, "utf-8")
    ledger = read_ledger(tmp_path / "editions.json", "editions.json", Schemas(SCHEMAS))
    assert ledger.findings == ()
    assert as_text(ledger.editions) == text
    assert heads(ledger.editions)["procedure", "serve"] == [second]


def test_what_follows_stands_after_what_it_follows_even_on_one_day() -> None:
    first = edition("serve")
    later = replace(edition("serve", 2, first), date=first.date)
    text = as_text([later, first])
    assert text.index(f'"id": "{first.id}"') < text.index(f'"id": "{later.id}"')


@pytest.mark.parametrize(
    "change",
    [
        {"date": "2020-01-01"}, {"title": "other"}, {"revision": 9}, {"after": []}, {"scheme": 2},
        {"prints": {"checklist": "222-222-222"}},
    ],
)  # fmt: skip
def test_no_part_of_a_line_can_be_altered_unnoticed(change: dict[str, Any], tmp_path: Path) -> None:
    first = edition("serve")
    second = edition("serve", 2, first, prints={"checklist": "K7M-2R4-X9P"})
    lines = as_text([first, second]).splitlines()
    record = json.loads(lines[2][1:]) | change
    lines[2] = "," + json.dumps(record)
    assert read("\n".join(lines), tmp_path) == ([], [(3, "ledger-altered")])
    record["id"] = sealed(second).id[:-1] + "0"
    lines[2] = "," + json.dumps(record)
    assert (3, "ledger-altered") in read("\n".join(lines), tmp_path)[1]


def test_a_line_taken_out_is_missed_by_the_one_that_follows(tmp_path: Path) -> None:
    first, other = edition("serve"), edition("pay")
    lines = as_text([first, edition("serve", 2, first), other]).splitlines()
    kept = [line for line in lines if f'"id": "{first.id}"' not in line]
    assert read("\n".join(kept), tmp_path) == ([], [(3, "ledger-gap")])


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{}",
        ",",
        ",[]",
        ",1",
        ',{"id": "x"}',
        "," + "[" * 100_000,
        ",{]",
        "text",
        ',"a"',
        "\x00",
    ],
)
def test_a_line_that_is_none_of_ours_is_named_and_never_crashes(line: str, tmp_path: Path) -> None:
    lines = as_text([edition("serve")]).splitlines()
    found = read("\n".join([*lines[:2], line, lines[2]]), tmp_path)
    assert found == ([edition("serve").id], []) if not line else found == ([], [(3, "ledger-line")])


@pytest.fixture
def two_schemes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A program that knows another scheme, 9, which takes first and last for one thing."""
    text = (SCHEMES / f"{SCHEME}.yaml").read_text("utf-8")
    assert "最先, 最后 最终," in text
    (tmp_path / f"{SCHEME}.yaml").write_text(text, "utf-8")
    (tmp_path / "9.yaml").write_text(text.replace("最先, 最后 最终,", "最先 最后 最终,"), "utf-8")
    monkeypatch.setattr("sop_handbook.change.rules.SCHEMES", tmp_path)
    rules_of.cache_clear()
    yield
    rules_of.cache_clear()


@pytest.mark.usefixtures("two_schemes")
def test_an_edition_is_compared_under_the_rules_it_was_written_by() -> None:
    before, released = _released()
    edit = {"in": "procedures/restaurant/restaurant-six-steps.yaml"}
    later = medium().edited({**edit, "change": [{"from": "- 甜点最后上", "to": "- 甜点最先上"}]})
    name = "restaurant-six-steps"
    same, after = before.procedures[name], later.handbook()
    found = rules_of(9)
    assert found is not None
    by_nine = replace(released[name], scheme=9, parts=parts_of(found, before, same))
    by_ten = replace(by_nine, scheme=10)
    classes = [
        delta and delta.class_
        for edition in (released[name], by_nine, by_ten)
        for delta in [since_release(after, after.procedures[name], [edition])]
    ]
    assert classes == ["procedural", "clarification", None]
    # Other rules alone are no reason to release what has not changed.
    kept = replace(before, editions=tuple(sealed(e) for e in (by_nine, *_others(released, name))))
    assert new_editions(kept, (), DAY) == ()


def _others(released: Mapping[str, Edition], name: str) -> list[Edition]:
    return [edition for subject, edition in released.items() if subject != name]


# What the digests give away ---------------------------------------------------------------------


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit["name"])
def test_the_ledger_alone_tells_what_a_change_means(edit: Mapping[str, Any]) -> None:
    before, released = _released()
    after = medium().edited(edit).handbook()
    changed = {(one.kind, one.id): one for one in compare_handbooks(before, after)}
    reached = {name for kind, name in changed if kind == "procedure"} | {"egl-crew"}
    for name in before.procedures.keys() & after.procedures.keys() & reached:
        delta = since_release(after, after.procedures[name], [released[name]])
        one = changed.get(("procedure", name))
        known = one.computed if one else "editorial"
        if delta is None:
            assert known == "editorial"
            continue
        if delta.renamed:
            continue  # the ledger takes the order of ids for the order of steps
        # Another action in the place of one is another practice; without its text the ledger
        # sees other words. It never says more than there is, nor calls editorial what is not.
        assert ORDER.index(delta.class_) <= ORDER.index(known)
        assert (delta.class_ == "editorial") == (known == "editorial")


def test_another_rule_demands_a_revision_of_whatever_shows_it() -> None:
    before, released = _released()
    edit = {"in": "shared/guarantee-letter.yaml", "change": [{"from": "拨打120", "to": "拨打999"}]}
    edited = medium().edited(edit)
    after, places = edited.handbook(), edited.places()
    changed = compare_handbooks(before, after)
    by_texts = {one.procedure: one for one in deltas(before, after, changed, "HEAD")}
    by_ledger = {
        name: delta
        for name, procedure in after.procedures.items()
        if (delta := since_release(after, procedure, [released[name]]))
    }
    using = {
        procedure.id: {step.id for step in procedure.steps if "identity-check" in step.uses_rules}
        for procedure in after.procedures.values()
    }
    using = {name: steps for name, steps in using.items() if steps}
    assert len(using) > 1
    for found in (by_texts, by_ledger):
        assert {name: set(delta.steps) for name, delta in found.items()} == using
        assert {delta.class_ for delta in found.values()} == {"procedural"}
    told = [finding for one in by_ledger.values() for finding in undeclared(after, places, one)]
    assert [finding.code for finding in told] == ["revision-not-raised"] * len(using)
    (one,) = [one for one in changed if one.id == "egl-crew"]
    (difference,) = one.differences
    said = (difference.how, difference.old, difference.new)
    assert said == ("reached", CALL.format(120), CALL.format(999))
    assert "seat" in one.informs  # it stands in the row, whoever does the step


def test_a_cell_is_compared_with_what_stood_in_its_column() -> None:
    edit = {
        "in": "shared/guarantee-letter.yaml",
        "change": [{"from": "[身份, 核查有效身份证件,", "to": "[身份, 不限,"}],
    }
    changed = compare_handbooks(_released()[0], medium().edited(edit).handbook())
    told = [
        (d.how, d.old, d.new) for one in changed if one.id == "egl-crew" for d in one.differences
    ]
    assert told == [("reached", "核查有效身份证件", "不限")]


@cache
def _released() -> tuple[Handbook, dict[str, Edition]]:
    handbook = medium().handbook()
    return handbook, {e.subject: e for e in new_editions(handbook, (), DAY)}


def test_digests_are_the_same_if_and_only_if_what_is_read_is_the_same() -> None:
    handbook = medium().handbook()
    again = medium().handbook()
    for name, procedure in handbook.procedures.items():
        assert parts_of(current(), handbook, procedure) == parts_of(
            current(), again, again.procedures[name]
        )
    words = {"in": "procedures/restaurant/restaurant-six-steps.yaml"}
    alias = medium().edited({**words, "change": [{"from": "[等菜,", "to": "[等等菜,"}]}).handbook()
    name = "restaurant-six-steps"
    old, new = (parts_of(current(), h, h.procedures[name]) for h in (handbook, alias))
    assert old == new  # search words are not read


# Releasing --------------------------------------------------------------------------------------


def test_a_second_release_of_the_same_says_nothing() -> None:
    handbook = medium().handbook()
    editions = new_editions(handbook, printed(handbook), DAY)
    assert {e.subject for e in editions if e.of == "procedure"} == set(handbook.procedures)
    released = replace(handbook, editions=editions)
    assert new_editions(released, printed(released), DAY + timedelta(days=1)) == ()


@dataclass
class Repository:
    """A handbook in a git repository of its own."""

    root: Path

    def git(self, *args: str, ok: bool = True) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=t", "-c", "user.email=t@t", *args],
            cwd=self.root, capture_output=True, text=True,
        )  # fmt: skip
        assert not ok or done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sop(self, *args: str, day: date = DAY) -> Result:
        call = ["--root", str(self.root), "--date", day.isoformat(), "--lang", "zh", *args]
        return CliRunner().invoke(sop, call)

    def edit(self, file: str, *changes: tuple[str, str]) -> None:
        path = self.root / file
        text = path.read_text("utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")

    def raise_to(self, file: str, revision: int, class_: str, summary: str) -> None:
        entry = (
            f"changes:\n  - revision: {revision}\n    date: 2026-12-01\n"
            f"    class: {class_}\n    summary: {summary}\n"
        )
        self.edit(
            file, (f"revision: {revision - 1}\n", f"revision: {revision}\n"), ("changes:\n", entry)
        )

    def commit(self, message: str = "change") -> str:
        self.git("add", "-A")
        self.git("commit", "-qm", message)
        return self.git("rev-parse", "HEAD").strip()

    def ledger(self) -> list[dict[str, Any]]:
        return list(json.loads((self.root / LEDGER).read_text("utf-8"))[1:])


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    root = lay_out(tmp_path / "handbook").root
    shutil.copy(ROOT / ".gitattributes", root)
    made = Repository(root)
    made.git("init", "-qb", "main")
    assert made.sop("release").exit_code == 0
    made.commit("first release")
    return made


def _release_on(repository: Repository, branch: str, file: str, old: str, new: str) -> None:
    repository.git("checkout", "-qb", branch, "main")
    repository.edit(file, (old, new))
    repository.raise_to(file, 2, "procedural", branch)
    result = repository.sop("release", day=DAY + timedelta(days=3))
    assert result.exit_code == 0, result.output
    repository.commit(branch)


def test_two_branches_that_both_release_merge_without_loss(repository: Repository) -> None:
    _release_on(repository, "one", SERVE, "title: 揭盖", "time_limit: 30s\n    title: 揭盖")
    _release_on(repository, "two", PAY, "title: 报账单", "time_limit: 1min\n    title: 报账单")
    repository.git("merge", "-q", "one", "-m", "merge")
    records = [record for record in repository.ledger() if record["of"] == "procedure"]
    assert [(r["subject"], r["revision"]) for r in records] == [
        ("pay", 1), ("pay", 2), ("serve", 1), ("serve", 2),
    ]  # fmt: skip
    assert repository.sop("validate").exit_code == 0
    second = repository.sop("release", day=DAY + timedelta(days=9))
    assert not any(r["of"] == "procedure" for r in repository.ledger() if r["date"] > "2026-11-30")
    assert second.exit_code == 0


def test_without_the_merge_driver_the_ledger_is_repaired_from_the_conflict(
    repository: Repository,
) -> None:
    (repository.root / ".gitattributes").unlink()
    repository.commit("no attributes")
    # Lines next to each other, so that git cannot tell what belongs where.
    _release_on(repository, "one", SERVE, "title: 揭盖", "time_limit: 30s\n    title: 揭盖")
    repository.git("checkout", "-q", "main")
    repository.edit("sop_sources/handbook.yaml", ("title: 小手册", "title: 手册"))
    repository.commit("other")
    _release_on(repository, "two", SERVE, "title: 端菜", "time_limit: 1min\n    title: 端菜")
    repository.git("merge", "-q", "one", "-m", "merge", ok=False)
    assert "<<<<<<<" in (repository.root / LEDGER).read_text("utf-8")
    assert "ledger-conflict" in repository.sop("validate").output
    repository.git("checkout", "-q", "--theirs", "--", SERVE)
    repository.edit(SERVE, ("title: 端菜", "time_limit: 1min\n    title: 端菜"))
    result = repository.sop("release", "--repair")
    assert "台账已整理" in result.output
    # Both branches called their revision 2; the two together are another, third one.
    assert result.exit_code == 1
    assert "revision-not-raised" in result.output
    repository.raise_to(SERVE, 3, "procedural", "两处都改")
    assert repository.sop("release").exit_code == 0
    serve = [record for record in repository.ledger() if record["subject"] == "serve"]
    assert [record["revision"] for record in serve] == [1, 2, 2, 3]
    assert sorted(serve[-1]["after"]) == sorted(record["id"] for record in serve[1:3])
    assert repository.sop("validate").exit_code == 0


def test_a_repair_loses_nothing_and_keeps_no_doubles() -> None:
    first = edition("serve")
    one, two = edition("serve", 2, first), edition("serve", 2, first, number="X")
    lines = as_text([first, one]).splitlines()
    other = as_text([first, two]).splitlines()
    conflict = [lines[0], lines[1], "<<<<<<< HEAD", lines[2], "=======", other[2], other[2],
                ">>>>>>> b", "]"]  # fmt: skip
    text = repaired("\n".join(conflict))
    assert {json.dumps(r) for r in json.loads(text)[1:]} == {
        line[1:] for line in (*lines[1:3], other[2])
    }
    assert repaired(text) == text


# Comparing through git --------------------------------------------------------------------------


def test_diff_compares_with_the_last_release_by_itself(repository: Repository) -> None:
    repository.edit(SERVE, ("role: waiter", "role: cashier"))
    result = repository.sop("diff")
    assert result.exit_code == 0, result.output
    assert "1 端菜 › 负责岗位  改  服务员 → 收银员  [做法]" in result.output
    assert "须再培训  服务员、收银员" in result.output
    assert repository.sop("diff", "--check").exit_code == 1
    assert "revision-not-raised" in repository.sop("diff", "--check").output
    repository.raise_to(SERVE, 2, "procedural", "换岗位")
    assert repository.sop("diff", "--check").exit_code == 0


def test_revisions_and_folders_compare_alike(repository: Repository, tmp_path: Path) -> None:
    first = repository.git("rev-parse", "HEAD").strip()
    shutil.copytree(repository.root, tmp_path / "before")
    repository.edit(SERVE, ("请慢用", "请您慢用"))
    second = repository.commit()
    revisions = repository.sop("diff", first, second, "--format", "json").output
    folders = repository.sop("diff", str(tmp_path / "before"), "--format", "json").output
    assert json.loads(revisions)["subjects"] == json.loads(folders)["subjects"] != []


def test_the_json_of_a_comparison_has_the_shape_it_promises(repository: Repository) -> None:
    schema = json.loads((PACKAGE / "change/diff.schema.json").read_text("utf-8"))
    repository.edit(SERVE, ("role: waiter", "role: cashier"))
    repository.edit("sop_sources/shared/letter.yaml", ("value: 3d", "value: 5d"))
    (repository.root / PAY).rename(repository.root / PAY.replace("pay", "settle"))
    repository.edit(PAY.replace("pay", "settle"), ("id: pay", "id: settle"))
    repository.edit("sop_sources/shared/letter.yaml", ("[serve, pay]", "[serve, settle]"))
    repository.edit(SERVE, ("hands_over: pay", "hands_over: settle"))
    (repository.root / LEDGER).unlink()
    data = json.loads(repository.sop("diff", "HEAD", "--format", "json").output)
    jsonschema.Draft202012Validator(schema).validate(data)
    assert {s["id"]: s["state"] for s in data["subjects"]} == {
        "serve": "changed", "settle": "renamed", "letter": "changed",
    }  # fmt: skip
    codes = {finding["code"] for finding in data["findings"]}
    assert codes == {"procedure-gone", "ledger-shortened", "revision-not-raised"}


def test_every_face_says_why_other_words_are_another_practice(repository: Repository) -> None:
    repository.edit(SERVE, ("title: 揭盖", "title: 等5分钟再揭盖"))
    first = repository.commit()
    repository.edit(SERVE, ("title: 等5分钟再揭盖", "title: 等5小时再揭盖"))
    assert "[做法：数值]" in repository.sop("diff", first).output
    assert "（改，做法：数值）" in repository.sop("diff", first, "--format", "markdown").output
    english = ["--root", str(repository.root), "--date", DAY.isoformat(), "--lang", "en"]
    result = CliRunner().invoke(sop, [*english, "diff", first])
    assert "[procedural: figure]" in result.output
    (one,) = json.loads(repository.sop("diff", first, "--format", "json").output)["subjects"]
    assert [d["reason"] for d in one["differences"]] == ["figures"]


def test_an_entry_taken_back_is_found_between_two_states(repository: Repository) -> None:
    repository.edit(SERVE, ("role: waiter", "role: cashier"))
    repository.edit(
        SERVE, ("revision: 1\n", "revision: 2\n"), ("  - revision: 1\n", "  - revision: 2\n")
    )
    assert "history-rewritten" in repository.sop("diff", "HEAD", "--check").output


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["no-such-thing"], "找不到“no-such-thing”"),
        (["--", "--output=/tmp/x"], "找不到“--output=/tmp/x”"),
        (["HEAD:sop_sources"], "找不到"),
    ],
)
def test_a_state_that_is_none_is_named(args: list[str], says: str, repository: Repository) -> None:
    result = repository.sop("diff", *args)
    assert result.exit_code == 2
    assert says in result.output


def test_without_a_release_or_git_people_are_told_what_to_do(tmp_path: Path) -> None:
    plain = Repository(lay_out(tmp_path / "plain").root)
    result = plain.sop("diff")
    assert result.exit_code == 2
    assert "sop diff main" in result.output


def test_a_release_that_is_not_committed_is_no_missing_one(tmp_path: Path) -> None:
    fresh = Repository(lay_out(tmp_path / "fresh").root)
    fresh.git("init", "-qb", "main")
    fresh.commit("sources")
    assert "没有发布记录可比" in fresh.sop("diff").output
    released = fresh.sop("release")
    assert "其中 2 份流程还没有批准" in released.output
    assert "CY-01、CY-02" in released.output
    result = fresh.sop("diff")
    assert result.exit_code == 2
    assert f"台账 {LEDGER} 还没有提交" in result.output.replace("\n", "")


def test_no_text_of_a_source_is_markup_in_a_comment(repository: Repository) -> None:
    evil = "<img src=x onerror=alert(1)> @admin #12 **b** [x](javascript:1) | https://evil.test `c`"
    repository.edit(
        SERVE, ("title: 揭盖", f'title: "{evil[:58]}"'), ("say: 请慢用", f'say: "{evil}"')
    )
    text = repository.sop("diff", "--format", "markdown").output
    assert "onerror" in text
    for markup in ("<img", "**b**", "](javascript", "`c`"):
        assert markup not in text, markup
    for call in ("@admin", "#12", "https://"):
        assert call not in html.unescape(text), call
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len({row.count("|") for row in rows[:3]}) == 1


def test_a_release_with_errors_writes_nothing(repository: Repository) -> None:
    before = (repository.root / LEDGER).read_bytes()
    repository.edit(SERVE, ("role: waiter", "role: cashier"))
    result = repository.sop("release")
    assert result.exit_code == 1
    assert "没有发布" in result.output
    assert (repository.root / LEDGER).read_bytes() == before


def test_a_typo_needs_no_new_revision_and_is_released_as_it_is(repository: Repository) -> None:
    repository.edit(SERVE, ("place: 第 2 行", "place: 第 2 行起"), ("title: 上菜", "title: 上菜 "))
    assert repository.sop("validate").exit_code == 0
    result = repository.sop("release", day=DAY + timedelta(days=5))
    assert "已发布 2 项" in result.output  # the procedure, and the book of its industry
    assert [r["revision"] for r in repository.ledger() if r["subject"] == "serve"] == [1, 1]


def test_what_is_not_filled_in_is_not_released(repository: Repository) -> None:
    before = (repository.root / LEDGER).read_bytes()
    repository.edit(SERVE, ("请慢用", "请您慢用"))
    repository.sop("bump", "serve")
    result = repository.sop("release")
    assert result.exit_code == 1
    assert "[unfilled]" in result.output
    assert "没有发布" in result.output
    assert (repository.root / LEDGER).read_bytes() == before
    repository.edit(SERVE, ("（待填）一句话：改了什么，为什么", "说得更客气。"))
    assert repository.sop("release").exit_code == 0


@pytest.mark.parametrize("lost", ["all", "one line"])
def test_a_ledger_that_is_gone_or_cut_is_not_begun_anew_unasked(
    lost: str, repository: Repository
) -> None:
    path = repository.root / LEDGER
    lines = path.read_text("utf-8").splitlines(keepends=True)
    if lost == "all":
        path.unlink()
    else:
        path.write_text("".join(lines[:-2] + lines[-1:]), "utf-8")
    result = repository.sop("release")
    assert result.exit_code == 1
    assert f"少了 {len(lines) - 2 if lost == 'all' else 1} 条" in result.output
    assert path.exists() == (lost != "all")
    compared = repository.sop("diff", "--check").output
    assert compared.count("[ledger-shortened]") == 1


def test_what_was_changed_in_the_commit_of_a_release_is_not_overlooked(
    repository: Repository,
) -> None:
    repository.edit(SERVE, ("请慢用", "请您慢用"))
    repository.raise_to(SERVE, 2, "clarification", "更客气。")
    repository.sop("release")
    repository.edit(SERVE, ("role: waiter", "role: cashier"))
    repository.commit()  # the ledger and a change it does not know
    result = repository.sop("diff", "--check")
    assert result.exit_code == 1
    assert "revision-not-raised" in result.output
    assert "台账说 CY-01 上菜 在发布以后改过" in result.output
    assert messages("zh")("diff.none") not in result.output


def test_where_two_branches_released_one_revision_each_counts_for_the_next() -> None:
    _, released = _released()
    state = medium()
    file = "procedures/restaurant/restaurant-six-steps.yaml"
    name = "restaurant-six-steps"
    safe = {
        "in": file,
        "change": [
            {"from": "切不可在老人或小孩身旁上菜", "to": "切不可在老人、孕妇或小孩身旁上菜"}
        ],
    }
    said = {"in": file, "change": [{"from": "say: 早上好", "to": "say: 您好"}]}
    heads_ = []
    for edit in (safe, said):
        branch = replace(state.edited(edit).handbook(), editions=(released[name],))
        raised = replace(branch.procedures[name], revision=2)
        branch = replace(branch, procedures={**branch.procedures, name: raised})
        heads_ += [e for e in new_editions(branch, (), DAY) if e.subject == name]
    merged = state.edited(safe).edited(said).handbook()
    delta = since_release(merged, merged.procedures[name], heads_)
    assert delta
    assert delta.class_ == "safety"  # for whoever holds the sheet with the new phrase
    assert set(delta.steps) == {"serve", "greet"}
