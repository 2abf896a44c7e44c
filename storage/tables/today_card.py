"""The pinned message of the day, one a trainer."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Table, Text

from core.today_card import Pin
from storage.columns import metadata, partial, required
from storage.types import Choice, Id, Moment

today_cards = Table(
    "today_cards",
    metadata,
    Column("id", Id, ForeignKey("trainers.id"), primary_key=True, autoincrement=False),
    required("day", Date),
    Column("message_id", Id),
    required("look", Text),
    required("pin", Choice(Pin)),
    Column("old_message_id", Id),
    Column("next_look_at", Moment),
    partial("ix_today_cards_next", "next_look_at", where={"next_look_at": None}),
)
