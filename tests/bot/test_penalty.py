"""Penalties wait for a day: the trainer lets go or insists, the client may object, and then they are due."""

from core.policy import Policy
from tests.bot.story import at, story


async def _no_show(s):
    booking_id = await s.book(at(15, 11))
    await s.w.passes(hours=2)
    await s.w.press(s.huy, "No-show")
    return booking_id


async def test_after_a_day_without_a_word_it_is_due_and_both_are_told_once(database):
    async with story(database) as s:
        booking_id = await _no_show(s)
        await s.w.passes(hours=23, minutes=59)
        assert await s.charges(booking_id) == [("no_show", "pending", 500_000)]
        await s.w.passes(minutes=1)
        assert await s.charges(booking_id) == [("no_show", "due", 500_000)]
        assert s.lan.last.text == (
            "⚖️ 500.000 ₫ is due: No-show fee, Wed 15 Oct · 11:00. Please settle it with Coach Huy."
        )
        assert s.huy.last.text == "⚖️ 500.000 ₫ from Lan Anh is due now: No-show fee, Wed 15 Oct · 11:00."
        await s.w.passes(hours=48)
        assert len(s.heard(s.lan, "is due")) == 1
        await s.w.press(s.huy, "Waive the fee")
        assert await s.charges(booking_id) == [("no_show", "waived", 500_000)]
        assert s.lan.last.text.startswith("💚 Coach Huy has waived the fee")
        assert s.w.telegram.journal.errors() == []


async def test_an_objection_stops_the_clock_and_the_trainer_decides(database):
    async with story(database) as s:
        booking_id = await _no_show(s)
        await s.w.press(s.lan, "I object")
        assert s.lan.last.text.startswith("✋ Coach Huy has been told and decides.")
        assert "✋ I object" not in s.lan.buttons()
        assert s.huy.last.text == (
            "✋ Lan Anh objects to the fee of 500.000 ₫.\n"
            "No-show fee, Wed 15 Oct · 11:00. It waits for your word."
        )
        await s.w.press(s.lan, "Note to coach")
        await s.w.says(s.lan, "I was there at 11!")
        assert s.huy.last.text.endswith("“I was there at 11!”")
        await s.w.passes(hours=72)
        assert await s.charges(booking_id) == [("no_show", "pending", 500_000)]
        objection = next(m for m in s.huy.received if "objects to the fee" in m.text)
        s.huy.presses("Charge it", objection)
        await s.w.settle()
        assert await s.charges(booking_id) == [("no_show", "due", 500_000)]
        assert s.lan.last.text.startswith("⚖️ 500.000 ₫ is due")


async def test_a_proposal_that_is_let_go_is_waived(sqlite_url):
    async with story(sqlite_url, agreed=False) as s:
        booking_id = await _no_show(s)
        assert "500.000 ₫? Lan Anh has not agreed to your terms: you decide." in s.huy.last.text
        assert "A fee of 500.000 ₫? Coach Huy decides." in s.lan.last.text
        await s.w.press(s.huy, "Let it go")
        assert await s.charges(booking_id) == [("no_show", "waived", 500_000)]


async def test_tapping_twice_changes_nothing_and_tells_nobody_again(database):
    async with story(database) as s:
        booking_id = await _no_show(s)
        s.lan.presses_repeatedly("I object", 3)
        await s.w.settle()
        assert len(s.heard(s.huy, "objects to the fee")) == 1
        objection = s.huy.last
        s.huy.presses_repeatedly("Let it go", 3)
        await s.w.settle()
        assert objection.text.startswith("💚 The fee of 500.000 ₫ is waived.")
        assert len(s.heard(s.lan, "has waived")) == 1
        assert await s.charges(booking_id) == [("no_show", "waived", 500_000)]
        assert s.huy.alerts == s.lan.alerts == []


async def test_nobody_waives_or_objects_for_somebody_else(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await _no_show(s)
        (charge,) = await s.w.bot.store.read(lambda b: b.charges.of_booking(booking_id))
        eve = s.w.phone("Eve")
        eve.start()
        await s.w.settle()
        for phone in (eve, s.lan):
            for data in (f"pw:{charge.id}", f"pi:{charge.id}"):
                phone.taps_data(data)
                await s.w.settle()
        for phone in (eve, s.huy):
            phone.taps_data(f"po:{charge.id}")
            await s.w.settle()
        assert await s.charges(booking_id) == [("no_show", "pending", 500_000)]
        assert s.heard(eve, "500.000") == []


async def test_after_the_day_an_objection_comes_too_late(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await _no_show(s)
        told = s.lan.last
        await s.w.passes(hours=25)
        s.lan.presses("I object", told)
        await s.w.settle()
        assert s.lan.toasts[-1] == "That is not possible any more."
        assert "⚖️ Fee 500.000 ₫: due" in told.text
        assert await s.charges(booking_id) == [("no_show", "due", 500_000)]


async def test_a_harder_policy_than_the_agreed_one_needs_a_new_agreement(database):
    """Until then its fee is a proposal; a milder one is covered."""
    async with story(database) as s:
        await s.changes(policy=Policy(late_percent=100))
        harder = await s.book(at(15, 18))
        await s.w.press(s.lan, "Cancel")
        assert "may ask for a fee" in s.lan.last.text
        await s.w.press(s.lan, "Cancel it")
        assert (await s.charge(harder)).is_proposal

        await s.changes(policy=Policy(late_percent=20))
        milder = await s.book(at(15, 19))
        await s.w.press(s.lan, "Cancel")
        await s.w.press(s.lan, "Cancel it")
        assert not (await s.charge(milder)).is_proposal


async def test_agreeing_is_to_the_policy_that_was_shown(sqlite_url):
    async with story(sqlite_url, agreed=False) as s:
        await s.w.says(s.lan, "/start")
        await s.w.press(s.lan, "If I cancel")
        await s.changes(policy=Policy(late_percent=100))
        await s.w.press(s.lan, "Agree")
        assert "Later than that: the full price." in s.lan.last.text
        await s.w.press(s.lan, "Agree")
        assert s.lan.last.text.startswith("👍 Agreed.")
