"""What ending a relation would mean, what it meant, and those with whom a trainer has parted."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.buttons import Key, Rows, in_rows, key, short
from bot.features.clients import buttons as b
from bot.features.clients.buttons import OpenClient, ShowClients
from bot.going import Go
from bot.saying import Calendar, money
from bot.screen import Screen, lines
from bot.texts import Words
from core.money import Money
from core.people import Client, Side, Trainer
from core.use_cases.concluding import Ending
from core.use_cases.ending import Parting

PAGE = 10
_NAMED = 8


def confirm(found: Parting, calendar: Calendar, lead: Markup | None = None) -> Screen:
    """The way back first."""
    w, client = calendar.w, found.client
    by_trainer = found.side is Side.TRAINER
    head = (
        w("<b>End with {name}?</b>", name=client.name)
        if by_trainer
        else w("<b>Leave Coach {name}?</b>", name=found.trainer.name)
    )
    stay = OpenClient(client.id) if by_trainer else Go("settings")
    end = w.plain("👋 End it") if by_trainer else w.plain("👋 Leave")
    text = lines(lead, "" if lead else None, head, *_meaning(found, calendar), _afterwards(found, w))
    return Screen(text, [[key(w.plain("‹ Stay together"), stay), key(end, b.EndIt(client.id, found.mark))]])


def _meaning(found: Parting, calendar: Calendar) -> list[Markup]:
    """Sessions, contracts, debts."""
    w, ahead = calendar.w, found.ahead
    told = []
    if ahead:
        told.append(
            w.many(
                "{n} session ahead is cancelled free of charge:",
                "{n} sessions ahead are cancelled free of charge:",
                len(ahead),
            )
        )
        told += [w("✖️ {when}", when=calendar.period(x.period)) for x in ahead[:_NAMED]]
        rest = len(ahead) - _NAMED
        told += [w.many("… and {n} more", "… and {n} more", rest)] if rest > 0 else []
    told += [contract_line(e, w) for e in found.contracts]
    owed = ", ".join(money(m, w) for m in found.debts)
    return [*told, *([w("💰 Still to be paid: <b>{amount}</b>. That stays.", amount=owed)] if owed else [])]


def contract_line(ending: Ending, w: Words) -> Markup:
    """The package with what is owed, or comes back."""
    contract = ending.contract
    facts = {"name": contract.name, "used": ending.used, "total": contract.total}
    if ending.refund:
        amount = money(Money(ending.refund, contract.currency), w)
        return w(
            "📦 {name} ends: {used} of {total} used, <b>{amount}</b> to give back.", amount=amount, **facts
        )
    if ending.owed:
        amount = money(Money(ending.owed, contract.currency), w)
        return w("📦 {name} ends: {used} of {total} used, <b>{amount}</b> to pay.", amount=amount, **facts)
    return w("📦 {name} ends: {used} of {total} used, all settled.", **facts)


def _afterwards(found: Parting, w: Words) -> Markup:
    if found.side is Side.CLIENT:
        return w("Your past sessions stay here for you. A new invitation brings you back.")
    if found.client.person_id is None:
        return w(
            "The history stays with you. Nobody is told: {name} is not on Telegram.", name=found.client.name
        )
    return w("{name} is told once. The history stays with both of you.", name=found.client.name)


def ended(found: Parting, w: Words) -> Screen:
    if found.side is Side.CLIENT:
        text = w(
            "👋 You have left Coach {name}, and they have been told. All the best!", name=found.trainer.name
        )
        return Screen(text, [[key(w.plain("🗓 My sessions"), Go("sessions"))]])
    told = (
        w("👋 Ended. {name} has been told.", name=found.client.name)
        if found.client.person_id is not None
        else w("👋 Ended. {name} is not on Telegram: please tell them.", name=found.client.name)
    )
    rows = [
        [key(w.plain("👤 History"), OpenClient(found.client.id)), key(w.plain("‹ Clients"), ShowClients())]
    ]
    return Screen(told, rows)


def told_to_client(trainer: Trainer, sessions: int, contracts: Sequence[Markup], w: Words) -> Screen:
    text = lines(
        w("👋 <b>Coach {name} has ended your time together.</b>", name=trainer.name),
        _cancelled(sessions, w),
        *contracts,
        w("Your past sessions stay here for you. Thank you for training!"),
    )
    return Screen(text, [[key(w.plain("🗓 My sessions"), Go("sessions"))]])


def told_to_trainer(client: Client, sessions: int, contracts: Sequence[Markup], w: Words) -> Screen:
    text = lines(
        w("👋 <b>{name} has left.</b>", name=client.name),
        _cancelled(sessions, w),
        *contracts,
        w("The history stays with you, and you can invite them again."),
    )
    return Screen(text, [[key(w.plain("👤 History"), OpenClient(client.id, below=True))]])


def _cancelled(sessions: int, w: Words) -> Markup | None:
    if not sessions:
        return None
    return w.many(
        "{n} session ahead is cancelled, free of charge.",
        "{n} sessions ahead are cancelled, free of charge.",
        sessions,
    )


def which_coach(coaches: Sequence[tuple[Client, Trainer]], w: Words) -> Screen:
    if not coaches:
        return Screen(w("You have no coach here at the moment."), [[key(w.plain("‹ Back"), Go("settings"))]])
    keys = [key(w.plain("Coach {name}", name=short(t.name)), b.AskEnd(c.id)) for c, t in coaches]
    return Screen(w("<b>Which coach do you want to leave?</b>"), [*in_rows(keys, 2), [_to_settings(w)]])


def _to_settings(w: Words) -> Key:
    return key(w.plain("‹ Back"), Go("settings"))


def former(clients: Sequence[Client], page: int, calendar: Calendar) -> Screen:
    w = calendar.w
    back = [key(w.plain("‹ Clients"), ShowClients())]
    if not clients:
        return Screen(w("Nobody: all your clients are on your list."), [back])
    last = (len(clients) - 1) // PAGE
    page = max(0, min(page, last))
    shown = clients[page * PAGE : (page + 1) * PAGE]
    body = [
        w("👋 <b>{name}</b> · until {day}", name=c.name, day=calendar.day(calendar.local(c.ended_at).date()))
        for c in shown
        if c.ended_at is not None
    ]
    rows: Rows = in_rows([key(short(c.name), OpenClient(c.id)) for c in shown], 2)
    turn = [
        key("‹", b.FormerClients((page - 1) % (last + 1))),
        key("›", b.FormerClients((page + 1) % (last + 1))),
    ]
    return Screen(lines(w("<b>Former clients</b>"), *body), [*rows, turn if last else [], back])
