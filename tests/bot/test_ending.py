"""Ending a relation from either side: seen before, told once, the history kept, and the way back."""

from core.act import Act
from core.booking import Status
from core.people import ClientStatus
from core.use_cases import ending
from tests.bot.story import at, story
from tests.bot.test_time_off import client


async def open_card(s, name="Lan Anh"):
    await s.w.says(s.huy, "/clients")
    await s.w.press(s.huy, name)


async def status(s):
    return (await s.w.bot.store.read(lambda b: b.clients.get(s.client_id))).status


async def test_a_trainer_ends_it_after_having_seen_what_it_means(database):
    async with story(database) as s:
        done, ahead = await s.book(at(14, 18)), await s.book(at(17, 18))
        await open_card(s)
        await s.w.press(s.huy, "⋯ End")
        assert s.huy.last.text.startswith(
            "End with Lan Anh?\n1 session ahead is cancelled free of charge:\n✖️ Fri 17 Oct · 18:00–19:00\n"
        )
        assert "Lan Anh is told once. The history stays with both of you." in s.huy.last.text
        assert s.huy.buttons() == ["‹ Stay together", "👋 End it"]
        heard = len(s.lan.received)
        await s.w.press(s.huy, "End it")
        assert s.huy.last.text == "👋 Ended. Lan Anh has been told."
        assert len(s.lan.received) == heard + 1
        assert s.lan.last.text == (
            "👋 Coach Huy has ended your time together.\n"
            "1 session ahead is cancelled, free of charge.\n"
            "Your past sessions stay here for you. Thank you for training!"
        )
        assert (await s.booking(ahead)).status is Status.CANCELLED
        assert (await s.booking(done)).status is Status.COMPLETED
        assert await status(s) is ClientStatus.ENDED
        assert s.w.telegram.journal.errors() == []


async def test_both_can_read_the_history_afterwards(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(14, 18))
        await open_card(s)
        await s.w.press(s.huy, "⋯ End")
        await s.w.press(s.huy, "End it")
        await s.w.press(s.lan, "My sessions")
        await s.w.press(s.lan, "Past")
        assert "Tue 14 Oct · 18:00–19:00" in s.lan.last.text
        await s.w.says(s.lan, "see you tomorrow?")
        assert s.lan.last.text == "You have no coach here at the moment, so nobody would read it."
        await s.w.says(s.lan, "/start")
        assert s.lan.last.text == "You have no coach here at the moment. Your past sessions are kept for you."
        await s.w.says(s.huy, "/clients")
        await s.w.press(s.huy, "Former clients")
        assert "👋 Lan Anh · until Wed 15 Oct" in s.huy.last.text
        await s.w.press(s.huy, "Lan Anh")
        assert "👋 Ended on Wed 15 Oct" in s.huy.last.text
        await s.w.press(s.huy, "Sessions")
        assert "Tue 14 Oct · 18:00–19:00" in s.huy.last.text
        await s.w.press(s.huy, "Back")
        assert "👋 Ended on Wed 15 Oct" in s.huy.last.text
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        assert "Add Lan" in " ".join(s.huy.labels())
        assert s.w.telegram.journal.errors() == []


async def test_a_client_leaves_and_the_trainer_is_told(database):
    async with story(database) as s:
        ahead = await s.book(at(15, 15))
        await s.w.says(s.lan, "/settings")
        await s.w.press(s.lan, "Leave a coach")
        assert s.lan.last.text.startswith("Leave Coach Huy?\n1 session ahead is cancelled free of charge:")
        await s.w.press(s.lan, "👋 Leave")
        assert s.lan.last.text == "👋 You have left Coach Huy, and they have been told. All the best!"
        assert s.huy.last.text.startswith(
            "👋 Lan Anh has left.\n1 session ahead is cancelled, free of charge."
        )
        assert (await s.booking(ahead)).status is Status.CANCELLED
        assert await s.charges(ahead) == []


async def test_whoever_stays_changes_nothing_and_many_taps_end_once(sqlite_url):
    async with story(sqlite_url) as s:
        await open_card(s)
        await s.w.press(s.huy, "⋯ End")
        await s.w.press(s.huy, "Stay together")
        assert await status(s) is ClientStatus.MATCHED
        await s.w.press(s.huy, "⋯ End")
        s.huy.presses_repeatedly("End it", 4)
        await s.w.settle()
        assert s.huy.last.text == "👋 Ended. Lan Anh has been told."
        assert len(s.heard(s.lan, "has ended your time together")) == 1


async def test_what_came_meanwhile_is_shown_first(sqlite_url):
    async with story(sqlite_url) as s:
        await open_card(s)
        await s.w.press(s.huy, "⋯ End")
        asked = s.huy.last
        await s.book(at(17, 18))
        s.huy.presses("End it", asked)
        await s.w.settle()
        assert asked.text.startswith("Something has changed meanwhile. Please look again:")
        assert await status(s) is ClientStatus.MATCHED


async def test_an_ended_client_is_taken_back_and_invited_again(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(14, 18))
        await open_card(s)
        await s.w.press(s.huy, "⋯ End")
        await s.w.press(s.huy, "End it")
        await s.w.press(s.huy, "History")
        await s.w.press(s.huy, "Take back")
        assert s.huy.last.text.startswith("Back on your list. Invite them with a new link:")
        await s.w.press(s.huy, "Invite")
        link = next(word for word in s.huy.last.text.split() if "start=" in word)
        eve = s.w.phone("Eve")
        eve.opens(link)
        await s.w.settle()
        assert "I do not know this invitation." in eve.last.text
        s.lan.opens(link)
        await s.w.settle()
        assert await status(s) is ClientStatus.MATCHED
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "Past")
        assert "Tue 14 Oct · 18:00–19:00" in s.lan.last.text


async def test_a_stranger_and_another_client_end_nothing(sqlite_url):
    async with story(sqlite_url) as s:
        minh, _ = await client(s, "Minh")
        for data in (f"xe:{s.client_id}", f"xy:{s.client_id}:0", f"xb:{s.client_id}", "xl:0"):
            minh.taps_data(data)
            await s.w.settle()
        assert await status(s) is ClientStatus.MATCHED
        assert "Lan" not in minh.last.text


async def test_ended_twice_by_a_replay_shows_that_it_has_ended(sqlite_url):
    async with story(sqlite_url) as s:
        query = s.lan.taps_data(f"xy:{s.client_id}:0")
        s.w.bot.inbox.replayed.add(query.update_id)
        act = Act(f"u{query.update_id}:0", s.lan.user_id, s.w.clock.now())
        await s.w.bot.store.write(lambda b: ending.end(b, s.client_id, act))
        await s.w.settle()
        assert "👋 You have left Coach Huy" in s.lan.last.text
