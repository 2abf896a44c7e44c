"""Time zones as people name them: by a city, a country, or as the IANA list has them."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from bot.texts import LANGUAGES
from core.when import folded
from core.zones import zone

#: Where trainers of this bot are likely to be; everybody else types.
LIKELY = (
    "Asia/Ho_Chi_Minh",
    "Asia/Bangkok",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
)
#: Cities that have no zone of their own name.
_OTHER_NAMES = {
    "Asia/Ho_Chi_Minh": (
        "saigon", "sai gon", "hcm", "hcmc", "tphcm", "ha noi", "hanoi", "da nang", "danang", "hue", "can tho",
        "hai phong", "nha trang", "da lat", "vung tau",
    ),
    "Asia/Makassar": ("bali", "denpasar"),
    "Asia/Bangkok": ("chiang mai", "phuket", "pattaya"),
    "Asia/Kolkata": ("mumbai", "delhi", "new delhi", "bangalore"),
    "Asia/Shanghai": ("beijing", "guangzhou", "shenzhen"),
    "Asia/Tokyo": ("osaka", "kyoto"),
    "Australia/Sydney": ("canberra",),
    "Europe/London": ("uk", "england", "great britain"),
    "Europe/Berlin": ("munich", "hamburg", "frankfurt", "cologne"),
    "America/New_York": ("boston", "miami", "washington", "atlanta"),
    "America/Los_Angeles": ("san francisco", "seattle", "san diego", "las vegas"),
}  # fmt: skip
#: So many can be offered to choose from.
_MOST = 8


def found(typed: str) -> Sequence[str]:
    """The zones that may be meant: one is sure, several are offered, none is asked again."""
    wanted = _comparable(typed)
    names = _names()
    if wanted in names:
        return names[wanted][:_MOST]
    near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.75) if len(wanted) >= 4 else []
    return list(dict.fromkeys(name for close in near for name in names[close]))[:_MOST]


def is_sure(typed: str) -> bool:
    """Whether it was spelled as a zone, a city or a country is; else what was found is a guess."""
    return len(_names().get(_comparable(typed), ())) == 1


def _comparable(typed: str) -> str:
    return " ".join(folded(typed).replace("_", " ").split())


@cache
def _names() -> dict[str, list[str]]:
    """Everything that a zone is called, in every language of the bot."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name, called in _called():
        if name not in names[_comparable(called)]:
            names[_comparable(called)].append(name)
    return dict(names)


def _called() -> Iterator[tuple[str, str]]:
    known = {name for name in available_timezones() if "/" in name and not name.startswith("Etc/")}
    yield from ((name, name) for name in sorted(known))
    yield from ((name, other) for name, others in _OTHER_NAMES.items() for other in others)
    locales = [Locale.parse(language) for language in LANGUAGES]
    for country, zones in get_global("territory_zones").items():
        for name in sorted(known.intersection(zones), key=lambda n: (n not in LIKELY, n)):
            yield name, name.rpartition("/")[2]
            for locale in locales:
                yield name, _city(name, locale)
                yield name, locale.territories.get(country, name)


def _city(zone_name: str, locale: Locale) -> str:
    return str(get_timezone_location(zone(zone_name), locale=locale, return_city=True))


def said(zone_name: str, language: str, now: datetime) -> str:
    """Ho Chi Minh (UTC+7): the city in the reader's language, and how far from Greenwich it is now."""
    city = _city(zone_name, Locale.parse(language))
    offset = now.astimezone(zone(zone_name)).utcoffset() or timedelta(0)
    hours, minutes = divmod(int(abs(offset).total_seconds()) // 60, 60)
    sign = "−" if offset < timedelta(0) else "+"
    return f"{city} (UTC{sign}{hours}{f':{minutes:02}' if minutes else ''})"
