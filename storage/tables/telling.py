"""What is to be told and answered: notices, the log, drafts, the inbox."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, text

from core.notice import NoticeKind, NoticeState
from storage import types as t
from storage.columns import key, metadata, partial, required, to
from storage.types import Choice, Id, Moment, Packed

notices = Table(
    "notices",
    metadata,
    key(),
    required("key", Text),
    to("people", "person_id"),
    required("kind", Choice(NoticeKind)),
    required("created_at", Moment),
    required("due_at", Moment),
    required("facts", Packed(t.as_is, t.as_is)),
    to("bookings", "booking_id", nullable=True),
    required("state", Choice(NoticeState)),
    required("silent", Boolean),
    required("attempts", Integer),
    required("doubts", Integer, server_default=text("0")),
    Column("leased_until", Moment),
    Column("sent_at", Moment),
    Column("message_id", Id),
    Index("uq_notices_key", "key", unique=True),
    Index("ix_notices_booking", "booking_id", "kind"),
    partial("ix_notices_message", "person_id", "message_id", where={"message_id": None}),
    *(
        Index(
            name,
            *columns,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        )
        for name, columns in (
            ("ix_notices_waiting", ("person_id", "due_at")),
            ("ix_notices_due", ("due_at", "id")),
        )
    ),
)

events = Table(
    "events",
    metadata,
    key(),
    required("key", Text),
    required("by", Id),
    required("at", Moment),
    required("kind", Text),
    Column("booking_id", Id),
    Column("client_id", Id),
    Column("trainer_id", Id),
    Column("data", Packed(t.as_is, t.as_is)),
    Index("uq_events_key", "key", unique=True),
    Index("ix_events_booking", "booking_id"),
    Index("ix_events_client", "client_id"),
)

drafts = Table(
    "drafts",
    metadata,
    key(),
    required("key", Text),
    required("person_id", Id),
    required("dialogue", Text),
    required("step", Text),
    required("updated_at", Moment),
    required("last_update_id", Id),
    required("fields", Packed(t.as_is, t.as_is)),
    Column("message_id", Id),
    required("parked", Boolean),
    Index("uq_drafts_key", "key", unique=True),
    Index("ix_drafts_person", "person_id"),
    Index("ix_drafts_updated", "updated_at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", Id, primary_key=True, autoincrement=False),
    required("chat_id", Id),
    Column("body", Text),
    required("received_at", Moment),
    required("attempts", Integer),
    Column("done_at", Moment),
    Index(
        "ix_inbox_waiting",
        "update_id",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
)

#: What the bot remembers about itself: the last offset, what a server refused, the commands it set.
memory = Table("memory", metadata, Column("key", Text, primary_key=True), required("value", Text))
