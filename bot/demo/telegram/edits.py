"""Changing what was sent: edits, deletions, pins, reactions."""

from datetime import timedelta
from typing import Any

from bot.demo.telegram import media, texts
from bot.demo.telegram.errors import Json, bad_request
from bot.demo.telegram.messages import caption, formatted, keyboard, preview
from bot.demo.telegram.model import Message
from bot.demo.telegram.params import Params
from bot.demo.telegram.views import message_json
from bot.demo.telegram.world import World

DELETABLE_FOR = timedelta(hours=48)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def _editable(world: World, call: Params) -> Message:
    if call.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in call or not call.integer("message_id"):
        raise bad_request("message identifier is not specified")
    chat_id = world.writable(call.values["chat_id"])
    message = world.message(chat_id, call.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    other_keyboard = message.markup is not None and "inline_keyboard" not in message.markup
    own = message.sender_id == world.bot_id and message.origin is None
    if not own or message.is_service or other_keyboard:
        raise bad_request("message can't be edited")
    return message


def _change(world: World, message: Message, content: Json, shown: Json | None) -> Json:
    if content == message.content and shown == message.markup:
        raise bad_request(NOT_MODIFIED)
    message.content = content
    message.markup = shown
    message.edit_date = int(world.now())
    message.revision = world.changes.count + 1
    world.changes.tell("edit", message.chat_id)
    return message_json(world, message)


def edit_message_text(world: World, call: Params) -> Json:
    if not call.text("text"):
        raise bad_request("message text is empty")
    content = texts.check_text(formatted(world, call)) | preview(call)
    shown = keyboard(world, call, inline_only=True)
    message = _editable(world, call)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _change(world, message, content, shown)


def edit_message_caption(world: World, call: Params) -> Json:
    written = caption(world, call)
    shown = keyboard(world, call, inline_only=True)
    message = _editable(world, call)
    if message.media not in media.WITH_CAPTION:
        raise bad_request("there is no caption in the message to edit")
    kept = {key: value for key, value in message.content.items() if not key.startswith("caption")}
    return _change(world, message, kept | written, shown)


def edit_message_media(world: World, call: Params) -> Json:
    given = call.json("media", "input media")
    shown = keyboard(world, call, inline_only=True)
    message = _editable(world, call)
    return _change(world, message, media.content_of(world, call, given), shown)


def edit_message_reply_markup(world: World, call: Params) -> Json:
    shown = keyboard(world, call, inline_only=True)
    message = _editable(world, call)
    return _change(world, message, message.content, shown)


def _delete(world: World, message: Message) -> None:
    age = world.now() - message.date
    own_group = message.chat_id < 0 and message.sender_id != world.bot_id
    if age > DELETABLE_FOR.total_seconds() or own_group:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    message.pinned = False
    world.changes.tell("delete", message.chat_id)


def delete_message(world: World, call: Params) -> bool:
    chat_id = world.writable(call.values.get("chat_id"))
    message = world.message(chat_id, call.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    _delete(world, message)
    return True


def delete_messages(world: World, call: Params) -> bool:
    chat_id = world.writable(call.values.get("chat_id"))
    ids = call.json("message_ids", "message identifiers")
    if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
        raise bad_request("message identifiers are not specified")
    for message in [world.message(chat_id, int(message_id)) for message_id in ids]:
        if message is not None:
            _delete(world, message)
    return True


def pin(world: World, message: Message, by: int) -> None:
    """The chat says who pinned what, and the bot hears of it, also when it was the bot itself."""
    message.pinned = True
    content = {"pinned_message": message_json(world, message, with_reply=False)}
    said = world.add_message(message.chat_id, by, content, silent=True)
    said.update_id = world.push("message", message_json(world, said))
    world.changes.tell("pin", message.chat_id)


def pin_chat_message(world: World, call: Params) -> bool:
    chat_id = world.writable(call.values.get("chat_id"))
    message = world.message(chat_id, call.integer("message_id"))
    if message is None or message.is_service:
        raise bad_request("message to pin not found")
    if not message.pinned:
        pin(world, message, world.bot_id)
    return True


def unpin_chat_message(world: World, call: Params) -> bool:
    chat_id = world.writable(call.values.get("chat_id"))
    pinned = [message for message in world.alive(chat_id) if message.pinned]
    wanted = call.integer("message_id")
    if wanted is not None:
        pinned = [message for message in pinned if message.message_id == wanted]
    if not pinned:
        raise bad_request("message to unpin not found")
    pinned[-1].pinned = False
    world.changes.tell("pin", chat_id)
    return True


def unpin_all_chat_messages(world: World, call: Params) -> bool:
    chat_id = world.writable(call.values.get("chat_id"))
    for message in world.alive(chat_id):
        message.pinned = False
    world.changes.tell("pin", chat_id)
    return True


def set_message_reaction(world: World, call: Params) -> bool:
    chat_id = world.writable(call.values.get("chat_id"))
    if world.message(chat_id, call.integer("message_id")) is None:
        raise bad_request("message to react not found")
    reactions: Any = call.json("reaction", "reaction types") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.get("type") not in {"emoji", "custom_emoji"} for reaction in reactions):
        raise bad_request("can't parse ReactionType: invalid reaction type specified")
    return True


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "setMessageReaction": set_message_reaction,
}
