"""A class as somebody sees it who may join: what it costs, what seats are free; never who is in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from bot import cards
from bot.buttons import Key, in_rows, key
from bot.features.classes import buttons as b
from bot.features.classes.card import show as show_own
from bot.features.leading import ShowClasses
from bot.features.start.buttons import ShowTerms
from bot.going import ways
from bot.saying import Calendar, length, money
from bot.screen import Screen, lines
from bot.terms import policy_lines, said
from bot.texts import Words
from bot.visit import Visit
from core.booking import Booking
from core.errors import ClassChanged, ClassFull, InConflict, NotTaking
from core.group_class import ClassStatus, GroupClass
from core.people import Client, Place, PlaceKind, Trainer
from core.ports import Books
from core.use_cases import waiting
from core.use_cases.classes import joining, roster
from core.use_cases.classes.joining import Cost
from core.wait import Wait

#: So many are listed at once.
_MOST = 10


@dataclass(frozen=True, slots=True)
class Offer:
    """A class for one reader; `mine`: the seat that they have in it."""

    group: GroupClass
    trainer: Trainer
    client: Client | None
    place: Place | None
    free: int
    cost: Cost
    mine: Booking | None
    waits: bool

    @property
    def shown(self) -> str:
        """What it costs and the policy: a tap on another one shows the present ones first."""
        price = self.cost.price.amount if self.cost.price else "p"
        return f"{price}.{said(self.group.policy)}"

    @property
    def has_agreed(self) -> bool:
        return self.client is not None and self.client.has_agreed_to(self.group.policy)


async def offer(books: Books, code: str, visit: Visit) -> Offer | None:
    group = await books.classes.by_code(code)
    if group is None:
        return None
    me = visit.person.id
    client = next((c for c in await books.clients.of_person(me) if c.trainer_id == group.trainer_id), None)
    seats = await books.bookings.of_classes([group.id])
    return Offer(
        group,
        await books.trainers.get(group.trainer_id),
        client,
        await books.places.find(group.place_id),
        await roster.free_seats(books, group, visit.now),
        await joining.cost(books, group, client, visit.now),
        next((s for s in seats if s.person_id == me), None),
        any(w.person_id == me for w in await books.waits.open_for_class(group.id)),
    )


async def open_link(visit: Visit, code: str) -> bool:
    """start=c-<code>."""
    await _show(visit, code)
    return True


async def show_offer(visit: Visit, button: b.ShowOffer) -> None:
    await _show(visit, button.code)


async def _show(visit: Visit, code: str, lead: Markup | None = None) -> None:
    found = await visit.read(offer, code, visit)
    if found is None:
        await visit.show(_gone(visit, visit.w("I do not know this class. Ask your coach for a new link.")))
    elif found.group.trainer_id == visit.person.id:
        await show_own(visit, found.group.id, lead)
    elif found.mine is not None:
        await cards.show(visit, found.mine.id, lead or visit.w("🤸 <b>You are in.</b>"))
    elif not found.group.is_ahead(visit.now):
        cancelled = found.group.status is ClassStatus.CANCELLED
        text = visit.w("This class was cancelled.") if cancelled else visit.w("This class has begun already.")
        await visit.show(_gone(visit, text))
    else:
        await visit.show(_card(visit, found, lead))


def _gone(visit: Visit, text: Markup) -> Screen:
    return Screen(text, [[key(visit.w.plain("🤸 Classes"), ShowClasses())]])


def _card(visit: Visit, found: Offer, lead: Markup | None) -> Screen:
    w, group = visit.w, found.group
    calendar = visit.calendar_for(found.trainer.zone)
    text = lines(
        lead,
        "" if lead else None,
        w("🤸 <b>{name}</b> with Coach {coach}", name=group.name, coach=found.trainer.name),
        w(
            "🗓 <b>{when}</b> ({length})",
            when=calendar.period_named(group.period),
            length=length(group.period.length, w),
        ),
        _where(found.place, w),
        cost_line(found.cost, w),
        seats_line(found.free, w),
        w("⏳ You are on the waiting list.") if found.waits else None,
        *([] if found.has_agreed else ["", policy_lines(replace(found.trainer, policy=group.policy), w)]),
    )
    return Screen(text, [_ways_in(found, w), [key(w.plain("🤸 Classes"), ShowClasses())]])


def _where(place: Place | None, w: Words) -> Markup | None:
    """Its address and link are for those who are in it; a home is nobody else's to know."""
    if place is None or place.kind is PlaceKind.HOME:
        return None
    return w("💻 online") if place.kind is PlaceKind.ONLINE else w("📍 {place}", place=place.name)


def cost_line(cost: Cost, w: Words) -> Markup:
    if cost.price is None and cost.contract is not None:
        return w("📦 It takes a session of your package.")
    if cost.price is None or not cost.price.amount:
        return w("💰 free of charge")
    return w("💰 {price}", price=money(cost.price, w))


def seats_line(free: int, w: Words) -> Markup:
    return w.many("👥 {n} seat is free", "👥 {n} seats are free", free) if free > 0 else w("👥 Full")


def _ways_in(found: Offer, w: Words) -> list[Key]:
    code = found.group.code
    if found.free > 0:
        return [key(w.plain("✅ Join"), b.Join(code, found.shown))]
    return [] if found.waits else [key(w.plain("⏳ Waiting list"), b.WaitForSeat(code))]


async def join(visit: Visit, button: b.Join) -> None:
    """At what was shown; somebody who is on no list yet is on this trainer's from now on."""
    found = await visit.read(offer, button.code, visit)
    if found is None or found.mine is not None or not found.group.is_ahead(visit.now):
        await _show(visit, button.code)
        return
    if found.shown != button.shown:
        await _show(visit, button.code, visit.w("This has changed since. Here is how it is now."))
        return
    try:
        booking = await visit.write(joining.join_anew, found.group.id, visit.act())
    except (ClassFull, InConflict, NotTaking, ClassChanged) as no:
        await _show(visit, button.code, _why_not(no, visit.w))
        return
    visit.is_client = True
    await visit.show(await _joined(visit, booking, found.trainer))


def _why_not(no: Exception, w: Words) -> Markup:
    """Kindly, with what can be done instead."""
    if isinstance(no, ClassFull):
        return w("😔 The last seat has just gone. On the waiting list you hear of the next one.")
    if isinstance(no, InConflict):
        return w("You have another session at that time, so you cannot be in both.")
    if isinstance(no, NotTaking):
        return w("This coach takes nobody new at the moment.")
    return w("This has changed since. Here is how it is now.")


async def _joined(visit: Visit, booking: Booking, trainer: Trainer) -> Screen:
    w = visit.w
    lead = w("🤸 <b>You are in!</b> Coach {name} knows.", name=trainer.name)
    card = await cards.card(visit, booking.id, lead)
    client = await visit.read(lambda books: books.clients.get(booking.client_id))
    terms = (
        [] if client.has_agreed_to(trainer.policy) else [key(w.plain("📜 If I cancel"), ShowTerms(client.id))]
    )
    return replace(card, rows=[*card.rows, terms])


async def wait(visit: Visit, button: b.WaitForSeat) -> None:
    """Told when a seat is free, never seated in silence."""
    found = await visit.read(offer, button.code, visit)
    if found is None or found.mine is not None or not found.group.is_ahead(visit.now):
        await _show(visit, button.code)
        return
    group, act = found.group, visit.act()

    async def work(books: Books) -> Wait:
        client = await joining.listed(books, group.trainer_id, act)
        return await waiting.wait_for_seat(books, client.id, group.id, act)

    try:
        await visit.write(work)
    except NotTaking as no:
        await _show(visit, button.code, _why_not(no, visit.w))
        return
    visit.is_client = True
    lead = visit.w(
        "⏳ <b>You are on the waiting list.</b> When a seat is free, I ask you; you have 30 minutes then."
    )
    await _show(visit, button.code, lead)


# All that one's own coaches offer.


async def show_classes(visit: Visit, button: ShowClasses) -> None:
    await visit.show(await visit.read(partial(_listing, visit=visit)))


async def _listing(books: Books, visit: Visit) -> Screen:
    w = visit.w
    shown = (await joining.on_offer(books, visit.person.id, visit.now))[:_MOST]
    trainers = {t.id: t for t in await books.trainers.pick({g.trainer_id for g in shown})}
    told = []
    for group in shown:
        free = await roster.free_seats(books, group, visit.now)
        calendar = visit.calendar_for(trainers[group.trainer_id].zone)
        told.append(_line(group, trainers[group.trainer_id], free, calendar))
    empty = w("Your coaches have no class at the moment. /trainers shows who else has some.")
    keys = [
        key(f"{visit.calendar.local(g.starts_at):%d/%m %H:%M} {g.name[:10]}", b.ShowOffer(g.code))
        for g in shown
    ]
    back = ways(visit, {"sessions": w.plain("🗓 My sessions")})
    return Screen(lines(w("🤸 <b>Classes</b>"), *(told or [empty])), [*in_rows(keys, 2), back])


def _line(group: GroupClass, trainer: Trainer, free: int, calendar: Calendar) -> Markup:
    w = calendar.w
    return lines(
        w("<b>{name}</b> · Coach {coach}", name=group.name, coach=trainer.name),
        w("{when} · {seats}", when=calendar.period_named(group.period), seats=seats_line(free, w)),
    )
