"""Contracts by their numbers: worth, dates, credits; and over any sequence of acts the equation holds."""

import asyncio
import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.booking import Booking, Kind, Status
from core.charge import Charge, ChargeKind, ChargeStatus
from core.contract import Contract, ContractStatus, Offer
from core.errors import NotValid, Refusal
from core.period import Period
from core.progress import misfit, next_moment, preferred, progress, reviewed, warnings
from core.use_cases import cancelling, contracting, crediting, money, outcome, pausing
from tests.core.studio import HUY, NOW, VIETNAM, at, studio

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
TEN = Contract(1, HUY, 1, "10 sessions", 10, 5_000_000, "VND", NOW)


def session(id_, start, status=Status.CONFIRMED):
    return Booking(
        id_, id_, HUY, 1, start, start + HOUR, status, NOW, NOW,
        contract_id=1, prepaid=True, takes_time=status.takes_time,
    )  # fmt: skip


def forfeit(booking_id, status=ChargeStatus.PENDING):
    return Charge(
        booking_id, HUY, 1, booking_id, ChargeKind.NO_SHOW, status, 0, "VND", NOW, contract_id=1, credit=True
    )


# Worth.


@pytest.mark.parametrize(
    "sessions, price, each, last",
    [
        (10, 5_000_000, 500_000, 500_000),
        (3, 1_000_000, 333_000, 334_000),
        (7, 1_000_000, 142_000, 148_000),
        (1, 750_500, 750_500, 750_500),
        (12, 0, 0, 0),
    ],
)
def test_a_session_is_worth_its_share_down_to_the_cash_step_and_the_last_takes_the_rest(
    sessions, price, each, last
):
    contract = replace(TEN, sessions=sessions, price=price)
    assert (contract.worth().amount, contract.worth(sessions).amount) == (each, last)
    assert sum(contract.worth(n).amount for n in range(1, sessions + 1)) == price


@given(st.integers(1, 500), st.integers(0, 10**9), st.sampled_from(["VND", "USD", "JPY"]))
def test_what_was_used_never_costs_more_than_the_package(sessions, price, currency):
    contract = replace(TEN, sessions=sessions, price=price, currency=currency)
    worths = [contract.worth_of(n).amount for n in range(sessions + 2)]
    assert worths == sorted(worths)
    assert (worths[0], worths[sessions], worths[-1]) == (0, price, price)
    assert {contract.worth_of(n).currency for n in (0, 1, sessions)} == {currency}


@pytest.mark.parametrize(
    "wrong, field", [({"sessions": 0}, "sessions"), ({"price": -1}, "price"), ({"name": " "}, "package_name")]
)
def test_terms_that_cannot_be_are_named(wrong, field):
    with pytest.raises(NotValid) as refused:
        replace(Offer("10", 10, 1, "VND"), **wrong).checked()
    assert refused.value.field == field


# Dates.


def test_the_last_day_is_inclusive_and_moves_with_what_is_added():
    assert TEN.last_day(VIETNAM) is None
    used = replace(TEN, first_at=at(15, 23))
    assert used.last_day(VIETNAM) == date(2026, 1, 13)
    assert replace(used, more_days=7).last_day(VIETNAM) == date(2026, 1, 20)
    assert used.expires_at(VIETNAM).astimezone(VIETNAM).isoformat() == "2026-01-14T00:00:00+07:00"


def test_warnings_come_14_7_and_1_days_before_at_nine():
    used = replace(TEN, first_at=at(15, 11), days=16)
    assert warnings(used, VIETNAM) == [(at(17, 9), 14), (at(24, 9), 7), (at(30, 9), 1)]
    assert next_moment(used, at(17, 8, 59), VIETNAM) == at(17, 9)
    assert next_moment(used, at(17, 9), VIETNAM) == at(24, 9)
    assert next_moment(used, at(30, 9), VIETNAM) == at(31, 0) + DAY
    assert next_moment(replace(used, status=ContractStatus.ENDED), at(17, 8), VIETNAM) is None


def test_only_the_tick_lets_a_contract_expire_and_what_is_due_is_left_to_it():
    held = [session(1, at(15, 11), Status.COMPLETED)]
    used = replace(TEN, first_at=at(15, 11), days=10, next_at=at(18, 9))
    later = reviewed(progress(used, held, []), at(30, 9), VIETNAM)
    assert (later.status, later.next_at) == (ContractStatus.ACTIVE, at(18, 9))


# Credits.


@pytest.mark.parametrize(
    "bookings, charges, expected",
    [
        ([], [], (0, 0, 0, 10)),
        ([session(1, at(16, 9))], [], (0, 0, 1, 9)),
        ([session(1, at(16, 9), Status.PENDING)], [], (0, 0, 1, 9)),
        ([session(1, at(16, 9), Status.COMPLETED)], [], (1, 0, 0, 9)),
        ([session(1, at(16, 9), Status.CANCELLED)], [], (0, 0, 0, 10)),
        ([session(1, at(16, 9), Status.NO_SHOW)], [forfeit(1)], (0, 1, 0, 9)),
        ([session(1, at(16, 9), Status.NO_SHOW)], [forfeit(1, ChargeStatus.DUE)], (0, 1, 0, 9)),
        ([session(1, at(16, 9), Status.NO_SHOW)], [forfeit(1, ChargeStatus.WAIVED)], (0, 0, 0, 10)),
        ([session(1, at(16, 9), Status.NO_SHOW)], [replace(forfeit(1), credit=False)], (0, 0, 0, 10)),
    ],
)
def test_credits_are_counted_from_sessions_and_penalties(bookings, charges, expected):
    tally = progress(TEN, bookings, charges).tally
    assert (tally.completed, tally.forfeited, tally.booked, tally.left) == expected


def test_a_session_has_its_place_by_start_among_those_that_use_a_credit():
    late, gone, early = (
        session(1, at(20, 9)),
        session(2, at(18, 9), Status.CANCELLED),
        session(3, at(16, 9)),
    )
    known = progress(TEN, [late, gone, early], [])
    assert known.numbers == {3: 1, 1: 2}
    assert known.number_at(at(19, 9)) == 2


@pytest.mark.parametrize(
    "changes, start, kind, reason",
    [
        ({}, at(16, 9), Kind.PERSONAL, None),
        ({}, at(16, 9), Kind.CLASS, "closed"),
        ({"status": ContractStatus.EXPIRED}, at(16, 9), Kind.PERSONAL, "closed"),
        ({"sessions": 1}, at(16, 9), Kind.PERSONAL, "no_credit"),
        ({"days": 3}, at(18, 23), Kind.PERSONAL, None),
        ({"days": 3}, at(19, 0), Kind.PERSONAL, "after_end"),
        (
            {"frozen_from": date(2025, 10, 15), "frozen_until": date(2025, 10, 21)},
            at(21, 22),
            Kind.PERSONAL,
            "frozen",
        ),
        (
            {"frozen_from": date(2025, 10, 15), "frozen_until": date(2025, 10, 21)},
            at(22, 0),
            Kind.PERSONAL,
            None,
        ),
    ],
)
def test_what_does_not_fit_says_why(changes, start, kind, reason):
    contract = replace(TEN, first_at=at(15, 9), **changes)
    known = progress(contract, [session(1, at(15, 9), Status.COMPLETED)], [])
    found = misfit(known, Period.of(start, HOUR), kind, NOW, VIETNAM)
    assert (found.reason if found else None) == reason


def test_a_renewal_waits_for_what_it_renews_as_long_as_both_fit():
    first, second, third = (
        progress(replace(TEN, id=id_, renews_id=of), [], []) for id_, of in ((1, None), (2, 1), (3, None))
    )
    assert [p.contract.id for p in preferred([first, second, third])] == [1, 3]
    assert preferred([second]) == [second]


# Any sequence of acts.


@dataclass
class Run:
    """A contract of four sessions, and a clock; each act may be refused, and then changes nothing."""

    s: object
    client: object
    contract: object
    now: object = NOW

    async def tally(self):
        return (await self.s.store.read(lambda b: crediting.of(b, self.contract.id))).tally

    async def bookings(self):
        return list(await self.s.store.read(lambda b: b.bookings.of_contracts([self.contract.id])))

    async def charges(self):
        found = await self.s.store.read(lambda b: b.charges.of_contracts([self.contract.id]))
        return [c for c in found if c.booking_id is not None]

    async def pick(self, n):
        found = await self.bookings()
        return found[n % len(found)] if found else None

    async def book(self, n):
        start = self.now.replace(minute=0) + (1 + n) * 3 * HOUR
        await self.s.session(self.client, Period.of(start, HOUR), now=self.now)

    async def cancel_as_trainer(self, n):
        await self.s.does(cancelling.cancel, (await self.pick(n)).id, now=self.now)

    async def cancel_as_client(self, n):
        by, booking = self.client.person_id, await self.pick(n)
        terms = await self.s.store.read(lambda b: cancelling.terms(b, booking.id, by, self.now))
        await self.s.does(cancelling.cancel, booking.id, fee_shown=terms.shown, by=by, now=self.now)

    async def complete(self, n):
        await self.s.does(outcome.complete, (await self.pick(n)).id, now=self.now)

    async def miss(self, n):
        await self.s.does(outcome.miss, (await self.pick(n)).id, now=self.now)

    async def waive(self, n):
        charges = await self.charges()
        if charges:
            await self.s.does(money.waive, charges[n % len(charges)].id, now=self.now)

    async def give(self, n):
        await self.s.does(contracting.adjust, self.contract.id, 1 + n % 2, "more", now=self.now)

    async def take(self, n):
        await self.s.does(contracting.adjust, self.contract.id, -1 - n % 2, "less", now=self.now)

    async def extend(self, n):
        await self.s.does(contracting.extend, self.contract.id, 1 + n, now=self.now)

    async def freeze(self, n):
        await self.s.does(pausing.freeze, self.contract.id, 7 + n, keep=bool(n % 2), now=self.now)

    async def wait(self, n):
        self.now += (1 + n) * 2 * HOUR


ACTS = [
    "book", "cancel_as_trainer", "cancel_as_client", "complete", "miss",
    "waive", "give", "take", "extend", "freeze", "wait",
]  # fmt: skip
#: What each act may do to the sessions left: nothing else, and never twice.
MAY = {
    "book": {0, -1},
    "cancel_as_trainer": {0, 1},
    "cancel_as_client": {0, 1},
    # A no-show whose credit went back, and that took place after all, uses one again.
    "complete": {0, -1},
    "miss": {0},
    "waive": {0, 1},
    "give": {0, 1, 2},
    "take": {0, -1, -2},
    "extend": {0},
    "wait": {0},
}


def counted(bookings, charges):
    """The same credits, counted another way: booking by booking."""
    found = {"completed": 0, "forfeited": 0, "booked": 0}
    for booking in bookings:
        open_ones = [c for c in charges if c.booking_id == booking.id and c.credit and c.status.is_open]
        assert len(open_ones) <= 1, "one session forfeits one credit"
        if booking.status in (Status.PENDING, Status.CONFIRMED):
            assert not open_ones, "booked and forfeited at once"
            found["booked"] += 1
        elif booking.status is Status.COMPLETED:
            assert not open_ones, "completed and forfeited at once"
            found["completed"] += 1
        else:
            found["forfeited"] += len(open_ones)
    return found


async def check(run, act, before, gone_before):
    tally, bookings, charges = await run.tally(), await run.bookings(), await run.charges()
    found = counted(bookings, charges)
    assert found == {"completed": tally.completed, "forfeited": tally.forfeited, "booked": tally.booked}
    assert tally.total == sum(found.values()) + tally.left
    assert tally.left >= 0
    gone = {b.id for b in bookings if b.status is Status.CANCELLED}
    if act in MAY:
        assert tally.left - before.left in MAY[act], act
    if act.startswith("cancel") and gone > gone_before:
        back, lost = tally.left - before.left, tally.forfeited - before.forfeited
        assert (back, lost) in ((1, 0), (0, 1)), "given back or forfeited, exactly one"
    return tally, gone


async def carried_out(steps):
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite+aiosqlite:///{Path(folder) / 'bot.db'}"
        async with studio(database) as s:
            client = await s.client("Lan")
            contract = await s.does(contracting.agree, Offer("4", 4, 2_000_000, "VND"), client.id)
            run = Run(s, client, contract)
            before, gone = await run.tally(), set()
            for act, n in steps:
                try:
                    if act in ("cancel_as_trainer", "cancel_as_client", "complete", "miss"):
                        if await run.pick(n) is not None:
                            await getattr(run, act)(n)
                    else:
                        await getattr(run, act)(n)
                except Refusal:
                    pass
                before, gone = await check(run, act, before, gone)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 12)), max_size=16))
@example([("book", 0), ("wait", 3), ("miss", 0), ("waive", 0), ("give", 0), ("complete", 0)])
@example(
    [("book", n) for n in range(4)] + [("wait", 4), ("miss", 0), ("waive", 0), ("book", 0), ("complete", 0)]
)
@example([("book", 1), ("cancel_as_client", 0), ("waive", 0), ("take", 1), ("book", 2), ("freeze", 0)])
def test_over_any_sequence_of_acts_the_credits_add_up(steps):
    asyncio.run(carried_out(steps))
