"""Time off: typed or tapped, with what becomes of the sessions in it; public holidays are offered."""

from __future__ import annotations

from bot.feature import Feature, Step, Tap, Who
from bot.features.time_off import buttons as b
from bot.features.time_off import making, told
from bot.features.time_off.draft import DIALOGUE
from bot.saying_time_off import days_said, holiday_name
from bot.screen import Screen
from bot.texts import N_
from bot.timing import day_of
from bot.visit import Visit
from core.act import Event
from core.notice import NoticeKind


async def works(visit: Visit, button: b.HolidayOn) -> None:
    """Nothing changes; the offer is not repeated."""
    days = days_said(day_of(button.first), day_of(button.last), visit.calendar)
    name = holiday_name(button.key, visit.w)
    await visit.show(Screen(visit.w("💪 {holiday}, {days}: you work as usual.", holiday=name, days=days)))


async def present(visit: Visit, event: Event) -> bool:
    """After a time off that was taken, or removed, before."""
    if event.kind not in ("time_off", "time_off_removed"):
        return False
    await making.show_all(visit, visit.w("That is done already."))
    return True


feature = Feature(
    name="time_off",
    help=N_("Off? Type it: “off 15/11-25/11 family trip”, “sick today”. Your clients are told once."),
    who=Who.TRAINER,
    taps=(
        Tap(b.ShowTimesOff, making.show_list, Who.TRAINER),
        Tap(b.NewTimeOff, making.start_new, Who.TRAINER),
        Tap(b.SickToday, making.sick_today, Who.TRAINER),
        Tap(b.RemoveTimeOff, making.remove, Who.TRAINER),
        Tap(b.FirstDay, making.pick_first, Who.TRAINER),
        Tap(b.LastDay, making.pick_last, Who.TRAINER),
        Tap(b.MeantDays, making.pick_meant, Who.TRAINER),
        Tap(b.AskReason, making.ask_reason, Who.TRAINER),
        Tap(b.PickReason, making.pick_reason, Who.TRAINER),
        Tap(b.Review, making.review, Who.TRAINER),
        Tap(b.OneByOne, making.one_by_one, Who.TRAINER),
        Tap(b.Toggle, making.toggle, Who.TRAINER),
        Tap(b.TakeOff, making.take_off, Who.TRAINER),
        Tap(b.Discard, making.discard, Who.TRAINER),
        Tap(b.HolidayOff, making.holiday_off, Who.TRAINER),
        Tap(b.HolidayOn, works, Who.TRAINER),
    ),
    steps={
        f"{DIALOGUE}:first": Step(making.ask_again, making.answer_days),
        f"{DIALOGUE}:last": Step(making.ask_again, making.answer_days),
        f"{DIALOGUE}:reason": Step(making.ask_again, making.answer_reason),
        f"{DIALOGUE}:review": Step(making.ask_again, making.answer_reason),
    },
    notices={NoticeKind.TIME_OFF: told.cancelled, NoticeKind.HOLIDAY: told.holiday},
    lines=(making.read_off,),
    present=present,
)
