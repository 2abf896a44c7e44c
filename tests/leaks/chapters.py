"""All that can happen between a trainer and a client, from the first question on: every notice comes up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.act import Act
from core.booking import Booking, Performance
from core.charge import Charge, Method
from core.contract import Billing, Offer
from core.people import Opening, Place, PlaceKind
from core.period import Period
from core.policy import Policy
from core.shift import Shift
from core.use_cases import (
    cancelling,
    claiming,
    contracting,
    coordinating,
    debts,
    ending,
    inviting,
    making_up,
    matching,
    money,
    offering,
    outcome,
    overseeing,
    placing,
    proposing,
    relaying,
    repeating,
    requesting,
    resting,
    self_booking,
    settling,
    several,
    waiting,
)
from core.use_cases.booking import NewBooking, book
from core.use_cases.classes import attendance, changing, joining, planning
from core.use_cases.classes.planning import NewClass
from core.use_cases.moving import Move, move
from core.use_cases.relaying import Form, Said
from core.use_cases.series_plan import NewSeries
from tests.leaks.pair import HOUR, Pair

ADMIN = 8_000_000_001


async def everything_happens(p: Pair, other_coach: Pair) -> None:
    """`other_coach`: the same client on the list of another trainer, from whom they part."""
    await they_find_each_other(p)
    await they_talk(p)
    await of_one_session(p)
    await of_a_package(p)
    await of_fees(p)
    await of_money(p)
    await of_several(p)
    await of_free_times(p)
    await of_classes(p)
    await of_another_trainer(p, other_coach)


async def they_find_each_other(p: Pair) -> None:
    """A request that is asked about, answered and accepted; the name stood on the list before."""
    says, coach = p.private.says, p.coach.user_id
    name = p.person.person.name
    extra = await p.coach_does(inviting.add_client, coach, name, phone=p.private.phone)
    wanted = requesting.Wanted(
        coach,
        says("goals"),
        says("experience"),
        says("injuries"),
        says("times"),
        says("wished"),
        says("message"),
    )
    request = await p.client_does(requesting.ask, wanted)
    await p.w.passes(hours=61)
    await p.coach_does(matching.ask_back, request.id, says("question"))
    await p.client_does(matching.answer, request.id, says("answer"))
    asked = await p.coach_does(matching.accept, request.id)
    p.client_id = asked.client.id
    await p.coach_does(inviting.merge, p.client_id, extra.id)
    await p.coach_does(inviting.note_phone, p.client_id, p.private.phone)
    await p.client_does(inviting.agree, p.client_id, Policy())
    await p.w.passes(hours=11)


async def they_talk(p: Pair) -> None:
    """Their plan, and words through the bot; one of them comes after a block, another one never."""
    says = p.private.says
    await p.coach_does(coordinating.change, p.client_id, "expectations", says("expectations"))
    await p.client_does(coordinating.change, p.client_id, "injuries", says("injuries"))
    await p.w.passes(minutes=6)
    await p.coach_does(relaying.relay, p.client_id, Said(Form.TEXT, says("letter")))
    await p.client_does(relaying.relay, p.client_id, Said(Form.TEXT, says("reply")))
    p.person.blocks()
    await p.w.settle()
    await p.coach_does(relaying.relay, p.client_id, Said(Form.TEXT, says("undelivered")))
    await p.w.passes(hours=24 * 8)
    p.person.start()
    await p.w.settle()


async def of_one_session(p: Pair) -> None:
    """Booked, moved, wished elsewhere, cancelled, made up for; and one that an admin cancels."""
    says = p.private.says
    place = Place(0, p.coach.user_id, PlaceKind.HOME, says("home"), address=p.private.home)
    place = await p.coach_does(placing.add_place, place)
    booking = await p.books(4, place_id=place.id)
    await p.client_does(outcome.acknowledge, booking.id)
    await p.client_does(outcome.write_to_trainer, booking.id, says("line"))
    await p.coach_does(move, Move(booking.id, p.period(4, 1)), over=())
    await p.coach_does(noted, booking.id, words_of(p))
    await p.coach_does(proposing.propose, booking.id, [p.at(4, 2)])
    wish = await _wish(p, booking)
    await p.client_does(proposing.decline, wish.id)
    await p.client_does(proposing.propose, booking.id, [p.at(4, 2)])
    wish = await _wish(p, booking)
    await p.coach_does(proposing.accept, wish.id, 0)
    await p.coach_does(cancelling.cancel, booking.id)
    await p.coach_does(cancelling.say_why, booking.id, says("reason"))
    await p.client_does(making_up.hold, booking.id, p.at(5))
    await p.client_does(making_up.book, booking.id, p.at(5))
    overseen = await p.books(4)
    await p.does(overseeing.cancel, overseen.id, says("overseen"), by=ADMIN, admin=True)
    await p.books(-2)


async def _wish(p: Pair, booking: Booking) -> Any:
    return await p.reads(lambda b: b.proposals.open_of(booking.id))


async def noted(books: Any, booking_id: int, words: Any, act: Act) -> Booking:
    return await outcome.note(books, booking_id, act, words)


def words_of(p: Pair) -> dict[str, str | Performance]:
    says = p.private.says
    return {
        "note": says("note"),
        "exercises": says("exercises"),
        "next_note": says("next"),
        "performance": Performance.NEEDS_WORK,
    }


async def of_a_package(p: Pair) -> None:
    """One that is used up and rated, and one that comes to its end before."""
    says, price = p.private.says, p.private.package_price
    offer = Offer(says("package"), 2, price, "VND", billing=Billing.PREPAID)
    package = await p.coach_does(offering.offer, offer)
    contract = await p.coach_does(contracting.agree, package.id, p.client_id)
    await p.client_does(contracting.accept, contract.id)
    await p.coach_does(contracting.adjust, contract.id, 1, says("adjusted"))
    for n in range(3):
        booking = await p.books(1, n, contract_id=contract.id, price=None)
        await p.until(booking.ends_at + timedelta(minutes=1))
        await p.coach_does(outcome.complete, booking.id)
        await p.coach_does(noted, booking.id, words_of(p))
        await p.w.passes(hours=20 - n)
    await p.coach_does(outcome.miss, booking.id)
    await p.coach_does(outcome.complete, booking.id)
    await p.client_does(contracting.rate, contract.id, 4)
    await p.client_does(contracting.comment, contract.id, "Solid coaching")
    await p.coach_does(offering.remove, package.id)
    short = Offer(says("short"), 5, price, "VND", days=3, billing=Billing.PER_SESSION)
    contract = await p.coach_does(contracting.agree, short, p.client_id)
    booking = await p.books(1, contract_id=contract.id, price=None)
    await p.until(booking.ends_at + timedelta(minutes=1))
    await p.coach_does(outcome.complete, booking.id)
    await p.w.passes(days=4)


async def of_fees(p: Pair) -> None:
    """One that is objected to and insisted on, one after silence, one that is waived."""
    late = await p.books(2)
    await p.until(late.starts_at - HOUR)
    cost = await p.reads(lambda b: cancelling.terms(b, late.id, p.person.user_id, p.w.clock.now()))
    await p.client_does(cancelling.cancel, late.id, fee_shown=cost.shown)
    await p.client_does(cancelling.say_why, late.id, p.private.says("excuse"))
    charge = await _charge(p, late)
    await p.client_does(money.object_to, charge.id)
    await p.coach_does(money.insist, charge.id)
    silent = await p.books(1)
    await p.until(silent.ends_at + timedelta(hours=12))
    waived = await _charge(p, silent)
    await p.coach_does(money.waive, waived.id)
    missed = await p.books(1)
    await p.until(missed.ends_at + HOUR)
    await p.coach_does(outcome.miss, missed.id)
    await p.w.passes(hours=25)


async def _charge(p: Pair, booking: Booking) -> Charge:
    charge: Charge = (await p.reads(lambda b: b.charges.of_booking(booking.id)))[-1]
    return charge


async def of_money(p: Pair) -> None:
    logged = await p.books(-1)
    await p.coach_does(debts.remind, p.client_id)
    await p.client_does(claiming.claim, p.client_id)
    claimed = claiming.stamp(p.w.clock.now())
    await p.coach_does(claiming.decline, p.client_id, claimed)
    payments = await p.coach_does(settling.pay, p.client_id, Method.CASH)
    await p.coach_does(settling.refund, payments[-1].id)
    charge = await _charge(p, logged)
    await p.coach_does(settling.void, charge.id, p.private.says("void"))
    await p.coach_does(debts.remind, p.client_id) if await _owes(p) else None


async def _owes(p: Pair) -> bool:
    return bool((await p.reads(lambda b: debts.account_of(b, p.client_id))).due)


async def of_several(p: Pair) -> None:
    """A series that is moved, cancelled in part, and meets a day off."""
    new = NewSeries(
        p.coach.user_id,
        p.client_id,
        "FREQ=WEEKLY",
        p.at(6).replace(tzinfo=None),
        HOUR,
        4,
        price=p.private.price,
    )
    bookings = await p.coach_does(repeating.book_series, new)
    ids = [b.id for b in bookings]
    await p.coach_does(several.move, dict.fromkeys(ids), Shift(days=1))
    await p.coach_does(several.cancel, dict.fromkeys(ids[2:]), reason=p.private.says("several"))
    day = Period.of(p.at(7), HOUR)
    off = await p.coach_does(resting.take_off, p.coach.user_id, day, p.private.says("off"))
    await p.coach_does(resting.remove, off.time_off.id)
    await p.coach_does(several.cancel, {ids[1]: None})


async def of_free_times(p: Pair) -> None:
    """Asked for and agreed, asked for and declined; and a time that was waited for."""
    await p.coach_does(self_booking.allow, p.client_id, Opening.ASK)
    for n, answer in enumerate((self_booking.accept, self_booking.decline)):
        wanted = self_booking.Wanted(p.client_id, p.at(2, n))
        booking = await p.client_does(self_booking.book, wanted)
        await p.coach_does(answer, booking.id)
    name = await p.coach_does(inviting.add_client, p.coach.user_id, p.private.says("third"))
    taken = NewBooking(p.coach.user_id, name.id, p.period(3), over=())
    other = await p.coach_does(book, taken)
    await p.client_does(waiting.wait_for, p.client_id, p.period(3))
    await p.coach_does(cancelling.cancel, other.id)
    await p.w.passes(hours=14)


async def of_classes(p: Pair) -> None:
    """One that is too small and takes place, one that is cancelled."""
    says = p.private.says
    for n in range(2):
        new = NewClass(
            p.coach.user_id,
            f"Class of {says('group')}",
            p.period(2, n),
            3,
            120_000,
            minimum=2,
            listed=False,
            over=(),
        )
        (group,) = await p.coach_does(planning.create, new, f"{says('code')}{n}")
        await p.client_does(joining.join, group.id, p.client_id)
        await p.coach_does(changing.change, group.id, name=f"Class {says('renamed')}")
        if n:
            await p.coach_does(changing.cancel, group.id, reason=says("gone"))
            continue
        held = group
    await p.until(held.ends_at + HOUR)
    seats = await p.reads(lambda b: b.bookings.of_classes([held.id]))
    await p.coach_does(attendance.save, held.id, [s.id for s in seats])


async def of_another_trainer(p: Pair, other: Pair) -> None:
    """They join with a session that stands over one with the first trainer, agree, and part."""
    client = await other.coach_does(inviting.add_client, other.coach.user_id, other.person.person.name)
    other.client_id = client.id
    mine = await p.books(2)
    new = NewBooking(other.coach.user_id, client.id, mine.period, over=())
    await other.coach_does(book, new)
    secret = other.private.says("secret")
    await other.coach_does(inviting.invite, client.id, secret)
    await other.client_does(inviting.join, secret)
    await other.client_does(inviting.agree, client.id, Policy())
    await other.coach_does(ending.end, client.id)
    await p.coach_does(cancelling.cancel, mine.id)
