"""What can be done on a phone in the page, by name."""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.demo.telegram import shown
from bot.demo.telegram.errors import Json
from bot.demo.telegram.local import LocalTelegram
from bot.demo.telegram.model import CallbackQuery, Message
from bot.demo.telegram.phone import Phone

Act = Callable[[LocalTelegram, Phone, Json], Json]


async def body(request: web.Request) -> Json:
    """The act's details; a file comes bare, with its name in the query."""
    if request.content_type == "application/json":
        given: Any = await request.json()
        return dict(given)
    return {"name": request.query.get("name", "file"), "content": await request.read()}


def _message(phone: Phone, message_id: int) -> Message:
    message = phone.world.message(phone.user_id, message_id)
    if message is None:
        raise LookupError("that message is gone")
    return message


def _start(_: LocalTelegram, phone: Phone, details: Json) -> Json:
    phone.start(details.get("payload"))
    return {}


def _type(_: LocalTelegram, phone: Phone, details: Json) -> Json:
    reply_to = details.get("reply_to")
    phone.types(details["text"], reply_to=_message(phone, reply_to) if reply_to else None)
    return {}


def _press(_: LocalTelegram, phone: Phone, details: Json) -> Json:
    """A link is not opened yet: the page asks on which phone, or with whom to share."""
    message = _message(phone, details["message"])
    button = message.buttons[details["row"]][details["column"]]
    if "url" in button:
        return {"link": shown.link(button["url"])}
    if "copy_text" in button:
        return {"copy": button["copy_text"]["text"]}
    if "web_app" in button:
        return {"link": {"kind": "app", "url": button["web_app"]["url"]}}
    result = phone.taps(message, button)
    return {"query": result.id} if isinstance(result, CallbackQuery) else {}


def _key(_: LocalTelegram, phone: Phone, details: Json) -> Json:
    """A key of the reply keyboard: typed, unless it asks to share something."""
    keyboard = phone.person.keyboard or {}
    key = keyboard["keyboard"][details["row"]][details["column"]]
    for kind in ("request_users", "request_contact", "request_location"):
        if key.get(kind):
            return {"ask": kind, "request": key[kind]}
    phone.types(key["text"])
    phone.hides_keyboard()
    return {}


def _share_users(telegram: LocalTelegram, phone: Phone, details: Json) -> Json:
    people = [telegram.world.persons[int(user_id)] for user_id in details["users"]]
    phone.shares_users(details["request_id"], people)
    return {}


def _share_contact(telegram: LocalTelegram, phone: Phone, details: Json) -> Json:
    user = telegram.phones.get(int(details["user"])) if details.get("user") else None
    phone.shares_contact(details.get("phone_number") or None, details.get("name") or None, user)
    return {}


def _share_location(_: LocalTelegram, phone: Phone, details: Json) -> Json:
    phone.sends_location(float(details["latitude"]), float(details["longitude"]))
    return {}


def _open(_: LocalTelegram, phone: Phone, details: Json) -> Json:
    phone.opens(details["url"])
    return {}


def _look(_: LocalTelegram, phone: Phone, details: Json) -> Json:
    return {"link": shown.link(details["url"])}


def _share(telegram: LocalTelegram, phone: Phone, details: Json) -> Json:
    phone.shares(details["url"], telegram.phones[int(details["to"])])
    return {}


def _forward(telegram: LocalTelegram, phone: Phone, details: Json) -> Json:
    phone.forwards(_message(phone, details["message"]), telegram.phones[int(details["to"])])
    return {}


def _edit(_: LocalTelegram, phone: Phone, details: Json) -> Json:
    phone.edits(_message(phone, details["message"]), details["text"])
    return {}


def _file(_: LocalTelegram, phone: Phone, details: Json) -> Json:
    name, content = details["name"], details["content"]
    if name.lower().endswith((".png", ".jpg", ".jpeg", ".gif")):
        phone.sends_photo(content)
    else:
        phone.sends_document(name, content)
    return {}


def _block(_: LocalTelegram, phone: Phone, details: Json) -> Json:
    phone.unblocks() if phone.person.blocked else phone.blocks()
    return {}


def _language(_: LocalTelegram, phone: Phone, details: Json) -> Json:
    phone.person.language = details["language"]
    phone.world.changes.tell("person", phone.user_id)
    return {}


def _zone(_: LocalTelegram, phone: Phone, details: Json) -> Json:
    """ValueError for one that does not exist."""
    phone.person.zone = ZoneInfo(details["zone"]).key
    phone.world.changes.tell("person", phone.user_id)
    return {}


def said(phone: Phone, name: str, details: Json) -> str | None:
    """What is about to be done, in a few words to be undone by; None for what the bot does not hear of."""
    match name:
        case "type" | "edit":
            return str(details["text"])[:40]
        case "press":
            button = _message(phone, details["message"]).buttons[details["row"]][details["column"]]
            return str(button["text"]) if "callback_data" in button or "pay" in button else None
        case "key":
            return str((phone.person.keyboard or {})["keyboard"][details["row"]][details["column"]]["text"])
    return _SIGNS.get(name)


#: What has no words of its own.
_SIGNS = {
    "start": "Start",
    "open": "Start",
    "share-users": "👤",
    "share-contact": "👤",
    "share-location": "📍",
    "file": "📎",
    "block": "🚫",
}

ACTS: Mapping[str, Act] = {
    "start": _start,
    "type": _type,
    "press": _press,
    "key": _key,
    "share-users": _share_users,
    "share-contact": _share_contact,
    "share-location": _share_location,
    "open": _open,
    "look": _look,
    "share": _share,
    "forward": _forward,
    "edit": _edit,
    "file": _file,
    "block": _block,
    "language": _language,
    "zone": _zone,
}
