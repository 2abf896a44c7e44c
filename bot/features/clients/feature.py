"""Clients: the list and its search, a client's card, history and name."""

from __future__ import annotations

from dataclasses import replace

from bot import answering, dialogue
from bot.buttons import key
from bot.feature import Command, Feature, Step, Tap, Who
from bot.features.clients import adding, screens
from bot.features.clients import buttons as b
from bot.features.clients.card import show_card
from bot.features.clients.view import Listed, everybody, readable, search
from bot.features.packages.buttons import DIALOGUE as PACKAGE
from bot.features.requests.buttons import list_key
from bot.screen import Screen
from bot.texts import N_
from bot.visit import Visit
from core.act import Event
from core.draft import Draft
from core.errors import NotFound
from core.people import Client
from core.ports import Books
from core.use_cases import desk
from core.use_cases.inviting import rename

_DIALOGUE = adding.DIALOGUE


async def clients(visit: Visit) -> None:
    """/clients, or /clients with a name to look for."""
    await dialogue.leave(visit, _DIALOGUE)
    # A button that leads here stands below a text of ours.
    query = "" if visit.update.callback_query else visit.text.partition(" ")[2].strip()
    if query:
        await _look_for(visit, query[:100])
    else:
        await visit.show(await _listing(visit, await _everybody(visit), 0))


async def show_clients(visit: Visit, button: b.ShowClients) -> None:
    await dialogue.leave(visit, _DIALOGUE)
    listed = await _everybody(visit)
    ids = [one.client.id for one in listed]
    page = ids.index(button.around) // screens.PAGE if button.around in ids else button.page
    await visit.show(await _listing(visit, listed, page))


async def _listing(visit: Visit, listed: list[Listed], page: int) -> Screen:
    """The way to those with whom the trainer has parted, if there are any."""
    screen = screens.listing(listed, page, visit.calendar)
    former = await visit.read(lambda books: books.clients.ended(visit.me.id))
    more = [[key(visit.w.plain("👋 Former clients"), b.FormerClients())]] if former else []
    waiting = await visit.read(lambda books: books.requests.open_of_trainer(visit.me.id))
    return replace(screen, rows=[*screen.rows, list_key(len(waiting), visit.w), *more])


async def _everybody(visit: Visit) -> list[Listed]:
    return await visit.read(everybody, visit.me.id, visit.now)


async def ask_search(visit: Visit, button: b.AskSearch) -> None:
    await dialogue.begin(visit, _DIALOGUE, "search")
    await visit.show(screens.search(visit.w))


async def ask_search_again(visit: Visit, draft: Draft) -> None:
    await visit.say(screens.search(visit.w))


async def answer_search(visit: Visit, draft: Draft, text: str) -> None:
    """Found, the search is over; a whole session typed here is a session."""
    hits = search(text, await _everybody(visit))
    if not hits and await adding.is_session(visit, text):
        await visit.close()
        await answering.line(visit)
        return
    await _show_found(visit, text, hits)
    if hits:
        await visit.close()


async def _look_for(visit: Visit, query: str) -> None:
    hits = search(query, await _everybody(visit))
    if not hits:
        await dialogue.begin(visit, _DIALOGUE, "search")
    await _show_found(visit, query, hits)


async def _show_found(visit: Visit, query: str, hits: list[Listed]) -> None:
    if len(hits) == 1:
        await show_card(visit, hits[0].client.id)
    else:
        await visit.show(screens.results(query, hits, visit.calendar))


async def open_client(visit: Visit, button: b.OpenClient) -> None:
    """Also the way back from a question about the client's package."""
    await dialogue.leave(visit, _DIALOGUE)
    await dialogue.leave(visit, PACKAGE)
    await show_card(visit, button.client_id, below=button.below)


async def show_sessions(visit: Visit, button: b.ClientSessions) -> None:
    async def work(books: Books) -> Screen:
        client = await readable(books, button.client_id, visit.me.id)
        bookings = await books.bookings.of_client(client.id)
        return screens.sessions(client, bookings, button.page, visit.calendar)

    await visit.show(await visit.read(work))


async def ask_new_name(visit: Visit, button: b.AskName) -> None:
    client = await visit.read(desk.own_client, button.client_id, visit.me.id)
    await dialogue.begin(visit, _DIALOGUE, "rename", client_id=client.id)
    await visit.show(_name_screen(visit, client))


async def ask_new_name_again(visit: Visit, draft: Draft) -> None:
    client = await visit.read(desk.own_client, draft.fields["client_id"], visit.me.id)
    await visit.say(_name_screen(visit, client))


def _name_screen(visit: Visit, client: Client) -> Screen:
    text = visit.w("<b>What shall {name} be called?</b> Type the new name.", name=client.name)
    return Screen(text, [[key(visit.w.plain("‹ Back"), b.OpenClient(client.id))]])


async def answer_new_name(visit: Visit, draft: Draft, text: str) -> None:
    if await adding.is_session(visit, text):
        await visit.close()
        await answering.line(visit)
        return

    act = visit.act()

    async def work(books: Books) -> Client:
        client = await rename(books, draft.fields["client_id"], text, act)
        await visit.close(books, draft)
        return client

    try:
        client = await visit.write(work)
    except NotFound:
        await visit.close()
        raise
    await show_card(visit, client.id, visit.w("Renamed."))


async def present(visit: Visit, event: Event) -> bool:
    """After an act about a client that was carried out before: the client as they are now."""
    if event.client_id is None or event.booking_id is not None or event.trainer_id != visit.person.id:
        return False
    client = await visit.read(lambda books: books.clients.find(event.client_id))
    if client is None or not client.status.is_listed:
        return False
    lost = event.kind == "invited"
    lead = visit.w("An invitation is open. Where its link is gone, make a new one.") if lost else None
    await show_card(visit, client.id, lead)
    return True


feature = Feature(
    name="clients",
    help=N_("/clients is your list: add clients, invite them, see their sessions and what they owe."),
    who=Who.TRAINER,
    commands=(Command("clients", clients, N_("Your clients"), Who.TRAINER),),
    taps=(
        Tap(b.ShowClients, show_clients, Who.TRAINER),
        Tap(b.AskSearch, ask_search, Who.TRAINER),
        Tap(b.OpenClient, open_client, Who.TRAINER),
        Tap(b.ClientSessions, show_sessions, Who.TRAINER),
        Tap(b.AskName, ask_new_name, Who.TRAINER),
        Tap(b.NewClient, adding.ask_new, Who.TRAINER),
        Tap(b.SamePerson, adding.same_person, Who.TRAINER),
        Tap(b.AnotherOne, adding.another_one, Who.TRAINER),
    ),
    steps={
        f"{_DIALOGUE}:search": Step(ask_search_again, answer_search),
        f"{_DIALOGUE}:rename": Step(ask_new_name_again, answer_new_name),
        f"{_DIALOGUE}:name": Step(adding.ask_name, adding.answer_name),
        f"{_DIALOGUE}:same": Step(adding.ask_same, adding.answer_same),
    },
    on_users_shared=adding.picked,
    on_contact=adding.sent_contact,
    present=present,
)
