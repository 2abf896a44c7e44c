"""What a session still has ahead of it: reminders, the question, the nudge, the mark."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.agenda import due_reminders, mark_due, next_moment, nudge_due, question_due, reminders
from core.booking import Booking, Status
from core.hours import QuietHours
from core.people import OutcomeRule, Person, Side, Trainer

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
HOUR = timedelta(hours=1)


def local(day, hour, minute=0):
    return datetime(2025, 10, day, hour, minute, tzinfo=VIETNAM)


def trainer(**changes):
    return replace(Trainer(1, "Huy", "Asia/Ho_Chi_Minh", local(1, 8)), **changes)


LAN = Person(2, "Lan", "vi", "Asia/Ho_Chi_Minh", local(1, 8))


START, TIMED_AT = local(16, 18), local(14, 10)


def session(start=START, *, timed_at=TIMED_AT, **changes):
    return replace(
        Booking(
            1,
            1,
            trainer_id=1,
            client_id=1,
            starts_at=start,
            ends_at=start + HOUR,
            status=Status.CONFIRMED,
            created_at=timed_at,
            timed_at=timed_at,
            person_id=2,
        ),
        **changes,
    )


def moments(found):
    return [(r.at, r.to, r.lead) for r in found]


def test_both_are_reminded_a_day_before_and_the_client_two_hours_before():
    assert moments(reminders(session(), trainer(), LAN)) == [
        (local(15, 18), Side.CLIENT, 1440),
        (local(15, 18), Side.TRAINER, 1440),
        (local(16, 16), Side.CLIENT, 120),
    ]


def test_a_name_without_telegram_is_not_reminded_but_the_trainer_is():
    assert moments(reminders(session(), trainer(), None)) == [(local(15, 18), Side.TRAINER, 1440)]


@pytest.mark.parametrize(
    "timed_at, owed",
    [
        (local(15, 17, 59), [1440, 1440, 120]),
        (local(15, 18), [120]),
        (local(16, 15, 59), [120]),
        (local(16, 16), []),
        (local(16, 17), []),
    ],
)
def test_what_was_due_before_the_time_was_set_is_not_owed(timed_at, owed):
    assert [r.lead for r in reminders(session(timed_at=timed_at), trainer(), LAN)] == owed


@pytest.mark.parametrize(
    "start, lead, at",
    [
        (local(16, 7), 120, local(15, 21, 30)),
        (local(16, 8, 29), 120, local(15, 21, 30)),
        (local(16, 8, 30), 120, local(16, 6, 30)),
        (local(16, 21), 1440, local(15, 21)),
        (local(16, 22), 1440, local(15, 21, 30)),
        (local(16, 6), 1440, local(14, 21, 30)),
    ],
)
def test_a_reminder_of_the_night_comes_before_it(start, lead, at):
    (reminder,) = reminders(
        session(start, timed_at=local(10, 8)), trainer(client_leads=(lead,), trainer_leads=()), LAN
    )
    assert reminder.at == at


def test_the_night_is_each_readers_own():
    away = replace(LAN, zone="Europe/London")
    found = reminders(session(local(16, 8)), trainer(client_leads=(120,), trainer_leads=(120,)), away)
    # 06:00 in Vietnam is night there and midnight in London: for each it comes at 21:30 of their own clock.
    assert moments(found) == [
        (local(15, 21, 30), Side.TRAINER, 120),
        (datetime(2025, 10, 15, 21, 30, tzinfo=ZoneInfo("Europe/London")), Side.CLIENT, 120),
    ]


@pytest.mark.parametrize(
    "now, leads",
    [
        (local(15, 17, 59), []),
        (local(15, 18), [(Side.CLIENT, 1440), (Side.TRAINER, 1440)]),
        (local(16, 15, 59), [(Side.CLIENT, 1440), (Side.TRAINER, 1440)]),
        (local(16, 16), [(Side.CLIENT, 120), (Side.TRAINER, 1440)]),
        (local(16, 17, 59), [(Side.CLIENT, 120), (Side.TRAINER, 1440)]),
        (local(16, 18), []),
    ],
)
def test_of_several_that_are_due_each_side_gets_the_last_and_none_after_the_start(now, leads):
    found = due_reminders(session(), trainer(), LAN, now)
    assert sorted((r.to, r.lead) for r in found) == leads


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.CONFIRMED])
def test_only_a_confirmed_session_is_reminded_of(status):
    assert due_reminders(session(status=status), trainer(), LAN, local(16, 17)) == []


def test_the_question_comes_at_the_end_or_when_the_trainer_wants_it():
    assert question_due(session()) == local(16, 19)
    assert question_due(session(ask_from=local(16, 21))) == local(16, 21)


@pytest.mark.parametrize(
    "asked_at, nudged, marked",
    [
        (local(16, 19), local(16, 20), local(16, 21)),
        (local(16, 20), local(16, 21), local(17, 7)),
        (local(16, 20, 30), local(16, 21, 30), local(17, 7, 30)),
        (local(16, 23), local(17, 7, 30), local(17, 8, 30)),
        (local(17, 6, 30), local(17, 7, 30), local(17, 8, 30)),
    ],
)
def test_the_nudge_and_the_mark_wait_in_waking_time_from_when_the_question_arrived(asked_at, nudged, marked):
    assert nudge_due(trainer(), asked_at) == nudged
    assert mark_due(session(), trainer(), asked_at) == marked


def test_without_quiet_hours_the_night_counts():
    awake = trainer(quiet=QuietHours(time(0), time(0)))
    assert mark_due(session(), awake, local(16, 23)) == local(17, 1)


def test_a_trainer_who_wants_to_be_asked_only_is_never_marked():
    asks = trainer(outcome_rule=OutcomeRule.ASK)
    assert mark_due(session(), asks, local(16, 19)) is None
    assert next_moment(session(), asks, LAN, local(16, 19), local(16, 20)) is None


def test_the_moments_of_a_session_follow_each_other():
    now, seen, asked_at = local(14, 10), [], None
    while (due := next_moment(session(), trainer(), LAN, asked_at, now)) is not None:
        now = due
        seen.append(now)
        asked_at = asked_at or (now if now >= local(16, 19) else None)
    assert seen == [local(15, 18), local(16, 16), local(16, 19), local(16, 20), local(16, 21)]


def test_a_question_that_has_not_arrived_leaves_nothing_to_decide():
    assert next_moment(session(), trainer(), LAN, None, local(16, 19)) is None


def test_a_request_is_looked_at_when_it_lapses_and_a_finished_session_never():
    request = session(status=Status.PENDING, lapses_at=local(15, 22))
    assert next_moment(request, trainer(), LAN, None, local(14, 10)) == local(15, 22)
    for status in (Status.CANCELLED, Status.COMPLETED, Status.NO_SHOW):
        assert next_moment(session(status=status), trainer(), LAN, None, local(14, 10)) is None


MINUTES = st.integers(0, 4 * 24 * 60).map(lambda m: datetime(2025, 10, 14, tzinfo=UTC) + timedelta(minutes=m))
NIGHTS = st.tuples(st.integers(0, 23), st.integers(0, 23)).map(lambda h: QuietHours(time(h[0]), time(h[1])))


@given(MINUTES, MINUTES, NIGHTS)
def test_no_reminder_comes_inside_the_night_or_later_than_its_lead(start, timed_at, quiet):
    for reminder in reminders(session(start, timed_at=timed_at), trainer(quiet=quiet), LAN):
        night = quiet.around(reminder.at, VIETNAM)
        assert night is None or night.start == reminder.at
        assert timed_at < reminder.at <= start - timedelta(minutes=reminder.lead)


@given(MINUTES, NIGHTS)
def test_nobody_is_marked_in_the_night_nor_earlier_than_two_hours_after_the_question(asked_at, quiet):
    mark = mark_due(session(datetime(2025, 10, 13, tzinfo=UTC)), trainer(quiet=quiet), asked_at)
    night = quiet.around(mark, VIETNAM)
    assert mark >= asked_at + 2 * HOUR
    assert night is None or night.start == mark
