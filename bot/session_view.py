"""A session with all that its card shows, as it is for one reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.booking import Booking, Status
from core.charge import Charge, ChargeKind, Payment, is_let_off, unsettled
from core.contract import Contract
from core.group_class import GroupClass
from core.money import Money
from core.people import Client, ClientStatus, Opening, Place, Side, Trainer
from core.ports import Books
from core.proposal import Proposal
from core.use_cases import crediting, desk, making_up


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session with all that its card shows, for one reader."""

    booking: Booking
    trainer: Trainer
    client: Client
    side: Side
    now: datetime
    place: Place | None
    charges: Sequence[Charge]
    payments: Sequence[Payment]
    proposal: Proposal | None
    anyway: bool
    #: Which session of how many of its contract, and the contract.
    number: tuple[int, int] | None = None
    contract: Contract | None = None
    #: The cancelled session that it makes up for.
    makes_up: Booking | None = None
    #: Cancelled by the trainer, and the client can still choose another time for it.
    can_be_made_up: bool = False
    #: What the trainer noted for this one after the one before; nothing once it is over.
    last_note: str | None = None
    #: The class in which it is a seat, and how many are taken.
    group: GroupClass | None = None
    taken: int = 0

    @property
    def paid(self) -> Money | None:
        total = sum(p.net for p in self.payments)
        return Money(total, self.booking.currency) if total else None

    @property
    def is_paid(self) -> bool:
        cost = self.booking.cost
        return self.paid is not None and cost is not None and self.paid >= cost and not self.booking.prepaid

    @property
    def penalty(self) -> Charge | None:
        """The open penalty, the latest of several."""
        return next((c for c in reversed(self.charges) if c.kind.is_penalty and c.status.is_open), None)

    @property
    def owed(self) -> Money | None:
        """What a payment would settle next: the session, else its penalty; nothing is ever owed twice."""
        open_ones = self._missing()
        return Money(open_ones[0], self.booking.currency) if open_ones else None

    @property
    def penalty_is_paid(self) -> bool:
        if self.penalty is None or self.penalty.credit:
            return False
        return not self._missing(session=False)

    def _missing(self, *, session: bool = True) -> list[int]:
        """What is missing of the session, if it is or was held, and of its penalties."""
        booking, received = self.booking, self.paid.amount if self.paid else 0
        held = booking.status not in (Status.CANCELLED, Status.NO_SHOW)
        cost = self._price if held and not self.is_let_off else 0
        penalties = unsettled((c for c in self.charges if c.kind.is_penalty), max(0, received - cost))
        own = [cost - received] if session and received < cost else []
        return own + [rest for _, rest in penalties]

    @property
    def _price(self) -> int:
        """What was charged for it, else what would be: the last one of a contract may cost a little more."""
        charged = [c.amount for c in self.charges if c.kind is ChargeKind.SESSION and c.status.is_open]
        usual = 0 if self.booking.prepaid else self.booking.price or 0
        return charged[-1] if charged else usual

    @property
    def is_let_off(self) -> bool:
        """It was held, and the trainer has crossed out what it costs."""
        return is_let_off(self.booking, self.charges)

    @property
    def is_ahead(self) -> bool:
        return self.booking.status is Status.CONFIRMED and self.now < self.booking.starts_at

    @property
    def is_asked_for(self) -> bool:
        """A client's request, which nobody has agreed to yet."""
        return self.booking.status is Status.PENDING

    @property
    def client_may_book(self) -> bool:
        """Whether the client may book another one by themselves."""
        together = self.client.status is ClientStatus.MATCHED
        return together and self.client.may_book(self.trainer) is not Opening.OFF

    @property
    def may_be_wished_for(self) -> bool:
        """Whether another time can be wished for: to a request the trainer may answer with one."""
        if self.booking.class_id is not None:
            return False
        asked = self.booking.status is Status.PENDING and self.now < self.booking.starts_at
        return self.is_ahead or asked

    @property
    def has_begun(self) -> bool:
        return self.booking.status is Status.CONFIRMED and self.now >= self.booking.starts_at


async def view(books: Books, booking_id: int, reader: int, now: datetime) -> SessionView:
    """NotYours for whoever is neither its trainer nor its client."""
    session = await desk.seen(books, booking_id, reader)
    booking = session.booking
    slot = await books.slots.get(booking.slot_id)
    return SessionView(
        booking,
        session.trainer,
        session.client,
        session.side,
        now,
        await books.places.find(booking.place_id),
        await books.charges.of_booking(booking_id),
        await books.payments.of_booking(booking_id),
        await books.proposals.open_of(booking_id),
        slot.anyway,
        await crediting.number(books, booking),
        await books.contracts.find(booking.contract_id),
        await books.bookings.find(booking.makes_up_id),
        await making_up.can_be_made_up(books, booking, now),
        await _last_note(books, session),
        await books.classes.find(booking.class_id),
        len(await books.bookings.of_classes([booking.class_id])) if booking.class_id is not None else 0,
    )


async def _last_note(books: Books, session: desk.Session) -> str | None:
    """For the trainer's eyes, as long as the session is not over."""
    booking = session.booking
    if session.side is Side.CLIENT or not booking.takes_time:
        return None
    noted = await books.bookings.last_noted(booking.client_id, booking.starts_at)
    return noted.next_note if noted else None
