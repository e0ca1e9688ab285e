"""The pages of the handbook as plain Markdown: one explicit list of page makers."""

from collections.abc import Callable, Iterable, Iterator

from sop_handbook.model import Handbook
from sop_handbook.render.base import Artifact, Context, Page, Rendered
from sop_handbook.render.kept import Keeper
from sop_handbook.render.pages.duties import duty_pages
from sop_handbook.render.pages.editions import edition_pages
from sop_handbook.render.pages.former import former_pages
from sop_handbook.render.pages.gallery import gallery_pages
from sop_handbook.render.pages.industries import industry_pages
from sop_handbook.render.pages.maintain import maintain_pages
from sop_handbook.render.pages.prints import print_pages
from sop_handbook.render.pages.procedures import pages_of, procedure_pages
from sop_handbook.render.pages.reference import reference_pages
from sop_handbook.render.pages.roles import role_pages
from sop_handbook.render.pages.runs import run_pages
from sop_handbook.render.views.calls import Callers

PageMaker = Callable[[Handbook, Context], Iterator[Page]]

PAGE_MAKERS: tuple[PageMaker, ...] = (
    procedure_pages,
    industry_pages,
    role_pages,
    duty_pages,
    reference_pages,
    print_pages,
    run_pages,
    edition_pages,
    former_pages,
    maintain_pages,
    gallery_pages,
)


def render_pages(handbook: Handbook, context: Context) -> Rendered:
    """Return every generated page, below docs/handbook/."""
    return Rendered(_finished(handbook, _pages(handbook, context)))


def _pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    for maker in PAGE_MAKERS:
        for page in maker(handbook, context):
            context.check()
            yield page


def render_procedures(handbook: Handbook, context: Context, names: Iterable[str]) -> Rendered:
    """Return the pages of some procedures alone, as `render_pages` does; `names` are their ids."""
    keeper = Keeper(handbook, context)
    pages = pages_of(keeper, (handbook.procedures[name] for name in names))
    return Rendered(_finished(handbook, pages))


def _finished(handbook: Handbook, pages: Iterable[Page]) -> tuple[Artifact, ...]:
    callers = Callers(handbook)
    return tuple(
        Artifact(
            page.route.path,
            tidy(callers.told(page.route, page.text)).encode(),
            offline=page.offline,
            title=page.title,
        )
        for page in pages
    )


def tidy(text: str) -> str:
    """Collapse runs of blank lines, which templates leave and Markdown does not need."""
    lines: list[str] = []
    for line in text.strip().split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
