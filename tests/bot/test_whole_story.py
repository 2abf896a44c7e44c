"""A trainer and a client from the first minute to the last penalty, typed and tapped, in one go."""

from datetime import timedelta

from tests.world import World, world


async def _begins(w: World):
    """Huy becomes a trainer, Lan Anh joins by the invitation and agrees."""
    huy, lan = w.phone("Huy"), w.phone("Lan Anh", "vi")
    huy.start()
    await w.settle()
    await w.press(huy, "I am a trainer")
    await w.says(huy, "500k")
    await w.says(huy, "Gold's Gym District 1")
    await w.says(huy, "Lan Anh tomorrow 6pm-7pm")
    await w.press(huy, "Add Lan Anh")
    assert "Tomorrow, Thu 16 Oct · 18:00–19:00" in huy.last.text
    await w.press(huy, "Create")
    await w.press(huy, "Invite")
    huy.presses("Share")
    link = next(word for word in huy.last.text.split() if word.startswith("https://t.me/"))
    lan.opens(link)
    await w.settle()
    await w.press(lan, "Đồng ý")
    return huy, lan


def heard(phone, words: str) -> int:
    return sum(words in m.text for m in phone.received)


async def test_a_session_is_booked_confirmed_reminded_cancelled_completed_and_put_right(database):
    async with world(database) as w:
        huy, lan = await _begins(w)

        # A second one in Vietnamese words, on another day; the client confirms.
        await w.says(huy, "Lan thứ 6 18h")
        await w.press(huy, "Create")
        assert huy.last.text.startswith("Booked. Lan Anh has been told.")
        await w.press(lan, "OK")
        assert heard(huy, "is coming") == 1

        # Each gets the reminder 24 hours before, once; a cancel one minute after it is free.
        await w.passes(hours=8, minutes=1)
        assert heard(lan, "⏰ Mai 18:00") == 1
        assert heard(huy, "⏰ Tomorrow 18:00") == 1
        await w.press(lan, "Huỷ")
        assert "miễn phí" in lan.last.text.lower() or "không mất phí" in lan.last.text.lower()
        await w.press(lan, "Huỷ buổi")
        assert "There is no fee" in huy.last.text

        # Friday's: 61 minutes after the reminder it costs half; pending, then waived.
        await w.passes(hours=24)
        assert heard(lan, "⏰ Mai 18:00") == 1  # The first one has become the cancelled session's card.
        await w.passes(hours=1)
        await w.press(lan, "Huỷ")
        assert "250.000 ₫" in lan.last.text
        await w.press(lan, "Huỷ buổi")
        assert "250.000 ₫" in huy.last.text
        await w.press(huy, "Waive the fee")
        assert heard(lan, "250.000 ₫") >= 1

        # Saturday's is completed and paid, in two taps from the question.
        await w.says(huy, "Lan sat 9am")
        await w.press(huy, "Create")
        await w.passes(hours=39)
        assert "How was it with Lan Anh?" in huy.last.text
        await w.press(huy, "Completed")
        await w.press(huy, "Paid cash")
        assert "paid" in huy.last.text

        # Monday's: the bot is down over the end and five hours more; the question comes first.
        await w.says(huy, "Lan mon 9am")
        await w.press(huy, "Create")
        await w.passes(hours=30)
        await w.restart(down_for=timedelta(hours=23))
        assert heard(huy, "How was it with Lan Anh?") == 1
        await w.passes(hours=1, minutes=59)
        assert heard(huy, "I marked") == 0
        await w.passes(minutes=1)
        assert heard(huy, "I marked Lan Anh") == 1
        assert heard(lan, "500.000 ₫") >= 1
        await w.press(huy, "It took place")
        assert huy.last.text.startswith("Done. Lan Anh")
        assert w.telegram.journal.errors() == []
