"""What was agreed, what is owed, what was paid."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, false

from core.booking import Kind
from core.charge import ChargeKind, ChargeStatus, Method
from core.contract import Billing, ContractStatus
from storage import types as t
from storage.columns import key, metadata, partial, required, to
from storage.types import Choice, Id, Moment, Packed

packages = Table(
    "packages",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    required("name", Text),
    required("sessions", Integer),
    required("price", Id),
    required("currency", Text),
    required("created_at", Moment),
    required("days", Integer),
    required("billing", Choice(Billing)),
    required("kind", Choice(Kind)),
    Column("removed_at", Moment),
    Index("ix_packages_trainer", "trainer_id"),
)

contracts = Table(
    "contracts",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    to("clients", "client_id"),
    required("name", Text),
    required("sessions", Integer),
    required("price", Id),
    required("currency", Text),
    required("created_at", Moment),
    required("days", Integer),
    required("billing", Choice(Billing)),
    required("kind", Choice(Kind)),
    required("policy", Packed(t.pack_policy, t.unpack_policy)),
    required("status", Choice(ContractStatus)),
    required("adjustments", Integer),
    Column("first_at", Moment),
    required("more_days", Integer),
    required("freezes", Integer),
    required("frozen_days", Integer),
    Column("frozen_from", Date),
    Column("frozen_until", Date),
    Column("agreed_at", Moment),
    Column("ended_at", Moment),
    to("contracts", "renews_id", nullable=True),
    Column("next_at", Moment),
    Column("stars", Integer),
    Column("rating", Text),
    required("rating_is_public", Boolean, server_default=false()),
    Column("rated_at", Moment),
    required("version", Integer),
    Index("ix_contracts_trainer", "trainer_id"),
    Index("ix_contracts_client", "client_id"),
    partial("ix_contracts_next", "next_at", where={"next_at": None}),
    partial("ix_contracts_rated", "trainer_id", "rated_at", where={"stars": None}),
)

charges = Table(
    "charges",
    metadata,
    key(),
    to("trainers", "trainer_id"),
    to("clients", "client_id"),
    to("bookings", "booking_id", nullable=True),
    required("kind", Choice(ChargeKind)),
    required("status", Choice(ChargeStatus)),
    required("amount", Id),
    required("currency", Text),
    required("created_at", Moment),
    Column("due_at", Moment),
    Column("objected_at", Moment),
    Column("settled_at", Moment),
    to("contracts", "contract_id", nullable=True),
    required("credit", Boolean, server_default=false()),
    Column("reason", Text),
    Column("claimed_at", Moment),
    Column("remind_at", Moment),
    partial("ix_charges_contract", "contract_id", where={"contract_id": None}),
    partial("ix_charges_remind", "remind_at", where={"remind_at": None}),
    Index("ix_charges_trainer", "trainer_id", "status"),
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
    required("refund", Boolean, server_default=false()),
    Column("reason", Text),
    Index("ix_payments_trainer", "trainer_id", "paid_at"),
    Index("ix_payments_client", "client_id"),
    Index("ix_payments_charge", "charge_id"),
)
