"""Many Word documents in one process of pandoc: as if each had one of its own, bad ones alone."""

import io
import os
import subprocess
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pypandoc
import pytest

from sop_handbook.adapters import pandoc
from sop_handbook.adapters.pagination import paginated
from sop_handbook.adapters.pandoc import (
    Refusal,
    WordLook,
    WordPage,
    word_documents,
    write_all,
)
from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.model import Handbook, Text
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render import office
from sop_handbook.render.base import Artifact, Rendered, Selection, Subject
from sop_handbook.render.svg import pictures
from tests.contexts import bare

BODY = "word/document.xml"
# What a filter can do to show what pandoc does with a page that it cannot make.
ILL = """
function Str(text)
  if text.text == "refuse" then error("I will not") end
  if text.text == "die" then os.exit(3) end
  if text.text == "mutter" then io.stderr:write("hm") end
end
"""


@dataclass(frozen=True)
class Asked:
    """What one rendering asked pandoc for."""

    pages: list[WordPage] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    looks: list[WordLook] = field(default_factory=list)
    rendered: list[Rendered] = field(default_factory=list)

    def render(
        self,
        handbook: Handbook,
        store: Path,
        patch: pytest.MonkeyPatch,
        only: Iterable[str] | None = None,
    ) -> "Asked":
        def noting(
            pages: Iterable[tuple[office._File, WordPage]], look: WordLook
        ) -> Iterator[object]:
            return write_all(self._noted(pages, look), look)

        patch.setattr(office, "write_all", noting)
        context = bare(store)
        if only:
            asked: list[tuple[Subject, str]] = [("procedure", name) for name in only]
            context = replace(context, only=Selection(subjects=frozenset(asked)))
        self.rendered.append(office.render_office(handbook, context))
        return self

    def _noted(
        self, pages: Iterable[tuple[office._File, WordPage]], look: WordLook
    ) -> Iterator[tuple[office._File, WordPage]]:
        self.looks.append(look)
        for file, page in pages:
            self.pages.append(page)
            self.names.append(file.offer.subject)
            yield file, page

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        return self.rendered[-1].artifacts


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


@pytest.fixture(scope="module")
def several(handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The documents of some procedures of several trades, more than one process is given."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pandoc, "_BATCH", 3)
        asked = Asked().render(handbook, tmp_path_factory.mktemp("store"), patch, _some(handbook))
    assert len(asked.pages) == 5
    return asked


def _some(handbook: Handbook) -> list[str]:
    return [procedure.id for procedure in handbook.in_use][::4]


@pytest.fixture(scope="module")
def look(several: Asked) -> WordLook:
    return several.looks[0]


@pytest.fixture(scope="module")
def page(several: Asked) -> WordPage:
    """A page with nothing but what every document has."""
    return replace(several.pages[0], html=_html("<p>plain</p>"), pictures={})


def _html(body: str) -> str:
    return f"<!DOCTYPE html>\n<html><head><title>甲</title></head><body>{body}</body></html>"


def _parts(document: bytes | Refusal) -> dict[str, bytes]:
    assert isinstance(document, bytes), document
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _text(document: bytes | Refusal) -> str:
    return _parts(document)[BODY].decode()


def _by_the_command(page: WordPage, look: WordLook, folder: Path) -> dict[str, bytes]:
    """What pandoc's own command makes of a page, with a reference document of its own."""
    folder.mkdir()
    with zipfile.ZipFile(folder / "reference.docx", "w") as archive:
        for name, text in {**look.parts, **page.running}.items():
            archive.writestr(name, text)
    (folder / "filter.lua").write_text(look.tidy, "utf-8")
    for name, picture in page.pictures.items():
        (folder / name).write_bytes(picture)
    noon = datetime(page.day.year, page.day.month, page.day.day, 12, tzinfo=UTC)
    done = subprocess.run(
        [
            *(pypandoc.get_pandoc_path(), "--from=html+east_asian_line_breaks", "--to=docx"),
            *("--output=-", f"--data-dir={folder}", f"--resource-path={folder}"),
            *(f"--reference-doc={folder / 'reference.docx'}", "--syntax-highlighting=none"),
            f"--lua-filter={folder / 'filter.lua'}",
        ],
        input=page.html.encode(),
        capture_output=True,
        env={"SOURCE_DATE_EPOCH": str(int(noon.timestamp())), "LC_ALL": "C.UTF-8"},
        check=True,
    )
    assert not done.stderr
    return _parts(done.stdout)


def test_a_document_is_what_the_command_makes_of_its_page_alone(
    several: Asked, look: WordLook, tmp_path: Path
) -> None:
    for name, page, artifact in zip(several.names, several.pages, several.artifacts, strict=True):
        made = _parts(artifact.content)
        alone = _by_the_command(page, look, tmp_path / name)
        assert {part: made[part] for part in page.running} == {
            part: alone[part] for part in page.running
        }
        alone |= {
            BODY: paginated(alone[BODY]),
            **{one: text.encode() for one, text in page.styled.items()},
        }
        assert made == alone, name


def test_a_page_alone_gives_the_same_bytes_as_among_others(several: Asked, look: WordLook) -> None:
    some = several.pages[:3]
    together = word_documents(some, look)
    assert together == [word_documents([one], look)[0] for one in some]
    assert together == [artifact.content for artifact in several.artifacts[:3]]
    backwards = word_documents(some[::-1], look)
    assert backwards == together[::-1]


def test_the_files_come_in_the_order_of_the_handbook(several: Asked, handbook: Handbook) -> None:
    wanted = _some(handbook)
    assert [a.offer.subject for a in several.artifacts if a.offer] == wanted
    assert several.names == wanted


def test_no_page_makes_no_document(look: WordLook) -> None:
    assert word_documents([], look) == []
    assert list(write_all([], look)) == []


def test_each_document_has_the_day_and_the_heads_of_its_own(page: WordPage, look: WordLook) -> None:
    other = replace(
        page,
        day=date(1999, 12, 31),
        running={name: text.replace("<w:t ", "<w:t  ") for name, text in page.running.items()},
    )
    first, second, third = map(_parts, word_documents([page, other, page], look))
    assert first == third
    assert f"{page.day}T12:00:00Z".encode() in first["docProps/core.xml"]
    assert b"1999-12-31T12:00:00Z" in second["docProps/core.xml"]
    assert second["word/header1.xml"] == other.running["word/header1.xml"].encode()
    assert first.keys() == second.keys()


@pytest.mark.parametrize("processors", [1, 2, 64])
def test_any_number_of_processors_makes_the_same_in_the_same_order(
    processors: int, page: WordPage, look: WordLook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    monkeypatch.setattr(pandoc, "_BATCH", 2)
    pages = [(number, replace(page, html=_html(f"<p>第{number}</p>"))) for number in range(5)]
    made = list(write_all(pages, look))
    assert [number for number, _ in made] == [0, 1, 2, 3, 4]
    assert all(f"第{number}" in _text(document) for number, document in made)


def test_pages_are_taken_no_sooner_than_there_is_work_for_them(
    page: WordPage, look: WordLook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr(pandoc, "_BATCH", 2)
    taken = 0

    def pages() -> Iterator[tuple[int, WordPage]]:
        nonlocal taken
        for taken in range(1, 13):
            yield taken, page

    ahead = [taken - done for done, _ in write_all(pages(), look)]
    assert taken == len(ahead) == 12
    assert max(ahead) <= 6  # two batches are being made or wait, a third is gathered


@pytest.mark.parametrize(
    ("ill", "said"),
    [
        ("<p>refuse</p>", "I will not"),
        ("<p>die</p>", "pandoc ended with 3"),
        ("<p>mutter</p>", "hm"),
        ('<p><img src="flow-9.png" /></p>', "flow-9.png: replacing image with description"),
    ],
)
def test_a_page_that_cannot_be_made_is_told_and_takes_no_other_with_it(
    ill: str, said: str, page: WordPage, look: WordLook
) -> None:
    look = replace(look, tidy=look.tidy + ILL)
    bad = replace(page, html=_html(ill))
    (good,) = word_documents([page], look)
    assert isinstance(good, bytes)
    first, refused, last = word_documents([page, bad, page], look)
    assert first == last == good
    assert isinstance(refused, Refusal)
    assert said in refused.said
    assert word_documents([bad], look) == [refused]


def test_a_page_without_end_is_given_up_and_takes_no_other_with_it(
    page: WordPage, look: WordLook, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: Any = subprocess.run

    def impatient(*args: Any, timeout: float, cwd: Path, **others: Any) -> Any:
        """Have less patience where the page lies: what is sound gets the time it takes."""
        turns = any("turn" in page.read_text("utf-8") for page in cwd.glob("*/page.html"))
        return run(*args, timeout=0.5 if turns else timeout, cwd=cwd, **others)

    monkeypatch.setattr(subprocess, "run", impatient)
    endless = "\nfunction Str(text) while text.text == 'turn' do end end"
    look = replace(look, tidy=look.tidy + endless)
    good, refused = word_documents([page, replace(page, html=_html("<p>turn</p>"))], look)
    assert isinstance(good, bytes)
    assert isinstance(refused, Refusal)
    assert "timed out after 0.5 seconds" in refused.said


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.html"
    file.write_text("<p>SECRET</p>", "utf-8")
    return file


@pytest.mark.parametrize(
    "attack",
    [
        '<iframe src="{}"></iframe>',
        '<iframe src="file://{}"></iframe>',
        '<img src="{}" />',
        '<img src="../1/page.html" />',
        '<object data="{}"></object><embed src="{}" />',
        '<link rel="stylesheet" href="{}" /><script src="{}">os.exit(9)</script>',
        '<svg><image href="{}" /></svg><video src="{}"></video>',
        '<a href="{}">link</a>',
    ],
)
def test_markup_that_breaks_out_of_its_escape_reaches_no_file(
    attack: str, secret: Path, page: WordPage, look: WordLook
) -> None:
    html = _html(f"<p>before</p>{attack.replace('{}', str(secret))}<p>after</p>")
    hit, good = word_documents([replace(page, html=html), page], look)
    assert isinstance(good, bytes)
    if isinstance(hit, Refusal):
        assert "[WARNING] Could not fetch" in hit.said
        return
    parts = _parts(hit)
    assert not [name for name, part in parts.items() if b"SECRET" in part or "media" in name]
    assert b"External" not in parts["word/_rels/document.xml.rels"]
    assert "before" in _text(hit)
    assert "after" in _text(hit)


def test_markup_that_breaks_out_of_its_escape_asks_nothing_of_the_network(
    page: WordPage, look: WordLook
) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        body = "".join(
            f'<{name} {key}="{address}/{name}"></{name}>'
            for name, key in (("iframe", "src"), ("img", "src"), ("object", "data"), ("a", "href"))
        )
        made = word_documents([replace(page, html=_html(body)), page], look)
        server.shutdown()
    assert asked == []
    assert isinstance(made[1], bytes)


def test_no_page_shows_the_picture_of_another(
    several: Asked, page: WordPage, look: WordLook
) -> None:
    shown = _html('<p><img src="flow-1.png" /></p>')
    first = replace(page, html=shown, pictures=several.pages[0].pictures)
    other = replace(first, pictures=several.pages[1].pictures)
    made = word_documents([first, replace(first, pictures={}), other], look)
    assert isinstance(made[1], Refusal)
    media = [
        [part for name, part in _parts(document).items() if "/media/" in name]
        for document in made[::2]
    ]
    assert media == [[one.pictures["flow-1.png"]] for one in (first, other)]


def test_a_text_is_never_run(tmp_path: Path, handbook: Handbook) -> None:
    """Whatever it is written like: Lua, a shell's words, raw Word, or a format of pandoc's."""
    mark = tmp_path / "ran"
    attacks = (
        f"]] os.execute('touch {mark}') --[[",
        f"io.open('{mark}', 'w'):write(1)",
        f'"; pandoc.pipe("touch", {{"{mark}"}}, "") --',
        f"$(touch {mark}) `touch {mark}` | touch {mark}",
        "{=openxml} <w:p/> ```{=openxml} <w:t>x</w:t>```",
        "%d %s %%",
    )
    procedure = next(iter(handbook.in_use))
    steps = tuple(replace(step, title=f"{attacks[0]}{step.title}") for step in procedure.steps)
    changed = replace(
        procedure, title=attacks[1], steps=steps, principles=tuple(Text((a,)) for a in attacks)
    )
    one = replace(handbook, procedures={changed.id: changed})
    (made,) = office.render_office(one, bare(tmp_path / "store")).artifacts
    shown = "".join(_text(made.content).split())
    escaped = [a.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for a in attacks]
    assert [a for a in escaped if "".join(a.split()) not in shown] == []
    assert not mark.exists()


def test_what_a_user_set_up_for_pandoc_counts_for_nothing(
    page: WordPage, look: WordLook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (tmp_path / ".local" / "share" / "pandoc", tmp_path / "pandoc"):
        folder.mkdir(parents=True)
        (folder / "init.lua").write_text("error('theirs')")
        (folder / "reference.docx").write_text("theirs")
    (plain,) = word_documents([page], look)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LUA_INIT", "error('theirs')")
    assert word_documents([page], look) == [plain]


def test_one_edited_procedure_makes_one_document(
    handbook: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = first, second, third = list(handbook.procedures)[:3]
    edited = replace(handbook.procedures[second], principles=(Text(("改过",)),))
    book = replace(handbook, procedures={**handbook.procedures, second: edited})
    before = Asked().render(handbook, tmp_path, monkeypatch, few)
    after = Asked().render(book, tmp_path, monkeypatch, few)
    assert before.names == [first, second, third]
    assert after.names == [second]
    contents = [[a.content for a in asked.artifacts] for asked in (before, after)]
    assert [old == new for old, new in zip(*contents, strict=True)] == [True, False, True]


def test_a_refused_procedure_is_named_and_the_others_are_kept(
    handbook: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = first, second, third = list(handbook.procedures)[:3]
    bad = replace(handbook.procedures[second], principles=(Text(("refuse",)),))
    book = replace(handbook, procedures={**handbook.procedures, second: bad})
    asked, ours = Asked(), office._look(None)
    with monkeypatch.context() as patch:
        patch.setattr(office, "_look", lambda _: replace(ours, tidy=ours.tidy + ILL))
        with pytest.raises(RuntimeError, match=rf"\A{second}: [^\0]*I will not") as told:
            asked.render(book, tmp_path, patch, few)
    assert not [name for name in (first, third) if name in str(told.value)]
    assert asked.names == [first, second, third]
    assert Asked().render(book, tmp_path, monkeypatch, few).names == [second]


def test_charts_drawn_by_many_processes_are_those_drawn_by_one(
    handbook: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = bare(tmp_path / "here"), bare(tmp_path / "there")
    graphs = [procedure_graph(handbook, p, here.messages) for p in handbook.in_use[:6]]
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    alone = list(pictures.charts(graphs, office._ROOM, here))
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(pictures, "_WORTH_A_PROCESS", 2)
    drawn_here = _counted(monkeypatch)
    assert list(pictures.charts(graphs, office._ROOM, there)) == alone
    assert drawn_here == []
    assert all(one["png"] for chart in alone for one in chart)


def _counted(patch: pytest.MonkeyPatch) -> list[Mapping[str, object]]:
    """What this process draws from now on."""
    drawn: list[Mapping[str, object]] = []
    patch.setattr(pictures, "_drawn", lambda *args: drawn.append(args))
    return drawn
