"""Which methods the Bot API (10.0) has, the parameters of each, and which of them are required."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.demo.telegram.errors import Refusal, bad_request


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    parameters: frozenset[str]
    required: frozenset[str]

    def check(self, given: Iterable[str]) -> None:
        given = set(given)
        for name in sorted(given - self.parameters):
            raise bad_request(f'{self.name} has no parameter "{name}"')
        for name in sorted(self.required - given):
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))


_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}


def _read(line: str) -> Method:
    name, *words = line.split()
    return Method(
        name,
        frozenset(word.rstrip("*") for word in words),
        frozenset(word.rstrip("*") for word in words if word.endswith("*")),
    )


def _table() -> dict[str, Method]:
    lines = Path(__file__).with_name("methods.txt").read_text(encoding="utf-8").splitlines()
    return {method.name.lower(): method for method in map(_read, lines)}


METHODS = _table()


def method(name: str) -> Method:
    """The method by its name, in which case does not matter to the real server either."""
    found = METHODS.get(name.lower())
    if found is None:
        raise Refusal(404, "Not Found")
    return found
