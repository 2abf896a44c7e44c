"""What the other side is told of a cancelled session: the fee, the money, the reason."""

from __future__ import annotations

from markupsafe import Markup

from bot import cards
from bot.buttons import key
from bot.cards import SessionView
from bot.features import penalty
from bot.features.book.buttons import BookClient
from bot.features.leading import book_key
from bot.features.make_up import offers
from bot.features.make_up.offers import Offer
from bot.features.notes import WriteToCoach
from bot.notices import Telling
from bot.saying import Calendar, money
from bot.screen import Screen, lines
from bot.texts import Words
from core.booking import Status
from core.charge import Charge
from core.money import Money
from core.people import ClientStatus, Side


async def cancelled(telling: Telling) -> Screen | None:
    """Of a session that is over by now only what it means for the money is still told."""
    seen = await cards.view(telling.books, telling.notice.booking_id or 0, telling.reader.id, telling.now)
    calendar = telling.calendar(seen.trainer.zone)
    if telling.facts.get("reason") is not None:
        return _why(seen, telling.facts["reason"], calendar)
    charge = await telling.books.charges.find(telling.facts["charge_id"])
    paid = telling.facts["paid"]
    matters = paid is not None or (charge is not None and charge.status.is_open)
    if telling.now >= seen.booking.ends_at and not matters:
        return None
    amount = Money(paid, seen.booking.currency) if paid else None
    if seen.booking.cancelled_by is Side.SYSTEM:
        return _lapsed(seen, calendar)
    if seen.side is Side.CLIENT:
        found = await _offer(telling, seen)
        return _to_client(seen, amount, calendar, found)
    late = bool(telling.facts["late"])
    return _to_trainer(seen, charge, amount, calendar, late=late)


def _when(seen: SessionView, calendar: Calendar) -> Markup:
    return calendar.live(seen.booking.starts_at, calendar.period(seen.booking.period))


def _because(seen: SessionView, w: Words) -> Markup | None:
    said = seen.booking.cancel_reason
    return w("“{reason}”", reason=cards.reason(said, w)) if said else None


def _to_trainer(
    seen: SessionView, charge: Charge | None, paid: Money | None, calendar: Calendar, *, late: bool
) -> Screen:
    w = calendar.w
    text = lines(
        _who_has(seen, calendar),
        _because(seen, w),
        _fee(seen, charge, calendar, late=late),
        w("{amount} had been paid for it.", amount=money(paid, w)) if paid else None,
    )
    last = [key(w.plain("🗓 New time"), BookClient(seen.client.id)), penalty.open_key(seen, w)]
    return Screen(text, [penalty.trainer_keys(charge, w), last])


def _who_has(seen: SessionView, calendar: Calendar) -> Markup:
    w, name, when = calendar.w, seen.client.name, _when(seen, calendar)
    if seen.group is not None:
        said = w("{group}, {when}", group=seen.group.name, when=when)
        return w("✖️ <b>{name} has left</b> {group}. A seat is free.", name=name, group=said)
    return w("✖️ <b>{name} has cancelled</b> {when}. The time is free again.", name=name, when=when)


def _fee(seen: SessionView, charge: Charge | None, calendar: Calendar, *, late: bool) -> Markup:
    w = calendar.w
    if charge is None and late and seen.booking.cost is None:
        return w("It was late, but no price was agreed: so there is no fee.")
    if charge is None or not charge.status.is_open:
        return w("There is no fee.")
    return w("It was late. {fee}", fee=penalty.for_trainer(charge, seen.client.name, calendar))


async def _offer(telling: Telling, seen: SessionView) -> Offer | None:
    """The times that are free now; nothing for a session that was made up for already."""
    if not seen.can_be_made_up or seen.client.status is ClientStatus.ENDED:
        return None
    return await offers.offer(telling.books, seen.booking.id, telling.reader.id, telling.now)


def _to_client(seen: SessionView, paid: Money | None, calendar: Calendar, found: Offer | None) -> Screen:
    """Free of charge, with times in its place; without any the coach will suggest one."""
    w, name = calendar.w, seen.trainer.name
    free = found is not None and bool(found.periods)
    text = lines(
        w("✖️ <b>Coach {name} had to cancel</b> {when}.", name=name, when=_when(seen, calendar)),
        _because(seen, w),
        w("It costs you nothing.")
        if free
        else w("It costs you nothing, and Coach {name} will suggest a new time.", name=name),
        w("The {amount} that you paid for it stay yours.", amount=money(paid, w)) if paid else None,
    )
    keys = [key(w.plain("💬 Write to coach"), WriteToCoach(seen.booking.id)), penalty.open_key(seen, w)]
    if found is None or not free:
        return Screen(text, [keys])
    return Screen(lines(text, offers.said(found, calendar)), [*offers.keys(found, calendar), keys])


def _lapsed(seen: SessionView, calendar: Calendar) -> Screen:
    """A request that nobody answered in time."""
    w = calendar.w
    text = w("⌛ The request for {when} was not answered in time: it is closed.", when=_when(seen, calendar))
    if seen.side is Side.CLIENT and seen.client_may_book:
        return Screen(text, [[book_key(w, seen.client.id), penalty.open_key(seen, w)]])
    return Screen(text, [[penalty.open_key(seen, w)]])


def _why(seen: SessionView, said: str, calendar: Calendar) -> Screen | None:
    """The reason, said after the session was cancelled; a session that is over needs none any more."""
    if seen.booking.status is not Status.CANCELLED or calendar.now >= seen.booking.ends_at:
        return None
    w, when, why = calendar.w, _when(seen, calendar), cards.reason(said, calendar.w)
    if seen.side is Side.CLIENT:
        name = seen.trainer.name
        return Screen(
            w("💬 <b>Coach {name}</b> on cancelling {when}: “{why}”", name=name, when=when, why=why)
        )
    return Screen(
        w("💬 <b>{name}</b> on cancelling {when}: “{why}”", name=seen.client.name, when=when, why=why)
    )
