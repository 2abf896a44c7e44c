"""Packages and contracts, series, time off, refunds and reminders of debts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage import guards

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    guards.drop(op.get_bind())
    _contracts()
    _calendar()
    _money()
    _bookings()
    guards.create(op.get_bind())


def _partial(name: str, table: str, *columns: str, where: str, sqlite_where: str | None = None) -> None:
    op.create_index(
        name,
        table,
        list(columns),
        sqlite_where=sa.text(sqlite_where or where),
        postgresql_where=sa.text(where),
    )


def _contracts() -> None:
    op.create_table(
        "packages",
        sa.Column("id", ID, primary_key=True),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sessions", sa.Integer, nullable=False),
        sa.Column("price", ID, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("billing", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("removed_at", MOMENT),
    )
    op.create_index("ix_packages_trainer", "packages", ["trainer_id"])
    op.create_table(
        "contracts",
        sa.Column("id", ID, primary_key=True),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("client_id", ID, sa.ForeignKey("clients.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sessions", sa.Integer, nullable=False),
        sa.Column("price", ID, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("billing", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("adjustments", sa.Integer, nullable=False),
        sa.Column("first_at", MOMENT),
        sa.Column("more_days", sa.Integer, nullable=False),
        sa.Column("freezes", sa.Integer, nullable=False),
        sa.Column("frozen_days", sa.Integer, nullable=False),
        sa.Column("frozen_from", sa.Date),
        sa.Column("frozen_until", sa.Date),
        sa.Column("agreed_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("renews_id", ID, sa.ForeignKey("contracts.id")),
        sa.Column("next_at", MOMENT),
        sa.Column("stars", sa.Integer),
        sa.Column("rating", sa.Text),
        sa.Column("rated_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("ix_contracts_trainer", "contracts", ["trainer_id"])
    op.create_index("ix_contracts_client", "contracts", ["client_id"])
    _partial("ix_contracts_next", "contracts", "next_at", where="next_at IS NOT NULL")


def _calendar() -> None:
    op.create_table(
        "series",
        sa.Column("id", ID, primary_key=True),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("client_id", ID, sa.ForeignKey("clients.id"), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("wall", sa.Text, nullable=False),
        sa.Column("length_minutes", sa.Integer, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("place_id", ID, sa.ForeignKey("places.id")),
        sa.Column("contract_id", ID, sa.ForeignKey("contracts.id")),
    )
    op.create_index("ix_series_client", "series", ["client_id"])
    op.create_table(
        "time_off",
        sa.Column("id", ID, primary_key=True),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("removed_at", MOMENT),
    )
    op.create_index("ix_time_off_trainer", "time_off", ["trainer_id", "starts_at"])
    op.add_column("trainers", sa.Column("debt_days", sa.Integer))
    op.add_column("trainers", sa.Column("bank", sa.Text))
    op.add_column("trainers", sa.Column("account", sa.Text))
    op.add_column("trainers", sa.Column("account_name", sa.Text))
    op.add_column("trainers", sa.Column("next_holiday_at", MOMENT))
    _partial("ix_trainers_next_holiday", "trainers", "next_holiday_at", where="next_holiday_at IS NOT NULL")
    # Trainers who were there before: the tick looks at once, and plans what is next.
    op.execute(sa.text("UPDATE trainers SET next_holiday_at = created_at"))


def _money() -> None:
    with op.batch_alter_table("charges") as charges:
        charges.alter_column("booking_id", existing_type=ID, nullable=True)
        charges.add_column(sa.Column("contract_id", ID))
        charges.add_column(sa.Column("credit", sa.Boolean, nullable=False, server_default=sa.false()))
        charges.add_column(sa.Column("reason", sa.Text))
        charges.add_column(sa.Column("claimed_at", MOMENT))
        charges.add_column(sa.Column("remind_at", MOMENT))
        charges.create_foreign_key("fk_charges_contract_id", "contracts", ["contract_id"], ["id"])
    op.create_index("ix_charges_trainer", "charges", ["trainer_id", "status"])
    _partial("ix_charges_contract", "charges", "contract_id", where="contract_id IS NOT NULL")
    _partial("ix_charges_remind", "charges", "remind_at", where="remind_at IS NOT NULL")
    op.add_column("payments", sa.Column("refund", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("payments", sa.Column("reason", sa.Text))
    op.create_index("ix_payments_trainer", "payments", ["trainer_id", "paid_at"])
    op.create_index("ix_events_client", "events", ["client_id"])
    op.create_index("ix_payments_client", "payments", ["client_id"])


def _bookings() -> None:
    op.add_column("slots", sa.Column("makes_up_id", ID))
    op.add_column("clients", sa.Column("ended_at", MOMENT))
    with op.batch_alter_table("bookings") as bookings:
        bookings.add_column(sa.Column("contract_id", ID))
        bookings.add_column(sa.Column("prepaid", sa.Boolean, nullable=False, server_default=sa.false()))
        bookings.add_column(sa.Column("series_id", ID))
        bookings.add_column(sa.Column("apart", sa.Boolean, nullable=False, server_default=sa.false()))
        bookings.add_column(sa.Column("makes_up_id", ID))
        bookings.create_foreign_key("fk_bookings_contract_id", "contracts", ["contract_id"], ["id"])
        bookings.create_foreign_key("fk_bookings_series_id", "series", ["series_id"], ["id"])
    _partial("ix_bookings_contract", "bookings", "contract_id", where="contract_id IS NOT NULL")
    _partial("ix_bookings_series", "bookings", "series_id", where="series_id IS NOT NULL")
    _partial("ix_bookings_makes_up", "bookings", "makes_up_id", where="makes_up_id IS NOT NULL")
    _partial(
        "ix_slots_hold",
        "slots",
        "hold_until",
        where="takes_time AND hold_until IS NOT NULL",
        sqlite_where="takes_time = 1 AND hold_until IS NOT NULL",
    )
