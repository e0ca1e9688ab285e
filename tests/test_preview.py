"""A preview that follows its sources: the edited page first, then all, equal to a clean one."""

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest
from watchdog.observers.api import BaseObserver

from sop_handbook.adapters.watching import Watcher
from sop_handbook.commands.serving import watched
from sop_handbook.commands.session import Session
from sop_handbook.commands.support import papers
from sop_handbook.commands.support import preview as previewing
from sop_handbook.commands.support.papers import Papers
from sop_handbook.commands.support.preview import Preview
from sop_handbook.findings import Finding, Place
from sop_handbook.language.messages import messages
from sop_handbook.pipeline.build import build
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import prints_of
from sop_handbook.render.base import Rendered, Selection
from sop_handbook.site.engine.server import SiteServer
from tests.case_files import lay_out
from tests.previews import PATIENCE, free_port
from tests.sites import copy_engine, copy_project, fingerprints, plain_pages
from tests.support import DAY

SERVE = "sop_sources/procedures/restaurant/serve.yaml"
ROLES = "sop_sources/roles.yaml"
PAGE = "handbook/restaurant/serve/"
PRINT = "handbook/prints/serve-twi.pdf"
WORD = "handbook/office/serve.docx"
WAIVER = "waivers: [{code: unknown-role, reason: 试一试}]\n"
BAR = "其余页面更新中"
TASK, NEW_TASK = "把菜完好地送到", "把菜稳稳地送到"


class Seen(SiteServer):
    """A server that remembers what a browser would get at each reload."""

    seen: list[str]

    def show(self, early: Mapping[str, bytes] | None = None, *, pending: bool = False) -> None:
        super().show(early, pending=pending)
        self.seen.append(get(self, PAGE))


class Desk:
    """A handbook that is written, with its preview."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.session = Session(root, messages("zh"), DAY)
        self.project = self.session.project
        self.papers = Papers(self.project)
        port = free_port()
        self.server = Seen(self.project.preview, "127.0.0.1", port, BAR, self.papers.fetch)
        self.server.seen = []
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/"
        self.watcher = Watcher(watched(self.project))
        self.preview = Preview(self.session, self.address, self.server, self.watcher, self.papers)
        self.preview.begin()
        self.server.begin()
        self.preview.get_ready()

    def write(self, path: str, text: str) -> None:
        (self.root / path).write_text(text, "utf-8")

    def read(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        assert old in self.read(path)
        self.write(path, self.read(path).replace(old, new))

    def keep_up(self) -> list[str]:
        """Return the page as it was at each reload that a change brought."""
        self.server.seen = []
        self.preview.keep_up(PATIENCE)
        return self.server.seen

    def close(self) -> None:
        self.watcher.close()
        self.server.end()


def get(server: SiteServer, path: str) -> str:
    host, port = server.server_address[:2]
    connection = HTTPConnection(str(host), int(port), timeout=PATIENCE)
    connection.request("GET", f"/{path}")
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def fetched(server: SiteServer, path: str) -> bytes | None:
    """Return what a browser gets, None if there is no such file."""
    host, port = server.server_address[:2]
    connection = HTTPConnection(str(host), int(port), timeout=PATIENCE)
    connection.request("GET", f"/{path}")
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return content if answer.status == 200 else None


def try_all(desk: Desk) -> None:
    while desk.preview.try_papers():
        pass


def until(condition: Callable[[], bool]) -> None:
    """Wait for something to come true."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = copy_engine(tmp_path_factory.mktemp("preview") / "project")
    plain_pages(root)
    lay_out(root)
    found = Desk(root)
    yield found
    found.close()


@pytest.fixture
def desk(shared_desk: Desk) -> Iterator[Desk]:
    """The same for all tests, and as it was after each."""
    before = {path: shared_desk.read(path) for path in (SERVE, ROLES)}
    yield shared_desk
    for path, text in before.items():
        shared_desk.write(path, text)
    shared_desk.keep_up()


def test_an_edited_procedure_is_shown_before_the_rest_and_as_it_stays(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.replace(SERVE, TASK, NEW_TASK)
    first, settled = desk.keep_up()
    assert NEW_TASK in first
    assert BAR in first
    assert NEW_TASK in settled
    assert BAR not in settled
    shown, then = (
        page.partition("<body")[2].partition("<script>\nvar livereload")[0]
        for page in (first, settled)
    )
    assert shown == then
    assert "改动的流程已显示" in capsys.readouterr().out
    for path in desk.project.preview.rglob("*.html"):  # they are in no file
        text = path.read_text("utf-8")
        assert BAR not in text
        assert "livereload" not in text


def test_a_settled_preview_is_a_clean_one_whatever_happened(desk: Desk, tmp_path: Path) -> None:
    good = desk.read(SERVE)
    new = "sop_sources/procedures/restaurant/clear.yaml"

    def broken() -> None:
        desk.write(SERVE, good.replace("role: waiter", "role: waitor", 1))

    def mended_and_added_with_a_renamed_role() -> None:
        desk.write(SERVE, good.replace(TASK, NEW_TASK))
        text = desk.read(SERVE).replace("id: serve", "id: clear").replace("CY-01", "CY-03")
        desk.write(new, text.replace("title: ", "title: 再", 1))
        desk.replace(ROLES, "title: 服务员", "title: 餐厅服务员")

    def removed() -> None:
        (desk.root / new).unlink()

    for number, happen in enumerate((broken, mended_and_added_with_a_renamed_role, removed)):
        before = fingerprints(desk.project.preview)
        happen()
        desk.keep_up()
        if happen is broken:
            assert fingerprints(desk.project.preview) == before
        else:
            assert fingerprints(desk.project.preview) == clean(desk, tmp_path / str(number))


def clean(desk: Desk, root: Path) -> dict[str, str]:
    """Return the preview of the same sources, made where nothing was made before."""
    project = Session(copy_project(root, desk.root), messages("zh"), DAY).project
    project.cache.mkdir(parents=True)
    result = build(project, lambda _: None, desk.address, project.preview)
    assert not result.failed
    return fingerprints(project.preview)


@pytest.mark.parametrize("during", ["examine", "render", "site"])
def test_what_is_saved_while_all_is_made_is_shown_first(
    during: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second save comes while the first is examined, or rendered, or becomes a site."""

    def save_again(stage: str) -> None:
        if stage == during and NEW_TASK not in desk.read(SERVE):
            desk.replace(SERVE, "第一稿", NEW_TASK)
            until(desk.watcher.is_stale)

    monkeypatch.setattr(desk.session, "progress", save_again)
    desk.replace(SERVE, TASK, "第一稿")
    (first,) = desk.keep_up()  # and nothing that is settled
    assert "第一稿" in first
    second, settled = desk.keep_up()
    assert NEW_TASK in second
    assert BAR in second
    assert NEW_TASK in settled
    assert BAR not in settled


def test_a_mistake_shows_what_was_right_and_says_where_it_is(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    good = desk.read(SERVE)
    desk.write(SERVE, good.replace("role: waiter", "role: waitor", 1))
    (settled,) = desk.keep_up()
    assert TASK in settled
    assert BAR not in settled
    assert capsys.readouterr().out.count("[unknown-role]") == 1
    desk.write(SERVE, good.replace(TASK, NEW_TASK))
    first, _ = desk.keep_up()
    assert NEW_TASK in first


def test_findings_of_an_edited_procedure_are_told_before_all_is_made(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, check: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(previewing, "build", interrupted)
    capsys.readouterr()
    desk.write(SERVE, desk.read(SERVE) + WAIVER)
    with pytest.raises(KeyboardInterrupt):
        desk.keep_up()
    assert "[waived-error]" in capsys.readouterr().out


# Prints and Word documents -----------------------------------------------------------------------


def test_what_is_fetched_from_a_preview_is_what_would_be_published(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.replace(SERVE, TASK, NEW_TASK)
    desk.keep_up()
    examination = examine(desk.project)
    for name in (PRINT, WORD):
        kind = "docx" if name == WORD else "twi"
        only = Selection(subjects=frozenset({("procedure", "serve")}), kinds=frozenset({kind}))
        made = prints_of(desk.project, examination, only, lambda *_: None)
        (wanted,) = (one.content for rendered in made for one in rendered.artifacts)
        assert fetched(desk.server, name) == wanted
        assert not (desk.project.preview / name).exists()
        assert not (desk.project.assembled / name).exists()
    assert fetched(desk.server, "handbook/prints/nobody-twi.pdf") is None
    _trying_ends_when_something_is_saved(desk, monkeypatch)


def _trying_ends_when_something_is_saved(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    with patch.context() as here:
        here.setattr(desk.watcher, "is_stale", lambda: True)
        assert desk.preview.try_papers()
    assert desk.preview.try_papers()  # not lost
    try_all(desk)


def test_whoever_fetches_a_print_waits_until_it_is_known_what_it_says(desk: Desk) -> None:
    before = fetched(desk.server, PRINT)
    desk.papers.hold()
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(fetched, desk.server, PRINT)
        with pytest.raises(TimeoutError):
            asked.result(0.3)
        desk.replace(SERVE, TASK, NEW_TASK)
        desk.keep_up()
        assert asked.result(PATIENCE) not in (None, before)


def test_what_is_wrong_with_prints_is_told_once_a_state(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Finding(Place(ROLES, 2), "plate-overflow", {"role": "服务员", "count": "3"})
    monkeypatch.setattr(papers, "typeset_all", lambda *_: Rendered((), (finding,)))

    def told() -> int:
        capsys.readouterr()
        try_all(desk)
        return capsys.readouterr().out.count("[plate-overflow]")

    before = TASK
    for task in ("把菜轻轻地送到", "把菜慢慢地送到"):  # of which no other test tries the prints
        desk.replace(SERVE, before, task)
        before = task
        desk.keep_up()
        assert told()
        assert not told()


# Which files changed ----------------------------------------------------------------------------


@pytest.fixture(params=[True, False], ids=["events", "no-events"])
def watcher(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Watcher]]:
    """Makes a watcher of one folder, in one that has events and in one that has none."""
    if not request.param:

        def refuse(_: object) -> None:
            raise OSError(28, "inotify watch limit reached")

        monkeypatch.setattr(BaseObserver, "start", refuse)
    made: list[Watcher] = []

    def make() -> Watcher:
        made.append(Watcher([tmp_path, tmp_path / "file"]))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_what_is_written_made_moved_and_removed_is_told_once(
    watcher: Callable[[], Watcher], tmp_path: Path
) -> None:
    deep = tmp_path / "deep"
    (deep / "er").mkdir(parents=True)
    (deep / "er" / "a").write_text("a")
    found = watcher()
    (deep / "er" / "a").write_text("long")
    assert found.changed(PATIENCE) == {deep / "er" / "a"}
    (deep / "er" / "a").rename(deep / "b")
    assert found.changed(PATIENCE) == {deep / "er" / "a", deep / "b"}
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "c").write_text("c")
    assert found.changed(PATIENCE) == {tmp_path / "new" / "c"}
    (deep / "b").unlink()
    assert found.changed(PATIENCE) == {deep / "b"}
    assert found.changed(0) == frozenset()


def test_what_was_changed_makes_stale_until_it_is_told(
    watcher: Callable[[], Watcher], tmp_path: Path
) -> None:
    found = watcher()
    (tmp_path / "a").write_text("a")
    until(found.is_stale)
    assert found.is_stale()
    assert found.changed(0) == {tmp_path / "a"}
    assert not found.is_stale()


def test_what_is_read_or_begins_with_a_dot_is_no_change(
    watcher: Callable[[], Watcher], tmp_path: Path
) -> None:
    (tmp_path / "a").write_text("a")
    found = watcher()
    (tmp_path / ".a.swp").write_text("a")
    (tmp_path / "a").read_text()
    assert found.changed(0.2) == frozenset()
    assert not found.is_stale()
