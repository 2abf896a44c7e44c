"""The card of a session: what it says to its trainer and to its client, with what can be done now."""

from __future__ import annotations

from functools import partial
from itertools import chain

from markupsafe import Markup

from bot.buttons import in_rows
from bot.saying import Calendar, length, money, takes
from bot.saying_time_off import HOLIDAY, holiday_name
from bot.screen import Screen, lines
from bot.services import Services
from bot.session_view import SessionView, view
from bot.texts import Words, words
from bot.visit import Visit
from core.booking import Kind, Performance, Status
from core.people import Person, Place, PlaceKind, Side
from core.use_cases.cancelling import late_penalty

__all__ = [
    "SessionView",
    "card",
    "kind_line",
    "kind_name",
    "last_note",
    "number_line",
    "performance",
    "place_line",
    "price_line",
    "reason",
    "screen",
    "show",
    "status_line",
    "status_name",
    "view",
]


async def show(visit: Visit, booking_id: int, lead: Markup | None = None) -> None:
    """In place of the tapped message."""
    await visit.show(await card(visit, booking_id, lead))


async def card(visit: Visit, booking_id: int, lead: Markup | None = None) -> Screen:
    """The card, below a line that says what just happened."""
    seen = await visit.read(partial(view, booking_id=booking_id, reader=visit.person.id, now=visit.now))
    return screen(visit.services, seen, visit.person, lead)


def screen(services: Services, seen: SessionView, reader: Person, lead: Markup | None = None) -> Screen:
    w = words(reader.language)
    calendar = Calendar.of(w, reader.zone, seen.trainer.zone, seen.now)
    keys = [f.on_card(seen, w) for f in services.features if f.on_card is not None]
    rows = in_rows(list(chain.from_iterable(keys)), 2)
    body = (_for_client if seen.side is Side.CLIENT else _for_trainer)(seen, calendar)
    return Screen(lines(lead, "" if lead else None, body), rows)


def _for_trainer(seen: SessionView, calendar: Calendar) -> Markup:
    w, booking = calendar.w, seen.booking
    return lines(
        w("👤 <b>{name}</b>{mark}", name=seen.client.name, mark=_unlinked(seen, w)),
        _when(seen, calendar),
        number_line(seen, w),
        _makes_up(seen, calendar),
        _kind(seen, w),
        place_line(seen.place, w),
        status_line(seen, w),
        price_line(seen, w),
        _penalty(seen, calendar),
        _wish(seen, calendar),
        last_note(seen, w),
        w("📝 {note}", note=booking.note) if booking.note else None,
        w("🏋️ {text}", text=booking.exercises) if booking.exercises else None,
        w("⭐ {text}", text=performance(booking.performance, w)) if booking.performance else None,
        w("📌 Next time: {text}", text=booking.next_note) if booking.next_note else None,
    )


def last_note(seen: SessionView, w: Words) -> Markup | None:
    """What was noted last for the session that comes."""
    return w("📌 Last time: {text}", text=seen.last_note) if seen.last_note else None


def _for_client(seen: SessionView, calendar: Calendar) -> Markup:
    """Performance and the trainer's notes stay with the trainer."""
    w, booking = calendar.w, seen.booking
    return lines(
        _with_whom(seen, w),
        _when(seen, calendar),
        _seats(seen, w),
        place_line(seen.place, w, link=True),
        number_line(seen, w),
        _makes_up(seen, calendar),
        status_line(seen, w),
        price_line(seen, w),
        _penalty(seen, calendar),
        _wish(seen, calendar),
        _free_until(seen, calendar),
        w("🏋️ {text}", text=booking.exercises) if booking.exercises else None,
    )


def _free_until(seen: SessionView, calendar: Calendar) -> Markup | None:
    """As long as cancelling is free of charge, until when; what it costs later is asked for then."""
    booking, w = seen.booking, calendar.w
    until, penalty = booking.policy.free_until(booking.starts_at), late_penalty(booking)
    if penalty is None or not seen.is_ahead or seen.now > until:
        return None
    return w(
        "<i>Free to cancel until {when}; later it costs {fee}.</i>",
        when=calendar.soon(until),
        fee=takes(penalty, w),
    )


def _unlinked(seen: SessionView, w: Words) -> Markup:
    return w(" · not on Telegram yet") if seen.client.person_id is None else Markup()


def _when(seen: SessionView, calendar: Calendar) -> Markup:
    booking = seen.booking
    # Over whom the trainer has booked is nothing for the client to know.
    clashes = booking.double or (seen.anyway and seen.side is not Side.CLIENT)
    warn = " ⚠️" if clashes and booking.takes_time else ""
    return calendar.w(
        "🗓 <b>{when}</b> ({length}){warn}",
        when=calendar.period_named(booking.period),
        length=length(booking.period.length, calendar.w),
        warn=warn,
    )


def kind_name(kind: Kind, w: Words) -> str:
    return {
        Kind.PERSONAL: w.plain("Personal training"),
        Kind.CLASS: w.plain("Group class"),
        Kind.CONSULTATION: w.plain("Consultation"),
    }[kind]


def _with_whom(seen: SessionView, w: Words) -> Markup:
    name = seen.trainer.name
    if seen.group is not None:
        return w("🤸 <b>{name}</b> with Coach {coach}", name=seen.group.name, coach=name)
    if seen.booking.kind is Kind.CONSULTATION:
        return w("☕ <b>Consultation with Coach {name}</b>", name=name)
    return w("<b>Session with Coach {name}</b>", name=name)


def _seats(seen: SessionView, w: Words) -> Markup | None:
    """How many are in a class, never who."""
    if seen.group is None or not seen.booking.takes_time:
        return None
    return w("👥 {seats} seats taken", seats=f"{seen.taken}/{seen.group.capacity}")


def _kind(seen: SessionView, w: Words) -> Markup | None:
    """Said where it is not the usual one."""
    if seen.group is not None:
        seats = f"{seen.taken}/{seen.group.capacity}"
        return w("🤸 {name} · {seats}", name=seen.group.name, seats=seats)
    return kind_line(seen.booking.kind, w)


def kind_line(kind: Kind, w: Words) -> Markup | None:
    if kind is Kind.PERSONAL:
        return None
    sign = "☕" if kind is Kind.CONSULTATION else "🤸"
    return Markup("{} {}").format(sign, kind_name(kind, w))


def place_line(place: Place | None, w: Words, *, link: bool = False) -> Markup | None:
    if place is None:
        return None
    if link and place.kind is PlaceKind.ONLINE and place.link:
        return w('💻 <a href="{link}">{name}</a>', link=place.link, name=place.name)
    address = f", {place.address}" if place.address and link else ""
    sign = "💻" if place.kind is PlaceKind.ONLINE else "📍"
    return Markup("{} {}{}").format(sign, place.name, address)


def status_name(status: Status, w: Words) -> str:
    return {
        Status.PENDING: w.plain("⏳ Asked for"),
        Status.CONFIRMED: w.plain("✅ Confirmed"),
        Status.CANCELLED: w.plain("✖️ Cancelled"),
        Status.COMPLETED: w.plain("☑️ Completed"),
        Status.NO_SHOW: w.plain("🚫 No-show"),
    }[status]


def status_line(seen: SessionView, w: Words) -> Markup:
    booking = seen.booking
    coming = w(" · 👍 is coming") if seen.is_ahead and booking.acknowledged_at else Markup()
    why = w(" · {reason}", reason=reason(booking.cancel_reason, w)) if booking.cancel_reason else Markup()
    return Markup("{}{}{}").format(status_name(booking.status, w), coming, why)


def reason(said: str, w: Words) -> str:
    """Why it was cancelled: one of the reasons that can be tapped, in the reader's language, or as typed."""
    known = {
        "ill": w.plain("ill"),
        "work": w.plain("work"),
        "travel": w.plain("travelling"),
        "urgent": w.plain("something came up"),
        "vacation": w.plain("on holiday"),
        "agreed": w.plain("agreed with both"),
        "mistake": w.plain("it was a mistake"),
        "closed": w.plain("the place is closed"),
    }
    if said.startswith(HOLIDAY):
        return holiday_name(said.removeprefix(HOLIDAY), w)
    return known.get(said, said)


def price_line(seen: SessionView, w: Words) -> Markup | None:
    cost = seen.booking.cost
    if seen.booking.prepaid:
        return w("💰 in package") if seen.number else None
    if cost is None:
        return w("💰 no price") if seen.side is not Side.CLIENT else None
    if not cost.amount:
        return w("💰 free of charge")
    return _how_paid(seen, money(cost, w), w)


def _how_paid(seen: SessionView, price: str, w: Words) -> Markup | None:
    if seen.is_paid:
        return w("💰 {price} · paid", price=price)
    if seen.is_let_off:
        return w("💰 {price} · crossed out", price=price)
    if seen.booking.status in (Status.CANCELLED, Status.NO_SHOW):
        return None
    if seen.is_asked_for:
        return w("💰 {price}", price=price)
    return w("💰 {price} · not paid yet", price=price)


def _penalty(seen: SessionView, calendar: Calendar) -> Markup | None:
    w, charge = calendar.w, seen.penalty
    if charge is None:
        return None
    amount = takes(charge, w)
    if seen.penalty_is_paid:
        return w("⚖️ Fee {amount} · paid", amount=amount)
    if charge.is_proposal:
        return w("⚖️ Fee {amount}: waits for the coach's word", amount=amount)
    if charge.due_at is not None and charge.due_at > seen.now:
        return w("⚖️ Fee {amount}: due {when}", amount=amount, when=calendar.soon(charge.due_at))
    return w("⚖️ Fee {amount}: due", amount=amount)


def _wish(seen: SessionView, calendar: Calendar) -> Markup | None:
    if seen.proposal is None:
        return None
    times = ", ".join(calendar.moment(s) for s in seen.proposal.starts)
    return calendar.w("🔁 Wish to move: {times}", times=times)


def number_line(seen: SessionView, w: Words) -> Markup | None:
    if seen.number is None:
        return None
    return w("📦 Session {n} of {total}", n=seen.number[0], total=seen.number[1])


def _makes_up(seen: SessionView, calendar: Calendar) -> Markup | None:
    if seen.makes_up is None:
        return None
    day = calendar.day(calendar.local(seen.makes_up.starts_at).date())
    return calendar.w("🔁 Making up for {day}", day=day)


def performance(value: Performance, w: Words) -> str:
    return {
        Performance.EXCELLENT: w.plain("Excellent"),
        Performance.GOOD: w.plain("Good"),
        Performance.AVERAGE: w.plain("Average"),
        Performance.NEEDS_WORK: w.plain("Needs work"),
    }[value]
