"""Buttons that nobody made, about things that are somebody else's: every number in them is a true one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from itertools import islice, product
from typing import Any, get_args, get_type_hints

from sqlalchemy import select

from bot.buttons import Button, kinds
from core.booking import Status
from core.zones import wall, zone
from storage import tables
from tests.leaks.pair import VIETNAM, Pair
from tests.world import World

#: Whose version a button carries, by the first of these that it names.
_VERSIONED = ("booking_id", "proposal_id", "contract_id", "class_id")


@dataclass(frozen=True, slots=True)
class Subject:
    """One session of somebody, and one thing of each other kind beside it."""

    ids: Mapping[str, Any]
    versions: Mapping[str, int]


async def rows(w: World, table: Any, **where: Any) -> list[Any]:
    chosen = select(table).where(*(table.c[name] == value for name, value in where.items()))
    async with w.bot.engines.reader.connect() as connection:
        return list((await connection.execute(chosen)).mappings().all())


async def belongings(pair: Pair) -> dict[str, list[Any]]:
    """All that is stored about one client of one trainer."""
    w, mine = pair.w, {"client_id": pair.client_id}
    found = {
        name: await rows(w, getattr(tables, name), **mine)
        for name in ("bookings", "charges", "contracts", "payments", "requests", "waits", "series")
    }
    found["health"] = await rows(w, tables.health, id=pair.client_id)
    found["intakes"] = await rows(w, tables.intakes, id=pair.client_id)
    found["clients"] = await rows(w, tables.clients, id=pair.client_id)
    booked = {b["id"] for b in found["bookings"]}
    wished = await rows(w, tables.proposals, trainer_id=pair.coach.user_id)
    found["proposals"] = [p for p in wished if p["booking_id"] in booked]
    return found


async def subjects(pair: Pair) -> list[Subject]:
    """As many as there are sessions, those that differ most first."""
    mine = await belongings(pair)
    of_coach = {
        name: await rows(pair.w, getattr(tables, name), trainer_id=pair.coach.user_id)
        for name in ("places", "packages", "classes", "time_off")
    }
    drafts = [d["key"] for d in await rows(pair.w, tables.drafts) if d["person_id"] in _both(pair)]
    wishes = {p["booking_id"]: p for p in mine["proposals"]}
    found = []
    for n, booking in enumerate(_mixed(mine["bookings"], wishes)):
        near = {name: _nth(known, n) for name, known in (mine | of_coach).items()}
        wish = wishes.get(booking["id"]) or near["proposals"]
        found.append(_subject(pair, near | {"bookings": booking, "proposals": wish}, _nth(drafts, n)))
    return found


def _both(pair: Pair) -> tuple[int, int]:
    return pair.coach.user_id, pair.person.user_id


def _nth(known: Sequence[Any], n: int) -> Any:
    return known[n % len(known)] if known else None


def _mixed(bookings: Sequence[Any], wishes: Mapping[int, Any]) -> list[Any]:
    """One of each status and with each kind of wish first, newest first."""
    kept: dict[Any, Any] = {}
    newest = sorted(bookings, key=lambda b: -b["id"])
    for booking in newest:
        wish = wishes.get(booking["id"])
        how = (booking["status"], booking["cancelled_by"], wish and wish["by"], booking["class_id"] is None)
        kept.setdefault(how, booking)
    first = sorted(kept.values(), key=lambda b: b["status"] is not Status.CANCELLED)
    return [*first, *(b for b in newest if b not in kept.values())]


def _subject(pair: Pair, near: Mapping[str, Any], draft: str | None) -> Subject:
    booking, claimed = near["bookings"], near["charges"]
    named = {
        "bookings": "booking_id",
        "charges": "charge_id",
        "contracts": "contract_id",
        "payments": "payment_id",
        "requests": "request_id",
        "waits": "wait_id",
        "places": "place_id",
        "packages": "package_id",
        "classes": "class_id",
        "time_off": "time_off_id",
        "proposals": "proposal_id",
    }
    ids: dict[str, Any] = {name: near[table]["id"] for table, name in named.items() if near[table]}
    start = booking["starts_at"]
    at = claimed and claimed["claimed_at"]
    ids |= {
        "client_id": pair.client_id,
        "client": pair.client_id,
        "keep_id": pair.client_id,
        "extra_id": pair.client_id,
        "trainer_id": pair.coach.user_id,
        "renews_id": ids.get("contract_id"),
        "start": int(start.timestamp()),
        "first": start.astimezone(VIETNAM).toordinal(),
        "last": start.astimezone(VIETNAM).toordinal(),
        "day": wall(start, zone("Asia/Ho_Chi_Minh")).toordinal(),
        "at": int(at.timestamp()) if at else 0,
        "draft": draft or "none",
        "code": near["classes"]["code"] if near["classes"] else f"code{pair.coach.user_id}",
        "page": 0,
        "minutes": 60,
    }
    versions = {"booking_id": booking["version"]}
    for table, name in (("contracts", "contract_id"), ("classes", "class_id")):
        if near[table]:
            versions[name] = near[table]["version"]
    versions["proposal_id"] = booking["version"]
    return Subject(ids, versions)


async def words_on_buttons(w: World) -> dict[tuple[str, str], list[str]]:
    """What stands in fields of text on buttons that anybody was shown."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for message in (m for phone in w.telegram.phones.values() for m in phone.received):
        for data in (b.get("callback_data", "") for row in message.buttons for b in row):
            note_words(found, data)
    return found


def note_words(found: dict[tuple[str, str], list[str]], data: str) -> None:
    kind = kinds().get(data.partition(":")[0])
    if kind is None:
        return
    button = kind.unpack(data)
    for f in fields(button):
        value = getattr(button, f.name)
        if isinstance(value, str) and value not in found[kind.prefix, f.name]:
            found[kind.prefix, f.name].append(value)


def forged(
    kind: type[Button], subjects: Sequence[Subject], words: Mapping[tuple[str, str], Sequence[str]], most: int
) -> Iterator[str]:
    """So many different ones at most: each subject has its turn before a choice is tried again."""
    each = [_made_up(kind, subject, words) for subject in subjects[:most]]
    turns = (next(one, None) for one in _in_turn(each, most))
    yield from islice(dict.fromkeys(data for data in turns if data is not None), most)


def _in_turn(each: Sequence[Iterator[str]], most: int) -> Iterator[Iterator[str]]:
    for _ in range(most):
        yield from each


_hints = cache(get_type_hints)


def _made_up(
    kind: type[Button], subject: Subject, words: Mapping[tuple[str, str], Sequence[str]]
) -> Iterator[str]:
    hints = _hints(kind)
    names = [f.name for f in fields(kind)]
    chosen = [_values(kind, name, hints[name], subject, words) for name in names]
    for values in product(*chosen):
        try:
            packed = kind(**dict(zip(names, values, strict=True))).pack()
            kind.unpack(packed)
        except (ValueError, TypeError):
            continue
        yield packed


def _values(
    kind: type[Button],
    name: str,
    hint: Any,
    subject: Subject,
    words: Mapping[tuple[str, str], Sequence[str]],
) -> Sequence[Any]:
    if name == "version":
        named = {f.name for f in fields(kind)}
        owner = next((o for o in _VERSIONED if o in named), "booking_id")
        return (subject.versions.get(owner, 0),)
    if name in subject.ids:
        return (subject.ids[name],)
    wanted = next((h for h in get_args(hint) if h is not type(None)), hint)
    if wanted is bool:
        return (False, True)
    if wanted is int:
        return (0, 1)
    if issubclass(wanted, StrEnum):
        return tuple(wanted)
    return _texts(kind, name, wanted, words)


def _texts(
    kind: type[Button], name: str, wanted: Any, words: Mapping[tuple[str, str], Sequence[str]]
) -> Sequence[Any]:
    """As they were shown to somebody; else anything that the field takes."""
    known: list[Any] = []
    for text in ("", *words.get((kind.prefix, name), ())[:6], "1", "x", "name"):
        try:
            known.append(wanted(text))
        except (ValueError, TypeError):
            continue
    return known
