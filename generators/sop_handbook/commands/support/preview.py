"""A preview that follows its sources: what is edited at once, everything else after it."""

from collections.abc import Mapping
from pathlib import Path

from sop_handbook.adapters.wanted import Check, still_wanted
from sop_handbook.adapters.watching import Watcher
from sop_handbook.commands.session import TROUBLES, Session
from sop_handbook.commands.support.editor_schemas import write_for_editor
from sop_handbook.commands.support.papers import Papers
from sop_handbook.findings import Finding, has_errors
from sop_handbook.pipeline.build import Result, build
from sop_handbook.pipeline.edited import edited_procedures, examine_edited, pages_of_edited
from sop_handbook.pipeline.examine import Examination
from sop_handbook.render.base import Artifact
from sop_handbook.site.engine.pages_ahead import PagesAhead, pages_ahead
from sop_handbook.site.engine.server import SiteServer

_PATIENCE = 2.0  # seconds that one wait for a change takes, and an interrupt that was lost


class _SupersededError(Exception):
    """Something was saved while the site was being made: it is not wanted any more."""


class Preview:
    """Makes the preview again whenever something changes, and shows it.

    An edited procedure is examined and shown alone first, in the handbook as it last was sound;
    then all is made, and prints are tried. A save during that ends it, and is shown first in its
    turn. The folder of the preview is only ever replaced by a whole one; where that fails, a page
    that is right stays.
    """

    def __init__(
        self,
        session: Session,
        address: str,
        server: SiteServer,
        watcher: Watcher,
        papers: Papers,
        interrupted: Check = still_wanted,
    ) -> None:
        """Prepare one. `interrupted` raises KeyboardInterrupt once it is to end."""
        self._session = session
        self._interrupted = interrupted
        self._address = address
        self._server = server
        self._watcher = watcher
        self._papers = papers
        self._changed: frozenset[Path] = frozenset()  # since the preview was last made
        self._sound: Examination | None = None  # what the preview was last made of
        self._offered: tuple[Artifact, ...] = ()
        self._engine: PagesAhead | None = None
        self._early: Mapping[str, bytes] = {}  # what is shown instead of the preview's pages
        self._told: tuple[Finding, ...] = ()  # of the files that are being edited

    def begin(self) -> None:
        """Make the preview. What TROUBLES names is raised."""
        self._rebuild(self._interrupted)

    def follow(self) -> None:
        """Show every change, until interrupted."""
        self.get_ready()
        while True:
            self._interrupted()
            more = self.try_papers()
            self.keep_up(0 if more else _PATIENCE)

    def get_ready(self) -> None:
        """Have the engine ready for the next edit."""
        if self._engine is None and self._sound is not None and not self._watcher.is_stale():
            handbook = self._sound.handbook
            project, paths = self._session.project, self._papers.paths
            self._engine = pages_ahead(project, handbook, self._address, paths)

    def try_papers(self) -> bool:
        """Tell what is wrong with some prints that have changed; False if there are none left."""
        try:
            findings = self._papers.try_some(self._check)
        except _SupersededError:
            return True
        except TROUBLES as error:
            self._session.err.print(self._session.trouble(error), markup=False)
            return False
        self._session.report(findings or (), "text")
        return findings is not None

    def keep_up(self, patience: float) -> None:
        """Wait for a change, for `patience` seconds, and show it."""
        changed = self._watcher.changed(patience)
        if changed:
            self._changed |= changed
            self._update()

    def _update(self) -> None:
        self._server.announce()
        self._papers.hold()
        self._told = ()
        try:
            self._show_edited()
            self._rebuild(self._check)
        except _SupersededError:
            return
        except TROUBLES as error:  # the preview stays up, and shows what it showed
            self._session.err.print(self._session.trouble(error), markup=False)
        self._server.show(self._early)
        self._papers.release()
        self.get_ready()

    def _show_edited(self) -> None:
        """Show edited procedures and what is wrong with them, before all others are looked at."""
        project, former, engine = self._session.project, self._sound, self._engine
        if former is None or engine is None:
            return
        edited = edited_procedures(project, former, self._changed)
        if edited is None:
            return
        examination = examine_edited(project, former, edited)
        self._session.report(examination.findings, "text")
        self._told = examination.findings
        if has_errors(examination.findings):
            return
        texts = pages_of_edited(project, examination, edited, self._offered)
        self._early = engine.made(texts)
        self._server.show(self._early, pending=True)
        self._papers.show(examination)
        self._session.say("edited")

    def _rebuild(self, check: Check = still_wanted) -> None:
        session = self._session
        with session.turn():
            result = build(
                session.project,
                session.progress,
                self._address,
                session.project.preview,
                check=check,
            )
        write_for_editor(session.project, result.examination.names)
        fresh = tuple(finding for finding in result.findings if finding not in self._told)
        session.report(fresh, "text")
        session.say("kept" if result.failed else "refreshed", address=self._address)
        if not result.failed:
            self._settle(result)

    def _settle(self, result: Result) -> None:
        """Take a preview that was made for the one that edits are shown in."""
        if (
            self._sound is None
            or edited_procedures(self._session.project, self._sound, self._changed) is None
        ):
            self._engine = None  # there may be other pages now, or other things around them
        self._sound = result.examination
        self._papers.show(result.examination, result.artifacts)
        self._offered = tuple(artifact for artifact in result.artifacts if artifact.offer)
        self._changed = frozenset()
        self._early = {}

    def _check(self) -> None:
        self._interrupted()
        if self._watcher.is_stale():
            raise _SupersededError
