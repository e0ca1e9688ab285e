"""Our scripts: their types checked by TypeScript, what is plain computing tested in Node."""

import json
import os
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from sop_handbook.adapters.store import Store
from sop_handbook.pipeline.program import maker
from sop_handbook.site.bundle import needed
from sop_handbook.site.javascript import JavaScriptError, parse, text_of
from sop_handbook.site.minify import minified_scripts, minify
from tests.node import package, run_node
from tests.support import PACKAGE, ROOT, THEME

HERE = ROOT / "tests" / "scripts"
SCRIPTS = sorted((THEME / "docs").rglob("*.js"))
UNITS = sorted(HERE.rglob("*.test.js"))
# Where a script runs decides what it may know: one settings file for each place.
PLACES = sorted(
    path.stem
    for path in HERE.glob("*.json")
    if path.stem not in {"options", "package", "package-lock"}
)
MAX_SCRIPT = 320
KNOW_CHINESE = {"docs/assets/search/asking.js", "docs/assets/search/text.js"}
HAN = re.compile(r"[\u3400-\u9fff]")
REMARK = re.compile(r"(^|\s)//.*")


def _name(path: Path) -> str:
    home = THEME if path.is_relative_to(THEME) else ROOT
    return path.relative_to(home).as_posix()


def _tsc(*args: str | os.PathLike[str]) -> subprocess.CompletedProcess[str]:
    return run_node(package("typescript", "lib", "tsc.js"), *args)


@cache
def _checked(place: str) -> subprocess.CompletedProcess[str]:
    """What TypeScript says of the scripts of a place, and the list of them."""
    return _tsc("--project", HERE / f"{place}.json", "--pretty", "false", "--listFiles")


@pytest.mark.parametrize("place", PLACES)
def test_types_are_sound(place: str) -> None:
    run = _checked(place)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_script_is_among_those_that_are_checked() -> None:
    checked = {line for place in PLACES for line in _checked(place).stdout.splitlines()}
    assert [_name(path) for path in SCRIPTS if path.as_posix() not in checked] == []


def test_wrong_types_are_found(tmp_path: Path) -> None:
    wrong = 'document.querySelector("p").hidden = true;\nfunction f(untyped) {}\n'
    (tmp_path / "wrong.js").write_text(wrong, "utf-8")
    settings = json.dumps({"extends": str(HERE / "pages.json"), "include": ["*.js"]})
    (tmp_path / "tsconfig.json").write_text(settings, "utf-8")
    run = _tsc("--project", tmp_path)
    assert "TS2531" in run.stdout  # possibly null
    assert "TS7006" in run.stdout  # a parameter without a type


def test_a_mark_that_scripts_look_for_carries_no_words() -> None:
    """What is looked for by name may stand once for each meaning: words go by names without sop."""
    templates = [
        *(PACKAGE / "render").rglob("*.j2"),
        *(THEME / "overrides").rglob("*"),
    ]
    text = "".join(path.read_text("utf-8") for path in templates if path.is_file())
    assert set(re.findall(r'data-sop-[a-z-]+(?=="\{\{ w)', text)) == set()


def test_a_lock_file_names_no_host() -> None:
    locks = list((ROOT / "tests").rglob("package-lock.json"))
    assert [_name(path) for path in locks if '"resolved"' in path.read_text("utf-8")] == []
    assert locks


def test_the_words_people_read_come_from_the_page() -> None:
    """Scripts hold no Chinese but what two of them know about how people type questions."""
    found = {
        f"{_name(path)}: {line.strip()}"
        for path in SCRIPTS
        if _name(path) not in KNOW_CHINESE
        for line in minify(path.read_text("utf-8")).splitlines()
        if HAN.search(REMARK.sub("", line))
    }
    assert found == set()
    for name in KNOW_CHINESE:  # tables of numerals and questions: nothing of it is shown
        text = (THEME / name).read_text("utf-8")
        assert HAN.search(text)
        assert not re.search(r"document|window|textContent|setAttribute", text)


def test_the_search_fetches_all_its_modules_at_once() -> None:
    """What is not in its list would be waited for; what is gone would stop the search."""
    folder = THEME / "docs" / "assets" / "search"
    parts = re.search(r"PARTS = \[(.*?)\]", (folder / "main.js").read_text("utf-8"), re.DOTALL)
    assert parts
    listed = {f"{part}.js" for part in re.findall(r'"([^"]+)"', parts[1])}
    found, left = set[str](), ["dialog.js"]
    while left:
        name = left.pop()
        if name not in found and name != "../handbook.js":  # on every page
            found.add(name)
            left += needed(name, (folder / name).read_text("utf-8"))
    assert listed == found


# Plain scripts, which import nothing, and a field that has to be in the page to be copied from.
BY_HAND = {"docs/assets/early.js", "docs/assets/portable.js", "docs/assets/handbook.js"}


@pytest.mark.parametrize("wanted", ["createElement", "localStorage", "sessionStorage"])
def test_one_library_builds_elements_and_remembers(wanted: str) -> None:
    users = {_name(path) for path in SCRIPTS if wanted in minify(path.read_text("utf-8"))}
    assert {name for name in users - BY_HAND if not name.startswith("docs/assets/lib/")} == set()


@pytest.mark.parametrize("path", UNITS, ids=_name)
def test_units(path: Path) -> None:
    run = run_node("--test", "--test-reporter=spec", path)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "tests 0" not in run.stdout


@pytest.mark.parametrize("path", SCRIPTS, ids=_name)
def test_a_script_is_short_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MAX_SCRIPT
    assert text.startswith("// @ts-check\n/**")


def test_a_published_script_runs_as_it_was_written(tmp_path: Path) -> None:
    """TypeScript reads the same program in both, and ends the same statements."""
    for name, change in (("written", str), ("published", minify)):
        for path in SCRIPTS:
            target = tmp_path / name / path.relative_to(THEME / "docs")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(change(path.read_text("utf-8")), "utf-8")
    settings = {
        "compilerOptions": {
            "allowJs": True, "noCheck": True, "removeComments": True, "outDir": "read",
            "rootDir": ".", "target": "esnext", "module": "esnext",
            "moduleResolution": "bundler", "types": [],
        },
        "include": ["written/**/*.js", "published/**/*.js"],
    }  # fmt: skip
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings), "utf-8")
    run = _tsc("--project", tmp_path)
    assert run.returncode == 0, run.stdout
    written, published = (_programs(tmp_path / "read" / name) for name in ("written", "published"))
    assert len(written) == len(SCRIPTS)
    assert written == published


def _programs(folder: Path) -> dict[Path, str]:
    """The scripts below a folder without their blanks."""
    found = sorted(folder.rglob("*.js"))
    return {path.relative_to(folder): "".join(path.read_text("utf-8").split()) for path in found}


def test_every_script_is_published_without_its_remarks(tmp_path: Path) -> None:
    published = minified_scripts(THEME / "docs" / "assets", Store(tmp_path, maker))
    kept = minified_scripts(THEME / "docs" / "assets", Store(tmp_path, maker))
    assert [one.content for one in kept] == [one.content for one in published]
    assert len(published) == len(SCRIPTS)
    lines = [line.strip() for one in published for line in one.content.decode().splitlines()]
    assert [line for line in lines if re.fullmatch(r"//.*|.*\*/|/\*\*", line)] == []


def test_remarks_and_blanks_are_left_out_and_texts_are_not() -> None:
    written = "// a\n/** b\n * c\n */\nf(); // d\n  /** e */\ng(`// ${h}  /* i */`);\nx = a / b;\n"
    assert minify(written) == "f();g(`// ${h}  /* i */`);x=a/b;\n"


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("a = b\n(c)", "a=b\n(c)"),
        ("return\n  x", "return\nx"),
        ("a\n++\nb", "a\n++\nb"),
        ("a + + b - -c + ++d", "a+ +b- -c+ ++d"),
        ("x = a / /b/g.c; y = a // c\n/ 2", "x=a/ /b/g.c;y=a\n/2"),
        ("1 .toFixed() + 1.5.toFixed() + a1.b", "1 .toFixed()+1.5 .toFixed()+a1.b"),
        ("class A { #b\n  static\n  c\n d() { return #b in this } }", None),
        ("class A { a = 1\n  c = 2\n get\n e() {} }", None),
        ("if (a) b\nelse c\ndo d()\nwhile (e)\nf()", "if(a)b\nelse c\ndo d()\nwhile(e)\nf()"),
        ("x = y < !--z", "x=y< !--z"),
        ("f('//', \"/*\", /\\/*[/*]/, `${a /* kept */}`)", None),
        ("const 中 = 文\n  ? 1 : 2", "const 中=文?1:2"),
        ("return /* a\n */ b", "return\nb"),
        ("label: for (;;) break label", "label:for(;;)break label"),
        ("a?.b ? .5 : [...c]", "a?.b?.5:[...c]"),
    ],
)
def test_where_a_blank_or_an_end_of_line_means_something_it_stays(
    written: str, published: str | None
) -> None:
    small = minify(written)
    assert published in (None, small.removesuffix("\n"))
    assert minify(small) == small
    assert _said(small) == _said(written)


def _said(script: str) -> list[tuple[str, str | None]]:
    """The kind of each node in the syntax tree but remarks, with the text of leaves."""
    nodes, said = [parse(script)], []
    while nodes:
        node = nodes.pop()
        if node.type != "comment":
            said.append((node.type, None if node.children else text_of(node)))
            nodes += node.children
    return said


def test_what_is_no_script_is_not_published() -> None:
    with pytest.raises(JavaScriptError, match=r"^line 2 "):
        minify("a();\nconst b = ;\n")
