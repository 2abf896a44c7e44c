"""People on Telegram, trainers, the clients on their lists, places and invitations."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, false, text, true

from core.people import ClientStatus, Opening, OutcomeRule, PlaceKind
from storage import types as t
from storage.columns import key, metadata, partial, required, to
from storage.types import Choice, Id, Moment, Packed

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
    Column("debt_days", Integer),
    Column("bank", Text),
    Column("account", Text),
    Column("account_name", Text),
    Column("next_holiday_at", Moment),
    required("today_card", Boolean, server_default=true()),
    required("opening", Choice(Opening), server_default=Opening.OFF.value),
    required("notice_minutes", Integer, server_default=text("120")),
    required("horizon_days", Integer, server_default=text("30")),
    required("most_open", Integer, server_default=text("3")),
    partial("ix_trainers_next_holiday", "next_holiday_at", where={"next_holiday_at": None}),
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
    Column("ended_at", Moment),
    Column("opening", Choice(Opening)),
    required("muted_by_trainer", Boolean, server_default=false()),
    required("muted_by_client", Boolean, server_default=false()),
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
