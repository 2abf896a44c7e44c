"""What people do with their phones, and what the bot hears of it."""

import asyncio

import pytest
import telegram as ptb

from bot.demo.telegram.phone import ONE_PIXEL


def keyboard(*labels: str) -> ptb.InlineKeyboardMarkup:
    return ptb.InlineKeyboardMarkup([[ptb.InlineKeyboardButton(x, callback_data=x)] for x in labels])


async def heard(bot: ptb.Bot) -> ptb.Update:
    return (await bot.get_updates())[-1]


async def test_start_carries_the_payload(bot, telegram):
    minh = telegram.phone("Minh Trần", language="vi", username="minh")
    minh.start("i-abc_123")

    update = await heard(bot)
    assert update.message.text == "/start i-abc_123"
    assert update.message.entities[0].type == "bot_command"
    assert update.effective_user.full_name == "Minh Trần"
    assert update.effective_user.language_code == "vi"


def test_payload_with_other_signs_is_no_payload(lan):
    with pytest.raises(ValueError, match="not a start payload"):
        lan.start("a b")


def test_nothing_can_be_typed_before_start(telegram):
    with pytest.raises(RuntimeError, match="has to press Start first"):
        telegram.phone("Minh").types("hi")


async def test_long_text_goes_in_pieces(bot, lan):
    lan.types("a" * 5000)

    assert [len(update.message.text) for update in await bot.get_updates()] == [4096, 904]


async def test_button_is_found_without_its_sign(bot, lan):
    await bot.send_message(lan.user_id, "New", reply_markup=keyboard("✅ Create", "👤 Client", "Discard"))

    assert lan.presses("Create").data == "✅ Create"
    assert lan.presses("Disc").data == "Discard"


async def test_button_of_the_newest_message_is_meant(bot, lan):
    old = await bot.send_message(lan.user_id, "one", reply_markup=keyboard("OK"))
    new = await bot.send_message(lan.user_id, "two", reply_markup=keyboard("👍 OK", "Cancel"))
    await bot.send_message(lan.user_id, "three")

    assert lan.presses("OK").message_id == new.message_id
    assert lan.presses("OK", lan.received[0]).message_id == old.message_id


async def test_label_that_can_be_two_buttons_is_refused(bot, lan):
    await bot.send_message(lan.user_id, "which?", reply_markup=keyboard("Cancel it", "Cancel all"))

    with pytest.raises(LookupError, match="'Cancel' can be"):
        lan.presses("Cancel")


async def test_label_that_is_not_there_is_refused(bot, lan):
    await bot.send_message(lan.user_id, "which?", reply_markup=keyboard("Book anyway"))

    with pytest.raises(LookupError, match=r"no button 'OK', only \['Book anyway'\]"):
        lan.presses("OK")


async def test_key_of_the_reply_keyboard_is_typed(bot, lan):
    markup = ptb.ReplyKeyboardMarkup([["Trainer", "Client"]], one_time_keyboard=True)
    await bot.send_message(lan.user_id, "Who are you?", reply_markup=markup)
    assert lan.reply_keyboard == [["Trainer", "Client"]]

    lan.presses("Trainer")
    assert (await heard(bot)).message.text == "Trainer"
    assert lan.reply_keyboard == []


async def test_reply_keyboard_is_removed(bot, lan):
    await bot.send_message(lan.user_id, "a", reply_markup=ptb.ReplyKeyboardMarkup([["A"]]))
    await bot.send_message(lan.user_id, "b", reply_markup=ptb.ReplyKeyboardRemove())

    assert lan.reply_keyboard == []


async def test_sixty_four_taps_are_sixty_four_queries(bot, lan):
    await bot.send_message(lan.user_id, "New", reply_markup=keyboard("Create"))
    taps = lan.presses_repeatedly("Create", 64)

    assert len({tap.id for tap in taps}) == 64
    assert len(await bot.get_updates()) == 64


async def test_forged_data_reaches_the_bot(bot, lan):
    await bot.send_message(lan.user_id, "New")
    lan.taps_data("cx:999:1")

    assert (await heard(bot)).callback_query.data == "cx:999:1"


async def test_people_are_shared_as_the_button_asks(bot, lan, telegram):
    minh, thao = telegram.phone("Minh Trần", username="minh"), telegram.phone("Thảo")
    request = ptb.KeyboardButtonRequestUsers(7, max_quantity=2, request_name=True)
    markup = ptb.ReplyKeyboardMarkup([[ptb.KeyboardButton("Choose", request_users=request)]])
    await bot.send_message(lan.user_id, "Who?", reply_markup=markup)
    lan.shares_users(7, [minh, thao])

    shared = (await heard(bot)).message.users_shared
    assert shared.request_id == 7
    assert [(user.user_id, user.first_name, user.username) for user in shared.users] == [
        (minh.user_id, "Minh", None),
        (thao.user_id, "Thảo", None),
    ]
    with pytest.raises(LookupError, match="does not ask for users with request 8"):
        lan.shares_users(8, [minh])


async def test_contacts_are_shared(bot, lan):
    lan.shares_contact()
    lan.shares_contact("+84901234567", "Bình")

    own, other = [update.message.contact for update in await bot.get_updates()]
    assert (own.user_id, own.first_name) == (lan.user_id, "Lan")
    assert (other.user_id, other.first_name, other.phone_number) == (None, "Bình", "+84901234567")


async def test_other_kinds_of_messages_reach_the_bot(bot, lan):
    lan.sends_location(10.77, 106.7)
    lan.sends_photo(ONE_PIXEL, "my knee")
    lan.sends_voice()
    lan.sends_sticker()
    lan.sends_document("plan.pdf", b"%PDF")

    messages = [update.message for update in await bot.get_updates()]
    assert messages[0].location.latitude == 10.77
    assert (messages[1].photo[0].width, messages[1].caption) == (1, "my knee")
    assert messages[2].voice is not None
    assert messages[3].sticker is not None
    assert messages[4].document.file_name == "plan.pdf"
    assert [dict(message.api_kwargs) for message in messages] == [{}] * 5


async def test_edited_message_is_told_as_edited(bot, lan):
    lan.edits(lan.types("mai 18h"), "mai 19h")

    update = await heard(bot)
    assert (update.edited_message.text, update.message) == ("mai 19h", None)


async def test_block_and_restart_are_told(bot, lan):
    lan.blocks()
    assert (await heard(bot)).my_chat_member.new_chat_member.status == "kicked"

    lan.start()
    updates = await bot.get_updates()
    assert updates[-2].my_chat_member.new_chat_member.status == "member"
    assert updates[-1].message.text == "/start"


async def test_invitation_is_shared_and_opened_by_the_other_person(bot, lan, telegram):
    minh = telegram.phone("Minh")
    link = (
        "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fcoach_calendar_bot%3Fstart%3Dinvite&text=Join%20me"
    )
    lan.shares(link, minh)
    assert (minh.letters[0].text, minh.letters[0].url) == (
        "Join me",
        "https://t.me/coach_calendar_bot?start=invite",
    )

    minh.opens(minh.letters[0].url)
    assert (await heard(bot)).message.text == "/start invite"


async def test_link_button_to_the_bot_presses_start(bot, lan):
    button = ptb.InlineKeyboardButton("Join", url="tg://resolve?domain=coach_calendar_bot&start=x")
    await bot.send_message(lan.user_id, "Join?", reply_markup=ptb.InlineKeyboardMarkup([[button]]))

    assert lan.presses("Join").text == "/start x"


async def test_copy_button_fills_the_clipboard(bot, lan):
    button = ptb.InlineKeyboardButton("Copy", copy_text=ptb.CopyTextButton("0123 456"))
    await bot.send_message(lan.user_id, "Account", reply_markup=ptb.InlineKeyboardMarkup([[button]]))
    lan.presses("Copy")

    assert lan.clipboard == "0123 456"


async def test_forwarded_message_has_its_origin_and_no_buttons(bot, lan, telegram):
    minh = telegram.phone("Minh")
    await bot.send_message(lan.user_id, "Session", reply_markup=keyboard("Cancel"))
    lan.forwards(lan.last, to=minh)
    lan.forwards(lan.last)

    assert minh.letters[0].text == "Session"
    message = (await heard(bot)).message
    assert (message.forward_origin.sender_user.id, message.reply_markup) == (bot.id, None)


async def test_group_hears_commands_and_mentions_only(bot, lan, telegram):
    minh = telegram.phone("Minh")
    group = telegram.group("Gym", lan, minh)
    lan.types("hello all", to=group)
    lan.types("@coach_calendar_bot hello", to=group)
    minh.types("/today", to=group)

    updates = await bot.get_updates()
    assert updates[0].my_chat_member.chat.title == "Gym"
    assert [update.message.text for update in updates[1:]] == ["@coach_calendar_bot hello", "/today"]
    assert updates[1].effective_chat.type == "group"


async def test_button_in_a_group_can_be_pressed_by_others(bot, lan, telegram):
    minh, huy = telegram.phone("Minh"), telegram.phone("Huy")
    group = telegram.group("Gym", lan, minh)
    await bot.send_message(group.chat_id, "Join?", reply_markup=keyboard("Yes"))
    question = telegram.world.alive(group.chat_id)[-1]

    assert minh.presses("Yes", question).person_id == minh.user_id
    with pytest.raises(LookupError, match="cannot see that message"):
        huy.presses("Yes", question)


async def test_bot_that_left_a_group_cannot_write_there(call, lan, telegram):
    group = telegram.group("Gym", lan)
    await call("leaveChat", chat_id=group.chat_id)

    assert await call("sendMessage", chat_id=group.chat_id, text="bye") == (
        403,
        "Forbidden: bot is not a member of the group chat",
    )


async def test_person_sees_what_comes_later(bot, lan):
    waiting = asyncio.create_task(lan.sees("Booked"))
    sent = await bot.send_message(lan.user_id, "One moment")
    await bot.edit_message_text("Booked. See you.", lan.user_id, sent.message_id)

    assert (await waiting).edited


async def test_person_does_not_see_what_was_there_before(bot, lan):
    await bot.send_message(lan.user_id, "Booked")
    lan.types("again")

    with pytest.raises(AssertionError, match="Lan Anh does not see 'Booked'"):
        await lan.sees("Booked", within=0.01)


async def test_answer_to_a_tap_is_waited_for(bot, lan):
    await bot.send_message(lan.user_id, "New", reply_markup=keyboard("Create"))
    tap = lan.presses("Create")
    waiting = asyncio.create_task(lan.answered(tap))
    await bot.answer_callback_query(tap.id, "Booked")

    assert await waiting == "Booked"


async def test_quiet_is_when_everything_is_answered(bot, lan, telegram):
    await bot.send_message(lan.user_id, "New", reply_markup=keyboard("Create"))
    tap = lan.presses("Create")
    with pytest.raises(AssertionError, match=r"1 updates pending, unanswered: \['Create'\]"):
        await telegram.quiet(within=0.01)

    await bot.get_updates(offset=tap.update_id + 1)
    await bot.answer_callback_query(tap.id)
    await telegram.quiet()
