"""The tables as they are after the last migration; columns are named as the entities' fields."""

from storage.columns import metadata
from storage.tables.calendar import bookings, proposals, series, slots, time_off
from storage.tables.finding import classes, health, intakes, profiles, requests, waits
from storage.tables.ledger import charges, contracts, packages, payments
from storage.tables.people import clients, invitations, people, places, trainers
from storage.tables.telling import drafts, events, inbox, memory, notices
from storage.tables.today_card import today_cards

__all__ = [
    "bookings",
    "charges",
    "classes",
    "clients",
    "contracts",
    "drafts",
    "events",
    "health",
    "inbox",
    "intakes",
    "invitations",
    "memory",
    "metadata",
    "notices",
    "packages",
    "payments",
    "people",
    "places",
    "profiles",
    "proposals",
    "requests",
    "series",
    "slots",
    "time_off",
    "today_cards",
    "trainers",
    "waits",
]
