"""The pipeline in one readable function."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sop_handbook.adapters.swap import listing, put, room_for, target_of
from sop_handbook.adapters.wanted import Check, still_wanted
from sop_handbook.change.declared import CODES
from sop_handbook.findings import Finding, has_errors
from sop_handbook.model import Handbook, routes
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.handwritten import examine_pages
from sop_handbook.pipeline.media_shelf import make_ready
from sop_handbook.pipeline.prints import context_of
from sop_handbook.pipeline.program import digest, files_below, program, store_of
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact, Rendered, Renderer, Section
from sop_handbook.render.renderers import RENDERERS
from sop_handbook.site.assembly import assemble
from sop_handbook.site.engine.build import CONFIG, Finished, build_site
from sop_handbook.site.handwritten import HandPage
from sop_handbook.site.minify import minified_scripts
from sop_handbook.site.offline import offline_files, preview_files
from sop_handbook.site.publish import add_files
from sop_handbook.site.sections import sections

Progress = Callable[[str], object]  # called with the key of each stage's words as it begins


@dataclass(frozen=True)
class Result:
    """What a build did. `site_built` is False when the site was already up to date.

    `written` counts generated pages and files that were written anew or removed. Where the sources
    have errors there are no artifacts.
    """

    examination: Examination
    findings: tuple[Finding, ...]
    artifacts: tuple[Artifact, ...] = ()
    written: int = 0
    site_built: bool = False

    @property
    def failed(self) -> bool:
        """Whether nothing was published."""
        return has_errors(self.findings)

    @property
    def pages(self) -> int:
        """How many of the artifacts are pages."""
        return sum(artifact.path.endswith(".md") for artifact in self.artifacts)


def build(
    project: Project,
    progress: Progress,
    address: str | None = None,
    site: Path | None = None,
    renderers: Iterable[Renderer] = RENDERERS,
    check: Check = still_wanted,
) -> Result:
    """Sources to site. On an error finding nothing is published and the former site stays.

    `progress` is called with the name of each stage as it begins. `address` replaces the handbook's
    base URL, `site` the folder to build into instead of the one that is published: then it is a
    preview, whose prints and Word documents are left to its server, and what matters at a release
    only is a warning. What `renderers` leave out is not there. `check` is called now and then until
    the site is whole; what it raises ends the build. Raises NoPlaceError without a place.
    """
    preview = site is not None
    site = site or project.site
    target_of(site)  # where there is no place for it, nothing need be made
    progress("examine")
    examination = _examined(project, address, check, preview=preview)
    written = examine_pages(project, examination)
    found = (*examination.findings, *written.findings)
    if has_errors(found):
        return Result(examination, found)

    progress("render")
    read, unread = sections(written.pages)
    rendered = render_all(project, examination, renderers, read, check, preview=preview)
    artifacts = rendered.artifacts
    unmade = written.unmade({routes.generated(one.path).source for one in artifacts})
    findings = (*found, *rendered.findings, *unread, *unmade)
    if has_errors(findings):
        return Result(examination, findings)

    progress("publish")
    changed = sum(assemble(project, examination.handbook, artifacts))
    store_of(project).sweep()  # what this build uses is marked by now
    print_ = fingerprint(project, address)
    if is_built(project, site, print_):
        return Result(examination, findings, artifacts, changed)

    progress("site")
    finished = _finished(project, written.pages, artifacts, check)
    if problems := _replace_site(site, project, examination.handbook, artifacts, finished, address):
        return Result(examination, (*findings, *problems), artifacts)
    _mark(project, site).write_text(f"{print_}\n{_listed(site)}\n")
    return Result(examination, findings, artifacts, changed, site_built=True)


def _examined(project: Project, address: str | None, check: Check, *, preview: bool) -> Examination:
    examination = examine(project, store=store_of(project), check=check)
    if preview:  # its address is of no use on paper
        return replace(examination, findings=tuple(eased(examination.findings)))
    if address:
        published = replace(examination.handbook, base_url=address)
        return replace(examination, handbook=published)
    return examination


def _finished(
    project: Project, hand_written: Iterable[HandPage], made: Sequence[Artifact], check: Check
) -> Finished:
    """Return what the site engine need not ask for again."""
    return Finished(
        store=store_of(project),
        filled={page.path: page.front + page.body for page in hand_written},
        generated=[routes.generated(one.path).source for one in made if one.path.endswith(".md")],
        fetched=[routes.generated(one.path).source for one in made if one.source is None],
        check=check,
    )


def _replace_site(
    site: Path,
    project: Project,
    handbook: Handbook,
    made: Iterable[Artifact],
    finished: Finished,
    address: str | None,
) -> list[Finding]:
    """Make the site and put it in its place; if anything is found wrong, the former one stays."""
    target = target_of(site)
    with room_for(target, project.cache) as fresh:
        problems = build_site(project, handbook, fresh, address, finished)
        if not problems:
            finished.check()
            add_files(minified_scripts(project.assembled / "assets", finished.store), fresh)
            add_files(_for_offline(project, handbook, made, fresh, site), fresh)
            put(fresh, target)
    return problems


def is_built(project: Project, site: Path, print_: str | None = None) -> bool:
    """Tell whether a site is as it was built, and from what `print_` is the fingerprint of.

    Without `print_` (None) it may have been built from anything.
    """
    mark = _mark(project, site)
    if not mark.is_file():
        return False
    made_of, _, listed = mark.read_text("utf-8", "replace").strip().partition("\n")
    return print_ in {None, made_of} and listed == _listed(site)


def _mark(project: Project, site: Path) -> Path:
    return project.cache / f"{site.name}.built"


def _listed(site: Path) -> str:
    lines = "\n".join(listing(site.resolve()))
    return hashlib.sha256(lines.encode(errors="surrogateescape")).hexdigest()


def eased(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings as a preview takes them.

    What must be declared before a release is no reason to hide what is being written.
    """
    for finding in findings:
        yield replace(finding, eased=True) if finding.code in CODES else finding


def _for_offline(
    project: Project, handbook: Handbook, made: Iterable[Artifact], fresh: Path, site: Path
) -> tuple[Artifact, ...]:
    """Return what lets browsers keep a site; a preview changes too often to be kept."""
    if site != project.site:
        return preview_files(project.today)
    return offline_files(fresh, handbook, made, project.today)


def render_all(
    project: Project,
    examination: Examination,
    renderers: Iterable[Renderer] = RENDERERS,
    sections: tuple[Section, ...] = (),
    check: Check = still_wanted,
    *,
    preview: bool = False,
) -> Rendered:
    """Run renderers over a sound handbook; each receives what those before it offer.

    Returns the artifacts and the findings of all of them. `check` is as in `build`.
    """
    context = replace(
        context_of(project, examination), sections=sections, preview=preview, check=check
    )
    make_ready(context.media, examination.handbook)
    artifacts: list[Artifact] = []
    findings: list[Finding] = []
    for renderer in renderers:
        check()
        offered = tuple(artifact for artifact in artifacts if artifact.offer)
        rendered = renderer(examination.handbook, replace(context, offered=offered))
        artifacts += rendered.artifacts
        findings += rendered.findings
    return Rendered(tuple(artifacts), tuple(findings))


def fingerprint(project: Project, address: str | None) -> str:
    """Hash everything the site is made of: pages, overrides, settings, installed packages.

    Returns SHA-256 in hexadecimal; `address` is that of `build`.
    """
    inputs = [*project.root.glob(CONFIG), project.sources / "handbook.yaml"]
    for folder in (project.assembled, project.theme):
        inputs += files_below(folder)
    return digest(inputs, repr(address), program(), home=project.root)
