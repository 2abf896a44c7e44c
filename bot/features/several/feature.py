"""Several sessions at once: ticked on a list or all of a series, moved, cancelled or changed together."""

from __future__ import annotations

from bot.buttons import Key, key
from bot.cards import SessionView
from bot.feature import Feature, Step, Tap, Who
from bot.features.leading import PickSeveral
from bot.features.several import buttons as b
from bot.features.several import steps, taps, told
from bot.features.several.draft import DIALOGUE
from bot.texts import N_, Words
from core.notice import NoticeKind
from core.people import Side


def card_keys(seen: SessionView, w: Words) -> list[Key]:
    """On a session of a series."""
    booking = seen.booking
    ahead = booking.takes_time and booking.starts_at > seen.now
    if seen.side is not Side.TRAINER or booking.series_id is None or not ahead:
        return []
    return [key(w.plain("🔁 Series…"), b.SeriesMenu(booking.id))]


_TYPED = {
    "list": taps.leave,
    "what": taps.leave,
    "place": taps.leave,
    "target": taps.answer_target,
    "price": taps.answer_price,
    "confirm": taps.answer_confirm,
}

feature = Feature(
    name="several",
    help=N_("[☑️ Several] on a day, a week or a client: move or cancel many sessions at once."),
    who=Who.TRAINER,
    taps=(
        Tap(PickSeveral, taps.pick_several, Who.TRAINER),
        Tap(b.Tick, taps.tick, Who.TRAINER),
        Tap(b.TickAll, taps.tick_all, Who.TRAINER),
        Tap(b.TurnList, taps.turn, Who.TRAINER),
        Tap(b.AskWhat, taps.ask_what, Who.TRAINER),
        Tap(b.ShiftBy, taps.shift_by, Who.TRAINER),
        Tap(b.EachAt, taps.each_at, Who.TRAINER),
        Tap(b.PickAllPlace, taps.pick_place, Who.TRAINER),
        Tap(b.SkipClashing, taps.skip_clashing, Who.TRAINER),
        Tap(b.DoIt, taps.do_it, Who.TRAINER),
        Tap(b.SeriesMenu, taps.series_menu, Who.TRAINER),
        Tap(b.PickScope, taps.pick_scope, Who.TRAINER),
    ),
    steps={f"{DIALOGUE}:{name}": Step(steps.ask_again, answer) for name, answer in _TYPED.items()},
    notices={
        NoticeKind.SEVERAL_CHANGED: told.several_changed,
        NoticeKind.SEVERAL_CANCELLED: told.several_cancelled,
    },
    on_card=card_keys,
)
