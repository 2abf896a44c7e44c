"""A client asks for another time; the trainer takes one, proposes another or declines."""

from dataclasses import replace

import pytest

from core.proposal import ProposalStatus
from core.use_cases.inviting import add_client, invite, join
from tests.bot.story import at, story


async def wish_for(s, times):
    """The client asks for these times, typed in one line."""
    await s.w.press(s.lan, "Change")
    await s.w.says(s.lan, times)
    await s.w.press(s.lan, "Send")


async def wishes(s):
    """Their states, the oldest first."""

    async def work(books):
        found = []
        while (wish := await books.proposals.find(len(found) + 1)) is not None:
            found.append(wish)
        return found

    return [w.status for w in await s.w.bot.store.read(work)]


async def second_client(s):
    """Minh, on a phone of his own."""
    minh, store = s.w.phone("Minh"), s.w.bot.store
    minh.start()
    await s.w.settle()
    client = await store.write(lambda b: add_client(b, s.huy.user_id, "Minh", s.act(s.huy)))
    await store.write(lambda b: invite(b, client.id, "other", s.act(s.huy)))
    await store.write(lambda b: join(b, "other", s.act(minh)))
    await s.w.settle()
    return minh, client.id


async def booked_for(s, client_id, start):
    first, s.client_id = s.client_id, client_id
    booking_id = await s.book(start)
    s.client_id = first
    return booking_id


async def test_two_times_in_one_line_are_echoed_sent_and_one_is_taken(database):
    async with story(database) as s:
        booking_id = await s.book(at(18, 18))
        await s.w.press(s.lan, "Change")
        await s.w.says(s.lan, "mai 18h, thứ 6 7h tối")
        assert "1. Tomorrow, Thu 16 Oct · 18:00–19:00" in s.lan.last.text
        assert "2. Fri 17 Oct · 19:00–20:00" in s.lan.last.text
        await s.w.press(s.lan, "Send")
        assert s.lan.last.text.startswith("📨 Sent to Coach Huy.")
        assert (await s.booking(booking_id)).version == 0

        assert s.huy.last.text.startswith("🔁 Lan Anh would like another time")
        assert s.huy.last.rows == [
            ["✅ Thu 16 Oct · 18:00"],
            ["✅ Fri 17 Oct · 19:00"],
            ["🔁 Propose another", "✖️ Decline"],
        ]
        await s.w.press(s.huy, "Fri 17 Oct · 19:00")

        assert s.huy.last.text.startswith("✅ Moved. Lan Anh has been told.")
        assert (await s.booking(booking_id)).starts_at == at(17, 19)
        assert s.lan.last.text.startswith(
            "✅ Coach Huy agrees: was Sat 18 Oct · 18:00, now Fri 17 Oct · 19:00."
        )
        assert await s.charges(booking_id) == []
        assert s.w.telegram.journal.errors() == []


async def test_times_are_chosen_by_taps_too_and_no_more_than_three(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(18, 18))
        await s.w.press(s.lan, "Change")
        assert "📨 Send" not in s.lan.buttons()
        for label in ("Sat 18 Oct · 17:30", "Mon 20 Oct · 18:00", "Tue 21 Oct · 18:00"):
            await s.w.press(s.lan, label)
        assert s.lan.last.rows == [["📨 Send"], ["Start over", "‹ Back"]]
        await s.w.says(s.lan, "Friday 19:00")
        assert s.lan.last.text.startswith("Up to three times, please.")
        await s.w.press(s.lan, "Start over")
        assert "When would suit you?" in s.lan.last.text
        assert "📨 Send" not in s.lan.buttons()


NOT_TO_BE_HAD = [
    ("tomorrow 18:00", "Thu 16 Oct · 18:00: ⚠️ This time is not free."),
    ("today 11:30", "Wed 15 Oct · 11:30: ⚠️ That is too soon: at least 2 h ahead, please."),
    ("20 November 18:00", "Thu 20 Nov · 18:00: ⚠️ That is too far ahead: at most 30 days, please."),
    ("yesterday 18:00", "Tue 14 Oct · 18:00 is over already."),
    ("saturday 18:00", "Sat 18 Oct · 18:00 is its time already."),
    ("Sunday 19:00", "Sun 19 Oct · 19:00: ⚠️ This time is not free."),
    ("abc", "I did not get “abc”."),
]


async def test_a_time_that_cannot_be_had_is_said_and_not_chosen(sqlite_url):
    async with story(sqlite_url) as s:
        _, other = await second_client(s)
        await booked_for(s, other, at(16, 18))
        await s.book(at(18, 18))
        await s.w.press(s.lan, "Change")
        for typed, said in NOT_TO_BE_HAD:
            await s.w.says(s.lan, typed)
            assert s.lan.last.text.startswith(said)
            assert "Minh" not in s.lan.last.text
            assert "📨 Send" not in s.lan.buttons()


async def test_what_can_be_read_is_kept_and_the_rest_is_asked(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(18, 18))
        await s.w.press(s.lan, "Change")
        await s.w.says(s.lan, "Monday 19:00 or Friday 6 hoặc Tuesday 7")
        assert "1. Mon 20 Oct · 19:00–20:00" in s.lan.last.text
        assert "“Friday 6” can be two times:" in s.lan.last.text
        assert "Please type “Tuesday 7” once more." in s.lan.last.text
        await s.w.press(s.lan, "Fri 17 Oct · 06:00")
        assert "2. Fri 17 Oct · 06:00–07:00" in s.lan.last.text


async def test_a_day_before_a_comma_belongs_to_the_time_behind_it(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(18, 18))
        await s.w.press(s.lan, "Change")
        await s.w.says(s.lan, "Friday, 18:00 or 19:00")
        assert "1. Fri 17 Oct · 18:00–19:00" in s.lan.last.text
        assert "2. Fri 17 Oct · 19:00–20:00" in s.lan.last.text


async def test_the_dialogue_goes_on_after_a_restart(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(18, 18))
        await s.w.press(s.lan, "Change")
        await s.w.says(s.lan, "Friday 19:00")
        await s.w.restart()
        await s.w.says(s.lan, "Monday 19:00")
        assert "1. Fri 17 Oct · 19:00" in s.lan.last.text
        assert "2. Mon 20 Oct · 19:00" in s.lan.last.text
        await s.w.restart()
        await s.w.press(s.lan, "Send")
        assert await wishes(s) == [ProposalStatus.OPEN]


async def test_the_old_time_is_held_until_the_trainer_has_answered(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(18, 18))
        await wish_for(s, "Friday 19:00")
        _, other = await second_client(s)
        await s.w.says(s.huy, "Minh saturday 18:00")
        assert "Taken by Lan Anh (18:00–19:00)" in s.huy.last.text
        assert other


async def test_declining_keeps_the_session(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(18, 18))
        await wish_for(s, "Friday 19:00")
        await s.w.press(s.huy, "Decline")
        assert s.huy.last.text.startswith("It stays as it is. Lan Anh has been told.")
        s.huy.taps_data("wd:1:0")
        await s.w.settle()
        assert s.huy.last.text.startswith("It stays as it is. Lan Anh has been told.")
        assert s.lan.last.text.startswith("🔁 Coach Huy cannot make it then: your session stays as it is.")
        assert "Sat 18 Oct · 18:00–19:00" in s.lan.last.text
        assert (await s.booking(booking_id)).version == 0


@pytest.mark.parametrize("answer", ["Accept", "Keep the old time"])
async def test_the_trainer_proposes_another_time_and_the_client_decides(sqlite_url, answer):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 20))
        await wish_for(s, "Friday 19:00")
        await s.w.press(s.huy, "Propose another")
        await s.w.says(s.huy, "Friday 20:00")
        assert "fee" not in s.huy.last.text
        await s.w.press(s.huy, "Send")
        assert s.lan.last.text.startswith("🔁 Coach Huy proposes another time")
        assert s.lan.last.rows == [["✅ Accept"], ["Keep the old time"], ["🔁 Other times"]]

        await s.w.press(s.lan, answer)

        accepted = answer == "Accept"
        assert (await s.booking(booking_id)).starts_at == (at(17, 20) if accepted else at(15, 20))
        assert s.huy.last.text.startswith(
            "✅ Lan Anh accepts:" if accepted else "🔁 Lan Anh keeps the old time"
        )
        assert await s.charges(booking_id) == []
        assert s.w.telegram.journal.errors() == []


@pytest.mark.parametrize("answer, fee", [("Accept, no fee", []), ("Accept with fee", [250_000])])
async def test_a_late_wish_shows_the_fee_first_and_the_trainer_chooses(sqlite_url, answer, fee):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 20))
        await s.w.press(s.lan, "Change")
        await s.w.says(s.lan, "Friday 19:00")
        assert "It starts in 10 hours: for moving so late a fee of 250.000 ₫ may apply." in s.lan.last.text
        await s.w.press(s.lan, "Send")
        assert "⚖️ Asked late: a fee of 250.000 ₫ is possible." in s.huy.last.text
        await s.w.press(s.huy, "Fri 17 Oct · 19:00")
        assert (await s.booking(booking_id)).version == 0
        await s.w.press(s.huy, answer)
        assert (await s.booking(booking_id)).starts_at == at(17, 19)
        assert [amount for _, _, amount in await s.charges(booking_id)] == fee
        assert ("For moving so late a fee of 250.000 ₫ applies." in s.lan.last.text) == bool(fee)


async def test_a_fee_that_has_come_up_meanwhile_is_shown_before_the_wish_goes_out(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 12))
        await s.w.press(s.lan, "Change")
        await s.w.says(s.lan, "Friday 19:00")
        # The first reminder comes at 12:00 and cancelling stays free for an hour after it.
        await s.w.passes(hours=3, minutes=1)
        s.lan.presses("Send", next(m for m in s.lan.received if "Send" in str(m.rows)))
        await s.w.settle()
        assert s.heard(s.lan, "The fee has changed. Please look again:")
        assert await wishes(s) == []


async def test_a_newer_wish_takes_the_place_of_the_first_one(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(18, 18))
        await wish_for(s, "Friday 19:00")
        old = s.huy.last
        await wish_for(s, "Monday 19:00")
        assert await wishes(s) == [ProposalStatus.WITHDRAWN, ProposalStatus.OPEN]
        s.huy.presses("Fri 17 Oct · 19:00", old)
        await s.w.settle()
        assert old.text.startswith("This wish was taken back, or another one has taken its place.")
        assert (await s.booking(booking_id)).version == 0


async def test_a_wish_can_be_taken_back(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(18, 18))
        await wish_for(s, "Friday 19:00")
        await s.w.press(s.lan, "Take wish back")
        assert s.lan.last.text.startswith("Taken back: the session stays as it is.")
        await s.w.press(s.huy, "Fri 17 Oct")
        assert s.huy.last.text.startswith("This wish was taken back")


@pytest.mark.parametrize("start, lapse", [(at(18, 18), at(15, 22)), (at(15, 20), at(15, 18))])
async def test_without_an_answer_the_wish_lapses_and_both_are_told(sqlite_url, start, lapse):
    async with story(sqlite_url) as s:
        booking_id = await s.book(start)
        await wish_for(s, "Friday 19:00")
        hours = (lapse - s.w.clock.now()).total_seconds() / 3600
        await s.w.passes(hours=hours - 0.1)
        assert await wishes(s) == [ProposalStatus.OPEN]
        await s.w.passes(hours=0.1)
        assert await wishes(s) == [ProposalStatus.LAPSED]
        assert len(s.heard(s.lan, "There was no answer to your wish: the session stays as it is.")) == 1
        assert len(s.heard(s.huy, "The wish for another time has lapsed")) == 1
        await s.w.press(s.huy, "Fri 17 Oct · 19:00")
        assert s.heard(s.huy, "There was no answer in time: the session stays as it is.")
        assert (await s.booking(booking_id)).starts_at == start
        assert s.w.telegram.journal.errors() == []


async def test_a_time_taken_meanwhile_is_marked_and_accepted_only_after_it_was_seen(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(18, 18))
        await wish_for(s, "Friday 19:00")
        _, other = await second_client(s)
        asked = next(m for m in s.huy.received if "would like another time" in m.text)
        await booked_for(s, other, at(17, 19, 30))
        await s.w.press(s.huy, "Fri 17 Oct · 19:00")
        assert "Taken by Minh (19:30–20:30)" in asked.text
        assert (await s.booking(booking_id)).version == 0
        s.huy.presses("Back", asked)
        await s.w.settle()
        assert "Fri 17 Oct · 19:00–20:00 · not free any more" in asked.text
        await s.w.press(s.huy, "Fri 17 Oct · 19:00")
        await s.w.press(s.huy, "Accept anyway")
        assert (await s.booking(booking_id)).starts_at == at(17, 19)


async def test_a_client_learns_only_that_a_proposed_time_is_gone(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(18, 18))
        await wish_for(s, "Friday 19:00")
        await s.w.press(s.huy, "Propose another")
        await s.w.says(s.huy, "Friday 20:00")
        await s.w.press(s.huy, "Send")
        _, other = await second_client(s)
        await booked_for(s, other, at(17, 20))
        await s.w.press(s.lan, "Accept")
        assert s.lan.last.text.startswith("This time has just been taken.")
        assert "Minh" not in s.lan.last.text
        await s.w.press(s.lan, "Keep the old time")
        assert "Sat 18 Oct · 18:00–19:00" in s.lan.last.text


async def test_of_two_wishes_for_one_time_the_second_yes_shows_the_first(database):
    async with story(database) as s:
        minh, other = await second_client(s)
        first, second = await s.book(at(18, 18)), await booked_for(s, other, at(18, 20))
        await wish_for(s, "Friday 19:00")
        await s.w.press(minh, "Change")
        await s.w.says(minh, "Friday 19:00")
        await s.w.press(minh, "Send")
        asked = [m for m in s.huy.received if "would like another time" in m.text]
        for message in asked:
            s.huy.presses("Fri 17 Oct · 19:00", message)
        await s.w.settle()
        starts = [(await s.booking(b)).starts_at for b in (first, second)]
        assert starts == [at(17, 19), at(18, 20)]
        assert "Taken by Lan Anh (19:00–20:00)" in asked[1].text
        assert s.w.telegram.journal.errors() == []


async def test_64_taps_on_send_and_on_a_time_wish_once_and_move_once(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(18, 18))
        await s.w.press(s.lan, "Change")
        await s.w.says(s.lan, "Friday 19:00")
        s.lan.presses_repeatedly("Send", 64)
        await s.w.telegram.quiet(60)
        await s.w.settle()
        assert await wishes(s) == [ProposalStatus.OPEN]
        assert len(s.heard(s.huy, "would like another time")) == 1
        assert s.lan.last.text.startswith("📨 Sent to Coach Huy.")
        s.huy.presses_repeatedly("Fri 17 Oct · 19:00", 64)
        await s.w.telegram.quiet(60)
        await s.w.settle()
        assert (await s.booking(booking_id)).version == 1
        assert len(s.heard(s.lan, "Coach Huy agrees")) == 1
        assert s.huy.last.text.startswith("✅ Moved. Lan Anh has been told.")
        assert s.lan.unanswered == s.huy.unanswered == []
        assert s.w.telegram.journal.errors() == []


async def test_nobody_else_can_wish_answer_or_look(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(18, 18))
        await wish_for(s, "Friday 19:00")
        minh, _ = await second_client(s)
        times = "1c0aa28"
        data = ["ch:1:0", f"wl:1:0:{times}", f"ws:1:0:0:{times}", "wb:1:0", "wk:1", "wy:1:0:739541:"]
        data += ["wi:1", "wt:1:0:0", "wa:1:0:0:0:", "wd:1:0"]
        for phone, taps in ((minh, data), (s.lan, data[6:])):
            for tap in taps:
                phone.taps_data(tap, phone.received[0])
                await s.w.settle()
        assert await wishes(s) == [ProposalStatus.OPEN]
        assert (await s.booking(booking_id)).version == 0
        assert not any("Oct" in m.text for m in minh.received)
        assert minh.unanswered == s.lan.unanswered == []
        assert not s.heard(minh, "went wrong")


async def test_forged_times_are_answered_as_an_old_button(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(18, 18))
        for data in ("wl:1:0:zz", "ws:1:0:0:ffffffffffffffff", "wt:9:0:0", "wy:1:0:-1:", "wl:1:0:1.2.3.4.5"):
            s.lan.taps_data(data)
            await s.w.settle()
        assert not s.heard(s.lan, "went wrong")
        assert s.lan.unanswered == []


async def test_a_reader_in_another_zone_types_and_reads_their_own(sqlite_url):
    async with story(sqlite_url) as s:

        async def travels(books):
            person = await books.people.get(s.lan.user_id)
            await books.people.save(replace(person, zone="Asia/Tokyo"))

        await s.w.bot.store.write(travels)
        booking_id = await s.book(at(18, 18))
        assert "Sat 18 Oct · 20:00–21:00 (Asia/Tokyo)" in s.lan.last.text
        await wish_for(s, "Friday 20:00")
        await s.w.press(s.huy, "Fri 17 Oct · 18:00")
        assert (await s.booking(booking_id)).starts_at == at(17, 18)
        assert "now Fri 17 Oct · 20:00 (Asia/Tokyo)." in s.lan.last.text


async def test_a_client_has_a_session_moved_twice_and_no_more(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(18, 18))
        for wish in ("mon 20 Oct 18:00", "wed 22 Oct 18:00"):
            await wish_for(s, wish)
            await s.w.press(s.huy, "18:00")
        await s.w.press(s.lan, "Change")
        assert s.lan.last.text == (
            "You have had this session moved 2 times already: only Coach Huy can move it once more."
        )
        await s.w.press(s.lan, "Back")
        await s.w.press(s.huy, "Move")
        await s.w.says(s.huy, "tue 21 Oct 18:00")
        await s.w.press(s.huy, "Move it")
        assert (await s.booking(booking_id)).starts_at == at(21, 18)
        assert (await s.booking(booking_id)).moves == 2


async def test_a_time_of_a_day_further_on_is_tapped(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(18, 18))
        await s.w.press(s.lan, "Change")
        await s.w.press(s.lan, "Other days")
        assert s.lan.last.rows[0] == ["Wed 15 Oct", "Thu 16 Oct"]
        await s.w.press(s.lan, "Fri 24 Oct")
        await s.w.press(s.lan, next(x for row in s.lan.last.rows for x in row if x.startswith("Fri 24 Oct")))
        assert "1. Fri 24 Oct" in s.lan.last.text
        await s.w.press(s.lan, "Send")
        assert s.huy.last.text.startswith("🔁 Lan Anh would like another time")
