"""/admin: sessions of everybody, conflicts to resolve, coaches to let in, figures, the log, a word to all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot import answering
from bot.buttons import in_rows, key
from bot.dialogue import leave
from bot.feature import Command, Feature, Step, Tap, Who
from bot.features.admin import bookings, coaches, log, news, resolving, told
from bot.features.admin import buttons as b
from bot.screen import Screen, lines
from bot.texts import N_
from bot.visit import Visit
from core.act import Event
from core.errors import NotPossible, Stale
from core.notice import NoticeKind
from core.ports import Books


async def admin(visit: Visit) -> None:
    await leave(visit, bookings.DIALOGUE)
    await visit.show(await _home(visit))


async def _home(visit: Visit) -> Screen:
    w = visit.w

    async def read(books: Books) -> tuple[int, int]:
        return await books.oversight.count_clashes(visit.now), len(await books.profiles.waiting())

    clashes, waiting = await visit.read(read)
    text = lines(
        w("<b>🛡 Admin</b>"),
        w.many("⚠️ {n} conflict ahead", "⚠️ {n} conflicts ahead", clashes) if clashes else w("👌 No conflicts"),
        w.many("⏳ {n} coach waits to be let in", "⏳ {n} coaches wait to be let in", waiting)
        if waiting
        else None,
        "",
        w("<i>What you do here is logged, and told to those whom it concerns.</i>"),
    )
    keys = [
        key(w.plain("📅 Sessions"), b.Bookings()),
        key(w.plain("⚠️ Conflicts"), b.Clashes()),
        key(w.plain("🏋️ Coaches"), b.Coaches()),
        key(w.plain("📊 Figures"), b.AllFigures()),
        key(w.plain("📜 Log"), b.Log()),
        key(w.plain("📣 Word to all"), b.WriteNews()),
    ]
    return Screen(text, in_rows(keys, 2))


async def present(visit: Visit, event: Event) -> bool:
    """After an act that was carried out before: where it led."""
    if event.kind.startswith("overseen_") and event.booking_id is not None and Who.ADMIN in visit.roles:
        await visit.show(await resolving.card(visit, event.booking_id))
    elif event.kind in ("announced", "trainer_admitted", "trainer_paused") and Who.ADMIN in visit.roles:
        await visit.show(await _home(visit))
    else:
        return False
    return True


def _for_admins(answer: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """A dialogue that was begun as an admin ends with being one."""

    async def guarded(visit: Visit, *rest: Any) -> None:
        if Who.ADMIN in visit.roles:
            await _up_to_date(answer)(visit, *rest)
        else:
            await visit.close()
            await answering.unknown_command(visit)

    return guarded


def _up_to_date(answer: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """What has changed meanwhile is shown as it is: on an admin's card, which is neither of the two's."""

    async def guarded(visit: Visit, *rest: Any) -> None:
        try:
            await answer(visit, *rest)
        except (Stale, NotPossible) as refusal:
            await visit.toast(visit.w.plain("This has changed since. Here is how it is now."))
            await visit.show(await resolving.card(visit, refusal.booking_id))

    return guarded


feature = Feature(
    name="admin",
    help=N_("/admin shows everybody's sessions, conflicts, coaches, figures and the log."),
    who=Who.ADMIN,
    commands=(Command("admin", admin, N_("Sessions and coaches of everybody"), Who.ADMIN),),
    taps=tuple(
        Tap(button, _up_to_date(handler), Who.ADMIN)
        for button, handler in (
            (b.Bookings, bookings.show),
            (b.ChooseStatus, bookings.choose_status),
            (b.Find, bookings.find),
            (b.Clashes, bookings.clashes),
            (b.OpenOverseen, resolving.open_overseen),
            (b.Resolve, resolving.resolve),
            (b.MoveThere, resolving.move_there),
            (b.ForReason, resolving.do),
            (b.Coaches, coaches.show),
            (b.OpenCoach, coaches.open_coach),
            (b.SetStanding, coaches.set_standing),
            (b.AllFigures, coaches.figures),
            (b.Log, log.show),
            (b.WriteNews, news.ask),
            (b.SendNews, news.send),
        )
    ),
    steps={
        f"{bookings.DIALOGUE}:{step}": Step(_for_admins(ask), _for_admins(answer))
        for step, ask, answer in (
            (bookings.FIND, bookings.ask_again, bookings.answer),
            (resolving.TIME, resolving.ask_time_again, resolving.answer_time),
            (resolving.WHY, resolving.ask_why_again, resolving.answer_why),
            (news.NEWS, news.ask_again, news.answer),
            (news.SEEN, news.look_again, news.answer),
        )
    },
    notices={NoticeKind.OVERSEEN: told.overseen, NoticeKind.SERVICE: news.told},
    present=present,
)
