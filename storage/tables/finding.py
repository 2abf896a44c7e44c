"""Finding each other: profiles, requests, what was told in confidence, waiting, classes."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, false, text

from core.group_class import ClassStatus
from core.profile import Standing
from core.request import RequestStatus
from core.wait import WaitStatus
from storage import types as t
from storage.columns import key, metadata, partial, required, to
from storage.types import Choice, Id, Moment, Packed

profiles = Table(
    "profiles",
    metadata,
    Column("id", Id, ForeignKey("trainers.id"), primary_key=True, autoincrement=False),
    required("code", Text),
    required("created_at", Moment),
    required("standing", Choice(Standing)),
    required("listed", Boolean),
    Column("bio", Text),
    required("specialities", Packed(list, tuple)),
    required("languages", Packed(list, tuple)),
    Column("consultation_price", Id),
    required("consultation_minutes", Integer),
    Index("uq_profiles_code", "code", unique=True),
    partial("ix_profiles_listed", "id", where={"listed": True}),
)

requests = Table(
    "requests",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    to("clients", "client_id"),
    to("people", "person_id"),
    required("created_at", Moment),
    required("lapses_at", Moment),
    required("status", Choice(RequestStatus)),
    Column("message", Text),
    required("consultation", Boolean),
    to("packages", "package_id", nullable=True),
    Column("question", Text),
    Column("answer", Text),
    Column("reason", Text),
    Column("answered_at", Moment),
    Column("next_at", Moment),
    Index("ix_requests_client", "client_id"),
    Index("ix_requests_person", "person_id"),
    Index(
        "uq_requests_open",
        "trainer_id",
        "person_id",
        unique=True,
        sqlite_where=text("status = 'open'"),
        postgresql_where=text("status = 'open'"),
    ),
    partial("ix_requests_next", "next_at", where={"next_at": None}),
)

intakes = Table(
    "intakes",
    metadata,
    Column("id", Id, ForeignKey("clients.id"), primary_key=True, autoincrement=False),
    required("updated_at", Moment),
    Column("goals", Text),
    Column("experience", Text),
    Column("expectations", Text),
    Column("times", Text),
    Column("place", Text),
)

health = Table(
    "health",
    metadata,
    Column("id", Id, ForeignKey("clients.id"), primary_key=True, autoincrement=False),
    required("told_at", Moment),
    Column("injuries", Text),
)

waits = Table(
    "waits",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    to("clients", "client_id"),
    to("people", "person_id"),
    required("created_at", Moment),
    required("starts_at", Moment),
    required("ends_at", Moment),
    required("length_minutes", Integer),
    required("status", Choice(WaitStatus)),
    to("classes", "class_id", nullable=True),
    Column("next_at", Moment),
    Column("offered_at", Moment),
    Column("offered_until", Moment),
    to("slots", "hold_id", nullable=True),
    required("passed", Packed(t.pack_moments, t.unpack_moments)),
    Index("ix_waits_trainer", "trainer_id", "status", "created_at"),
    Index("ix_waits_client", "client_id"),
    partial("ix_waits_class", "class_id", where={"class_id": None}),
    partial("ix_waits_next", "next_at", where={"next_at": None}),
)

classes = Table(
    "classes",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    to("slots", "slot_id"),
    required("name", Text),
    required("starts_at", Moment),
    required("ends_at", Moment),
    required("capacity", Integer),
    Column("price", Id),
    required("currency", Text),
    required("created_at", Moment),
    required("code", Text),
    required("timed_at", Moment),
    required("minimum", Integer),
    to("places", "place_id", nullable=True),
    required("policy", Packed(t.pack_policy, t.unpack_policy)),
    required("listed", Boolean, server_default=false()),
    Column("run_id", Id),
    required("status", Choice(ClassStatus)),
    required("version", Integer),
    Column("next_at", Moment),
    Column("asked_at", Moment),
    Column("kept_at", Moment),
    Column("cancelled_at", Moment),
    Column("cancel_reason", Text),
    Index("ix_classes_trainer", "trainer_id", "starts_at"),
    Index("uq_classes_slot", "slot_id", unique=True),
    Index("uq_classes_code", "code", unique=True),
    partial("ix_classes_run", "run_id", where={"run_id": None}),
    partial("ix_classes_next", "next_at", where={"next_at": None}),
)
