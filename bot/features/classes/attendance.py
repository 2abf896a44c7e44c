"""The list of who was there: ticked, saved with one tap, put right within a week; then who has paid."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot import cards
from bot.buttons import Key, Rows, in_rows, key, short
from bot.features.classes import buttons as b
from bot.features.classes.buttons import Seats
from bot.features.classes.card import head
from bot.features.leading import OpenClass
from bot.features.session import OpenSession
from bot.saying import money
from bot.screen import Screen, lines
from bot.session_view import SessionView
from bot.texts import Words
from bot.visit import Visit
from core.booking import Booking, Status
from core.charge import Method
from core.errors import AlreadyPaid
from core.ports import Books
from core.use_cases import money as rules
from core.use_cases.classes import attendance, roster
from core.use_cases.classes.roster import Roster

A_PAGE = 20


def _as_said(known: Roster) -> set[int]:
    """As it was said before; before anything was said, everybody was there."""
    return {s.seat for s in known.seats if s.status is not Status.NO_SHOW}


async def open_list(visit: Visit, button: b.Attendance) -> None:
    known = await visit.read(roster.seen, button.class_id, visit.person.id)
    there = _as_said(known) if button.there is None else button.there.numbers
    await visit.show(listing(visit, known, there, button.page))


def listing(visit: Visit, known: Roster, there: set[int], page: int) -> Screen:
    w, group = visit.w, known.group
    text = lines(
        *head(known, visit.calendar),
        w("<b>Who was there?</b> Tap whoever was not, then [Save]."),
        _counted(known, there, visit),
    )
    return Screen(
        text, list_keys(visit.w, known, there, page, back=key(w.plain("‹ Back"), OpenClass(group.id)))
    )


def _counted(known: Roster, there: set[int], visit: Visit) -> Markup:
    came = sum(s.seat in there for s in known.seats)
    return visit.w("✅ {came} · — {away}", came=came, away=known.taken - came)


def list_keys(w: Words, known: Roster, there: set[int], page: int, back: Key) -> Rows:
    """A button a head; it carries the list as it would be after the tap."""
    id_ = known.group.id
    pages = max(1, -(-known.taken // A_PAGE))
    page = min(max(page, 0), pages - 1)
    keys = [
        key(
            f"{'✅' if s.seat in there else '—'} {short(known.name(s))}",
            b.Attendance(id_, page, Seats.of(there ^ {s.seat})),
        )
        for s in known.seats[page * A_PAGE : (page + 1) * A_PAGE]
    ]
    now = Seats.of(there)
    turn = [key("‹", b.Attendance(id_, page - 1, now))] if page else []
    turn += [key("›", b.Attendance(id_, page + 1, now))] if page < pages - 1 else []
    everybody = Seats.of(s.seat for s in known.seats)
    last = [
        key(w.plain("All were there"), b.SaveList(id_, everybody)),
        key(w.plain("💾 Save"), b.SaveList(id_, now)),
    ]
    return [*in_rows(keys, 2), turn, last, [back]]


async def save(visit: Visit, button: b.SaveList) -> None:
    """Each head is charged or missed by itself; what it means stands below."""
    known = await visit.read(roster.seen, button.class_id, visit.person.id)
    there = button.there.numbers
    present = [s.id for s in known.seats if s.seat in there]
    held = await visit.write(attendance.save, button.class_id, present, visit.act())
    await visit.show(saved(visit, held))


def saved(visit: Visit, held: Roster) -> Screen:
    w = visit.w
    away = [s for s in held.seats if s.status is Status.NO_SHOW]
    names = ", ".join(held.name(s) for s in away)
    text = lines(
        w(
            "☑️ <b>{name}</b>: {n} of {total} were there.",
            name=held.group.name,
            n=held.taken - len(away),
            total=held.taken,
        ),
        w("🚫 Not there: {names}. Tap a name to waive a fee.", names=names) if away else None,
    )
    keys = [key(f"🚫 {short(held.name(s))}", OpenSession(s.id)) for s in away]
    last = [key(w.plain("🤸 Class"), OpenClass(held.group.id))]
    if any(s.status is Status.COMPLETED for s in held.seats):
        last.insert(0, key(w.plain("💵 Payments"), b.HeadsPaid(held.group.id, 0)))
    return Screen(text, [*in_rows(keys, 2), last])


# Payments.


async def _views(visit: Visit, seats: Sequence[Booking]) -> list[SessionView]:
    async def work(books: Books) -> list[SessionView]:
        return [await cards.view(books, s.id, visit.person.id, visit.now) for s in seats]

    return await visit.read(work)


async def payments(visit: Visit, button: b.HeadsPaid) -> None:
    await visit.show(await _payments(visit, button.class_id, button.page))


async def _payments(visit: Visit, class_id: int, page: int) -> Screen:
    """Of those who were there: who has paid, is in a package, or still owes it."""
    known, w = await visit.read(roster.seen, class_id, visit.person.id), visit.w
    there = [s for s in known.seats if s.status is Status.COMPLETED]
    pages = max(1, -(-len(there) // A_PAGE))
    page = min(max(page, 0), pages - 1)
    seen = await _views(visit, there[page * A_PAGE : (page + 1) * A_PAGE])
    told = [w("• {name} {how}", name=s.client.name, how=cards.price_line(s, w) or "") for s in seen]
    keys = [
        key(w.plain("💵 {name}", name=short(s.client.name)), b.AskHow(class_id, s.booking.id))
        for s in seen
        if s.owed is not None
    ]
    turn = [key("‹", b.HeadsPaid(class_id, page - 1))] if page else []
    turn += [key("›", b.HeadsPaid(class_id, page + 1))] if page < pages - 1 else []
    hint = w("Tap whoever pays now:") if keys else None
    text = lines(w("💵 <b>{name}</b>: payments", name=known.group.name), *told, hint)
    return Screen(text, [*in_rows(keys, 2), turn, [key(w.plain("🤸 Class"), OpenClass(class_id))]])


async def ask_how(visit: Visit, button: b.AskHow) -> None:
    """The second tap says how."""
    w, seen = visit.w, await visit.read(cards.view, button.booking_id, visit.me.id, visit.now)
    if seen.owed is None or seen.booking.class_id != button.class_id:
        await visit.show(await _payments(visit, button.class_id, 0))
        return
    after = sum(p.voided_at is None for p in seen.payments)
    labels = [(Method.CASH, w.plain("💵 Paid cash")), (Method.TRANSFER, w.plain("🏦 Transfer"))]
    labels.append((Method.CARD, w.plain("💳 Card")))
    keys = [key(label, b.HeadPaid(button.class_id, button.booking_id, m, after)) for m, label in labels]
    text = w("<b>{name} has paid {amount}: how?</b>", name=seen.client.name, amount=money(seen.owed, w))
    back = key(w.plain("‹ Back"), b.HeadsPaid(button.class_id, 0))
    await visit.show(Screen(text, [keys, [back]]))


async def paid(visit: Visit, button: b.HeadPaid) -> None:
    try:
        await visit.write(rules.pay, button.booking_id, button.method, visit.act(), after=button.after)
    except AlreadyPaid:
        await visit.toast(visit.w.plain("It is paid."))
    await visit.show(await _payments(visit, button.class_id, 0))
