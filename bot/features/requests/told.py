"""What the two are told of a request: the profile, a question, its answer, how it ended."""

from __future__ import annotations

from dataclasses import replace

from bot.buttons import key
from bot.features.requests import buttons as b
from bot.features.requests import cards
from bot.features.start import buttons as start
from bot.notices import Telling
from bot.screen import Screen, lines
from bot.terms import policy_lines, said
from core.people import Side
from core.request import RequestStatus
from core.use_cases import requesting
from core.use_cases.requesting import Asked


async def _asked(telling: Telling) -> Asked:
    return await requesting.seen(telling.books, telling.facts["request_id"], telling.reader.id)


async def requested(telling: Telling) -> Screen | None:
    """Nothing when it was taken back before it could be told."""
    asked = await _asked(telling)
    return cards.card(asked, telling.calendar(asked.trainer.zone)) if asked.is_open else None


async def reminded(telling: Telling) -> Screen | None:
    asked = await _asked(telling)
    if not asked.is_open:
        return None
    calendar = telling.calendar(asked.trainer.zone)
    left = calendar.until(asked.request.lapses_at)
    lead = telling.w(
        "⏰ <b>{name} still waits for your answer.</b> It lapses in {span}.",
        name=asked.client.name,
        span=left,
    )
    return cards.card(asked, calendar, lead)


async def asked_back(telling: Telling) -> Screen | None:
    """As it was asked, even if another question came after it."""
    asked, w = await _asked(telling), telling.w
    if not asked.is_open:
        return None
    text = lines(
        w("❓ <b>Coach {name} asks:</b>", name=asked.trainer.name),
        w("“{text}”", text=telling.facts["question"]),
        w("<i>Tap [Answer], or reply to this message.</i>"),
    )
    answer = key(w.plain("↩️ Answer"), b.AnswerBack(asked.request.id))
    return Screen(
        text, [[answer, key(w.plain("🙋 My request"), b.OpenRequest(asked.request.id, below=True))]]
    )


async def replied(telling: Telling) -> Screen | None:
    asked, w = await _asked(telling), telling.w
    if not asked.is_open or asked.request.answer is None:
        return None
    lead = w("↩️ <b>{name} has answered.</b>", name=asked.client.name)
    return cards.card(asked, telling.calendar(asked.trainer.zone), lead)


async def closed(telling: Telling) -> Screen | None:
    asked = await _asked(telling)
    if asked.request.status is RequestStatus.ACCEPTED:
        return _welcome(asked, telling) if asked.client.status.is_listed else None
    screen = cards.card(asked, telling.calendar(asked.trainer.zone))
    if asked.side is Side.CLIENT:
        return _not_this_time(asked, telling)
    return replace(screen, rows=[])


def _not_this_time(asked: Asked, telling: Telling) -> Screen:
    w, name = telling.w, asked.trainer.name
    if asked.request.status is RequestStatus.LAPSED:
        told = w("⌛ <b>Coach {name} has not answered in time.</b> Your request is closed.", name=name)
    else:
        why = cards.reason(asked.request.reason, w)
        told = w("<b>Coach {name} cannot take you on:</b> {reason}.", name=name, reason=why)
    return Screen(lines(told, w("/trainers shows other coaches.")))


def _welcome(asked: Asked, telling: Telling) -> Screen:
    """With the policy to agree to, as for somebody who joined by an invitation."""
    w, trainer, client = telling.w, asked.trainer, asked.client
    head = w("✅ <b>Coach {name} says yes!</b> You train together from now on.", name=trainer.name)
    if client.has_agreed_to(trainer.policy):
        return Screen(head)
    text = lines(
        head,
        "",
        w("<b>If something comes up:</b>"),
        policy_lines(trainer, w),
        "",
        w(
            "<i>[Agree] means that such a fee can become due. Without it a fee is only a proposal, and all "
            "the rest works just the same.</i>"
        ),
    )
    agree = key(w.plain("👍 Agree"), start.Agree(client.id, said(trainer.policy)))
    return Screen(text, [[agree, key(w.plain("Not now"), start.NotNow(client.id))]])
