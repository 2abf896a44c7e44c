"""The tables as they are after the last migration; columns are named as the entities' fields."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text, false, text

from core.booking import Kind, Performance, SlotKind, Status
from core.charge import ChargeKind, ChargeStatus, Method
from core.notice import NoticeKind, NoticeState
from core.people import ClientStatus, OutcomeRule, PlaceKind, Side
from core.proposal import ProposalStatus
from storage import types as t
from storage.types import Choice, Id, Moment, Packed

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _required(name: str, type_: Any, *args: Any, **options: Any) -> Column[Any]:
    return Column(name, type_, *args, nullable=False, **options)


def _id() -> Column[Any]:
    return Column("id", Id, primary_key=True)


def _to(table: str, name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, Id, ForeignKey(f"{table}.id"), nullable=nullable)


def partial(name: str, *columns: str, where: dict[str, bool | None], unique: bool = False) -> Index:
    """An index over some rows only: by truth of a column, or (None) by its being set."""

    def condition(true: str, false: str) -> Any:
        forms = {True: true, False: false, None: "{} IS NOT NULL"}
        return text(" AND ".join(forms[wanted].format(column) for column, wanted in where.items()))

    return Index(
        name,
        *columns,
        unique=unique,
        sqlite_where=condition("{} = 1", "{} = 0"),
        postgresql_where=condition("{}", "NOT {}"),
    )


people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    _required("name", Text),
    _required("language", Text),
    _required("zone", Text),
    _required("created_at", Moment),
    Column("username", Text),
    Column("blocked_at", Moment),
)

trainers = Table(
    "trainers",
    metadata,
    Column("id", Id, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    _required("name", Text),
    _required("zone", Text),
    _required("created_at", Moment),
    _required("currency", Text),
    Column("price", Id),
    _required("length_minutes", Integer),
    _required("hours", Packed(t.pack_hours, t.unpack_hours)),
    Column("place_id", Id),
    _required("buffer_minutes", Integer),
    _required("policy", Packed(t.pack_policy, t.unpack_policy)),
    _required("client_leads", Packed(list, tuple)),
    _required("trainer_leads", Packed(list, tuple)),
    _required("quiet", Packed(t.pack_quiet, t.unpack_quiet)),
    Column("daily_list", Packed(t.pack_time, t.unpack_time)),
    Column("next_list_at", Moment),
    _required("outcome_rule", Choice(OutcomeRule)),
    partial("ix_trainers_next_list", "next_list_at", where={"next_list_at": None}),
)

clients = Table(
    "clients",
    metadata,
    _id(),
    _to("trainers", "trainer_id"),
    _required("name", Text),
    _required("status", Choice(ClientStatus)),
    _required("created_at", Moment),
    _to("people", "person_id", nullable=True),
    Column("phone", Text),
    Column("agreed_at", Moment),
    Index("ix_clients_trainer", "trainer_id"),
    Index("ix_clients_person", "person_id"),
)

places = Table(
    "places",
    metadata,
    _id(),
    _to("trainers", "trainer_id"),
    _required("kind", Choice(PlaceKind)),
    _required("name", Text),
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
    _id(),
    _to("trainers", "trainer_id"),
    _to("clients", "client_id"),
    _required("digest", Text),
    _required("created_at", Moment),
    _required("expires_at", Moment),
    Column("used_at", Moment),
    Column("used_by", Id),
    Column("revoked_at", Moment),
    Index("uq_invitations_digest", "digest", unique=True),
    Index("ix_invitations_client", "client_id"),
)

slots = Table(
    "slots",
    metadata,
    _id(),
    _to("trainers", "trainer_id"),
    _required("kind", Choice(SlotKind)),
    _required("starts_at", Moment),
    _required("ends_at", Moment),
    _required("takes_time", Boolean),
    _required("anyway", Boolean),
    _required("buffer_minutes", Integer),
    _required("capacity", Integer),
    Column("hold_until", Moment),
    partial("ix_slots_taken", "trainer_id", "starts_at", where={"takes_time": True, "anyway": False}),
    partial("ix_slots_anyway", "trainer_id", "starts_at", where={"takes_time": True, "anyway": True}),
)

bookings = Table(
    "bookings",
    metadata,
    _id(),
    _to("slots", "slot_id"),
    _to("trainers", "trainer_id"),
    _to("clients", "client_id"),
    _required("starts_at", Moment),
    _required("ends_at", Moment),
    _required("status", Choice(Status)),
    _required("created_at", Moment),
    _required("timed_at", Moment),
    _required("kind", Choice(Kind)),
    _required("seat", Integer),
    _to("people", "person_id", nullable=True),
    _to("places", "place_id", nullable=True),
    Column("price", Id),
    _required("currency", Text),
    _required("policy", Packed(t.pack_policy, t.unpack_policy)),
    Column("note", Text),
    _required("takes_time", Boolean),
    _required("double", Boolean, server_default=false()),
    _required("version", Integer),
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
    _id(),
    _to("trainers", "trainer_id"),
    _to("clients", "client_id"),
    _to("bookings", "booking_id"),
    _required("kind", Choice(ChargeKind)),
    _required("status", Choice(ChargeStatus)),
    _required("amount", Id),
    _required("currency", Text),
    _required("created_at", Moment),
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
    _id(),
    _to("trainers", "trainer_id"),
    _to("clients", "client_id"),
    _to("charges", "charge_id"),
    _required("amount", Id),
    _required("currency", Text),
    _required("method", Choice(Method)),
    _required("paid_at", Moment),
    Column("voided_at", Moment),
    Index("ix_payments_charge", "charge_id"),
)

proposals = Table(
    "proposals",
    metadata,
    _id(),
    _to("bookings", "booking_id"),
    _to("trainers", "trainer_id"),
    _required("by", Choice(Side)),
    _required("starts", Packed(t.pack_moments, t.unpack_moments)),
    _required("created_at", Moment),
    _required("lapses_at", Moment),
    _required("late", Boolean),
    _required("status", Choice(ProposalStatus)),
    Column("answered_at", Moment),
    Index("ix_proposals_booking", "booking_id"),
    Index("ix_proposals_due", "status", "lapses_at"),
)

notices = Table(
    "notices",
    metadata,
    _id(),
    _required("key", Text),
    _to("people", "person_id"),
    _required("kind", Choice(NoticeKind)),
    _required("created_at", Moment),
    _required("due_at", Moment),
    _required("facts", Packed(t.as_is, t.as_is)),
    _to("bookings", "booking_id", nullable=True),
    _required("state", Choice(NoticeState)),
    _required("silent", Boolean),
    _required("attempts", Integer),
    _required("doubts", Integer, server_default=text("0")),
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
    _id(),
    _required("key", Text),
    _required("by", Id),
    _required("at", Moment),
    _required("kind", Text),
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
    _id(),
    _required("key", Text),
    _required("person_id", Id),
    _required("dialogue", Text),
    _required("step", Text),
    _required("updated_at", Moment),
    _required("last_update_id", Id),
    _required("fields", Packed(t.as_is, t.as_is)),
    Column("message_id", Id),
    _required("parked", Boolean),
    Index("uq_drafts_key", "key", unique=True),
    Index("ix_drafts_person", "person_id"),
    Index("ix_drafts_updated", "updated_at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", Id, primary_key=True, autoincrement=False),
    _required("chat_id", Id),
    Column("body", Text),
    _required("received_at", Moment),
    _required("attempts", Integer),
    Column("done_at", Moment),
    Index(
        "ix_inbox_waiting",
        "update_id",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
)

#: What the bot remembers about itself: the last offset, what a server refused, the commands it set.
memory = Table("memory", metadata, Column("key", Text, primary_key=True), _required("value", Text))
