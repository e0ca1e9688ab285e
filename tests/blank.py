"""Builds whose prints and Word documents have nothing in them: pages offer them all the same."""

import os
import subprocess
from dataclasses import replace
from itertools import chain
from pathlib import Path

from sop_handbook.findings import has_errors
from sop_handbook.model import Handbook
from sop_handbook.pipeline.build import build
from sop_handbook.project import Project
from sop_handbook.render.base import Context, Rendered
from sop_handbook.render.office import render_office
from sop_handbook.render.print import render_prints
from sop_handbook.render.renderers import RENDERERS
from tests.sites import Built
from tests.support import DAY

_PAPERS = (render_prints, render_office)


def _blank(handbook: Handbook, context: Context) -> Rendered:
    """Say which there are: a preview is told the same, and makes none."""
    foreseen = replace(context, preview=True)
    made = (make(handbook, foreseen).artifacts for make in _PAPERS)
    return Rendered(tuple(replace(one, source=b"%PDF") for one in chain.from_iterable(made)))


WITHOUT_PAPERS = (_blank, *(one for one in RENDERERS if one not in _PAPERS))


def build_without_papers(root: Path) -> Built:
    """Build the site of a project in this process; its prints and Word documents are blank."""
    project = Project(root=root, today=DAY, store=Path(os.environ["SOP_STORE"]))
    done = build(project, lambda _: None, renderers=WITHOUT_PAPERS)
    faults = [str(finding) for finding in done.findings if has_errors([finding])]
    return Built(root, subprocess.CompletedProcess([], int(done.failed), "\n".join(faults), ""))
