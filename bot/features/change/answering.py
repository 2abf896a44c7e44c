"""The other side's answer: one of the times, another proposal, or no; and the news of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from markupsafe import Markup

from bot import cards, clash
from bot.cards import SessionView
from bot.features.change import buttons as b
from bot.features.change import screens
from bot.features.change.screens import Wish
from bot.notices import Telling
from bot.saying import Calendar, money
from bot.screen import Screen
from bot.texts import Words
from bot.visit import Visit
from core.act import Act
from core.conflicts import Conflict
from core.errors import InConflict, InThePast, NotValid, Stale
from core.people import Side
from core.ports import Books
from core.proposal import Proposal, ProposalStatus
from core.use_cases import desk, moving, proposing


async def proposed(telling: Telling) -> Screen | None:
    """Nothing when the wish was answered, replaced or taken back before it could be told."""
    wish = await _wish(telling.books, telling.facts["proposal_id"], telling.reader.id, telling.now)
    if wish.proposal.status is not ProposalStatus.OPEN or not wish.seen.may_be_wished_for:
        return None
    return screens.asked(wish, telling.calendar(wish.seen.trainer.zone))


async def _wish(books: Books, proposal_id: int, reader: int, now: datetime) -> Wish:
    proposal = await books.proposals.get(proposal_id)
    seen = await cards.view(books, proposal.booking_id, reader, now)
    waits = proposal.status is ProposalStatus.OPEN and seen.may_be_wished_for
    times = range(len(proposal.starts)) if waits else ()
    taken = [n for n in times if await _in_the_way(books, proposal, n, reader, now)]
    return Wish(proposal, seen, frozenset(taken))


async def _in_the_way(
    books: Books, proposal: Proposal, choice: int, reader: int, now: datetime
) -> tuple[Conflict, ...]:
    """Judged as for a trainer: who has proposed a time themselves has thought of the notice it needs."""
    session = replace(await desk.seen(books, proposal.booking_id, reader), side=Side.TRAINER)
    period = session.booking.period.moved_to(proposal.starts[choice])
    return await moving.in_the_way(books, session, period, now)


async def show(visit: Visit, button: b.ShowWish) -> None:
    if (wish := await _opened(visit, button.proposal_id)) is not None:
        await _show(visit, wish)


async def _show(visit: Visit, wish: Wish, lead: Markup | None = None) -> None:
    await visit.show(screens.asked(wish, visit.calendar_for(wish.seen.trainer.zone), lead))


async def _opened(visit: Visit, proposal_id: int, version: int | None = None) -> Wish | None:
    """The wish, if this person still has to answer it; else the session, with what became of the wish."""
    wish = await visit.read(_wish, proposal_id, visit.person.id, visit.now)
    booking = wish.seen.booking
    if wish.proposal.status is not ProposalStatus.OPEN:
        await cards.show(visit, booking.id, _what_became(wish, visit.w))
        return None
    if wish.proposal.by is wish.seen.side or not wish.seen.may_be_wished_for:
        await cards.show(visit, booking.id)
        return None
    if version not in (None, booking.version):
        raise Stale(booking.id)
    return wish


def _what_became(wish: Wish, w: Words) -> Markup:
    """The same words as when it was answered: a second tap gets the same answer."""
    match wish.proposal.status:
        case ProposalStatus.ACCEPTED:
            return _accepted_line(wish.seen, w)
        case ProposalStatus.DECLINED:
            return _declined_line(wish.seen, w)
        case ProposalStatus.LAPSED:
            return w("There was no answer in time: the session stays as it is.")
        case _:
            return w("This wish was taken back, or another one has taken its place.")


def _accepted_line(seen: SessionView, w: Words) -> Markup:
    if seen.side is Side.CLIENT:
        return w("✅ Moved. Coach {name} has been told.", name=seen.trainer.name)
    return w("✅ Moved. {name} has been told.", name=seen.client.name)


def _declined_line(seen: SessionView, w: Words) -> Markup:
    if seen.side is Side.CLIENT:
        return w("It stays as it is. Coach {name} has been told.", name=seen.trainer.name)
    return w("It stays as it is. {name} has been told.", name=seen.client.name)


async def take_time(visit: Visit, button: b.TakeTime) -> None:
    """At once; only a late wish asks its trainer about the fee first."""
    wish = await _opened(visit, button.proposal_id, button.version)
    if wish is None:
        return
    _require_choice(wish, button.choice)
    if wish.fee is not None and wish.seen.side is Side.TRAINER:
        calendar = visit.calendar_for(wish.seen.trainer.zone)
        await visit.show(screens.fee_question(wish, button.choice, wish.fee, calendar))
        return
    await _accept(visit, wish, b.AcceptTime(button.proposal_id, button.version, button.choice, False))


async def accept(visit: Visit, button: b.AcceptTime) -> None:
    if (wish := await _opened(visit, button.proposal_id, button.version)) is not None:
        _require_choice(wish, button.choice)
        await _accept(visit, wish, button)


def _require_choice(wish: Wish, choice: int) -> None:
    if not 0 <= choice < len(wish.proposal.starts):
        raise NotValid("choice")


async def _accept(visit: Visit, wish: Wish, button: b.AcceptTime) -> None:
    """Over what the trainer was shown to be in the way, and nothing else."""
    proposal = wish.proposal
    work = partial(
        _in_the_way, proposal=proposal, choice=button.choice, reader=visit.person.id, now=visit.now
    )
    found = await visit.read(work)
    trusted = wish.seen.side is Side.TRAINER and found and clash.mark(found) == button.seen
    over = clash.slots_in(found) if trusted else None
    try:
        await visit.write(partial(_accepted, button, visit.act(), over))
    except InConflict as refusal:
        await _show_conflict(visit, wish, button, refusal.conflicts)
    except InThePast:
        await _show(visit, wish, visit.w("That time is over. Please take another one."))
    else:
        await cards.show(visit, wish.seen.booking.id, _accepted_line(wish.seen, visit.w))


async def _accepted(button: b.AcceptTime, act: Act, over: tuple[int, ...] | None, books: Books) -> None:
    await proposing.accept(
        books,
        button.proposal_id,
        button.choice,
        act,
        version=button.version,
        with_fee=button.with_fee,
        over=over,
    )


async def _show_conflict(visit: Visit, wish: Wish, button: b.AcceptTime, found: tuple[Conflict, ...]) -> None:
    if wish.seen.side is Side.CLIENT:
        wish = await visit.read(_wish, button.proposal_id, visit.person.id, visit.now)
        await _show(visit, wish, visit.w("This time has just been taken. Please take another one."))
        return
    names = await visit.read(clash.names_of, found)
    calendar = visit.calendar_for(wish.seen.trainer.zone)
    await visit.show(screens.clashing(wish, button, found, names, calendar))


async def decline(visit: Visit, button: b.DeclineWish) -> None:
    if (wish := await _opened(visit, button.proposal_id, button.version)) is not None:
        await visit.write(proposing.decline, button.proposal_id, visit.act(), version=button.version)
        await cards.show(visit, wish.seen.booking.id, _declined_line(wish.seen, visit.w))


async def answered(telling: Telling) -> Screen | None:
    """Nothing when the session was cancelled or has ended before it could be told."""
    wish = await _wish(telling.books, telling.facts["proposal_id"], telling.reader.id, telling.now)
    booking = wish.seen.booking
    if not booking.takes_time or booking.ends_at <= telling.now:
        return None
    calendar = telling.calendar(wish.seen.trainer.zone)
    lead = _granted(wish, telling, calendar) if telling.facts["accepted"] else _refused(wish, calendar.w)
    return cards.screen(telling.services, wish.seen, telling.reader, lead)


def _granted(wish: Wish, telling: Telling, calendar: Calendar) -> Markup:
    """The old time struck out, and the fee when the trainer asks for it."""
    w, seen = calendar.w, wish.seen
    now = seen.booking.starts_at
    times = w(
        "was <s>{was}</s>, now <b>{now}</b>.",
        was=calendar.moment(datetime.fromisoformat(telling.facts["was"])),
        now=calendar.live(now, calendar.moment(now)),
    )
    if seen.side is Side.TRAINER:
        return w("✅ <b>{name} accepts</b>: {times}", name=seen.client.name, times=times)
    charged = [c for c in seen.charges if c.id == telling.facts.get("charge_id")]
    said = w("✅ <b>Coach {name} agrees</b>: {times}", name=seen.trainer.name, times=times)
    if not charged:
        return said
    fee = money(charged[0].money, w)
    return Markup("{}\n{}").format(said, w("For moving so late a fee of <b>{fee}</b> applies.", fee=fee))


def _refused(wish: Wish, w: Words) -> Markup:
    proposal, seen = wish.proposal, wish.seen
    own = proposal.by is seen.side
    if proposal.status is ProposalStatus.LAPSED and own:
        return w("🔁 There was no answer to your wish: the session stays as it is.")
    if proposal.status is ProposalStatus.LAPSED:
        return w("🔁 The wish for another time has lapsed: the session stays as it is.")
    if seen.side is Side.CLIENT:
        name = seen.trainer.name
        return w("🔁 Coach {name} cannot make it then: your session stays as it is.", name=name)
    return w("🔁 {name} keeps the old time: the session stays as it is.", name=seen.client.name)
