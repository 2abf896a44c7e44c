"""An admin resolves what two others cannot, and writes to everybody; each act is logged and told."""

from __future__ import annotations

from dataclasses import replace

from core.act import Act, Event
from core.booking import Booking
from core.errors import NotPossible, NotValid
from core.hours import QuietHours
from core.notice import NoticeKind, about
from core.people import Side
from core.ports import Books
from core.use_cases import cancelling, crediting, desk
from core.use_cases.desk import Session
from core.use_cases.moving import Move, place, withdraw_open
from core.zones import zone

LONGEST_REASON = 300
LONGEST_NEWS = 3000
#: A word to everybody does not ring in anybody's night.
_NIGHT = QuietHours()


async def move(books: Books, wanted: Move, reason: str, act: Act) -> Booking:
    """To a free time, whatever the session stood over before. InConflict when it is not free."""
    session = await _opened(books, wanted.booking_id, wanted.version, act)
    moved = await place(books, session, wanted, act)
    await withdraw_open(books, moved.id, act.at)
    was = session.booking.starts_at.isoformat()
    await _tell(books, session, moved, act, what="moved", reason=checked(reason), was=was)
    return moved


async def cancel(
    books: Books, booking_id: int, reason: str, act: Act, *, version: int | None = None
) -> Booking:
    """Free of charge: what was paid for it is told."""
    session = await _opened(books, booking_id, version, act)
    reason = checked(reason)
    paid = await cancelling.let_go(books, session, act, reason)
    cancelled = await books.bookings.get(booking_id)
    facts = {"paid": paid.amount if paid else None}
    await _tell(books, session, cancelled, act, what="cancelled", reason=reason, **facts)
    return cancelled


async def allow(
    books: Books, booking_id: int, reason: str, act: Act, *, version: int | None = None
) -> Booking:
    """It may stand over the other one: it leaves the list, until it moves. The reason stays with it."""
    session = await _opened(books, booking_id, version, act)
    reason = checked(reason)
    slot = await books.slots.get(session.booking.slot_id)
    if not session.booking.takes_time or not (slot.anyway or session.booking.double):
        raise NotPossible(booking_id, "allow", session.booking.status.value)
    allowed = replace(session.booking, allowed=reason)
    await books.bookings.save(allowed)
    await _tell(books, session, allowed, act, what="allowed", reason=reason)
    return allowed


def checked(reason: str) -> str:
    """Tidied; NotValid without one: whoever is told wants to know why."""
    said = " ".join(reason.split())
    if not 1 <= len(said) <= LONGEST_REASON:
        raise NotValid("reason")
    return said


async def announce(books: Books, text: str, act: Act) -> int:
    """A word to everybody who can be written to, in their own day; returns to how many."""
    text = text.strip()
    if not 1 <= len(text) <= LONGEST_NEWS:
        raise NotValid("news")
    await desk.once(books, act)
    count = 0
    for name in await books.oversight.zones():
        night = _NIGHT.around(act.at, zone(name))
        due_at = act.at if night is None else night.end
        count += await books.oversight.announce(act.key, name, text, act.at, due_at)
    data = {"text": text, "people": count}
    await books.events.add(Event(0, act.key, act.by, act.at, "announced", data=data))
    return count


async def _opened(books: Books, booking_id: int, version: int | None, act: Act) -> Session:
    """With the rights of the system, by an admin only."""
    session = await desk.opened(books, booking_id, act, version=version)
    if session.side is not Side.SYSTEM:
        raise NotPossible(booking_id, "oversee", session.booking.status.value)
    return session


async def _tell(books: Books, session: Session, booking: Booking, act: Act, **facts: object) -> None:
    """Trainer and client; the log keeps the same facts."""
    for to in (session.trainer.id, booking.person_id):
        await books.notices.add(about(booking, NoticeKind.OVERSEEN, to, act, **facts))
    await desk.log(books, act, f"overseen_{facts['what']}", booking, **facts)
    await crediting.review(books, booking.contract_id, act)
