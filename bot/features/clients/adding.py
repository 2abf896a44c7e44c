"""Adding a client: picked in Telegram, sent as a contact, or only a name; one who is there is not doubled."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace

from markupsafe import Markup
from telegram import (
    KeyboardButton,
    KeyboardButtonRequestUsers,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot import answering, dialogue
from bot.buttons import Key, key, short
from bot.feature import Who
from bot.features.clients import buttons as b
from bot.features.clients.card import show_card
from bot.features.clients.view import namesakes
from bot.reading import read_line
from bot.screen import Screen, lines
from bot.texts import LANGUAGES, Words, words
from bot.visit import Visit
from core.draft import Draft
from core.people import Client
from core.ports import Books
from core.use_cases.inviting import LONGEST_NAME, add_client, note_phone

DIALOGUE = "clients"
_PICKER = 1


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who may become a client; kept in the draft while the trainer is asked about the name."""

    name: str
    phone: str | None = None
    username: str = ""


async def ask_new(visit: Visit, button: b.NewClient) -> None:
    await ask_name(visit, await dialogue.begin(visit, DIALOGUE, "name"))


async def ask_name(visit: Visit, draft: Draft, lead: Markup | None = None) -> None:
    """Telegram's picker can only stand where the letters are."""
    w = visit.w
    text = w(
        "<b>Who is it?</b>\n"
        "Type the name, pick somebody from Telegram below, or send me a contact (📎 → Contact). "
        "They need not be on Telegram."
    )
    await visit.say(Screen(lines(lead, text), keyboard=_keyboard(w)))


def _keyboard(w: Words) -> ReplyKeyboardMarkup:
    request = KeyboardButtonRequestUsers(
        _PICKER, user_is_bot=False, max_quantity=1, request_name=True, request_username=True
    )
    pick = KeyboardButton(w.plain("👤 Pick in Telegram"), request_users=request)
    return ReplyKeyboardMarkup(
        [[pick], [KeyboardButton(_back(w))]], resize_keyboard=True, one_time_keyboard=True
    )


def _back(w: Words) -> str:
    return w.plain("‹ Nobody")


async def answer_name(visit: Visit, draft: Draft, text: str) -> None:
    """A name; a whole session typed here is a session."""
    if text in {_back(words(language)) for language in LANGUAGES}:
        await _put_away(visit, visit.w("Nobody was added. /clients shows your list."))
        await visit.close()
    elif await is_session(visit, text):
        await visit.close()
        await answering.line(visit)
    else:
        await _welcome(visit, draft, Newcomer(" ".join(text.split())))


async def is_session(visit: Visit, text: str) -> bool:
    """A name may be a word of time ("Mai"), but it comes without figures."""
    return any(c.isdigit() for c in text) and (await read_line(visit, text)).when is not None


async def picked(visit: Visit) -> None:
    """Telegram hands over the name, and where to write to; it says nothing to the person."""
    message = visit.update.effective_message
    shared = message.users_shared.users if message and message.users_shared else ()
    if not shared or not await answering.may(visit, Who.TRAINER):
        return
    user = shared[0]
    name = f"{user.first_name or ''} {user.last_name or ''}".strip()
    await _met(visit, user.user_id, Newcomer(name[:LONGEST_NAME], username=user.username or ""))


async def sent_contact(visit: Visit) -> None:
    message = visit.update.effective_message
    contact = message.contact if isinstance(message, Message) else None
    if contact is None or not await answering.may(visit, Who.TRAINER):
        return
    name = f"{contact.first_name} {contact.last_name or ''}".strip()
    await _met(visit, contact.user_id, Newcomer(name[:LONGEST_NAME], contact.phone_number[:32]))


async def _met(visit: Visit, person_id: int | None, newcomer: Newcomer) -> None:
    """Somebody who was picked or sent: perhaps the trainer, or a client who is there already."""
    draft = visit.draft if visit.draft and visit.draft.dialogue == DIALOGUE else None
    if person_id == visit.person.id:
        draft = await dialogue.begin(visit, DIALOGUE, "name")
        await ask_name(visit, draft, visit.w("That is you."))
        return
    listed = await visit.read(lambda books: books.clients.of_trainer(visit.me.id))
    known = [
        c
        for c in listed
        if (c.person_id is not None and c.person_id == person_id) or _same_phone(c, newcomer)
    ]
    if known:
        if draft is not None:
            await visit.close(draft=draft)
        await _put_away(visit, visit.w("<b>{name}</b> is on your list already.", name=known[0].name))
        await show_card(visit, known[0].id, below=True)
    elif not newcomer.name:
        draft = await dialogue.begin(visit, DIALOGUE, "name")
        await ask_name(visit, draft, visit.w("Telegram did not tell me the name."))
    else:
        await _welcome(visit, draft, newcomer)


def _same_phone(client: Client, newcomer: Newcomer) -> bool:
    figures = [[c for c in phone or "" if c.isdigit()] for phone in (client.phone, newcomer.phone)]
    return bool(figures[0]) and figures[0] == figures[1]


async def _welcome(visit: Visit, draft: Draft | None, newcomer: Newcomer) -> None:
    """On the list at once, unless somebody of that name is there."""
    same = await visit.read(namesakes, visit.me.id, newcomer.name)
    if same:
        await _begin_same(visit, draft, newcomer)
        await _put_away(visit, visit.w("You have a <b>{name}</b> already.", name=same[0].name))
        await visit.say(_same_screen(visit, visit.draft, same))
        return

    act = visit.act()

    async def work(books: Books) -> Client:
        client = await add_client(books, visit.me.id, newcomer.name, act, phone=newcomer.phone)
        if draft is not None:
            await visit.close(books, draft)
        return client

    client = await visit.write(work)
    await _put_away(visit, visit.w("<b>{name}</b> is on your list.", name=client.name))
    await show_card(visit, client.id, below=True, username=newcomer.username)


async def _put_away(visit: Visit, text: Markup) -> None:
    """The picker goes with a line of its own: one message cannot carry buttons and take a keyboard away."""
    await visit.say(Screen(text, keyboard=ReplyKeyboardRemove()))


# Somebody of that name is there.


async def _begin_same(visit: Visit, draft: Draft | None, newcomer: Newcomer) -> None:
    """A draft of its own, so that buttons below an earlier question never speak for this newcomer."""

    async def work(books: Books) -> None:
        if draft is not None:
            await visit.close(books, draft)
        fresh = Draft(0, secrets.token_hex(8), visit.me.id, DIALOGUE, "same", visit.now)
        await visit.save(replace(fresh, fields=asdict(newcomer)), books)

    await visit.write(work)


def _same_screen(visit: Visit, draft: Draft | None, same: list[Client]) -> Screen:
    w, key_of = visit.w, draft.key if draft else ""
    text = w("Is it the same person? If not, you can also type a name that tells the two apart.")
    another = key(w.plain("👥 Another one"), b.AnotherOne(key_of))
    return Screen(text, [*([_same_key(c, key_of, w, len(same))] for c in same[:5]), [another]])


def _same_key(client: Client, draft: str, w: Words, of: int) -> Key:
    """With several of one name each says a little more about itself."""
    if of == 1:
        return key(w.plain("👤 Same person"), b.SamePerson(draft, client.id))
    more = client.phone or (
        w.plain("not on Telegram") if client.person_id is None else w.plain("on Telegram")
    )
    return key(f"👤 {short(client.name)} · {more}", b.SamePerson(draft, client.id))


async def ask_same(visit: Visit, draft: Draft, lead: Markup | None = None) -> None:
    same = await visit.read(namesakes, visit.me.id, Newcomer(**draft.fields).name)
    screen = _same_screen(visit, draft, same)
    await visit.say(replace(screen, text=lines(lead, screen.text)))


async def answer_same(visit: Visit, draft: Draft, text: str) -> None:
    """Another name for the newcomer."""
    if await is_session(visit, text):
        await visit.close()
        await answering.line(visit)
        return
    await _welcome(visit, draft, replace(Newcomer(**draft.fields), name=" ".join(text.split())))


async def same_person(visit: Visit, button: b.SamePerson) -> None:
    """Nobody is added; a phone number that came with the contact is kept."""
    draft = await _asked(visit, button.draft)

    async def work(books: Books) -> None:
        client = await books.clients.get(button.client_id)
        phone = Newcomer(**draft.fields).phone if draft else None
        if phone and client.phone is None:
            await note_phone(books, client.id, phone, visit.act(button.draft))
        if draft is not None:
            await visit.close(books, draft)

    await visit.write(work)
    await show_card(visit, button.client_id)


async def another_one(visit: Visit, button: b.AnotherOne) -> None:
    """The act's key is the draft's: tapped twice it is still one newcomer."""
    draft = await _asked(visit, button.draft)
    if draft is None:
        await _show_added(visit, button.draft)
        return
    newcomer, act = Newcomer(**draft.fields), visit.act(draft.key)

    async def work(books: Books) -> Client:
        client = await add_client(books, visit.me.id, newcomer.name, act, phone=newcomer.phone)
        await visit.close(books, draft)
        return client

    client = await visit.write(work)
    lead = visit.w("Added. Give one of the two a name that tells them apart: [✏️ Rename].")
    await show_card(visit, client.id, lead, username=newcomer.username)


async def _asked(visit: Visit, key_of: str) -> Draft | None:
    draft = await visit.read(lambda books: books.drafts.by_key(key_of))
    return draft if draft is not None and draft.person_id == visit.person.id else None


async def _show_added(visit: Visit, key_of: str) -> None:
    event = await visit.read(lambda books: books.events.seen(key_of))
    if event is not None and event.by == visit.person.id and event.client_id is not None:
        await show_card(visit, event.client_id)
    else:
        await visit.show(Screen(visit.w("This question is closed. /clients shows your list.")))
