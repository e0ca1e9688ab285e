"""The recipes: hooks and pipelines are run as they stand, and ask for no more than they need."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from generators.project import Project
from tests.case_files import lay_out
from tests.support import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ADDRESS = "https://acme.example.com/handbook"
SERVE = "sop_sources/procedures/restaurant/serve.yaml"
CHANGE = """\
changes:
  - revision: 2
    date: 2026-12-01
    class: clarification
    summary: 话说得更自然。
"""
# What only the platform has. Every other command is run here.
CANNOT_RUN = {
    "sudo apt-get update && sudo apt-get install --yes --no-install-recommends fonts-noto-cjk": (
        "installs packages of the machine"
    ),
    "make test": "would run this test within itself",
}
# These only look; the recipes share them.
CHECKS = {
    ".venv/bin/sop validate",
    ".venv/bin/sop fmt --check",
    ".venv/bin/sop owners --check",
    "make site",
}
EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")


def load(path: Path) -> dict[Any, Any]:
    return dict(yaml.safe_load(path.read_text("utf-8")))


class Clone:
    """A git repository with the minimal handbook, the recipes, and `sop` where make puts it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.passed: set[tuple[str, str]] = set()
        self.project: Project = lay_out(root)
        for name in (".ci", ".github", "overrides"):
            shutil.copytree(ROOT / name, root / name)
        for name in ("Makefile", "mkdocs.yml", "pyproject.toml", "requirements.txt", ".gitignore",
                     "README.md", ".gitlab-ci.yml", ".pre-commit-config.yaml"):  # fmt: skip
            shutil.copy(ROOT / name, root / name)
        self._pages()
        self._environment()
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("First")
        self.base = self.git("rev-parse", "HEAD")
        serve = root / SERVE
        text = serve.read_text("utf-8").replace("请慢用", "请慢慢用")
        text = text.replace("revision: 1\n", "revision: 2\n", 1).replace("changes:\n", CHANGE)
        serve.write_text(text, "utf-8")
        self.commit("Change a phrase")

    def _pages(self) -> None:
        """The hand-written pages that the navigation names, each with a heading only."""
        shutil.copytree(ROOT / "docs" / "assets", self.root / "docs" / "assets")
        for page in (ROOT / "docs").rglob("*.md"):
            if "handbook" not in page.relative_to(ROOT / "docs").parts:
                target = self.root / page.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(f"# {page.stem}\n", "utf-8")

    def _environment(self) -> None:
        """What `make setup` would install: wrappers that run this checkout's program."""
        folder = self.root / ".venv" / "bin"
        folder.mkdir(parents=True)
        for name, call in (("python", ""), ("sop", "-m generators")):
            wrapper = folder / name
            line = f'exec env PYTHONPATH="{ROOT}" "{sys.executable}" {call} "$@"'
            wrapper.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
            wrapper.chmod(0o755)
        (self.root / ".venv" / ".site").touch()

    def git(self, *args: str) -> str:
        name = ("-c", "user.name=Test", "-c", "user.email=test@handbook.test")
        done = subprocess.run(
            ["git", *name, *args], cwd=self.root, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def run(
        self, script: str, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a script as a pipeline does: bash, stopping at the first command that fails."""
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR") if key in os.environ}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.root, env={**kept, "CI": "true", "LANG": "C.UTF-8", **(env or {})},
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip

    def must(self, script: str, env: Mapping[str, str] | None = None) -> str:
        """Run what has to work; a check that passed on these very files is not run again."""
        key = (script, self._state())
        if script in CHECKS and key in self.passed:
            return ""
        done = self.run(script, env)
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
        self.passed.add(key)
        return done.stdout

    def _state(self) -> str:
        """What git sees of the files, changes included."""
        return self.git("rev-parse", "HEAD") + self.git("diff", "HEAD")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    return Clone(tmp_path_factory.mktemp("recipes") / "clone")


@pytest.fixture
def platform(clone: Clone, tmp_path: Path) -> dict[str, str]:
    """What GitHub's machines have besides ours: `gh`, and a file for the summary."""
    tools = tmp_path / "tools"
    tools.mkdir()
    gh = tools / "gh"
    gh.write_text(FAKE_GH, "utf-8")
    gh.chmod(0o755)
    return {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "CALLS": str(tmp_path / "calls"),
        "DIFF": str(clone.root / ".cache" / "diff" / "diff.md"),
    }


# Answers like the real one where our scripts ask; writes down every call.
FAKE_GH = """\
#!/bin/bash
printf '%s\\n' "$*" >> "$CALLS"
case "$1 $2" in
  "run download") mkdir -p diff && cp "$DIFF" diff/diff.md ;;
  "api --method") [ "$SHA" = 1234 ] && echo 7 || true ;;
  "pr comment") cp comment.md "$CALLS.comment" ;;
esac
"""


def steps(workflow: Path) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Yield every step of a workflow with the variables its job sets."""
    for job in load(workflow)["jobs"].values():
        for step in job["steps"]:
            yield step, {**job.get("env", {}), **step.get("env", {})}


def filled(env: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """Put in what the platform would; an expression nobody thought of fails."""
    return {key: EXPRESSION.sub(lambda found: values[found[1]], text) for key, text in env.items()}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_the_commands_of_a_github_workflow_work(
    workflow: Path, clone: Clone, platform: dict[str, str]
) -> None:
    values = {
        "github.event.pull_request.base.sha": clone.base,
        "github.token": "token",
        "github.repository": "acme/handbook",
        "github.event.workflow_run.id": "99",
        "github.event.workflow_run.head_repository.owner.login": "someone",
        "github.event.workflow_run.head_branch": "a;b $(touch hacked)",
        "github.event.workflow_run.head_sha": "1234",
        "steps.pages.outputs.base_url": ADDRESS,
    }
    for step, env in steps(workflow):
        if "run" in step and step["run"] not in CANNOT_RUN:
            clone.must(step["run"], {**platform, **filled(env, values)})
    if workflow.stem == "check":
        assert "请慢慢用" in Path(platform["GITHUB_STEP_SUMMARY"]).read_text("utf-8")
    assert not (clone.root / "hacked").exists()


def test_the_comment_is_the_report_of_the_change(clone: Clone, platform: dict[str, str]) -> None:
    given = {"GH_REPO": "acme/handbook", "RUN": "99", "HEAD": "someone:fix", "SHA": "1234"}
    for step, _ in steps(ROOT / ".github" / "workflows" / "comment.yml"):
        clone.must(step["run"], {**platform, **given})
    calls = Path(platform["CALLS"]).read_text("utf-8")
    assert "-f head=someone:fix" in calls
    assert "pr comment 7 --edit-last --create-if-none --body-file comment.md" in calls
    assert "请慢慢用" in Path(platform["CALLS"] + ".comment").read_text("utf-8")


def test_a_pull_request_that_has_moved_on_gets_no_comment(
    clone: Clone, platform: dict[str, str]
) -> None:
    Path(platform["DIFF"]).parent.mkdir(parents=True, exist_ok=True)
    Path(platform["DIFF"]).write_text("x", "utf-8")
    given = {"GH_REPO": "acme/handbook", "RUN": "99", "HEAD": "someone:fix", "SHA": "old"}
    for step, _ in steps(ROOT / ".github" / "workflows" / "comment.yml"):
        clone.must(step["run"], {**platform, **given})
    assert "pr comment" not in Path(platform["CALLS"]).read_text("utf-8")


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_asks_for_little_and_trusts_nobody(workflow: Path) -> None:
    text, data = workflow.read_text("utf-8"), load(workflow)
    assert "pull_request_target" not in text
    assert data["permissions"] in ({}, {"contents": "read"})
    events = set(data[True])  # YAML 1.1 reads the key `on` as true
    for job in data["jobs"].values():
        assert job["timeout-minutes"] <= 60
        writes = {key for key, value in job.get("permissions", {}).items() if value == "write"}
        uses = [step["uses"] for step in job["steps"] if "uses" in step]
        if writes:
            assert not any("checkout" in name for name in uses)
            assert "pull_request" not in events
    for step, _ in steps(workflow):
        assert not EXPRESSION.search(step.get("run", "")), "expressions reach scripts as variables"
        if "uses" in step:
            assert PINNED.fullmatch(step["uses"]), step["uses"]
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
    assert "secrets." not in text
    assert len(re.findall(r"uses: \S+ # v\d+\.\d+\.\d+$", text, re.MULTILINE)) == text.count(
        "uses:"
    )


def test_what_cannot_run_here_still_stands_in_a_workflow() -> None:
    commands = {step.get("run") for workflow in WORKFLOWS for step, _ in steps(workflow)}
    assert commands >= CANNOT_RUN.keys()


def test_the_comments_workflow_waits_for_the_one_that_writes_them() -> None:
    check, comment = (
        load(ROOT / ".github" / "workflows" / f"{n}.yml") for n in ("check", "comment")
    )
    assert comment[True]["workflow_run"]["workflows"] == [check["name"]]


def test_the_commands_of_gitlab_work(clone: Clone) -> None:
    pipeline = load(ROOT / ".gitlab-ci.yml")
    env = {
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": clone.base,
        "CI_PAGES_URL": ADDRESS,
        "GIT_DEPTH": "0",
    }
    jobs = {
        name: job for name, job in pipeline.items() if isinstance(job, dict) and "script" in job
    }
    assert jobs.keys() >= {"校验", "说明改动", "生成网站", "pages"}
    for job in jobs.values():
        before = pipeline["default"]["before_script"]
        for command in (*before, *job["script"], *job.get("after_script", ())):
            clone.must(command, env)
        made = [*job["artifacts"].get("paths", ()), *job["artifacts"].get("reports", {}).values()]
        assert made
        assert [path for path in made if not (clone.root / path).exists()] == []
        assert set(job.get("needs", ())) <= jobs.keys()
    assert "请慢慢用" in (clone.root / "diff.md").read_text("utf-8")
    assert (clone.root / "gl-code-quality-report.json").read_text("utf-8").startswith("[")
    assert f"{ADDRESS}/" in (clone.root / "public/sitemap.xml").read_text()
    clone.git("clean", "--quiet", "--force", "-d")


def test_the_shell_recipe_checks_builds_and_publishes(clone: Clone, tmp_path: Path) -> None:
    said = clone.must(f"bash .ci/handbook check {clone.base}")
    assert "请慢慢用" in said
    clone.must(f"bash .ci/handbook build {ADDRESS}")
    target = tmp_path / "www"
    for _ in range(2):
        clone.must(f"bash .ci/handbook publish '{target}'")
    assert f"{ADDRESS}/" in (target / "sitemap.xml").read_text()
    assert not list(tmp_path.glob("www.*"))


def test_the_shell_recipe_stops_at_mistakes(clone: Clone, tmp_path: Path) -> None:
    usage = clone.run("bash .ci/handbook deploy")
    assert usage.returncode == 2
    assert "check [BASE]" in usage.stderr
    serve = clone.root / SERVE
    good = serve.read_text("utf-8")
    try:
        serve.write_text(good.replace("role: waiter", "role: waitor", 1), "utf-8")
        for command in ("check", "build"):
            assert clone.run(f"bash .ci/handbook {command}").returncode == 1
        serve.write_text(good.replace("请慢慢用", "慢走"), "utf-8")
        undeclared = clone.run(".venv/bin/sop diff HEAD --check")
        assert undeclared.returncode == 1
        assert "[revision-not-raised]" in undeclared.stdout
    finally:
        serve.write_text(good, "utf-8")


def test_the_hooks_work_and_mend_what_they_can(clone: Clone) -> None:
    serve = clone.root / SERVE
    good = serve.read_text("utf-8")
    hooks = {
        hook["id"]: hook for hook in load(ROOT / ".pre-commit-config.yaml")["repos"][0]["hooks"]
    }
    serve.write_text(good.replace("title: ", "title:   ", 1), "utf-8")
    for hook in hooks.values():
        assert hook["language"] == "system"
        assert re.compile(hook["files"]).search(SERVE)
        clone.must(hook["entry"])
    assert serve.read_text("utf-8") == good
    assert not re.compile(hooks["sop-fmt"]["files"]).search("docs/index.md")


# Forms ------------------------------------------------------------------------------------------


def test_every_platform_shows_the_same_checklist() -> None:
    text = (ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md").read_text("utf-8")
    for copy in (
        ".gitlab/merge_request_templates/Default.md",
        ".gitee/PULL_REQUEST_TEMPLATE.zh-CN.md",
    ):
        assert (ROOT / copy).read_text("utf-8") == text
    assert text.count("- [ ]") >= 6


def test_the_suggestion_form_is_one_github_accepts() -> None:
    form = load(ROOT / ".github" / "ISSUE_TEMPLATE" / "suggestion.yml")
    assert {"name", "description", "body"} <= form.keys()
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in asked} <= {"input", "textarea", "dropdown", "checkboxes"}
    assert len({part["id"] for part in asked}) == len(asked)
    assert len({part["attributes"]["label"] for part in asked}) == len(asked)
    assert all(part["attributes"].get("options") for part in asked if part["type"] == "dropdown")
    assert any(part.get("validations", {}).get("required") for part in asked)
    for name in (".gitlab/issue_templates/改进建议.md", ".gitee/ISSUE_TEMPLATE.zh-CN.md"):
        text = (ROOT / name).read_text("utf-8")
        assert [
            p["attributes"]["label"] for p in asked if p["attributes"]["label"] not in text
        ] == []
