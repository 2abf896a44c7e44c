"""A whole Telegram taken down and put back."""

import telegram as ptb

from bot.demo.telegram.phone import ONE_PIXEL

NEXT = ptb.InlineKeyboardMarkup([[ptb.InlineKeyboardButton("Next", callback_data="next")]])


async def test_snapshot_brings_everything_back(bot, lan, telegram):
    await bot.send_photo(lan.user_id, ONE_PIXEL, caption="week", reply_markup=NEXT)
    lan.presses("Next")
    taken = telegram.snapshot()
    await bot.edit_message_caption(lan.user_id, lan.last.message_id, caption="next week")
    telegram.phone("Minh")
    telegram.restore(taken)

    assert (lan.last.text, lan.last.edited, lan.buttons()) == ("week", False, ["Next"])
    assert lan.downloads() == ONE_PIXEL
    assert len(lan.unanswered) == len(telegram.pending_updates) == 1
    assert list(telegram.phones) == [lan.user_id]
    assert telegram.snapshot() == taken


async def test_snapshot_moves_to_another_telegram(bot, lan, telegram, clock):
    await bot.send_message(lan.user_id, "hi")
    other = type(telegram)(clock)
    other.restore(telegram.snapshot())

    assert other.phones[lan.user_id].last.text == "hi"


async def test_update_ids_never_go_back(lan, telegram):
    taken = telegram.snapshot()
    later = lan.types("later").update_id
    telegram.restore(taken)

    assert lan.types("again").update_id == later + 1
