"""The dashboard, what each of its numbers means, and who cancels."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from bot.buttons import Key, Rows, in_rows, key
from bot.features.files.buttons import AskFile
from bot.features.stats import saying as say
from bot.features.stats.buttons import Chart, Explain, ShowCancels, ShowChart, ShowStats, Topic
from bot.features.stats.spans import name_of, said, span_keys
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.texts import Words
from core.figures import Board, Span
from core.figures.sessions import Counts
from core.people import Side

#: So many are named.
_MOST = 10


def dashboard(found: Board, span: Span, currency: str, calendar: Calendar) -> Screen:
    w = calendar.w
    head = w("<b>📊 {span}</b> · {days}", span=name_of(span, w), days=said(found.period, calendar))
    if not _anything(found):
        empty = w(
            "Nothing to count in these days yet. Choose other ones, or book a session: “Lan tomorrow 18:00”."
        )
        return Screen(lines(head, "", empty), [*span_keys(span, ShowStats, w)])
    text = lines(
        head,
        "",
        *_sessions(found.counts, w),
        "",
        *_money(found, currency, w),
        "",
        *_time(found, calendar),
        "",
        *_clients(found, w),
    )
    return Screen(text, _keys(span, w))


def _anything(found: Board) -> bool:
    counts, revenue = found.counts, found.revenue
    return bool(counts.base or counts.ahead or counts.created or revenue.collected or revenue.outstanding)


def _sessions(counts: Counts, w: Words) -> list[Markup]:
    open_ = w(" · ❓ {n} without a word how it went", n=counts.open) if counts.open else Markup()
    return [
        w(
            "<b>Sessions</b>\n☑️ {completed} completed · 🕕 {ahead} ahead · 🚫 {missed} no-show · "
            "✖️ {cancelled} cancelled{open}",
            completed=counts.completed,
            ahead=counts.ahead,
            missed=counts.missed,
            cancelled=counts.cancelled,
            open=open_,
        ),
        w("Completion: <b>{share}</b>", share=say.part_of(counts.completion, w)),
        w(
            "Cancelled: <b>{all}</b> · by you {you} · by clients {clients}",
            all=say.of(counts.cancellation()),
            you=say.of(counts.cancellation(Side.TRAINER)),
            clients=say.of(counts.cancellation(Side.CLIENT)),
        ),
    ]


def _money(found: Board, currency: str, w: Words) -> list[Markup]:
    revenue = found.revenue
    named = (
        (w.plain("Delivered"), revenue.delivered),
        (w.plain("Collected"), revenue.collected),
        (w.plain("Expected"), revenue.expected),
        (w.plain("Outstanding"), revenue.outstanding),
        (w.plain("Lost or waived"), revenue.lost_or_waived),
    )
    rows = [w("{name}: <b>{amount}</b>", name=n, amount=say.amounts(a, currency, w)) for n, a in named]
    return [w("<b>Money</b>"), *rows]


def _time(found: Board, calendar: Calendar) -> list[Markup]:
    w, use = calendar.w, found.use
    hours = w(" ({taken} of {hours})", taken=say.hours(use.taken, w), hours=say.hours(use.working, w))
    return [
        w("<b>Time</b>"),
        w("Utilisation: <b>{share}</b>{hours}", share=say.percent(use.percent), hours=hours),
        w("Preferred times: {times}", times=say.favourite(found.preferred, 3, calendar)),
    ]


def _clients(found: Board, w: Words) -> list[Markup]:
    return [
        w("<b>Clients</b>"),
        w("Retention: <b>{share}</b>", share=say.part_of(found.retention, w)),
        w(
            "Each: <b>{sessions}</b> sessions · stays <b>{months}</b>",
            sessions=say.number(found.sessions_each),
            months=say.months(found.months_each, w),
        ),
        w("Notice before cancelling: <b>{span}</b>", span=say.ahead(found.notice, w)),
    ]


def _keys(span: Span, w: Words) -> Rows:
    explain = [key(f"ℹ️ {name}", Explain(span, topic)) for topic, name in _topics(w).items()]
    charts = [key(f"📈 {name}", ShowChart(span, chart)) for chart, name in chart_names(w).items()]
    more = [key(w.plain("✖️ Who cancels"), ShowCancels(span)), key(w.plain("📁 Files"), AskFile(span))]
    return [*span_keys(span, ShowStats, w), *in_rows(explain, 2), charts, more]


def _topics(w: Words) -> Mapping[Topic, str]:
    return {
        Topic.SESSIONS: w.plain("Sessions"),
        Topic.MONEY: w.plain("Money"),
        Topic.TIME: w.plain("Time"),
        Topic.CLIENTS: w.plain("Clients"),
    }


def chart_names(w: Words) -> Mapping[Chart, str]:
    return {
        Chart.INCOME: w.plain("Income"),
        Chart.HEAT: w.plain("Times"),
        Chart.ATTENDANCE: w.plain("Clients"),
    }


def explain_key(span: Span, topic: Topic, w: Words) -> list[Key]:
    return [key(w.plain("ℹ️ What it means"), Explain(span, topic))]


def back(span: Span, w: Words) -> Rows:
    return [[key(w.plain("‹ Back"), ShowStats(span))]]


def cancels(found: Board, names: Mapping[int, str], span: Span, currency: str, calendar: Calendar) -> Screen:
    """Who, how often, of how many; when; and what it cost."""
    w = calendar.w
    head = w("<b>✖️ Who cancels, and when</b> · {span}", span=name_of(span, w))
    listed = found.who_cancels[:_MOST]
    if not listed and not found.revenue.lost:
        return Screen(
            lines(head, "", w("No client has cancelled or missed a session in these days. 👏")), back(span, w)
        )
    who = [
        w(
            "<b>{name}</b>: {n} cancelled, {missed} no-show of {all}",
            name=names.get(client, NAMELESS),
            n=c.by_client,
            missed=c.missed,
            all=c.base,
        )
        for client, c in listed
    ]
    text = lines(
        head,
        "",
        *who,
        "",
        w("Sessions that they cancelled were on: {times}", times=say.favourite(found.dropped, 5, calendar)),
        w("Notice before cancelling: <b>{span}</b>", span=say.ahead(found.notice, w)),
        w(
            "Revenue lost: <b>{all}</b> · no-shows {missed} · late cancellations {late}",
            all=say.amounts(found.revenue.lost, currency, w),
            missed=say.amounts(found.revenue.missed, currency, w),
            late=say.amounts(found.revenue.late, currency, w),
        ),
    )
    return Screen(text, [explain_key(span, Topic.CANCELS, w), *back(span, w)])


NAMELESS = "…"
