"""What the bot may ask about itself, people and groups."""

from bot.demo.telegram.errors import Json, bad_request
from bot.demo.telegram.params import Params
from bot.demo.telegram.views import full_chat_json, member_json
from bot.demo.telegram.world import World


def get_me(world: World, call: Params) -> Json:
    return world.bot() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }


def get_chat(world: World, call: Params) -> Json:
    return full_chat_json(world, world.chat_id(call.values.get("chat_id")))


def get_chat_member(world: World, call: Params) -> Json:
    chat_id = world.chat_id(call.values.get("chat_id"))
    user_id = call.integer("user_id")
    if user_id is None or world.user(user_id) is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    group = world.groups.get(chat_id)
    if group is None:
        return member_json(world, user_id, "member")
    if user_id == world.bot_id:
        return member_json(world, user_id, group.bot_status)
    return member_json(world, user_id, "member" if user_id in group.members else "left")


def get_chat_member_count(world: World, call: Params) -> int:
    group = world.groups.get(world.chat_id(call.values.get("chat_id")))
    return 2 if group is None else len(group.members) + (group.bot_status == "member")


def leave_chat(world: World, call: Params) -> bool:
    chat_id = world.writable(call.values.get("chat_id"))
    if chat_id not in world.groups:
        raise bad_request("chat can't be left")
    world.groups[chat_id].bot_status = "left"
    world.changes.tell("group", chat_id)
    return True


def get_user_profile_photos(world: World, call: Params) -> Json:
    if call.integer("user_id") not in world.persons:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


def leave_server(world: World, call: Params) -> bool:
    """Nothing to leave: there is no other server to go to."""
    return True


METHODS = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "getUserProfilePhotos": get_user_profile_photos,
    "logOut": leave_server,
    "close": leave_server,
}
