"""Where sign-up is by approval: an admin hears of a trainer who waits, and lets them in or does not."""

from __future__ import annotations

from dataclasses import replace

from bot import saying_profile
from bot.buttons import key
from bot.features.leading import OpenProfile
from bot.features.profile import buttons as b
from bot.notices import Telling
from bot.screen import Screen, lines
from bot.visit import Visit
from core.profile import Standing
from core.use_cases import standing


async def waits(telling: Telling) -> Screen | None:
    """To an admin; nothing once somebody has let the trainer in, or when the reader is no admin any more."""
    trainer_id, w = telling.facts["trainer_id"], telling.w
    profile = await telling.books.profiles.get(trainer_id)
    is_admin = telling.reader.id in telling.services.settings.admin_ids
    if profile.standing is not Standing.WAITING or not is_admin:
        return None
    trainer = await telling.books.trainers.get(trainer_id)
    person = await telling.books.people.get(trainer_id)
    handle = f" (@{person.username})" if person.username else ""
    text = lines(
        w("🙋 <b>{name}</b>{handle} wants to train here.", name=trainer.name, handle=handle),
        w("Until you let them in, nobody finds them and no client can join them."),
    )
    keys = [key(w.plain("✅ Let in"), b.LetIn(trainer_id)), key(w.plain("Not now"), b.LetWait(trainer_id))]
    return Screen(text, [keys])


async def let_in(visit: Visit, button: b.LetIn) -> None:
    """Whichever admin is first; the others see that it is done."""
    act = replace(visit.act(), admin=True)
    await visit.write(standing.let_in, button.trainer_id, act)
    await show_answered(visit, button.trainer_id)


async def show_answered(visit: Visit, trainer_id: int) -> None:
    """As it is now: another admin may have paused them since."""
    w, profile = visit.w, await visit.read(lambda books: books.profiles.get(trainer_id))
    trainer = await visit.read(lambda books: books.trainers.get(trainer_id))
    if profile.standing is Standing.PAUSED:
        await visit.show(Screen(w("⏸ <b>{name}</b> is paused. /admin shows all coaches.", name=trainer.name)))
    else:
        await visit.show(Screen(w("✅ <b>{name}</b> is in, and knows.", name=trainer.name)))


async def let_wait(visit: Visit, button: b.LetWait) -> None:
    w, trainer_id = visit.w, button.trainer_id
    profile = await visit.read(lambda books: books.profiles.get(trainer_id))
    if profile.standing is not Standing.WAITING:
        await show_answered(visit, trainer_id)
        return
    trainer = await visit.read(lambda books: books.trainers.get(trainer_id))
    text = w("<b>{name}</b> goes on waiting. You can let them in later.", name=trainer.name)
    await visit.show(Screen(text, [[key(w.plain("✅ Let in"), b.LetIn(trainer_id))]]))


async def changed(telling: Telling) -> Screen | None:
    """To the trainer; nothing when an admin has changed it again meanwhile."""
    profile, w = await telling.books.profiles.get(telling.reader.id), telling.w
    if profile.standing.value != telling.facts["standing"]:
        return None
    rows = [[key(w.plain("🪪 Profile"), OpenProfile())]]
    if profile.standing is not Standing.ADMITTED:
        text = saying_profile.standing(profile, w) or w("Your page has changed.")
        return Screen(text, rows)
    shown = w("People who look for a coach find you now.") if profile.listed else None
    hidden = w("Make your page visible when you want people to find you.") if not profile.listed else None
    return Screen(lines(w("🎉 <b>An admin has let you in.</b>"), shown, hidden), rows)
