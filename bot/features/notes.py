"""Words about a session: the trainer's notes, the exercises, how it was, and a client's line to the coach."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot import cards, dialogue
from bot.buttons import Button, Key, in_rows, key
from bot.cards import SessionView
from bot.feature import Feature, Step, Tap, Who
from bot.features.session import OpenSession
from bot.features.talking.told import relayed
from bot.notices import Telling
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.texts import N_, Words
from bot.visit import Visit
from core.booking import Booking, Performance, Status
from core.draft import Draft
from core.errors import NotYours
from core.notice import NoticeKind
from core.people import Side
from core.ports import Books
from core.use_cases import outcome

DIALOGUE = "words"
LETTER = "letter"
#: So that a card with everything on it still fits into one message.
LONGEST = 1000


class About(StrEnum):
    """What the words are about; named as the booking's fields."""

    NOTE = "note"
    EXERCISES = "exercises"
    NEXT_TIME = "next_note"


@dataclass(frozen=True)
class Write(Button, prefix="nt"):
    """`anew`: what is typed takes the place of what is there."""

    booking_id: int
    about: About
    anew: bool = False


@dataclass(frozen=True)
class Erase(Button, prefix="nx"):
    booking_id: int
    about: About


@dataclass(frozen=True)
class AskHow(Button, prefix="nh"):
    booking_id: int


@dataclass(frozen=True)
class Rate(Button, prefix="nr"):
    booking_id: int
    performance: Performance


@dataclass(frozen=True)
class WriteToCoach(Button, prefix="nc"):
    booking_id: int


@dataclass(frozen=True)
class BackToCard(Button, prefix="nb"):
    """Out of the dialogue, to the session."""

    booking_id: int


def on_card(seen: SessionView, w: Words) -> list[Key]:
    booking = seen.booking
    if seen.side is Side.CLIENT:
        return [key(w.plain("💬 Note to coach"), WriteToCoach(booking.id))]
    after = after_keys(booking.id, w) if booking.status is Status.COMPLETED else []
    return [*after, key(w.plain("📝 Note"), Write(booking.id, About.NOTE))]


def after_keys(booking_id: int, w: Words) -> list[Key]:
    """What can be said about a session that took place; none of it is needed."""
    return [
        key(w.plain("🏋️ Exercises"), Write(booking_id, About.EXERCISES)),
        key(w.plain("⭐ How was it"), AskHow(booking_id)),
        key(w.plain("📌 For next time"), Write(booking_id, About.NEXT_TIME)),
    ]


async def _own(visit: Visit, booking_id: int) -> SessionView:
    """A session of the trainer who asks; a client sees nothing of a trainer's notes."""
    seen = await visit.read(cards.view, booking_id, visit.person.id, visit.now)
    if seen.side is not Side.TRAINER:
        raise NotYours
    return seen


# The trainer's own words.


async def write(visit: Visit, button: Write) -> None:
    seen = await _own(visit, button.booking_id)
    fields = {"booking_id": button.booking_id, "anew": button.anew}
    await dialogue.begin(visit, DIALOGUE, button.about.value, **fields)
    await visit.show(_question(seen, button.about, visit.calendar, anew=button.anew))


async def ask_again(visit: Visit, draft: Draft) -> None:
    seen = await _own(visit, draft.fields["booking_id"])
    await visit.say(_question(seen, About(draft.step), visit.calendar, anew=draft.fields["anew"]))


def _question(seen: SessionView, about: About, calendar: Calendar, *, anew: bool) -> Screen:
    w, name, booking = calendar.w, seen.client.name, seen.booking
    asked = {
        About.NOTE: w("<b>Your note?</b> Type what you want to remember; only you see it."),
        About.EXERCISES: w("<b>What did you do?</b> Type it; {name} sees it too.", name=name),
        About.NEXT_TIME: w("<b>For next time?</b> Type it; only you see it."),
    }
    head = w("{name} · {when}", name=name, when=calendar.period(booking.period))
    there = _said(booking, about)
    back = [key(w.plain("‹ Back"), BackToCard(booking.id))]
    if not there:
        return Screen(lines(head, asked[about]), [back])
    change = [key(w.plain("🗑 Remove"), Erase(booking.id, about))]
    if not anew:
        change.insert(0, key(w.plain("✏️ Write anew"), Write(booking.id, about, True)))
    hint = w("<i>It takes the place of this.</i>") if anew else w("<i>It is added to this.</i>")
    return Screen(lines(head, asked[about], "", w("“{text}”", text=there), hint), [change, back])


def _said(booking: Booking, about: About) -> str | None:
    return {
        About.NOTE: booking.note,
        About.EXERCISES: booking.exercises,
        About.NEXT_TIME: booking.next_note,
    }[about]


async def take(visit: Visit, draft: Draft, text: str) -> None:
    about, booking_id = About(draft.step), draft.fields["booking_id"]
    act = visit.act()

    async def work(books: Books) -> Booking | None:
        there = None if draft.fields["anew"] else _said(await books.bookings.get(booking_id), about)
        said = f"{there}\n{text.strip()}" if there else text.strip()
        if len(said) > LONGEST:
            return None
        booking = await outcome.note(books, booking_id, act, {about.value: said})
        await visit.close(books, draft)
        return booking

    if await visit.write(work) is None:
        await visit.say(_too_much(visit, booking_id, about))
    else:
        await cards.show(visit, booking_id, visit.w("Noted."))


def _too_much(visit: Visit, booking_id: int, about: About) -> Screen:
    w = visit.w
    keys = [
        key(w.plain("✏️ Write anew"), Write(booking_id, about, True)),
        key(w.plain("‹ Back"), BackToCard(booking_id)),
    ]
    return Screen(
        w("Together that is more than 1,000 characters. Shorter, please, or write it anew."), [keys]
    )


async def erase(visit: Visit, button: Erase) -> None:
    await dialogue.leave(visit, DIALOGUE)
    await visit.write(outcome.note, button.booking_id, visit.act(), {button.about.value: None})
    await cards.show(visit, button.booking_id, visit.w("Removed."))


async def back_to_card(visit: Visit, button: BackToCard) -> None:
    await dialogue.leave(visit, DIALOGUE)
    await cards.show(visit, button.booking_id)


# How it was.


async def ask_how(visit: Visit, button: AskHow) -> None:
    seen, w = await _own(visit, button.booking_id), visit.w
    keys = [key(cards.performance(p, w), Rate(button.booking_id, p)) for p in Performance]
    text = lines(
        w("{name} · {when}", name=seen.client.name, when=visit.calendar.period(seen.booking.period)),
        w("<b>How was it?</b> Only you see it."),
    )
    await visit.show(
        Screen(text, [*in_rows(keys, 2), [key(w.plain("‹ Back"), BackToCard(button.booking_id))]])
    )


async def rate(visit: Visit, button: Rate) -> None:
    fields = {"performance": button.performance}
    await visit.write(outcome.note, button.booking_id, visit.act(), fields)
    await cards.show(visit, button.booking_id, visit.w("Noted."))


# The client's line.


async def write_to_coach(visit: Visit, button: WriteToCoach) -> None:
    seen = await visit.read(cards.view, button.booking_id, visit.person.id, visit.now)
    if seen.side is not Side.CLIENT:
        raise NotYours
    draft = await dialogue.begin(visit, DIALOGUE, LETTER, booking_id=button.booking_id)
    await visit.show(await _letter(visit, draft))


async def ask_letter_again(visit: Visit, draft: Draft) -> None:
    await visit.say(await _letter(visit, draft))


async def _letter(visit: Visit, draft: Draft) -> Screen:
    seen = await visit.read(cards.view, draft.fields["booking_id"], visit.person.id, visit.now)
    w, calendar = visit.w, visit.calendar_for(seen.trainer.zone)
    when = calendar.period(seen.booking.period)
    text = w(
        "<b>What shall I tell Coach {name}</b> about {when}? Type it.", name=seen.trainer.name, when=when
    )
    return Screen(text, [[key(w.plain("‹ Back"), BackToCard(seen.booking.id))]])


async def send_letter(visit: Visit, draft: Draft, text: str) -> None:
    booking_id, act = draft.fields["booking_id"], visit.act()

    async def work(books: Books) -> None:
        await outcome.write_to_trainer(books, booking_id, text.strip(), act)
        await visit.close(books, draft)

    await visit.write(work)
    await cards.show(visit, booking_id, visit.w("💬 Your coach has it."))


async def client_note(telling: Telling) -> Screen | None:
    """About a session; one that is about none was written before those were passed on as they are now."""
    w = telling.w
    if telling.notice.booking_id is None:
        return await relayed(telling)
    seen = await cards.view(telling.books, telling.notice.booking_id or 0, telling.reader.id, telling.now)
    when = telling.calendar(seen.trainer.zone).period(seen.booking.period)
    text = lines(
        w("💬 <b>{name}</b> on {when}:", name=seen.client.name, when=when),
        w("“{text}”", text=telling.facts["text"]),
    )
    return Screen(text, [[key(w.plain("Open"), OpenSession(seen.booking.id))]])


feature = Feature(
    name="notes",
    help=N_("Notes, exercises and how it was: on the session's card."),
    who=Who.ANYONE,
    taps=(
        Tap(Write, write, Who.TRAINER),
        Tap(Erase, erase, Who.TRAINER),
        Tap(AskHow, ask_how, Who.TRAINER),
        Tap(Rate, rate, Who.TRAINER),
        Tap(WriteToCoach, write_to_coach),
        Tap(BackToCard, back_to_card),
    ),
    steps={
        **{f"{DIALOGUE}:{about.value}": Step(ask_again, take) for about in About},
        f"{DIALOGUE}:{LETTER}": Step(ask_letter_again, send_letter),
    },
    notices={NoticeKind.CLIENT_NOTE: client_note},
    on_card=on_card,
)
