"""Everybody's sessions: by coach, client, status and days; and those that stand over others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from markupsafe import Markup

from bot import cards, timing
from bot.buttons import Key, Rows, in_rows, key, short
from bot.dialogue import begin, leave
from bot.features.admin.buttons import Bookings, ChooseStatus, Clashes, Find, OpenOverseen, When
from bot.going import back
from bot.reading import read_time
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.booking import Status
from core.draft import Draft
from core.oversight import Named, Overseen, Sought
from core.people import Trainer
from core.period import Period
from core.ports import Books
from core.when.reading import At, Day
from core.when.text import folded
from core.zones import days

DIALOGUE, FIND = "admin", "find"
A_PAGE = 8
_MOST_FOUND = 10


async def show(visit: Visit, button: Bookings) -> None:
    await leave(visit, DIALOGUE)
    await visit.show(await _screen(visit, button))


async def _screen(visit: Visit, at: Bookings) -> Screen:
    page = max(at.page, 0)
    work = partial(_read, visit, at, page)
    found, names = await visit.read(work)
    w = visit.w
    rows = [said(s, visit.calendar_for(s.zone)) for s in found[:A_PAGE]]
    empty = w("No such session. Take a filter away, or look at other days.")
    head = w("<b>📅 Sessions</b> · {filters}", filters=" · ".join(_filters(at, names, visit.calendar)))
    keys = in_rows([_open(s, visit) for s in found[:A_PAGE]], 2)
    turn = _turn(replace(at, page=page), more=len(found) > A_PAGE)
    return Screen(
        lines(head, "", *(rows or [empty])), [*keys, turn, *_filter_keys(at, w), back(visit, "admin")]
    )


async def _read(
    visit: Visit, at: Bookings, page: int, books: Books
) -> tuple[list[Overseen], tuple[str, ...]]:
    sought = Sought(at.trainer_id, at.client_id, at.status, _within(at, visit.calendar))
    found = await books.oversight.sessions(sought, page * A_PAGE, A_PAGE + 1)
    trainer = await books.trainers.find(at.trainer_id)
    client = await books.clients.find(at.client_id)
    return list(found), (trainer.name if trainer else "", client.name if client else "")


def _within(at: Bookings, calendar: Calendar) -> Period | None:
    tz, today, now = calendar.tz, calendar.today, calendar.now
    far = timedelta(days=3 * 366)
    match at.when:
        case When.TODAY:
            return days(today, tz)
        case When.WEEK:
            return days(today, tz, 7)
        case When.DAY if at.day is not None:
            return days(timing.day_of(at.day), tz)
        case When.PAST:
            return Period(now - far, now)
        case When.ALL:
            return None
        case _:
            return Period(now, now + far)


def _filters(at: Bookings, names: tuple[str, ...], calendar: Calendar) -> list[str]:
    w = calendar.w
    trainer, client = names
    day = [calendar.day_named(timing.day_of(at.day))] if at.day is not None else []
    return [
        *([w.plain("Coach {name}", name=trainer)] if trainer else []),
        *([client] if client else []),
        *([cards.status_name(at.status, w)] if at.status else []),
        *(day or [when_name(at.when, w)]),
    ]


def when_name(when: When, w: Words) -> str:
    return {
        When.AHEAD: w.plain("ahead"),
        When.TODAY: w.plain("today"),
        When.WEEK: w.plain("7 days"),
        When.PAST: w.plain("past"),
        When.ALL: w.plain("all days"),
        When.DAY: w.plain("one day"),
    }[when]


def said(seen: Overseen, calendar: Calendar) -> Markup:
    sign = "⚠️" if seen.clashes and seen.booking.takes_time else ""
    return calendar.w(
        "{sign}{status} <b>{when}</b> {client} · Coach {trainer}",
        sign=sign,
        status=cards.status_name(seen.booking.status, calendar.w).partition(" ")[0],
        when=calendar.period(seen.booking.period),
        client=seen.client,
        trainer=seen.trainer,
    )


def _open(seen: Overseen, visit: Visit) -> Key:
    local = visit.calendar_for(seen.zone).local(seen.booking.starts_at)
    return key(f"{local:%d/%m %H:%M} {seen.client[:10]}", OpenOverseen(seen.booking.id))


def _turn(at: Bookings | Clashes, *, more: bool) -> list[Key]:
    before = [key("‹", replace(at, page=at.page - 1))] if at.page else []
    return [*before, *([key("›", replace(at, page=at.page + 1))] if more else [])]


def _filter_keys(at: Bookings, w: Words) -> Rows:
    whens = [When.AHEAD, When.TODAY, When.WEEK, When.PAST, When.ALL]
    here = replace(at, page=0)
    days_ = [
        key(f"• {when_name(x, w)}" if x is at.when else when_name(x, w), replace(here, when=x, day=None))
        for x in whens
    ]
    find = key(w.plain("🔍 Name or date"), Find(at.status, at.when))
    status = cards.status_name(at.status, w) if at.status else w.plain("Any status")
    which = key(status, ChooseStatus(at.trainer_id, at.client_id, at.when, at.day))
    everybody = [key(w.plain("✖️ Everybody"), replace(here, trainer_id=None, client_id=None))]
    narrowed = at.trainer_id is not None or at.client_id is not None
    return [days_[:3], days_[3:], [find, which], everybody if narrowed else []]


async def choose_status(visit: Visit, button: ChooseStatus) -> None:
    w = visit.w
    at = Bookings(button.trainer_id, button.client_id, None, button.when, button.day)
    keys = [key(w.plain("Any status"), at)]
    keys += [key(cards.status_name(s, w), replace(at, status=s)) for s in Status]
    back_ = [key(w.plain("‹ Back"), at)]
    await visit.show(Screen(w("<b>Which sessions?</b>"), [*in_rows(keys, 2), back_]))


# Looking for a name or a date.


async def find(visit: Visit, button: Find) -> None:
    status = button.status.value if button.status else None
    await begin(visit, DIALOGUE, FIND, status=status, when=button.when.value)
    await visit.show(_question(visit))


def _question(visit: Visit) -> Screen:
    w = visit.w
    text = w("🔍 <b>Whom, or which day?</b> Type the name of a coach or a client, or a date.")
    return Screen(text, [[key(w.plain("‹ Back"), Bookings())]])


async def ask_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_question(visit))


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    """A name comes before a date: a client may be called May."""
    status = Status(draft.fields["status"]) if draft.fields["status"] else None
    at = Bookings(status=status, when=When(draft.fields["when"]))
    typed = folded(text).strip()
    known = await visit.read(lambda books: books.oversight.everybody())
    fits = [n for n in known if typed and f" {typed}" in f" {folded(n.client or n.trainer)}"]
    if fits:
        await visit.close()
        keys = [key(_label(n), replace(at, trainer_id=n.trainer_id, client_id=n.client_id)) for n in fits]
        text_ = visit.w("<b>Whom do you mean?</b>")
        await visit.say(Screen(text_, [*in_rows(keys[:_MOST_FOUND], 1), back(visit, "admin")]))
        return
    if (day := await _day(visit, text)) is None:
        nothing = visit.w("I found nobody called “{words}”, and no date in it.", words=text[:100])
        await visit.say(Screen(nothing, _question(visit).rows))
        return
    await visit.close()
    await visit.say(await _screen(visit, replace(at, when=When.DAY, day=day.toordinal())))


def _label(named: Named) -> str:
    return f"👤 {short(named.client)} · {short(named.trainer)}" if named.client else f"🏋️ {named.trainer[:40]}"


async def _day(visit: Visit, text: str) -> date | None:
    anybody = Trainer(visit.person.id, visit.person.name, visit.person.zone, visit.now)
    reading = (await read_time(visit, text, anybody)).when
    if isinstance(reading, At):
        return visit.calendar.local(reading.period.start).date()
    return reading.first if isinstance(reading, Day) else None


# What stands over something else.


async def clashes(visit: Visit, button: Clashes) -> None:
    page = max(button.page, 0)
    found = await visit.read(lambda b: b.oversight.clashes(visit.now, page * A_PAGE, A_PAGE + 1))
    w = visit.w
    rows = [said(s, visit.calendar_for(s.zone)) for s in found[:A_PAGE]]
    none = w("Nothing stands over anything else. 👌")
    head = w("<b>⚠️ Conflicts</b> ahead, that nobody has allowed yet")
    keys = in_rows([_open(s, visit) for s in found[:A_PAGE]], 2)
    turn = _turn(Clashes(page), more=len(found) > A_PAGE)
    await visit.show(Screen(lines(head, "", *(rows or [none])), [*keys, turn, back(visit, "admin")]))
