"""Settings from the environment or `.env`; the README's table and `.env.example` are tested against them."""

from __future__ import annotations

import hashlib
import hmac
import re
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Names in capitals are the variables'. An empty variable counts as not set."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    bot_token: SecretStr | None = Field(default=None, description="Token of the bot, from @BotFather")
    telegram_api_url: str = Field(default="https://api.telegram.org", description="Any Bot API server")
    database_url: SecretStr = Field(
        default=SecretStr("sqlite+aiosqlite:///data/trainerbot.db"),
        description="SQLite file, or PostgreSQL (`?schema=` sets the bot's schema)",
    )
    public_url: str | None = Field(
        default=None, description="Address of the webhook; without it the bot polls"
    )
    webhook_secret: SecretStr | None = Field(default=None, description="Derived from the token when not set")
    http: bool | None = Field(default=None, description="Serve HTTP; on when PUBLIC_URL is set")
    listen: str = Field(
        default="127.0.0.1:8080",
        pattern=r"^[\w.\-\[\]:]*:\d{1,5}$",
        description="Address and port that HTTP listens on",
    )
    admin_ids: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(), description="Telegram ids, with commas"
    )
    trainer_signup: Literal["open", "approve"] = Field(default="open", description="Who may become a trainer")
    default_language: Literal["en", "vi"] = Field(
        default="en", description="For people whose language is unknown"
    )
    default_timezone: str = Field(default="Asia/Ho_Chi_Minh", description="IANA zone of new people")
    default_currency: str = Field(default="VND", pattern="^[A-Z]{3}$", description="Currency of new trainers")
    payment_provider_token: SecretStr | None = Field(default=None, description="For Telegram invoices")
    notes_key: SecretStr | None = Field(default=None, description="Key that encrypts private notes")
    tick_seconds: float = Field(default=5, ge=0.1, le=60, description="How often due things are looked for")
    send_rate: float = Field(default=28, ge=1, le=1000, description="Messages a second, at most")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least level logged"
    )
    log_format: Literal["console", "json"] = Field(default="console", description="How log lines are written")

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value

    @field_validator("default_timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except Exception as error:
            raise ValueError("no such time zone") from error
        return value

    @field_validator("telegram_api_url", "public_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("https://", "http://")):
            raise ValueError("an address begins with https://")
        return value.rstrip("/") if value else value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("Telegram takes letters, digits, _ and - only, at most 256")
        return value

    @property
    def serves_http(self) -> bool:
        return bool(self.http or self.public_url)

    @property
    def listen_host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]") or "127.0.0.1"

    @property
    def listen_port(self) -> int:
        return int(self.listen.rpartition(":")[2])

    @cached_property
    def secret(self) -> str:
        """The webhook's secret token: given, or derived so that it need not be kept anywhere."""
        if self.webhook_secret is not None:
            return self.webhook_secret.get_secret_value()
        token = self.bot_token.get_secret_value() if self.bot_token else ""
        return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()
