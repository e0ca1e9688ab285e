"""Prints to files: only what changed is typeset, over all processors."""

import json
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, groupby

from generators.editions import canonical
from generators.findings import Finding, in_order
from generators.model import Handbook
from generators.render.base import Artifact, Context, Offer, Rendered
from generators.render.print.jobs import Print
from generators.render.print.troubles import find_troubles
from generators.typesetting.compiler import Trouble, stay_in_one_thread
from generators.typesetting.sheet import Sheet, make_all

_WORTH_A_PROCESS = 24  # prints; starting one costs about as much as typesetting ten
_TO_TEMPLATES = "print"  # the branch of the interface words that templates see


def press(jobs: Sequence[Print], handbook: Handbook, context: Context) -> Rendered:
    """Return every print as a PDF with its offer; unchanged ones come from the store.

    A print that cannot be made right is not made; the findings say why.
    """
    sheets = [_sheet(job, handbook.base_url, context) for job in jobs]
    keys = [context.store.key(*_hashed(sheet)) for sheet in sheets]
    kept = {key: content for key in keys if (content := context.store.find(key))}
    wanted = {key: sheet for key, sheet in zip(keys, sheets, strict=True) if key not in kept}
    for key, made in zip(wanted, _make_all(list(wanted.values())), strict=True):
        context.store.keep(key, made)
        kept[key] = made
    artifacts: list[Artifact] = []
    findings: list[Finding] = []
    for key, job in zip(keys, jobs, strict=True):
        facts, _, pdf = kept[key].partition(b"\n")
        known = json.loads(facts)
        if pdf:
            artifacts.append(Artifact(job.path, pdf, _offer(job, known["pages"])))
        else:
            findings += find_troubles(job, Trouble(**known), handbook, context.places)
    return Rendered(tuple(artifacts), tuple(in_order(findings)))


def _offer(job: Print, pages: int) -> Offer:
    return Offer(kind=job.kind, of=job.of, subject=job.subject, pages=pages, code=job.code)


def address_of(base_url: str, address: str, code: str) -> str:
    """Return where a QR code leads: a page that is told which edition the reader holds."""
    page, mark, anchor = address.partition("#")
    return f"{base_url}{page}?e={code}{mark}{anchor}"


def _sheet(job: Print, base_url: str | None, context: Context) -> Sheet:
    """Return what the template gets: content, words, and what the code leaves out."""
    code = job.code
    data = {
        "content": job.content,
        "words": context.words.branch(_TO_TEMPLATES),
        "options": job.options,
        "pictures": job.pictures(),
        "edition": {
            "code": code,
            "notices": job.notices,
            "addresses": {
                key: address_of(base_url, address, code)
                for key, address in job.addresses.items()
                if base_url
            },
        },
    }
    template = f"{job.template or job.kind}.typ"
    return Sheet(template=template, data=data, dated=job.dated, duplex=job.duplex)


def _hashed(sheet: Sheet) -> tuple[str | bytes, ...]:
    return (sheet.template, str(sheet.duplex), str(sheet.dated), canonical(sheet.data))


def _make_all(sheets: Sequence[Sheet]) -> list[bytes]:
    processes = min(os.cpu_count() or 1, len(sheets) // _WORTH_A_PROCESS)
    if processes < 2:
        return make_all(sheets)
    # Layouts of one content stay in one process: what the first took, half of it serves the second.
    batches = [list(same) for _, same in groupby(sheets, lambda sheet: sheet.data["content"])]
    # typst holds the interpreter's lock, so threads would wait for each other.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, fresh, initializer=stay_in_one_thread) as pool:
        return list(chain.from_iterable(pool.map(make_all, batches, chunksize=4)))
