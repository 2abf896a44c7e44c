"""Freezing a contract and ending it early: what would happen is listed first, the safe key on top."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from markupsafe import Markup

from bot.buttons import in_rows, key
from bot.dialogue import begin, leave
from bot.features.packages import buttons as b
from bot.features.packages import reading
from bot.features.packages.agreeing import show_changed, show_contract
from bot.features.packages.buttons import DIALOGUE
from bot.features.packages.changing import own
from bot.features.packages.view import ContractView
from bot.refusals import not_valid
from bot.saying import Calendar, money
from bot.saying_packages import called, last_day
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.booking import Booking
from core.contract import MOST_FREEZES, MOST_FROZEN_DAYS, SHORTEST_FREEZE, Contract
from core.draft import Draft
from core.errors import ContractChanged, NotValid
from core.money import Money
from core.use_cases import concluding, pausing
from core.use_cases.concluding import Ending
from core.use_cases.pausing import Freezing

_DAYS = (7, 14, 21, 30)
_LISTED = 10


def named(bookings: Sequence[Booking], calendar: Calendar) -> list[Markup]:
    """Each with its time; of very many the first."""
    w = calendar.w
    said = [w("· {when}", when=calendar.period(booking.period)) for booking in bookings[:_LISTED]]
    rest = len(bookings) - len(said)
    return [*said, w.many("… and {n} more", "… and {n} more", rest)] if rest else said


# Freezing.


async def ask_freeze(visit: Visit, button: b.AskFreeze) -> None:
    seen = await own(visit, button.contract_id)
    await begin(visit, DIALOGUE, "freeze", contract_id=seen.contract.id)
    await visit.show(_how_long(visit, seen))


async def ask_freeze_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_how_long(visit, await own(visit, draft.fields["contract_id"])))


def _how_long(visit: Visit, seen: ContractView, lead: Markup | None = None) -> Screen:
    w, contract = visit.w, seen.contract
    rest = MOST_FROZEN_DAYS - contract.frozen_days
    times = MOST_FREEZES - contract.freezes
    can = times > 0 and rest >= SHORTEST_FREEZE
    text = lines(
        lead,
        w("<b>Freeze for how many days, from today on?</b> Tap, or type it. The end moves by as many."),
        w(
            "At least {least} days; {times} times and {rest} days are left for it.",
            least=SHORTEST_FREEZE,
            times=max(0, times),
            rest=rest,
        ),
    )
    lengths = [n for n in _DAYS if n <= rest] if can else []
    keys = [key(w.plain("{n} days", n=n), b.PreviewFreeze(contract.id, n)) for n in lengths]
    return Screen(text, [*in_rows(keys, 2), [key(w.plain("‹ Back"), b.OpenContract(contract.id))]])


async def answer_freeze(visit: Visit, draft: Draft, text: str) -> None:
    contract_id = int(draft.fields["contract_id"])
    days = await reading.days(visit, text, visit.calendar.today - timedelta(days=1))
    if days is None and await reading.is_session_instead(visit, draft, text):
        return
    if days is None:
        lead = visit.w("I did not get that.")
        await visit.say(_how_long(visit, await own(visit, contract_id), lead))
    else:
        await preview_freeze(visit, b.PreviewFreeze(contract_id, days))


async def preview_freeze(visit: Visit, button: b.PreviewFreeze) -> None:
    """The dialogue stays open: another number may be typed."""
    seen = await own(visit, button.contract_id)
    try:
        meant = await visit.read(
            pausing.freezing, button.contract_id, button.days, visit.person.id, visit.now
        )
    except NotValid as refusal:
        await visit.show(_how_long(visit, seen, not_valid(visit, refusal.field)))
        return
    await visit.show(_freeze_preview(visit, seen, meant, button.days))


def _freeze_preview(visit: Visit, seen: ContractView, meant: Freezing, days: int) -> Screen:
    w, calendar, contract = visit.w, visit.calendar, seen.contract
    until = meant.after.frozen_until
    before, after = (last_day(c, seen.trainer.zone, calendar) for c in (contract, meant.after))
    n = len(meant.inside)
    text = lines(
        w(
            "<b>Freeze {client}'s package until {day}</b> ({n} days)?",
            client=seen.client.name,
            day=calendar.day(until) if until else "",
            n=days,
        ),
        w("Valid until {before} → <b>{after}</b>.", before=before, after=after) if before else None,
        w.many("{n} session lies inside:", "{n} sessions lie inside:", n)
        if n
        else w("No session lies inside."),
        *named(meant.inside, calendar),
        w("Cancelled is free of charge, and each session goes back into the package.") if n else None,
    )
    out = [key(w.plain("‹ Not now"), b.OpenContract(contract.id))]
    freeze = b.Freeze(contract.id, contract.version, days, n, keep=False)
    if not n:
        return Screen(text, [out, [key(w.plain("❄️ Freeze"), freeze)]])
    stay = b.Freeze(contract.id, contract.version, days, n, keep=True)
    return Screen(
        text,
        [
            out,
            [key(w.plain("❄️ Freeze, cancel {n}", n=n), freeze)],
            [key(w.plain("❄️ Freeze, keep them"), stay)],
        ],
    )


async def freeze(visit: Visit, button: b.Freeze) -> None:
    await leave(visit, DIALOGUE)
    try:
        await visit.write(
            pausing.freeze,
            button.contract_id,
            button.days,
            visit.act(),
            version=button.version,
            keep=button.keep,
            affected=button.affected,
        )
    except ContractChanged as refusal:
        await show_changed(visit, refusal)
        return
    w = visit.w
    lead = w("❄️ Frozen.")
    if button.affected and not button.keep:
        lead = w.many(
            "❄️ Frozen, {n} session cancelled.", "❄️ Frozen, {n} sessions cancelled.", button.affected
        )
    await show_contract(visit, button.contract_id, lead)


# Ending early.


async def ask_end(visit: Visit, button: b.AskEnd) -> None:
    seen = await own(visit, button.contract_id)
    found = await visit.read(concluding.ending, button.contract_id, visit.person.id, visit.now)
    w, contract, n = visit.w, seen.contract, len(found.ahead)
    text = lines(
        w("<b>End {client}'s package now?</b> {name}", client=seen.client.name, name=called(contract, w)),
        w.many("{n} session ahead is cancelled:", "{n} sessions ahead are cancelled:", n) if n else None,
        *named(found.ahead, visit.calendar),
        *settlement(found, w),
    )
    keys = [
        [key(w.plain("‹ Keep it"), b.OpenContract(contract.id))],
        [key(w.plain("🛑 End it"), b.End(contract.id, contract.version, n))],
    ]
    await visit.show(Screen(text, keys))


def settlement(found: Ending, w: Words) -> list[Markup]:
    """What was used, what it comes to, and who then owes whom."""
    currency = found.contract.currency
    worth, paid = (money(Money(amount, currency), w) for amount in (found.worth, max(0, found.paid)))
    used = w.many(
        "Used: {n} session, worth {worth}. Paid: {paid}.",
        "Used: {n} sessions, worth {worth}. Paid: {paid}.",
        found.used,
        worth=worth,
        paid=paid,
    )
    return [used, balance(found.owed, found.refund, found.contract, w)]


def balance(owed: int, refund: int, contract: Contract, w: Words) -> Markup:
    if owed:
        return w("💰 Still to be paid: <b>{amount}</b>.", amount=money(Money(owed, contract.currency), w))
    if refund:
        return w("💰 To be given back: <b>{amount}</b>.", amount=money(Money(refund, contract.currency), w))
    return w("💰 Nobody owes anything.")


async def end(visit: Visit, button: b.End) -> None:
    try:
        ended = await visit.write(
            concluding.end_early,
            button.contract_id,
            visit.act(),
            version=button.version,
            affected=button.affected,
        )
    except ContractChanged as refusal:
        await show_changed(visit, refusal)
        return
    w = visit.w
    lead = lines(w("🛑 The package is ended."), balance(ended.owed, ended.refund, ended.contract, w))
    await show_contract(visit, button.contract_id, lead)
