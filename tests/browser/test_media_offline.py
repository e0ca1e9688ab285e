"""Pictures without a network: what is carried with an industry is shown, also for a wider one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_offline import RESTAURANT, Device, _device
from tests.case_files import MINIMAL, lay_out
from tests.photographs import photo, put, written
from tests.sites import build_here, copy_engine

SERVE = "sop_sources/procedures/restaurant/serve.yaml"
WIDTH = "async (path) => (await createImageBitmap(await (await fetch(path)).blob())).width"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handbook with a picture that is shown in three widths, 1,000 pixels being the last."""
    root = copy_engine(tmp_path_factory.mktemp("pictures") / "project")
    lay_out(root, MINIMAL)
    put(root, "tray.jpg", written(photo(1_000, 700), "JPEG"))
    path = root / SERVE
    entry = "    pictures:\n      - {file: tray.jpg, text: 托盘端平}\n"
    text = path.read_text("utf-8").replace("    role: waiter\n", f"    role: waiter\n{entry}", 1)
    path.write_text(text, "utf-8")
    return build_here(root).site


@pytest.fixture
def device(chromium: Browser, site: Path) -> Iterator[Device]:
    """A phone that has not seen the handbook yet."""
    yield from _device(chromium, site)


def test_where_a_wide_picture_is_not_kept_a_narrower_one_is_shown(
    device: Device, site: Path
) -> None:
    device.visit(RESTAURANT)
    device.page.locator(".sop-save").get_by_role("button", name="保存本行业离线使用").click()
    expect(device.page.get_by_role("button", name="删除")).to_be_visible()
    names = sorted(path.name for path in (site / "handbook/media").iterdir())
    widths = {
        name.rpartition("-")[2]: f"{device.host.address}handbook/media/{name}" for name in names
    }
    assert set(widths) == {"400.webp", "800.webp", "1000.webp"}
    device.host.stop()
    shown = {name: device.page.evaluate(WIDTH, path) for name, path in widths.items()}
    assert shown == {"400.webp": 400, "800.webp": 800, "1000.webp": 800}


def test_who_looked_at_a_wide_picture_has_it(device: Device, site: Path) -> None:
    device.visit(RESTAURANT)
    (wide,) = (site / "handbook/media").glob("*-1000.webp")
    path = f"{device.host.address}handbook/media/{wide.name}"
    assert device.page.evaluate(WIDTH, path) == 1_000
    device.page.wait_for_function(
        "async (path) => (await Promise.all((await caches.keys()).map("
        "async (name) => (await (await caches.open(name)).keys()).some("
        "(key) => key.url.startsWith(path))))).some(Boolean)",
        arg=path,
    )
    device.host.stop()
    assert device.page.evaluate(WIDTH, path) == 1_000
