"""Reads what a trainer typed, with what is usual for them; never on the event loop."""

from __future__ import annotations

import asyncio
from datetime import date, time
from functools import partial

from bot import typed
from bot.visit import Visit
from core import when
from core.money import Money
from core.people import Trainer
from core.ports import Books
from core.when.reading import Ask, At, Habits, Known, Reading, Wrong
from core.zones import zone


async def read_line(visit: Visit, text: str) -> Reading:
    """Everything that a line says: client, time, place, price, and what was not understood."""
    habits = await visit.read(habits_of, visit.me)
    return await _in_thread(visit, visit.me.zone, habits, text)


async def read_time(
    visit: Visit, text: str, trainer: Trainer, *, day: date | None = None, at: time | None = None
) -> Reading:
    """The answer to "When?", with a day or a time of day that is settled already.

    A client types in their own zone.
    """
    habits = Habits(trainer.hours, trainer.length, currency=trainer.currency)
    return await _in_thread(visit, visit.person.zone, habits, text, day=day, at=at)


async def read_price(visit: Visit, text: str) -> Money | None:
    """The answer to "How much?": a price and nothing else."""
    habits = Habits(visit.me.hours, visit.me.length, currency=visit.me.currency)
    reading = await _in_thread(visit, visit.me.zone, habits, text)
    return reading.price if reading.when is None and not reading.unknown else None


async def read_amount(visit: Visit, text: str) -> Money | None:
    """A price in the trainer's currency; a bare number only where it can be nothing else."""
    currency = visit.me.currency
    amount = typed.bare_price(text, currency) or await read_price(visit, text)
    return amount if amount is not None and amount.currency == currency else None


async def read_price_in(visit: Visit, text: str) -> tuple[Money | None, str]:
    """A price somewhere in what was typed, and the rest of it."""
    habits = Habits(visit.me.hours, visit.me.length, currency=visit.me.currency)
    reading = await _in_thread(visit, visit.me.zone, habits, text)
    return reading.price, " ".join(word.text for word in reading.words if word.taken_for != "price")


async def is_session(visit: Visit, text: str) -> bool:
    """Whether a trainer's line gives a day and a time, or a known client and a day: it is no name then."""
    if visit.trainer is None:
        return False
    reading = await read_line(visit, text)
    if reading.clients:
        return reading.when is not None and not isinstance(reading.when, Wrong)
    choices = reading.when.choices if isinstance(reading.when, Ask) else (reading.when,)
    return any(isinstance(choice, At) for choice in choices)


async def _in_thread(
    visit: Visit, tz: str, habits: Habits, text: str, *, day: date | None = None, at: time | None = None
) -> Reading:
    lang, now, place = visit.person.language, visit.now, zone(tz)
    if day is None and at is None:
        return await asyncio.to_thread(
            partial(when.read, text, lang=lang, now=now, zone=place, habits=habits)
        )
    return await asyncio.to_thread(
        partial(when.read_answer, text, lang=lang, now=now, zone=place, habits=habits, day=day, at=at)
    )


async def habits_of(books: Books, trainer: Trainer) -> Habits:
    return Habits(
        trainer.hours,
        trainer.length,
        tuple(Known(c.id, c.name) for c in await books.clients.of_trainer(trainer.id)),
        tuple(Known(p.id, p.name) for p in await books.places.of_trainer(trainer.id)),
        trainer.currency,
    )
