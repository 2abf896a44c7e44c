"""For each invariant a fault that breaks it, and a short life in which that shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from bot.tick import DECIDE
from core import conflicts, progress
from core.booking import Booking
from core.notice import Notice
from core.use_cases import cancelling, money, proposing, requesting
from core.use_cases.classes import joining
from core.use_cases.waiting_room import Room
from core.wait import Wait
from storage import guards
from storage.finding import SqlWaits

Fault = Callable[[pytest.MonkeyPatch, Any], None]


def _double_booking(patch: pytest.MonkeyPatch, machine: Any) -> None:
    patch.setattr(conflicts, "_slots_in_the_way", lambda *_: [])

    async def drop() -> None:
        async with machine.store.engines.writer.begin() as connection:
            await connection.run_sync(guards.drop)

    machine.runner.run(drop())


def _credit_taken_twice(patch: pytest.MonkeyPatch, machine: Any) -> None:
    patch.setattr(progress.Tally, "left", property(lambda _: 1))


def _charge_that_stays(patch: pytest.MonkeyPatch, machine: Any) -> None:
    patch.setattr(money, "void_open", _nothing)


def _told_twice(patch: pytest.MonkeyPatch, machine: Any) -> None:
    telling = cancelling.about

    def twice(*args: Any, **facts: Any) -> list[Notice]:
        notices = telling(*args, **facts)
        return notices + [replace(n, key=f"{n.key}:again") for n in notices]

    patch.setattr(cancelling, "about", twice)


def _more_seats_than_there_are(patch: pytest.MonkeyPatch, machine: Any) -> None:
    async def one(*_: object) -> int:
        return 1

    patch.setattr(joining, "free_for", one)


def _head_at_another_price(patch: pytest.MonkeyPatch, machine: Any) -> None:
    priced = joining._booking
    patch.setattr(joining, "_booking", lambda *args: replace(priced(*args), price=1))


def _offer_without_a_hold(patch: pytest.MonkeyPatch, machine: Any) -> None:
    patch.setattr(Room, "hold", lambda *_: None)


def _last_come_first_served(patch: pytest.MonkeyPatch, machine: Any) -> None:
    in_order = SqlWaits.open_of_trainer

    async def backwards(waits: SqlWaits, trainer_id: int) -> Sequence[Wait]:
        return list(reversed(await in_order(waits, trainer_id)))

    patch.setattr(SqlWaits, "open_of_trainer", backwards)


def _nobody_is_woken(patch: pytest.MonkeyPatch, machine: Any) -> None:
    patch.setattr(SqlWaits, "wake", _nothing)


def _asked_twice(patch: pytest.MonkeyPatch, machine: Any) -> None:
    patch.setattr(requesting, "_require_not_too_often", lambda *_: None)

    async def drop() -> None:
        async with machine.store.engines.writer.begin() as connection:
            await connection.execute(text("DROP INDEX uq_requests_open"))

    machine.runner.run(drop())


def _moved_for_ever(patch: pytest.MonkeyPatch, machine: Any) -> None:
    patch.setattr(proposing, "MOST_MOVES", 9)


def _request_that_never_lapses(patch: pytest.MonkeyPatch, machine: Any) -> None:
    patch.setitem(DECIDE, "request", _nothing)


async def _nothing(*_: object, **__: object) -> None: ...


def _cancelled_comes_back(patch: pytest.MonkeyPatch, machine: Any) -> None:
    patch.setattr(Booking, "_require", lambda *_, **__: None)


LAN, BINH, CHI = 3, 10, 2
TOMORROW, SOON_AFTER = 30, 31
LATER = 6
#: Two wait for a time that is taken; the tick has looked, then it is freed.
WAITED = [
    ("trainer_books", BINH, TOMORROW),
    ("client_waits", 4, TOMORROW),
    ("client_waits", 5, TOMORROW),
    ("the_clock_ticks_on", 0, 0),
    ("somebody_cancels", 0, 0),
    ("the_clock_ticks_on", 0, 0),
]
#: Each invariant with a fault that breaks it, and a short life in which that shows.
FAULTS: dict[str, tuple[Fault, Sequence[tuple[str, int, int]]]] = {
    "nobody_is_double_booked": (
        _double_booking,
        [("trainer_books", 15, TOMORROW), ("trainer_books", BINH, TOMORROW)],
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
    "a_class_has_no_more_heads_than_seats": (
        _more_seats_than_there_are,
        [
            ("trainer_plans_a_class", 0, TOMORROW),
            ("client_joins_a_class", 0, 0),
            ("client_joins_a_class", 1, 0),
        ],
    ),
    "every_head_is_accounted_for": (
        _head_at_another_price,
        [("trainer_plans_a_class", 0, TOMORROW), ("client_joins_a_class", 1, 0)],
    ),
    "an_offer_is_kept": (_offer_without_a_hold, WAITED),
    "offers_are_made_in_order": (_last_come_first_served, WAITED),
    "nobody_waits_in_vain": (_nobody_is_woken, WAITED),
    "one_request_of_a_pair_is_open": (_asked_twice, [("stranger_asks", 0, 0), ("stranger_asks", 0, 0)]),
    "a_client_moves_a_session_twice_at_most": (
        _moved_for_ever,
        [
            ("trainer_books", LAN, LATER),
            *(
                step
                for there in (15, 33, 15)
                for step in (
                    ("somebody_wishes_for_another_time", 0, there),
                    ("wish_is_answered", 0, 0),
                )
            ),
        ],
    ),
    "the_tick_forgets_nothing": (
        _request_that_never_lapses,
        [("stranger_asks", 0, 0), ("time_passes", 0, 47), ("time_passes", 0, 47)],
    ),
}
