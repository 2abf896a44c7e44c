"""Looking for a coach: the list, what narrows it down, a coach's card, their own link."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.features.directory.buttons import OpenTrainer, ShowReviews, ShowTrainers, Spot
from core.act import Act
from core.contract import ContractStatus, Offer
from core.directory import Filter, tag
from core.group_class import GroupClass
from core.people import Opening, Place, PlaceKind
from core.period import Period
from core.profile import Standing
from core.use_cases import contracting
from core.use_cases.booking import NewBooking, book, new_slot
from core.use_cases.inviting import add_client, invite
from tests.bot.coaches import coach
from tests.bot.story import at, story
from tests.world import world


async def newcomer(w, name="Bình", language="en"):
    phone = w.phone(name, language)
    phone.start()
    await w.settle()
    return phone


def shown(phone):
    """The coaches on the page, by their keys."""
    return [label for label in phone.buttons() if "from " in label]


# The list.


async def test_newcomer_who_is_a_client_finds_a_coach(sqlite_url):
    async with world(sqlite_url) as w:
        await coach(w, "Huy", places=["Gold's Gym"], specialities=("boxing", "Capoeira"))
        binh = await newcomer(w)
        await w.press(binh, "I am a client")
        await w.press(binh, "Find a coach")

        assert len(binh.received) == 1
        assert binh.last.text == ("Coaches · 1\n\nHuy · from 500.000 ₫\nboxing, Capoeira · 📍 Gold's Gym")
        assert binh.last.rows == [
            ["Huy · from 500k"],
            ["📍 Place", "🏷 Speciality"],
            ["🌐 Language", "🔍 Search"],
            ["‹ Back"],
        ]
        await w.press(binh, "‹ Back")
        assert binh.last.text.startswith("Hello, Bình!")


async def test_client_finds_the_list_from_home_and_by_command(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.lan, "/start")
        await s.w.press(s.lan, "Find a coach")
        assert s.lan.last.text.startswith("No coach can be found here yet.")
        await s.w.says(s.lan, "/trainers")
        assert s.lan.last.text.startswith("No coach can be found here yet.")


async def test_best_rated_come_first_then_by_name_without_marks(sqlite_url):
    async with world(sqlite_url) as w:
        for name, stars in (("Cường", []), ("An", []), ("Ân", []), ("Zed", [5, 4]), ("Bo", [5])):
            await coach(w, name, reviews=[(n, None) for n in stars])
        binh = await newcomer(w)
        await w.says(binh, "/trainers")

        names = [label.split(" · ")[0] for label in shown(binh)]
        assert names == ["Bo ⭐5.0", "Zed ⭐4.5", "An", "Ân", "Cường"]


async def test_price_is_from_the_cheapest_session_single_or_in_a_package(sqlite_url):
    async with world(sqlite_url) as w:
        ten = Offer("10", 10, 4_333_000, "VND")
        await coach(w, "A", price=500_000, packages=[ten, Offer("dollars", 10, 1, "USD")])
        await coach(w, "B", price=400_000, packages=[ten])
        await coach(w, "C", price=None)
        await coach(w, "D", price=0)
        binh = await newcomer(w)
        await w.says(binh, "/trainers")

        assert binh.buttons()[:4] == ["A · from 433k", "B · from 400k", "C", "D · free of charge"]


async def test_pages_turn_in_one_message(sqlite_url):
    async with world(sqlite_url) as w:
        for n in range(8):
            await coach(w, f"Coach {n}")
        binh = await newcomer(w)
        await w.says(binh, "/trainers")
        assert binh.last.text.startswith("Coaches · 8 · 1/2")
        assert len(shown(binh)) == 6

        await w.press(binh, "›")
        assert [label.split(" · ")[0] for label in shown(binh)] == ["Coach 6", "Coach 7"]
        await w.press(binh, "Coach 7")
        await w.press(binh, "‹ Back")
        assert binh.last.text.startswith("Coaches · 8 · 2/2")
        assert len(binh.received) == 2


async def test_only_those_who_want_to_be_found_and_may_are_found(sqlite_url):
    async with world(sqlite_url) as w:
        await coach(w, "Seen")
        await coach(w, "Hidden", listed=False)
        await coach(w, "Waiting", standing=Standing.WAITING)
        await coach(w, "Paused", standing=Standing.PAUSED)
        binh = await newcomer(w)
        await w.says(binh, "/trainers")

        assert shown(binh) == ["Seen · from 500k"]


# What narrows it down.


async def three(w):
    home = Place(0, 0, PlaceKind.HOME, "Lan's home", "1 Secret Street")
    await coach(w, "An", places=["Gold's Gym"], specialities=("boxing",), languages=("en",))
    await coach(w, "Bo", places=["GOLD'S GYM", home], specialities=("yoga", "boxing"), languages=("vi", "en"))
    await coach(w, "Chi", places=["Elite"], specialities=("Múa cột",), languages=("vi",), bio="Tôi thích võ")


def names(phone):
    return [label.split(" · ")[0] for label in shown(phone)]


async def test_filters_narrow_the_list_down_and_survive_a_card(sqlite_url):
    async with world(sqlite_url) as w:
        await three(w)
        binh = await newcomer(w)
        await w.says(binh, "/trainers")
        await w.press(binh, "Speciality")
        assert binh.buttons()[:3] == ["boxing (2)", "Múa cột (1)", "yoga (1)"]
        await w.press(binh, "boxing")
        assert names(binh) == ["An", "Bo"]
        await w.press(binh, "Language")
        assert binh.buttons()[:2] == ["English (2)", "Tiếng Việt (1)"]
        await w.press(binh, "Tiếng Việt")

        assert binh.last.text.startswith("Coaches · 1\n🏷 boxing · 🌐 Tiếng Việt")
        await w.press(binh, "Bo")
        await w.press(binh, "‹ Back")
        assert names(binh) == ["Bo"]
        assert binh.last.rows[1:3] == [["📍 Place", "✓ 🏷 Speciality"], ["✓ 🌐 Language", "🔍 Search"]]
        await w.press(binh, "Speciality")
        await w.press(binh, "No matter")
        assert names(binh) == ["Bo", "Chi"]
        await w.press(binh, "All coaches")
        assert names(binh) == ["An", "Bo", "Chi"]


async def test_places_are_gyms_by_name_and_homes_only_as_such(sqlite_url):
    async with world(sqlite_url) as w:
        await three(w)
        binh = await newcomer(w)
        await w.says(binh, "/trainers")
        await w.press(binh, "Place")

        assert binh.buttons()[:3] == ["Gold's Gym (2)", "at your home (1)", "Elite (1)"]
        await w.press(binh, "at your home")
        assert names(binh) == ["Bo"]
        assert "📍 at your home" in binh.last.text


@pytest.mark.parametrize(
    "typed, found",
    [
        ("chi", ["Chi"]),
        ("gold's", ["An", "Bo"]),
        ("ELITE", ["Chi"]),
        ("mua cot", ["Chi"]),
        ("quyền anh", []),
        ("vo", ["Chi"]),
        ("boxing gold", ["An", "Bo"]),
        ("vietnamese yoga", ["Bo"]),
        ("secret", []),
        ("lan", []),
        ("🙂", []),
        ("." * 40, []),
    ],
)
async def test_typed_words_find_names_gyms_specialities_and_bios(sqlite_url, typed, found):
    async with world(sqlite_url) as w:
        await three(w)
        binh = await newcomer(w)
        await w.says(binh, "/trainers")
        await w.press(binh, "Search")
        await w.says(binh, typed)

        assert names(binh) == found
        if not found:
            assert binh.last.text.startswith("Nobody fits that.")


async def test_search_goes_on_within_the_filters_and_can_be_taken_away(sqlite_url):
    async with world(sqlite_url) as w:
        await three(w)
        binh = await newcomer(w)
        await w.says(binh, "/trainers")
        await w.press(binh, "Place")
        await w.press(binh, "Gold's Gym")
        await w.press(binh, "Search")
        await w.restart()
        await w.says(binh, "chi")
        assert binh.last.rows[0] == ["✖️ 📍 Place", "✖️ 🔍 chi"]
        await w.press(binh, "✖️ 🔍 chi")
        assert names(binh) == ["An", "Bo"]


async def test_back_leaves_the_question(sqlite_url):
    async with world(sqlite_url) as w:
        await three(w)
        binh = await newcomer(w)
        await w.says(binh, "/trainers")
        await w.press(binh, "Search")
        await w.press(binh, "‹ Back")
        await w.says(binh, "chi")

        assert binh.last.text.startswith("I did not get that.")


@pytest.mark.parametrize(
    "spot",
    [
        Spot(),
        Spot(Filter("abcdef", "012345", "vi", "x.y z"), 1234),
        Spot(Filter(words="ky: la")),
        Spot(Filter(language="vi")),
        Spot(page=3),
    ],
)
def test_where_one_is_travels_in_a_button(spot):
    assert Spot.read(ShowTrainers.unpack(ShowTrainers(spot.packed).pack()).spot) == spot


def test_the_longest_spot_fits_into_a_button():
    spot = Spot(Filter(tag("a"), tag("b"), "vi").searching("Giảm cân sau sinh ở nhà"), 9999)
    assert ShowReviews("12345678", 9999, spot.packed).pack()


async def test_stale_and_made_up_buttons_are_harmless(sqlite_url):
    async with world(sqlite_url) as w:
        await coach(w, "Huy")
        binh = await newcomer(w)
        for data in ("va:aaaaaa.bbbbbb.xx.99999.q", "va:" + "." * 40, "vb:x:0:", "vb:p:-5:", "ve:nobody:7:"):
            binh.taps_data(data)
            await w.settle()
        binh.taps_data(ShowTrainers(Spot(page=77).packed).pack())
        await w.settle()

        assert shown(binh) == ["Huy · from 500k"]
        assert w.telegram.journal.errors() == []


# A coach's card.


async def full(w):
    online = Place(0, 0, PlaceKind.ONLINE, "Zoom with Lan", link="https://zoom.example/secret")
    home = Place(0, 0, PlaceKind.HOME, "Lan's home", "1 Secret Street")
    return await coach(
        w,
        "Huy",
        places=["Gold's Gym", home, online],
        packages=[Offer("Ten", 10, 4_500_000, "VND")],
        reviews=[(5, "Great!"), (4, None), (5, "<b>Strong</b> & kind. " * 20)],
        bio="Ten years of <boxing>.",
        specialities=("boxing", "Capoeira"),
        languages=("vi", "en"),
        consultation_price=0,
    )


async def test_card_says_all_that_a_client_wants_to_know(sqlite_url):
    async with world(sqlite_url) as w:
        await full(w)
        binh = await newcomer(w)
        await w.says(binh, "/trainers")
        await w.press(binh, "Huy")

        assert binh.last.text == "\n".join(
            [
                "Coach Huy · ★ 4.7 (3)",
                "Ten years of <boxing>.",
                "",
                "🏷 boxing, Capoeira",
                "📍 Gold's Gym, at your home, online",
                "🌐 Tiếng Việt, English",
                "💰 500.000 ₫ a session (1 h)",
                "☕ Consultation, to get to know each other: free of charge · 30 min",
                "📦 Ten · 10 sessions: 4.500.000 ₫, paid in advance",
                "🗓 Free this week: today 12:00 · today 17:00 · tomorrow 06:00",
                "★★★★★ “" + ("<b>Strong</b> & kind. " * 20)[:159] + "…”",
            ]
        )
        assert binh.last.rows == [["✋ Ask this coach"], ["⭐ Reviews (3)"], ["‹ Back"]]


async def test_card_of_somebody_who_has_said_nothing_yet_is_no_ruin(sqlite_url):
    async with world(sqlite_url) as w:
        await coach(w, "Huy", price=None)
        binh = await newcomer(w)
        await w.says(binh, "/trainers")
        await w.press(binh, "Huy")

        assert binh.last.text == ("Coach Huy\n\n🗓 Free this week: today 12:00 · today 17:00 · tomorrow 06:00")
        assert binh.last.rows == [["✋ Ask this coach"], ["‹ Back"]]


async def test_reviews_are_the_newest_first_without_names(sqlite_url):
    async with world(sqlite_url) as w:
        await coach(w, "Huy", reviews=[(n % 5 + 1, f"word {n}") for n in range(7)])
        binh = await newcomer(w)
        await w.says(binh, "/trainers")
        await w.press(binh, "Huy")
        await w.press(binh, "Reviews (7)")
        assert binh.last.text.startswith("What clients say of Coach Huy\n★ 2.6 (7)\n\n★★☆☆☆ “word 6”")
        assert "word 1" not in binh.last.text
        await w.press(binh, "›")
        assert "word 1" in binh.last.text
        assert "word 0" in binh.last.text
        assert "Secret" not in binh.last.text
        await w.press(binh, "‹ Back")
        assert binh.last.text.startswith("Coach Huy")


async def test_words_that_were_for_the_coach_alone_stay_with_the_coach(sqlite_url):
    """Those of before it was said that others read them; the stars count all the same."""
    async with world(sqlite_url) as w:
        huy = await coach(w, "Huy", reviews=[(5, "between us")])

        async def as_before(books):
            (contract,) = await books.contracts.of_trainer(huy.id)
            await books.contracts.save(replace(contract, rating_is_public=False))

        await w.bot.store.write(as_before)
        binh = await newcomer(w)
        await w.says(binh, "/trainers")
        await w.press(binh, "Huy")
        assert "★ 5.0 (1)" in binh.last.text
        assert "between us" not in binh.last.text
        await w.press(binh, "Reviews (1)")
        assert "between us" not in binh.last.text


async def test_words_given_now_are_read_by_others(sqlite_url):
    async with story(sqlite_url) as s:
        act, client = s.act, s.client_id
        await s.w.bot.store.write(lambda b: _listed(b, s.huy.user_id))
        contract = await s.w.bot.store.write(
            lambda b: contracting.agree(b, Offer("One", 1, 0, "VND"), client, act(s.huy))
        )

        async def over(books):
            await books.contracts.save(replace(contract, status=ContractStatus.COMPLETED))

        await s.w.bot.store.write(over)
        await s.w.bot.store.write(lambda b: contracting.rate(b, contract.id, 5, act(s.lan)))
        await s.w.bot.store.write(lambda b: contracting.comment(b, contract.id, "Superb", act(s.lan)))
        binh = await newcomer(s.w)
        await s.w.says(binh, "/trainers")
        await s.w.press(binh, "Huy")

        assert "★★★★★ “Superb”" in binh.last.text
        assert "Lan" not in binh.last.text


async def _listed(books, trainer_id):
    await books.profiles.save(replace(await books.profiles.get(trainer_id), listed=True))


async def test_client_of_the_coach_sees_their_sessions_in_place_of_asking(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.bot.store.write(lambda b: _listed(b, s.huy.user_id))
        await s.w.says(s.lan, "/trainers")
        await s.w.press(s.lan, "Huy")
        assert s.lan.last.rows == [["🗓 My sessions"], ["‹ Back"]]
        await s.changes(opening=Opening.ASK)
        await s.w.says(s.lan, "/trainers")
        await s.w.press(s.lan, "Huy")
        assert s.lan.last.rows == [["➕ Book a session", "🗓 My sessions"], ["‹ Back"]]

        await s.w.says(s.huy, "/trainers")
        await s.w.press(s.huy, "Huy")
        assert s.huy.last.rows == [["✏️ Edit"], ["‹ Back"]]


async def test_free_times_leave_out_what_is_taken_and_what_the_reader_has(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.bot.store.write(lambda b: _listed(b, s.huy.user_id))
        mai = await coach(s.w, "Mai")
        await s.book(at(15, 12), minutes=300)
        await s.w.says(s.lan, "/trainers")
        await s.w.press(s.lan, "Mai")
        assert "🗓 Free this week: today 17:00 · tomorrow 06:00 · tomorrow 17:00" in s.lan.last.text

        binh = await newcomer(s.w)
        await s.w.says(binh, "/trainers")
        await s.w.press(binh, "Mai")
        assert "🗓 Free this week: today 12:00" in binh.last.text
        await s.w.press(binh, "‹ Back")
        await s.w.press(binh, "Huy")
        assert "🗓 Free this week: today 17:00" in binh.last.text
        assert mai.is_found


async def test_listed_classes_ahead_stand_on_the_card(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await coach(w, "Huy")

        async def work(books):
            trainer = await books.trainers.get(huy.id)
            now = w.clock.now()
            for n, (name, listed) in enumerate((("HIIT", True), ("For friends", False))):
                period = Period.of(at(18 + n, 9), timedelta(hours=1))
                slot = await books.slots.add(new_slot(period, trainer, now, anyway=False))
                times = {"starts_at": period.start, "ends_at": period.end, "created_at": now, "timed_at": now}
                terms = {"capacity": 8, "price": 100_000, "currency": "VND", "listed": listed}
                await books.classes.add(
                    GroupClass(0, huy.id, slot.id, name, code=f"class{n}", **times, **terms)
                )

        await w.bot.store.write(work)
        binh = await newcomer(w)
        await w.says(binh, "/trainers")
        await w.press(binh, "Huy")

        assert "🤸 HIIT: Sat 18 Oct · 09:00–10:00" in binh.last.text
        assert "For friends" not in binh.last.text
        await w.press(binh, "🤸 HIIT · Sat 18 Oct 09:00")
        assert binh.last.text.startswith("🤸 HIIT with Coach Huy")


async def test_one_who_is_hidden_while_it_is_looked_at_is_still_shown_but_paused_not(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await coach(w, "Huy")
        binh = await newcomer(w)
        await w.says(binh, "/trainers")
        await w.bot.store.write(lambda b: b.profiles.save(replace(huy, standing=Standing.PAUSED)))
        await w.press(binh, "Huy")

        assert binh.last.text.startswith("This page is not here any more.")
        await w.press(binh, "Find a coach")
        assert binh.last.text.startswith("No coach can be found here yet.")


# A coach's own link.


async def opens(w, payload, name="Bình", language="en"):
    phone = w.phone(name, language)
    phone.start(payload)
    await w.settle()
    return phone


async def test_link_opens_the_card_also_of_one_who_is_not_listed(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await coach(w, "Huy", listed=False, reviews=[(5, "Great")])
        binh = await opens(w, f"t-{huy.code}")

        assert binh.last.text.startswith("Coach Huy · ★ 5.0 (1)")
        assert (await w.bot.store.read(lambda b: b.people.get(binh.user_id))).name == "Bình"
        await w.press(binh, "Reviews (1)")
        await w.press(binh, "‹ Back")
        assert binh.last.text.startswith("Coach Huy")
        await w.press(binh, "‹ Back")
        assert binh.last.text.startswith("No coach can be found here yet.")


async def test_nobody_opens_the_card_of_one_not_listed_by_their_number(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await coach(w, "Huy", listed=False)
        binh = await newcomer(w)
        binh.taps_data(OpenTrainer(str(huy.id)).pack())
        await w.settle()

        assert "Huy" not in binh.last.text


async def test_link_that_leads_nowhere_is_said_kindly(sqlite_url):
    async with world(sqlite_url) as w:
        binh = await opens(w, "t-nobody")

        assert binh.last.text.startswith("This page is not here any more.")
        assert binh.last.rows == [["🔎 Find a coach"]]


@pytest.mark.parametrize("standing", [Standing.WAITING, Standing.PAUSED])
async def test_link_of_one_whom_no_admin_lets_in_leads_nowhere(sqlite_url, standing):
    async with world(sqlite_url) as w:
        huy = await coach(w, "Huy", standing=standing)
        binh = await opens(w, f"t-{huy.code}")

        assert "Huy" not in binh.last.text


async def test_invitation_whose_secret_begins_like_a_link_is_still_one(sqlite_url):
    async with story(sqlite_url) as s:
        store, act = s.w.bot.store, s.act(s.huy)
        client = await store.write(lambda b: add_client(b, s.huy.user_id, "Bình", s.act(s.huy)))
        await store.write(lambda b: invite(b, client.id, "t-secret", act))
        binh = await opens(s.w, "t-secret")

        assert binh.last.text.startswith("Welcome, Bình!")


# What must never be on any of these screens.


async def test_nothing_of_clients_is_ever_on_a_screen_of_the_directory(sqlite_url):
    """Names, homes, addresses, phones, meeting links and sessions that could leak, and everything tapped."""
    secrets = ["Lan Anh", "Lan's", "with Lan", "Secret", "zoom", "0900", "knee", "12:00"]
    async with story(sqlite_url) as s:
        store = s.w.bot.store
        await store.write(lambda b: _listed(b, s.huy.user_id))
        for kind, name in ((PlaceKind.HOME, "Lan's home"), (PlaceKind.ONLINE, "Zoom with Lan")):
            place = Place(0, s.huy.user_id, kind, name, "1 Secret Street", link="https://zoom.example/1")
            await store.write(lambda b, p=place: b.places.add(p))
        client = await store.read(lambda b: b.clients.get(s.client_id))
        await store.write(lambda b: b.clients.save(replace(client, phone="0900 000 000")))
        period = Period.of(at(15, 12), timedelta(hours=1))
        new = NewBooking(s.huy.user_id, s.client_id, period, note="knee: no jumps")
        await store.write(lambda b: book(b, new, Act("lan", s.huy.user_id, s.w.clock.now())))
        await full_reviews(s)
        binh = await newcomer(s.w)
        texts = await walked(s.w, binh)

        assert len(texts) > 15
        said = "\n".join(texts).lower()
        assert [secret for secret in secrets if secret.lower() in said] == []


async def full_reviews(s):
    act = s.act
    offer = Offer("Ten", 10, 4_500_000, "VND")
    contract = await s.w.bot.store.write(lambda b: contracting.agree(b, offer, s.client_id, act(s.huy)))
    rated = replace(contract, stars=5, rating="Good", rated_at=s.w.clock.now(), rating_is_public=True)
    await s.w.bot.store.write(lambda b: b.contracts.save(rated))


async def walked(w, phone):
    """All texts and labels that taps within the directory lead to."""
    seen, waiting, texts = set(), [ShowTrainers().pack()], []
    while waiting:
        data = waiting.pop()
        if data in seen:
            continue
        seen.add(data)
        phone.taps_data(data)
        await w.settle()
        texts += [phone.last.text, *phone.buttons()]
        rows = phone.last.markup["inline_keyboard"]
        leads = [k["callback_data"] for row in rows for k in row if "callback_data" in k]
        waiting += [d for d in leads if d.split(":")[0] in ("va", "vb", "vd", "ve")]
    return texts
