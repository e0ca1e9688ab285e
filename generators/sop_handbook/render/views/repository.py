"""The pages of the platform that hosts the sources: where a line is edited, a new issue written.

GitHub and GitLab put the cursor at the line that `#L12` names (isaacs/github issue 295; GitLab's
source_editor_extension_base.js). Gitee opens the file and leaves the line out of account.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from sop_handbook.findings import Place
from sop_handbook.model import Handbook, Repository
from sop_handbook.model.contacts import Platform
from sop_handbook.sources.printed import PlaceFinder

_EDIT: dict[Platform, str] = {"github": "edit", "gitlab": "-/edit", "gitee": "edit"}
# The page for a new issue, and what it calls title and text.
_ISSUE: dict[Platform, tuple[str, str, str]] = {
    "github": ("issues/new", "title", "body"),
    "gitlab": ("-/issues/new", "issue%5Btitle%5D", "issue%5Bdescription%5D"),
    "gitee": ("issues/new", "title", "description"),
}


def edit_address(repository: Repository, path: str, line: int) -> str:
    """Return where a file is edited; `path` is from the root of the repository, lines from 1.

    Returns "" for a repository that is nobody's.
    """
    if not repository.home or not repository.kind:
        return ""
    where = "/".join((quote(repository.branch), quote(path)))
    return f"{repository.home}/{_EDIT[repository.kind]}/{where}#L{line}"


def issue_address(repository: Repository, title: str, text: str) -> str:
    """Return where a new issue is written, with its title and, at the end, its text.

    Returns "" for a repository that is nobody's.
    """
    if not repository.home or not repository.kind:
        return ""
    page, name, body = _ISSUE[repository.kind]
    told = f"{name}={quote(title, safe='')}&{body}={quote(text, safe='')}"
    return f"{repository.home}/{page}?{told}"


class Edits(Mapping[str, tuple[str, ...]]):
    """Where each procedure is edited, by its id: the whole of it, then each of its steps in order.

    Empty where the repository is unknown. `folder` is where in the repository the handbook lies,
    such as "books/hotel/", unless it says so itself. Lines are looked up when asked for.
    """

    def __init__(self, handbook: Handbook, places: PlaceFinder, folder: str) -> None:
        self._repository = handbook.repository
        known = self._repository is not None and self._repository.home
        every = handbook.procedures.values() if known else ()
        self._steps = {one.id: len(one.steps) for one in every}
        self._places = places
        own = self._repository.folder if self._repository else None
        self._folder = folder if own is None else f"{own.strip('/')}/".lstrip("/")

    def __getitem__(self, name: str) -> tuple[str, ...]:
        steps = range(self._steps[name])
        whole = self._places.procedure(name)
        every = (whole, *(self._places.procedure(name, "steps", at) for at in steps))
        return tuple(map(self._address, every))

    def __iter__(self) -> Iterator[str]:
        return iter(self._steps)

    def __len__(self) -> int:
        return len(self._steps)

    def _address(self, place: Place) -> str:
        if self._repository is None:
            return ""
        return edit_address(self._repository, f"{self._folder}{place.file}", place.line)
