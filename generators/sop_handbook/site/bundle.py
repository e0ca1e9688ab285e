"""Our ES modules as one plain script, for pages opened as files, where modules cannot load.

Asks the syntax tree what a module imports and exports; refuses what one function a module, run
once and in order, cannot do.
"""

import json
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sop_handbook.site.javascript import (
    Edit,
    JavaScriptError,
    Node,
    edited,
    find,
    parse,
    text_of,
)

# Names with $ are ours alone: a module may have a `here` of its own.
_OURS = ("$need", "$later", "$here", "$default")
# No names in JavaScript: the tree has them as names where it misread a line.
_NO_NAMES = ("import", "export")
_FORMS = f"""
(program (import_statement) @import)
(program (export_statement) @export)
(call_expression function: (import) @later)
(call_expression function: (import) arguments: (arguments . (string) @late .))
(program (lexical_declaration kind: "let" (variable_declarator) @variable))
(program (variable_declaration (variable_declarator) @variable))
(meta_property) @meta
(await_expression) @await
(for_in_statement "await" @await)
([(identifier) (shorthand_property_identifier)] @taken
  (#any-of? @taken {" ".join(json.dumps(name) for name in (*_OURS, *_NO_NAMES))}))
"""
# What has an await of its own.
_FUNCTIONS = {
    "arrow_function", "function_declaration", "function_expression", "method_definition",
    "generator_function", "generator_function_declaration",
}  # fmt: skip


class BundleError(Exception):
    """A script of ours uses a form of import or export that cannot be bundled."""


@dataclass(kw_only=True)
class _Module:
    """One module while it is turned into a function."""

    path: str
    needs: list[str] = field(default_factory=list)  # paths of the modules it names, below the site
    late: list[str] = field(default_factory=list)  # those it names in `import()`
    heads: list[str] = field(default_factory=list)  # what it does first: get what it imports
    stars: list[str] = field(default_factory=list)  # `export *`: its own names go before them
    names: list[str] = field(default_factory=list)  # what it returns: `name: value`
    edits: list[Edit] = field(default_factory=list)

    def refuse(self, node: Node) -> BundleError:
        """Return the error for a form that is not understood."""
        return BundleError(f"{self.path}:{node.start_point.row + 1}: {text_of(node)[:80]}")

    def need(self, node: Node) -> str:
        """Note the module that an import or export names, and return the call that brings it."""
        source = node.child_by_field_name("source")
        if source is None or any(child.type == "import_attribute" for child in node.children):
            raise self.refuse(node)
        self.needs.append(self.path_of(source))
        return f"$need({text_of(source)})"

    def path_of(self, source: Node) -> str:
        """Return the path below the site of a module that is named in a string."""
        address = text_of(source)[1:-1]
        if not address.startswith(("./", "../")):
            raise self.refuse(source.parent or source)
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.path), address))


def bundle(modules: Mapping[str, str], entries: Iterable[str]) -> str:
    """Return a call of `portable.run` (theme/docs/assets/portable.js) with all modules.

    `modules`: text by path below the site; `entries`: the paths that pages name, in order. Raises
    BundleError for a form that is not understood, for a module that is not there, and for modules
    that need each other; JavaScriptError for what cannot be read.
    """
    read = {path: _read(path, modules[path]) for path in sorted(modules)}
    _require_order(read)
    makers = "".join(_maker(module, modules[path]) for path, module in read.items())
    return f"portable.run({{\n{makers}}}, {json.dumps(list(entries))});\n"


def needed(path: str, script: str) -> tuple[str, ...]:
    """Return the paths of the modules that a module names, in `import()` only as a plain string.

    `path` is its own below the site. Raises BundleError as `bundle` does.
    """
    module = _read(path, script)
    return tuple(dict.fromkeys([*module.needs, *module.late]))


def _maker(module: _Module, script: str) -> str:
    body = "\n".join([*module.heads, edited(script, module.edits)])
    returned = ", ".join([*module.stars, *module.names])
    # Modules are strict, plain scripts only where they say so.
    return (
        f'{json.dumps(module.path)}: ($need, $later, $here) => {{\n"use strict";\n{body}\n'
        f"return {{ {returned} }};\n}},\n"
    )


def _read(path: str, script: str) -> _Module:
    module = _Module(path=path)
    try:
        forms = find(parse(script), _FORMS)
    except JavaScriptError as error:
        raise BundleError(f"{path}: {error}") from error
    for node in [*forms.get("taken", ()), *filter(_is_outside, forms.get("await", ()))]:
        raise module.refuse(node.parent or node)
    for node in forms.get("import", ()):
        _import(module, node)
    variables = {name for node in forms.get("variable", ()) for name in _bound(node)}
    for node in forms.get("export", ()):
        _export(module, node, variables)
    module.edits += [_instead(node, "$later") for node in forms.get("later", ())]
    module.late += [module.path_of(node) for node in forms.get("late", ())]
    for node in forms.get("meta", ()):
        if text_of(node) == "import.meta":  # and not new.target
            module.edits.append(_instead(_address(module, node), "$here"))
    return module


def _address(module: _Module, node: Node) -> Node:
    """Return the whole of `import.meta.url`; nothing else is known of a module here."""
    member = node.parent
    if member is None or text_of(member.child_by_field_name("property")) != "url":
        raise module.refuse(member or node)
    return member


def _is_outside(node: Node) -> bool:
    """Say whether an await stands outside of all functions: ours are run in one go."""
    above = node.parent
    while above and above.type not in _FUNCTIONS:
        above = above.parent
    return above is None


def _instead(node: Node, text: str) -> Edit:
    return node.start_byte, node.end_byte, text


def _import(module: _Module, node: Node) -> None:
    got = module.need(node)
    taken = list(_taken(node))
    head = "".join(f"const {names} = {got};" for names in taken) or f"{got};"
    module.heads.append(head)
    module.edits.append(_instead(node, ";"))


def _taken(node: Node) -> Iterator[str]:
    """Yield what an import makes of the other module: a name or a pattern of names."""
    clauses = [child for child in node.children if child.type == "import_clause"]
    for part in (part for clause in clauses for part in clause.named_children):
        if part.type == "identifier":
            yield f"{{ default: {text_of(part)} }}"
        elif part.type == "namespace_import":
            yield text_of(part.named_children[-1])
        elif part.type == "named_imports":
            pairs = (_pair(one) for one in part.named_children if one.type == "import_specifier")
            yield f"{{ {', '.join(f'{theirs}: {ours}' for theirs, ours in pairs)} }}"


def _pair(node: Node) -> tuple[str, str]:
    """Return name and alias of what is imported or exported; without an alias the name twice."""
    name = node.child_by_field_name("name") or node.children[0]  # `default` is no name
    return text_of(name), text_of(node.child_by_field_name("alias") or name)


def _export(module: _Module, node: Node, variables: set[str]) -> None:
    """Take an export apart; who imports a variable sees it change, which is not to be had here."""
    if node.child_by_field_name("source"):
        _export_from(module, node)
    elif any(child.type == "default" for child in node.children):
        _export_default(module, node)
    elif declared := node.child_by_field_name("declaration"):
        _export_declared(module, node, declared)
    elif any(ours in variables for ours, _ in _clause(node)):
        raise module.refuse(node)
    else:
        module.names += [f"{theirs}: {ours}" for ours, theirs in _clause(node)]
        module.edits.append(_instead(node, ";"))


def _clause(node: Node) -> Iterator[tuple[str, str]]:
    for clause in (child for child in node.children if child.type == "export_clause"):
        yield from (_pair(one) for one in clause.named_children if one.type == "export_specifier")


def _export_from(module: _Module, node: Node) -> None:
    """Another module's exports as one's own: all of them, one object of them, or some."""
    got = module.need(node)
    module.edits.append(_instead(node, ";"))
    spaces = [child for child in node.children if child.type == "namespace_export"]
    if spaces:
        module.heads.append(f"{got};")
        module.names.append(f"{text_of(spaces[0].named_children[-1])}: {got}")
    elif any(child.type == "*" for child in node.children):
        own = f"$default{len(module.stars)}"
        module.heads.append(f"const {{ default: {own}_, ...{own} }} = {got};")
        module.stars.append(f"...{own}")
    else:
        module.heads.append(f"{got};")
        module.names += [f"{ours}: {got}[{_quoted(name)}]" for name, ours in _clause(node)]


def _quoted(name: str) -> str:
    return name if name.startswith(('"', "'")) else json.dumps(name)


def _export_default(module: _Module, node: Node) -> None:
    declared = node.child_by_field_name("declaration")
    name = declared and declared.child_by_field_name("name")
    begins = declared or node.child_by_field_name("value")
    if begins is None or _is_called_at_once(begins):
        raise module.refuse(node)
    keep = "" if name else "const $default = "
    module.edits.append((node.start_byte, begins.start_byte, keep))
    if not name:
        module.edits.append((node.end_byte, node.end_byte, ";"))
    module.names.append(f"default: {text_of(name) or '$default'}")


def _is_called_at_once(node: Node) -> bool:
    """Say whether a function is called: as a default export it ends the statement instead."""
    first = node
    while first.children and first.type not in _FUNCTIONS | {"class"}:
        first = first.children[0]
    return first != node and first.type in _FUNCTIONS | {"class"}


def _export_declared(module: _Module, node: Node, declared: Node) -> None:
    name = declared.child_by_field_name("name")
    if name:
        names = [text_of(name)]
    elif text_of(declared.child_by_field_name("kind")) == "const":
        names = [found for one in declared.named_children for found in _bound(one)]
    else:
        raise module.refuse(node)
    module.names += [f"{name}: {name}" for name in names]
    module.edits.append((node.start_byte, declared.start_byte, ""))


def _bound(node: Node | None) -> Iterator[str]:
    """Yield the names that a declaration or a pattern binds, not those it reads."""
    if node is None:
        return
    if node.type in {"identifier", "shorthand_property_identifier_pattern"}:
        yield text_of(node)
    elif node.type == "variable_declarator":
        yield from _bound(node.child_by_field_name("name"))
    elif node.type == "pair_pattern":
        yield from _bound(node.child_by_field_name("value"))
    elif node.type in {"assignment_pattern", "object_assignment_pattern"}:
        yield from _bound(node.child_by_field_name("left"))
    elif node.type in {"object_pattern", "array_pattern", "rest_pattern"}:
        for part in node.named_children:
            yield from _bound(part)


def _require_order(modules: Mapping[str, _Module]) -> None:
    """Refuse modules that need each other: the first one would get what is not there yet."""
    needs = {path: set(module.needs) for path, module in modules.items()}
    for path, module in modules.items():
        if absent := {*module.needs, *module.late} - needs.keys():
            raise BundleError(f"{path} needs {', '.join(sorted(absent))}, which is not there")
    while ready := {path for path, wanted in needs.items() if not wanted & needs.keys()}:
        needs = {path: wanted for path, wanted in needs.items() if path not in ready}
    if needs:
        raise BundleError(f"need each other: {', '.join(sorted(needs))}")
