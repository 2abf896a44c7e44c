"""How the demo is driven: Debian's Chromium over the page of a showroom in this process."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright

from bot.demo.run import running
from bot.demo.showroom import Showroom

#: Pictures and tests say the same day for ever.
WEDNESDAY = datetime(2025, 10, 15, 9, 30, tzinfo=UTC)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """CHROMIUM, else the one on the path."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise RuntimeError("Chromium is needed: apt-get install chromium, or set CHROMIUM to its program")
    return found


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield browser
        await browser.close()


@asynccontextmanager
async def shown(folder: Path, language: str = "en") -> AsyncIterator[tuple[str, Showroom]]:
    async with running(0, folder, language, WEDNESDAY) as (url, room):
        room.player.pace = 0
        yield url, room


@dataclass
class Visitor:
    """Somebody who looks at the page, and what went wrong while they did."""

    page: Page
    room: Showroom
    wrong: list[str]

    def phone(self, who: str) -> Locator:
        person = self.room.story.people[who]
        return self.page.locator(".phone").filter(
            has=self.page.get_by_role("heading", name=self.name(person))
        )

    def name(self, person: int) -> str:
        return self.room.telegram.phones[person].person.name

    async def types(self, who: str, text: str) -> None:
        field = self.phone(who).get_by_role("textbox")
        await field.fill(text)
        await field.press("Enter")

    async def presses(self, who: str, label: str) -> None:
        """The newest button of that label."""
        await self.phone(who).locator(".key", has_text=label).last.click()

    def last(self, who: str) -> Locator:
        return self.phone(who).locator(".message.theirs").last


@asynccontextmanager
async def visiting(
    browser: Browser,
    url: str,
    room: Showroom,
    size: tuple[int, int] = (1440, 900),
    theme: str = "light",
    language: str = "en",
) -> AsyncIterator[Visitor]:
    width, height = size
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        permissions=["clipboard-read", "clipboard-write"],
        reduced_motion="reduce",
    )
    await context.add_init_script(f"localStorage.setItem('language', '{language}')")
    page = await context.new_page()
    page.set_default_timeout(15_000)
    visitor = Visitor(page, room, [])
    page.on(
        "console", lambda said: visitor.wrong.append(said.text) if said.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: visitor.wrong.append(str(error)))
    try:
        await page.goto(url)
        await page.wait_for_selector(".message")
        yield visitor
    finally:
        await context.close()
