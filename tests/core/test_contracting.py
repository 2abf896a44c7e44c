"""What is agreed and changed by hand, what time does to it, and what is owed when it ends early."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from core.booking import Status
from core.charge import ChargeKind, ChargeStatus, Method
from core.contract import Billing, ContractStatus, Offer
from core.errors import AlreadyDone, ContractChanged, NotFound, NotValid, NotYours, WhichContract
from core.notice import NoticeKind
from core.people import Side
from core.policy import Forfeit, Policy
from core.series import Series
from core.use_cases import concluding, contracting, crediting, money, offering, outcome, pausing, settling
from core.use_cases.cancelling import cancel
from core.use_cases.inviting import merge
from tests.core.studio import HUY, MAI, NOW, VIETNAM, at, period, studio

TEN = Offer("10 sessions", 10, 5_000_000, "VND")
DAY = timedelta(days=1)


@pytest.fixture
async def s(database):
    async with studio(database) as made:
        yield made


@pytest.fixture
async def lan(s):
    return await s.client("Lan")


async def agreed(s, client, offer=TEN, **options):
    return await s.does(contracting.agree, offer, client.id, **options)


async def tally(s, contract):
    known = await s.store.read(lambda books: crediting.of(books, contract.id))
    t = known.tally
    return t.completed, t.forfeited, t.booked, t.left


async def present(s, contract):
    return await s.store.read(lambda books: books.contracts.get(contract.id))


async def package_charges(s, contract):
    charges = await s.store.read(lambda books: books.charges.of_contracts([contract.id]))
    return [(c.status, c.amount) for c in charges if c.kind is ChargeKind.PACKAGE]


async def looks(s, contract, now):
    await s.store.write(lambda books: concluding.look_at(books, contract.id, now))


async def completed(s, booking, **when):
    now = when.get("now", booking.ends_at)
    return await s.does(outcome.complete, booking.id, now=now)


# Packages.


async def test_a_package_is_offered_changed_and_removed_by_its_trainer_alone(s):
    package = await s.does(offering.offer, replace(TEN, name="  Ten   sessions "))
    assert (package.name, package.days, package.billing) == ("Ten sessions", 90, Billing.PREPAID)
    with pytest.raises(NotFound):
        await s.does(offering.remove, package.id, by=MAI)
    changed = await s.does(offering.change, package.id, price=4_000_000, billing=Billing.PER_SESSION)
    assert (changed.price, changed.billing) == (4_000_000, Billing.PER_SESSION)
    await s.does(offering.remove, package.id)
    assert await s.store.read(lambda books: books.packages.of_trainer(HUY)) == []


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"sessions": 0}, "sessions"),
        ({"sessions": 501}, "sessions"),
        ({"price": -1}, "price"),
        ({"days": 0}, "days"),
        ({"days": 3 * 366 + 1}, "days"),
        ({"name": "   "}, "package_name"),
    ],
)
async def test_what_cannot_be_a_package_is_refused_by_its_field(s, wrong, field):
    with pytest.raises(NotValid) as refused:
        await s.does(offering.offer, replace(TEN, **wrong))
    assert refused.value.field == field


# Agreeing.


async def test_a_contract_copies_terms_and_policy_and_charges_what_is_prepaid_once(s, lan):
    package = await s.does(offering.offer, TEN)
    contract = await s.does(contracting.agree, package.id, lan.id, key="agree:1")
    with pytest.raises(AlreadyDone):
        await s.does(contracting.agree, package.id, lan.id, key="agree:1")
    await s.does(offering.change, package.id, price=1)
    await s.changes(HUY, policy=Policy(free_hours=1))
    kept = await present(s, contract)
    assert (kept.price, kept.policy, kept.status) == (5_000_000, Policy(), ContractStatus.ACTIVE)
    assert await package_charges(s, contract) == [(ChargeStatus.DUE, 5_000_000)]
    assert len(await s.notices(NoticeKind.PACKAGE_AGREED, lan.person_id)) == 1


async def test_what_is_paid_by_session_has_no_charge_and_nobody_without_telegram_is_told(s):
    minh = await s.client("Minh", linked=False)
    contract = await agreed(s, minh, replace(TEN, billing=Billing.PER_SESSION))
    assert await package_charges(s, contract) == []
    assert await s.notices(NoticeKind.PACKAGE_AGREED) == []


async def test_only_the_own_client_can_be_agreed_with(s, lan):
    with pytest.raises(NotFound):
        await s.does(contracting.agree, TEN, lan.id, by=MAI)


async def test_the_client_agrees_once_and_the_trainer_hears_it_once(s, lan):
    contract = await agreed(s, lan)
    with pytest.raises(NotYours):
        await s.does(contracting.accept, contract.id, by=HUY)
    with pytest.raises(NotYours):
        await s.does(contracting.accept, contract.id, by=MAI)
    await s.does(contracting.accept, contract.id, by=lan.person_id)
    await s.does(contracting.accept, contract.id, by=lan.person_id, now=NOW + DAY)
    assert (await present(s, contract)).agreed_at == NOW
    assert len(await s.notices(NoticeKind.PACKAGE_ACCEPTED, HUY)) == 1


async def test_a_renewal_waits_until_the_one_before_is_used_up(s, lan):
    first = await agreed(s, lan, replace(TEN, sessions=1))
    second = await agreed(s, lan, renews_id=first.id)
    assert (await s.session(lan, period(16, 18))).contract_id == first.id
    assert (await s.session(lan, period(17, 18))).contract_id == second.id


async def test_two_contracts_that_have_nothing_to_do_with_each_other_have_to_be_told_apart(s, lan):
    await agreed(s, lan)
    await agreed(s, lan)
    with pytest.raises(WhichContract):
        await s.session(lan, period(16, 18))


async def test_contracts_move_along_when_two_entries_turn_out_to_be_one(s, lan):
    extra = await s.client("Lan A.", linked=False)
    contract = await agreed(s, extra)
    booked = await s.session(extra, period(16, 18))
    series = await s.store.write(lambda books: _in_a_series(books, booked))
    await s.does(merge, lan.id, extra.id)
    assert (await present(s, contract)).client_id == lan.id
    assert (await s.store.read(lambda books: books.series.get(series.id))).client_id == lan.id
    (asked,) = await s.notices(NoticeKind.PACKAGE_AGREED, lan.person_id)
    assert asked.facts["contract_id"] == contract.id
    assert (await s.does(contracting.accept, contract.id, by=lan.person_id)).agreed_at == NOW


async def _in_a_series(books, booking):
    rule = Series(0, HUY, booking.client_id, "FREQ=WEEKLY", time(18), 60, "Asia/Ho_Chi_Minh", NOW)
    series = await books.series.add(rule)
    await books.bookings.save(replace(booking, series_id=series.id))
    return series


# By hand.


async def test_sessions_are_given_and_taken_but_never_those_that_are_used_or_booked(s, lan):
    contract = await agreed(s, lan, replace(TEN, sessions=3))
    await s.session(lan, period(16, 18))
    await s.session(lan, period(17, 18))
    with pytest.raises(NotValid) as refused:
        await s.does(contracting.adjust, contract.id, -2, "counted wrong")
    assert refused.value.field == "adjustment"
    await s.does(contracting.adjust, contract.id, -1, " counted \n wrong ")
    assert await tally(s, contract) == (0, 0, 2, 0)
    (told,) = await s.notices(NoticeKind.PACKAGE_CHANGED, lan.person_id)
    assert (told.facts["sessions"], told.facts["reason"]) == (-1, "counted wrong")
    with pytest.raises(NotValid):
        await s.does(contracting.adjust, contract.id, 1, "  ")


async def test_a_stale_button_changes_nothing(s, lan):
    contract = await agreed(s, lan)
    await s.does(contracting.adjust, contract.id, 1, "a gift", version=0)
    with pytest.raises(ContractChanged):
        await s.does(contracting.adjust, contract.id, 1, "a gift", version=0)
    assert (await present(s, contract)).total == 11


async def test_more_sessions_open_what_was_done(s, lan):
    contract = await agreed(s, lan, replace(TEN, sessions=1))
    await completed(s, await s.session(lan, period(15, 11)))
    assert (await present(s, contract)).status is ContractStatus.COMPLETED
    await s.does(contracting.adjust, contract.id, 2, "a gift")
    assert (await present(s, contract)).status is ContractStatus.ACTIVE


# Days.


async def test_the_days_count_from_the_earliest_session_until_one_is_used(s, lan):
    contract = await agreed(s, lan, replace(TEN, days=10))
    late = await s.session(lan, period(20, 18))
    assert (await present(s, contract)).first_at == late.starts_at
    early = await s.session(lan, period(16, 18))
    assert (await present(s, contract)).first_at == early.starts_at
    await s.does(cancel, early.id)
    assert (await present(s, contract)).first_at == late.starts_at
    await completed(s, late)
    await s.session(lan, period(15, 8), now=at(21, 9))
    assert (await present(s, contract)).first_at == late.starts_at


async def expired(s, client):
    """Used once on the 15th, valid until the 25th, with a session booked beyond it by extending back."""
    contract = await agreed(s, client, replace(TEN, days=10))
    await completed(s, await s.session(client, period(15, 11)))
    return contract


async def test_it_expires_with_the_day_and_extending_restores_what_is_unused(s, lan):
    contract = await expired(s, lan)
    await looks(s, contract, at(25, 23, 59))
    assert (await present(s, contract)).status is ContractStatus.ACTIVE
    await looks(s, contract, at(26, 0))
    assert (await present(s, contract)).status is ContractStatus.EXPIRED
    assert await tally(s, contract) == (1, 0, 0, 9)
    for to in (HUY, lan.person_id):
        (told,) = await s.notices(NoticeKind.PACKAGE_EXPIRED, to)
        assert told.due_at == at(26, 6, 30)
    with pytest.raises(NotValid) as refused:
        await s.does(contracting.extend, contract.id, 1, now=at(30, 10))
    assert refused.value.field == "over_already"
    await s.does(contracting.extend, contract.id, 14, now=at(30, 10))
    again = await present(s, contract)
    assert (again.status, again.last_day(VIETNAM)) == (ContractStatus.ACTIVE, date(2025, 11, 8))
    await looks(s, contract, at(31, 9) + DAY)
    told = await s.notices(NoticeKind.PACKAGE_ENDING, HUY)
    assert [n.facts["last"] for n in told] == ["2025-10-25", "2025-11-08"]


async def test_sessions_beyond_the_end_are_cancelled_by_the_system_and_named_once(s, lan):
    contract = await agreed(s, lan, replace(TEN, days=10))
    early = await s.session(lan, period(16, 18))
    beyond = await s.session(lan, period(26, 18))
    # One before the first one brings the end nearer.
    held = await s.session(lan, period(15, 11))
    await s.does(cancel, early.id)
    await completed(s, held)
    await looks(s, contract, at(26, 0))
    gone = await s.booking(beyond)
    assert (gone.status, gone.cancelled_by) == (Status.CANCELLED, Side.SYSTEM)
    for to in (HUY, lan.person_id):
        assert [n.facts["booking_ids"] for n in await s.notices(NoticeKind.PACKAGE_EXPIRED, to)] == [
            [beyond.id]
        ]
    assert [n.booking_id for n in await s.notices(NoticeKind.CANCELLED, lan.person_id)] == [early.id]
    assert await tally(s, contract) == (1, 0, 0, 9)


async def test_each_warning_is_said_once_in_the_forenoon_and_after_a_pause_only_the_nearest(s, lan):
    contract = await agreed(s, lan, replace(TEN, days=20))
    await completed(s, await s.session(lan, period(15, 11)))
    first = (await present(s, contract)).next_at
    assert first == at(21, 9)
    await looks(s, contract, first)
    await looks(s, contract, first)
    assert len(await s.notices(NoticeKind.PACKAGE_ENDING, HUY)) == 1
    # The bot slept through the one of the 28th, and wakes up at night after that of 3 November.
    woke = at(31, 23) + 3 * DAY
    await looks(s, contract, woke)
    for to in (HUY, lan.person_id):
        told = await s.notices(NoticeKind.PACKAGE_ENDING, to)
        assert [n.key.split(":")[1] for n in told] == ["14", "1"]
        assert told[-1].due_at == at(31, 6, 30) + 4 * DAY


async def test_a_change_between_a_moment_and_the_tick_does_not_swallow_the_warning(s, lan):
    contract = await expired(s, lan)
    await s.does(contracting.adjust, contract.id, 1, "a gift", now=at(18, 9, 1))
    await looks(s, contract, at(18, 9, 2))
    assert len(await s.notices(NoticeKind.PACKAGE_ENDING, HUY)) == 1


async def test_nobody_is_warned_when_everything_is_booked_in_time(s, lan):
    contract = await agreed(s, lan, replace(TEN, days=10, sessions=3))
    for day in (15, 23, 24):
        await s.session(lan, period(day, 18))
    await looks(s, contract, at(18, 9))
    assert await s.notices(NoticeKind.PACKAGE_ENDING) == []


# Freezing.


async def test_a_freeze_moves_the_end_and_lets_the_sessions_inside_go(s, lan):
    contract = await expired(s, lan)
    inside = await s.session(lan, period(20, 18))
    outside = await s.session(lan, period(24, 18))
    meant = await s.store.read(lambda b: pausing.freezing(b, contract.id, 7, HUY, NOW))
    assert [b.id for b in meant.inside] == [inside.id]
    with pytest.raises(ContractChanged):
        await s.does(pausing.freeze, contract.id, 7, affected=0)
    frozen = await s.does(pausing.freeze, contract.id, 7, affected=1)
    assert (frozen.status, frozen.last_day(VIETNAM)) == (ContractStatus.FROZEN, date(2025, 11, 1))
    assert (await s.booking(inside)).status is Status.CANCELLED
    assert (await s.booking(outside)).status is Status.CONFIRMED
    (told,) = await s.notices(NoticeKind.PACKAGE_CHANGED, lan.person_id)
    assert told.facts["booking_ids"] == [inside.id]
    assert await s.notices(NoticeKind.CANCELLED) == []
    assert await tally(s, contract) == (1, 0, 1, 8)
    await looks(s, contract, at(22, 0))
    assert (await present(s, contract)).status is ContractStatus.ACTIVE


async def test_sessions_inside_a_freeze_can_stay(s, lan):
    contract = await expired(s, lan)
    inside = await s.session(lan, period(20, 18))
    await s.does(pausing.freeze, contract.id, 7, keep=True)
    assert (await s.booking(inside)).status is Status.CONFIRMED


async def test_freezes_are_at_least_7_days_at_most_2_and_30_days_in_all(s, lan):
    contract = await agreed(s, lan)
    assert await refused(s, contract, 6, NOW) == "freeze_days"
    assert await refused(s, contract, 31, NOW) == "freeze_days"
    await s.does(pausing.freeze, contract.id, 20)
    assert await refused(s, contract, 7, NOW) == "not_active"
    later = NOW + 20 * DAY
    await looks(s, contract, later)
    assert await refused(s, contract, 11, later) == "freeze_days"
    await s.does(pausing.freeze, contract.id, 10, now=later)
    latest = later + 10 * DAY
    await looks(s, contract, latest)
    assert await refused(s, contract, 7, latest) == "freezes"


async def refused(s, contract, days, now):
    with pytest.raises(NotValid) as found:
        await s.does(pausing.freeze, contract.id, days, now=now)
    return found.value.field


# Ending early.


async def test_what_was_used_is_owed_and_the_sessions_ahead_go(s, lan):
    contract = await agreed(s, lan)
    done = await s.session(lan, period(15, 11))
    ahead = await s.session(lan, period(16, 18))
    await completed(s, done)
    later = at(15, 13)
    meant = await s.store.read(lambda b: concluding.ending(b, contract.id, HUY, later))
    assert ([b.id for b in meant.ahead], meant.owed, meant.refund) == ([ahead.id], 500_000, 0)
    await s.does(concluding.end_early, contract.id, now=later)
    assert (await present(s, contract)).status is ContractStatus.ENDED
    assert (await s.booking(ahead)).status is Status.CANCELLED
    assert await package_charges(s, contract) == [(ChargeStatus.DUE, 500_000)]
    (told,) = await s.notices(NoticeKind.PACKAGE_CHANGED, lan.person_id)
    assert (told.facts["what"], told.facts["owed"]) == ("ended", 500_000)
    with pytest.raises(ContractChanged):
        await s.does(concluding.end_early, contract.id, now=later)


async def test_what_was_paid_too_much_is_to_be_refunded(s, lan):
    contract = await agreed(s, lan)
    await completed(s, await s.session(lan, period(15, 11)))
    await s.does(settling.pay, lan.id, Method.CASH)
    ended = await s.does(concluding.end_early, contract.id, now=at(15, 13))
    assert (ended.owed, ended.refund) == (0, 4_500_000)


async def test_a_correction_after_the_end_keeps_the_charge_right(s, lan):
    await s.changes(HUY, policy=Policy(prepaid=Forfeit.NOTHING))
    contract = await agreed(s, lan)
    first = await s.session(lan, period(15, 11))
    second = await s.session(lan, period(15, 12))
    await completed(s, first, now=at(15, 13))
    await completed(s, second, now=at(15, 13))
    await s.does(concluding.end_early, contract.id, now=at(15, 14))
    assert await package_charges(s, contract) == [(ChargeStatus.DUE, 1_000_000)]
    await s.does(outcome.miss, second.id, now=at(15, 15))
    assert await package_charges(s, contract) == [(ChargeStatus.DUE, 500_000)]
    await s.does(outcome.complete, second.id, now=at(15, 16))
    assert await package_charges(s, contract) == [(ChargeStatus.DUE, 1_000_000)]


async def test_a_waived_credit_after_the_end_is_owed_no_more(s, lan):
    contract = await agreed(s, lan)
    missed = await s.session(lan, period(15, 11))
    await s.does(outcome.miss, missed.id, now=at(15, 13))
    await s.does(concluding.end_early, contract.id, now=at(15, 14))
    assert await package_charges(s, contract) == [(ChargeStatus.DUE, 500_000)]
    (charge,) = await s.store.read(lambda b: b.charges.of_booking(missed.id))
    await s.does(money.waive, charge.id, now=at(15, 15))
    assert await package_charges(s, contract) == [(ChargeStatus.DUE, 0)]


async def test_sessions_paid_one_by_one_stay_owed(s, lan):
    contract = await agreed(s, lan, replace(TEN, billing=Billing.PER_SESSION))
    await completed(s, await s.session(lan, period(15, 11)))
    ended = await s.does(concluding.end_early, contract.id, now=at(15, 13))
    assert (ended.owed, ended.refund) == (500_000, 0)


# Rating.


async def test_a_package_is_rated_once_when_it_is_over(s, lan):
    contract = await agreed(s, lan, replace(TEN, sessions=1))
    booked = await s.session(lan, period(15, 11))
    with pytest.raises(NotValid) as early:
        await s.does(contracting.rate, contract.id, 5, by=lan.person_id)
    assert early.value.field == "not_over"
    await completed(s, booked)
    assert len(await s.notices(NoticeKind.RATE, lan.person_id)) == 1
    for stars in (0, 6):
        with pytest.raises(NotValid):
            await s.does(contracting.rate, contract.id, stars, by=lan.person_id)
    with pytest.raises(NotYours):
        await s.does(contracting.rate, contract.id, 5, by=HUY)
    await s.does(contracting.rate, contract.id, 4, by=lan.person_id)
    await s.does(contracting.rate, contract.id, 1, by=lan.person_id)
    with pytest.raises(NotValid):
        await s.does(contracting.comment, contract.id, "x" * 1001, by=lan.person_id)
    await s.does(contracting.comment, contract.id, "Strong again.", by=lan.person_id)
    await s.does(contracting.comment, contract.id, "No.", by=lan.person_id)
    kept = await present(s, contract)
    assert (kept.stars, kept.rating) == (4, "Strong again.")
    assert await s.store.read(lambda b: b.contracts.rating(HUY)) == (4, 1)
    assert len(await s.notices(NoticeKind.RATED, HUY)) == 2
