"""Whatever a person sends or taps has exactly one outcome that they see, and nothing half done."""

import pytest

from core.booking import Status
from storage import tables
from tests.bot.story import at, story

LINES = {
    "nothing it knows": "xyzzy plugh",
    "a command it does not know": "/frobnicate",
    "a command with a tail": "/today please",
    "signs": "<b>& </b>`*_[",
    "too much": "la " * 400,
    "emoji": "💪",
    "a past time": "Lan 1/1/2020 18:00",
    "an end before its start": "Lan tomorrow 18:00-17:00",
    "no such day": "Lan 31/2 18:00",
    "no such time": "Lan tomorrow 25:00",
    "a negative price": "Lan tomorrow 18:00 -500k",
    "an absurd price": "Lan tomorrow 18:00 999999999999999k",
    "an unknown client": "Zebediah tomorrow 18:00",
}
THINGS = {
    "a sticker": lambda phone: phone.sends_sticker(),
    "a voice message": lambda phone: phone.sends_voice(),
    "a photo": lambda phone: phone.sends_photo(),
    "a file": lambda phone: phone.sends_document("plan.pdf", b"%PDF"),
    "a place": lambda phone: phone.sends_location(10.77, 106.7),
    "a forwarded message": lambda phone: phone.forwards(phone.received[0]),
}
TAPS = {
    "a button that nobody made": "zz:1",
    "a button without data to speak of": ":",
    "a button of a session that is not there": "so:999999",
    "a card that is closed": "bc:nothing",
    "numbers that are none": "so:one",
    "far too large a number": "so:99999999999999999999",
}


@pytest.fixture
async def s(sqlite_url):
    async with story(sqlite_url) as told:
        yield told


async def outcomes(s, phone):
    """Messages that are new or changed since the last act: a silent end of the spinner is none."""
    return [m for m in phone.received if m.revision > phone._acted]


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("who", ["huy", "lan"])
async def test_line_is_answered_once(s, who, name):
    phone = getattr(s, who)

    await s.w.says(phone, LINES[name])

    assert len(await outcomes(s, phone)) == 1
    assert s.w.telegram.journal.errors() == []
    assert await bookings(s) == []


@pytest.mark.parametrize("name", THINGS)
@pytest.mark.parametrize("who", ["huy", "lan"])
async def test_thing_is_answered_once(s, who, name):
    phone = getattr(s, who)

    THINGS[name](phone)
    await s.w.settle()

    assert len(await outcomes(s, phone)) == 1, [m.text for m in await outcomes(s, phone)]
    assert s.w.telegram.journal.errors() == []


@pytest.mark.parametrize("who", ["huy", "lan"])
async def test_edited_line_is_answered_once(s, who):
    phone = getattr(s, who)
    sent = phone.types("Lan tomorrow 18:00")
    await s.w.settle()

    phone.edits(sent, "Lan tomorrow 19:00")
    await s.w.settle()

    assert len(await outcomes(s, phone)) == 1
    assert s.w.telegram.journal.errors() == []


@pytest.mark.parametrize("name", TAPS)
@pytest.mark.parametrize("who", ["huy", "lan"])
async def test_tap_on_what_is_not_there_is_answered_once_and_in_words(s, who, name):
    phone = getattr(s, who)

    query = phone.taps_data(TAPS[name], phone.received[0])
    await s.w.settle()

    seen = len(await outcomes(s, phone)) + bool(query.answer.text)
    assert seen == 1, (query.answer, [m.text for m in await outcomes(s, phone)])
    assert s.w.telegram.journal.errors() == []


async def bookings(s):
    return await s.w.bot.store.read(lambda books: books.bookings.where(tables.bookings.c.id > 0))


async def test_of_64_taps_on_create_one_books_and_all_are_answered(database):
    async with story(database) as s:
        await s.w.says(s.huy, "Lan tomorrow 18:00")

        taps = s.huy.presses_repeatedly("Create", 64)
        await s.w.settle()

        (booking,) = await bookings(s)
        assert (booking.status, booking.starts_at) == (Status.CONFIRMED, at(16, 18))
        assert all(tap.answer is not None for tap in taps)
        assert len([m for m in s.lan.received if "A session for you" in m.text]) == 1
        assert s.w.telegram.journal.errors() == []
