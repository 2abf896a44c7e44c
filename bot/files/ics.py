"""Sessions as iCalendar (RFC 5545, 5546): of one session, or of a whole calendar.

A session keeps its UID, and its SEQUENCE is its version: what was moved or cancelled replaces what a
calendar has of it. Times are in UTC, so that no VTIMEZONE is needed, which readers understand differently.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress, vGeo, vText

from core.booking import Booking, Status
from core.people import Place, PlaceKind

_PRODUCT = "-//trainerbot//calendar//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """A session as one of the two reads it; `bot` is the name that makes its UID one in the world."""

    booking: Booking
    summary: str
    coach: str
    client: str
    place: Place | None
    bot: str
    about: str = ""


def one(entry: Entry, now: datetime) -> bytes:
    """To be put into a calendar; of a cancelled session, to take it out again."""
    method = "CANCEL" if entry.booking.status is Status.CANCELLED else "REQUEST"
    return _calendar([entry], method, now)


def several(entries: Iterable[Entry], now: datetime, name: str) -> bytes:
    """A whole calendar; what was cancelled is in it too, so that it disappears where it was taken over."""
    return _calendar(entries, "PUBLISH", now, name)


def uid(booking_id: int, bot: str) -> str:
    """A class has its own number, below zero."""
    if booking_id < 0:
        return f"class-{-booking_id}@{bot.lower()}.telegram.invalid"
    return f"session-{booking_id}@{bot.lower()}.telegram.invalid"


def _calendar(entries: Iterable[Entry], method: str, now: datetime, name: str | None = None) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name is not None:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, now, method))
    return bytes(calendar.to_ical())


def _event(entry: Entry, now: datetime, method: str) -> Event:
    booking, event = entry.booking, Event()
    event.add("uid", uid(booking.id, entry.bot))
    event.add("sequence", booking.version)
    event.add("dtstamp", _second(now))
    event.add("dtstart", booking.starts_at.astimezone(UTC))
    event.add("dtend", booking.ends_at.astimezone(UTC))
    event.add("summary", entry.summary)
    event.add("status", _STATUS.get(booking.status, "CONFIRMED"))
    event.add("transp", "TRANSPARENT" if booking.status is Status.CANCELLED else "OPAQUE")
    event.add("organizer", _party(entry.coach, "coach", entry.bot))
    if method != "PUBLISH":
        attendee = _party(entry.client, "client", entry.bot)
        attendee.params["PARTSTAT"] = vText("ACCEPTED")
        attendee.params["RSVP"] = vText("FALSE")
        event.add("attendee", attendee)
    if entry.about:
        event.add("description", entry.about)
    _add_place(event, entry.place)
    return event


_STATUS = {Status.PENDING: "TENTATIVE", Status.CANCELLED: "CANCELLED"}


def _party(name: str, role: str, bot: str) -> vCalAddress:
    """Nobody's e-mail is known here, and none would be told: the address leads nowhere (RFC 2606)."""
    party = vCalAddress(f"mailto:{role}@{bot.lower()}.telegram.invalid")
    party.params["CN"] = vText(name.replace('"', "'"))
    return party


def _add_place(event: Event, place: Place | None) -> None:
    """An online session has its link where calendars make a link of it."""
    if place is None:
        return
    if place.kind is PlaceKind.ONLINE and place.link:
        event.add("location", place.link)
        event.add("url", place.link)
        return
    event.add("location", ", ".join(part for part in (place.name, place.address) if part))
    if place.latitude is not None and place.longitude is not None:
        event.add("geo", vGeo((place.latitude, place.longitude)))


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
