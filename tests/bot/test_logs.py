"""What is written into the log: what happened and where, never a secret nor a person's words."""

import logging

import pytest
import structlog
from pydantic import SecretStr
from sqlalchemy.exc import IntegrityError
from telegram.error import BadRequest

from bot import logs
from bot.config import Settings

SECRETS = {
    "bot_token": SecretStr("123:to/ken"),
    "payment_provider_token": SecretStr("pay-me"),
    "notes_key": SecretStr("key-of-notes"),
    "database_url": SecretStr("postgresql://bot:pass%40word@db.example.org/bot"),
}


@pytest.mark.parametrize(
    "text",
    [
        "GET https://api.telegram.org/bot123:to/ken/getMe",
        "GET https://api.telegram.org/bot123%3Ato%2Fken/getMe",
        "GET https://api.telegram.org/bot123%3Ato/ken/getMe",
        "postgresql://bot:pass%40word@db.example.org/bot",
        "pay-me and key-of-notes",
    ],
)
def test_secrets_are_struck_out_however_they_are_written(text):
    settings = Settings(_env_file=None, **SECRETS)

    struck = logs.without(logs.secrets_of(settings), text)

    assert "***" in struck
    for secret in ("to/ken", "to%2Fken", "pass%40word", "pay-me", "key-of-notes"):
        assert secret not in struck


def test_secret_of_the_webhook_is_struck_out_too():
    settings = Settings(_env_file=None, **SECRETS)

    assert logs.without(logs.secrets_of(settings), f"secret {settings.secret}") == "secret ***"


def test_settings_without_secrets_strike_nothing_out():
    settings = Settings(_env_file=None)

    assert logs.without(logs.secrets_of(settings), "sqlite+aiosqlite:///data/trainerbot.db") != ""
    assert logs.secrets_of(settings) == []


def test_error_is_told_by_where_it_happened_and_not_by_what_a_person_wrote():
    try:
        try:
            int("Lan Anh tomorrow")
        except ValueError as error:
            raise KeyError("Lan Anh") from error
    except KeyError as error:
        told = logs.told(error)

    assert "Lan" not in told.replace('int("Lan Anh tomorrow")', "").replace('KeyError("Lan Anh")', "")
    assert told.count("builtins.ValueError") == 1
    assert told.index("ValueError") < told.index("builtins.KeyError")


def test_telegrams_words_are_kept_and_rows_are_not():
    assert logs.told(BadRequest("Chat not found")) == "telegram.error.BadRequest: Chat not found"
    refused = Exception("duplicate key\nDETAIL:  Key (name)=(Lan Anh) already exists.")
    told = logs.told(IntegrityError("INSERT", None, refused, hide_parameters=True))
    assert "duplicate key" in told
    assert "Lan" not in told


@pytest.fixture
def written(capsys):
    root = logging.getLogger()
    kept, level, configured = root.handlers, root.level, structlog.get_config()
    names = ("bot", "core", "storage")
    levels = [logging.getLogger(name).level for name in names]

    def write(settings, speak):
        logs.set_up(settings)
        speak()
        return capsys.readouterr().err

    yield write
    root.handlers, root.level = kept, level
    structlog.configure(**configured)
    for name, before in zip(names, levels, strict=True):
        logging.getLogger(name).setLevel(before)


@pytest.mark.parametrize("form", ["console", "json"])
def test_libraries_speak_only_when_something_is_wrong_and_without_secrets(written, form):
    settings = Settings(_env_file=None, log_level="DEBUG", log_format=form, **SECRETS)

    def speak():
        logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot123:to/ken/getMe")
        logging.getLogger("aiosqlite").debug("executing INSERT ('Lan Anh')")
        logging.getLogger("aiohttp.client").warning("unclosed https://x/bot123:to/ken\nLan Anh")
        logging.getLogger("bot.inbox").debug("one of ours")

    said = written(settings, speak)

    assert "HTTP Request" not in said
    assert "Lan" not in said
    assert "to/ken" not in said
    assert "bot***" in said
    assert "one of ours" in said
