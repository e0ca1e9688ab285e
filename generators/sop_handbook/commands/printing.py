"""The command for people who hand out paper: print."""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from sop_handbook.commands.session import SOURCE_ERROR, USAGE_ERROR, Session
from sop_handbook.commands.support.print_requests import CalledNames, Found, Kinds, everything_of
from sop_handbook.commands.support.print_zip import archive, zip_name
from sop_handbook.findings import Finding, has_errors
from sop_handbook.language.messages import Messages, messages
from sop_handbook.model import Role, Status
from sop_handbook.model.learning import done_by, learns, persons_near
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import prints_of
from sop_handbook.render.base import Artifact, Rendered, Selection, Subject
from sop_handbook.render.entry_names import archive_day
from sop_handbook.render.views.needs import FOR_NEW
from sop_handbook.site.publish import write_files

PACK = "pack"  # the kind of print that `--pack` asks for
PRINTS = Path("prints")  # where prints go unless a folder is named
_QUOTED = r"[\s()&;|<>$`*?！'（）]"  # what a command line would take apart
Complaint = tuple[str, Mapping[str, object]]  # a key below `cli`, what fills its gaps


@dataclass(frozen=True)
class PrintRequest:
    """What was asked for; as text the command that asks for it."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    folder: Path
    packs: tuple[str, ...] = ()
    zipped: bool = False

    def saying(self, name: str, instead: str) -> str:
        """Return the command with another word for a name."""
        names = tuple(instead if one == name else one for one in self.names)
        packs = tuple(instead if one == name else one for one in self.packs)
        return str(replace(self, names=names, packs=packs))

    def __str__(self) -> str:
        kinds = [part for kind in dict.fromkeys(self.kinds) for part in ("--kind", kind)]
        packs = [part for role in dict.fromkeys(self.packs) for part in ("--pack", role)]
        to = () if self.folder == PRINTS else ("--to", str(self.folder))
        as_zip = ("--zip",) if self.zipped else ()
        parts = ("sop", "print", *dict.fromkeys(self.names), *kinds, *packs, *to, *as_zip)
        return " ".join(f'"{part}"' if re.search(_QUOTED, part) else part for part in parts)


def print_command(
    session: Session,
    names: tuple[str, ...],
    kinds: tuple[str, ...],
    folder: Path,
    packs: tuple[str, ...] = (),
    zipped: bool = False,  # options are passed by name
) -> None:
    """Make the prints of procedures, roles, forms or industries in a folder, and packs of roles.

    `zipped` puts them into one ZIP file; of a pack it has what it is taught
    by, too. Exits with 1 if the sources have errors or a print cannot
    be made right, 2 for an unclear name.
    """
    session.progress("examine")
    examination = examine(session.project, store=session.store)
    if has_errors(examination.findings):
        session.report(examination.findings, "text")
        sys.exit(SOURCE_ERROR)
    handbook = examination.handbook
    known, sorts = CalledNames(handbook, session.messages), Kinds(messages(handbook.language))
    names, kinds = _parted(known, sorts, names, kinds)
    call = PrintRequest(names, kinds, folder, packs, zipped)
    unknown = _unknown(sorts, kinds, session.messages)
    _require(session, [*_unclear(known, sorts, call), *unknown, *_no_roles(known, call)])
    asked = {name: frozenset(_meant(known, name)) for name in names}
    asked_packs = {name: frozenset(known.roles(name)) for name in packs}
    wanted = [
        Selection(
            subjects=frozenset().union(*asked.values()),
            kinds=frozenset(kind for name in kinds for kind in sorts.meant(name)),
        ),
        *_for_new(known, asked_packs, zipped=zipped),
    ]

    def tell(kind: str, of: Subject, name: str) -> None:
        title = known.title((of, name))
        session.progress("print-one", title=title, kind=sorts.messages(f"page.offers.{kind}"))

    making = chain.from_iterable(
        prints_of(session.project, examination, only, tell) for only in wanted if only.subjects
    )
    made = _sound(session, making, None if zipped else folder)
    if zipped and made:
        about = [known.roles(name)[0] for name in packs] + [known.meant(name)[0] for name in names]
        sort = [*((PACK,) if packs else ()), *(k for kind in kinds for k in sorts.meant(kind))]
        name = zip_name(known, sorts, about, sort, archive_day(handbook, session.project.today))
        _put(session, [Artifact(name, archive(known, sorts, made))], folder)
    told = {(one.offer.of, one.offer.subject) for one in made if one.offer}
    _require(session, [*_without(known, sorts, call, asked, told), *_no_packs(known, asked_packs)])


def _for_new(
    known: CalledNames, asked: Mapping[str, frozenset[Found]], *, zipped: bool
) -> Iterator[Selection]:
    """Yield the packs of roles and, in a ZIP, what they are taught by as in the print centre."""
    roles: frozenset[Found] = frozenset().union(*asked.values())
    yield Selection(subjects=roles, kinds=frozenset({PACK}))
    if zipped:
        done = (one for _, role in roles for one in done_by(known.handbook, role))
        taught: frozenset[Found] = frozenset(("procedure", one.id) for one in done)
        yield Selection(subjects=taught, kinds=FOR_NEW - {PACK})


def _without(
    known: CalledNames,
    sorts: Kinds,
    call: PrintRequest,
    asked: Mapping[str, frozenset[Found]],
    made: set[Found],
) -> Iterator[Complaint]:
    """Yield a complaint of each name about which nothing was made: why, where that is known."""
    args = {"kinds": _joined(known.messages, *call.kinds)}
    why = _why_none(known, [kind for name in call.kinds for kind in sorts.meant(name)])
    for name, own in asked.items():
        if own & made:
            continue
        # What a form has no print of is no matter of what is said in procedures.
        if why and any(of == "procedure" for of, _ in own):
            yield "none-of-kind", {"name": name, **args, "why": why}
        else:
            yield ("nothing-of-kind" if call.kinds else "nothing-at-all"), {"name": name, **args}


def _why_none(known: CalledNames, kinds: list[str]) -> str:
    """Return why procedures may have no print of some kinds; "" if not all of them say why."""
    reasons = known.messages.branch("cli.print.why-none")
    if not kinds or any(kind not in reasons for kind in kinds):
        return ""
    return _joined(known.messages, *dict.fromkeys(reasons[kind] for kind in kinds))


def _no_packs(known: CalledNames, asked: Mapping[str, frozenset[Found]]) -> Iterator[Complaint]:
    """Yield a complaint of each role that has no pack: of a team, which persons have one."""
    kind = messages(known.handbook.language)(f"page.offers.{PACK}")
    for name, found in asked.items():
        roles = [known.handbook.roles[role] for _, role in found]
        if not any(learns(known.handbook, role.id) for role in roles):
            (role,) = roles
            otherwise = known.messages("cli.print.taken-as", role=role.title)
            why = ("" if name in (role.id, role.title) else otherwise) + _why_no_pack(known, roles)
            yield "none-of-kind", {"name": name, "kinds": kind, "why": why}


def _why_no_pack(known: CalledNames, roles: Iterable[Role]) -> str:
    (role,) = roles
    if role.kind == "person":
        return known.messages("cli.print.pack-idle")
    reason = known.messages("cli.print.pack-team")
    persons = persons_near(known.handbook, role)
    if not persons:
        return reason
    named = _joined(known.messages, *(one.title for one in persons))
    return reason + known.messages("cli.print.persons-beside", roles=named)


def _sound(session: Session, making: Iterable[Rendered], folder: Path | None) -> list[Artifact]:
    """Return what is made, written into a folder as it is made; leave if it has errors."""
    made, told, sound = list[Artifact](), list[Finding](), True
    for some in making:
        session.report(tuple(one for one in some.findings if one not in told), "text")
        told += some.findings
        sound = sound and not has_errors(some.findings)
        made += some.artifacts
        if folder:
            _put(session, some.artifacts, folder)
    if not sound:
        sys.exit(SOURCE_ERROR)
    return made


def _put(session: Session, artifacts: Iterable[Artifact], folder: Path) -> None:
    for path in write_files(artifacts, folder):
        session.out.print(str(path), markup=False)


def _meant(known: CalledNames, name: str) -> Iterator[Found]:
    for found in known.meant(name):
        yield from everything_of(known.handbook, found)


def _parted(
    known: CalledNames, sorts: Kinds, names: tuple[str, ...], kinds: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return names and kinds: a kind may stand among the names (CY-01 检查表)."""
    among = {name for name in names if not known.meant(name) and sorts.meant(name)}
    parted = tuple(name for name in names if name not in among)
    return parted, (*kinds, *(name for name in names if name in among))


def _unclear(known: CalledNames, sorts: Kinds, call: PrintRequest) -> Iterator[Complaint]:
    """What keeps names from being understood: nothing is called so, or several things are.

    Where a call cannot be done, it says what was understood.
    """
    wrong, clear = list[Complaint](), list[Found]()
    if not call.names and call.kinds:
        example = next(iter(known.handbook.in_use), None)
        usage = str(replace(call, names=(example.number if example else "",)))
        wrong.append(
            ("only-kinds", {"kinds": _joined(known.messages, *call.kinds), "usage": usage})
        )
    for name in dict.fromkeys(call.names):
        found = known.meant(name)
        if not found:
            wrong.append(("no-such-subject", {"name": name, **_nearest(known, sorts, name)}))
        elif len(found) > 1:
            wrong.append(("ambiguous-subject", {"name": name}))
            wrong += [_way(known, call, name, one) for one in found]
        elif retired := _retired(known, found[0]):
            wrong.append(retired)
        else:
            clear.append(found[0])
    yield from wrong
    if wrong and clear:
        yield "clear-subjects", {"names": _joined(known.messages, *map(known.named, clear))}


def _no_roles(known: CalledNames, call: PrintRequest) -> Iterator[Complaint]:
    """What keeps the names of roles from being understood."""
    for name in dict.fromkeys(call.packs):
        found = known.roles(name)
        if not found:
            titles = [title for title in known.near(name) if known.roles(title)]
            yield "no-pack-role", {"name": name, "nearest": _guess(known.messages, *titles)}
        elif len(found) > 1:
            yield "ambiguous-subject", {"name": name}
            yield from (_way(known, call, name, one) for one in found)


def _nearest(known: CalledNames, sorts: Kinds, name: str) -> Mapping[str, str]:
    """Return what a name that nothing bears may have meant: a thing, or else a kind of prints."""
    near = known.near(name)
    kind = None if near else sorts.near(name)
    said = known.messages("cli.print.nearest-kind", name=kind) if kind else ""
    return {"nearest": _guess(known.messages, *near), "kind": said}


def _way(known: CalledNames, call: PrintRequest, name: str, found: Found) -> Complaint:
    """One of the things that a name may mean, and how to ask for it."""
    usage = call.saying(name, known.said(found))
    return "ambiguous-way", {"what": known.named(found), "usage": usage}


def _retired(known: CalledNames, found: Found) -> Complaint | None:
    procedure = known.handbook.procedures.get(found[1]) if found[0] == "procedure" else None
    if procedure is None or procedure.control.status is not Status.RETIRED:
        return None
    after = known.handbook.procedures.get(procedure.replaced_by or "")
    instead = after and known.messages("cli.print.instead", name=f"{after.number} {after.title}")
    return "retired-subject", {"name": known.title(found), "instead": instead or ""}


def _unknown(sorts: Kinds, names: tuple[str, ...], spoken: Messages) -> Iterator[Complaint]:
    for name in dict.fromkeys(names):
        if not sorts.meant(name):
            closest = (near,) if (near := sorts.near(name)) else ()
            yield "no-such-kind", {"name": name, "nearest": _guess(spoken, *closest)}


def _guess(spoken: Messages, *names: str) -> str:
    return spoken("report.nearest", nearest="”“".join(names)) if names else ""


def _joined(spoken: Messages, *names: str) -> str:
    return spoken("report.comma").join(names)


def _require(session: Session, complaints: list[Complaint]) -> None:
    """Leave if there is anything to complain of, and say all of it."""
    for key, args in complaints:
        session.complain(key, **args)
    if complaints:
        sys.exit(USAGE_ERROR)
