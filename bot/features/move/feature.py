"""Moving a session: when to, what is in the way there, one tap, and the other side hears of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from markupsafe import Markup

from bot import cards, clash, refusals, timing
from bot.buttons import Key, key
from bot.cards import SessionView
from bot.feature import Feature, Step, Tap, Who
from bot.features.move import dialogue, news, screens
from bot.features.move.buttons import AskMove, KeepTime, MovedAfterAll, MoveDay, MoveIt, MoveTo
from bot.features.move.dialogue import MoveDraft
from bot.reading import read_time
from bot.screen import Screen, lines
from bot.texts import N_, Words
from bot.visit import Visit
from core.act import Act
from core.booking import Booking, require_loggable
from core.conflicts import Conflict
from core.draft import Draft
from core.errors import InConflict, InThePast, NotPossible, NotValid, NotYours, Refusal, Stale
from core.notice import NoticeKind
from core.people import Side, Trainer
from core.period import Period
from core.ports import Books
from core.use_cases import desk, moving
from core.when import matches
from core.when.reading import Day, Known, When

__all__ = ["AskMove", "MovedAfterAll", "feature"]


def card_keys(seen: SessionView, w: Words) -> list[Key]:
    booking = seen.booking
    ahead = booking.takes_time and booking.starts_at > seen.now and not seen.is_asked_for
    if seen.side is not Side.TRAINER or not ahead or booking.class_id is not None:
        return []
    return [key(w.plain("🗓 Move"), AskMove(booking.id, booking.version))]


async def ask(visit: Visit, button: AskMove | MovedAfterAll) -> None:
    await _ask(visit, await _opened(visit, button.booking_id, button.version))


async def _opened(visit: Visit, booking_id: int, version: int) -> SessionView:
    """The trainer's session, as it was when the button was made, and if it can still move."""
    work = partial(cards.view, booking_id=booking_id, reader=visit.person.id, now=visit.now)
    seen = await visit.read(work)
    if seen.side is not Side.TRAINER:
        raise NotYours
    if seen.booking.version != version:
        raise Stale(booking_id)
    ahead = seen.booking.takes_time and visit.now < seen.booking.starts_at
    if not ahead and not seen.has_begun:
        raise NotPossible(booking_id, "move", seen.booking.status.value)
    seen.booking.require_own_slot()
    return seen


async def _ask(visit: Visit, seen: SessionView, when: When | None = None, lead: Markup | None = None) -> None:
    """Asks when to; a day that was said is kept for the time that is typed next."""
    day = when.first.toordinal() if isinstance(when, Day) and when.first == when.last else None
    await dialogue.keep(visit, MoveDraft(seen.booking.id, seen.booking.version, day))
    await visit.show(await _question(visit, seen, when, lead))


async def _question(
    visit: Visit, seen: SessionView, when: When | None = None, lead: Markup | None = None
) -> Screen:
    calendar = visit.calendar_for(seen.trainer.zone)
    day = calendar.local(seen.booking.starts_at).date()
    seeking = timing.Seeking(instead_of=seen.booking, day=day, zone=visit.person.zone, past=seen.has_begun)
    trainer, client, now = _with_its_length(seen), seen.client, visit.now
    work = partial(
        timing.choices, when=when, trainer=trainer, client=client, w=visit.w, now=now, seeking=seeking
    )
    found = await visit.read(work)
    if when is None:
        found = replace(found, why=screens.when_question(seen, visit.w) or found.why)
    return screens.ask(seen, found, calendar, lead)


def _with_its_length(seen: SessionView) -> Trainer:
    """A move keeps the session's length, unless another one is typed."""
    return replace(seen.trainer, length_minutes=int(seen.booking.period.length.total_seconds()) // 60)


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    known, seen = await _resumed(visit, draft)
    reading = await read_time(visit, text, _with_its_length(seen), day=known.on_day)
    own = [Known(seen.client.id, seen.client.name)]
    unknown = [piece for piece in reading.unknown if not matches(piece, own)]
    strange = " ".join(unknown) or ("" if reading.when else text[:100])
    lead = visit.w("I did not get “{words}”.", words=strange) if strange else None
    if (period := timing.settled(reading.when)) is not None:
        await _offer(visit, seen, period, lead)
    else:
        await _ask(visit, seen, reading.when, lead)


async def ask_again(visit: Visit, draft: Draft) -> None:
    """What was shown last."""
    known, seen = await _resumed(visit, draft)
    if known.period is not None:
        await visit.show(await _answered(visit, seen, known.period, None))
    else:
        when = Day(known.on_day, known.on_day) if known.on_day else None
        await visit.show(await _question(visit, seen, when))


async def _resumed(visit: Visit, draft: Draft) -> tuple[MoveDraft, SessionView]:
    """A session that has changed meanwhile is shown as it is, and the dialogue about it ends."""
    known = MoveDraft.of(draft.fields)
    try:
        return known, await _opened(visit, known.booking_id, known.version)
    except Refusal:
        await visit.close(draft=draft)
        raise


async def pick_day(visit: Visit, button: MoveDay) -> None:
    seen = await _opened(visit, button.booking_id, button.version)
    day = timing.day_of(button.day)
    await _ask(visit, seen, Day(day, day))


async def pick_time(visit: Visit, button: MoveTo) -> None:
    seen = await _opened(visit, button.booking_id, button.version)
    await _offer(visit, seen, timing.period_of(button.start, button.minutes))


async def _offer(visit: Visit, seen: SessionView, period: Period, lead: Markup | None = None) -> None:
    """The old and the new time with one tap to go, or what is in the way."""
    if (refusal := _impossible(seen, period)) is not None:
        await _ask(visit, seen, lead=refusals.words_for(visit, refusal))
        return
    start, minutes = int(period.start.timestamp()), int(period.length.total_seconds()) // 60
    known = MoveDraft(seen.booking.id, seen.booking.version, start=start, minutes=minutes)
    await dialogue.keep(visit, known)
    await visit.show(await _answered(visit, seen, period, lead))


def _impossible(seen: SessionView, period: Period) -> Refusal | None:
    if period == seen.booking.period:
        return NotValid("same_time")
    if seen.has_begun and period.end <= seen.now:
        try:
            require_loggable(period, seen.now)
        except Refusal as refusal:
            return refusal
    elif not seen.has_begun and period.start <= seen.now:
        return InThePast(period.start)
    return None


async def _answered(visit: Visit, seen: SessionView, period: Period, lead: Markup | None) -> Screen:
    calendar = visit.calendar_for(seen.trainer.zone)
    found = await visit.read(partial(_in_the_way, visit, seen, period))
    if not found:
        return screens.confirm(seen, period, calendar, lead)
    names = await visit.read(clash.names_of, found)
    seeking = timing.Seeking(instead_of=seen.booking)
    work = partial(timing.free_near, wanted=period, trainer=seen.trainer, client=seen.client, now=visit.now)
    free = await visit.read(work, seeking=seeking) if period.start > visit.now else []
    shown = screens.taken(seen, period, found, names, free, calendar)
    return replace(shown, text=lines(lead, shown.text))


async def _in_the_way(visit: Visit, seen: SessionView, period: Period, books: Books) -> tuple[Conflict, ...]:
    session = await desk.seen(books, seen.booking.id, visit.person.id)
    return await moving.in_the_way(books, session, period, visit.now)


async def move_it(visit: Visit, button: MoveIt) -> None:
    """Over what was shown to be in the way, and nothing else. A second tap gets the same answer."""
    period = timing.period_of(button.start, button.minutes)
    seen = await visit.read(cards.view, button.booking_id, visit.person.id, visit.now)
    if seen.side is Side.TRAINER and _is_done(seen.booking, period, button.version):
        await _show_moved(visit, seen.booking, seen)
        return
    seen = await _opened(visit, button.booking_id, button.version)
    found = await visit.read(partial(_in_the_way, visit, seen, period))
    over = clash.slots_in(found) if found and clash.mark(found) == button.seen else None
    wanted = moving.Move(seen.booking.id, period, button.version)
    try:
        booking = await visit.write(partial(_carried_out, visit, seen, wanted, visit.act(), over))
    except InConflict:
        await _offer(visit, seen, period)
        return
    await _show_moved(visit, booking, seen)


def _is_done(booking: Booking, period: Period, version: int) -> bool:
    return booking.period == period and booking.version == version + 1


async def _carried_out(
    visit: Visit, seen: SessionView, wanted: moving.Move, act: Act, over: tuple[int, ...] | None, books: Books
) -> Booking:
    if seen.has_begun and wanted.period.end <= visit.now:
        booking = await moving.took_place(books, wanted, act, over=over)
    else:
        booking = await moving.move(books, wanted, act, over=over, after_all=seen.has_begun)
    await dialogue.end(visit, booking.id, books)
    return booking


async def _show_moved(visit: Visit, booking: Booking, before: SessionView) -> None:
    w, name = visit.w, before.client.name
    if not booking.takes_time:
        lead = w("Noted: it took place then.")
    elif booking.person_id is None:
        lead = w("Moved. {name} is not on Telegram yet: please tell them.", name=name)
    else:
        lead = w("Moved. {name} has been told.", name=name)
    await cards.show(visit, booking.id, lead)


async def keep_time(visit: Visit, button: KeepTime) -> None:
    await dialogue.end(visit, button.booking_id)
    await cards.show(visit, button.booking_id)


feature = Feature(
    name="move",
    help=N_("[🗓 Move] on a session: type the new time or tap a free one."),
    who=Who.TRAINER,
    taps=(
        Tap(AskMove, ask, Who.TRAINER),
        Tap(MovedAfterAll, ask, Who.TRAINER),
        Tap(MoveDay, pick_day, Who.TRAINER),
        Tap(MoveTo, pick_time, Who.TRAINER),
        Tap(MoveIt, move_it, Who.TRAINER),
        Tap(KeepTime, keep_time, Who.TRAINER),
    ),
    steps={f"{dialogue.DIALOGUE}:{dialogue.WHEN}": Step(ask_again, answer)},
    notices={NoticeKind.MOVED: news.moved},
    on_card=card_keys,
)
