"""What the scripts of this version put on a device, recorded by reading and working on a phone."""

from typing import Any

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.browser.fixtures import PHONE, QUIET, executable

MOMENT = "2026-11-22T10:00:00+08:00"
ZONE = "Asia/Shanghai"
ASKED = "谁给鹦鹉剪指甲"
NOTE = "人在二号泳道"
PRINT = "handbook/prints/rescue-checklist.pdf"
SAVED = "pool"
# Everything in both storages and in the cache: of files only that they are there, of what the
# worker notes for itself all of it.
DUMP = """async () => {
  const [cache] = await caches.keys();
  const store = await caches.open(cache);
  const files = [], noted = {};
  for (const { url } of await store.keys()) {
    const path = url.slice(location.origin.length);
    const own = /offline\\/(state|files\\.json)\\?/.test(path);
    if (own) noted[path] = await (await store.match(url)).text();
    else files.push(path);
  }
  const ours = ([key]) => key.startsWith("sop");
  const local = Object.fromEntries(Object.entries(localStorage).filter(ours).sort());
  return { local, session: { ...sessionStorage }, cache, files: files.sort(), noted };
}"""


def recorded(address: str) -> dict[str, Any]:
    """Return what a device holds after a day's work with the site at an address (…/sop/)."""
    with sync_playwright() as playwright:
        path = executable(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        context = browser.new_context(viewport=PHONE, locale="zh-CN", timezone_id=ZONE)
        context.set_default_timeout(20_000)
        context.clock.set_fixed_time(MOMENT)
        found = _work(context, address)
        browser.close()
        return found


def _work(context: BrowserContext, address: str) -> dict[str, Any]:
    page = context.new_page()
    _tick(page, f"{address}handbook/canteen/receive-goods/", 2)
    page.goto(address)
    page.get_by_label("选好岗位").select_option(label="救生员")
    page.get_by_role("button", name="就选它").click()
    _tick(page, f"{address}handbook/pool/open-gate/", 0)
    page.get_by_role("button", name="看全部").click()
    _tick(page, f"{address}handbook/pool/rescue/", 2)
    page.get_by_role("button", name="大字阅读").click()
    _run(page, address)
    page.goto(address)
    page.get_by_role("button", name="钉住 救溺水者").click()
    _ask(page)
    _save(page, address)
    found: dict[str, Any] = page.evaluate(DUMP)
    return found


def _tick(page: Page, url: str, count: int) -> None:
    page.goto(url)
    page.wait_for_selector(".sop-ticks--live")
    for at in range(count):
        page.locator(".sop-ticks").get_by_role("checkbox").nth(at).check()


def _run(page: Page, address: str) -> None:
    """Begin one run and leave it at its second step, with a note; carry out another to its end."""
    page.goto(f"{address}handbook/run/?p=rescue")
    _press(page, "做完了，下一步", "拉上岸")
    page.get_by_role("button", name="记一笔").click()
    page.get_by_role("textbox", name="这一步的备注").fill(NOTE)
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".sop-run__told")).to_contain_text(NOTE)
    page.goto(f"{address}handbook/run/?p=greet")
    _press(page, "认得", "做完了")


def _press(page: Page, name: str, then: str) -> None:
    page.wait_for_timeout(500)  # a new screen takes no tap at first
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".sop-run__title")).to_have_text(then)


def _ask(page: Page) -> None:
    page.locator("[data-sop-search]").click()
    page.get_by_role("combobox", name="搜索手册").fill(ASKED)
    expect(page.locator("[data-sop-unsaid]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sop-search")).to_be_hidden()
    # The step back that closing makes would end what follows.
    page.wait_for_function("() => !history.state?.sopSearch")


def _save(page: Page, address: str) -> None:
    page.goto(f"{address}handbook/{SAVED}/")
    page.get_by_role("button", name="保存本行业离线使用").click()
    expect(page.locator(".sop-save").get_by_role("button", name="删除")).to_be_visible()
    page.evaluate("path => fetch(path)", f"{address}{PRINT}")
    key = f"{address}{PRINT}?h=opened"
    page.wait_for_function("async key => Boolean(await caches.match(key))", arg=key)
