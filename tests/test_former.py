"""Former addresses: where paper and bookmarks lead when something has moved or is gone."""

import html
import json
import posixpath
import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from markdown import Markdown

from sop_handbook.change.former import Former, contested, former_places
from sop_handbook.change.handbooks import compare_handbooks
from sop_handbook.cli import sop
from sop_handbook.commands.support.comparison.record import Comparison, record
from sop_handbook.editions.ledger import sealed
from sop_handbook.language.messages import messages
from sop_handbook.model import Edition, Handbook
from sop_handbook.render.pages.former import former_pages
from sop_handbook.sources.schemas import Schemas
from tests.case_files import CASES, SCHEMAS, lay_out
from tests.contexts import bare
from tests.histories import medium
from tests.sites import Built
from tests.support import DAY

SIX, DAILY = "restaurant-six-steps", "egl-daily"
# The pages of the small handbook in tests/moved.py that lead on, and where to.
LEAD_ON = {
    "handbook/restaurant/serve": "handbook/lobby/serve",
    "handbook/hall/pay": "handbook/lobby/pay",
    "handbook/hall": "handbook/lobby",
    "handbook/prints/hall": "handbook/prints/lobby",
    "handbook/restaurant/letter": "handbook/lobby/letter",
    "handbook/hall/letter": "handbook/lobby/letter",  # its member was there, so it may have been
}
GONE = {
    "handbook/restaurant": "行业“餐饮”已经不在手册里了",
    "handbook/prints/restaurant": "行业“餐饮”已经不在手册里了",
    "handbook/roles/greeter": "岗位“迎宾员”已经不在手册里了",
    "handbook/forms/table-card": "表单“桌卡”已经不在手册里了",
}


@cache
def _handbook() -> Handbook:
    return medium().handbook()


def edition(of: str, subject: str, day: int = 0, *after: Edition, **more: Any) -> Edition:
    """A sealed edition, some days after the first."""
    plain = Edition(
        id="",
        of=of,
        subject=subject,
        title=more.pop("title", subject),
        date=DAY + timedelta(days=day),
        after=tuple(one.id for one in after),
        **more,
    )
    return sealed(plain)


def known(*editions: Edition, **more: Any) -> Handbook:
    """The medium handbook with a ledger."""
    return replace(_handbook(), editions=editions, **more)


def places(*editions: Edition, **more: Any) -> dict[str, Former]:
    """Former places of the medium handbook, by address."""
    found = former_places(known(*editions, **more))
    return {one.route.url.removeprefix("handbook/"): one for one in found}


def test_every_place_a_procedure_had_leads_to_the_one_it_has() -> None:
    first = edition("procedure", SIX, industry="hotel")
    second = edition("procedure", SIX, 1, first, industry="bank")
    third = edition("procedure", SIX, 2, second, industry="restaurant")
    found = places(first, second, third)
    assert {address: one.now for address, one in found.items()} == {
        f"hotel/{SIX}/": ("procedure", SIX),
        f"bank/{SIX}/": ("procedure", SIX),
        "hotel/": None,
        "bank/": None,
        "prints/hotel/": None,
        "prints/bank/": None,
    }
    assert found["hotel/"].procedures == (SIX,)


def test_what_stands_at_an_address_today_keeps_it() -> None:
    first = edition("procedure", SIX, industry="emergency")
    second = edition("procedure", SIX, 1, first, industry="restaurant")
    assert set(places(first, second)) == {f"emergency/{SIX}/"}
    family = next(iter(_handbook().families.values()))
    moved = replace(_handbook().procedures[SIX], id=family.id)
    procedures = {**_handbook().procedures, family.id: moved}
    assert (
        places(edition("procedure", family.id, industry=family.industry), procedures=procedures)
        == {}
    )


def test_an_industry_under_a_new_id_is_known_by_its_title() -> None:
    found = places(edition("industry", "dining", title=_title("restaurant")))
    assert found["dining/"].now == ("industry", "restaurant")


def test_roles_and_forms_that_are_gone_lead_to_the_procedures_that_are_left() -> None:
    found = places(
        edition("role", "porter", title="行李员", covers={SIX: 1, "no-more": 1}),
        edition("form", "tag", title="行李牌", covers={DAILY: 1}),
        edition("role", next(iter(_handbook().roles))),
    )
    assert {address: (one.title, one.procedures) for address, one in found.items()} == {
        "roles/porter/": ("行李员", (SIX,)),
        "forms/tag/": ("行李牌", (DAILY,)),
    }


def test_two_claims_to_an_address_are_told_and_a_title_that_changed_is_none() -> None:
    title = _title("restaurant")
    mine = _handbook().industries["restaurant"]
    twin = {**_handbook().industries, "twin": replace(mine, id="twin")}
    gone = edition("industry", "dining", title=title)
    (claim,) = contested(known(gone, industries=twin))
    assert (claim.industry, claim.claims) == ("dining", ("restaurant", "twin"))
    # The id given away: who has it and who bears the title both could be meant.
    renamed = {**twin, "restaurant": replace(mine, title="外卖")}
    own = edition("industry", "restaurant", title=title)
    (claim,) = contested(known(own, industries=renamed))
    assert claim.claims == ("restaurant", "twin")
    # A title that changed, and one that went to what was released itself.
    other = edition("industry", "twin", title="外卖")
    assert not list(contested(known(own, industries={"restaurant": renamed["restaurant"]})))
    assert not list(contested(known(own, other, industries=renamed)))


def _title(industry: str) -> str:
    return _handbook().industries[industry].title


def test_a_move_is_told_with_the_names_of_field_and_industries() -> None:
    old = _handbook()
    mine = replace(old.procedures[SIX], industry="emergency")
    new = replace(old, procedures={**old.procedures, SIX: mine})
    changed = compare_handbooks(old, new)
    told = record(
        Comparison(old=old, new=new, changed=changed, prints=(), findings=()),
        Schemas(SCHEMAS).contents,
        messages("zh"),
    )
    ((moved,),) = [one["differences"] for one in told["subjects"]]
    assert (moved["place"], moved["old"], moved["new"]) == ("行业", "餐饮", "院前急救")


def test_a_comparison_tells_of_a_role_under_a_new_id(tmp_path: Path) -> None:
    lay_out(tmp_path / "before")
    lay_out(tmp_path / "after", CASES / "invalid" / "role-renamed" / "same-title" / "files")
    call = ["--root", str(tmp_path / "after"), "diff", str(tmp_path / "before"), "--check"]
    told = CliRunner().invoke(sop, call)
    assert told.exit_code == 1
    assert "[role-renamed]" in told.output


def test_a_title_in_the_ledger_is_text_and_no_markup() -> None:
    title = '</h1><script>x</script> [a](javascript:b) {: onclick="c" } {{ 7*7 }}'
    gone = edition("role", "porter", title=title, covers={SIX: 1})
    (page,) = former_pages(known(gone), bare())
    shown = Markdown(extensions=["attr_list", "md_in_html", "toc"]).convert(
        page.text.split("---\n", 2)[2]
    )
    assert "<script" not in shown
    assert '<a href="javascript' not in shown
    assert '" onclick=' not in shown
    assert html.unescape(re.sub("<[^>]+>", "", shown)).strip().startswith(title)


# The site ---------------------------------------------------------------------------------------


def test_a_former_page_leads_on_by_links_and_never_by_itself(moved: Built) -> None:
    for old, new in LEAD_ON.items():
        page = (moved.site / old / "index.html").read_text("utf-8")
        assert f'href="{posixpath.relpath(new, old)}/"' in page, old
        assert 'http-equiv="refresh"' not in page.lower()
    serve = (moved.site / "handbook/restaurant/serve/index.html").read_text("utf-8")
    steps = re.findall(r'<a href="../../lobby/serve/#(step-\w+)" id="(step-\w+)">', serve)
    assert steps == [("step-carry", "step-carry"), ("step-uncover", "step-uncover")]


def test_what_is_gone_says_so_and_leads_to_what_is_left(moved: Built) -> None:
    for old, says in GONE.items():
        page = (moved.site / old / "index.html").read_text("utf-8")
        assert says in page
        assert re.search(r'href="[./]*lobby/(serve|pay)/"', page), old
        assert "data-sop-former" not in page


def test_nothing_but_its_address_leads_to_a_former_page(moved: Built) -> None:
    former = {f"{old}/index.html" for old in (*LEAD_ON, *GONE)}
    for name in former:
        assert '<meta name="robots" content="noindex">' in (moved.site / name).read_text("utf-8")
    sitemap = (moved.site / "sitemap.xml").read_text("utf-8")
    assert "/handbook/lobby/serve/" in sitemap
    others = [path for path in moved.site.rglob("*") if path.suffix in {".html", ".json", ".xml"}]
    for path in others:
        name = path.relative_to(moved.site).as_posix()
        if name in former or name == "offline/files.json":
            continue
        text = path.read_text("utf-8")
        for old in (*LEAD_ON, *GONE):
            tail = old.removeprefix("handbook/")
            assert not re.search(rf'["/]{tail}(/|\.md)', text), f"{name} names {old}"


def test_a_former_page_is_kept_with_the_industry_it_leads_to(moved: Built) -> None:
    found = json.loads((moved.site / "offline/files.json").read_text("utf-8"))
    for old in LEAD_ON:
        assert len(found["lobby"][f"{old}/index.html"]) == 2, "without a title it is not listed"
    for old in GONE:
        assert f"{old}/index.html" in found["common"]
