"""The page's side of the local Telegram: what it shows, what it does, whom it refuses."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
import telegram as ptb

from bot.demo.showroom import Showroom
from bot.demo.site import PAGE, site_app
from bot.demo.telegram import LocalTelegram
from bot.demo.telegram.phone import ONE_PIXEL


@pytest.fixture
def room(tmp_path) -> Showroom:
    """Without the bot: the tests answer in its place."""
    return Showroom(tmp_path)


@pytest.fixture
def telegram(room) -> LocalTelegram:
    return room.telegram


@pytest.fixture
async def url(room) -> AsyncIterator[str]:
    async with room.telegram.serving(app=site_app(room)) as url:
        yield url


@pytest.fixture
async def browser(url) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(url, headers={"X-Demo": "1"}) as session:
        yield session


async def does(browser, phone, act, **details):
    async with browser.post(f"/api/phones/{phone.user_id}/{act}", json=details) as answer:
        return answer.status, await answer.json()


async def state(browser, phone=None):
    async with browser.get("/api/state") as answer:
        everything = await answer.json()
    if phone is None:
        return everything
    return next(shown for shown in everything["phones"] if shown["id"] == phone.user_id)


async def changes(stream):
    """The next thing that the stream tells."""
    while not (line := await stream.content.readline()).startswith(b"data: "):
        pass
    return json.loads(line.removeprefix(b"data: "))


@pytest.mark.parametrize("name", ["", *sorted(f"page/{path.name}" for path in PAGE.iterdir())])
async def test_page_is_served_and_may_load_nothing_from_elsewhere(browser, name):
    async with browser.get(f"/{name}") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")


async def test_no_other_file_is_served(browser):
    for path in ("/page/..%2Ftelegram%2Fsite.py", "/page/nothing.js", "/files/nothing"):
        async with browser.get(path) as answer:
            assert answer.status == 404


async def test_state_shows_phones_people_and_time(browser, bot, lan, telegram, room):
    telegram.phone("Minh")
    await bot.send_message(lan.user_id, "<b>Hi</b> <script>", parse_mode=None)

    shown = await state(browser)
    assert [person["name"] for person in shown["people"]] == ["Lan Anh", "Minh"]
    assert (shown["now"], shown["upcoming"]) == (room.now().timestamp(), [])
    assert [phone["started"] for phone in shown["phones"]] == [True, False]
    assert shown["phones"][0]["messages"][-1]["text"] == "<b>Hi</b> <script>"


async def test_start_and_typing_reach_the_bot(browser, bot, telegram):
    minh = telegram.phone("Minh")
    assert await does(browser, minh, "start", payload="abc") == (200, {})
    assert await does(browser, minh, "type", text="mai 18h") == (200, {})

    assert [update.message.text for update in await bot.get_updates()] == ["/start abc", "mai 18h"]


async def test_what_a_phone_cannot_do_is_said(browser, telegram):
    minh = telegram.phone("Minh")

    assert await does(browser, minh, "type", text="hi") == (409, {"error": "Minh has to press Start first"})


async def test_tap_is_answered(browser, bot, lan):
    button = ptb.InlineKeyboardButton("OK", callback_data="ok")
    sent = await bot.send_message(lan.user_id, "Sure?", reply_markup=ptb.InlineKeyboardMarkup([[button]]))
    _, tapped = await does(browser, lan, "press", message=sent.message_id, row=0, column=0)
    assert (await state(browser, lan))["spinning"] == [[sent.message_id, "ok"]]

    await bot.answer_callback_query(tapped["query"], "Done")
    shown = await state(browser, lan)
    assert shown["spinning"] == []
    assert shown["answers"] == [{"id": tapped["query"], "text": "Done", "alert": False}]


async def test_links_are_asked_about_before_they_are_opened(browser, bot, lan):
    share = "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fcoach_calendar_bot%3Fstart%3Dx&text=Join"
    row = [
        ptb.InlineKeyboardButton(name, url=url) for name, url in [("Share", share), ("Map", "https://a.bc/d")]
    ]
    sent = await bot.send_message(lan.user_id, "Invite", reply_markup=ptb.InlineKeyboardMarkup([row]))

    _, shared = await does(browser, lan, "press", message=sent.message_id, row=0, column=0)
    _, led = await does(browser, lan, "press", message=sent.message_id, row=0, column=1)
    assert shared["link"]["kind"] == "share"
    assert led == {"link": {"kind": "web", "url": "https://a.bc/d"}}


async def test_invitation_goes_from_one_phone_to_the_other(browser, bot, lan, telegram):
    minh = telegram.phone("Minh")
    share = "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fcoach_calendar_bot%3Fstart%3Dx&text=Join"
    await does(browser, lan, "share", url=share, to=minh.user_id)

    (letter,) = (await state(browser, minh))["letters"]
    assert (letter["from"], letter["text"]) == ("Lan Anh", "https://t.me/coach_calendar_bot?start=x\nJoin")
    await does(browser, minh, "open", url="https://t.me/coach_calendar_bot?start=x")
    assert (await bot.get_updates())[-1].message.text == "/start x"


async def test_key_that_asks_for_people_opens_the_picker(browser, bot, lan, telegram):
    minh = telegram.phone("Minh")
    request = ptb.KeyboardButtonRequestUsers(3)
    markup = ptb.ReplyKeyboardMarkup([[ptb.KeyboardButton("Choose", request_users=request)]])
    await bot.send_message(lan.user_id, "Who?", reply_markup=markup)

    _, asked = await does(browser, lan, "key", row=0, column=0)
    assert asked["ask"] == "request_users"
    await does(browser, lan, "share-users", request_id=3, users=[minh.user_id])
    assert (await bot.get_updates())[-1].message.users_shared.users[0].user_id == minh.user_id


async def test_picture_is_shown_and_file_is_downloaded(browser, bot, lan):
    await bot.send_photo(lan.user_id, ONE_PIXEL)
    await bot.send_document(lan.user_id, b"<script>", filename="a.html")

    photo, document = [message["media"] for message in (await state(browser, lan))["messages"][-2:]]
    async with browser.get(f"/files/{photo['file']}") as answer:
        assert (await answer.read(), answer.headers["Content-Disposition"]) == (ONE_PIXEL, "inline")
    async with browser.get(f"/files/{document['file']}") as answer:
        assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a.html"


async def test_picture_is_sent_from_the_page(browser, bot, lan):
    address = f"/api/phones/{lan.user_id}/file?name=knee.png"
    headers = {"Content-Type": "application/octet-stream"}
    async with browser.post(address, data=ONE_PIXEL, headers=headers) as answer:
        assert answer.status == 200

    assert (await bot.get_updates())[-1].message.photo[0].file_size == len(ONE_PIXEL)


async def test_block_is_a_switch(browser, lan):
    await does(browser, lan, "block")
    assert lan.person.blocked

    await does(browser, lan, "block")
    assert not lan.person.blocked


async def test_language_can_be_changed(browser, lan):
    await does(browser, lan, "language", language="en")

    assert (await state(browser, lan))["language"] == "en"


async def test_zone_can_be_changed_to_one_that_exists(browser, lan):
    await does(browser, lan, "zone", zone="Europe/Berlin")
    status, _ = await does(browser, lan, "zone", zone="Nowhere/At_all")

    assert ((await state(browser, lan))["zone"], status) == ("Europe/Berlin", 409)


async def test_time_moves_by_minutes(browser, room):
    start = room.now()
    async with browser.post("/api/time", json={"minutes": 15}) as answer:
        assert (await answer.json())["now"] == (start + timedelta(minutes=15)).timestamp()


async def test_time_does_not_run_backwards(browser, room):
    start = room.now()
    async with browser.post("/api/time", json={"minutes": -15}) as answer:
        assert (answer.status, room.now()) == (409, start)


async def test_calls_are_told_with_what_they_asked_and_were_answered(browser, bot, lan):
    await bot.send_message(lan.user_id, "hi")

    async with browser.get("/api/calls") as answer:
        call = (await answer.json())[-1]
    assert (call["method"], call["status"], call["over"]) == ("sendMessage", 200, True)
    assert (call["parameters"]["text"], call["answer"]["result"]["text"]) == ("hi", "hi")
    async with browser.get(f"/api/calls?after={call['number']}") as answer:
        assert await answer.json() == []


@pytest.mark.parametrize(
    "fault, seen",
    [("429", ptb.error.RetryAfter), ("500", ptb.error.NetworkError), ("drop", ptb.error.NetworkError)],
)
async def test_fault_is_switched_on_and_off(browser, bot, lan, fault, seen):
    await browser.post("/api/faults", json={"fault": fault, "on": True})
    with pytest.raises(seen):
        await bot.send_message(lan.user_id, "hi")

    await browser.post("/api/faults", json={"fault": fault, "on": False})
    await bot.send_message(lan.user_id, "there it is")
    assert lan.last.text == "there it is"


async def test_stream_tells_only_the_phones_that_changed(browser, bot, lan, telegram):
    telegram.phone("Minh")
    async with browser.get("/api/events") as stream:
        assert len((await changes(stream))["phones"]) == 2
        await bot.send_message(lan.user_id, "hi")

        (phone,) = (await changes(stream))["phones"]
        assert (phone["id"], phone["ids"]) == (lan.user_id, [1, 2])
        assert [message["text"] for message in phone["messages"]] == ["hi"]


async def test_stream_ends_with_the_server(room):
    async with aiohttp.ClientSession() as session:
        async with room.telegram.serving(app=site_app(room)) as url:
            stream = await session.get(f"{url}/api/events")
            await changes(stream)

        assert await asyncio.wait_for(stream.content.read(), 5) == b"\n"


async def test_another_site_cannot_press_buttons(url, lan):
    address = f"{url}/api/phones/{lan.user_id}/type"
    async with aiohttp.ClientSession() as session:
        async with session.post(address, json={"text": "hi"}) as answer:
            assert answer.status == 403
        headers = {"X-Demo": "1", "Origin": "https://example.org"}
        async with session.post(address, json={"text": "hi"}, headers=headers) as answer:
            assert answer.status == 403


async def test_new_phone_is_added(browser, telegram):
    async with browser.post("/api/phones", json={"name": "Thảo", "language": "vi"}) as answer:
        added = await answer.json()

    assert telegram.phones[added["id"]].person.name == "Thảo"
