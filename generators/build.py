"""The pipeline in one readable function."""

import hashlib
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import distributions
from pathlib import Path

from generators.change.declared import CODES
from generators.change.prints import Printed
from generators.embeds import fill_pages
from generators.examine import Examination, examine
from generators.findings import Finding, has_errors
from generators.handwritten import sections
from generators.offline import offline_files, preview_files
from generators.project import Project
from generators.publish import add_files, publish, replace_folder
from generators.render.base import Artifact, Context, Rendered, Renderer, Section
from generators.render.print import plan_prints, print_some
from generators.render.renderers import RENDERERS
from generators.schemas import Schemas
from generators.scripts import light_scripts
from generators.site import CONFIG, build_site, scratch_folder
from generators.store import Store
from generators.words import words

Progress = Callable[[str], None]  # told the key of each stage's words as it begins


@dataclass(frozen=True)
class Result:
    """What a build did. `site_built` is False when the site was already up to date.

    `written` counts generated pages and files that were written anew or removed.
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
    project: Project, progress: Progress, address: str | None = None, site: Path | None = None
) -> Result:
    """Sources to site. On an error finding nothing is published and the former site stays.

    `address` replaces the handbook's base URL, `site` the folder to build into instead of the
    one that is published: then it is a preview, without the bound handbook, and what matters at a
    release only is a warning.
    """
    progress("examine")
    preview = site is not None
    examination = examine(project)
    if preview:
        examination = replace(examination, findings=tuple(_eased(examination.findings)))
    if has_errors(examination.findings):
        return Result(examination, examination.findings)
    if address and not preview:  # a preview's address is of no use on paper
        published = replace(examination.handbook, base_url=address)
        examination = replace(examination, handbook=published)
    site = site or project.site

    progress("render")
    pages, misfits = fill_pages(project, examination.handbook)
    rendered = render_all(project, examination, sections=sections(pages), preview=preview)
    artifacts = rendered.artifacts
    refused = (*rendered.findings, *misfits)
    findings = (*examination.findings, *refused)
    if has_errors(refused):
        return Result(examination, findings)

    progress("publish")
    written, removed = publish(artifacts, project.generated)
    mark = project.cache / f"{site.name}.built"
    print_ = fingerprint(project, address)
    if site.is_dir() and mark.is_file() and mark.read_text() == print_:
        return Result(examination, findings, artifacts, written + removed)

    progress("site")
    fresh = scratch_folder(project.cache)
    problems = build_site(project, examination.handbook, fresh, address)
    if problems:
        shutil.rmtree(fresh)
        return Result(examination, (*findings, *problems), artifacts)
    add_files(light_scripts(project.docs / "assets"), fresh)
    add_files(_for_offline(project, examination, fresh, site), fresh)
    fresh.chmod(0o755)
    replace_folder(fresh, site)
    mark.write_text(print_)
    return Result(examination, findings, artifacts, written + removed, site_built=True)


def _eased(findings: Iterable[Finding]) -> Iterator[Finding]:
    """What must be declared before a release is no reason to hide what is being written."""
    for finding in findings:
        yield replace(finding, eased=True) if finding.code in CODES else finding


def _for_offline(
    project: Project, examination: Examination, fresh: Path, site: Path
) -> tuple[Artifact, ...]:
    """Return what lets browsers keep a site; a preview changes too often to be kept."""
    if site != project.site:
        return preview_files(project.today)
    return offline_files(fresh, examination.handbook, project.today)


def render_all(
    project: Project,
    examination: Examination,
    renderers: Iterable[Renderer] = RENDERERS,
    sections: tuple[Section, ...] = (),
    *,
    preview: bool = False,
) -> Rendered:
    """Run renderers over a sound handbook; each is told what those before it offer."""
    context = replace(_context(project, examination), sections=sections, preview=preview)
    artifacts: list[Artifact] = []
    findings: list[Finding] = []
    for renderer in renderers:
        offered = tuple(artifact for artifact in artifacts if artifact.offer)
        rendered = renderer(examination.handbook, replace(context, offered=offered))
        artifacts += rendered.artifacts
        findings += rendered.findings
    return Rendered(tuple(artifacts), tuple(findings))


def prints_of(
    project: Project, examination: Examination, subjects: Collection[str], kinds: Collection[str]
) -> Rendered:
    """Typeset the prints about some subjects, of some kinds or of all if none are named."""
    return print_some(examination.handbook, _context(project, examination), subjects, kinds)


def printed(project: Project, examination: Examination) -> tuple[Printed, ...]:
    """Return every print of a sound handbook with its code, without typesetting any."""
    return tuple(
        Printed(path=job.path, kind=job.kind, of=job.of, subject=job.subject, code=job.code)
        for job in plan_prints(examination.handbook, _context(project, examination))
    )


def _context(project: Project, examination: Examination) -> Context:
    return Context(
        words=words("zh"),
        today=project.today,
        findings=examination.findings,
        places=examination.places,
        schemas=Schemas(project.schemas).contents,
        store=Store(project.made, _program()),
    )


def fingerprint(project: Project, address: str | None) -> str:
    """Hash everything the site is made of: pages, overrides, settings, installed packages."""
    inputs = [*project.root.glob(CONFIG), project.sources / "handbook.yaml"]
    for folder in (project.docs, project.root / "overrides"):
        inputs += sorted(_files(folder))
    return _hash(inputs, repr(address), _program(), home=project.root)


def _program() -> str:
    """Hash what does the work: our code and every installed package."""
    packages = sorted(f"{d.name} {d.version}" for d in distributions())
    folder = Path(__file__).parent
    return _hash(sorted(_files(folder)), *packages, home=folder)


def _hash(files: Iterable[Path], *more: str, home: Path) -> str:
    """Hash files, by their names below `home`: another checkout of the same gives the same."""
    digest = hashlib.sha256(repr(more).encode())
    for path in files:
        digest.update(path.relative_to(home).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    return (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
