"""More or fewer sessions with a reason, and more days: what would be is seen before it is done."""

from __future__ import annotations

import re
from datetime import timedelta

from markupsafe import Markup

from bot.buttons import in_rows, key
from bot.dialogue import begin, leave
from bot.features.packages import buttons as b
from bot.features.packages import reading
from bot.features.packages.agreeing import show_changed, show_contract
from bot.features.packages.buttons import DIALOGUE
from bot.features.packages.view import ContractView, view
from bot.refusals import not_valid
from bot.saying_packages import called, change_of, counts, days_more, last_day, reason
from bot.screen import Screen, lines
from bot.visit import Visit
from core.contract import Contract
from core.draft import Draft
from core.errors import ContractChanged, NotValid
from core.people import Side
from core.ports import Books
from core.use_cases import contracting
from core.zones import zone

_STEPS = (1, 2, 5, -1)
_REASONS = ("gift", "makes_up", "miscounted")
_DAYS = (7, 14, 30)
_TYPED = re.compile(
    r"\s*(?P<sign>[+\-−–])?\s*(?P<n>\d{1,3})\s*(?:sessions?|buổi|buoi)?\b[\s,:]*(?P<why>.*)",
    re.IGNORECASE | re.DOTALL,
)


async def own(visit: Visit, contract_id: int) -> ContractView:
    """The trainer's; a client gets no further than the card."""
    seen = await visit.read(view, contract_id, visit.person.id, visit.now)
    if seen.side is not Side.TRAINER:
        raise ContractChanged(contract_id)
    return seen


# Sessions.


async def ask_adjust(visit: Visit, button: b.AskAdjust) -> None:
    seen = await own(visit, button.contract_id)
    await begin(visit, DIALOGUE, "adjust", contract_id=seen.contract.id)
    await visit.show(_how_many(visit, seen))


async def ask_adjust_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_how_many(visit, await own(visit, draft.fields["contract_id"])))


def _how_many(visit: Visit, seen: ContractView, lead: Markup | None = None) -> Screen:
    w, contract = visit.w, seen.contract
    text = lines(
        lead,
        w("<b>How many sessions more or fewer?</b> Tap, or type it with the reason: “+2 birthday gift”."),
        w("{name} · {counts}", name=called(contract, w), counts=counts(seen.known.tally, w)),
    )
    possible = [n for n in _STEPS if seen.known.tally.left + n >= 0]
    keys = [key(f"{n:+}", b.PickAdjust(contract.id, contract.version, n)) for n in possible]
    return Screen(text, [keys, [key(w.plain("‹ Back"), b.OpenContract(contract.id))]])


async def pick_adjust(visit: Visit, button: b.PickAdjust) -> None:
    seen = await own(visit, button.contract_id)
    await begin(visit, DIALOGUE, "reason", contract_id=seen.contract.id, sessions=button.sessions)
    await visit.show(_why(visit, seen, button.sessions))


async def ask_reason_again(visit: Visit, draft: Draft) -> None:
    seen = await own(visit, draft.fields["contract_id"])
    await visit.say(_why(visit, seen, int(draft.fields["sessions"])))


def _why(visit: Visit, seen: ContractView, sessions: int) -> Screen:
    w, contract, tally = visit.w, seen.contract, seen.known.tally
    change = w(
        "{change}: {before} → {after}, <b>{left} left</b> then.",
        change=change_of(sessions, w),
        before=tally.total,
        after=tally.total + sessions,
        left=tally.left + sessions,
    )
    ask = w("<b>Why?</b> Tap or type it: {name} reads it too.", name=seen.client.name)
    known = [key(reason(why, w), b.Adjust(contract.id, contract.version, sessions, why)) for why in _REASONS]
    out = key(w.plain("‹ Back"), b.OpenContract(contract.id))
    return Screen(lines(change, ask), [*in_rows(known, 1), [out]])


async def adjust(visit: Visit, button: b.Adjust) -> None:
    await leave(visit, DIALOGUE)
    await _adjust(visit, button.contract_id, button.sessions, button.reason, version=button.version)


async def answer_adjust(visit: Visit, draft: Draft, text: str) -> None:
    """The number with its reason at once; or the number, and why is asked."""
    found = _TYPED.fullmatch(text)
    contract_id = int(draft.fields["contract_id"])
    if found is None and await reading.is_session_instead(visit, draft, text):
        return
    if found is None or not int(found["n"]):
        lead = visit.w("I did not get that.")
        await visit.say(_how_many(visit, await own(visit, contract_id), lead))
        return
    sessions = int(found["n"]) * (-1 if (found["sign"] or "+") in "-−–" else 1)
    if found["why"].strip():
        await _adjust(visit, contract_id, sessions, found["why"], draft=draft)
    else:
        await pick_adjust(visit, b.PickAdjust(contract_id, 0, sessions))


async def answer_reason(visit: Visit, draft: Draft, text: str) -> None:
    await _adjust(visit, draft.fields["contract_id"], int(draft.fields["sessions"]), text, draft=draft)


async def _adjust(
    visit: Visit,
    contract_id: int,
    sessions: int,
    why: str,
    *,
    version: int | None = None,
    draft: Draft | None = None,
) -> None:
    act = visit.act()

    async def work(books: Books) -> Contract:
        contract = await contracting.adjust(books, contract_id, sessions, why, act, version=version)
        if draft is not None:
            await visit.close(books, draft)
        return contract

    try:
        await visit.write(work)
    except ContractChanged as refusal:
        await show_changed(visit, refusal)
    except NotValid as refusal:
        await visit.show(_how_many(visit, await own(visit, contract_id), not_valid(visit, refusal.field)))
    else:
        lead = visit.w(
            "✅ {change}: {why}.", change=change_of(sessions, visit.w), why=reason(why, visit.w).rstrip(".")
        )
        await show_contract(visit, contract_id, lead)


# Days.


async def ask_extend(visit: Visit, button: b.AskExtend) -> None:
    seen = await own(visit, button.contract_id)
    await begin(visit, DIALOGUE, "extend", contract_id=seen.contract.id)
    await visit.show(_how_long(visit, seen))


async def ask_extend_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_how_long(visit, await own(visit, draft.fields["contract_id"])))


def _how_long(visit: Visit, seen: ContractView, lead: Markup | None = None) -> Screen:
    """Each key says until when it would be."""
    w, contract = visit.w, seen.contract
    last = last_day(contract, seen.trainer.zone, visit.calendar)
    now = w("Now valid until {day}, {n} left.", day=last, n=seen.known.tally.left) if last else None
    text = lines(lead, w("<b>How many days more?</b> Tap, or type it: “10 days”, or the last day."), now)
    keys = [
        key(_longer(visit, seen, days), b.Extend(contract.id, contract.version, days))
        for days in _useful(visit, seen)
    ]
    return Screen(text, [*in_rows(keys, 1), [key(w.plain("‹ Back"), b.OpenContract(contract.id))]])


def _useful(visit: Visit, seen: ContractView) -> list[int]:
    """Those that end ahead: an extension of what is long over has to reach beyond today."""
    last = seen.contract.last_day(zone(seen.trainer.zone))
    over = 0 if last is None else max(0, (visit.calendar.today - last).days)
    return [days + (over if over >= min(_DAYS) else 0) for days in _DAYS if days > over or over >= min(_DAYS)]


def _longer(visit: Visit, seen: ContractView, days: int) -> str:
    last = seen.contract.last_day(zone(seen.trainer.zone))
    more = visit.w.plain("+{n} days", n=days)
    if last is None:
        return more
    return visit.w.plain(
        "{more}: until {day}", more=more, day=visit.calendar.day(last + timedelta(days=days))
    )


async def extend(visit: Visit, button: b.Extend) -> None:
    await leave(visit, DIALOGUE)
    await _extend(visit, button.contract_id, button.days, version=button.version)


async def answer_extend(visit: Visit, draft: Draft, text: str) -> None:
    contract_id = int(draft.fields["contract_id"])
    seen = await own(visit, contract_id)
    days = await reading.days(visit, text, seen.contract.last_day(zone(seen.trainer.zone)))
    if days is None and await reading.is_session_instead(visit, draft, text):
        return
    if days is None:
        lead = visit.w("I did not get that.")
        await visit.say(_how_long(visit, seen, lead))
    else:
        await _extend(visit, contract_id, days, draft=draft)


async def _extend(
    visit: Visit, contract_id: int, days: int, *, version: int | None = None, draft: Draft | None = None
) -> None:
    act = visit.act()

    async def work(books: Books) -> Contract:
        contract = await contracting.extend(books, contract_id, days, act, version=version)
        if draft is not None:
            await visit.close(books, draft)
        return contract

    try:
        contract = await visit.write(work)
    except ContractChanged as refusal:
        await show_changed(visit, refusal)
    except NotValid as refusal:
        await visit.show(_how_long(visit, await own(visit, contract_id), not_valid(visit, refusal.field)))
    else:
        last = last_day(contract, visit.me.zone, visit.calendar)
        more = days_more(days, visit.w)
        lead = visit.w("✅ {more}.", more=more)
        if last:
            lead = visit.w("✅ {more}: valid until {day}.", more=more, day=last)
        await show_contract(visit, contract_id, lead)
