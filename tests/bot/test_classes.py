"""Classes through the true bot: planned by a line, joined by a link, ticked off, told of."""

from datetime import timedelta

import icalendar
import pytest

from bot.features.classes.buttons import Seats
from core.booking import Status
from core.group_class import ClassStatus
from core.period import Period
from core.use_cases import cancelling
from core.use_cases.classes import joining, planning
from core.use_cases.classes.planning import NewClass
from core.use_cases.inviting import add_client
from tests.bot.files.test_sending import received
from tests.bot.story import at, story

HOUR = timedelta(hours=1)


async def planned(s, start=None, *, code="yoga1", capacity=8, price=150_000, name="Yoga", **options):
    start = start or at(18, 9)
    new = NewClass(s.huy.user_id, name, Period.of(start, HOUR), capacity, price, **options)
    made = await s.w.bot.store.write(lambda b: planning.create(b, new, code, s.act(s.huy)))
    await s.w.settle()
    return made[0]


async def seats(s, group):
    return await s.w.bot.store.read(lambda b: b.bookings.of_classes([group.id]))


async def classes(s):
    return await s.w.bot.store.read(lambda b: b.classes.ahead([s.huy.user_id], s.w.clock.now()))


async def added(s, group, *names):
    """Names on the list without Telegram, in the class."""
    store = s.w.bot.store
    clients = [await store.write(lambda b, n=n: add_client(b, s.huy.user_id, n, s.act(s.huy))) for n in names]
    await store.write(lambda b: joining.add(b, group.id, [c.id for c in clients], s.act(s.huy)))
    await s.w.settle()
    return clients


async def guest(s, name):
    phone = s.w.phone(name)
    phone.start()
    await s.w.settle()
    return phone


# Planned.


@pytest.mark.parametrize(
    "line",
    [
        "Yoga class Sat 9:00-10:00 8 seats 150k",
        "Lớp yoga thứ 7 9h 8 người 150k",
        "class yoga sat 9am 8 people 150k",
    ],
)
async def test_a_line_becomes_a_class_with_one_tap(sqlite_url, line):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, line)
        assert "🤸 Yoga\n🗓 Sat 18 Oct · 09:00–10:00 (1 h)\n👥 8 seats\n💰 150.000 ₫ a head" in s.huy.last.text
        await s.w.press(s.huy, "✅ Create")
        (group,) = await classes(s)
        assert (group.name, group.capacity, group.price) == ("Yoga", 8, 150_000)
        assert "Yoga · 0/8" in s.huy.last.text
        assert s.w.telegram.journal.errors() == []


async def test_a_free_one_with_a_minimum(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "HIIT class Mon Wed 18:00 for 4 weeks 6 seats free at least 3")
        assert "🤸 HIIT\n🔁 Mon, Wed 18:00–19:00\n8 classes" in s.huy.last.text
        assert "💰 free of charge\n⚖️ at least 3 people" in s.huy.last.text


async def test_every_week_becomes_a_run(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Yoga class every Sat 9:00 for 8 weeks 8 seats 150k")
        assert "8 classes, Sat 18 Oct – Sat 6 Dec" in s.huy.last.text
        await s.w.press(s.huy, "✅ Create 8")
        found = await classes(s)
        assert len(found) == 8
        assert len({g.run_id for g in found}) == 1


async def test_what_is_missing_is_asked_one_at_a_time_and_survives_a_restart(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/class")
        await s.w.says(s.huy, "Sat 9:00-10:00")
        assert "What is the class called?" in s.huy.last.text
        await s.w.restart()
        await s.w.says(s.huy, "Morning Yoga")
        assert "How many can join?" in s.huy.last.text
        await s.w.says(s.huy, "9 people")
        assert "cost a head?" in s.huy.last.text
        await s.w.press(s.huy, "150.000 ₫")
        assert "Morning Yoga" in s.huy.last.text
        assert "👥 9 seats" in s.huy.last.text
        s.huy.presses_repeatedly("✅ Create", 3)
        await s.w.settle()
        assert len(await classes(s)) == 1


async def test_a_line_with_a_client_is_a_session(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan class tomorrow 18:00")
        assert "New session" in s.huy.last.text


async def test_a_clash_is_shown_before_anything_is_written(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(18, 9))
        await s.w.says(s.huy, "Yoga class Sat 9:00 8 seats 150k")
        assert "Taken by Lan Anh" in s.huy.last.text
        assert "✅ Create" not in s.huy.labels(s.huy.last)
        await s.w.press(s.huy, "Create anyway")
        assert len(await classes(s)) == 1


async def test_a_class_is_named_where_it_is_in_the_way(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s)
        await added(s, group, "Minh", "Hoa")
        await s.w.says(s.huy, "Lan Sat 9:30")
        assert "Taken by 🤸 Yoga" in s.huy.last.text
        assert "Minh" not in s.huy.last.text


# Joined.


async def test_a_client_joins_from_their_sessions_and_the_coach_hears_it(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s)
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "🤸 Classes")
        await s.w.press(s.lan, "18/10 09:00 Yoga")
        assert "👥 8 seats are free" in s.lan.last.text
        await s.w.press(s.lan, "✅ Join")
        assert "You are in!" in s.lan.last.text
        assert "👥 1/8 seats taken" in s.lan.last.text
        assert s.heard(s.huy, "Lan Anh has joined Yoga")
        assert [b.price for b in await seats(s, group)] == [150_000]
        await s.w.press(s.lan, "✖️ Cancel")
        await s.w.press(s.lan, "Cancel it")
        assert s.heard(s.huy, "Lan Anh has left Yoga")
        assert await seats(s, group) == []


async def test_however_often_it_is_tapped_there_is_one_seat(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s)
        s.lan.start("c-yoga1")
        await s.w.settle()
        s.lan.presses_repeatedly("✅ Join", 5)
        await s.w.settle()
        assert len(await seats(s, group)) == 1
        assert len(s.heard(s.huy, "has joined Yoga")) == 1


async def test_a_newcomer_joins_by_the_link_and_is_on_the_list(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s, listed=False)
        hoa = s.w.phone("Hoa")
        hoa.start("c-yoga1")
        await s.w.settle()
        assert "🤸 Yoga with Coach Huy" in hoa.last.text
        assert "before the start: cancel or move free of charge" in hoa.last.text
        await s.w.press(hoa, "✅ Join")
        assert "You are in!" in hoa.last.text
        assert "📜 If I cancel" in hoa.labels(hoa.last)
        listed = await s.w.bot.store.read(lambda b: b.clients.of_trainer(s.huy.user_id))
        assert "Hoa" in {c.name for c in listed}
        assert len(await seats(s, group)) == 1
        assert s.w.telegram.journal.errors() == []


async def test_a_class_by_invitation_is_shown_to_nobody_else(sqlite_url):
    async with story(sqlite_url) as s:
        await planned(s, listed=False)
        await s.w.says(s.lan, "/sessions")
        assert "🤸 Classes" not in s.lan.labels(s.lan.last)


async def test_nobody_reads_who_else_is_in_it(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s)
        await added(s, group, "Minh Secret")
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "🤸 Classes")
        await s.w.press(s.lan, "18/10 09:00 Yoga")
        await s.w.press(s.lan, "✅ Join")
        assert s.heard(s.lan, "Minh") == []
        for data in (f"Co:{group.id}", f"C1:{group.id}:0:", f"C3:{group.id}:0", f"Ch:{group.id}"):
            s.lan.taps_data(data)
            await s.w.settle()
        assert s.heard(s.lan, "Minh") == []


async def test_another_trainer_cannot_touch_it(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s)
        await added(s, group, "Minh Secret")
        mai = await guest(s, "Mai")
        await s.w.press(mai, "🏋️ I am a trainer")
        buttons = (
            f"Co:{group.id}",
            f"C1:{group.id}:0:",
            f"C2:{group.id}:0",
            f"C3:{group.id}:0",
            f"Ch:{group.id}",
            f"Ci:{group.id}",
            f"Cu:{group.id}",
            f"Cx:{group.id}",
            f"Cy:{group.id}:0:0:",
            f"Ce:{group.id}",
            f"Cw:{group.id}:0:0",
            f"Cv:{group.id}:0:seats:9",
        )
        for data in buttons:
            mai.taps_data(data)
            await s.w.settle()
        assert s.heard(mai, "Minh") == []
        assert s.heard(mai, "Yoga") == []
        (same,) = await classes(s)
        assert same.version == group.version


async def test_a_full_class_offers_its_waiting_list(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s, capacity=1)
        await added(s, group, "Minh")
        s.lan.start("c-yoga1")
        await s.w.settle()
        assert "👥 Full" in s.lan.last.text
        await s.w.press(s.lan, "⏳ Waiting list")
        assert "You are on the waiting list" in s.lan.last.text
        waits = await s.w.bot.store.read(lambda b: b.waits.open_for_class(group.id))
        assert [w.person_id for w in waits] == [s.lan.user_id]


async def test_a_freed_seat_is_offered_to_who_waits_and_taken_with_one_tap(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s, capacity=1)
        await added(s, group, "Minh")
        s.lan.start("c-yoga1")
        await s.w.settle()
        await s.w.press(s.lan, "⏳ Waiting list")
        (seat,) = await seats(s, group)
        await s.w.bot.store.write(lambda b: cancelling.cancel(b, seat.id, s.act(s.huy)))
        await s.w.settle()
        assert "Yoga" in s.lan.last.text
        hoa = s.w.phone("Hoa")
        hoa.start("c-yoga1")
        await s.w.settle()
        assert "👥 Full" in hoa.last.text
        (take, *_) = s.lan.labels(s.lan.last)
        await s.w.press(s.lan, take)
        assert [b.client_id for b in await seats(s, group)] == [s.client_id]


async def test_the_last_seat_was_quicker_taken_and_it_is_said_kindly(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s, capacity=1)
        s.lan.start("c-yoga1")
        await s.w.settle()
        await added(s, group, "Minh")
        await s.w.press(s.lan, "✅ Join")
        assert "The last seat has just gone" in s.lan.last.text
        assert "⏳ Waiting list" in s.lan.labels(s.lan.last)


async def test_who_is_busy_then_is_told_so(sqlite_url):
    async with story(sqlite_url) as s:
        yoga = await planned(s)
        half_past = at(18, 9, 30)
        await planned(s, half_past, code="box1", name="Box", over=(yoga.slot_id,))
        for code in ("yoga1", "box1"):
            s.lan.start(f"c-{code}")
            await s.w.settle()
            await s.w.press(s.lan, "✅ Join")
        assert "You have another session at that time" in s.lan.last.text


async def test_the_trainer_adds_own_clients_and_they_are_told(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s)
        s.huy.taps_data(f"Co:{group.id}")
        await s.w.settle()
        await s.w.press(s.huy, "➕ Add clients")
        await s.w.press(s.huy, "Lan Anh")
        await s.w.press(s.huy, "➕ Add 1")
        assert "Yoga · 1/8" in s.huy.last.text
        assert s.heard(s.lan, "A session for you")
        assert "🤸 Yoga with Coach Huy" in s.lan.last.text


# Seen.


async def test_a_day_has_one_entry_with_its_seats(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s)
        await added(s, group, "Minh", "Hoa", "Tú")
        await s.w.says(s.huy, "/today sat")
        assert "· 1 session" in s.huy.last.text
        assert "09:00–10:00 🤸 Yoga 3/8" in s.huy.last.text
        await s.w.press(s.huy, "09:00 🤸 Yoga 3/8")
        assert "• Minh\n• Hoa\n• Tú" in s.huy.last.text
        await s.w.says(s.huy, "/week next week")
        await s.w.says(s.huy, "/week")
        assert "🤸 Yoga 3/8" in s.huy.last.text
        await s.w.says(s.huy, "/month")
        assert "1 session" in s.huy.last.text


async def test_time_off_takes_the_class_as_one(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s)
        await added(s, group, "Minh")
        s.lan.start("c-yoga1")
        await s.w.settle()
        await s.w.press(s.lan, "✅ Join")
        await s.w.says(s.huy, "off 18/10")
        assert "🤸 Yoga 2/8" in s.huy.last.text
        await s.w.press(s.huy, "✖️ Cancel")
        assert "1 session is cancelled." in s.huy.last.text
        assert "Minh" in s.huy.last.text
        assert s.heard(s.lan, "Coach Huy is off")
        found = await s.w.bot.store.read(lambda b: b.classes.get(group.id))
        assert found.status is ClassStatus.CANCELLED


async def test_the_calendar_file_has_one_entry_for_it(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s)
        await added(s, group, "Minh", "Hoa")
        s.lan.start("c-yoga1")
        await s.w.settle()
        await s.w.press(s.lan, "✅ Join")
        assert [str(e["SUMMARY"]) for e in await events(s, s.huy)] == ["Yoga 3/8"]
        assert [str(e["SUMMARY"]) for e in await events(s, s.lan)] == ["Yoga with Coach Huy"]


async def events(s, phone):
    phone.taps_data("ek")
    await s.w.settle()
    (content,) = received(s, phone).values()
    return icalendar.Calendar.from_ical(content).events


async def test_seats_are_not_among_several_and_have_no_change(sqlite_url):
    async with story(sqlite_url) as s:
        await planned(s)
        s.lan.start("c-yoga1")
        await s.w.settle()
        await s.w.press(s.lan, "✅ Join")
        assert "🔁 Change" not in s.lan.labels(s.lan.last)
        await s.book(at(18, 15))
        await s.book(at(18, 17))
        await s.w.says(s.huy, "/today sat")
        await s.w.press(s.huy, "☑️ Several")
        assert not any("09:00" in label for label in s.huy.labels(s.huy.last))


async def test_it_is_found_by_its_name(sqlite_url):
    async with story(sqlite_url) as s:
        await planned(s)
        await s.w.says(s.huy, "/today")
        await s.w.press(s.huy, "🔍 Search")
        await s.w.says(s.huy, "yoga")
        assert "🤸 Yoga 0/8" in s.huy.last.text
        await s.w.press(s.huy, "18/10 09:00")
        assert "Nobody is in it yet." in s.huy.last.text


# Changed and cancelled.


@pytest.mark.parametrize(
    "typed, when",
    [
        ("10:00", "Sat 18 Oct · 10:00–11:00"),
        ("10:00-11:30", "Sat 18 Oct · 10:00–11:30"),
        ("Mon 17:00", "Mon 20 Oct · 17:00–18:00"),
        ("thứ 2 17h", "Mon 20 Oct · 17:00–18:00"),
    ],
)
async def test_a_class_is_moved_and_everybody_hears_it(sqlite_url, typed, when):
    async with story(sqlite_url) as s:
        group = await planned(s)
        s.lan.start("c-yoga1")
        await s.w.settle()
        await s.w.press(s.lan, "✅ Join")
        s.huy.taps_data(f"Co:{group.id}")
        await s.w.settle()
        await s.w.press(s.huy, "✏️ Change")
        await s.w.press(s.huy, "🗓 Time")
        await s.w.says(s.huy, typed)
        assert f"Move Yoga to {when}?" in s.huy.last.text
        await s.w.press(s.huy, "Move it")
        assert "Moved. Everybody in it has been told." in s.huy.last.text
        assert s.heard(s.lan, "Coach Huy has moved your class")
        assert when in s.lan.last.text


async def test_clients_are_added_to_a_whole_run(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Yoga class every Sat 9:00 for 3 weeks 8 seats 150k")
        await s.w.press(s.huy, "✅ Create 3")
        await s.w.press(s.huy, "➕ Add clients")
        await s.w.says(s.huy, "lan")
        await s.w.press(s.huy, "🔁 And the 2 after it")
        await s.w.press(s.huy, "➕ Add 1")
        assert "1 is in now." in s.huy.last.text
        assert "and 2 more: /sessions" in s.lan.last.text
        mine = await s.w.bot.store.read(lambda b: b.bookings.of_client(s.client_id))
        assert len(mine) == 3


async def test_fewer_seats_than_heads_are_refused(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s)
        await added(s, group, "Minh", "Hoa")
        s.huy.taps_data(f"Cu:{group.id}")
        await s.w.settle()
        await s.w.press(s.huy, "👥 Seats")
        await s.w.says(s.huy, "1")
        assert "So many are in it already" in s.huy.last.text
        await s.w.says(s.huy, "12")
        assert "Yoga · 2/12" in s.huy.last.text


async def test_cancelling_asks_first_and_tells_all(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s)
        s.lan.start("c-yoga1")
        await s.w.settle()
        await s.w.press(s.lan, "✅ Join")
        s.huy.taps_data(f"Cx:{group.id}")
        await s.w.settle()
        assert s.huy.labels(s.huy.last)[0] == "Keep it"
        await s.w.press(s.huy, "Ill")
        assert "Cancelled. Everybody in it has been told." in s.huy.last.text
        assert s.heard(s.lan, "Coach Huy has cancelled a class of yours")
        assert "It costs you nothing." in s.lan.last.text
        assert await seats(s, group) == []


# When it is over.


async def test_the_list_is_one_message_and_each_head_is_paid_with_two_taps(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s)
        await added(s, group, "Minh")
        s.lan.start("c-yoga1")
        await s.w.settle()
        await s.w.press(s.lan, "✅ Join")
        await s.w.passes(days=3)
        assert len(s.heard(s.huy, "Who was there?")) == 1
        await s.w.press(s.huy, "✅ Minh")
        await s.w.press(s.huy, "💾 Save")
        assert "Yoga: 1 of 2 were there." in s.huy.last.text
        found = {b.client_id: b.status for b in await seats(s, group)}
        assert found[s.client_id] is Status.COMPLETED
        assert sorted(found.values()) == [Status.COMPLETED, Status.NO_SHOW]
        await s.w.press(s.huy, "💵 Payments")
        await s.w.press(s.huy, "💵 Lan Anh")
        await s.w.press(s.huy, "💵 Paid cash")
        assert "Lan Anh 💰 150.000 ₫ · paid" in s.huy.last.text
        assert s.w.telegram.journal.errors() == []


async def test_silence_marks_nobody_and_the_list_waits_in_the_morning(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s)
        await added(s, group, "Minh")
        await s.changes(daily_list=at(18, 6, 30).time(), next_list_at=at(20, 6, 30))
        await s.w.passes(days=5)
        assert {b.status for b in await seats(s, group)} == {Status.CONFIRMED}
        assert s.heard(s.huy, "no-show") == []
        morning = s.heard(s.huy, "Still open:")
        assert morning
        assert "🤸 Yoga 1/8" in morning[0]


async def test_with_too_few_the_trainer_decides_the_evening_before(sqlite_url):
    async with story(sqlite_url) as s:
        group = await planned(s, minimum=3)
        await s.w.passes(days=2, hours=9, minutes=1)
        assert "Yoga, tomorrow 09:00: too few so far." in s.huy.last.text
        await s.w.press(s.huy, "👍 Hold it anyway")
        assert "It takes place." in s.huy.last.text
        found = await s.w.bot.store.read(lambda b: b.classes.get(group.id))
        assert found.status is ClassStatus.PLANNED


def test_seats_fit_a_button_and_nothing_else_is_taken_for_them():
    assert Seats.of(range(100)).numbers == set(range(100))
    assert len(Seats.of([99])) == 25
    for wrong in ("", "-1", "zz", "f" * 26):
        with pytest.raises(ValueError, match=r"seats|literal"):
            Seats(wrong)
