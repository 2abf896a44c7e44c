"""The question where to, and what would become of all that was picked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot import clash
from bot.buttons import Key, Rows, in_rows, key
from bot.features.session import OpenSession
from bot.features.several import buttons as b
from bot.features.several import picking
from bot.features.several.draft import SeveralDraft
from bot.saying import Calendar, money
from bot.saying_lists import named
from bot.screen import Screen, lines
from bot.texts import Words
from core.booking import Booking
from core.money import Money
from core.people import Place
from core.use_cases.several import Going, Preview

#: Offsets that can be tapped, in days and minutes.
_OFFSETS = ((0, -60), (0, -30), (0, 30), (0, 60), (-1, 0), (1, 0), (7, 0))


def target(draft: str, n: int, back_to: str, w: Words) -> Screen:
    text = lines(
        w.many("🗓 <b>Move {n} session.</b>", "🗓 <b>Move {n} sessions.</b>", n),
        w("Where to? Type “+30 min”, “19:00” or “Fri 9:00”, or tap:"),
    )
    keys = [key(_offset(days, minutes, w), b.ShiftBy(draft, days, minutes)) for days, minutes in _OFFSETS]
    return Screen(text, [*in_rows(keys, 4), [key(w.plain("‹ Back"), b.AskWhat(draft, back_to))]])


def _offset(days: int, minutes: int, w: Words) -> str:
    if days:
        number = f"{days:+}".replace("-", "−")
        return w.plain("{n} day", n=number) if abs(days) == 1 else w.plain("{n} days", n=number)
    sign, hours = "+" if minutes > 0 else "−", abs(minutes) // 60
    return f"{sign}{w.plain('{n} h', n=hours)}" if hours else f"{sign}{w.plain('{n} min', n=abs(minutes))}"


def moving(
    draft: str,
    s: SeveralDraft,
    plan: Preview,
    names: Mapping[int, str],
    stays: Sequence[Markup],
    calendar: Calendar,
) -> Screen:
    """Old and new times; with clashes, who is in the way and the way around them."""
    w, n = calendar.w, len(plan.going)
    who = _who([one.booking for one in plan.going], names)
    body = named([_going(one, who[one.booking.client_id], calendar) for one in plan.going], w)
    same = len(plan.staying)
    rest = w.many("<i>{n} is at that time already.</i>", "<i>{n} are at that time already.</i>", same)
    text = lines(
        w.many("<b>Move {n} session?</b>", "<b>Move {n} sessions?</b>", n),
        *body,
        *_clashes(plan, names, calendar),
        *([rest] if same else []),
        *stays,
    )
    free = n - len(plan.clashing)
    if plan.clashing:
        first = [key(w.plain("Move the other {n}", n=free), b.SkipClashing(draft))] if free else []
    else:
        first = [key(w.plain("✅ Move {n}", n=n), b.DoIt(draft, s.mark))] if n else []
    last = [key(w.plain("Other time"), b.AskWhat(draft, "move")), _back_to_list(draft, s, w)]
    return Screen(text, [first, _each(draft, s, n, w), last])


def _going(one: Going, who: str, calendar: Calendar) -> Markup:
    return calendar.w(
        "{sign}{who}<s>{was}</s> → <b>{now}</b>",
        sign="⚠️ " if one.conflicts else "",
        who=f"{who}: " if who else "",
        was=calendar.moment(one.booking.starts_at),
        now=calendar.moment(one.period.start),
    )


def _who(picked: Sequence[Booking], names: Mapping[int, str]) -> Mapping[int, str]:
    """Of whom each is, where they are of several."""
    several = len({one.client_id for one in picked}) > 1
    return {one.client_id: names[one.client_id] if several else "" for one in picked}


def _clashes(plan: Preview, names: Mapping[int, str], calendar: Calendar) -> list[Markup]:
    w = calendar.w
    rows = []
    for one in plan.clashing:
        why = Markup(" ").join(clash.for_trainer(one.conflicts, names, calendar).split("\n"))
        rows.append(w("{when}: {why}", when=calendar.moment(one.period.start), why=why))
    return [Markup(), *named(rows, calendar.w)] if rows else []


def _each(draft: str, s: SeveralDraft, n: int, w: Words) -> list[Key]:
    """The other way to read a time of day: for each, or for the first, the others keeping their distance."""
    shift = s.shifts
    if n < 2:
        return []
    if shift.at is not None:
        at = f"{shift.at:%H:%M}"
        return [key(w.plain("Only the first at {at}", at=at), b.EachAt(draft, False))]
    if shift.earliest is not None:
        return [key(w.plain("Each at {at}", at=f"{shift.earliest:%H:%M}"), b.EachAt(draft, True))]
    return []


def _back_to_list(draft: str, s: SeveralDraft, w: Words) -> Key:
    return key(w.plain("‹ Back"), b.AskWhat(draft, "what" if s.source[0] == "s" else "list"))


def cancelling(
    draft: str,
    s: SeveralDraft,
    picked: Sequence[Booking],
    names: Mapping[int, str],
    stays: Sequence[Markup],
    calendar: Calendar,
) -> Screen:
    w, n = calendar.w, len(picked)
    who = _who(picked, names)
    rows = [w("🗓 {when} {who}", when=calendar.period(o.period), who=who[o.client_id]) for o in picked]
    text = lines(
        w.many("<b>Cancel {n} session?</b>", "<b>Cancel {n} sessions?</b>", n),
        *named(rows, w),
        *stays,
        w("Nobody pays for them; credits come back. Each client gets one message."),
    )
    yes = w.plain("✖️ Cancel {n}", n=n)
    return Screen(text, [[_keep(draft, s, w)], [key(yes, b.DoIt(draft, s.mark))]])


def _keep(draft: str, s: SeveralDraft, w: Words) -> Key:
    return key(w.plain("Keep them"), b.AskWhat(draft, "what" if s.source[0] == "s" else "list"))


def places(draft: str, found: Sequence[Place], w: Words) -> Screen:
    keys = [key(p.name, b.PickAllPlace(draft, p.id)) for p in found]
    keys.append(key(w.plain("No place"), b.PickAllPlace(draft, None)))
    text = w("📍 <b>Where?</b> Tap a place; new ones are made in /settings.")
    return Screen(text, [*in_rows(keys, 2), [key(w.plain("‹ Back"), b.AskWhat(draft, "what"))]])


def price(draft: str, w: Words) -> Screen:
    text = w("💰 <b>How much shall each be?</b> Type it, like 500k.")
    return Screen(text, [[key(w.plain("‹ Back"), b.AskWhat(draft, "what"))]])


def changing(
    draft: str,
    s: SeveralDraft,
    picked: Sequence[Booking],
    place: Place | None,
    stays: Sequence[Markup],
    calendar: Calendar,
) -> Screen:
    """Another place or price for all of them."""
    w, n = calendar.w, len(picked)
    if s.what == "price":
        cost = money(Money(s.price or 0, picked[0].currency), w) if picked else ""
        head = w("💰 <b>{price}</b> each", price=cost)
    else:
        head = w("📍 <b>{place}</b>", place=place.name if place else w.plain("No place"))
    rows = [w("🗓 {when}", when=calendar.period(o.period)) for o in picked]
    first = [key(w.plain("✅ Change {n}", n=n), b.DoIt(draft, s.mark))] if n else []
    none = w("It cannot change: they are paid, or in a package.") if not n else None
    text = lines(head, none, *named(rows, w), *stays)
    return Screen(text, [first, [key(w.plain("‹ Back"), b.AskWhat(draft, "what"))]])


def done(s: SeveralDraft, changed: Sequence[Booking], untold: Sequence[str], w: Words) -> Screen:
    n = len(changed)
    head = {
        "cancel": w.many("✖️ <b>Cancelled: {n} session.</b>", "✖️ <b>Cancelled: {n} sessions.</b>", n),
        "move": w.many("✅ <b>Moved: {n} session.</b>", "✅ <b>Moved: {n} sessions.</b>", n),
    }.get(s.what, w.many("✅ <b>Changed: {n} session.</b>", "✅ <b>Changed: {n} sessions.</b>", n))
    told = w("Each client has been told, in one message.") if _anybody(changed) else None
    rest = w("Not on Telegram yet, please tell them: {names}.", names=", ".join(untold)) if untold else None
    keys: Rows = [[picking.back(s, w)]]
    if s.source[0] == "s":
        keys = [[key(w.plain("🗓 Session"), OpenSession(s.subject))]]
    return Screen(lines(head, told, rest), keys)


def _anybody(changed: Sequence[Booking]) -> bool:
    return any(one.person_id is not None for one in changed)
