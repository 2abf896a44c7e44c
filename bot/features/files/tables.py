"""Sessions, payments and clients of a period as .xlsx or .csv; the message tells how far it is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

from bot.buttons import Key, Rows, key
from bot.documents import Document, send_document
from bot.features.files.buttons import AskFile, CalendarIcs, Format, MakeFile
from bot.features.stats.spans import name_of, said, span_keys
from bot.files import tables
from bot.files.tables import PAGE, Known
from bot.files.writing import NotWritten, write
from bot.going import Go
from bot.screen import Screen, lines
from bot.visit import Visit
from core.figures import Facts, Span, clients
from core.ports import Books
from core.use_cases import counting

#: Telegram lets a message be edited about once a second.
_TOLD_EVERY = 2.0


async def ask(visit: Visit, button: AskFile) -> None:
    await visit.show(_question(visit, button.span))


def _question(visit: Visit, span: Span) -> Screen:
    w = visit.w
    text = lines(
        w("<b>📁 Your data as files</b> · {span}", span=name_of(span, w)),
        w("Excel has sessions, payments and clients on three sheets; CSV is one file for each."),
        w("The calendar file has everything from three months ago on, for the calendar of your phone."),
    )
    return Screen(text, [*span_keys(span, AskFile, w), *_kinds(span, visit)])


def _kinds(span: Span, visit: Visit) -> Rows:
    w = visit.w
    files: list[Key] = [
        key(w.plain("📗 Excel"), MakeFile(span, Format.XLSX)),
        key(w.plain("📄 CSV"), MakeFile(span, Format.CSV)),
        key(w.plain("📅 Calendar"), CalendarIcs()),
    ]
    return [files, [key(w.plain("‹ Back"), Go("stats"))]]


async def make(visit: Visit, button: MakeFile) -> None:
    """One transaction reads it all, page by page; another program writes it meanwhile."""
    facts = await visit.read(counting.sittings, visit.me, button.span, visit.now)
    known = await visit.read(_known, visit)
    made = _Made(visit, facts, known, button.span)
    try:
        documents = await visit.read(made.documents, button.format)
    except NotWritten:
        again = [[key(visit.w.plain("‹ Back"), AskFile(button.span))]]
        await visit.show(Screen(visit.w("The file could not be made. Please try again."), again))
        return
    for document in documents:
        await send_document(visit.services, visit.person.id, document)
    await visit.show(_question(visit, button.span))


async def _known(books: Books, visit: Visit) -> Known:
    me = visit.me
    clients = [*await books.clients.of_trainer(me.id), *await books.clients.ended(me.id)]
    contracts = await books.contracts.of_trainer(me.id)
    return Known(
        me,
        {c.id: c for c in clients},
        {p.id: p for p in await books.places.of_trainer(me.id)},
        {c.id: c.name for c in contracts},
        await books.history.paid(me.id),
        tables.labels(visit.w),
    )


class _Made:
    """One file, or several, on the way; it is told in the message when that takes long."""

    def __init__(self, visit: Visit, facts: Facts, known: Known, span: Span) -> None:
        self.visit, self.facts, self.known, self.span = visit, facts, known, span
        self.sheets = tables.sheets(known, visit.w)
        self._rows = 0
        self._told = time.monotonic()

    async def documents(self, books: Books, kind: Format) -> list[Document]:
        name = f"{self.span.value}-{self.visit.calendar.today}"
        days = self.visit.w("📁 {days}", days=said(self.facts.period, self.visit.calendar))
        if kind is Format.XLSX:
            content = await write(kind.value, self.sheets, self._all(books))
            return [Document(f"trainer-{name}.xlsx", content, days)]
        parts = zip(("sessions", "payments", "clients"), self.sheets, self._each(books), strict=True)
        return [
            Document(f"{what}-{name}.csv", await write(kind.value, [sheet], rows), days)
            for what, sheet, rows in parts
        ]

    def _each(self, books: Books) -> Sequence[AsyncIterator[tuple[int, Sequence[Any]]]]:
        return (self._sessions(books, 0), self._payments(books, 0), self._clients(0))

    async def _all(self, books: Books) -> AsyncIterator[tuple[int, Sequence[Any]]]:
        for part in (self._sessions(books, 0), self._payments(books, 1), self._clients(2)):
            async for rows in part:
                yield rows

    async def _sessions(self, books: Books, sheet: int) -> AsyncIterator[tuple[int, Sequence[Any]]]:
        me, within = self.visit.me.id, self.facts.period
        async for page in tables.paged(lambda last: books.history.bookings(me, within, last, PAGE)):
            yield sheet, [tables.session_row(b, self.known) for b in page]
            await self._tell(len(page))

    async def _payments(self, books: Books, sheet: int) -> AsyncIterator[tuple[int, Sequence[Any]]]:
        me, within = self.visit.me.id, self.facts.period
        async for page in tables.paged(lambda last: books.history.payments(me, within, last, PAGE)):
            yield sheet, [tables.payment_row(p, self.known) for p in page]
            await self._tell(len(page))

    async def _clients(self, sheet: int) -> AsyncIterator[tuple[int, Sequence[Any]]]:
        counts = await asyncio.to_thread(clients, self.facts)
        listed = sorted(self.known.clients.values(), key=lambda c: (c.name, c.id))
        yield sheet, [tables.client_row(c, counts[c.id], self.known) for c in listed if c.id in counts]

    async def _tell(self, rows: int) -> None:
        self._rows += rows
        if time.monotonic() - self._told < _TOLD_EVERY:
            return
        self._told = time.monotonic()
        await self.visit.show(Screen(self.visit.w("⏳ Writing your file: {n} rows so far …", n=self._rows)))
