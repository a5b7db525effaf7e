"""The demo as a newcomer starts it, and a browser that looks at its page."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
MORE_QUIET = ["--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser_path() -> str:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the page is not looked at (Debian: apt-get install chromium)")
    return CHROMIUM


@pytest.fixture
def demo_address(browser_path: str) -> Iterator[str]:
    """`louzhang demo` in a process of its own; its address, read from what it prints."""
    environment = {name: value for name, value in os.environ.items() if name != "BOT_TOKEN"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", "0", "--seconds", "120"],
        stdout=subprocess.PIPE,
        text=True,
        env={**environment, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    killer = threading.Timer(60, process.kill)
    killer.start()
    try:
        line = next(line for line in process.stdout if "http://" in line)
        yield re.findall(r"http://\S+", line)[0]
    finally:
        killer.cancel()
        process.terminate()
        process.wait(15)
        process.stdout.close()


@pytest.fixture
async def page(browser_path: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=[*QUIET, *MORE_QUIET])
        page = await browser.new_page(viewport={"width": 1440, "height": 960})
        yield page
        await browser.close()


class OnScreen:
    """One of the three phones on the page."""

    def __init__(self, page: Page, name: str) -> None:
        self.root: Locator = page.locator(f"#phone-{name}")

    async def says(self, words: str) -> None:
        await self.root.locator("textarea").fill(words)
        await self.root.locator("textarea").press("Enter")

    async def presses(self, label: str) -> None:
        await self.root.locator(".buttons .button", has_text=re.compile(rf"^(\d+\. )?{re.escape(label)}$")).last.click()

    async def sees(self, words: str) -> None:
        await expect(self.root.locator(".row", has_text=words).last).to_be_visible(timeout=15_000)

    async def becomes(self, name: str) -> None:
        await self.root.locator("select").select_option(label=name)
