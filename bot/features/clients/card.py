"""Shows a client's card, from wherever it is asked for."""

from __future__ import annotations

from markupsafe import Markup

from bot.features.clients import screens
from bot.features.clients.view import view
from bot.visit import Visit


async def show_card(
    visit: Visit, client_id: int, lead: Markup | None = None, *, below: bool = False, username: str = ""
) -> None:
    """In place of the tapped message, or as a new one `below`. NotFound for another trainer's client."""
    seen = await visit.read(view, client_id, visit.me.id, visit.now)
    screen = screens.card(seen, visit.calendar, lead, username)
    await (visit.say(screen) if below else visit.show(screen))
