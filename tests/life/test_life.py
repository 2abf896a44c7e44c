"""Whatever trainer, client and clock do, in any order: nobody is double-booked, nothing counted twice."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import delete

import tests.life.longer_steps  # noqa: F401  # its steps are among those below
from core import conflicts, progress
from core.booking import Booking
from core.contract import Contract
from core.notice import Notice
from core.use_cases import cancelling, money
from storage import guards, tables
from storage.engines import connect
from storage.store import SqlStore
from tests import databases
from tests.core.studio import HUY, MAI, NOW, Studio
from tests.life.studio_life import STEPS, Life
from tests.migrated import migrated

_NAMES = st.sampled_from(sorted(STEPS))
_NUMBERS = st.integers(0, 10_000)
Fault = Callable[[pytest.MonkeyPatch, Any], None]


class AnyLife(RuleBasedStateMachine):
    """Steps in any order, shrunk to the fewest that break a rule; one database, emptied for each life."""

    runner: ClassVar[asyncio.Runner]
    store: ClassVar[SqlStore]

    def __init__(self) -> None:
        super().__init__()
        self.life = self.runner.run(begun(self.store))

    @rule(name=_NAMES, n=_NUMBERS, m=_NUMBERS)
    def somebody_does_something(self, name: str, n: int, m: int) -> None:
        self.runner.run(self.life.takes(name, n, m))


async def begun(store: SqlStore) -> Life:
    """Two trainers; a client on Telegram with a package of four sessions, and one who is only a name."""
    async with store.engines.writer.begin() as connection:
        for table in reversed(tables.metadata.sorted_tables):
            await connection.execute(delete(table))
    s = Studio(store)
    await s.trainer(HUY, "Huy")
    await s.trainer(MAI, "Mai")
    lan = await s.client("Lan Anh")
    binh = await s.client("Bình", linked=False)
    agreed = Contract(0, HUY, lan.id, "4 sessions", 4, 2_000_000, "VND", NOW, days=30, agreed_at=NOW)
    return Life(s, (lan, binh), await store.write(lambda books: books.contracts.add(agreed)))


async def opened(database: str) -> SqlStore:
    return SqlStore(connect(await migrated(database)))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[type[AnyLife]]:
    """A loop of its own: Hypothesis calls the steps one by one."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        url = databases.fresh_sqlite(tmp_path)
        if request.param == "postgres":
            url = runner.run(stack.enter_async_context(databases.fresh_postgres()))
        store = runner.run(opened(url))
        try:
            yield type("Machine", (AnyLife,), {"runner": runner, "store": store})
        finally:
            runner.run(store.close())
            runner.run(stack.aclose())


def test_any_life_keeps_the_rules(machine: type[AnyLife]) -> None:
    """LIVES=1000 in the environment looks for longer."""
    lives = int(os.environ.get("LIVES", "10"))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=lives,
            stateful_step_count=25,
            deadline=None,
            database=None,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _double_booking(patch: pytest.MonkeyPatch, machine: type[AnyLife]) -> None:
    patch.setattr(conflicts, "_slots_in_the_way", lambda *_: [])

    async def drop() -> None:
        async with machine.store.engines.writer.begin() as connection:
            await connection.run_sync(guards.drop)

    machine.runner.run(drop())


def _credit_taken_twice(patch: pytest.MonkeyPatch, machine: type[AnyLife]) -> None:
    patch.setattr(progress.Tally, "left", property(lambda _: 1))


def _charge_that_stays(patch: pytest.MonkeyPatch, machine: type[AnyLife]) -> None:
    async def nothing(*_: object) -> None: ...

    patch.setattr(money, "void_open", nothing)


def _told_twice(patch: pytest.MonkeyPatch, machine: type[AnyLife]) -> None:
    telling = cancelling.about

    def twice(*args: Any, **facts: Any) -> list[Notice]:
        notices = telling(*args, **facts)
        return notices + [replace(n, key=f"{n.key}:again") for n in notices]

    patch.setattr(cancelling, "about", twice)


def _cancelled_comes_back(patch: pytest.MonkeyPatch, machine: type[AnyLife]) -> None:
    patch.setattr(Booking, "_require", lambda *_, **__: None)


BINH, LAN = 5, 2
TOMORROW, SOON_AFTER = 30, 31
#: Each invariant with a fault that breaks it, and a short life in which that shows.
FAULTS: dict[str, tuple[Fault, Sequence[tuple[str, int, int]]]] = {
    "nobody_is_double_booked": (
        _double_booking,
        [("trainer_books", 10, TOMORROW), ("trainer_books", BINH, TOMORROW)],
    ),
    "credits_add_up": (_credit_taken_twice, [("trainer_books", LAN, TOMORROW + n) for n in range(5)]),
    "money_adds_up": (
        _charge_that_stays,
        [
            ("trainer_books", BINH, TOMORROW),
            ("time_passes", 0, 47),
            ("trainer_completes", 0, 0),
            ("trainer_marks_a_no_show", 0, 0),
        ],
    ),
    "each_is_told_once": (_told_twice, [("trainer_books", LAN, TOMORROW), ("somebody_cancels", 0, 0)]),
    "statuses_only_move_as_they_may": (
        _cancelled_comes_back,
        [("trainer_books", LAN, TOMORROW), ("somebody_cancels", 0, 0), ("trainer_completes", 0, 0)],
    ),
}


@pytest.mark.parametrize("invariant", FAULTS)
def test_planted_fault_is_found(
    machine: type[AnyLife], invariant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same life without the fault keeps all rules."""
    fault, steps = FAULTS[invariant]
    machine.runner.run(lived(machine, steps))
    fault(monkeypatch, machine)

    with pytest.raises(AssertionError) as broken:
        machine.runner.run(lived(machine, steps))

    assert invariant in {entry.name for entry in broken.traceback}


async def lived(machine: type[AnyLife], steps: Sequence[tuple[str, int, int]]) -> None:
    life = await begun(machine.store)
    for name, n, m in steps:
        await life.takes(name, n, m)
