"""What is wrong with hand-written pages: calls, links and the navigation, all at once."""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

from sop_handbook.adapters.limits import OverrunError, within
from sop_handbook.adapters.store import Store
from sop_handbook.change.former import former_places
from sop_handbook.findings import Finding, has_errors, in_order
from sop_handbook.model import Handbook, routes
from sop_handbook.pipeline.examine import Examination
from sop_handbook.pipeline.program import store_of
from sop_handbook.project import Project
from sop_handbook.site.assembly import site_sources
from sop_handbook.site.handwritten import HandPage, fill_pages, parted, too_much
from sop_handbook.site.links import BrokenLink, Targets, broken_links
from sop_handbook.site.navigation import missing_pages, reads_as_usual, settings_of
from sop_handbook.site.page_reader import ReadPage, read_page
from sop_handbook.sources.trees import not_inherited

_SECONDS, _MEMORY = 5, 1 << 29  # what reading all pages may take, and one that takes longer
_GENERATED = f"{routes.ROOT}/"


@dataclass(frozen=True)
class HandWritten:
    """The hand-written pages of a handbook, filled, and what is wrong with them.

    `left` are links to generated files that are no pages: whoever makes those can judge them.
    """

    pages: tuple[HandPage, ...]
    findings: tuple[Finding, ...]
    left: tuple[BrokenLink, ...] = ()

    def unmade(self, made: Collection[str]) -> tuple[Finding, ...]:
        """Return what is wrong with the links that were left, now that `made` is known.

        `made` are the paths below docs/ of all that was generated.
        """
        return tuple(one.finding for one in self.left if one.target not in made)


def examine_pages(
    project: Project, examination: Examination, *, own_only: bool = False
) -> HandWritten:
    """Fill and check all hand-written pages.

    With `own_only` those of the engine are not filled: there is nothing of the handbook to be
    judged in them but where they lead. Where the sources have errors, the handbook is only a part
    of what it will be: then nothing is told that may be right as soon as they are mended.
    """
    handbook, whole = examination.handbook, not has_errors(examination.findings)
    pages, found = fill_pages(project, handbook, own_only=own_only)
    told = [one for one in found if whole or _is_sure(one, examination)]
    sources = site_sources(project)
    settings = settings_of(project)
    generated = generated_pages(handbook) if whole else ()
    every = {*sources, *(route.source for route in generated)}
    broken: list[BrokenLink] = []
    if not os.path.lexists(project.settings):
        told.append(not_inherited(project))
    if settings:
        broken += (BrokenLink(*one) for one in missing_pages(settings, every))
    if reads_as_usual(project, settings):
        reader = _Reader(project, examination, pages)
        told += reader.findings
        targets = Targets(every, reader.anchors)
        for page in reader.pages:
            broken += broken_links(page, reader.read[page.path], targets)
    if not whole:
        broken = [one for one in broken if not one.target.startswith(_GENERATED)]
    left = tuple(one for one in broken if _is_file(one))
    told += (one.finding for one in broken if not _is_file(one))
    return HandWritten(pages, tuple(in_order(told)), left)


def _is_sure(finding: Finding, examination: Examination) -> bool:
    """Tell whether a finding stays when the sources are mended."""
    if finding.code == "unknown-part":
        of_procedure = finding.args["thing"] == "procedure"
        return of_procedure and finding.args["value"] not in examination.names["procedure"]
    return finding.code not in {"page-template", "page-too-much"}


def _is_file(link: BrokenLink) -> bool:
    return link.target.startswith(_GENERATED) and not link.target.endswith((".md", "/"))


def generated_pages(handbook: Handbook) -> Iterator[routes.Route]:
    """Yield every page that is generated of a handbook, without making any."""
    yield from routes.pages_of(handbook)
    yield from (former.route for former in former_places(handbook))


class _Reader:
    """Reads pages: the hand-written ones at once, a generated one when a link asks for its ids."""

    def __init__(
        self, project: Project, examination: Examination, pages: Iterable[HandPage]
    ) -> None:
        self._project, self._examination = project, examination
        self._store = store_of(project)
        every = tuple(pages)
        bodies = {page.path: page.body or parted(page.written)[1] for page in every}
        read = _read(bodies, self._store)
        self.read = {path: one for path, one in read.items() if one is not None}
        self.pages = [page for page in every if page.path in self.read]
        self.findings = [too_much(page.file) for page in every if page.path not in self.read]
        self._generated: dict[str, Collection[str] | None] = {}

    def anchors(self, path: str, wanted: str) -> Collection[str] | None:
        """Return the ids in a page, or the one that is wanted; None for what nobody can read now.

        That of a step is known without making the page that has it.
        """
        if path in self.read:
            return self.read[path].anchors
        if not path.startswith(_GENERATED) or has_errors(self._examination.findings):
            return None
        if (path, wanted) in self._steps:
            return (wanted,)
        if path not in self._generated:
            self._generated[path] = self._anchors_of_generated(path)
        return self._generated[path]

    @cached_property
    def _steps(self) -> frozenset[tuple[str, str]]:
        """Page and id of every step."""
        return frozenset(
            (routes.procedure(procedure).source, routes.step_anchor(step.id))
            for procedure in self._examination.handbook.procedures.values()
            for step in procedure.steps
        )

    def _anchors_of_generated(self, path: str) -> Collection[str] | None:
        # It takes longer to load all that makes pages than to check pages that ask for none.
        from sop_handbook.pipeline.prints import context_of
        from sop_handbook.render.pages.single import render_page

        context = context_of(self._project, self._examination)
        if path == routes.RECALL.source:  # depends on all prints there are and were
            return None
        text = render_page(self._examination.handbook, context, routes.Route(path))
        return None if text is None else read_page(parted(text)[1]).anchors


def _read(bodies: Mapping[str, str], store: Store) -> dict[str, ReadPage | None]:
    """Read pages, by path, from the store where it has them; None for one without an end."""
    keys = {path: store.key(read_page.__module__, body) for path, body in bodies.items()}
    kept = {path: store.find(key) for path, key in keys.items()}
    new = {path: bodies[path] for path, found in kept.items() if found is None}
    made = _made(new)
    for path, one in made.items():
        if one is not None:
            store.keep(keys[path], one)
    every = {path: kept[path] or made[path] for path in bodies}
    return {path: _unpacked(one) if one else None for path, one in every.items()}


def _unpacked(packed: bytes) -> ReadPage:
    return ReadPage(**{name: tuple(held) for name, held in json.loads(packed).items()})


def _made(bodies: Mapping[str, str]) -> dict[str, bytes | None]:
    """Read pages within bounds: all at once, and one by one where that does not come to an end."""
    if not bodies:
        return {}
    try:
        made = within(_SECONDS, _MEMORY, lambda: [_packed(body) for body in bodies.values()])
    except OverrunError:
        if len(bodies) == 1:
            return dict.fromkeys(bodies, None)
        return {path: _made({path: body})[path] for path, body in bodies.items()}
    return dict(zip(bodies, made, strict=True))


def _packed(body: str) -> bytes:
    return json.dumps(asdict(read_page(body)), ensure_ascii=False).encode()
