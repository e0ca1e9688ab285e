"""The first files of a handbook, from a few answers."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from sop_handbook.adapters.swap import files_below
from sop_handbook.adapters.wheel import Wheel
from sop_handbook.adapters.yaml_file import parse
from sop_handbook.project import FORMAT, Project
from sop_handbook.scaffold import managed
from sop_handbook.scaffold.engine_wheel import lock_of, schemas_of
from sop_handbook.sources.format.canonical import canonical
from sop_handbook.sources.schemas import Schemas
from sop_handbook.templating.environment import render_file

PLATFORMS = ("github", "gitlab", "gitee", "none")
PROGRAMS = frozenset({".ci/handbook"})  # files that people may run
_TEMPLATES = Path(__file__).parent / "templates"
_DOT, _FILLED = "dot-", ".j2"
_SOURCES = "sop_sources/"


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What is asked before a handbook is begun.

    `industry` is the title of the first industry and `industry_id` its id, `platform` is one of
    PLATFORMS, `language` that of messages and of what is written for maintainers. There may be no
    `organisation`; nothing else is empty.
    """

    title: str
    organisation: str
    industry: str
    industry_id: str
    platform: str
    language: str


def first_texts(answers: Answers, project: Project) -> dict[str, bytes]:
    """Return the files of a new handbook that people and the templates write, by path.

    `project` tells the day, and by which schemas sources are written in canonical style.
    """
    return dict(_from_templates(answers, project))


def with_engine(answers: Answers, texts: Mapping[str, bytes], engine: Wheel) -> dict[str, bytes]:
    """Return every file of a new handbook by path: `texts`, the engine and what belongs to it."""
    made = {**texts, **_of_engine(engine), f"vendor/{engine.filename}": engine.content}
    about = (engine.version, answers.platform, answers.language)
    made[managed.NAME] = managed.managed_of(*about, made).text.encode()
    return dict(sorted(made.items()))


def managed_files(platform: str, language: str, engine: Wheel) -> dict[str, bytes]:
    """Return every managed file of a handbook by path, as this engine writes it."""
    made = _of_engine(engine)
    for room in ("common", language, platform):
        for name in files_below(_TEMPLATES / room):
            if managed.is_managed(place := _place(name, "")):
                made[place] = (_TEMPLATES / room / name).read_bytes()
    return dict(sorted(made.items()))


def _of_engine(engine: Wheel) -> dict[str, bytes]:
    schemas = schemas_of(engine)
    made = {f"{_SOURCES}schemas/{name}": content for name, content in schemas.items()}
    return {**made, "requirements.txt": lock_of(engine)}


def platform_files(platform: str) -> dict[str, bytes]:
    """Return the files of a code platform alone, by path."""
    return {
        _place(name, ""): (_TEMPLATES / platform / name).read_bytes()
        for name in files_below(_TEMPLATES / platform)
    }


def _from_templates(answers: Answers, project: Project) -> Iterator[tuple[str, bytes]]:
    values = _values(answers, project.today)
    for room in ("common", answers.language, answers.platform):
        for name in files_below(_TEMPLATES / room):
            place = _place(name, answers.industry_id)
            if not name.endswith(_FILLED):
                yield place, (_TEMPLATES / room / name).read_bytes()
                continue
            text = render_file(f"{room}/{name}", **values)
            yield place, (_canonical(text, place, project) if _is_source(place) else text).encode()


def _values(answers: Answers, today: date) -> Mapping[str, object]:
    return {
        **asdict(answers),
        "chinese": answers.language == "zh",
        "number": f"{answers.industry_id[:2].rstrip('-').upper()}-01",
        "day": today.isoformat(),
        "format": FORMAT,
    }


def _place(name: str, industry: str) -> str:
    parts = PurePosixPath(name.removesuffix(_FILLED)).parts
    named = (f".{one.removeprefix(_DOT)}" if one.startswith(_DOT) else one for one in parts)
    return "/".join(industry if one == "INDUSTRY" else one for one in named)


def _is_source(place: str) -> bool:
    return place.startswith(_SOURCES)


def _canonical(text: str, place: str, project: Project) -> str:
    source, _ = parse(text, place)
    kind = "procedure" if place.startswith(f"{_SOURCES}procedures/") else PurePosixPath(place).stem
    made = canonical(text, source, kind, Schemas(project.schemas)) if source else None
    return made or text  # what cannot be read is found when the sources are checked
