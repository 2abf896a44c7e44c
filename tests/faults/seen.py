"""What people see and what is stored, in a form in which two runs of one story can be compared."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.demo.telegram.local import LocalTelegram

#: What may differ between a run in which the bot died and one in which it did not.
_MAY_DIFFER = {
    "notices": {"id", "key", "attempts", "doubts", "leased_until", "message_id"},
    "events": {"id", "key"},
    "drafts": {"id", "key", "message_id", "last_update_id"},
    "today_cards": {"message_id"},
    "inbox": {"update_id", "attempts", "received_at", "done_at"},
}
Row = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Said:
    """One message of the bot: its text and its buttons."""

    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """Messages by person; rows by table; how many taps were not answered."""

    said: dict[int, list[Said]]
    stored: dict[str, list[Row]]
    spinning: int
    #: What is pinned on top of each chat.
    pinned: dict[int, list[str]]


@dataclass(frozen=True)
class UnderWay:
    """How it stood when a process died: by chat, what this process had sent and not recorded.

    Telegram has no key by which a message could be sent once only. What was sent in the moment before
    the process died may therefore be said again, once; nothing else may.
    """

    repeatable: Counter[int]
    #: How many messages each person had by then.
    counts: Counter[int]
    #: Chats whose update was taken up and not done: they are answered as things are now.
    answering: frozenset[int]


def seen(telegram: LocalTelegram, file: Path) -> Seen:
    said = {
        phone.user_id: [Said(m.text, tuple(phone.buttons(m))) for m in phone.received]
        for phone in telegram.phones.values()
    }
    pinned = {
        phone.user_id: [m.text for m in phone.messages if m.pinned] for phone in telegram.phones.values()
    }
    unanswered = [query for query in telegram.world.queries.values() if query.answer is None]
    with closing(sqlite3.connect(file)) as connection:
        return Seen(said, _stored(connection), len(unanswered), pinned)


def under_way(telegram: LocalTelegram, file: Path, at_its_start: Counter[int]) -> UnderWay:
    with closing(sqlite3.connect(file)) as connection:
        updates = connection.execute("SELECT chat_id FROM inbox WHERE done_at IS NULL").fetchall()
        waiting = Counter(
            p for (p,) in connection.execute("SELECT person_id FROM notices WHERE state = 'waiting'")
        )
        told = connection.execute("SELECT person_id, message_id FROM notices WHERE state = 'sent'").fetchall()
    answering = frozenset(chat for (chat,) in updates)
    repeatable: Counter[int] = Counter()
    for phone in telegram.phones.values():
        id_ = phone.user_id
        new = phone.received[at_its_start[id_] :]
        unrecorded = sum((id_, m.message_id) not in told for m in new)
        repeatable[id_] = unrecorded if id_ in answering else min(unrecorded, waiting[id_])
    counts = Counter({phone.user_id: len(phone.received) for phone in telegram.phones.values()})
    return UnderWay(repeatable, counts, answering)


def _stored(connection: sqlite3.Connection) -> dict[str, list[Row]]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: _rows(connection, name) for (name,) in tables}


def _rows(connection: sqlite3.Connection, table: str) -> list[Row]:
    found = connection.execute(f"SELECT * FROM {table}")  # noqa: S608  # a table of our own
    names = [column[0] for column in found.description]
    differs = _MAY_DIFFER.get(table, set())
    rows = [tuple((n, v) for n, v in zip(names, row, strict=True) if n not in differs) for row in found]
    return sorted(rows, key=repr)
