"""What coach and client are told when an admin has changed a session of theirs."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from bot import cards
from bot.cards import SessionView
from bot.notices import Telling
from bot.saying import Calendar, money
from bot.screen import Screen, lines
from core.money import Money
from core.people import Side


async def overseen(telling: Telling) -> Screen | None:
    """The session as it is now, below what was done and why; nothing of one that is over."""
    seen = await cards.view(telling.books, telling.notice.booking_id or 0, telling.reader.id, telling.now)
    if telling.now >= seen.booking.ends_at and telling.facts.get("paid") is None:
        return None
    calendar = telling.calendar(seen.trainer.zone)
    reason = cards.reason(telling.facts["reason"], telling.w)
    lead = lines(_done(telling, seen, calendar), telling.w("“{reason}”", reason=reason), _paid(telling, seen))
    return cards.screen(telling.services, seen, telling.reader, lead)


def _done(telling: Telling, seen: SessionView, calendar: Calendar) -> Markup:
    """To the coach with the client's name, to the client with the coach's."""
    w, facts = telling.w, telling.facts
    theirs = seen.side is Side.CLIENT
    name = seen.trainer.name if theirs else seen.client.name
    match facts["what"]:
        case "moved":
            was = calendar.moment(datetime.fromisoformat(facts["was"]))
            now = calendar.live(seen.booking.starts_at, calendar.moment(seen.booking.starts_at))
            moved = (
                w("🛡 An admin has moved your session with Coach {name}:", name=name)
                if theirs
                else w("🛡 An admin has moved the session with {name}:", name=name)
            )
            return lines(moved, w("<s>{was}</s> → <b>{now}</b>", was=was, now=now))
        case "cancelled":
            if theirs:
                return w(
                    "🛡 An admin had to cancel your session with Coach {name}. It costs you nothing.",
                    name=name,
                )
            return w("🛡 An admin had to cancel the session with {name}, free of charge.", name=name)
        case _:
            if theirs:
                return w(
                    "🛡 An admin has looked at your session with Coach {name}: it stays as it is.", name=name
                )
            return w(
                "🛡 An admin has looked at the session with {name}: it may stand over the other one.",
                name=name,
            )


def _paid(telling: Telling, seen: SessionView) -> Markup | None:
    if (paid := telling.facts.get("paid")) is None:
        return None
    amount = money(Money(paid, seen.booking.currency), telling.w)
    return telling.w("{amount} had been paid for it.", amount=amount)
