"""Asking a coach: two taps or all there is to say; told at once, answered, asked back, or lapsed."""

from contextlib import asynccontextmanager

import pytest

from bot.demo.telegram.phone import Phone
from bot.features.requests.buttons import AskCoach
from core.act import Act
from core.contract import Offer
from core.people import ClientStatus, Trainer
from core.profile import Profile, Standing
from core.request import RequestStatus
from core.use_cases import offering
from core.use_cases.inviting import add_client, invite
from tests.world import WEDNESDAY, World, world


class Asking:
    """Huy is a coach whom anybody can ask; Lan Anh is nobody's client."""

    def __init__(self, w: World, huy: Phone, lan: Phone) -> None:
        self.w, self.huy, self.lan = w, huy, lan

    async def begins(self, phone: Phone | None = None) -> str:
        """From the coach's card."""
        phone = phone or self.lan
        phone.taps_data(AskCoach(self.huy.user_id).pack())
        await self.w.settle()
        return phone.last.text

    async def asks(self) -> None:
        await self.begins()
        await self.w.press(self.lan, "✉️ Send")

    async def read(self, work):
        return await self.w.bot.store.read(work)

    async def requests(self):
        return await self.read(lambda books: books.requests.of_person(self.lan.user_id))

    async def client(self):
        return await self.read(lambda books: books.clients.of_pair(self.huy.user_id, self.lan.user_id))

    async def profile(self, **changes) -> None:
        async def work(books):
            profile = await books.profiles.get(self.huy.user_id)
            fields = {"id": profile.id, "code": profile.code, "created_at": profile.created_at, **changes}
            await books.profiles.save(Profile(**fields))

        await self.w.bot.store.write(work)

    def rings(self, phone: Phone, words: str) -> int:
        return sum(words in message.text for message in phone.received)


async def coach(w: World, name: str, code: str) -> Phone:
    phone = w.phone(name)
    phone.start()
    await w.settle()

    async def work(books):
        zone = "Asia/Ho_Chi_Minh"
        await books.trainers.add(
            Trainer(phone.user_id, name, zone, WEDNESDAY, price=500_000, daily_list=None)
        )
        await books.profiles.add(Profile(phone.user_id, code, WEDNESDAY, listed=True))

    await w.bot.store.write(work)
    return phone


@asynccontextmanager
async def asking(database: str, language: str = "en"):
    async with world(database) as w:
        huy = await coach(w, "Huy", "huy")
        lan = w.phone("Lan <Anh>", language)
        lan.start()
        await w.settle()
        yield Asking(w, huy, lan)


async def test_two_taps_ask_and_the_coach_knows_at_once(database):
    async with asking(database) as a:
        assert "Ask Coach Huy" in await a.begins()
        await a.w.press(a.lan, "✉️ Send")
        assert a.lan.last.text.startswith("✅ Sent. Coach Huy has it")
        assert a.huy.last.text.startswith("🙋 Lan <Anh> would like to train with you.")
        assert a.huy.last.rows == [["✅ Accept", "❓ Ask back"], ["✖️ Decline"]]
        assert a.w.telegram.journal.errors() == []


async def test_all_that_is_said_reaches_the_coach(sqlite_url):
    async with asking(sqlite_url) as a:
        await a.begins()
        await a.w.press(a.lan, "📝 One by one")
        await a.w.press(a.lan, "Lose weight")
        await a.w.says(a.lan, "run 5 km")
        await a.w.press(a.lan, "New to training")
        await a.w.restart()
        await a.w.says(a.lan, "left knee, 2023")
        await a.w.says(a.lan, "T2 T4 T6 18h")
        assert "🕒 Understood: Mon, Wed, Fri · 18:00" in a.lan.last.text
        await a.w.press(a.lan, "At my home")
        await a.w.says(a.lan, "Do you train women?")
        assert "💬 Message: Do you train women?" in a.lan.last.text
        await a.w.press(a.lan, "✉️ Send")
        for line in (
            "🎯 Goals: Lose weight, run 5 km",
            "💪 Experience: New to training",
            "🩹 Injuries (only you see this): left knee, 2023",
            "🕒 Times: Mon, Wed, Fri · 18:00",
            "📍 Place: At my home",
            "💬 “Do you train women?”",
        ):
            assert line in a.huy.last.text
        assert a.w.telegram.journal.errors() == []


async def test_parts_can_be_tapped_changed_and_taken_back(sqlite_url):
    async with asking(sqlite_url) as a:
        await a.begins()
        await a.w.press(a.lan, "🕒 Times")
        for label in ("Mon", "Thu", "Mon", "evenings"):
            await a.w.press(a.lan, label)
        await a.w.press(a.lan, "‹ Card")
        assert "🕒 Times: Thu · evenings" in a.lan.last.text
        await a.w.press(a.lan, "✓ 🕒 Times")
        await a.w.press(a.lan, "🗑 Remove")
        await a.w.press(a.lan, "‹ Card")
        assert "Times:" not in a.lan.last.text


@pytest.mark.parametrize(
    "typed, read",
    [
        ("T2 T4 T6 18h", "Mon, Wed, Fri · 18:00"),
        ("Tue Thu 7pm-8:30pm", "Tue, Thu · 19:00–20:30"),
        ("tối T3 T5", "Tue, Thu · evenings"),
        ("Mon Wed mornings", "Mon, Wed · mornings"),
        ("Saturday 9:00", "Sat · 09:00"),
        ("whenever you have time", ""),
        ("Mon 18:00, but not in May", ""),
    ],
)
async def test_times_are_read_as_far_as_they_can_be(sqlite_url, typed, read):
    async with asking(sqlite_url) as a:
        await a.begins()
        await a.w.press(a.lan, "🕒 Times")
        await a.w.says(a.lan, typed)
        said = f"🕒 Understood: {read}\n" if read else f"🕒 Noted as you said it: {typed}\n"
        assert a.lan.last.text.startswith(said)


async def test_a_coach_reads_chips_in_their_own_language(sqlite_url):
    """And what was typed as it was typed."""
    async with asking(sqlite_url, "vi") as a:
        await a.begins()
        data = next(b["callback_data"] for row in a.lan.last.buttons for b in row if "goals" in str(b))
        a.lan.taps_data(data)
        await a.w.settle()
        chip = next(b["callback_data"] for row in a.lan.last.buttons for b in row if "muscle" in str(b))
        a.lan.taps_data(chip)
        await a.w.settle()
        await a.w.says(a.lan, "khỏe hơn")
        send = a.lan.last.buttons[0][0]["callback_data"]
        a.lan.taps_data(send)
        await a.w.settle()
        assert "🎯 Goals: Build muscle, khỏe hơn" in a.huy.last.text


async def test_send_tapped_twice_asks_once_even_after_a_restart(database):
    async with asking(database) as a:
        await a.begins()
        card = a.lan.last
        send = card.buttons[0][0]["callback_data"]
        a.lan.presses_repeatedly("✉️ Send", 3)
        await a.w.settle()
        await a.w.restart()
        a.lan.taps_data(send, card)
        await a.w.settle()
        assert len(await a.requests()) == 1
        assert a.rings(a.huy, "would like to train") == 1
        assert "You asked Coach Huy" in a.lan.last.text


async def test_accept_leads_to_a_package_and_the_terms(sqlite_url):
    async with asking(sqlite_url) as a:
        ten = Offer("10 sessions", 10, 5_000_000, "VND")
        await a.w.bot.store.write(lambda b: offering.offer(b, ten, Act("offer", a.huy.user_id, WEDNESDAY)))
        await a.asks()
        await a.w.press(a.huy, "✅ Accept")
        assert "is your client now" in a.huy.last.text
        assert a.lan.last.text.startswith("✅ Coach Huy says yes!")
        client = await a.client()
        assert (client.status, client.person_id) == (ClientStatus.MATCHED, a.lan.user_id)
        await a.w.press(a.lan, "👍 Agree")
        assert (await a.client()).agreed_policy is not None
        message = next(m for m in reversed(a.huy.received) if "10 sessions · 5.000.000 ₫" in str(m.rows))
        a.huy.presses("10 sessions", message)
        await a.w.settle()
        await a.w.press(a.huy, "✅ Agree it")
        assert "10 sessions" in a.lan.last.text
        assert a.w.telegram.journal.errors() == []


async def test_the_coach_asks_back_and_the_answer_comes_by_replying(database):
    async with asking(database) as a:
        await a.asks()
        await a.w.press(a.huy, "❓ Ask back")
        await a.w.says(a.huy, "Any injuries?")
        question = a.lan.last
        assert "“Any injuries?”" in question.text
        await a.w.restart()
        a.lan.types("No <none>", reply_to=question)
        await a.w.settle()
        assert "Your answer is with the coach" in a.lan.last.text
        assert "↩️ “No <none>”" in a.huy.last.text
        await a.w.press(a.huy, "❓ Ask back")
        await a.w.says(a.huy, "Mornings too?")
        await a.w.press(a.lan, "↩️ Answer")
        await a.w.says(a.lan, "Yes")
        assert "↩️ “Yes”" in a.huy.last.text
        assert a.w.telegram.journal.errors() == []


async def test_a_kind_no_comes_in_the_language_of_who_asked(sqlite_url):
    async with asking(sqlite_url) as a:
        await a.asks()
        await a.w.press(a.huy, "✖️ Decline")
        await a.w.press(a.huy, "I am fully booked at the moment")
        assert "Coach Huy cannot take you on: I am fully booked at the moment." in a.lan.last.text
        assert (await a.client()).status is ClientStatus.REJECTED
        await a.begins()
        assert "ask again tomorrow" in a.lan.alerts[-1]
        await a.w.passes(hours=25)
        assert "Ask Coach Huy" in await a.begins()


async def test_no_in_own_words(sqlite_url):
    async with asking(sqlite_url) as a:
        await a.asks()
        await a.w.press(a.huy, "✖️ Decline")
        await a.w.says(a.huy, "On parental leave until May.")
        assert "On parental leave until May." in a.lan.last.text


async def test_it_lapses_after_72_hours_with_a_reminder_before_the_night(database):
    """Asked on Wednesday at 10:00; twelve hours before the end it is 22:00 on Friday."""
    async with asking(database) as a:
        await a.asks()
        await a.w.passes(hours=59)
        assert a.rings(a.huy, "still waits for your answer") == 0
        await a.w.passes(hours=1)
        assert a.rings(a.huy, "still waits for your answer") == 1
        await a.w.passes(hours=12)
        assert "lapsed without an answer" in a.huy.last.text
        assert "has not answered in time" in a.lan.last.text
        (request,) = await a.requests()
        assert request.status is RequestStatus.LAPSED
        assert (await a.client()).status is ClientStatus.REJECTED
        old = next(m for m in a.huy.received if m.rows and "✅ Accept" in str(m.rows))
        a.huy.presses("✅ Accept", old)
        await a.w.settle()
        assert "lapsed" in old.text
        assert (await a.client()).status is ClientStatus.REJECTED


async def test_the_client_withdraws_from_home(sqlite_url):
    async with asking(sqlite_url) as a:
        await a.asks()
        await a.w.says(a.lan, "/start")
        assert "You have asked Coach Huy: waiting." in a.lan.last.text
        await a.w.press(a.lan, "🙋 My requests")
        await a.w.press(a.lan, "✖️ Withdraw")
        await a.w.press(a.lan, "✖️ Withdraw")
        assert "took it back" in a.huy.last.text
        assert (await a.requests())[0].status is RequestStatus.WITHDRAWN


async def test_the_coach_finds_open_requests_at_home_and_with_the_clients(sqlite_url):
    async with asking(sqlite_url) as a:
        await a.asks()
        for command in ("/start", "/clients"):
            await a.w.says(a.huy, command)
            await a.w.press(a.huy, "🙋 Requests · 1")
            assert "Lan <Anh>" in a.huy.last.text
        await a.w.press(a.huy, "Lan <Anh>")
        assert "✅ Accept" in a.huy.labels()


async def test_injuries_are_erased_with_a_tap_and_nobody_hears_of_it(database):
    async with asking(database) as a:
        await a.begins()
        await a.w.press(a.lan, "🩹 Injuries")
        await a.w.says(a.lan, "a secret knee")
        await a.w.press(a.lan, "✉️ Send")
        seen = a.huy.last
        assert "a secret knee" in seen.text
        heard = len(a.huy.received)
        await a.w.says(a.lan, "/privacy")
        await a.w.press(a.lan, "🩹 Erase injuries: Huy")
        assert "Erased" in a.lan.last.text
        assert await a.read(lambda books: books.health_notes.of_person(a.lan.user_id)) == []
        assert len(a.huy.received) == heard
        await a.w.says(a.huy, "/start")
        await a.w.press(a.huy, "🙋 Requests · 1")
        await a.w.press(a.huy, "Lan <Anh>")
        assert "knee" not in a.huy.last.text


async def test_injuries_are_seen_by_nobody_else(sqlite_url):
    """Not by another coach with the same person, not by a client, not with a forged button."""
    async with asking(sqlite_url) as a:
        await a.begins()
        await a.w.press(a.lan, "🩹 Injuries")
        await a.w.says(a.lan, "a secret knee")
        await a.w.press(a.lan, "✉️ Send")
        (request,) = await a.requests()
        mai, minh = await coach(a.w, "Mai", "mai"), a.w.phone("Minh")
        minh.start()
        await a.w.says(minh, "/start")
        await a.w.says(mai, "/start")
        for phone in (mai, minh):
            for prefix in ("rqo", "rqy", "rqq", "rqn", "rqv", "rqw", "rqb", "rqe", "cop"):
                number = request.client_id if prefix in ("rqe", "cop") else request.id
                below = ":0" if prefix in ("rqo", "cop") else ""
                phone.taps_data(f"{prefix}:{number}{below}")
                await a.w.settle()
            assert all("knee" not in m.text and "<Anh>" not in m.text for m in phone.received)
        assert len(await a.read(lambda books: books.health_notes.of_person(a.lan.user_id))) == 1
        assert (await a.requests())[0].status is RequestStatus.OPEN


async def test_a_declined_request_keeps_nothing_that_was_told_in_confidence(sqlite_url):
    async with asking(sqlite_url) as a:
        await a.begins()
        await a.w.press(a.lan, "🩹 Injuries")
        await a.w.says(a.lan, "a secret knee")
        await a.w.press(a.lan, "✉️ Send")
        await a.w.press(a.huy, "✖️ Decline")
        await a.w.press(a.huy, "I do not train in your area")
        assert "knee" not in a.huy.last.text
        assert await a.read(lambda books: books.health_notes.of_person(a.lan.user_id)) == []


async def test_who_cannot_be_asked(sqlite_url):
    async with asking(sqlite_url) as a:
        await a.begins(a.huy)
        assert "your own card" in a.huy.alerts[-1]
        await a.profile(standing=Standing.PAUSED)
        await a.begins()
        assert "takes no requests" in a.lan.alerts[-1]


async def test_five_requests_may_wait_at_once(sqlite_url):
    async with asking(sqlite_url) as a:
        for number in range(6):
            other = await coach(a.w, f"C{number}", f"c{number}")
            a.lan.taps_data(AskCoach(other.user_id).pack(), a.lan.received[0])
            await a.w.settle()
            if number < 5:
                await a.w.press(a.lan, "✉️ Send")
        assert "too many" in a.lan.alerts[-1]
        assert len(await a.requests()) == 5


async def test_an_invitation_answers_the_request(database):
    async with asking(database) as a:
        await a.begins()
        await a.w.press(a.lan, "🎯 Goals")
        await a.w.says(a.lan, "run 5 km")
        await a.w.press(a.lan, "✉️ Send")
        store = a.w.bot.store
        act = Act("add", a.huy.user_id, WEDNESDAY)
        client = await store.write(lambda b: add_client(b, a.huy.user_id, "Lan", act))
        invited = Act("invite", a.huy.user_id, WEDNESDAY)
        await store.write(lambda b: invite(b, client.id, "secret", invited))
        a.lan.start("secret")
        await a.w.settle()
        (request,) = await a.requests()
        assert (request.status, request.client_id) == (RequestStatus.ACCEPTED, client.id)
        assert (await a.read(lambda books: books.intakes.get(client.id))).goals == "run 5 km"
        assert [c.id for c in await a.read(lambda b: b.clients.of_person(a.lan.user_id))] == [client.id]
        await a.begins()
        assert "train with this coach already" in a.lan.alerts[-1]


async def test_a_consultation_is_asked_for_and_booked_from_the_acceptance(sqlite_url):
    async with asking(sqlite_url) as a:
        await a.profile(consultation_price=0)
        await a.begins()
        await a.w.press(a.lan, "☕ First a consultation")
        assert "☕ First a consultation: 30 min, free" in a.lan.last.text
        await a.w.press(a.lan, "✉️ Send")
        assert "☕ First a consultation" in a.huy.last.text
        await a.w.press(a.huy, "✅ Accept")
        message = next(m for m in reversed(a.huy.received) if "☕ Book consultation" in str(m.rows))
        a.huy.presses("☕ Book consultation", message)
        await a.w.settle()
        await a.w.says(a.huy, "tomorrow 18:00")
        assert "free of charge" in a.huy.last.text
        assert "18:00–18:30" in a.huy.last.text
        await a.w.press(a.huy, "Create")
        assert "Booked" in a.huy.last.text
