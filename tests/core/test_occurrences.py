"""Recurrences as periods: on the wall clock, also where it changes; and as facts for words."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import when
from core.hours import WorkingHours
from core.occurrences import Frequency, Rhythm, occurrences, said
from core.when.reading import Habits, Repeats
from core.zones import wall, zone

HANOI, BERLIN = zone("Asia/Ho_Chi_Minh"), zone("Europe/Berlin")
HOUR = timedelta(hours=1)
FRIDAY = datetime.fromisoformat("2026-10-16T18:00")


def local(rule, first, tz=HANOI, **end):
    return [f"{p.start.astimezone(tz):%a %Y-%m-%d %H:%M}" for p in occurrences(rule, first, tz, HOUR, **end)]


@pytest.mark.parametrize(
    "rule, end, expected",
    [
        ("FREQ=DAILY", {"count": 3}, ["Fri 16", "Sat 17", "Sun 18"]),
        ("FREQ=DAILY;INTERVAL=3", {"count": 3}, ["Fri 16", "Mon 19", "Thu 22"]),
        ("FREQ=WEEKLY", {"count": 3}, ["Fri 16", "Fri 23", "Fri 30"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", {"count": 4}, ["Fri 16", "Mon 19", "Wed 21", "Fri 23"]),
        # The first one is not on a day of the rule: it begins with the next that is.
        ("FREQ=WEEKLY;BYDAY=TU", {"count": 2}, ["Tue 20", "Tue 27"]),
        # Every other week counts whole weeks from that of the first one.
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", {"count": 3}, ["Fri 16", "Mon 26", "Fri 30"]),
        ("FREQ=WEEKLY", {"until": date(2026, 10, 30)}, ["Fri 16", "Fri 23", "Fri 30"]),
        ("FREQ=WEEKLY", {"until": date(2026, 10, 29)}, ["Fri 16", "Fri 23"]),
        ("FREQ=WEEKLY", {"until": date(2026, 10, 29), "count": 1}, ["Fri 16"]),
        ("FREQ=WEEKLY", {"until": date(2026, 10, 15)}, []),
        ("FREQ=WEEKLY", {"count": 0}, []),
        ("FREQ=WEEKLY", {"most": 2}, ["Fri 16", "Fri 23"]),
        ("FREQ=WEEKLY", {"count": 9, "most": 1}, ["Fri 16"]),
    ],
)
def test_a_rule_gives_its_days(rule, end, expected):
    assert [f"{said_day[:3]} {said_day[12:14]}" for said_day in local(rule, FRIDAY, **end)] == expected


@pytest.mark.parametrize(
    "rule, first, expected",
    [
        ("FREQ=MONTHLY;BYMONTHDAY=16", FRIDAY, ["2026-10-16", "2026-11-16", "2026-12-16"]),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=16", FRIDAY, ["2026-10-16", "2026-12-16", "2027-02-16"]),
        # Months without a 31st are left out.
        (
            "FREQ=MONTHLY;BYMONTHDAY=31",
            datetime.fromisoformat("2026-10-31T09:00"),
            ["2026-10-31", "2026-12-31", "2027-01-31"],
        ),
        ("FREQ=MONTHLY;BYDAY=2TU", FRIDAY, ["2026-11-10", "2026-12-08", "2027-01-12"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", FRIDAY, ["2026-10-30", "2026-11-27", "2026-12-25"]),
    ],
)
def test_a_rule_of_months_gives_its_days(rule, first, expected):
    assert [text[4:14] for text in local(rule, first, count=3)] == expected


def test_it_never_goes_on_for_ever():
    assert len(occurrences("FREQ=DAILY", FRIDAY, HANOI, HOUR)) == 156


@pytest.mark.parametrize(
    "first, utc",
    [
        # Summer time begins on 29 March 2026, and ends on 25 October 2026.
        ("2026-03-23T18:00", [17, 16]),
        ("2026-10-19T18:00", [16, 17]),
    ],
)
def test_the_wall_time_survives_a_clock_change_in_berlin(first, utc):
    first = datetime.fromisoformat(first)
    found = occurrences("FREQ=WEEKLY", first, BERLIN, HOUR, count=2)
    assert [p.start.hour for p in found] == utc
    assert [wall(p.start, BERLIN) for p in found] == [first, first + timedelta(days=7)]


@pytest.mark.parametrize(
    "first, start, end",
    [
        ("2026-03-28T02:30", "2026-03-29T03:30+02:00", "2026-03-29T04:30+02:00"),
        ("2026-10-24T02:30", "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"),
        # It lasts an hour, whatever the clock does meanwhile.
        ("2026-03-28T01:30", "2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00"),
        ("2026-10-24T01:30", "2026-10-25T01:30+02:00", "2026-10-25T02:30+02:00"),
    ],
)
def test_in_a_gap_it_moves_forward_and_in_a_fold_it_is_the_first(first, start, end):
    before, changed, after = occurrences("FREQ=DAILY", datetime.fromisoformat(first), BERLIN, HOUR, count=3)
    assert (changed.start, changed.end) == (datetime.fromisoformat(start), datetime.fromisoformat(end))
    assert wall(before.start, BERLIN).time() == wall(after.start, BERLIN).time()


RULES = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 9)),
    st.builds(
        lambda every, days: f"FREQ=WEEKLY;INTERVAL={every};BYDAY={','.join(sorted(days))}",
        st.integers(1, 4),
        st.sets(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1),
    ),
    st.builds("FREQ=MONTHLY;BYDAY={}{}".format, st.integers(1, 4), st.sampled_from(["MO", "SU"])),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, st.integers(1, 28)),
)
ZONES = st.sampled_from([HANOI, BERLIN, zone("America/New_York"), zone("Australia/Lord_Howe")])


@given(RULES, st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.times(), ZONES, st.integers(1, 156))
def test_every_occurrence_has_the_wall_time_unless_in_a_gap(rule, day, at, tz, count):
    first = datetime.combine(day, at.replace(second=0, microsecond=0))
    found = occurrences(rule, first, tz, HOUR, count=count)

    assert len(found) == count
    assert all(a.start < b.start for a, b in pairwise(found))
    assert {p.length for p in found} == {HOUR}
    for start in (wall(p.start, tz) for p in found):
        wanted = datetime.combine(start.date(), first.time())
        exists = wall(wanted.replace(tzinfo=tz).astimezone(UTC), tz) == wanted
        assert start == wanted if exists else wanted < start <= wanted + HOUR
    days = {p.start.astimezone(tz).weekday() for p in found}
    assert days <= set(said(rule).weekdays or range(7))


@given(RULES, st.dates(date(2026, 3, 1), date(2027, 12, 31)))
def test_until_is_the_last_day_and_takes_nothing_away_before_it(rule, until):
    first = datetime.fromisoformat("2026-03-01T23:30")
    everything = occurrences(rule, first, BERLIN, HOUR, most=1000)
    within = [p for p in everything if wall(p.start, BERLIN).date() <= until]
    assert occurrences(rule, first, BERLIN, HOUR, until=until, most=1000) == within


@pytest.mark.parametrize(
    "rule, rhythm",
    [
        ("FREQ=DAILY", Rhythm(Frequency.DAILY)),
        ("FREQ=WEEKLY;BYDAY=FR,MO", Rhythm(Frequency.WEEKLY, weekdays=(0, 4))),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", Rhythm(Frequency.WEEKLY, 2, (1,))),
        ("FREQ=MONTHLY;BYDAY=2TU", Rhythm(Frequency.MONTHLY, weekdays=(1,), nth=2)),
        ("FREQ=MONTHLY;BYMONTHDAY=15", Rhythm(Frequency.MONTHLY, month_day=15)),
    ],
)
def test_a_rule_as_facts(rule, rhythm):
    assert said(rule) == rhythm


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=YEARLY",
        "FREQ=SECONDLY",
        "FREQ=WEEKLY;COUNT=3",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=MONTHLY;BYDAY=1MO,2TU",
        "FREQ=MONTHLY;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=MO,2TU",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "nonsense",
    ],
)
def test_a_rule_that_is_not_ours_is_refused(rule):
    with pytest.raises(ValueError, match=r".+"):
        said(rule)
    with pytest.raises(ValueError, match=r".+"):
        occurrences(rule, FRIDAY, HANOI, HOUR, count=1)


@pytest.mark.parametrize(
    "text, first, last, number",
    [
        ("Mon Wed Fri 6pm-7pm, 12 weeks", "Wed 2025-10-15 18:00", "Mon 2026-01-05 18:00", 36),
        ("every Tuesday 7:30am, 10 sessions", "Tue 2025-10-21 07:30", "Tue 2025-12-23 07:30", 10),
        ("every day 9:00 until 20/10", "Thu 2025-10-16 09:00", "Mon 2025-10-20 09:00", 5),
        ("2nd Tuesday every month 18:00 for 3 months", "Tue 2025-11-11 18:00", None, 3),
    ],
)
def test_what_the_reader_gives_becomes_periods(text, first, last, number):
    now = datetime(2025, 10, 15, 3, tzinfo=UTC)
    habits = Habits(WorkingHours.daily(time(6), time(21)))
    read = when.read(text, lang="en", now=now, zone=HANOI, habits=habits).when
    assert isinstance(read, Repeats)
    assert read.start is not None
    found = local(read.rrule, wall(read.start, HANOI), count=read.count, until=read.until)
    assert (found[0], len(found)) == (first, number)
    assert last in (None, found[-1])
