"""A trainer's own link: to be shared, copied, shown as a picture, or made anew."""

from __future__ import annotations

import secrets

from markupsafe import Markup

from bot.features.directory import card as public
from bot.features.profile import buttons as b
from bot.features.profile import screens
from bot.features.profile.overview import mine
from bot.pictures import qr
from bot.screen import Screen
from bot.visit import Visit
from core.profile import Profile
from core.use_cases import presenting


def address(visit: Visit, profile: Profile) -> str:
    return f"https://t.me/{visit.services.username}?start={public.PREFIX}{profile.code}"


async def show_link(visit: Visit, button: b.ShowLink) -> None:
    await show(visit)


async def show(visit: Visit, lead: Markup | None = None) -> None:
    profile = await mine(visit)
    await visit.show(screens.my_link(profile, address(visit, profile), visit, lead))


async def show_code(visit: Visit, button: b.ShowCode) -> None:
    """A message of its own, to be kept or passed on."""
    picture = await qr.draw(address(visit, await mine(visit)))
    text = visit.w("🔳 <b>Coach {name}</b>. Scan it, and my page opens.", name=visit.me.name)
    await visit.say(Screen(text, photo=picture))


async def ask_new_link(visit: Visit, button: b.AskNewLink) -> None:
    await visit.show(screens.sure_of_new_link(await mine(visit), visit.w))


async def new_link(visit: Visit, button: b.NewLink) -> None:
    fresh = secrets.token_urlsafe(6)
    await visit.write(presenting.renew_link, button.code, fresh, visit.act())
    await show(visit, visit.w("♻️ This is your link now. The old one leads nowhere."))
