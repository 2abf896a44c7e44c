"""Free times: a client taps or types one, and asks for it or books it, as far as the trainer lets them."""

from __future__ import annotations

from bot.feature import Feature, Step, Tap, Who
from bot.features.free_times import answering, choosing, typed
from bot.features.free_times import buttons as b
from bot.features.leading import BookTime, OpeningOf
from bot.texts import N_
from core.notice import NoticeKind

feature = Feature(
    name="free_times",
    help=N_("[➕ Book a session] shows when your coach is free; or type it: “Friday 7pm”."),
    who=Who.CLIENT,
    taps=(
        Tap(BookTime, choosing.begin_booking, Who.CLIENT),
        Tap(b.FreeDays, choosing.show_days, Who.CLIENT),
        Tap(b.FreeOn, choosing.show_day, Who.CLIENT),
        Tap(b.PickTime, choosing.pick_time, Who.CLIENT),
        Tap(b.SendTime, choosing.send, Who.CLIENT),
        Tap(b.TakeTimeBack, answering.take_back, Who.CLIENT),
        Tap(b.YesToTime, answering.say_yes, Who.TRAINER),
        Tap(b.NoToTime, answering.say_no, Who.TRAINER),
        Tap(OpeningOf, answering.ask_opening, Who.TRAINER),
        Tap(b.SetOpening, answering.set_opening, Who.TRAINER),
    ),
    steps={f"{choosing.DIALOGUE}:{choosing.TIME}": Step(typed.ask_again, typed.answer)},
    notices={NoticeKind.TIME_ASKED: answering.asked, NoticeKind.TIME_ANSWERED: answering.answered},
    on_card=answering.on_card,
)
