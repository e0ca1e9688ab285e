"""Schemas for editors: the project's own, with its ids to choose from and messages in Chinese.

They lie in the cache, written by whatever reads all sources; `.vscode/settings.json` names them.
The keywords are those of VS Code's JSON language service, which the YAML extension has, too.
"""

import json
from collections.abc import Mapping
from string import Formatter
from typing import Any

from sop_handbook.adapters.swap import put_file
from sop_handbook.language.messages import Messages, messages
from sop_handbook.pipeline.program import store_of
from sop_handbook.project import Project
from sop_handbook.sources.collect import collect
from sop_handbook.sources.references import Names, known
from sop_handbook.sources.schemas import LEDGER, Schemas
from sop_handbook.sources.validate import BY_KEYWORD

_Node = dict[str, Any]
_ROLE = "common.schema.json#/$defs/role"


def refresh_for_editor(project: Project) -> None:
    """Write them for the sources as they are now: a command has just changed some."""
    found = collect(project, store_of(project))
    write_for_editor(project, known(found.documents, found.unread).shared)


def write_for_editor(project: Project, names: Mapping[str, Names]) -> None:
    """Write the schemas for editors, as far as something in them is new.

    `names` leads from a kind, such as role, to id -> title. Where nothing can be written, nobody
    edits, so that is no trouble.
    """
    made = for_editor(Schemas(project.schemas).contents, names, project.language)
    try:
        for name, text in made.items():
            put_file(project.hints / name, text.encode())
    except OSError:
        return


def for_editor(
    contents: Mapping[str, _Node], names: Mapping[str, Names], language: str
) -> dict[str, str]:
    """Return the schemas as JSON by file name, with ids to choose from and messages for people.

    `contents` are the schemas by kind, `names` ids with their titles, by what they are of.
    """
    say = _Sayings(messages(language))
    return {
        f"{kind}.schema.json": json.dumps(_filled(schema, names, say), ensure_ascii=False, indent=1)
        for kind, schema in contents.items()
        if kind != LEDGER
    }


class _Sayings:
    """What is said of a value that does not fit, in the words of the findings."""

    def __init__(self, messages: Messages) -> None:
        self.messages = messages

    def of(self, node: _Node) -> dict[str, str]:
        """Return the messages of a node of a schema."""
        said: dict[str, str] = {}
        if "pattern" in node:
            said["patternErrorMessage"] = self._say(node.get("x-code", BY_KEYWORD["pattern"]))
        if _reserved(node):
            said["patternErrorMessage"] += self.messages("editor.reserved")
        if "enum" in node:
            meant = node.get("enumDescriptions") or [""] * len(node["enum"])
            known = zip(node["enum"], meant, strict=True)
            valid = "、".join(f"{one}（{what}）" if what else str(one) for one, what in known)
            said["errorMessage"] = self._say("not-allowed", valid=valid)
        elif "properties" in node:
            said["errorMessage"] = self._of_group(node)
        elif "not" in node:
            said["errorMessage"] = self._say("reserved-id")
        elif "type" in node:
            said["errorMessage"] = self._say("wrong-type")
        return said

    def _of_group(self, node: _Node) -> str:
        """One message for a key that is missing and for one that is unknown: editors have one."""
        valid = "、".join(node["properties"])
        if required := node.get("required"):
            return self.messages("editor.group", required="、".join(required), valid=valid)
        return self._say("unknown-key", valid=valid)

    def _say(self, code: str, **args: str) -> str:
        entry = self.messages.branch(f"findings.{code}")
        gaps = {name for _, name, _, _ in Formatter().parse(entry["hint"]) if name is not None}
        hint = entry["hint"].format(**args) if gaps <= args.keys() else entry["explain"]
        return f"{entry['title']}：{hint}"


def _reserved(node: _Node) -> list[str]:
    """The ids that a schema with a pattern keeps for itself."""
    found: list[str] = node.get("not", {}).get("enum", []) if "pattern" in node else []
    return found


def _may_be_offered(node: _Node, names: Mapping[str, Names]) -> bool:
    """Whether an example of an id is one of this project, too."""
    of = "role" if node.get("$ref") == _ROLE else node.get("x-ref", "")
    return of not in names or set(node["examples"]) <= names[of].keys()


def _filled(node: _Node, names: Mapping[str, Names], say: _Sayings) -> _Node:
    """Return a schema with messages, and with ids to choose from; a new id may be written, too."""
    filled = node | say.of(node)
    if reserved := _reserved(node):
        # Editors say nothing of their own about `not`; of a pattern they do.
        filled["pattern"] = f"^(?!(?:{'|'.join(reserved)})$){node['pattern'].removeprefix('^')}"
        del filled["not"]
    if "examples" in node and not _may_be_offered(node, names):
        del filled["examples"]  # editors would offer an id that there is not
    if known := names.get(node.get("x-ref", "")):
        offered = {"enum": list(known), "enumDescriptions": list(known.values())}
        filled["anyOf"] = [offered, {"type": "string"}]
    for key in ("properties", "$defs"):
        if key in node:
            filled[key] = {name: _filled(own, names, say) for name, own in node[key].items()}
    if "items" in node:
        filled["items"] = _filled(node["items"], names, say)
    return filled
