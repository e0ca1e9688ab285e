"""What every bench asks first: how much to measure, and whether what it measures is there."""

import argparse
import sys
from collections.abc import Collection, Sequence


def sizes(doc: str | None, usual: Sequence[int], *, least: int = 1, step: int = 1) -> list[int]:
    """Return the sizes on the command line, or the usual ones; ends with a word on a wrong one."""
    limits = f"smallest size: {least}" + (f", in steps of {step}" if step > 1 else "")
    parser = argparse.ArgumentParser(description=(doc or "").partition("\n")[0], epilog=limits)
    parser.add_argument(
        "size",
        nargs="*" if len(usual) > 1 else "?",
        type=int,
        help="usual: " + " ".join(map(str, usual)),
    )
    asked: list[int] | int | None = parser.parse_args().size
    found = [asked] if isinstance(asked, int) else asked or list(usual)
    for size in found:
        if size < least or size % step:
            parser.error(f"{size} is no size of this bench; {limits}")
    return found


def need(wanted: Collection[str], there: Collection[str]) -> None:
    """End with a word where the handbook has not what a bench measures."""
    missing = [name for name in wanted if name not in there]
    if missing:
        sys.exit(f"This bench measures the demonstration handbook, which lacks {missing}")
