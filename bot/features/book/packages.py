"""Which contract a session to be booked uses: said on the card, asked where it has to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.buttons import Rows, key
from bot.features.book import buttons as b
from bot.features.book.draft import SessionDraft
from bot.saying import Calendar, money
from bot.screen import Screen, lines
from bot.texts import Words
from core.conflicts import OffPackage
from core.money import Money
from core.people import Client, Trainer
from core.period import Period
from core.ports import Books
from core.progress import Progress, misfit, preferred
from core.use_cases import crediting
from core.zones import zone


@dataclass(frozen=True, slots=True)
class Whom:
    """The client with their open contracts of this kind; `uses`: the one that the session is to use."""

    client: Client
    open: Sequence[Progress] = ()
    fits: Sequence[Progress] = ()
    uses: Progress | None = None
    off: Sequence[OffPackage] = ()
    zone: str = ""

    @property
    def is_open_question(self) -> bool:
        """Several contracts fit, or none of those that there are."""
        return bool(self.off) or (self.uses is None and len(self.fits) > 1)


async def whom(books: Books, client: Client, s: SessionDraft, trainer: Trainer, now: datetime) -> Whom:
    """As `crediting.choose` would decide it now."""
    known = [p for p in await crediting.of_client(books, client.id) if p.contract.status.is_open]
    mine = [p for p in known if p.contract.kind.value == s.kind]
    if s.period is None or s.is_single:
        return Whom(client, mine, zone=trainer.zone)
    tz = zone(trainer.zone)
    reasons = [(p, misfit(p, s.period, p.contract.kind, now, tz)) for p in mine]
    asked = [(p, r) for p, r in reasons if s.contract_id in (None, p.contract.id)]
    fits = [p for p, reason in asked if reason is None]
    if s.contract_id is None:
        fits = preferred(fits)
    off = [OffPackage(r.contract_id, r.reason) for _, r in asked if r is not None]
    return Whom(client, mine, fits, fits[0] if len(fits) == 1 else None, () if fits else off, trainer.zone)


def client_line(whom: Whom, period: Period, w: Words) -> Markup:
    if whom.uses is None:
        return w("👤 {name}", name=whom.client.name)
    number, total = whom.uses.number_at(period.start), whom.uses.contract.total
    return w("👤 {name} · would be {n} of {total}", name=whom.client.name, n=number, total=total)


def price_line(s: SessionDraft, whom: Whom, trainer: Trainer, w: Words) -> Markup:
    if whom.uses is not None and whom.uses.contract.is_prepaid:
        return w("💰 in package")
    if s.price is not None:
        cost: Money | None = Money(s.price, trainer.currency)
    else:
        cost = whom.uses.contract.worth() if whom.uses else trainer.usual_price
    if cost is None:
        return w("💰 no price")
    if not cost.amount:
        return w("💰 free of charge")
    if whom.uses is None and whom.open:
        return w("💰 {price} · outside the package", price=money(cost, w))
    return w("💰 {price}", price=money(cost, w))


def question(draft: str, s: SessionDraft, whom: Whom, calendar: Calendar) -> Screen:
    """Which package, where it is not clear; and the way out of it."""
    w = calendar.w
    keys: Rows = [
        [key(name(p, w), b.PickPackage(draft, p.contract.id))]
        for p in whom.fits or whom.open
        if p.contract.id not in {o.contract_id for o in whom.off}
    ]
    keys.append([key(w.plain("Outside, paid singly"), b.PickPackage(draft, None))])
    keys.append([key(w.plain("🗓 Other time"), b.AskField(draft, "when"))] if whom.off else [])
    reasons = [why(o, whom, calendar) for o in whom.off]
    ask = w("<b>Book it outside the package?</b>") if whom.off else w("<b>Which package?</b>")
    last = key(w.plain("Discard"), b.Discard(draft))
    if not whom.is_open_question:
        last = key(w.plain("‹ Back"), b.AskField(draft, "card"))
    return Screen(lines(_head(s, whom, calendar), *reasons, ask), [*keys, [last]])


def _head(s: SessionDraft, whom: Whom, calendar: Calendar) -> Markup:
    if s.period is None:
        return calendar.w("👤 {name}", name=whom.client.name)
    when = calendar.period_named(s.period)
    return calendar.w("👤 {name} · 🗓 {when}", name=whom.client.name, when=when)


def name(known: Progress, w: Words) -> str:
    left = w.plain("{n} left", n=known.tally.left)
    return f"{known.contract.name} · {left}"


def why(off: OffPackage, whom: Whom, calendar: Calendar) -> Markup:
    """Why a contract cannot take the session."""
    w = calendar.w
    of = next((p for p in whom.open if p.contract.id == off.contract_id), None)
    called = of.contract.name if of else w.plain("the package")
    if off.reason == "no_credit" and of is not None:
        total, used = of.contract.total, of.tally.used
        return w(
            "📦 {name}: all {total} sessions are used or booked ({used} used).",
            name=called,
            total=total,
            used=used,
        )
    if off.reason == "frozen":
        return w("📦 {name} is frozen then.", name=called)
    last = of.contract.last_day(zone(whom.zone)) if of else None
    if last is None:
        return w("📦 {name} cannot take it.", name=called)
    return w("📦 {name} ends on {day}.", name=called, day=calendar.day(last))
