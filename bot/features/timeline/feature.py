"""A client's timeline for the trainer: month by month what was done, how it went, what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from babel.dates import format_date
from markupsafe import Markup

from bot import cards
from bot.buttons import Rows, key
from bot.feature import Feature, Tap, Who
from bot.features.clients.buttons import OpenClient
from bot.features.stats import saying as say
from bot.features.timeline.buttons import Timeline
from bot.features.timeline.history import Happened, History, history
from bot.saying import Calendar, clock, money
from bot.saying_packages import bar, counts
from bot.screen import Screen, lines
from bot.texts import N_, Words
from bot.visit import Visit
from core.booking import Booking, Status
from core.charge import Method, Payment
from core.figures import board
from core.use_cases import counting

__all__ = ["Timeline", "feature"]

#: So much happened on one page, and so much of a text is shown.
PAGE = 10
_LONGEST = 160


async def show(visit: Visit, button: Timeline) -> None:
    found = await visit.read(history, button.client_id, visit.me.id)
    await visit.show(_screen(found, button.page, visit.calendar))


def _screen(found: History, page: int, calendar: Calendar) -> Screen:
    w = calendar.w
    back = [key(w.plain("‹ Back"), OpenClient(found.client.id))]
    head = w("<b>📋 {name}</b> · timeline", name=found.client.name)
    if not found.happened:
        text = w("Nothing yet. After a session its exercises and your notes stand here.")
        return Screen(lines(head, "", text), [back])
    last = (len(found.happened) - 1) // PAGE
    page = max(0, min(page, last))
    shown = found.happened[page * PAGE : (page + 1) * PAGE]
    summary = _summary(found, calendar) if page == 0 else None
    return Screen(lines(head, summary, *_by_month(shown, found, calendar)), [*_turn(found, page, last), back])


def _turn(found: History, page: int, last: int) -> Rows:
    """To what is newer and older."""
    if not last:
        return []
    newer = [key("‹", Timeline(found.client.id, page - 1))] if page else []
    here = key(f"{page + 1}/{last + 1}", Timeline(found.client.id, page))
    older = [key("›", Timeline(found.client.id, page + 1))] if page < last else []
    return [[*newer, here, *older]]


def _summary(found: History, calendar: Calendar) -> Markup:
    """How reliably they come, and when."""
    w, of = calendar.w, board(counting.facts_of_client(found.bookings, found.trainer, calendar.now))
    return lines(
        w("Attendance <b>{share}</b>", share=say.part_of(of.counts.completion, w)),
        w(
            "Booked {booked} · no-show {missed} · cancelled {cancelled}, {notice} before",
            booked=of.counts.created,
            missed=of.counts.missed,
            cancelled=of.counts.by_client,
            notice=say.ahead(of.notice, w),
        ),
        w("Times: {times}", times=say.favourite(of.preferred, 3, calendar)),
    )


def _by_month(shown: Sequence[Happened], found: History, calendar: Calendar) -> list[Markup | str]:
    said: list[Markup | str] = []
    for (year, month), own in groupby(shown, key=lambda h: _month(h, calendar)):
        first = calendar.today.replace(year=year, month=month, day=1)
        name = str(format_date(first, "LLLL y", locale=calendar.w.language))
        said += ["", calendar.w("<b>{month}</b>", month=name[:1].upper() + name[1:])]
        said += [_line(h, found, calendar) for h in own]
    return said


def _month(happened: Happened, calendar: Calendar) -> tuple[int, int]:
    local = calendar.local(happened.at)
    return local.year, local.month


def _line(happened: Happened, found: History, calendar: Calendar) -> Markup:
    day = calendar.day(calendar.local(happened.at).date())
    if happened.booking is not None:
        return _session(happened.booking, day, found, calendar)
    if happened.payment is not None:
        return _payment(happened.payment, day, calendar.w)
    return _package(happened, day, found, calendar.w)


def _session(booking: Booking, day: str, found: History, calendar: Calendar) -> Markup:
    w = calendar.w
    of = found.contracts.get(booking.contract_id or 0)
    place = of.numbers.get(booking.id) if of else None
    number = f" · {place}/{of.contract.total}" if of and place else ""
    why = w(" · {reason}", reason=cards.reason(booking.cancel_reason, w)) if booking.cancel_reason else ""
    status = cards.status_name(booking.status, w)
    return lines(
        w(
            "{status} · {day} {time}{number}{why}",
            status=status,
            day=day,
            time=clock(calendar.local(booking.starts_at)),
            number=number,
            why=why if booking.status is Status.CANCELLED else "",
        ),
        *_words(booking, w),
    )


def _words(booking: Booking, w: Words) -> list[Markup]:
    """What was written down about it."""
    said = [w("  🏋️ {text}", text=_cut(booking.exercises))] if booking.exercises else []
    said += [w("  ⭐ {text}", text=cards.performance(booking.performance, w))] if booking.performance else []
    said += [w("  📝 {note}", note=_cut(booking.note))] if booking.note else []
    return said + ([w("  📌 {text}", text=_cut(booking.next_note))] if booking.next_note else [])


def _cut(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST else f"{one_line[: _LONGEST - 1]}…"


def _payment(payment: Payment, day: str, w: Words) -> Markup:
    how = {
        Method.CASH: w.plain("cash"),
        Method.CARD: w.plain("card"),
        Method.TRANSFER: w.plain("transfer"),
    }[payment.method]
    amount = money(payment.money, w)
    if payment.refund:
        return w("↩️ {amount} given back · {day} · {how}", amount=amount, day=day, how=how)
    return w("💰 {amount} · {day} · {how}", amount=amount, day=day, how=how)


def _package(happened: Happened, day: str, found: History, w: Words) -> Markup:
    known = found.contracts[happened.contract.id if happened.contract else 0]
    return lines(
        w("📦 {name} · {day}", name=known.contract.name, day=day),
        w("  {bar} {counts}", bar=bar(known.tally), counts=counts(known.tally, w)),
    )


feature = Feature(
    name="timeline",
    help=N_("A client's card has the timeline: what was done, how it went, what was paid."),
    who=Who.TRAINER,
    taps=(Tap(Timeline, show, Who.TRAINER),),
)
