"""Lists to tick, the question where to, and what would become of all that was picked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot import clash
from bot.buttons import Key, Rows, in_rows, key
from bot.features.clients.buttons import OpenClient
from bot.features.day.buttons import ShowDay, ShowWeek
from bot.features.session import OpenSession
from bot.features.several import buttons as b
from bot.features.several.draft import SeveralDraft
from bot.saying import Calendar, money
from bot.saying_lists import named
from bot.screen import Screen, lines
from bot.texts import Words
from core.booking import Booking
from core.money import Money
from core.people import Place
from core.use_cases.series_scope import Reach, Scope
from core.use_cases.several import Going, Preview

#: So many sessions stand on one page of the list.
PAGE = 10
#: Offsets that can be tapped, in days and minutes.
_OFFSETS = ((0, -60), (0, -30), (0, 30), (0, 60), (-1, 0), (1, 0), (7, 0))


def picking(
    draft: str, s: SeveralDraft, listed: Sequence[Booking], names: Mapping[int, str], calendar: Calendar
) -> Screen:
    w = calendar.w
    if not listed:
        return Screen(w("Nothing is ahead here that could be changed."), [[back(s, w)]])
    pages = -(-len(listed) // PAGE)
    page = max(0, min(s.page, pages - 1))
    keys = [_tick(draft, s, one, names, calendar) for one in listed[page * PAGE : (page + 1) * PAGE]]
    turn = [
        key(sign, b.TurnList(draft, (page + step) % pages))
        for sign, step in (("‹", -1), ("›", 1))
        if pages > 1
    ]
    n = len(s.ids)
    every = key(w.plain("☑️ All {n}", n=len(listed)), b.TickAll(draft, True))
    none = key(w.plain("None"), b.TickAll(draft, False))
    act = [
        key(w.plain("🗓 Move {n}", n=n), b.AskWhat(draft, "move")),
        key(w.plain("✖️ Cancel {n}", n=n), b.AskWhat(draft, "cancel")),
    ]
    count = w.many("{n} picked", "{n} picked", n)
    text = w("☑️ <b>Which sessions?</b> Tap them; then move or cancel them together. {count}.", count=count)
    width = 2 if s.source[0] == "d" else 1
    return Screen(text, [*in_rows(keys, width), turn, [every, none], act if n else [], [back(s, w)]])


def _tick(draft: str, s: SeveralDraft, one: Booking, names: Mapping[int, str], calendar: Calendar) -> Key:
    when = calendar.moment(one.starts_at)
    if s.source[0] == "d":
        when = f"{calendar.local(one.starts_at):%H:%M}"
    who = "" if s.source[0] == "c" else f" {names[one.client_id][:12]}"
    return key(f"{'✓ ' if one.id in s.picked else ''}{when}{who}", b.Tick(draft, one.id))


def back(s: SeveralDraft, w: Words) -> Key:
    """To where the sessions were picked."""
    goal = {"d": ShowDay, "w": ShowWeek, "c": OpenClient, "s": b.SeriesMenu}[s.source[0]]
    return key(w.plain("‹ Back"), goal(s.subject))


def gone(w: Words) -> Screen:
    return Screen(w("This list is closed. Open the day or the client again and tap [☑️ Several]."))


# A series: how far, and what.


def scopes(found: Reach, following: Reach, name: str, calendar: Calendar) -> Screen:
    w, id_ = calendar.w, found.booking.id
    text = lines(
        w("🔁 <b>Series with {name}</b>", name=name),
        w("🗓 {when}", when=calendar.period_named(found.booking.period)),
        w("<b>What shall change?</b>"),
    )
    keys = [[key(w.plain("Only this one"), b.PickScope(id_, Scope.ONE))]]
    if len(following.changing) > 1:
        label = w.plain("This and following: {n}", n=len(following.changing))
        keys.append([key(label, b.PickScope(id_, Scope.FOLLOWING))])
    if len(found.changing) > 1:
        keys.append([key(w.plain("All ahead: {n}", n=len(found.changing)), b.PickScope(id_, Scope.AHEAD))])
    return Screen(text, [*keys, [key(w.plain("‹ Back"), OpenSession(id_))]])


def what(
    draft: str, s: SeveralDraft, picked: Sequence[Booking], stays: Sequence[Markup], calendar: Calendar
) -> Screen:
    w = calendar.w
    head = w.many("🔁 <b>{n} session</b> of the series", "🔁 <b>{n} sessions</b> of the series", len(picked))
    keys = [
        key(w.plain("🗓 Time"), b.AskWhat(draft, "move")),
        key(w.plain("📍 Place"), b.AskWhat(draft, "place")),
        key(w.plain("✖️ Cancel"), b.AskWhat(draft, "cancel")),
    ]
    if any(one.contract_id is None for one in picked):
        keys.insert(2, key(w.plain("💰 Price"), b.AskWhat(draft, "price")))
    return Screen(lines(head, *stays, w("<b>What shall change?</b>")), [*in_rows(keys, 2), [back(s, w)]])


def staying(s: SeveralDraft, apart: Sequence[Booking], calendar: Calendar) -> list[Markup]:
    """What the change leaves alone, by name."""
    w = calendar.w
    rows = [
        w("<i>Stays, changed by itself: {when}</i>", when=calendar.period(one.period)) for one in apart[:6]
    ]
    if s.over:
        rows.append(
            w.many(
                "<i>{n} that is over stays as it was.</i>",
                "<i>{n} that are over stay as they were.</i>",
                s.over,
            )
        )
    return rows


# Where to, and what it would be.


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
    body = named([_going(one, names, calendar) for one in plan.going], w)
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


def _going(one: Going, names: Mapping[int, str], calendar: Calendar) -> Markup:
    return calendar.w(
        "{sign}{name}: <s>{was}</s> → <b>{now}</b>",
        sign="⚠️ " if one.conflicts else "",
        name=names[one.booking.client_id],
        was=calendar.moment(one.booking.starts_at),
        now=calendar.moment(one.period.start),
    )


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
    rows = [w("{when} {name}", when=calendar.period(o.period), name=names[o.client_id]) for o in picked]
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
    keys: Rows = [[back(s, w)]]
    if s.source[0] == "s":
        keys = [[key(w.plain("🗓 Session"), OpenSession(s.subject))]]
    return Screen(lines(head, told, rest), keys)


def _anybody(changed: Sequence[Booking]) -> bool:
    return any(one.person_id is not None for one in changed)
