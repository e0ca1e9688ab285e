"""Wrong sources: every case below cases/invalid/<code>/ gives exactly the expected findings."""

from dataclasses import replace
from pathlib import Path

import pytest

from sop_handbook.findings import CODES, Finding, Severity, has_errors
from sop_handbook.language.messages import LANGUAGES, messages
from sop_handbook.language.report import render
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.handwritten import examine_pages
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.print import plan_prints
from sop_handbook.render.print.typeset import typeset_all
from sop_handbook.sources.schemas import Schemas
from tests.case_files import Case, cases
from tests.conftest import MakeProject
from tests.support import PACKAGE

FOUND_IN_PRINT = {"card-overflow", "plate-overflow"}
SERVE = "sop_sources/procedures/restaurant/serve.yaml"


@pytest.mark.parametrize("case", cases("invalid"), ids=lambda case: case.name)
def test_a_wrong_source_gives_exactly_the_expected_findings(
    case: Case,
    make_project: MakeProject,
    refresh_goldens: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    project = make_project(case.files, case.remove)
    examination = examine(project, style=case.style)
    findings = examination.findings
    if case.has_site:
        kept = replace(project, store=tmp_path_factory.getbasetemp() / "store-of-pages")
        findings += examine_pages(kept, examination, own_only=True).findings
    if case.code in FOUND_IN_PRINT:
        findings += found_in_print(project, examination, case.code.partition("-")[0])
    faces = [render(findings, "text", messages(language)) for language in LANGUAGES]
    text = "\n\n".join(faces) + "\n"
    golden = case.folder / "expected.txt"
    if refresh_goldens:
        golden.write_text(text, "utf-8")
    assert case.code in {finding.code for finding in findings}
    assert has_errors(findings) or CODES[case.code] is not Severity.ERROR
    expected = golden.read_text("utf-8") if golden.is_file() else ""
    assert text == expected, "If the new text is what you want, run: make goldens"


def found_in_print(project: Project, examination: Examination, kind: str) -> tuple[Finding, ...]:
    """What is found when the prints are set of which the kind begins so."""
    context = context_of(project, examination)
    planned = plan_prints(examination.handbook, context)
    jobs = [job for job in planned if job.kind.startswith(kind)]
    return typeset_all(jobs, examination.handbook, context).findings


def codes(project: Project) -> list[tuple[str, str]]:
    """File and code of every finding."""
    return [(finding.place.file, finding.code) for finding in examine(project).findings]


def test_the_minimal_handbook_gives_no_findings_at_all(make_project: MakeProject) -> None:
    assert examine(make_project()).findings == ()


INSIDE = ("10.2.3.4", "192.168.1.7:8080", "172.31.0.9", "oncall", "srv-2", "oncall.corp:8080",
          "sop.lan", "a.b.local", "sop.internal", "127.0.0.1:8000")  # fmt: skip
OUTSIDE = ("sop.acme.cn", "11.2.3.4", "172.32.0.9", "192.169.1.7", "corp.acme.cn", "8.8.8.8")


@pytest.mark.parametrize("host", INSIDE + OUTSIDE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_addresses_without_https_are_for_hosts_inside_and_one_rule_holds_for_all(
    scheme: str, host: str
) -> None:
    home = f"{scheme}://{host}"
    data = {
        "title": "手册", "summary": "手册", "report_to": "x",
        "industries": [{"id": "a", "title": "甲", "summary": "甲"}],
        "base_url": f"{home}/sop/",
        "contacts": [{"id": "x", "label": "乙", "form": f"{home}/form?n={{number}}"}],
        "repository": {"url": f"{home}/acme/handbook", "platform": "gitlab"},
    }  # fmt: skip
    found = Schemas(PACKAGE / "schemas").explained("handbook", data)
    wrong = sorted(".".join(map(str, error.path)) for error in found)
    sound = scheme == "https" or host in INSIDE
    assert wrong == ([] if sound else ["base_url", "contacts.0.form", "repository.url"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [("sop.acme.cn", "https://sop.acme.cn/"), ("https://sop.acme.cn", "https://sop.acme.cn/"),
     ("http://sop.acme.cn/a/", "https://sop.acme.cn/a/"), ("http://oncall", "http://oncall/"),
     ("http:/sop.acme.cn/a", "https://sop.acme.cn/a/"),
     ("ｈｔｔｐｓ：//sop.acme.cn/", "https://sop.acme.cn/"), ("内网", None), ("sop", None)],
)  # fmt: skip
def test_what_an_address_lacks_is_named(
    written: str, meant: str | None, make_project: MakeProject
) -> None:
    project = make_project()
    path = project.root / "sop_sources/handbook.yaml"
    text = path.read_text("utf-8").replace("https://handbook.internal/sop/", written)
    path.write_text(text, "utf-8")
    (found,) = examine(project).findings
    assert (found.code, found.nearest) == ("bad-url", meant)


LONG_CHAT = "Slack #ops-handbook-corrections (https://acme.slack.com/archives/C0123456789)"


@pytest.mark.parametrize(
    ("key", "said", "excess"),
    [("short_name", "Northwind", None), ("short_name", "蓝湾国际酒店集团", None),
     ("short_name", "Northwind Inc 酒店", "1"), ("short_name", "蓝湾国际酒店管理集团", "2"),
     ("short_name", "N" * 60, "22"), ("chat", LONG_CHAT, None), ("chat", "群" * 61, "1")],
)  # fmt: skip
def test_what_has_little_room_is_measured_by_its_width(
    key: str, said: str, excess: str | None, make_project: MakeProject
) -> None:
    path = "sop_sources/handbook.yaml"
    project = make_project()
    text = (project.root / path).read_text("utf-8")
    text = text.replace("    mail:", f'    chat: "{said}"\n    mail:') if key == "chat" else text
    brand = f"brand:\n  {key}: {said}\n" if key != "chat" else ""
    (project.root / path).write_text(text + brand, "utf-8")
    found = [(one.code, one.args["excess"]) for one in examine(project).findings]
    assert found == ([("too-wide", excess)] if excess else [])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(
            (word, "true")
            for word in ("是", "√", "✓", "✔️", "☑", "真", "ＴＲＵＥ", "Yes", "tru\u0435")
        ),
        *((word, "false") for word in ("否", "×", "✗", "❌", "Ｘ", "假", "flase", "不是")),
        ("也许", None),
    ],
)
def test_whatever_people_write_for_a_switch_is_told_which_it_is(
    written: str, meant: str | None, make_project: MakeProject
) -> None:
    project = make_project()
    path = project.root / SERVE
    points = f"    key_points:\n      - {{text: 拿稳, critical: {written}}}\n"
    text = path.read_text("utf-8").replace("    phrases:\n", points + "    phrases:\n")
    path.write_text(text, "utf-8")
    (found,) = (one for one in examine(project).findings if one.code == "wrong-type")
    assert found.nearest == meant


def test_a_file_of_ten_megabytes_is_refused_without_reading_it(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project()
    huge = project.root / SERVE
    huge.write_bytes(b"a" * 10_000_000)
    read_bytes = Path.read_bytes

    def read(path: Path) -> bytes:
        assert path != huge
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    assert codes(project) == [(SERVE, "too-large")]


@pytest.mark.parametrize("level", ["[", "{a: ", "- ", "? ", "- [\n"])
def test_fifty_thousand_levels_are_refused(level: str, make_project: MakeProject) -> None:
    project = make_project()
    (project.root / SERVE).write_text(level * 50_000)
    assert codes(project) in ([(SERVE, "too-deep")], [(SERVE, "yaml-syntax")])


def test_fifty_thousand_aliases_are_refused_in_no_time(make_project: MakeProject) -> None:
    project = make_project()
    filler = "- a\n" * 50_000
    (project.root / SERVE).write_text(f"x:\n{filler}y: &a [1]\nz: [{'*a ,' * 50_000}]\n")
    assert codes(project) == [(SERVE, "yaml-alias")]


@pytest.mark.parametrize(
    "name", ["roles.yaml", "shared", "procedures/restaurant", "procedures/restaurant/serve.yaml"]
)
def test_a_symlink_out_of_the_tree_is_never_followed(
    name: str, make_project: MakeProject, tmp_path: Path
) -> None:
    project = make_project()
    link = project.sources / name
    link.rename(tmp_path / "outside")
    link.symlink_to(tmp_path / "outside")
    assert (f"sop_sources/{name}", "symlink") in codes(project)


def test_a_file_the_system_does_not_hand_out_is_named(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project()
    read_bytes = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.name == "serve.yaml":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    (finding,) = examine(project).findings
    assert (finding.place.file, finding.code) == (SERVE, "unreadable-file")
    assert finding.args == {"reason": "Permission denied"}
