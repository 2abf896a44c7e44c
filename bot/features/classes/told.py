"""What both are told of classes: who has joined, what has changed, the list at the end."""

from __future__ import annotations

from datetime import datetime

from bot import cards
from bot.buttons import key
from bot.features.classes import buttons as b
from bot.features.classes.attendance import list_keys
from bot.features.classes.card import head
from bot.features.leading import OpenClass, ShowClasses
from bot.notices import Telling
from bot.saying import Calendar, money
from bot.screen import Screen, lines
from core.booking import Status
from core.group_class import ClassStatus
from core.money import Money
from core.use_cases.classes import roster
from core.use_cases.classes.roster import Roster


async def _own(telling: Telling) -> tuple[Roster, Calendar]:
    """For its trainer."""
    known = await roster.seen(telling.books, telling.facts["class_id"], telling.reader.id)
    return known, telling.calendar(known.trainer.zone)


async def joined(telling: Telling) -> Screen | None:
    """Nothing when they have left again by then."""
    known, calendar = await _own(telling)
    seat = next((s for s in known.seats if s.id == telling.notice.booking_id), None)
    if seat is None or not known.group.is_ahead(telling.now):
        return None
    text = telling.w(
        "🤸 <b>{name}</b> has joined {group}, {when} ({seats}).",
        name=known.name(seat),
        group=known.group.name,
        when=calendar.soon(known.group.starts_at),
        seats=f"{known.taken}/{known.group.capacity}",
    )
    return Screen(text, [[key(telling.w.plain("🤸 Class"), OpenClass(known.group.id))]])


async def changed(telling: Telling) -> Screen | None:
    """To everybody in it, as it is now."""
    seen = await cards.view(telling.books, telling.notice.booking_id or 0, telling.reader.id, telling.now)
    if not seen.is_ahead:
        return None
    w, name = telling.w, seen.trainer.name
    if telling.facts["what"] == "time":
        was = datetime.fromisoformat(telling.facts["was"])
        when = telling.calendar(seen.trainer.zone).moment(was)
        lead = w("🔁 <b>Coach {name} has moved your class</b>; it was {when}.", name=name, when=when)
    else:
        lead = w("✏️ <b>Coach {name} has changed your class</b>:", name=name)
    return cards.screen(telling.services, seen, telling.reader, lead)


async def cancelled(telling: Telling) -> Screen | None:
    """One message, however many of them; nothing once all of them would be over."""
    groups = sorted(await telling.books.classes.pick(telling.facts["class_ids"]), key=lambda g: g.starts_at)
    paid = telling.facts["paid"]
    gone = [g for g in groups if g.status is ClassStatus.CANCELLED]
    if not gone or (telling.now >= gone[-1].ends_at and not paid):
        return None
    trainer = await telling.books.trainers.get(gone[0].trainer_id)
    w, calendar, why = telling.w, telling.calendar(trainer.zone), gone[0].cancel_reason
    named = [w("✖️ {name}, {when}", name=g.name, when=calendar.period(g.period)) for g in gone[:30]]
    text = lines(
        w.many(
            "<b>Coach {name} has cancelled a class of yours:</b>",
            "<b>Coach {name} has cancelled classes of yours:</b>",
            len(gone),
            name=trainer.name,
        ),
        *named,
        w("“{reason}”", reason=cards.reason(why, w)) if why else None,
        w("It costs you nothing."),
        w("The {amount} that you paid stay yours.", amount=money(Money(paid, gone[0].currency), w))
        if paid
        else None,
    )
    return Screen(text, [[key(w.plain("🤸 Other classes"), ShowClasses())]])


async def small(telling: Telling) -> Screen | None:
    """Nothing when enough have joined, or the trainer has said what shall be."""
    known, calendar = await _own(telling)
    group, w = known.group, telling.w
    if not known.is_small or not group.is_ahead(telling.now) or group.kept_at is not None:
        return None
    text = lines(
        w("⚖️ <b>{name}, {when}</b>: too few so far.", name=group.name, when=calendar.soon(group.starts_at)),
        w("{n} of at least {minimum} are in it.", n=known.taken, minimum=group.minimum),
        w("Without an answer it takes place."),
    )
    keys = [
        key(w.plain("👍 Hold it anyway"), b.HoldIt(group.id)),
        key(w.plain("✖️ Cancel it, tell all"), b.AskCancelClass(group.id)),
    ]
    return Screen(text, [keys, [key(w.plain("🤸 Class"), OpenClass(group.id))]])


async def reminder(telling: Telling) -> Screen | None:
    """One for the class; nothing when it was moved, cancelled or has begun."""
    known, calendar = await _own(telling)
    group, w = known.group, telling.w
    moved = datetime.fromisoformat(telling.facts["start"]) != group.starts_at
    if moved or not group.is_ahead(telling.now):
        return None
    soon = calendar.soon(group.starts_at)
    coming = sum(s.acknowledged_at is not None for s in known.seats)
    text = lines(
        w(
            "⏰ <b>{when}</b> · 🤸 {name} ({seats})",
            when=calendar.live(group.starts_at, f"{soon[:1].upper()}{soon[1:]}"),
            name=group.name,
            seats=f"{known.taken}/{group.capacity}",
        ),
        w("👍 {n} are coming", n=coming) if coming else None,
    )
    return Screen(text, [[key(w.plain("🤸 Class"), OpenClass(group.id))]])


async def attendance(telling: Telling) -> Screen | None:
    """One list for all; nothing when everything was said of everybody."""
    known, calendar = await _own(telling)
    group, w = known.group, telling.w
    if not known.is_open(telling.now) or group.status is ClassStatus.CANCELLED:
        return None
    there = {s.seat for s in known.seats if s.status is not Status.NO_SHOW}
    text = lines(
        *head(known, calendar),
        w("<b>Who was there?</b> Tap whoever was not, then [Save]."),
        w("<i>Without an answer nobody is marked: the list waits for you.</i>"),
    )
    back = key(w.plain("🤸 Class"), OpenClass(group.id))
    return Screen(text, list_keys(w, known, there, 0, back))
