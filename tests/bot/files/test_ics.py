"""Calendars are read alike by four readers: icalendar and vobject here, ical.js and another as recorded."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path

import icalendar
import pytest
import vobject

from bot.files import ics
from core.booking import Status
from core.people import PlaceKind
from tests.bot.files.calendars import BOT, cases, entry

VECTORS = Path(__file__).parent / "vectors"
CASES = cases()


def moment(at) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def meant(one: ics.Entry) -> dict:
    """What every reader should find, from the session itself."""
    booking, place = one.booking, one.place
    online = place is not None and place.kind is PlaceKind.ONLINE
    where = None if place is None else place.link if online else f"{place.name}, {place.address}"
    states = {Status.CANCELLED: "CANCELLED", Status.PENDING: "TENTATIVE"}
    return {
        "uid": f"session-{booking.id}@huytrainerbot.telegram.invalid",
        "sequence": booking.version,
        "start": moment(booking.starts_at),
        "end": moment(booking.ends_at),
        "summary": one.summary,
        "location": where,
        "description": one.about,
        "status": states.get(booking.status, "CONFIRMED"),
        "url": place.link if online else None,
    }


def method(entries: list[ics.Entry]) -> str:
    if len(entries) > 1:
        return "PUBLISH"
    return "CANCEL" if entries[0].booking.status is Status.CANCELLED else "REQUEST"


def by_icalendar(content: bytes) -> tuple[str, list[dict]]:
    calendar = icalendar.Calendar.from_ical(content)

    def text(event, name):
        return None if event.get(name) is None else str(event[name])

    return str(calendar["METHOD"]), [
        {
            "uid": text(event, "UID"),
            "sequence": int(event["SEQUENCE"]),
            "start": moment(event.start),
            "end": moment(event.end),
            **{name: text(event, name.upper()) for name in WORDS},
        }
        for event in calendar.events
    ]


WORDS = ("summary", "location", "description", "status", "url")


def by_vobject(content: bytes) -> tuple[str, list[dict]]:
    calendar = vobject.readOne(content.decode())
    return calendar.method.value, [
        {
            "uid": event.uid.value,
            "sequence": int(event.sequence.value),
            "start": moment(event.dtstart.value),
            "end": moment(event.dtend.value),
            **{name: event.getChildValue(name) for name in WORDS},
        }
        for event in calendar.vevent_list
    ]


def recorded(name: str) -> dict[str, tuple[str, list[dict]]]:
    lines = (VECTORS / name).read_text(encoding="utf-8").splitlines()
    return {case["name"]: (case["method"], case["events"]) for case in map(json.loads, lines)}


@pytest.mark.parametrize("reader", [by_icalendar, by_vobject])
@pytest.mark.parametrize("name, entries, content", CASES, ids=[name for name, *_ in CASES])
def test_a_reader_finds_what_was_meant(reader, name, entries, content):
    assert reader(content) == (method(entries), [meant(one) for one in entries])


@pytest.mark.parametrize("file", ["icaljs.jsonl", "recurring.jsonl"])
def test_recorded_readers_found_the_same_in_the_same_files(file):
    """Whoever changes what is written records anew: vectors/ says how."""
    files = {
        case["name"]: case["ics"]
        for case in map(json.loads, (VECTORS / "ics.jsonl").read_text(encoding="utf-8").splitlines())
    }
    found = recorded(file)
    for name, entries, content in CASES:
        assert content.decode() == files[name]
        said, events = found[name]
        assert said == method(entries)
        assert sorted(events, key=lambda e: e["sequence"]) == [meant(one) for one in entries]


def read_by(reader: str, name: str, content: bytes) -> tuple[str, list[dict]]:
    here = {"icalendar": by_icalendar, "vobject": by_vobject}
    return here[reader](content) if reader in here else recorded(f"{reader}.jsonl")[name]


@pytest.mark.parametrize("reader", ["icalendar", "vobject", "icaljs", "recurring"])
def test_a_moved_and_then_cancelled_session_replaces_the_old_one(reader):
    """A calendar keeps of each UID what has the highest SEQUENCE, in whichever order they come."""
    booked, moved, gone = [case for case in CASES if case[0].startswith("replaced")]
    kept: dict[str, tuple[int, str, str, str]] = {}
    for (name, _, content), now in ((moved, 1), (booked, 1), (gone, 2)):
        method_, (event,) = read_by(reader, name, content)
        known = kept.get(event["uid"])
        if known is None or known[0] < event["sequence"]:
            kept[event["uid"]] = (event["sequence"], method_, event["status"], event["start"])
        (newest,) = kept.values()
        assert newest[0] == now
    assert list(kept.values()) == [(2, "CANCEL", "CANCELLED", "2025-10-25T11:00:00.000Z")]


def test_nothing_of_a_zone_and_no_address_of_a_person_is_in_it():
    for _, _, content in CASES:
        text = content.decode().replace("\r\n ", "")
        assert "VTIMEZONE" not in text
        assert "TZID" not in text
        addresses = {word for word in text.replace(":", " ").split() if "@" in word}
        assert all(address.endswith(".telegram.invalid") for address in addresses)


def test_lines_are_folded_at_75_bytes_and_end_as_they_should():
    for _, _, content in CASES:
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_uids_of_two_bots_differ():
    assert ics.uid(1, BOT) != ics.uid(1, "OtherBot")
    assert entry(CASES[0][1][0].booking).bot == BOT
