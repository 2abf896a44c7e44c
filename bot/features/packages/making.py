"""The line in which a package is typed: understood at once, asked for what is missing; and its changes."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from bot import answering
from bot.buttons import Button, Key, Rows, in_rows, key
from bot.dialogue import begin
from bot.features.clients.buttons import OpenClient
from bot.features.packages import buttons as b
from bot.features.packages import offers, reading
from bot.features.packages.agreeing import show_confirm
from bot.features.packages.buttons import DIALOGUE
from bot.features.packages.reading import Parts
from bot.refusals import not_valid
from bot.saying import money
from bot.saying_packages import number_of
from bot.screen import Screen, lines
from bot.visit import Visit
from core.booking import Kind
from core.contract import USUAL_DAYS, Billing, Offer, Package
from core.draft import Draft
from core.errors import NotFound, NotValid
from core.ports import Books
from core.use_cases import offering

_NUMBERS = (5, 10, 20, 30)


async def ask_new(visit: Visit, button: b.NewOffer) -> None:
    await begin(visit, DIALOGUE, "line")
    await visit.show(_question(visit, "line", {}))


async def ask_change(visit: Visit, button: b.AskChange) -> None:
    package = await visit.read(offering.own, button.package_id, visit.me.id)
    draft = await begin(visit, DIALOGUE, "change", package_id=package.id)
    await visit.show(_question(visit, "change", draft.fields))


async def ask_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_question(visit, draft.step, draft.fields, draft.key))


def _question(visit: Visit, step: str, fields: Any, draft: str = "", lead: Markup | None = None) -> Screen:
    w = visit.w
    asked = {
        "line": w("<b>What is in the package?</b> Type it in one line: “10 sessions 5tr 90 days”."),
        "sessions": w("<b>How many sessions?</b> Type the number, or tap."),
        "price": w("<b>How much is it in all?</b> Type it like “5tr” or “5.000.000”."),
        "change": w("<b>What shall change?</b> Type it: “12 sessions”, “6tr”, “60 days”, or a new name."),
    }
    out = [key(w.plain("‹ Back"), _way_back(fields))]
    return Screen(lines(lead, asked[step]), [*_choices(visit, step, fields, draft), out])


def _way_back(fields: Any) -> Button:
    if "client_id" in fields:
        return OpenClient(fields["client_id"])
    return b.OpenOffer(fields["package_id"]) if "package_id" in fields else b.OpenOffers()


def _choices(visit: Visit, step: str, fields: Any, draft: str) -> Rows:
    w = visit.w
    if step == "sessions":
        keys = [key(number_of(n, w), b.PickPart(draft, f"{n} sessions")) for n in _NUMBERS]
        return in_rows(keys, 2)
    usual, sessions = visit.me.usual_price, Parts.kept(fields).sessions
    if step != "price" or usual is None or not sessions:
        return []
    found = [usual.amount * sessions, usual.percent(90).amount * sessions]
    return [[_price_key(visit, draft, amount) for amount in dict.fromkeys(found) if amount]]


def _price_key(visit: Visit, draft: str, amount: int) -> Key:
    said = Offer("", 1, amount, visit.me.currency).cost
    return key(money(said, visit.w), b.PickPart(draft, str(amount)))


async def answer_line(visit: Visit, draft: Draft, text: str) -> None:
    """What is understood is kept, what is missing is asked. A whole session typed here is a session."""
    found = await reading.read(visit, text)
    if found.sessions is None and await reading.is_session_instead(visit, draft, text):
        return
    if found.is_empty:
        await visit.say(_question(visit, "line", draft.fields, draft.key, visit.w("I did not get that.")))
        return
    await _go_on(visit, draft, Parts.kept(draft.fields).with_more(found))


async def answer_sessions(visit: Visit, draft: Draft, text: str) -> None:
    number = reading.number(text)
    if number is None:
        await _once_more(visit, draft)
    else:
        await _go_on(visit, draft, Parts.kept(draft.fields).with_more(Parts(sessions=number)))


async def answer_price(visit: Visit, draft: Draft, text: str) -> None:
    """A bare number in đồng is probably thousands: that is asked back by the reader, not guessed."""
    found = await reading.read(visit, text)
    if found.price is None:
        await _once_more(visit, draft)
    else:
        await _go_on(visit, draft, Parts.kept(draft.fields).with_more(found))


async def _once_more(visit: Visit, draft: Draft) -> None:
    lead = visit.w("I did not get that.")
    await visit.say(_question(visit, draft.step, draft.fields, draft.key, lead))


async def pick_part(visit: Visit, button: b.PickPart) -> None:
    """Tapped in place of typing. A button of a question that was answered already asks the open one."""
    draft = await visit.read(lambda books: books.drafts.by_key(button.draft))
    if draft is None or draft.person_id != visit.person.id or draft.dialogue != DIALOGUE:
        await answering.unknown_button(visit)
    elif draft.step == "sessions":
        await answer_sessions(visit, draft, button.value)
    elif draft.step == "price" and button.value.isdecimal():
        parts = Parts.kept(draft.fields).with_more(Parts(price=int(button.value)))
        await _go_on(visit, draft, parts)
    else:
        await answering.unknown_button(visit)


async def _go_on(visit: Visit, draft: Draft, parts: Parts) -> None:
    """The next question, or the package as it is now."""
    fields = {**draft.fields, **parts.to_keep()}
    missing = "sessions" if parts.sessions is None else "price" if parts.price is None else None
    if missing is not None:
        draft = await begin(visit, DIALOGUE, missing, **fields)
        await visit.show(_question(visit, missing, fields, draft.key))
        return
    name = parts.name or number_of(parts.sessions or 0, visit.w)
    terms = Offer(
        name,
        parts.sessions or 0,
        parts.in_all or 0,
        visit.me.currency,
        USUAL_DAYS if parts.days is None else parts.days,
        parts.billing or Billing.PREPAID,
        parts.kind or Kind.PERSONAL,
    )
    await _keep(visit, draft, terms)


async def _keep(visit: Visit, draft: Draft, terms: Offer) -> None:
    """Typed for one client, it is agreed with that client next."""
    act = visit.act()

    async def work(books: Books) -> Package:
        package = await offering.offer(books, terms, act)
        await visit.close(books, draft)
        return package

    try:
        package = await visit.write(work)
    except NotValid as refusal:
        fields = {k: v for k, v in draft.fields.items() if k in ("client_id", "renews_id")}
        await begin(visit, DIALOGUE, "line", **fields)
        await visit.show(_question(visit, "line", fields, lead=not_valid(visit, refusal.field)))
        return
    if "client_id" in draft.fields:
        renews_id = draft.fields.get("renews_id")
        await show_confirm(visit, draft.fields["client_id"], package.offer, package.id, renews_id=renews_id)
    else:
        await visit.show(offers.one(visit, package, visit.w("✅ Added.")))


async def answer_change(visit: Visit, draft: Draft, text: str) -> None:
    if await reading.is_session_instead(visit, draft, text):
        return
    found, act = await reading.read(visit, text), visit.act()
    package_id = int(draft.fields["package_id"])

    async def work(books: Books) -> Package:
        package = await offering.own(books, package_id, visit.me.id)
        sessions = package.sessions if found.sessions is None else found.sessions
        said: dict[str, Any] = {"sessions": found.sessions, "price": found.with_more(Parts(sessions)).in_all}
        said |= {"days": found.days, "billing": found.billing, "name": _name(package, found, visit)}
        said["kind"] = found.kind
        changes = {name: value for name, value in said.items() if value is not None}
        changed = await offering.change(books, package.id, act, **changes)
        await visit.close(books, draft)
        return changed

    if found.is_empty:
        await _once_more(visit, draft)
        return
    try:
        package = await visit.write(work)
    except NotValid as refusal:
        lead = not_valid(visit, refusal.field)
        await visit.say(_question(visit, draft.step, draft.fields, draft.key, lead))
    except NotFound:
        await visit.close(draft=draft)
        raise
    else:
        await visit.show(
            offers.one(visit, package, visit.w("✅ Changed. What is agreed already stays as it is."))
        )


def _name(package: Package, found: Parts, visit: Visit) -> str | None:
    """A name that only says the number of sessions follows it."""
    if found.name is None and found.sessions and package.name == number_of(package.sessions, visit.w):
        return number_of(found.sessions, visit.w)
    return found.name
