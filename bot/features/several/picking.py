"""What is picked: a list of sessions to tick, or how far into a series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.buttons import Key, in_rows, key
from bot.features.clients.buttons import OpenClient
from bot.features.day.buttons import ShowDay, ShowWeek
from bot.features.session import OpenSession
from bot.features.several import buttons as b
from bot.features.several.draft import SeveralDraft
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.texts import Words
from core.booking import Booking
from core.use_cases.series_scope import Reach, Scope

#: So many sessions stand on one page of the list.
PAGE = 10


def listing(
    draft: str, s: SeveralDraft, listed: Sequence[Booking], names: Mapping[int, str], calendar: Calendar
) -> Screen:
    w = calendar.w
    if not listed:
        return Screen(_nothing(w), [[back(s, w)]])
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


def _nothing(w: Words) -> Markup:
    return w("Nothing is ahead here that could be changed.")


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
    if not picked:
        return Screen(lines(_nothing(w), *stays), [[back(s, w)]])
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
