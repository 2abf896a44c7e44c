"""`trainerbot demo`: the bot, a local Telegram and a page with its phones, in one process."""

from __future__ import annotations

import asyncio
import errno
import gc
import locale
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.commands.run import asked_to_stop
from bot.commands.start import fail
from bot.demo.settings import settings
from bot.demo.showroom import Showroom
from bot.demo.site import site_app


def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page; 0 takes a free one.")] = 8080,
    lang: Annotated[str, typer.Option(help="Language of the story: en or vi; else your system's.")] = "",
) -> None:
    """Shows the bot in the browser, with a Telegram of its own: no token, no data of yours."""
    try:
        asyncio.run(_serve(port, lang or _of_system()))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            fail(f"Port {port} is taken by another program. Try: trainerbot demo --port {_next(port)}")
        if error.errno in _NO_ROOM or error.filename is not None:
            fail(
                f"The demo keeps its data in {tempfile.gettempdir()}, which cannot be used: {error.strerror}."
            )
        raise
    finally:
        # Else Python looks through everything that was imported once more before it ends: half a second.
        gc.freeze()


#: Full, read-only or forbidden.
_NO_ROOM = {errno.ENOSPC, errno.EROFS, errno.EACCES}


def _next(port: int) -> int:
    return port + 1 if port < 65535 else 8080


def _of_system() -> str:
    return (locale.getlocale()[0] or "en")[:2]


async def _serve(port: int, language: str) -> None:
    """Until it is asked to stop, while the stage is being set too."""
    stopping = asyncio.create_task(asked_to_stop().wait())
    showing = asyncio.create_task(_show(port, language))
    await asyncio.wait({stopping, showing}, return_when=asyncio.FIRST_COMPLETED)
    for task in (stopping, showing):
        task.cancel()
    with suppress(asyncio.CancelledError):
        await showing


async def _show(port: int, language: str) -> None:
    """Everything is gone when it ends: two demos at once know nothing of each other."""
    with tempfile.TemporaryDirectory(prefix="trainerbot-demo-") as folder:
        typer.echo("Setting the stage: two weeks of a trainer's life ...")
        async with running(port, Path(folder), language) as (url, _):
            typer.echo(f"ready at {url}")
            sys.stdout.flush()
            await asyncio.Event().wait()


@asynccontextmanager
async def running(
    port: int, folder: Path, language: str = "en", today: datetime | None = None
) -> AsyncIterator[tuple[str, Showroom]]:
    """The page's address and the showroom behind it. Time stands still until it is moved."""
    room = Showroom(folder, today)
    async with room.telegram.serving(port, site_app(room)) as url:
        logs.set_up(settings(url, room.file))
        try:
            await room.open(url, "vi" if language == "vi" else "en")
            yield url, room
        finally:
            await room.close()
