"""The table of taps: what each thing may take at most. A later feature adds its row."""

from dataclasses import dataclass, field

import pytest

from bot.demo.telegram.phone import Phone
from core.contract import Offer
from core.people import Opening
from core.use_cases import cancelling, offering
from core.use_cases.coordinating import change
from core.use_cases.inviting import add_client
from tests.bot.coaches import coach
from tests.bot.story import Story, at, story
from tests.world import World, world


@dataclass
class Counted:
    """A person whose taps and typed answers are counted."""

    w: World
    phone: Phone
    taps: int = 0
    typed: int = field(default=0)

    async def tap(self, label: str) -> None:
        self.taps += 1
        await self.w.press(self.phone, label)

    async def type(self, text: str) -> None:
        self.typed += 1
        await self.w.says(self.phone, text)

    @property
    def sees(self) -> str:
        return self.phone.last.text


async def test_a_new_trainer_has_a_first_session_with_4_taps_and_3_answers(sqlite_url):
    async with world(sqlite_url) as w:
        huy = Counted(w, w.phone("Huy"))
        huy.phone.start()
        await w.settle()
        await huy.tap("I am a trainer")
        await huy.type("500k")
        await huy.type("Gold's Gym")
        await huy.type("Lan tomorrow 18:00")
        await huy.tap("Add Lan")
        await huy.tap("Create")
        assert huy.sees.startswith("Booked.")
        assert huy.taps <= 4
        assert huy.typed <= 3


async def book_by_line(s: Story) -> Counted:
    huy = Counted(s.w, s.huy)
    await huy.type("Lan tomorrow 18:00")
    await huy.tap("Create")
    assert huy.sees.startswith("Booked.")
    return huy


async def book_by_taps(s: Story) -> Counted:
    await s.w.says(s.huy, "/today")
    huy = Counted(s.w, s.huy)
    await huy.tap("+ New session")
    await huy.tap("Lan Anh")
    await huy.tap(next(label for label in s.huy.labels() if label.startswith("Wed 15 Oct")))
    await huy.tap("Create")
    assert huy.sees.startswith("Booked.")
    return huy


async def see_today(s: Story) -> Counted:
    huy = Counted(s.w, s.huy)
    await huy.type("/today")
    assert "Wednesday 15 October" in huy.sees
    return huy


async def open_a_session_from_the_card(s: Story) -> Counted:
    await s.changes(today_card=True)
    await s.book(at(15, 18))
    await s.w.says(s.huy, "/today")
    huy = Counted(s.w, s.huy)
    assert huy.phone.pinned == huy.phone.last
    await huy.tap("18:00 Lan Anh")
    assert "18:00" in huy.sees
    assert huy.phone.pinned != huy.phone.last
    return huy


async def see_a_month(s: Story) -> Counted:
    huy = Counted(s.w, s.huy)
    await huy.type("/today")
    await huy.tap("Month")
    await huy.tap("🖼 Picture")
    assert huy.phone.last.media == "photo"
    return huy


async def see_one_client_in_the_week(s: Story) -> Counted:
    huy = Counted(s.w, s.huy)
    await huy.type("/week")
    await huy.tap("👤 All clients")
    await huy.tap("Lan Anh")
    assert huy.phone.last.media == "photo"
    return huy


async def find_a_session(s: Story) -> Counted:
    await s.book(at(17, 18))
    await s.w.says(s.huy, "/today")
    huy = Counted(s.w, s.huy)
    await huy.tap("🔍 Search")
    await huy.type("lan")
    await huy.tap("17/10 18:00 Lan Anh")
    assert "18:00–19:00" in huy.sees
    return huy


async def complete_and_paid(s: Story) -> Counted:
    await s.book(at(15, 11))
    await s.w.passes(hours=2)
    huy = Counted(s.w, s.huy)
    await huy.tap("Completed")
    await huy.tap("Paid cash")
    assert "in cash" in huy.sees
    return huy


async def move(s: Story) -> Counted:
    await s.book(at(17, 18))
    await s.w.says(s.huy, "/week")
    await s.w.press(s.huy, "17")
    await s.w.press(s.huy, "18:00")
    huy = Counted(s.w, s.huy)
    await huy.tap("Move")
    await huy.type("sat 9:00")
    await huy.tap("Move it")
    assert "Moved" in huy.sees
    return huy


async def cancel_with_the_fee_seen(s: Story) -> Counted:
    await s.book(at(15, 18))
    lan = Counted(s.w, s.lan)
    await lan.tap("Cancel")
    assert "250.000 ₫" in lan.sees
    await lan.tap("Cancel it")
    assert lan.sees.startswith("Cancelled.")
    return lan


async def waive(s: Story) -> Counted:
    await cancel_with_the_fee_seen(s)
    huy = Counted(s.w, s.huy)
    await huy.tap("Waive the fee")
    assert "waived" in huy.sees
    return huy


async def twelve_weeks(s: Story) -> Counted:
    """Of Mon/Wed/Fri, three of them in the way of others: one tap each."""
    for day in (17, 20, 22):
        await s.book(at(day, 18))
    minh = await s.w.bot.store.write(lambda b: add_client(b, s.huy.user_id, "Minh", s.act(s.huy)))
    huy = Counted(s.w, s.huy)
    await huy.type("Minh Mon Wed Fri 6pm-7pm, 12 weeks")
    assert "36 sessions" in huy.sees
    for day in ("Fri 17 Oct", "Mon 20 Oct", "Wed 22 Oct"):
        await huy.tap(f"{day}: anyway")
    await huy.tap("Create 36")
    assert huy.sees.startswith("✅ Booked: 36 sessions.")
    booked = await s.w.bot.store.read(lambda b: b.bookings.of_client(minh.id))
    assert len(booked) == 36
    return huy


async def day_off_on_a_date(s: Story) -> Counted:
    await s.w.says(s.huy, "/settings")
    huy = Counted(s.w, s.huy)
    await huy.tap("Working hours")
    await huy.tap("On one date")
    await huy.type("24/12 off")
    assert huy.sees.startswith("✅ 📅 On one date: Wed 24 Dec off")
    return huy


async def off_with_its_sessions(s: Story) -> Counted:
    await s.book(at(17, 18))
    huy = Counted(s.w, s.huy)
    await huy.type("off friday wedding")
    await huy.tap("Cancel them")
    assert huy.sees.startswith("🏝 You are off: Fri 17 Oct")
    return huy


async def off_by_taps(s: Story) -> Counted:
    await s.w.says(s.huy, "/settings")
    huy = Counted(s.w, s.huy)
    for label in ("Time off", "+ Time off", "Fri 17 Oct", "Only that day", "No reason", "Take it off"):
        await huy.tap(label)
    assert huy.sees.startswith("🏝 You are off: Fri 17 Oct")
    return huy


async def make_up(s: Story) -> Counted:
    """From the message about the cancellation."""
    await off_with_its_sessions(s)
    lan = Counted(s.w, s.lan)
    await lan.tap("Sat 18 Oct · 18:00")
    await lan.tap("Book it")
    assert lan.sees.startswith("Booked.")
    return lan


async def all_debts_paid(s: Story) -> Counted:
    for day in (13, 14):
        await s.book(at(day, 8))
    huy = Counted(s.w, s.huy)
    await huy.type("/money")
    for label in ("Lan Anh", "Paid", "Cash"):
        await huy.tap(label)
    assert huy.sees.startswith("💰 1.000.000 ₫ in cash, noted.")
    return huy


async def debt_reminded(s: Story) -> Counted:
    await s.book(at(14, 8))
    huy = Counted(s.w, s.huy)
    await huy.type("/money")
    for label in ("Lan Anh", "Remind"):
        await huy.tap(label)
    assert "A reminder" in s.lan.last.text
    return huy


async def paid_by_the_client(s: Story) -> Counted:
    """From the reminder; the trainer confirms with one tap more."""
    await debt_reminded(s)
    lan = Counted(s.w, s.lan)
    await lan.tap("How to pay")
    await lan.tap("I have paid")
    await s.w.press(s.huy, "Yes, received")
    assert "received, by transfer" in lan.sees
    return lan


async def ask_a_coach(s: Story) -> Counted:
    """From the coach's card."""
    minh = Counted(s.w, s.w.phone("Minh"))
    minh.phone.start()
    await s.w.settle()
    await s.w.says(minh.phone, "/trainers")
    minh.phone.taps_data(f"rqa:{s.huy.user_id}")
    await s.w.settle()
    minh.taps += 1
    await minh.tap("Send")
    assert minh.sees.startswith("✅ Sent.")
    return minh


async def accept_a_request(s: Story) -> Counted:
    await ask_a_coach(s)
    huy = Counted(s.w, s.huy)
    await huy.tap("Accept")
    assert "is your client now" in huy.sees
    return huy


async def write_to_the_coach(s: Story) -> Counted:
    lan = Counted(s.w, s.lan)
    await lan.type("/start")
    await lan.tap("Write")
    await lan.type("ten minutes late")
    assert lan.sees.startswith("💬 On its way")
    return lan


async def first_series(s: Story) -> Counted:
    """From the message that the plan was changed."""
    await s.w.bot.store.write(lambda b: change(b, s.client_id, "times", "#d0\n#d2\n#at 18:00", s.act(s.lan)))
    await s.w.passes(minutes=6)
    huy = Counted(s.w, s.huy)
    await huy.tap("Plan together")
    await huy.tap("First series")
    assert "Mon, Wed 18:00–19:00" in huy.sees
    return huy


async def agree_a_package(s: Story) -> Counted:
    ten = Offer("10 sessions", 10, 5_000_000, "VND")
    await s.w.bot.store.write(lambda b: offering.offer(b, ten, s.act(s.huy)))
    await s.w.says(s.huy, "/clients lan")
    huy = Counted(s.w, s.huy)
    for label in ("Package", "10 sessions", "Agree it"):
        await huy.tap(label)
    assert huy.sees.startswith("Agreed. Lan Anh has been told.")
    return huy


async def agree_to_a_package(s: Story) -> Counted:
    await agree_a_package(s)
    lan = Counted(s.w, s.lan)
    await lan.tap("Agree")
    assert lan.sees.startswith("✅ Agreed.")
    return lan


async def figures_explained(s: Story) -> Counted:
    await s.book(at(14, 8))
    huy = Counted(s.w, s.huy)
    await huy.type("/stats")
    await huy.tap("ℹ️ Money")
    assert "Delivered: 500.000 ₫" in huy.sees
    return huy


async def an_excel_file(s: Story) -> Counted:
    await s.book(at(14, 8))
    huy = Counted(s.w, s.huy)
    await huy.type("/stats")
    for label in ("Files", "Excel"):
        await huy.tap(label)
    assert huy.phone.last.media == "document"
    return huy


async def into_the_own_calendar(s: Story) -> Counted:
    """From the message about the session."""
    await s.book(at(17, 18))
    lan = Counted(s.w, s.lan)
    await lan.tap(".ics")
    assert lan.phone.last.media == "document"
    return lan


async def free_time_requested(s: Story) -> Counted:
    """From the list of days; the coach's yes is one tap more."""
    await s.changes(opening=Opening.ASK)
    await s.w.says(s.lan, "/sessions")
    await s.w.press(s.lan, "Book a session")
    lan = Counted(s.w, s.lan)
    await lan.tap(next(label for row in s.lan.last.rows for label in row if label.startswith("Fri 17 Oct")))
    await lan.tap("18:00")
    await lan.tap("Send request")
    assert lan.sees.startswith("📨 Asked.")
    await s.w.press(s.huy, "Yes")
    assert lan.sees.startswith("✅ Coach Huy says yes")
    return lan


async def free_time_typed(s: Story) -> Counted:
    await s.changes(opening=Opening.BOOK)
    lan = Counted(s.w, s.lan)
    await lan.type("thứ 6 7h tối")
    await lan.tap("✅ Book")
    assert lan.sees.startswith("✅ Booked.")
    return lan


async def waited_for_and_taken(s: Story) -> Counted:
    """What is freed is taken from its message with one of the two taps."""
    await s.changes(opening=Opening.BOOK)
    minh = await s.w.bot.store.write(lambda b: add_client(b, s.huy.user_id, "Minh", s.act(s.huy)))
    first, s.client_id = s.client_id, minh.id
    taken = await s.book(at(17, 18))
    s.client_id = first
    lan = Counted(s.w, s.lan)
    await lan.type("friday 18:00")
    await lan.tap("Tell me when free")
    await s.w.bot.store.write(lambda b: cancelling.cancel(b, taken, s.act(s.huy)))
    await s.w.settle()
    await lan.tap("Take it")
    assert lan.sees.startswith("✅ It is yours.")
    return lan


async def history_of_a_client(s: Story) -> Counted:
    await s.book(at(14, 8))
    huy = Counted(s.w, s.huy)
    await huy.type("/clients Lan Anh")
    await huy.tap("Timeline")
    assert "October 2025" in huy.sees
    return huy


async def become_visible(s: Story) -> Counted:
    await s.w.says(s.huy, "/settings")
    huy = Counted(s.w, s.huy)
    await huy.tap("Profile")
    await huy.tap("Show me")
    assert huy.sees.startswith("👁 You are visible.")
    return huy


async def find_a_coach(s: Story) -> Counted:
    """By what they train; the way to them is in the list at once."""
    await coach(s.w, "Mai", specialities=("yoga",))
    lan = Counted(s.w, s.lan)
    await lan.type("/trainers")
    for label in ("Speciality", "yoga", "Mai"):
        await lan.tap(label)
    assert lan.sees.startswith("Coach Mai")
    return lan


async def _yoga(s: Story) -> None:
    await s.w.says(s.huy, "Yoga class Sat 9:00-10:00 8 seats 150k")
    await s.w.press(s.huy, "Create")


async def plan_a_class(s: Story) -> Counted:
    huy = Counted(s.w, s.huy)
    await huy.type("Yoga class Sat 9:00-10:00 8 seats 150k")
    await huy.tap("Create")
    assert "Planned." in huy.sees
    return huy


async def join_a_class(s: Story) -> Counted:
    await _yoga(s)
    lan = Counted(s.w, s.lan)
    await lan.type("/sessions")
    for label in ("Classes", "09:00 Yoga", "Join"):
        await lan.tap(label)
    assert "You are in!" in lan.sees
    return lan


async def everybody_was_there(s: Story) -> Counted:
    """From the question at the end of the class."""
    await join_a_class(s)
    await s.w.passes(days=3)
    huy = Counted(s.w, s.huy)
    await huy.tap("All were there")
    assert "1 of 1 were there" in huy.sees
    return huy


@pytest.mark.parametrize(
    "act, taps, typed",
    [
        (book_by_line, 1, 1),
        (plan_a_class, 1, 1),
        (join_a_class, 3, 1),
        (everybody_was_there, 1, 0),
        (book_by_taps, 4, 0),
        (see_today, 0, 1),
        (open_a_session_from_the_card, 1, 0),
        (see_a_month, 2, 1),
        (see_one_client_in_the_week, 2, 1),
        (find_a_session, 2, 1),
        (become_visible, 2, 0),
        (find_a_coach, 3, 1),
        (complete_and_paid, 2, 0),
        (move, 2, 1),
        (cancel_with_the_fee_seen, 2, 0),
        (waive, 1, 0),
        (agree_a_package, 3, 0),
        (agree_to_a_package, 1, 0),
        (twelve_weeks, 4, 1),
        (day_off_on_a_date, 2, 1),
        (off_with_its_sessions, 1, 1),
        (off_by_taps, 6, 0),
        (make_up, 2, 0),
        (all_debts_paid, 3, 1),
        (debt_reminded, 2, 1),
        (paid_by_the_client, 2, 0),
        (figures_explained, 1, 1),
        (an_excel_file, 2, 1),
        (into_the_own_calendar, 1, 0),
        (ask_a_coach, 2, 0),
        (accept_a_request, 1, 0),
        (write_to_the_coach, 1, 2),
        (first_series, 2, 0),
        (history_of_a_client, 1, 1),
        (free_time_requested, 3, 0),
        (free_time_typed, 1, 1),
        (waited_for_and_taken, 2, 1),
    ],
)
async def test_it_takes_no_more_taps_than_promised(sqlite_url, act, taps, typed):
    async with story(sqlite_url) as s:
        person = await act(s)
        assert person.taps <= taps
        assert person.typed <= typed


async def test_joining_takes_start_and_one_tap(sqlite_url):
    async with world(sqlite_url) as w:
        huy, lan = w.phone("Huy"), Counted(w, w.phone("Lan Anh"))
        huy.start()
        await w.settle()
        for label in ("I am a trainer", "Say it later", "Say it later"):
            await w.press(huy, label)
        await w.says(huy, "Lan Anh tomorrow 18:00")
        await w.press(huy, "Add Lan Anh")
        await w.press(huy, "Create")
        await w.press(huy, "Invite")
        lan.phone.opens(next(word for word in huy.last.text.split() if "start=" in word))
        await w.settle()
        await lan.tap("Agree")
        await w.passes(hours=9)
        assert "Tomorrow 18:00" in lan.sees
        assert lan.taps == 1
