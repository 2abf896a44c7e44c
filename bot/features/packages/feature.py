"""Packages: what a trainer offers, what is agreed with a client, and what becomes of it until its end."""

from __future__ import annotations

from bot.feature import Feature, Step, Tap, Who
from bot.features.packages import agreeing, changing, history, making, offers, rating, stopping, told
from bot.features.packages import buttons as b
from bot.features.packages.buttons import DIALOGUE
from bot.texts import N_
from bot.visit import Visit
from core.act import Event
from core.errors import NotFound, NotYours
from core.notice import NoticeKind


async def present(visit: Visit, event: Event) -> bool:
    """After an act that was carried out before: the contract, or the packages, as they are now."""
    about = event.data or {}
    if not event.kind.startswith("package_"):
        return False
    if "contract_id" not in about:
        await visit.show(await offers.overview(visit))
        return True
    try:
        await agreeing.show_contract(visit, about["contract_id"])
    except (NotFound, NotYours):
        return False
    return True


feature = Feature(
    name="packages",
    help=N_(
        "Your packages are in /settings. Agree one with a client from the client's card; "
        "there you also extend, freeze, renew or end it."
    ),
    who=Who.TRAINER,
    taps=(
        Tap(b.OpenOffers, offers.show_offers, Who.TRAINER),
        Tap(b.OpenOffer, offers.show_offer, Who.TRAINER),
        Tap(b.NewOffer, making.ask_new, Who.TRAINER),
        Tap(b.PickPart, making.pick_part, Who.TRAINER),
        Tap(b.AskChange, making.ask_change, Who.TRAINER),
        Tap(b.SwitchBilling, offers.switch_billing, Who.TRAINER),
        Tap(b.AskRemoveOffer, offers.ask_remove, Who.TRAINER),
        Tap(b.RemoveOffer, offers.remove, Who.TRAINER),
        Tap(b.OpenPackages, agreeing.open_packages, Who.TRAINER),
        Tap(b.ListContracts, agreeing.list_contracts, Who.TRAINER),
        Tap(b.ChooseOffer, agreeing.choose_offer, Who.TRAINER),
        Tap(b.PickOffer, agreeing.pick_offer, Who.TRAINER),
        Tap(b.Renew, agreeing.renew, Who.TRAINER),
        Tap(b.MakeContract, agreeing.make_contract, Who.TRAINER),
        # Both sides look at it, also after the relation has ended: the view knows whose it is.
        Tap(b.OpenContract, agreeing.open_contract),
        Tap(b.History, history.show),
        Tap(b.OpenMore, agreeing.open_more, Who.TRAINER),
        Tap(b.AskAdjust, changing.ask_adjust, Who.TRAINER),
        Tap(b.PickAdjust, changing.pick_adjust, Who.TRAINER),
        Tap(b.Adjust, changing.adjust, Who.TRAINER),
        Tap(b.AskExtend, changing.ask_extend, Who.TRAINER),
        Tap(b.Extend, changing.extend, Who.TRAINER),
        Tap(b.AskFreeze, stopping.ask_freeze, Who.TRAINER),
        Tap(b.PreviewFreeze, stopping.preview_freeze, Who.TRAINER),
        Tap(b.Freeze, stopping.freeze, Who.TRAINER),
        Tap(b.AskEnd, stopping.ask_end, Who.TRAINER),
        Tap(b.End, stopping.end, Who.TRAINER),
        Tap(b.Accept, agreeing.accept),
        Tap(b.RateIt, rating.rate),
        Tap(b.SkipComment, rating.skip),
    ),
    steps={
        f"{DIALOGUE}:line": Step(making.ask_again, making.answer_line),
        f"{DIALOGUE}:sessions": Step(making.ask_again, making.answer_sessions),
        f"{DIALOGUE}:price": Step(making.ask_again, making.answer_price),
        f"{DIALOGUE}:change": Step(making.ask_again, making.answer_change),
        f"{DIALOGUE}:adjust": Step(changing.ask_adjust_again, changing.answer_adjust),
        f"{DIALOGUE}:reason": Step(changing.ask_reason_again, changing.answer_reason),
        f"{DIALOGUE}:extend": Step(changing.ask_extend_again, changing.answer_extend),
        f"{DIALOGUE}:freeze": Step(stopping.ask_freeze_again, stopping.answer_freeze),
        f"{rating.DIALOGUE}:comment": Step(rating.ask_word_again, rating.answer_word),
    },
    notices={
        NoticeKind.PACKAGE_AGREED: told.agreed,
        NoticeKind.PACKAGE_ACCEPTED: told.accepted,
        NoticeKind.PACKAGE_CHANGED: told.changed,
        NoticeKind.PACKAGE_ENDING: told.ending,
        NoticeKind.PACKAGE_EXPIRED: told.expired,
        NoticeKind.PACKAGE_DONE: told.done,
        NoticeKind.RATE: rating.ask,
        NoticeKind.RATED: rating.rated,
    },
    present=present,
)
