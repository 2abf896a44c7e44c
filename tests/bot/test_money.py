"""Money through the true bot: what is owed, paying it in every way, receipts, claims, reminders."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from pydantic import SecretStr

from bot.demo.telegram.views import message_json
from core.act import Act
from core.charge import Method
from core.contract import Offer
from core.period import Period
from core.use_cases import settling
from core.use_cases.booking import NewBooking, book
from core.use_cases.cancelling import cancel
from core.use_cases.contracting import agree
from core.use_cases.inviting import add_client
from core.use_cases.money import pay
from core.vietqr import payload
from tests.bot.story import at, story

ACCOUNT = {"bank": "970436", "account": "0123456789", "account_name": "NGUYEN VAN HUY"}
PROVIDER = SecretStr("1:TEST:provider")


async def held(s, *days):
    """Sessions that took place, and were not paid."""
    return [await s.book(at(day, 8)) for day in days]


async def received(s):
    found = await s.w.bot.store.read(lambda b: b.payments.of_client(s.client_id))
    return [(p.amount if not p.refund else -p.amount, p.method.value) for p in found if p.voided_at is None]


async def account(s, command="/money"):
    await s.w.says(s.huy, command)
    await s.w.press(s.huy, "Lan Anh")


async def test_money_says_who_owes_since_when_and_what_came_in(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/money")
        assert s.huy.last.text.splitlines() == [
            "Money · October",
            "Collected this month: nothing yet",
            "",
            "Nobody owes you anything.",
        ]
        await held(s, 13, 14)
        await s.w.says(s.huy, "/money")
        assert s.huy.last.text.splitlines()[3:] == [
            "To be paid: 1.000.000 ₫ · 1 client",
            "• Lan Anh · 1.000.000 ₫ · since Mon 13 Oct",
        ]
        await s.w.press(s.huy, "Lan Anh")
        assert s.huy.last.text.splitlines() == [
            "💰 Lan Anh",
            "To be paid: 1.000.000 ₫, since Mon 13 Oct",
            "• session Mon 13 Oct · 500.000 ₫",
            "• session Tue 14 Oct · 500.000 ₫",
        ]
        assert s.huy.last.rows == [
            ["💵 Paid", "✂️ Part payment"],
            ["🔔 Remind", "▦ QR"],
            ["✖️ Cross out"],
            ["👤 Lan Anh", "‹ Money"],
        ]
        assert s.w.telegram.journal.errors() == []


async def test_all_of_it_in_two_taps_with_one_receipt(database):
    async with story(database) as s:
        await held(s, 13, 14)
        await account(s)
        told = len(s.lan.received)
        await s.w.press(s.huy, "Paid")
        await s.w.press(s.huy, "Transfer")
        assert s.huy.last.text.startswith(
            "💰 1.000.000 ₫ by transfer, noted.\n\n💰 Lan Anh\nNothing is owed."
        )
        assert await received(s) == [(500_000, "transfer")] * 2
        (receipt,) = s.lan.received[told:]
        assert receipt.silent
        assert receipt.text.splitlines() == [
            "🧾 1.000.000 ₫ received, by transfer. Thank you!",
            "• session Mon 13 Oct · 500.000 ₫",
            "• session Tue 14 Oct · 500.000 ₫",
            "Coach Huy · Wed 15 Oct",
        ]
        await s.w.says(s.huy, "/money")
        assert "Collected this month: 1.000.000 ₫" in s.huy.last.text
        assert s.w.telegram.journal.errors() == []


async def test_what_is_ticked_is_paid_and_a_tap_twice_pays_once(database):
    async with story(database) as s:
        await held(s, 13, 14)
        await account(s)
        await s.w.press(s.huy, "Paid")
        await s.w.press(s.huy, "session Tue 14 Oct")
        await s.w.restart()
        s.huy.presses_repeatedly("Cash", 3)
        await s.w.settle()
        assert await received(s) == [(500_000, "cash")]
        assert "• session Tue 14 Oct · 500.000 ₫" in s.huy.last.text


@pytest.mark.parametrize(
    "line, paid",
    [
        ("500k cash", [(500_000, "cash")]),
        ("700k chuyển khoản", [(500_000, "transfer"), (200_000, "transfer")]),
        ("1tr ck", [(500_000, "transfer")] * 2),
        ("thẻ 200.000", [(200_000, "card")]),
        ("cash", [(500_000, "cash")] * 2),
        ("tiền mặt", [(500_000, "cash")] * 2),
    ],
)
async def test_a_payment_is_typed(sqlite_url, line, paid):
    async with story(sqlite_url) as s:
        await held(s, 13, 14)
        await account(s)
        await s.w.press(s.huy, "Paid")
        await s.w.says(s.huy, line)
        assert await received(s) == paid
        assert "noted." in s.huy.last.text


async def test_a_part_without_a_way_to_pay_is_asked_and_too_much_is_refused(sqlite_url):
    async with story(sqlite_url) as s:
        await held(s, 13, 14)
        await account(s)
        await s.w.press(s.huy, "Part payment")
        await s.w.says(s.huy, "2tr cash")
        assert s.huy.last.text.startswith("That is more than is owed: 1.000.000 ₫.")
        await s.w.says(s.huy, "a lot")
        assert s.huy.last.text.startswith("I did not get that.")
        await s.w.says(s.huy, "300k")
        assert "Lan Anh pays 300.000 ₫: how?" in s.huy.last.text
        await s.w.press(s.huy, "Cash")
        assert await received(s) == [(300_000, "cash")]
        assert "• session Mon 13 Oct · 200.000 ₫ of 500.000 ₫" in s.huy.last.text


async def test_an_amount_typed_short_is_offered(sqlite_url):
    async with story(sqlite_url) as s:
        await held(s, 13, 14)
        await account(s)
        await s.w.press(s.huy, "Part payment")
        await s.w.says(s.huy, "300")
        assert "Do you mean 300.000 ₫? How was it paid?" in s.huy.last.text
        assert await received(s) == []
        await s.w.press(s.huy, "Transfer")
        assert await received(s) == [(300_000, "transfer")]


async def test_a_session_typed_into_the_question_opens_its_card(sqlite_url):
    async with story(sqlite_url) as s:
        await held(s, 13)
        await account(s)
        await s.w.press(s.huy, "Paid")
        await s.w.says(s.huy, "Lan Anh tomorrow 18:00")
        assert s.huy.last.text.startswith("New session")
        assert await received(s) == []


async def test_money_is_given_back_whole_or_in_part(database):
    async with story(database) as s:
        await held(s, 13)
        await account(s)
        await s.w.press(s.huy, "Paid")
        await s.w.press(s.huy, "Cash")
        await s.w.press(s.huy, "Refund")
        await s.w.press(s.huy, "500.000 ₫")
        assert s.huy.last.rows == [["Keep it"], ["↩️ 500.000 ₫ given back"]]
        await s.w.says(s.huy, "600k")
        assert s.huy.last.text.startswith("At most 500.000 ₫ can be given back.")
        await s.w.says(s.huy, "200k")
        s.huy.presses_repeatedly("200.000 ₫ given back", 2)
        await s.w.settle()
        assert await received(s) == [(500_000, "cash"), (-200_000, "cash")]
        assert s.lan.last.text == "↩️ Coach Huy has given 200.000 ₫ back to you."
        assert "↩️ 200.000 ₫ given back · Wed 15 Oct" in s.huy.last.text
        assert s.w.telegram.journal.errors() == []


async def test_a_session_is_crossed_out_with_a_reason_and_is_not_asked_for_again(database):
    async with story(database) as s:
        (booking_id,) = await held(s, 14)
        await account(s)
        await s.w.press(s.huy, "Cross out")
        assert s.huy.last.rows[0] == ["Keep it"]
        await s.w.says(s.huy, "my watch stopped")
        assert "✖️ session Tue 14 Oct · 500.000 ₫ · my watch stopped" in s.huy.last.text
        assert "Nothing is owed." in s.huy.last.text
        assert await s.charges(booking_id) == [("session", "void", 500_000)]
        assert (
            s.lan.last.text
            == "💚 Coach Huy has crossed out 500.000 ₫ (session Tue 14 Oct): you do not owe it."
        )
        s.huy.taps_data(f"so:{booking_id}")
        await s.w.settle()
        assert "💰 500.000 ₫ · crossed out" in s.huy.last.text
        assert "💵 Paid" not in s.huy.buttons()


async def test_fees_to_decide_are_let_go_with_one_tap(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 18))
        await s.w.press(s.lan, "Cancel")
        await s.w.press(s.lan, "Cancel it")
        await s.w.says(s.huy, "/money")
        assert "Pending, may be waived: 250.000 ₫ · 1 fee" in s.huy.last.text
        await s.w.press(s.huy, "Fees to decide")
        assert "• Lan Anh · Wed 15 Oct · 250.000 ₫ · due tomorrow 10:00" in s.huy.last.text
        await s.w.press(s.huy, "Lan Anh · 250.000 ₫")
        assert await s.charges(booking_id) == [("late_cancel", "waived", 250_000)]
        assert s.heard(s.lan, "has waived the fee")


async def test_many_who_owe_are_turned_over_page_by_page(sqlite_url):
    async with story(sqlite_url) as s:
        for n in range(1, 11):
            new = await s.w.bot.store.write(
                lambda b, n=n: add_client(b, s.huy.user_id, f"C{n}", s.act(s.huy))
            )
            period = Period.of(at(13, n + 5), timedelta(hours=1))
            wanted = NewBooking(s.huy.user_id, new.id, period, price=n * 100_000)
            await s.w.bot.store.write(lambda b, wanted=wanted: book(b, wanted, s.act(s.huy)))
        await s.w.says(s.huy, "/money")
        assert "To be paid: 5.500.000 ₫ · 10 clients" in s.huy.last.text
        assert [line.split()[1] for line in s.huy.last.text.splitlines()[4:]] == [
            f"C{n}" for n in range(10, 2, -1)
        ]
        await s.w.press(s.huy, "›")
        assert [line.split()[1] for line in s.huy.last.text.splitlines()[4:]] == ["C2", "C1"]
        await s.w.press(s.huy, "C1")
        assert "To be paid: 100.000 ₫" in s.huy.last.text
        assert "🔔 Remind" not in s.huy.buttons()


async def test_a_tap_that_was_carried_out_before_shows_the_account(sqlite_url):
    async with story(sqlite_url) as s:
        await held(s, 13, 14)
        await account(s)
        await s.w.press(s.huy, "Paid")
        update_id = s.huy.presses("Cash").update_id
        s.w.bot.inbox.replayed.add(update_id)
        done = Act(f"u{update_id}:0", s.huy.user_id, s.w.clock.now())
        await s.w.bot.store.write(lambda b: settling.pay(b, s.client_id, Method.CASH, done, after=0))
        await s.w.settle()
        assert s.huy.last.text.startswith("💰 Lan Anh\nNothing is owed.")
        assert await received(s) == [(500_000, "cash")] * 2


async def test_a_fee_that_is_due_can_be_paid_from_its_card(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(15, 18))
        await s.w.press(s.lan, "Cancel")
        await s.w.press(s.lan, "Cancel it")
        await s.w.passes(hours=25)
        await s.w.press(s.lan, "Open")
        await s.w.press(s.lan, "How to pay")
        assert s.lan.last.text.startswith("250.000 ₫ to Coach Huy")


async def test_a_package_is_paid_in_parts_and_the_rest_stays_owed(database):
    async with story(database) as s:
        offer = Offer("10 sessions", 10, 5_000_000, "VND")
        await s.w.bot.store.write(lambda b: agree(b, offer, s.client_id, s.act(s.huy)))
        await account(s)
        assert "• 10 sessions · 5.000.000 ₫" in s.huy.last.text
        await s.w.press(s.huy, "Part payment")
        await s.w.says(s.huy, "2tr ck")
        assert "• 10 sessions · 3.000.000 ₫ of 5.000.000 ₫" in s.huy.last.text
        assert s.lan.last.text.splitlines() == [
            "🧾 2.000.000 ₫ received, by transfer. Thank you!",
            "• 10 sessions",
            "Coach Huy · Wed 15 Oct",
            "Still to be paid: 3.000.000 ₫",
        ]


async def test_what_was_paid_for_a_session_that_is_cancelled_is_to_be_given_back(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(17, 18))
        await s.w.bot.store.write(lambda b: pay(b, booking_id, Method.CASH, s.act(s.huy)))
        await s.w.bot.store.write(lambda b: cancel(b, booking_id, s.act(s.huy)))
        await s.w.settle()
        s.huy.taps_data(f"mc:{s.client_id}:0")
        await s.w.settle()
        assert "To give back: 500.000 ₫" in s.huy.last.text
        for label in ("Refund", "500.000 ₫", "500.000 ₫ given back"):
            await s.w.press(s.huy, label)
        assert "To give back" not in s.huy.last.text


# The client's side.


def decoded(phone):
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(phone.downloads())))
    return code.text


async def test_the_client_gets_the_banks_qr_code_and_says_that_it_is_paid(database):
    async with story(database, **ACCOUNT) as s:
        await held(s, 13, 14)
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "To pay: 1.000.000 ₫")
        assert s.lan.last.text.splitlines() == [
            "To Coach Huy",
            "• session Mon 13 Oct · 500.000 ₫",
            "• session Tue 14 Oct · 500.000 ₫",
        ]
        await s.w.press(s.lan, "How to pay")
        assert s.lan.last.media == "photo"
        lines = s.lan.last.text.splitlines()
        memo = lines[4].removeprefix("💬 ")
        assert lines[:4] == [
            "1.000.000 ₫ to Coach Huy",
            "🏦 Vietcombank",
            "💳 0123456789",
            "👤 NGUYEN VAN HUY",
        ]
        assert re.fullmatch(r"LAN ANH 1310 \d+", memo)
        assert decoded(s.lan) == payload("970436", "0123456789", 1_000_000, memo)
        for label, text in {"account": "0123456789", "amount": "1000000", "memo": memo}.items():
            s.lan.presses(f"Copy {label}")
            assert s.lan.clipboard == text
        shown = len(s.lan.received)
        await s.w.press(s.lan, "I have paid")
        assert s.lan.last.text.startswith("🙏 Thank you! Coach Huy looks")
        assert len(s.lan.received) == shown
        assert s.huy.last.text.startswith("💬 Lan Anh has paid 1.000.000 ₫, they say. Has it arrived?")
        question = s.huy.last
        await s.w.restart()
        await s.w.press(s.huy, "Yes, received")
        assert await received(s) == [(500_000, "transfer")] * 2
        assert s.lan.last.text.startswith("🧾 1.000.000 ₫ received, by transfer.")
        s.huy.taps_data(f"ma:{s.client_id}:1:cash", question)
        await s.w.settle()
        assert len(await received(s)) == 2
        assert s.w.telegram.journal.errors() == []


async def test_not_yet_is_said_kindly_and_nothing_is_recorded(sqlite_url):
    async with story(sqlite_url) as s:
        await held(s, 14)
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "To pay")
        await s.w.press(s.lan, "How to pay")
        assert s.lan.last.text.startswith("500.000 ₫ to Coach Huy\nPay it in cash")
        await s.w.press(s.lan, "I have paid")
        await s.w.press(s.huy, "Not yet")
        assert s.huy.last.text.startswith("I have told Lan Anh that it has not arrived yet.")
        assert s.lan.last.text.startswith("Coach Huy cannot see your 500.000 ₫ yet.")
        assert await received(s) == []
        await s.w.press(s.lan, "I have paid")
        await s.w.press(s.huy, "Yes, in cash")
        assert await received(s) == [(500_000, "cash")]


async def test_the_trainer_shows_the_code_or_is_told_what_is_missing(sqlite_url):
    async with story(sqlite_url) as s:
        await held(s, 14)
        await account(s)
        await s.w.press(s.huy, "QR")
        assert "Tell me your bank account first" in s.huy.alerts[-1]
        await s.changes(**ACCOUNT)
        await s.w.press(s.huy, "QR")
        assert s.huy.last.text.startswith("500.000 ₫ from Lan Anh")
        assert decoded(s.huy).startswith("000201")
        await s.w.press(s.huy, "Paid")
        assert s.huy.last.media is None
        await s.w.press(s.huy, "Transfer")
        assert await received(s) == [(500_000, "transfer")]
        assert s.w.telegram.journal.errors() == []


async def test_nobody_sees_or_moves_the_money_of_others(sqlite_url):
    async with story(sqlite_url, **ACCOUNT) as s:
        (booking_id,) = await held(s, 14)
        charge = await s.charge(booking_id)
        await s.w.bot.store.write(
            lambda b: settling.pay(b, s.client_id, Method.CASH, s.act(s.huy), amount=1_000)
        )
        minh = s.w.phone("Minh")
        minh.start()
        await s.w.settle()
        await s.w.press(minh, "I am a trainer")
        one = s.client_id
        theirs = [f"mj:{one}", f"mm:{one}", f"md2:{one}"]
        trainers = [
            f"mc:{one}:0", f"mp:{one}:", f"ml:{one}", f"mx:{one}:{charge.id}", f"mn:{one}:cash:499000:1",
            f"mr:{one}:0", "mh:1", "mg:1:1000:1", f"mz:{one}", f"mw:{charge.id}", f"mu:{charge.id}:gift",
            f"md:{one}", f"ms:{one}", f"ma:{one}:1:cash", f"mb:{one}:1",
        ]  # fmt: skip
        for phone, taps in ((minh, [*theirs, *trainers]), (s.lan, trainers), (s.huy, theirs)):
            await s.w.says(phone, "/start")
            for data in taps:
                phone.taps_data(data)
                await s.w.settle()
                assert "500.000" not in phone.last.text.replace("💰 To pay: 500.000", "")
        assert await received(s) == [(1_000, "cash")]


# Inside Telegram.


async def invoiced(s):
    s.w.bot.settings.payment_provider_token = PROVIDER
    s.lan.taps_data(f"md2:{s.client_id}")
    await s.w.settle()
    assert s.lan.last.media == "invoice"


async def test_an_invoice_is_paid_and_recorded_once_although_it_is_told_twice(database):
    async with story(database) as s:
        await held(s, 13, 14)
        await invoiced(s)
        invoice = s.lan.last.content["invoice"]
        assert (invoice["total_amount"], invoice["currency"]) == (1_000_000, "VND")
        assert invoice["title"] == "Coach Huy"
        await s.w.press(s.lan, "Pay")
        (told,) = [m for m in s.lan.history if "successful_payment" in m.content]
        assert await received(s) == [(500_000, "card")] * 2
        assert s.lan.last.text.startswith("🧾 1.000.000 ₫ received, by card.")
        assert s.huy.last.text == "💳 Lan Anh has paid 1.000.000 ₫ through Telegram."
        world = s.w.telegram.world
        world.push("message", message_json(world, told))
        await s.w.settle()
        assert len(await received(s)) == 2
        assert len(s.heard(s.lan, "received, by card")) == 1
        assert s.w.telegram.journal.errors() == []


async def test_a_payment_survives_the_end_of_the_process(database):
    async with story(database) as s:
        await held(s, 14)
        await invoiced(s)
        s.lan.presses("Pay")
        await s.w.telegram.changes.until(
            lambda: any("successful_payment" in m.content for m in s.lan.history), 5
        )
        await s.w.restart()
        assert await received(s) == [(500_000, "card")]
        assert len(s.heard(s.lan, "received, by card")) == 1


async def test_what_was_paid_meanwhile_is_not_taken(database):
    async with story(database) as s:
        await held(s, 14)
        await invoiced(s)
        await account(s)
        await s.w.press(s.huy, "Paid")
        await s.w.press(s.huy, "Cash")
        await s.w.press(s.lan, "Pay")
        assert s.lan.refusals == ["This is paid already. Nothing was taken."]
        assert await received(s) == [(500_000, "cash")]
        assert s.w.telegram.journal.errors() == []


async def test_another_amount_or_another_person_is_not_taken(sqlite_url):
    async with story(sqlite_url) as s:
        await held(s, 14)
        await invoiced(s)
        invoice = s.lan.last
        await held(s, 13)
        s.lan.pays(invoice)
        await s.w.settle()
        assert s.lan.refusals == ["The amount has changed. Please ask for a new invoice: /sessions"]
        minh = s.w.phone("Minh", "vi")
        minh.start()
        await s.w.settle()
        minh.pays(invoice)
        await s.w.settle()
        assert len(minh.refusals) == 1
        assert await received(s) == []


async def test_without_a_provider_there_is_no_invoice(sqlite_url):
    async with story(sqlite_url, **ACCOUNT) as s:
        await held(s, 14)
        s.lan.taps_data(f"mj:{s.client_id}")
        await s.w.settle()
        assert "💳 Pay by card" not in s.lan.buttons()
        s.w.bot.settings.payment_provider_token = PROVIDER
        s.lan.taps_data(f"mj:{s.client_id}")
        await s.w.settle()
        assert s.lan.last.media == "photo"
        assert s.lan.last.rows[1:] == [["✅ I have paid"], ["💳 Pay by card"]]


async def test_an_amount_that_the_provider_does_not_take_is_said(sqlite_url):
    async with story(sqlite_url, price=10_000) as s:
        await held(s, 14)
        s.w.bot.settings.payment_provider_token = PROVIDER
        s.lan.taps_data(f"md2:{s.client_id}")
        await s.w.settle()
        assert s.lan.last.text == "This amount cannot be paid by card. Please transfer it, or pay in cash."


# Reminders.


async def test_the_trainer_reminds_with_one_tap_and_the_client_can_pay_from_there(sqlite_url):
    async with story(sqlite_url, **ACCOUNT) as s:
        await held(s, 13, 14)
        await account(s)
        await s.w.press(s.huy, "Remind")
        assert s.huy.last.text.startswith("🔔 Lan Anh is reminded now; once a day at most.")
        assert s.lan.last.text.startswith("🔔 A reminder: 1.000.000 ₫ to Coach Huy, since Mon 13 Oct.")
        told = len(s.lan.received)
        await s.w.press(s.huy, "Remind")
        assert len(s.lan.received) == told
        await s.w.press(s.lan, "How to pay")
        assert s.lan.last.media == "photo"


async def test_a_tap_at_night_waits_for_the_morning_and_is_dropped_when_it_is_paid(sqlite_url):
    async with story(sqlite_url) as s:
        await held(s, 13, 14)
        await s.w.passes(hours=13)
        await account(s)
        await s.w.press(s.huy, "Remind")
        assert s.huy.last.text.startswith("🔔 Lan Anh is reminded tomorrow 10:00.")
        assert s.heard(s.lan, "A reminder") == []
        await s.w.passes(hours=10, minutes=59)
        assert s.heard(s.lan, "A reminder") == []
        await s.w.press(s.huy, "Paid")
        await s.w.press(s.huy, "Cash")
        await s.w.passes(hours=1)
        assert s.heard(s.lan, "A reminder") == []


async def test_debts_are_reminded_of_by_setting_at_ten_and_never_at_night(database):
    async with story(database) as s:
        await s.w.says(s.huy, "/settings")
        for label in ("Getting paid", "Debts", "After 3 days"):
            await s.w.press(s.huy, label)
        assert "🔔 Debts: reminded every 3 days" in s.huy.last.text
        await held(s, 14)
        await s.w.passes(days=1, hours=23)
        assert s.heard(s.lan, "A reminder") == []
        await s.w.passes(hours=1)
        assert len(s.heard(s.lan, "A reminder")) == 1
        # Down over the next one, and back in the night.
        await s.w.restart(down_for=at(21, 2) - s.w.clock.now())
        assert len(s.heard(s.lan, "A reminder")) == 1
        await s.w.passes(hours=8)
        assert len(s.heard(s.lan, "A reminder")) == 2


# Settings.


async def test_the_account_is_set_by_typing(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/settings")
        await s.w.press(s.huy, "Getting paid")
        await s.w.press(s.huy, "Bank")
        await s.w.says(s.huy, "no such bank")
        assert s.huy.last.text.startswith("I do not know this bank.")
        await s.w.says(s.huy, "vcb")
        assert "🏦 Bank: Vietcombank" in s.huy.last.text
        await s.w.press(s.huy, "Account")
        await s.w.says(s.huy, "12")
        assert s.huy.last.text.startswith("An account has 6 to 19 digits or letters.")
        await s.w.says(s.huy, "0123 456.789")
        assert "💳 Account: 0123456789" in s.huy.last.text
        await s.w.press(s.huy, "Name on it")
        await s.w.says(s.huy, "Nguyễn Văn Huy")
        assert "👤 In the name of: Nguyễn Văn Huy" in s.huy.last.text
        assert s.w.telegram.journal.errors() == []
