"""How a trainer and a client stand at the end: something of each kind that can be tapped."""

from __future__ import annotations

from core.contract import Offer
from core.people import Place, PlaceKind
from core.use_cases import (
    cancelling,
    claiming,
    contracting,
    inviting,
    making_up,
    matching,
    outcome,
    placing,
    proposing,
    repeating,
    requesting,
    self_booking,
    waiting,
)
from core.use_cases.booking import NewBooking, book
from core.use_cases.series_plan import NewSeries
from tests.leaks.chapters import noted, words_of
from tests.leaks.pair import HOUR, Pair


async def much_is_open(p: Pair) -> None:
    """Sessions, wishes, requests, holds, waits, fees, claims and a series."""
    says, price = p.private.says, p.private.package_price
    place = Place(0, p.coach.user_id, PlaceKind.HOME, says("house"), address=p.private.home)
    place = await p.coach_does(placing.add_place, place)
    contract = await p.coach_does(contracting.agree, Offer(says("plan"), 9, price, "VND"), p.client_id)
    used = await p.coach_does(contracting.agree, Offer(says("used"), 1, price, "VND"), p.client_id)
    done = await p.books(-1, 5, contract_id=used.id, price=None)
    await p.coach_does(outcome.complete, done.id)
    with_words = await p.books(1, place_id=place.id, contract_id=contract.id, price=None)
    await p.coach_does(noted, with_words.id, words_of(p))
    wished = await p.books(2, contract_id=contract.id, price=None)
    await p.client_does(proposing.propose, wished.id, [p.at(2, 2)])
    asked = await p.books(3, contract_id=contract.id, price=None)
    await p.coach_does(proposing.propose, asked.id, [p.at(3, 2)])
    wanted = self_booking.Wanted(p.client_id, p.at(4), contract_id=contract.id)
    await p.client_does(self_booking.book, wanted)
    gone = await p.books(5)
    await p.coach_does(cancelling.cancel, gone.id)
    await p.coach_does(cancelling.say_why, gone.id, says("why"))
    await p.client_does(making_up.hold, gone.id, p.at(5, 1))
    given_up = await p.books(7)
    await p.client_does(cancelling.cancel, given_up.id)
    name = await p.coach_does(inviting.add_client, p.coach.user_id, says("other"), phone=p.private.phone)
    await p.coach_does(inviting.invite, name.id, says("invitation"))
    taken = NewBooking(p.coach.user_id, name.id, p.period(6), over=())
    await p.coach_does(book, taken)
    await p.client_does(waiting.wait_for, p.client_id, p.period(6))
    missed = await p.books(-1, 3)
    await p.coach_does(outcome.miss, missed.id)
    await p.books(-1, 4)
    await p.client_does(claiming.claim, p.client_id)
    new = NewSeries(
        p.coach.user_id,
        p.client_id,
        "FREQ=WEEKLY",
        p.at(8).replace(tzinfo=None),
        HOUR,
        2,
        contract_id=contract.id,
    )
    await p.coach_does(repeating.book_series, new)


async def a_question_is_open(p: Pair) -> None:
    """They have asked a trainer, who asks back."""
    request = await p.client_does(requesting.ask, requesting.Wanted(p.coach.user_id, p.private.says("goals")))
    await p.coach_does(matching.ask_back, request.id, p.private.says("question"))
