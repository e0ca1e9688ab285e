"""Prints to files: only what changed is typeset, over all processors."""

import json
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import chain, groupby
from typing import Any

from sop_handbook.adapters.store import Kept, Store
from sop_handbook.adapters.workers import begin, without_caller
from sop_handbook.editions.content import canonical
from sop_handbook.findings import Finding, in_order
from sop_handbook.language.segments import Segmenter, names, strings
from sop_handbook.language.wording import worded
from sop_handbook.model import Handbook
from sop_handbook.render.base import Artifact, Context, Rendered, Subject
from sop_handbook.render.print.brand import PrintBrand, brand_of
from sop_handbook.render.print.breaks import ready
from sop_handbook.render.print.findings import print_findings
from sop_handbook.render.print.jobs import TRUE_SIZE, Print
from sop_handbook.render.print.links import linked
from sop_handbook.render.print.photos import photos_of
from sop_handbook.render.print.promises import may_be_missing, notice
from sop_handbook.typesetting.compiler import Trouble
from sop_handbook.typesetting.layouts import chapters_of
from sop_handbook.typesetting.sheet import Bound, Sheet, make, make_all

_WORTH_A_PROCESS = 24  # prints; starting one costs about as much as typesetting ten
Tell = Callable[[str, Subject, str], None]  # a kind, and what it is about

_NAMING = ("number", "title", "kind")  # of a part, for its bookmark
_TO_TEMPLATES = "print"  # the branch of the interface words that templates see


def typeset_all(
    jobs: Sequence[Print], handbook: Handbook, context: Context, tell: Tell = lambda *_: None
) -> Rendered:
    """Return every print as a PDF with its offer; unchanged ones come from the store.

    A print that cannot be made right is not made, nor is one of which it is a part; the findings
    say why. One that has no room for everything and may choose is made once more, and chooses.
    `tell` is called with each before it is typeset.
    """
    wholes = [job for job in jobs if job.parts]
    if not wholes:
        return _typeset(jobs, {}, handbook, context, tell)
    asked = {job.path for job in jobs}
    single = {job.path: job for job in jobs if not job.parts}
    single |= {part.path: part for job in wholes for part in job.parts if part.path not in single}
    made = _typeset([*single.values()], {}, handbook, context, tell)
    finished = {one.path: one for one in made.artifacts}
    ready_made = [job for job in wholes if all(part.path in finished for part in job.parts)]
    bound = _typeset(ready_made, finished, handbook, context, tell)
    artifacts = (*(one for one in made.artifacts if one.path in asked), *bound.artifacts)
    return Rendered(artifacts, tuple(in_order([*made.findings, *bound.findings])))


def _typeset(
    jobs: Sequence[Print],
    finished: Mapping[str, Artifact],
    handbook: Handbook,
    context: Context,
    tell: Tell,
) -> Rendered:
    """Do it for prints whose parts are `finished`, by their paths."""
    artifacts: list[Artifact] = []
    findings: list[Finding] = []
    full: list[Print] = []
    for job, trouble, artifact in _pressed(jobs, finished, handbook, context, tell):
        if artifact:
            artifacts.append(artifact)
            continue
        findings += print_findings(job, trouble, handbook, context.places)
        if trouble.overflow and job.may_choose and "choose" not in job.options:
            full.append(replace(job, options={**job.options, "choose": "yes"}))
    if full:
        chosen = _typeset(full, finished, handbook, context, tell)
        artifacts += chosen.artifacts
        findings += chosen.findings
    return Rendered(tuple(artifacts), tuple(in_order(findings)))


def _pressed(
    jobs: Sequence[Print],
    finished: Mapping[str, Artifact],
    handbook: Handbook,
    context: Context,
    tell: Tell,
) -> Iterator[tuple[Print, Trouble, Artifact | None]]:
    """Yield every job with its file, or with what keeps it from being made."""
    segmenter = Segmenter(names(handbook))
    brand = brand_of(handbook, context)
    sheets = [_with_parts(_sheet(job, handbook, context, brand), job, finished) for job in jobs]
    keys = [_key(sheet, segmenter, context.store) for sheet in sheets]
    made = {key: _Made(context.store, key, it) for key in keys if (it := context.store.find(key))}
    wanted = {key: sheet for key, sheet in zip(keys, sheets, strict=True) if key not in made}
    making = _make_all(_ready(wanted.values(), segmenter, context))
    for key, job in dict(zip(keys, jobs, strict=True)).items():
        tell(job.kind, job.of, job.subject)
        if key in wanted:
            content = next(making)
            context.store.keep(key, content)
            made[key] = _Made(context.store, key, content)
    for key, job in zip(keys, jobs, strict=True):
        known, pdf = made[key].facts, made[key].pdf
        if pdf.size:
            yield job, Trouble(), Artifact(job.path, pdf, job.offer(known["pages"]))
        else:
            yield job, Trouble(**known), None


def _ready(sheets: Iterable[Sheet], segmenter: Segmenter, context: Context) -> list[Sheet]:
    """Return sheets with all that their templates need; chapters of books are measured for it."""
    sheets, store = list(sheets), context.store
    chapters = [dict(chapters_of(sheet)) for sheet in sheets]
    keys = {
        (at, name): _key(chapter, segmenter, store)
        for at, mine in enumerate(chapters)
        for name, chapter in mine.items()
    }
    found = {key: line for key in keys.values() if (line := store.find(key))}
    wanted = {key: chapters[at][name] for (at, name), key in keys.items() if key not in found}
    measured = _make_all([ready(chapter, segmenter, {}) for chapter in wanted.values()])
    for key, line in zip(wanted, measured, strict=True):
        store.keep(key, line)
        found[key] = line
    return [
        ready(
            replace(sheet, photos=photos_of(sheet, context.media, store)),
            segmenter,
            {name: _facts(found[keys[at, name]])["laid"] for name in chapters[at]},
        )
        for at, sheet in enumerate(sheets)
    ]


class _Made:
    """What `make` said of a print, and how to read its PDF; memory would not hold those of all."""

    def __init__(self, store: Store, key: str, content: bytes) -> None:
        self.facts = _facts(content)
        self.pdf = store.held(key, content, content.index(b"\n") + 1)


def _facts(content: bytes) -> dict[str, Any]:
    """Return the first line of what `make` made, which says what it is."""
    facts: dict[str, Any] = json.loads(content.partition(b"\n")[0])
    return facts


def address_of(base_url: str, address: str, code: str) -> str:
    """Return where a QR code leads: a page with the edition that the reader holds.

    `base_url` is the site's, `address` the page's below it, perhaps with an anchor; the edition
    goes into the query as `e`.
    """
    page, mark, anchor = address.partition("#")
    return f"{base_url}{page}?e={code}{mark}{anchor}"


def _sheet(job: Print, handbook: Handbook, context: Context, brand: PrintBrand) -> Sheet:
    """Return what the template gets: content, words, and what the code leaves out."""
    code, base_url = job.code, handbook.base_url
    about = handbook.procedures.get(job.subject) if job.of == "procedure" else None
    data = {
        "content": worded(job.content, context.messages, on_paper=True),
        "words": context.messages.branch(_TO_TEMPLATES),
        "extract": notice(job.edition or job.kind, context.messages),
        "may_be_missing": may_be_missing(job.edition or job.kind, about),
        "options": job.options,
        "pictures": job.pictures(),
        "photos": {name: one._asdict() for name, one in job.photos.items()},
        "edition": {
            "code": code,
            "notices": job.notices,
            "notices_of": job.notices_of,
            "standing": job.standing,
            "links": linked(job.content),
            "addresses": {
                key: address_of(base_url, address, code)
                for key, address in job.addresses.items()
                if base_url
            },
        },
    }
    return Sheet(
        template=f"{job.template or job.kind}.typ",
        data=data | brand.data,
        dated=job.dated,
        duplex=job.duplex,
        logo=brand.logo,
        true_size=job.options.get("scale") == TRUE_SIZE,
    )


def _with_parts(sheet: Sheet, job: Print, finished: Mapping[str, Artifact]) -> Sheet:
    """Return a sheet with what follows it: the template is told how many pages each part has."""
    if not job.parts:
        return sheet
    parts = [finished[part.path] for part in job.parts]
    pages = [one.offer.pages or 0 for one in parts if one.offer]
    named = [
        " ".join(one[key] for key in _NAMING if key in one)
        for one in sheet.data["content"]["parts"]
    ]
    held = [one.source for one in parts if isinstance(one.source, Kept)]
    bound = tuple(map(Bound, named, held))
    return replace(sheet, data={**sheet.data, "parts": pages}, parts=bound, binding=job.binding)


def _key(sheet: Sheet, segmenter: Segmenter, store: Store) -> str:
    """Return under what a print is kept; where its lines may end depends on the names in it."""
    names_in_it = segmenter.names_in("\n".join(strings(sheet.data["content"])))
    facts = (sheet.template, str(sheet.duplex), str(sheet.dated), "\n".join(names_in_it))
    parts = [one for part in sheet.parts for one in (part.title, part.pdf.mark)]
    return store.key(ready.__module__, *facts, canonical(sheet.data), *parts)


def _make_all(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """Yield what is made of each; nothing is begun before it is asked for."""
    processes = min(os.cpu_count() or 1, len(sheets) // _WORTH_A_PROCESS)
    if processes < 2:
        yield from map(make, sheets)
        return
    # Layouts of one content stay in one process: what the first took, half of it serves the second.
    batches = [list(same) for _, same in groupby(sheets, lambda sheet: sheet.data["content"])]
    # typst holds the interpreter's lock, so threads would wait for each other.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, fresh, initializer=begin) as pool:
        with without_caller():  # all of them begin when the work is handed in
            made = pool.map(make_all, batches, chunksize=4)
        yield from chain.from_iterable(made)
