"""A client's own sessions: ahead, past and cancelled in one message; and what a client types."""

from __future__ import annotations

from bot.feature import Command, Feature, Step, Tap, Who
from bot.features.sessions import calendar, lines, listing
from bot.features.sessions.buttons import MyDay, MyMonth, MyWeek, OpenMine, ShowSessions, TurnMyLight
from bot.texts import N_

__all__ = ["ShowSessions", "feature"]

feature = Feature(
    name="sessions",
    help=N_(
        "/sessions shows your sessions. Type a line, and I show the session or pass it on to your coach."
    ),
    who=Who.CLIENT,
    commands=(Command("sessions", listing.my_sessions, N_("Your sessions"), Who.CLIENT),),
    taps=(
        Tap(ShowSessions, listing.show, Who.CLIENT),
        Tap(OpenMine, listing.open_mine),
        Tap(MyDay, calendar.show_day, Who.CLIENT),
        Tap(MyWeek, calendar.show_week, Who.CLIENT),
        Tap(MyMonth, calendar.show_month, Who.CLIENT),
        Tap(TurnMyLight, calendar.turn_light, Who.CLIENT),
        Tap(lines.SendLine, lines.send, Who.CLIENT),
    ),
    steps={f"{lines.DIALOGUE}:{lines.WAITS}": Step(lines.ask_again, lines.answer)},
    lines=(lines.read,),
)
