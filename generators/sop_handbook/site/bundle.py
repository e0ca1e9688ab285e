"""Our ES modules as one plain script, for pages opened as files, where modules cannot load.

Understands the few forms our scripts use, and refuses every other one.
"""

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

# A statement begins a line, or follows another one: published scripts have few lines.
_BEGINS = r"(?:^|(?<=[;}]))\s*"
_IMPORT = re.compile(
    _BEGINS + r'import\s*(?:(\{[^}]*\})|\*\s*as\s+(\w+))\s*from\s*"(\./[^"]+|\.\./[^"]+)";',
    re.MULTILINE,
)
_EXPORT = re.compile(
    _BEGINS + r"export\s+((?:async\s+)?function\b\*?|class|const)\s*(\w+)(?=[^\w])", re.MULTILINE
)
_LATER = re.compile(r"\bimport\(")
_LEFT = re.compile(
    _BEGINS + r"(?:import|export)\b.{,80}|.{,40}\bimport\.meta\b.{,40}", re.MULTILINE
)


class BundleError(Exception):
    """A script of ours uses a form of import or export that is not understood here."""


def bundle(modules: Mapping[str, str], entries: Iterable[str]) -> str:
    """Return a call of `portable.run` (docs/assets/portable.js) with all modules.

    `modules`: text by path below the site; `entries`: the paths that pages name, in order.
    Raises BundleError for a form that is not understood, and for modules that need each other.
    """
    _require_order(modules)
    makers = "".join(_maker(path, modules[path]) for path in sorted(modules))
    return f"portable.run({{\n{makers}}}, {json.dumps(list(entries))});\n"


def _maker(path: str, text: str) -> str:
    # Names with $ are ours alone: a module may have a `here` of its own.
    names = [name for _, name in _EXPORT.findall(text)]
    body = _IMPORT.sub(_need, text)
    body = _EXPORT.sub(r"\1 \2", body)
    body = _LATER.sub("$later(", body).replace("import.meta.url", "$here")
    if left := _LEFT.search(body):
        raise BundleError(f"{path}: {left[0].strip()}")
    returned = ", ".join(names)
    return (
        f"{json.dumps(path)}: ($need, $later, $here) => {{\n{body}\nreturn {{ {returned} }};\n}},\n"
    )


def _need(found: re.Match[str]) -> str:
    names, whole, path = found.groups()
    taken = whole or re.sub(r"\s+as\s+", ": ", names)
    return f"const {taken} = $need({json.dumps(path)});"


def _require_order(modules: Mapping[str, str]) -> None:
    """Refuse modules that need each other: the first one would get what is not there yet."""
    needs = {path: set(_needed(path, text)) for path, text in modules.items()}
    while ready := {path for path, wanted in needs.items() if not wanted & needs.keys()}:
        needs = {path: wanted for path, wanted in needs.items() if path not in ready}
    if needs:
        raise BundleError(f"need each other: {', '.join(sorted(needs))}")


def _needed(path: str, text: str) -> Iterator[str]:
    for _, _, target in _IMPORT.findall(text):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
