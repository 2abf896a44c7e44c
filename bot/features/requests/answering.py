"""The trainer's side: the open requests, yes with a package or later, a question back, a kind no."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from markupsafe import Markup

from bot import dialogue
from bot.buttons import Key, Rows, in_rows, key
from bot.features.book import steps as booking
from bot.features.book.draft import fresh, starting
from bot.features.clients.buttons import OpenClient
from bot.features.coordination.buttons import OpenPlan
from bot.features.packages.buttons import ChooseOffer, PickOffer
from bot.features.packages.offers import label, offers_of
from bot.features.profile.buttons import ShowLink
from bot.features.requests import buttons as b
from bot.features.requests import cards
from bot.features.requests.sent import DIALOGUE, seen, show_over, show_request, too_long
from bot.going import back
from bot.screen import Screen, lines
from bot.visit import Visit
from core.booking import Kind
from core.draft import Draft
from core.errors import NotAskable, NotFound
from core.people import Side
from core.ports import Books
from core.use_cases import desk, matching, requesting
from core.use_cases.requesting import LONGEST_ANSWER, Asked

BACK, NO = "back", "no"
Work = Callable[[Books], Awaitable[None]]


async def show_list(visit: Visit, button: b.ListRequests) -> None:
    await dialogue.leave(visit, DIALOGUE)
    w, waiting = visit.w, await visit.read(waiting_for, visit.me.id)
    if not waiting:
        text = w("<b>Nobody waits for an answer.</b> Share your link, and people can ask you.")
        link = [key(w.plain("🔗 My link"), ShowLink())]
        await visit.show(Screen(text, [link, back(visit, "start")]))
        return
    told = [
        w(
            "🙋 <b>{name}</b> · until {when}",
            name=a.client.name,
            when=visit.calendar.soon(a.request.lapses_at),
        )
        for a in waiting
    ]
    keys = [key(a.client.name[:30], b.OpenRequest(a.request.id)) for a in waiting]
    head = w("<b>Requests</b> · {n}", n=len(waiting))
    await visit.show(Screen(lines(head, *told), [*in_rows(keys, 2), back(visit, "start")]))


async def waiting_for(books: Books, trainer_id: int) -> list[Asked]:
    """The oldest first."""
    waiting = await books.requests.open_of_trainer(trainer_id)
    return [await requesting.seen(books, r.id, trainer_id) for r in waiting]


# Yes.


async def accept(visit: Visit, button: b.Accept) -> None:
    try:
        asked = await visit.write(matching.accept, button.request_id, visit.act())
    except NotAskable as refusal:
        if refusal.reason != "over":
            raise
        await show_over(visit, button.request_id)
        return
    await visit.show(await _accepted(visit, asked))


async def _accepted(visit: Visit, asked: Asked) -> Screen:
    """What comes next: a consultation where one was wished for, a package, or later."""
    w, client = visit.w, asked.client
    packages = await offers_of(visit)
    text = lines(
        w("✅ <b>{name}</b> is your client now, and knows it.", name=client.name),
        w("Which package? You can also agree one later."),
    )
    rows: Rows = []
    if asked.request.consultation:
        rows.append([key(w.plain("☕ Book consultation"), b.BookConsultation(client.id))])
    rows += in_rows([key(label(p, visit), PickOffer(client.id, p.id)) for p in packages], 1)
    rows.append([key(w.plain("📦 Other terms"), ChooseOffer(client.id))])
    rows.append([key(w.plain("🤝 Plan together"), OpenPlan(client.id)), _later(client.id, visit)])
    return Screen(text, rows)


def _later(client_id: int, visit: Visit) -> Key:
    return key(visit.w.plain("Later"), OpenClient(client_id))


async def book_consultation(visit: Visit, button: b.BookConsultation) -> None:
    """The card of a new session with the client, the kind, its price and its length."""
    client = await visit.read(desk.own_client, button.client_id, visit.me.id)
    profile = await visit.read(lambda books: books.profiles.find(visit.me.id))
    if profile is None or profile.consultation_price is None:
        raise NotFound
    s = replace(
        starting(visit.me),
        client_id=client.id,
        kind=Kind.CONSULTATION.value,
        price=profile.consultation_price,
        single=True,
        minutes=profile.consultation_minutes,
    )
    await booking.proceed(visit, fresh(visit.me, visit.now, s), s)


# A question first.


async def ask_back(visit: Visit, button: b.AskBack) -> None:
    asked = await _open(visit, button.request_id)
    if asked is not None:
        await dialogue.begin(visit, DIALOGUE, BACK, request_id=button.request_id)
        await visit.say(_back_screen(visit, asked))


async def _open(visit: Visit, request_id: int) -> Asked | None:
    """For its trainer, as long as it waits; else it is shown as it stands."""
    asked = await seen(visit, request_id)
    if asked.side is Side.TRAINER and asked.is_open:
        return asked
    await show_request(visit, request_id)
    return None


def _back_screen(visit: Visit, asked: Asked) -> Screen:
    w = visit.w
    text = w("<b>What would you like to know of {name}?</b> Type it.", name=asked.client.name)
    return Screen(text, [[key(w.plain("‹ Back"), b.OpenRequest(asked.request.id))]])


async def ask_back_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_back_screen(visit, await seen(visit, draft.fields["request_id"])))


async def take_back(visit: Visit, draft: Draft, text: str) -> None:
    said = await _said(visit, text)
    if said is None:
        return
    act, request_id = visit.act(), draft.fields["request_id"]

    async def work(books: Books) -> None:
        await matching.ask_back(books, request_id, said, act)
        await visit.close(books, draft)

    await _answered(visit, draft, work, visit.w("❓ Asked. The answer comes here."))


async def _said(visit: Visit, text: str) -> str | None:
    said = text.strip()
    if 1 <= len(said) <= LONGEST_ANSWER:
        return said
    await visit.say(Screen(too_long(visit)))
    return None


async def _answered(visit: Visit, draft: Draft, work: Work, lead: Markup) -> None:
    try:
        await visit.write(work)
    except NotAskable:
        await visit.close(draft=draft)
        lead = visit.w("This has been answered, or is over.")
    await show_request(visit, draft.fields["request_id"], lead)


# A kind no.


async def ask_decline(visit: Visit, button: b.AskDecline) -> None:
    asked = await _open(visit, button.request_id)
    if asked is not None:
        await dialogue.begin(visit, DIALOGUE, NO, request_id=button.request_id)
        await visit.show(_no_screen(visit, asked))


def _no_screen(visit: Visit, asked: Asked) -> Screen:
    """They are told in their own language what was tapped, and as it is what was typed."""
    w, id_ = visit.w, asked.request.id
    text = w("<b>What shall I tell {name}?</b> Tap, or type it.", name=asked.client.name)
    keys = [[key(w.plain(said), b.Decline(id_, name))] for name, said in cards.REASONS.items()]
    return Screen(text, [*keys, [key(w.plain("‹ Back"), b.OpenRequest(id_))]])


async def ask_decline_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_no_screen(visit, await seen(visit, draft.fields["request_id"])))


async def decline(visit: Visit, button: b.Decline) -> None:
    await dialogue.leave(visit, DIALOGUE)
    if button.reason not in cards.REASONS:
        await show_request(visit, button.request_id)
        return
    try:
        await visit.write(matching.decline, button.request_id, f"#{button.reason}", visit.act())
    except NotAskable:
        await show_over(visit, button.request_id)
        return
    await show_request(visit, button.request_id, _declined(visit))


def _declined(visit: Visit) -> Markup:
    return visit.w("Declined, in kind words.")


async def take_no(visit: Visit, draft: Draft, text: str) -> None:
    said = await _said(visit, text.lstrip("#"))
    if said is None:
        return
    act, request_id = visit.act(), draft.fields["request_id"]

    async def work(books: Books) -> None:
        await matching.decline(books, request_id, said, act)
        await visit.close(books, draft)

    await _answered(visit, draft, work, _declined(visit))
