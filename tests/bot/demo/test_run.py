"""`trainerbot demo` as a program: its port, its end, its folder, two at once."""

import asyncio
import os
import signal
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from contextlib import asynccontextmanager

import aiohttp
import pytest
import typer

from bot.demo import run
from bot.demo.site import PAGE

_READY = 60
LIMIT = 120 * 1024


async def program(*options, **environment):
    command = [sys.executable, "-m", "bot", "demo", *options]
    return await asyncio.create_subprocess_exec(
        *command, stdout=PIPE, stderr=PIPE, env=os.environ | environment
    )


@asynccontextmanager
async def demo(*options, **environment):
    """The program and its address, once it is ready."""
    process = await program(*options, **environment)
    try:
        async with asyncio.timeout(_READY):
            while b"ready at" not in (line := await process.stdout.readline()):
                assert line, (await process.stderr.read()).decode()
        yield process, line.decode().split()[-1]
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_two_demos_run_at_once_and_end_within_a_second_of_ctrl_c():
    async with demo("--port", "0") as (first, url), demo("--port", "0", "--lang", "vi") as (second, other):
        assert url != other
        async with aiohttp.ClientSession() as browser:
            stories = [await (await browser.get(f"{address}/api/state")).json() for address in (url, other)]
            assert [state["story"]["language"] for state in stories] == ["en", "vi"]
            await browser.get(f"{url}/api/events")

            asked = time.monotonic()
            first.send_signal(signal.SIGINT)
            second.send_signal(signal.SIGTERM)
            codes = await asyncio.gather(first.wait(), second.wait())
        assert codes == [0, 0]
        assert time.monotonic() - asked < 1


async def test_taken_port_is_said_with_what_to_do(unused_tcp_port):
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", unused_tcp_port)
    async with server:
        process = await program("--port", str(unused_tcp_port))
        _, error = await process.communicate()

    taken = f"Port {unused_tcp_port} is taken by another program."
    assert process.returncode == 1
    assert error.decode() == f"{taken} Try: trainerbot demo --port {unused_tcp_port + 1}\n"


def test_folder_that_cannot_be_used_is_said(monkeypatch, capsys):
    monkeypatch.setattr(tempfile, "tempdir", "/proc/nowhere")
    with pytest.raises(typer.Exit):
        run.demo(0, "en")

    assert capsys.readouterr().err == (
        "The demo keeps its data in /proc/nowhere, which cannot be used: No such file or directory.\n"
    )


def test_page_weighs_little():
    """All that the first visit loads, as a browser gets it."""
    import gzip

    weight = sum(len(gzip.compress(path.read_bytes())) for path in PAGE.iterdir())
    assert weight < LIMIT


@pytest.mark.parametrize("path", sorted(PAGE.iterdir()), ids=lambda path: path.name)
def test_file_of_the_page_stays_readable(path):
    assert len(path.read_text().splitlines()) < 300
