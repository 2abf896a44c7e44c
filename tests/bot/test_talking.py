"""Writing to each other through the bot: by name, by replying, muted, and erased once it has arrived."""

import logging
from pathlib import Path
from urllib.parse import urlparse

import pytest
from sqlalchemy import select

from core.use_cases import ending
from core.use_cases.relaying import MOST_A_MINUTE
from storage import tables
from tests.bot.story import Story, at, story
from tests.bot.test_sessions import second_coach

SECRET = "meet me at the blue door"


async def writes(s: Story, text: str = SECRET) -> None:
    """The client, from the card of the coach."""
    await s.w.says(s.lan, "/start")
    await s.w.press(s.lan, "💬 Write")
    await s.w.says(s.lan, text)


async def everything(s: Story) -> str:
    """All that stands in the tables."""
    engine = s.w.bot.engines.reader
    async with engine.connect() as connection:
        rows = [
            repr(tuple(row))
            for table in tables.metadata.sorted_tables
            for row in await connection.execute(select(table))
        ]
    return "\n".join(rows)


async def test_what_is_written_arrives_with_the_name_and_is_answered_by_replying(database):
    async with story(database) as s:
        await writes(s, "Can I <come> earlier?")
        assert s.lan.last.text == "💬 On its way to Coach Huy."
        came = s.huy.last
        assert came.text == "💬 Lan Anh:\nCan I <come> earlier?"
        await s.w.restart()
        s.huy.types("Sure, 17:30", reply_to=came)
        await s.w.settle()
        assert s.lan.last.text == "💬 Coach Huy:\nSure, 17:30"
        answer = s.lan.last
        await s.w.passes(hours=60)
        s.lan.types("Thanks", reply_to=answer)
        await s.w.settle()
        assert s.huy.last.text == "💬 Lan Anh:\nThanks"
        assert s.w.telegram.journal.errors() == []


async def test_a_reply_goes_before_an_open_question(sqlite_url):
    """The coach is in the middle of a booking; the reply is no answer to that."""
    async with story(sqlite_url) as s:
        await writes(s)
        came = s.huy.last
        await s.w.says(s.huy, "/book")
        s.huy.types("tomorrow 18:00 is fine", reply_to=came)
        await s.w.settle()
        assert s.lan.last.text == "💬 Coach Huy:\ntomorrow 18:00 is fine"


async def test_the_ways_to_write_begin_outside_of_the_bot(sqlite_url):
    async with story(sqlite_url) as s:
        s.lan.person.username = "lananh"
        await s.w.says(s.lan, "/start")
        await s.w.says(s.huy, "/clients lan")
        await s.w.press(s.huy, "💬 Write")
        assert s.huy.last.rows[0] == ["✈️ Open in Telegram"]
        assert s.huy.last.buttons[0][0]["url"] == "https://t.me/lananh"
        await s.w.says(s.huy, "See you at 6")
        assert s.lan.last.text == "💬 Coach Huy:\nSee you at 6"


async def test_photos_and_voices_are_passed_on_and_nothing_else(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.lan, "/start")
        await s.w.press(s.lan, "💬 Write")
        s.lan.sends_photo(caption="my <lunch>")
        await s.w.settle()
        came = s.huy.last
        assert (came.media, came.text) == ("photo", "💬 Lan Anh:\nmy <lunch>")
        s.huy.sends_voice(reply_to=came)
        await s.w.settle()
        assert (s.lan.last.media, s.lan.last.text) == ("voice", "💬 Coach Huy:")
        voice = s.lan.last
        s.lan.sends_sticker(reply_to=voice)
        await s.w.settle()
        assert "text, photos and voice messages, nothing else" in s.lan.last.text
        assert "sticker" not in [m.media for m in s.huy.received]
        assert s.w.telegram.journal.errors() == []


async def test_a_location_sent_as_a_reply_is_no_place_of_the_trainer(sqlite_url):
    async with story(sqlite_url) as s:
        await writes(s)
        s.huy._send({"location": {"latitude": 10.0, "longitude": 106.0}}, None, s.huy.last)
        await s.w.settle()
        assert "nothing else" in s.huy.last.text


@pytest.mark.parametrize("kind", ["text", "photo"])
async def test_nothing_is_kept_of_what_has_arrived(database, kind, caplog):
    """Not in a table, a log line, nor a free page of the file."""
    with caplog.at_level(logging.INFO):
        async with story(database) as s:
            await s.w.says(s.lan, "/start")
            await s.w.press(s.lan, "💬 Write")
            if kind == "text":
                s.lan.types(SECRET)
            else:
                s.lan.sends_photo(caption=SECRET)
            await s.w.settle()
            assert SECRET in s.huy.last.text
            s.huy.types(f"{SECRET} indeed", reply_to=s.huy.last)
            await s.w.settle()
            await s.w.says(s.lan, f"by the way: {SECRET}")
            await s.w.press(s.lan, "Send to coach")
            known = await everything(s)
            assert "relayed" in known
            assert SECRET not in known
            assert s.huy.last.file_id is None or s.huy.last.file_id not in known
    assert SECRET not in caplog.text
    if database.startswith("sqlite"):
        file = Path(urlparse(database).path.replace("//", "/"))
        left = [f for f in file.parent.glob(f"{file.name}*") if SECRET.encode() in f.read_bytes()]
        assert left == []


async def test_what_cannot_be_delivered_is_not_kept_either(sqlite_url):
    """Telegram has lost the photo: the notice fails and is emptied, and Lan hears of it."""
    async with story(sqlite_url) as s:
        await s.w.says(s.lan, "/start")
        await s.w.press(s.lan, "💬 Write")
        photo = s.lan.sends_photo(caption=SECRET)
        del s.lan.world.files[photo.file_id]
        await s.w.settle()
        known = await everything(s)
        assert SECRET not in known
        assert photo.file_id not in known
        assert "could not be delivered" in s.lan.last.text


async def test_what_waits_for_somebody_who_stays_away_goes_after_a_week(sqlite_url):
    """Huy blocks the bot before it could be told; Lan hears that he cannot be reached from then on."""
    async with story(sqlite_url) as s:
        s.huy.blocks()
        await writes(s)
        assert SECRET in await everything(s)
        await writes(s, "hello?")
        assert "cannot be reached" in s.lan.last.text
        await s.w.passes(days=7, minutes=30)
        assert SECRET not in await everything(s)
        assert "could not be delivered" in s.lan.last.text


async def test_muted_messages_are_not_sent_and_whoever_writes_knows_it(database):
    async with story(database) as s:
        await writes(s)
        await s.w.press(s.huy, "🔕 Mute")
        assert "You get no more messages from Lan Anh" in s.huy.last.text
        heard = len(s.huy.received)
        await writes(s, "are you there?")
        assert s.lan.last.text == "They take no messages through me at the moment: nothing was sent."
        assert len(s.huy.received) == heard
        await s.w.restart()
        await s.w.press(s.huy, "🔔 Get messages")
        await writes(s, "again")
        assert s.huy.last.text == "💬 Lan Anh:\nagain"


async def test_those_who_have_parted_cannot_write(sqlite_url):
    async with story(sqlite_url) as s:
        await writes(s)
        came = s.huy.last
        await s.w.bot.store.write(lambda b: ending.end(b, s.client_id, s.act(s.huy)))
        await s.w.settle()
        heard = len(s.lan.received)
        s.huy.types("one more thing", reply_to=came)
        await s.w.settle()
        assert "You do not train together" in s.huy.last.text
        assert len(s.lan.received) == heard


async def test_a_button_or_a_reply_of_somebody_else_reaches_nobody(sqlite_url):
    """Minh taps what Lan has; Lan replies to what never was hers."""
    async with story(sqlite_url) as s:
        await writes(s)
        minh = s.w.phone("Minh")
        minh.start()
        await s.w.settle()
        heard = len(s.huy.received), len(s.lan.received)
        for data in (f"tka:{s.client_id}", f"tkr:{s.client_id}", f"tkm:{s.client_id}:1"):
            minh.taps_data(data)
            await s.w.settle()
        await s.w.says(minh, "hello")
        assert all("Lan" not in m.text and "Huy" not in m.text for m in minh.received)
        assert (len(s.huy.received), len(s.lan.received)) == heard
        client = await s.w.bot.store.read(lambda b: b.clients.get(s.client_id))
        assert not client.muted_by_trainer


async def test_ten_a_minute_are_enough(sqlite_url):
    async with story(sqlite_url) as s:
        await writes(s, "first")
        came = s.huy.last
        for number in range(MOST_A_MINUTE + 1):
            s.huy.types(f"answer {number}", reply_to=came)
            await s.w.settle()
        assert "a lot within a minute" in s.huy.last.text
        assert len(s.heard(s.lan, "answer")) == MOST_A_MINUTE
        await s.w.passes(minutes=1, seconds=1)
        s.huy.types("answer at last", reply_to=came)
        await s.w.settle()
        assert s.lan.last.text == "💬 Coach Huy:\nanswer at last"


async def test_what_is_too_long_is_refused_and_the_longest_fits(sqlite_url):
    async with story(sqlite_url) as s:
        await writes(s, "x" * 4_000)
        assert "too long to pass on" in s.lan.last.text
        await s.w.says(s.lan, "y" * 3_900)
        assert s.huy.last.text == f"💬 Lan Anh:\n{'y' * 3_900}"
        assert s.w.telegram.journal.errors() == []


async def test_a_note_on_a_session_is_answered_by_replying_too(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await s.w.press(s.lan, "💬 Note to coach")
        await s.w.says(s.lan, SECRET)
        s.huy.types("fine", reply_to=s.huy.last)
        await s.w.settle()
        assert s.lan.last.text == "💬 Coach Huy:\nfine"
        assert SECRET not in await everything(s)


async def test_with_two_coaches_each_reply_goes_to_the_one_who_wrote(sqlite_url):
    async with story(sqlite_url) as s:
        mai, client = await second_coach(s)
        for phone, id_ in ((mai, client.id), (s.huy, s.client_id)):
            phone.taps_data(f"tka:{id_}", phone.received[-1])
            await s.w.settle()
            await s.w.says(phone, f"from {phone.person.name}")
        first = next(m for m in s.lan.received if m.text.endswith("from Mai"))
        s.lan.types("to Mai", reply_to=first)
        await s.w.settle()
        assert mai.last.text.endswith("to Mai")
        assert s.heard(s.huy, "to Mai") == []
