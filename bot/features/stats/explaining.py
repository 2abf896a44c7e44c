"""What each number of the dashboard counts, and what it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from bot.features.stats import saying as say
from bot.features.stats.buttons import Topic
from bot.features.stats.screens import back
from bot.features.stats.spans import name_of
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.texts import Words
from core.figures import Board, Span
from core.figures.sessions import Counts
from core.people import Side

Said = list[tuple[str, str, Markup]]


def explained(found: Board, span: Span, topic: Topic, currency: str, calendar: Calendar) -> Screen:
    """Each number of a topic again, with its meaning below it and what it is made of now."""
    w = calendar.w
    of: Mapping[Topic, Callable[[], Said]] = {
        Topic.SESSIONS: lambda: _sessions(found.counts, w),
        Topic.MONEY: lambda: _money(found, currency, w),
        Topic.TIME: lambda: _time(found, calendar),
        Topic.CLIENTS: lambda: _clients(found, w),
        Topic.CANCELS: lambda: _cancels(found, currency, calendar),
    }
    head = w("<b>ℹ️ What the numbers mean</b> · {span}", span=name_of(span, w))
    return Screen(lines(head, *spelled(of[topic](), w)), back(span, w))


def spelled(said: Said, w: Words) -> list[Markup | str]:
    return [
        part
        for name, value, meaning in said
        for part in ("", w("<b>{name}: {value}</b>", name=name, value=value), meaning)
    ]


def _sessions(counts: Counts, w: Words) -> Said:
    return [
        (
            w.plain("In all"),
            str(counts.base),
            w(
                "All whose start has passed in these days or that were cancelled in them. "
                "The shares below are of these."
            ),
        ),
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
                you=say.part_of(counts.cancellation(Side.TRAINER), w),
                clients=say.part_of(counts.cancellation(Side.CLIENT), w),
                system=say.part_of(counts.cancellation(Side.SYSTEM), w),
            ),
        ),
        (
            w.plain("No-show"),
            say.part_of(counts.no_show, w),
            w("Of the same sessions, those to which the client did not come."),
        ),
        (
            w.plain("Without a word"),
            str(counts.open),
            w("Of the same sessions, those that began and of which you have not said yet how they went."),
        ),
        (w.plain("Ahead"), str(counts.ahead), w("Confirmed and not begun. Requests count once you accept.")),
        (w.plain("Booked"), str(counts.created), w("All that were made in these days, for whatever day.")),
    ]


def _money(found: Board, currency: str, w: Words) -> Said:
    revenue, counts = found.revenue, found.counts
    return [
        (
            w.plain("Delivered"),
            say.amounts(revenue.delivered, currency, w),
            w(
                "The value of the completed sessions ({n}), paid or not. One of a package is worth its share "
                "of the price; one without a price counts as nothing. Fees are not in it.",
                n=counts.completed,
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
            w(
                "The value of the confirmed sessions ({n}) still ahead, also of those that are paid.",
                n=counts.ahead,
            ),
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
            w(
                "When sessions begin that were agreed and not cancelled, past and ahead: {n} in these days.",
                n=sum(found.preferred.values()),
            ),
        ),
    ]


def _clients(found: Board, w: Words) -> Said:
    seen = sum(c.completed > 0 for c in found.clients.values())
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
            w(
                "Completed sessions of these days ({n}), shared among the clients who had any ({clients}).",
                n=found.counts.completed,
                clients=seen,
            ),
        ),
        (
            w.plain("Months each"),
            say.months(found.months_each, w),
            w(
                "First to last completed session ever, on average over these clients ({clients}).",
                clients=seen,
            ),
        ),
        (w.plain("Notice before cancelling"), say.ahead(found.notice, w), _of_notice(found.counts, w)),
    ]


def _of_notice(counts: Counts, w: Words) -> Markup:
    return w(
        "How long before the start clients cancelled, on average over what they cancelled ({n}). "
        "What you cancelled does not count.",
        n=counts.by_client,
    )


def _cancels(found: Board, currency: str, calendar: Calendar) -> Said:
    w, counts, revenue = calendar.w, found.counts, found.revenue
    return [
        (
            w.plain("Cancelled by clients"),
            say.part_of(counts.cancellation(Side.CLIENT), w),
            w(
                "Of each client’s sessions whose start has passed or that were cancelled in these days: what "
                "the client cancelled, early or late, and to what they did not come."
            ),
        ),
        (
            w.plain("Times"),
            say.favourite(found.dropped, 5, calendar),
            w("When the sessions that clients cancelled were to begin, with how many of them."),
        ),
        (w.plain("Notice before cancelling"), say.ahead(found.notice, w), _of_notice(counts, w)),
        (
            w.plain("Revenue lost"),
            say.amounts(revenue.lost, currency, w),
            w(
                "The value of the no-shows ({n}) and of what was cancelled too late, each less the fee that "
                "stands. A credit that is gone counts as paid; what was cancelled in time costs nothing.",
                n=counts.missed,
            ),
        ),
    ]


def of_client(each: Sequence[tuple[str, Board]], w: Words) -> Said:
    """What a client's own numbers mean; `each`: at which coach, where there are several."""

    def at_each(value: Callable[[Board], str]) -> str:
        return " · ".join(f"{coach} {value(found)}".strip() for coach, found in each)

    return [
        (
            w.plain("Attendance"),
            at_each(lambda b: say.part_of(b.counts.completion, w)),
            w(
                "Sessions that you trained, of all whose start has passed or that were cancelled, by whoever "
                "it was. What is still ahead does not count."
            ),
        ),
        (
            w.plain("Booked"),
            at_each(lambda b: str(b.counts.created)),
            w("All sessions that were ever made for you, cancelled ones too."),
        ),
        (
            w.plain("Notice before cancelling"),
            at_each(lambda b: say.ahead(b.notice, w)),
            w(
                "How long before the start you cancelled, on average over what you cancelled ({n}).",
                n=at_each(lambda b: str(b.counts.by_client)),
            ),
        ),
        (
            w.plain("Your times"),
            at_each(lambda b: str(sum(b.preferred.values()))),
            w("When your sessions begin, past and ahead, without the cancelled ones."),
        ),
    ]
