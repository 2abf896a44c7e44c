"""Writing to each other: outside of the bot where there is a way, else passed on with the sender's name."""

from __future__ import annotations

from functools import partial

from telegram import Message

from bot import dialogue
from bot.buttons import Key, key, link
from bot.feature import Feature, Step, Tap, Who
from bot.features.clients.buttons import OpenClient
from bot.features.talking.buttons import Mute, Reply, Talk
from bot.features.talking.pair import Pair, pair
from bot.features.talking.told import not_relayed, relayed
from bot.going import Go
from bot.screen import Screen, lines
from bot.texts import N_, Words
from bot.visit import Visit
from core.act import Event
from core.draft import Draft
from core.errors import Unheard
from core.notice import Notice, NoticeKind
from core.people import Side
from core.ports import Books
from core.use_cases import relaying
from core.use_cases.relaying import Form, Said

DIALOGUE = "talk"
WORDS = "words"


# Writing.


async def talk(visit: Visit, button: Talk) -> None:
    """Without the bot first: that is what people are used to."""
    known = await visit.read(pair, button.client_id, visit.person.id)
    await dialogue.begin(visit, DIALOGUE, WORDS, client_id=button.client_id)
    await visit.show(_ways(known, visit.w))


def _ways(known: Pair, w: Words) -> Screen:
    name, client = known.called(w), known.client
    phone = client.phone if known.side is Side.TRAINER else None
    username = known.other.username if known.other else None
    text = lines(
        w("💬 <b>Write to {name}</b>", name=name),
        w("📞 {phone}", phone=phone) if phone else None,
        w("<b>Type it here</b>, or send a photo or a voice message: I pass it on. I keep nothing of it."),
        w("🔕 You get no messages from {name} here at the moment.", name=name) if known.is_muted else None,
    )
    outside = [link(w.plain("✈️ Open in Telegram"), f"https://t.me/{username}")] if username else []
    return Screen(text, [outside, [_mute_key(known, w), _back(known, w)]])


def _mute_key(known: Pair, w: Words) -> Key:
    if known.is_muted:
        return key(w.plain("🔔 Get messages"), Mute(known.client.id, False))
    return key(w.plain("🔕 Mute"), Mute(known.client.id))


def _back(known: Pair, w: Words) -> Key:
    way = OpenClient(known.client.id) if known.side is Side.TRAINER else Go("start")
    return key(w.plain("‹ Back"), way)


async def begin_reply(visit: Visit, button: Reply) -> None:
    """Below: the message that is answered stays to be read."""
    known = await visit.read(pair, button.client_id, visit.person.id)
    await dialogue.begin(visit, DIALOGUE, WORDS, client_id=button.client_id)
    await visit.say(_ways(known, visit.w))


async def ask_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_ways(await visit.read(pair, draft.fields["client_id"], visit.person.id), visit.w))


async def take(visit: Visit, draft: Draft, text: str) -> None:
    await pass_on(visit, draft.fields["client_id"], draft)


async def take_other(visit: Visit, draft: Draft) -> None:
    await pass_on(visit, draft.fields["client_id"], draft)


async def reply(visit: Visit, notice: Notice) -> None:
    """As long as the two are together, however old the message."""
    await pass_on(visit, await visit.read(partial(_client_of, notice=notice)))


async def _client_of(books: Books, notice: Notice) -> int:
    """Also of a note on a session."""
    if notice.booking_id is None:
        return int(notice.facts["client_id"])
    return (await books.bookings.get(notice.booking_id or 0)).client_id


async def pass_on(visit: Visit, client_id: int, draft: Draft | None = None) -> None:
    """One answer to whoever wrote, whatever became of it."""
    message = visit.update.effective_message
    said = _said(message) if message else None
    if said is None:
        await visit.say(Screen(visit.w("I can pass on text, photos and voice messages, nothing else.")))
        return
    act = visit.act()

    async def work(books: Books) -> None:
        await relaying.relay(books, client_id, said, act)
        if draft is not None:
            await visit.close(books, draft)

    try:
        await visit.write(work)
    except Unheard as refusal:
        if draft is not None and refusal.reason not in ("long", "quick"):
            await visit.close(draft=draft)
        raise
    await show_sent(visit, client_id)


def _said(message: Message) -> Said | None:
    if message.text:
        return Said(Form.TEXT, message.text)
    if message.photo:
        return Said(Form.PHOTO, message.caption or "", message.photo[-1].file_id)
    if message.voice:
        return Said(Form.VOICE, message.caption or "", message.voice.file_id)
    return None


async def show_sent(visit: Visit, client_id: int) -> None:
    w, known = visit.w, await visit.read(pair, client_id, visit.person.id)
    text = w("💬 On its way to {name}.", name=known.called(w))
    await visit.show(Screen(text, [[key(w.plain("💬 Write more"), Talk(client_id))]]))


async def mute(visit: Visit, button: Mute) -> None:
    """Below: what the button stands on may be a message that came."""
    await visit.write(relaying.mute, button.client_id, visit.act(), muted=button.on)
    await show_muted(visit, button.client_id)


async def show_muted(visit: Visit, client_id: int) -> None:
    w, known = visit.w, await visit.read(pair, client_id, visit.person.id)
    name = known.called(w)
    on = w(
        "🔕 You get no more messages from {name} through me. News of your sessions still come. "
        "Whoever writes is told that nothing was sent.",
        name=name,
    )
    off = w("🔔 You get messages from {name} again.", name=name)
    await visit.say(Screen(on if known.is_muted else off, [[_mute_key(known, w), _back(known, w)]]))


async def present(visit: Visit, event: Event) -> bool:
    if event.client_id is None or event.kind not in (relaying.EVENT, "muted", "unmuted"):
        return False
    if event.kind == relaying.EVENT:
        await show_sent(visit, event.client_id)
    else:
        await show_muted(visit, event.client_id)
    return True


feature = Feature(
    name="talking",
    help=N_("[💬 Write] passes a message on; reply to one that came, and the answer goes back."),
    who=Who.ANYONE,
    taps=(Tap(Talk, talk), Tap(Reply, begin_reply), Tap(Mute, mute)),
    steps={f"{DIALOGUE}:{WORDS}": Step(ask_again, take, take_other, most=4_096)},
    notices={NoticeKind.RELAYED: relayed, NoticeKind.NOT_RELAYED: not_relayed},
    replies={NoticeKind.RELAYED: reply, NoticeKind.CLIENT_NOTE: reply},
    present=present,
)
