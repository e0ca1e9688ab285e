"""The finished site: built strictly, the same everywhere, self-contained, and left alone on errors.

A handbook of several trades is built in copies of the project, a small one is edited.
"""

import json
import posixpath
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from sop_handbook.model import Handbook
from sop_handbook.pipeline.build import build as build_here
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.site.csp import script_hashes
from tests.blank import WITHOUT_PAPERS
from tests.case_files import lay_out
from tests.full import Filler, Write, write_sources
from tests.hostile import first_forms
from tests.pages import Element, parse_page
from tests.sites import (
    Built,
    build,
    copy_engine,
    copy_project,
    fingerprints,
    html_pages,
    plain_pages,
    served,
    sop_here,
)
from tests.support import DAY

MAX_AROUND_CONTENT = 35_000
OTHER_MACHINE = {
    "PYTHONHASHSEED": "4711",
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "en_US.UTF-8",
}


@pytest.fixture(scope="module")
def site(trades: Built) -> Path:
    return trades.site


@pytest.fixture(scope="module")
def handbook(trades: Built) -> Handbook:
    return examine(Project(root=trades.root, today=DAY)).handbook


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Element]:
    """Every page of the site, parsed."""
    return {
        path.relative_to(site).as_posix(): parse_page(path.read_text("utf-8"))
        for path in html_pages(site)
    }


# Building ---------------------------------------------------------------------------------------


def test_a_handbook_builds_strictly(trades: Built) -> None:
    assert trades.run.returncode == 0, trades.run.stdout + trades.run.stderr
    assert not (trades.root / "site.old").exists()


def test_every_markdown_page_becomes_a_page_of_the_site(trades: Built) -> None:
    docs = Project(root=trades.root, today=DAY).assembled
    for page in docs.rglob("*.md"):
        inside = page.relative_to(docs).with_suffix("")
        folder = inside.parent if inside.name == "index" else inside
        assert (trades.site / folder / "index.html").is_file()


def test_two_folders_two_hash_seeds_and_two_time_zones_give_the_same_bytes(
    trades: Built, tmp_path: Path
) -> None:
    elsewhere = copy_project(tmp_path / "deeper" / "down" / "手册", trades.root)
    assert fingerprints(trades.site) == fingerprints(build(elsewhere, OTHER_MACHINE).site)


def test_another_machine_that_keeps_nothing_yet_gives_the_same_bytes(
    built: Path, tmp_path: Path
) -> None:
    """A small handbook: what went into its prints and documents is asked of the large one."""
    elsewhere = copy_project(tmp_path / "elsewhere", built)
    found = build(elsewhere, {**OTHER_MACHINE, "SOP_STORE": str(tmp_path / "empty")})
    assert fingerprints(built / "site") == fingerprints(found.site)


def _state(root: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The minimal handbook with its site; tests put back what they edit."""
    root = copy_engine(tmp_path_factory.mktemp("built") / "project")
    plain_pages(root)
    lay_out(root)
    done = sop_here(root, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@contextmanager
def _edited(path: Path, old: str, new: str) -> Iterator[None]:
    before = path.read_text("utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), "utf-8")
    try:
        yield
    finally:
        path.write_text(before, "utf-8")


def _errors(root: Path) -> list[dict[str, object]]:
    """Build, expect a refusal, and return the error findings; the site must stay as it was."""
    made = Project(root=root, today=DAY).generated
    before = fingerprints(root / "site"), fingerprints(made)
    run = sop_here(root, "build", "--format", "json")
    assert run.returncode == 1, run.stderr
    assert (fingerprints(root / "site"), fingerprints(made)) == before
    left_over = [*root.glob(".site*"), *root.glob(".cache/**/.*"), *root.glob("site.old")]
    assert left_over == []
    return [finding for finding in json.loads(run.stdout) if finding["severity"] == "error"]


def test_building_again_without_a_change_writes_nothing(built: Path) -> None:
    before = _state(built)
    again = sop_here(built, "build")
    assert again.returncode == 0
    assert "有变化的 0 个" in again.stdout
    assert _state(built) == before


@pytest.mark.parametrize("harm", ["emptied", "overwritten", "more"])
def test_a_site_that_was_touched_counts_as_not_built(harm: str, built: Path) -> None:
    site = built / "site"
    before = fingerprints(site)
    if harm == "emptied":
        for path in site.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    elif harm == "overwritten":
        (site / "index.html").write_text("<h1>defaced</h1>")
    else:
        (site / "stray.html").write_text("stray")
    refused = sop_here(built, "publish", str(built.parent / "www"))
    assert (refused.returncode, (built.parent / "www").exists()) == (2, False)
    assert sop_here(built, "build").returncode == 0
    assert fingerprints(site) == before


def test_a_site_is_published_where_a_link_leads_and_again(built: Path, tmp_path: Path) -> None:
    root = tmp_path / "srv" / "sop"
    root.mkdir(parents=True)
    (root / "index.html").write_text("welcome")
    (tmp_path / "www").symlink_to(root)
    for _ in range(2):
        run = sop_here(built, "publish", f"{tmp_path / 'www'}/")
        assert run.returncode == 0, run.stderr
        assert fingerprints(root) == fingerprints(built / "site")
    assert (tmp_path / "www").is_symlink()
    assert [path.name for path in root.parent.iterdir()] == ["sop"]


@pytest.mark.parametrize("folder", ["notes", "..", "../..", "site", "notes/file"])
def test_nothing_but_a_site_is_replaced_by_one(folder: str, built: Path) -> None:
    notes = built / "notes"
    notes.mkdir(exist_ok=True)
    (notes / "file").write_text("precious")
    before = fingerprints(built / "site")
    run = sop_here(built, "publish", str(built / folder))
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert run.stderr.count("\n") == 1
    assert (notes / "file").read_text() == "precious"
    assert fingerprints(built / "site") == before
    shutil.rmtree(notes)


def test_a_file_in_the_place_of_the_site_is_told_in_one_line(built: Path) -> None:
    aside = (built / "site").rename(built / "aside")
    (built / "site").write_text("notes")
    for _ in range(2):
        run = sop_here(built, "build")
        assert (run.returncode, run.stderr.count("\n")) == (2, 1)
        assert (built / "site").read_text() == "notes"
    (built / "site").unlink()
    aside.rename(built / "site")


def test_a_mistake_in_a_source_leaves_pages_and_site_as_they_were(built: Path) -> None:
    with _edited(built / "sop_sources" / "roles.yaml", "industry:", "industri:"):
        assert "unknown-key" in {finding["code"] for finding in _errors(built)}


def test_a_page_that_asks_for_an_unknown_procedure_leaves_the_site_as_it_was(built: Path) -> None:
    page = built / "docs" / "index.md"
    calls = "{{ roles() }}"
    line = len(page.read_text("utf-8").split(calls)[0].splitlines()) + 3
    with _edited(page, calls, f"{calls}\n\n{{{{ procedure('serv') }}}}"):
        (finding,) = _errors(built)
    assert (finding["file"], finding["line"]) == ("docs/index.md", line)
    assert (finding["code"], finding["nearest"]) == ("unknown-part", "serve")


def test_a_page_with_a_broken_link_leaves_the_site_as_it_was(built: Path) -> None:
    with _edited(built / "docs" / "usage.md", "# ", "[去哪里](nowhere.md)\n\n# "):
        findings = _errors(built)
    assert [(str(one["file"]), str(one["code"])) for one in findings] == [
        ("docs/usage.md", "broken-link")
    ]
    assert "nowhere.md" in str(findings[0]["message"])


def test_each_page_that_only_the_navigation_knows_is_told_with_its_line(built: Path) -> None:
    nav = "nav:\n  - 甲: a.md\n  - 乙: [b.md, c.md]\n"
    with _edited(built / "mkdocs.yml", "INHERIT", f"{nav}INHERIT"):
        findings = _errors(built)
    told = [(one["file"], one["code"], one["line"], one["column"]) for one in findings]
    assert told == [("mkdocs.yml", "no-page", *place) for place in ((2, 8), (3, 9), (3, 15))]


def test_a_part_of_the_theme_that_is_written_wrongly_is_named(built: Path) -> None:
    (built / "overrides").mkdir()
    (built / "overrides" / "main.html").write_text('\n{% nothing %}{% extends "sop.html" %}')
    (finding,) = _errors(built)
    shutil.rmtree(built / "overrides")
    assert (finding["file"], finding["line"]) == ("overrides/main.html", 2)
    assert finding["code"] == "site-engine"


def test_a_page_of_brackets_only_is_named_and_not_waited_for(built: Path) -> None:
    with _edited(built / "docs" / "usage.md", "# ", f"{'[' * 100_000}\n\n# "):
        (finding,) = _errors(built)
    assert (finding["file"], finding["code"]) == ("docs/usage.md", "page-too-much")


def test_the_archive_for_sticks_is_the_same_every_time(built: Path, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        run = sop_here(built, "offline-zip", "--to", str(tmp_path / name))
        assert run.returncode == 0, run.stderr
        assert f"U 盘版已做好：{tmp_path / name}" in run.stdout.replace("\n", "")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_an_edited_page_is_published_and_nothing_else_changes(built: Path) -> None:
    before = fingerprints(built / "site")
    with _edited(built / "docs" / "usage.md", "# ", "# 新的"):
        assert sop_here(built, "build").returncode == 0
        after = fingerprints(built / "site")
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    # Parts of the search are named after what they hold.
    renamed = {name.rpartition("/")[0] for name in before.keys() ^ after.keys()}
    assert renamed <= {"handbook/search"}
    assert "usage/index.html" in changed
    assert {name for name in changed if name.endswith(".html")} == {"usage/index.html"}


# Pages ------------------------------------------------------------------------------------------


def test_every_page_is_chinese_described_and_has_one_heading(pages: dict[str, Element]) -> None:
    assert pages
    for name, page in pages.items():
        assert page.one("html").attributes["lang"].startswith("zh"), name
        assert len(page.all("h1")) == 1, name
        assert page.one("h1").text.strip(), name
        descriptions = [m for m in page.all("meta") if m.attributes.get("name") == "description"]
        assert [bool(m.attributes["content"].strip()) for m in descriptions] == [True], name


def test_title_and_description_tell_a_page_from_every_other(pages: dict[str, Element]) -> None:
    told: dict[tuple[str, str], str] = {}
    for name, page in pages.items():
        (description,) = [
            m.attributes["content"]
            for m in page.all("meta")
            if m.attributes.get("name") == "description"
        ]
        same = told.setdefault((page.one("head").one("title").text.strip(), description), name)
        assert same == name


def test_what_macros_give_stands_in_a_page_as_it_is(pages: dict[str, Element]) -> None:
    home = pages["index.html"]
    assert max(len(one.all("option")) for one in home.all("select")) > 1
    assert "<div" not in home.text
    assert "&lt;" not in home.text


def test_no_page_shows_how_a_telephone_number_is_linked(pages: dict[str, Element]) -> None:
    """In a form, which Markdown does not read, it would."""
    assert [name for name, page in pages.items() if "](tel:" in page.text] == []
    checks = pages["handbook/emergency/egl-nonstandard/index.html"].all("form")
    assert any("电话 随时拨打" in " ".join(form.text.split()) for form in checks)


def test_ids_occur_once_on_a_page(pages: dict[str, Element]) -> None:
    for name, page in pages.items():
        ids = [element.attributes["id"] for element in page if "id" in element.attributes]
        assert sorted(set(ids)) == sorted(ids), name


def test_every_step_has_a_stable_anchor(pages: dict[str, Element], handbook: Handbook) -> None:
    for procedure in handbook.procedures.values():
        page = pages[f"handbook/{procedure.industry}/{procedure.id}/index.html"]
        ids = [element.attributes["id"] for element in page if "id" in element.attributes]
        steps = [name for name in ids if name.startswith("step-")]
        assert steps == [f"step-{step.id}" for step in procedure.steps]


def test_every_node_of_a_diagram_leads_to_a_part_of_a_page(pages: dict[str, Element]) -> None:
    """No engine rewrites or checks links inside drawings."""
    ids = {name: {e.attributes.get("id", "") for e in page} for name, page in pages.items()}
    links = 0
    for name, page in pages.items():
        for drawing in page.all("svg"):
            for link in drawing.all("a"):
                address, _, anchor = link.attributes["href"].partition("#")
                folder = posixpath.join(posixpath.dirname(name), address)
                target = posixpath.normpath(posixpath.join(folder, "index.html"))
                assert target in pages, f"{name}: {address}"
                assert anchor in ids[target] | {""}, f"{name}: {address}#{anchor}"
                links += 1
    assert links > 350


def test_every_heading_of_a_generated_page_has_an_anchor_that_says_something(
    pages: dict[str, Element],
) -> None:
    """Chinese headings would slug to _1, _2, which shift with every edit."""
    for name, page in pages.items():
        if name.startswith("handbook/"):
            headings = [*page.all("h2"), *page.all("h3")]
            ids = [element.attributes.get("id", "") for element in headings]
            assert [i for i in ids if re.fullmatch(r"_[0-9]+|", i)] == [], name


def test_critical_points_stand_on_the_page_of_their_procedure(
    pages: dict[str, Element], handbook: Handbook
) -> None:
    for procedure in handbook.procedures.values():
        page = pages[f"handbook/{procedure.industry}/{procedure.id}/index.html"]
        marked = " ".join(
            e.text for e in page if "sop-critical" in e.attributes.get("class", "").split()
        )
        for step in procedure.steps:
            for point in step.key_points:
                assert not point.critical or str(point.text) in marked


# Weight -----------------------------------------------------------------------------------------

# What lists industries, roles, standards or everything there is; all else must not change.
LISTS = {
    "index.html",
    "handbook/industries/index.html",
    "handbook/prints/index.html",
    "handbook/drill/index.html",
    "handbook/news/index.html",
    "handbook/maintain/worklist/index.html",
    "handbook/maintain/diagrams/index.html",
    "handbook/maintain/provenance/index.html",
    *(
        f"handbook/{name}/index.html"
        for name in ("duties", "forms", "glossary", "roles", "standards")
    ),
}


def test_a_page_does_not_know_how_large_the_handbook_is(tmp_path: Path) -> None:
    """Of a handbook in which every field is filled in; the larger one has another industry."""
    here, larger = (_pages_of(tmp_path / "-".join(names), names) for names in ("a", "ba"))
    assert {name for name in here if here[name] != larger[name]} == LISTS
    assert len(larger) > len(here)


def _pages_of(root: Path, names: str) -> dict[str, str]:
    """The hash of every page of a handbook with an industry a name; the last one's settings."""
    copy_engine(root)
    plain_pages(root)
    write_sources(root, [Filler(name, _filled_for(name)).sources() for name in names])
    with first_forms():
        made = build_here(Project(root=root, today=DAY), lambda _: None, renderers=WITHOUT_PAPERS)
    assert not made.failed, made.findings
    prints = fingerprints(root / "site")
    return {name: one for name, one in prints.items() if name.endswith(".html")}


def _filled_for(name: str) -> Write:
    return lambda path, limit: f"{name}{path[-1]}文字"[:limit]


def test_a_procedure_page_is_light(
    site: Path, pages: dict[str, Element], handbook: Handbook
) -> None:
    for procedure in handbook.procedures.values():
        name = f"handbook/{procedure.industry}/{procedure.id}/index.html"
        whole = (site / name).stat().st_size
        assert whole - pages[name].one("article").size <= MAX_AROUND_CONTENT, name


# Self-contained ---------------------------------------------------------------------------------

LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "manifest"}
LOADED_RELATIONS = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "manifest",
                    "preconnect", "dns-prefetch", "apple-touch-icon"}  # fmt: skip
CSS_LOADS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
SCRIPT_ADDRESS = re.compile(r"""["'`]((?:https?:|wss?:)?//[\w.-]+\.[a-z]{2,}[^"'`]*)""")
# Material's script holds addresses for features that we do not use; nothing on our pages asks
# for them. Anything new shows up here. The browser tests see every request.
DORMANT = {
    "api.github.com": "stars of a repository (repo_url)",
    "gitlab.com": "stars of a repository (repo_url)",
    "unpkg.com": "Mermaid diagrams, and search without a server",
    "player.vimeo.com": "embedded videos",
    "www.youtube.com": "embedded videos",
}


def _loads(page: Element) -> Iterator[str]:
    for element in page:
        attributes = element.attributes
        yield from (value for key, value in attributes.items() if key in LOADING)
        relation = set(attributes.get("rel", "").split())
        if (element.tag == "link" and relation & LOADED_RELATIONS) or element.tag in {
            "use",
            "image",
        }:
            yield attributes.get("href", attributes.get("xlink:href", ""))
        styles = [attributes.get("style", "")]
        styles += [str(child) for child in element.children if element.tag == "style"]
        for style in styles:
            yield from (found[1] or found[2] for found in CSS_LOADS.finditer(style))


def _host(address: str) -> str:
    return "" if address.startswith("data:") else urlsplit(address).netloc


def test_no_page_loads_anything_from_another_host(pages: dict[str, Element]) -> None:
    for name, page in pages.items():
        assert [address for address in _loads(page) if _host(address)] == [], name


def test_no_style_sheet_loads_anything_from_another_host(site: Path) -> None:
    sheets = list(site.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        found = [m[1] or m[2] for m in CSS_LOADS.finditer(sheet.read_text("utf-8"))]
        assert [address for address in found if _host(address)] == [], sheet.name


def test_scripts_know_no_other_host_than_those_of_features_we_do_not_use(site: Path) -> None:
    scripts = [path for path in site.rglob("*.js") if "lunr" not in path.parts]
    assert scripts
    for script in scripts:
        found = SCRIPT_ADDRESS.findall(script.read_text("utf-8"))
        assert {_host(a) for a in found} - {"www.w3.org"} <= DORMANT.keys(), script.name


# What a page may run ----------------------------------------------------------------------------


def _policy(page: Element) -> dict[str, list[str]]:
    (content,) = [
        meta.attributes["content"]
        for meta in page.all("meta")
        if meta.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    directives = (directive.split() for directive in content.split(";"))
    return {name: sources for name, *sources in directives}


def test_a_page_may_run_the_theme_s_inline_scripts_and_no_others(pages: dict[str, Element]) -> None:
    for name, page in pages.items():
        policy = _policy(page)
        inline = [
            script_hashes(f"<script>{script.children[0]}</script>")
            for script in page.all("script")
            if not {"src", "type"} & script.attributes.keys()
        ]
        assert inline, name
        assert policy.pop("script-src") == ["'self'", *dict.fromkeys(inline)], name
        assert policy == {
            "default-src": ["'self'"],
            "img-src": ["'self'", "data:"],
            "object-src": ["'none'"],
            "base-uri": ["'self'"],
            "form-action": ["'self'"],
        }


def test_no_page_has_styles_or_handlers_in_its_markup(pages: dict[str, Element]) -> None:
    for name, page in pages.items():
        wrong = [f"{e.tag} {key}" for e in page for key in e.attributes if key.startswith("on")]
        wrong += [f"{e.tag} style" for e in page if e.tag == "style" or "style" in e.attributes]
        assert wrong == [], name


def test_hashes_are_of_inline_scripts_only() -> None:
    markup = '<script src="a.js">no</script><script>alert("<b>")</script><p>no</p>'
    assert script_hashes(markup) == "'sha256-exgiQ58mzQm84PwRTb1DJDVtTUHqsHiMhD0E1dOHoBQ='"
    assert script_hashes("<p>no</p>") == ""


# Links ------------------------------------------------------------------------------------------


def _get(address: str) -> tuple[int, str, bytes]:
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", parts.path)
    response = connection.getresponse()
    kind = response.headers.get_content_type()
    return response.status, kind, response.read()


def _links(page: Element, here: str) -> Iterator[str]:
    """Addresses on a page; its own text may link to other hosts, which nothing loads."""
    for element in page:
        for key in ("href", "src"):
            value = element.attributes.get(key, "")
            if value and not value.startswith(("mailto:", "tel:", "data:")):
                yield urljoin(here, value)


def test_every_link_works_below_a_folder_of_the_host(site: Path) -> None:
    """Crawls from the front page; also that every page can be reached by links."""
    with served(site) as start:
        waiting, seen, anchors = [start], {start}, dict[str, set[str]]()
        wanted: dict[str, set[str]] = {}
        while waiting:
            here = waiting.pop()
            status, kind, body = _get(here)
            assert status == 200, f"{here} is linked from {wanted.get(here)}"
            if kind != "text/html":
                continue
            page = parse_page(body.decode())
            anchors[here] = {e.attributes["id"] for e in page if "id" in e.attributes}
            for link in _links(page, here):
                target, _, anchor = link.partition("#")
                if urlsplit(target).netloc != urlsplit(start).netloc:
                    continue
                assert target.startswith(start), f"{here} leads out of the site: {link}"
                wanted.setdefault(target, set()).add(here)
                wanted.setdefault(f"{target}#{unquote(anchor)}", set()).add(here)
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        broken = {
            link: places
            for link, places in wanted.items()
            if (parts := link.partition("#"))[2]
            and parts[0] in anchors
            and parts[2] not in anchors[parts[0]]
        }
        assert broken == {}
        reached = {urlsplit(link).path.removeprefix("/sop/") for link in anchors}
    every = {p.relative_to(site).as_posix().removesuffix("index.html") for p in html_pages(site)}
    assert every - reached == {"404.html"}
