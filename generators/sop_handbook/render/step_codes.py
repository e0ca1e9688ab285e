"""QR codes of the links to steps, to be scanned off a screen: one small file a procedure."""

import json

from sop_handbook.model import Handbook, Procedure, routes
from sop_handbook.render.base import Artifact, Context, Rendered
from sop_handbook.typesetting.codes import qr_code


def render_step_codes(handbook: Handbook, context: Context) -> Rendered:
    """Return codes/<procedure>.json: modules a side and strokes, by anchor.

    Without a base URL no code would lead here. Each has `size` and `strokes` as typesetting.codes
    gives them.
    """
    if not handbook.base_url or context.preview:
        return Rendered(())
    return Rendered(
        tuple(
            Artifact(
                routes.procedure(procedure).data("codes").path,
                _codes(handbook, procedure),
                offline=procedure.industry,
            )
            for procedure in handbook.in_use
        )
    )


def _codes(handbook: Handbook, procedure: Procedure) -> bytes:
    page = routes.procedure(procedure)
    anchors = [routes.step_anchor(step.id) for step in procedure.steps]
    found = {anchor: qr_code(f"{handbook.base_url}{page.at(anchor)}") for anchor in anchors}
    return json.dumps(found, separators=(",", ":")).encode()
