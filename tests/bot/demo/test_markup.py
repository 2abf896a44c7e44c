"""Keyboards: what may stand on a button, refused in the words of the real server."""

import pytest

from bot.demo.telegram import Refusal
from bot.demo.telegram.markup import check

PARSE = "can't parse inline keyboard button"


def inline(**button: object) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "OK"} | button]]}


def reply(**button: object) -> dict[str, object]:
    return {"keyboard": [[{"text": "OK"} | button]]}


@pytest.mark.parametrize(
    "markup",
    [
        inline(callback_data="a" * 64),
        inline(callback_data="ok", style="danger"),
        inline(url="https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fbot%3Fstart%3Dx&text=Join%20me"),
        inline(url="tg://resolve?domain=coach_calendar_bot&start=a"),
        inline(url="meet.google.com/abc"),
        inline(copy_text={"text": "123"}),
        inline(web_app={"url": "https://example.org/app"}),
        inline(switch_inline_query_current_chat=""),
        reply(),
        reply(request_contact=True),
        reply(request_users={"request_id": 1, "max_quantity": 10, "request_name": True}),
        {"remove_keyboard": True},
        {"force_reply": True, "input_field_placeholder": "Name"},
    ],
)
def test_good_markup_is_kept(markup):
    assert check(markup) == markup


@pytest.mark.parametrize(
    "markup,description",
    [
        (inline(callback_data="a" * 65), "BUTTON_DATA_INVALID"),
        (inline(callback_data="ơ" * 33), "BUTTON_DATA_INVALID"),
        (inline(callback_data=""), "BUTTON_DATA_INVALID"),
        (inline(), f"{PARSE}: Text buttons are unallowed in the inline keyboard"),
        (inline(callback_data="a", url="https://a.bc"), f"{PARSE}: exactly one action is allowed"),
        (inline(text=" ", callback_data="a"), "inline keyboard button text must be non-empty"),
        (inline(callback_data="a", style="red"), f"{PARSE}: invalid button style specified"),
        (inline(callback_data="a", colour="red"), 'inline keyboard button has no field "colour"'),
        (inline(url="not a link"), "inline keyboard button URL 'not a link' is invalid: Wrong HTTP URL"),
        (
            inline(url="http://localhost/a"),
            "inline keyboard button URL 'http://localhost/a' is invalid: Wrong HTTP URL",
        ),
        (
            inline(web_app={"url": "http://a.bc"}),
            "inline keyboard button Web App URL 'http://a.bc' is invalid: Only HTTPS links are allowed",
        ),
        (inline(copy_text={"text": "a" * 257}), "BUTTON_COPY_TEXT_INVALID"),
        (
            {"inline_keyboard": [{"text": "OK"}]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"inline_keyboard": [[{"text": "OK", "callback_data": "a"}] * 9]}, "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "OK", "callback_data": "a"}]] * 101}, "reply markup is too long"),
        (
            reply(request_contact=True, request_location=True),
            "can't parse keyboard button: at most one request is allowed",
        ),
        (reply(request_users={}), "can't parse keyboard button: Can't find field \"request_id\""),
        (reply(request_users={"request_id": 1, "max_quantity": 11}), "BUTTON_QUANTITY_INVALID"),
        ("[]", "object expected as reply markup"),
    ],
)
def test_bad_markup_is_refused(markup, description):
    with pytest.raises(Refusal) as refused:
        check(markup)

    assert refused.value.description == f"Bad Request: {description}"


def test_contact_cannot_be_asked_for_in_a_group():
    with pytest.raises(Refusal, match="phone number can be requested in private chats only"):
        check(reply(request_contact=True), private=False)


async def test_edit_takes_inline_keyboards_only(call, lan):
    _, sent = await call("sendMessage", chat_id=lan.user_id, text="a")
    where = {"chat_id": lan.user_id, "message_id": sent["message_id"]}

    assert await call("editMessageText", **where, text="b", reply_markup=reply()) == (
        400,
        "Bad Request: inline keyboard expected",
    )
