"""The recipes: hooks and pipelines are run as they stand, and ask for no more than they need."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from sop_handbook.project import Project
from tests.case_files import lay_out
from tests.sites import INHERITED, plain_pages
from tests.spare import waiting
from tests.support import PACKAGE, ROOT
from tests.wrappers import put_environment, put_program

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ADDRESS = "https://acme.internal/handbook"
SERVE = "sop_sources/procedures/restaurant/serve.yaml"
LOCK = "generators/sop_handbook/scaffold/requirements.txt"
TOLD = "请慢<ins>慢</ins>用"
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
# These only look, or leave what is there; the recipes share them.
PREVIEW = "bash .ci/handbook preview preview"
CHECKS = {
    PREVIEW,
    ".venv/bin/sop validate",
    ".venv/bin/sop fmt --check",
    ".venv/bin/sop owners --check",
    "bash .ci/handbook build",
}
EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")


def load(path: Path) -> dict[Any, Any]:
    return dict(yaml.safe_load(path.read_text("utf-8")))


class Clone:
    """A git repository with the minimal handbook, the recipes, and `sop` where make puts it.

    `sop`: what the shell calls as that, see tests/spare.
    """

    def __init__(self, root: Path, sop: str) -> None:
        self.root = root
        self.passed: set[tuple[str, str]] = set()
        self.project: Project = lay_out(root)
        for name in (".ci", ".github"):
            shutil.copytree(ROOT / name, root / name)
        (root / "mkdocs.yml").write_text(f"INHERIT: {INHERITED}\n", "utf-8")
        (root / LOCK).parent.mkdir(parents=True)
        for name in ("Makefile", "pyproject.toml", LOCK, ".gitignore", "README.md",
                     ".gitlab-ci.yml", ".pre-commit-config.yaml"):  # fmt: skip
            shutil.copy(ROOT / name, root / name)
        plain_pages(root)
        put_environment(root, PACKAGE.parent, sop)
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit("First")
        self.base = self.git("rev-parse", "HEAD")
        serve = root / SERVE
        text = serve.read_text("utf-8").replace("请慢用", "请慢慢用")
        text = text.replace("revision: 1\n", "revision: 2\n", 1).replace("changes:\n", CHANGE)
        serve.write_text(text, "utf-8")
        self._release()
        self.commit("Change a phrase")

    def _release(self) -> None:
        done = self.run(".venv/bin/sop release")
        assert done.returncode == 0, done.stdout + done.stderr

    def git(self, *args: str) -> str:
        name = ("-c", "user.name=Test", "-c", "user.email=test@handbook.internal")
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
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.root, env={**kept, "CI": "true", "LANG": "C.UTF-8", **(env or {})},
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        if done.returncode == 0:
            self.passed.add((script, self._state()))
        return done

    def must(self, script: str, env: Mapping[str, str] | None = None) -> str:
        """Run what has to work; a check that passed on these very files is not run again."""
        if script in CHECKS and (script, self._state()) in self.passed and self._is_left(script):
            return ""
        done = self.run(script, env)
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _is_left(self, script: str) -> bool:
        """Whether what a script makes is there still."""
        return script != PREVIEW or (self.root / "preview" / "index.html").is_file()

    def _state(self) -> str:
        """What git sees of the files, changes included."""
        return self.git("rev-parse", "HEAD") + self.git("diff", "HEAD")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clone]:
    with waiting(PACKAGE.parent) as sop:
        yield Clone(tmp_path_factory.mktemp("recipes") / "clone", sop)


@pytest.fixture
def platform(clone: Clone, tmp_path: Path) -> dict[str, str]:
    """What GitHub's machines have besides ours: `gh`, and a file for the summary."""
    tools = tmp_path / "tools"
    put_program(tools / "gh", FAKE_GH)
    return {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "CALLS": str(tmp_path / "calls"),
        "DIFF": str(clone.root / ".cache" / "diff" / "diff.md"),
    }


# Answers like the real one where our scripts ask; writes down every call.
FAKE_GH = """\
#!/bin/bash
printf '%s\\n' "$*" >> "$CALLS"
case "$1 $2" in
  "run download") if [ "$5" = diff ]; then mkdir -p diff && cp "$DIFF" diff/diff.md; fi ;;
  "api --method") if [ "${SHA:-}" = 1234 ] || [ -n "${OPEN:-}" ]; then echo 7; fi ;;
  "api repos/acme/handbook/actions/runs/99/artifacts") printf 'diff\\npreview\\n' ;;
  "pr comment") cp comment.md "$CALLS.comment" ;;
  "issue create" | "issue edit") cp issue.md "$CALLS.issue" ;;
esac
"""


COMMENT = {
    "GH_REPO": "acme/handbook",
    "RUN": "99",
    "PAGE": "https://code.test/runs/99",
    "HEAD": "someone:fix",
}


def steps(workflow: Path) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Yield every step of a workflow with the variables its job sets."""
    for job in load(workflow)["jobs"].values():
        for step in job["steps"]:
            yield step, {**job.get("env", {}), **step.get("env", {})}


def filled(env: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """Put in what the platform would; an expression nobody thought of fails."""
    return {key: EXPRESSION.sub(lambda found: values[found[1]], text) for key, text in env.items()}


OTHERS = [path for path in WORKFLOWS if path.stem != "check"]


@pytest.mark.parametrize("workflow", OTHERS, ids=lambda path: path.stem)
def test_the_commands_of_a_github_workflow_work(
    workflow: Path, clone: Clone, platform: dict[str, str]
) -> None:
    values = {
        "github.token": "token",
        "github.repository": "acme/handbook",
        "github.event.workflow_run.id": "99",
        "github.event.workflow_run.head_repository.owner.login": "someone",
        "github.event.workflow_run.head_branch": "a;b $(touch hacked)",
        "github.event.workflow_run.head_sha": "1234",
        "github.event.workflow_run.html_url": "https://code.test/runs/99",
        "github.run_id": "99",
        "needs.list.outputs.due": "no",
        "steps.pages.outputs.base_url": ADDRESS,
    }
    for step, env in steps(workflow):
        if "run" in step and step["run"] not in CANNOT_RUN:
            clone.must(step["run"], {**platform, **filled(env, values)})
    assert not (clone.root / "hacked").exists()


def test_the_comment_is_the_report_of_the_change(clone: Clone, platform: dict[str, str]) -> None:
    clone.must(f"bash .ci/handbook explain {clone.base} .cache/diff/diff.md")
    given = {**COMMENT, "SHA": "1234"}
    for step, _ in steps(ROOT / ".github" / "workflows" / "comment.yml"):
        clone.must(step["run"], {**platform, **given})
    calls = Path(platform["CALLS"]).read_text("utf-8")
    assert "-f head=someone:fix" in calls
    assert "pr comment 7 --edit-last --create-if-none --body-file comment.md" in calls
    comment = Path(platform["CALLS"] + ".comment").read_text("utf-8")
    assert TOLD in comment
    assert "[这次检查的页面](https://code.test/runs/99)" in comment


@contextmanager
def edited(clone: Clone, old: str, new: str) -> Iterator[None]:
    """A source is changed for a while."""
    serve = clone.root / SERVE
    good = serve.read_text("utf-8")
    assert old in good
    serve.write_text(good.replace(old, new, 1), "utf-8")
    try:
        yield
    finally:
        serve.write_text(good, "utf-8")


class Run:
    """A pull request's run of a workflow: every step if its condition holds, as GitHub does."""

    def __init__(self, clone: Clone, platform: Mapping[str, str]) -> None:
        self._clone = clone
        self._platform = platform
        self.outcomes: dict[str, str] = {}
        self.uploaded: dict[str, str] = {}

    @property
    def failed(self) -> set[str]:
        return {name for name, outcome in self.outcomes.items() if outcome == "failure"}

    def check(self, base: str) -> "Run":
        for step, env in steps(ROOT / ".github" / "workflows" / "check.yml"):
            name = step.get("id") or step.get("name") or step["uses"]
            self.outcomes[name] = self._outcome(
                step, filled(env, {"github.event.pull_request.base.sha": base})
            )
        return self

    def _outcome(self, step: Mapping[str, Any], env: Mapping[str, str]) -> str:
        if not self._due(step.get("if", "success()")):
            return "skipped"
        if "run" in step:
            done = self._clone.run(step["run"], {**self._platform, **env})
            return "failure" if done.returncode else "success"
        if "upload-artifact" in step["uses"]:
            kept = self._clone.root / step["with"]["path"]
            self.uploaded[step["with"]["name"]] = kept.read_text("utf-8") if kept.is_file() else ""
        return "success"

    def _due(self, condition: str) -> bool:
        """Conditions are terms joined by `and`; without a word on failures they imply success."""
        bare = condition.removeprefix("${{").removesuffix("}}").strip()
        terms = [term.strip() for term in bare.split("&&")]
        if "!cancelled()" not in terms:
            terms.append("success()")
        return all(self._holds(term) for term in terms)

    def _holds(self, term: str) -> bool:
        if found := re.fullmatch(r"steps\.(\w+)\.outcome == 'success'", term):
            return self.outcomes[found[1]] == "success"
        return {
            "!cancelled()": True,
            "success()": not self.failed,
            "github.event_name == 'pull_request'": True,
            "github.event_name == 'push'": False,
        }[term]


def test_a_sound_change_leaves_explanation_and_preview(
    clone: Clone, platform: dict[str, str]
) -> None:
    run = Run(clone, platform).check(clone.base)
    assert set(run.outcomes.values()) == {"success", "skipped"}
    assert run.uploaded.keys() == {"diff", "preview"}
    assert (clone.root / "preview" / "index.html").is_file()
    assert TOLD in run.uploaded["diff"]
    assert TOLD in Path(platform["GITHUB_STEP_SUMMARY"]).read_text("utf-8")


def test_a_change_that_was_not_declared_is_explained_all_the_same(
    clone: Clone, platform: dict[str, str]
) -> None:
    with edited(clone, "请慢慢用", "慢走"):
        run = Run(clone, platform).check("HEAD")
    assert {"说明改动", "validate"} <= run.failed
    assert run.outcomes["preview"] == "skipped"
    for text in (run.uploaded["diff"], Path(platform["GITHUB_STEP_SUMMARY"]).read_text("utf-8")):
        assert "请慢慢用" in text
        assert "申报与实际不符" in text


def test_a_change_that_cannot_be_compared_says_why_and_is_no_markup(
    clone: Clone, platform: dict[str, str]
) -> None:
    with edited(clone, "role: waiter", 'role: "```@all"'):
        run = Run(clone, platform).check("HEAD")
    assert {"说明改动", "validate"} <= run.failed
    told = [line for line in run.uploaded["diff"].splitlines() if "@all" in line]
    assert told
    assert all(line.startswith("    ") for line in told)
    assert "[unknown-role]" in told[0]


def test_a_pull_request_that_has_moved_on_gets_no_comment(
    clone: Clone, platform: dict[str, str]
) -> None:
    Path(platform["DIFF"]).parent.mkdir(parents=True, exist_ok=True)
    Path(platform["DIFF"]).write_text("x", "utf-8")
    given = {**COMMENT, "SHA": "old"}
    for step, _ in steps(ROOT / ".github" / "workflows" / "comment.yml"):
        clone.must(step["run"], {**platform, **given})
    assert "pr comment" not in Path(platform["CALLS"]).read_text("utf-8")


@pytest.mark.parametrize(
    ("due", "number", "call"),
    [
        ("yes", "", "issue create --title 该复审的流程 --body-file issue.md"),
        ("yes", "7", "issue edit 7 --body-file issue.md"),
        ("no", "7", "issue close 7"),
        ("no", "", None),
    ],
)
def test_one_issue_tells_what_is_due(
    clone: Clone, platform: dict[str, str], due: str, number: str, call: str | None
) -> None:
    given = {**COMMENT, "TITLE": "该复审的流程", "DUE": due, "OPEN": number}
    listing, *others = (
        step["run"]
        for step, _ in steps(ROOT / ".github" / "workflows" / "reviews.yml")
        if "run" in step and step["run"] != "make setup"
    )
    if not (clone.root / "reviews" / "reviews.md").is_file():  # made by whoever comes first
        clone.must(listing, {**platform, **given})
    for script in others:
        clone.must(script, {**platform, **given})
    calls = Path(platform["CALLS"]).read_text("utf-8").splitlines()
    assert [line for line in calls if line.startswith("issue")] == ([call] if call else [])
    if due == "yes":
        assert "60 天内" in Path(platform["CALLS"] + ".issue").read_text("utf-8")


@pytest.mark.parametrize(("day", "due"), [("2020-01-01", "no"), ("2026-12-01", "yes")])
def test_the_list_says_whether_anything_is_due(
    clone: Clone, platform: dict[str, str], day: str, due: str
) -> None:
    listing = next(s for s, _ in steps(ROOT / ".github/workflows/reviews.yml") if "id" in s)
    epoch = datetime.fromisoformat(f"{day}T00:00+00:00").timestamp()
    with edited(clone, "goal:", "review_by: 2026-12-20\ngoal:"):
        clone.must(listing["run"], {**platform, "SOURCE_DATE_EPOCH": str(int(epoch))})
    assert Path(platform["GITHUB_OUTPUT"]).read_text("utf-8") == f"due={due}\n"
    assert (clone.root / "reviews" / "reviews.ics").is_file()


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


def test_what_is_kept_between_runs_is_written_by_the_main_branch_only() -> None:
    kept: dict[str, list[Any]] = {"restore": [], "save": []}
    for workflow in WORKFLOWS:
        for step, _ in steps(workflow):
            action, _, how = step.get("uses", "").partition("@")[0].rpartition("/")
            if action.startswith("actions/cache"):
                kept[how].append({k: v for k, v in step["with"].items() if k != "restore-keys"})
                if how == "save":
                    assert step["if"] == "github.event_name == 'push'"
                    assert load(workflow)[True]["push"] == {"branches": ["main"]}
            assert action != "actions" or how != "cache", "it saves on pull requests, too"
    assert len(kept["save"]) == 1
    assert len(kept["restore"]) >= 2
    assert [one for one in kept["restore"] if one != kept["save"][0]] == []


def test_gitlab_keeps_apart_what_merge_requests_and_the_main_branch_keep() -> None:
    pipeline = load(ROOT / ".gitlab-ci.yml")
    names = [rule["variables"]["CACHE_OF"] for rule in pipeline["workflow"]["rules"]]
    assert len(names) == len(set(names)) == 2
    caches = [job["cache"] for job in pipeline.values() if isinstance(job, dict) and "cache" in job]
    assert pipeline["default"]["cache"]["policy"] == "pull"
    assert {cache["policy"] for cache in caches} == {"pull", "pull-push"}
    assert {cache["key"] for cache in caches} == {"handbook-$CACHE_OF"}
    assert not any("unprotect" in cache for cache in caches)
    assert "PIP_CACHE_DIR" in pipeline["variables"]


def test_gitlab_accepts_the_names_of_what_it_shows() -> None:
    """GitLab's own pattern; \\w there means ASCII, and one wrong name makes the file invalid."""
    jobs = [job for job in load(ROOT / ".gitlab-ci.yml").values() if isinstance(job, dict)]
    shown = [job["artifacts"] for job in jobs if "expose_as" in job.get("artifacts", {})]
    assert shown
    for artifacts in shown:
        assert re.fullmatch(r"\w[-\w ]*", artifacts["expose_as"], re.ASCII)
        assert artifacts["paths"]
        assert not any(set("*$?[") & set(path) for path in artifacts["paths"])


# What other programs say of the files, all without a network.
SCHEMAS = {
    "vendor.github-workflows": WORKFLOWS,
    "vendor.github-issue-forms": [ROOT / ".github" / "ISSUE_TEMPLATE" / "suggestion.yml"],
    "vendor.github-issue-config": [ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"],
    "vendor.gitlab-ci": [ROOT / ".gitlab-ci.yml"],
}
# The comment needs what a pull request's own run may not have. It runs no code of the request.
KNOWN = {("dangerous-triggers", "comment.yml")}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_files_have_the_shape_their_platform_asks_for(schema: str) -> None:
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    done = subprocess.run([*checker, *map(str, SCHEMAS[schema])], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_linter_finds_nothing_unsafe_in_the_workflows() -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    command = [str(zizmor), "--offline", "--no-exit-codes", "--format=json", str(ROOT / ".github")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = {
        (one["ident"], Path(place["symbolic"]["key"]["Local"]["verbatim_path"]).name)
        for one in json.loads(done.stdout)
        for place in one["locations"]
    }
    assert found == KNOWN


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
    assert jobs.keys() >= {"校验", "说明改动", "预览", "生成网站", "到期清单", "pages"}
    for job in jobs.values():
        before = pipeline["default"]["before_script"]
        for command in (*before, *job["script"], *job.get("after_script", ())):
            clone.must(command, env)
        made = [*job["artifacts"].get("paths", ()), *job["artifacts"].get("reports", {}).values()]
        assert made
        assert [path for path in made if not (clone.root / path).exists()] == []
        assert set(job.get("needs", ())) <= jobs.keys()
    assert TOLD in (clone.root / "diff.md").read_text("utf-8")
    assert (clone.root / "gl-code-quality-report.json").read_text("utf-8").startswith("[")
    assert f"{ADDRESS}/" in (clone.root / "public/sitemap.xml").read_text()
    clone.git("clean", "--quiet", "--force", "-d")


def test_the_shell_recipe_checks_builds_and_publishes(clone: Clone, tmp_path: Path) -> None:
    said = clone.must(f"bash .ci/handbook check {clone.base}")
    assert TOLD in said
    made = clone.root / ".cache" / "sop" / "made" / "00"
    made.mkdir(parents=True, exist_ok=True)
    for days in (40, 10):
        (made / str(days)).touch()
        moment = time.time() - days * 86400
        os.utime(made / str(days), (moment, moment))
    clone.must(f"bash .ci/handbook build {ADDRESS}")
    assert [day for day in (40, 10) if (made / str(day)).exists()] == [10], "kept for a month"
    target = tmp_path / "www"
    for _ in range(2):
        clone.must(f"bash .ci/handbook publish '{target}'")
    assert f"{ADDRESS}/" in (target / "sitemap.xml").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["www"]


@pytest.mark.parametrize("what", ["folder", "file"])
def test_a_preview_takes_the_place_of_nothing_else(what: str, clone: Clone, tmp_path: Path) -> None:
    target = tmp_path / "reports"
    held = target / "2026.xlsx" if what == "folder" else target
    held.parent.mkdir(parents=True, exist_ok=True)
    held.write_text("of somebody")
    done = clone.run(f"bash .ci/handbook preview '{target}'")
    assert done.returncode == 2
    assert "没有动它" in done.stderr
    assert held.read_text() == "of somebody"


def test_a_name_for_make_is_a_name_and_no_command(clone: Clone) -> None:
    done = clone.run("make new NAME='restaurant/greet;touch made'")
    assert done.returncode == 2
    assert not (clone.root / "made").exists()


def test_the_shell_recipe_tells_what_is_due(clone: Clone) -> None:
    with edited(clone, "goal:", "review_by: 2020-01-01\ngoal:"):
        late = clone.run("bash .ci/handbook reviews")
    assert late.returncode == 1
    assert "上菜" in late.stdout
    assert "上菜" in (clone.root / ".cache" / "reviews.md").read_text("utf-8")


def test_the_shell_recipe_stops_at_mistakes(clone: Clone) -> None:
    usage = clone.run("bash .ci/handbook deploy")
    assert usage.returncode == 2
    assert "check [BASE]" in usage.stderr
    assert "publish 去处" in usage.stderr
    with edited(clone, "role: waiter", "role: waitor"):
        for command in ("check", "build", "reviews"):
            done = clone.run(f"bash .ci/handbook {command}")
            assert done.returncode == 1
            assert "[unknown-role]" in done.stdout + done.stderr
    with edited(clone, "请慢慢用", "慢走"):
        undeclared = clone.run("bash .ci/handbook check HEAD")
    assert undeclared.returncode == 1
    assert "申报与实际不符" in undeclared.stdout
    assert "[revision-not-raised]" in undeclared.stdout


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


# What `sop` does in a check of which somebody else has made the outcome.
PRETENDED = """#!/bin/sh
echo "$1"
case "$1" in validate) exit "${WRONG:-0}" ;; diff) exit "${DIFF:-0}" ;; esac
"""


@pytest.mark.parametrize(
    ("outcomes", "says", "code"),
    [
        ({}, ["validate", "diff", "fmt", "owners"], 0),
        ({"DIFF": "1"}, ["validate", "diff", "fmt", "owners"], 1),
        ({"WRONG": "1", "DIFF": "1"}, ["validate", "diff", "fmt"], 1),
        ({"WRONG": "1", "DIFF": "2"}, ["validate", "fmt"], 1),
    ],
)
def test_a_check_tells_what_is_wrong_with_the_sources_once(
    outcomes: dict[str, str], says: list[str], code: int, tmp_path: Path
) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/handbook", tmp_path / ".ci/handbook")
    program = tmp_path / ".venv/bin/sop"
    program.parent.mkdir(parents=True)
    program.write_text(PRETENDED, "utf-8")
    program.chmod(0o755)
    (tmp_path / "Makefile").write_text("setup:\n", "utf-8")
    done = subprocess.run(
        ["bash", ".ci/handbook", "check", "main"],
        cwd=tmp_path, env={**os.environ, **outcomes}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert [line for line in done.stdout.splitlines() if line] == says
