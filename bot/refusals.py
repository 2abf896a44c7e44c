"""What was not possible, in the person's words, with what to do next."""

from __future__ import annotations

from markupsafe import Markup

from bot import cards, clash
from bot.saying import length
from bot.screen import Screen
from bot.texts import Words
from bot.visit import Visit
from core import errors
from core.act import Event
from core.conflicts import LONGEST_SESSION
from core.contract import MOST_DAYS, MOST_FROZEN_DAYS, MOST_SESSIONS, SHORTEST_FREEZE
from core.errors import Refusal
from core.use_cases.contracting import LONGEST_REASON
from core.use_cases.relaying import LONGEST_CAPTION, LONGEST_TEXT


async def show_present(visit: Visit, event: Event) -> None:
    """The act was carried out before: the same answer, from how things are now."""
    for feature in visit.services.features:
        if feature.present is not None and await feature.present(visit, event):
            return
    await visit.show(Screen(visit.w("That is done already.")))


async def say(visit: Visit, refusal: Refusal) -> None:
    """A stale button shows the session as it is; everything else is a sentence."""
    if isinstance(refusal, errors.Stale):
        await visit.toast(visit.w.plain("This has changed since. Here is how it is now."))
        await cards.show(visit, refusal.booking_id)
        return
    if isinstance(refusal, errors.NotPossible) and refusal.booking_id:
        await visit.toast(visit.w.plain("That is not possible any more."))
        await cards.show(visit, refusal.booking_id)
        return
    text = words_for(visit, refusal)
    if visit.update.callback_query is not None and not visit.toasted and len(text.striptags()) <= 200:
        await visit.toast(text.striptags(), alert=True)
    else:
        await visit.say(Screen(text))


def words_for(visit: Visit, refusal: Refusal) -> Markup:
    """One or two sentences: what is wrong, and what to do."""
    w = visit.w
    if isinstance(refusal, errors.InConflict):
        return clash.sentence(visit, refusal.conflicts)
    if isinstance(refusal, errors.NotValid):
        return not_valid(visit, refusal.field)
    if isinstance(refusal, errors.InvitationClosed):
        return closed_invitation(visit, refusal.reason)
    if isinstance(refusal, errors.NotAskable):
        return not_askable(w, refusal.reason)
    if isinstance(refusal, errors.Unheard):
        return unheard(w, refusal.reason)
    sentences = {
        errors.InThePast: w("That time is over. Which time ahead shall it be?"),
        errors.NotLoggable: w("A past session can be logged for 14 days. This one is further back."),
        errors.OwnInvitation: w("This is the invitation to your own list. Send it to your client."),
        errors.AlreadyOnList: w("You are on this list already: /sessions shows your sessions."),
        errors.FeeChanged: w("The fee has changed in the meantime. Please look again: /sessions"),
        errors.AlreadyPaid: w("It is paid already."),
        errors.AccountChanged: w("Money has come in or gone out since. /money shows how it is now."),
        errors.ContractChanged: w("This has changed since. Please open it again."),
        errors.NotOpen: w("Your coach books your sessions. Type when you would like to come."),
        errors.OfferOver: w("This one is not offered to you any more. /sessions shows how it is now."),
        errors.MovedOften: w("This session has been moved twice already: ask your coach, please."),
        errors.TooManyOpen: w("You have booked as many sessions ahead as your coach allows: /sessions"),
        errors.ClassFull: w("The last seat has just gone."),
        errors.ClassChanged: w("The class has changed since. Please open it again."),
        errors.SeatsBusy: w("Somebody in the class cannot at that time."),
        errors.TooMany: w("That is too many at once. Please take fewer."),
        errors.NotTaking: w("This coach takes nobody new at the moment. /trainers shows others."),
    }
    return sentences.get(type(refusal)) or w("It is not here any more. /help shows what you can do.")


def not_valid(visit: Visit, field: str) -> Markup:
    w = visit.w
    known = {
        "length": w("A session lasts at most {span}.", span=length(LONGEST_SESSION, w)),
        "price": w("That is not a price I can take. Type it like 500k or 500.000."),
        "name": w("A name has 1 to 64 characters. Please type it again."),
        "times": w("Up to three times, please."),
        "class_name": w("A name has 1 to 64 characters. Please type it again."),
        "capacity": w("A class has 1 to 100 seats. Please type a number."),
        "minimum": w("That is more than there are seats, or no number."),
        "seats_taken": w("So many are in it already. Take somebody out first."),
        "same_time": w("It is at that time already. Please type another one."),
    }
    return (
        known.get(field)
        or _not_of_a_package(visit, field)
        or w("That does not fit here. Please type it again.")
    )


def _not_of_a_package(visit: Visit, field: str) -> Markup | None:
    """What cannot be agreed of a package or a contract."""
    w = visit.w
    known = {
        "package_name": w("A name has 1 to 64 characters. Please type it again."),
        "sessions": w("A package has 1 to {n} sessions. Please type it again.", n=MOST_SESSIONS),
        "days": w("A package is valid for 1 to {n} days in all. Please type it again.", n=MOST_DAYS),
        "reason": w("A reason has 1 to {n} characters. Please say it in fewer words.", n=LONGEST_REASON),
        "adjustment": w("Not that many: what is used or booked stays. Cancel sessions first, or take fewer."),
        "over_already": w("That would still be over. How many days more, so that it ends ahead?"),
        "not_active": w("Only a package that runs can be frozen."),
        "freezes": w("It cannot be frozen once more. You can still extend it."),
        "freeze_days": w(
            "A freeze has at least {least} days, and at most {most} in all.",
            least=SHORTEST_FREEZE,
            most=MOST_FROZEN_DAYS,
        ),
        "not_over": w("You can rate it when all sessions are done."),
    }
    return known.get(field)


def closed_invitation(visit: Visit, reason: str) -> Markup:
    w = visit.w
    if reason == "used":
        return w("This invitation was used already. Ask your coach for a new one.")
    if reason == "over":
        return w("This invitation is no longer valid. Ask your coach for a new one.")
    if reason == "closed":
        return w(
            "This coach takes nobody new here at the moment. Keep the invitation and try it again later, "
            "or look who else trains here: /trainers"
        )
    return w("I do not know this invitation. Ask your coach for a new one, or start with /start.")


def not_askable(w: Words, reason: str) -> Markup:
    return {
        "own": w("That is your own card: people ask you there."),
        "closed": w("This coach takes no requests at the moment. /trainers shows others."),
        "together": w("You train with this coach already: /sessions"),
        "waiting": w("You have asked this coach already: /start shows how it stands."),
        "paused": w("You are paused at the moment: whoever runs this bot can let you take on clients again."),
        "soon": w("You have asked this coach a short time ago. You can ask again tomorrow."),
    }.get(reason) or w("This has been answered, or is over.")


def unheard(w: Words, reason: str) -> Markup:
    """Nothing was kept; kind and true."""
    return {
        "quiet": w("They take no messages through me at the moment: nothing was sent."),
        "away": w("They cannot be reached through me at the moment: nothing was sent."),
        "quick": w("That was a lot within a minute. Please wait a moment, then send it again."),
        "long": w(
            "That is too long to pass on: at most {n} characters, {m} with a photo.",
            n=LONGEST_TEXT,
            m=LONGEST_CAPTION,
        ),
    }.get(reason) or w("You do not train together, so I cannot pass it on.")


def for_trainers(visit: Visit) -> Screen:
    return Screen(visit.w("This is for trainers. /start makes you one; /sessions shows your own sessions."))


def for_clients(visit: Visit) -> Screen:
    w = visit.w
    return Screen(
        w(
            "You are on no trainer's list yet. Open the invitation link that your coach sends you, or look "
            "who trains here: /trainers"
        )
    )


def too_long(visit: Visit) -> Screen:
    return Screen(visit.w("That is longer than 1,000 characters. Please say it in fewer words."))


def text_please(visit: Visit) -> Screen:
    return Screen(visit.w("I can only read text and buttons here. Please type it as a new message."))


def edited(visit: Visit) -> Screen:
    w = visit.w
    return Screen(w("I read messages as they were sent, not as they are edited. Please send it anew."))


def not_understood(visit: Visit) -> Screen:
    return Screen(visit.w("I did not get that. /help shows what you can do."))


def unknown_command(visit: Visit) -> Screen:
    return Screen(visit.w("I do not know this command. /help shows what you can do."))


def our_fault(w: Words) -> Screen:
    return Screen(w("Something went wrong on my side; nothing was changed. Please try again in a moment."))
