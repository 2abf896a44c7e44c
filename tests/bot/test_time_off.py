"""Time off: typed or tapped, what falls into it in one message a client, other times offered after it."""

from datetime import datetime, timedelta

import pytest

from core.act import Act
from core.booking import Status
from core.period import Period
from core.use_cases.booking import NewBooking, book
from core.use_cases.inviting import add_client, invite, join
from core.use_cases.making_up import can_be_made_up
from tests.bot.story import VIETNAM, at, story

#: Friday 10 October 2025, 10:00.
FRIDAY = datetime(2025, 10, 10, 10, tzinfo=VIETNAM)


async def client(s, name, *, linked=True):
    """Another client of Huy, perhaps on a phone of their own."""
    store, now = s.w.bot.store, s.w.clock.now()
    act = lambda by, what: Act(f"{name}:{what}", by, now)  # noqa: E731  # one key each
    added = await store.write(lambda b: add_client(b, s.huy.user_id, name, act(s.huy.user_id, "add")))
    if not linked:
        return None, added.id
    phone = s.w.phone(name)
    phone.start()
    await s.w.settle()
    await store.write(lambda b: invite(b, added.id, name, act(s.huy.user_id, "invite")))
    await store.write(lambda b: join(b, name, act(phone.user_id, "join")))
    await s.w.settle()
    return phone, added.id


async def books(s, client_id, start):
    new = NewBooking(s.huy.user_id, client_id, Period.of(start, timedelta(hours=1)))
    booking = await s.w.bot.store.write(
        lambda b: book(b, new, Act(f"{start}", s.huy.user_id, s.w.clock.now()))
    )
    await s.w.settle()
    return booking.id


async def test_off_from_the_15th_to_the_25th_cancels_ten_sessions_with_one_message_a_client(database):
    async with story(database, FRIDAY) as s:
        minh, minh_id = await client(s, "Minh")
        _, binh_id = await client(s, "Bình", linked=False)
        lans = [await books(s, s.client_id, at(day, 18)) for day in (15, 17, 20, 22, 24)]
        minhs = [await books(s, minh_id, at(day, 7)) for day in (16, 18, 21, 25)]
        binhs = [await books(s, binh_id, at(23, 9))]
        outside = await books(s, s.client_id, at(27, 18))
        before = len(s.lan.received), len(minh.received)

        await s.w.says(s.huy, "off 15/10-25/10 family trip")

        assert s.huy.last.text.startswith(
            "🏝 Off: Wed 15 Oct – Sat 25 Oct\n"
            "Your clients will read: “family trip”\n"
            "10 sessions of 3 clients in it:\n"
            "• Wed 15 Oct · 18:00–19:00 Lan Anh\n"
        )
        assert "please tell them yourself: Bình" in s.huy.last.text
        assert s.huy.buttons()[:2] == ["Keep them", "✖️ Cancel them"]
        await s.w.press(s.huy, "Cancel them")

        assert s.huy.last.text == (
            "🏝 You are off: Wed 15 Oct – Sat 25 Oct\n"
            "10 sessions are cancelled.\n"
            "2 clients have been told and can take another time.\n"
            "Not on Telegram yet, so please tell them yourself: Bình."
        )
        assert (len(s.lan.received), len(minh.received)) == (before[0] + 1, before[1] + 1)
        assert s.lan.last.text == (
            "🏝 Coach Huy is off: Wed 15 Oct – Sat 25 Oct.\n"
            "“family trip”\n"
            "5 sessions of yours are cancelled:\n"
            "✖️ Wed 15 Oct · 18:00–19:00\n"
            "✖️ Fri 17 Oct · 18:00–19:00\n"
            "✖️ Mon 20 Oct · 18:00–19:00\n"
            "✖️ Wed 22 Oct · 18:00–19:00\n"
            "✖️ Fri 24 Oct · 18:00–19:00\n"
            "It costs you nothing.\n"
            "\n"
            "Instead of Wed 15 Oct · 18:00:\n"
            "Take another time: a tap holds it for you for 15 minutes."
        )
        assert s.lan.buttons()[:2] == ["Mon 27 Oct · 17:00", "Tue 28 Oct · 18:00"]
        for id_ in [*lans, *minhs, *binhs]:
            booking = await s.booking(id_)
            assert (booking.status, await s.charges(id_)) == (Status.CANCELLED, [])
        assert (await s.booking(outside)).status is Status.CONFIRMED
        assert s.w.telegram.journal.errors() == []


async def test_of_ten_cancelled_sessions_one_after_the_other_is_made_up_for(sqlite_url):
    async with story(sqlite_url, FRIDAY) as s:
        first, second = [await books(s, s.client_id, at(day, 18)) for day in (15, 17)]
        await s.w.says(s.huy, "off 15/10-25/10")
        await s.w.press(s.huy, "Cancel them")
        await s.w.press(s.lan, "Another session")
        assert s.lan.last.text.startswith("Which one do you want to make up for?")
        await s.w.press(s.lan, "Fri 17 Oct · 18:00")
        await s.w.press(s.lan, "Mon 27 Oct · 18:00")
        assert s.lan.last.text == (
            "🔒 Mon 27 Oct · 18:00–19:00 is held for you for 15 minutes.\n"
            "Until today 10:15 it is yours to book, in place of Fri 17 Oct · 18:00 with Coach Huy."
        )
        await s.w.press(s.lan, "Book it")
        assert s.lan.last.text.startswith("Booked. Coach Huy has been told.")
        assert "🔁 Making up for Fri 17 Oct" in s.lan.last.text
        assert s.huy.last.text.startswith("🔁 Lan Anh has taken a new time")
        assert "🔁 Making up for Fri 17 Oct" in s.huy.last.text
        await s.w.press(s.lan, "The next one")
        assert s.lan.last.text.startswith("🔁 Instead of Wed 15 Oct · 18:00")
        now = s.w.clock.now()

        async def left(b):
            return [await can_be_made_up(b, await b.bookings.get(id_), now) for id_ in (first, second)]

        assert await s.w.bot.store.read(left) == [True, False]
        assert s.w.telegram.journal.errors() == []


async def test_further_ahead_than_a_client_may_book_it_says_from_when_on(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(15, 18) + timedelta(days=31))
        await s.w.says(s.huy, "nghỉ từ 15 đến 25/11 đi du lịch")
        assert "Off: Sat 15 Nov – Tue 25 Nov\nYour clients will read: “đi du lịch”" in s.huy.last.text
        await s.w.press(s.huy, "Cancel them")
        assert (
            "From Wed 26 Nov on there are new times; you can choose one from Mon 27 Oct on."
            in s.lan.last.text
        )
        await s.w.passes(days=13)
        await s.w.press(s.lan, "Look again")
        assert s.lan.buttons()[0] == "Wed 26 Nov · 18:00"


@pytest.mark.parametrize(
    "line, said",
    [
        ("nghỉ 20/11", "Off: Thu 20 Nov"),
        ("off tomorrow afternoon", "Off: Thu 16 Oct · 12:00–18:00"),
        ("sick today", "Off: Wed 15 Oct from 10:00\nYour clients will read: “ill”"),
        ("nghỉ ốm hôm nay", "Off: Wed 15 Oct from 10:00\nYour clients will read: “ill”"),
        ("Sick", "Off: Wed 15 Oct from 10:00\nYour clients will read: “ill”"),
        ("nghỉ phép mai", "Off: Thu 16 Oct"),
        ("nghi 20/11", "Off: Thu 20 Nov"),
        ("I'm off on friday because of a wedding", "Off: Fri 17 Oct\nYour clients will read: “a wedding”"),
        ("vacation 30/12-3/1", "Off: Tue 30 Dec – Sat 3 Jan 2026"),
        (
            "off friday 14:00-18:00 dentist",
            "Off: Fri 17 Oct · 14:00–18:00\nYour clients will read: “dentist”",
        ),
    ],
)
async def test_it_is_typed_as_it_is_said(sqlite_url, line, said):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, line)
        assert s.huy.last.text == f"🏝 {said}\nNo session falls into it."
        await s.w.press(s.huy, "Take it off")
        assert s.huy.last.text.startswith("🏝 You are off: ")
        assert s.w.telegram.journal.errors() == []


async def test_a_client_called_nghi_is_booked_and_not_a_day_off(sqlite_url):
    async with story(sqlite_url) as s:
        await client(s, "Nghi", linked=False)
        await s.w.says(s.huy, "nghi mai 18h")
        assert "New session" in s.huy.last.text


async def test_what_is_not_clear_is_asked(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "off somewhere nice")
        assert s.huy.last.text.startswith("I did not get “somewhere nice”.\n\nWhen are you off?")
        await s.w.restart()
        await s.w.says(s.huy, "tomorrow and friday")
        assert s.huy.last.text.startswith("“tomorrow and friday” can be two times:")
        await s.w.press(s.huy, "Fri 17 Oct")
        assert s.huy.last.text.startswith("🏝 Off: Fri 17 Oct")


async def test_by_taps_the_days_and_the_reason_are_asked_one_by_one(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/settings")
        await s.w.press(s.huy, "Time off")
        assert "None is ahead. Type it as you say it" in s.huy.last.text
        await s.w.press(s.huy, "+ Time off")
        await s.w.press(s.huy, "Fri 17 Oct")
        assert s.huy.last.text.startswith("Off from Fri 17 Oct. Which is the last day?")
        await s.w.says(s.huy, "monday")
        assert s.huy.last.text.startswith("🏝 Off: Fri 17 Oct – Mon 20 Oct")
        await s.w.press(s.huy, "Reason")
        await s.w.press(s.huy, "I am ill")
        assert "Your clients will read: “ill”" in s.huy.last.text
        await s.w.press(s.huy, "Take it off")
        await s.w.press(s.huy, "Times off")
        assert "🏝 Fri 17 Oct – Mon 20 Oct · ill" in s.huy.last.text
        await s.w.press(s.huy, "✕ Fri 17 Oct – Mon 20 Oct")
        assert s.huy.last.text.startswith("Removed: your hours are open again.")
        assert "None is ahead." in s.huy.last.text


async def test_one_by_one_a_session_stays_and_can_be_moved(database):
    async with story(database) as s:
        stays, goes = await s.book(at(17, 9)), await s.book(at(17, 18))
        await s.w.says(s.huy, "off friday")
        await s.w.press(s.huy, "Choose one by one")
        await s.w.press(s.huy, "✖️ Fri 17 Oct 09:00 Lan Anh")
        assert s.huy.buttons()[0] == "✓ Fri 17 Oct 09:00 Lan Anh"
        await s.w.press(s.huy, "Cancel 1, keep 1")
        assert "1 session is cancelled." in s.huy.last.text
        assert "1 session stays; tap it to move it:" in s.huy.last.text
        assert (await s.booking(stays)).status is Status.CONFIRMED
        assert (await s.booking(goes)).status is Status.CANCELLED
        assert "1 session of yours is cancelled:\n✖️ Fri 17 Oct · 18:00–19:00\n" in s.lan.last.text
        await s.w.press(s.huy, "Fri 17 Oct · 09:00 Lan Anh")
        assert "Move" in " ".join(s.huy.labels())


async def test_all_of_them_can_stay_and_a_second_tap_changes_nothing(database):
    async with story(database) as s:
        booking_id = await s.book(at(17, 9))
        heard = len(s.lan.received)
        await s.w.says(s.huy, "off friday")
        s.huy.presses_repeatedly("Keep them", 4)
        await s.w.settle()
        assert (await s.booking(booking_id)).status is Status.CONFIRMED
        assert len(s.lan.received) == heard
        ahead = await s.w.bot.store.read(lambda b: b.times_off.ahead(s.huy.user_id, s.w.clock.now()))
        assert len(ahead) == 1


async def test_a_session_that_came_after_the_list_was_shown_stays(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(17, 9))
        await s.w.says(s.huy, "off friday")
        late = await s.book(at(17, 15))
        asked = next(m for m in reversed(s.huy.received) if m.text.startswith("🏝 Off"))
        s.huy.presses("Cancel them", asked)
        await s.w.settle()
        assert (await s.booking(late)).status is Status.CONFIRMED
        assert "1 session stays" in asked.text


async def test_discarded_nothing_happens_and_a_session_typed_meanwhile_is_booked(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "off friday")
        await s.w.press(s.huy, "Discard")
        assert s.huy.last.text == "Discarded: you work as usual, Fri 17 Oct."
        await s.w.says(s.huy, "off friday")
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        assert "New session" in s.huy.last.text


async def test_the_day_and_the_book_card_know_it(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "off friday wedding")
        await s.w.press(s.huy, "Take it off")
        await s.w.says(s.huy, "/today friday")
        assert "🏝 off" in s.huy.last.text
        assert "free" not in s.huy.last.text
        await s.w.says(s.huy, "Lan friday 18:00")
        assert "You are off then." in s.huy.last.text


async def test_a_client_and_a_stranger_cannot_take_the_trainer_off(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(17, 9))
        await s.w.says(s.huy, "off friday")
        draft = (await s.w.bot.store.read(lambda b: b.drafts.named(s.huy.user_id, "off"))).key
        eve = s.w.phone("Eve")
        eve.start()
        await s.w.settle()
        await s.w.says(eve, "/start")
        for phone in (s.lan, eve):
            for data in (f"fy:{draft}:cancel", f"fw:{draft}", "fl", "fs", "fx:1"):
                phone.taps_data(data)
                await s.w.settle()
                assert "Fri 17 Oct" not in phone.last.text or phone is s.lan
        ahead = await s.w.bot.store.read(lambda b: b.times_off.ahead(s.huy.user_id, s.w.clock.now()))
        assert ahead == []


async def test_tet_is_offered_14_days_ahead_at_nine_once_and_taken_off_with_its_sessions(sqlite_url):
    now = datetime(2026, 1, 30, 10, tzinfo=VIETNAM)
    async with story(sqlite_url, now) as s:
        await s.changes(next_holiday_at=now)
        await s.w.passes(hours=1)
        assert s.heard(s.huy, "are you off?") == []
        await s.w.passes(days=3)
        assert s.heard(s.huy, "are you off?") == ["🏝 Tết, Mon 16 Feb – Fri 20 Feb: are you off?"]
        await books(s, s.client_id, datetime(2026, 2, 17, 18, tzinfo=VIETNAM))
        offer = next(m for m in s.huy.received if "are you off?" in m.text)
        s.huy.presses("Take it off", offer)
        await s.w.settle()
        assert "Your clients will read: “Tết”\n1 session of 1 client in it:" in offer.text
        s.huy.presses("Cancel them", offer)
        await s.w.settle()
        assert "“Tết”" in s.lan.last.text
        await s.w.passes(days=9)
        # The offer became the answer, and is not repeated.
        assert s.heard(s.huy, "are you off?") == []


async def test_whoever_works_on_a_holiday_says_so_and_other_days_are_asked(sqlite_url):
    now = datetime(2026, 2, 2, 10, tzinfo=VIETNAM)
    async with story(sqlite_url, now) as s:
        await s.changes(next_holiday_at=now)
        await s.w.passes(minutes=1)
        await s.w.press(s.huy, "I work")
        assert s.huy.last.text == "💪 Tết, Mon 16 Feb – Fri 20 Feb: you work as usual."


async def test_a_new_trainer_is_asked_and_one_elsewhere_is_not(sqlite_url):
    now = datetime(2025, 12, 10, 10, tzinfo=VIETNAM)
    async with story(sqlite_url, now) as s:
        mai = s.w.phone("Mai")
        mai.start()
        await s.w.settle()
        for label in ("I am a trainer", "Say it later", "Say it later"):
            await s.w.press(mai, label)
        trainer = await s.w.bot.store.read(lambda b: b.trainers.get(mai.user_id))
        assert trainer.next_holiday_at == datetime(2025, 12, 18, 9, tzinfo=VIETNAM)
        await s.changes(next_holiday_at=now, zone="Europe/Berlin")
        await s.w.passes(days=9)
        assert len(s.heard(mai, "are you off?")) == 1
        assert s.heard(s.huy, "are you off?") == []
