"""/stats: the figures of a month, a year or all, explained, as pictures and as files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from markupsafe import Markup

from bot import lighting
from bot.buttons import key
from bot.feature import Command, Feature, Tap, Who
from bot.features.stats import explaining, mine, pictures, screens
from bot.features.stats.buttons import (
    Chart,
    Explain,
    ExplainMine,
    MyFigures,
    ShowCancels,
    ShowChart,
    ShowStats,
    Topic,
    TurnLight,
)
from bot.lighting import light_key
from bot.screen import Screen
from bot.texts import N_
from bot.visit import Visit
from core.figures import Board, Span, board
from core.use_cases import counting

__all__ = ["ShowStats", "feature"]


async def stats(visit: Visit) -> None:
    await _show(visit, Span.MONTH)


async def show_stats(visit: Visit, button: ShowStats) -> None:
    await _show(visit, button.span)


async def _show(visit: Visit, span: Span) -> None:
    found = await _board(visit, span)
    await visit.show(screens.dashboard(found, span, visit.me.currency, visit.calendar))


async def _board(visit: Visit, span: Span) -> Board:
    """Counted away from those who are being answered."""
    known = await visit.read(counting.facts, visit.me, span, visit.now)
    return await asyncio.to_thread(board, known)


async def explain(visit: Visit, button: Explain) -> None:
    found = await _board(visit, button.span)
    screen = explaining.explained(found, button.span, button.topic, visit.me.currency, visit.calendar)
    await visit.show(screen)


async def show_cancels(visit: Visit, button: ShowCancels) -> None:
    found = await _board(visit, button.span)
    names = await _names(visit, found)
    await visit.show(screens.cancels(found, names, button.span, visit.me.currency, visit.calendar))


async def show_chart(visit: Visit, button: ShowChart) -> None:
    await _draw(visit, button.span, button.chart)


async def turn_light(visit: Visit, button: TurnLight) -> None:
    await lighting.turn(visit)
    await _draw(visit, button.span, button.chart)


async def _draw(visit: Visit, span: Span, chart: Chart) -> None:
    """With its numbers in words below it."""
    found, theme, currency = await _board(visit, span), await lighting.theme(visit), visit.me.currency
    asked = pictures.Asked(found, await _names(visit, found), span, currency, theme)
    picture = await pictures.draw(chart, asked, visit.calendar)
    text = Markup("{}").format(pictures.caption(found, chart, currency, visit.calendar))
    keys = [key(visit.w.plain("‹ Back"), ShowStats(span)), light_key(theme, TurnLight(span, chart))]
    explain_ = screens.explain_key(span, _TOPICS[chart], visit.w)
    await visit.show(Screen(text, [[*explain_, *keys]], photo=picture))


_TOPICS = {Chart.INCOME: Topic.MONEY, Chart.HEAT: Topic.TIME, Chart.ATTENDANCE: Topic.SESSIONS}


async def _names(visit: Visit, found: Board) -> Mapping[int, str]:
    clients = await visit.read(lambda books: books.clients.pick(found.clients))
    return {c.id: c.name for c in clients}


feature = Feature(
    name="stats",
    help=N_("/stats shows your figures: sessions, money, time, clients; as pictures and files too."),
    who=Who.TRAINER,
    commands=(Command("stats", stats, N_("Your figures"), Who.TRAINER),),
    taps=(
        Tap(ShowStats, show_stats, Who.TRAINER),
        Tap(Explain, explain, Who.TRAINER),
        Tap(ShowCancels, show_cancels, Who.TRAINER),
        Tap(ShowChart, show_chart, Who.TRAINER),
        Tap(TurnLight, turn_light, Who.TRAINER),
        Tap(MyFigures, mine.my_figures),
        Tap(ExplainMine, mine.explain),
    ),
)
