"""The pages of the handbook as plain Markdown: one explicit list of page makers."""

from collections.abc import Callable, Iterator

from generators.model import Handbook
from generators.render.base import Artifact, Context, Rendered
from generators.render.calls import Callers
from generators.render.edition_pages import edition_pages
from generators.render.former_pages import former_pages
from generators.render.gallery_pages import gallery_pages
from generators.render.maintain_pages import maintain_pages
from generators.render.print_pages import print_pages
from generators.render.procedure_pages import procedure_pages
from generators.render.reference_pages import reference_pages
from generators.render.role_pages import role_pages
from generators.render.run_pages import run_pages

Page = tuple[str, str]  # path below docs/, Markdown
PageMaker = Callable[[Handbook, Context], Iterator[Page]]

PAGE_MAKERS: tuple[PageMaker, ...] = (
    procedure_pages,
    role_pages,
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
    callers = Callers(handbook)
    return Rendered(
        tuple(
            Artifact(path.removeprefix("handbook/"), tidy(callers.told(path, text)).encode())
            for maker in PAGE_MAKERS
            for path, text in maker(handbook, context)
        )
    )


def tidy(text: str) -> str:
    """Collapse runs of blank lines, which templates leave and Markdown does not need."""
    lines: list[str] = []
    for line in text.strip().split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
