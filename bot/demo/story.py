"""Who plays in the demo, in which language, and what each of them is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from bot.demo.history import ADMIN, CAST, COACHES, LINES, NEWCOMER
from bot.demo.scenes import SCENES
from bot.demo.telegram.errors import Json
from bot.demo.telegram.local import LocalTelegram

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Story:
    """`people`: the Telegram ids by the names that scenes call them."""

    language: str
    people: Mapping[str, int] = field(default_factory=dict)
    zone: ZoneInfo = SAIGON

    @classmethod
    def none(cls) -> Story:
        return cls("en")

    @classmethod
    def cast(cls, telegram: LocalTelegram, language: str) -> Story:
        """Everybody has a phone; nobody has pressed Start yet."""
        return cls(language, {key: telegram.phone(name, language).user_id for key, name in CAST.items()})

    def told_in(self, language: str) -> Story:
        return replace(self, language=language)

    @property
    def admins(self) -> tuple[int, ...]:
        return tuple(id_ for key, id_ in self.people.items() if key == ADMIN)

    def as_json(self) -> Json:
        return {
            "language": self.language,
            "trainer": self.people.get("huy"),
            "roles": {id_: _role(key) for key, id_ in self.people.items()},
            "zone": self.zone.key,
            "lines": LINES[self.language],
            "scenes": [scene.as_json(self.language) for scene in SCENES],
        }


def _role(key: str) -> str:
    if key in COACHES:
        return "trainer"
    return {ADMIN: "admin", NEWCOMER: "newcomer"}.get(key, "client")
