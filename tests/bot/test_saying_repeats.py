"""Recurrences in words."""

from datetime import time, timedelta

import pytest

from bot.saying_repeats import repeats, rhythm
from bot.texts import words

EN = words("en")


@pytest.mark.parametrize(
    "rule, text",
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("FREQ=WEEKLY", "every week"),
        ("FREQ=WEEKLY;INTERVAL=2", "every 2 weeks"),
        ("FREQ=WEEKLY;BYDAY=TU", "every Tuesday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "Mon, Wed, Fri"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Mon–Fri"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "every day"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every second Tuesday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR", "every second week on Tue, Fri"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,FR", "every 3 weeks on Tue, Fri"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "day 15 of the month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15", "day 15 of the month, every 2 months"),
        ("FREQ=MONTHLY;BYDAY=2TU", "2nd Tue of the month"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "last Fri of the month"),
        ("FREQ=MONTHLY", "once a month"),
    ],
)
def test_a_rule_is_said(rule, text):
    assert rhythm(rule, EN) == text


@pytest.mark.parametrize(
    "start, minutes, text",
    [
        (time(18), 60, "Mon, Wed, Fri 18:00–19:00"),
        (time(7, 30), 45, "Mon, Wed, Fri 07:30–08:15"),
        (time(23, 30), 60, "Mon, Wed, Fri 23:30–00:30"),
    ],
)
def test_its_wall_times_follow(start, minutes, text):
    assert repeats("FREQ=WEEKLY;BYDAY=MO,WE,FR", start, timedelta(minutes=minutes), EN) == text
