"""Pictures and files: what is accepted, what the bot is told about them."""

import mimetypes
import struct
from typing import Any

from bot.demo.telegram import texts
from bot.demo.telegram.errors import Json, bad_request
from bot.demo.telegram.messages import caption, post
from bot.demo.telegram.model import StoredFile
from bot.demo.telegram.params import Params, Upload
from bot.demo.telegram.views import message_json
from bot.demo.telegram.world import World

WITH_CAPTION = {"photo", "document", "video", "animation", "audio", "voice"}
_MAGIC = {b"\x89PNG": "png", b"GIF8": "gif", b"\xff\xd8": "jpeg"}
_FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "sticker": "stickers"}
#: What goes again by its id only as what it is.
_BOUND = {"photo", "voice", "sticker"}
_SHAPES: dict[str, Json] = {
    "voice": {"duration": 0},
    "audio": {"duration": 0},
    "video": {"duration": 0, "width": 320, "height": 240},
    "animation": {"duration": 0, "width": 320, "height": 240},
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
}
MAX_PHOTO_BYTES = 10 * 2**20
MAX_FILE_BYTES = 50 * 2**20


def picture_type(picture: bytes) -> str:
    found = (kind for magic, kind in _MAGIC.items() if picture.startswith(magic))
    return f"image/{next(found, 'jpeg')}"


def size_of(picture: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG; None for anything else."""
    if picture.startswith(b"\x89PNG\r\n\x1a\n") and len(picture) >= 24:
        width, height = struct.unpack(">II", picture[16:24])
        return int(width), int(height)
    if picture[:6] in (b"GIF87a", b"GIF89a") and len(picture) >= 10:
        width, height = struct.unpack("<HH", picture[6:10])
        return int(width), int(height)
    return _jpeg_size(picture) if picture.startswith(b"\xff\xd8") else None


def _jpeg_size(picture: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(picture) and picture[at] == 0xFF:
        marker = picture[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", picture[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + int(struct.unpack(">H", picture[at + 2 : at + 4])[0])
    return None


def _stored(world: World, call: Params, given: Any, field: str, kind: str) -> StoredFile:
    upload = call.files.get(field)
    if isinstance(given, str) and given.startswith("attach://"):
        upload = call.files.get(given.removeprefix("attach://"))
    if upload is not None:
        return keep(world, upload, kind)
    if not isinstance(given, str) or not given:
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    if given not in world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    file = world.files[given]
    was = _kind_of(file)
    if was != kind and kind in _BOUND | {"document"} and was in _BOUND:
        raise bad_request(f"can't use file of type {was.title()} as {kind.title()}")
    return file


def _kind_of(file: StoredFile) -> str:
    """As what it was sent first: the folder says it."""
    folder = file.path.partition("/")[0]
    return next((kind for kind, its in _FOLDERS.items() if its == folder), folder)


def keep(world: World, upload: Upload, kind: str) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > (MAX_PHOTO_BYTES if kind == "photo" else MAX_FILE_BYTES):
        raise bad_request("file is too big")
    if kind == "photo":
        # The server looks at a picture itself, whatever it is said to be.
        mime_type = picture_type(upload.content)
        return world.add_file(f"picture.{mime_type.partition('/')[2]}", mime_type, upload.content, "photos")
    guessed = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    given = upload.mime_type if upload.mime_type != "application/octet-stream" else ""
    return world.add_file(upload.name, given or guessed, upload.content, _FOLDERS.get(kind, kind))


def described(file: StoredFile, kind: str) -> Any:
    """The object that stands in a message for the file."""
    body: Json = {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
    }
    if kind == "photo":
        width, height = _photo_size(file.content)
        return [body | {"width": width, "height": height}]
    return body | _SHAPES.get(kind, {}) | _typed(file, kind)


def _typed(file: StoredFile, kind: str) -> Json:
    """What is said of a file's type and name, where it is said at all."""
    typed = {"mime_type": file.mime_type} if kind != "sticker" else {}
    return typed | ({"file_name": file.name} if kind not in {"sticker", "voice"} else {})


def _photo_size(picture: bytes) -> tuple[int, int]:
    size = size_of(picture)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if not width or not height or width + height > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def content_of(world: World, call: Params, given: Any) -> Json:
    """The content that an InputMedia describes."""
    if not isinstance(given, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = given.get("type")
    if kind not in WITH_CAPTION - {"voice"}:
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    if not given.get("media"):
        raise bad_request("can't parse InputMedia: media not found")
    file = _stored(world, call, given["media"], str(given["media"]), kind)
    entities = texts.entity_list(given.get("caption_entities"))
    written = world.reader().read(given.get("caption") or "", given.get("parse_mode") or "", entities)
    return {kind: described(file, kind)} | texts.check_caption(written)


def _send(world: World, call: Params, kind: str) -> Json:
    written = caption(world, call) if kind in WITH_CAPTION else {}
    file = _stored(world, call, call.values.get(kind), kind, kind)
    return message_json(world, post(world, call, {kind: described(file, kind)} | written))


def send_media_group(world: World, call: Params) -> list[Json]:
    media = call.json("media", "media")
    if not isinstance(media, list):
        raise bad_request("expected an Array of InputMedia")
    if not 2 <= len(media) <= 10:
        raise bad_request("an album must have from 2 to 10 media")
    album = {"media_group_id": str(10**16 + world.unique())}
    contents = [content_of(world, call, item) | album for item in media]
    kinds = {item["type"] for item in media}
    if kinds & {"document", "audio"} and len(kinds) > 1:
        raise bad_request("can't use the media of the specified type in the album")
    return [message_json(world, post(world, call, content)) for content in contents]


def get_file(world: World, call: Params) -> Json:
    file = world.files.get(call.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > 20 * 2**20:
        raise bad_request("file is too big")
    size = len(file.content)
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": size,
        "file_path": file.path,
    }


METHODS = {
    "sendPhoto": lambda world, call: _send(world, call, "photo"),
    "sendDocument": lambda world, call: _send(world, call, "document"),
    "sendVideo": lambda world, call: _send(world, call, "video"),
    "sendAnimation": lambda world, call: _send(world, call, "animation"),
    "sendAudio": lambda world, call: _send(world, call, "audio"),
    "sendVoice": lambda world, call: _send(world, call, "voice"),
    "sendSticker": lambda world, call: _send(world, call, "sticker"),
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
