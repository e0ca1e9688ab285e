"""What keeps a page from people who hear it, see it four times as large, or use one thumb."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from tests.node import package

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
THUMB = 44  # CSS pixels

# Words that look alike are judged alike: three of each colour, size and ground.
_LOOKS = """(root) => {
  const grounds = new WeakMap(), seen = new Map();
  return [...root.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    const ground = [
      style.backgroundColor, style.backgroundImage, style.opacity, style.filter,
    ].join();
    const above = grounds.get(element.parentElement) ?? "";
    const clear = ground === "rgba(0, 0, 0, 0),none,1,none";
    grounds.set(element, clear ? above : `${above}/${ground}`);
    const words = [...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (!words || !element.checkVisibility()) return false;
    const look = [
      grounds.get(element), style.color, style.fontSize, style.fontWeight, style.textShadow,
    ].join();
    seen.set(look, (seen.get(look) ?? 0) + 1);
    return seen.get(look) <= 3;
  });
}"""
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
  const where = scope === "contrast" ? { include: LOOKS(document.body) } : document;
  const { violations } = await axe.run(where, { resultTypes: ["violations"], ...only });
  return violations.flatMap(({ id, nodes }) => (
    nodes.slice(0, 5).map((node) => `${id}: ${node.target.join(" ")}: ${node.html.slice(0, 120)}`)
  ));
}""".replace("LOOKS", f"({_LOOKS})")
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
    """What axe objects to. `scope`: all, contrast of each look alone, or structure (all else)."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{_source()}; 0")  # its policy does not hold for what a test evaluates
    found: list[str] = page.evaluate(_AXE, [list(RULES), scope])
    return found


def small_targets(page: Page) -> list[str]:
    """What stands alone and can be pressed, but is smaller than a thumb."""
    found: list[str] = page.evaluate(_SMALL, THUMB)
    return found


def look(page: Page) -> None:
    """A page fits the screen, in letters twice as large, too, and nothing of it is objected to."""
    for size in ("200%", "100%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("() => document.documentElement.removeAttribute('style')")
    assert violations(page) == []
    assert small_targets(page) == []
