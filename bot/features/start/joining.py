"""A client opens an invitation: who invited, what is booked already, and the policy to agree to."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from bot.buttons import Key, Rows, key
from bot.features.start import buttons as b
from bot.features.start.home import Coach, coaches, home
from bot.going import back, ways
from bot.saying_packages import average
from bot.screen import Screen, lines
from bot.terms import policy_lines, said
from bot.texts import LANGUAGE_NAMES
from bot.visit import Visit
from core.errors import AlreadyOnList, NotFound
from core.ports import Books
from core.use_cases import inviting


async def open_invitation(visit: Visit, secret: str) -> None:
    """A link that this person has used before leads to where it led then."""
    try:
        _trainer, client = await visit.write(inviting.join, secret, visit.act())
        client_id = client.id
    except AlreadyOnList:
        client_id = await visit.read(partial(_joined_by, secret=secret, person_id=visit.person.id))
    visit.is_client = True
    await visit.show(await welcome(visit, client_id))


async def _joined_by(books: Books, secret: str, person_id: int) -> int:
    """Which client of that coach the person is; AlreadyOnList when they are none any more."""
    invitation = await books.invitations.by_digest(inviting.digest(secret))
    for client in await books.clients.of_person(person_id):
        if invitation is not None and client.trainer_id == invitation.trainer_id:
            return client.id
    raise NotFound


async def _coach(visit: Visit, client_id: int) -> Coach:
    """NotFound for an entry of somebody else, and for a list that the person is no longer on."""
    for coach in await visit.read(partial(coaches, visit=visit)):
        if coach.client.id == client_id:
            return coach
    raise NotFound


async def welcome(visit: Visit, client_id: int) -> Screen:
    coach, w = await _coach(visit, client_id), visit.w
    head = lines(
        w("<b>Welcome, {name}!</b>", name=visit.person.name),
        w("You are on the list of <b>Coach {name}</b>.", name=coach.trainer.name),
        await _rated(visit, coach),
        _booked(visit, coach),
    )
    if coach.has_agreed:
        return Screen(head, [ways(visit, {"sessions": w.plain("🗓 My sessions")})])
    other = [
        key(name, b.Speak(code, client_id)) for code, name in LANGUAGE_NAMES.items() if code != w.language
    ]
    return Screen(lines(head, "", _terms(visit, coach)), [*_answers(visit, coach), other])


async def _rated(visit: Visit, coach: Coach) -> Markup | None:
    """The average of those who finished a package; nothing before the first."""
    stars = average(await visit.read(lambda books: books.contracts.rating(coach.trainer.id)))
    return visit.w("{stars}: rated by clients", stars=stars) if stars else None


def _booked(visit: Visit, coach: Coach) -> Markup:
    w = visit.w
    if not coach.ahead:
        return w("Nothing is booked yet. You hear from me as soon as something is.")
    count = w.many("{n} session is booked", "{n} sessions are booked", len(coach.ahead))
    when = visit.calendar_for(coach.trainer.zone).period_named(coach.ahead[0].period)
    return w("{count}, the next one: <b>{when}</b>.", count=count, when=when)


def _terms(visit: Visit, coach: Coach) -> Markup:
    w = visit.w
    meaning = w(
        "<i>[Agree] means that such a fee can become due. Without it a fee is only a proposal, and all the "
        "rest works just the same.</i>"
    )
    return lines(w("<b>If something comes up:</b>"), policy_lines(coach.trainer, w), "", meaning)


def _answers(visit: Visit, coach: Coach) -> Rows:
    w = visit.w
    agree: Key = key(w.plain("👍 Agree"), b.Agree(coach.client.id, said(coach.trainer.policy)))
    return [[agree, key(w.plain("Not now"), b.NotNow(coach.client.id))]]


async def show_terms(visit: Visit, button: b.ShowTerms) -> None:
    coach = await _coach(visit, button.client_id)
    rows = [*([] if coach.has_agreed else _answers(visit, coach)), back(visit, "start")]
    await visit.show(Screen(_terms(visit, coach), rows))


async def agree(visit: Visit, button: b.Agree) -> None:
    coach = await _coach(visit, button.client_id)
    if button.shown != said(coach.trainer.policy):
        await show_terms(visit, b.ShowTerms(button.client_id))
        return
    await visit.write(inviting.agree, button.client_id, coach.trainer.policy, visit.act())
    lead = visit.w("👍 Agreed. Coach {name} knows.", name=coach.trainer.name)
    await visit.show(await home(visit, lead))


async def not_now(visit: Visit, button: b.NotNow) -> None:
    await _coach(visit, button.client_id)
    await visit.show(await home(visit, visit.w("All right. You can agree later: /start shows it.")))
