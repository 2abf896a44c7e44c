"""A session booked and told: people, slots, bookings, notices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:  # noqa: PLR0915  # the first tables, one after the other
    op.create_table(
        "drafts",
        sa.Column("id", ID, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("dialogue", sa.Text, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("last_update_id", ID, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("message_id", ID),
        sa.Column("parked", sa.Boolean, nullable=False),
    )
    op.create_index("ix_drafts_person", "drafts", ["person_id"])
    op.create_index("ix_drafts_updated", "drafts", ["updated_at"])
    op.create_index("uq_drafts_key", "drafts", ["key"], unique=True)
    op.create_table(
        "events",
        sa.Column("id", ID, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("booking_id", ID),
        sa.Column("client_id", ID),
        sa.Column("trainer_id", ID),
        sa.Column("data", sa.Text),
    )
    op.create_index("ix_events_booking", "events", ["booking_id"])
    op.create_index("uq_events_key", "events", ["key"], unique=True)
    op.create_table(
        "inbox",
        sa.Column("update_id", ID, primary_key=True, autoincrement=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("done_at", MOMENT),
    )
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["update_id"],
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "memory",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("id", ID, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("username", sa.Text),
        sa.Column("blocked_at", MOMENT),
    )
    op.create_table(
        "trainers",
        sa.Column("id", ID, sa.ForeignKey("people.id"), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("price", ID),
        sa.Column("length_minutes", sa.Integer, nullable=False),
        sa.Column("hours", sa.Text, nullable=False),
        sa.Column("place_id", ID),
        sa.Column("buffer_minutes", sa.Integer, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("client_leads", sa.Text, nullable=False),
        sa.Column("trainer_leads", sa.Text, nullable=False),
        sa.Column("quiet", sa.Text, nullable=False),
        sa.Column("daily_list", sa.Text),
        sa.Column("next_list_at", MOMENT),
        sa.Column("outcome_rule", sa.Text, nullable=False),
    )
    op.create_index(
        "ix_trainers_next_list",
        "trainers",
        ["next_list_at"],
        sqlite_where=sa.text("next_list_at IS NOT NULL"),
        postgresql_where=sa.text("next_list_at IS NOT NULL"),
    )
    op.create_table(
        "clients",
        sa.Column("id", ID, primary_key=True),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("people.id")),
        sa.Column("phone", sa.Text),
        sa.Column("agreed_at", MOMENT),
    )
    op.create_index("ix_clients_person", "clients", ["person_id"])
    op.create_index("ix_clients_trainer", "clients", ["trainer_id"])
    op.create_table(
        "places",
        sa.Column("id", ID, primary_key=True),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("latitude", sa.Float),
        sa.Column("longitude", sa.Float),
        sa.Column("link", sa.Text),
        sa.Column("removed_at", MOMENT),
    )
    op.create_index("ix_places_trainer", "places", ["trainer_id"])
    op.create_table(
        "slots",
        sa.Column("id", ID, primary_key=True),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("takes_time", sa.Boolean, nullable=False),
        sa.Column("anyway", sa.Boolean, nullable=False),
        sa.Column("buffer_minutes", sa.Integer, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("hold_until", MOMENT),
    )
    op.create_index(
        "ix_slots_anyway",
        "slots",
        ["trainer_id", "starts_at"],
        sqlite_where=sa.text("takes_time = 1 AND anyway = 1"),
        postgresql_where=sa.text("takes_time AND anyway"),
    )
    op.create_index(
        "ix_slots_taken",
        "slots",
        ["trainer_id", "starts_at"],
        sqlite_where=sa.text("takes_time = 1 AND anyway = 0"),
        postgresql_where=sa.text("takes_time AND NOT anyway"),
    )
    op.create_table(
        "bookings",
        sa.Column("id", ID, primary_key=True),
        sa.Column("slot_id", ID, sa.ForeignKey("slots.id"), nullable=False),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("client_id", ID, sa.ForeignKey("clients.id"), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("timed_at", MOMENT, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("seat", sa.Integer, nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("people.id")),
        sa.Column("place_id", ID, sa.ForeignKey("places.id")),
        sa.Column("price", ID),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("takes_time", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("next_at", MOMENT),
        sa.Column("lapses_at", MOMENT),
    )
    op.create_index("ix_bookings_client", "bookings", ["client_id", "starts_at"])
    op.create_index(
        "ix_bookings_next",
        "bookings",
        ["next_at"],
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index("ix_bookings_person", "bookings", ["person_id", "starts_at"])
    op.create_index("ix_bookings_slot", "bookings", ["slot_id"])
    op.create_index("ix_bookings_trainer", "bookings", ["trainer_id", "starts_at"])
    op.create_index(
        "uq_bookings_seat",
        "bookings",
        ["slot_id", "seat"],
        unique=True,
        sqlite_where=sa.text("takes_time = 1"),
        postgresql_where=sa.text("takes_time"),
    )
    op.create_table(
        "notices",
        sa.Column("id", ID, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("booking_id", ID, sa.ForeignKey("bookings.id")),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("silent", sa.Boolean, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("leased_until", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("message_id", ID),
    )
    op.create_index("ix_notices_booking", "notices", ["booking_id", "kind"])
    op.create_index(
        "ix_notices_waiting",
        "notices",
        ["person_id", "due_at"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("uq_notices_key", "notices", ["key"], unique=True)
    guards.create(op.get_bind(), ("guard_trainer_time",))
