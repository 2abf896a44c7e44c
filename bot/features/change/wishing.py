"""Choosing other times: typed one by one or in one line, or tapped; each is checked before it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Self

from markupsafe import Markup

from bot import cards, clash, refusals, timing
from bot.buttons import Key, key
from bot.cards import SessionView
from bot.dialogue import begin
from bot.features.change import buttons as b
from bot.features.change import screens
from bot.features.change.buttons import Wishes
from bot.reading import read_time
from bot.screen import Screen
from bot.texts import Words
from bot.timing import Choices
from bot.visit import Visit
from core.act import Act
from core.draft import Draft
from core.errors import FeeChanged, InConflict, InThePast, NotPossible, NotValid, Refusal, Stale
from core.people import Side, Trainer
from core.ports import Books
from core.proposal import MOST_MOVES, MOST_WISHES, Proposal
from core.use_cases import desk, moving, proposing
from core.when.reading import Day, When
from core.when.text import normal

DIALOGUE = "change"
TIMES = "times"

_DAYS_SHOWN = 14

#: Between two times in one line.
_BETWEEN = re.compile(r"[,;\n]|\bor\b|\bho[ặa]c(?:\s+l[àa]\b)?|\bhay(?:\s+l[àa]\b)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """What is chosen while it is being typed; `day` as an ordinal, when it was said without a time."""

    booking_id: int
    version: int
    wishes: str = ""
    day: int | None = None

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        return cls(**fields)

    @property
    def on_day(self) -> date | None:
        return None if self.day is None else timing.day_of(self.day)


def card_keys(seen: SessionView, w: Words) -> list[Key]:
    booking, wish = seen.booking, seen.proposal
    if not seen.may_be_wished_for:
        return []
    keys = []
    if seen.side is Side.CLIENT and seen.is_ahead:
        keys.append(key(w.plain("🔁 Change"), b.AskChange(booking.id, booking.version)))
    if wish is not None and wish.by is seen.side:
        keys.append(key(w.plain("↩️ Take wish back"), b.TakeBack(booking.id, booking.version)))
    elif wish is not None:
        keys.append(key(w.plain("🔁 Answer the wish"), b.ShowWish(wish.id)))
    return keys


async def ask(visit: Visit, button: b.AskChange) -> None:
    known = await visit.read(cards.view, button.booking_id, visit.person.id, visit.now)
    if known.booking.class_id is not None:
        lead = visit.w("A class keeps its time. You can leave it, and join another one.")
        await cards.show(visit, button.booking_id, lead)
        return
    seen = await _opened(visit, button.booking_id, button.version)
    if seen.side is Side.CLIENT and seen.booking.moves >= MOST_MOVES:
        await visit.show(screens.moved_often(seen, visit.w))
        return
    await _show(visit, seen, Wishes())


async def _opened(visit: Visit, booking_id: int, version: int) -> SessionView:
    seen = await visit.read(partial(cards.view, booking_id=booking_id, reader=visit.person.id, now=visit.now))
    if seen.booking.version != version:
        raise Stale(booking_id)
    asked = seen.side is not Side.CLIENT and seen.may_be_wished_for
    if not (seen.is_ahead or asked) or seen.booking.person_id is None:
        raise NotPossible(booking_id, "propose", seen.booking.status.value)
    return seen


async def _show(
    visit: Visit,
    seen: SessionView,
    wishes: Wishes,
    when: When | None = None,
    leads: Sequence[Markup] = (),
) -> None:
    """Keeps what is chosen, and asks for more."""
    day = when.first.toordinal() if isinstance(when, Day) and when.first == when.last else None
    known = ChangeDraft(seen.booking.id, seen.booking.version, str(wishes), day)
    await begin(visit, DIALOGUE, TIMES, **asdict(known))
    await visit.show(await _screen(visit, seen, wishes, when, leads))


async def _screen(
    visit: Visit, seen: SessionView, wishes: Wishes, when: When | None, leads: Sequence[Markup]
) -> Screen:
    found = await visit.read(partial(_choices, visit, seen, when))
    if when is None:
        found = replace(found, why=screens.question(seen, wishes, visit.w))
    fee = await visit.read(proposing.penalty_of_moving, seen.booking.id, visit.person.id, visit.now)
    return screens.choose(seen, wishes, found, visit.calendar_for(seen.trainer.zone), fee, leads)


async def _choices(visit: Visit, seen: SessionView, when: When | None, books: Books) -> Choices:
    calendar = visit.calendar_for(seen.trainer.zone)
    day = calendar.local(seen.booking.starts_at).date()
    seeking = timing.Seeking(by=seen.side, instead_of=seen.booking, day=day, zone=visit.person.zone)
    trainer = _with_its_length(seen)
    return await timing.choices(books, when, trainer, seen.client, visit.w, visit.now, seeking)


def _with_its_length(seen: SessionView) -> Trainer:
    return replace(seen.trainer, length_minutes=int(seen.booking.period.length.total_seconds()) // 60)


async def show_wishes(visit: Visit, button: b.ShowWishes) -> None:
    seen = await _opened(visit, button.booking_id, button.version)
    await _take(visit, seen, Wishes(), button.wishes.starts)


async def show_days(visit: Visit, button: b.WishDays) -> None:
    """The next days on which the coach works, for a time that is not among the nearest."""
    seen = await _opened(visit, button.booking_id, button.version)
    today = visit.calendar_for(seen.trainer.zone).today
    coming = (today + timedelta(days=n) for n in range(seen.trainer.horizon_days + 1))
    worked = [day for day in coming if seen.trainer.hours.spans(day)]
    found = Choices(visit.w("Which day?"), days=worked[:_DAYS_SHOWN])
    fee = await visit.read(proposing.penalty_of_moving, seen.booking.id, visit.person.id, visit.now)
    calendar = visit.calendar_for(seen.trainer.zone)
    await visit.show(screens.choose(seen, button.wishes, found, calendar, fee))


async def pick_day(visit: Visit, button: b.WishDay) -> None:
    seen = await _opened(visit, button.booking_id, button.version)
    day = timing.day_of(button.day)
    await _show(visit, seen, button.wishes, Day(day, day))


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    """One time or several; what cannot be read is asked, what cannot be had is said."""
    known, seen = await _resumed(visit, draft)
    starts: list[datetime] = []
    leads: list[Markup] = []
    unsettled: list[tuple[str, When]] = []
    day = known.on_day
    for piece in _pieces(text):
        reading = await read_time(visit, piece, _with_its_length(seen), day=day)
        when, period = reading.when, timing.settled(reading.when)
        if when is not None and unsettled and isinstance(unsettled[-1][1], Day):
            # "Friday, 18:00": the day was the beginning of this time.
            unsettled.pop()
        if period is not None:
            starts.append(period.start)
            day = visit.calendar.local(period.start).date()
        elif when is not None:
            unsettled.append((piece, when))
            day = when.first if isinstance(when, Day) else day
        leads += _strange(visit, piece, reading.unknown, understood=when is not None)
    leads += [visit.w("Please type “{piece}” once more.", piece=piece) for piece, _ in unsettled[1:]]
    first = unsettled[0][1] if unsettled else None
    await _take(visit, seen, Wishes(known.wishes), starts, first, leads)


def _pieces(text: str) -> list[str]:
    """One for each time; a day may stand before its time as a piece of its own."""
    return [piece.strip() for piece in _BETWEEN.split(normal(text)) if piece.strip()][: 2 * MOST_WISHES + 1]


def _strange(visit: Visit, piece: str, unknown: Iterable[str], *, understood: bool) -> list[Markup]:
    words = " ".join(unknown) or ("" if understood else piece[:100])
    return [visit.w("I did not get “{words}”.", words=words)] if words else []


async def _take(
    visit: Visit,
    seen: SessionView,
    wishes: Wishes,
    starts: Iterable[datetime],
    when: When | None = None,
    leads: Sequence[Markup] = (),
) -> None:
    """Adds the times that can be had, up to three, and says why of the others."""
    said, too_many = list(leads), False
    for start in starts:
        refusal = await visit.read(partial(_refused, visit, seen, start))
        if refusal is not None:
            said.append(await _why(visit, seen, start, refusal))
        elif start in wishes.starts or len(wishes.starts) < MOST_WISHES:
            wishes = wishes.and_(start)
        else:
            too_many = True
    if too_many or (when is not None and len(wishes.starts) == MOST_WISHES):
        said.append(refusals.not_valid(visit, "times"))
    await _show(visit, seen, wishes, when, said)


async def _refused(visit: Visit, seen: SessionView, start: datetime, books: Books) -> Refusal | None:
    period = seen.booking.period.moved_to(start)
    if start <= visit.now:
        return InThePast(start)
    if period == seen.booking.period:
        return NotValid("same_time")
    session = await desk.seen(books, seen.booking.id, visit.person.id)
    found = await moving.in_the_way(books, session, period, visit.now)
    return InConflict(found) if found else None


async def _why(visit: Visit, seen: SessionView, start: datetime, refusal: Refusal) -> Markup:
    """The time with its weekday, and what is wrong with it, as far as this side may know."""
    w, calendar = visit.w, visit.calendar_for(seen.trainer.zone)
    when = calendar.moment(start)
    if isinstance(refusal, InThePast):
        return w("{when} is over already.", when=when)
    if not isinstance(refusal, InConflict):
        return w("{when} is its time already.", when=when)
    if seen.side is Side.CLIENT:
        return w("{when}: {why}", when=when, why=clash.for_client(refusal.conflicts, w))
    names = await visit.read(clash.names_of, refusal.conflicts)
    return w("{when}: {why}", when=when, why=clash.for_trainer(refusal.conflicts, names, calendar))


async def ask_again(visit: Visit, draft: Draft) -> None:
    known, seen = await _resumed(visit, draft)
    when = Day(known.on_day, known.on_day) if known.on_day else None
    await visit.say(await _screen(visit, seen, Wishes(known.wishes), when, ()))


async def _resumed(visit: Visit, draft: Draft) -> tuple[ChangeDraft, SessionView]:
    """A session that has changed meanwhile is shown as it is, and the dialogue about it ends."""
    known = ChangeDraft.of(draft.fields)
    try:
        return known, await _opened(visit, known.booking_id, known.version)
    except Refusal:
        await visit.close(draft=draft)
        raise


async def send(visit: Visit, button: b.SendWishes) -> None:
    """What was taken meanwhile, or costs something else now, is shown once more before it goes out."""
    seen = await _opened(visit, button.booking_id, button.version)
    try:
        await visit.write(partial(_sent, visit, button, visit.act()))
    except FeeChanged:
        await _show(visit, seen, button.wishes, leads=[visit.w("The fee has changed. Please look again:")])
    except (InConflict, InThePast, NotValid):
        await _take(visit, seen, Wishes(), button.wishes.starts)
    else:
        w = visit.w
        lead = w(
            "📨 Sent to Coach {name}. Until there is an answer, all stays as it is.", name=seen.trainer.name
        )
        if seen.side is Side.TRAINER:
            name = seen.client.name
            lead = w("📨 Sent to {name}. Until there is an answer, all stays as it is.", name=name)
        await cards.show(visit, seen.booking.id, lead)


async def _sent(visit: Visit, button: b.SendWishes, act: Act, books: Books) -> Proposal:
    wish = await proposing.propose(
        books, button.booking_id, button.wishes.starts, act, version=button.version, fee_shown=button.fee
    )
    await _end(visit, button.booking_id, books)
    return wish


async def _end(visit: Visit, booking_id: int, books: Books) -> None:
    draft = await books.drafts.named(visit.person.id, DIALOGUE)
    if draft is not None and ChangeDraft.of(draft.fields).booking_id == booking_id:
        await visit.close(books, draft)


async def keep(visit: Visit, button: b.KeepSession) -> None:
    await visit.write(partial(_end, visit, button.booking_id))
    await cards.show(visit, button.booking_id)


async def take_back(visit: Visit, button: b.TakeBack) -> None:
    await visit.write(proposing.withdraw, button.booking_id, visit.act(), version=button.version)
    await cards.show(visit, button.booking_id, visit.w("Taken back: the session stays as it is."))
