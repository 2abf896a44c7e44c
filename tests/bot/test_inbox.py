"""Every update has one outcome: in the order of its chat, whatever fails on the way, and never in silence."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest
from telegram import Update

from bot.buttons import Button, key
from bot.clock import SetClock
from bot.contents import FEATURES
from bot.demo.telegram.faults import Delay, Drop, Fail
from bot.feature import Command, Feature, Tap, Who
from bot.inbox import MOST_WAITING, Inbox
from bot.screen import Screen
from bot.texts import N_
from bot.visit import Visit
from core.ports import Unavailable
from storage.inbox import SqlInbox
from tests.world import WEDNESDAY, world


@dataclass(frozen=True)
class Slow(Button, prefix="zs"):
    """Its result is in the message, and in words."""

    edits: bool


async def offer(visit: Visit) -> None:
    await visit.say(Screen(visit.w.plain("Two"), [[key("slow", Slow(True)), key("quick", Slow(False))]]))


async def work(visit: Visit, button: Slow) -> None:
    if button.edits:
        await visit.show(Screen(visit.w.plain("Changed")))
    await visit.toast("Done")


async def count(visit: Visit) -> None:
    """One act an update; the first try of each fails half-way."""
    tries = TRIES.setdefault(visit.update.update_id, [])
    tries.append(visit.replayed)
    if len(tries) == 1:
        raise Unavailable("for a moment")
    await visit.say(Screen(visit.w.plain("At last")))


async def stumble(visit: Visit) -> None:
    raise ZeroDivisionError


TRIES: dict[int, list[bool]] = {}
SAMPLE = Feature(
    name="sample",
    help=N_("What you can do"),
    who=Who.ANYONE,
    commands=(
        Command("offer", offer, N_("What you can do")),
        Command("count", count, N_("What you can do")),
        Command("stumble", stumble, N_("What you can do")),
    ),
    taps=(Tap(Slow, work),),
)


@pytest.fixture
async def w(sqlite_url):
    async with world(sqlite_url, features=(SAMPLE, *FEATURES)) as made:
        yield made


async def started(w, name="Huy"):
    phone = w.phone(name)
    phone.start()
    await w.settle()
    return phone


def texts(phone, since):
    return [m.text for m in phone.received[since:]]


# Order.


async def test_one_chat_is_answered_in_order_and_another_does_not_wait_for_it(w):
    huy, lan = await started(w), await started(w, "Lan")
    answers = []
    w.telegram.journal.listen(
        lambda call: answers.append(call.parameters["chat_id"]) if call.method == "sendMessage" else None
    )
    under_way = asyncio.Event()
    w.telegram.faults.before("sendMessage", 1, lambda: under_way.set() or Delay(0.5))

    huy.types("/offer")
    huy.types("/nothing")
    await under_way.wait()
    lan.types("/offer")
    await w.settle()

    assert [int(chat) for chat in answers] == [lan.user_id, huy.user_id, huy.user_id]
    assert [text.split()[0] for text in texts(huy, -2)] == ["Two", "I"]


async def test_flood_is_told_once_and_a_tap_is_never_refused(w):
    huy = await started(w)
    await w.says(huy, "/offer")
    before = len(huy.received)

    for _ in range(MOST_WAITING + 20):
        huy.types("/offer")
    taps = huy.presses_repeatedly("quick", 5)
    await w.settle()

    said = texts(huy, before)
    assert said.count("Two") == MOST_WAITING + 1
    assert sum(text.startswith("One thing at a time") for text in said) == 1
    assert [query.answer.text for query in taps] == ["Done"] * 5
    await w.says(huy, "/offer")
    assert huy.last.text == "Two"


async def test_payment_about_to_be_made_waits_for_nothing(sqlite_url):
    """Ten seconds are all that there is; the chat's own answer may take longer."""

    class Queue:
        def __init__(self):
            self.bot, self.handed_out = None, []

        @property
        def update_queue(self):
            return self

        def put_nowait(self, update):
            self.handed_out.append(update.update_id)

    inbox = Inbox(_Rows(), SetClock(WEDNESDAY))
    inbox.application = Queue()
    user = {"id": 5, "is_bot": False, "first_name": "Lan"}
    chat = {"id": 5, "type": "private"}
    lines = [
        {"update_id": n, "message": {"message_id": n, "date": 0, "chat": chat, "from": user, "text": "Hi"}}
        for n in (1, 2, 3)
    ]
    checkout = {"id": "7", "from": user, "currency": "VND", "total_amount": 1, "invoice_payload": "x"}

    await inbox.keep([*lines, {"update_id": 4, "pre_checkout_query": checkout}])

    assert inbox.application.handed_out == [1, 4]


async def test_payment_about_to_be_made_passes_chats_that_are_busy():
    """However many others are being answered, or wait for their turn."""
    inbox = Inbox(_Rows(), SetClock(WEDNESDAY))
    user = {"id": 5, "is_bot": False, "first_name": "Lan"}
    checkout = {"id": "7", "from": user, "currency": "VND", "total_amount": 1, "invoice_payload": "x"}
    news = [{"update_id": 100, "pre_checkout_query": checkout}]
    for n in range(1, 61):
        chat = {"id": n, "type": "private"}
        message = {"message_id": 1, "date": 0, "chat": chat, "from": user | {"id": n}, "text": "Hi"}
        news.append({"update_id": n, "message": message})
    never, answered = asyncio.Event(), []

    async def answer(update):
        if update.pre_checkout_query is None:
            await never.wait()
        answered.append(update.update_id)

    await inbox.keep(news)
    updates = [Update.de_json(update, None) for update in reversed(news)]
    tasks = [asyncio.create_task(inbox.process_update(update, answer(update))) for update in updates]
    async with asyncio.timeout(5):
        await tasks[-1]

    assert answered == [100]
    never.set()
    await asyncio.gather(*tasks)
    assert len(answered) == 61


class _Rows:
    """All that is kept is new."""

    async def keep(self, updates, now):
        return [_Kept(*update) for update in updates]

    async def waiting(self):
        return []

    async def tried(self, update_id): ...

    async def done(self, update_ids, now): ...


@dataclass
class _Kept:
    update_id: int
    chat_id: int
    body: str
    attempts: int = 0


# One answer to a tap.


async def test_result_that_is_ready_is_the_answer(w):
    huy = await started(w)
    await w.says(huy, "/offer")

    await w.press(huy, "slow")

    assert (huy.toasts, huy.last.text) == (["Done"], "Changed")


async def test_result_that_takes_long_is_answered_empty_first(w):
    huy = await started(w)
    await w.says(huy, "/offer")
    w.telegram.faults.before("editMessageText", 1, Delay(1))

    query = huy.presses("slow")
    assert await huy.answered(query) == ""
    assert huy.last.text == "Two"
    await w.settle()

    assert huy.last.text == "Changed"
    assert w.telegram.journal.errors() == []
    assert len(w.telegram.journal.calls("answerCallbackQuery")) == 1


async def test_tap_that_is_older_than_its_answer_may_be_is_carried_out(w):
    """The bot was down for longer than Telegram keeps a tap waiting."""
    huy = await started(w)
    await w.says(huy, "/offer")
    huy.presses("slow")

    await w.restart(down_for=timedelta(minutes=5))

    assert huy.last.text == "Changed"
    assert [(c.method, c.status) for c in w.telegram.journal.errors()] == [("answerCallbackQuery", 400)]


# What fails on the way.


@pytest.mark.parametrize("fault", [Fail(500), Fail(502), Fail(429, retry_after=1), Drop()], ids=repr)
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "answerCallbackQuery"])
async def test_answer_that_was_not_taken_is_given_again(w, method, fault):
    huy = await started(w)
    before = len(huy.received)
    w.telegram.faults.before(method, 1, fault)

    await w.says(huy, "/offer")
    await w.press(huy, "slow")

    assert texts(huy, before) == ["Changed"]
    assert huy.unanswered == []
    assert {c.status for c in w.telegram.journal.errors()} <= {429}


async def test_answer_that_nobody_saw_arrive_is_said_again_once(w):
    huy = await started(w)
    before = len(huy.received)
    w.telegram.faults.after("sendMessage", 1, Drop())

    await w.says(huy, "/offer")

    assert texts(huy, before) == ["Two", "Two"]


async def test_answer_that_never_is_seen_to_arrive_is_not_said_for_ever(w):
    huy = await started(w)
    before = len(huy.received)
    for nth in range(1, 10):
        w.telegram.faults.after("sendMessage", nth, Drop())

    await w.says(huy, "/offer")

    assert texts(huy, before) == ["Two", "Two"]


async def test_store_that_is_away_for_a_moment_is_asked_again(w):
    huy = await started(w)

    await w.says(huy, "/count")

    assert huy.last.text == "At last"
    assert list(TRIES.values())[-1] == [False, True]


async def test_fault_of_the_program_is_said_without_a_trace(w, capsys):
    huy = await started(w)
    before = len(huy.received)

    await w.says(huy, "/stumble")

    (said,) = texts(huy, before)
    assert "Zero" not in said
    await w.says(huy, "/offer")
    assert huy.last.text == "Two"


# What outlived a process.


async def test_update_that_ends_every_process_is_given_up_and_said(w):
    huy = await started(w)
    before = len(huy.received)
    entity = {"type": "bot_command", "offset": 0, "length": 6}
    message = {"message_id": 99, "date": 0, "text": "/offer", "entities": [entity]}
    body = message | {"chat": {"id": huy.user_id, "type": "private"}, "from": _user(huy)}
    await w.bot.stop()
    rows = SqlInbox(w.bot.engines)
    inbox = Inbox(rows, w.clock)
    await inbox.keep([{"update_id": 1, "message": body}, {"update_id": 2, "message": body}])
    for _ in range(5):
        await rows.tried(1)
    await w.bot.engines.dispose()

    w.bot = w._bot()
    await w.bot.start()
    await w.settle()

    said = texts(huy, before)
    assert said.count("Two") == 1
    assert len(said) == 2, "the one that was given up is said to have gone wrong"
    assert await SqlInbox(w.bot.engines).waiting() == []


def _user(phone):
    return {"id": phone.user_id, "is_bot": False, "first_name": phone.person.first_name}


async def test_update_that_cannot_be_read_is_done_with(w):
    huy = await started(w)
    broken = {"message_id": "not a number", "date": "never", "chat": {"id": huy.user_id}}

    await w.bot.inbox.keep([{"update_id": 1, "message": broken}])
    await w.says(huy, "/offer")

    assert huy.last.text == "Two"
    assert await SqlInbox(w.bot.engines).waiting() == []


async def test_update_of_a_kind_that_is_not_known_yet_is_done_with(w):
    await w.bot.inbox.keep([{"update_id": 1, "hologram": {"from": {"id": 1}}}])
    await w.settle()

    assert await SqlInbox(w.bot.engines).waiting() == []
