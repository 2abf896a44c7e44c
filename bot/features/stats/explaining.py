"""What each number of the dashboard counts, and what it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from bot.features.stats import saying as say
from bot.features.stats.buttons import Topic
from bot.features.stats.screens import back
from bot.features.stats.spans import name_of
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.texts import Words
from core.figures import Board, Span
from core.people import Side

Said = list[tuple[str, str, Markup]]


def explained(found: Board, span: Span, topic: Topic, currency: str, calendar: Calendar) -> Screen:
    """Each number of a topic again, with its meaning below it."""
    w = calendar.w
    of: Mapping[Topic, Callable[[], Said]] = {
        Topic.SESSIONS: lambda: _sessions(found, w),
        Topic.MONEY: lambda: _money(found, currency, w),
        Topic.TIME: lambda: _time(found, calendar),
        Topic.CLIENTS: lambda: _clients(found, w),
    }
    parts = [
        part
        for name, value, meaning in of[topic]()
        for part in ("", w("<b>{name}: {value}</b>", name=name, value=value), meaning)
    ]
    head = w("<b>ⓘ What the numbers mean</b> · {span}", span=name_of(span, w))
    return Screen(lines(head, *parts), back(span, w))


def _sessions(found: Board, w: Words) -> Said:
    counts = found.counts
    return [
        (
            w.plain("Completion"),
            say.part_of(counts.completion, w),
            w(
                "Completed sessions of all whose start has passed or that were cancelled in these days. "
                "No-shows, cancelled ones and those without a word how they went lower it; "
                "what is still ahead does not count."
            ),
        ),
        (
            w.plain("Cancelled"),
            say.part_of(counts.cancellation(), w),
            w(
                "Of the same sessions, whoever cancelled: you {you}, clients {clients}, by itself {system} "
                "(a request that lapsed, a package that ended). It counts on the day of the cancelling.",
                you=say.of(counts.cancellation(Side.TRAINER)),
                clients=say.of(counts.cancellation(Side.CLIENT)),
                system=say.of(counts.cancellation(Side.SYSTEM)),
            ),
        ),
        (
            w.plain("No-show"),
            say.part_of(counts.no_show, w),
            w("Of the same sessions, those to which the client did not come."),
        ),
        (w.plain("Ahead"), str(counts.ahead), w("Confirmed and not begun. Requests count once you accept.")),
        (w.plain("Booked"), str(counts.created), w("All that were made in these days, for whatever day.")),
    ]


def _money(found: Board, currency: str, w: Words) -> Said:
    revenue = found.revenue
    return [
        (
            w.plain("Delivered"),
            say.amounts(revenue.delivered, currency, w),
            w(
                "The value of the completed sessions, paid or not. One of a package is worth its share of "
                "the price. Fees are not in it."
            ),
        ),
        (
            w.plain("Collected"),
            say.amounts(revenue.collected, currency, w),
            w("Money that came in on these days, whatever for, less what you gave back."),
        ),
        (
            w.plain("Expected"),
            say.amounts(revenue.expected, currency, w),
            w("The value of the confirmed sessions still ahead in these days, also of those that are paid."),
        ),
        (
            w.plain("Outstanding"),
            say.amounts(revenue.outstanding, currency, w),
            w(
                "What became due in these days and is not paid to this moment: sessions, packages, fees. "
                "Fees that still wait are not in it."
            ),
        ),
        (
            w.plain("Lost or waived"),
            say.amounts(revenue.lost_or_waived, currency, w),
            w(
                "No-shows {missed} and late cancellations {late}, each less the fee that stands; crossed out "
                "{crossed}. Sessions that were cancelled in time are not in it.",
                missed=say.amounts(revenue.missed, currency, w),
                late=say.amounts(revenue.late, currency, w),
                crossed=say.amounts(revenue.crossed, currency, w),
            ),
        ),
    ]


def _time(found: Board, calendar: Calendar) -> Said:
    w, use = calendar.w, found.use
    return [
        (
            w.plain("Utilisation"),
            say.percent(use.percent),
            w(
                "{taken} with sessions (completed, no-show, booked) of {working} of working time. Time off "
                "is no working time; two sessions at once take it once. Your hours are those set now.",
                taken=say.hours(use.taken, w),
                working=say.hours(use.working, w),
            ),
        ),
        (
            w.plain("Preferred times"),
            say.favourite(found.preferred, 7, calendar),
            w("When sessions begin that were agreed and not cancelled, past and ahead."),
        ),
    ]


def _clients(found: Board, w: Words) -> Said:
    return [
        (
            w.plain("Retention"),
            say.part_of(found.retention, w),
            w(
                "Of the clients with a completed session in the 30 days before, those who had one in the "
                "last 30 days too. These end today, or with the period when it is over."
            ),
        ),
        (
            w.plain("Sessions each"),
            say.number(found.sessions_each),
            w("Completed sessions of these days, shared among the clients who had any."),
        ),
        (
            w.plain("Months each"),
            say.months(found.months_each, w),
            w("From the first to the last completed session ever, on average over these clients."),
        ),
        (
            w.plain("Notice before cancelling"),
            say.ahead(found.notice, w),
            w("How long before the start clients cancelled, on average. What you cancelled does not count."),
        ),
    ]
