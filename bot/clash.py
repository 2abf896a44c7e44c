"""A time that is taken: who is in the way, as far as this reader may see it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.saying import Calendar, length
from bot.screen import lines
from bot.texts import Words
from bot.visit import Visit
from core.conflicts import (
    ClientBusy,
    Conflict,
    OffPackage,
    OnTimeOff,
    OutsideHours,
    Taken,
    TooClose,
    TooFar,
    TooSoon,
)
from core.ports import Books


def for_trainer(found: Sequence[Conflict], names: Mapping[int, str], calendar: Calendar) -> Markup:
    """One line a reason. Of another trainer's session only its time is said."""
    own = {(c.slot.starts_at, c.slot.ends_at) for c in found if isinstance(c, Taken)}
    shown = [c for c in found if not (isinstance(c, ClientBusy) and (c.period.start, c.period.end) in own)]
    return lines(*(_line(c, names, calendar) for c in shown))


def _line(conflict: Conflict, names: Mapping[int, str], calendar: Calendar) -> Markup:
    w = calendar.w
    match conflict:
        case TooClose() | Taken():
            who = _whose(conflict, names, w)
            hours = calendar.hours(conflict.slot.period)
            if isinstance(conflict, TooClose):
                return w("⚠️ Too close to {who} ({hours}): your buffer is longer.", who=who, hours=hours)
            return w("⚠️ <b>Taken</b> by {who} ({hours}).", who=who, hours=hours)
        case ClientBusy():
            return w("⛔ The client is busy then.")
        case OnTimeOff():
            return w("⚠️ You are off then.")
        case OutsideHours():
            return w("⚠️ Outside your working hours.")
        case _:
            return _limit(conflict, w)


def _whose(conflict: Taken, names: Mapping[int, str], w: Words) -> str:
    """A class by its name, not by all who are in it."""
    if conflict.title is not None:
        return f"🤸 {conflict.title}"
    return ", ".join(names.get(id_, "?") for id_ in conflict.client_ids) or w.plain("a held time")


def _limit(conflict: Conflict, w: Words) -> Markup:
    match conflict:
        case OffPackage():
            return off_package(conflict, w)
        case TooSoon():
            return w("⚠️ That is too soon: at least {span} ahead, please.", span=length(conflict.least, w))
        case TooFar():
            return w.many(
                "⚠️ That is too far ahead: at most {n} day, please.",
                "⚠️ That is too far ahead: at most {n} days, please.",
                conflict.most.days,
            )
        case _:
            return w("⚠️ This time is not free.")


def off_package(conflict: OffPackage, w: Words) -> Markup:
    match conflict.reason:
        case "after_end":
            return w("📦 The package has ended by then: extend it first.")
        case "frozen":
            return w("📦 The package is frozen then.")
        case _:
            return w("📦 No session is left in the package.")


def off_package_for_client(conflict: OffPackage, w: Words) -> Markup:
    """What the client can know of their own package."""
    match conflict.reason:
        case "after_end":
            return w("📦 Your package has ended by then: ask your coach to extend it.")
        case "frozen":
            return w("📦 Your package is frozen then.")
        case _:
            return w("📦 No session is left in your package: ask your coach for a new one.")


def for_client(found: Sequence[Conflict], w: Words) -> Markup:
    """A client learns only that it cannot be."""
    limits = [c for c in found if isinstance(c, TooSoon | TooFar)]
    return _limit(limits[0], w) if limits else w("⚠️ This time is not free.")


def sentence(visit: Visit, found: Sequence[Conflict]) -> Markup:
    if visit.trainer is None:
        return for_client(found, visit.w)
    return for_trainer(found, {}, visit.calendar)


def slots_in(found: Sequence[Conflict]) -> tuple[int, ...]:
    """The slots in the way, which a trainer may decide to book over."""
    return tuple(c.slot.id for c in found if isinstance(c, Taken))


def mark(found: Sequence[Conflict]) -> str:
    """Short enough for a button, and another one when something else is in the way; free is empty."""
    if not found:
        return ""
    shown = sorted(f"{type(c).__name__}{c.slot.id if isinstance(c, Taken) else ''}" for c in found)
    return hashlib.blake2b(" ".join(shown).encode(), digest_size=4).hexdigest()


async def names_of(books: Books, found: Sequence[Conflict]) -> dict[int, str]:
    """The trainer's own clients who are in the way."""
    ids = {id_ for c in found if isinstance(c, Taken) for id_ in c.client_ids}
    return {id_: (await books.clients.get(id_)).name for id_ in ids}
