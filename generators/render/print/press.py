"""Prints to files: only what changed is typeset, over all processors."""

import json
import multiprocessing
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

from generators.render.base import Artifact, Context, Offer, Rendered
from generators.render.print.codes import qr_svg
from generators.render.print.finishing import finish
from generators.render.print.jobs import Print
from generators.render.print.typesetting import typeset

_WORTH_A_PROCESS = 24  # prints; starting one costs about as much as typesetting ten
_TO_TEMPLATES = "print"  # the branch of the interface words that templates see


def press(jobs: Sequence[Print], base_url: str | None, context: Context) -> Rendered:
    """Return every print as a PDF with its offer; unchanged ones come from the store."""
    inputs = [_inputs(job, base_url, context) for job in jobs]
    keys = [context.store.key(job.kind, data) for job, data in zip(jobs, inputs, strict=True)]
    kept = {key: content for key in keys if (content := context.store.find(key))}
    wanted = {
        key: (job, data)
        for key, job, data in zip(keys, jobs, inputs, strict=True)
        if key not in kept
    }
    for key, made in zip(wanted, _make_all(wanted.values()), strict=True):
        context.store.keep(key, made)
        kept[key] = made
    return Rendered(tuple(_artifact(job, kept[key]) for key, job in zip(keys, jobs, strict=True)))


def _inputs(job: Print, base_url: str | None, context: Context) -> str:
    """Return what the template gets, as JSON: content, words, and what the code leaves out."""
    code = job.code
    return json.dumps(
        {
            "content": job.content,
            "pictures": job.pictures(),
            "words": context.words.branch(_TO_TEMPLATES),
            "edition": {
                "code": code,
                "overdue": job.overdue,
                "qr": {
                    key: qr_svg(address_of(base_url, address, code))
                    for key, address in job.addresses.items()
                    if base_url
                },
            },
        },
        ensure_ascii=False,
        sort_keys=True,
    )


def address_of(base_url: str, address: str, code: str) -> str:
    """Return where a QR code leads: a page that is told which edition the reader holds."""
    page, mark, anchor = address.partition("#")
    return f"{base_url}{page}?e={code}{mark}{anchor}"


def _make_all(wanted: Iterable[tuple[Print, str]]) -> Iterable[bytes]:
    tasks = [(replace(job, pictures=dict), data) for job, data in wanted]  # drawn by now
    processes = min(os.cpu_count() or 1, len(tasks) // _WORTH_A_PROCESS)
    if processes < 2:
        return [_make(task) for task in tasks]
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=fresh) as pool:
        return list(pool.map(partial(_make), tasks, chunksize=8))


def _make(task: tuple[Print, str]) -> bytes:
    """Typeset one print. What is kept: a line of facts, then the PDF."""
    job, data = task
    pdf, pages = finish(typeset(f"{job.kind}.typ", data, job.dated), duplex=job.duplex)
    facts: dict[str, Any] = {"pages": pages}
    return json.dumps(facts).encode() + b"\n" + pdf


def _artifact(job: Print, made: bytes) -> Artifact:
    facts, _, pdf = made.partition(b"\n")
    pages = json.loads(facts)["pages"]
    offer = Offer(kind=job.kind, of=job.of, subject=job.subject, pages=pages, code=job.code)
    return Artifact(job.path, pdf, offer)
