"""Text of a source without what its author never meant: `sop fmt --fix`."""

from sop_handbook.adapters import characters
from sop_handbook.adapters.yaml_file import folded


def mended(text: str) -> str:
    """Return a source without invisible characters, radicals for characters and folded blanks.

    What may be meant otherwise stays, and so does a source that is no YAML at all.
    """
    clean = characters.cleaned(text)
    parts, end = [], 0
    for start, stop in folded(clean):
        parts += [clean[end:start], characters.joined(clean[start:stop])]
        end = stop
    return "".join([*parts, clean[end:]])
