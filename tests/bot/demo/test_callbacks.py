"""Taps and their answers: exactly one, in time."""

import pytest
import telegram as ptb
from telegram.error import BadRequest

TOO_OLD = "Query is too old and response timeout expired or query id is invalid"


@pytest.fixture
async def tap(bot, lan):
    keyboard = ptb.InlineKeyboardMarkup([[ptb.InlineKeyboardButton("✅ Create", callback_data="create")]])
    await bot.send_message(lan.user_id, "New session", reply_markup=keyboard)
    return lan.presses("Create")


async def test_tap_reaches_the_bot_with_its_message(bot, lan, tap):
    (update,) = await bot.get_updates()

    assert (update.update_id, update.callback_query.id) == (tap.update_id, tap.id)
    assert update.callback_query.data == "create"
    assert update.callback_query.message.text == "New session"
    assert update.callback_query.from_user.id == lan.user_id
    assert lan.unanswered == [tap]


async def test_answer_is_shown_as_toast_or_alert(bot, lan, tap):
    await bot.answer_callback_query(tap.id, "Booked")
    another = lan.presses("Create")
    await bot.answer_callback_query(another.id, "Already booked", show_alert=True)

    assert lan.toasts == ["Booked", "Already booked"]
    assert lan.alerts == ["Already booked"]
    assert lan.unanswered == []


async def test_silent_answer_only_stops_the_spinning(bot, lan, tap):
    await bot.answer_callback_query(tap.id)

    assert (lan.toasts, lan.unanswered) == ([], [])


async def test_second_answer_is_refused(bot, tap):
    await bot.answer_callback_query(tap.id)

    with pytest.raises(BadRequest, match=TOO_OLD):
        await bot.answer_callback_query(tap.id)


async def test_unknown_query_is_refused(bot):
    with pytest.raises(BadRequest, match=TOO_OLD):
        await bot.answer_callback_query("12345")


async def test_answer_after_a_minute_is_refused(bot, tap, clock):
    clock.passes(seconds=61)

    with pytest.raises(BadRequest, match=TOO_OLD):
        await bot.answer_callback_query(tap.id)


async def test_answer_of_more_than_200_characters_is_refused(bot, tap):
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(tap.id, "a" * 201)


async def test_answer_may_only_lead_to_the_bot(bot, tap):
    with pytest.raises(BadRequest, match="Url_invalid"):
        await bot.answer_callback_query(tap.id, url="https://example.org")


async def test_checkout_is_answered_once_and_soon(bot, lan, clock):
    prices = [ptb.LabeledPrice("one", 500_000)]
    await bot.send_invoice(
        lan.user_id, "One", "One session", "p", "VND", prices, provider_token="1:TEST:provider"
    )
    checkout = lan.pays()
    clock.passes(seconds=11)

    with pytest.raises(BadRequest, match=TOO_OLD):
        await bot.answer_pre_checkout_query(checkout.id, ok=True)
