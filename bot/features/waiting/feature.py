"""The waiting list: for a time, a day or a seat; what is free is offered to one after the other."""

from __future__ import annotations

from bot.feature import Feature, Tap, Who
from bot.features.leading import MyWaits, WaitFor, WhoWaits
from bot.features.waiting import buttons as b
from bot.features.waiting import listing, offers
from bot.texts import N_
from core.notice import NoticeKind

feature = Feature(
    name="waiting",
    help=N_(
        "[⏳ Tell me when it is free] puts you on the list: what is free is offered to you for 30 minutes."
    ),
    who=Who.CLIENT,
    taps=(
        Tap(WaitFor, offers.wait_for, Who.CLIENT),
        Tap(MyWaits, listing.show_mine, Who.CLIENT),
        Tap(b.LeaveList, listing.leave, Who.CLIENT),
        Tap(b.TakeOffer, offers.take, Who.CLIENT),
        Tap(b.PassOffer, offers.pass_on, Who.CLIENT),
        Tap(WhoWaits, listing.show_theirs, Who.TRAINER),
    ),
    notices={NoticeKind.SEAT_OFFERED: offers.offered},
    present=listing.present,
)
