"""Hand-written pages as the site engine will see them: with their macros filled, and checked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from sop_handbook.adapters.limits import OverrunError, within
from sop_handbook.findings import Finding, Place
from sop_handbook.model import Handbook
from sop_handbook.model.routes import Route
from sop_handbook.project import Project
from sop_handbook.site.assembly import site_sources
from sop_handbook.site.calls import calls_in
from sop_handbook.site.embeds import Embeds, UnknownPartError
from sop_handbook.sources.validate import nearest
from sop_handbook.templating.filling import ArgumentsError, Slip, UnknownMacroError, fill_page

_FRONT = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
_SECONDS, _MEMORY, _SIGNS = 5, 1 << 29, 5_000_000  # what filling one page may take and give
_OPT_IN = re.compile(r"^render_macros: *true *$", re.MULTILINE)


# What is wrong: line, column, code (of a page that takes too much: none), arguments, nearest name.
_Failure = tuple[int, int, str, dict[str, str], str | None]
_Filled = tuple[str, list[_Failure]]
_TOO_MUCH: _Filled = "", [(1, 1, "", {}, None)]


@dataclass(frozen=True)
class HandPage:
    """A hand-written page: its path below docs/, its front matter, its filled-in Markdown.

    `file` is what findings call it, `written` what stands in it.
    """

    path: str
    file: str
    front: str
    body: str
    written: str = ""


def fill_pages(
    project: Project, handbook: Handbook, *, own_only: bool = False
) -> tuple[tuple[HandPage, ...], list[Finding]]:
    """Fill every hand-written page that uses macros; findings name the places of all mistakes.

    Pages that use none are returned as they are, with `own_only` those of the engine, too; one that
    is not UTF-8 is a finding only.
    """
    findings: list[Finding] = []
    sources = {name: path for name, path in site_sources(project).items() if name.endswith(".md")}
    written: dict[str, str] = {}
    for here, path in sources.items():
        try:
            written[here] = path.read_text("utf-8")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            findings.append(Finding(Place(project.name(path), line), "not-utf8"))
    files = {here: project.name(path) for here, path in sources.items()}
    texts = dict(written)
    live = {
        here: text
        for here, text in written.items()
        if _is_live(text) and (sources[here].is_relative_to(project.docs) or not own_only)
    }
    for here, (text, failures) in _filled(live, handbook).items():
        texts[here] = text
        findings += (_finding(files[here], failure) for failure in failures)
    own = {
        here: text
        for here, text in written.items()
        if here not in live and sources[here].is_relative_to(project.docs)
    }
    findings += _not_filled(own, files, handbook)
    pages = (
        HandPage(here, files[here], *parted(text), written[here]) for here, text in texts.items()
    )
    return tuple(pages), findings


def _not_filled(
    pages: Mapping[str, str], files: Mapping[str, str], handbook: Handbook
) -> Iterator[Finding]:
    """Yield the first call of each page that calls macros and is not to be filled."""
    for here, text in pages.items():
        macros = Embeds(handbook, Route(here)).macros()
        for line, column, name in islice(calls_in(text, macros), 1):
            yield Finding(Place(files[here], line, column), "macros-off", {"value": name})


def _is_live(text: str) -> bool:
    front, _ = parted(text)
    return bool(_OPT_IN.search(front))


def parted(text: str) -> tuple[str, str]:
    """Return the front matter of a page, "" if it has none, and what follows it."""
    front = _FRONT.match(text)
    split = front.end() if front else 0
    return text[:split], text[split:]


def _filled(pages: Mapping[str, str], handbook: Handbook) -> dict[str, _Filled]:
    """Fill pages, with bounds: one may hold a loop without an end.

    All at once, since a process takes longer to begin than a page; only where that does not come
    to an end, one by one.
    """
    if not pages:
        return {}
    try:
        made = within(_SECONDS, _MEMORY, lambda: [_fill(*page, handbook) for page in pages.items()])
    except OverrunError:
        if len(pages) == 1:
            return dict.fromkeys(pages, _TOO_MUCH)
        return {here: _filled({here: text}, handbook)[here] for here, text in pages.items()}
    short = (_TOO_MUCH if len(one[0]) > _SIGNS else one for one in made)
    return dict(zip(pages, short, strict=True))


def _fill(here: str, text: str, handbook: Handbook) -> _Filled:
    macros = Embeds(handbook, Route(here)).macros()
    filled, slips = fill_page(text, macros)
    return filled, [_failure(slip, macros) for slip in slips]


def _failure(slip: Slip, macros: Mapping[str, object]) -> _Failure:
    """Say in plain data what is wrong, since it comes from another process."""
    error = slip.error
    if isinstance(error, UnknownPartError):
        name, thing, closest = error.args
        args = {"value": str(name), "thing": thing}
        return slip.line, slip.column, "unknown-part", args, closest
    if isinstance(error, UnknownMacroError):
        (name,) = error.args
        args = {"value": name, "valid": "、".join(macros)}
        return (
            slip.line,
            slip.column,
            "unknown-macro",
            args,
            nearest(name, dict.fromkeys(macros, "")),
        )
    if isinstance(error, ArgumentsError):
        name, takes = error.args
        return slip.line, slip.column, "macro-arguments", {"value": name, "takes": takes}, None
    problem = str(error) or type(error).__name__
    return slip.line, slip.column, "page-template", {"problem": problem}, None


def too_much(file: str) -> Finding:
    """Return the finding about a page that takes more than it may."""
    args = {"seconds": str(_SECONDS), "signs": str(_SIGNS)}
    return Finding(Place(file), "page-too-much", args)


def _finding(file: str, failure: _Failure) -> Finding:
    line, column, code, args, closest = failure
    return Finding(Place(file, line, column), code, args, closest) if code else too_much(file)
