"""A trainer's own profile as a whole: what clients read, and whether they find it."""

from __future__ import annotations

from markupsafe import Markup

from bot.dialogue import leave
from bot.features.directory import card as public
from bot.features.leading import OpenProfile
from bot.features.profile import buttons as b
from bot.features.profile import screens
from bot.visit import Visit
from core.profile import Profile
from core.use_cases import directory, presenting


async def mine(visit: Visit) -> Profile:
    return await visit.read(lambda books: books.profiles.get(visit.me.id))


async def open_profile(visit: Visit, button: OpenProfile) -> None:
    await show_profile(visit)


async def show_profile(visit: Visit, lead: Markup | None = None) -> None:
    await leave(visit, b.DIALOGUE)
    await visit.show(screens.overview(await mine(visit), visit, lead))


async def preview(visit: Visit, button: b.Preview) -> None:
    """The card itself, as it is read by everybody else; [Edit] leads back."""
    profile = await mine(visit)
    seen = await visit.read(directory.card, profile.code, visit.person.id, visit.now)
    await visit.show(public.card(seen, visit, "", visit.w("👀 This is what clients see:")))


async def set_visible(visit: Visit, button: b.SetVisible) -> None:
    profile = await visit.write(presenting.change, {"listed": button.listed}, visit.act())
    await show_profile(visit, screens.turned(profile, visit.w))
