"""A time that a client types: taken for a free time where no session of theirs is meant."""

from __future__ import annotations

from datetime import date

from bot import answering, timing
from bot.buttons import Rows, in_rows, key, short
from bot.features.free_times import buttons as b
from bot.features.free_times import choosing, screens
from bot.reading import read_time
from bot.saying import Calendar
from bot.screen import Screen
from bot.visit import Visit
from core.draft import Draft
from core.errors import NotYours
from core.people import Opening, Side
from core.use_cases import self_booking
from core.use_cases.self_booking import Guest
from core.when.reading import Ask, At, Day, TimeOnly, When


async def offered(visit: Visit, when: When | None) -> Screen | None:
    """What a line leads to that names a time and no session; nothing where only the coach books."""
    if not isinstance(when, At | Day | Ask | TimeOnly) or _is_over(when, visit):
        return None
    guests = await visit.read(self_booking.open_to, visit.person.id)
    if len(guests) == 1:
        return await screen_for(visit, guests[0], when)
    if len(guests) > 1 and isinstance(when, At):
        start = when.period.start
        keys = [key(short(g.trainer.name), screens.pick(g.client.id, start)) for g in guests]
        said = visit.w("<b>{when}</b>: with which coach?", when=visit.calendar.moment(start))
        return Screen(said, [*in_rows(keys, 2), [screens.my_sessions(visit.w)]])
    return None


def _is_over(when: When, visit: Visit) -> bool:
    """What was is not to be booked: it is something to tell the coach."""
    if isinstance(when, At):
        return when.period.start <= visit.now
    return isinstance(when, Day) and when.last < visit.calendar.today


async def screen_for(visit: Visit, whose: Guest, when: When) -> Screen:
    if isinstance(when, At):
        return await choosing.time_screen(visit, whose.client.id, when.period.start)
    if isinstance(when, Day) and when.first == when.last:
        return await choosing.day_screen(visit, whose, when.first)
    seeking = timing.Seeking(by=Side.CLIENT, zone=visit.person.zone)

    found = await visit.read(timing.choices, when, whose.trainer, whose.client, visit.w, visit.now, seeking)
    rows = _rows(whose, found, visit.calendar_for(whose.trainer.zone))
    return Screen(found.why, [*rows, [key(visit.w.plain("🗓 Other days"), b.FreeDays(whose.client.id, 0))]])


def _rows(whose: Guest, found: timing.Choices, calendar: Calendar) -> Rows:
    id_ = whose.client.id
    times = [key(calendar.label(p.start), screens.pick(id_, p.start)) for p in found.periods]
    days = [key(calendar.day(d), b.FreeOn(id_, d.toordinal())) for d in found.days]
    return in_rows([*times, *days], 2)


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    """A bare "18:00" is of the day that is shown; what is no time is read as any other line."""
    whose = await _whose(visit, draft)
    when = None
    if whose is not None:
        reading = await read_time(visit, text, whose.trainer, day=_day(draft))
        when = reading.when
    if whose is None or not isinstance(when, At | Day) or await _is_a_session(visit, whose, when):
        await visit.close(draft=draft)
        await answering.line(visit)
        return
    await visit.say(await screen_for(visit, whose, when))


async def _is_a_session(visit: Visit, whose: Guest, when: When) -> bool:
    """A session of their own begins then: it is that one that they speak of."""
    if not isinstance(when, At):
        return False
    near = await visit.read(
        lambda books: books.bookings.of_client_near(whose.client.id, visit.person.id, when.period)
    )
    return any(known.starts_at == when.period.start for known in near)


async def _whose(visit: Visit, draft: Draft) -> Guest | None:
    """Nothing when the coach does not let them book any more."""
    try:
        whose = await visit.read(self_booking.guest, draft.fields["client_id"], visit.person.id)
    except NotYours:
        return None
    return None if whose.opening is Opening.OFF else whose


def _day(draft: Draft) -> date | None:
    day = draft.fields["day"]
    return None if day is None else timing.day_of(day)


async def ask_again(visit: Visit, draft: Draft) -> None:
    whose, day = await _whose(visit, draft), _day(draft)
    if whose is None:
        await visit.close(draft=draft)
        await visit.say(screens.closed(visit))
    elif day is not None:
        await visit.say(await choosing.day_screen(visit, whose, day))
    else:
        found = await visit.read(self_booking.days, whose, visit.now)
        await visit.say(screens.days(whose, found, 0, visit.calendar_for(whose.trainer.zone)))
