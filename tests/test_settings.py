"""Settings: what may be set, what is refused in words, and the example that people copy."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.config import Settings

EXAMPLE = (Path(__file__).parents[1] / ".env.example").read_text(encoding="utf-8")


def made(**values):
    return Settings(_env_file=None, **values)


def default_of(field):
    value = field.default
    value = value.get_secret_value() if isinstance(value, SecretStr) else value
    return "" if value in (None, ()) else str(value)


def test_example_names_every_setting_with_its_default_and_meaning():
    found = re.findall(r"^# (.+)\n(?:# )?([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE)

    assert found == [
        (field.description, name.upper(), default_of(field)) for name, field in Settings.model_fields.items()
    ]


def test_example_as_it_stands_sets_nothing(tmp_path, monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    (tmp_path / ".env").write_text(EXAMPLE, encoding="utf-8")

    assert Settings(_env_file=tmp_path / ".env") == made()


@pytest.mark.parametrize(
    "values",
    [
        {"default_timezone": "Mars/Olympus"},
        {"default_language": "fr"},
        {"default_currency": "dong"},
        {"telegram_api_url": "api.telegram.org"},
        {"public_url": "bot.example.org"},
        {"webhook_secret": "no spaces, please"},
        {"listen": "8080"},
        {"listen": "localhost:http"},
        {"admin_ids": "1,two"},
        {"tick_seconds": 0},
        {"send_rate": 0},
        {"log_level": "LOUD"},
    ],
)
def test_value_that_cannot_be_used_is_refused(values):
    with pytest.raises(ValidationError):
        made(**values)


@pytest.mark.parametrize(
    "listen, host, port",
    [("127.0.0.1:8080", "127.0.0.1", 8080), (":80", "127.0.0.1", 80), ("[::1]:443", "::1", 443)],
)
def test_listen_is_an_address_and_a_port(listen, host, port):
    settings = made(listen=listen)

    assert (settings.listen_host, settings.listen_port) == (host, port)


def test_secret_of_the_webhook_comes_from_the_token_and_does_not_show_it():
    one, other = (made(bot_token=SecretStr(f"123:{name}")) for name in ("abc", "xyz"))

    assert re.fullmatch("[0-9a-f]{64}", one.secret)
    assert one.secret != other.secret
    assert made(webhook_secret=SecretStr("mine")).secret == "mine"


def test_nothing_secret_is_shown():
    settings = made(bot_token=SecretStr("123:abc"), database_url=SecretStr("postgresql://u:pass@h/d"))

    assert "abc" not in repr(settings)
    assert "pass" not in repr(settings)


def test_addresses_lose_their_last_slash_and_ids_are_split():
    settings = made(public_url="https://bot.example.org/", admin_ids="1, 2")

    assert (settings.public_url, settings.admin_ids) == ("https://bot.example.org", (1, 2))
