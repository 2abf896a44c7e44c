"""Who takes which time: slots, bookings, the series they came from, time off."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, false, text

from core.booking import Kind, Performance, SlotKind, Status
from core.people import Side
from core.proposal import ProposalStatus
from storage import types as t
from storage.columns import key, metadata, partial, required, to
from storage.types import Choice, Id, Moment, Packed

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
    Column("makes_up_id", Id),
    partial("ix_slots_taken", "trainer_id", "starts_at", where={"takes_time": True, "anyway": False}),
    partial("ix_slots_hold", "hold_until", where={"takes_time": True, "hold_until": None}),
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
    to("contracts", "contract_id", nullable=True),
    required("prepaid", Boolean, server_default=false()),
    to("series", "series_id", nullable=True),
    required("apart", Boolean, server_default=false()),
    Column("makes_up_id", Id),
    Column("class_id", Id),
    required("moves", Integer, server_default=text("0")),
    required("self_booked", Boolean, server_default=false()),
    Column("allowed", Text),
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
    partial("ix_bookings_contract", "contract_id", where={"contract_id": None}),
    partial("ix_bookings_series", "series_id", where={"series_id": None}),
    partial("ix_bookings_makes_up", "makes_up_id", where={"makes_up_id": None}),
    partial("ix_bookings_class", "class_id", where={"class_id": None}),
    partial("ix_bookings_next", "next_at", where={"next_at": None}),
    partial("uq_bookings_seat", "slot_id", "seat", where={"takes_time": True}, unique=True),
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

series = Table(
    "series",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    to("clients", "client_id"),
    required("rule", Text),
    required("wall", Packed(t.pack_time, t.unpack_time)),
    required("length_minutes", Integer),
    required("zone", Text),
    required("created_at", Moment),
    to("places", "place_id", nullable=True),
    to("contracts", "contract_id", nullable=True),
    Index("ix_series_client", "client_id"),
)

time_off = Table(
    "time_off",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    required("starts_at", Moment),
    required("ends_at", Moment),
    required("created_at", Moment),
    Column("reason", Text),
    Column("removed_at", Moment),
    Index("ix_time_off_trainer", "trainer_id", "starts_at"),
)
