"""What has happened to a contract, in order: what was agreed and changed by hand or by time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from bot.features.packages import buttons as b
from bot.features.packages import screens
from bot.features.packages.view import ContractView, view
from bot.saying import Calendar
from bot.saying_packages import change_of, days_more, number_of, reason, stars
from bot.visit import Visit
from core.act import Event
from core.ports import Books


async def show(visit: Visit, button: b.History) -> None:
    async def work(books: Books) -> tuple[ContractView, list[Event]]:
        seen = await view(books, button.contract_id, visit.person.id, visit.now)
        events = await books.events.of_client(seen.client.id)
        return seen, [e for e in events if (e.data or {}).get("contract_id") == button.contract_id]

    seen, events = await visit.read(work)
    calendar = visit.calendar_for(seen.trainer.zone)
    happened = [line for e in events if (line := _line(e, seen, calendar)) is not None]
    await visit.show(screens.history(seen, happened, visit))


def _line(event: Event, seen: ContractView, calendar: Calendar) -> Markup | None:
    what = _what(event.kind, event.data or {}, seen, calendar)
    if what is None:
        return None
    day = calendar.day(calendar.local(event.at).date())
    return calendar.w("{day}: {what}", day=day, what=what)


def _what(kind: str, data: Any, seen: ContractView, calendar: Calendar) -> Markup | None:
    w = calendar.w
    known: dict[str, Callable[[], Markup]] = {
        "package_agreed": lambda: w("made by Coach {name}", name=seen.trainer.name),
        "package_accepted": lambda: w("agreed by {name}", name=seen.client.name),
        "package_adjusted": lambda: w(
            "{change}, {why}", change=change_of(data["sessions"], w), why=reason(data["reason"], w)
        ),
        "package_extended": lambda: days_more(data["days"], w),
        "package_frozen": lambda: w("frozen for {n} days{gone}", n=data["days"], gone=_gone(data, calendar)),
        "package_expired": lambda: w("its time was over{gone}", gone=_gone(data, calendar)),
        "package_ended": lambda: w("ended early{gone}", gone=_gone(data, calendar)),
        "package_done": lambda: w("all sessions done"),
        "package_rated": lambda: w("rated {stars}", stars=stars(seen.contract.stars or 0)),
    }
    found = known.get(kind)
    return found() if found else None


def _gone(data: Any, calendar: Calendar) -> Markup:
    n, w = len(data.get("booking_ids") or []), calendar.w
    return w(", cancelled: {n}", n=number_of(n, w)) if n else Markup()
