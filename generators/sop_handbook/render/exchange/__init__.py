"""Procedures for other programs: BPMN 2.0 and plain JSON, one file of each per procedure."""

import json
from collections.abc import Iterator
from functools import partial
from importlib.resources import files

from sop_handbook.model import Handbook, routes
from sop_handbook.render.base import Artifact, Context, Download, Rendered
from sop_handbook.render.exchange.drawing import draw
from sop_handbook.render.exchange.flow_json import flow_json, index_json
from sop_handbook.render.exchange.mapping import bpmn_process
from sop_handbook.render.exchange.process import Process
from sop_handbook.render.kept import Keeper
from sop_handbook.templating.environment import render_xml

SCHEMAS = ("flow.schema.json", "index.schema.json")


def render_exchange(handbook: Handbook, context: Context) -> Rendered:
    """Return the files of every procedure, their index and the schemas of the JSON."""
    return Rendered((*_flows(handbook, context), *_common(handbook)))


def bpmn(process: Process) -> bytes:
    """Write a process as a BPMN 2.0 file with its diagram."""
    text = render_xml("exchange/process.bpmn.j2", process=process, drawing=draw(process))
    return f"{text}\n".encode()


def schema(name: str) -> bytes:
    """Return one of the JSON Schemas as it is published; `name` is that of its file."""
    return files(__name__).joinpath(name).read_bytes()


def _flows(handbook: Handbook, context: Context) -> Iterator[Artifact]:
    drawn = {f"bpmn {name}": partial(_bpmn_text, name) for name in handbook.procedures}
    flows = {f"flow {name}": partial(_flow_text, name) for name in handbook.procedures}
    texts = Keeper(handbook, context).texts(__name__, drawn | flows)
    for name, procedure in handbook.procedures.items():
        page = routes.procedure(procedure)
        bpmn, flow = texts[f"bpmn {name}"].encode(), texts[f"flow {name}"].encode()
        yield Artifact(page.data("bpmn").path, bpmn, _offer("bpmn", name))
        yield Artifact(page.data("flow").path, flow, _offer("flow-json", name))


def _bpmn_text(name: str, handbook: Handbook, context: Context) -> str:
    process = bpmn_process(handbook, handbook.procedures[name], context.messages)
    drawn = context.store.get_or_make(partial(bpmn, process), __name__, repr(process))
    return drawn.decode()


def _flow_text(name: str, handbook: Handbook, context: Context) -> str:
    return _written(flow_json(handbook, handbook.procedures[name], context.messages))


def _common(handbook: Handbook) -> Iterator[Artifact]:
    yield Artifact(routes.flows("index.json").path, _written(index_json(handbook)).encode())
    for name in SCHEMAS:
        yield Artifact(routes.flows(name).path, schema(name))


def _offer(kind: str, procedure: str) -> Download:
    return Download(kind=kind, of="procedure", subject=procedure)


def _written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
