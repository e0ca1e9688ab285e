"""What maintainers do to sources, one edit a function: what it does not find it leaves alone."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import regex as re
import yaml

from tests.brands import drawn
from tests.damage import damaged
from tests.walked import Walked

Edit = Callable[[Walked, Random], object]
_ADDED = ("改", "二", "&<b>*x*|", "，打 {duty-phone}", "《》“”", "𠮷🚑", " A B ", "龘饕")
_SHELVES = {
    "sop_sources/roles.yaml": "roles",
    "sop_sources/terms.yaml": "terms",
    "sop_sources/handbook.yaml": "industries",
    "sop_sources/shared/pool-safety.yaml": "quantities",
}
_FAMILY = "sop_sources/shared/pool-safety.yaml"
_HANDBOOK = "sop_sources/handbook.yaml"
_STATES = ("draft", "review", "current", "retired")


def _reword(walked: Walked, dice: Random) -> None:
    """Say something otherwise in a source."""
    path = dice.choice(walked.sources())
    name = walked.project.name(path)
    kind = {"shared": "family"}.get(path.parent.name, path.stem)
    kind = "procedure" if path.parent.parent.name == "procedures" else kind
    data = _read(walked, name)
    marks = [one for one in walked.schemas.marks(kind, data) if one.keyword == "x-text"]
    for mark in dice.sample(marks, min(len(marks), dice.choice((1, 1, 3)))):
        *above, last = mark.path
        owner: Any = data
        for part in above:
            owner = owner[part]
        owner[last] = f"{mark.value}{dice.choice(_ADDED)}{dice.randrange(100)}"
        walked.dump(name, data)


def _retitle(walked: Walked, dice: Random) -> None:
    """Call a procedure, step, role, term, industry or document otherwise."""
    path = dice.choice(walked.sources())
    lines = path.read_text("utf-8").split("\n")
    found = [n for n, line in enumerate(lines) if re.match(r"[ -]*(title|term|label): ", line)]
    if found:
        lines[dice.choice(found)] += dice.choice("甲乙丙饕")
        path.write_text("\n".join(lines), "utf-8")


def _reassign(walked: Walked, dice: Random) -> None:
    """Give a step to another role."""
    name, data = _procedure(walked, dice)
    roles = [one["id"] for one in _read(walked, "sop_sources/roles.yaml").get("roles", [])]
    if roles:
        dice.choice(data["steps"])["role"] = dice.choice(roles)
        walked.dump(name, data)


def _rename(walked: Walked, dice: Random) -> None:
    """Give something another id, wherever it is named."""
    old = dice.choice(sorted(_ids(walked)))
    word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
    for path in walked.sources():
        path.write_text(word.sub(f"{old}-x", path.read_text("utf-8")), "utf-8")
        if path.stem == old:
            path.rename(path.with_stem(f"{old}-x"))
    for path in sorted((walked.project.sources / "procedures").iterdir()):
        if path.name == old:
            path.rename(path.with_name(f"{old}-x"))


def _rename_alone(walked: Walked, dice: Random) -> None:
    """Give something another id and forget who names it."""
    old = dice.choice(sorted(_ids(walked)))
    for path in walked.sources():
        text = path.read_text("utf-8")
        path.write_text(re.sub(rf"\bid: {re.escape(old)}$", f"id: {old}-y", text, flags=re.M))


def _ids(walked: Walked) -> Iterator[str]:
    for path in walked.sources():
        yield from re.findall(r"^[ -]*id: ([\w-]+)$", path.read_text("utf-8"), flags=re.M)


def _drop(walked: Walked, dice: Random) -> None:
    """Take a role, term, industry or quantity out of its list."""
    name, shelf = dice.choice(sorted(_SHELVES.items()))
    data = _read(walked, name)
    if data.get(shelf):
        data[shelf].pop(dice.randrange(len(data[shelf])))
        walked.dump(name, data)


def _move(walked: Walked, dice: Random) -> None:
    """Put a list in another order."""
    name, shelf = dice.choice(sorted(_SHELVES.items()))
    data = _read(walked, name)
    if data.get(shelf):
        dice.shuffle(data[shelf])
        walked.dump(name, data)


def _new_role(walked: Walked, dice: Random) -> None:
    number = dice.randrange(1000)
    role = {"id": f"role-{number}", "title": f"岗位{number}", "industry": "pool"}
    _add(walked, "sop_sources/roles.yaml", "roles", role | {"summary": "新来的"})


def _new_term(walked: Walked, dice: Random) -> None:
    term = {"id": f"term-{dice.randrange(1000)}", "term": dice.choice(("毯子", "急救", "值班"))}
    _add(walked, "sop_sources/terms.yaml", "terms", term | {"definition": "东西。"})


def _emergency(walked: Walked, dice: Random) -> None:
    """What is urgent, and what people say then."""
    data = _read(walked, "sop_sources/terms.yaml")
    urgent = {
        "title": "有人出事",
        "words": [dice.choice(("晕倒", "出血", "饕餮"))],
        "number": "120",
    }
    walked.dump("sop_sources/terms.yaml", data | {"emergencies": [urgent]})


def _new_industry(walked: Walked, dice: Random) -> None:
    """An industry, with a procedure that was elsewhere."""
    name = f"trade-{dice.randrange(1000)}"
    _add(walked, _HANDBOOK, "industries", {"id": name, "title": name, "summary": "新的"})
    procedure, _ = _procedure(walked, dice)
    path = walked.root / procedure
    (path.parent.parent / name).mkdir(exist_ok=True)
    path.rename(path.parent.parent / name / path.name)


def _new_family(walked: Walked, dice: Random) -> None:
    """Another family, of procedures that have none."""
    name = f"family-{dice.randrange(1000)}"
    members = ["lift-rescue", "snow"]
    family = {
        "id": name,
        "title": "冬天",
        "industry": "property",
        "summary": "冷",
        "members": members,
    }
    sources = [{"part": "全部", "document": "local-rules", "place": "第 1 章"}]
    walked.dump(f"sop_sources/shared/{name}.yaml", family | {"sources": sources})


def _new_procedure(walked: Walked, dice: Random) -> None:
    """A copy of another under its own id and number."""
    name, data = _procedure(walked, dice)
    number = dice.randrange(100, 1000)
    data |= {"id": f"new-{number}", "number": f"XX-{number}", "title": f"新的{number}"}
    walked.dump(f"{name.rpartition('/')[0]}/new-{number}.yaml", data)


def _procedure_gone(walked: Walked, dice: Random) -> None:
    name, data = _procedure(walked, dice)
    (walked.root / name).unlink()
    walked.change(_FAMILY, f"{data.get('id')}, ", "")


def _steps_moved(walked: Walked, dice: Random) -> None:
    name, data = _procedure(walked, dice)
    dice.shuffle(data["steps"])
    walked.dump(name, data)


def _step_gone(walked: Walked, dice: Random) -> None:
    name, data = _procedure(walked, dice)
    data["steps"].pop(dice.randrange(len(data["steps"])))
    walked.dump(name, data)


def _quantity(walked: Walked, dice: Random) -> None:
    """Another telephone number, which many pages show."""
    data = _read(walked, _FAMILY)
    values = {"contact": str(dice.randrange(60_000_000, 70_000_000)), "duration": "5h"}
    for one in data.get("quantities", []):
        one["value"] = values[one["kind"]]
    walked.dump(_FAMILY, data)


def _status(walked: Walked, dice: Random) -> None:
    name, data = _procedure(walked, dice)
    walked.dump(name, data | {"status": dice.choice(_STATES)})


def _effective(walked: Walked, dice: Random) -> None:
    """Let something be in force from another day on."""
    name, data = _procedure(walked, dice)
    if "effective_from" in data:
        data["effective_from"] = f"2026-1{dice.randrange(3)}-{dice.randrange(10, 29)}"
        walked.dump(name, data)


def _adopt(walked: Walked, dice: Random) -> None:
    """An industry takes its procedures into use, or no longer."""
    data = _read(walked, _HANDBOOK)
    industry = dice.choice(data["industries"])
    adoption = {"status": "current", "owner": {"role": "guard", "deputy": "duty-lead"}}
    days = {"approver": "duty-lead", "effective_from": "2026-11-01", "review_by": "2027-01-05"}
    if industry.pop("adoption", None) is None:
        industry["adoption"] = adoption | days
    walked.dump(_HANDBOOK, data)


def _title_of_handbook(walked: Walked, dice: Random) -> None:
    data = _read(walked, _HANDBOOK)
    walked.dump(_HANDBOOK, data | {"title": f"手册<{dice.randrange(100)}>&"})


def _address(walked: Walked, dice: Random) -> None:
    """The handbook is published, elsewhere, or no longer."""
    data = _read(walked, _HANDBOOK)
    data.pop("base_url", None)
    if dice.random() < 0.7:
        data["base_url"] = f"https://a{dice.randrange(3)}.example.org/sop/"
    walked.dump(_HANDBOOK, data)


def _contact(walked: Walked, dice: Random) -> None:
    walked.change(_HANDBOOK, "mail: editor", f"mail: editor-{dice.randrange(10)}")


def _repository(walked: Walked, dice: Random) -> None:
    """The sources move to another branch, or nobody says where they lie."""
    data = _read(walked, _HANDBOOK)
    data.pop("repository", None)
    if dice.randrange(3):
        url = "https://gitlab.com/acme/handbook"
        data["repository"] = {"url": url, "branch": f"edition-{dice.randrange(3)}"}
    walked.dump(_HANDBOOK, data)


def _brand(walked: Walked, dice: Random) -> None:
    """Give the handbook a brand, or another one: names, colour, logo."""
    data = _read(walked, _HANDBOOK)
    logo = walked.project.sources / "media" / "logo.png"
    logo.parent.mkdir(exist_ok=True)
    logo.write_bytes(drawn(200, 100 + dice.randrange(90)))
    fields = {
        "organisation": f"单位<{dice.randrange(100)}>&",
        "short_name": f"简{dice.randrange(100)}",
        "logo": "media/logo.png",
        "colour": f"#{dice.randrange(256):02x}4e79",
    }
    chosen = dice.sample(sorted(fields), dice.randrange(1, 5))
    walked.dump(_HANDBOOK, data | {"brand": {name: fields[name] for name in chosen}})


def _new_logo(walked: Walked, dice: Random) -> None:
    """Put another picture in the place of the logo, or take it away."""
    logo = walked.project.sources / "media" / "logo.png"
    if logo.is_file() and dice.random() < 0.9:
        logo.write_bytes(drawn(300, 100 + dice.randrange(90), "#154c1f"))
    else:
        logo.unlink(missing_ok=True)


def _damage(walked: Walked, dice: Random) -> None:
    """A source that cannot be read, or says something else."""
    path = dice.choice(walked.sources())
    path.write_bytes(damaged(path.read_bytes(), dice))


def _rewrite(walked: Walked, dice: Random) -> None:
    """The same in other words of YAML: lines move, what is said does not."""
    name = walked.project.name(dice.choice(walked.sources()))
    walked.dump(name, _read(walked, name))


def _read(walked: Walked, name: str) -> Any:
    """Return what a source says; what is damaged says nothing."""
    try:
        data = walked.read(name)
    except (yaml.YAMLError, OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _add(walked: Walked, name: str, shelf: str, item: dict[str, str]) -> None:
    data = _read(walked, name)
    data.setdefault(shelf, []).append(item)
    walked.dump(name, data)


def _procedure(walked: Walked, dice: Random) -> tuple[str, dict[str, Any]]:
    """Return a procedure that can be read: its path and what it says."""
    paths = sorted(walked.project.sources.glob("procedures/*/*.yaml"))
    names = [walked.project.name(path) for path in paths]
    whole = [(name, data) for name in names if (data := _read(walked, name)).get("steps")]
    return dice.choice(whole)


EDITS: dict[str, Edit] = {
    "reword": _reword,
    "retitle": _retitle,
    "reassign": _reassign,
    "rename": _rename,
    "rename alone": _rename_alone,
    "drop": _drop,
    "move": _move,
    "new role": _new_role,
    "new term": _new_term,
    "emergency": _emergency,
    "new industry": _new_industry,
    "new family": _new_family,
    "new procedure": _new_procedure,
    "procedure gone": _procedure_gone,
    "steps moved": _steps_moved,
    "step gone": _step_gone,
    "quantity": _quantity,
    "status": _status,
    "effective": _effective,
    "adopt": _adopt,
    "title of the handbook": _title_of_handbook,
    "address": _address,
    "contact": _contact,
    "repository": _repository,
    "brand": _brand,
    "another logo": _new_logo,
    "damage": _damage,
    "rewrite": _rewrite,
}
