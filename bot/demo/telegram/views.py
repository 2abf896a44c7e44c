"""The shape in which the Bot API shows messages, chats and chat members."""

from bot.demo.telegram.errors import Json
from bot.demo.telegram.model import Message
from bot.demo.telegram.world import World


def message_json(world: World, message: Message, *, with_reply: bool = True) -> Json:
    body: Json = {
        "message_id": message.message_id,
        "from": world.user(message.sender_id),
        "chat": world.chat_json(message.chat_id),
        "date": message.date,
    }
    if message.edit_date is not None:
        body["edit_date"] = message.edit_date
    if message.origin is not None:
        body |= {"forward_origin": message.origin}
    if message.protected:
        body["has_protected_content"] = True
    if with_reply and (original := world.message(message.chat_id, message.reply_to)):
        body["reply_to_message"] = message_json(world, original, with_reply=False)
    if message.markup and message.buttons:
        body["reply_markup"] = message.markup
    return body | message.content


def member_json(world: World, user_id: int, status: str) -> Json:
    member: Json = {"user": world.user(user_id), "status": status}
    return member | ({"until_date": 0} if status == "kicked" else {})


def member_update(world: World, chat_id: int, by: int, old: str, new: str) -> Json:
    """A `my_chat_member` update: what became of the bot in a chat."""
    return {
        "chat": world.chat_json(chat_id),
        "from": world.user(by),
        "date": int(world.now()),
        "old_chat_member": member_json(world, world.bot_id, old),
        "new_chat_member": member_json(world, world.bot_id, new),
    }


def full_chat_json(world: World, chat_id: int) -> Json:
    full: Json = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}
    pinned = [m for m in world.alive(chat_id) if m.pinned]
    if pinned:
        full["pinned_message"] = message_json(world, pinned[-1])
    return world.chat_json(chat_id) | full


_GIFTS = {
    "unlimited_gifts": True,
    "limited_gifts": True,
    "unique_gifts": True,
    "premium_subscription": True,
    "gifts_from_channels": True,
}
