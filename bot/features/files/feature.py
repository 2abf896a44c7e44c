"""Files: a session for another calendar, the whole calendar, and tables of a period."""

from __future__ import annotations

from bot.feature import Feature, Tap, Who
from bot.features.files import calendars, tables
from bot.features.files.buttons import AskFile, CalendarIcs, MakeFile, SessionIcs
from bot.texts import N_

__all__ = ["feature"]

feature = Feature(
    name="files",
    help=N_("[📅 .ics] on a session puts it into the calendar of your phone."),
    who=Who.ANYONE,
    taps=(
        Tap(SessionIcs, calendars.one_session),
        Tap(CalendarIcs, calendars.whole_calendar),
        Tap(AskFile, tables.ask, Who.TRAINER),
        Tap(MakeFile, tables.make, Who.TRAINER),
    ),
    on_card=calendars.on_card,
)
