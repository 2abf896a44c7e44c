"""A request that was sent, for the one who asked: how it stands, back out of it, an answer, an erasure."""

from __future__ import annotations

from markupsafe import Markup

from bot import dialogue
from bot.buttons import key
from bot.features.requests import buttons as b
from bot.features.requests import cards
from bot.going import back
from bot.screen import Screen, lines
from bot.visit import Visit
from core.draft import Draft
from core.errors import NotAskable
from core.people import Side
from core.ports import Books
from core.request import RequestStatus
from core.use_cases import confiding, matching, requesting
from core.use_cases.requesting import LONGEST_ANSWER, Asked

#: Typed words about a request: a question, its answer, a kind no.
DIALOGUE = "request_words"
REPLY = "reply"


async def seen(visit: Visit, request_id: int) -> Asked:
    return await visit.read(requesting.seen, request_id, visit.person.id)


async def show_request(
    visit: Visit, request_id: int, lead: Markup | None = None, *, below: bool = False
) -> None:
    """As this reader may see it; NotYours for everybody else."""
    asked = await seen(visit, request_id)
    zone = asked.trainer.zone
    screen = cards.card(asked, visit.calendar_for(zone), lead)
    await (visit.say(screen) if below else visit.show(screen))


async def open_request(visit: Visit, button: b.OpenRequest) -> None:
    await dialogue.leave(visit, DIALOGUE)
    await show_request(visit, button.request_id, below=button.below)


async def show_over(visit: Visit, request_id: int) -> None:
    """What became of it meanwhile."""
    await visit.toast(visit.w.plain("This has been answered, or is over."))
    await show_request(visit, request_id)


# All that one has asked.


async def waiting_of(books: Books, person_id: int) -> list[Asked]:
    mine = await books.requests.of_person(person_id)
    waiting = [r for r in mine if r.status is RequestStatus.OPEN]
    return [await requesting.seen(books, r.id, person_id) for r in waiting]


async def my_requests(visit: Visit, button: b.MyRequests) -> None:
    w, waiting = visit.w, await visit.read(waiting_of, visit.person.id)
    if len(waiting) == 1:
        await show_request(visit, waiting[0].request.id)
        return
    none = w("You wait for no answer. /trainers shows the coaches whom you can ask.")
    head = w("<b>You have asked:</b>") if waiting else none
    told = [w("🙋 Coach {name}: waiting", name=asked.trainer.name) for asked in waiting]
    keys = [[key(asked.trainer.name[:30], b.OpenRequest(asked.request.id))] for asked in waiting]
    await visit.show(Screen(lines(head, *told), [*keys, back(visit, "start")]))


# Taken back.


async def ask_withdraw(visit: Visit, button: b.AskWithdraw) -> None:
    asked, w = await seen(visit, button.request_id), visit.w
    if asked.side is not Side.CLIENT or not asked.is_open:
        await show_request(visit, button.request_id)
        return
    text = w("<b>Take your request to Coach {name} back?</b> They will be told.", name=asked.trainer.name)
    keep = key(w.plain("‹ Keep it"), b.OpenRequest(button.request_id))
    await visit.show(Screen(text, [[keep, key(w.plain("✖️ Withdraw"), b.Withdraw(button.request_id))]]))


async def withdraw(visit: Visit, button: b.Withdraw) -> None:
    try:
        await visit.write(requesting.withdraw, button.request_id, visit.act())
    except NotAskable:
        await show_over(visit, button.request_id)
        return
    await show_request(visit, button.request_id, visit.w("Taken back. The coach knows."))


# An answer to what the coach asked.


async def ask_answer(visit: Visit, button: b.AnswerBack) -> None:
    asked = await seen(visit, button.request_id)
    if asked.side is not Side.CLIENT or not asked.is_open or asked.request.question is None:
        await show_request(visit, button.request_id)
        return
    await dialogue.begin(visit, DIALOGUE, REPLY, request_id=button.request_id)
    await visit.say(_answer_screen(visit, asked))


async def ask_answer_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_answer_screen(visit, await seen(visit, draft.fields["request_id"])))


def _answer_screen(visit: Visit, asked: Asked) -> Screen:
    w = visit.w
    question = w("❓ “{text}”", text=asked.request.question)
    type_it = w("Type your answer to Coach {name}:", name=asked.trainer.name)
    later = [key(w.plain("‹ Later"), b.OpenRequest(asked.request.id))]
    return Screen(lines(question, type_it), [later])


async def take_answer(visit: Visit, draft: Draft, text: str) -> None:
    await answer(visit, draft.fields["request_id"], text, draft)


async def answer(visit: Visit, request_id: int, text: str, draft: Draft | None = None) -> None:
    """Typed below the question, or as a reply to it."""
    said, act = text.strip(), visit.act()
    if not 1 <= len(said) <= LONGEST_ANSWER:
        await visit.say(Screen(too_long(visit)))
        return

    async def work(books: Books) -> None:
        await matching.answer(books, request_id, said, act)
        await visit.close(books, draft) if draft else None

    try:
        await visit.write(work)
    except NotAskable:
        await visit.close(draft=draft) if draft else None
        await show_request(visit, request_id, visit.w("It is over already: nobody would read it."))
        return
    await show_request(visit, request_id, visit.w("✅ Your answer is with the coach."))


def too_long(visit: Visit) -> Markup:
    return visit.w("Please say it in 1 to {n} characters.", n=LONGEST_ANSWER)


# What was told in confidence.


async def erase(visit: Visit, button: b.EraseInjuries) -> None:
    """Nobody is told."""
    await visit.write(confiding.erase_health, button.client_id, visit.act())
    await present_erased(visit)


async def present_erased(visit: Visit) -> None:
    w = visit.w
    await visit.show(Screen(w("🩹 Erased. The coach does not see it any more."), [back(visit, "start")]))


async def confided(books: Books, person_id: int) -> list[tuple[int, str]]:
    """The entries for which something was told, with the coach's name."""
    notes = await books.health_notes.of_person(person_id)
    clients = await books.clients.pick(n.id for n in notes)
    return [(c.id, (await books.trainers.get(c.trainer_id)).name) for c in clients]
