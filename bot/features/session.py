"""The card of one session: opened from anywhere, and what its client is told when it is booked."""

from __future__ import annotations

from dataclasses import dataclass

from bot import cards
from bot.buttons import Button
from bot.feature import Feature, Tap, Who
from bot.notices import Telling
from bot.screen import Screen, lines
from bot.texts import N_
from bot.visit import Visit
from core.act import Event
from core.booking import Status
from core.notice import NoticeKind


@dataclass(frozen=True)
class OpenSession(Button, prefix="so"):
    booking_id: int


async def open_session(visit: Visit, button: OpenSession) -> None:
    await cards.show(visit, button.booking_id)


async def present(visit: Visit, event: Event) -> bool:
    """After an act that was carried out before: the session as it is now."""
    if event.booking_id is None:
        return False
    await cards.show(visit, event.booking_id)
    return True


async def booked(telling: Telling) -> Screen | None:
    """Nothing when it was cancelled or has ended before the client could be told."""
    seen = await cards.view(telling.books, telling.notice.booking_id or 0, telling.reader.id, telling.now)
    if seen.booking.status is not Status.CONFIRMED or telling.now >= seen.booking.ends_at:
        return None
    lead = telling.w("🆕 <b>A session for you</b>")
    if more := telling.facts.get("more"):
        lead = lines(lead, telling.w.many("and {n} more: /sessions", "and {n} more: /sessions", more))
    return cards.screen(telling.services, seen, telling.reader, lead)


async def logged(telling: Telling) -> Screen | None:
    seen = await cards.view(telling.books, telling.notice.booking_id or 0, telling.reader.id, telling.now)
    return cards.screen(telling.services, seen, telling.reader, telling.w("🧾 Noted as done:"))


feature = Feature(
    name="session",
    help=N_("Tap a session to see it and to change it."),
    who=Who.ANYONE,
    taps=(Tap(OpenSession, open_session),),
    notices={NoticeKind.BOOKED: booked, NoticeKind.LOGGED: logged},
    present=present,
)
