"""Who may be found and take on somebody new: where sign-up is by approval an admin lets trainers in.

One who waits, or is paused, keeps the calendar and all that is agreed; only nobody new comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.act import Act, Event
from core.errors import NotTaking, NotYours
from core.notice import NoticeKind, told
from core.ports import Books
from core.profile import Profile, Standing
from core.use_cases import desk


async def ask_admins(books: Books, trainer_id: int, admins: Iterable[int], act: Act) -> None:
    """Every admin who has written to the bot hears that somebody waits."""
    known = await books.people.pick(admins)
    notices = [told(p.id, NoticeKind.TRAINER_WAITING, act, trainer_id=trainer_id) for p in known]
    if notices:
        await books.notices.add(notices)


async def let_in(books: Books, trainer_id: int, act: Act) -> Profile:
    """One who waits. Whoever was paused meanwhile stays so: an old button does not undo that."""
    return await _set(books, trainer_id, Standing.ADMITTED, "trainer_admitted", act, only=Standing.WAITING)


async def admit(books: Books, trainer_id: int, act: Act) -> Profile:
    """Lets in one who waits, or who was paused. NotYours for whoever is no admin."""
    return await _set(books, trainer_id, Standing.ADMITTED, "trainer_admitted", act)


async def pause(books: Books, trainer_id: int, act: Act) -> Profile:
    """Nobody finds them from now on, and nobody new comes; what is agreed goes on."""
    return await _set(books, trainer_id, Standing.PAUSED, "trainer_paused", act)


async def _set(
    books: Books, trainer_id: int, to: Standing, kind: str, act: Act, *, only: Standing | None = None
) -> Profile:
    """Said again it changes nothing, and nobody is told twice. `only`: nothing for any other standing."""
    if not act.admin:
        raise NotYours
    await books.lock(trainers=[trainer_id])
    await desk.once(books, act)
    profile = await books.profiles.get(trainer_id)
    if profile.standing is to or only not in (None, profile.standing):
        return profile
    profile = replace(profile, standing=to)
    await books.profiles.save(profile)
    await books.notices.add([told(trainer_id, NoticeKind.STANDING, act, standing=to.value)])
    await books.events.add(Event(0, act.key, act.by, act.at, kind, trainer_id=trainer_id))
    return profile


async def takes(books: Books, trainer_id: int) -> bool:
    """Whether somebody new may come to this trainer."""
    profile = await books.profiles.find(trainer_id)
    return profile is None or profile.standing is Standing.ADMITTED


async def require_taking(books: Books, trainer_id: int) -> None:
    if not await takes(books, trainer_id):
        raise NotTaking
