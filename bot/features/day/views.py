"""Which part of the calendar is looked at, and the buttons with which one goes on from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot import picturing
from bot.buttons import Key, Rows, in_rows, key, short
from bot.features.day.agenda import Agenda, class_names
from bot.features.day.buttons import ChooseClient, Search, ShowDay, ShowMonth, ShowWeek, View, opens
from bot.picturing import Shown
from bot.saying import Calendar
from bot.screen import Screen
from bot.visit import Visit
from core.people import Client, Trainer
from core.period import Period
from core.ports import Books
from core.time_off import TimeOff
from core.use_cases.classes.timetable import Timetable
from core.zones import zone

_PAGE = 20


@dataclass(frozen=True, slots=True)
class Looked:
    """A view of the calendar; `client`: only the sessions of that one, whose name it is."""

    view: View
    day: date
    client: int | None = None
    name: str = ""

    def keys(self, calendar: Calendar) -> Rows:
        """[Day][Week][Month], whose sessions, and the search."""
        w, day = calendar.w, self.day.toordinal()
        names = {View.DAY: w.plain("Day"), View.WEEK: w.plain("Week"), View.MONTH: w.plain("Month")}
        views = [
            key(f"• {name}" if view is self.view else name, opens(view, day, self.client))
            for view, name in names.items()
        ]
        whose = f"👤 {short(self.name)}" if self.client is not None else w.plain("👤 All clients")
        return [
            views,
            [key(whose, ChooseClient(self.view, day)), key(w.plain("🔍 Search"), Search(day))],
        ]


def turns(looked: Looked, before: date, after: date, today: str, calendar: Calendar) -> list[Key]:
    """‹ today ›."""
    kinds: dict[View, type[ShowDay | ShowWeek | ShowMonth]] = {
        View.DAY: ShowDay,
        View.WEEK: ShowWeek,
        View.MONTH: ShowMonth,
    }
    kind = kinds[looked.view]
    return [
        key("‹", kind(before.toordinal(), looked.client)),
        key(today, kind(calendar.today.toordinal(), looked.client)),
        key("›", kind(after.toordinal(), looked.client)),
    ]


def only(agenda: Agenda, client: int | None) -> Agenda:
    """Only the sessions of one client; conflicts with those of others stay marked."""
    if client is None:
        return agenda
    return replace(agenda, bookings=[b for b in agenda.bookings if b.client_id == client])


async def looked(visit: Visit, view: View, day: date, client: int | None = None) -> Looked:
    """A client of somebody else's list is nobody here."""
    if client is None:
        return Looked(view, day)
    found = next((c for c in await _clients(visit) if c.id == client), None)
    return Looked(view, day, client, found.name) if found else Looked(view, day)


async def _clients(visit: Visit) -> Sequence[Client]:
    return await visit.read(lambda books: books.clients.of_trainer(visit.me.id))


async def choose_client(visit: Visit, button: ChooseClient) -> None:
    """Everybody on the list, some at a time."""
    w, clients = visit.w, await _clients(visit)
    pages = max(1, -(-len(clients) // _PAGE))
    page = min(max(button.page, 0), pages - 1)
    on_page = clients[page * _PAGE : (page + 1) * _PAGE]
    keys = [key(short(c.name), opens(button.view, button.day, c.id)) for c in on_page]
    turn = [
        key(sign, replace(button, page=(page + step) % pages))
        for sign, step in (("‹", -1), ("›", 1))
        if pages > 1
    ]
    everybody = key(w.plain("👥 All clients"), opens(button.view, button.day))
    text = (
        w("<b>Whose sessions?</b>") if clients else w("Nobody is on your list yet: /clients adds somebody.")
    )
    await visit.show(Screen(text, [[everybody], *in_rows(keys, 2), turn]))


async def seen(books: Books, trainer_id: int, table: Timetable, off: Sequence[TimeOff] = ()) -> Agenda:
    """Sessions with names and places; neither payments nor packages are looked at."""
    bookings = table.entries
    names = {c.id: c.name for c in await books.clients.of_trainer(trainer_id)}
    names |= class_names(table)
    for missing in {b.client_id for b in bookings} - names.keys():
        names[missing] = (await books.clients.get(missing)).name
    places = {p.id: p.name for p in await books.places.of_trainer(trainer_id)}
    return Agenda(bookings, names, places, frozenset(), picturing.clashing(bookings), {}, off)


def shown(agenda: Agenda, trainer: Trainer, within: Period, theme: str) -> Shown:
    """What a picture shows of an agenda."""
    return Shown(
        agenda.bookings,
        {b.id: agenda.names[b.client_id] for b in agenda.bookings},
        {b.id: agenda.number(b) for b in agenda.bookings},
        {b.id: agenda.places.get(b.place_id or 0, "") for b in agenda.bookings},
        agenda.clashing | picturing.clashing(agenda.bookings),
        [p for p in trainer.hours.around(within, zone(trainer.zone)) if p.overlaps(within)],
        agenda.off,
        theme,
    )
