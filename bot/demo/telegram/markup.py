"""What a keyboard may be: the server's checks of `reply_markup`."""

import re
from collections.abc import Callable
from typing import Any

from bot.demo.telegram.errors import Json, bad_request
from bot.demo.telegram.html import utf16_length

_ACTIONS = {
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay",
}  # fmt: skip
_REQUESTS = {
    "request_users", "request_chat", "request_contact", "request_location", "request_poll",
    "request_managed_bot", "web_app",
}  # fmt: skip
_LOOKS = {"text", "style", "icon_custom_emoji_id"}
_STYLES = {"danger", "success", "primary"}
_FIELDS = {
    "inline_keyboard": set[str](),
    "keyboard": {
        "is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder", "selective",
    },
    "remove_keyboard": {"selective"},
    "force_reply": {"input_field_placeholder", "selective"},
}  # fmt: skip
_USERS = {
    "request_id", "user_is_bot", "user_is_premium", "max_quantity", "request_name",
    "request_username", "request_photo",
}  # fmt: skip
MAX_BUTTONS = 100
MAX_ROW = 8
MAX_DATA_BYTES = 64


def check(markup: Any, *, inline_only: bool = False, private: bool = True) -> Json | None:
    """The markup as the server keeps it, or None where there is nothing to show."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    kind = next((kind for kind in _FIELDS if kind in markup), None)
    if kind is None:
        return None
    _known(markup, _FIELDS[kind] | {kind}, "reply markup")
    if inline_only and kind != "inline_keyboard":
        raise bad_request("inline keyboard expected")
    if kind == "inline_keyboard":
        return _keyboard(markup, kind, _inline_button)
    if kind == "keyboard":
        placeholder = markup.get("input_field_placeholder")
        if placeholder is not None and not 1 <= utf16_length(placeholder) <= 64:
            raise bad_request("REPLY_MARKUP_PLACEHOLDER_INVALID")
        return _keyboard(markup, kind, lambda button: _reply_button(button, private=private))
    return dict(markup) if markup[kind] is True else None


def _known(given: Json, fields: set[str], what: str) -> None:
    for name in sorted(set(given) - fields):
        raise bad_request(f'{what} has no field "{name}"')


def _keyboard(markup: Json, kind: str, checked: Callable[[Any], Json]) -> Json | None:
    rows = markup[kind]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        of = " of the InlineKeyboardMarkup" if kind == "inline_keyboard" else ""
        raise bad_request(f'field "{kind}"{of} must be an Array of Arrays')
    kept = [[checked(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in kept):
        raise bad_request("reply markup is too long")
    return markup | {kind: kept} if kept else None


def _text(button: Any, what: str) -> str:
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {what}: {what} must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request(f"can't parse {what}: Can't find field \"text\"")
    if not text.strip():
        raise bad_request(f"{what} text must be non-empty")
    if button.get("style") is not None and button["style"] not in _STYLES:
        raise bad_request(f"can't parse {what}: invalid button style specified")
    return text.strip()


def _inline_button(button: Any) -> Json:
    text = _text(button, "inline keyboard button")
    _known(button, _ACTIONS | _LOOKS, "inline keyboard button")
    actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is allowed")
    if check_action := _CHECKS.get(actions[0]):
        check_action(button[actions[0]])
    return dict(button) | {"text": text}


def _callback_data(value: Any) -> None:
    if not isinstance(value, str) or not value or len(value.encode()) > MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _url(value: Any) -> None:
    if not isinstance(value, str) or not _is_link(value):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")


def _is_link(url: str) -> bool:
    if url.startswith(("tg://", "tonsite://")):
        return len(url) > len("tg://") and not re.search(r"\s", url)
    return bool(re.fullmatch(r"(https?://)?[^\s/?#]+\.[^\s/?#.]{2,}([/?#]\S*)?", url)) or bool(
        re.fullmatch(r"https?://(\d{1,3}\.){3}\d{1,3}(:\d+)?([/?#]\S*)?", url)
    )


def _web_app(value: Any) -> None:
    url = value.get("url", "") if isinstance(value, dict) else ""
    if not url.startswith("https://") or not _is_link(url):
        why = "Only HTTPS links are allowed" if _is_link(url) else "Wrong HTTP URL"
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: {why}")


def _copy_text(value: Any) -> None:
    text = value.get("text", "") if isinstance(value, dict) else ""
    if not 1 <= utf16_length(text) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _query(value: Any) -> None:
    if not isinstance(value, str) or utf16_length(value) > 256:
        raise bad_request("BUTTON_DATA_INVALID")


_CHECKS: dict[str, Callable[[Any], None]] = {
    "callback_data": _callback_data,
    "url": _url,
    "web_app": _web_app,
    "copy_text": _copy_text,
    "switch_inline_query": _query,
    "switch_inline_query_current_chat": _query,
}


def _reply_button(button: Any, *, private: bool) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    text = _text(button, "keyboard button")
    _known(button, _REQUESTS | _LOOKS, "keyboard button")
    asked = [name for name in _REQUESTS if button.get(name) not in (None, False)]
    if len(asked) > 1:
        raise bad_request("can't parse keyboard button: at most one request is allowed")
    if asked and not private:
        raise bad_request(_PRIVATE_ONLY.get(asked[0], "BUTTON_TYPE_INVALID"))
    if asked == ["request_users"]:
        _request_users(button["request_users"])
    return dict(button) | {"text": text}


def _request_users(request: Any) -> None:
    if not isinstance(request, dict) or not isinstance(request.get("request_id"), int):
        raise bad_request("can't parse keyboard button: Can't find field \"request_id\"")
    _known(request, _USERS, "request_users")
    if not 1 <= request.get("max_quantity", 1) <= 10:
        raise bad_request("BUTTON_QUANTITY_INVALID")


_PRIVATE_ONLY = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_poll": "poll can be requested in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
    "web_app": "Web App buttons can be used in private chats only",
}
