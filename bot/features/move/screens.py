"""What moving shows: the question when to, the old and the new time, and what is in the way there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from bot import cards, clash
from bot.buttons import Key, in_rows, key
from bot.cards import SessionView
from bot.features.move.buttons import AskMove, KeepTime, MovedAfterAll, MoveDay, MoveIt, MoveTo
from bot.saying import Calendar, length
from bot.screen import Screen, lines
from bot.texts import Words
from bot.timing import Choices
from core.conflicts import Conflict
from core.period import Period


def ask(seen: SessionView, found: Choices, calendar: Calendar, lead: Markup | None = None) -> Screen:
    w, booking = calendar.w, seen.booking
    head = w("🗓 <b>Move {name}</b> · {when}", name=seen.client.name, when=calendar.period(booking.period))
    keys = [key(calendar.label(p.start), _to(seen, p)) for p in found.periods if p != booking.period]
    keys += [key(calendar.day(d), MoveDay(booking.id, booking.version, d.toordinal())) for d in found.days]
    return Screen(lines(lead, head, "", found.why), [*in_rows(keys, 2), [_back(seen, w)]])


def when_question(seen: SessionView, w: Words) -> Markup | None:
    """Asked of a session that has begun: it may have been held, or may be still to come."""
    if not seen.has_begun:
        return None
    return w(
        "<b>When was it, or when will it be?</b> Type it (“yesterday 17:00”, “tomorrow 18:00”) "
        "or tap a free time:"
    )


def confirm(seen: SessionView, period: Period, calendar: Calendar, lead: Markup | None = None) -> Screen:
    """The old time and the new one, as they will stand."""
    w, over = calendar.w, period.end <= calendar.now
    name = seen.client.name
    text = lines(
        lead,
        w("<b>Did {name} train then?</b>", name=name) if over else w("<b>Move {name}?</b>", name=name),
        w("<s>{was}</s>", was=calendar.period(seen.booking.period)),
        w("🗓 <b>{when}</b> ({length})", when=calendar.period_named(period), length=length(period.length, w)),
        cards.place_line(seen.place, w),
        w("<i>It will be noted as completed at that time.</i>") if over else None,
        w("<i>{name} is not on Telegram yet: you tell them.</i>", name=name)
        if seen.client.person_id is None and not over
        else None,
    )
    yes = w.plain("✅ It took place") if over else w.plain("✅ Move it")
    return Screen(text, [[key(yes, _it(seen, period))], [_other(seen, w), _back(seen, w)]])


def taken(
    seen: SessionView,
    period: Period,
    found: Sequence[Conflict],
    names: Mapping[int, str],
    free: Sequence[Period],
    calendar: Calendar,
) -> Screen:
    """Who is in the way, three times near it, and the trainer's own decision."""
    w = calendar.w
    text = lines(
        w("🗓 <b>{when}</b>", when=calendar.period_named(period)),
        clash.for_trainer(found, names, calendar),
        w("Free near it:") if free else None,
    )
    near = [key(_near(p, period, calendar), _to(seen, p)) for p in free if p != seen.booking.period]
    last = [_other(seen, w)]
    if all(c.anyway_allowed for c in found):
        anyway = w.plain("Note it anyway") if period.end <= calendar.now else w.plain("Move anyway")
        last.append(key(anyway, _it(seen, period, clash.mark(found))))
    return Screen(text, [near, last, [_back(seen, w)]])


def _near(free: Period, wanted: Period, calendar: Calendar) -> str:
    """Only the time of day, where the day is the wanted one."""
    local = calendar.local(free.start)
    same_day = local.date() == calendar.local(wanted.start).date()
    return f"{local:%H:%M}" if same_day else calendar.label(free.start)


def _to(seen: SessionView, period: Period) -> MoveTo:
    return MoveTo(seen.booking.id, seen.booking.version, int(period.start.timestamp()), _minutes(period))


def _it(seen: SessionView, period: Period, mark: str = "") -> MoveIt:
    start = int(period.start.timestamp())
    return MoveIt(seen.booking.id, seen.booking.version, start, _minutes(period), mark)


def _minutes(period: Period) -> int:
    return int(period.length.total_seconds()) // 60


def _other(seen: SessionView, w: Words) -> Key:
    ask_again = MovedAfterAll if seen.has_begun else AskMove
    return key(w.plain("Other time"), ask_again(seen.booking.id, seen.booking.version))


def _back(seen: SessionView, w: Words) -> Key:
    return key(w.plain("‹ Back"), KeepTime(seen.booking.id))


def told(seen: SessionView, was: datetime, calendar: Calendar) -> Markup:
    """The first line of what the client gets."""
    now = seen.booking.starts_at
    return calendar.w(
        "🗓 <b>Moved</b> by Coach {name}: was <s>{was}</s>, now <b>{now}</b>.",
        name=seen.trainer.name,
        was=calendar.moment(was),
        now=calendar.live(now, calendar.moment(now)),
    )


def told_of_several(
    moves: Sequence[tuple[SessionView, datetime]], calendar: Calendar, open_keys: Sequence[Key]
) -> Screen:
    """One message, however many sessions moved."""
    w = calendar.w
    head = w("🗓 <b>Coach {name} has moved your sessions:</b>", name=moves[0][0].trainer.name)
    rows = [
        w(
            "<s>{was}</s> → <b>{now}</b>",
            was=calendar.moment(was),
            now=calendar.live(seen.booking.starts_at, calendar.moment(seen.booking.starts_at)),
        )
        for seen, was in moves
    ]
    return Screen(lines(head, *rows), in_rows(list(open_keys), 2))
