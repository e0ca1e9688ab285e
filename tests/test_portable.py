"""The edition for USB sticks: links, scripts and data fit for pages that are opened as files."""

import io
import posixpath
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from sop_handbook.render.base import Artifact
from sop_handbook.site.bundle import BundleError, bundle
from sop_handbook.site.minify import minify
from sop_handbook.site.portable import README, archive
from tests.node import run_node
from tests.pages import parse_page
from tests.support import DAY, THEME

ASSETS = THEME / "docs" / "assets"
RUNTIME = (ASSETS / "portable.js").read_text("utf-8")
# What the runtime needs of a browser to run modules.
STAGE = """
globalThis.window = globalThis;
globalThis.document = {
  currentScript: { src: "https://handbook.internal/assets/portable.js" },
  addEventListener() {},
};
"""


def _run(tmp_path: Path, modules: dict[str, str], entry: str) -> str:
    """Run a bundle in Node and return what it prints."""
    script = tmp_path / "bundle.cjs"
    script.write_text(STAGE + RUNTIME + bundle(modules, [entry]), "utf-8")
    run = run_node(script)
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def files(stick: Path) -> dict[str, bytes]:
    return {
        path.relative_to(stick).as_posix(): path.read_bytes()
        for path in stick.rglob("*")
        if path.is_file()
    }


# Modules ------------------------------------------------------------------------------------------


def test_our_modules_are_one_script_that_can_be_read(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    script = tmp_path / "portable.cjs"
    script.write_bytes(files["assets/portable.js"])
    run = run_node("--check", script)
    assert run.returncode == 0, run.stderr


def test_a_module_may_use_any_name_of_its_own(tmp_path: Path) -> None:
    modules = {
        "assets/a.js": (
            'import{b}from"./b.js";const here=b,need=2,later=3;console.log(here+need+later);'
        ),
        "assets/b.js": "const here=1;export const b=here;",
    }
    assert _run(tmp_path, modules, "assets/a.js") == "6\n"


def test_modules_become_one_script_that_does_the_same(tmp_path: Path) -> None:
    modules = {
        "assets/area/main.js": (
            "// @ts-check\n"
            '/** @typedef {import("./late.js").Nothing} Nothing */\n'
            'import {\n  double,\n  NAME as name,\n} from "./tools.js";\n'
            'import * as tools from "./tools.js";\n'
            'const part = "late";\n'
            "import(`./${part}.js`).then(({ Late }) => {\n"
            "  console.log(name, double(2), tools.double(3), new Late().say());\n"
            "});\n"
        ),
        "assets/area/tools.js": (
            'export const NAME = new URL("../x.json", import.meta.url).href;\n'
            "export function double(value) { return value * 2; }\n"
        ),
        "assets/area/late.js": (
            'import { double } from "./tools.js";\n'
            "export class Late { say() { return double(4); } }\n"
            "export async function unused() {}\n"
        ),
    }
    assert (
        _run(tmp_path, modules, "assets/area/main.js")
        == "https://handbook.internal/assets/x.json 4 6 8\n"
    )


# What imports, and what it imports: each form that is understood.
TAKEN = [
    ('import all from "./b.js";console.log(all)', "export default 1 + 1"),
    (
        'import f, { a as b } from "./b.js";console.log(f(b))',
        "export default function(x) { return x * 2 }\nexport const a = 2;",
    ),
    ('import A from "./b.js";console.log(new A().b)', "export default class { b = 1 }"),
    (
        'import f from "./b.js";console.log(f.name, f())',
        "export { twice };\nexport default twice;\nfunction twice() { return 3 }",
    ),
    (
        'import { a, b, c, d, rest, last } from "./b.js";console.log(a, b, c, d, rest, last)',
        "export const { a, key: [b, c = 5], d = a, ...rest } = { a: 1, key: [2], z: 3 }, last = 4",
    ),
    (
        'import * as b from "./b.js";console.log(Object.keys(b).sort().join(), b.c.default)',
        'export * from "./c.js";export { one as two, default } from "./c.js";'
        'export * as c from "./c.js";export const one = 0;',
    ),
    (
        'import { one, default as own } from "./b.js";console.log(one, own)',
        'export * from "./c.js";const own = 7;export { own as one, own as default };',
    ),
    ('import { "a b" as ab } from "./b.js";console.log(ab)', 'const x=1;export{x as"a b"};'),
    (
        'import "./b.js"; import /* of */ { Late } /* from */ from /* there */ "./b.js"\n'
        "console.log(new Late().say())",
        "/* export */ export /* import */ class Late { say() { return 'late' } }",
    ),
    ("console.log(a);\nimport { a } from './b.js';", "export async function a() {}"),
    (
        'import { a } from "./b.js";console.log(a.join("|"))',
        "// import { no } from './no.js';\n/* export let no = 1; */\n"
        "const texts = ['export let a = 1;', \"import b from 'b'\", `\nimport x from 'y';\n"
        "export default ${`import(${1})`};`, /[/]import(x)\\/;export default/.source];\n"
        "export const a = texts;",
    ),
    (
        'import { a } from "./b.js";console.log(a())',
        "export const a = () => { try { undeclared = 1 } catch { return 'strict' } };",
    ),
    (
        'import { f } from "./b.js";f()',
        "const o = { import: 1, export: 2, default: 3 };\n"
        "export async function f() { for await (const x of [await 1]) console.log(o.import + x) }",
    ),
    (
        'const part = "b";import(`./${part}.js`).then(({ default: f }) => console.log(f(2)));',
        "export default function named(x) { return new.target ?? x }",
    ),
]


@pytest.mark.parametrize(("importing", "exporting"), TAKEN)
def test_a_bundle_does_what_its_modules_do(importing: str, exporting: str, tmp_path: Path) -> None:
    third = "export const one = 1, three = 3; export default 9;"
    modules = {"a.js": importing, "b.js": exporting, "c.js": third}
    for name, text in {**modules, "package.json": '{"type": "module"}'}.items():
        (tmp_path / name).write_text(text, "utf-8")
    as_modules = run_node(tmp_path / "a.js")
    assert as_modules.returncode == 0, as_modules.stderr
    assert _run(tmp_path, modules, "a.js") == as_modules.stdout
    published = {name: minify(text) for name, text in modules.items()}
    assert _run(tmp_path, published, "a.js") == as_modules.stdout


@pytest.mark.parametrize(
    "line",
    [
        "export let a = 1;",
        "export var a = 1;",
        "let a = 1; export { a as b };",
        "var { a } = f(); export { a };",
        'import { a } from "package";',
        'export * from "package";',
        'import("package");',
        'import a from "./a.json" with { type: "json" };',
        "const all = import.meta.env;",
        "const all = import.meta;",
        "const $need = 1;",
        "f({ $later });",
        "await 1;",
        "for await (const a of []) f(a);",
        "class A { static a = await 1; }",
        "const a = ;",
        "export // the tree takes it for a name\nclass A {}",
        "export default function () {}\n(0)",
        "export default class {}\n[0].at(0)",
    ],
)
def test_a_form_that_is_not_understood_is_refused(line: str) -> None:
    with pytest.raises(BundleError, match=r"a\.js"):
        bundle({"a.js": f"const x = 1;\n{line}\n"}, ["a.js"])


@pytest.mark.parametrize("line", ['export * from "../c.js";', 'f(() => import("../c.js"));'])
def test_a_module_that_is_not_there_is_refused(line: str) -> None:
    with pytest.raises(BundleError, match=r"^a/b\.js needs c\.js, which is not there$"):
        bundle({"a/b.js": line}, ["a/b.js"])


def test_modules_that_need_each_other_are_refused() -> None:
    modules = {"a.js": 'import { b } from "./b.js";', "b.js": 'import { a } from "./a.js";'}
    with pytest.raises(BundleError, match="need each other"):
        bundle(modules, ["a.js"])


def test_all_that_a_page_may_want_later_is_in_the_script(files: dict[str, bytes]) -> None:
    script = files["assets/portable.js"].decode()
    for name in ("share.js", "search/dialog.js", "run/screen.js", "job/home.js", "run/own.js"):
        assert f'"assets/{name}": ($need' in script
    ours = [path.relative_to(THEME / "docs").as_posix() for path in ASSETS.rglob("*.js")]
    left = {"assets/portable.js", "assets/early.js"}  # plain scripts, as pages name them
    assert {name for name in ours if name in files} == left


# Pages and data -----------------------------------------------------------------------------------


def test_every_link_names_a_file_that_is_there(files: dict[str, bytes]) -> None:
    missing = []
    for name in files:
        if not name.endswith(".html"):
            continue
        page = parse_page(files[name].decode())
        for element in page:
            for attribute in ("href", "src"):
                address = urlsplit(element.attributes.get(attribute, ""))
                if address.scheme or address.netloc or not address.path:
                    continue
                target = posixpath.join(posixpath.dirname(name), unquote(address.path))
                if posixpath.normpath(target) not in files or address.path.endswith("/"):
                    missing.append(f"{name}: {address.path}")
    assert missing == []


def test_pages_ask_for_nothing_that_files_may_not_have(files: dict[str, bytes]) -> None:
    pages = [content.decode() for name, content in files.items() if name.endswith(".html")]
    assert len(pages) > 100
    for page in pages:
        assert 'type="module"' not in page
        assert 'rel="manifest"' not in page
        assert page.count('assets/portable.js"></script>') == 1
    fetched = [n for n in files if n.endswith(".json") and not n.startswith("handbook/flows/")]
    assert fetched == []
    assert "handbook/search/table.json.js" in files
    assert "sw.js" not in files


def test_the_note_for_people_can_be_read_in_any_editor(files: dict[str, bytes]) -> None:
    note = files[README].decode("utf-8-sig")
    assert note.startswith("服务标准作业手册（U 盘版）\r\n内容截至 2026-11-22\r\n")
    assert "双击 index.html" in note


def test_the_same_files_give_the_same_archive_in_one_folder() -> None:
    made = [Artifact("b/说明.txt", b"b"), Artifact("a.html", b"a")]
    content = archive(made, "handbook-2026-11-22", DAY)
    assert content == archive(made, "handbook-2026-11-22", DAY)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        assert [entry.filename for entry in file.infolist()] == [
            "handbook-2026-11-22/b/说明.txt",
            "handbook-2026-11-22/a.html",
        ]
        assert {entry.date_time for entry in file.infolist()} == {(2026, 11, 22, 0, 0, 0)}
