"""The tables as they are after the last migration; columns are named as the entities' fields."""

from storage.columns import metadata
from storage.tables.calendar import bookings, proposals, series, slots, time_off
from storage.tables.ledger import charges, contracts, packages, payments
from storage.tables.people import clients, invitations, people, places, trainers
from storage.tables.telling import drafts, events, inbox, memory, notices

__all__ = [
    "bookings",
    "charges",
    "clients",
    "contracts",
    "drafts",
    "events",
    "inbox",
    "invitations",
    "memory",
    "metadata",
    "notices",
    "packages",
    "payments",
    "people",
    "places",
    "proposals",
    "series",
    "slots",
    "time_off",
    "trainers",
]
