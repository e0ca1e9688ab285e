"""Prints to files: only what changed is typeset, over all processors."""

import json
import multiprocessing
import os
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import Any

from generators.editions import canonical
from generators.findings import Finding, in_order
from generators.model import Handbook
from generators.render.base import Artifact, Context, Offer, Rendered
from generators.render.print.codes import qr_svg
from generators.render.print.finishing import finish
from generators.render.print.jobs import Print
from generators.render.print.troubles import find_troubles
from generators.render.print.typesetting import Trouble, typeset

Task = tuple[Print, dict[str, Any]]  # what to print, and the template's data without QR codes

_WORTH_A_PROCESS = 24  # prints; starting one costs about as much as typesetting ten
_LONG_WORD = re.compile(r"[!-~]{17,}")
_ONE_LINE = {"title", "role", "roles", "with"}
_NOT_SHOWN = {"id", "family", "key", "kind", "leads_to", "used_in"}  # by which templates look up
_TO_TEMPLATES = "print"  # the branch of the interface words that templates see


def press(jobs: Sequence[Print], handbook: Handbook, context: Context) -> Rendered:
    """Return every print as a PDF with its offer; unchanged ones come from the store.

    A print that cannot be made right is not made; the findings say why.
    """
    # Pictures are drawn by now; what draws them cannot be sent to another process.
    tasks = [
        (replace(job, pictures=dict), _inputs(job, handbook.base_url, context)) for job in jobs
    ]
    keys = [context.store.key(*_hashed(task)) for task in tasks]
    kept = {key: content for key in keys if (content := context.store.find(key))}
    wanted = {key: task for key, task in zip(keys, tasks, strict=True) if key not in kept}
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


def _inputs(job: Print, base_url: str | None, context: Context) -> dict[str, Any]:
    """Return what the template gets: content, words, and what the code leaves out."""
    code = job.code
    return {
        "content": job.content,
        "words": context.words.branch(_TO_TEMPLATES),
        "options": job.options,
        "pictures": job.pictures(),
        "edition": {
            "code": code,
            "overdue": job.overdue,
            "addresses": {
                key: address_of(base_url, address, code)
                for key, address in job.addresses.items()
                if base_url
            },
        },
    }


def _hashed(task: Task) -> tuple[str | bytes, ...]:
    job, data = task
    return (_template(job), str(job.duplex), str(job.dated), canonical(data))


def _template(job: Print) -> str:
    return f"{job.template or job.kind}.typ"


def _make_all(tasks: Sequence[Task]) -> list[bytes]:
    processes = min(os.cpu_count() or 1, len(tasks) // _WORTH_A_PROCESS)
    if processes < 2:
        return [_make(task) for task in tasks]
    # typst holds the interpreter's lock, so threads would wait for each other.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=fresh) as pool:
        return list(pool.map(_make, tasks, chunksize=8))


def _make(task: Task) -> bytes:
    """Typeset one print. What is kept: a line of facts, then the PDF unless there is trouble."""
    job, data = task
    qr = {key: qr_svg(address) for key, address in data["edition"]["addresses"].items()}
    filled = data | {
        "content": _settable(data["content"]),
        "edition": data["edition"] | {"qr": qr},
    }
    made = typeset(_template(job), canonical(filled).decode(), job.dated)
    if isinstance(made, Trouble):
        return json.dumps(made.facts()).encode() + b"\n"
    pdf, pages = finish(made, duplex=job.duplex)
    return json.dumps({"pages": pages}).encode() + b"\n" + pdf


def _settable(value: Any, key: str = "") -> Any:
    """Return content as it can be set: names on one line, long addresses free to break.

    typst would run a word that is wider than its column off the paper.
    """
    if isinstance(value, str):
        words = " ".join(value.split()) if key in _ONE_LINE else value
        return _LONG_WORD.sub(lambda found: "\u200b".join(found[0]), words)
    if isinstance(value, Mapping):
        return {
            name: part if name in _NOT_SHOWN else _settable(part, name)
            for name, part in value.items()
        }
    return [_settable(part, key) for part in value] if isinstance(value, list) else value
