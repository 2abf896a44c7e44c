"""What a client sees of the coach's free times: days, times, and what a session then would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot import cards, clash
from bot.buttons import Key, Rows, in_rows, key
from bot.features.free_times import buttons as b
from bot.features.leading import wait_key
from bot.features.settings.opening import opening_name
from bot.features.talking.buttons import talk_key
from bot.going import Go
from bot.saying import Calendar, clock, length, money, takes
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.booking import request_lapses
from core.conflicts import OffPackage, TooFar, TooSoon
from core.free_times import FreeDay
from core.people import Opening, Place
from core.period import Period
from core.use_cases.cancelling import late_penalty
from core.use_cases.self_booking import Draft, Guest
from core.zones import days as whole_days

#: So many days stand on one page.
_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class Proposed:
    """A time with all that is said about it before it is sent."""

    draft: Draft
    place: Place | None
    #: Which session of how many of the package.
    number: tuple[int, int] | None
    #: How many the client has ahead that they booked by themselves.
    ahead: int


def closed(visit: Visit) -> Screen:
    """The trainer books, or has stopped letting clients book."""
    text = visit.w("Your coach books your sessions. Type when you would like to come, and I pass it on.")
    return Screen(text, [[my_sessions(visit.w)]])


def my_sessions(w: Words) -> Key:
    return key(w.plain("🗓 My sessions"), Go("sessions"))


def days(whose: Guest, found: Sequence[FreeDay], page: int, calendar: Calendar) -> Screen:
    """The next days on which the coach works, with how many times are free."""
    w, id_ = calendar.w, whose.client.id
    pages = max(1, -(-len(found) // _A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found[page * _A_PAGE : (page + 1) * _A_PAGE]
    text = lines(
        w("<b>Free times with Coach {name}</b>", name=whose.trainer.name),
        _how(whose, w) if found else w("Nothing is free at the moment. Type a time, and I see about it."),
        w("Times in {zone}.", zone=calendar.away) if calendar.away else None,
    )
    keys = [key(_day_label(d, calendar), b.FreeOn(id_, d.day.toordinal())) for d in shown]
    turn = [key(w.plain("‹ Earlier"), b.FreeDays(id_, page - 1))] if page else []
    turn += [key(w.plain("Later ›"), b.FreeDays(id_, page + 1))] if page < pages - 1 else []
    return Screen(text, [*in_rows(keys, 2), turn, [my_sessions(w)]])


def _how(whose: Guest, w: Words) -> Markup:
    if whose.opening is Opening.BOOK:
        return w("Tap a day, or type a time: “Friday 7pm”. It is booked at once.")
    name = whose.trainer.name
    return w("Tap a day, or type a time: “Friday 7pm”. Coach {name} answers each request.", name=name)


def _day_label(day: FreeDay, calendar: Calendar) -> str:
    w, name = calendar.w, calendar.day(day.day)
    return (
        w.plain("{day} · {n} free", day=name, n=len(day.free))
        if day.free
        else w.plain("{day} · full", day=name)
    )


def day(whose: Guest, known: FreeDay, calendar: Calendar, lead: Markup | None = None) -> Screen:
    w, id_ = calendar.w, whose.client.id
    head = w("<b>{day}</b> · Coach {name}", day=calendar.day_named(known.day), name=whose.trainer.name)
    said = w("Tap a time, or type the one that you want: “18:00”.")
    if not known.free:
        said = w("Nothing is free on this day.")
    elif calendar.away:
        said = lines(said, w("Times in {zone}.", zone=calendar.away))
    times = [key(clock(calendar.local(p.start)), pick(id_, p.start)) for p in known.free[:80]]
    window = whole_days(known.day, calendar.tz)
    waits = [] if known.free or not known.may_free else [wait_key(w, id_, window)]
    others = key(w.plain("🗓 Other days"), b.FreeDays(id_, 0))
    return Screen(lines(lead, head, said), [*in_rows(times, 4), waits, [others]])


def pick(client_id: int, start: datetime) -> b.PickTime:
    return b.PickTime(client_id, int(start.timestamp()))


def confirm(proposed: Proposed, calendar: Calendar) -> Screen:
    """What it would be, where, for how much, and what cancelling it late would cost."""
    w, draft = calendar.w, proposed.draft
    whose, booking = draft.guest, draft.booking
    if proposed.ahead >= whose.trainer.most_open:
        return too_many(whose, whose.trainer.most_open, w)
    text = lines(
        _question(whose, w),
        w("👤 Coach {name}", name=whose.trainer.name),
        w(
            "🗓 <b>{when}</b> ({length})",
            when=calendar.period_named(booking.period),
            length=length(booking.period.length, w),
        ),
        cards.place_line(proposed.place, w),
        *_cost(proposed, w),
        _policy(draft, calendar),
        _answered_until(draft, calendar),
    )
    return Screen(text, [*_send_keys(draft, w), [_others(whose, booking.starts_at, calendar)]])


def _question(whose: Guest, w: Words) -> Markup:
    if whose.opening is Opening.BOOK:
        return w("<b>Book this time?</b>")
    return w("<b>Ask for this time?</b>")


def _cost(proposed: Proposed, w: Words) -> list[Markup]:
    draft = proposed.draft
    booking = draft.booking
    if proposed.number is not None:
        n, total = proposed.number
        return [w("📦 Session {n} of {total}", n=n, total=total), *_price_in_package(draft, w)]
    off = [clash.off_package_for_client(c, w) for c in draft.off_package[:1] if isinstance(c, OffPackage)]
    if draft.which:
        return [w("📦 From which package?")]
    if booking.cost is None:
        return [*off, w("💰 Coach {name} says what it costs.", name=draft.guest.trainer.name)]
    if not booking.cost.amount:
        return [*off, w("💰 free of charge")]
    price = money(booking.cost, w)
    return [*off, w("💰 {price} · outside the package", price=price) if off else w("💰 {price}", price=price)]


def _price_in_package(draft: Draft, w: Words) -> list[Markup]:
    cost = draft.booking.cost
    if draft.booking.prepaid or cost is None or not cost.amount:
        return [w("💰 in package")] if draft.booking.prepaid else []
    return [w("💰 {price}", price=money(cost, w))]


def _policy(draft: Draft, calendar: Calendar) -> Markup | None:
    w, booking = calendar.w, draft.booking
    penalty = late_penalty(booking)
    if penalty is None:
        return None
    until = booking.policy.free_until(booking.starts_at)
    if until <= calendar.now:
        return w("<i>Cancelling it would cost {fee}.</i>", fee=takes(penalty, w))
    return w(
        "<i>Free to cancel until {when}; later it costs {fee}.</i>",
        when=calendar.soon(until),
        fee=takes(penalty, w),
    )


def _answered_until(draft: Draft, calendar: Calendar) -> Markup | None:
    if draft.guest.opening is Opening.BOOK:
        return None
    until = request_lapses(draft.booking.starts_at, calendar.now)
    return calendar.w(
        "<i>The time is held for you until the answer, at most until {when}.</i>", when=calendar.soon(until)
    )


def _send_keys(draft: Draft, w: Words) -> Rows:
    """One tap; of several packages one each. Outside a package only the coach can say yes."""
    id_, start = draft.guest.client.id, int(draft.booking.starts_at.timestamp())
    books_at_once = draft.guest.opening is Opening.BOOK
    if draft.off_package and books_at_once:
        return [[talk_key(id_, w)]]
    label = w.plain("✅ Book") if books_at_once else w.plain("📨 Send request")
    if draft.which:
        return [[key(f"📦 {c.name[:28]}", b.SendTime(id_, start, c.id))] for c in draft.which]
    return [[key(label, b.SendTime(id_, start, single=bool(draft.off_package)))]]


def _others(whose: Guest, start: datetime, calendar: Calendar) -> Key:
    day = calendar.local(start).date().toordinal()
    return key(calendar.w.plain("‹ Other times"), b.FreeOn(whose.client.id, day))


def is_off_package(found: Sequence[object]) -> bool:
    return any(isinstance(c, OffPackage) for c in found)


def taken(
    whose: Guest, period: Period, found: Sequence[object], near: Sequence[Period], calendar: Calendar
) -> Screen:
    """Not free, without a word on why; the nearest free times, and a way to wait for this one."""
    w, id_ = calendar.w, whose.client.id
    limits = [c for c in found if isinstance(c, TooSoon | TooFar)]
    when = calendar.period_named(period)
    if period.start <= calendar.now:
        why = w("{when} is over already.", when=when)
    else:
        why = w("{when}: {why}", when=when, why=clash.for_client(limits, w))
    keys = [key(calendar.label(p.start), pick(id_, p.start)) for p in near]
    waits = [wait_key(w, id_, period)] if not limits and period.start > calendar.now else []
    said = w("Free near it:") if near else None
    return Screen(lines(why, said), [*in_rows(keys, 2), waits, [_others(whose, period.start, calendar)]])


def too_many(whose: Guest, most: int, w: Words) -> Screen:
    text = w.many(
        "You have {n} session ahead that you booked yourself: Coach {name} allows no more at a time. "
        "Once it is over, you can book the next.",
        "You have {n} sessions ahead that you booked yourself: Coach {name} allows no more at a time. "
        "Once one is over, you can book the next.",
        most,
        name=whose.trainer.name,
    )
    return Screen(text, [[my_sessions(w), talk_key(whose.client.id, w)]])


def opening_of(whose_name: str, present: Opening | None, usual: Opening, rows: Rows, w: Words) -> Screen:
    now = opening_name(present, w) if present else w.plain("as usual: {what}", what=opening_name(usual, w))
    text = lines(
        w("<b>What may {name} book without you?</b>", name=whose_name),
        w("Now: <b>{value}</b>", value=now),
    )
    return Screen(text, rows)
