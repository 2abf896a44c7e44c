"""A request on a card: what was said, as the trainer reads it and as the one who asked sees it."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from bot.buttons import Rows, key
from bot.features.requests import buttons as b
from bot.going import Go
from bot.preferences import said
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.texts import N_, Words
from core.people import Side
from core.request import RequestStatus
from core.use_cases.requesting import Asked

#: Kind sentences to tap; the client reads them in their own language.
REASONS: Mapping[str, str] = {
    "full": N_("I am fully booked at the moment"),
    "other": N_("Another coach fits your goal better"),
    "far": N_("I do not train in your area"),
}


def reason(value: str | None, w: Words) -> str:
    name = (value or "").removeprefix("#")
    said = w.plain(REASONS[name]) if name in REASONS and value != name else value or ""
    return said.rstrip(".")


def profile(asked: Asked, w: Words) -> list[Markup]:
    """What was said, line by line; injuries only where this reader may see them."""
    intake, request = asked.intake, asked.request
    if intake is None:
        return []
    health = asked.health.injuries if asked.health else None
    own = asked.side is Side.CLIENT
    injuries = w("🩹 Injuries (only you see this): {text}", text=health)
    if own:
        name = asked.trainer.name
        injuries = w("🩹 Injuries (only Coach {name} sees this): {text}", name=name, text=health)
    found = (
        (intake.goals, w("🎯 Goals: {text}", text=said(intake.goals, w))),
        (intake.experience, w("💪 Experience: {text}", text=said(intake.experience, w))),
        (health, injuries),
        (intake.times, w("🕒 Times: {text}", text=said(intake.times, w))),
        (intake.place, w("📍 Place: {text}", text=said(intake.place, w))),
        (request.consultation, w("☕ First a consultation")),
        (request.message, w("💬 “{text}”", text=request.message)),
    )
    return [line for value, line in found if value]


def card(asked: Asked, calendar: Calendar, lead: Markup | None = None) -> Screen:
    if asked.side is Side.CLIENT:
        return _clients(asked, calendar, lead)
    w, name = calendar.w, asked.client.name
    head = w("🙋 <b>{name}</b> would like to train with you.", name=name)
    body = [*profile(asked, w), *_talk(asked, w)]
    text = lines(lead, "" if lead else None, head, *body, _stands(asked, calendar))
    return Screen(text, _trainer_keys(asked, w))


def _trainer_keys(asked: Asked, w: Words) -> Rows:
    id_ = asked.request.id
    if not asked.is_open:
        return [[key(w.plain("🙋 Requests"), b.ListRequests())]]
    yes = key(w.plain("✅ Accept"), b.Accept(id_))
    back = key(w.plain("❓ Ask back"), b.AskBack(id_))
    return [[yes, back], [key(w.plain("✖️ Decline"), b.AskDecline(id_))]]


def _talk(asked: Asked, w: Words) -> list[Markup]:
    request = asked.request
    if request.question is None:
        return []
    asks = w("❓ Coach {name} asks: “{text}”", name=asked.trainer.name, text=request.question)
    if asked.side is Side.TRAINER:
        asks = w("❓ You asked: “{text}”", text=request.question)
    return [asks, *([w("↩️ “{text}”", text=request.answer)] if request.answer else [])]


def _stands(asked: Asked, calendar: Calendar) -> Markup:
    w, request = calendar.w, asked.request
    if asked.is_open and asked.side is Side.CLIENT:
        until = calendar.moment(request.lapses_at)
        return w("⏳ Waiting for an answer, until {when} at the latest.", when=until)
    if asked.is_open:
        return w("⏳ Open until {when}.", when=calendar.moment(request.lapses_at))
    return (_over_for_client if asked.side is Side.CLIENT else _over_for_trainer)(asked, w)


def _over_for_client(asked: Asked, w: Words) -> Markup:
    name, why = asked.trainer.name, reason(asked.request.reason, w)
    return {
        RequestStatus.ACCEPTED: w("✅ Coach {name} said yes.", name=name),
        RequestStatus.DECLINED: w("Coach {name} cannot take it: {reason}.", name=name, reason=why),
        RequestStatus.WITHDRAWN: w("You took it back."),
    }.get(asked.request.status) or w("It has lapsed without an answer.")


def _over_for_trainer(asked: Asked, w: Words) -> Markup:
    return {
        RequestStatus.ACCEPTED: w("✅ You said yes."),
        RequestStatus.DECLINED: w("✖️ You declined: {reason}.", reason=reason(asked.request.reason, w)),
        RequestStatus.WITHDRAWN: w("{name} took it back.", name=asked.client.name),
    }.get(asked.request.status) or w("It has lapsed without an answer.")


def _clients(asked: Asked, calendar: Calendar, lead: Markup | None) -> Screen:
    w, request = calendar.w, asked.request
    head = w("🙋 <b>You asked Coach {name}.</b>", name=asked.trainer.name)
    body = [*profile(asked, w), *_talk(asked, w)]
    text = lines(lead, "" if lead else None, head, *body, _stands(asked, calendar))
    rows: Rows = []
    if asked.is_open and request.question is not None:
        rows.append([key(w.plain("↩️ Answer"), b.AnswerBack(request.id))])
    if asked.is_open:
        rows.append([key(w.plain("✖️ Withdraw"), b.AskWithdraw(request.id))])
    if asked.health is not None:
        rows.append([b.erase_key(request.client_id, w)])
    return Screen(text, [*rows, [key(w.plain("‹ Back"), Go("start"))]])
