"""Texts that are made again only when something they read of the handbook has changed.

While a text is made, the handbook notes what is asked of it: each role, each procedure, each list.
The text is kept with the digests of all that. It is taken from the store if every digest is still
the same, so nobody has to know, or to say, what a page depends on. Many new texts are made by
several processes.
"""

import hashlib
import json
from collections.abc import (
    Callable,
    Hashable,
    ItemsView,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
    ValuesView,
)
from dataclasses import is_dataclass, replace
from io import BytesIO
from pickle import Pickler
from typing import Any

from sop_handbook.adapters.wanted import still_wanted
from sop_handbook.adapters.workers import shared_out, shares
from sop_handbook.model import Handbook
from sop_handbook.model.resolved import Titles
from sop_handbook.render.base import Context

# What a handbook consists of: looked up by a key, gone through, or small and part of every text.
MAPS = frozenset(
    {"industries", "documents", "contacts", "roles", "terms", "families", "procedures", "forms"}
)
LISTS = frozenset({"synonyms", "emergencies", "origins", "editions", "maintainers"})
PLAIN = frozenset(
    {"title", "summary", "report_to", "base_url", "brand", "language", "repository", "example_url"}
)
# What it finds by itself, likewise. Some is made of what is watched already, or nothing to read.
FOUND_MAPS = frozenset(
    {"procedures_of", "in_use_of", "families_of", "roles_of", "incoming", "concerning"}
    | {"editions_of", "using_forms", "order", "covered"}
)
FOUND_LISTS = frozenset({"in_use"})
WATCHED_ALREADY = frozenset({"names", "resolved", "digests", "digests_of_things"})

_RULES, _OFFERS, _EDITS = "rules", "offers", "edits"
_ALL = ""  # no id is empty

Make = Callable[[Handbook, Context], str]
_Key = str | tuple[str, ...]
_Note = Callable[[str, _Key], None]
_Read = tuple[str, _Key]  # a part of the handbook, and what of it


class Keeper:
    """Makes texts of one handbook, each anew only if something that it read has changed."""

    def __init__(self, handbook: Handbook, context: Context) -> None:
        self._handbook = handbook
        self._context = context
        names = (*MAPS, *LISTS, *FOUND_MAPS, *FOUND_LISTS)
        wholes = {name: getattr(handbook, name) for name in names}
        offers = {
            subject: tuple((one.path, one.offer, one.size) for one in files)
            for subject, files in context.by_subject.items()
        }
        wholes |= {_RULES: handbook.names.rules}
        self._parts = _Digests(wholes, handbook.digests, handbook.digests_of_things)
        self._told = _Digests({_OFFERS: offers, _EDITS: context.edits}, {}, {})
        plain = [getattr(handbook, name) for name in sorted(PLAIN)]
        language = context.messages.language
        self._base = _content((plain, context.today, context.preview, language)).hex()

    def texts(
        self, module: str, makes: Mapping[str, Make], worth_a_process: int | None = None
    ) -> dict[str, str]:
        """Return by name what each makes of the handbook and the context it is given.

        `module` is the full name of the module that makes them; their names are their own there.
        They read nothing else, and of the context the words, the day, the store, what is offered
        to readers and where things are edited. So many new ones as are `worth_a_process` are made
        by one of their own; None: all are made here. Raises what one of them raises.
        """
        keys = {name: self._context.store.key(module, self._base, name) for name in makes}
        found = {name: self._find(key) for name, key in keys.items()}
        texts = {name: text for name, text in found.items() if text is not None}
        new = {name: make for name, make in makes.items() if name not in texts}
        made = self._make([*new.values()], worth_a_process)
        for name, (text, read) in zip(new, made, strict=True):
            self._keep(keys[name], text, read)
            texts[name] = text
        return {name: texts[name] for name in makes}

    def _find(self, key: str) -> str | None:
        self._context.check()
        found = self._context.store.find(key)
        if found is None:
            return None
        head, _, text = found.partition(b"\n")
        same = all(self._digest(of, _key(k)) == digest for of, k, digest in json.loads(head))
        return text.decode() if same else None

    def _make(
        self, makes: Sequence[Make], worth_a_process: int | None
    ) -> list[tuple[str, list[_Read]]]:
        processes = shares(len(makes), worth_a_process) if worth_a_process else 1
        bare = _bare(self._context)
        if processes == 1:
            return _noted(self._handbook, bare, makes)
        parts = [makes[start::processes] for start in range(processes)]
        plain = replace(self._handbook)  # without digests by `id()`, which are others' there
        made = shared_out(_noted_there, [(plain, bare, part) for part in parts])
        for _, drawings in made:
            self._context.drawings.update(drawings)
        return [made[at % processes][0][at // processes] for at in range(len(makes))]

    def _keep(self, key: str, text: str, read: Iterable[_Read]) -> None:
        told = [(of, k, self._digest(of, k)) for of, k in read]
        head = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        self._context.store.keep(key, f"{head}\n{text}".encode())

    def _digest(self, of: str, key: _Key) -> str:
        return (self._told if of in {_OFFERS, _EDITS} else self._parts).of(of, key)


class _Digests:
    """Digests of the parts of a handbook, each found when it is first asked for.

    `known` and `of_things` (by `id()`) are those found so far, for whoever asks next.
    """

    def __init__(
        self,
        wholes: Mapping[str, Any],
        known: dict[tuple[str, _Key], str],
        of_things: dict[int, bytes],
    ) -> None:
        self._wholes = wholes
        self._known = known
        self._of_things = of_things

    def of(self, name: str, key: _Key) -> str:
        """Return the digest of what lies under a key, or of a whole; that of None if nothing."""
        known = self._known.get((name, key))
        if known is None:
            whole = self._wholes[name]
            value = whole if key == _ALL else whole.get(key)
            known = self._known[name, key] = self._digest(value).hex()
        return known

    def _digest(self, value: Any) -> bytes:
        if isinstance(value, Mapping):
            value = [*value.items()]
        if isinstance(value, list | tuple):
            return hashlib.sha256(b"".join(map(self._digest, value))).digest()
        if not is_dataclass(value):
            return _content(value)
        if id(value) not in self._of_things:  # the handbook holds it, so its id stays its own
            self._of_things[id(value)] = _content(value)
        return self._of_things[id(value)]


def _content(value: Any) -> bytes:
    """Return the SHA-256 of a value of the model by what it says; equal values have the same."""
    written = BytesIO()
    pickler = Pickler(written, protocol=5)
    pickler.fast = True  # else it would tell apart what is equal from what is the same
    pickler.dump(value)
    return hashlib.sha256(written.getvalue()).digest()


def _key(read: str | list[str]) -> _Key:
    return read if isinstance(read, str) else tuple(read)


def _noted_there(
    handbook: Handbook, context: Context, makes: Sequence[Make]
) -> tuple[list[tuple[str, list[_Read]]], dict[Hashable, Any]]:
    """Make texts in a process of its own; also return what was drawn for them."""
    return _noted(handbook, context, makes), context.drawings


def _noted(
    handbook: Handbook, context: Context, makes: Iterable[Make]
) -> list[tuple[str, list[_Read]]]:
    """Make texts; return each with what was read for it, in the order in which it was."""
    made = []
    for make in makes:
        seen: dict[_Read, None] = {}

        def note(of: str, key: _Key, seen: dict[_Read, None] = seen) -> None:
            seen.setdefault((of, key))

        text = make(_watched(handbook, note), _watched_context(context, note))
        made.append((text, list(seen)))
    return made


def _watched(handbook: Handbook, note: _Note) -> Handbook:
    """Return a handbook that says the same and notes what it is asked."""
    maps: dict[str, Any] = {n: _WatchedMap(n, getattr(handbook, n), note) for n in MAPS}
    lists: dict[str, Any] = {n: _WatchedList(n, getattr(handbook, n), note) for n in LISTS}
    made = replace(handbook, **maps, **lists)
    found = {n: _WatchedMap(n, getattr(handbook, n), note) for n in FOUND_MAPS}
    gone_through = {n: _WatchedList(n, getattr(handbook, n), note) for n in FOUND_LISTS}
    tables = _WatchedMap(_RULES, handbook.names.rules, note)
    names = Titles(made.roles, made.procedures, made.forms, tables)
    vars(made).update(found, **gone_through, names=names)  # where cached properties look first
    return made


def _bare(context: Context) -> Context:
    """Return a context with what a text may need, and no more."""
    bare = replace(
        context,
        findings=(),
        schemas={},
        offered=(),
        sections=(),
        only=None,
        check=still_wanted,
    )
    vars(bare)["by_subject"] = context.by_subject
    return bare


def _watched_context(context: Context, note: _Note) -> Context:
    """Return a bare context that notes what is asked of its offers, and of where to edit."""
    watched = replace(context, edits=_WatchedMap(_EDITS, context.edits, note))
    vars(watched)["by_subject"] = _WatchedMap(_OFFERS, context.by_subject, note)
    return watched


class _Watched:
    """A collection that notes that it is gone through."""

    def __init__(self, name: str, whole: Any, note: _Note) -> None:
        self._name, self._whole, self._note = name, whole, note

    def __iter__(self) -> Iterator[Any]:
        return iter(self._noted(_ALL))

    def __len__(self) -> int:
        return len(self._noted(_ALL))

    def _noted(self, key: Any) -> Any:
        self._note(self._name, key)
        return self._whole


class _WatchedMap(_Watched, Mapping[Any, Any]):
    """A mapping that notes which of its keys are asked for, or that all are."""

    def __getitem__(self, key: Any) -> Any:
        return self._noted(key)[key]

    def get(self, key: Any, default: Any = None) -> Any:
        return self._noted(key).get(key, default)

    def __contains__(self, key: Any) -> bool:
        return key in self._noted(key)

    def values(self) -> ValuesView[Any]:
        return ValuesView(self._noted(_ALL))

    def items(self) -> ItemsView[Any, Any]:
        return ItemsView(self._noted(_ALL))


class _WatchedList(_Watched, Sequence[Any]):
    """A list that notes that it is looked at."""

    def __getitem__(self, at: Any) -> Any:
        return self._noted(_ALL)[at]
