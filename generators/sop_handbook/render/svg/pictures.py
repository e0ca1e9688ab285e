"""Flow charts as PNG, for documents that hold no SVG; many of them over all processors."""

import base64
import json
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain, repeat
from typing import Any

from sop_handbook.adapters.workers import begin, without_caller
from sop_handbook.diagrams.fit import Paper
from sop_handbook.diagrams.graph import Graph
from sop_handbook.language.messages import Messages
from sop_handbook.render.base import Context
from sop_handbook.render.svg.diagrams import in_words, sheets
from sop_handbook.render.svg.drawings import dashes
from sop_handbook.typesetting.compiler import picture

_FONT = "Noto Sans SC"
_WORTH_A_PROCESS = 48  # charts; starting one costs about as much as drawing ten
_BATCH = 8  # charts; their pictures go back together


def charts(
    graphs: Sequence[Graph], room: Paper, context: Context
) -> Iterator[list[dict[str, Any]]]:
    """Yield each graph as its pictures, drawn for paper with so much room, from the store or anew.

    A picture is `{"name", "width", "height", "png", "alt", "dashed", "marked", "hazards"}`: a file
    name, its size in millimetres, base64, the chart in words (with the first only), and whether
    some line is that of an exception, some node critical or dangerous, some node dangerous.
    """
    _draw_ahead(graphs, room, context)
    for graph in graphs:
        draw = partial(_drawn, graph, room, context.messages)
        yield json.loads(context.store.get_or_make(draw, __name__, *_hashed(graph, room)))


def png(pictures: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    """Return the pictures of a chart as files by their names."""
    return {one["name"]: base64.b64decode(one["png"]) for one in pictures}


def _hashed(graph: Graph, room: Paper) -> tuple[str, ...]:
    return ("chart", repr(graph), repr(room))


def _draw_ahead(graphs: Sequence[Graph], room: Paper, context: Context) -> None:
    """Draw into the store what is not there, if it is worth processes of their own."""
    keys = [context.store.key(__name__, *_hashed(graph, room)) for graph in graphs]
    pairs = zip(keys, graphs, strict=True)
    missing = {key: graph for key, graph in pairs if context.store.find(key) is None}
    processes = min(os.cpu_count() or 1, len(missing) // _WORTH_A_PROCESS)
    if processes < 2:
        return  # they are drawn one by one, while others make documents of those before
    waiting = list(missing.values())
    batches = [waiting[at : at + _BATCH] for at in range(0, len(waiting), _BATCH)]
    # typst holds the interpreter's lock, so threads would wait for each other.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, fresh, initializer=begin) as pool:
        with without_caller():  # all of them begin when the work is handed in
            made = pool.map(_draw_all, batches, repeat(room), repeat(context.messages))
        for key, content in zip(missing, chain.from_iterable(made), strict=True):
            context.store.keep(key, content)


def _draw_all(graphs: Sequence[Graph], room: Paper, messages: Messages) -> list[bytes]:
    return [_drawn(graph, room, messages) for graph in graphs]


def _drawn(graph: Graph, room: Paper, messages: Messages) -> bytes:
    """Return the pictures of a graph as JSON."""
    said = "。".join(in_words(graph, messages)) + "。"
    made = [
        {
            "name": f"flow-{number}.png",
            "width": sheet.width,
            "height": sheet.height,
            "png": base64.b64encode(picture(sheet.svg, sheet.width, sheet.height)).decode(),
            "alt": "" if number > 1 else said,
            "dashed": dashes(graph, messages),
            "marked": any(node.marked for node in graph.nodes),
            "hazards": any(node.hazard for node in graph.nodes),
        }
        for number, sheet in enumerate(sheets(graph, messages, _FONT, room), 1)
    ]
    return json.dumps(made, ensure_ascii=False).encode()
