"""Sending, editing and deleting, with each refusal in the words of the real server."""

import pytest
import telegram as ptb
from telegram.error import BadRequest, Forbidden

from bot.demo.telegram.edits import NOT_MODIFIED
from bot.demo.telegram.phone import ONE_PIXEL


async def test_message_reaches_the_person(bot, lan):
    sent = await bot.send_message(lan.user_id, "  <b>Xin chào</b> 👋🏽 <i>Lan</i>\n\n", parse_mode="HTML")

    assert lan.last.text == "Xin chào 👋🏽 Lan"
    assert lan.last.html == "<b>Xin chào</b> 👋🏽 <i>Lan</i>"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 0, 8), ("italic", 14, 3)]
    assert dict(sent.api_kwargs) == {}
    assert sent.chat.id == lan.user_id


async def test_message_ids_grow_and_dates_are_the_clocks(bot, lan, clock):
    first = await bot.send_message(lan.user_id, "one")
    clock.passes(hours=1)
    second = await bot.send_message(lan.user_id, "two")

    assert second.message_id == first.message_id + 1
    assert second.date == clock()


async def test_silent_message_is_marked(bot, lan):
    await bot.send_message(lan.user_id, "hush", disable_notification=True)

    assert lan.last.silent


@pytest.mark.parametrize(
    "text,description",
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("a" * 4097, "message is too long"),
        ("👋" * 2049, "message is too long"),
    ],
)
async def test_text_that_cannot_be_sent(call, lan, text, description):
    assert await call("sendMessage", chat_id=lan.user_id, text=text) == (400, f"Bad Request: {description}")


async def test_length_is_counted_without_tags(call, lan):
    status, _ = await call("sendMessage", chat_id=lan.user_id, text=f"<b>{'a' * 4096}</b>", parse_mode="HTML")

    assert status == 200


async def test_unknown_chat_is_not_found(call):
    assert await call("sendMessage", chat_id=42, text="a") == (400, "Bad Request: chat not found")


async def test_person_who_never_pressed_start_cannot_be_written_to(bot, telegram):
    minh = telegram.phone("Minh")

    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(minh.user_id, "hi")


async def test_person_who_blocked_cannot_be_written_to(bot, lan):
    lan.blocks()

    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(lan.user_id, "hi")


async def test_person_who_deleted_the_account_cannot_be_written_to(bot, lan):
    lan.person.deactivated = True

    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(lan.user_id, "hi")


async def test_reply_to_nothing_is_refused_unless_allowed(bot, lan):
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(lan.user_id, "re", reply_parameters=ptb.ReplyParameters(99))

    allowed = ptb.ReplyParameters(99, allow_sending_without_reply=True)
    assert (await bot.send_message(lan.user_id, "re", reply_parameters=allowed)).reply_to_message is None


async def test_reply_shows_the_message_it_answers(bot, lan):
    asked = lan.types("when?")
    sent = await bot.send_message(lan.user_id, "now", reply_parameters=ptb.ReplyParameters(asked.message_id))

    assert sent.reply_to_message.text == "when?"


async def test_edit_changes_what_the_person_sees(bot, lan):
    sent = await bot.send_message(lan.user_id, "one")
    edited = await bot.edit_message_text("two", lan.user_id, sent.message_id)

    assert (lan.last.text, lan.last.edited) == ("two", True)
    assert edited.edit_date is not None


async def test_edit_that_changes_nothing_is_refused(call, lan):
    keyboard = {"inline_keyboard": [[{"text": "OK", "callback_data": "ok"}]]}
    _, sent = await call("sendMessage", chat_id=lan.user_id, text="one", reply_markup=keyboard)
    where = {"chat_id": lan.user_id, "message_id": sent["message_id"]}

    same = await call(
        "editMessageText", **where, text="<b></b>one ", parse_mode="HTML", reply_markup=keyboard
    )
    markup = await call("editMessageReplyMarkup", **where, reply_markup=keyboard)

    assert same == markup == (400, f"Bad Request: {NOT_MODIFIED}")


async def test_edit_without_keyboard_takes_it_away(bot, lan):
    button = ptb.InlineKeyboardButton("OK", callback_data="ok")
    sent = await bot.send_message(lan.user_id, "one", reply_markup=ptb.InlineKeyboardMarkup([[button]]))
    await bot.edit_message_text("one", lan.user_id, sent.message_id)

    assert lan.last.rows == []


async def test_edit_of_nothing_is_refused(call, lan):
    answer = await call("editMessageText", chat_id=lan.user_id, message_id=99, text="a")

    assert answer == (400, "Bad Request: message to edit not found")


async def test_edit_of_somebody_elses_message_is_refused(call, lan):
    theirs = lan.types("hi")

    answer = await call("editMessageText", chat_id=lan.user_id, message_id=theirs.message_id, text="a")

    assert answer == (400, "Bad Request: message can't be edited")


async def test_edit_of_a_message_with_a_reply_keyboard_is_refused(bot, lan):
    keyboard = ptb.ReplyKeyboardMarkup([["Yes"]])
    sent = await bot.send_message(lan.user_id, "sure?", reply_markup=keyboard)

    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("really?", lan.user_id, sent.message_id)


async def test_text_of_a_picture_and_caption_of_a_text_cannot_be_edited(bot, lan):
    picture = await bot.send_photo(lan.user_id, ONE_PIXEL, caption="week")
    text = await bot.send_message(lan.user_id, "week")

    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("a", lan.user_id, picture.message_id)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(lan.user_id, text.message_id, caption="a")


async def test_caption_is_edited_and_measured(bot, lan):
    sent = await bot.send_photo(lan.user_id, ONE_PIXEL, caption="week")
    await bot.edit_message_caption(lan.user_id, sent.message_id, caption="<b>month</b>", parse_mode="HTML")

    assert (lan.last.html, lan.last.media) == ("<b>month</b>", "photo")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(lan.user_id, ONE_PIXEL, caption="a" * 1025)


async def test_picture_is_replaced(bot, lan):
    sent = await bot.send_photo(lan.user_id, ONE_PIXEL)
    media = ptb.InputMediaPhoto(ONE_PIXEL + b"\0", caption="next week")
    await bot.edit_message_media(media, lan.user_id, sent.message_id)

    assert lan.downloads() == ONE_PIXEL + b"\0"
    assert lan.last.text == "next week"


async def test_document_is_stored_and_can_be_fetched(bot, lan):
    sent = await bot.send_document(lan.user_id, b"BEGIN:VCALENDAR", filename="session.ics", caption="Add it")
    fetched = await (await bot.get_file(sent.document.file_id)).download_as_bytearray()

    assert (sent.document.file_name, sent.document.mime_type) == ("session.ics", "text/calendar")
    assert bytes(fetched) == lan.downloads() == b"BEGIN:VCALENDAR"


async def test_what_is_no_picture_is_refused(bot, lan):
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(lan.user_id, b"no picture")


async def test_album_is_sent_in_one_call(bot, lan):
    media = [ptb.InputMediaPhoto(ONE_PIXEL), ptb.InputMediaPhoto(ONE_PIXEL, caption="second")]
    sent = await bot.send_media_group(lan.user_id, media)

    assert len({message.media_group_id for message in sent}) == 1
    assert [message.media for message in lan.received] == ["photo", "photo"]


async def test_place_and_contact_are_shown(bot, lan):
    await bot.send_venue(lan.user_id, 10.77, 106.7, "Gold's Gym", "District 1")
    await bot.send_contact(lan.user_id, "+84900000001", "Huy")

    assert [message.media for message in lan.received] == ["venue", "contact"]


async def test_deleted_message_is_gone(bot, lan):
    sent = await bot.send_message(lan.user_id, "one")
    await bot.delete_message(lan.user_id, sent.message_id)

    assert lan.received == []
    assert lan.history[-1].deleted
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(lan.user_id, sent.message_id)


async def test_message_older_than_two_days_cannot_be_deleted(bot, lan, clock):
    sent = await bot.send_message(lan.user_id, "one")
    clock.passes(hours=48, seconds=1)

    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(lan.user_id, sent.message_id)


async def test_several_messages_are_deleted_at_once(bot, lan):
    sent = [await bot.send_message(lan.user_id, text) for text in ("one", "two", "three")]
    await bot.delete_messages(lan.user_id, [sent[0].message_id, sent[2].message_id, 99])

    assert [message.text for message in lan.received] == ["two"]


async def test_message_is_pinned_and_unpinned(bot, lan):
    sent = await bot.send_message(lan.user_id, "today")
    await bot.pin_chat_message(lan.user_id, sent.message_id)
    assert lan.pinned.text == "today"

    await bot.unpin_chat_message(lan.user_id)
    assert lan.pinned is None
    with pytest.raises(BadRequest, match="Message to unpin not found"):
        await bot.unpin_chat_message(lan.user_id)


async def test_the_chat_and_the_bot_hear_of_a_pin(bot, lan):
    sent = await bot.send_message(lan.user_id, "today")
    await bot.pin_chat_message(lan.user_id, sent.message_id, disable_notification=True)
    await bot.pin_chat_message(lan.user_id, sent.message_id)

    said = [update.message for update in await bot.get_updates() if update.message.pinned_message]
    assert [m.pinned_message.message_id for m in said] == [sent.message_id]
    assert said[0].from_user.id == bot.id
    assert lan.last.text == "today"
    with pytest.raises(BadRequest, match="Message to pin not found"):
        await bot.pin_chat_message(lan.user_id, said[0].message_id)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("other", lan.user_id, said[0].message_id)
    await bot.delete_message(lan.user_id, said[0].message_id)
    assert [m.text for m in lan.messages][-1] == "today"


async def test_message_is_copied_and_forwarded(bot, lan, telegram):
    huy = telegram.phone("Huy")
    huy.start()
    sent = await bot.send_message(lan.user_id, "note")
    await bot.copy_message(huy.user_id, lan.user_id, sent.message_id)
    forwarded = await bot.forward_message(huy.user_id, lan.user_id, sent.message_id)

    assert [message.text for message in huy.received] == ["note", "note"]
    assert forwarded.forward_origin.sender_user.id == bot.id


async def test_protected_message_cannot_be_forwarded(bot, lan):
    sent = await bot.send_message(lan.user_id, "private", protect_content=True)

    with pytest.raises(BadRequest, match="Message can't be forwarded"):
        await bot.forward_message(lan.user_id, lan.user_id, sent.message_id)


async def test_unknown_action_is_refused(call, lan):
    assert await call("sendChatAction", chat_id=lan.user_id, action="typing") == (200, True)
    assert await call("sendChatAction", chat_id=lan.user_id, action="thinking") == (
        400,
        "Bad Request: wrong parameter action in request",
    )


async def test_invoice_is_paid(bot, lan):
    prices = [ptb.LabeledPrice("10 sessions", 5_000_000)]
    await bot.send_invoice(
        lan.user_id, "Package", "Ten sessions", "contract-1", "VND", prices, provider_token="1:TEST:provider"
    )
    checkout = lan.pays()
    await bot.answer_pre_checkout_query(checkout.id, ok=True)

    updates = await bot.get_updates()
    assert updates[0].pre_checkout_query.invoice_payload == "contract-1"
    assert updates[1].message.successful_payment.total_amount == 5_000_000
    with pytest.raises(LookupError, match="paid"):
        lan.pays(lan.received[-1])


@pytest.mark.parametrize(
    "change, refused",
    [
        ({"title": "x" * 33}, "INVOICE_TITLE_INVALID"),
        ({"description": "x" * 256}, "INVOICE_DESCRIPTION_INVALID"),
        ({"payload": "x" * 129}, "INVOICE_PAYLOAD_INVALID"),
        ({"currency": "vnd"}, "CURRENCY_INVALID"),
        ({"provider_token": ""}, "PAYMENT_PROVIDER_INVALID"),
        ({"provider_token": "mine"}, "PAYMENT_PROVIDER_INVALID"),
        ({"prices": [ptb.LabeledPrice("one", 0)]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"prices": [ptb.LabeledPrice("one", 10_000)]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"prices": [ptb.LabeledPrice("one", 300_000_000)]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
    ],
)
async def test_invoice_that_telegram_would_refuse(bot, lan, change, refused):
    invoice = {
        "title": "One",
        "description": "One session",
        "payload": "p",
        "currency": "VND",
        "prices": [ptb.LabeledPrice("one", 500_000)],
        "provider_token": "1:TEST:provider",
    }
    with pytest.raises(BadRequest, match=refused.capitalize()):
        await bot.send_invoice(lan.user_id, **(invoice | change))


async def test_payment_that_the_bot_does_not_want_says_why(bot, lan):
    prices, token = [ptb.LabeledPrice("one", 500_000)], "1:TEST:provider"
    await bot.send_invoice(lan.user_id, "One", "One session", "p", "VND", prices, provider_token=token)
    assert lan.buttons() == ["Pay"]
    lan.presses("Pay")
    (update,) = await bot.get_updates()
    await bot.answer_pre_checkout_query(update.pre_checkout_query.id, ok=False, error_message="Paid already")

    assert lan.refusals == ["Paid already"]
    assert lan.buttons() == ["Pay"]
