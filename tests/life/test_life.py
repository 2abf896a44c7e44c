"""Whatever trainer, client and clock do, in any order: nobody is double-booked, nothing counted twice."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import delete

import tests.life.finding_steps
import tests.life.longer_steps
import tests.life.waiting_steps  # noqa: F401  # their steps are among those below
from core.contract import Contract
from core.people import Opening, Person
from core.ports import Books
from storage import tables
from storage.engines import connect
from storage.store import SqlStore
from tests import databases
from tests.core.studio import HUY, MAI, NOW, Studio
from tests.life.faults import FAULTS
from tests.life.found import FOUND
from tests.life.studio_life import STEPS, Life
from tests.migrated import migrated

_NAMES = st.sampled_from(sorted(STEPS))
_NUMBERS = st.integers(0, 10_000)
ZONE = "Asia/Ho_Chi_Minh"
STRANGERS = (901, 902)


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
    """Two trainers and three clients: on Telegram, with a package of four; only a name; on Telegram.

    Two more people are on nobody's list. What clients book by themselves Huy is asked, but of the last.
    """
    async with store.engines.writer.begin() as connection:
        for table in reversed(tables.metadata.sorted_tables):
            await connection.execute(delete(table))
    s = Studio(store)
    await s.trainer(HUY, "Huy", opening=Opening.ASK, horizon_days=5)
    await s.trainer(MAI, "Mai")
    lan = await s.client("Lan Anh")
    binh = await s.client("Bình", linked=False)
    chi = await s.client("Chi")
    elsewhere = await s.client("Lan", of=MAI, person=lan.person_id)
    agreed = Contract(0, HUY, lan.id, "4 sessions", 4, 2_000_000, "VND", NOW, days=30, agreed_at=NOW)

    async def work(books: Books) -> None:
        await books.contracts.add(agreed)
        await books.clients.save(replace(chi, opening=Opening.BOOK))
        for stranger in STRANGERS:
            await books.people.add(Person(stranger, f"Stranger {stranger}", "en", ZONE, NOW))

    await store.write(work)
    return Life(s, (lan, binh, chi), elsewhere, STRANGERS)


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
    lives = int(os.environ.get("LIVES", "6"))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=lives,
            stateful_step_count=40,
            deadline=None,
            database=None,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


#: The rules are looked at in the rows, which are the same on both.
once = pytest.mark.parametrize("machine", ["sqlite"], indirect=True)


@once
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


@once
@pytest.mark.parametrize("story", FOUND)
def test_life_that_broke_a_rule_once_keeps_them_all(machine: type[AnyLife], story: str) -> None:
    machine.runner.run(lived(machine, FOUND[story]))


async def lived(machine: type[AnyLife], steps: Sequence[tuple[str, int, int]]) -> None:
    life = await begun(machine.store)
    for name, n, m in steps:
        await life.takes(name, n, m)
