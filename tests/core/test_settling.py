"""Money between a trainer and a client, on both databases: paid once, given back, said, reminded of."""

from datetime import timedelta

import pytest

from core.booking import Status
from core.charge import ChargeStatus, Method
from core.errors import AccountChanged, AlreadyDone, AlreadyPaid, NotFound, NotPossible, NotValid
from core.money import Money
from core.notice import NoticeKind
from core.use_cases import claiming, debts, invoicing, money, profile, settling
from core.use_cases.debts import account_of
from core.use_cases.money import unpay
from core.use_cases.outcome import complete
from tests.core.studio import HUY, MAI, NOW, at, period, studio


async def two_sessions(s, **options):
    """Held on the 13th and 14th, 500,000 each, and not paid."""
    lan = await s.client("Lan Anh", **options)
    for day in (13, 14):
        await s.session(lan, period(day, 8))
    return lan


async def known(s, client):
    return await s.store.read(lambda books: account_of(books, client.id))


async def reminders(s):
    """When clients are to be reminded of what they owe."""
    found = await s.store.read(lambda books: books.charges.to_remind(at(31, 0), 100))
    return [c.remind_at for c in found]


async def test_a_session_that_is_logged_is_owed_at_once(database):
    async with studio(database) as s:
        lan = await two_sessions(s)
        assert (await known(s, lan)).due_sums == [Money(1_000_000)]


async def test_several_are_paid_at_once_with_a_row_each_and_one_receipt(database):
    async with studio(database) as s:
        lan = await two_sessions(s)
        paid = await s.does(settling.pay, lan.id, Method.TRANSFER)
        assert [(p.amount, p.method) for p in paid] == [(500_000, Method.TRANSFER)] * 2
        assert (await known(s, lan)).owed == []
        (receipt,) = await s.notices(NoticeKind.RECEIPT)
        assert (receipt.person_id, receipt.silent) == (lan.person_id, True)
        assert receipt.facts["payment_ids"] == [p.id for p in paid]


async def test_a_part_goes_to_the_oldest_and_more_than_is_owed_is_refused(database):
    async with studio(database) as s:
        lan = await two_sessions(s)
        await s.does(settling.pay, lan.id, Method.CASH, amount=700_000)
        assert [e.rest for e in (await known(s, lan)).entries] == [0, 300_000]
        with pytest.raises(NotValid):
            await s.does(settling.pay, lan.id, Method.CASH, amount=300_001)
        await s.does(settling.pay, lan.id, Method.CASH, amount=300_000)
        with pytest.raises(AlreadyPaid):
            await s.does(settling.pay, lan.id, Method.CASH, amount=1)


async def test_what_was_chosen_is_paid_and_nothing_else(database):
    async with studio(database) as s:
        lan = await two_sessions(s)
        second = (await known(s, lan)).entries[1].charge.id
        await s.does(settling.pay, lan.id, Method.CARD, charge_ids=[second])
        assert [e.charge.id == second for e in (await known(s, lan)).due] == [False]


async def test_many_taps_at_once_pay_once(database):
    async with studio(database) as s:
        lan = await two_sessions(s)
        taps = [s.does(settling.pay, lan.id, Method.CASH, amount=500_000, after=0) for _ in range(6)]
        results = await s.at_once(*taps)
        assert sum(isinstance(r, list) for r in results) == 1
        assert all(isinstance(r, list | AccountChanged) for r in results)
        assert (await known(s, lan)).due_sums == [Money(500_000)]


async def test_one_act_is_carried_out_once(database):
    async with studio(database) as s:
        lan = await two_sessions(s)
        await s.does(settling.pay, lan.id, Method.CASH, amount=100_000, key="tap")
        with pytest.raises(AlreadyDone):
            await s.does(settling.pay, lan.id, Method.CASH, amount=100_000, key="tap")
        assert (await known(s, lan)).due_sums == [Money(900_000)]


async def test_nobody_else_touches_the_account(database):
    async with studio(database) as s:
        lan, minh = await two_sessions(s), await s.client("Minh")
        (paid,) = await s.does(settling.pay, lan.id, Method.CASH, amount=1)
        charge = (await known(s, lan)).entries[0].charge.id
        acts = [
            (settling.pay, (lan.id, Method.CASH)),
            (settling.refund, (paid.id,)),
            (settling.void, (charge, "no")),
            (debts.remind, (lan.id,)),
            (claiming.confirm, (lan.id, 0, Method.CASH)),
            (claiming.decline, (lan.id, 0)),
        ]
        for by in (MAI, minh.person_id, lan.person_id):
            for act, args in acts:
                with pytest.raises(NotFound):
                    await s.does(act, *args, by=by)
        for by in (HUY, MAI, minh.person_id):
            with pytest.raises(NotFound):
                await s.does(claiming.claim, lan.id, by=by)
        assert (await known(s, lan)).due_sums == [Money(999_999)]


async def test_money_is_given_back_in_parts_and_never_more_than_came(database):
    async with studio(database) as s:
        lan = await two_sessions(s)
        (paid,) = await s.does(settling.pay, lan.id, Method.CASH, amount=500_000)
        with pytest.raises(NotValid):
            await s.does(settling.refund, paid.id, amount=500_001)
        await s.does(settling.refund, paid.id, amount=200_000)
        await s.does(settling.refund, paid.id)
        with pytest.raises(NotValid):
            await s.does(settling.refund, paid.id)
        # What was given back is owed again, until it is crossed out.
        assert (await known(s, lan)).due_sums == [Money(1_000_000)]
        assert len(await s.notices(NoticeKind.REFUNDED, lan.person_id)) == 2


async def test_a_charge_is_crossed_out_with_a_reason_and_stays_so(database):
    async with studio(database) as s:
        lan = await two_sessions(s)
        charge = (await known(s, lan)).entries[0].charge
        with pytest.raises(NotValid):
            await s.does(settling.void, charge.id, "   ")
        gone = await s.does(settling.void, charge.id, " a  gift ")
        assert (gone.status, gone.reason) == (ChargeStatus.VOID, "a gift")
        assert (await known(s, lan)).due_sums == [Money(500_000)]
        assert len(await s.notices(NoticeKind.WAIVED, lan.person_id)) == 1
        with pytest.raises(NotPossible):
            await s.does(settling.void, charge.id, "again")
        with pytest.raises(NotPossible):
            await s.does(money.pay, charge.booking_id, Method.CASH)


async def test_a_payment_that_was_taken_back_takes_back_its_receipt(database):
    async with studio(database) as s:
        lan = await s.client("Lan Anh")
        booking = await s.session(lan, period(14, 8))
        await s.does(money.pay, booking.id, Method.CASH)
        await s.does(unpay, booking.id)
        assert [n.facts.get("taken_back") for n in await s.notices(NoticeKind.RECEIPT)] == [None, True]
        assert (await known(s, lan)).due_sums == [Money(500_000)]


async def test_what_the_client_says_is_asked_once_and_confirmed_once(database):
    async with studio(database) as s:
        lan = await two_sessions(s)
        for _ in range(2):
            await s.does(claiming.claim, lan.id, by=lan.person_id)
        (asked,) = await s.notices(NoticeKind.CLAIMED, HUY)
        said = asked.facts["claimed"]
        answers = [s.does(claiming.confirm, lan.id, said, Method.TRANSFER) for _ in range(4)]
        results = await s.at_once(*answers)
        assert sum(isinstance(r, AlreadyPaid) for r in results) == 3
        found = await known(s, lan)
        assert (sum(p.net for p in found.payments), found.owed) == (1_000_000, [])
        with pytest.raises(AlreadyPaid):
            await s.does(claiming.claim, lan.id, by=lan.person_id)


async def test_not_yet_leaves_the_debt_and_the_client_may_say_it_again(database):
    async with studio(database) as s:
        lan = await two_sessions(s)
        await s.does(claiming.claim, lan.id, by=lan.person_id)
        (asked,) = await s.notices(NoticeKind.CLAIMED, HUY)
        await s.does(claiming.decline, lan.id, asked.facts["claimed"])
        assert len(await s.notices(NoticeKind.CLAIMED, lan.person_id)) == 1
        assert (await known(s, lan)).due_sums == [Money(1_000_000)]
        later = NOW + timedelta(minutes=5)
        await s.does(claiming.claim, lan.id, by=lan.person_id, now=later)
        assert len(await s.notices(NoticeKind.CLAIMED, HUY)) == 2


# Paid inside Telegram.


async def test_an_invoice_is_looked_at_before_the_money_is_taken(database):
    async with studio(database) as s:
        lan, minh = await two_sessions(s), await s.client("Minh")
        owed = Money(1_000_000)

        async def check(person, amount=owed):
            await s.store.read(lambda books: invoicing.check(books, lan.id, person, amount))

        await check(lan.person_id)
        for person, amount, refusal in [
            (minh.person_id, owed, NotFound),
            (lan.person_id, Money(999_999), NotValid),
            (lan.person_id, Money(1_000_000, "EUR"), AlreadyPaid),
        ]:
            with pytest.raises(refusal):
                await check(person, amount)
        await s.does(settling.pay, lan.id, Method.CASH)
        with pytest.raises(AlreadyPaid):
            await check(lan.person_id)


async def test_money_that_telegram_took_is_recorded_once_and_wholly(database):
    async with studio(database) as s:
        lan = await two_sessions(s)
        await s.does(settling.pay, lan.id, Method.CASH, amount=700_000)
        told = {"by": lan.person_id, "key": "telegram:charge1"}
        await s.does(invoicing.received, lan.id, Money(1_000_000), **told)
        with pytest.raises(AlreadyDone):
            await s.does(invoicing.received, lan.id, Money(1_000_000), **told)
        found = await known(s, lan)
        assert sum(p.net for p in found.payments) == 1_700_000
        assert found.owed == []
        (to_trainer,) = await s.notices(NoticeKind.RECEIPT, HUY)
        assert to_trainer.facts["over"] == 700_000
        assert found.returnable(found.payments[-1]) == 1_000_000


# Reminders of debts.


async def beats(s, now):
    """What the tick does about debts at a moment."""
    due = await s.store.read(lambda books: books.charges.to_remind(now, 100))
    for charge in due:
        await s.store.write(lambda books, id_=charge.id: debts.remind_due(books, id_, now))
    return len(await s.notices(NoticeKind.DEBT))


async def test_debts_are_reminded_of_every_few_days_in_one_message(database):
    async with studio(database) as s:
        await s.changes(HUY, debt_days=3)
        lan = await two_sessions(s)
        assert await beats(s, at(16, 9, 59)) == 0
        assert await beats(s, at(16, 10)) == 1
        assert await beats(s, at(18, 23)) == 1
        assert await beats(s, at(19, 10)) == 2
        await s.does(settling.pay, lan.id, Method.CASH, now=at(20, 9))
        assert await beats(s, at(22, 10)) == 2
        assert await reminders(s) == []


async def test_a_bot_that_was_down_does_not_remind_at_night(database):
    async with studio(database) as s:
        await s.changes(HUY, debt_days=3)
        await two_sessions(s)
        assert await beats(s, at(18, 23)) == 0
        assert await beats(s, at(19, 5)) == 0
        assert await beats(s, at(19, 10)) == 1


async def test_who_is_not_on_telegram_is_not_reminded(database):
    async with studio(database) as s:
        await s.changes(HUY, debt_days=3)
        lan = await two_sessions(s, linked=False)
        assert await beats(s, at(30, 10)) == 0
        with pytest.raises(NotValid):
            await s.does(debts.remind, lan.id)


async def test_the_setting_holds_for_debts_that_are_there_already(database):
    async with studio(database) as s:
        await two_sessions(s)
        assert await beats(s, at(30, 10)) == 0
        await s.does(profile.change, {"debt_days": 7})
        assert await beats(s, at(20, 10)) == 1
        await s.does(profile.change, {"debt_days": None}, now=at(20, 11))
        assert await reminders(s) == []


async def test_the_trainers_reminder_waits_for_the_morning_and_is_one_a_day(database):
    async with studio(database) as s:
        lan = await two_sessions(s)
        assert await s.does(debts.remind, lan.id, now=at(15, 23)) == at(16, 10)
        assert await s.does(debts.remind, lan.id, now=at(16, 1)) == at(16, 10)
        assert await s.notices(NoticeKind.DEBT) == []
        assert await beats(s, at(16, 3)) == 0
        assert await beats(s, at(16, 10)) == 1
        assert await s.does(debts.remind, lan.id, now=at(16, 12)) == at(16, 12)
        assert await beats(s, at(17, 10)) == 1
        assert await s.does(debts.remind, lan.id, now=at(17, 12)) == at(17, 12)
        assert len(await s.notices(NoticeKind.DEBT)) == 2


async def test_a_session_that_is_completed_is_planned_for_a_reminder(database):
    async with studio(database) as s:
        await s.changes(HUY, debt_days=7)
        lan = await s.client("Lan Anh")
        booking = await s.session(lan, period(15, 18))
        held = await s.does(complete, booking.id, now=at(15, 19))
        assert held.status is Status.COMPLETED
        assert await reminders(s) == [at(22, 10)]
