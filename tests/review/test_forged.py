"""Buttons that nobody made: other people's ids, numbers that fit into no database, words for numbers."""

from dataclasses import fields
from typing import get_type_hints

import pytest

from bot.buttons import kinds
from core.people import Place, PlaceKind, Trainer
from tests.bot.story import at, story

FAULT = "Something went wrong on my side"
SECRET = "Villa Hidden 7"


def _forged(kind, number):
    """A button of that kind, every number in it the same."""
    hints = get_type_hints(kind)
    return ":".join([kind.prefix, *(_value(hints[f.name], number) for f in fields(kind))])


def _value(hint, number):
    if "int" in str(hint):
        return str(number)
    if hint is bool:
        return "1"
    members = getattr(hint, "__members__", None)
    return next(iter(members.values())).value if members else "a"


async def _stranger(s):
    """Another trainer, whose buttons are forged."""
    eve = s.w.phone("Eve")
    eve.start()
    await s.w.settle()
    new = Trainer(eve.user_id, "Eve", "Asia/Ho_Chi_Minh", s.w.clock.now(), price=300_000, daily_list=None)
    await s.w.bot.store.write(lambda b: b.trainers.add(new))
    return eve


@pytest.mark.parametrize("number", [1, 2**63])
async def test_no_forged_button_acts_leaks_or_fails(sqlite_url, number):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(16, 18), note="knee")
        eve = await _stranger(s)
        for kind in kinds().values():
            data = _forged(kind, number)
            if len(data) > 64:
                continue
            before = len(eve.received)
            eve.taps_data(data, eve.received[0])
            await s.w.settle()
            said = [m.text for m in eve.received[before:]] + [eve.received[0].text]
            assert not [t for t in said if FAULT in t], data
            assert not [t for t in said if "Lan Anh" in t or "knee" in t], data
            await s.w.says(eve, "/cancel")
        booking = await s.booking(booking_id)
        assert (booking.status.value, booking.version, booking.note) == ("confirmed", 0, "knee")
        assert s.w.telegram.journal.errors() == []


async def test_a_place_of_another_trainer_is_neither_shown_nor_booked(sqlite_url):
    async with story(sqlite_url) as s:
        place = Place(0, s.huy.user_id, PlaceKind.HOME, SECRET, address="7 Hidden Street")
        place = await s.w.bot.store.write(lambda b: b.places.add(place))
        eve = await _stranger(s)
        await s.w.says(eve, "/book")
        await s.w.says(eve, "Bo tomorrow 18:00")
        row = await s.w.bot.store.read(lambda b: b.drafts.current(eve.user_id))
        eve.taps_data(f"bp:{row.key}:{place.id}")
        await s.w.settle()
        assert SECRET not in " ".join(m.text for m in eve.received)


async def test_a_question_about_somebody_elses_session_is_not_opened(sqlite_url):
    """Else every line that is typed later would be its answer, and refused."""
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(16, 18))
        eve = await _stranger(s)
        for data in (f"nc:{booking_id}", f"cr:{booking_id}:", f"nt:{booking_id}:note:0"):
            eve.taps_data(data, eve.received[0])
            await s.w.settle()
            assert await s.w.bot.store.read(lambda b: b.drafts.current(eve.user_id)) is None, data
        s.lan.taps_data(f"cr:{booking_id}:")
        await s.w.settle()
        assert await s.w.bot.store.read(lambda b: b.drafts.current(s.lan.user_id)) is None
