"""What the database says of random histories is what a slow reading of the same rows says."""

from __future__ import annotations

from functools import partial

from core.figures import Span, board
from core.use_cases import counting
from storage import guards
from tests.core.slow_figures import Slow, same_clients, same_counts, same_money, same_use
from tests.core.stored_histories import History
from tests.core.studio import studio

HISTORIES = 42


async def test_stored_histories_have_the_figures_of_a_slow_count(database):
    histories = [History(n) for n in range(1, HISTORIES + 1)]
    async with studio(database) as s:
        async with s.store.engines.writer.begin() as connection:
            await connection.run_sync(guards.drop)
            for one in histories:
                await one.write(connection)
        for one in histories:
            for span in Span:
                found = board(
                    await s.store.read(partial(counting.facts, trainer=one.trainer, span=span, now=one.now))
                )
                slow = Slow(one.facts(span))
                for same in (same_counts, same_money, same_clients):
                    same(found, slow)
                if span in (Span.MONTH, Span.LAST_MONTH):
                    same_use(found, slow)
