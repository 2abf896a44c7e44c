"""Who is found, in which order, by which words; what a profile may say; who lets trainers in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.contract import Contract, Offer
from core.directory import AT_HOME, Filter, Listing, counted, has_words, ordered, places_of, tag
from core.errors import AlreadyDone, NotFound, NotTaking, NotValid, NotYours
from core.notice import NoticeKind
from core.people import Place, PlaceKind
from core.profile import Profile, Standing
from core.use_cases import directory, offering, placing, presenting, standing
from tests.core.statements import counted as statements
from tests.core.studio import HUY, MAI, NOW, at, period, studio


def a_listing(id_: int = 1, name: str = "Huy", **facts) -> Listing:
    usual = {
        "code": "c", "currency": "VND", "specialities": (), "languages": (), "stars": 0, "ratings": 0,
        "price": None, "in_package": None, "gyms": (), "at_home": False, "online": False,
    }  # fmt: skip
    return Listing(id_, name=name, **(usual | facts))


def test_order_is_by_the_rating_that_is_shown_then_by_name_then_stays():
    found = [
        a_listing(1, "Zed", stars=48, ratings=10),
        a_listing(2, "An", stars=479, ratings=100),
        a_listing(3, "Ân"),
        a_listing(4, "an"),
        a_listing(5, "Bo", stars=5, ratings=1),
    ]

    assert [one.id for one in ordered(found)] == [5, 2, 1, 3, 4]
    assert ordered(reversed(found)) == ordered(found)


@pytest.mark.parametrize(
    "wanted, lets",
    [
        (Filter(), True),
        (Filter(place=tag("GOLD'S gym")), True),
        (Filter(place=tag(AT_HOME)), True),
        (Filter(place=tag("Elite")), False),
        (Filter(speciality=tag("yoga")), True),
        (Filter(speciality=tag("yoga"), language="vi"), False),
        (Filter(speciality="no tag at all"), False),
    ],
)
def test_filters_all_have_to_fit(wanted, lets):
    one = a_listing(gyms=("Gold's Gym",), at_home=True, specialities=("Yoga",), languages=("en",))
    assert wanted.lets(one) is lets


@pytest.mark.parametrize(
    "typed, said, there",
    [
        ("an", ["Ân Nguyễn"], True),
        ("nguyen an", ["Ân Nguyễn"], True),
        ("guyen", ["Ân Nguyễn"], False),
        ("gold's", ["Gold’s Gym", "Gold's Gym"], True),
        ("giam can", ["(giảm cân)"], True),
        ("", ["Ân"], False),
    ],
)
def test_words_begin_words_without_marks_and_case(typed, said, there):
    assert has_words(typed, said) is there


def test_values_are_counted_once_for_all_spellings():
    assert counted(["Elite", "Gold's Gym", "GOLD'S GYM"]) == [("Gold's Gym", 2), ("Elite", 1)]


def test_words_in_a_button_are_cut_between_letters():
    assert Filter().searching("Đ日本語日本語日本語").words == "d日本語日本語"


async def _is_found(books, trainer_id, **profile):
    known = await books.profiles.get(trainer_id)
    await books.profiles.save(replace(known, **({"listed": True} | profile)))


async def test_rows_say_what_is_offered_and_nothing_of_homes_and_links(database):
    async with studio(database) as s:
        await s.store.write(lambda b: _is_found(b, HUY, specialities=("yoga",), languages=("vi",), bio="Me"))
        lan = await s.client("Lan")
        for kind, name in ((PlaceKind.GYM, "B"), (PlaceKind.GYM, "A"), (PlaceKind.HOME, "Lan's home")):
            await s.does(placing.add_place, Place(0, HUY, kind, name))
        gone = await s.does(
            placing.add_place, Place(0, HUY, PlaceKind.ONLINE, "Zoom", link="https://z.example")
        )
        await s.does(placing.remove_place, gone.id)
        for price in (4_500_000, 4_000_001):
            await s.does(offering.offer, Offer("Ten", 10, price, "VND"))
        await s.does(offering.offer, Offer("Dollars", 10, 100, "USD"))
        for stars in (5, 4, None):
            contract = Contract(0, HUY, lan.id, "Ten", 10, 1, "VND", NOW, stars=stars)
            await s.store.write(lambda b, c=contract: b.contracts.add(c))

        (row,) = await s.store.read(lambda b: b.profiles.listings())
        assert row == Listing(
            HUY, "code1", "Huy", "VND", ("yoga",), ("vi",), 9, 2, 500_000, 400_000, ("A", "B"), True, False
        )
        assert places_of(row) == ("A", "B", AT_HOME)
        assert row.price_from == 400_000
        (row,) = await s.store.read(lambda b: b.profiles.listings(with_bio=True))
        assert row.bio == "Me"


async def test_list_is_one_statement_however_many(database):
    async with studio(database) as s:
        for id_ in (HUY, MAI):
            await s.store.write(lambda b, i=id_: _is_found(b, i))
        with statements(s.store) as asked:
            found = await s.store.write(lambda b: directory.found(b, Filter()))

        assert [one.name for one in found] == ["Huy", "Mai"]
        assert len([statement for statement in asked if "profiles" in statement]) == 1


@pytest.mark.parametrize("hidden", [{"listed": False}, {"standing": "waiting"}, {"standing": "paused"}])
async def test_who_is_hidden_or_held_is_not_found(sqlite_url, hidden):
    async with studio(sqlite_url) as s:
        changes = {k: Standing(v) if k == "standing" else v for k, v in hidden.items()}
        await s.store.write(lambda b: _is_found(b, HUY, **changes))

        assert await s.store.read(lambda b: directory.found(b, Filter())) == []


async def test_free_times_keep_to_the_limits_of_a_client(sqlite_url):
    async with studio(sqlite_url) as s:
        lan = await s.client("Lan", of=MAI)
        await s.session(lan, period(15, 12))
        huy = await s.store.read(lambda b: b.trainers.get(HUY))

        free = await s.store.read(lambda b: directory.free_this_week(b, huy, lan.person_id, NOW))
        assert [p.start for p in free] == [at(15, 13), at(15, 17), at(16, 0)]
        free = await s.store.read(lambda b: directory.free_this_week(b, huy, None, NOW, most=1))
        assert [p.start for p in free] == [at(15, 12)]


# What a profile says.


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"bio": "x" * 601}, "bio"),
        ({"specialities": tuple(f"s{n}" for n in range(9))}, "specialities"),
        ({"specialities": ("x" * 33,)}, "speciality"),
        ({"specialities": (" ",)}, "speciality"),
        ({"languages": ("xx",)}, "languages"),
        ({"consultation_price": -1}, "price"),
        ({"consultation_minutes": 9}, "consultation"),
        ({"consultation_minutes": 181}, "consultation"),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(sqlite_url, changes, field):
    async with studio(sqlite_url) as s:
        with pytest.raises(NotValid) as refused:
            await s.does(presenting.change, changes)

        assert refused.value.field == field
        assert await s.store.read(lambda b: b.profiles.get(HUY)) == Profile(HUY, "code1", NOW)


async def test_speciality_is_kept_once_and_in_the_order_of_adding(sqlite_url):
    async with studio(sqlite_url) as s:
        for value, there in (("yoga", True), ("Múa  cột", True), ("YOGA", True), ("nothing", False)):
            profile = await s.does(presenting.set_speciality, value, there=there)
        assert profile.specialities == ("yoga", "Múa cột")
        profile = await s.does(presenting.set_speciality, "mua cot", there=False)
        assert profile.specialities == ("yoga",)


async def test_link_is_renewed_once(sqlite_url):
    async with studio(sqlite_url) as s:
        await s.does(presenting.renew_link, "code1", "fresh")
        known = await s.does(presenting.renew_link, "code1", "fresher")
        assert known.code == "fresh"
        with pytest.raises(NotFound):
            await s.store.read(lambda b: directory.card(b, "code1", MAI, NOW))


# Letting in.


async def test_admin_lets_in_and_pauses_and_each_is_told_once(database):
    async with studio(database) as s:

        async def admits(change, key):
            act = replace(s.act(MAI, NOW, key), admin=True)
            return await s.store.write(lambda b: change(b, HUY, act))

        await admits(standing.pause, "one")
        with pytest.raises(AlreadyDone):
            await admits(standing.pause, "one")
        await admits(standing.pause, "two")
        with pytest.raises(NotTaking):
            await s.store.read(lambda b: standing.require_taking(b, HUY))
        assert (await admits(standing.admit, "three")).standing is Standing.ADMITTED
        await s.store.read(lambda b: standing.require_taking(b, HUY))

        told = await s.notices(NoticeKind.STANDING, HUY)
        assert [n.facts["standing"] for n in told] == ["paused", "admitted"]


async def test_whoever_is_no_admin_changes_nobody_s_standing(sqlite_url):
    async with studio(sqlite_url) as s:
        with pytest.raises(NotYours):
            await s.does(standing.pause, MAI, by=HUY)
        with pytest.raises(NotYours):
            await s.does(standing.admit, HUY, by=HUY)


async def test_only_admins_whom_the_bot_knows_hear_of_one_who_waits(sqlite_url):
    async with studio(sqlite_url) as s:
        await s.does(_asked)
        told = await s.notices(NoticeKind.TRAINER_WAITING)
        assert [(n.person_id, n.facts) for n in told] == [(MAI, {"trainer_id": HUY})]


async def _asked(books, act):
    await standing.ask_admins(books, HUY, (MAI, 999), act)


async def test_paused_coach_is_seen_by_themselves_only(sqlite_url):
    async with studio(sqlite_url) as s:
        await s.store.write(lambda b: _is_found(b, HUY, standing=Standing.PAUSED))
        with pytest.raises(NotFound):
            await s.store.read(lambda b: directory.card(b, "code1", MAI, NOW + timedelta(hours=1)))
        assert (await s.store.read(lambda b: directory.card(b, "code1", HUY, NOW))).is_mine
