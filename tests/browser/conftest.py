"""One browser and one showroom for all tests here; each test finds the stage as it was at first."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest_asyncio
from playwright.async_api import Browser

from bot.demo.showroom import Showroom
from tests.browser.driving import Visitor, launched, shown, visiting

Visit = Callable[..., AbstractAsyncContextManager[Visitor]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def served(tmp_path_factory) -> AsyncIterator[tuple[str, Showroom]]:
    async with shown(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest_asyncio.fixture(loop_scope="session")
async def room(served) -> Showroom:
    _, room = served
    await room.player.stop()
    await room.to_opening("en")
    return room


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser, served, room) -> Visit:
    """Opens the page: `async with visit((360, 740), "dark") as visitor`."""
    url, _ = served
    return partial(visiting, browser, url, room)


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(visit) -> AsyncIterator[Visitor]:
    """At a desk, by day; nothing may go wrong in the console."""
    async with visit() as visitor:
        yield visitor
        assert visitor.wrong == []
