"""Whether a procedure made by a test is sound: what checks of its flow and times find."""

from dataclasses import replace

from sop_handbook.checks import flow, timing, together
from sop_handbook.findings import Place
from sop_handbook.model import Procedure
from sop_handbook.sources.places import Places
from tests.support import DAY
from tests.trades import trades_examination

CHECKS = (
    flow.unreachable,
    flow.unending,
    flow.open_end,
    timing.anchors,
    timing.inner_limits,
    timing.repeats,
    together.gathered,
    together.jumps,
    together.abandoned,
)


class _Anywhere(Places):
    """Places of what no file holds."""

    def __init__(self) -> None:
        super().__init__(())

    def _find(self, kind: str, name: str, path: tuple[str | int, ...]) -> Place:
        return Place(f"{name}: {path}", 1, 1)

    def wrote(self, name: str, *path: str | int) -> bool:
        return True


def codes_of(found: Procedure) -> list[str]:
    """What is found of one procedure alone."""
    book = replace(trades_examination().handbook, procedures={found.id: found})
    return [one.code for check in CHECKS for one in check(book, _Anywhere(), DAY)]
