"""Profiles, requests, waiting, classes; clients who book by themselves."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

from storage import guards

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    guards.drop(op.get_bind())
    _profiles()
    _requests()
    _classes()
    _waits()
    _openings()
    _today_cards()
    where = "message_id IS NOT NULL"
    _partial("ix_notices_message", "notices", "person_id", "message_id", where=where)
    guards.create(op.get_bind())


def _partial(name: str, table: str, *columns: str, where: str, unique: bool = False) -> None:
    op.create_index(
        name,
        table,
        list(columns),
        unique=unique,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _profiles() -> None:
    profiles = op.create_table(
        "profiles",
        sa.Column("id", ID, sa.ForeignKey("trainers.id"), primary_key=True, autoincrement=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("standing", sa.Text, nullable=False),
        sa.Column("listed", sa.Boolean, nullable=False),
        sa.Column("bio", sa.Text),
        sa.Column("specialities", sa.Text, nullable=False),
        sa.Column("languages", sa.Text, nullable=False),
        sa.Column("consultation_price", ID),
        sa.Column("consultation_minutes", sa.Integer, nullable=False),
    )
    op.create_index("uq_profiles_code", "profiles", ["code"], unique=True)
    op.create_index(
        "ix_profiles_listed",
        "profiles",
        ["id"],
        sqlite_where=sa.text("listed = 1"),
        postgresql_where=sa.text("listed"),
    )
    _profiles_of_all(profiles)


def _profiles_of_all(profiles: sa.Table) -> None:
    """Trainers who were there before: admitted, and not shown to anybody until they say so."""
    trainers = sa.table("trainers", sa.column("id", ID), sa.column("created_at", MOMENT))
    there = op.get_bind().execute(sa.select(trainers.c.id, trainers.c.created_at)).all()
    rows = [
        {
            "id": id_,
            "code": secrets.token_urlsafe(6),
            "created_at": created_at,
            "standing": "admitted",
            "listed": False,
            "specialities": "[]",
            "languages": "[]",
            "consultation_minutes": 30,
        }
        for id_, created_at in there
    ]
    if rows:
        op.bulk_insert(profiles, rows)


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", ID, primary_key=True),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("client_id", ID, sa.ForeignKey("clients.id"), nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("lapses_at", MOMENT, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("message", sa.Text),
        sa.Column("consultation", sa.Boolean, nullable=False),
        sa.Column("package_id", ID, sa.ForeignKey("packages.id")),
        sa.Column("question", sa.Text),
        sa.Column("answer", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("answered_at", MOMENT),
        sa.Column("next_at", MOMENT),
    )
    op.create_index("ix_requests_client", "requests", ["client_id"])
    op.create_index("ix_requests_person", "requests", ["person_id"])
    _partial("uq_requests_open", "requests", "trainer_id", "person_id", where="status = 'open'", unique=True)
    _partial("ix_requests_next", "requests", "next_at", where="next_at IS NOT NULL")
    op.create_table(
        "intakes",
        sa.Column("id", ID, sa.ForeignKey("clients.id"), primary_key=True, autoincrement=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("goals", sa.Text),
        sa.Column("experience", sa.Text),
        sa.Column("expectations", sa.Text),
        sa.Column("times", sa.Text),
        sa.Column("place", sa.Text),
    )
    op.create_table(
        "health",
        sa.Column("id", ID, sa.ForeignKey("clients.id"), primary_key=True, autoincrement=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("injuries", sa.Text),
    )


def _classes() -> None:
    op.create_table(
        "classes",
        sa.Column("id", ID, primary_key=True),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("slot_id", ID, sa.ForeignKey("slots.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("price", ID),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("timed_at", MOMENT, nullable=False),
        sa.Column("minimum", sa.Integer, nullable=False),
        sa.Column("place_id", ID, sa.ForeignKey("places.id")),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("listed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("run_id", ID),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("next_at", MOMENT),
        sa.Column("asked_at", MOMENT),
        sa.Column("kept_at", MOMENT),
        sa.Column("cancelled_at", MOMENT),
        sa.Column("cancel_reason", sa.Text),
    )
    op.create_index("ix_classes_trainer", "classes", ["trainer_id", "starts_at"])
    op.create_index("uq_classes_slot", "classes", ["slot_id"], unique=True)
    op.create_index("uq_classes_code", "classes", ["code"], unique=True)
    _partial("ix_classes_run", "classes", "run_id", where="run_id IS NOT NULL")
    _partial("ix_classes_next", "classes", "next_at", where="next_at IS NOT NULL")


def _waits() -> None:
    op.create_table(
        "waits",
        sa.Column("id", ID, primary_key=True),
        sa.Column("trainer_id", ID, sa.ForeignKey("trainers.id"), nullable=False),
        sa.Column("client_id", ID, sa.ForeignKey("clients.id"), nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("length_minutes", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("class_id", ID, sa.ForeignKey("classes.id")),
        sa.Column("next_at", MOMENT),
        sa.Column("offered_at", MOMENT),
        sa.Column("offered_until", MOMENT),
        sa.Column("hold_id", ID, sa.ForeignKey("slots.id")),
        sa.Column("passed", sa.Text, nullable=False),
    )
    op.create_index("ix_waits_trainer", "waits", ["trainer_id", "status", "created_at"])
    op.create_index("ix_waits_client", "waits", ["client_id"])
    _partial("ix_waits_class", "waits", "class_id", where="class_id IS NOT NULL")
    _partial("ix_waits_next", "waits", "next_at", where="next_at IS NOT NULL")


def _openings() -> None:
    op.add_column("trainers", sa.Column("opening", sa.Text, nullable=False, server_default="off"))
    for name, usual in (("notice_minutes", "120"), ("horizon_days", "30"), ("most_open", "3")):
        op.add_column("trainers", sa.Column(name, sa.Integer, nullable=False, server_default=sa.text(usual)))
    op.add_column("clients", sa.Column("opening", sa.Text))
    for name in ("muted_by_trainer", "muted_by_client"):
        op.add_column("clients", sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("bookings", sa.Column("class_id", ID))
    op.add_column("bookings", sa.Column("moves", sa.Integer, nullable=False, server_default=sa.text("0")))
    op.add_column("bookings", sa.Column("self_booked", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("bookings", sa.Column("allowed", sa.Text))
    _partial("ix_bookings_class", "bookings", "class_id", where="class_id IS NOT NULL")
    op.add_column(
        "contracts", sa.Column("rating_is_public", sa.Boolean, nullable=False, server_default=sa.false())
    )
    _partial("ix_contracts_rated", "contracts", "trainer_id", "rated_at", where="stars IS NOT NULL")


def _today_cards() -> None:
    op.add_column("trainers", sa.Column("today_card", sa.Boolean, nullable=False, server_default=sa.true()))
    op.create_table(
        "today_cards",
        sa.Column("id", ID, sa.ForeignKey("trainers.id"), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("message_id", ID),
        sa.Column("look", sa.Text, nullable=False),
        sa.Column("pin", sa.Text, nullable=False),
        sa.Column("old_message_id", ID),
        sa.Column("next_look_at", MOMENT),
    )
    _partial("ix_today_cards_next", "today_cards", "next_look_at", where="next_look_at IS NOT NULL")
