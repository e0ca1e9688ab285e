"""What keeps a page from people who hear it, see it four times as large, or use one thumb."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from tests.node import package

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
THUMB = 44  # CSS pixels

# What fades in is judged when it stands. An animation that is told to end may never do so, on a
# page that is hidden for one, and waiting in a page has no time limit of its own.
_AXE = """async ([rules, scope]) => {
  const lasting = (one) => one.effect?.getComputedTiming().endTime === Infinity;
  const ending = document.getAnimations()
    .filter((one) => one.playState === "running" && !lasting(one));
  const patience = new Promise((end) => setTimeout(end, 2000));
  await Promise.race([Promise.allSettled(ending.map((one) => one.finished)), patience]);
  const contrast = { rules: { "color-contrast": { enabled: scope !== "structure" } } };
  const only = scope === "contrast"
    ? { runOnly: { type: "rule", values: ["color-contrast"] } }
    : { runOnly: { type: "tag", values: rules }, ...contrast };
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...only });
  return violations.flatMap(({ id, nodes }) => (
    nodes.slice(0, 5).map((node) => `${id}: ${node.target.join(" ")}: ${node.html.slice(0, 120)}`)
  ));
}"""
# Links within a text are as high as its lines, numbers to call among them, which stay whole; what
# stands alone must be large enough. A label
# that holds its box, and a card that is a link as a whole, are one target.
_SMALL = """(thumb) => {
  const kinds = "a, button, select, input, textarea, summary, label, [role=button]";
  const names = (e) => e.tagName === "LABEL" && e.control?.checkVisibility()
    && !/checkbox|radio/.test(e.control.type);
  const target = (e) => (
    (getComputedStyle(e, "::after").position === "absolute" && e.closest("li"))
    || e.closest("label") || e
  );
  return [...document.querySelectorAll(kinds)].filter((e) => (
    e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && (getComputedStyle(e).display !== "inline" || e.tagName === "BUTTON")
    && !(e.matches("article a[href^='tel:']:not([class])"))
    && !names(e) && !e.closest("svg, [inert]")
  )).map((e) => [e, target(e).getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && box.right > 0 && box.left < innerWidth)
    .map(([e, box]) => [e, Math.round(box.width), Math.round(box.height)])
    .filter(([, width, height]) => height < thumb || width < thumb)
    .map(([e, width, height]) => `${e.tagName}.${e.className} ${width}×${height} ${e.innerText}`);
}"""


@cache
def _source() -> str:
    """The script of axe."""
    return Path(package("axe-core", "axe.min.js")).read_text("utf-8")


def hold_still(page: Page) -> None:
    """Let nothing fade on a page that axe looks at."""
    page.emulate_media(reduced_motion="reduce")


def by_night(page: Page, *, night: bool = True) -> None:
    """Make it night on a page that is open, or day again.

    The theme asks the device as a page comes, and then no more: what it would have set is set.
    """
    scheme = "slate" if night else "default"
    page.evaluate("scheme => { document.body.dataset.mdColorScheme = scheme; }", scheme)


def violations(page: Page, scope: str = "all") -> list[str]:
    """What axe objects to. `scope`: all, contrast alone, or structure (all else)."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{_source()}; 0")  # its policy does not hold for what a test evaluates
    found: list[str] = page.evaluate(_AXE, [list(RULES), scope])
    return found


def small_targets(page: Page) -> list[str]:
    """What stands alone and can be pressed, but is smaller than a thumb."""
    found: list[str] = page.evaluate(_SMALL, THUMB)
    return found
