"""What people are told about money: receipts, what was given back or crossed out, claims, debts."""

from __future__ import annotations

from markupsafe import Markup

from bot.buttons import Rows, key
from bot.features import penalty
from bot.features.money import buttons as b
from bot.features.money import screens
from bot.features.money.view import AccountView, account_view
from bot.features.payment import method_name
from bot.notices import Telling
from bot.saying import Calendar, money
from bot.screen import Screen, lines
from core.account import total
from core.charge import ChargeStatus, Method, Payment
from core.money import Money
from core.people import Side
from core.use_cases import claiming


async def _seen(telling: Telling) -> tuple[AccountView, Calendar]:
    seen = await account_view(telling.books, telling.facts["client_id"], telling.reader.id)
    return seen, telling.calendar(seen.zone)


def _payments(telling: Telling, seen: AccountView) -> list[Payment]:
    return [p for p in seen.account.payments if p.id in telling.facts["payment_ids"]]


def _sum(payments: list[Payment]) -> Money:
    return Money(sum(p.amount for p in payments), payments[0].currency)


async def receipt(telling: Telling) -> Screen | None:
    """To the client; to the trainer for what was paid inside Telegram."""
    seen, calendar = await _seen(telling)
    payments, w = _payments(telling, seen), telling.w
    if telling.facts.get("taken_back"):
        amount, name = money(_sum(payments), w), seen.trainer.name
        return Screen(
            w(
                "↩️ Coach {name} had noted {amount} by mistake: that receipt does not count.",
                name=name,
                amount=amount,
            )
        )
    payments = [p for p in payments if p.voided_at is None]
    if not payments:
        return None
    if seen.side is Side.TRAINER:
        return _to_trainer(telling, seen, payments)
    how = method_name(payments[0].method, w)
    head = w("🧾 <b>{amount} received</b>, {how}. Thank you!", amount=money(_sum(payments), w), how=how)
    coach = w("Coach {name} · {day}", name=seen.trainer.name, day=calendar.day(calendar.today))
    return Screen(lines(head, *_for_what(payments, seen, calendar), coach, _still(seen, calendar)))


def _to_trainer(telling: Telling, seen: AccountView, payments: list[Payment]) -> Screen:
    w, over = telling.w, telling.facts.get("over", 0)
    amount, name = money(_sum(payments), w), seen.client.name
    head = w("💳 <b>{name} has paid {amount}</b> through Telegram.", name=name, amount=amount)
    more = None
    if over:
        much = money(Money(over, payments[0].currency), w)
        more = w("That is {amount} more than was owed: you may want to give it back.", amount=much)
    return Screen(lines(head, more), [[b.account_key(seen.client.id, w)]])


def _for_what(payments: list[Payment], seen: AccountView, calendar: Calendar) -> list[Markup]:
    w, found = calendar.w, []
    for payment in payments:
        entry = seen.account.entry(payment.charge_id)
        what = seen.name(entry.charge, calendar) if entry else ""
        line = w("• {what} · {amount}", what=what, amount=money(payment.money, w))
        found.append(line if len(payments) > 1 else w("• {what}", what=what))
    return found


def _still(seen: AccountView, calendar: Calendar) -> Markup | None:
    if not seen.account.due:
        return None
    w = calendar.w
    return w("Still to be paid: {amount}", amount=screens.together(seen.account.due_sums, w))


async def refunded(telling: Telling) -> Screen | None:
    seen, _ = await _seen(telling)
    payments, w = _payments(telling, seen), telling.w
    if not payments:
        return None
    amount, name = money(_sum(payments), w), seen.trainer.name
    return Screen(w("↩️ <b>Coach {name} has given {amount} back to you.</b>", name=name, amount=amount))


async def let_off(telling: Telling) -> Screen | None:
    """A fee that was waived, or a session or package that was crossed out."""
    charge = await telling.books.charges.get(telling.facts["charge_id"])
    if charge.kind.is_penalty:
        return await penalty.waived(telling)
    if charge.status is not ChargeStatus.VOID:
        return None
    seen, calendar = await _seen(telling)
    w = telling.w
    text = w(
        "💚 <b>Coach {name} has crossed out {amount}</b> ({what}): you do not owe it.",
        name=seen.trainer.name,
        amount=money(charge.money, w),
        what=seen.name(charge, calendar),
    )
    return Screen(text)


async def claimed(telling: Telling) -> Screen | None:
    """To the trainer: has it arrived? To the client: not yet."""
    seen, calendar = await _seen(telling)
    if seen.side is Side.CLIENT:
        return _not_arrived(telling, seen, calendar)
    at, w = telling.facts["claimed"], telling.w
    said = claiming.claimed(seen.account, at)
    if not said:
        return None
    amount = screens.together(total(said), w)
    head = w(
        "💬 <b>{name} has paid {amount}</b>, they say. Has it arrived?", name=seen.client.name, amount=amount
    )
    yes = key(w.plain("✅ Yes, received"), b.Received(seen.client.id, at, Method.TRANSFER))
    cash = key(w.plain("💵 Yes, in cash"), b.Received(seen.client.id, at, Method.CASH))
    no = key(w.plain("Not yet"), b.NotYet(seen.client.id, at))
    return Screen(lines(head, *(screens.owed_line(e, seen, calendar) for e in said)), [[yes, no], [cash]])


def _not_arrived(telling: Telling, seen: AccountView, calendar: Calendar) -> Screen | None:
    due = [e for e in seen.account.due if e.charge.id in telling.facts["charge_ids"]]
    if not due or any(e.charge.claimed_at for e in due):
        return None
    w, name = telling.w, seen.trainer.name
    amount = screens.together(total(due), w)
    text = w(
        "Coach {name} cannot see your {amount} yet. A transfer may take a while; please look whether it "
        "went out, and tap [I have paid] again then.",
        name=name,
        amount=amount,
    )
    return Screen(text, _ways(seen, telling))


def _ways(seen: AccountView, telling: Telling) -> Rows:
    w = telling.w
    return [[b.how_key(seen.client.id, w), key(w.plain("✅ I have paid"), b.IHavePaid(seen.client.id))]]


async def debt(telling: Telling) -> Screen | None:
    """Nothing when it was paid meanwhile, or the client has said so."""
    seen, calendar = await _seen(telling)
    open_ones = [e for e in seen.account.due if e.charge.claimed_at is None]
    if seen.side is not Side.CLIENT or not open_ones:
        return None
    w, name = telling.w, seen.trainer.name
    since = calendar.day(calendar.local(open_ones[0].since).date())
    amount = screens.together(total(open_ones), w)
    head = w(
        "🔔 A reminder: <b>{amount}</b> to Coach {name}, since {day}.", amount=amount, name=name, day=since
    )
    listed = [screens.owed_line(e, seen, calendar) for e in open_ones[: screens.PAGE]]
    return Screen(lines(head, *(listed if len(open_ones) > 1 else [])), _ways(seen, telling))
