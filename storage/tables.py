"""The tables as they are after the last migration; columns are named as the entities' fields."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, false, text

from core.booking import Kind, Performance, SlotKind, Status
from core.charge import ChargeKind, ChargeStatus, Method
from core.notice import NoticeKind, NoticeState
from core.people import ClientStatus, OutcomeRule, PlaceKind, Side
from core.proposal import ProposalStatus
from storage import columns
from storage import types as t
from storage.columns import key, partial, required, to
from storage.types import Choice, Id, Moment, Packed

metadata = columns.metadata

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    required("name", Text),
    required("language", Text),
    required("zone", Text),
    required("created_at", Moment),
    Column("username", Text),
    Column("blocked_at", Moment),
)

trainers = Table(
    "trainers",
    metadata,
    Column("id", Id, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    required("name", Text),
    required("zone", Text),
    required("created_at", Moment),
    required("currency", Text),
    Column("price", Id),
    required("length_minutes", Integer),
    required("hours", Packed(t.pack_hours, t.unpack_hours)),
    Column("place_id", Id),
    required("buffer_minutes", Integer),
    required("policy", Packed(t.pack_policy, t.unpack_policy)),
    required("client_leads", Packed(list, tuple)),
    required("trainer_leads", Packed(list, tuple)),
    required("quiet", Packed(t.pack_quiet, t.unpack_quiet)),
    Column("daily_list", Packed(t.pack_time, t.unpack_time)),
    Column("next_list_at", Moment),
    required("outcome_rule", Choice(OutcomeRule)),
    partial("ix_trainers_next_list", "next_list_at", where={"next_list_at": None}),
)

clients = Table(
    "clients",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    required("name", Text),
    required("status", Choice(ClientStatus)),
    required("created_at", Moment),
    to("people", "person_id", nullable=True),
    Column("phone", Text),
    Column("agreed_at", Moment),
    Column("agreed_policy", Packed(t.pack_policy, t.unpack_policy)),
    Index("ix_clients_trainer", "trainer_id"),
    Index("ix_clients_person", "person_id"),
)

places = Table(
    "places",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    required("kind", Choice(PlaceKind)),
    required("name", Text),
    Column("address", Text),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("link", Text),
    Column("removed_at", Moment),
    Index("ix_places_trainer", "trainer_id"),
)

invitations = Table(
    "invitations",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    to("clients", "client_id"),
    required("digest", Text),
    required("created_at", Moment),
    required("expires_at", Moment),
    Column("used_at", Moment),
    Column("used_by", Id),
    Column("revoked_at", Moment),
    Index("uq_invitations_digest", "digest", unique=True),
    Index("ix_invitations_client", "client_id"),
)

slots = Table(
    "slots",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    required("kind", Choice(SlotKind)),
    required("starts_at", Moment),
    required("ends_at", Moment),
    required("takes_time", Boolean),
    required("anyway", Boolean),
    required("buffer_minutes", Integer),
    required("capacity", Integer),
    Column("hold_until", Moment),
    partial("ix_slots_taken", "trainer_id", "starts_at", where={"takes_time": True, "anyway": False}),
    partial("ix_slots_anyway", "trainer_id", "starts_at", where={"takes_time": True, "anyway": True}),
)

bookings = Table(
    "bookings",
    metadata,
    key(),
    to("slots", "slot_id"),
    to("trainers", "trainer_id"),
    to("clients", "client_id"),
    required("starts_at", Moment),
    required("ends_at", Moment),
    required("status", Choice(Status)),
    required("created_at", Moment),
    required("timed_at", Moment),
    required("kind", Choice(Kind)),
    required("seat", Integer),
    to("people", "person_id", nullable=True),
    to("places", "place_id", nullable=True),
    Column("price", Id),
    required("currency", Text),
    required("policy", Packed(t.pack_policy, t.unpack_policy)),
    Column("note", Text),
    required("takes_time", Boolean),
    required("double", Boolean, server_default=false()),
    required("version", Integer),
    Column("next_at", Moment),
    Column("lapses_at", Moment),
    Column("acknowledged_at", Moment),
    Column("ask_from", Moment),
    Column("outcome_at", Moment),
    Column("outcome_by", Choice(Side)),
    Column("exercises", Text),
    Column("performance", Choice(Performance)),
    Column("next_note", Text),
    Column("cancelled_at", Moment),
    Column("cancelled_by", Choice(Side)),
    Column("cancel_reason", Text),
    Index("ix_bookings_trainer", "trainer_id", "starts_at"),
    Index("ix_bookings_client", "client_id", "starts_at"),
    Index("ix_bookings_person", "person_id", "starts_at"),
    Index("ix_bookings_slot", "slot_id"),
    partial("ix_bookings_next", "next_at", where={"next_at": None}),
    partial("uq_bookings_seat", "slot_id", "seat", where={"takes_time": True}, unique=True),
)

charges = Table(
    "charges",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    to("clients", "client_id"),
    to("bookings", "booking_id"),
    required("kind", Choice(ChargeKind)),
    required("status", Choice(ChargeStatus)),
    required("amount", Id),
    required("currency", Text),
    required("created_at", Moment),
    Column("due_at", Moment),
    Column("objected_at", Moment),
    Column("settled_at", Moment),
    Index("ix_charges_booking", "booking_id"),
    Index("ix_charges_client", "client_id"),
    Index("ix_charges_due", "status", "due_at"),
)

payments = Table(
    "payments",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    to("clients", "client_id"),
    to("charges", "charge_id"),
    required("amount", Id),
    required("currency", Text),
    required("method", Choice(Method)),
    required("paid_at", Moment),
    Column("voided_at", Moment),
    Index("ix_payments_charge", "charge_id"),
)

proposals = Table(
    "proposals",
    metadata,
    key(),
    to("bookings", "booking_id"),
    to("trainers", "trainer_id"),
    required("by", Choice(Side)),
    required("starts", Packed(t.pack_moments, t.unpack_moments)),
    required("created_at", Moment),
    required("lapses_at", Moment),
    required("late", Boolean),
    required("status", Choice(ProposalStatus)),
    Column("answered_at", Moment),
    Index("ix_proposals_booking", "booking_id"),
    Index("ix_proposals_due", "status", "lapses_at"),
)

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
