"""Another time: the client wishes for up to three, the trainer takes one, proposes others or declines.

The session stays where it is until the new time is sure.
"""

from __future__ import annotations

from bot.feature import Feature, Step, Tap, Who
from bot.features.change import answering, wishing
from bot.features.change import buttons as b
from bot.features.change.buttons import AskChange
from bot.texts import N_
from core.notice import NoticeKind

__all__ = ["AskChange", "feature"]

feature = Feature(
    name="change",
    help=N_("[🔁 Change] on a session asks your coach for another time; until they agree it stays."),
    who=Who.CLIENT,
    taps=(
        Tap(b.AskChange, wishing.ask),
        Tap(b.ShowWishes, wishing.show_wishes),
        Tap(b.WishDays, wishing.show_days),
        Tap(b.WishDay, wishing.pick_day),
        Tap(b.SendWishes, wishing.send),
        Tap(b.KeepSession, wishing.keep),
        Tap(b.TakeBack, wishing.take_back),
        Tap(b.ShowWish, answering.show),
        Tap(b.TakeTime, answering.take_time),
        Tap(b.AcceptTime, answering.accept),
        Tap(b.DeclineWish, answering.decline),
    ),
    steps={f"{wishing.DIALOGUE}:{wishing.TIMES}": Step(wishing.ask_again, wishing.answer)},
    notices={
        NoticeKind.PROPOSED: answering.proposed,
        NoticeKind.PROPOSAL_ANSWERED: answering.answered,
    },
    on_card=wishing.card_keys,
)
