"""64 people tap for what one can have: one has it, and the others read kindly what they can do instead."""

from datetime import timedelta

from core.booking import Status
from core.people import Client, ClientStatus, Opening
from core.period import Period
from core.use_cases import cancelling
from core.use_cases.classes import planning
from tests.bot.story import at, story

MANY = 64
HOUR = timedelta(hours=1)


async def crowd(s, *, many=MANY, listed=False):
    """People on Telegram; `listed`: clients of Huy already."""
    phones = [s.w.phone(f"Guest {n:02}") for n in range(many)]
    for phone in phones:
        phone.start()
    await s.w.settle()
    if listed:
        new = [
            Client(
                0, s.huy.user_id, p.person.name, ClientStatus.MATCHED, s.w.clock.now(), person_id=p.user_id
            )
            for p in phones
        ]
        await s.w.bot.store.write(lambda b: b.clients.add_all(new))
    return phones


async def all_at_once(s, phones, label):
    """Before the bot hears of the first."""
    for phone in phones:
        phone.presses(label)
    await s.w.settle()


def split(phones, words):
    """Who has it, and the others."""
    winners = [p for p in phones if words in p.last.text]
    return winners, [p for p in phones if p not in winners]


def nobody_is_named(phones):
    """To anybody else."""
    names = {p.person.name for p in phones}
    return not any(name in m.text for p in phones for m in p.received for name in names - {p.person.name})


async def test_the_last_seat_of_a_class_goes_to_one_and_63_can_wait(sqlite_url):
    async with story(sqlite_url) as s:
        new = planning.NewClass(s.huy.user_id, "Yoga", Period.of(at(18, 9), HOUR), 1, 150_000)
        (group,) = await s.w.bot.store.write(lambda b: planning.create(b, new, "yoga", s.act(s.huy)))
        phones = await crowd(s)
        for phone in phones:
            phone.start("c-yoga")
        await s.w.settle()
        assert all("👥 1 seat is free" in p.last.text for p in phones)

        await all_at_once(s, phones, "✅ Join")

        (winner,), others = split(phones, "You are in!")
        assert len(others) == MANY - 1
        for phone in others:
            assert phone.last.text.startswith("😔 The last seat has just gone. On the waiting list you hear")
            assert "👥 Full" in phone.last.text
            assert phone.last.rows[0] == ["⏳ Waiting list"]
        assert nobody_is_named(phones)
        assert len(s.heard(s.huy, "Yoga")) == 1
        (seat,) = await s.w.bot.store.read(lambda b: b.bookings.of_classes([group.id]))
        assert seat.person_id == winner.user_id
        assert s.w.telegram.journal.errors() == []


async def test_a_free_time_goes_to_one_and_the_others_see_what_else_is_free(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        phones = await crowd(s, many=8, listed=True)
        for phone in phones:
            phone.types("friday 18:00")
        await s.w.settle()
        assert all(p.last.text.startswith("Book this time?") for p in phones)

        await all_at_once(s, phones, "✅ Book")

        (winner,), others = split(phones, "✅ Booked.")
        assert len(others) == 7
        for phone in others:
            assert phone.last.text == (
                "😔 Somebody was quicker by a moment.\n"
                "Fri 17 Oct · 18:00–19:00: ⚠️ This time is not free.\n"
                "Free near it:"
            )
            assert phone.last.rows[0] == ["Fri 17 Oct · 16:30", "Fri 17 Oct · 17:00"]
            assert "⏳ Tell me when free" in phone.buttons()
        assert nobody_is_named(phones)
        assert len(s.heard(s.huy, "has booked a session")) == 1
        (booking,) = await s.w.bot.store.read(
            lambda b: b.bookings.of_trainer(s.huy.user_id, Period.of(at(17, 18), HOUR))
        )
        assert (booking.person_id, booking.status) == (winner.user_id, Status.CONFIRMED)
        assert s.w.telegram.journal.errors() == []


async def test_a_freed_time_is_offered_to_one_and_the_taps_of_the_others_change_nothing(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        taken = await s.book(at(17, 18))
        phones = await crowd(s, many=8, listed=True)
        for phone in phones:
            phone.types("friday 18:00")
        await s.w.settle()
        await all_at_once(s, phones, "Tell me when free")
        await s.w.bot.store.write(lambda b: cancelling.cancel(b, taken, s.act(s.huy)))
        await s.w.passes(minutes=1)

        (first,), others = split(phones, "🔔 It is free")
        _, button = first.find("Take it")
        taps = [phone.taps_data(button["callback_data"]) for phone in phones]
        await s.w.settle()

        assert first.last.text.startswith("✅ It is yours.")
        assert all(p.last.text == others[0].last.text for p in others)
        assert others[0].last.text.startswith("⏳ You wait for Fri 17 Oct · 18:00–19:00.")
        answers = {tap.answer.text for tap in taps if tap.person_id != first.user_id}
        assert answers == {"It is not here any more. /help shows what you can do."}
        assert nobody_is_named(phones)
        (booking,) = await s.w.bot.store.read(
            lambda b: b.bookings.of_client_near(0, first.user_id, Period.of(at(17, 18), HOUR))
        )
        assert booking.starts_at == at(17, 18)
        assert s.w.telegram.journal.errors() == []
