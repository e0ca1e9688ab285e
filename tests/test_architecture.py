"""The shape of the code: what may import what, how long things get, where the doors are."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import jinja2
import pytest
import yaml
from importlinter.cli import lint_imports
from jinja2 import nodes

from sop_handbook.language.messages import LANGUAGES
from tests.support import PACKAGE, ROOT

LOCALES = PACKAGE / "language" / "locales"
TEMPLATES = PACKAGE / "render" / "templates"

MAX_MODULE, MAX_FUNCTION, MOST_FUNCTIONS = 300, 50, 30

# One library, one door: a library is replaced by rewriting one module.
DOORS = {
    "packaging": {"scaffold.engine_wheel"},
    "yaml": {"adapters.yaml_file"},
    "ruamel": {"sources.format.emit"},
    "jsonschema": {"sources.schemas"},
    "jsonschema_rs": {"sources.schemas"},
    "referencing": {"sources.schemas"},
    "cattrs": {"sources.assemble"},
    "jinja2": {"templating.environment", "templating.filling"},
    "mkdocs": {
        f"site.engine.{name}"
        for name in (
            *("build", "compiled", "fetched", "kept_pages", "page_frame", "pages_ahead", "server"),
        )
    },
    "markdown": {"site.page_reader"},
    "pypinyin": {"language.chinese"},
    "opencc": {"language.chinese"},
    "rjieba": {"language.segments"},
    "regex": {"adapters.characters"},
    "tree_sitter": {"site.javascript"},
    "tree_sitter_javascript": {"site.javascript"},
    "pypandoc": {"adapters.pandoc"},
    "click": {
        "cli",
        "commands.change",
        "commands.menu",
        "commands.reviews",
        "commands.row",
        "commands.session",
        "commands.starting",
    },
    "rich": {"commands.session"},
    "typst": {"typesetting.compiler"},
    "zxingcpp": {"typesetting.codes"},
    "pikepdf": {"typesetting.finishing", "typesetting.joining"},
    "PIL": {
        "adapters.pictures",
        "adapters.photos.made",
        "adapters.photos.opened",
        "adapters.photos.taken",
    },
    "filelock": {"adapters.turns"},
    "watchdog": {"adapters.watching"},
    # A type of text rather than a library: text that is already escaped.
    "markupsafe": {
        "site.embeds",
        "render.svg.diagrams",
        "render.svg.drawings",
        "render.pages.maintain",
        "templating.markdown",
        "templating.markup",
        "templating.environment",
    },
}
NETWORK = {
    "asyncio", "ftplib", "http", "imaplib", "poplib", "requests", "select", "smtplib", "socket",
    "socketserver", "ssl", "urllib.request", "urllib3", "webbrowser", "xmlrpc",
}  # fmt: skip
OUTSIDE = {
    "datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time",
    "time.localtime", "time.gmtime", "os.environ", "os.getenv", "os.putenv", "os.getcwd",
    "Path.cwd", "Path.home", "random.random", "uuid.uuid4", "locale.getlocale",
}  # fmt: skip
TALKING = {"print", "exit", "quit", "input", "breakpoint", "sys.exit", "sys.stdout", "sys.stderr",
           "os._exit"}  # fmt: skip
WRITING = {
    "write_text", "write_bytes", "mkdir", "unlink", "rename", "rmdir", "rmtree", "mkdtemp",
    "mkstemp", "touch", "chmod", "symlink_to", "hardlink_to", "copytree", "copyfile", "move",
    "open", "makedirs", "remove", "removedirs",
}  # fmt: skip
CHANGING = {
    "add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem",
    "remove", "reverse", "setdefault", "sort", "update",
}  # fmt: skip

# The theme prints an advertisement unless this is set, typst takes all processors unless it is told
# otherwise before it begins, and pip is started without what names other places to look in; nothing
# of ours reads any of it.
ENVIRONMENT_EXCEPTIONS = {
    "adapters.pip": ["os.environ"],
    "adapters.workers": ["os.environ"],
    "site.engine.build": ["os.environ"],
}


def _modules() -> dict[str, ast.Module]:
    return {
        _dotted(path): ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))
    }


def _dotted(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


MODULES = _modules()


@cache
def _nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """All of a tree, gone through once for all that is asked of it."""
    return tuple(ast.walk(tree))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in _nodes(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in _nodes(tree) if isinstance(node, ast.FunctionDef))


def _length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def _name(node: ast.AST) -> str:
    """The dotted name of an expression such as `os.environ`; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        start = _name(node.value)
        return f"{start}.{node.attr}" if start else node.attr
    return ""


def _uses(tree: ast.AST, names: set[str]) -> list[str]:
    found = (_name(node) for node in _nodes(tree) if isinstance(node, ast.Name | ast.Attribute))
    return [name for name in found if name in names]


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in _nodes(tree):
        if isinstance(node, ast.Call):
            yield _name(node.func), node


def _talks(module: str) -> bool:
    return module == "cli" or module.startswith("commands.")


def test_imports_point_downwards(capsys: pytest.CaptureFixture[str]) -> None:
    failed = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert not failed, capsys.readouterr().out


def test_every_library_has_one_door() -> None:
    ours = {"sop_handbook", *sys.stdlib_module_names}
    used: dict[str, set[str]] = {}
    for module, tree in MODULES.items():
        for library in {name.partition(".")[0] for name in _imports(tree)} - ours:
            used.setdefault(library, set()).add(module)
    assert used == DOORS


def test_one_module_takes_html_apart() -> None:
    readers = {module for module, tree in MODULES.items() if "html.parser" in _imports(tree)}
    assert readers == {"site.html_reader"}


def test_no_module_can_reach_the_network() -> None:
    found = {module: NETWORK.intersection(_imports(tree)) for module, tree in MODULES.items()}
    assert {module: names for module, names in found.items() if names} == {}


def test_only_the_command_line_knows_clock_and_environment() -> None:
    found = {m: sorted(set(_uses(tree, OUTSIDE))) for m, tree in MODULES.items() if m != "cli"}
    assert {module: names for module, names in found.items() if names} == ENVIRONMENT_EXCEPTIONS


def test_no_two_classes_share_a_name() -> None:
    classes = [
        node.name
        for tree in MODULES.values()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    ]
    assert [name for name, count in Counter(classes).items() if count > 1] == []


def test_a_process_that_typesets_loads_neither_command_line_nor_handbook() -> None:
    parts = ("sheet", "compiler", "codes", "finishing")
    room = "sop_handbook.typesetting"
    typesetting = {room, *(f"{room}.{name}" for name in parts)}
    code = f"import sys, {', '.join(typesetting)}; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    loaded = {name for name in done.stdout.decode().split() if name.startswith("sop_handbook")}
    assert loaded == {"sop_handbook", *typesetting}


def test_only_the_command_line_prints_and_exits() -> None:
    found = {m: _uses(tree, TALKING) for m, tree in MODULES.items() if not _talks(m)}
    assert {module: names for module, names in found.items() if names} == {}


_IN_MEMORY = {"Pdf.open", "Image.open"}  # they open bytes


def _writes(call: str) -> bool:
    return call.rpartition(".")[2] in WRITING and call not in _IN_MEMORY


def test_only_publishing_and_drafting_write_files() -> None:
    writers = {
        module for module, tree in MODULES.items() if any(_writes(name) for name, _ in _calls(tree))
    }
    assert writers == {
        "pipeline.build",
        "commands.support.draft",
        "commands.upgrading",
        "adapters.fresh",
        "adapters.git",
        "adapters.limits",  # to nowhere: what a library says when it gets no memory
        "editions.ledger",
        "commands.support.codeowners",
        "adapters.pandoc",
        "adapters.swap",
        "site.publish",
        "sources.format.project",
        "adapters.store",
        "adapters.turns",
    }


def test_no_module_keeps_state() -> None:
    found = {module: _state(tree) for module, tree in MODULES.items()}
    assert {module: wrong for module, wrong in found.items() if wrong} == {}


def _state(tree: ast.Module) -> list[str]:
    top = {name for node in tree.body for name in _assigned(node)}
    wrong = [name for name in top if not (name.isupper() or name == "__all__" or _is_type(name))]
    wrong += [f"{name} is changed" for name in _changed(tree) if name in top]
    return wrong + ["global" for node in _nodes(tree) if isinstance(node, ast.Global)]


def _assigned(node: ast.stmt) -> Iterator[str]:
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign | ast.AugAssign):
        targets = [node.target]
    for target in targets:
        yield from (part.id for part in ast.walk(target) if isinstance(part, ast.Name))


def _is_type(name: str) -> bool:
    return name.lstrip("_")[:1].isupper() and "_" not in name.lstrip("_")


def _changed(tree: ast.Module) -> Iterator[str]:
    """Names of things that are changed in place."""
    for name, _ in _calls(tree):
        owner, _, method = name.rpartition(".")
        if method in CHANGING:
            yield owner
    for node in _nodes(tree):
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield _name(node.value)


def test_modules_are_short_and_say_what_they_are_for() -> None:
    lengths = {module: len(_path(module).read_text("utf-8").splitlines()) for module in MODULES}
    assert {module: lines for module, lines in lengths.items() if lines > MAX_MODULE} == {}
    assert [module for module, tree in MODULES.items() if not ast.get_docstring(tree)] == []


def _path(module: str) -> Path:
    path = PACKAGE / Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def test_functions_are_short() -> None:
    lengths = {
        f"{module}.{node.name}": _length(node)
        for module, tree in MODULES.items()
        for node in _functions(tree)
    }
    assert [name for name, length in lengths.items() if length > MAX_FUNCTION] == []
    ninth = sorted(lengths.values())[len(lengths) * 9 // 10]
    assert ninth <= MOST_FUNCTIONS


def test_every_public_function_and_class_says_what_it_is_for() -> None:
    silent = [
        f"{module}.{node.name}"
        for module, tree in MODULES.items()
        for node in _public(tree)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (f for f in _functions(node) if not f.name.startswith("_"))


# Interface words -----------------------------------------------------------------------------

# The handbook's content is Chinese, so what pages and prints say exists in Chinese only.
CHINESE_ONLY = {"page", "print", "first-words"}
# These make keys such as `page.{kind}` of words that stand elsewhere in the module.
PUT_TOGETHER = (
    "render.office",
    "render.exchange.notes",
    "render.exchange.shown",
    "render.views.relations",
    "render.views.builder",
)
PRINTED_AS_THEY_ARE = {"title", "explain", "wrong", "right"}


def _table(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((LOCALES / f"{name}.yaml").read_text("utf-8")))


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _leaves(table: dict[str, Any]) -> list[str]:
    return [key for key, _ in _flat(table)]


def test_both_languages_have_the_same_words() -> None:
    chinese = {key: value for key, value in _table("zh").items() if key not in CHINESE_ONLY}
    assert set(_leaves(chinese)) == set(_leaves(_table("en")))
    assert set(_leaves(_table("findings.zh"))) == set(_leaves(_table("findings.en")))


def test_both_languages_fill_the_same_gaps() -> None:
    def gaps(table: dict[str, Any]) -> dict[str, set[str]]:
        return {
            key: {str(name) for _, name, _, _ in Formatter().parse(str(text)) if name}
            for key, text in _flat(table)
            if key.rpartition(".")[2] not in PRINTED_AS_THEY_ARE
        }

    for name in ("", "findings."):
        chinese, english = gaps(_table(f"{name}zh")), gaps(_table(f"{name}en"))
        # English may leave out what is Chinese anyway, such as the title of a field.
        assert [key for key, names in english.items() if not names <= chinese[key]] == []


def _patterns_in_code() -> set[str]:
    """Every key the code asks for; what is only known at run time becomes a `*`."""
    found = set()
    for tree in MODULES.values():
        for name, call in _calls(tree):
            prefix = _PREFIXES.get(name.rpartition(".")[2])
            if prefix is not None and call.args:
                found |= {prefix + key for key in _keys(call.args[0])}
    return found


# Functions that look words up, and what they put before the key.
_WHOLE_KEYS = ("messages", "branch", "word")
_PREFIXES = {**dict.fromkeys(_WHOLE_KEYS, ""), "say": "cli.", "stop": "cli."}
_PREFIXES["progress"] = "cli.stage."


def _keys(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*_keys(node.body), *_keys(node.orelse)]
    if isinstance(node, ast.JoinedStr):
        parts = [str(p.value) if isinstance(p, ast.Constant) else "*" for p in node.values]
        return ["".join(parts)]
    return []


def _keys_in_templates() -> set[str]:
    """Every key a template takes from `w`, the words of pages."""
    environment = jinja2.Environment(autoescape=True)
    found = set()
    for path in sorted(TEMPLATES.rglob("*.j2")):
        tree = environment.parse(path.read_text("utf-8"))
        for attribute in tree.find_all(nodes.Getattr):
            if _is_words(attribute.node):
                found.add(f"page.{attribute.attr}")
        for item in tree.find_all(nodes.Getitem):
            if _is_words(item.node):
                found.add(f"page.{item.arg.as_const()}")
    return found


def _keys_in_prints() -> set[str]:
    """Every key a typst template takes from `w`, the words of prints."""
    templates = sorted(TEMPLATES.rglob("*.typ"))
    found = (
        re.findall(r"(?<![\w.-])w\.([a-z][a-z-]*)", path.read_text("utf-8")) for path in templates
    )
    return {f"print.{key}" for keys in found for key in keys}


def _is_words(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Name) and node.name == "w"


def _relation_kinds() -> set[str]:
    """How procedures can relate: each kind is a key of the words of pages."""
    calls = _calls(MODULES["render.views.relations"])
    return {
        f"page.{key}" for name, call in calls if name == "Relation" for key in _keys(call.args[0])
    }


def _constants(tree: ast.Module) -> set[str]:
    return {str(node.value) for node in _nodes(tree) if isinstance(node, ast.Constant)}


def _asked_for() -> set[str]:
    code = _patterns_in_code() - {*LANGUAGES, "page", "schedules"}
    # `page.{relation.kind}` would cover everything; the kinds are known.
    return (code - {"page.*"}) | _relation_kinds() | _keys_in_templates() | _keys_in_prints()


def _covers(pattern: str, key: str) -> bool:
    return fnmatchcase(key, pattern) or fnmatchcase(key, f"{pattern}.*")


def test_every_word_asked_for_exists() -> None:
    known = [*_leaves(_table("zh")), *(f"findings.{key}" for key in _leaves(_table("findings.zh")))]
    missing = [p for p in sorted(_asked_for()) if not any(_covers(p, key) for key in known)]
    assert missing == []


def test_no_word_is_left_unused() -> None:
    asked = _asked_for() | {"schedules"}  # a schedule's name is its key
    asked |= {f"page.{word}" for module in PUT_TOGETHER for word in _constants(MODULES[module])}
    unused = [key for key in _leaves(_table("zh")) if not any(_covers(p, key) for p in asked)]
    assert unused == []
