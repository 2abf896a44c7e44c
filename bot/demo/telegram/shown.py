"""What the page draws: one phone with its chat, as plain JSON."""

from typing import Any

from bot.demo.telegram import commands, links
from bot.demo.telegram.errors import Json
from bot.demo.telegram.model import CallbackQuery, Letter, Message
from bot.demo.telegram.phone import Phone
from bot.demo.telegram.texts import with_links
from bot.demo.telegram.world import World

ANSWERS_KEPT = 20
TYPING_LASTS = 5.0


def phone(phone: Phone) -> Json:
    person, world = phone.person, phone.world
    waiting = {update["update_id"] for update in world.updates}
    return {
        "id": person.user_id,
        "name": person.name,
        "language": person.language or "en",
        "zone": person.zone,
        "started": person.started,
        "blocked": person.blocked,
        "messages": [_message(world, phone, message, waiting) for message in phone.messages],
        "letters": [_letter(world, letter) for letter in phone.letters],
        "keyboard": person.keyboard,
        "commands": commands.commands_shown(world, person.user_id, person.user_id),
        "description": commands.shown(world, "description", person.language or ""),
        "answers": [*_answers(phone), *_refused(phone)],
        "spinning": [[q.message_id, q.data] for q in phone.unanswered if world.now() - q.asked_at < 15],
        "typing": _is_typing(world, person.user_id),
    }


def people(world: World) -> list[Json]:
    return [{"id": p.user_id, "name": p.name, "username": p.username} for p in world.persons.values()]


def _is_typing(world: World, chat_id: int) -> bool:
    action = world.actions.get(chat_id)
    return action is not None and world.now() - action[1] < TYPING_LASTS


def _answers(phone: Phone) -> list[Json]:
    return [_answer(query) for query in phone.queries[-ANSWERS_KEPT:] if query.answer]


def _refused(phone: Phone) -> list[Json]:
    """Payments that the bot did not want, with its reason."""
    mine = [c for c in phone.world.checkouts.values() if c.person_id == phone.user_id and c.error]
    return [{"id": c.id, "text": c.error, "alert": True} for c in mine[-ANSWERS_KEPT:]]


def _answer(query: CallbackQuery) -> Json:
    answer = query.answer
    return {
        "id": query.id,
        "text": answer.text if answer else "",
        "alert": answer is not None and answer.show_alert,
    }


def _message(world: World, phone: Phone, message: Message, waiting: set[int]) -> Json:
    replied = world.message(message.chat_id, message.reply_to)
    return {
        "id": message.message_id,
        "mine": message.sender_id == phone.user_id,
        "heard": message.update_id not in waiting,
        "text": message.text,
        "entities": message.entities,
        "date": message.date,
        "edited": message.edited,
        "silent": message.silent,
        "pinned": message.pinned,
        "service": _service(message),
        "forwarded": message.origin is not None,
        "reply": replied.text[:80] if replied else None,
        "rows": [[_button(button) for button in row] for row in message.buttons],
        "media": _media(world, message),
    }


def _service(message: Message) -> str | None:
    """What was pinned, as the chat says it."""
    pinned: Any = message.content.get("pinned_message") or {}
    text = str(pinned.get("text", pinned.get("caption", "")))
    return text.partition("\n")[0][:40] if message.is_service else None


def _button(button: Json) -> Json:
    kind = next(name for name in button if name not in {"text", "style", "icon_custom_emoji_id"})
    return {
        "text": button["text"],
        "kind": kind,
        "style": button.get("style"),
        "data": button.get("callback_data"),
    }


def _media(world: World, message: Message) -> Json | None:
    kind = message.media
    if kind is None:
        return None
    body: Any = message.content[kind]
    if message.file_id is None:
        return {"kind": kind, "body": body}
    file = world.files[message.file_id]
    size = body[-1] if kind == "photo" else body
    shape = {name: size[name] for name in ("width", "height") if name in size}
    where = {"file": file.file_id, "name": file.name, "size": len(file.content)}
    return {"kind": kind} | where | shape


def _letter(world: World, letter: Letter) -> Json:
    text = "\n".join(part for part in (letter.url, letter.text) if part)
    entities = with_links(text, [] if letter.url else letter.entities)
    sender = world.persons[letter.sender_id].name
    body = {"from": sender, "text": text, "entities": entities}
    return body | {"date": letter.date, "after": letter.after}


def link(url: str) -> Json:
    """Where a link leads, for the page to ask what it has to ask."""
    meant = links.read(url)
    if isinstance(meant, links.StartLink):
        return {"kind": "start", "url": url}
    if isinstance(meant, links.ShareLink):
        return {"kind": "share", "url": url, "text": meant.text, "shared": meant.url}
    return {"kind": "web", "url": url}
