"""CODEOWNERS: from roles and their accounts, the general before the particular."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sop_handbook.cli import sop
from tests.conftest import MakeProject


def run(root: Path, *args: str) -> Result:
    return CliRunner().invoke(sop, ["--root", str(root), "--lang", "zh", "owners", *args])


def put(root: Path, name: str, old: str, new: str) -> None:
    path = root / "sop_sources" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def owned(make_project: MakeProject) -> Path:
    """An industry that waiters own, and one procedure that cashiers own."""
    root = make_project().root
    put(
        root,
        "roles.yaml",
        "summary: 上菜、送客。",
        'summary: 上菜、送客。\n    accounts: ["@acme/waiters"]',
    )
    put(
        root,
        "roles.yaml",
        "summary: 结账。",
        'summary: 结账。\n    accounts: ["@li-si", "@acme/waiters"]',
    )
    put(root, "handbook.yaml", "report_to:", 'maintainers: ["@acme/handbook"]\nreport_to:')
    adoption = "\n    adoption:\n      status: draft\n      owner: {role: waiter, deputy: cashier}"
    put(root, "handbook.yaml", "summary: 门店堂食。", f"summary: 门店堂食。{adoption}")
    owner = "owner: {role: cashier, deputy: waiter}\n"
    put(root, "procedures/restaurant/pay.yaml", "goal:", f"{owner}goal:")
    return root


def test_the_general_comes_first_and_the_particular_counts(owned: Path) -> None:
    result = run(owned)
    assert result.exit_code == 0, result.output
    lines = (owned / "CODEOWNERS").read_text("utf-8").splitlines()
    assert lines[0].startswith("# 由 sop owners")
    assert lines[1:] == [
        "* @acme/handbook",
        "/sop_sources/procedures/restaurant/ @acme/waiters @li-si",
        "/sop_sources/shared/letter.yaml @acme/waiters @li-si",
        "/sop_sources/procedures/restaurant/pay.yaml @li-si @acme/waiters",
    ]
    assert "4 行" in result.output


def test_in_a_folder_of_a_repository_paths_begin_at_its_root(owned: Path, tmp_path: Path) -> None:
    (tmp_path / "whole" / ".git").mkdir(parents=True)
    root = owned.rename(tmp_path / "whole" / "my handbook")
    result = run(root)
    assert result.exit_code == 0, result.output
    assert (root / "CODEOWNERS").read_text("utf-8").splitlines()[1:] == [
        "/my\\ handbook/ @acme/handbook",
        "/my\\ handbook/sop_sources/procedures/restaurant/ @acme/waiters @li-si",
        "/my\\ handbook/sop_sources/shared/letter.yaml @acme/waiters @li-si",
        "/my\\ handbook/sop_sources/procedures/restaurant/pay.yaml @li-si @acme/waiters",
    ]
    assert "把 my handbook/CODEOWNERS 放过去" in result.output


def test_who_approves_is_asked_too_and_each_account_once(owned: Path) -> None:
    role = "  - id: manager\n    title: 店长\n    industry: restaurant\n    summary: 管店。\n"
    accounts = '    accounts: ["@zhao", "@acme/waiters"]\n'
    put(owned, "roles.yaml", "roles:\n", f"roles:\n{role}{accounts}")
    put(owned, "procedures/restaurant/pay.yaml", "goal:", "approver: manager\ngoal:")
    put(owned, "procedures/restaurant/serve.yaml", "goal:", "approver: manager\ngoal:")
    run(owned)
    lines = (owned / "CODEOWNERS").read_text("utf-8").splitlines()
    assert lines[-2:] == [
        "/sop_sources/procedures/restaurant/serve.yaml @acme/waiters @li-si @zhao",
        "/sop_sources/procedures/restaurant/pay.yaml @li-si @acme/waiters @zhao",
    ]


def test_an_approver_without_an_owner_is_asked_too(make_project: MakeProject) -> None:
    root = make_project().root
    put(root, "roles.yaml", "summary: 结账。", 'summary: 结账。\n    accounts: ["@li-si"]')
    put(root, "procedures/restaurant/pay.yaml", "goal:", "approver: cashier\ngoal:")
    run(root)
    text = (root / "CODEOWNERS").read_text("utf-8")
    assert text.splitlines()[1:] == ["/sop_sources/procedures/restaurant/pay.yaml @li-si"]


@pytest.mark.parametrize("lines", ["approver: waiter", "owner: {role: cashier, deputy: waiter}"])
def test_whoever_answers_for_something_and_has_no_account_is_named(
    make_project: MakeProject, lines: str
) -> None:
    root = make_project().root
    put(root, "roles.yaml", "summary: 结账。", 'summary: 结账。\n    accounts: ["@li-si"]')
    put(root, "procedures/restaurant/pay.yaml", "goal:", f"{lines}\ngoal:")
    output = run(root).output
    assert "没有写账号" in output
    assert "服务员" in output


def test_a_check_tells_whether_the_file_is_up_to_date(owned: Path) -> None:
    assert run(owned, "--check").exit_code == 1
    assert not (owned / "CODEOWNERS").exists()
    run(owned)
    assert run(owned, "--check").exit_code == 0
    assert "最新" in run(owned).output
    put(owned, "roles.yaml", "@li-si", "@wang-wu")
    assert run(owned, "--check").exit_code == 1


def test_an_organisation_that_set_no_accounts_is_told_how(make_project: MakeProject) -> None:
    root = make_project().root
    put(
        root,
        "procedures/restaurant/pay.yaml",
        "goal:",
        "owner: {role: cashier, deputy: waiter}\ngoal:",
    )
    for args in ((), ("--check",)):
        result = run(root, *args)
        assert result.exit_code == 0
        assert "accounts" in result.output
        assert "收银员" in result.output
    assert not (root / "CODEOWNERS").exists()


def test_wrong_sources_write_nothing(owned: Path) -> None:
    put(owned, "procedures/restaurant/pay.yaml", "role: cashier", "role: boss")
    result = run(owned)
    assert result.exit_code == 1
    assert "[unknown-role]" in result.output
    assert not (owned / "CODEOWNERS").exists()


def test_a_link_is_replaced_and_what_it_leads_to_stays(owned: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("of somebody else", "utf-8")
    (owned / "CODEOWNERS").symlink_to(other)
    assert run(owned).exit_code == 0
    assert other.read_text("utf-8") == "of somebody else"
    assert not (owned / "CODEOWNERS").is_symlink()
