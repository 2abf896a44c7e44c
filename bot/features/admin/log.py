"""The audit log: who did what and when, the newest first; by coach and by what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from bot import cards
from bot.buttons import Rows, in_rows, key
from bot.features.admin.buttons import Group, Log, OpenCoach
from bot.going import back
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.act import SYSTEM, Event
from core.ports import Books

A_PAGE = 15

#: What each group is about, by the kinds of its events.
KINDS: Mapping[Group, Sequence[str]] = {
    Group.ALL: (),
    Group.SESSIONS: (
        "booked", "logged", "series_booked", "moved", "cancelled", "completed", "no_show", "corrected",
        "acknowledged", "proposed", "proposal_accepted", "proposal_declined", "proposal_lapsed",
        "proposal_withdrawn", "time_asked", "time_accepted", "time_declined",
        "time_withdrawn", "waits", "waits_no_more", "offer_declined", "held", "made_up", "said_why", "noted",
        "time_off", "time_off_removed", "class_planned", "class_changed", "class_cancelled", "class_joined",
        "class_filled", "class_moved", "class_held", "class_kept",
    ),
    Group.MONEY: (
        "paid", "unpaid", "voided", "refunded", "claimed", "claim_declined", "penalty_due", "waived",
        "objected", "debt_reminded", "package_agreed", "package_accepted", "package_ended",
    ),
    Group.PEOPLE: (
        "client_added", "client_renamed", "client_phone", "joined", "invited", "merged", "relation_ended",
        "requested", "request_accepted", "request_declined", "request_lapsed", "request_withdrawn",
        "became_trainer", "profile", "settings", "opening",
    ),
    Group.ADMIN: (
        "overseen_moved", "overseen_cancelled", "overseen_allowed", "trainer_admitted", "trainer_paused",
        "announced",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    events: Sequence[Event]
    people: Mapping[int, str]
    clients: Mapping[int, str]
    coach: str | None


async def show(visit: Visit, button: Log) -> None:
    at = replace(button, page=max(button.page, 0))
    page = await visit.read(partial(_read, at))
    w = visit.w
    head = (
        w("<b>📜 Log</b> · Coach {name}", name=page.coach) if page.coach else w("<b>📜 Log</b> · everybody")
    )
    rows = [_line(e, page, visit) for e in page.events[:A_PAGE]] or [w("Nothing yet.")]
    await visit.show(Screen(lines(head, "", *rows), _keys(at, page, visit)))


async def _read(at: Log, books: Books) -> Page:
    skip = at.page * A_PAGE
    events = await books.oversight.events(at.trainer_id, KINDS[at.group], skip, A_PAGE + 1)
    clients = await books.clients.pick(e.client_id for e in events if e.client_id is not None)
    trainer = await books.trainers.find(at.trainer_id)
    people = await books.oversight.names([e.by for e in events])
    return Page(events, people, {c.id: c.name for c in clients}, trainer.name if trainer else None)


def _keys(at: Log, page: Page, visit: Visit) -> Rows:
    w = visit.w
    names = {
        Group.ALL: w.plain("All"),
        Group.SESSIONS: w.plain("Sessions"),
        Group.MONEY: w.plain("Money"),
        Group.PEOPLE: w.plain("People"),
        Group.ADMIN: w.plain("Admins"),
    }
    groups = [
        key(f"• {name}" if g is at.group else name, replace(at, group=g, page=0)) for g, name in names.items()
    ]
    before = [key("‹", replace(at, page=at.page - 1))] if at.page else []
    turn = [*before, *([key("›", replace(at, page=at.page + 1))] if len(page.events) > A_PAGE else [])]
    coach = [key(w.plain("‹ Coach"), OpenCoach(at.trainer_id))] if at.trainer_id is not None else []
    everybody = [key(w.plain("👥 Everybody"), replace(at, trainer_id=None, page=0))] if coach else []
    return [turn, *in_rows(groups, 3), [*coach, *everybody], back(visit, "admin")]


def _line(event: Event, page: Page, visit: Visit) -> Markup:
    w, local = visit.w, visit.calendar.local(event.at)
    who = w.plain("by itself") if event.by == SYSTEM else page.people.get(event.by, "?")
    client = page.clients.get(event.client_id or 0)
    whom = f" · {client}" if client else ""
    return w(
        "{at} <b>{who}</b>: {what}{whom}", at=f"{local:%d/%m %H:%M}", who=who, what=said(event, w), whom=whom
    )


def said(event: Event, w: Words) -> str:
    """What was done, in a few words; the reason that an admin gave stands beside it."""
    given = (event.data or {}).get("reason") if event.kind.startswith("overseen_") else None
    reason = cards.reason(given, w) if given else None
    what = _named(event.kind, w)
    return f"{what} (“{reason}”)" if reason else what


def _named(kind: str, w: Words) -> str:
    exact, groups = _exact(w), _groups(w)
    if kind in exact:
        return exact[kind]
    return next(
        (name for begins, name in groups.items() if kind.startswith(begins)), w.plain("something else")
    )


def _exact(w: Words) -> dict[str, str]:
    return _of_calendar(w) | {
        "booked": w.plain("session booked"),
        "logged": w.plain("session noted afterwards"),
        "moved": w.plain("session moved"),
        "cancelled": w.plain("session cancelled"),
        "completed": w.plain("session completed"),
        "no_show": w.plain("no-show"),
        "corrected": w.plain("outcome put right"),
        "acknowledged": w.plain("is coming"),
        "paid": w.plain("payment noted"),
        "unpaid": w.plain("payment taken back"),
        "voided": w.plain("debt crossed out"),
        "refunded": w.plain("money given back"),
        "penalty_due": w.plain("fee is due"),
        "waived": w.plain("fee waived"),
        "objected": w.plain("fee objected to"),
        "debt_reminded": w.plain("reminded of a debt"),
        "client_added": w.plain("client added"),
        "joined": w.plain("joined the list"),
        "merged": w.plain("two entries made one"),
        "relation_ended": w.plain("parted"),
        "became_trainer": w.plain("became a coach"),
        "trainer_admitted": w.plain("coach let in"),
        "trainer_paused": w.plain("coach paused"),
        "announced": w.plain("notice to everybody"),
        "overseen_moved": w.plain("session moved by an admin"),
        "overseen_cancelled": w.plain("session cancelled by an admin"),
        "overseen_allowed": w.plain("conflict allowed by an admin"),
        "agreed": w.plain("agreed to the terms"),
    }


def _of_calendar(w: Words) -> dict[str, str]:
    """Times that clients ask for, seats, and waiting for either."""
    return {
        "class_planned": w.plain("class planned"),
        "class_joined": w.plain("joined a class"),
        "class_filled": w.plain("put into a class"),
        "class_moved": w.plain("class moved"),
        "class_cancelled": w.plain("class cancelled"),
        "class_held": w.plain("attendance saved"),
        "time_asked": w.plain("asked for a time"),
        "time_accepted": w.plain("said yes to a time"),
        "time_declined": w.plain("said no to a time"),
        "time_withdrawn": w.plain("took a request back"),
        "waits": w.plain("on the waiting list"),
        "waits_no_more": w.plain("left the waiting list"),
        "offer_declined": w.plain("offer passed on"),
    }


def _groups(w: Words) -> dict[str, str]:
    """By how the kind begins."""
    return {
        "series": w.plain("series of sessions"),
        "several": w.plain("several sessions changed"),
        "propos": w.plain("wish for another time"),
        "time_off": w.plain("time off"),
        "time_": w.plain("request for a time"),
        "package": w.plain("package"),
        "claim": w.plain("says it is paid"),
        "request": w.plain("request to a coach"),
        "class": w.plain("group class"),
        "wait": w.plain("waiting list"),
        "invit": w.plain("invitation"),
        "client": w.plain("client's entry changed"),
        "place": w.plain("places changed"),
        "profile": w.plain("profile changed"),
        "settings": w.plain("settings changed"),
        "opening": w.plain("settings changed"),
        "made_up": w.plain("make-up session"),
        "held": w.plain("time held"),
        "noted": w.plain("note written"),
        "said_why": w.plain("reason given"),
        "plan": w.plain("plan changed"),
    }
