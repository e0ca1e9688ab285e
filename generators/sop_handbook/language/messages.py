"""Interface words: one file per language (findings in a second one), strict look-up."""

from functools import cache
from pathlib import Path
from typing import Any

from sop_handbook.adapters.yaml_file import parse

LANGUAGES = ("zh", "en")


class Messages:
    """The words of one language, addressed by dotted keys such as `page.steps`."""

    def __init__(self, language: str, table: dict[str, Any]) -> None:
        self.language = language
        self._table = table

    def __call__(self, key: str, /, **args: object) -> str:
        """Return the words of a key with its gaps filled; a missing key is our own mistake."""
        return str(self.branch(key)).format(**args)

    def branch(self, key: str) -> Any:
        """Return whatever stands at a dotted key: a text, a list, or a mapping of further keys.

        Raises KeyError for a key that is not there: that is our own mistake.
        """
        value: Any = self._table
        for part in key.split("."):
            value = value[part]
        return value


@cache
def messages(language: str) -> Messages:
    """Load the words of `zh` or `en`. Raises ValueError for a locale file that is not sound."""
    table = _table(f"{language}.yaml")
    table["findings"] = _table(f"findings.{language}.yaml")
    return Messages(language, table)


def _table(name: str) -> dict[str, Any]:
    file = Path(__file__).parent / "locales" / name
    source, findings = parse(file.read_text("utf-8"), name)
    if source is None or findings:
        raise ValueError(f"{name}: {findings}")
    return dict(source.data)
