"""Write the draft of a new procedure: valid from the first minute, and commented."""

from pathlib import Path

from sop_handbook.adapters.source import Source
from sop_handbook.adapters.yaml_file import parse
from sop_handbook.findings import Finding, has_errors
from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.program import store_of
from sop_handbook.project import Project
from sop_handbook.sources.schemas import Schemas
from sop_handbook.sources.validate import validate
from sop_handbook.templating.environment import render

_PROBLEMS = {"reserved-id": "reserved", "too-long": "too-long"}  # else it is badly spelt


class UnsoundError(Exception):
    """handbook.yaml has errors, so nobody knows its industries; `findings` are those errors."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings)
        self.findings = findings


class DraftError(Exception):
    """Why no draft was written: `problem` is a key below `cli.draft`, `args_` fill its gaps."""

    def __init__(self, problem: str, **args: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.args_ = args


def write_draft(project: Project, name: str) -> Path:
    """Write sop_sources/procedures/INDUSTRY/ID.yaml and return its path; `name` is INDUSTRY/ID.

    Raises DraftError if there is no such industry, the id may not be used, or it exists;
    UnsoundError where errors of handbook.yaml leave the industries unknown.
    """
    industry, procedure = (part.strip() for part in name.partition("/")[::2])
    examination = examine(project, store=store_of(project))
    handbook = examination.handbook
    if industry not in handbook.industries or not procedure:
        _require_industries(project, examination.findings)
        valid = "、".join(f"{key}（{item.title}）" for key, item in handbook.industries.items())
        problem = "no-industry" if procedure else "no-slash" if industry else "no-name"
        example = _example(handbook, industry, procedure)
        raise DraftError(problem, industry=industry, valid=valid, example=example)
    text = render(
        "draft.yaml.j2",
        id=procedure,
        number=_free_number(handbook, industry),
        role=next((role.id for role in handbook.roles_of[industry]), "unspecified"),
        document=next(iter(handbook.documents), ""),
        day=project.today.isoformat(),
    )
    source, _ = parse(text, name)
    wrong = _wrong(source, procedure, Schemas(project.schemas))
    if wrong:
        raise DraftError(_PROBLEMS.get(wrong, "bad-name"), name=procedure or name)
    path = project.sources / "procedures" / industry / f"{procedure}.yaml"
    if path.exists() or procedure in {*handbook.procedures, *handbook.families}:
        raise DraftError("exists", name=procedure)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def _example(handbook: Handbook, industry: str, procedure: str) -> str:
    """Return a name that can be: of what was said as much as is of use."""
    if industry in handbook.industries:
        return f"{industry}/{procedure or 'my-procedure'}"
    known = next(iter(handbook.industries), "industry")
    return f"{known}/{procedure or industry or 'my-procedure'}"


def _require_industries(project: Project, findings: tuple[Finding, ...]) -> None:
    """Raise UnsoundError if the file that lists the industries cannot be understood."""
    file = project.name(project.sources / "handbook.yaml")
    wrong = tuple(one for one in findings if one.place.file == file)
    if has_errors(wrong):
        raise UnsoundError(wrong)


def _wrong(source: Source | None, name: str, schemas: Schemas) -> str:
    """Return the code of what is wrong with a draft, which can only be its id; empty if nothing."""
    if source is None or source.data.get("id") != name:  # YAML makes another text of it
        return "bad-id"
    found = next(validate(source, "procedure", schemas), None)
    return found.code if found else ""


def _free_number(handbook: Handbook, industry: str) -> str:
    """Return the first free number in the style of the industry's others, such as CY-02."""
    taken = {p.number for p in handbook.procedures.values()}
    mine = [p.number for p in handbook.procedures_of[industry]]
    prefix = mine[0].rpartition("-")[0] if mine else industry[:2].upper()
    return next(n for i in range(1, 1000) if (n := f"{prefix}-{i:02}") not in taken)
