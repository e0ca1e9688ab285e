"""Freeze what this version of the engine writes: `python -m tests.freeze 1.0`, once a version.

Below tests/frozen there must be a folder of that name with `sources`, a handbook in two states; a
copy of the last version's will do. What is already there is never written again: a version that
was released is history. Schemes that have no file in tests/frozen/schemes get theirs, too.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sop_handbook.change.rules import SCHEMES
from tests.freeze_device import recorded
from tests.frozen import (
    LEDGER,
    RELEASES,
    Frozen,
    addresses_of,
    build_frozen,
    judged,
    renew,
    worth,
)
from tests.schemes import RULES, told
from tests.sites import served, sop_here

WRITTEN = ("editions.json", "codes.tsv", "addresses.json", "device.json")


def freeze(version: str) -> None:
    """Write everything of a version; exits where something of it is there."""
    frozen = Frozen(version)
    if there := [name for name in WRITTEN if (frozen.home / name).exists()]:
        sys.exit(f"{frozen.home}: {', '.join(there)} is frozen and stays as it is.")
    with TemporaryDirectory() as folder:
        before, now = Path(folder) / "before", Path(folder) / "now"
        first = addresses_of(build_frozen(frozen.lay_out(before, "first", ledger=False)).site)
        _release_twice(frozen, now)
        _write(frozen, "editions.json", (now / LEDGER).read_text("utf-8"))
        project = frozen.lay_out(Path(folder) / "again")
        site = build_frozen(project).site
        addresses = _with_former(addresses_of(site), first)
        _write(frozen, "addresses.json", _lines(addresses))
        _, _, papers = judged(project)
        rows = sorted("\t".join((paper.code, *worth(paper))) for paper in papers)
        _write(frozen, "codes.tsv", "".join(f"{row}\n" for row in rows))
        with served(site) as address:
            _write(frozen, "device.json", _lines(recorded(address)))


def _release_twice(frozen: Frozen, root: Path) -> None:
    project = frozen.lay_out(root, "first", ledger=False)
    for state, day in RELEASES.items():
        renew(project.root, frozen.home / "sources" / state)
        done = sop_here(root, "--date", day.isoformat(), "release")
        assert done.returncode == 0, done.stdout + done.stderr


def _with_former(now: dict[str, Any], first: dict[str, Any]) -> dict[str, Any]:
    """Return addresses of today, once it is sure that pages and steps of before are among them.

    Files about what is gone are not: sheets of a retired procedure are withdrawn.
    """
    for page, anchors in first["pages"].items():
        steps = {anchor for anchor in anchors if anchor.startswith("step-")}
        assert page in now["pages"], page
        assert steps <= set(now["pages"][page]), page
    return now


def _lines(data: object) -> str:
    """JSON with a line for each address, so that one can be found."""
    return json.dumps(data, ensure_ascii=False, indent=0) + "\n"


def _write(frozen: Frozen, name: str, text: str) -> None:
    (frozen.home / name).write_text(text, "utf-8")
    print(frozen.home / name)


def main(*versions: str) -> None:
    """Freeze a version, and every scheme that is not yet."""
    for path in sorted(SCHEMES.glob("*.yaml")):
        kept = RULES / f"{path.stem}.txt"
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(told(int(path.stem)), "utf-8")
            print(kept)
    for version in versions:
        freeze(version)


if __name__ == "__main__":
    main(*sys.argv[1:])
