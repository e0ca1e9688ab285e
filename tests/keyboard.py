"""A reader without a mouse: Tab, Enter, Space, Escape and arrows, and a focus one can see."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

FAR = 150  # stops until something is taken to be out of reach

# What has the focus, what it is called, and whether one sees that it has it.
_FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const shown = (one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  const label = [...e.labels ?? []].map((one) => one.innerText).join(" ");
  const sign = e.matches(".md-option") ? e.nextElementSibling : e; // a hidden box has a sign
  const box = sign.getBoundingClientRect();
  return {
    name: (e.getAttribute("aria-label") || label || e.innerText || e.textContent || "").trim(),
    tag: e.tagName,
    visible: e.matches(":focus-visible") && shown(sign) && box.width > 0 && box.height > 0,
  };
}"""


@dataclass(frozen=True)
class Keys:
    """Hands on the keyboard of a page. Every stop must be seen, and none may be nowhere."""

    page: Page

    def focus(self) -> dict[str, Any]:
        """What has the focus now; it must be something, and visibly so."""
        found: dict[str, Any] | None = self.page.evaluate(_FOCUS)
        assert found, "the focus is lost"
        assert found["visible"], f"nothing shows that the focus is at {found}"
        return found

    def skip(self) -> None:
        """Pass over the head of a page, as its first link offers."""
        self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")

    def to(self, name: str, *, back: bool = False) -> None:
        """Tab on until something is called so, wholly or in part."""
        passed = []
        for _ in range(FAR):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            found: dict[str, Any] | None = self.page.evaluate(_FOCUS)
            if found is None:
                continue  # between the end of a page and its beginning
            assert found["visible"], f"nothing shows that the focus is at {found}"
            passed.append(found["name"])
            if name in found["name"]:
                return
        raise AssertionError(f"no {name!r} among {passed}")

    def press(self, name: str, key: str = "Enter") -> None:
        """Tab to something and press a key on it."""
        self.to(name)
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Write where the focus is."""
        self.focus()
        self.page.keyboard.insert_text(words)
