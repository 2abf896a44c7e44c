"""Help for the roles that a person has, what is stored about them, and the way out of a dialogue."""

from __future__ import annotations

from markupsafe import Markup
from telegram import ReplyKeyboardRemove

from bot.buttons import Key, key
from bot.feature import Command, Feature, Who
from bot.features.requests.buttons import EraseInjuries
from bot.features.requests.sent import confided
from bot.going import ways
from bot.menu import commands_for
from bot.screen import Screen, lines
from bot.texts import N_, Words
from bot.visit import Visit


async def show_help(visit: Visit) -> None:
    """Made of what the features say of themselves."""
    w, features = visit.w, visit.services.features
    hints = [w("• {hint}", hint=w(f.help)) for f in features if f.who in visit.roles]
    mine = commands_for(features, visit.roles)
    commands = [w("/{name} – {about}", name=c.name, about=w(c.about)) for c in mine]
    text = lines(w("<b>What you can do</b>"), *hints, "", w("<b>Commands</b>"), *commands)
    labels = {
        "today": w.plain("📅 Today"),
        "sessions": w.plain("🗓 My sessions"),
        "settings": w.plain("⚙️ Settings"),
    }
    await visit.show(Screen(text, [ways(visit, labels)]))


async def show_privacy(visit: Visit) -> None:
    w = visit.w
    head = w("<b>What I know about you, and who sees it</b>")
    told = await visit.read(confided, visit.person.id)
    text = lines(head, "", *_stored(visit), _seen_by(w), _kept(w), _erasing(w))
    erase = [[_erase(client_id, name, w)] for client_id, name in told]
    await visit.show(Screen(text, [*erase, ways(visit, {"help": w.plain("‹ Help")})]))


def _erase(client_id: int, name: str, w: Words) -> Key:
    """Injuries that this coach was told of."""
    return key(w.plain("🩹 Erase injuries: {name}", name=name[:20]), EraseInjuries(client_id))


def _stored(visit: Visit) -> list[Markup]:
    """By role; somebody who has none yet reads of both."""
    w, nobody = visit.w, visit.trainer is None and not visit.is_client
    told = [w("<b>Everybody:</b> your Telegram id, name and username, language and time zone.")]
    if visit.trainer is not None or nobody:
        told.append(
            w(
                "<b>A coach:</b> settings (with the bank account, if one was given: clients who owe see it), "
                "places, the list of clients, sessions, notes, prices and payments. What stands on your "
                "page, everybody may read once you are visible, and before that whoever has your link."
            )
        )
    if visit.is_client or nobody:
        told.append(
            w(
                "<b>A client:</b> the name and phone number that the coach noted, sessions, what was paid "
                "or is owed, whether the policy was agreed to, and what you told a coach of goals and times. "
                "Injuries are kept apart, for that coach alone."
            )
        )
    return told


def _seen_by(w: Words) -> Markup:
    return w(
        "<b>Who sees it.</b> Coach and client see the sessions that they share, and nothing of anybody "
        "else's; another coach learns only that a time is busy. Notes on how it went stay with the coach. "
        "Whoever runs this bot can read its database, and Telegram carries the messages."
    )


def _kept(w: Words) -> Markup:
    return w(
        "<b>How long.</b> Sessions and payments stay, as the history of both sides. What you type is "
        "erased from my inbox once it is answered, an unfinished dialogue after a day, a message that I "
        "pass on once it has arrived, or after a week; of an invitation link I only keep a fingerprint."
    )


def _erasing(w: Words) -> Markup:
    return w(
        "<b>Erasing.</b> What you told of injuries goes with one tap, here or on the request. For all else "
        "write to your coach, or to whoever runs this bot. "
        "When you block me, I stop writing to you."
    )


async def cancel(visit: Visit) -> None:
    """Ends what is open, and only that: sessions are cancelled on their cards."""
    w = visit.w
    if visit.draft is None:
        await visit.show(Screen(w("Nothing to cancel. A session is cancelled on its card.")))
        return
    await visit.close()
    # A picker that stands where the letters are goes with its question.
    away = ReplyKeyboardRemove()
    await visit.show(Screen(w("All right, I dropped it. What was done before stays."), keyboard=away))


feature = Feature(
    name="help",
    help=N_("/help is this page, /privacy says what is stored, /cancel leaves any question."),
    who=Who.ANYONE,
    commands=(
        Command("help", show_help, N_("What you can do")),
        Command("cancel", cancel, N_("Leave the present question")),
        Command("privacy", show_privacy, N_("What is stored, and who sees it")),
    ),
)
