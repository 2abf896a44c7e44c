"""Sending: texts, places, contacts, invoices, copies and forwards."""

import re
from collections.abc import Callable
from typing import Any

from bot.demo.telegram import markup, texts
from bot.demo.telegram.errors import Json, bad_request
from bot.demo.telegram.model import Message
from bot.demo.telegram.params import Params
from bot.demo.telegram.views import message_json
from bot.demo.telegram.world import World

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


_PROVIDER = re.compile(r"\d+:(?:TEST|LIVE):\S+")
#: About one to ten thousand dollars.
_TOTALS = {"VND": (26_000, 263_000_000), "USD": (100, 1_000_000), "EUR": (100, 900_000)}


def formatted(world: World, call: Params, name: str = "text", entities: str = "entities") -> texts.Formatted:
    listed = texts.entity_list(call.json(entities, "entities"))
    return world.reader().read(call.text(name), call.text("parse_mode"), listed)


def caption(world: World, call: Params) -> Json:
    return texts.check_caption(formatted(world, call, "caption", "caption_entities"))


def keyboard(world: World, call: Params, *, inline_only: bool = False) -> Json | None:
    given = call.json("reply_markup", "reply keyboard markup")
    private = not str(call.values.get("chat_id", "")).startswith("-")
    return markup.check(given, inline_only=inline_only, private=private)


def post(world: World, call: Params, content: Json, **more: Any) -> Message:
    """Puts the bot's message into the chat, with its keyboard, if that may be."""
    shown = keyboard(world, call)
    if call.text("business_connection_id"):
        raise bad_request("business connection not found")
    chat_id = world.writable(call.values.get("chat_id"))
    reply_to = _replied(world, call, chat_id)
    message = world.add_message(
        chat_id,
        world.bot_id,
        content,
        markup=shown,
        silent=call.flag("disable_notification"),
        protected=call.flag("protect_content"),
        reply_to=reply_to,
        **more,
    )
    _set_reply_keyboard(world, chat_id, shown)
    return message


def _replied(world: World, call: Params, chat_id: int) -> int | None:
    given = call.json("reply_parameters", "reply parameters")
    if not given:
        return None
    if world.message(chat_id, given.get("message_id")) is not None:
        return int(given["message_id"])
    if not given.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return None


def _set_reply_keyboard(world: World, chat_id: int, shown: Json | None) -> None:
    person = world.persons.get(chat_id)
    if person is None or shown is None:
        return
    if "keyboard" in shown:
        person.keyboard = shown
    elif "remove_keyboard" in shown:
        person.keyboard = None


def send_message(world: World, call: Params) -> Json:
    if not call.text("text"):
        raise bad_request("message text is empty")
    content = texts.check_text(formatted(world, call)) | preview(call)
    return message_json(world, post(world, call, content))


def preview(call: Params) -> Json:
    options = call.json("link_preview_options", "link preview options")
    return {"link_preview_options": options} if options else {}


def _location(call: Params) -> Json:
    latitude, longitude = call.number("latitude"), call.number("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return {"latitude": latitude, "longitude": longitude}


def send_location(world: World, call: Params) -> Json:
    return message_json(world, post(world, call, {"location": _location(call)}))


def send_venue(world: World, call: Params) -> Json:
    venue: Json = {"location": _location(call)}
    for name in ("title", "address"):
        if not call.text(name):
            raise bad_request(f"venue {name} must be non-empty")
        venue[name] = call.text(name)
    optional = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
    venue |= {name: call.text(name) for name in optional if call.text(name)}
    content = {"venue": venue, "location": venue["location"]}
    return message_json(world, post(world, call, content))


def send_contact(world: World, call: Params) -> Json:
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: call.text(name) for name in names if call.text(name)}
    if "phone_number" not in contact:
        raise bad_request("phone number must be non-empty")
    return message_json(world, post(world, call, {"contact": contact}))


def send_invoice(world: World, call: Params) -> Json:
    for name, most in (("title", 32), ("description", 255)):
        if not 1 <= len(call.text(name)) <= most:
            raise bad_request(f"INVOICE_{name.upper()}_INVALID")
    if not 1 <= len(call.text("payload").encode()) <= 128:
        raise bad_request("INVOICE_PAYLOAD_INVALID")
    if not re.fullmatch("[A-Z]{3}", call.text("currency")):
        raise bad_request("CURRENCY_INVALID")
    if not _PROVIDER.fullmatch(call.text("provider_token")) and call.text("currency") != "XTR":
        raise bad_request("PAYMENT_PROVIDER_INVALID")
    prices = call.json("prices", "prices")
    if not prices or not all(isinstance(p.get("amount"), int) and p.get("label") for p in prices):
        raise bad_request("can't parse prices JSON object")
    invoice = {
        "title": call.text("title"),
        "description": call.text("description"),
        "start_parameter": call.text("start_parameter"),
        "currency": call.text("currency"),
        "total_amount": sum(price["amount"] for price in prices),
    }
    least, most = _TOTALS.get(invoice["currency"], (1, 10**12))
    if not least <= invoice["total_amount"] <= most:
        raise bad_request("CURRENCY_TOTAL_AMOUNT_INVALID")
    return message_json(world, post(world, call, {"invoice": invoice}, payload=call.text("payload")))


def source(world: World, call: Params, message_id: int | None, to: str) -> Message:
    chat_id = world.chat_id(call.values.get("from_chat_id"))
    message = world.message(chat_id, message_id)
    if message is None:
        raise bad_request(f"message to {to} not found")
    return message


def copy_message(world: World, call: Params) -> Json:
    original = source(world, call, call.integer("message_id"), "copy")
    content = dict(original.content)
    if "caption" in call and original.media:
        content = {k: v for k, v in content.items() if not k.startswith("caption")} | caption(world, call)
    return {"message_id": post(world, call, content).message_id}


def forward_message(world: World, call: Params) -> Json:
    original = source(world, call, call.integer("message_id"), "forward")
    return message_json(world, _forward(world, call, original))


def _forward(world: World, call: Params, original: Message) -> Message:
    if original.protected:
        raise bad_request("message can't be forwarded")
    return post(world, call, dict(original.content), origin=origin_of(world, original))


def origin_of(world: World, original: Message) -> Json:
    fresh = {"type": "user", "sender_user": world.user(original.sender_id), "date": original.date}
    return original.origin or fresh


def _several(world: World, call: Params, to: str, one: Callable[[Message], Message]) -> list[Json]:
    ids = call.json("message_ids", "message identifiers")
    if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
        raise bad_request("message identifiers are not specified")
    chat_id = world.chat_id(call.values.get("from_chat_id"))
    found = [message for i in ids if (message := world.message(chat_id, int(i)))]
    if not found:
        raise bad_request(f"there are no messages to {to}")
    return [{"message_id": one(message).message_id} for message in found]


def forward_messages(world: World, call: Params) -> list[Json]:
    return _several(world, call, "forward", lambda message: _forward(world, call, message))


def copy_messages(world: World, call: Params) -> list[Json]:
    return _several(world, call, "copy", lambda message: post(world, call, dict(message.content)))


def send_chat_action(world: World, call: Params) -> bool:
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat_id = world.writable(call.values.get("chat_id"))
    world.actions[chat_id] = (call.text("action"), world.now())
    world.changes.tell("action", chat_id)
    return True


METHODS = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendContact": send_contact,
    "sendInvoice": send_invoice,
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
    "sendChatAction": send_chat_action,
}
