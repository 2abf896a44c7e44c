"""The table of moves: from which status to which, by whom and until when; nothing else is possible."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.booking import Booking, Status, request_lapses, require_loggable
from core.errors import NotLoggable, NotPossible
from core.people import Side
from core.period import Period

START = datetime(2025, 10, 16, 11, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
EARLIER, BEFORE, DURING, AFTER = START - 2 * HOUR, START - timedelta(seconds=1), START, START + 2 * HOUR
LATER = Period.of(START + timedelta(days=1), HOUR)

ACTS = {
    "confirm": lambda b, now: b.confirmed(now),
    "move": lambda b, now: b.moved(LATER, now),
    "move after all": lambda b, now: b.moved_after_all(LATER, now),
    "cancel": lambda b, now: b.cancelled(Side.CLIENT, now, "ill"),
    "complete": lambda b, now: b.completed(Side.TRAINER, now),
    "no-show": lambda b, now: b.missed(Side.TRAINER, now),
}

POSSIBLE = {
    (Status.PENDING, "confirm", BEFORE): Status.CONFIRMED,
    (Status.PENDING, "move", BEFORE): Status.PENDING,
    (Status.PENDING, "cancel", BEFORE): Status.CANCELLED,
    (Status.PENDING, "cancel", DURING): Status.CANCELLED,
    (Status.PENDING, "cancel", AFTER): Status.CANCELLED,
    (Status.CONFIRMED, "move", BEFORE): Status.CONFIRMED,
    (Status.CONFIRMED, "cancel", BEFORE): Status.CANCELLED,
    (Status.CONFIRMED, "move after all", DURING): Status.CONFIRMED,
    (Status.CONFIRMED, "move after all", AFTER): Status.CONFIRMED,
    (Status.CONFIRMED, "complete", DURING): Status.COMPLETED,
    (Status.CONFIRMED, "complete", AFTER): Status.COMPLETED,
    (Status.CONFIRMED, "no-show", DURING): Status.NO_SHOW,
    (Status.CONFIRMED, "no-show", AFTER): Status.NO_SHOW,
    (Status.COMPLETED, "no-show", DURING): Status.NO_SHOW,
    (Status.COMPLETED, "no-show", AFTER): Status.NO_SHOW,
    (Status.NO_SHOW, "complete", DURING): Status.COMPLETED,
    (Status.NO_SHOW, "complete", AFTER): Status.COMPLETED,
    (Status.COMPLETED, "no-show", BEFORE): Status.NO_SHOW,
    (Status.NO_SHOW, "complete", BEFORE): Status.COMPLETED,
}


def a_booking(status: Status = Status.CONFIRMED) -> Booking:
    return Booking(
        1,
        1,
        trainer_id=1,
        client_id=1,
        starts_at=START,
        ends_at=START + HOUR,
        status=status,
        created_at=START - timedelta(days=7),
        timed_at=START - timedelta(days=7),
        takes_time=status.takes_time,
        lapses_at=START - HOUR / 2 if status is Status.PENDING else None,
    )


@pytest.mark.parametrize("now", [BEFORE, DURING, AFTER])
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", Status)
def test_only_the_moves_of_the_table_are_possible(status, act, now):
    booking = replace(a_booking(status), lapses_at=START)
    expected = POSSIBLE.get((status, act, now))
    if expected is None:
        with pytest.raises(NotPossible):
            ACTS[act](booking, now)
        return
    after = ACTS[act](booking, now)
    assert (after.status, after.takes_time) == (expected, expected.takes_time)
    assert after.version == booking.version + 1


def test_an_outcome_is_corrected_within_seven_days_of_the_end():
    done = a_booking().completed(Side.TRAINER, AFTER)
    last = done.ends_at + timedelta(days=7)
    assert done.missed(Side.TRAINER, last).status is Status.NO_SHOW
    with pytest.raises(NotPossible):
        done.missed(Side.TRAINER, last + timedelta(seconds=1))


def test_a_request_that_has_lapsed_is_not_confirmed():
    with pytest.raises(NotPossible):
        a_booking(Status.PENDING).confirmed(START - HOUR / 2)


def test_a_move_keeps_nothing_that_belonged_to_the_old_time():
    booking = replace(a_booking(), acknowledged_at=EARLIER, ask_from=AFTER)
    moved = booking.moved(LATER, EARLIER)
    assert (moved.acknowledged_at, moved.ask_from, moved.timed_at) == (None, None, EARLIER)


@pytest.mark.parametrize(
    "before_start, lapses",
    [
        (timedelta(days=3), timedelta(hours=12)),
        (timedelta(hours=14), timedelta(hours=12)),
        (timedelta(hours=6), timedelta(hours=4)),
    ],
)
def test_a_request_lapses_after_twelve_hours_or_two_hours_before_the_start(before_start, lapses):
    assert request_lapses(START, START - before_start) == START - before_start + lapses


def test_a_past_session_is_logged_within_fourteen_days_and_only_when_it_is_over():
    period = Period.of(START, HOUR)
    require_loggable(period, period.end)
    require_loggable(period, period.start + timedelta(days=14))
    with pytest.raises(NotLoggable):
        require_loggable(period, period.start + timedelta(days=14, seconds=1))
    with pytest.raises(NotLoggable):
        require_loggable(period, period.end - timedelta(seconds=1))
