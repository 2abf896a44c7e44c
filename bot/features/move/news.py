"""What the client is told: the old time, the new one, and the card with what they can do."""

from __future__ import annotations

from datetime import datetime

from bot import cards
from bot.buttons import key
from bot.cards import SessionView
from bot.features.move import screens
from bot.features.session import OpenSession
from bot.notices import Telling
from bot.screen import Screen
from core.notice import NoticeKind


async def moved(telling: Telling) -> Screen | None:
    """Nothing of sessions that were cancelled meanwhile, are over, or whose new time was told already."""
    changes = [(c["booking_id"], datetime.fromisoformat(c["was"])) for c in telling.facts["moves"]]
    found = [(seen, was) for id_, was in changes if (seen := await _still_true(telling, id_)) is not None]
    if not found:
        return None
    first, was = found[0]
    calendar = telling.calendar(first.trainer.zone)
    if len(found) == 1:
        return cards.screen(telling.services, first, telling.reader, screens.told(first, was, calendar))
    keys = [key(calendar.label(seen.booking.starts_at), OpenSession(seen.booking.id)) for seen, _ in found]
    return screens.told_of_several(found, calendar, keys)


async def _still_true(telling: Telling, booking_id: int) -> SessionView | None:
    seen = await cards.view(telling.books, booking_id, telling.reader.id, telling.now)
    told = await telling.books.notices.sent(booking_id, NoticeKind.MOVED, telling.reader.id)
    since = any(n.sent_at is not None and n.sent_at > telling.notice.created_at for n in told)
    gone = not seen.booking.takes_time or seen.booking.ends_at <= telling.now
    return None if gone or since else seen
