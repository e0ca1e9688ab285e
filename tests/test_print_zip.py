"""`sop print`: the pack of a role, and prints as one ZIP file that says what is in it."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from sop_handbook.cli import sop as command_line
from sop_handbook.commands import printing
from sop_handbook.commands.support.print_requests import CalledNames, Found, Kinds
from sop_handbook.commands.support.print_zip import _reading, archive, zip_name
from sop_handbook.findings import Finding, Place
from sop_handbook.language.messages import messages
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact, Download, Rendered, Subject
from tests.case_files import lay_out
from tests.support import DAY


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("zip") / "project").root


def run(root: Path, *args: str) -> Result:
    return CliRunner().invoke(command_line, ["--root", str(root), *args], env={"LANG": "zh_CN"})


def test_the_pack_of_a_role_is_made_alone_by_any_name_of_it(root: Path, tmp_path: Path) -> None:
    for name in ("服务员", "waiter", "role:waiter"):
        folder = tmp_path / name.replace(":", "-")
        result = run(root, "print", "--pack", name, "--to", str(folder))
        assert result.exit_code == 0, result.output
        assert [path.name for path in folder.iterdir()] == ["waiter-pack.pdf"]
    result = run(
        root,
        "print",
        "--pack",
        "服务员",
        "--pack",
        "收银员",
        "CY-01",
        "检查表",
        "--to",
        str(tmp_path / "all"),
    )
    assert result.exit_code == 0, result.output
    made = {path.name for path in (tmp_path / "all").iterdir()}
    assert made == {"waiter-pack.pdf", "cashier-pack.pdf", "serve-checklist.pdf"}


def test_packs_and_booklets_are_kinds_that_may_be_named(root: Path, tmp_path: Path) -> None:
    result = run(root, "print", "服务员", "新人培训包", "活页册", "--to", str(tmp_path / "paper"))
    assert result.exit_code == 0, result.output
    made = {path.name for path in (tmp_path / "paper").iterdir()}
    assert made == {"waiter-pack.pdf", "serve-booklet.pdf"}


def test_who_asks_for_what_there_cannot_be_is_told_why(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "project").root
    sources = root / "sop_sources"
    roles = sources / "roles.yaml"
    added = (
        "  - {id: hall, title: 服务, kind: team, industry: restaurant, summary: 前厅。,"
        " aliases: [经理]}\n"
        "  - {id: idle, title: 值班经理, industry: restaurant, summary: 值班。}\n"
    )
    roles.write_text(roles.read_text("utf-8") + added, "utf-8")
    team = run(root, "print", "--pack", "服务")
    assert team.exit_code == 2
    assert "“服务”没有新人培训包：新人培训包是给人的" in team.stderr
    assert "服务员" not in team.stderr  # they share no procedure
    assert "在这本手册里" not in team.stderr
    named = run(root, "print", "--pack", "经理")
    assert "“经理”没有新人培训包：在这本手册里它说的是“服务”。新人培训包是给人的" in named.stderr
    idle = run(root, "print", "--pack", "值班经理")
    assert "在用的流程里没有他的事" in idle.stderr
    form = run(root, "print", "CY-01", "--kind", "表单")
    assert "表单按它自己的名称打印" in form.stderr
    duties = run(root, "print", "CY-01", "--kind", "定期工作表")
    assert "定期工作表按岗位印" in duties.stderr
    calm = run(root, "print", "CY-01", "--kind", "出了问题卡")
    assert calm.exit_code == 2
    assert "“CY-01”没有出了问题卡：流程里没有写异常" in calm.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "还没有写打印什么"),
        (("--zip",), "还没有写打印什么"),
        (("--pack",), "--pack 后面要写岗位的名称"),
        (("--pack", "--to", "out/x"), "--pack 后面要写岗位的名称"),
        (("CY-01", "培训证书"), "按岗位发给个人"),
        (("--pack", "服务"), "没有岗位“服务”。是不是“服务员”"),
        (("--pack", "CY-01"), "没有岗位“CY-01”"),
        (("--pack", "服务员", "--kind", "检查表"), "还要写明打印谁的"),
    ],
)
def test_what_is_no_role_has_no_pack(root: Path, args: tuple[str, ...], said: str) -> None:
    result = run(root, "print", *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_zip_is_one_file_whose_names_say_what_is_in_it(root: Path, tmp_path: Path) -> None:
    args = ("print", "CY-01", "收银员", "检查表", "重点工作提醒牌", "--zip", "--to")
    first, again = tmp_path / "one", tmp_path / "two"
    for folder in (first, again):
        result = run(root, *args, str(folder))
        assert result.exit_code == 0, result.output
    (file,) = first.iterdir()
    assert file.name.startswith("CY-01 上菜、收银员 检查表 重点工作提醒牌-")
    assert file.suffix == ".zip"
    assert str(file) in result.stdout.replace(str(again), str(first))
    assert file.read_bytes() == (again / file.name).read_bytes()
    with zipfile.ZipFile(file) as made:
        assert made.testzip() is None
        names = [entry.filename for entry in made.infolist()]
        assert names[0] == "01 CY-01 上菜 检查表.pdf"
        assert [name[:3] for name in names] == [f"{at:02} " for at in range(1, len(names) + 1)]
        for entry in made.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.create_system == 3  # or Linux takes Chinese names for those of DOS
            assert len(pypdfium2.PdfDocument(made.read(entry))) > 0


def test_the_zip_of_a_pack_has_what_it_is_taught_by(root: Path, tmp_path: Path) -> None:
    for more, kinds in ((("--zip",), {"新人培训包", "作业分解表"}), ((), {"waiter-pack"})):
        folder = tmp_path / "-".join(("set", *more))
        result = run(root, "print", "--pack", "服务员", "--to", str(folder), *more)
        assert result.exit_code == 0, result.output
        (file,) = folder.iterdir()
        names = zipfile.ZipFile(file).namelist() if more else [file.name]
        assert {name.split(" ")[-1].partition(".")[0] for name in names} == kinds


def test_what_is_in_a_zip_are_the_prints_that_are_made_singly(root: Path, tmp_path: Path) -> None:
    for more in ((), ("--zip",)):
        result = run(root, "print", "餐饮", "--to", str(tmp_path / "paper"), *more)
        assert result.exit_code == 0, result.output
    single = {path.read_bytes() for path in (tmp_path / "paper").glob("*.pdf")}
    (file,) = (tmp_path / "paper").glob("餐饮-*.zip")
    with zipfile.ZipFile(file) as made:
        assert {made.read(name) for name in made.namelist()} == single


def test_of_prints_that_cannot_be_made_right_no_file_is_written(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = Finding(
        Place("sop_sources/procedures/restaurant/serve.yaml", 1),
        "card-overflow",
        {"size": "A6", "procedure": "serve", "field": "actions", "step": "carry", "excess": "9"},
    )
    sound = Artifact(
        "prints/serve-twi.pdf", b"%PDF", Download(kind="twi", of="procedure", subject="serve")
    )
    made = iter([Rendered((sound,)), Rendered((), (wrong,))])
    monkeypatch.setattr(printing, "prints_of", lambda *_: made)
    result = run(root, "print", "CY-01", "--zip", "--to", str(tmp_path / "paper"))
    assert result.exit_code == 1
    assert not (tmp_path / "paper").exists()


def test_what_is_in_a_zip_stands_in_the_order_of_use(root: Path) -> None:
    handbook = examine(Project(root=root, today=DAY)).handbook
    known, sorts = CalledNames(handbook, messages("zh")), Kinds(messages("zh"))
    asked: list[tuple[str, Subject, str]] = [
        ("twi", "procedure", "serve"),
        ("plate", "role", "waiter"),
        ("checklist", "procedure", "pay"),
        ("pack", "role", "waiter"),
        ("checklist", "procedure", "serve"),
    ]
    made = [
        Artifact(f"prints/{name}-{kind}.pdf", b"%PDF", Download(kind=kind, of=of, subject=name))
        for kind, of, name in asked
    ]
    with zipfile.ZipFile(io.BytesIO(archive(known, sorts, made))) as packed:
        assert packed.namelist() == [
            "01 服务员 新人培训包.pdf",
            "02 CY-01 上菜 检查表.pdf",
            "03 CY-02 结账 检查表.pdf",
            "04 服务员 重点工作提醒牌.pdf",
            "05 CY-01 上菜 作业分解表.pdf",
        ]


def test_names_in_a_zip_are_each_ones_own_and_fit_every_system(root: Path) -> None:
    handbook = examine(Project(root=root, today=DAY)).handbook
    known, sorts = CalledNames(handbook, messages("zh")), Kinds(messages("zh"))
    offer = Download(kind="checklist", of="procedure", subject="serve")
    same = [Artifact(f"prints/{n}.pdf", b"%PDF", offer) for n in range(3)]
    with zipfile.ZipFile(io.BytesIO(archive(known, sorts, same))) as made:
        assert made.namelist() == [
            "01 CY-01 上菜 检查表.pdf",
            "02 CY-01 上菜 检查表.pdf",
            "03 CY-01 上菜 检查表.pdf",
        ]
    asked: list[Found] = [("role", name) for name in handbook.roles]
    asked += [("procedure", name) for name in handbook.procedures]
    kinds = [*sorts.messages.branch("cli.print.kinds")]
    name = zip_name(known, sorts, asked, kinds, DAY.isoformat())
    assert len(name.encode()) < 255
    assert not set(name) & set('\\/:*?"<>|')


def test_a_role_that_is_called_as_an_industry_has_a_place_of_its_own(root: Path) -> None:
    handbook = examine(Project(root=root, today=DAY)).handbook
    two = {**handbook.industries, "waiter": next(iter(handbook.industries.values()))}
    handbook = replace(handbook, industries=two)
    order = list(_reading(handbook))
    assert order.index(("industry", "waiter")) < order.index(("role", "waiter"))
