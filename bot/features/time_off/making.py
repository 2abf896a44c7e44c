"""Making a time off: the days, the reason, what becomes of the sessions in it, and then the act."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from markupsafe import Markup

from bot import answering, timing
from bot.features.time_off import buttons as b
from bot.features.time_off import screens
from bot.features.time_off.draft import OffDraft, begun, kept
from bot.features.time_off.inside import Inside, named
from bot.features.time_off.reading import ILL, Meant, days_of, read
from bot.reading import read_line
from bot.saying_time_off import HOLIDAY
from bot.screen import Screen
from bot.visit import Visit
from core.draft import Draft
from core.errors import NotValid
from core.period import Period
from core.ports import Books
from core.use_cases import resting
from core.use_cases.resting import Rest
from core.zones import midnight, zone

#: As buttons may say them.
_LATEST = datetime(2200, 1, 1, tzinfo=UTC).timestamp()


async def read_off(visit: Visit, text: str) -> bool:
    """A trainer's line that speaks of time off."""
    if visit.trainer is None or (meant := await read(visit, text)) is None:
        return False
    await _start(visit, meant)
    return True


async def _start(visit: Visit, meant: Meant) -> None:
    s = OffDraft(reason=_short(meant.reason))
    draft = await begun(visit, s, "first")
    await _take(visit, draft, s, meant)


def _short(reason: str | None) -> str | None:
    return reason[: resting.LONGEST_REASON] if reason else None


async def _take(visit: Visit, draft: Draft, s: OffDraft, meant: Meant) -> None:
    """On to what it would mean, once it is clear which days are meant."""
    if len(meant.periods) == 1:
        await _settle(visit, draft, s, meant.periods[0])
        return
    lead = None
    if meant.periods:
        lead = visit.w("“{piece}” can be two times:", piece=meant.piece)
    elif meant.piece:
        lead = visit.w("I did not get “{words}”.", words=meant.piece)
    await kept(visit, draft, s, "first")
    await visit.show(screens.ask_first(visit, draft.key, lead, meant.periods))


async def _settle(visit: Visit, draft: Draft, s: OffDraft, period: Period) -> None:
    if period.end <= visit.now or period.length > resting.LONGEST:
        past = period.end <= visit.now
        lead = visit.w("That is over already.") if past else visit.w("That is longer than a year.")
        await kept(visit, draft, s, "first")
        await visit.show(screens.ask_first(visit, draft.key, lead))
        return
    await _review(visit, draft, s.at(period))


async def _review(visit: Visit, draft: Draft, s: OffDraft, *, choosing: bool = False) -> None:
    """What is shown is kept: nothing that the trainer has not seen is cancelled."""
    period = s.period
    if period is None:
        await ask_again(visit, draft)
        return
    inside = await visit.read(_inside, visit.me.id, period, visit.now)
    shown = tuple(x.id for x in inside.bookings)
    s = replace(s, shown=shown, stays=tuple(id_ for id_ in s.stays if id_ in shown))
    await kept(visit, draft, s, "review")
    screen = screens.one_by_one if choosing else screens.review
    await visit.show(screen(visit, draft.key, s, period, inside))


async def _inside(books: Books, trainer_id: int, period: Period, now: datetime) -> Inside:
    return await named(books, await resting.affected(books, trainer_id, period, now))


# Taps.


async def start_new(visit: Visit, button: b.NewTimeOff) -> None:
    draft = await begun(visit, OffDraft(), "first")
    await visit.show(screens.ask_first(visit, draft.key))


async def sick_today(visit: Visit, button: b.SickToday) -> None:
    await _start(visit, Meant((resting.rest_of_day(visit.me, visit.now),), ILL))


async def holiday_off(visit: Visit, button: b.HolidayOff) -> None:
    first, last = timing.day_of(button.first), timing.day_of(button.last)
    await _start(visit, Meant((resting.whole_days(visit.me, first, last),), f"{HOLIDAY}{button.key[:20]}"))


async def opened(visit: Visit, key: str) -> tuple[Draft, OffDraft] | None:
    """The draft of a tapped screen; one that was carried out, or is gone, says so."""
    draft = await visit.read(lambda books: books.drafts.by_key(key))
    if draft is not None and draft.person_id == visit.person.id:
        return draft, OffDraft.of(draft.fields)
    event = await visit.read(lambda books: books.events.seen(key))
    if event is not None and event.by == visit.person.id:
        await show_all(visit, visit.w("That is done already."))
    else:
        await visit.show(screens.closed(visit))
    return None


async def pick_first(visit: Visit, button: b.FirstDay) -> None:
    if (found := await opened(visit, button.draft)) is not None:
        draft, s = found
        day = timing.day_of(button.day)
        await kept(visit, draft, replace(s, first=button.day), "last")
        await visit.show(screens.ask_last(visit, draft.key, day))


async def pick_last(visit: Visit, button: b.LastDay) -> None:
    if (found := await opened(visit, button.draft)) is not None:
        draft, s = found
        first = timing.day_of(s.first or button.day)
        period = resting.whole_days(visit.me, first, timing.day_of(button.day))
        await _to_reason(visit, draft, s.at(period))


async def _to_reason(visit: Visit, draft: Draft, s: OffDraft) -> None:
    await kept(visit, draft, s, "reason")
    await visit.show(screens.ask_reason(visit, draft.key))


async def pick_meant(visit: Visit, button: b.MeantDays) -> None:
    if (found := await opened(visit, button.draft)) is not None:
        if not 0 <= button.start < button.end <= _LATEST:
            raise NotValid("days")
        draft, s = found
        start, end = (datetime.fromtimestamp(second, UTC) for second in (button.start, button.end))
        await _settle(visit, draft, s, Period(start, end))


async def ask_reason(visit: Visit, button: b.AskReason) -> None:
    if (found := await opened(visit, button.draft)) is not None:
        await _to_reason(visit, *found)


async def pick_reason(visit: Visit, button: b.PickReason) -> None:
    if (found := await opened(visit, button.draft)) is not None:
        draft, s = found
        await _review(visit, draft, replace(s, reason=_short(button.reason)))


async def review(visit: Visit, button: b.Review) -> None:
    if (found := await opened(visit, button.draft)) is not None:
        await _review(visit, *found)


async def one_by_one(visit: Visit, button: b.OneByOne) -> None:
    if (found := await opened(visit, button.draft)) is not None:
        await _review(visit, *found, choosing=True)


async def toggle(visit: Visit, button: b.Toggle) -> None:
    if (found := await opened(visit, button.draft)) is not None:
        draft, s = found
        stays = {*s.stays, button.booking_id} if button.stays else {*s.stays} - {button.booking_id}
        await _review(visit, draft, replace(s, stays=tuple(sorted(stays))), choosing=True)


async def discard(visit: Visit, button: b.Discard) -> None:
    if (found := await opened(visit, button.draft)) is not None:
        draft, s = found
        await visit.close(draft=draft)
        await visit.show(screens.discarded(visit, s.period))


async def take_off(visit: Visit, button: b.TakeOff) -> None:
    """The act's key is the draft's: however often it is tapped, it is one time off."""
    if (found := await opened(visit, button.draft)) is None:
        return
    draft, s = found
    period = s.period
    if period is None:
        await ask_again(visit, draft)
        return
    keep = {b.Choice.CANCEL: (), b.Choice.KEEP: s.shown, b.Choice.CHOSEN: s.stays}[button.choice]
    work = partial(_taken, visit, draft, period, s.reason)
    rest = await visit.write(work, keep=keep, shown=s.shown)
    inside = await visit.read(named, [*rest.cancelled, *rest.kept, *rest.heads])
    await visit.show(screens.done(visit, rest, inside))


async def _taken(
    visit: Visit,
    draft: Draft,
    period: Period,
    reason: str | None,
    books: Books,
    *,
    keep: tuple[int, ...],
    shown: tuple[int, ...],
) -> Rest:
    act = visit.act(draft.key)
    rest = await resting.take_off(books, visit.me.id, period, reason, act, keep=keep, shown=shown)
    await visit.close(books, draft)
    return rest


# What is typed.


async def answer_days(visit: Visit, draft: Draft, text: str) -> None:
    """Both days in one line, or the first and then the last one; a session typed here is a session."""
    if await _is_another_line(visit, draft, text):
        return
    s = OffDraft.of(draft.fields)
    meant = await read(visit, text) or await days_of(visit, text)
    s = replace(s, reason=s.reason or _short(meant.reason))
    if draft.step == "last" and s.first is not None and len(meant.periods) == 1:
        meant = _until(visit, s.first, meant)
    await _take(visit, draft, s, meant)


def _until(visit: Visit, first: int, meant: Meant) -> Meant:
    """From the first day to the end of the one that was said; an earlier one begins anew."""
    (said,) = meant.periods
    start = midnight(timing.day_of(first), zone(visit.me.zone))
    return replace(meant, periods=(Period(start, said.end),)) if said.end > start else meant


async def answer_reason(visit: Visit, draft: Draft, text: str) -> None:
    if await _is_another_line(visit, draft, text):
        return
    await _review(visit, draft, replace(OffDraft.of(draft.fields), reason=_short(" ".join(text.split()))))


async def _is_another_line(visit: Visit, draft: Draft, text: str) -> bool:
    """A line with a client in it is a session, or another time off; the draft is given up for it."""
    reading = await read_line(visit, text)
    if not (reading.clients and reading.when is not None):
        return False
    await visit.close(draft=draft)
    await answering.line(visit)
    return True


async def ask_again(visit: Visit, draft: Draft) -> None:
    s = OffDraft.of(draft.fields)
    if draft.step == "review" and s.period is not None:
        await _review(visit, draft, s)
    elif draft.step == "reason":
        await visit.say(screens.ask_reason(visit, draft.key))
    elif draft.step == "last" and s.first is not None:
        await visit.say(screens.ask_last(visit, draft.key, timing.day_of(s.first)))
    else:
        await visit.say(screens.ask_first(visit, draft.key))


# The list.


async def show_all(visit: Visit, lead: Markup | None = None) -> None:
    await visit.show(await _list(visit, lead))


async def _list(visit: Visit, lead: Markup | None) -> Screen:
    coming = await visit.read(resting.coming, visit.me.id, visit.now)
    return screens.listing(visit, coming, lead)


async def show_list(visit: Visit, button: b.ShowTimesOff) -> None:
    await show_all(visit)


async def remove(visit: Visit, button: b.RemoveTimeOff) -> None:
    await visit.write(resting.remove, button.time_off_id, visit.act())
    await show_all(
        visit, visit.w("Removed: your hours are open again. Sessions that were cancelled stay so.")
    )
