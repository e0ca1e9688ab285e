"""Other engines over the same records and the same tokens, to measure ours against.

Both leave the cutting of words to whoever uses them, so both get our tokens, parted by spaces:
pairs of characters, the sounds of these pairs, first letters. A query is read by our own script.
"""

import gzip
import html
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Request

from sop_handbook.render.search.index import levels
from sop_handbook.render.search.record import Record
from tests.demonstration.search.engine import Found
from tests.demonstration.search.targets import Query

MINISEARCH = "minisearch@7.2.0"
_SIGNS = {"^": "1x", "$": "9x", "~": "2x", "#": "3x", "=": "4x", "%": "5x", " ": "0"}
WEIGHTS = {7: 7, 6: 6, 5: 4, 4: 3, 3: 3, 2: 1, 1: 1, 0: 1}  # by level, as ours weighs them
TOP = 5  # results whose text Pagefind fetches, as a list on a screen needs them

# What each reading of a query looks for. MiniSearch takes anything that helps; Pagefind wants
# all of its words, so it gets the core of a query, once as it is spelled and once as it sounds.
_TERMS = """async ({ site, typed, strict }) => {
  const { readings } = await import(`${site}assets/search/query.js`);
  const { Sounds } = await import(`${site}assets/search/sounds.js`);
  const get = async (name) => (await fetch(`${site}handbook/search/${name}.json`)).json();
  const [table, rare] = await Promise.all([get("table"), get("rare")]);
  const sounds = new Sounds(table.sounds);
  sounds.learn(rare.sounds, rare.simple);
  const own = (terms) => [...new Set(terms.filter(Boolean))];
  return typed.map((words) => readings(words, sounds, table.synonyms).flatMap((way) => {
    const looks = way.slots.flatMap((slot) => slot.looks);
    if (!strict) return [own(looks.flatMap((look) => [look.token, look.key]))];
    const core = way.slots.filter((slot) => slot.core).map((slot) => slot.looks[0]);
    return [own(core.map((look) => look.token || look.key)), own(core.map((look) => look.key))];
  }));
}"""
_MINI = """async ({ library, index, terms }) => {
  await new Promise((done) => {
    const script = document.createElement("script");
    script.src = library;
    script.onload = done;
    document.head.append(script);
  });
  const text = await (await fetch(index)).text();
  const options = {
    fields: ["l0", "l1", "l2", "l3", "l4", "l5", "l6", "l7"], storeFields: ["page", "anchor"],
    tokenize: (text) => text.split(" "), processTerm: (term) => term,
  };
  const mini = new MiniSearch(options);
  mini.addAll(JSON.parse(text));
  const weights = [1, 1, 1, 3, 3, 4, 6, 7];
  const boost = Object.fromEntries(options.fields.map((name, i) => [name, weights[i]]));
  const whole = JSON.stringify(mini);
  const found = terms.map((ways) => {
    const best = new Map();
    for (const way of ways) {
      for (const hit of mini.search(way.join(" "), { boost, combineWith: "OR" })) {
        if (hit.score > (best.get(hit.id)?.score ?? 0)) best.set(hit.id, hit);
      }
    }
    return [...best.values()].sort((a, b) => b.score - a.score).slice(0, 10)
      .map((hit) => [hit.page, hit.anchor]);
  });
  return { found, whole };
}"""
_PAGEFIND = """async ({ bundle, terms, top }) => {
  const pagefind = await import(`${bundle}pagefind.js`);
  await pagefind.options({ baseUrl: "/" });
  const found = [];
  for (const ways of terms) {
    const best = new Map();
    for (const way of ways) {
      for (const hit of (await pagefind.search(way.join(" "))).results.slice(0, 10)) {
        if (hit.score > (best.get(hit.id)?.score ?? 0)) best.set(hit.id, hit);
      }
    }
    const first = [...best.values()].sort((a, b) => b.score - a.score).slice(0, top);
    const shown = await Promise.all(first.map((hit) => hit.data()));
    found.push(shown.map(({ meta }) => [meta.page, meta.anchor]));
  }
  return found;
}"""


def terms(
    page: Page, site: str, queries: Iterable[Query], *, strict: bool
) -> list[list[list[str]]]:
    """Return, for each query, for each way to read it, what to look for."""
    typed = [query.typed for query in queries]
    found = page.evaluate(_TERMS, {"site": site, "typed": typed, "strict": strict})
    return [[[_word(term) for term in way] for way in ways] for ways in found]


def _tokens(record: Record) -> dict[int, list[str]]:
    by_level: dict[int, list[str]] = {level: [] for level in WEIGHTS}
    for (key, token), level in levels(record).items():
        by_level[level] += [_word(token), _word(key)]
    return by_level


def _word(term: str) -> str:
    """Return a token as letters and digits only: engines drop signs."""
    return "".join(_SIGNS.get(character, character) for character in term)


def fetch_minisearch(folder: Path) -> Path | None:
    """Return the library out of its npm package, None where there is no npm or no way to it."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    command = [npm, "pack", "--silent", MINISEARCH]
    if subprocess.run(command, cwd=folder, capture_output=True, timeout=300).returncode:
        return None
    (package,) = folder.glob("minisearch-*.tgz")
    with tarfile.open(package) as archive:
        content = archive.extractfile("package/dist/umd/index.js")
        assert content
        (folder / "minisearch.js").write_bytes(content.read())
    return folder / "minisearch.js"


def minisearch(
    page: Page, site: str, folder: Path, records: list[Record], asked: list[Query]
) -> tuple[list[Found], bytes]:
    """Run queries through MiniSearch; also return the index that every first query fetches."""
    documents = [
        {"id": number, "page": record.page, "anchor": record.anchor}
        | {f"l{level}": " ".join(own) for level, own in _tokens(record).items()}
        for number, record in enumerate(records)
    ]
    (folder / "mini.json").write_text(json.dumps(documents, ensure_ascii=False), "utf-8")
    given = {
        "library": f"{site}minisearch.js",
        "index": f"{site}mini.json",
        "terms": terms(page, site, asked, strict=False),
    }
    answer: dict[str, Any] = page.evaluate(_MINI, given)
    found = [
        Found(query, [(name, anchor) for name, anchor in places])
        for query, places in zip(asked, answer["found"], strict=True)
    ]
    return found, answer["whole"].encode()


def write_pagefind(python: Path, folder: Path, records: list[Record]) -> None:
    """Let Pagefind index the records, a page each."""
    pages = folder / "pagefind-pages"
    pages.mkdir()
    for number, record in enumerate(records):
        parts = "".join(
            f'<p data-pagefind-weight="{WEIGHTS[level]}">{html.escape(" ".join(own))}</p>'
            for level, own in _tokens(record).items()
        )
        meta = "".join(
            f'<span data-pagefind-meta="{key}">{html.escape(value or "-")}</span>'
            for key, value in (("page", record.page), ("anchor", record.anchor))
        )
        body = f'<html lang="en"><body data-pagefind-body>{meta}{parts}</body></html>'
        (pages / f"{number}.html").write_text(body, "utf-8")
    command: list[str | Path] = [python, "-m", "pagefind", "--site", pages]
    command += ["--output-path", folder / "pagefind"]
    subprocess.run(command, check=True, capture_output=True, timeout=1800)
    shutil.rmtree(pages)


def pagefind(
    page: Page, site: str, given: list[list[list[str]]], asked: list[Query]
) -> list[Found]:
    """Run queries through Pagefind."""
    call = {"bundle": f"{site}pagefind/", "terms": given, "top": TOP}
    answer: list[list[list[str]]] = page.evaluate(_PAGEFIND, call)
    return [
        Found(query, [(name, "" if anchor == "-" else anchor) for name, anchor in places])
        for query, places in zip(asked, answer, strict=True)
    ]


class Traffic:
    """Counts the bytes of every file a page asks for, scripts compressed."""

    def __init__(self, page: Page, site: str, folder: Path) -> None:
        self.size = 0
        self._site, self._folder = site, folder
        page.on("request", self._on_request)

    def _on_request(self, request: Request) -> None:
        file = self._folder / request.url.removeprefix(self._site).partition("?")[0]
        if file.is_file():
            content = file.read_bytes()
            self.size += len(gzip.compress(content) if file.suffix == ".js" else content)
