"""The bot's settings inside the demo."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from bot.config import Settings
from bot.demo.telegram.local import TOKEN


def settings(url: str, database: Path, admins: tuple[int, ...] = ()) -> Settings:
    """Not from the environment or `.env`: the demo never touches real data."""
    return Settings.model_construct(
        bot_token=SecretStr(TOKEN),
        telegram_api_url=url,
        database_url=SecretStr(f"sqlite+aiosqlite:///{database}"),
        admin_ids=admins,
        # So that there is something for them to do.
        trainer_signup="approve",
        payment_provider_token=SecretStr("1:TEST:the-demo-takes-no-money"),
        tick_seconds=1,
        # The local Telegram has no limits, and a day passes at one press of a button.
        send_rate=1000,
        log_level="WARNING",
    )
