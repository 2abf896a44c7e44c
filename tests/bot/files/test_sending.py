"""Files as they arrive on the phones."""

from __future__ import annotations

import csv
import io

import icalendar
import openpyxl

from core.charge import Method
from core.people import Trainer
from core.use_cases import money, outcome
from core.use_cases.cancelling import cancel
from tests.bot.story import Story, at, story


def received(s: Story, phone) -> dict[str, bytes]:
    """The documents of a chat by name."""
    found = [m for m in phone.received if m.media == "document"]
    return {m.content["document"]["file_name"]: s.w.telegram.world.files[m.file_id].content for m in found}


async def opened(s: Story, booking_id: int, phone) -> None:
    phone.taps_data(f"so:{booking_id}")
    await s.w.settle()


async def test_both_sides_take_a_session_into_their_calendars(sqlite_url):
    async with story(sqlite_url) as s:
        id_ = await s.book(at(17, 18))
        for phone, summary in ((s.huy, "Lan Anh"), (s.lan, "Training with Coach Huy")):
            await opened(s, id_, phone)
            await s.w.press(phone, ".ics")
            ((name, content),) = received(s, phone).items()
            assert name == "2025-10-17-1800.ics"
            (event,) = icalendar.Calendar.from_ical(content).events
            assert str(event["SUMMARY"]) == summary
            assert event.start == at(17, 18)
        assert s.w.telegram.journal.errors() == []


async def test_a_cancelled_session_leaves_the_calendar_again(sqlite_url):
    async with story(sqlite_url) as s:
        id_ = await s.book(at(17, 18))
        await opened(s, id_, s.lan)
        await s.w.press(s.lan, ".ics")
        before = icalendar.Calendar.from_ical(next(iter(received(s, s.lan).values())))
        await s.w.bot.store.write(lambda b: cancel(b, id_, s.act(s.lan)))
        await opened(s, id_, s.lan)
        told = await s.w.press(s.lan, ".ics")
        assert "take the session out" in told.text
        after = icalendar.Calendar.from_ical(list(received(s, s.lan).values())[-1])
        assert [str(c["METHOD"]) for c in (before, after)] == ["REQUEST", "CANCEL"]
        assert before.events[0]["UID"] == after.events[0]["UID"]
        assert before.events[0]["SEQUENCE"] < after.events[0]["SEQUENCE"]


async def test_the_whole_calendar_has_everything_of_one_person(sqlite_url):
    async with story(sqlite_url) as s:
        for day in (16, 17, 18):
            await s.book(at(day, 18))
        for phone in (s.huy, s.lan):
            phone.taps_data("ek")
            await s.w.settle()
            assert "3 sessions" in phone.last.text
            ((name, content),) = received(s, phone).items()
            assert name == "calendar-2025-10-15.ics"
            calendar = icalendar.Calendar.from_ical(content)
            assert str(calendar["METHOD"]) == "PUBLISH"
            assert [e.start for e in calendar.events] == [at(day, 18) for day in (16, 17, 18)]


async def test_an_empty_calendar_is_said(sqlite_url):
    async with story(sqlite_url) as s:
        s.lan.taps_data("ek")
        await s.w.settle()
        assert s.lan.last.text == "There is no session to put into a calendar yet."


async def a_month(s: Story) -> None:
    held = [await s.book(at(13, 18)), await s.book(at(14, 18))]
    await s.book(at(20, 18))
    await s.w.bot.store.write(lambda b: money.pay(b, held[0], Method.CASH, s.act(s.huy)))
    exercises = {"exercises": "=SUM(squats)"}
    await s.w.bot.store.write(lambda b: outcome.note(b, held[0], s.act(s.huy), exercises))
    await s.w.settle()


async def test_excel_has_sessions_payments_and_clients(sqlite_url):
    async with story(sqlite_url) as s:
        await a_month(s)
        await s.w.says(s.huy, "/stats")
        await s.w.press(s.huy, "Files")
        await s.w.press(s.huy, "Excel")
        ((name, content),) = received(s, s.huy).items()
        assert name == "trainer-month-2025-10-15.xlsx"
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        assert book.sheetnames == ["Sessions", "Payments", "Clients"]
        sessions = list(book["Sessions"].values)
        assert [(row[0].day, row[2], row[4], row[7], row[8]) for row in sessions[1:4]] == [
            (13, "Lan Anh", "Completed", 500_000, 500_000),
            (14, "Lan Anh", "Completed", 500_000, 0),
            (20, "Lan Anh", "Confirmed", 500_000, 0),
        ]
        assert sessions[4][0] == "Total"
        assert sessions[4][7:9] == (1_500_000, 500_000)
        assert list(book["Payments"].values)[1][1:5] == ("Lan Anh", 500_000, "VND", "cash")
        assert list(book["Clients"].values)[1][3:] == (2, 0, 0, 0, 1, 1)
        assert s.huy.last.text == "📁 Wed 1 Oct – Fri 31 Oct"
        assert s.w.telegram.journal.errors() == []


async def test_csv_is_one_file_for_each(sqlite_url):
    async with story(sqlite_url) as s:
        await a_month(s)
        await s.w.says(s.huy, "/stats")
        await s.w.press(s.huy, "Files")
        await s.w.press(s.huy, "This year")
        await s.w.press(s.huy, "CSV")
        files = received(s, s.huy)
        assert list(files) == [f"{what}-year-2025-10-15.csv" for what in ("sessions", "payments", "clients")]
        rows = list(csv.DictReader(io.StringIO(files["sessions-year-2025-10-15.csv"].decode("utf-8-sig"))))
        assert [row["Start"] for row in rows] == ["2025-10-13 18:00", "2025-10-14 18:00", "2025-10-20 18:00"]
        assert rows[0]["Exercises"] == "'=SUM(squats)"


async def test_long_work_tells_how_far_it_is(sqlite_url, monkeypatch):
    monkeypatch.setattr("bot.features.files.tables._TOLD_EVERY", 0.0)
    async with story(sqlite_url) as s:
        await a_month(s)
        await s.w.says(s.huy, "/stats")
        await s.w.press(s.huy, "Files")
        await s.w.press(s.huy, "Excel")
        edits = [c.parameters["text"] for c in s.w.telegram.journal.calls("editMessageText")]
        assert edits[-3:-1] == [f"⏳ Writing your file: {n} rows so far …" for n in (3, 4)]
        assert edits[-1].startswith("<b>📁 Your data as files</b>")


async def test_another_trainer_s_sessions_are_in_no_file(sqlite_url):
    async with story(sqlite_url) as s:
        await a_month(s)
        s.lan.types("/start")
        await s.w.settle()
        new = Trainer(s.lan.user_id, "Lan", "Asia/Ho_Chi_Minh", s.w.clock.now())
        await s.w.bot.store.write(lambda b: b.trainers.add(new))
        s.lan.taps_data("em:all:csv")
        await s.w.settle()
        assert [content.count(b"\r\n") for content in received(s, s.lan).values()] == [1, 1, 1]
