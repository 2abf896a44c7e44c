"""What happens outside of the bot: a name on the list gets a phone, a phone speaks another language."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from bot.app import TrainerBot
from bot.demo.telegram.phone import Phone
from core.act import Act
from core.people import Client
from core.use_cases import inviting, profile


async def unlinked(bot: TrainerBot, trainer_id: int) -> Sequence[Client]:
    """Who is on the trainer's list and not on Telegram yet."""
    clients = await bot.store.read(lambda books: books.clients.of_trainer(trainer_id))
    return [client for client in clients if client.person_id is None]


async def invite(bot: TrainerBot, client_id: int, trainer: Phone, guest: Phone) -> None:
    """The trainer passes an invitation on, and the guest opens it."""
    secret = secrets.token_urlsafe(16)
    act = _act(bot, trainer)
    await bot.store.write(lambda books: inviting.invite(books, client_id, secret, act))
    link = f"https://t.me/{guest.world.username}?start={secret}"
    guest.gets(trainer, "", link)
    guest.opens(link)


async def speak(bot: TrainerBot, phone: Phone, language: str) -> None:
    """The phone's language is the bot's too, for whoever it knows."""
    if await bot.store.read(lambda books: books.people.find(phone.user_id)) is not None:
        act = _act(bot, phone)
        await bot.store.write(lambda books: profile.speak(books, language, act))


def _act(bot: TrainerBot, phone: Phone) -> Act:
    return Act(f"demo:{secrets.token_hex(8)}", phone.user_id, bot.clock.now())
