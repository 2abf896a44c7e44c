"""The trainers: who waits to be let in, who is paused, and the figures over all of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial

from markupsafe import Markup

from bot.buttons import Key, in_rows, key, short
from bot.features.admin.buttons import AllFigures, Bookings, Coaches, Log, OpenCoach, SetStanding
from bot.features.stats.spans import name_of, span_keys
from bot.going import back
from bot.saying import money
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.figures import Board, Span, board
from core.figures.facts import Facts
from core.money import Money
from core.oversight import Coach
from core.ports import Books
from core.profile import Standing
from core.use_cases import counting, standing

A_PAGE = 10


async def show(visit: Visit, button: Coaches) -> None:
    page = max(button.page, 0)
    found = await visit.read(lambda b: b.oversight.coaches(visit.now, page * A_PAGE, A_PAGE + 1))
    w, shown = visit.w, found[:A_PAGE]
    rows = [_line(c, w) for c in shown] or [w("Nobody trains here yet.")]
    keys = in_rows([key(f"{_sign(c)}{short(c.name)}", OpenCoach(c.id)) for c in shown], 2)
    before = [key("‹", Coaches(page - 1))] if page else []
    turn = [*before, *([key("›", Coaches(page + 1))] if len(found) > A_PAGE else [])]
    await visit.show(Screen(lines(w("<b>🏋️ Coaches</b>"), "", *rows), [*keys, turn, back(visit, "admin")]))


def _sign(coach: Coach) -> str:
    return {Standing.WAITING: "⏳ ", Standing.PAUSED: "⏸ ", Standing.ADMITTED: ""}[coach.standing]


def _line(coach: Coach, w: Words) -> Markup:
    return w(
        "{sign}<b>{name}</b> · {clients} · {ahead}",
        sign=_sign(coach),
        name=coach.name,
        clients=w.many("{n} client", "{n} clients", coach.clients),
        ahead=w.many("{n} session ahead", "{n} sessions ahead", coach.ahead),
    )


async def open_coach(visit: Visit, button: OpenCoach) -> None:
    await visit.show(await _card(visit, button.trainer_id))


async def _card(visit: Visit, trainer_id: int, lead: Markup | None = None) -> Screen:
    trainer, profile = await visit.read(partial(_known, trainer_id))
    w = visit.w
    said = {
        Standing.WAITING: w("⏳ Waits to be let in."),
        Standing.ADMITTED: w("✅ Takes on clients."),
        Standing.PAUSED: w("⏸ Paused: nobody new, what is agreed goes on."),
    }[profile]
    keys = _standing_keys(trainer_id, profile, w)
    more = [key(w.plain("📅 Sessions"), Bookings(trainer_id)), key(w.plain("📜 Log"), Log(trainer_id))]
    return Screen(
        lines(lead, w("<b>Coach {name}</b>", name=trainer), said),
        [keys, more, [key(w.plain("‹ Coaches"), Coaches())]],
    )


async def _known(trainer_id: int, books: Books) -> tuple[str, Standing]:
    trainer = await books.trainers.get(trainer_id)
    return trainer.name, (await books.profiles.get(trainer_id)).standing


def _standing_keys(trainer_id: int, now: Standing, w: Words) -> list[Key]:
    admit = key(w.plain("✅ Let in"), SetStanding(trainer_id, Standing.ADMITTED))
    pause = key(w.plain("⏸ Pause"), SetStanding(trainer_id, Standing.PAUSED))
    return [
        *([admit] if now is not Standing.ADMITTED else []),
        *([pause] if now is not Standing.PAUSED else []),
    ]


async def set_standing(visit: Visit, button: SetStanding) -> None:
    act = replace(visit.act(), admin=True)
    change = standing.pause if button.standing is Standing.PAUSED else standing.admit
    trainer = await visit.read(lambda books: books.trainers.get(button.trainer_id))
    await visit.write(change, button.trainer_id, act)
    lead = visit.w("Done. Coach {name} has been told.", name=trainer.name)
    await visit.show(await _card(visit, button.trainer_id, lead))


# Figures over all.


@dataclass(slots=True)
class Sum:
    """What the boards of several trainers come to; money in minor units by currency."""

    coaches: int = 0
    clients: int = 0
    completed: int = 0
    ahead: int = 0
    missed: int = 0
    cancelled: int = 0
    base: int = 0
    delivered: Counter[str] = field(default_factory=Counter)
    collected: Counter[str] = field(default_factory=Counter)
    outstanding: Counter[str] = field(default_factory=Counter)

    def add(self, found: Board) -> None:
        counts, revenue = found.counts, found.revenue
        self.coaches += 1
        self.clients += len(found.clients)
        self.completed += counts.completed
        self.ahead += counts.ahead
        self.missed += counts.missed
        self.cancelled += counts.cancelled
        self.base += counts.base
        self.delivered.update(revenue.delivered)
        self.collected.update(revenue.collected)
        self.outstanding.update(revenue.outstanding)


async def figures(visit: Visit, button: AllFigures) -> None:
    """Each coach by their own clock and definitions, then added up; counted away from the others."""
    facts = await visit.read(partial(_facts, visit, button.span))
    total = await asyncio.to_thread(_added, facts)
    w = visit.w
    rows = [
        w(
            "🏋️ {coaches} · 👥 {clients}",
            coaches=w.many("{n} coach with sessions", "{n} coaches with sessions", total.coaches),
            clients=w.many("{n} client", "{n} clients", total.clients),
        ),
        w(
            "☑️ {completed} completed · 🕕 {ahead} ahead · 🚫 {missed} no-show · ✖️ {cancelled} cancelled",
            completed=total.completed,
            ahead=total.ahead,
            missed=total.missed,
            cancelled=total.cancelled,
        ),
        *(
            w("{name}: <b>{amount}</b>", name=name, amount=_amounts(amounts, visit))
            for name, amounts in (
                (w.plain("Delivered"), total.delivered),
                (w.plain("Collected"), total.collected),
                (w.plain("Outstanding"), total.outstanding),
            )
        ),
    ]
    head = w("<b>📊 All coaches</b> · {span}", span=name_of(button.span, w))
    await visit.show(
        Screen(lines(head, "", *rows), [*span_keys(button.span, AllFigures, w), back(visit, "admin")])
    )


async def _facts(visit: Visit, span: Span, books: Books) -> list[Facts]:
    everybody = await books.oversight.trainers()
    return [await counting.facts(books, trainer, span, visit.now) for trainer in everybody]


def _added(facts: list[Facts]) -> Sum:
    total = Sum()
    for one in facts:
        found = board(one)
        if found.counts.base or found.counts.ahead or found.revenue.collected:
            total.add(found)
    return total


def _amounts(amounts: Counter[str], visit: Visit) -> str:
    default = visit.services.settings.default_currency
    known = {c: n for c, n in amounts.items() if n} or {default: 0}
    return " + ".join(money(Money(n, c), visit.w) for c, n in sorted(known.items()))
