"""A client's own attendance and progress, at each coach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.buttons import key
from bot.features.packages.mine import OwnPackage, lines_of, own_packages
from bot.features.sessions.buttons import ShowSessions, Tab
from bot.features.stats import explaining
from bot.features.stats import saying as say
from bot.features.stats.buttons import ExplainMine, MyFigures
from bot.screen import Screen, lines
from bot.visit import Visit
from core.booking import Booking
from core.figures import Board, board
from core.people import Trainer
from core.ports import Books
from core.use_cases import counting

Own = Sequence[tuple[Trainer, Board]]


async def my_figures(visit: Visit, button: MyFigures) -> None:
    found, packages = await visit.read(_read, visit)
    w = visit.w
    back = [[key(w.plain("‹ Back"), ShowSessions(Tab.AHEAD, 0))]]
    if not found:
        await visit.show(Screen(w("Your figures stand here once you have had a session."), back))
        return
    parts = [part for coach, own in found for part in ("", *_of_coach(coach, own, visit))]
    text = lines(
        w("<b>📊 Your progress</b>"), *parts, "" if packages else None, *lines_of(packages, visit.calendar)
    )
    means = [key(w.plain("ℹ️ What it means"), ExplainMine())]
    await visit.show(Screen(text, [means, *back]))


async def explain(visit: Visit, button: ExplainMine) -> None:
    found, _ = await visit.read(_read, visit)
    w = visit.w
    each = [(w.plain("Coach {name}", name=coach.name) if len(found) > 1 else "", own) for coach, own in found]
    head = w("<b>ℹ️ What the numbers mean</b>")
    back = [[key(w.plain("‹ Back"), MyFigures())]]
    await visit.show(Screen(lines(head, *explaining.spelled(explaining.of_client(each, w), w)), back))


async def _read(books: Books, visit: Visit) -> tuple[Own, Sequence[OwnPackage]]:
    bookings = await books.bookings.of_person(visit.person.id)
    trainers: Mapping[int, Trainer] = {
        t.id: t for t in await books.trainers.pick({b.trainer_id for b in bookings})
    }
    found = [(t, _board([b for b in bookings if b.trainer_id == t.id], t, visit)) for t in trainers.values()]
    return found, await own_packages(books, visit.person.id)


def _board(bookings: Sequence[Booking], trainer: Trainer, visit: Visit) -> Board:
    return board(counting.facts_of_client(bookings, trainer, visit.now))


def _of_coach(coach: Trainer, found: Board, visit: Visit) -> list[Markup]:
    """In the coach's hours: there the sessions are."""
    w, counts = visit.w, found.counts
    calendar = visit.calendar_for(coach.zone)
    return [
        w("<b>With Coach {name}</b>", name=coach.name),
        w("Attendance: <b>{share}</b>", share=say.part_of(counts.completion, w)),
        w("Booked: {n}", n=counts.created),
        w(
            "☑️ {completed} held · 🚫 {missed} missed · ✖️ {cancelled} cancelled by you · 🕕 {ahead} ahead",
            completed=counts.completed,
            missed=counts.missed,
            cancelled=counts.by_client,
            ahead=counts.ahead,
        ),
        w("Notice before cancelling: {span}", span=say.ahead(found.notice, w)),
        w("Your times: {times}", times=say.favourite(found.preferred, 3, calendar)),
    ]
