"""The card of the day: pinned in the morning without a sound, and brought up to date as the day goes."""

from contextlib import asynccontextmanager
from datetime import time, timedelta

import pytest

from bot.demo.telegram import Drop, Fail
from core.booking import Status
from core.people import OutcomeRule, Trainer
from core.period import Period
from core.use_cases import moving, profile, resting
from tests.bot.story import at, story
from tests.world import world

MORNING = {"daily_list": time(6, 30), "next_list_at": at(16, 6, 30), "today_card": True}


@asynccontextmanager
async def morning(url, *starts, **trainer):
    """Thursday, half past six: the list of the day has come."""
    async with story(url, **(MORNING | trainer)) as s:
        for start in starts:
            await s.book(start)
        await until(s, at(16, 6, 30))
        yield s


async def until(s, moment):
    span = moment - s.w.clock.now()
    await s.w.passes(seconds=span.total_seconds())


def pins(s):
    return [m for m in s.huy.messages if m.pinned]


def card_lines(s):
    (card,) = pins(s)
    return card.text.splitlines()


def edits(s):
    return len(s.w.telegram.journal.calls("editMessageText"))


# Pinned.


async def test_the_list_of_the_morning_is_pinned_without_a_sound(sqlite_url):
    async with morning(sqlite_url, at(16, 9), at(16, 18)) as s:
        (card,) = pins(s)
        assert card_lines(s) == [
            "Thursday 16 October · 2 sessions",
            "· free 06:00–09:00 (3 h)",
            "🕕 09:00–10:00 Lan Anh",
            "· free 10:00–18:00 (8 h)",
            "🕕 18:00–19:00 Lan Anh",
            "· free 19:00–21:00 (2 h)",
        ]
        assert card.silent
        (call,) = s.w.telegram.journal.calls("pinChatMessage")
        assert call.parameters["disable_notification"] == "true"
        # The line that Telegram puts into the chat is taken away, and answered by nobody.
        assert not [m for m in s.huy.messages if m.is_service]
        assert s.huy.last == card
        assert s.w.telegram.journal.errors() == []


async def test_a_free_day_has_its_card_too(sqlite_url):
    async with morning(sqlite_url) as s:
        assert "🌿 A free day: enjoy it!" in pins(s)[0].text
        await s.book(at(16, 9))
        assert "🕕 09:00–10:00 Lan Anh" in card_lines(s)


async def test_who_has_no_client_yet_gets_neither_list_nor_card(sqlite_url):
    async with world(sqlite_url) as w:
        mai = w.phone("Mai")
        mai.start()
        await w.settle()
        new = Trainer(mai.user_id, "Mai", "Asia/Ho_Chi_Minh", w.clock.now(), next_list_at=at(16, 6, 30))
        await w.bot.store.write(lambda b: b.trainers.add(new))
        heard = len(mai.received)
        await w.passes(days=1)
        await w.says(mai, "/today")
        assert len(mai.received) == heard + 1
        assert mai.pinned is None


async def test_what_is_still_open_stands_on_the_card_until_it_is_answered(sqlite_url):
    async with morning(sqlite_url, at(15, 18), outcome_rule=OutcomeRule.ASK) as s:
        assert card_lines(s)[-2:] == ["Still open: how did these go?", "❓ Wed 15 Oct · 18:00 Lan Anh"]
        question = next(m for m in s.huy.received if m.text.startswith("How was it"))
        s.huy.presses("Completed", question)
        await s.w.settle()
        assert "Still open" not in pins(s)[0].text


async def test_without_a_list_the_first_today_becomes_the_card(sqlite_url):
    async with story(sqlite_url, today_card=True) as s:
        await s.w.says(s.huy, "/today")
        (card,) = pins(s)
        await s.w.says(s.huy, "/today")
        assert pins(s) == [card]
        assert s.huy.last != card
        await s.book(at(15, 18))
        assert "🕕 18:00–19:00 Lan Anh" in card.text
        assert "Lan Anh" not in s.huy.last.text
        assert s.w.telegram.journal.errors() == []


async def test_a_card_of_the_early_morning_is_not_said_again_by_the_list(sqlite_url):
    async with story(sqlite_url, **MORNING) as s:
        await until(s, at(16, 5))
        await s.w.says(s.huy, "/today")
        (card,) = pins(s)
        await until(s, at(16, 8))
        assert pins(s) == [card]
        assert s.huy.last == card


# Up to date.


async def test_what_others_do_shows_within_the_tick(database):
    async with morning(database, at(16, 9), at(16, 18)) as s:
        reminder = next(m for m in reversed(s.lan.received) if "✖️ Cancel" in s.lan.buttons(m))
        s.lan.presses("Cancel", reminder)
        await s.w.settle()
        await s.w.press(s.lan, "Cancel it")
        assert sum("Lan Anh" in line for line in card_lines(s)) == 1
        assert card_lines(s)[0] == "Thursday 16 October · 1 session"
        assert s.w.telegram.journal.errors() == []


async def test_what_the_trainer_does_shows(sqlite_url):
    async with morning(sqlite_url, at(16, 9)) as s:
        (card,) = pins(s)
        (booking,) = await s.w.bot.store.read(lambda b: b.bookings.ahead(s.huy.user_id, s.w.clock.now()))
        to = Period.of(at(16, 11), timedelta(hours=1))
        await s.w.bot.store.write(lambda b: moving.move(b, moving.Move(booking.id, to), s.act(s.huy)))
        await s.w.settle()
        assert "🕕 11:00–12:00 Lan Anh" in card_lines(s)
        await until(s, at(16, 11))
        assert "▶️ 11:00–12:00 Lan Anh · now" in card_lines(s)
        await until(s, at(16, 12))
        assert "❓ 11:00–12:00 Lan Anh · how was it?" in card_lines(s)
        await s.w.press(s.huy, "Completed")
        assert card_lines(s)[1:] == [
            "✅ 11:00–12:00 Lan Anh · done · not paid",
            "· free 12:00–21:00 (9 h)",
        ]
        await s.w.press(s.huy, "Paid")
        assert pins(s) == [card]
        assert s.w.telegram.journal.errors() == []


async def test_paid_time_off_and_language_show(sqlite_url):
    async with morning(sqlite_url, at(16, 9)) as s:
        (booking,) = await s.w.bot.store.read(lambda b: b.bookings.ahead(s.huy.user_id, s.w.clock.now()))
        off = Period(at(16, 14), at(16, 16))
        await s.w.bot.store.write(lambda b: resting.take_off(b, s.huy.user_id, off, None, s.act(s.huy)))
        await s.w.settle()
        assert "🏝 off 14:00–16:00" in card_lines(s)
        await s.w.bot.store.write(lambda b: profile.speak(b, "vi", s.act(s.huy)))
        await s.w.settle()
        assert "Thứ Năm" in card_lines(s)[0]
        assert (await s.booking(booking.id)).status is Status.CONFIRMED
        assert s.w.telegram.journal.errors() == []


async def test_nothing_is_edited_while_nothing_changes(sqlite_url):
    async with morning(sqlite_url, at(16, 9)) as s:
        before = edits(s)
        await s.w.bot.today_cards.drain()
        await until(s, at(16, 8, 50))
        await s.w.says(s.lan, "/start")
        await s.w.says(s.huy, "/clients")
        assert edits(s) == before
        await s.w.restart()
        assert edits(s) == before
        await until(s, at(16, 9, 30))
        assert edits(s) == before + 1
        assert s.w.telegram.journal.errors() == []


async def test_the_card_of_another_day_is_unpinned_and_stays_in_the_chat(sqlite_url):
    async with morning(sqlite_url, at(16, 9)) as s:
        (card,) = pins(s)
        await until(s, at(16, 23, 59))
        assert pins(s) == [card]
        await until(s, at(17, 0))
        assert pins(s) == []
        await until(s, at(17, 6, 30))
        assert [m.text.splitlines()[0] for m in pins(s)] == ["Friday 17 October · 0 sessions"]
        assert card in s.huy.received
        assert s.w.telegram.journal.errors() == []


# Its buttons.


@pytest.mark.parametrize("label", ["›", "‹", "Week", "09:00 Lan Anh", "+ New session", "Search"])
async def test_its_buttons_open_another_message(sqlite_url, label):
    async with morning(sqlite_url, at(16, 9)) as s:
        (card,) = pins(s)
        text = card.text
        s.huy.presses(label, card)
        await s.w.settle()
        assert s.huy.last != card
        assert (card.text, card.pinned) == (text, True)
        assert s.huy.unanswered == []
        assert s.w.telegram.journal.errors() == []


async def test_pages_turn_in_the_message_that_was_opened_below(sqlite_url):
    async with morning(sqlite_url, at(16, 9)) as s:
        s.huy.presses("›", pins(s)[0])
        await s.w.settle()
        below, count = s.huy.last, len(s.huy.messages)
        for label in ("›", "Week", "Month", "Day"):
            s.huy.presses(label, below)
            await s.w.settle()
        assert len(s.huy.messages) <= count + 1
        assert pins(s)[0].text.startswith("Thursday 16 October")


async def test_its_own_button_brings_it_up_to_date(sqlite_url):
    async with morning(sqlite_url, at(16, 9)) as s:
        (card,) = pins(s)
        count = len(s.huy.messages)
        s.huy.presses("🔄 Today", card)
        await s.w.settle()
        assert s.huy.toasts[-1] == "🔄 Up to date."
        assert len(s.huy.messages) == count
        await until(s, at(17, 8))
        (today,) = pins(s)
        s.huy.presses("🔄 Today", card)
        await s.w.settle()
        assert s.huy.last.text.startswith("Friday 17 October")
        assert pins(s) == [today]
        assert s.w.telegram.journal.errors() == []


# What can go wrong.


async def test_a_card_that_was_deleted_is_gone_for_the_day(sqlite_url):
    async with morning(sqlite_url, at(16, 9)) as s:
        (card,) = pins(s)
        s.huy.deletes(card)
        heard = len(s.huy.received)
        await until(s, at(16, 9, 30))
        await s.book(at(16, 20))
        assert len(s.huy.received) == heard
        assert len(s.w.telegram.journal.errors()) == 1
        await s.w.says(s.huy, "/today")
        assert "🕕 20:00–21:00 Lan Anh" in card_lines(s)


async def test_who_blocked_the_bot_finds_the_card_as_it_is_when_back(sqlite_url):
    async with morning(sqlite_url, at(16, 9)) as s:
        s.huy.blocks()
        await s.w.settle()
        await until(s, at(16, 9, 30))
        assert "▶️" not in pins(s)[0].text
        tried = len(s.w.telegram.journal.errors())
        await until(s, at(16, 9, 45))
        await s.book(at(16, 20))
        assert len(s.w.telegram.journal.errors()) == tried
        s.huy.unblocks()
        await s.w.settle()
        assert "▶️ 09:00–10:00 Lan Anh · now" in card_lines(s)
        assert "🕕 20:00–21:00 Lan Anh" in card_lines(s)


async def test_what_happened_while_the_bot_was_down_shows_after_the_start(sqlite_url):
    async with morning(sqlite_url, at(16, 9)) as s:
        (card,) = pins(s)
        await s.w.restart(down_for=timedelta(hours=4))
        assert pins(s) == [card]
        assert "❓ 09:00–10:00 Lan Anh · how was it?" in card_lines(s)
        await s.w.restart(down_for=timedelta(days=1))
        assert [m.text.splitlines()[0] for m in pins(s)] == ["Friday 17 October · 0 sessions"]
        assert s.w.telegram.journal.errors() == []


async def test_a_pin_that_was_cut_off_is_made_up_for(sqlite_url):
    async with story(sqlite_url, **MORNING) as s:
        stop = s.w.telegram.faults.always(Fail(500), "pinChatMessage")
        await until(s, at(16, 6, 31))
        assert pins(s) == []
        stop()
        await s.w.passes(minutes=2)
        assert len(pins(s)) == 1


async def test_an_edit_that_got_through_without_an_answer_is_not_shown_twice(sqlite_url):
    async with morning(sqlite_url) as s:
        s.w.telegram.faults.after("editMessageText", 1, Drop())
        await s.book(at(16, 9))
        await s.w.passes(minutes=2)
        assert sum("Lan Anh" in line for line in card_lines(s)) == 1
        assert len(pins(s)) == 1


async def test_an_edit_that_is_too_many_waits_as_long_as_told(sqlite_url):
    async with morning(sqlite_url) as s:
        stop = s.w.telegram.faults.always(Fail(429, 60), "editMessageText")
        await s.book(at(16, 9))
        assert "Lan Anh" not in pins(s)[0].text
        refused = edits(s)
        await s.w.passes(seconds=50)
        assert edits(s) == refused
        stop()


# Off.


async def test_who_wants_no_card_has_none(sqlite_url):
    async with morning(sqlite_url, at(16, 9)) as s:
        (card,) = pins(s)
        await s.w.says(s.huy, "/settings")
        await s.w.press(s.huy, "Today card")
        await s.w.press(s.huy, "No card")
        assert "📌 Today card: switched off" in s.huy.last.text
        assert pins(s) == []
        await s.w.says(s.huy, "/today")
        await until(s, at(17, 8))
        assert pins(s) == []
        assert card in s.huy.received
        # As before, a day without sessions has no list.
        assert not [m for m in s.huy.received if m.text.startswith("Friday 17 October")]
        await s.w.says(s.huy, "/settings")
        await s.w.press(s.huy, "Today card")
        await s.w.press(s.huy, "Pinned")
        await s.w.says(s.huy, "/today")
        assert len(pins(s)) == 1
        assert s.w.telegram.journal.errors() == []


async def test_a_pin_of_ones_own_is_nobodys_business(sqlite_url):
    async with morning(sqlite_url, at(16, 9)) as s:
        (card,) = pins(s)
        other = s.huy.history[1]
        count = len(s.huy.received)
        s.huy.pins(other)
        await s.w.settle()
        assert len(s.huy.received) == count
        assert [m for m in s.huy.messages if m.is_service]
        assert pins(s) == [other, card]
        assert s.w.telegram.journal.errors() == []


async def test_a_client_never_gets_a_card(sqlite_url):
    async with morning(sqlite_url, at(16, 9)) as s:
        await s.w.says(s.lan, "/today")
        s.lan.taps_data("tdc")
        await s.w.settle()
        assert s.lan.pinned is None
        assert s.lan.unanswered == []
