"""Where a person is: what comes next for a trainer and for a client, and the choice for somebody new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from bot import saying_profile
from bot.buttons import Key, Rows, in_rows, key
from bot.features.coordination.buttons import plan_key
from bot.features.leading import book_key
from bot.features.requests.buttons import MyRequests, list_key
from bot.features.requests.sent import waiting_of
from bot.features.start import buttons as b
from bot.features.talking.buttons import talk_key
from bot.going import Go, ways
from bot.saying import clock
from bot.screen import Screen, lines
from bot.texts import LANGUAGE_NAMES
from bot.visit import Visit
from core.booking import Booking, Status
from core.people import Client, Opening, Trainer
from core.ports import Books
from core.profile import Profile
from core.use_cases.classes import timetable
from core.use_cases.classes.timetable import Timetable
from core.zones import days, zone


@dataclass(frozen=True, slots=True)
class Coach:
    """One list that the person is on, with what is ahead there."""

    trainer: Trainer
    client: Client
    ahead: Sequence[Booking]

    @property
    def has_agreed(self) -> bool:
        return self.client.has_agreed_to(self.trainer.policy)


@dataclass(frozen=True, slots=True)
class Today:
    """The trainer's day: how many sessions, the next one, with whom; and where the trainer stands."""

    count: int
    next: Booking | None
    name: str
    has_clients: bool
    profile: Profile | None


async def coaches(books: Books, visit: Visit) -> list[Coach]:
    found = []
    for client in await books.clients.of_person(visit.person.id):
        trainer = await books.trainers.get(client.trainer_id)
        bookings = await books.bookings.of_client(client.id)
        ahead = [x for x in bookings if x.status is Status.CONFIRMED and x.starts_at > visit.now]
        found.append(Coach(trainer, client, ahead))
    return found


async def _today(books: Books, visit: Visit) -> Today:
    me = visit.me
    day = days(visit.now.astimezone(zone(me.zone)).date(), zone(me.zone))
    table = await timetable.of_trainer(books, me.id, day)
    bookings = table.entries
    upcoming = [x for x in bookings if x.status is Status.CONFIRMED and x.starts_at > visit.now]
    name = await _who(books, upcoming[0], table) if upcoming else ""
    has_clients = bool(await books.clients.of_trainer(me.id))
    profile = await books.profiles.find(me.id)
    return Today(len(bookings), upcoming[0] if upcoming else None, name, has_clients, profile)


async def _who(books: Books, entry: Booking, table: Timetable) -> str:
    title = table.titles.get(entry.client_id)
    return f"🤸 {title}" if title else (await books.clients.get(entry.client_id)).name


async def home(visit: Visit, lead: Markup | None = None) -> Screen:
    """A person who is trainer and client has both on one screen."""
    if visit.trainer is None and not visit.is_client:
        return newcomer(visit)
    told: list[Markup] = []
    if visit.trainer is not None:
        told.append(_for_trainer(visit, await visit.read(partial(_today, visit=visit))))
    lists = await visit.read(partial(coaches, visit=visit)) if visit.is_client else []
    told += [_for_client(visit, coach) for coach in lists]
    asked = await visit.read(waiting_of, visit.person.id) if visit.is_client else []
    told += [visit.w("🙋 You have asked Coach {name}: waiting.", name=one.trainer.name) for one in asked]
    if not told:
        told.append(await _without_coach(visit))
    mine = [key(visit.w.plain("🙋 My requests"), MyRequests())] if asked else []
    rows = [*await _requests(visit), mine, *_keys(visit, lists)]
    return Screen(Markup("\n\n").join([*([lead] if lead else []), *told]), rows)


async def _requests(visit: Visit) -> Rows:
    """Those that wait for this trainer's answer."""
    if visit.trainer is None:
        return []
    waiting = await visit.read(lambda books: books.requests.open_of_trainer(visit.me.id))
    return [list_key(len(waiting), visit.w)]


async def _without_coach(visit: Visit) -> Markup:
    """Somebody who has left, or who has only asked."""
    if await visit.read(lambda books: books.bookings.of_person(visit.person.id)):
        return visit.w("You have no coach here at the moment. Your past sessions are kept for you.")
    return visit.w("You have no coach here yet. [🔎 Find a coach] shows who trains here.")


def _for_trainer(visit: Visit, today: Today) -> Markup:
    w = visit.w
    if today.next is None:
        what = w("Nothing more on today.") if today.count else w("Nothing on today.")
    else:
        at = clock(visit.calendar.local(today.next.starts_at))
        what = w("The next one: <b>{at} {name}</b>.", at=at, name=today.name)
    count = w.many("Today: {n} session.", "Today: {n} sessions.", today.count) if today.count else None
    how = w("Type a session as you say it: “Lan tomorrow 18:00”.")
    if not today.has_clients:
        how = w("Type your first session as you say it: “Lan tomorrow 18:00”. New names go on your list.")
    held = saying_profile.standing(today.profile, w) if today.profile else None
    return lines(w("<b>Hello, Coach {name}.</b>", name=visit.me.name), count, what, how, held)


def _for_client(visit: Visit, coach: Coach) -> Markup:
    w, calendar = visit.w, visit.calendar_for(coach.trainer.zone)
    if not coach.ahead:
        said = w("Nothing is booked with Coach {name} yet.", name=coach.trainer.name)
    else:
        when = calendar.period_named(coach.ahead[0].period)
        said = w("Next with Coach {name}: <b>{when}</b>.", name=coach.trainer.name, when=when)
    return said


def _keys(visit: Visit, lists: Sequence[Coach]) -> Rows:
    w = visit.w
    labels = {
        "today": w.plain("📅 Today"),
        "clients": w.plain("👥 Clients"),
        "class": w.plain("🤸 New class"),
        "stats": w.plain("📊 Figures"),
        "sessions": w.plain("🗓 My sessions"),
        **({"trainers": w.plain("🔎 Find a coach")} if visit.is_client else {}),
        "settings": w.plain("⚙️ Settings"),
        "admin": w.plain("🛡 Admin"),
    }
    rows = in_rows(ways(visit, labels), 2)
    if any(c.client.may_book(c.trainer) is not Opening.OFF for c in lists):
        rows.insert(0, [book_key(w)])
    for coach in lists:
        rows.append([plan_key(coach.client.id, w), talk_key(coach.client.id, w)])
    rows += [[terms_key(visit, coach, alone=len(lists) == 1)] for coach in lists if not coach.has_agreed]
    if visit.trainer is None:
        rows.append([key(w.plain("🏋️ I am a trainer"), b.BeTrainer())])
    return rows


def terms_key(visit: Visit, coach: Coach, *, alone: bool) -> Key:
    w = visit.w
    several = w.plain("📜 If I cancel: {name}", name=coach.trainer.name[:20])
    label = w.plain("📜 If I cancel") if alone else several
    return key(label, b.ShowTerms(coach.client.id))


# Somebody new.


def newcomer(visit: Visit) -> Screen:
    w = visit.w
    text = lines(
        w("<b>Hello, {name}!</b>", name=visit.person.name),
        w("I keep a personal trainer's calendar: sessions, reminders, payments."),
        "",
        w("Who are you?"),
    )
    who = [
        key(w.plain("🏋️ I am a trainer"), b.BeTrainer()),
        key(w.plain("🙋 I am a client"), b.BeClient()),
    ]
    return Screen(text, [who, languages(visit), ways(visit, {"admin": w.plain("🛡 Admin")})])


def languages(visit: Visit) -> list[Key]:
    """The present one is ticked."""
    ticks = {code: "✓ " if code == visit.w.language else "" for code in LANGUAGE_NAMES}
    return [key(f"{ticks[code]}{name}", b.Speak(code)) for code, name in LANGUAGE_NAMES.items()]


def uninvited(visit: Visit) -> Screen:
    """A client whom nobody has invited yet."""
    w = visit.w
    text = lines(
        w("<b>Ask your coach for an invitation.</b>"),
        w("It is a link. Open it and you are in: your sessions, reminders, one tap to move or cancel."),
        w("Has your coach no calendar here yet? Pass on https://t.me/{bot}", bot=visit.services.username),
        w("Or look who trains here:"),
    )
    rows = [
        [key(w.plain("🔎 Find a coach"), Go("trainers"))],
        [key(w.plain("🏋️ I am a trainer"), b.BeTrainer())],
        [key(w.plain("‹ Back"), b.Speak(w.language))],
    ]
    return Screen(text, rows)
