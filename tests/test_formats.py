"""Sources of former formats: read as today's, rewritten on demand, never guessed at."""

from pathlib import Path

import pytest

from sop_handbook.adapters.yaml_file import parse
from sop_handbook.findings import Severity
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import FORMAT, Project
from sop_handbook.sources.collect import collect
from sop_handbook.sources.formats import STEPS, format_of, in_present_format, rewritten
from tests.case_files import MINIMAL, lay_out

HANDBOOK = "sop_sources/handbook.yaml"
# What handbook.yaml may look like: each says the same in the first format and today.
WRITTEN = {
    "plain": "contacts:\n  - id: a\n    label: 甲\n    email: a@b.cn\n",
    "in brackets": "contacts: [{id: a, email: a@b.cn, label: 甲}]\n",
    "quoted": 'contacts:\n  - id: a\n    "email": a@b.cn  # 邮箱 email\n',
    "several": "# email\ncontacts:\n- {email: a@b.cn, id: a}\n- id: email\n  email: e@b.cn\n",
    "other line ends": "contacts:\r\n  - id: a\r\n    email: a@b.cn\r\n",
    "no contacts": "title: 甲\n",
    "not a list": "contacts: 甲\n",
    "both": "contacts:\n  - {email: a@b.cn, mail: c@d.cn}\n",
    "format named": "format: 1\ncontacts:\n  - email: a@b.cn\n",
}


def _source(text: str) -> object:
    source, findings = parse(text, HANDBOOK)
    assert source and not findings, findings
    return source.data


@pytest.mark.parametrize("case", WRITTEN)
def test_what_is_rewritten_says_what_was_read(case: str) -> None:
    text = WRITTEN[case]
    source, _ = parse(text, HANDBOOK)
    assert source
    new = rewritten("handbook", text, source, 1)
    assert new is not None
    wanted = in_present_format("handbook", source, 1).data
    assert _source(new) == {**wanted, "format": str(FORMAT)}
    again, _ = parse(new, HANDBOOK)
    assert again
    assert in_present_format("handbook", again, FORMAT).data == again.data
    assert new.replace("mail", "email").count("email") == text.replace("mail", "email").count(
        "email"
    )


@pytest.mark.parametrize("case", ["plain", "several", "in brackets"])
def test_contacts_have_their_mail_under_its_name_of_today(case: str) -> None:
    source, _ = parse(WRITTEN[case], HANDBOOK)
    assert source
    for contact in in_present_format("handbook", source, 1).data["contacts"]:
        assert contact["mail"].endswith("@b.cn")
        assert "email" not in contact


def test_every_former_format_leads_to_todays() -> None:
    assert sorted(STEPS) == list(range(1, FORMAT))


@pytest.mark.parametrize(
    ("data", "number"),
    [({}, 1), ({"format": "2"}, 2), ({"format": "x"}, None), ({"format": []}, None), ([], 1)],
)
def test_the_format_is_the_first_unless_it_is_named(data: object, number: int | None) -> None:
    assert format_of(data) == number


def _former(root: Path, *, form: str = "") -> Project:
    """The minimal handbook as it was written in the first format."""
    project = lay_out(root)
    path = root / HANDBOOK
    path.write_text(form + path.read_text("utf-8").replace("    mail:", "    email:"), "utf-8")
    return project


def test_a_handbook_of_a_former_format_works_and_says_so_once(tmp_path: Path) -> None:
    project = _former(tmp_path)
    found = [f for f in examine(project).findings if f.severity is not Severity.ADVICE]
    assert [one.code for one in found] == ["old-format"]
    (now,) = [one for one in collect(Project(root=MINIMAL, today=project.today)).documents
              if one.kind == "handbook"]  # fmt: skip
    (then,) = [one for one in collect(project).documents if one.kind == "handbook"]
    assert then.data["contacts"] == now.data["contacts"]


def test_a_place_in_a_former_file_is_that_of_its_line(tmp_path: Path) -> None:
    project = _former(tmp_path)
    text = (tmp_path / HANDBOOK).read_text("utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "email:" in one)
    (tmp_path / HANDBOOK).write_text(text.replace("@", "＠", 1), "utf-8")
    (wrong,) = [f for f in examine(project).findings if f.code == "bad-email"]
    assert wrong.place.line == line


def test_a_newer_format_stops_everything(tmp_path: Path) -> None:
    project = _former(tmp_path, form=f"format: {FORMAT + 1}\n")
    assert "newer-format" in {
        f.code for f in examine(project).findings if f.severity is Severity.ERROR
    }
