"""Reads a call's parameters, whether they came as JSON, as a form or with files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo.telegram.errors import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime_type: str
    content: bytes


class Params:
    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload]) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}
        self.files = dict(files)

    def __contains__(self, name: str) -> bool:
        return name in self.values or name in self.files

    def names(self) -> set[str]:
        """The parameters given; a file that another parameter points to is not one itself."""
        attached = {name for name in self.files if f"attach://{name}" in json.dumps(self.values)}
        return set(self.values) | (set(self.files) - attached)

    def text(self, name: str) -> str:
        value = self.values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f'parameter "{name}" must be an integer') from None

    def number(self, name: str) -> float:
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            raise bad_request(f'parameter "{name}" must be a number') from None

    def flag(self, name: str) -> bool:
        value = self.values.get(name)
        return value is True or str(value).lower() in {"true", "1", "yes"}

    def json(self, name: str, what: str) -> Any:
        """The value decoded; `what` is how the real server calls it when it cannot be."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def as_json(self) -> dict[str, Any]:
        sizes = {name: f"{len(file.content)} bytes" for name, file in self.files.items()}
        return self.values | {name: f"<file {size}>" for name, size in sizes.items()}
