"""A series: from a phrase that repeats, or from a session that is to be repeated; seen whole, then booked."""

from __future__ import annotations

from bot import cards
from bot.buttons import Key, key
from bot.cards import SessionView
from bot.feature import Feature, Step, Tap, Who
from bot.features.leading import NewSeriesFor
from bot.features.series import answers, steps, taps, told
from bot.features.series import buttons as b
from bot.features.series.draft import DIALOGUE, SeriesDraft, fresh
from bot.texts import N_, Words
from bot.visit import Visit
from core.notice import NoticeKind
from core.people import Side
from core.zones import wall, zone


def card_keys(seen: SessionView, w: Words) -> list[Key]:
    """On a session that stands alone; one of a series has its own menu."""
    booking = seen.booking
    alone = booking.takes_time and booking.series_id is None and booking.class_id is None
    if seen.side is not Side.TRAINER or not alone or seen.is_asked_for:
        return []
    return [key(w.plain("🔁 Repeat"), b.RepeatSession(booking.id))]


async def repeat_session(visit: Visit, button: b.RepeatSession) -> None:
    """The same client, time and place from the next day on."""
    seen = await visit.read(cards.view, button.booking_id, visit.person.id, visit.now)
    booking = seen.booking
    first = wall(booking.starts_at, zone(visit.me.zone))
    s = SeriesDraft(
        booking.client_id,
        first=first.isoformat(),
        minutes=int(booking.period.length.total_seconds()) // 60,
        kind=booking.kind.value,
        place_id=booking.place_id,
        since=first.date().isoformat(),
    )
    s = s.weekly({first.weekday()}, 1).beginning()
    await steps.proceed(visit, fresh(visit.me, visit.now, s), s, field="often")


async def for_client(visit: Visit, button: NewSeriesFor) -> None:
    s = SeriesDraft(button.client_id, place_id=visit.me.place_id)
    await steps.proceed(visit, fresh(visit.me, visit.now, s), s)


_TYPED = {
    "card": answers.amend,
    "which": answers.amend,
    "phrase": answers.amend,
    "often": answers.amend,
    "number": answers.answer_number,
    "time": answers.answer_time,
    "other": answers.answer_other,
    "package": answers.only_taps,
}

feature = Feature(
    name="series",
    help=N_("Sessions that repeat: “Lan Mon Wed Fri 18:00, 12 weeks”, or [🔁 Repeat] on a session."),
    who=Who.TRAINER,
    taps=(
        Tap(b.RepeatSession, repeat_session, Who.TRAINER),
        Tap(NewSeriesFor, for_client, Who.TRAINER),
        Tap(b.CreateSeries, taps.create, Who.TRAINER),
        Tap(b.AskSeries, taps.ask, Who.TRAINER),
        Tap(b.PickReading, taps.pick_reading, Who.TRAINER),
        Tap(b.ToggleDay, taps.toggle_day, Who.TRAINER),
        Tap(b.PickInterval, taps.pick_interval, Who.TRAINER),
        Tap(b.PickNumber, taps.pick_number, Who.TRAINER),
        Tap(b.PickSeriesTime, taps.pick_time, Who.TRAINER),
        Tap(b.PickSeriesPackage, taps.pick_package, Who.TRAINER),
        Tap(b.OtherTime, taps.other_time, Who.TRAINER),
        Tap(b.AnywayOne, taps.anyway, Who.TRAINER),
        Tap(b.LeaveOut, taps.leave_out, Who.TRAINER),
        Tap(b.DiscardSeries, taps.discard, Who.TRAINER),
    ),
    steps={f"{DIALOGUE}:{name}": Step(steps.ask_again, answer) for name, answer in _TYPED.items()},
    notices={NoticeKind.SERIES_BOOKED: told.series_booked},
    on_card=card_keys,
    present=taps.present,
)
