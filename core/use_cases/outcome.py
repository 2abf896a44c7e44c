"""How a session went: completed or missed, asked about, corrected within a week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from core.act import Act
from core.booking import Booking, Performance, Status
from core.charge import ChargeKind
from core.errors import NotPossible, Stale
from core.notice import Notice, NoticeKind, about
from core.people import Side
from core.ports import Books
from core.use_cases import crediting, desk, money
from core.use_cases.desk import Session
from core.zones import zone

#: [Ask me later] means so much waking time later.
LATER = timedelta(hours=2)


async def complete(books: Books, booking_id: int, act: Act, *, version: int | None = None) -> Booking:
    """It took place: also the correction of a no-show, whose penalty is void then."""
    session = await _opened(books, booking_id, act, version, Status.COMPLETED)
    if session.booking.status is Status.COMPLETED:
        return session.booking
    booking = await _with_credit(books, session.booking.completed(session.side, act.at))
    await money.void_open(books, booking, ChargeKind.NO_SHOW, act.at)
    await money.charge_session(books, booking, act.at)
    return await _ended(books, session, booking, act)


async def _with_credit(books: Books, booking: Booking) -> Booking:
    """One whose credit went back, and is used elsewhere by now, is outside the package: paid by itself."""
    if booking.contract_id is None:
        return booking
    known = await crediting.of(books, booking.contract_id)
    if booking.id in known.numbers or known.tally.left > 0:
        return booking
    return replace(booking, contract_id=None, prepaid=False)


async def miss(books: Books, booking_id: int, act: Act, *, version: int | None = None) -> Booking:
    """The client did not come: the price is pending as a penalty, for one who is on Telegram."""
    session = await _opened(books, booking_id, act, version, Status.NO_SHOW)
    if session.booking.status is Status.NO_SHOW:
        return session.booking
    booking = session.booking.missed(session.side, act.at)
    await money.void_open(books, booking, ChargeKind.SESSION, act.at)
    penalty = booking.policy.no_show_penalty(booking.cost, prepaid=booking.prepaid)
    charge = await money.penalise(books, session, ChargeKind.NO_SHOW, penalty, act.at)
    return await _ended(books, session, booking, act, charge_id=charge.id if charge else None)


async def _opened(books: Books, booking_id: int, act: Act, version: int | None, wanted: Status) -> Session:
    """A second tap changes nothing; one that was under way when silence became a no-show still counts."""
    session = await desk.opened(books, booking_id, act, only=Side.TRAINER)
    booking = session.booking
    said_meanwhile = booking.status is wanted or (
        booking.status is Status.NO_SHOW and booking.outcome_by is Side.SYSTEM
    )
    if version not in (None, booking.version) and not (said_meanwhile and version == booking.version - 1):
        raise Stale(booking_id)
    return session


async def _ended(books: Books, session: Session, booking: Booking, act: Act, **facts: Any) -> Booking:
    booking = await desk.keep(books, session, booking, act.at)
    corrected = session.booking.status is not Status.CONFIRMED
    kind = NoticeKind.COMPLETED if booking.status is Status.COMPLETED else NoticeKind.NO_SHOW
    notices = about(booking, NoticeKind.CORRECTED if corrected else kind, booking.person_id, act, **facts)
    if session.side is Side.SYSTEM:
        notices += about(booking, kind, session.trainer.id, act, **facts)
    await books.notices.add(_hushed(notices) if kind is NoticeKind.COMPLETED and not corrected else notices)
    await desk.log(books, act, kind.value, booking, corrected=corrected)
    await crediting.review(books, session.booking.contract_id, act)
    return booking


def _hushed(notices: list[Notice]) -> list[Notice]:
    return [replace(n, silent=True) for n in notices]


async def ask_later(books: Books, booking_id: int, act: Act) -> Booking:
    """The question comes again; until it has, nothing is marked."""
    session = await desk.opened(books, booking_id, act, only=Side.TRAINER)
    booking, trainer = session.booking, session.trainer
    if booking.status is not Status.CONFIRMED or act.at < booking.starts_at:
        raise NotPossible(booking_id, "ask later", booking.status.value)
    again = trainer.quiet.after(act.at, LATER, zone(trainer.zone))
    booking = await desk.keep(books, session, replace(booking, ask_from=again), act.at)
    await desk.log(books, act, "ask_later", booking)
    return booking


async def note(
    books: Books, booking_id: int, act: Act, fields: Mapping[str, str | Performance | None]
) -> Booking:
    """Note, exercises, performance or the note for next time: words only, the version stays."""
    session = await desk.opened(books, booking_id, act, only=Side.TRAINER)
    booking = replace(session.booking, **fields)  # type: ignore[arg-type]  # the edge names the fields
    await books.bookings.save(booking)
    await desk.log(books, act, "noted", booking, fields=sorted(fields))
    return booking


async def acknowledge(books: Books, booking_id: int, act: Act, *, version: int | None = None) -> Booking:
    """The client says that they are coming; the trainer hears it once for each time."""
    session = await desk.opened(books, booking_id, act, version=version, only=Side.CLIENT)
    booking = session.booking
    if booking.status is not Status.CONFIRMED or act.at >= booking.starts_at:
        raise NotPossible(booking_id, "acknowledge", booking.status.value)
    if booking.acknowledged_at is None:
        booking = replace(booking, acknowledged_at=act.at)
        await books.bookings.save(booking)
        await books.notices.add(_hushed(about(booking, NoticeKind.ACKNOWLEDGED, session.trainer.id, act)))
    await desk.log(books, act, "acknowledged", booking)
    return booking


async def write_to_trainer(books: Books, booking_id: int, text: str, act: Act) -> None:
    """A client's line about a session, passed on."""
    session = await desk.opened(books, booking_id, act, only=Side.CLIENT)
    await books.notices.add(
        about(session.booking, NoticeKind.CLIENT_NOTE, session.trainer.id, act, text=text)
    )
    await desk.log(books, act, "client_note", session.booking)
