"""Packages in words: what was used of one, until when it is valid, what it costs and what it takes."""

from __future__ import annotations

from markupsafe import Markup

from bot.saying import Calendar, money
from bot.terms import share
from bot.texts import Words
from core.contract import Billing, Contract, Offer
from core.money import Money
from core.policy import Forfeit, Policy
from core.progress import Progress, Tally
from core.zones import zone

_CELLS = 10


def bar(tally: Tally) -> str:
    """Used, booked, left; what is there at all shows in at least one cell."""
    total = max(1, tally.total)
    used = _cells(tally.used, total)
    booked = min(_cells(tally.booked, total), _CELLS - used)
    return "█" * used + "▓" * booked + "░" * (_CELLS - used - booked)


def _cells(sessions: int, total: int) -> int:
    return min(_CELLS, max(1, round(sessions * _CELLS / total))) if sessions else 0


def counts(tally: Tally, w: Words) -> Markup:
    """3 done · 2 booked · 5 left."""
    said = [w("{n} done", n=tally.completed)]
    said += [w("{n} forfeited", n=tally.forfeited)] if tally.forfeited else []
    return Markup(" · ").join([*said, w("{n} booked", n=tally.booked), w("{n} left", n=tally.left)])


def called(of: Offer | Contract, w: Words) -> str:
    """Its name, with the number of sessions where the name does not say it, and what was added by hand."""
    name = of.name if str(of.sessions) in of.name else f"{of.name} · {number_of(of.sessions, w)}"
    return f"{name} {of.adjustments:+}" if isinstance(of, Contract) and of.adjustments else name


def number_of(sessions: int, w: Words) -> str:
    return str(w.many("{n} session", "{n} sessions", sessions))


def change_of(sessions: int, w: Words) -> str:
    """+1 session, −2 sessions."""
    return f"{'+' if sessions > 0 else '−'}{number_of(abs(sessions), w)}"


def days_more(days: int, w: Words) -> Markup:
    return w.many("{n} day more", "{n} days more", days)


def last_day(contract: Contract, place_zone: str, calendar: Calendar) -> str | None:
    """Inclusive; nothing before a session is booked."""
    last = contract.last_day(zone(place_zone))
    return None if last is None else calendar.day(last)


def brief(known: Progress, place_zone: str, calendar: Calendar) -> Markup:
    """One line: name, what was used of it, until when."""
    w, last = calendar.w, last_day(known.contract, place_zone, calendar)
    until = w(" · until {day}", day=last) if last else Markup()
    return w(
        "📦 {name}: {counts}{until}",
        name=known.contract.name,
        counts=counts(known.tally, w),
        until=until,
    )


def terms(of: Offer | Contract, policy: Policy, coach: str, until: str | None, w: Words) -> list[Markup]:
    """The five lines that a client agrees to."""
    days = of.days + (of.more_days if isinstance(of, Contract) else 0)
    valid = w("⏳ Valid until {day}", day=until) if until else None
    return [
        w("📦 <b>{name}</b> with Coach {coach}", name=called(of, w), coach=coach),
        w("💰 {cost}", cost=costs(of, w)),
        valid or w("⏳ Valid for {n} days from the first session", n=days),
        *cancelling(of, policy, w),
    ]


def costs(of: Offer | Contract, w: Words) -> str:
    """The price, and how it is paid."""
    if not of.price:
        return w.plain("free of charge")
    if of.billing is Billing.PREPAID:
        return w.plain("{price}, paid in advance", price=money(of.cost, w))
    each = Money(of.price // of.sessions, of.currency) if isinstance(of, Offer) else of.worth()
    return w.plain("{price} in all, {each} after each session", price=money(of.cost, w), each=money(each, w))


def cancelling(of: Offer | Contract, policy: Policy, w: Words) -> list[Markup]:
    """What cancelling late and not coming take, by the policy that comes with it."""
    prepaid = of.billing is Billing.PREPAID
    late, missed = (
        taken(policy, percent, w, prepaid=prepaid)
        for percent in (policy.late_percent, policy.no_show_percent)
    )
    if late is None or not policy.free_hours:
        free = w("🟢 Cancel or move free of charge until the start")
    else:
        free = w(
            "🟢 Cancel or move free of charge until {n} h before; later it takes {what}",
            n=policy.free_hours,
            what=late,
        )
    return [free, w("🚫 Not coming without a word takes {what}", what=missed or w.plain("nothing"))]


def taken(policy: Policy, percent: int, w: Words, *, prepaid: bool) -> str | None:
    """A session of the package, or a share of the price; nothing when nothing is taken."""
    if not percent or (prepaid and policy.prepaid is Forfeit.NOTHING):
        return None
    if prepaid and policy.prepaid is Forfeit.CREDIT:
        return w.plain("1 session of the package")
    return share(percent, w)


def reason(said: str, w: Words) -> str:
    """Why sessions were given or taken: one of those that can be tapped, or as typed."""
    known = {
        "gift": w.plain("a gift"),
        "makes_up": w.plain("makes up for a session"),
        "miscounted": w.plain("was counted wrong"),
    }
    return known.get(said, said)


def stars(number: int) -> str:
    return "★" * number + "☆" * (5 - number)


def average(rating: tuple[int, int]) -> str | None:
    """★ 4.8 (12): of all ratings; nothing before the first."""
    total, count = rating
    return f"★ {total / count:.1f} ({count})" if count else None
