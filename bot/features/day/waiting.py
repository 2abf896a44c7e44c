"""Who waits for time on a day, and what is kept for somebody: lines and a way to the list, on the day."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from bot.buttons import key
from bot.features.leading import WhoWaits
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.visit import Visit
from core.booking import Slot, SlotKind
from core.people import Client
from core.period import Period
from core.ports import Books
from core.wait import Wait
from core.zones import days, zone


async def add_waiting(visit: Visit, day: date, screen: Screen) -> Screen:
    waits, held = await visit.read(_of_day, visit.me.id, days(day, zone(visit.me.zone)))
    if not waits and not held:
        return screen
    w = visit.w
    kept = [_kept(slot, whom, visit.calendar) for slot, whom in held]
    said = w.many("⏳ {n} waits for this day", "⏳ {n} wait for this day", len(waits)) if waits else None
    more = [key(w.plain("⏳ Who waits"), WhoWaits(day.toordinal()))] if waits else []
    return Screen(lines(screen.text, *kept, said), [*screen.rows, more])


async def _of_day(
    books: Books, trainer_id: int, whole: Period
) -> tuple[list[Wait], list[tuple[Slot, Client | None]]]:
    waits = [w for w in await books.waits.open_of_trainer(trainer_id) if w.window.overlaps(whole)]
    near = await books.slots.near(trainer_id, whole)
    held = [n.slot for n in near if n.slot.kind is SlotKind.HOLD]
    return waits, [(slot, await _whom(books, slot, waits)) for slot in held]


async def _whom(books: Books, slot: Slot, waits: list[Wait]) -> Client | None:
    """Somebody who waits, or whose session was cancelled."""
    offered = next((w.client_id for w in waits if w.hold_id == slot.id), None)
    lost = await books.bookings.find(slot.makes_up_id)
    return await books.clients.find(offered or (lost.client_id if lost else None))


def _kept(slot: Slot, whom: Client | None, calendar: Calendar) -> Markup:
    w = calendar.w
    until = calendar.soon(slot.hold_until or slot.ends_at)
    name = whom.name if whom else "?"
    return w(
        "🔒 {hours} kept for {name} until {until}", hours=calendar.hours(slot.period), name=name, until=until
    )
