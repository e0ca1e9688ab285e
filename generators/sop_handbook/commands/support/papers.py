"""The prints and Word documents of a preview: made when somebody fetches them, tried at leisure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from threading import Condition, Lock

from sop_handbook.adapters.wanted import Check
from sop_handbook.findings import Finding
from sop_handbook.model import routes
from sop_handbook.pipeline.examine import Examination
from sop_handbook.pipeline.prints import context_of, prints_of
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact, Download, Selection, Subject
from sop_handbook.render.print import plan_prints
from sop_handbook.render.print.typeset import typeset_all


class Papers:
    """Makes the prints and Word documents of the state that a preview shows.

    While another state is being looked at, whoever fetches one waits: nobody gets what is older
    than the sources. Threads may fetch; all else is for one thread.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._examination: Examination | None = None
        self._offers: Mapping[str, Download] = {}
        self._is_known = True  # whether the sources say what we make
        self._change = Condition()
        self._making = Lock()  # typst does one thing at a time
        self._right: set[tuple[str, str]] = set()  # path and edition of prints that can be made
        self._untried: list[tuple[Subject, str]] = []

    @property
    def paths(self) -> Iterable[str]:
        """Where they are fetched, below the site and below docs/."""
        return self._offers.keys()

    def hold(self) -> None:
        """Let everybody wait: the sources have changed."""
        self._is_known = False

    def release(self) -> None:
        """Go on with the state that is shown, which is the newest sound one."""
        with self._change:
            self._is_known = True
            self._change.notify_all()

    def show(self, examination: Examination, artifacts: Iterable[Artifact] | None = None) -> None:
        """Make those of another state from now on, with what is on offer unless it is the same."""
        with self._change:
            self._examination = examination
            if artifacts is not None:
                self._offers = {
                    routes.generated(one.path).file: one.offer
                    for one in artifacts
                    if one.source is None and one.offer
                }
                self._untried = list(dict.fromkeys(self._not_right()))
        self.release()

    def fetch(self, path: str) -> bytes | None:
        """Make one, as it is published; None if there is none at this path below the site."""
        if path not in self._offers:
            return None
        with self._change:
            self._change.wait_for(lambda: self._is_known)
            offer, examination = self._offers.get(path), self._examination
        if offer is None or examination is None:
            return None
        only = Selection(
            subjects=frozenset({(offer.of, offer.subject)}), kinds=frozenset({offer.kind})
        )
        with self._making:
            made = prints_of(self._project, examination, only, lambda *_: None)
            files = (one for rendered in made for one in rendered.artifacts)
            found = (one for one in files if routes.generated(one.path).file == path)
            return next((one.content for one in found), None)

    def try_some(self, check: Check) -> tuple[Finding, ...] | None:
        """Make the prints about one thing that have changed; None if there are none left.

        Returns what is wrong with them. `check` is called before each; what it raises ends it.
        """
        if not self._untried or self._examination is None:
            return None
        handbook, subject = self._examination.handbook, self._untried[-1]
        only = Selection(subjects=frozenset({subject}))
        context = replace(context_of(self._project, self._examination), preview=True, only=only)
        jobs = plan_prints(handbook, context)
        with self._making:
            found = typeset_all(jobs, handbook, context, lambda *_: check()).findings
        if not found:  # else told again with the next state, in which it may stand elsewhere
            self._right |= {(routes.generated(job.path).file, job.code) for job in jobs}
        self._untried.pop()
        return found

    def _not_right(self) -> Iterator[tuple[Subject, str]]:
        """Yield what prints are about that are not known to be right."""
        for path, offer in self._offers.items():
            if offer.code and (path, offer.code) not in self._right:
                yield offer.of, offer.subject
