"""The trainer's money screens: everybody who owes, fees not settled yet, one client's account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TypeVar

from babel.dates import format_date
from markupsafe import Markup

from bot.buttons import Button, Key, Rows, in_rows, key, short
from bot.features.clients.buttons import OpenClient
from bot.features.money import buttons as b
from bot.features.money.view import AccountView, Overview
from bot.features.payment import method_name
from bot.features.penalty import Waive
from bot.saying import Calendar, money, takes
from bot.screen import Screen, lines
from bot.texts import Words
from core.account import Debtor, Entry, total
from core.charge import ChargeStatus, Payment
from core.money import Money
from core.people import ClientStatus

T = TypeVar("T")

#: So many debtors, or lines of an account, stand on one page.
PAGE = 8


def together(amounts: Sequence[Money], w: Words) -> str:
    """One amount a currency, with commas; nothing is none."""
    return ", ".join(money(m, w) for m in amounts)


def overview(seen: Overview, page: int, calendar: Calendar, lead: Markup | None = None) -> Screen:
    w = calendar.w
    owing = [d for d in seen.debtors if d.due]
    shown, page, last = _page(owing, page)
    month = format_date(calendar.today, "LLLL", locale=w.language)
    head = w("<b>Money</b> · {month}", month=month)
    came = together(seen.collected, w) or w.plain("nothing yet")
    text = lines(
        lead,
        "" if lead else None,
        head,
        w("Collected this month: <b>{amount}</b>", amount=came),
        _pending(seen, w),
        "",
        _owed(seen, len(owing), w),
        *(_debtor(one, seen, calendar) for one in shown),
    )
    fees = [key(w.plain("⚖️ Fees to decide"), b.ShowFees())] if seen.fees else []
    return Screen(text, [*in_rows(_accounts(shown, seen, w), 2), turn(page, last, b.ShowMoney), fees])


def _pending(seen: Overview, w: Words) -> Markup | None:
    if not seen.fees:
        return None
    count = w.many("{n} fee", "{n} fees", len(seen.fees))
    amount = together(total(seen.fees), w)
    return w("Pending, may be waived: {amount} · {count}", amount=amount, count=count)


def _owed(seen: Overview, count: int, w: Words) -> Markup:
    if not count:
        return w("Nobody owes you anything.")
    who = w.many("{n} client", "{n} clients", count)
    return w("To be paid: <b>{amount}</b> · {who}", amount=together(seen.due, w), who=who)


def _debtor(one: Debtor, seen: Overview, calendar: Calendar) -> Markup:
    w = calendar.w
    since = calendar.day(calendar.local(one.since or calendar.now).date())
    name, amount = seen.names.get(one.client_id, ""), together(one.due, w)
    return w("• <b>{name}</b> · {amount} · since {day}", name=name, amount=amount, day=since)


def _accounts(shown: Sequence[Debtor], seen: Overview, w: Words) -> list[Key]:
    return [key(short(seen.names.get(one.client_id, "")), b.OpenAccount(one.client_id)) for one in shown]


def fees(seen: Overview, page: int, calendar: Calendar) -> Screen:
    """Every fee with one tap to let it go; the others of its keys are on the session's card."""
    w = calendar.w
    back = [key(w.plain("‹ Back"), b.ShowMoney())]
    if not seen.fees:
        return Screen(w("<b>No fee is pending.</b>"), [back])
    shown, page, last = _page(seen.fees, page)
    told = [_fee(entry, seen, calendar) for entry in shown]
    keys = [key(_let_go(entry, seen, w), Waive(entry.charge.id)) for entry in shown]
    head = w("<b>Fees not settled yet.</b> Tap one to let it go.")
    return Screen(lines(head, *told), [*in_rows(keys, 1), turn(page, last, b.ShowFees), back])


def _fee(entry: Entry, seen: Overview, calendar: Calendar) -> Markup:
    w, charge = calendar.w, entry.charge
    booking, name = seen.bookings.get(charge.booking_id or 0), seen.names.get(charge.client_id, "")
    day = calendar.day(calendar.local(booking.starts_at if booking else charge.created_at).date())
    line = w("• {name} · {day} · {amount}", name=name, day=day, amount=money(entry.missing, w))
    if charge.objected_at is not None:
        return w("{line} · objects: you decide", line=line)
    if charge.due_at is None:
        return w("{line} · you decide", line=line)
    return w("{line} · due {when}", line=line, when=calendar.soon(charge.due_at))


def _let_go(entry: Entry, seen: Overview, w: Words) -> str:
    name = short(seen.names.get(entry.charge.client_id, ""))
    return w.plain("💚 {name} · {amount}", name=name, amount=money(entry.missing, w))


# One client.


def account(seen: AccountView, page: int, calendar: Calendar, lead: Markup | None = None) -> Screen:
    """What is open, then everything that was owed and paid, the newest first."""
    w = calendar.w
    history, page, last = _page(_history(seen, calendar), page)
    text = lines(
        lead,
        "" if lead else None,
        w("💰 <b>{name}</b>", name=seen.client.name),
        *owed_lines(seen, calendar),
        _surplus(seen, w),
        "" if history else None,
        *history,
    )
    return Screen(text, [*_account_keys(seen, w), _turn_account(seen, page, last), _away(seen, w)])


def _surplus(seen: AccountView, w: Words) -> Markup | None:
    """A session that was paid and then cancelled, a package that ended early."""
    if not seen.account.surplus:
        return None
    return w("To give back: <b>{amount}</b>", amount=together(seen.account.surplus, w))


def owed_lines(seen: AccountView, calendar: Calendar) -> list[Markup]:
    """The sum, since when, and each charge of which something is missing."""
    w, known = calendar.w, seen.account
    if not known.owed:
        return [w("Nothing is owed.")]
    said = []
    if known.due:
        since = calendar.day(calendar.local(known.since or calendar.now).date())
        amount = together(known.due_sums, w)
        said.append(w("To be paid: <b>{amount}</b>, since {day}", amount=amount, day=since))
    return [*said, *(owed_line(e, seen, calendar) for e in known.owed)]


def owed_line(entry: Entry, seen: AccountView, calendar: Calendar) -> Markup:
    w, charge = calendar.w, entry.charge
    line = w("• {what} · {amount}", what=seen.name(charge, calendar), amount=money(entry.missing, w))
    if entry.rest < charge.amount:
        line = w("{line} of {whole}", line=line, whole=money(charge.money, w))
    if entry.is_pending:
        return w("{line} · pending", line=line)
    return w("{line} · says it is paid", line=line) if charge.claimed_at else line


def _history(seen: AccountView, calendar: Calendar) -> list[Markup]:
    """Payments, and charges that are closed or settled."""
    closed = [(e, _closed(e, seen, calendar)) for e in seen.account.entries if not e.rest]
    told = [(e.charge.settled_at or e.since, line) for e, line in closed if line is not None]
    told += [(p.paid_at, _payment(p, calendar)) for p in seen.account.payments]
    return [line for _, line in sorted(told, key=itemgetter(0), reverse=True)]


def _closed(entry: Entry, seen: AccountView, calendar: Calendar) -> Markup | None:
    w, charge = calendar.w, entry.charge
    line = w("{what} · {amount}", what=seen.name(charge, calendar), amount=takes(charge, w))
    if charge.status is ChargeStatus.WAIVED:
        return w("💚 {line} · waived", line=line)
    if charge.status is ChargeStatus.VOID:
        # One that was closed by the way is no news: its session was cancelled, or corrected.
        return w("✖️ {line} · {reason}", line=line, reason=charge.reason) if charge.reason else None
    return w("☑️ {line}", line=line) if not charge.credit else w("⚖️ {line}", line=line)


def _payment(payment: Payment, calendar: Calendar) -> Markup:
    w = calendar.w
    day = calendar.day(calendar.local(payment.paid_at).date())
    amount, how = money(payment.money, w), method_name(payment.method, w)
    if payment.voided_at is not None:
        return w("💵 <s>{amount} {how} · {day}</s>", amount=amount, how=how, day=day)
    if payment.refund:
        return w("↩️ {amount} given back · {day}", amount=amount, day=day)
    return w("💵 {amount} {how} · {day}", amount=amount, how=how, day=day)


def _account_keys(seen: AccountView, w: Words) -> Rows:
    known, id_ = seen.account, seen.client.id
    pay = [key(w.plain("💵 Paid"), b.AskPay(id_)), key(w.plain("✂️ Part payment"), b.AskPart(id_))]
    ask = [key(w.plain("🔔 Remind"), b.RemindOfDebt(id_))] if seen.person else []
    qr = [key(w.plain("▦ QR"), b.ShowQr(id_))] if known.due else []
    back = [key(w.plain("↩️ Refund"), b.AskRefund(id_))] if any(map(known.returnable, known.kept)) else []
    void = [key(w.plain("✖️ Cross out"), b.AskVoid(id_))] if crossable(seen) else []
    return [pay if known.owed else [], [*(ask if known.due else []), *qr], [*back, *void]]


def crossable(seen: AccountView) -> list[Entry]:
    """A penalty is waived instead."""
    return [e for e in seen.account.owed if not e.charge.kind.is_penalty]


def _away(seen: AccountView, w: Words) -> list[Key]:
    back = key(w.plain("‹ Money"), b.ShowMoney())
    if seen.client.status is ClientStatus.ENDED:
        return [back]
    return [key(w.plain("👤 {name}", name=short(seen.client.name)), OpenClient(seen.client.id)), back]


def _turn_account(seen: AccountView, page: int, last: int) -> list[Key]:
    return turn(page, last, lambda n: b.OpenAccount(seen.client.id, n))


def turn(page: int, last: int, to: Callable[[int], Button]) -> list[Key]:
    """Pages turn around at the ends."""
    if not last:
        return []
    return [key("‹", to((page - 1) % (last + 1))), key("›", to((page + 1) % (last + 1)))]


def _page(found: Sequence[T], page: int) -> tuple[Sequence[T], int, int]:
    last = max(0, (len(found) - 1) // PAGE)
    page = max(0, min(page, last))
    return found[page * PAGE : (page + 1) * PAGE], page, last
