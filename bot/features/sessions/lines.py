"""A client's line: the session that it is about, or a way to pass it on to the coach."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot import cards
from bot.buttons import Button, Key, Rows, in_rows, key
from bot.features.free_times.typed import offered
from bot.features.sessions.buttons import OpenMine, ShowSessions, Tab
from bot.features.sessions.listing import Mine, in_tab, line, mine
from bot.reading import read_time
from bot.screen import Screen
from bot.screen import lines as one_below_the_other
from bot.visit import Visit
from core.booking import Booking
from core.draft import Draft
from core.people import Client
from core.ports import Books
from core.use_cases import outcome, relaying
from core.use_cases.relaying import Form, Said
from core.when.reading import Ask, At, Day, TimeOnly, When
from core.when.text import folded, normal

DIALOGUE = "line"
WAITS = "waits"

_ENGLISH = (
    *("cancel", "can't come", "cannot come", "cant come", "not coming", "sick", "ill"),
    *("can't make it", "cannot make it", "cant make it"),
    *("move", "reschedule", "change", "postpone", "shift"),
)
_VIETNAMESE = frozenset(("hủy", "huỷ", "nghỉ", "bận", "ốm", "dời", "đổi", "chuyển", "lùi", "hoãn"))
#: Typed without marks each of them is also a name or another word, so that one of these has to be beside it.
_BARE = frozenset(folded(word) for word in _VIETNAMESE)
_BEFORE = frozenset(("xin", "muon", "can", "phai", "bi"))
_AFTER = frozenset(("lich", "buoi", "gio", "ngay", "tap", "sang", "roi", "viec", "nhe", "giup"))
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True)
class SendLine(Button, prefix="sl"):
    """`draft` keeps the line; `client_id` says which coach is meant, `booking_id` which session."""

    draft: str
    client_id: int | None = None
    booking_id: int | None = None


async def read(visit: Visit, text: str) -> bool:
    """Everything that a client types has an answer; for a trainer's own lines others come first."""
    if not visit.is_client:
        return False
    if not await visit.read(lambda books: books.clients.of_person(visit.person.id)):
        return await _without_coach(visit)
    draft = await visit.save(
        Draft(
            0,
            secrets.token_hex(8),
            visit.person.id,
            DIALOGUE,
            WAITS,
            visit.now,
            fields={"text": text},
            parked=True,
        )
    )
    await visit.say(await _found(visit, draft, text))
    return True


async def _without_coach(visit: Visit) -> bool:
    """Of a relation that has ended only the history is left."""
    if visit.trainer is not None:
        return False
    text = visit.w("You have no coach here at the moment, so nobody would read it.")
    await visit.say(Screen(text, [[_my_sessions(visit)]]))
    return True


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    await read(visit, text)


async def ask_again(visit: Visit, draft: Draft) -> None:
    await visit.say(await _found(visit, draft, draft.fields["text"]))


async def _found(visit: Visit, draft: Draft, text: str) -> Screen:
    """One session's card, the sessions that it may be, or only the ways on."""
    known = await visit.read(mine, visit.person.id)
    ahead = in_tab(known, Tab.AHEAD, visit.calendar)
    meant = is_about_a_session(text)
    when = await _when(visit, known, text)
    fitting = [b for b in ahead if when is not None and _is_then(b, when, visit)]
    exact = [b for b in fitting if isinstance(when, At) and b.starts_at == when.period.start]
    if not meant and not exact and (free := await offered(visit, when)) is not None:
        return replace(free, rows=[*free.rows, *_below(visit, draft)])
    sessions = exact or fitting or (ahead if meant else [])
    if len(sessions) == 1:
        return await _card(visit, draft, sessions[0])
    if sessions:
        return _choice(visit, draft, known, sessions)
    return _ways_on(visit, draft)


async def _when(visit: Visit, known: Mine, text: str) -> When | None:
    trainer = next(iter(known.trainers.values()), None)
    return (await read_time(visit, text, trainer)).when if trainer else None


def is_about_a_session(text: str) -> bool:
    """Whether a word of cancelling or moving is in it. "Hi Huy" is not: that is the coach's name."""
    words = _WORD.findall(normal(text).lower())
    if any(word in _VIETNAMESE for word in words) or _is_bare(words):
        return True
    return any(f" {phrase} " in f" {' '.join(words)} " for phrase in _ENGLISH)


def _is_bare(words: Sequence[str]) -> bool:
    beside = [(before in _BEFORE, word) for before, word in pairwise(words)]
    beside += [(after in _AFTER, word) for word, after in pairwise(words)]
    return any(fits and word in _BARE for fits, word in beside)


def _is_then(booking: Booking, when: When, visit: Visit) -> bool:
    local = visit.calendar.local(booking.starts_at)
    match when:
        case At():
            return local.date() == visit.calendar.local(when.period.start).date()
        case Day():
            return when.first <= local.date() <= when.last
        case TimeOnly():
            return local.time() == when.start
        case Ask():
            return any(_is_then(booking, choice, visit) for choice in when.choices)
        case _:
            return False


async def _card(visit: Visit, draft: Draft, booking: Booking) -> Screen:
    card = await cards.card(visit, booking.id)
    send = key(visit.w.plain("💬 Send to coach"), SendLine(draft.key, booking_id=booking.id))
    return replace(card, rows=[*card.rows, [send, _my_sessions(visit)]])


def _choice(visit: Visit, draft: Draft, known: Mine, sessions: Sequence[Booking]) -> Screen:
    shown = sessions[:8]
    text = one_below_the_other(
        visit.w("<b>Which session?</b>"),
        *(line(b, known, visit.calendar_for(known.trainers[b.trainer_id].zone)) for b in shown),
    )
    keys = [key(visit.calendar.label(b.starts_at), OpenMine(b.id, Tab.AHEAD, 0)) for b in shown]
    return Screen(text, [*in_rows(keys, 2), *_below(visit, draft)])


def _ways_on(visit: Visit, draft: Draft) -> Screen:
    text = visit.w("Shall I pass this on to your coach?\n“{text}”", text=draft.fields["text"][:500])
    return Screen(text, _below(visit, draft))


def _below(visit: Visit, draft: Draft) -> Rows:
    return [[key(visit.w.plain("💬 Send to coach"), SendLine(draft.key)), _my_sessions(visit)]]


def _my_sessions(visit: Visit) -> Key:
    return key(visit.w.plain("🗓 My sessions"), ShowSessions(Tab.AHEAD, 0))


async def send(visit: Visit, button: SendLine) -> None:
    """The act's key is the draft's: however often it is tapped, the coach gets it once."""
    draft = await visit.read(lambda books: books.drafts.by_key(button.draft))
    if draft is None or draft.person_id != visit.person.id:
        await _show_gone(visit, button.draft)
        return
    clients = await visit.read(lambda books: books.clients.of_person(visit.person.id))
    chosen = [c for c in clients if button.client_id in (None, c.id)]
    if button.booking_id is None and len(chosen) > 1:
        await visit.show(await _which_coach(visit, button, chosen))
        return
    act = visit.act(draft.key)

    async def work(books: Books) -> None:
        if button.booking_id is not None:
            await outcome.write_to_trainer(books, button.booking_id, draft.fields["text"], act)
        else:
            said = Said(Form.TEXT, draft.fields["text"])
            await relaying.relay(books, chosen[0].id if chosen else 0, said, act)
        await visit.close(books, draft)

    await visit.write(work)
    await visit.show(_sent(visit))


async def _which_coach(visit: Visit, button: SendLine, clients: Sequence[Client]) -> Screen:
    names = {
        c.id: (await visit.read(lambda books, c=c: books.trainers.get(c.trainer_id))).name for c in clients
    }
    keys = [key(names[c.id], replace(button, client_id=c.id)) for c in clients]
    return Screen(visit.w("<b>Which coach?</b>"), [*in_rows(keys, 2), [_my_sessions(visit)]])


def _sent(visit: Visit) -> Screen:
    return Screen(visit.w("💬 Your coach has it."), [[_my_sessions(visit)]])


async def _show_gone(visit: Visit, draft_key: str) -> None:
    event = await visit.read(lambda books: books.events.seen(draft_key))
    if event is not None and event.by == visit.person.id:
        await visit.show(_sent(visit))
    else:
        await visit.show(Screen(visit.w("I have not kept this line. Please type it again.")))
