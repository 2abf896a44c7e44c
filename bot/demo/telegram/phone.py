"""What a person does: writes, taps, shares, blocks. Each act becomes the bot's update."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.demo.telegram import links
from bot.demo.telegram.edits import pin
from bot.demo.telegram.errors import Json
from bot.demo.telegram.html import utf16_length, utf16_slice
from bot.demo.telegram.media import described, keep
from bot.demo.telegram.messages import origin_of
from bot.demo.telegram.model import CallbackQuery, Group, Letter, Message, Person, PreCheckout
from bot.demo.telegram.params import Upload
from bot.demo.telegram.screen import Screen, matching
from bot.demo.telegram.texts import MAX_TEXT, with_links
from bot.demo.telegram.views import member_update, message_json
from bot.demo.telegram.world import user_json

ONE_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
    "789c63f8cfc0f01f00050001ff89993d1d0000000049454e44ae426082"
)


class Phone(Screen):
    def start(self, payload: str | None = None) -> Message:
        """Presses Start, or Restart after a block."""
        if payload is not None and links.payload_of(payload) is None:
            raise ValueError(f"not a start payload: {payload!r}")
        self.unblocks()
        self.person.started = True
        return self._say(f"/start {payload}" if payload else "/start")

    def types(self, text: str, *, to: Group | None = None, reply_to: Message | None = None) -> Message:
        """Sends a text; one that is too long goes in pieces, and the last of them is returned."""
        if text.split(maxsplit=1)[:1] == ["/start"] and to is None:
            self.person.started = True
        while utf16_length(text) > MAX_TEXT:
            self._say(utf16_slice(text, 0, MAX_TEXT), to, reply_to)
            text = utf16_slice(text, MAX_TEXT, utf16_length(text))
        return self._say(text, to, reply_to)

    def _say(self, text: str, to: Group | None = None, reply_to: Message | None = None) -> Message:
        text = text.strip()
        if not text:
            raise ValueError("there is nothing to send")
        entities = with_links(text, [])
        content: Json = {"text": text} | ({"entities": entities} if entities else {})
        return self._send(content, to, reply_to)

    def _send(self, content: Json, to: Group | None = None, reply_to: Message | None = None) -> Message:
        chat_id = to.chat_id if to else self._own_chat()
        self._acted = self.world.changes.count
        replied = reply_to.message_id if reply_to else None
        message = self.world.add_message(chat_id, self.user_id, content, reply_to=replied)
        if to is None or self._bot_hears(content, reply_to):
            message.update_id = self.world.push("message", message_json(self.world, message))
        return message

    def _own_chat(self) -> int:
        if self.person.deactivated:
            raise RuntimeError(f"{self.person.name} has deleted the account")
        if self.person.blocked or not self.person.started:
            raise RuntimeError(f"{self.person.name} has to press Start first")
        return self.user_id

    def _bot_hears(self, content: Json, reply_to: Message | None) -> bool:
        """In groups a bot hears commands, mentions and replies only."""
        text = content.get("text", "")
        answered = reply_to is not None and reply_to.sender_id == self.world.bot_id
        return answered or text.startswith("/") or f"@{self.world.username}" in text

    def presses(self, label: str, message: Message | None = None) -> CallbackQuery | Message | None:
        """Taps an inline button, else one of the keyboard below. A link gives what it leads to."""
        self._acted = self.world.changes.count
        try:
            found, button = self.find(label, message)
        except LookupError:
            if message is None and (typed := self._of_reply_keyboard(label)):
                return typed
            raise
        return self.taps(found, button)

    def _of_reply_keyboard(self, label: str) -> Message | None:
        keyboard = self.person.keyboard or {}
        buttons = [b for row in keyboard.get("keyboard", []) for b in row]
        button = matching(buttons, label)
        if button is None:
            return None
        if requests := [name for name in button if name.startswith("request_")]:
            raise LookupError(f"{label!r} asks to share: {requests[0]}")
        typed = self.types(button["text"])
        self.hides_keyboard()
        return typed

    def taps(self, message: Message, button: Json) -> CallbackQuery | Message | None:
        if "callback_data" in button:
            return self._query(message, button["callback_data"], button["text"])
        if "url" in button:
            return self.opens(button["url"])
        if "copy_text" in button:
            self.clipboard = button["copy_text"]["text"]
        elif "pay" in button:
            self.pays(message)
        else:
            self.opened.append(button.get("web_app", {}).get("url", button["text"]))
        return None

    def taps_data(self, data: str, message: Message | None = None) -> CallbackQuery:
        """A tap with data of one's own, as an old or a forged button sends it."""
        self._acted = self.world.changes.count
        return self._query(message or self.last, data, data)

    def presses_repeatedly(self, label: str, times: int) -> list[CallbackQuery]:
        """As many taps as `times` on one button, before the bot hears of the first."""
        message, button = self.find(label)
        self._acted = self.world.changes.count
        return [self._query(message, button["callback_data"], button["text"]) for _ in range(times)]

    def _query(self, message: Message, data: str, label: str) -> CallbackQuery:
        world = self.world
        if message.chat_id not in world.chats_of(self.user_id):
            raise LookupError(f"{self.person.name} cannot see that message")
        query_id = str(10**17 + world.unique())
        shown = message_json(world, message)
        body: Json = {"id": query_id, "from": user_json(self.person), "data": data}
        body |= {"message": shown, "chat_instance": str(-(10**15) - message.chat_id)}
        query = CallbackQuery(
            query_id, self.user_id, message.chat_id, message.message_id, data, label, world.now(), 0
        )
        world.queries[query_id] = query
        query.update_id = world.push("callback_query", body)
        world.changes.tell("query", message.chat_id)
        return query

    def pays(self, message: Message | None = None) -> PreCheckout:
        """Enters a card and pays; leaving the form instead, nobody hears of it."""
        message, world = message or self.last, self.world
        if message.paid:
            raise LookupError("that invoice is paid")
        self._acted = world.changes.count
        invoice = message.content["invoice"]
        checkout = PreCheckout(
            str(10**17 + world.unique()),
            self.user_id,
            self.user_id,
            message.message_id,
            world.now(),
        )
        world.checkouts[checkout.id] = checkout
        body = {name: invoice[name] for name in ("currency", "total_amount")}
        body |= {
            "id": checkout.id,
            "from": user_json(self.person),
            "invoice_payload": message.payload,
        }
        world.push("pre_checkout_query", body)
        return checkout

    def shares_users(self, request_id: int, people: Sequence["Phone | Person"]) -> Message:
        """Picks people in answer to a `request_users` button of the keyboard below."""
        request = self._request(request_id)
        if not 1 <= len(people) <= request.get("max_quantity", 1):
            raise ValueError(f"{len(people)} people cannot be shared")
        chosen = [p.person if isinstance(p, Phone) else p for p in people]
        users = [_shared(person, request) for person in chosen]
        self.hides_keyboard()
        return self._send({"users_shared": {"request_id": request_id, "users": users}})

    def _request(self, request_id: int) -> Json:
        rows: list[list[Json]] = (self.person.keyboard or {}).get("keyboard", [])
        asked = [b["request_users"] for row in rows for b in row if "request_users" in b]
        for request in asked:
            if request["request_id"] == request_id:
                return dict(request)
        raise LookupError(f"the keyboard does not ask for users with request {request_id}")

    def hides_keyboard(self) -> None:
        """A keyboard for one time goes once it was used."""
        if (self.person.keyboard or {}).get("one_time_keyboard"):
            self.person.keyboard = None

    def shares_contact(
        self, phone_number: str | None = None, name: str | None = None, user: "Phone | None" = None
    ) -> Message:
        """One's own contact, or somebody else's from the address book."""
        someone = user.person if user else None if name else self.person
        contact: Json = {"phone_number": phone_number or "+84900000000"}
        contact["first_name"] = name or (someone.first_name if someone else "")
        if someone:
            contact["user_id"] = someone.user_id
        return self._send({"contact": contact})

    def sends_location(self, latitude: float, longitude: float) -> Message:
        return self._send({"location": {"latitude": latitude, "longitude": longitude}})

    def sends_photo(
        self, content: bytes = ONE_PIXEL, caption: str = "", *, reply_to: Message | None = None
    ) -> Message:
        return self._file("photo", Upload("photo.png", "image/png", content), caption, reply_to)

    def sends_document(self, name: str, content: bytes, caption: str = "") -> Message:
        return self._file("document", Upload(name, "application/octet-stream", content), caption)

    def sends_voice(self, content: bytes = b"OggS", *, reply_to: Message | None = None) -> Message:
        return self._file("voice", Upload("voice.ogg", "audio/ogg", content), reply_to=reply_to)

    def sends_sticker(self, content: bytes = b"RIFF", *, reply_to: Message | None = None) -> Message:
        return self._file("sticker", Upload("sticker.webp", "image/webp", content), reply_to=reply_to)

    def _file(self, kind: str, upload: Upload, caption: str = "", reply_to: Message | None = None) -> Message:
        content = {kind: described(keep(self.world, upload, kind), kind)}
        return self._send(content | ({"caption": caption} if caption else {}), reply_to=reply_to)

    def edits(self, message: Message, text: str) -> Message:
        self._acted = self.world.changes.count
        entities = with_links(text, [])
        message.content = {"text": text} | ({"entities": entities} if entities else {})
        message.edit_date = int(self.world.now())
        message.update_id = self.world.push("edited_message", message_json(self.world, message))
        self.world.changes.tell("edit", message.chat_id)
        return message

    def deletes(self, message: Message) -> None:
        """For both; the bot does not hear of it."""
        message.deleted, message.pinned = True, False
        self.world.changes.tell("delete", message.chat_id)

    def pins(self, message: Message) -> None:
        pin(self.world, message, self.user_id)

    def blocks(self) -> None:
        if not self.person.blocked:
            self.person.blocked = True
            self._membership("member", "kicked")

    def unblocks(self) -> None:
        if self.person.blocked:
            self.person.blocked = False
            self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> None:
        self._acted = self.world.changes.count
        update = member_update(self.world, self.user_id, self.user_id, old, new)
        self.world.push("my_chat_member", update)
        self.world.changes.tell("person", self.user_id)

    def opens(self, link: str) -> Message | None:
        """Opens a link: one to the bot presses Start with its payload; others are only noted."""
        meant = links.read(link)
        if isinstance(meant, links.StartLink) and meant.username == self.world.username:
            return self.start(meant.payload)
        self.opened.append(link)
        return None

    def shares(self, link: str, to: "Phone") -> Letter:
        """Passes a `t.me/share` link's text on to another person."""
        meant = links.read(link)
        if not isinstance(meant, links.ShareLink):
            raise LookupError(f"not a share link: {link}")  # noqa: TRY004 - what is missing is a link of that kind.
        return to.gets(self, meant.text, meant.url)

    def forwards(self, message: Message, to: "Phone | None" = None) -> Message | Letter:
        """Forwards to another person, who gets the text without the buttons; else to the bot."""
        if to is not None:
            return to.gets(self, message.text, None, message.entities)
        sent = self._send(dict(message.content))
        sent.origin = origin_of(self.world, message)
        self._amend(sent)
        return sent

    def _amend(self, message: Message) -> None:
        for update in self.world.updates:
            if update["update_id"] == message.update_id:
                update["message"] = message_json(self.world, message)

    def gets(self, sender: "Phone", text: str, url: str | None, entities: Iterable[Any] = ()) -> Letter:
        date, after = int(self.world.now()), len(self.history)
        letter = Letter(sender.user_id, text, url or None, date, after, list(entities))
        self.world.letters.setdefault(self.user_id, []).append(letter)
        self.world.changes.tell("letter", self.user_id)
        return letter


def _shared(person: Person, request: Json) -> Json:
    shared: Json = {"user_id": person.user_id}
    if request.get("request_name"):
        shared |= {"first_name": person.first_name}
        shared |= {"last_name": person.last_name} if person.last_name else {}
    if request.get("request_username") and person.username:
        shared["username"] = person.username
    return shared
