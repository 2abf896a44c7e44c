"""Has a table written while everybody else goes on being answered."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from typing import Any

from bot.files.workbook import Sheet

#: Rows of one sheet: its number, and some of them.
Rows = AsyncIterator[tuple[int, Sequence[Sequence[Any]]]]


class NotWritten(Exception):
    """The program that writes it has failed."""


async def write(kind: str, sheets: Sequence[Sheet], rows: Rows) -> bytes:
    """`kind`: xlsx, or csv for one sheet. Rows are passed on as they come."""
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.files.workbook", stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    try:
        head = {"kind": kind, "sheets": [asdict(sheet) for sheet in sheets]}
        made = asyncio.create_task(_made(writer))
        await _tell(writer, head)
        async for part in rows:
            await _tell(writer, part)
        await _close(writer)
        content = await made
        if await writer.wait() or not content:
            raise NotWritten
    finally:
        if writer.returncode is None:
            writer.kill()
            await writer.wait()
    return content


async def _made(writer: asyncio.subprocess.Process) -> bytes:
    return await writer.stdout.read() if writer.stdout else b""


async def _tell(writer: asyncio.subprocess.Process, what: Any) -> None:
    if writer.stdin is None:
        return
    try:
        writer.stdin.write(json.dumps(what).encode() + b"\n")
        await writer.stdin.drain()
    except ConnectionError as error:
        raise NotWritten from error


async def _close(writer: asyncio.subprocess.Process) -> None:
    if writer.stdin is not None:
        writer.stdin.close()
