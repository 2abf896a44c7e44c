"""A client has paid: which charges (by ticks) or how much (typed), and how; one receipt for all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from bot import answering, dialogue
from bot.buttons import Key, Rows, in_rows, key
from bot.feature import Who
from bot.features.money import buttons as b
from bot.features.money import screens
from bot.features.money.reading import guessed, read_payment
from bot.features.money.view import AccountView, account_view
from bot.features.payment import method_name
from bot.reading import is_session
from bot.saying import money
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.account import Entry
from core.charge import Method, Payment
from core.draft import Draft
from core.errors import AccountChanged, AlreadyPaid, NotFound
from core.money import Money
from core.people import Side
from core.ports import Books
from core.use_cases import settling

DIALOGUE = "paying"
#: More ticks than these make no screen: the oldest come first, and are paid first.
_MOST_TICKS = 20


async def own(visit: Visit, client_id: int) -> AccountView:
    """NotFound for another trainer's client."""
    seen = await visit.read(account_view, client_id, visit.person.id)
    if seen.side is not Side.TRAINER:
        raise NotFound
    return seen


async def show_account(visit: Visit, client_id: int, lead: Markup | None = None, page: int = 0) -> None:
    await visit.show(screens.account(await own(visit, client_id), page, visit.calendar, lead))


async def ask_pay(visit: Visit, button: b.AskPay) -> None:
    """All that is due is ticked at first, or the one charge that was meant."""
    seen = await own(visit, button.client_id)
    if not seen.account.owed:
        await show_account(visit, button.client_id, visit.w("It is paid."))
        return
    first = button.charge_id
    ids = [e.charge.id for e in _same_currency(seen.account.due or seen.account.owed)]
    if first is not None and any(e.charge.id == first for e in seen.account.owed):
        ids = [first]
    draft = await dialogue.begin(visit, DIALOGUE, "pay", client_id=button.client_id, charges=ids)
    await visit.show(_screen(seen, draft, visit))


def _same_currency(found: Sequence[Entry]) -> list[Entry]:
    """What is paid at once is paid in one currency."""
    return [e for e in found if e.charge.currency == found[0].charge.currency]


async def ask_part(visit: Visit, button: b.AskPart) -> None:
    seen = await own(visit, button.client_id)
    if not seen.account.owed:
        await show_account(visit, button.client_id, visit.w("It is paid."))
        return
    ids = [e.charge.id for e in _same_currency(seen.account.due or seen.account.owed)]
    fields = {"client_id": button.client_id, "charges": ids, "part": True}
    draft = await dialogue.begin(visit, DIALOGUE, "pay", **fields)
    await visit.show(_screen(seen, draft, visit))


async def tick(visit: Visit, button: b.Tick) -> None:
    draft = _draft(visit, button.client_id)
    if draft is None:
        await ask_pay(visit, b.AskPay(button.client_id, button.charge_id))
        return
    seen = await own(visit, button.client_id)
    ids = set(draft.fields["charges"]) ^ {button.charge_id}
    kept = [e for e in seen.account.owed if e.charge.id in ids]
    tapped = seen.account.entry(button.charge_id)
    if tapped is not None and tapped in kept:
        kept = [e for e in kept if e.charge.currency == tapped.charge.currency]
    fields = {"client_id": button.client_id, "charges": [e.charge.id for e in kept]}
    draft = await visit.save(replace(draft, fields=fields))
    await visit.show(_screen(seen, draft, visit))


def _draft(visit: Visit, client_id: int) -> Draft | None:
    draft = visit.draft
    ours = draft is not None and draft.dialogue == DIALOGUE and draft.fields.get("client_id") == client_id
    return draft if ours else None


def _chosen(seen: AccountView, draft: Draft) -> list[Entry]:
    return [e for e in seen.account.owed if e.charge.id in draft.fields["charges"]]


def _amount(seen: AccountView, draft: Draft) -> Money | None:
    """What was typed, else the whole of what is ticked."""
    chosen = _chosen(seen, draft)
    if not chosen:
        return None
    whole = Money(sum(e.rest for e in chosen), chosen[0].charge.currency)
    part = draft.fields.get("amount")
    return Money(part, whole.currency) if part is not None and part <= whole.amount else whole


def _screen(
    seen: AccountView, draft: Draft, visit: Visit, lead: Markup | None = None, meant: Money | None = None
) -> Screen:
    """`meant`: an amount that what was typed may stand for."""
    w, name, amount = visit.w, seen.client.name, _amount(seen, draft)
    if meant is not None:
        how: Rows = [_how(seen, meant, w)]
        question = w("<b>Do you mean {amount}?</b> How was it paid?", amount=money(meant, w))
    elif draft.fields.get("part") and "amount" not in draft.fields:
        how = []
        question = w("<b>How much has {name} paid?</b> Type it: “2tr”, “500k cash”, “500k ck”.", name=name)
    elif amount is None:
        how, question = [], w("<b>What has {name} paid?</b> Tick it.", name=name)
    else:
        how = [_how(seen, amount, w)]
        question = w("<b>{name} pays {amount}: how?</b>", name=name, amount=money(amount, w))
    hint = None
    if not draft.fields.get("part"):
        hint = w("Tick what is paid, or type an amount: “2tr”, “500k cash”.")
    owed = screens.owed_lines(seen, visit.calendar)
    ticks = [] if draft.fields.get("part") else _ticks(seen, draft, visit)
    back = [key(w.plain("‹ Back"), b.OpenAccount(seen.client.id))]
    return Screen(lines(lead, "" if lead else None, *owed, "", question, hint), [*ticks, *how, back])


def _ticks(seen: AccountView, draft: Draft, visit: Visit) -> Rows:
    """One charge alone needs none."""
    owed, chosen = seen.account.owed, draft.fields["charges"]
    if len(owed) < 2:
        return []
    keys = [
        key(
            f"{'☑️' if e.charge.id in chosen else '▫️'} {seen.name(e.charge, visit.calendar)}",
            b.Tick(seen.client.id, e.charge.id),
        )
        for e in owed[:_MOST_TICKS]
    ]
    return in_rows(keys, 1)


def _how(seen: AccountView, amount: Money, w: Words) -> list[Key]:
    labels = {
        Method.CASH: w.plain("💵 Cash"),
        Method.TRANSFER: w.plain("🏦 Transfer"),
        Method.CARD: w.plain("💳 Card"),
    }
    return [_pay_key(label, seen, method, amount.amount) for method, label in labels.items()]


def _pay_key(label: str, seen: AccountView, method: Method, amount: int) -> Key:
    return key(label, b.PayNow(seen.client.id, method, amount, len(seen.account.kept)))


async def pay_now(visit: Visit, button: b.PayNow) -> None:
    """What is tapped is what was shown: another amount, or a payment in between, shows it anew."""
    draft = _draft(visit, button.client_id)
    charges = None if draft is None else draft.fields["charges"]
    await _pay(visit, button.client_id, button.method, draft, charges, button.amount, button.after)


async def _pay(
    visit: Visit,
    client_id: int,
    method: Method,
    draft: Draft | None,
    charges: Sequence[int] | None,
    amount: int,
    after: int | None,
) -> None:
    act = visit.act()

    async def work(books: Books) -> Sequence[Payment]:
        paid = await settling.pay(
            books, client_id, method, act, charge_ids=charges, amount=amount, after=after
        )
        if draft is not None:
            await visit.close(books, draft)
        return paid

    try:
        paid = await visit.write(work)
    except (AccountChanged, AlreadyPaid):
        await dialogue.leave(visit, DIALOGUE)
        await show_account(visit, client_id, visit.w("This has changed since. Here is how it is now."))
    else:
        await show_account(visit, client_id, _noted(paid, method, visit.w))


def _noted(paid: Sequence[Payment], method: Method, w: Words) -> Markup:
    whole = Money(sum(p.amount for p in paid), paid[0].currency)
    return w("💰 <b>{amount}</b> {how}, noted.", amount=money(whole, w), how=method_name(method, w))


async def ask_again(visit: Visit, draft: Draft) -> None:
    seen = await own(visit, draft.fields["client_id"])
    await visit.say(_screen(seen, draft, visit))


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    """An amount, a way to pay, or both; a whole new session typed here opens its own card."""
    if await is_session(visit, text) and await answering.read_as_line(visit, Who.TRAINER):
        return
    seen = await own(visit, draft.fields["client_id"])
    said = await read_payment(visit, text)
    if said is None:
        lead = visit.w("I did not get that. Type it like “2tr”, “500k cash” or “500k transfer”.")
        await visit.say(_screen(seen, draft, visit, lead, guessed(visit, text)))
        return
    whole = _amount(seen, replace(draft, fields={**draft.fields, "amount": None}))
    if whole is None or (said.amount is not None and not _fits(said.amount, whole)):
        most = money(whole, visit.w) if whole else visit.w.plain("nothing")
        lead = visit.w("That is more than is owed: {amount}.", amount=most)
        await visit.say(_screen(seen, draft, visit, lead))
        return
    amount = said.amount or whole
    if said.method is not None:
        charges = draft.fields["charges"]
        await _pay(visit, seen.client.id, said.method, draft, charges, amount.amount, None)
        return
    draft = await visit.save(replace(draft, fields={**draft.fields, "amount": amount.amount}))
    await visit.say(_screen(seen, draft, visit))


def _fits(amount: Money, whole: Money) -> bool:
    return amount.currency == whole.currency and amount <= whole
