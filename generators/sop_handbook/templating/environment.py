"""The door to Jinja: strict, and everything printed is escaped unless it is Markup."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    PackageLoader,
    StrictUndefined,
    Template,
    TemplateError,
)
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from sop_handbook.templating.markdown import (
    attribute,
    front,
    in_cell,
    in_html,
    markdown,
    typed,
    verbatim,
)
from sop_handbook.templating.markup import html, xml

BrokenPartError = TemplateError  # what a part of the theme raises that is written wrongly

# How a template escapes what it prints, by the ending before `.j2`.
_ESCAPES: dict[str, Callable[[Any], Markup]] = {".html": html, ".xml": xml, ".css": html}


@cache
def environment(ending: str = ".md") -> Environment:
    """Return the environment of our templates that end in `ending` and `.j2`.

    Undefined names raise; everything printed is escaped unless it is Markup.
    """
    env = Environment(
        loader=PackageLoader("sop_handbook", "render/templates"),
        undefined=StrictUndefined,
        # Escapes every value, by default for both Markdown and HTML, and marks it as done.
        finalize=_ESCAPES.get(ending, markdown),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["front"] = front
    env.filters["in_html"] = in_html
    env.filters["in_cell"] = in_cell
    env.filters["attribute"] = attribute
    env.filters["verbatim"] = verbatim
    env.filters["typed"] = typed
    return env


def render(template: str, **values: Any) -> str:
    """Fill a template, named by its path below render/templates/.

    Raises jinja2.TemplateError for mistakes of ours, never of a source.
    """
    ending = PurePosixPath(template.removesuffix(".j2")).suffix
    return environment(ending).get_template(template).render(**values)


def render_plain(template: str, **values: Any) -> str:
    """Fill a template as `render` does, for what is searched and copied: all blanks are plain."""
    return render(template, **values).replace("\u00a0", " ")


def render_file(template: str, **values: Any) -> str:
    """Fill a template of a new handbook's file, named by its path below scaffold/templates/.

    In YAML everything printed is a quoted text, unless it is Markup; in the rest it is Markdown.
    """
    env = Environment(
        loader=PackageLoader("sop_handbook", "scaffold/templates"),
        undefined=StrictUndefined,
        finalize=_quoted if template.endswith(".yaml.j2") else markdown,
        autoescape=True,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    return env.get_template(template).render(**values)


def _quoted(value: Any) -> Markup:
    return value if isinstance(value, Markup) else Markup(json.dumps(value, ensure_ascii=False))


def render_xml(template: str, **values: Any) -> str:
    """Fill a template of SVG or other XML: everything printed is escaped, nothing is Markdown."""
    return _xml().get_template(template).render(**values)


class _Compiled(BytecodeCache):
    """By path and name; Jinja takes what it finds only if it was compiled of the same text.

    In memory only: whoever could write compiled templates to a disk could have them run.
    """

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.bytecode_to_string()


@cache
def compiled() -> BytecodeCache:
    """Return the templates that this process compiled, for environments that come and go."""
    return _Compiled()


@cache
def _xml() -> Environment:
    return Environment(
        loader=PackageLoader("sop_handbook", "render/templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fragment(template: str, name: str, *values: Any) -> Markup:
    """Call one macro of a template with `values`, for parts that several pages share.

    `name` is the macro's.
    """
    module = environment().get_template(template).module
    return Markup(getattr(module, name)(*values))


class _Alone(Template):
    """A page knows nothing but what the macros return: no settings, no files, no engine."""

    def render(self, *_args: Any, **_variables: Any) -> str:
        return super().render()


def page_environment(macros: Mapping[str, Any]) -> Environment:
    """Return what fills hand-written pages: Jinja's sandbox, and in it these macros alone.

    They are functions by the names that pages call them by.
    """
    env = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    env.template_class = _Alone
    env.globals.clear()
    env.globals.update(macros)
    return env
