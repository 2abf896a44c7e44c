"""Ending a relation: what is ahead goes free of charge, contracts end, debts and the history stay."""

import pytest

from core.booking import Status
from core.charge import Charge, ChargeKind, ChargeStatus, Method, Payment
from core.contract import Contract, ContractStatus
from core.errors import InvitationClosed, NotFound, NotPossible
from core.money import Money
from core.notice import NoticeKind
from core.people import ClientStatus, Side
from core.policy import Policy
from core.use_cases import cancelling, ending, inviting, making_up, outcome
from tests.core.studio import HUY, MAI, NOW, at, period, studio


@pytest.fixture
async def gym(database):
    async with studio(database) as made:
        yield made


once = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def package(gym, client, paid=0, sessions=10, price=5_000_000):
    """A prepaid contract with its charge, and what was paid of it."""
    new = Contract(0, HUY, client.id, "Ten", sessions, price, "VND", NOW, policy=Policy())

    async def work(books):
        made = await books.contracts.add(new)
        due = ChargeStatus.DUE
        charge = await books.charges.add(
            Charge(0, HUY, client.id, None, ChargeKind.PACKAGE, due, price, "VND", NOW, contract_id=made.id)
        )
        if paid:
            await books.payments.add(Payment(0, HUY, client.id, charge.id, paid, "VND", Method.CASH, NOW))
        return made

    return await gym.store.write(work)


async def test_what_is_ahead_is_let_go_free_of_charge_and_the_client_hears_once(gym):
    lan = await gym.client("Lan")
    done = await gym.session(lan, period(14, 18))
    ahead = [await gym.session(lan, period(16 + n, 18)) for n in range(3)]

    await gym.does(ending.end, lan.id)

    assert {(await gym.booking(b)).status for b in ahead} == {Status.CANCELLED}
    assert (await gym.booking(done)).status is Status.COMPLETED
    (told,) = await gym.notices(NoticeKind.RELATION_ENDED)
    assert (told.person_id, told.facts["booking_ids"]) == (lan.person_id, [b.id for b in ahead])
    assert await gym.notices(NoticeKind.CANCELLED) == []
    client = await gym.store.read(lambda b: b.clients.get(lan.id))
    assert (client.status, client.ended_at, client.person_id) == (ClientStatus.ENDED, NOW, lan.person_id)
    assert await gym.store.read(lambda b: b.clients.of_trainer(HUY)) == []
    assert [c.id for c in await gym.store.read(lambda b: b.clients.ended(HUY))] == [lan.id]
    assert await gym.store.read(lambda b: b.clients.knows(lan.person_id))
    with pytest.raises(NotFound):
        await gym.session(lan, period(20, 18))


@once
async def test_a_contract_ends_with_what_was_used_of_it(gym):
    lan = await gym.client("Lan")
    ten = await package(gym, lan, paid=5_000_000)
    first = await gym.session(lan, period(15, 11))
    await gym.session(lan, period(17, 11))
    now = at(15, 13)
    await gym.does(outcome.complete, first.id, now=now)

    (closing,) = (await gym.store.read(lambda b: ending.preview(b, lan.id, HUY, now))).contracts
    assert (closing.used, closing.owed, closing.refund) == (1, 0, 4_500_000)
    await gym.does(ending.end, lan.id, now=now)

    contract = await gym.store.read(lambda b: b.contracts.get(ten.id))
    assert contract.status is ContractStatus.ENDED
    (told,) = await gym.notices(NoticeKind.RELATION_ENDED)
    assert told.facts["contracts"] == [{"id": ten.id, "owed": 0, "refund": 4_500_000}]
    charges = await gym.store.read(lambda b: b.charges.of_contracts([ten.id]))
    assert [c.amount for c in charges if c.status.is_open] == [500_000]


@once
async def test_of_a_package_that_nobody_used_nothing_is_owed(gym):
    lan = await gym.client("Lan")
    ten = await package(gym, lan)
    await gym.does(ending.end, lan.id)
    charges = await gym.store.read(lambda b: b.charges.of_contracts([ten.id]))
    assert [c.amount for c in charges] == [0]


@once
async def test_debts_stay(gym):
    lan = await gym.client("Lan")
    done = await gym.session(lan, period(15, 11))
    await gym.does(outcome.complete, done.id, now=at(15, 12))
    parting = await gym.store.read(lambda b: ending.preview(b, lan.id, HUY, at(15, 12)))
    assert list(parting.debts) == [Money(500_000, "VND")]
    await gym.does(ending.end, lan.id, now=at(15, 13))
    charges = await gym.store.read(lambda b: b.charges.of_booking(done.id))
    assert [c.status for c in charges] == [ChargeStatus.DUE]


@once
async def test_the_client_ends_it_too_and_the_trainer_is_told(gym):
    lan = await gym.client("Lan")
    ahead = await gym.session(lan, period(15, 15))
    await gym.does(ending.end, lan.id, by=lan.person_id)
    assert [n.person_id for n in await gym.notices(NoticeKind.RELATION_ENDED)] == [HUY]
    gone = await gym.booking(ahead)
    assert (gone.status, gone.cancelled_by) == (Status.CANCELLED, Side.CLIENT)
    # Late, and free of charge all the same.
    assert await gym.store.read(lambda b: b.charges.of_booking(ahead.id)) == []


@once
async def test_nobody_else_ends_it_and_it_ends_once(gym):
    lan = await gym.client("Lan")
    for stranger in (MAI, 999):
        with pytest.raises(NotFound):
            await gym.does(ending.end, lan.id, by=stranger)
    await gym.does(ending.end, lan.id)
    for side in (HUY, lan.person_id):
        with pytest.raises(NotFound):
            await gym.does(ending.end, lan.id, by=side)


@once
async def test_what_was_not_shown_is_shown_first(gym):
    lan = await gym.client("Lan")
    mark = (await gym.store.read(lambda b: ending.preview(b, lan.id, HUY, NOW))).mark
    await gym.session(lan, period(16, 18))
    with pytest.raises(NotPossible):
        await gym.does(ending.end, lan.id, mark=mark)


@once
async def test_nothing_is_made_up_for_once_it_has_ended(gym):
    lan = await gym.client("Lan")
    gone = await gym.session(lan, period(16, 18))
    await gym.does(cancelling.cancel, gone.id)
    await gym.does(making_up.hold, gone.id, at(17, 18), by=lan.person_id)
    await gym.does(ending.end, lan.id)
    assert await gym.store.read(lambda b: b.slots.next_hold()) is None
    with pytest.raises(NotPossible):
        await gym.does(making_up.book, gone.id, at(17, 18), by=lan.person_id)


@once
async def test_taken_back_only_the_same_person_can_join(gym):
    lan, other = await gym.client("Lan"), await gym.client("Eve", of=MAI)
    await gym.session(lan, period(14, 18))
    await gym.does(ending.end, lan.id)

    back = await gym.does(ending.take_back, lan.id)
    assert (back.status, back.person_id, back.ended_at) == (ClientStatus.INVITED, None, None)
    assert await gym.store.read(lambda b: b.clients.knows(lan.person_id))
    await gym.does(inviting.invite, lan.id, "secret")
    with pytest.raises(InvitationClosed):
        await gym.does(inviting.join, "secret", by=other.person_id)
    _, joined = await gym.does(inviting.join, "secret", by=lan.person_id)
    assert (joined.status, joined.person_id) == (ClientStatus.MATCHED, lan.person_id)
    await gym.session(joined, period(20, 18))
    with pytest.raises(NotFound):
        await gym.does(ending.take_back, lan.id)
