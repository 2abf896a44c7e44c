"""Answers that a person waits for: taps on buttons, payments about to be made."""

from bot.demo.telegram.errors import bad_request
from bot.demo.telegram.html import utf16_length
from bot.demo.telegram.model import Answer
from bot.demo.telegram.params import Params
from bot.demo.telegram.views import message_json
from bot.demo.telegram.world import QUERY_LIVES, World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MAX_ANSWER = 200
CHECKOUT_LIVES = 10.0


def answer_callback_query(world: World, call: Params) -> bool:
    text, url = call.text("text"), call.text("url")
    if utf16_length(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not url.startswith((f"t.me/{world.username}?", f"https://t.me/{world.username}?")):
        raise bad_request("URL_INVALID")
    query = world.queries.get(call.text("callback_query_id"))
    if query is None or query.answer is not None or world.now() - query.asked_at > QUERY_LIVES:
        raise bad_request(TOO_OLD)
    query.answer = Answer(text, call.flag("show_alert"), url or None)
    world.changes.tell("answer", query.chat_id)
    return True


def answer_pre_checkout_query(world: World, call: Params) -> bool:
    checkout = world.checkouts.get(call.text("pre_checkout_query_id"))
    if checkout is None or checkout.answered or world.now() - checkout.asked_at > CHECKOUT_LIVES:
        raise bad_request(TOO_OLD)
    if not call.flag("ok") and not call.text("error_message"):
        raise bad_request('parameter "error_message" is required')
    checkout.answered = True
    checkout.error = None if call.flag("ok") else call.text("error_message")
    if call.flag("ok"):
        _paid(world, checkout.chat_id, checkout.message_id)
    world.changes.tell("answer", checkout.chat_id)
    return True


def _paid(world: World, chat_id: int, message_id: int) -> None:
    invoice = world.messages[chat_id][message_id - 1]
    invoice.paid, number = True, world.unique()
    payment = {
        "currency": invoice.content["invoice"]["currency"],
        "total_amount": invoice.content["invoice"]["total_amount"],
        "invoice_payload": invoice.payload,
        "telegram_payment_charge_id": f"charge{number}",
        "provider_payment_charge_id": f"provider{number}",
    }
    message = world.add_message(chat_id, chat_id, {"successful_payment": payment})
    message.update_id = world.push("message", message_json(world, message))


METHODS = {
    "answerCallbackQuery": answer_callback_query,
    "answerPreCheckoutQuery": answer_pre_checkout_query,
}
