"""The site's own search, run without its dialog: many queries in one page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.demonstration.search.targets import Query

# Each query starts with nothing, but what one fetched the next need not; the second of two
# runs tells the engine's own time, if it is asked for.
_FIND = """async ({ site, typed, timed }) => {
  const { Search } = await import(`${site}assets/search/engine.js`);
  const files = new Map();
  const found = [];
  for (const words of typed) {
    const names = new Set();
    const search = new Search((name) => {
      names.add(name);
      if (!files.has(name)) {
        files.set(name, fetch(`${site}handbook/search/${name}.json`).then((r) => r.json()));
      }
      return files.get(name);
    });
    const { results, answered } = await search.find(words, 10);
    const start = performance.now();
    if (timed) await search.find(words, 10);
    const took = performance.now() - start;
    const places = results.map(({ entry }) => [entry.page, entry.anchor]);
    found.push({ took, places, answered, names: [...names] });
  }
  return found;
}"""


@dataclass(frozen=True)
class Found:
    """What a query found, best first; milliseconds once everything was there; files it needed.

    `answered` says whether the search takes the best of it for an answer: yes, perhaps, no.
    """

    query: Query
    places: list[tuple[str, str]]
    milliseconds: float = 0.0
    files: list[str] = field(default_factory=list)
    answered: str = "yes"

    @property
    def rank(self) -> int | None:
        """The place of the first right result, from 1."""
        return self.query.rank(self.places)


def find_all(
    page: Page, site: str, queries: Iterable[Query], *, timed: bool = False
) -> list[Found]:
    """Run queries on a page of a served site; `timed`: each a second time, for its time."""
    asked = list(queries)
    typed = [query.typed for query in asked]
    found = page.evaluate(_FIND, {"site": site, "typed": typed, "timed": timed})
    return [
        Found(
            query,
            [(page, at) for page, at in own["places"]],
            own["took"],
            own["names"],
            own["answered"],
        )
        for query, own in zip(asked, found, strict=True)
    ]


@dataclass(frozen=True)
class Score:
    """How good an engine is at some queries: shares of 1."""

    count: int
    first: float
    third: float
    reciprocal: float

    @classmethod
    def of(cls, ranks: list[int | None]) -> "Score":
        """Score the places of the right results."""
        count = len(ranks) or 1
        return cls(
            len(ranks),
            sum(rank == 1 for rank in ranks) / count,
            sum(rank is not None and rank <= 3 for rank in ranks) / count,
            sum(1 / rank for rank in ranks if rank) / count,
        )
