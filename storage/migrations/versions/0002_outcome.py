"""Outcomes, penalties, payments, invitations and wishes to move."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage import guards

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:  # noqa: PLR0915  # tables, one after the other
    op.create_table(
        "invitations",
        sa.Column("id", ID, primary_key=True),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("client_id", ID, sa.ForeignKey("clients.id"), nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Column("used_by", ID),
        sa.Column("revoked_at", MOMENT),
    )
    op.create_index("ix_invitations_client", "invitations", ["client_id"])
    op.create_index("uq_invitations_digest", "invitations", ["digest"], unique=True)
    op.create_table(
        "charges",
        sa.Column("id", ID, primary_key=True),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("client_id", ID, sa.ForeignKey("clients.id"), nullable=False),
        sa.Column("booking_id", ID, sa.ForeignKey("bookings.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("amount", ID, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("objected_at", MOMENT),
        sa.Column("settled_at", MOMENT),
    )
    op.create_index("ix_charges_booking", "charges", ["booking_id"])
    op.create_index("ix_charges_client", "charges", ["client_id"])
    op.create_index("ix_charges_due", "charges", ["status", "due_at"])
    op.create_table(
        "proposals",
        sa.Column("id", ID, primary_key=True),
        sa.Column("booking_id", ID, sa.ForeignKey("bookings.id"), nullable=False),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("starts", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("lapses_at", MOMENT, nullable=False),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("answered_at", MOMENT),
    )
    op.create_index("ix_proposals_booking", "proposals", ["booking_id"])
    op.create_index("ix_proposals_due", "proposals", ["status", "lapses_at"])
    op.create_table(
        "payments",
        sa.Column("id", ID, primary_key=True),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("client_id", ID, sa.ForeignKey("clients.id"), nullable=False),
        sa.Column("charge_id", ID, sa.ForeignKey("charges.id"), nullable=False),
        sa.Column("amount", ID, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("paid_at", MOMENT, nullable=False),
        sa.Column("voided_at", MOMENT),
    )
    op.create_index("ix_payments_charge", "payments", ["charge_id"])
    with op.batch_alter_table("bookings") as bookings:
        bookings.add_column(sa.Column("double", sa.Boolean, nullable=False, server_default=sa.false()))
        bookings.add_column(sa.Column("acknowledged_at", MOMENT))
        bookings.add_column(sa.Column("ask_from", MOMENT))
        bookings.add_column(sa.Column("outcome_at", MOMENT))
        bookings.add_column(sa.Column("outcome_by", sa.Text))
        bookings.add_column(sa.Column("exercises", sa.Text))
        bookings.add_column(sa.Column("performance", sa.Text))
        bookings.add_column(sa.Column("next_note", sa.Text))
        bookings.add_column(sa.Column("cancelled_at", MOMENT))
        bookings.add_column(sa.Column("cancelled_by", sa.Text))
        bookings.add_column(sa.Column("cancel_reason", sa.Text))
    op.add_column("clients", sa.Column("agreed_policy", sa.Text))
    op.add_column("notices", sa.Column("doubts", sa.Integer, nullable=False, server_default=sa.text("0")))
    op.create_index(
        "ix_notices_due",
        "notices",
        ["due_at", "id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    guards.create(op.get_bind())
