"""`trainerbot` as a program: one clear sentence where something is not right, and a clean end."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import sys
import time
from asyncio.subprocess import PIPE
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import __main__ as program
from bot import logs
from bot.commands import doctor
from bot.config import Settings
from bot.demo.telegram.faults import Delay
from bot.demo.telegram.local import TOKEN, LocalTelegram
from storage import tables

_READY = 60
ROOT = Path(__file__).parents[2]


def environment(**values):
    """The settings, and nothing of whoever runs the tests."""
    ours = {name.upper() for name in Settings.model_fields}
    return {k: v for k, v in os.environ.items() if k not in ours} | values


class Program:
    """One that runs in a folder of its own."""

    def __init__(self, process) -> None:
        self.process = process
        self.lines: list[str] = []

    async def until(self, words: str) -> None:
        async with asyncio.timeout(_READY):
            while words not in (line := (await self.process.stderr.readline()).decode()):
                self.lines.append(line)
                assert line, "".join(self.lines)
        self.lines.append(line)

    async def end(self) -> tuple[int, str]:
        async with asyncio.timeout(_READY):
            _, rest = await self.process.communicate()
        return self.process.returncode, "".join(self.lines) + rest.decode()


@asynccontextmanager
async def run(folder, **values):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, stdout=PIPE, stderr=PIPE,
        env=environment(**values) | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@pytest.fixture
async def telegram():
    made = LocalTelegram()
    async with made.serving() as made.url:
        yield made


def bot_of(telegram, **values):
    return {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "DATABASE_URL": "sqlite+aiosqlite:///bot.db",
    } | values


# What is wrong with the settings.


@pytest.fixture
def trainerbot(tmp_path, monkeypatch):
    """Inside the test's own process: exit code and what was printed, errors included."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(logs, "set_up", lambda _: None)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///bot.db")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")

    def invoked(*arguments, **values):
        result = CliRunner().invoke(program.app, arguments, env=values)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return invoked


@pytest.mark.parametrize(
    "values, sentence",
    [
        ({"BOT_TOKEN": ""}, "BOT_TOKEN is not set. To get one, write /newbot to @BotFather in Telegram"),
        ({"BOT_TOKEN": "1:wrong"}, "Telegram does not accept BOT_TOKEN. Copy it again from @BotFather"),
        ({"TELEGRAM_API_URL": "http://127.0.0.1:9"}, "Telegram cannot be reached at http://127.0.0.1:9"),
        (
            {"DATABASE_URL": "sqlite+aiosqlite:////proc/none/bot.db"},
            "DATABASE_URL: cannot make the folder /proc/none",
        ),
        (
            {"DATABASE_URL": "postgresql://u:hidden@127.0.0.1:9/d"},
            "DATABASE_URL: the database cannot be used",
        ),
        ({"DATABASE_URL": "sqlite+aiosqlite:////dev/null"}, "DATABASE_URL: the database cannot be used"),
        (
            {"DEFAULT_TIMEZONE": "Mars", "SEND_RATE": "0"},
            "These settings cannot be used: DEFAULT_TIMEZONE: no such time zone; SEND_RATE: ",
        ),
        (
            {"PUBLIC_URL": "http://bot.example.org"},
            "Telegram refuses the webhook at PUBLIC_URL http://bot.example.org",
        ),
    ],
)
async def test_what_is_wrong_is_said_in_one_sentence(telegram, trainerbot, unused_tcp_port, values, sentence):
    given = bot_of(telegram, LISTEN=f"127.0.0.1:{unused_tcp_port}") | values

    code, said = await asyncio.to_thread(trainerbot, "run", **given)

    assert code == 1
    assert said.startswith(sentence)
    assert said.count("\n") == 1
    assert "hidden" not in said


async def test_port_that_is_taken_is_said(telegram, trainerbot):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        given = bot_of(telegram, LISTEN=listen, PUBLIC_URL=f"http://{listen}")
        code, said = await asyncio.to_thread(trainerbot, "run", **given)

    assert code == 1
    assert said == f"{listen} is taken by another program. Stop that one, or set LISTEN to another port.\n"


# Running.


async def test_it_ends_cleanly_and_at_once_even_while_it_answers(telegram, tmp_path):
    huy = telegram.phone("Huy")
    async with run(tmp_path, **bot_of(telegram)) as bot:
        await bot.until("ready")
        huy.start()
        await telegram.changes.until(lambda: huy.received, 10)
        telegram.faults.before("sendMessage", 1, Delay(20))
        huy.types("/help")
        await telegram.changes.until(lambda: not telegram.pending_updates, 10)

        asked = time.monotonic()
        bot.process.send_signal(signal.SIGINT)
        code, said = await bot.end()

    assert (code, time.monotonic() - asked < 4) == (0, True)
    assert "Traceback" not in said


async def test_second_process_waits_and_takes_over_what_the_first_left(telegram, tmp_path):
    """Both may never act: what one has begun, the other would do again."""
    huy = telegram.phone("Huy")
    async with run(tmp_path, **bot_of(telegram)) as first, run(tmp_path, **bot_of(telegram)) as second:
        one, other = await _first_ready(first, second)
        huy.start()
        await telegram.changes.until(lambda: huy.received, 10)
        calls = len(telegram.journal)

        one.process.kill()
        await other.until("ready")
        huy.types("/help")
        await telegram.changes.until(lambda: len(huy.received) == 2, 10)
        other.process.send_signal(signal.SIGTERM)
        code, _ = await other.end()

    assert code == 0
    assert len(huy.received) == 2
    assert calls > 0
    assert [c.status for c in telegram.journal.errors()] in ([], [409])


async def _first_ready(*programs):
    """Whoever comes first is active; the other one says that it waits."""
    waits = {asyncio.create_task(p.until("waiting to take over")): p for p in programs}
    done, rest = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    (waiting,) = (waits[task] for task in done)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    (active,) = (p for p in programs if p is not waiting)
    return active, waiting


async def test_log_has_no_token_and_no_word_that_a_person_wrote(telegram, tmp_path):
    huy = telegram.phone("Huy")
    values = bot_of(telegram, LOG_LEVEL="DEBUG", LOG_FORMAT="json")
    async with run(tmp_path, **values) as bot:
        await bot.until("ready")
        huy.start()
        await telegram.changes.until(lambda: huy.received, 10)
        huy.types("Kohlrabi tomorrow 18:00")
        await telegram.changes.until(lambda: len(huy.received) == 2, 10)
        bot.process.send_signal(signal.SIGTERM)
        _, said = await bot.end()

    assert TOKEN not in said
    assert TOKEN.partition(":")[2] not in said
    assert "Kohlrabi" not in said
    events = [json.loads(line)["event"] for line in said.splitlines()]
    assert "ready" in events


# The other commands.


def test_data_can_be_migrated_copied_and_taken_out(trainerbot, tmp_path):
    assert trainerbot("backup", "copy.db") == (1, "there is no database at bot.db yet\n")
    assert trainerbot("export", "out") == (1, "the database is not up to date; first: trainerbot migrate\n")
    assert trainerbot("migrate") == (0, "The database is up to date.\n")
    assert trainerbot("migrate") == (0, "The database is up to date.\n")
    code, said = trainerbot("backup", "copy.db")
    assert (code, said.startswith("The copy is in copy.db (")) == (0, True)
    code, said = trainerbot("export", "out.zip")
    assert (code, said) == (0, f"0 rows of {len(list_of_tables())} tables are in out.zip.\n")
    assert trainerbot("export", "out.zip") == (1, "out.zip is there already; choose another name\n")


def list_of_tables():
    return [t for t in tables.metadata.tables if t not in ("inbox", "memory")]


def test_doctor_names_everything_that_is_wrong(trainerbot):
    code, said = trainerbot("doctor")

    marks = [line[0] for line in said.splitlines()]
    assert (code, marks) == (1, ["✓", "✗", "✗", "✓"])
    assert "BOT_TOKEN is not set" in said
    assert "The database is empty" in said


def test_doctor_sees_old_tables_and_missing_guards(trainerbot):
    trainerbot("migrate")
    _, said = trainerbot("doctor")
    assert "✓ The database is up to date" in said
    assert "✓ The guards against double booking are in place." in said

    with sqlite3.connect("bot.db") as database:
        database.execute("DROP TRIGGER guard_trainer_time_insert")
        database.execute("UPDATE alembic_version SET version_num = '0001'")
    database.close()
    _, said = trainerbot("doctor")
    assert "✗ The database is at 0001, the program at" in said
    assert "✗ Guards against double booking are missing: guard_trainer_time_insert." in said


@pytest.mark.parametrize(
    "skew, verdict", [(0, "✓ The clock agrees"), (600, "✗ The clock is 6"), (-600, "behind")]
)
async def test_doctor_is_content_with_a_bot_that_can_run(telegram, tmp_path, monkeypatch, skew, verdict):
    class Clock(doctor.datetime):
        @classmethod
        def now(cls, tz=None):
            return super().now(tz) + timedelta(seconds=skew)

    monkeypatch.setattr(doctor, "datetime", Clock)
    monkeypatch.chdir(tmp_path)
    database = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    settings = Settings(_env_file=None, bot_token=TOKEN, telegram_api_url=telegram.url, database_url=database)
    found = [f async for f in doctor._findings(settings)]

    assert any(verdict in f"{'✓' if f.well else '✗'} {f.sentence}" for f in found)
    assert "The token is @coach_calendar_bot's." in [f.sentence for f in found]
    assert all(f.well for f in found) is (skew == 0)


def test_phrases_can_be_tried(trainerbot):
    code, said = trainerbot("when", "tomorrow 18:00", "--now", "2025-10-15T10:00+07:00")

    assert code == 0
    assert "2025-10-16" in said or "16 Oct" in said


def test_help_names_every_command(trainerbot):
    _, said = trainerbot("--help")

    for command in ("run", "demo", "when", "migrate", "doctor", "export", "backup"):
        assert command in said
