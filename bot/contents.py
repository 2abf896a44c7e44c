"""The table of contents: what the bot can do, in the order in which a typed line is offered to it."""

from __future__ import annotations

from bot.feature import Feature
from bot.features import (
    forwarding,
    invitations,
    notes,
    payment,
    penalty,
    reminders,
    session,
)
from bot.features import help as help_
from bot.features.admin import feature as admin
from bot.features.book import feature as book
from bot.features.cancel import feature as cancel
from bot.features.change import feature as change
from bot.features.classes import feature as classes
from bot.features.clients import feature as clients
from bot.features.coordination import feature as coordination
from bot.features.day import feature as day
from bot.features.directory import feature as directory
from bot.features.ending import feature as ending
from bot.features.files import feature as files
from bot.features.free_times import feature as free_times
from bot.features.make_up import feature as make_up
from bot.features.money import feature as money
from bot.features.move import feature as move
from bot.features.outcome import feature as outcome
from bot.features.packages import feature as packages
from bot.features.places import feature as places
from bot.features.profile import feature as profile
from bot.features.requests import feature as requests
from bot.features.series import feature as series
from bot.features.sessions import feature as sessions
from bot.features.settings import feature as settings
from bot.features.several import feature as several
from bot.features.start import feature as start
from bot.features.stats import feature as stats
from bot.features.talking import feature as talking
from bot.features.time_off import feature as time_off
from bot.features.timeline import feature as timeline
from bot.features.waiting import feature as waiting

FEATURES: tuple[Feature, ...] = (
    start.feature,
    help_.feature,
    settings.feature,
    profile.feature,
    directory.feature,
    places.feature,
    time_off.feature,
    classes.feature,
    book.feature,
    free_times.feature,
    series.feature,
    several.feature,
    day.feature,
    money.feature,
    stats.feature,
    packages.feature,
    clients.feature,
    timeline.feature,
    invitations.feature,
    requests.feature,
    coordination.feature,
    talking.feature,
    ending.feature,
    make_up.feature,
    waiting.feature,
    session.feature,
    reminders.feature,
    change.feature,
    move.feature,
    cancel.feature,
    outcome.feature,
    payment.feature,
    penalty.feature,
    notes.feature,
    files.feature,
    sessions.feature,
    admin.feature,
    forwarding.feature,
)
