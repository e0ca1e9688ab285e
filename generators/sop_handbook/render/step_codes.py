"""QR codes of the links to steps, to be scanned off a screen: one small file a procedure."""

import json

from sop_handbook.model import Handbook, Procedure
from sop_handbook.render.base import Artifact, Context, Rendered
from sop_handbook.render.views.links import Pages, procedure_page, step_anchor
from sop_handbook.typesetting.codes import qr_code

FOLDER = "codes"


def render_step_codes(handbook: Handbook, context: Context) -> Rendered:
    """Return codes/<procedure>.json: modules a side and strokes, by anchor.

    Without a base URL no code would lead here.
    """
    if not handbook.base_url or context.preview:
        return Rendered(())
    return Rendered(
        tuple(
            Artifact(f"{FOLDER}/{procedure.id}.json", _codes(handbook, procedure))
            for procedure in handbook.in_use
        )
    )


def _codes(handbook: Handbook, procedure: Procedure) -> bytes:
    pages = Pages(handbook, "index.md")
    anchors = [step_anchor(step.id) for step in procedure.steps]
    found = {
        anchor: qr_code(f"{handbook.base_url}{pages.address(procedure_page(procedure), anchor)}")
        for anchor in anchors
    }
    return json.dumps(found, separators=(",", ":")).encode()
