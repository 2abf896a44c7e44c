"""What is typed while a series is put together."""

from __future__ import annotations

from dataclasses import replace

from bot import answering, timing
from bot.feature import Who
from bot.features.series import entry, steps
from bot.features.series.draft import SeriesDraft
from bot.features.series.reading import how_many, is_number
from bot.reading import read_line, read_time
from bot.visit import Visit
from core.draft import Draft
from core.use_cases import repeating
from core.use_cases.series_plan import Beyond
from core.when.reading import At, TimeOnly
from core.zones import wall, zone


async def amend(visit: Visit, draft: Draft, text: str) -> None:
    """A line typed while the card is open: another rule, place or price; or something else altogether."""
    s, reading = SeriesDraft.of(draft.fields), await read_line(visit, text)
    if s.has_time and is_number(text) and (known := await how_many(visit, s, text)) is not None:
        await steps.proceed(visit, draft, known)
        return
    readings = [s.keeping(r) for r in entry.repeating(visit, reading.when)]
    if reading.clients and not readings and await answering.read_as_line(visit, Who.TRAINER):
        return
    if len(reading.clients) == 1:
        s = replace(s, client_id=reading.clients[0].id, contract_id=None, single=False)
    if reading.places:
        s = replace(s, place_id=reading.places[0].id)
    if reading.price is not None:
        s = replace(s, price=reading.price.amount)
    if readings:
        s = replace(s.anew(), readings=tuple(readings))
        s = s.read_as(0) if len(readings) == 1 else s
    strange = text if reading.when is not None and not readings else " ".join(reading.unknown)
    lead = visit.w("I did not get “{words}”.", words=strange[:100]) if strange else None
    await steps.proceed(visit, draft, s.beginning(), lead=lead)


async def answer_number(visit: Visit, draft: Draft, text: str) -> None:
    s = SeriesDraft.of(draft.fields)
    if (known := await how_many(visit, s, text)) is not None:
        await steps.proceed(visit, draft, known)
        return
    lead = visit.w("I did not get “{words}”.", words=text[:100])
    await steps.proceed(visit, draft, s, field="number", lead=lead)


async def answer_time(visit: Visit, draft: Draft, text: str) -> None:
    """The time of day of all of them, perhaps with an end."""
    s = SeriesDraft.of(draft.fields)
    day = s.starts.date()
    when = (await read_time(visit, text, visit.me, day=day)).when
    if isinstance(when, At):
        local = wall(when.period.start, zone(visit.me.zone))
        minutes = int(when.period.length.total_seconds()) // 60
        await steps.proceed(visit, draft, replace(s.at_time(local.time()), minutes=minutes))
    elif isinstance(when, TimeOnly):
        await steps.proceed(visit, draft, s.at_time(when.start))
    else:
        lead = visit.w("I did not get “{words}”.", words=text[:100])
        await steps.proceed(visit, draft, s, field="time", lead=lead)


async def answer_other(visit: Visit, draft: Draft, text: str) -> None:
    """Another time for one that clashes, on its own day if no other is said."""
    s = SeriesDraft.of(draft.fields)
    plan = await visit.read(repeating.preview, s.wanted(visit.me.id, Beyond.ASK), visit.now)
    one = next((o for o in plan.occurrences if o.number == s.asked), None)
    day = wall(one.period.start, zone(visit.me.zone)).date() if one else None
    when = (await read_time(visit, text, visit.me, day=day)).when
    period = timing.settled(when)
    if s.asked is None or period is None or period.start <= visit.now:
        lead = visit.w("I did not get “{words}”.", words=text[:100])
        await steps.proceed(visit, draft, s, field="other", lead=lead)
        return
    await steps.proceed(visit, draft, s.decided(s.asked, start=int(period.start.timestamp())))


async def only_taps(visit: Visit, draft: Draft, text: str) -> None:
    await steps.ask_again(visit, draft)
