"""The list of times off, the questions for a new one, and what it would mean for the sessions in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot import cards
from bot.buttons import Key, Rows, in_rows, key
from bot.features.leading import opens
from bot.features.time_off import buttons as b
from bot.features.time_off.draft import OffDraft
from bot.features.time_off.inside import Inside
from bot.features.time_off.reading import ILL
from bot.going import back
from bot.saying import Calendar, clock
from bot.saying_time_off import off_said
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.booking import Booking
from core.period import Period
from core.time_off import TimeOff
from core.use_cases.resting import Rest
from core.zones import zone

#: So many sessions are named, and so many can be chosen one by one.
_NAMED = 15
_MOST_KEYS = 60
#: So many days can be tapped.
_DAYS = 8


def _tz(visit: Visit) -> ZoneInfo:
    return zone(visit.me.zone)


def listing(visit: Visit, coming: Sequence[TimeOff], lead: Markup | None = None) -> Screen:
    w = visit.w
    body = [_line(off, visit) for off in coming[:_NAMED]]
    empty = w("None is ahead. Type it as you say it: “off 15/11-25/11 family trip”, or tap [+ Time off].")
    remove = [
        key(
            w.plain("✕ {days}", days=off_said(off.period, visit.calendar, _tz(visit))),
            b.RemoveTimeOff(off.id),
        )
        for off in coming[:_NAMED]
    ]
    new = [key(w.plain("+ Time off"), b.NewTimeOff()), key(w.plain("🤒 Sick today"), b.SickToday())]
    text = lines(lead, "" if lead else None, w("<b>🏝 Your times off</b>"), *(body or [empty]))
    return Screen(text, [*in_rows(remove, 1), new, back(visit)])


def _line(off: TimeOff, visit: Visit) -> Markup:
    why = visit.w(" · {reason}", reason=cards.reason(off.reason, visit.w)) if off.reason else Markup()
    return visit.w("🏝 {days}{why}", days=off_said(off.period, visit.calendar, _tz(visit)), why=why)


# The questions.


def ask_first(visit: Visit, draft: str, lead: Markup | None = None, guesses: Sequence[Period] = ()) -> Screen:
    w, today = visit.w, visit.calendar.today
    keys = [key(off_said(p, visit.calendar, _tz(visit)), _meant(draft, p)) for p in guesses] or [
        _day(b.FirstDay(draft, today.toordinal() + n), visit) for n in range(_DAYS)
    ]
    text = w("<b>When are you off?</b> Type it (“15/11-25/11”, “tomorrow afternoon”), or tap the first day:")
    return Screen(lines(lead, "" if lead else None, text), [*in_rows(keys, 2), _out(draft, w)])


def _meant(draft: str, period: Period) -> b.MeantDays:
    return b.MeantDays(draft, int(period.start.timestamp()), int(period.end.timestamp()))


def ask_last(visit: Visit, draft: str, first: date, lead: Markup | None = None) -> Screen:
    w = visit.w
    only = key(w.plain("Only that day"), b.LastDay(draft, first.toordinal()))
    keys = [_day(b.LastDay(draft, first.toordinal() + n), visit) for n in range(1, _DAYS)]
    text = w("<b>Off from {day}. Which is the last day?</b> Type it, or tap:", day=visit.calendar.day(first))
    return Screen(lines(lead, "" if lead else None, text), [[only], *in_rows(keys, 2), _out(draft, w)])


def _day(button: b.FirstDay | b.LastDay, visit: Visit) -> Key:
    return key(visit.calendar.day(date.fromordinal(button.day)), button)


def ask_reason(visit: Visit, draft: str, lead: Markup | None = None) -> Screen:
    w = visit.w
    keys = [
        key(w.plain("🏖 Holiday"), b.PickReason(draft, "vacation")),
        key(w.plain("🤒 I am ill"), b.PickReason(draft, ILL)),
        key(w.plain("No reason"), b.PickReason(draft, None)),
    ]
    text = w("<b>Why are you off?</b> Your clients will read it. Type it in a few words, or tap:")
    return Screen(lines(lead, "" if lead else None, text), [*in_rows(keys, 2), _out(draft, w)])


def _out(draft: str, w: Words) -> list[Key]:
    return [key(w.plain("Discard"), b.Discard(draft))]


# What it would mean.


def review(visit: Visit, draft: str, s: OffDraft, period: Period, inside: Inside) -> Screen:
    """The list with the ways on, the one that changes least first."""
    w, n = visit.w, len(inside.bookings)
    reason = key(w.plain("✏️ Reason"), b.AskReason(draft))
    out = [reason, key(w.plain("Discard"), b.Discard(draft))]
    if not n:
        text = lines(_head(visit, s, period), w("No session falls into it."))
        return Screen(text, [[key(w.plain("🏝 Take it off"), b.TakeOff(draft, b.Choice.CANCEL))], out])
    question = lines(
        w.many("Shall I cancel it?", "Shall I cancel them?", n),
        w("It costs your clients nothing, credits go back, and new times after it are offered to them."),
        _by_hand(inside, inside.bookings, w),
    )
    text = lines(_head(visit, s, period), _count(inside, w), *_named(inside, visit), "", question)
    keys = [
        [
            key(w.plain("Keep them"), b.TakeOff(draft, b.Choice.KEEP)),
            key(w.plain("✖️ Cancel them"), b.TakeOff(draft, b.Choice.CANCEL)),
        ],
        [key(w.plain("☑️ Choose one by one"), b.OneByOne(draft))] if n > 1 else [],
        out,
    ]
    return Screen(text, keys)


def _head(visit: Visit, s: OffDraft, period: Period) -> Markup:
    w = visit.w
    why = w("Your clients will read: “{reason}”", reason=cards.reason(s.reason, w)) if s.reason else None
    return lines(w("🏝 <b>Off: {days}</b>", days=off_said(period, visit.calendar, _tz(visit))), why)


def _count(inside: Inside, w: Words) -> Markup:
    sessions = w.many("{n} session", "{n} sessions", len(inside.bookings))
    clients = w.many("of {n} client", "of {n} clients", inside.clients)
    return w("{sessions} {clients} in it:", sessions=sessions, clients=clients)


def _named(inside: Inside, visit: Visit) -> list[Markup]:
    w, shown = visit.w, inside.bookings[:_NAMED]
    named = [
        w("• {when} {name}", when=visit.calendar.period(x.period), name=inside.names[x.client_id])
        for x in shown
    ]
    rest = len(inside.bookings) - len(shown)
    return [*named, *([w.many("… and {n} more", "… and {n} more", rest)] if rest else [])]


def _by_hand(inside: Inside, gone: Sequence[Booking], w: Words) -> Markup | None:
    names = sorted({inside.names[x.client_id] for x in gone if x.client_id in inside.unlinked})
    if not names:
        return None
    return w("Not on Telegram yet, so please tell them yourself: {names}.", names=", ".join(names))


def one_by_one(visit: Visit, draft: str, s: OffDraft, period: Period, inside: Inside) -> Screen:
    """A tap changes what becomes of a session."""
    w, stays = visit.w, set(s.stays)
    keys = [
        key(_choice(x, inside, visit, stays=x.id in stays), b.Toggle(draft, x.id, x.id not in stays))
        for x in inside.bookings[:_MOST_KEYS]
    ]
    gone = sum(x.id not in stays for x in inside.bookings)
    done = w.plain("Cancel {n}, keep {kept}", n=gone, kept=len(inside.bookings) - gone)
    text = lines(
        _head(visit, s, period),
        w("Tap a session to keep it (✓) or to cancel it (✖️). One that stays can be moved afterwards."),
    )
    last = [key(w.plain("‹ Back"), b.Review(draft)), key(done, b.TakeOff(draft, b.Choice.CHOSEN))]
    return Screen(text, [*in_rows(keys, 1), last])


def _choice(booking: Booking, inside: Inside, visit: Visit, *, stays: bool) -> str:
    local = visit.calendar.local(booking.starts_at)
    name = inside.names[booking.client_id]
    sign = "✓" if stays else "✖️"
    return f"{sign} {visit.calendar.day(local.date())} {clock(local)} {name}"


def done(visit: Visit, rest: Rest, inside: Inside) -> Screen:
    """What has happened, and the sessions that stay, to be moved."""
    w, off = visit.w, rest.time_off
    head = w("🏝 <b>You are off: {days}</b>", days=off_said(off.period, visit.calendar, _tz(visit)))
    gone = w.many("{n} session is cancelled.", "{n} sessions are cancelled.", len(rest.cancelled))
    gone_from = [*rest.cancelled, *rest.heads]
    told = len({x.person_id for x in gone_from if x.person_id is not None})
    heard = w.many(
        "{n} client has been told and can take another time.",
        "{n} clients have been told and can take another time.",
        told,
    )
    stays = w.many(
        "{n} session stays; tap it to move it:", "{n} sessions stay; tap one to move it:", len(rest.kept)
    )
    text = lines(
        head,
        gone if rest.cancelled else None,
        heard if told else None,
        _by_hand(inside, gone_from, w),
        stays if rest.kept else None,
    )
    keys = [key(_label(x, inside, visit.calendar), opens(x)) for x in rest.kept[:_MOST_KEYS]]
    rows: Rows = [*in_rows(keys, 1), [key(w.plain("🏝 Times off"), b.ShowTimesOff())]]
    return Screen(text, rows)


def _label(booking: Booking, inside: Inside, calendar: Calendar) -> str:
    return f"{calendar.label(booking.starts_at)} {inside.names[booking.client_id]}"


def closed(visit: Visit) -> Screen:
    w = visit.w
    return Screen(w("This one is closed."), [[key(w.plain("🏝 Times off"), b.ShowTimesOff())]])


def discarded(visit: Visit, period: Period | None) -> Screen:
    w = visit.w
    text = w("Discarded: nothing has changed.")
    if period is not None:
        days = off_said(period, visit.calendar, _tz(visit))
        text = w("Discarded: you work as usual, {days}.", days=days)
    return Screen(text, [[key(w.plain("🏝 Times off"), b.ShowTimesOff())]])
