"""Who waits for what: a client's own list, and a day's for its trainer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from bot import timing
from bot.buttons import Key, in_rows, key, short
from bot.features.clients.buttons import OpenClient
from bot.features.day.buttons import ShowDay
from bot.features.leading import MyWaits, WhoWaits
from bot.features.waiting import buttons as b
from bot.going import Go
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.visit import Visit
from core.act import Event
from core.group_class import GroupClass
from core.people import Client, Trainer
from core.period import Period
from core.ports import Books
from core.use_cases import waiting
from core.wait import Wait, WaitStatus
from core.zones import days, zone

_ACTS = {"waits", "offer_declined", "waits_no_more"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who waits, with what it is for."""

    wait: Wait
    trainer: Trainer
    client: Client
    group: GroupClass | None


async def mine(books: Books, person_id: int) -> list[Waiting]:
    return [await seen(books, w) for w in await books.waits.open_of_person(person_id)]


async def seen(books: Books, wait: Wait) -> Waiting:
    return Waiting(
        wait,
        await books.trainers.get(wait.trainer_id),
        await books.clients.get(wait.client_id),
        await books.classes.find(wait.class_id),
    )


def said(one: Waiting, calendar: Calendar) -> str:
    """A class, a time, or a day."""
    window = one.wait.window
    if one.group is not None:
        return f"{one.group.name} · {calendar.period(window)}"
    if one.wait.is_for_one_time:
        return calendar.period(window)
    first, last = (calendar.local(m).date() for m in (window.start, window.end))
    return (
        calendar.day(first) if (last - first).days <= 1 else f"{calendar.day(first)} – {calendar.day(last)}"
    )


async def show_mine(visit: Visit, button: MyWaits) -> None:
    await visit.show(await mine_screen(visit))


async def mine_screen(visit: Visit, lead: Markup | None = None) -> Screen:
    w, found = visit.w, await visit.read(mine, visit.person.id)
    body = [_own_line(one, visit) for one in found]
    text = lines(
        lead,
        "" if lead else None,
        w("<b>You wait for</b>") if found else w("You wait for nothing at the moment."),
        *body,
        w("<i>When it is free, I offer it to you for 30 minutes.</i>") if found else None,
    )
    keys = [key(w.plain("✖️ {what}", what=_short(one, visit)), b.LeaveList(one.wait.id)) for one in found]
    back = key(w.plain("‹ Back"), Go("sessions"))
    return Screen(text, [*in_rows(keys, 1), [back]])


def _own_line(one: Waiting, visit: Visit) -> Markup:
    w, calendar = visit.w, visit.calendar_for(one.trainer.zone)
    what = said(one, calendar)
    if one.wait.status is WaitStatus.OFFERED and one.wait.offered_until is not None:
        until = calendar.soon(one.wait.offered_until)
        return w("🔔 <b>{what}</b> · offered to you until {until}", what=what, until=until)
    return w("⏳ <b>{what}</b> · Coach {name}", what=what, name=one.trainer.name)


def _short(one: Waiting, visit: Visit) -> str:
    local = visit.calendar.local(one.wait.starts_at)
    day = visit.calendar.day(local.date())
    return f"{day} {local:%H:%M}" if one.wait.is_for_one_time else day


async def leave(visit: Visit, button: b.LeaveList) -> None:
    await visit.write(waiting.leave, button.wait_id, visit.act())
    await visit.show(await mine_screen(visit, visit.w("✅ You are off this list.")))


# The trainer's side.


async def of_day(books: Books, trainer: Trainer, day: date) -> list[Waiting]:
    whole = days(day, zone(trainer.zone))
    waits = await books.waits.open_of_trainer(trainer.id)
    return [await seen(books, w) for w in waits if w.window.overlaps(whole)]


async def show_theirs(visit: Visit, button: WhoWaits) -> None:
    day = timing.day_of(button.day)
    await visit.show(_theirs(await visit.read(of_day, visit.me, day), day, visit))


def _theirs(found: Sequence[Waiting], day: date, visit: Visit) -> Screen:
    w, calendar = visit.w, visit.calendar
    head = w("<b>Who waits for {day}</b>, in order:", day=calendar.day(day))
    none = w("Nobody waits for {day}.", day=calendar.day(day))
    keys = [_client_key(one) for one in found[:20]]
    back = key(w.plain("‹ Back"), ShowDay(day.toordinal()))
    body = [_their_line(one, n, calendar) for n, one in enumerate(found[:40], 1)]
    return Screen(lines(head if found else none, *body), [*in_rows(keys, 2), [back]])


def _client_key(one: Waiting) -> Key:
    return key(short(one.client.name), OpenClient(one.client.id))


def _their_line(one: Waiting, n: int, calendar: Calendar) -> Markup:
    w, wait = calendar.w, one.wait
    what = said(one, calendar)
    if wait.status is WaitStatus.OFFERED and wait.offered_until is not None:
        until = calendar.soon(wait.offered_until)
        return w(
            "{n}. <b>{name}</b> · {what} · offered until {until}",
            n=n,
            name=one.client.name,
            what=what,
            until=until,
        )
    return w("{n}. <b>{name}</b> · {what}", n=n, name=one.client.name, what=what)


async def present(visit: Visit, event: Event) -> bool:
    """After an act that was carried out before."""
    if event.kind not in _ACTS or event.by != visit.person.id:
        return False
    await visit.show(await mine_screen(visit))
    return True


async def offered_period(books: Books, wait: Wait) -> Period | None:
    """What is offered now."""
    if wait.status is not WaitStatus.OFFERED:
        return None
    if wait.class_id is not None:
        return wait.window
    held = await books.slots.find(wait.hold_id)
    return held.period if held is not None and held.takes_time else None
