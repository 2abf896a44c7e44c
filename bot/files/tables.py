"""What stands in the tables that a trainer takes along: sessions, payments, clients, in their own words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import cards
from bot.files.workbook import Column, Sheet
from bot.texts import Words
from core.account import Source
from core.booking import Booking, Kind, Performance, Status
from core.charge import Method, Payment
from core.figures.sessions import Counts
from core.money import Money
from core.people import Client, Place, Side, Trainer
from core.zones import zone

Row = list[Any]
#: So many rows are read by one statement, and so many are then looked at in one go.
PAGE = 250
_PIECE = 25
_REST = 0.005


@dataclass(frozen=True, slots=True)
class Labels:
    """Looked up once: there may be thousands of rows."""

    statuses: Mapping[Status, str]
    kinds: Mapping[Kind, str]
    performances: Mapping[Performance, str]
    sides: Mapping[Side, str]
    methods: Mapping[Method, str]
    payment: str
    refund: str


def labels(w: Words) -> Labels:
    return Labels(
        # Without its sign.
        {status: cards.status_name(status, w).partition(" ")[2] for status in Status},
        {kind: cards.kind_name(kind, w) for kind in Kind},
        {performance: cards.performance(performance, w) for performance in Performance},
        {
            Side.TRAINER: w.plain("you"),
            Side.CLIENT: w.plain("client"),
            Side.SYSTEM: w.plain("by itself"),
        },
        {
            Method.CASH: w.plain("cash"),
            Method.CARD: w.plain("card"),
            Method.TRANSFER: w.plain("transfer"),
        },
        w.plain("payment"),
        w.plain("refund"),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows name."""

    trainer: Trainer
    clients: Mapping[int, Client]
    places: Mapping[int, Place]
    contracts: Mapping[int, str]
    paid: Mapping[Source, int]
    labels: Labels

    def name(self, client_id: int) -> str:
        client = self.clients.get(client_id)
        return client.name if client else ""

    def local(self, moment: datetime | None) -> str | None:
        """What the trainer's clock showed: spreadsheets know no zones."""
        if moment is None:
            return None
        there = moment.astimezone(zone(self.trainer.zone))
        return there.replace(tzinfo=None, microsecond=0).isoformat()


def sheets(known: Known, w: Words) -> list[Sheet]:
    total, digits = w.plain("Total"), Money(0, known.trainer.currency).digits
    return [
        Sheet(w.plain("Sessions"), _session_columns(w), total, 9, digits),
        Sheet(w.plain("Payments"), _payment_columns(w), total, 3, digits),
        Sheet(w.plain("Clients"), _client_columns(w), total, None, digits),
    ]


def _session_columns(w: Words) -> list[Column]:
    return [
        Column(w.plain("Start"), "moment"),
        Column(w.plain("End"), "moment"),
        Column(w.plain("Client")),
        Column(w.plain("Kind")),
        Column(w.plain("Status")),
        Column(w.plain("Place")),
        Column(w.plain("Package")),
        Column(w.plain("Price"), "money", total=True),
        Column(w.plain("Paid"), "money", total=True),
        Column(w.plain("Currency")),
        Column(w.plain("Cancelled"), "moment"),
        Column(w.plain("Cancelled by")),
        Column(w.plain("Exercises")),
        Column(w.plain("Performance")),
        Column(w.plain("Note")),
    ]


def session_row(booking: Booking, known: Known) -> Row:
    said, place = known.labels, known.places.get(booking.place_id or 0)
    return [
        known.local(booking.starts_at),
        known.local(booking.ends_at),
        known.name(booking.client_id),
        said.kinds[booking.kind],
        said.statuses[booking.status],
        place.name if place else "",
        known.contracts.get(booking.contract_id or 0, ""),
        _amount(booking.price, booking.currency),
        _amount(known.paid.get((booking.id, None), 0), booking.currency),
        booking.currency,
        known.local(booking.cancelled_at),
        said.sides[booking.cancelled_by] if booking.cancelled_by else "",
        booking.exercises or "",
        said.performances[booking.performance] if booking.performance else "",
        booking.note or "",
    ]


def _payment_columns(w: Words) -> list[Column]:
    return [
        Column(w.plain("Day"), "moment"),
        Column(w.plain("Client")),
        Column(w.plain("Amount"), "money", total=True),
        Column(w.plain("Currency")),
        Column(w.plain("How")),
        Column(w.plain("What")),
        Column(w.plain("Reason")),
    ]


def payment_row(payment: Payment, known: Known) -> Row:
    said = known.labels
    return [
        known.local(payment.paid_at),
        known.name(payment.client_id),
        _amount(payment.net, payment.currency),
        payment.currency,
        said.methods[payment.method],
        said.refund if payment.refund else said.payment,
        payment.reason or "",
    ]


def _client_columns(w: Words) -> list[Column]:
    return [
        Column(w.plain("Client")),
        Column(w.plain("Phone")),
        Column(w.plain("Since"), "day"),
        Column(w.plain("Completed"), "whole", total=True),
        Column(w.plain("No-show"), "whole", total=True),
        Column(w.plain("Cancelled by client"), "whole", total=True),
        Column(w.plain("Cancelled by you"), "whole", total=True),
        Column(w.plain("Ahead"), "whole", total=True),
        Column(w.plain("Attendance"), "share"),
    ]


def client_row(client: Client, counts: Counts, known: Known) -> Row:
    attendance = counts.completion
    return [
        client.name,
        client.phone or "",
        known.local(client.created_at),
        counts.completed,
        counts.missed,
        counts.by_client,
        counts.by_trainer,
        counts.ahead,
        attendance.part / attendance.whole if attendance else None,
    ]


def _amount(minor: int | None, currency: str) -> float | int | None:
    digits = Money(0, currency).digits
    return minor if minor is None or not digits else minor / 10**digits


async def spread(rows: Sequence[Any]) -> AsyncIterator[Sequence[Any]]:
    """A page in pieces; after each, everybody else has as much time as it took."""
    for start in range(0, len(rows), _PIECE):
        begun = time.perf_counter()
        yield rows[start : start + _PIECE]
        await asyncio.sleep(min(_REST, time.perf_counter() - begun))


async def paged(read: Callable[[Any], Awaitable[Sequence[Any]]]) -> AsyncIterator[Sequence[Any]]:
    """Page after page, in pieces: `read` is given the last one of the page before."""
    last = None
    while page := await read(last):
        async for piece in spread(page):
            yield piece
        if len(page) < PAGE:
            return
        last = page[-1]
