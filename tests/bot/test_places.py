"""Places: added, completed, made usual, removed; sent locations; and what old bookings keep."""

from datetime import timedelta

import pytest

from bot.demo.telegram.faults import Drop
from core.act import Act
from core.people import Place, PlaceKind
from core.use_cases import placing
from tests.bot.story import at, story

LINK = "https://meet.google.com/abc-defg-hij"


async def places_of(s):
    return await s.w.bot.store.read(lambda b: b.places.of_trainer(s.huy.user_id))


async def usual(s):
    return (await s.w.bot.store.read(lambda b: b.trainers.get(s.huy.user_id))).place_id


async def the_list(s):
    await s.w.says(s.huy, "/settings")
    await s.w.press(s.huy, "Places")


async def adds(s, kind, *typed):
    await the_list(s)
    await s.w.press(s.huy, f"+ {kind}")
    for text in typed:
        await s.w.says(s.huy, text)


async def test_empty_list_says_what_to_do(sqlite_url):
    async with story(sqlite_url) as s:
        await the_list(s)

        assert s.huy.last.text.startswith("No places yet. Add where you train")
        assert s.huy.last.rows == [["+ Gym", "+ Client's home"], ["+ Online"], ["‹ Back"]]


async def test_first_place_becomes_the_usual_one_and_later_ones_do_not(database):
    async with story(database) as s:
        await adds(s, "Gym", "Gold's Gym")
        assert "Gold's Gym · ⭐ usual" in s.huy.last.text
        await adds(s, "Gym", "City Gym")
        assert "usual" not in s.huy.last.text

        gold, city = await places_of(s)
        assert await usual(s) == gold.id
        await s.w.press(s.huy, "Make it usual")
        assert await usual(s) == city.id
        await s.w.press(s.huy, "Back")
        assert s.huy.last.rows[:2] == [["🏋️ Gold's Gym"], ["⭐ 🏋️ City Gym"]]
        assert s.w.telegram.journal.errors() == []


async def test_address_and_point_are_typed(sqlite_url):
    async with story(sqlite_url) as s:
        await adds(s, "Gym", "Gold's Gym")
        await s.w.press(s.huy, "Address")
        await s.w.says(s.huy, "12 Lê Lợi, Quận 1")
        await s.w.press(s.huy, "Map point")
        await s.w.says(s.huy, "here")
        assert "no point on a map" in s.huy.last.text
        await s.w.says(s.huy, "10.7769, 106.7009")

        (place,) = await places_of(s)
        assert (place.address, place.latitude, place.longitude) == ("12 Lê Lợi, Quận 1", 10.7769, 106.7009)
        assert "On the map" in s.huy.last.text
        await s.w.press(s.huy, "Address")
        await s.w.says(s.huy, "none")
        assert (await places_of(s))[0].address is None


async def test_location_answers_the_question_about_the_map(sqlite_url):
    async with story(sqlite_url) as s:
        await adds(s, "Gym", "Gold's Gym")
        await s.w.press(s.huy, "Map point")
        s.huy.sends_location(10.5, 106.5)
        await s.w.settle()

        (place,) = await places_of(s)
        assert (place.latitude, place.longitude) == (10.5, 106.5)


async def test_location_out_of_the_blue_becomes_a_place_once_it_has_a_name(sqlite_url):
    async with story(sqlite_url) as s:
        s.huy.sends_location(10.5, 106.5)
        await s.w.settle()
        assert "What is this place called?" in s.huy.last.text
        await s.w.restart(down_for=timedelta(hours=1))
        await s.w.says(s.huy, "The park")

        (place,) = await places_of(s)
        assert (place.name, place.kind, place.latitude) == ("The park", PlaceKind.GYM, 10.5)


async def test_venue_brings_its_name_and_address(sqlite_url):
    async with story(sqlite_url) as s:
        where = {"latitude": 10.5, "longitude": 106.5}
        venue = {"location": where, "title": "City Gym", "address": "5 Hai Bà Trưng"}
        s.huy._send({"location": where, "venue": venue})
        await s.w.settle()

        (place,) = await places_of(s)
        assert (place.name, place.address, place.longitude) == ("City Gym", "5 Hai Bà Trưng", 106.5)


async def test_location_of_a_client_is_answered_and_kept_nowhere(sqlite_url):
    async with story(sqlite_url) as s:
        s.lan.sends_location(10.5, 106.5)
        await s.w.settle()

        assert "I can only read text" in s.lan.last.text
        assert await places_of(s) == []


async def test_online_place_by_link_or_by_name(sqlite_url):
    async with story(sqlite_url) as s:
        await adds(s, "Online", LINK)
        await adds(s, "Online", "Zoom room")
        first, second = await places_of(s)

        assert (first.kind, first.name, first.link) == (PlaceKind.ONLINE, "Online", LINK)
        assert (second.kind, second.name, second.link) == (PlaceKind.ONLINE, "Zoom room", None)


async def test_common_name_is_one_tap(sqlite_url):
    async with story(sqlite_url) as s:
        await adds(s, "Client's home")
        await s.w.press(s.huy, "Client's home")

        (place,) = await places_of(s)
        assert (place.kind, place.name) == (PlaceKind.HOME, "Client's home")


async def test_link_that_is_not_https_is_refused(sqlite_url):
    async with story(sqlite_url) as s:
        await adds(s, "Online", "Zoom")
        await s.w.press(s.huy, "Meeting link")
        for link in ("http://zoom.us/j/1", "ftp://zoom.us", "javascript:alert(1)", "https://zoom", "my link"):
            await s.w.says(s.huy, link)
            assert "begins with https://" in s.huy.last.text
        assert (await places_of(s))[0].link is None
        await s.w.says(s.huy, LINK.removeprefix("https://"))

        assert (await places_of(s))[0].link == LINK


async def test_name_that_cannot_be_is_asked_again(sqlite_url):
    async with story(sqlite_url) as s:
        await adds(s, "Gym", "Gold's Gym")
        await adds(s, "Gym")
        for name, said in (
            ("g" * 65, "1 to 64 characters"),
            ("gold's gym", "of that name already"),
            ("g" * 1001, "1,000 characters"),
        ):
            await s.w.says(s.huy, name)
            assert said in s.huy.last.text
        await s.w.says(s.huy, "City Gym")

        assert [p.name for p in await places_of(s)] == ["Gold's Gym", "City Gym"]


async def test_long_address_is_refused(sqlite_url):
    async with story(sqlite_url) as s:
        await adds(s, "Gym", "Gold's Gym")
        await s.w.press(s.huy, "Address")
        await s.w.says(s.huy, "a" * 201)

        assert "at most 200 characters" in s.huy.last.text


async def test_there_is_an_end_to_places(sqlite_url):
    async with story(sqlite_url) as s:
        for n in range(placing.MOST_PLACES):
            place, act = Place(0, s.huy.user_id, PlaceKind.GYM, f"Gym {n}"), s.act(s.huy)
            await s.w.bot.store.write(lambda b, place=place, act=act: placing.add_place(b, place, act))
        await adds(s, "Gym", "One more")

        assert "20 places are the most I keep" in s.huy.last.text


async def test_session_typed_in_place_of_a_name_is_booked(sqlite_url):
    async with story(sqlite_url) as s:
        await adds(s, "Gym", "Lan tomorrow 18:00")

        assert "Tomorrow, Thu 16 Oct · 18:00–19:00" in s.huy.last.text
        assert await places_of(s) == []


async def test_sticker_in_place_of_a_name_repeats_the_question(sqlite_url):
    async with story(sqlite_url) as s:
        await adds(s, "Gym")
        s.huy.sends_sticker()
        await s.w.settle()

        assert "What is the gym called?" in s.huy.last.text


async def test_removed_place_is_kept_by_what_is_booked_there(sqlite_url):
    async with story(sqlite_url) as s:
        await adds(s, "Gym", "Gold's Gym")
        (place,) = await places_of(s)
        booking_id = await s.book(at(16, 18), place_id=place.id)
        await the_list(s)
        await s.w.press(s.huy, "Gold's Gym")
        await s.w.press(s.huy, "Remove")
        assert s.huy.last.rows == [["Keep it", "Remove it"]]
        await s.w.press(s.huy, "Keep it")
        assert len(await places_of(s)) == 1
        await s.w.press(s.huy, "Remove")
        await s.w.press(s.huy, "Remove it")

        assert "Gold's Gym is removed." in s.huy.last.text
        assert (await places_of(s), await usual(s)) == ([], None)
        assert (await s.booking(booking_id)).place_id == place.id
        await s.w.press(s.huy, "Back")
        await s.w.says(s.huy, "/today")
        s.huy.taps_data(f"so:{booking_id}")
        await s.w.settle()
        assert "Gold's Gym" in s.huy.last.text


async def test_buttons_of_a_removed_place_say_so(sqlite_url):
    async with story(sqlite_url) as s:
        await adds(s, "Gym", "Gold's Gym")
        (place,) = await places_of(s)
        act = s.act(s.huy)
        await s.w.bot.store.write(lambda b: placing.remove_place(b, place.id, act))
        for label in ("Name", "Address", "Map point", "Remove"):
            await s.w.press(s.huy, label)

        assert s.huy.alerts == ["It is not here any more. /help shows what you can do."] * 4
        assert s.huy.unanswered == []


async def test_place_of_another_trainer_is_out_of_reach(sqlite_url):
    async with story(sqlite_url) as s:
        await adds(s, "Gym", "Gold's Gym")
        (place,) = await places_of(s)
        mai = s.w.phone("Mai")
        mai.start()
        await s.w.settle()
        await s.w.press(mai, "I am a trainer")
        for data in ("plo:{}", "plf:{}:name", "plu:{}", "plr:{}", "plx:{}"):
            mai.taps_data(data.format(place.id))
            await s.w.settle()

        assert "Gold" not in " ".join([*mai.toasts, *(m.text for m in mai.received)])
        assert len(await places_of(s)) == 1
        mine = await s.w.bot.store.read(lambda b: b.trainers.get(mai.user_id))
        assert mine.place_id is None


@pytest.mark.parametrize("method, do", [("sendMessage", "name"), ("editMessageText", "remove")])
async def test_act_whose_answer_failed_is_done_once_and_shown(database, method, do):
    async with story(database) as s:
        await adds(s, "Gym", "Gold's Gym")
        if do == "name":
            await the_list(s)
            await s.w.press(s.huy, "+ Gym")
            s.w.telegram.faults.before(method, 1, Drop())
            await s.w.says(s.huy, "City Gym")
            assert "City Gym" in s.huy.last.text
            assert len(await places_of(s)) == 2
        else:
            await s.w.press(s.huy, "Remove")
            s.w.telegram.faults.before(method, 1, Drop())
            await s.w.press(s.huy, "Remove it")
            assert "No places yet" in s.huy.last.text


async def test_link_reaches_the_client_with_the_session(sqlite_url):
    async with story(sqlite_url) as s:
        act = Act("add", s.huy.user_id, s.w.clock.now())
        online = Place(0, s.huy.user_id, PlaceKind.ONLINE, "Online", link=LINK)
        place = await s.w.bot.store.write(lambda b: placing.add_place(b, online, act))
        await s.book(at(16, 18), place_id=place.id)

        (entity,) = [e for e in s.lan.last.entities if e["type"] == "text_link"]
        assert entity["url"] == LINK
